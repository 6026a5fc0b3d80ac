"""Moved sentences in a merge: one side put a sentence elsewhere, and what did the other do to it?

It left the sentence alone: the move stands. It reworded the sentence: its words go to the new place, since a move
changes no word. It did anything else, or something else happened at either place: a person decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from composer.compare.align import Alignment
from composer.compare.hunks import Edit, Region, Sheet, regions
from composer.compare.sequences import Pair

_ROUNDS = 3


@dataclass(slots=True)
class Moves:
    """What is special about the moved units of one side; positions in that side's text."""

    pairs: tuple[Pair, ...]
    """For each moved unit its positions in the base and in the side's text."""
    went: frozenset[int]
    """Positions in the base of what was moved."""
    came: frozenset[int]
    """Positions in the side's text of what was moved."""
    instead: dict[int, int] = field(default_factory=dict)
    """Where the other side's words are taken for a moved sentence: the position of those words in the other text."""
    disputed: set[int] = field(default_factory=set)
    """Moved units that a person has to look at."""


@dataclass(frozen=True, slots=True)
class _Reworded:
    """A sentence that one side moved and the other reworded."""

    base: int
    mover: int
    came: int
    edit: Edit


Sides = tuple[list[Edit], list[Edit]]


def follow(
    base: Sheet, sides: tuple[Sheet, Sheet], found: tuple[Alignment, Alignment], edits: Sides
) -> tuple[list[Region], tuple[Moves, Moves]]:
    """The regions of a merge, and the moves of either side, ours first."""
    moves = _moves(found[0]), _moves(found[1])
    both = [] if not any(one.went for one in moves) else list(_met(edits, moves))
    for _ in range(_ROUNDS):
        placed = regions(base, *sides, *_without(edits, both))
        alone = _alone(both, placed)
        if len(alone) == len(both):
            break
        _dispute(moves, set(both).difference(alone))
        both = alone
    else:
        _dispute(moves, both)
        both = []
        placed = regions(base, *sides, *edits)
    for one in both:
        moves[one.mover].instead[one.came] = one.edit.first
    return placed, moves


def _moves(found: Alignment) -> Moves:
    pairs = tuple(pair for move in found.moves for pair in move)
    return Moves(pairs, frozenset(a for a, _ in pairs), frozenset(b for _, b in pairs))


def _met(edits: Sides, moves: tuple[Moves, Moves]) -> Iterator[_Reworded]:
    """What one side moved and the other reworded; all else that the other did to it is disputed."""
    for mover, other in ((0, 1), (1, 0)):
        touched = {at: edit for edit in edits[other] for at in range(edit.start, edit.stop)}
        for a, b in moves[mover].pairs:
            edit = touched.get(a)
            if edit and edit.reworded and edit.stop - edit.start == edit.last - edit.first == 1:
                yield _Reworded(a, mover, b, edit)
            elif edit:
                moves[mover].disputed.add(b)


def _dispute(moves: tuple[Moves, Moves], found: Iterable[_Reworded]) -> None:
    for one in found:
        moves[one.mover].disputed.add(one.came)


def _without(edits: Sides, both: Sequence[_Reworded]) -> Sides:
    if not both:
        return edits
    left_out = {(1 - one.mover, one.base) for one in both}
    ours, theirs = (
        [edit for edit in side if not (edit.reworded and (which, edit.start) in left_out)]
        for which, side in enumerate(edits)
    )
    return ours, theirs


def _alone(found: Sequence[_Reworded], placed: Sequence[Region]) -> list[_Reworded]:
    """Those of which only the mover changed anything at the old place and at the new one."""
    crowded = [region for region in placed if len(region.by) > 1]
    old = {at for region in crowded for at in range(*region.base)}
    new = (
        {at for region in crowded for at in range(*region.ours)},
        {at for region in crowded for at in range(*region.theirs)},
    )
    return [one for one in found if one.base not in old and one.came not in new[one.mover]]
