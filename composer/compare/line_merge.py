"""The three-way merge of texts whose lines mean something each by itself, such as front matter."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.compare.merging import Piece, PieceState, Side
from composer.compare.sequences import Pair, common_ends, longest_increasing, unique_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines `start` to `stop` of the base that one side wrote anew."""

    side: Side
    start: int
    stop: int
    new: tuple[str, ...]


def merge_lines(base: str, ours: str, theirs: str) -> tuple[Piece, ...]:
    """Merge two texts that were both made from `base`, line by line; neighbouring lines are independent.

    The pieces are in the order of the result, and their `base`, `ours` and `theirs` joined are the three texts.
    Both adding something in one place is a conflict, unless it is the same.
    """
    lines = base.splitlines(keepends=True)
    pieces: list[Piece] = []
    done = 0
    for group in _groups([*_changes(lines, ours, "ours"), *_changes(lines, theirs, "theirs")]):
        start, stop = group[0].start, max(change.stop for change in group)
        if start > done:
            pieces.append(_piece(lines[done:start], [], done))
        pieces.append(_piece(lines[start:stop], group, start))
        done = stop
    if done < len(lines):
        pieces.append(_piece(lines[done:], [], done))
    return tuple(pieces)


def _piece(lines: Sequence[str], changes: Sequence[_Change], first: int) -> Piece:
    base = "".join(lines)
    ours, theirs = (_applied(lines, changes, first, side) for side in ("ours", "theirs"))
    state: PieceState
    result: str | None
    match (ours != base, theirs != base):
        case (False, False):
            state, result = "same", base
        case (True, False):
            state, result = "ours", ours
        case (False, True):
            state, result = "theirs", theirs
        case _:
            state, result = ("both", ours) if ours == theirs else ("conflict", None)
    return Piece(state, base, ours, theirs, result)


def _applied(lines: Sequence[str], changes: Sequence[_Change], first: int, side: str) -> str:
    made: list[str] = []
    done = first
    for change in changes:
        if change.side == side:
            made += [*lines[done - first : change.start - first], *change.new]
            done = change.stop
    return "".join([*made, *lines[done - first :]])


def _groups(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """The changes in the order of the base, those together that bear on each other."""
    group: list[_Change] = []
    for change in sorted(changes, key=lambda change: (change.start, change.stop, change.side)):
        if group and not any(_meet(change, other) for other in group):
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _meet(one: _Change, other: _Change) -> bool:
    """Whether the order or the words of two changes cannot both be kept without asking."""
    if one.side == other.side:
        return False
    if one.start < other.stop and other.start < one.stop:
        return True
    touch = one.start == other.stop or other.start == one.stop
    return touch and (_could_add(one, other) or _could_add(other, one))


def _could_add(one: _Change, other: _Change) -> bool:
    """Whether the first adds lines and the second may have added or removed some at the same place."""
    return one.start == one.stop and len(other.new) != other.stop - other.start


def _changes(lines: Sequence[str], text: str, side: Side) -> Iterator[_Change]:
    new = text.splitlines(keepends=True)
    i = j = 0
    for at, to in [*_pairs(lines, new), (len(lines), len(new))]:
        if at - i == to - j:
            for step in range(at - i):
                yield _Change(side, i + step, i + step + 1, (new[j + step],))
        elif (i, j) != (at, to):
            yield _Change(side, i, at, tuple(new[j:to]))
        i, j = at + 1, to + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Lines that stayed, in order: equal ends first, then lines there is one of, and again between those."""
    found: list[Pair] = []
    gaps = [(0, len(old), 0, len(new))]
    while gaps:
        i, i_end, j, j_end = gaps.pop()
        head, tail = common_ends(old[i:i_end], new[j:j_end])
        found += [(i + step, j + step) for step in range(head)]
        found += [(i_end - 1 - step, j_end - 1 - step) for step in range(tail)]
        i, i_end, j, j_end = i + head, i_end - tail, j + head, j_end - tail
        anchors = unique_pairs(old[i:i_end], new[j:j_end])
        kept = [anchors[at] for at in longest_increasing([to for _, to in anchors])]
        if kept:
            bounds = [(-1, -1), *kept, (i_end - i, j_end - j)]
            found += [(i + at, j + to) for at, to in kept]
            gaps += [
                (i + at + 1, i + at_end, j + to + 1, j + to_end) for (at, to), (at_end, to_end) in pairwise(bounds)
            ]
    return sorted(found)
