"""A table of a Word document as a Markdown table: one line a row, merged cells empty but for the first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from composer.imports.source import Highlight
    from composer.imports.word.package_xml import Node

MOST_COLUMNS = 63
"""As many as Word has."""
MOST_CELLS = 200_000
_WRAPPERS = frozenset(("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"))
_ENDS = ".;:,!?"
_BOLD = re.compile(r"\*\*[^*]+\*\*")
"""A cell that is bold as a whole, as those of a head are in any case."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The Markdown of a cell, on one line."""

    text: str = ""
    highlights: tuple[Highlight, ...] = ()


def joined(parts: Sequence[Cell]) -> Cell:
    """The paragraphs and lines of a cell on one line, with a semicolon where one ends without a sign."""
    text = ""
    highlights: list[Highlight] = []
    for part in parts:
        if not part.text:
            continue
        if text:
            text += " " if text.rstrip("*")[-1:] in _ENDS else "; "
        highlights.extend(
            replace(each, start=each.start + len(text), end=each.end + len(text)) for each in part.highlights
        )
        text += part.text
    return Cell(text, tuple(highlights))


def rows_of(table: Node) -> Iterator[Node]:
    """The rows of a table; those that a tracked change takes away are among them."""
    return _within(table, "w:tr")


def cells_of(row: Node) -> Iterator[Node]:
    """The cells of a row."""
    return _within(row, "w:tc")


def is_layout(table: Node) -> bool:
    """Whether a table has one column only, so that it is a frame around paragraphs."""
    return all(sum(1 for _ in cells_of(row)) <= 1 for row in rows_of(table))


def is_gone(row: Node) -> bool:
    """Whether a tracked change takes a row away."""
    return row.first("w:trPr", "w:del") is not None


def markdown_table(table: Node, read: Callable[[Node], Cell]) -> Cell:
    """The table in Markdown, its first row as head; no text at all where nothing stands in it.

    Args:
        table: The table.
        read: Gives the Markdown of a cell.
    """
    rows: list[list[Cell]] = []
    width = 0
    for node in rows_of(table):
        if not is_gone(node):
            rows.append(_row(node, read))
            width = max(width, len(rows[-1]))
            if width * len(rows) > MOST_CELLS:
                raise Problem(f"has a table of more than {MOST_CELLS:,} cells", "take the table out")
    if rows and all(not cell.text or _BOLD.fullmatch(cell.text) for cell in rows[0]):
        rows[0] = [_without_bold(cell) for cell in rows[0]]
    used = [at for at in range(width) if any(at < len(row) and row[at].text for row in rows)]
    rows = [row for row in rows if any(cell.text for cell in row)]
    if not rows:
        return Cell()
    text: list[str] = []
    highlights: list[Highlight] = []
    length = 0
    for place, row in enumerate(rows):
        line = "|"
        for at in used:
            cell = row[at] if at < len(row) else Cell()
            shift = length + len(line) + 1
            highlights.extend(replace(each, start=each.start + shift, end=each.end + shift) for each in cell.highlights)
            line += f" {cell.text} |"
        if not place:
            line += "\n|" + " --- |" * len(used)
        text.append(line)
        length += len(line) + 1
    return Cell("\n".join(text), tuple(highlights))


def _row(row: Node, read: Callable[[Node], Cell]) -> list[Cell]:
    found = [Cell()] * _whole(row.value("w:trPr", "w:gridBefore"), 0)
    for cell in cells_of(row):
        properties = cell.first("w:tcPr")
        span = _whole(properties.value("w:gridSpan"), 1) if properties is not None else 1
        found.append(read(cell))
        found.extend([Cell()] * (span - 1))
    return found


def _without_bold(cell: Cell) -> Cell:
    marks = (
        replace(each, start=max(0, each.start - 2), end=min(each.end, len(cell.text) - 2) - 2)
        for each in cell.highlights
    )
    return Cell(cell.text[2:-2], tuple(marks)) if cell.text else cell


def _within(node: Node, tag: str) -> Iterator[Node]:
    for kid in node.kids:
        if kid.tag == tag:
            yield kid
        elif kid.tag in _WRAPPERS:
            yield from _within(kid, tag)


def _whole(value: str | None, otherwise: int) -> int:
    return (
        min(int(value), MOST_COLUMNS) if value and value.isascii() and value.isdecimal() and value != "0" else otherwise
    )
