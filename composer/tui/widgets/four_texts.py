"""An entry's four texts, each with what it changed marked, and what is to be known of the entry in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from composer.compare.diff import diff
from composer.session.update_states import STATE_SIGNS
from composer.tui.widgets.diff_lines import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.compare.merging import Piece
    from composer.session.update_states import UpdateEntry
    from composer.tui.widgets.diff_lines import Look

TextName = Literal["proposed", "theirs", "ours", "base"]
TEXTS: tuple[TextName, ...] = get_args(TextName)
"""In the order in which one key shows them."""

NAMES: dict[TextName, tuple[str, str]] = {
    "proposed": ("Proposed", "what would change in our words"),
    "theirs": ("Theirs", "what the model changed"),
    "ours": ("Ours", "what we changed"),
    "base": ("Base", "the model's words as we took them"),
}
"""What each is called, and what its marks show."""

_NONE_HERE = {
    "dropped": "Dropped: the policy leaves it out.",
    "undecided": "Nobody has decided about it: the policy has no words of it.",
}


def told(entry: UpdateEntry, read_only: str = "") -> tuple[Passage, ...]:
    """What is to be known before choosing, most important first: what both sides changed stands before all else."""
    first: list[tuple[str, Look]] = []
    if read_only:
        first.append((f"This policy is read-only: {read_only}", "warn"))
    disputed = _disputed(entry)
    if disputed:
        where = f"Both sides changed the same sentence{f' in {len(disputed)} places' if len(disputed) > 1 else ''}."
        ends = {
            "conflict": "The proposed text has our words there: keep ours, take theirs, or edit.",
            "suggestion": "The proposed text joins the words of both: read it before you accept it.",
        }
        first.append((f"{STATE_SIGNS[entry.state]} {where} {ends[entry.state]}", "warn"))
    changes = tuple(each for piece in disputed for each in _in_dispute(piece))
    heads = (tuple(first), tuple(_told(entry)))
    before, after = (Passage(head) if head else None for head in heads)
    return tuple(each for each in (before, *changes, after) if each is not None)


def _told(entry: UpdateEntry) -> Iterator[tuple[str, Look]]:
    for said in entry.obligations:
        yield f"‼ {said}", "warn"
    if entry.question:
        yield f"? {entry.question}", "head"
    elif entry.reason:
        yield f"Why: {' '.join(entry.reason.split())}", "note"
    for said in entry.notes:
        yield said, "same"


def _in_dispute(piece: Piece) -> Iterator[Passage]:
    """A sentence that both sides changed: what would stand there, where that is neither's, and what the model has."""
    if piece.result is not None:
        yield Passage((("From our words to the proposed ones:", "note"),), diff=diff(piece.ours, piece.result))
    yield Passage((("From our words to the model's:", "note"),), diff=diff(piece.ours, piece.theirs))


def _disputed(entry: UpdateEntry) -> tuple[Piece, ...]:
    """The sentences and items that both sides changed."""
    if entry.merge is None or entry.state not in {"conflict", "suggestion"}:
        return ()
    return tuple(piece for piece in entry.merge.pieces if piece.state in {"conflict", "suggestion"})


def passage(entry: UpdateEntry, name: TextName, head: tuple[tuple[str, Look], ...] = ()) -> Passage:
    """One of the four texts below ``head``, compared with the text that it was made from."""
    match name:
        case "proposed":
            return _proposed(entry, head)
        case "theirs":
            if not entry.theirs:
                gone = "The model has it no more; it read:"
                return Passage((*head, (gone, "note")), plain=entry.base, plain_look="del")
            return _compared(entry.base, entry.theirs, head, "The model's words are as they were.")
        case "ours":
            if not entry.ours:
                said = _NONE_HERE.get(entry.mode, "The policy has no words of it.")
                return Passage((*head, (said, "note")), plain=entry.base, plain_look="del")
            return _compared(entry.base, entry.ours, head, "We have not changed a word.")
        case "base":
            if not entry.base:
                return Passage((*head, ("The policy was never decided on a text of it.", "note")))
            return Passage(head, plain=entry.base)


def first_to_read(entry: UpdateEntry) -> TextName:
    """The text in which there is something to see: mostly the proposed one."""
    if entry.proposal == entry.ours and entry.theirs != entry.base:
        return "theirs"
    return "proposed"


def _proposed(entry: UpdateEntry, head: tuple[tuple[str, Look], ...]) -> Passage:
    if not entry.proposal:
        return Passage((*head, ("It stays left out, until you take it in.", "note")))
    same = "Our words stay as they are."
    if entry.state == "withdrawn":
        same = "Our words stay as they are until you decide."
    return _compared(entry.ours, entry.proposal, head, same)


def _compared(old: str, new: str, head: tuple[tuple[str, Look], ...], same: str) -> Passage:
    if not old:
        return Passage(head, plain=new, plain_look="ins")
    if old == new:
        return Passage((*head, (same, "note")), plain=new)
    return Passage(head, diff=diff(old, new))
