"""What the approval screen tells: how the policy stands, what is left to settle and what has changed since."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from composer.compare.edits import Block, Span, TextDiff
from composer.compare.obligations import look_at, watch
from composer.policy.clause import FREEDOM_IN_WORDS
from composer.policy.policy import SIGNS
from composer.session.reading import role_words
from composer.text import visible
from composer.tui.widgets.diff_lines import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.compare.deviations import ClauseChange, Comparison
    from composer.policy.approval import Standing
    from composer.session import Session
    from composer.tui.widgets.diff_lines import Look

LOOKS = {
    "none": ("?", "bold"),
    "approved": ("✓", "bold $success"),
    "changed": ("±", "bold $warning"),
    "trouble": ("!", "bold $error"),
}
"""The sign and the look of each standing."""
CUT = "[…]"
LEAST_CUT = 2
"""Lines that are left out at least; a mark for fewer would hide as much as it saves."""
_SIGN = {"changed": SIGNS["adapted"], "removed": SIGNS["dropped"], "added": SIGNS["local"]}


def standing_parts(
    standing: Standing, *, dirty: bool, ready: bool, gone_by: str = ""
) -> Iterator[str | tuple[str, str]]:
    """How the policy stands to its approval, and whether one can be recorded: pieces of text and their looks.

    ``gone_by`` says that the text names a next review in the past, if so.
    """
    sign, look = LOOKS[standing.state]
    yield f"{sign} {standing.in_words}", look
    if standing.approval is not None:
        last = standing.approval
        yield f"\n{visible(f'by {last.body} ({last.meeting}), minute {last.minute}', keep_newlines=False)}"
    if dirty:
        yield "\n● unsaved", "bold $warning"
        yield (": recording an approval saves the policy first" if ready else ""), "$quiet"
    elif standing.state == "approved":
        yield "\nIt reads as it was approved, word for word; F9 in compose writes that text.", "$quiet"
    elif ready:
        yield "\nReady for approval: nothing is left to settle.", "$quiet"
        if gone_by:
            yield f"\n! But {gone_by} (v)", "$warning"


def cannot(session: Session, standing: Standing) -> Passage | None:
    """Why nothing can be recorded at all; None when it can."""
    if session.read_only:
        said = f"This policy is read-only: {session.read_only}"
    elif standing.trouble:
        said = standing.trouble
    else:
        return None
    return Passage(((said, "warn"),))


def blockers_passage(lines: Sequence[str]) -> Passage:
    """What stands before the approval, each with what to do."""
    how = (
        "esc goes back to compose: there F5 lists what the checks found and goes to it, v fills blanks in, "
        "p takes a clause, d drops one, g gives a reason, l takes in the model."
    )
    return Passage(((how, "note"),), plain="".join(f"- {' '.join(line.split())}.\n" for line in lines))


def counted(found: Comparison) -> str:
    """How much changed, in words."""
    many = len(listed(found))
    return f"in {many} place{'s' if many != 1 else ''}: +{found.words_added} −{found.words_removed} words"


def listed(found: Comparison) -> tuple[ClauseChange, ...]:
    """The entries that read otherwise; a line wrapped elsewhere is none."""
    return tuple(entry for entry in found.deviations if not _only_layout(entry))


def _only_layout(entry: ClauseChange) -> bool:
    return entry.diff is not None and entry.diff.layout_only and not (entry.moved or entry.was_title)


def change_passages(session: Session, found: Comparison) -> tuple[Passage, ...]:
    """Each change since the approval, its words marked."""
    roles = role_words(session)
    said = [_change(entry, roles) for entry in listed(found)]
    if found.sections_moved:
        titles = {section.head.id: section.head.title for section in session.outline()}
        names = ", ".join(f"“{titles.get(each, each)}”" for each in found.sections_moved)
        said.append(Passage(((f"In another order than in the approved policy: {names}", "head"),), sign="↕"))
    if not said:
        said.append(Passage((("Numbers or places differ from the approved text; the words are the same.", "note"),)))
    return tuple(said)


def _change(entry: ClauseChange, roles: tuple[str, ...]) -> Passage:
    kind = f"{entry.kind}, moved: stood {entry.moved_note}" if entry.moved else entry.kind
    place = f"Appendix {entry.number}" if entry.number.isalpha() else entry.number
    head: list[tuple[str, Look]] = [(f"{place} {entry.title}  ({kind})".lstrip(), "head")]
    if entry.was_title:
        head.append((f"Its title was “{entry.was_title}”.", "note"))
    if entry.reason:
        head.append((f"Why: {' '.join(entry.reason.split())}", "note"))
    decided = entry.state in {"adapted", "dropped"} and entry.kind != "unchanged" and not entry.values_only
    if decided and entry.freedom in {"agreed", "statutory"}:
        head.append((f"§ {FREEDOM_IN_WORDS[entry.freedom]}", "warn"))  # type: ignore[index]
    sign = _SIGN.get(entry.kind, "↕")
    if entry.diff is not None:
        head += [(f"‼ {message}", "warn") for message in look_at(watch(entry.diff, roles))]
        return Passage(tuple(head), diff=_near_changes(entry.diff), sign=sign)
    if entry.kind == "removed":
        return Passage(tuple(head), plain=entry.base or "", plain_look="del", sign=sign)
    if entry.kind == "added":
        return Passage(tuple(head), plain=entry.text or "", plain_look="ins", sign=sign)
    return Passage(tuple(head), sign=sign)


def _near_changes(diff: TextDiff) -> TextDiff:
    """The diff without the lines that are far from every change, so that its changes are in sight together."""
    blocks: list[Block] = []
    runs = [(changed, tuple(run)) for changed, run in groupby(diff.blocks, lambda block: block.is_change)]
    for at, (changed, run) in enumerate(runs):
        if changed:
            blocks += run
        else:
            text = "".join(block.new for block in run)
            kept = _ends(text, opens=at > 0, closes=at < len(runs) - 1)
            blocks += [Block("same", each, each, (Span("same", each),)) for each in kept if each]
    return TextDiff(tuple(blocks))


def _ends(text: str, *, opens: bool, closes: bool) -> tuple[str, ...]:
    """The first line of a text after a change, a mark for what is left out, and the last line before a change."""
    lines = text.splitlines(keepends=True)
    head, tail = lines[: 1 if opens else 0], lines[len(lines) - 1 if closes and lines[-1].strip() else len(lines) :]
    between = lines[len(head) : len(lines) - len(tail)]
    if len(head) + len(tail) > len(lines) or sum(bool(line.strip()) for line in between) < LEAST_CUT:
        return (text,)
    return ("".join(head), f"{CUT}\n", "".join(tail))
