"""The three-way merge: what we wrote and what they wrote, both on the same base, made one text.

Sentences, list items, table rows, headings and code blocks are the units; they are never glued together or
torn. Sentences decide whether a merge is clean. Words only ever make a suggestion.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from composer.compare.align import align
from composer.compare.composing import compose
from composer.compare.diff import diff
from composer.compare.hunks import Sheets, cut, edits
from composer.compare.moved import Moves, follow
from composer.compare.obligations import ObligationChange, listed_under, watch
from composer.compare.settle import Part, parts
from composer.text import exact_form, sense_form, unix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.compare.edits import TextDiff

PieceState = Literal["same", "ours", "theirs", "both", "layout", "suggestion", "conflict"]
"""What became of a piece of the base: nobody changed it, one side did, both did to the same words, only its
layout differs, both changed it and the words can be joined, or they cannot."""

MergeState = Literal["nothing-new", "take-theirs", "already-same", "layout", "clean", "suggestion", "conflict"]
"""What became of a whole text. `nothing-new`: their text is the base. `take-theirs`: ours is the base.
`already-same`: ours is theirs. `layout`: their text reads as the base does. `clean`: both changed other sentences."""

Side = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True)
class SideChange:
    """An obligation change that one side made to the base."""

    side: Side
    change: ObligationChange

    @property
    def message(self) -> str:
        """The change in words, such as `was “may”, is now “must not”`."""
        return self.change.message


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that is told as one thing: mostly a sentence or a list item."""

    state: PieceState
    base: str
    ours: str
    theirs: str
    result: str | None
    """What is taken; for a suggestion the suggested words; `None` for a conflict.

    Where a piece only looks different it is set as ours, or as theirs when only they set it anew. A sentence that
    one side moved and the other reworded is gone at its old place and has the other's words at its new one. A line
    break may be added at the end, so that the next piece starts where it has to.
    """
    obligations: tuple[SideChange, ...] = ()
    """What either side did to duties, negations, numbers, periods and roles here."""


@dataclass(frozen=True)
class Merge:
    """The merge of two texts on one base."""

    state: MergeState
    pieces: tuple[Piece, ...]
    """In the order of the result; their `ours` joined are our text, their `theirs` and `base` likewise.

    That holds with moves too: what moved is a piece at its old place and another one at its new place.
    """

    @cached_property
    def obligations(self) -> tuple[SideChange, ...]:
        """Every obligation change of either side, in order."""
        return tuple(change for piece in self.pieces for change in piece.obligations)

    @property
    def clean(self) -> bool:
        """Whether no sentence needs a person, obligations left aside."""
        return self.state not in ("suggestion", "conflict")

    @cached_property
    def result(self) -> str | None:
        """The merged text; `None` where a piece is in conflict or is only suggested."""
        return self.proposal if self.clean else None

    @cached_property
    def proposal(self) -> str:
        """A text to begin from: the result, with suggestions taken and our words where there is a conflict."""
        return "".join(piece.ours if piece.result is None else piece.result for piece in self.pieces)


def merge(base: str, ours: str, theirs: str, roles: Iterable[str] = ()) -> Merge:
    """Merge two texts that were both made from `base`.

    `roles` are names of roles (or placeholders for them) that the obligation watch looks at too. The result
    depends on the three texts alone: no clock, no chance. Line endings are read as line feeds.
    """
    base, ours, theirs = unix(base), unix(ours), unix(theirs)
    if base == ours == theirs:
        return Merge("nothing-new", (Piece("same", base, ours, theirs, ours),) if base else ())
    state = _equal(base, ours, theirs)
    sheets = Sheets(cut(base), cut(ours), cut(theirs))
    mine, yours = align(sheets.base.units, sheets.ours.units), align(sheets.base.units, sheets.theirs.units)
    changed = edits(sheets.base, sheets.ours, mine), edits(sheets.base, sheets.theirs, yours)
    placed, moves = follow(sheets.base, sheets[1:], (mine, yours), changed)
    found = list(parts(*sheets, placed, moves))
    if state == "take-theirs":
        texts = [sheets.theirs.text(part.theirs) for part in found]
    elif state:
        texts = [sheets.ours.text(part.ours) for part in found]
    else:
        found, texts = compose(found, sheets, moves)
    watched = tuple(roles)
    pieces = [_piece(part, text, sheets, moves, watched) for part, text in zip(found, texts, strict=True)]
    pieces = _with_listed(_with_listed(pieces, "ours", diff(base, ours)), "theirs", diff(base, theirs))
    return Merge(state or _whole(pieces), tuple(pieces))


def _with_listed(pieces: list[Piece], side: Side, change: TextDiff) -> list[Piece]:
    """The pieces with what came under a lead-in that binds or left one, which no piece shows by itself."""
    for each in listed_under(change) if ":" in change.old or ":" in change.new else ():
        block = change.blocks[each.block]
        came, went = block.new.strip(), block.old.strip()
        for at, piece in enumerate(pieces):
            text = piece.ours if side == "ours" else piece.theirs
            here = (came in text and came not in piece.base) if came else (went in piece.base and went not in text)
            if here and piece.state not in ("same", "layout"):
                pieces[at] = replace(piece, obligations=(*piece.obligations, SideChange(side, each)))
                break
    return pieces


def _equal(base: str, ours: str, theirs: str) -> MergeState | None:
    """The state that needs no merge; `None` where both sides changed the wording or the structure."""
    was, mine, yours = exact_form(base), exact_form(ours), exact_form(theirs)
    if was == yours:
        return "nothing-new"
    if was == mine:
        return "take-theirs"
    reads = sense_form(yours)
    if mine == yours or sense_form(mine) == reads:
        return "already-same"
    return "layout" if sense_form(was) == reads else None


def _whole(pieces: Iterable[Piece]) -> MergeState:
    states = {piece.state for piece in pieces}
    return "conflict" if "conflict" in states else "suggestion" if "suggestion" in states else "clean"


def _piece(part: Part, text: str, sheets: Sheets, moves: tuple[Moves, Moves], roles: tuple[str, ...]) -> Piece:
    spans = part.base, part.ours, part.theirs
    was, mine, yours = (sheet.text(at) for sheet, at in zip(sheets, spans, strict=True))
    told: list[SideChange] = []
    if part.state not in ("same", "layout"):
        # What moved away or here says what it said.
        stayed = [sheets.base.text(part.base, one.went) for one in moves]
        now = sheets.ours.text(part.ours, moves[0].came), sheets.theirs.text(part.theirs, moves[1].came)
        told += (SideChange("ours", change) for change in watch(diff(stayed[0], now[0]), roles))
        told += (SideChange("theirs", change) for change in watch(diff(stayed[1], now[1]), roles))
    return Piece(part.state, was, mine, yours, None if part.state == "conflict" else text, tuple(told))
