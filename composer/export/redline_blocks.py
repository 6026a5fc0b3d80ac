"""Two runs of blocks made one, every word of either marked as kept, gone or new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.compare.align import align
from composer.compare.diff import diff
from composer.export.page import Words, plain
from composer.text import Unit, sense_form

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from composer.export.page import Block, BlockKind, Cell, Mark, Row
    from composer.text import UnitKind

_UNITS: dict[BlockKind, UnitKind] = {
    "heading": "heading",
    "paragraph": "sentence",
    "item": "item",
    "code": "code",
    "rule": "rule",
    "table": "row",
}


def whole(block: Block, mark: Mark) -> Block:
    """A block all of which is new or gone; what is gone is nobody's link any more and has no anchor."""
    rows = tuple(replace(row, mark=mark, cells=tuple(_marked(cell, mark) for cell in row.cells)) for row in block.rows)
    anchor = "" if mark == "del" else block.anchor
    return replace(block, mark=mark, words=_marked(block.words, mark), rows=rows, anchor=anchor)


def between(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Block]:
    """The blocks of both: those that belong together as one, of the others what is gone before what is new."""
    tables = {_head_of(block) for block in old} & {_head_of(block) for block in new}
    pairs = align([_unit(block, tables) for block in old], [_unit(block, tables) for block in new]).pairs
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        yield from (whole(block, "del") for block in old[i:a])
        yield from (whole(block, "ins") for block in new[j:b])
        if a < len(old):
            yield from _pair(old[a], new[b])
        i, j = a + 1, b + 1


def heading_between(old: Block, new: Block) -> Block:
    """A heading that stays, with the number and the anchor that it has now and its words marked."""
    return replace(new, words=_words(old.words, new.words)[0])


def _unit(block: Block, tables: Container[str]) -> Unit:
    """A block as it is compared; a table by its head alone where the other side has one with the same head."""
    head = _head_of(block)
    return Unit(block.text, _UNITS[block.kind], head if head and head in tables else sense_form(block.text))


def _head_of(block: Block) -> str:
    """The words at the head of a table; empty for any other block."""
    if not block.rows or not block.rows[0].head:
        return ""
    return _row_unit(block.rows[0]).sense


def _pair(old: Block, new: Block) -> Iterator[Block]:
    one = _as_one(old, new)
    if one is not None:
        yield one
    else:
        yield whole(old, "del")
        yield whole(new, "ins")


def _as_one(old: Block, new: Block) -> Block | None:
    """Both blocks in one; None where they are different things or have no word in common."""
    if _frame(old) != _frame(new):
        return None
    if old.words == new.words and old.rows == new.rows:
        return new
    if new.kind == "table":
        rows = _tables(old.rows, new.rows)
        return replace(new, rows=rows) if rows else None
    if new.kind == "code":
        return None
    words, kept = _words(old.words, new.words)
    return replace(new, words=words) if kept else None


def _frame(block: Block) -> tuple[str, int, int, bool]:
    return block.kind, block.level, block.quoted, block.ordered


# Tables


def _tables(old: Sequence[Row], new: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of two tables; nothing where the tables differ in shape."""
    heads = _heads(old)
    if heads < 0 or heads != _heads(new) or len({len(row.cells) for row in (*old, *new)}) != 1:
        return ()
    top = [_row(was, now) for was, now in zip(old[:heads], new[:heads], strict=True)]
    return (*top, *_rows(old[heads:], new[heads:]))


def _heads(rows: Sequence[Row]) -> int:
    """How many rows are the head; -1 where one stands further down, which no export makes."""
    heads = sum(row.head for row in rows)
    return heads if all(row.head for row in rows[:heads]) else -1


def _rows(old: Sequence[Row], new: Sequence[Row]) -> Iterator[Row]:
    pairs = align([_row_unit(row) for row in old], [_row_unit(row) for row in new]).pairs
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        yield from (_whole_row(row, "del") for row in old[i:a])
        yield from (_whole_row(row, "ins") for row in new[j:b])
        if a < len(old):
            yield _row(old[a], new[b])
        i, j = a + 1, b + 1


def _row_unit(row: Row) -> Unit:
    text = "\t".join(plain(cell) for cell in row.cells)
    return Unit(text, "row", sense_form(text))


def _whole_row(row: Row, mark: Mark) -> Row:
    return replace(row, mark=mark, cells=tuple(_marked(cell, mark) for cell in row.cells))


def _row(old: Row, new: Row) -> Row:
    cells = zip(old.cells, new.cells, strict=True)
    return replace(new, cells=tuple(_words(was, now)[0] for was, now in cells))


# Words


def joined(words: Iterable[Words]) -> Cell:
    """The runs with neighbours of one style and mark made one, and none that is empty."""
    runs: list[Words] = []
    for each in words:
        if not each.text:
            continue
        if runs and replace(runs[-1], text="") == replace(each, text=""):
            runs[-1] = replace(each, text=runs[-1].text + each.text)
        else:
            runs.append(each)
    return tuple(runs)


def _marked(words: Cell, mark: Mark) -> Cell:
    return tuple(replace(each, mark=mark) for each in words)


def _words(old: Cell, new: Cell) -> tuple[Cell, bool]:
    """The words of both, each in the style it has on its side, and whether any word is kept as it is."""
    if old == new:
        return new, True
    left, right = _taker(old), _taker(new)
    found: list[Words] = []
    for block in diff(plain(old), plain(new)).blocks:
        for span in block.spans:
            if span.kind == "del":
                found += _marked(left(len(span.text)), "del")
            elif span.kind == "ins":
                found += _marked(right(len(span.text)), "ins")
            else:
                found += _restyled(left(len(span.text)), right(len(span.text)))
    runs = joined(found)
    return runs, any(each.mark == "same" and not each.text.isspace() for each in runs)


def _taker(words: Cell) -> Callable[[int], Cell]:
    """A function that gives the next so many characters, in runs."""
    runs, at, within = words, 0, 0

    def take(length: int) -> Cell:
        nonlocal at, within
        taken: list[Words] = []
        while length:
            piece = runs[at].text[within : within + length]
            taken.append(replace(runs[at], text=piece))
            length -= len(piece)
            within += len(piece)
            if within == len(runs[at].text):
                at, within = at + 1, 0
        return tuple(taken)

    return take


def _restyled(old: Cell, new: Cell) -> Iterator[Words]:
    """The same words on both sides; those of which the style differs are gone in the one and new in the other."""
    gone: list[Words] = []
    come: list[Words] = []
    ends = sorted({*_ends(old), *_ends(new)})
    left, right, at = _taker(old), _taker(new), 0
    for end in ends:
        (was,), (now,) = left(end - at), right(end - at)
        at = end
        if was == now:
            yield from (*gone, *come, now)
            gone, come = [], []
        else:
            gone.append(replace(was, mark="del"))
            come.append(replace(now, mark="ins"))
    yield from (*gone, *come)


def _ends(words: Cell) -> Iterator[int]:
    """Where each run ends, counted in characters."""
    at = 0
    for each in words:
        at += len(each.text)
        yield at
