"""What an update would mean, in words: the list of all clauses, and one clause with its four texts."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from composer.cli.frame import PROGRAM
from composer.cli.output import count
from composer.session.update_states import CHOICES, STATE_SIGNS, STATE_WORDS, STATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.compare.edits import TextDiff
    from composer.compare.merging import Piece
    from composer.session.update_states import Choice, UpdateEntry, UpdatePlan, UpdateState

WIDTH = 78
"""Columns that a line of words fills at most."""

_IN, _DEEP = "  ", "      "
_NEEDS: dict[Choice, str] = {"edit": " --text-file FILE", "decline": " --reason REASON"}


@dataclass(frozen=True, slots=True)
class About:
    """Whose policy is updated, and from which model."""

    slug: str
    school: str
    """The school's name."""
    taken: str
    """Title of the model as the policy took it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """One entry that a call settled."""

    id: str
    title: str
    choice: Choice | None
    """None for one that was taken as a clean one."""
    does: str
    """What that did, in words."""
    replaced: str = ""
    """The school's words that the policy has no more."""
    came_in: bool = False
    """Whether the policy prints the clause now and did not before."""


def listing(plan: UpdatePlan, about: About) -> str:
    """Every clause under its state, with counts, and what to do next."""
    lines = [*_head(plan, about), "", *_counts(plan)]
    for state in STATES:
        entries = [entry for entry in plan.entries if entry.state == state]
        if not entries:
            continue
        lines += ["", f"{_capital(STATE_WORDS[state])} ({len(entries)})"]
        if state == "nothing-new":
            lines += _wrapped(", ".join(entry.id for entry in entries), f"{_IN}{STATE_SIGNS[state]} ", _IN * 2)
            continue
        for entry in entries:
            lines += _listed(entry)
    if plan.open:
        lines += ["", *_next(plan, about)]
    return "\n".join(lines)


def _head(plan: UpdatePlan, about: About) -> Iterator[str]:
    moved = about.taken != plan.model
    if plan.current and not plan.open:
        yield from _wrapped(f"{about.school}: {plan.model}, {plan.newest}")
        yield from _wrapped(f"Nothing new: the policy rests on version {plan.newest}, the newest.")
        return
    now = f"{plan.model}, {plan.newest}" if moved else plan.newest
    arrow = f"{about.taken}, {plan.version} → {now}" if moved or not plan.current else f"{plan.model}, {plan.newest}"
    yield from _wrapped(f"{about.school}: {arrow}")
    if plan.current:
        yield from _wrapped(
            "The policy rests on the newest version. What is listed here changed in the library without a new "
            "version of the model, or is due to be looked at again."
        )
    elif not plan.open:
        yield from _wrapped(
            f"No clause of this policy has changed. Note that it rests on {plan.newest} now with: "
            f"{PROGRAM} update {about.slug} --take-clean"
        )


def _counts(plan: UpdatePlan) -> Iterator[str]:
    numbers = {state: sum(entry.state == state for entry in plan.entries) for state in STATES}
    yield from _wrapped(_tally(numbers))
    beside = {state: sum(state in entry.also for entry in plan.entries) for state in STATE_WORDS}
    if any(beside.values()):
        yield from _wrapped(f"and among them: {_tally(beside)}")


def _tally(numbers: Mapping[UpdateState, int] | Mapping[str, int]) -> str:
    return " · ".join(f"{number} {STATE_WORDS[state]}" for state, number in numbers.items() if number)


def _named(entry: UpdateEntry) -> str:
    beside = "".join(f" · {STATE_WORDS[each]}" for each in entry.also)
    return f"{STATE_SIGNS[entry.state]} {entry.title} ({entry.id}){beside}"


def _listed(entry: UpdateEntry) -> Iterator[str]:
    yield from _wrapped(_named(entry), _IN, _IN * 2)
    yield from _told(entry)


def _told(entry: UpdateEntry) -> Iterator[str]:
    """The notes, the obligations and the question of an entry."""
    if entry.state == "heading":
        was, now = entry.base.split("\n", 1)[0], entry.theirs.split("\n", 1)[0]
        said = f"The model heads it “{now}” now." if was != now else "The model introduces it in other words now."
        yield from _wrapped(said, _DEEP, _DEEP)
    for said in entry.notes:
        yield from _wrapped(said, _DEEP, _DEEP)
    for said in entry.obligations:
        yield from _wrapped(f"Look at: {said}", _DEEP, _DEEP + _IN)
    if entry.question:
        yield from _wrapped(entry.question, _DEEP, _DEEP)


def _next(plan: UpdatePlan, about: About) -> Iterator[str]:
    call = f"{PROGRAM} update {about.slug}"
    yield "What to do"
    waiting = [entry for entry in plan.open if entry.state not in {"reason", "review"}]
    if not plan.current and waiting:
        yield from _wrapped(
            f"The policy rests on {plan.version} until {_these(len(waiting))} settled. Until you choose, each keeps "
            "what it has here; every choice is kept at once, and the rest can wait.",
            _IN, _IN,
        )  # fmt: skip
    shown = min(plan.open, key=lambda entry: (entry.clean, STATES.index(entry.state)))
    yield f"{_IN}See one, with its texts and what can be chosen:"
    yield f"{_IN * 2}{call} {shown.id}"
    if plan.clean:
        number = count(len(plan.clean), "clean one")
        ids = ", ".join(entry.id for entry in plan.clean)
        lead = f"Take the {number} ({ids})" if len(plan.clean) == 1 else f"Take all {number} ({ids})"
        yield from _wrapped(f"{lead}; what changes an obligation is never among them:", _IN, _IN)
        yield f"{_IN * 2}{call} --take-clean"
    else:
        yield f"{_IN}None is clean: each needs a person."


def _these(number: int) -> str:
    return "the one is" if number == 1 else f"the {number} are"


def clause(entry: UpdateEntry, about: About) -> str:
    """One entry with base, ours, theirs and the proposed result, and what each choice would do."""
    lines = [*_wrapped(f"{entry.title} ({entry.id})"), *_wrapped(f"{STATE_SIGNS[entry.state]} {entry.in_words}", _IN)]
    lines += _told(entry)
    if entry.reason and not entry.question:
        lines += _wrapped(f"Reason: {' '.join(entry.reason.split())}", _DEEP, _DEEP)
    lines += _texts(entry)
    lines += _disputed(entry)
    lines += ["", *_choices(entry, about)]
    return "\n".join(lines)


def _texts(entry: UpdateEntry) -> Iterator[str]:
    if entry.mode == "undecided" and entry.theirs:
        yield from _text("The model's text", entry.theirs)
        return
    if entry.mode == "local":
        return
    if entry.state == "withdrawn":
        yield from _line("The model now", "has no such clause.")
    elif entry.base == entry.ours == entry.theirs:
        yield from _line("Base, ours and the model now", "the same words.")
        return
    else:
        yield from _change("Base → the model now", entry.base, entry.theirs, "the same words")
    if entry.mode == "undecided":
        yield from _line("Ours", "nothing was decided about it.")
        return
    if entry.mode == "dropped":
        yield from _line("Ours", "the clause is left out here.")
        return
    yield from _change("Base → ours", entry.base, entry.ours, "the same words")
    if entry.proposal == entry.theirs:
        yield from _line("Proposed", "the model's words of now.")
    elif entry.proposal == entry.ours:
        yield from _line("Proposed", "ours, as they are.")
    else:
        begin = "accept" not in entry.offers
        lead = "To begin from: ours where the two conflict" if begin else "Proposed"
        yield from _change(f"{lead}, marked against ours", entry.ours, entry.proposal, "ours", whole=True)


def _line(label: str, said: str) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"{label}: {said}", _IN, _IN * 2)


def _text(label: str, text: str) -> Iterator[str]:
    yield ""
    yield f"{_IN}{label}"
    yield ""
    yield from _set_in(text)


def _change(label: str, old: str, new: str, same: str, *, whole: bool = False) -> Iterator[str]:
    from composer.compare.diff import diff

    if old == new:
        yield from _line(label, f"{same}.")
        return
    found = diff(old, new)
    if found.layout_only:
        yield from _line(label, f"{same}, laid out otherwise.")
        return
    yield from _text(label, _marked(found, whole=whole))


def _marked(found: TextDiff, *, whole: bool) -> str:
    from composer.compare.edits import TextDiff
    from composer.compare.marks import marked
    from composer.export.report import Cut, passages

    parts = []
    for piece in passages(found, whole=whole):
        if isinstance(piece, Cut):
            parts.append("[…]" + ("\n" if piece.ends_line else " "))
        else:
            parts.append(marked(TextDiff((piece,))))
    return "".join(parts)


def _set_in(text: str) -> Iterator[str]:
    for line in text.strip("\n").split("\n"):
        inner = _IN if line.lstrip().startswith(("- ", "[-- ", "{+- ")) else ""
        yield from _wrapped(line, _IN * 2, _IN * 2 + inner) if line.strip() else ("",)


def _disputed(entry: UpdateEntry) -> Iterator[str]:
    """The sentences that both sides changed, one by one."""
    merged = entry.merge
    found = [piece for piece in merged.pieces if piece.state in {"conflict", "suggestion"}] if merged else []
    for at, piece in enumerate(found, 1):
        yield ""
        yield f"{_IN}Both changed this ({at} of {len(found)}): {STATE_WORDS[piece.state]}"
        yield from _sides(piece)


def _sides(piece: Piece) -> Iterator[str]:
    from composer.compare.diff import diff
    from composer.compare.marks import marked

    rows = [
        ("base", piece.base),
        ("ours", marked(diff(piece.base, piece.ours)) if piece.ours.strip() else ""),
        ("theirs", marked(diff(piece.base, piece.theirs)) if piece.theirs.strip() else ""),
    ]
    if piece.result is not None:
        rows.append(("suggested", marked(diff(piece.ours, piece.result))))
    for name, said in rows:
        label = f"{_IN * 2}{name + ':':11}"
        shown = said.strip().split("\n") if said.strip() else ["(nothing)"]
        for line in shown:
            yield from _wrapped(line, label, " " * len(label))
            label = " " * len(label)


def _choices(entry: UpdateEntry, about: About) -> Iterator[str]:
    if not entry.offers:
        yield f"{_IN}There is nothing to settle."
        return
    yield f"{_IN}What you can choose; until you do, it stays as it is here"
    for choice in CHOICES:
        if choice not in entry.offers:
            continue
        yield from _wrapped(entry.offers[choice], f"{_IN * 2}{choice:9}", " " * 13)
        yield f"{' ' * 13}{PROGRAM} update {about.slug} --{choice} {entry.id}{_needs(entry, choice)}"
    if "edit" in entry.offers:
        yield from _wrapped("A text to begin the edit from:", _IN, _IN)
        yield f"{' ' * 13}{PROGRAM} update {about.slug} {entry.id} --text > FILE"
    if entry.clean:
        yield f"{_IN}It is a clean one: --take-clean settles it too."


def _needs(entry: UpdateEntry, choice: Choice) -> str:
    reason = " --reason REASON" if choice == "edit" and not entry.reason else ""
    return _NEEDS.get(choice, "") + reason


def done(settled: Sequence[Settled], *, written: bool) -> Iterator[str]:
    """What a call settled, or would."""
    if not settled:
        return
    yield ("Settled " if written else "Not written: this would settle ") + count(len(settled), "change") + ":"
    for each in settled:
        yield from _wrapped(f"{each.title} ({each.id}): {each.does}", f"{_IN}{each.choice or 'clean':9}", " " * 11)


def left_over(plan: UpdatePlan, about: About, *, written: bool) -> Iterator[str]:
    """What is still to settle after a call, and how to see it."""
    if plan.open:
        numbers = {state: sum(entry.state == state for entry in plan.open) for state in STATES}
        yield from _wrapped(f"{'Left' if written else 'This would leave'}: {_tally(numbers)}.")
        if written:
            yield f"See what is left: {PROGRAM} update {about.slug}"
    elif plan.current:
        rests = "rests" if written else "would rest"
        yield from _wrapped(f"Nothing is left: the policy {rests} on version {plan.newest} of {plan.model}.")


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _wrapped(said: str, first: str = "", then: str = _IN) -> list[str]:
    """A line of words as lines that fit, their own spaces kept."""
    return wrap(
        said, WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False,
        replace_whitespace=False, expand_tabs=False,
    )  # fmt: skip
