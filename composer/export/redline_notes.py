"""What stands beside a departure in a redline: what the school decided, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.export.page import Note
from composer.export.report import consequence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from composer.compare.deviations import ClauseChange, Comparison
    from composer.export.page import Block, Page

NO_REASON = "No reason is given yet."
UNDECIDED = "Undecided: nobody has decided about this clause, so it is not in the policy."
_DONE = {"adapted": "Adapted", "changed": "Changed", "dropped": "Left out", "removed": "Left out"}
_ADDED = {
    "local": "Added, the school's own",
    "adapted": "Added from the library and adapted",
    "as-is": "Added from the library",
}


def notes_of(comparison: Comparison, *, since: bool = False, told: Collection[str] = ()) -> dict[str, Note]:
    """A note for every clause that departs, by its id; that of a section's heading by ``section:`` and its id.

    Args:
        comparison: The policy beside its model, or since the approval.
        since: Which of the two.
        told: The clauses of which the page itself tells that they moved.
    """
    found = {}
    for entry in comparison.entries:
        said = list(_said(entry, since=since, told=entry.id in told))
        if said:
            found[entry.id] = Note("\n".join(said), entry.decided_by, entry.decided_on)
    return found


def _said(entry: ClauseChange, *, since: bool, told: bool) -> Iterator[str]:
    if entry.kind == "undecided":
        yield UNDECIDED
        return
    done = _added(entry, since=since) if entry.kind == "added" else _DONE.get(entry.kind, "")
    if done:
        yield _because(done, entry.reason, wanted=wants_reason(entry, since=since))
    elif entry.moved and entry.reason:
        yield _because("Why", entry.reason, wanted=False)
    if entry.was_title:
        yield f"Its title was “{entry.was_title}”."
    if entry.moved_note and not told:
        yield f"Moved: it stands {entry.moved_note}."
    care = consequence(entry)
    if care and not since:
        yield f"Take care: {care}."


def _added(entry: ClauseChange, *, since: bool) -> str:
    if since and not entry.origin:
        return "Added"
    return _ADDED.get(entry.state, "Added")


def wants_reason(entry: ClauseChange, *, since: bool) -> bool:
    """Whether a reason is due: for what the school changed or left out, and not for what it took or added."""
    if since:
        return entry.kind in {"changed", "removed"} and not entry.id.startswith(("policy:", "section:"))
    return entry.state in {"adapted", "dropped"}


def _because(done: str, reason: str, *, wanted: bool) -> str:
    said = " ".join(reason.split())
    if said:
        return f"{done}: {said}"
    return f"{done}. {NO_REASON}" if wanted else f"{done}."


def placed(page: Page, notes: Mapping[str, Note], sections: Mapping[str, str] | None = None) -> Page:
    """The page with each note at the heading that it speaks of: where that is now, else where it was.

    Args:
        page: The marked page.
        notes: By the id of the clause.
        sections: The id under which there is a note on a section, by the section's number.
    """
    now = {block.key for block in page.blocks if block.key and block.mark != "del"}

    def with_note(block: Block) -> Block:
        named = block.key or ((sections or {}).get(block.number, "") if block.kind == "heading" else "")
        note = notes.get(named)
        if note is None or (block.mark == "del" and (named in now or not block.key)):
            return block
        # What the page says itself, that a clause has moved, goes before.
        text = "\n".join([*(each.text for each in block.notes), note.text])
        return replace(block, notes=(replace(note, text=text),))

    return replace(page, blocks=tuple(map(with_note, page.blocks)))
