"""What the update says of a clause in words: what else is new, whether a reason still holds, what a choice does."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from composer import text as prose
from composer.compare.diff import diff
from composer.compare.obligations import watch
from composer.policy.clause import FREEDOM_IN_WORDS
from composer.policy.dictionary import in_words
from composer.policy.outline import title_of
from composer.policy.short import in_words as in_short
from composer.session.update_pins import pin_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.compare.edits import TextDiff
    from composer.compare.merging import Merge
    from composer.policy.clause import Clause
    from composer.policy.policy import Base, Mode
    from composer.session.update_plan import Ground
    from composer.session.update_states import Choice, UpdateEntry

_LONGEST_QUOTE = 24
"""Words of a sentence that is quoted."""
_MOST_QUOTES = 3

_DID: dict[str, str] = {"adapted": "You adapted this", "dropped": "You dropped this", "local": "You wrote this"}


def notes(ground: Ground, entry: UpdateEntry, base: Base | None, theirs: Clause | None) -> Iterator[str]:
    """What is new beside the words, each a sentence."""
    states = {entry.state, *entry.also}
    if "rewritten" in states and base is not None:
        yield f"Rev {base.rev} was rewritten in place: the words differ and the revision does not."
    if entry.state == "withdrawn":
        yield from _withdrawn(ground, entry, theirs)
    if entry.state == "new":
        yield from _beside(ground, entry.id)
    if base is not None and theirs is not None:
        if base.title != theirs.title and entry.state != "withdrawn":
            yield f"The title was “{base.title}” and is now “{theirs.title}”."
        if base.freedom != theirs.freedom:
            yield f"Its freedom has changed: it is now {FREEDOM_IN_WORDS[theirs.freedom]}."
        if base.short not in {None, theirs.short} and entry.state != "withdrawn":
            was, now = in_short(base.short or ()), in_short(theirs.short)
            yield f"In the model it was in the short version for {was}, and is now in that for {now}."
    if "alternatives" in states and base is not None:
        yield from _alternatives(ground, entry.id, base)
    yield from (pin_note(ground, key, entry.id) for key in entry.pins)
    if "moved" in states:
        yield f"The model has it elsewhere now: {ground.moved[entry.id]}."
    if entry.review_by is not None:
        due = in_words(entry.review_by)
        again = due.rpartition(" ")[0]
        yield f"The decision was to be looked at again by {due}; if the reason holds, that is the next {again}."


def question(entry: UpdateEntry, mode: Mode, base: Base | None) -> str:
    """The reason put again, where the model's words under the deviation changed; empty where they did not."""
    if base is None or not entry.reason:
        return ""
    if entry.state in {"conflict", "suggestion", "clean", "dropped"} and entry.base != entry.theirs:
        first, now = base.reasoned_on or base.text, entry.theirs
    elif base.reasoned_on and entry.state != "withdrawn":
        first, now = base.reasoned_on, entry.theirs or base.text
    else:
        return ""
    change = diff(first, now)
    if not change.changed:
        return ""
    reason = " ".join(entry.reason.split())
    said = " ".join([f"{_DID[mode]} because “{reason.rstrip('.')}”.", *_what_changed(change)])
    return f"{said} Does the reason still hold?"


def _what_changed(change: TextDiff) -> Iterator[str]:
    covers = [quoted(block.new) for block in change.blocks if block.kind == "inserted" and block.new.strip()]
    gone = [quoted(block.old) for block in change.blocks if block.kind == "deleted" and block.old.strip()]
    now = [quoted(block.new) for block in change.blocks if block.kind in {"changed", "replaced"}]
    for lead, found in (
        ("The clause now also covers:", covers),
        ("It no longer has:", gone),
        ("It now reads:", now),
    ):
        if found:
            more = len(found) - _MOST_QUOTES
            yield f"{lead} {' '.join(found[:_MOST_QUOTES])}" + (f" and {more} more." if more > 0 else "")


def called_out(change: TextDiff, roles: Iterable[str]) -> list[str]:
    """The obligation changes of a diff in words, one line a sentence, each with the sentence it stands in."""
    found = watch(change, roles)
    blocks = dict.fromkeys(each.block for each in found)
    return [
        _in_sentence(change.blocks[at].old, change.blocks[at].new, [each.message for each in found if each.block == at])
        for at in blocks
    ]


def by_side(merged: Merge) -> Iterator[str]:
    """The obligation changes of both sides of a merge in words, each with whose it is."""
    for side, whose in (("theirs", "the model"), ("ours", "the school")):
        for piece in merged.pieces:
            told = [each.message for each in piece.obligations if each.side == side]
            if told:
                text = piece.theirs if side == "theirs" else piece.ours
                yield f"{whose}: {_in_sentence(piece.base, text, told)}"


def _in_sentence(old: str, new: str, told: Sequence[str]) -> str:
    """What changed in a sentence; one that is wholly new, gone or rewritten is quoted as it is."""
    listed = next((each for each in told if " under “" in each), "")
    if listed:
        return listed
    if not old.strip():
        return f"new: {quoted(new)}"
    if not new.strip():
        return f"gone: {quoted(old)}"
    if [block.kind for block in diff(old, new).blocks if block.is_change] == ["replaced"]:
        return f"rewritten: {quoted(new)}"
    counted = (each if times == 1 else f"{each}, {times} times" for each, times in Counter(told).items())
    return f"{'; '.join(counted)}, in {quoted(new)}"


def quoted(said: str) -> str:
    """A sentence in quotation marks, without its list mark, cut where it is long."""
    sentences = [unit.text for unit in prose.units(said.strip()) if unit.kind not in {"blank", "break"}]
    words = " ".join((sentences or [""])[0].replace("**", "").split()).removeprefix("- ").split(" ")
    cut = " …" if len(words) > _LONGEST_QUOTE or len(sentences) > 1 else ""
    return f"“{' '.join(words[:_LONGEST_QUOTE])}{cut}”"


def offers(entry: UpdateEntry, *, in_library: bool) -> dict[Choice, str]:
    """What each choice that is possible would do, in the order in which choices are always shown."""
    match entry.state:
        case "nothing-new":
            return {}
        case "new":
            return {
                "keep": "leaves it undecided, in its place in the outline",
                "take": "takes it in as it is",
                "edit": "takes it in, in the school's own words",
                "decline": "leaves it out, with a reason",
            }
        case "withdrawn":
            if entry.mode == "undecided":
                return {"take": "takes it off the list: nothing had been decided"}
            stays = "keeps it as the school has it"
            goes = {"dropped": "forgets it: it was dropped here"}.get(entry.mode, "leaves it out, as the model does")
            own: dict[Choice, str] = {"keep": stays, "take": goes}
            return own if entry.mode == "dropped" else {**own, "decline": f"{stays}, with a reason"}
        case "dropped":
            return {
                "keep": "leaves it out: the reason still holds",
                "take": "takes it in with the model's words of today",
                "edit": "takes it in, in the school's own words",
                "decline": "leaves it out, with another reason",
            }
        case "alternatives":
            return {"keep": "keeps this clause, knowing of the alternatives"}
        case "pins" | "moved" | "heading":
            what = {"pins": "what it says", "moved": "its place", "heading": "the heading"}[entry.state]
            return {"keep": f"keeps {what} as it is here", "take": f"takes {what} from the model"}
        case "reason" | "review":
            out: dict[Choice, str] = {"keep": "the reason still holds", "decline": "gives another reason"}
            restores = in_library and entry.mode != "local"
            return {**out, "take": "gives the deviation up and takes the model's words"} if restores else out
        case "already-same":
            return {"accept": "notes that the model now says what the school says"}
        case "layout" if entry.mode == "dropped":
            return {"keep": "leaves it out; only the layout of the model's words changed"}
        case _:
            return _text_offers(entry)


def _text_offers(entry: UpdateEntry) -> dict[Choice, str]:
    found: dict[Choice, str] = {}
    if entry.mode == "adapted":
        found["keep"] = "keeps our words: the reason still holds"
    if entry.state == "clean" and entry.mode == "adapted":
        found["accept"] = "takes the merged text: our changes and the model's"
    if entry.state == "layout" and entry.mode == "adapted":
        found["accept"] = "keeps our words; only the layout of the model's changed"
    if entry.state == "suggestion":
        found["accept"] = "takes the suggested text: read it first"
    if entry.state == "conflict":
        found["take"] = "takes the model's words and gives ours up"
    else:
        found["take"] = "takes the model's words" + (" and gives ours up" if entry.mode == "adapted" else "")
    return {
        **found,
        "edit": "gives it words of the school's own",
        "decline": "keeps our words, with a reason",
    }


def _withdrawn(ground: Ground, entry: UpdateEntry, theirs: Clause | None) -> Iterator[str]:
    where = "the model has it no more; the library still does" if theirs is not None else "the library has it no more"
    yield f"Withdrawn: {where}. The policy's words stay until you decide."
    instead = ground.exclusions.get(entry.id, frozenset())
    for clause_id in ground.newest.clause_ids:
        clause = ground.library.clauses.get(clause_id)
        if clause is not None and clause_id in ground.new and (clause_id in instead or entry.id in clause.instead_of):
            yield f"The model now has “{clause.title}” instead."


def _beside(ground: Ground, clause_id: str) -> Iterator[str]:
    """What a new clause would stand beside although a policy has one of them."""
    for other in sorted(ground.exclusions.get(clause_id, ())):
        decision = ground.draft.policy.decisions.get(other)
        if decision is not None and decision.printed:
            title = title_of(ground.draft, ground.library, other)
            yield f"The policy has “{title}”, which it excludes: a policy has one of them."


def _alternatives(ground: Ground, clause_id: str, base: Base) -> Iterator[str]:
    before, now = set(base.rivals or ()), ground.exclusions.get(clause_id, frozenset())
    for said, ids in (("is a new alternative to this clause", now - before), ("is no alternative now", before - now)):
        for other in sorted(ids):
            yield f"“{title_of(ground.draft, ground.library, other)}” {said}."
