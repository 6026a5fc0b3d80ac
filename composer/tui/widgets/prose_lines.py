"""Prose laid out as lines of a given width, a little at a time: what the preview paints. Plain Python, no widget."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from composer.tui.widgets.prose_leaves import Leaf, Line, Prose

NARROWEST = 8
"""Columns below which text is cut off rather than wrapped, and a table shown a cell a line."""
BETWEEN = 3
"""Columns between two cells of a table."""
_ONE_COLUMN_EACH = re.compile("[\n -~\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2010-\u2026\u20ac]*")


class Piece(NamedTuple):
    """Text that looks alike, and where it links to."""

    text: str
    looks: tuple[str, ...] = ()
    href: str = ""


class Place(NamedTuple):
    """Somewhere in the text, whatever its width: a leaf, and how far through it."""

    leaf: int
    through: float = 0.0


class Layout:
    """Prose for one width, laid out from the top as far as was asked for."""

    def __init__(self, prose: Prose, width: int) -> None:
        self.width = width
        self.lines: list[Line] = []
        self._prose = prose
        self._starts: list[int] = []
        """For each leaf laid out so far, the line it starts on."""

    @property
    def done(self) -> bool:
        """Whether everything is laid out."""
        return len(self._starts) == len(self._prose.leaves)

    def grow(self, seconds: float = inf) -> None:
        """Lay out what comes next, for about so long."""
        end = perf_counter() + seconds
        while not self.done:
            self._add()
            if perf_counter() >= end:
                return

    def reach(self, place: Place, below: int) -> None:
        """Lay out as far as a place, and so many lines below it."""
        while not self.done and (place.leaf >= len(self._starts) or len(self.lines) < self.line_of(place) + below):
            self._add()

    def _add(self) -> None:
        leaf = self._prose.leaves[len(self._starts)]
        if leaf.gap is not None:
            self.lines += [_led(leaf.gap, ())] * (2 if leaf.kind in {"h1", "h2"} else 1)
        self._starts.append(len(self.lines))
        self.lines += _leaf_lines(leaf, self.width, self._prose.pieces)

    def place(self, number: int) -> Place:
        """What stands on a line."""
        leaf = max(bisect_right(self._starts, number) - 1, 0)
        start, end = self._span(leaf)
        return Place(leaf, min(max((number - start) / max(end - start, 1), 0), 1))

    def line_of(self, place: Place) -> int:
        """The line on which a place is, which must be laid out."""
        start, end = self._span(place.leaf)
        return start + int(place.through * (end - start))

    def _span(self, leaf: int) -> tuple[int, int]:
        if leaf >= len(self._starts):
            return 0, 0
        return self._starts[leaf], self._starts[leaf + 1] if leaf + 1 < len(self._starts) else len(self.lines)


def _leaf_lines(leaf: Leaf, width: int, pieces: Callable[[str], Line]) -> Iterator[Line]:
    # However deep it stands, half of the width is left for words.
    first, rest = leaf.first[-(width // 2) :], leaf.rest[-(width // 2) :]
    room = max(width - cell_len(first), NARROWEST)
    for number, line in enumerate(_bare_lines(leaf, room, pieces)):
        yield _led(rest if number else first, line)


def _bare_lines(leaf: Leaf, room: int, pieces: Callable[[str], Line]) -> Iterator[Line]:
    if leaf.kind == "rule":
        yield (Piece("─" * room, ("mark",)),)
    elif leaf.kind == "table":
        yield from _table([[pieces(cell) for cell in row] for row in leaf.rows], room)
    elif leaf.kind == "code":
        for (code,) in leaf.rows:
            yield from _wrapped((Piece(code, ("code",)),), room, at_blanks=False)
    else:
        words = pieces(leaf.rows[0][0])
        if leaf.kind != "text":
            words = _looking(words, leaf.kind)
        for line in _wrapped(words, room):
            spare = (room - _width(line)) // 2 if leaf.kind == "h1" else 0
            yield (Piece(" " * spare), *line) if spare > 0 else line


def _led(prefix: str, line: Line) -> Line:
    return (Piece(prefix, ("mark",)), *line) if prefix else line


def _looking(line: Line, look: str) -> Line:
    return tuple(piece._replace(looks=(look, *piece.looks)) for piece in line)


def _width(line: Line) -> int:
    return sum(cell_len(piece.text) for piece in line)


# Tables


def _table(rows: list[list[Line]], room: int) -> Iterator[Line]:
    rows[0] = [_looking(cell, "head") for cell in rows[0]]
    columns = max(len(row) for row in rows)
    room -= BETWEEN * (columns - 1)
    if room < NARROWEST * columns:
        for row in rows:
            for cell in row:
                yield from _wrapped(cell, room + BETWEEN * (columns - 1))
            yield ()
        return
    natural = [max((_width(row[at]) for row in rows if at < len(row)), default=1) for at in range(columns)]
    widths = _shares(natural, room)
    laid = [[list(_wrapped(cell, widths[at])) for at, cell in enumerate(row)] for row in rows]
    ruled = any(len(cell) > 1 for row in laid for cell in row)
    rule = (Piece("─┼─".join("─" * width for width in widths), ("mark",)),)
    for number, cells in enumerate(laid):
        if number == 1 or (number and ruled):
            yield rule
        for at in range(max(len(cell) for cell in cells)):
            yield _across([cell[at] if at < len(cell) else () for cell in cells], widths)


def _across(cells: list[Line], widths: list[int]) -> Line:
    line: list[Piece] = []
    for at, cell in enumerate(cells):
        if at:
            line.append(Piece(" │ ", ("mark",)))
        line += [*cell, Piece(" " * (widths[at] - _width(cell)))]
    return tuple(line)


def _shares(natural: list[int], room: int) -> list[int]:
    """A width for each column: what it needs, and where that is more than there is, an even part of what is left."""
    shares = [1] * len(natural)
    by_need = sorted(range(len(natural)), key=natural.__getitem__)
    for before, column in enumerate(by_need):
        shares[column] = max(min(natural[column], room // (len(natural) - before)), 1)
        room -= shares[column]
    return shares


# Wrapping


def _wrapped(pieces: Line, width: int, *, at_blanks: bool = True) -> Iterator[Line]:
    """Cut pieces into lines, at blanks where there are any; an overlong word is cut."""
    plain = "".join(piece.text for piece in pieces)
    columns = None if _ONE_COLUMN_EACH.fullmatch(plain) else _columns(plain)
    starts = list(accumulate((len(piece.text) for piece in pieces), initial=0))
    start = 0
    for text in plain.split("\n"):
        end = start + len(text)
        if start == end:
            yield ()
        for begin, stop in _cuts(plain, start, end, width, columns, at_blanks=at_blanks):
            yield _slice(pieces, starts, begin, stop)
        start = end + 1


def _columns(plain: str) -> list[int]:
    """For each position the columns before it; the sign that makes an emoji of a character widens it."""
    return [0, *accumulate(1 if character == "\ufe0f" else cell_len(character) for character in plain)]


def _cuts(
    plain: str, start: int, end: int, width: int, columns: list[int] | None, *, at_blanks: bool
) -> Iterator[tuple[int, int]]:
    while start < end:
        if columns is None:
            stop = start + width
        else:
            stop = max(bisect_right(columns, columns[start] + width, start) - 1, start + 1)
        if stop >= end:
            yield start, end
            return
        cut = plain.rfind(" ", start, stop + 1) if at_blanks else -1
        if cut <= start:
            cut = stop
        yield start, cut
        start = cut
        while at_blanks and start < end and plain[start] == " ":
            start += 1


def _slice(pieces: Line, starts: list[int], start: int, end: int) -> Line:
    cut = []
    for at in range(bisect_right(starts, start) - 1, len(pieces)):
        if starts[at] >= end:
            break
        text = pieces[at].text[max(start - starts[at], 0) : end - starts[at]]
        cut.append(pieces[at]._replace(text=text))
    return tuple(cut)
