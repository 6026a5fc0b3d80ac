"""Tables of a Word file: a header row that repeats, words for those who do not see them, and rows that are marked."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from composer.export.page import Row, Words, plain
from composer.export.word.markup import STEP, TEXT_WIDTH, marks, safe
from composer.export.word.runs import MOST_INDENT, paragraph, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.export.page import Block, Cell
    from composer.export.word.ink import Ink
    from composer.export.word.markup import Marks
    from composer.export.word.notes import Notes

_MOST_COLUMNS = 63
"""Word opens no table with more."""
_SIGN_WIDTH = 112
"""About what a letter of a table takes, with a little to spare."""
_CELL_MARGINS = 230
_LONGEST_WORD = 16
_ROWS_MEASURED = 200
_STEPS = 24
_LABELS = 2600
_SPAN = '<w:gridSpan w:val="{}"/>'
_MOST_LINES_KEPT, _MOST_LINES_UNDER_HEADER = 6, 3
"""A row of more lines may break over two pages: one that may not leaves a hole at the end of the first, and under the
header it leaves the header there alone."""


def table(block: Block, ink: Ink, notes: Notes, name: str, *, about: bool = False) -> str:
    """A table, row by row; empty when it has no cell.

    Args:
        block: The table.
        ink: What the file is written with.
        notes: Where its notes go.
        name: What it is about, for those who do not see it.
        about: Whether its first column says what the second one is.
    """
    rows = [replace(row, cells=_bounded(row.cells)) for row in block.rows]
    columns = max((len(row.cells) for row in rows), default=0)
    if not columns:
        return ""
    indent = STEP * min(block.level + block.quoted, MOST_INDENT // 2)
    total = TEXT_WIDTH - indent
    widths = [_LABELS, total - _LABELS] if about else _widths(rows, columns, total)
    parts = [_properties(rows, widths, indent, name, about=about)]
    for at, row in enumerate(rows):
        found = marks(block.mark, row.mark)
        cells = [runs(cell, ink, found) for cell in row.cells]
        cells += [""] * (columns - len(cells))
        if not at:
            cells[0] = notes.beside(cells[0], block.notes, found)
        under_header = at > 0 and rows[at - 1].head
        most = _MOST_LINES_UNDER_HEADER if under_header else _MOST_LINES_KEPT
        whole = row.head or _lines(row, widths) <= most
        parts.append(_row(row, cells, widths, ink, found, whole=whole))
    return f"<w:tbl>{''.join(parts)}</w:tbl>"


def _properties(rows: Sequence[Row], widths: Sequence[int], indent: int, name: str, *, about: bool) -> str:
    head = next((row for row in rows if row.head), None)
    labels = [label for cell in head.cells if (label := plain(cell).strip())] if head else []
    told = f"Columns: {'; '.join(labels)}" if labels and not about else ""
    said = [
        '<w:tblPr><w:tblStyle w:val="PolicyTable"/>',
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>',
        f'<w:tblInd w:w="{indent}" w:type="dxa"/>' if indent else "",
        '<w:tblLayout w:type="fixed"/>',
        _look(head=head is not None, labels=about),
        f'<w:tblCaption w:val="{safe(name)}"/>' if name else "",
        f'<w:tblDescription w:val="{safe(told)}"/>' if told else "",
        "</w:tblPr><w:tblGrid>",
        *(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
    ]
    return "".join(said)


def _look(*, head: bool, labels: bool) -> str:
    """Which parts of the table's style are used; older Words read the number, newer ones the names."""
    bits = 0x0600 | 0x0020 * head | 0x0080 * labels
    return (
        f'<w:tblLook w:val="{bits:04X}" w:firstRow="{int(head)}" w:lastRow="0" w:firstColumn="{int(labels)}" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )


def _row(row: Row, cells: Sequence[str], widths: Sequence[int], ink: Ink, found: Marks, *, whole: bool) -> str:
    """One row of cells that are written; a whole one stays on one page."""
    style = "TableHeading" if row.head else "TableText"
    # A heading without words would be read out as one that is missing: the last that has some takes the rest.
    spans = [1] * len(cells)
    while row.head and len(spans) > 1 and not cells[len(spans) - 1]:
        spans[-2:] = [spans[-2] + spans[-1]]
    said = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[at : at + span])}" w:type="dxa"/>{_SPAN.format(span) * (span > 1)}'
        f"</w:tcPr>{paragraph(cell, style, ink, found)}</w:tc>"
        for at, (cell, span) in enumerate(zip(cells, spans, strict=False))
    )
    properties = f"{'<w:cantSplit/>' if whole else ''}{'<w:tblHeader/>' if row.head else ''}{ink.signs(found)}"
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{said}</w:tr>"


def _bounded(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells of a row; what Word has no column for stands in the last one."""
    if len(cells) <= _MOST_COLUMNS:
        return cells
    rest = (((Words(" | "),) if at else ()) + cell for at, cell in enumerate(cells[_MOST_COLUMNS - 1 :]))
    return (*cells[: _MOST_COLUMNS - 1], tuple(chain.from_iterable(rest)))


def _widths(rows: Sequence[Row], columns: int, total: int) -> list[int]:
    """Each column as wide as its longest word asks; the rest goes step by step to the one that makes rows tall."""
    measured = rows[:_ROWS_MEASURED]
    widths = [_CELL_MARGINS + _SIGN_WIDTH] * columns
    for row in measured:
        for at, cell in enumerate(row.cells):
            longest = min(max(map(len, plain(cell).split()), default=1), _LONGEST_WORD)
            widths[at] = max(widths[at], _CELL_MARGINS + _SIGN_WIDTH * longest)
    asked = sum(widths)
    if asked > total:
        widths = [total * width // asked for width in widths]
    else:
        sizes = [[len(plain(cell)) for cell in row.cells] for row in measured]
        for _ in range(_STEPS):
            tallest = _tallest(sizes, widths)
            if tallest is None:
                break
            widths[tallest] += (total - asked) // _STEPS
        widths = [width + (total - sum(widths)) // columns for width in widths]
    widths[-1] += total - sum(widths)
    return widths


def _tallest(sizes: Sequence[Sequence[int]], widths: Sequence[int]) -> int | None:
    """The column that makes the most lines; none when every row has one line."""
    more = [0] * len(widths)
    for row in sizes:
        lines = [_height(size, width) for size, width in zip(row, widths, strict=False)]
        if lines:
            more[lines.index(max(lines))] += max(lines) - 1
    return more.index(max(more)) if max(more) else None


def _height(size: int, width: int) -> int:
    """About how many lines so many letters take."""
    return size * _SIGN_WIDTH // max(width - _CELL_MARGINS, _SIGN_WIDTH) + 1


def _lines(row: Row, widths: Sequence[int]) -> int:
    """About how many lines a row takes."""
    sizes = (len(plain(cell)) for cell in row.cells)
    return max((_height(size, width) for size, width in zip(sizes, widths, strict=False)), default=1)
