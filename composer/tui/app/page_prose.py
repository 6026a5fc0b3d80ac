"""A page of an export as it is shown on the screen, with the marks of its comparison."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from composer.text import visible
from composer.tui.widgets.export_preview import ExportProse
from composer.tui.widgets.prose_leaves import BULLET, QUOTE, Leaf
from composer.tui.widgets.prose_lines import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.export.page import Block, Mark, Note, Page, Words
    from composer.tui.widgets.prose_leaves import Line

_CHANGED = {("ins",), ("del",)}
_MARKS: dict[Mark, tuple[str, str]] = {"same": ("", ""), "ins": ("{+", "+}"), "del": ("[-", "-]")}


class PageProse(ExportProse):
    """A page, block by block; new words stand in ``{+ +}`` and those that are gone in ``[- -]``."""

    def __init__(self, page: Page) -> None:
        self.headings = ()
        self._words: dict[str, Line] = {}
        self._marked: set[str] = set()
        self.leaves = tuple(self._leaves(page))
        self.changes = tuple(
            at for at, leaf in enumerate(self.leaves) if any(self._marked.intersection(row) for row in leaf.rows)
        )

    def pieces(self, markdown: str) -> Line:
        """The words that were kept under this name."""
        return self._words[markdown]

    def _kept(self, line: Line) -> str:
        name = str(len(self._words))
        self._words[name] = line
        if any(piece.looks[:1] in _CHANGED for piece in line):
            self._marked |= {name}
        return name

    def _leaf(self, kind: str, line: Line, first: str = "", rest: str = "", *, gap: bool = True) -> Leaf:
        return Leaf(kind, ((self._kept(line),),), first, rest, rest.rstrip() if gap else None)

    def _leaves(self, page: Page) -> Iterable[Leaf]:
        yield self._leaf("h1", (Piece(visible(page.title)),), gap=False)
        front = [each for each in (page.school, page.version) if each]
        yield self._leaf("text", (Piece(visible(" · ".join(front)), ("strong",)),))
        if page.about:
            rows = ((page.about_heading, ""), *page.about)
            cells = (tuple(self._kept((Piece(visible(said)),)) for said in row) for row in rows)
            yield Leaf("table", tuple(cells), "", "", "")
        if page.against and not any(map(_is_marked, page.blocks)):
            yield self._leaf("text", (Piece(visible(f"Nothing differs from {page.against}."), ("note",)),))
        elif page.against:
            new, gone = (f"{opening}words{closing}" for opening, closing in (_MARKS["ins"], _MARKS["del"]))
            said = f"Compared with {page.against}: {new} are new, {gone} are gone."
            yield self._leaf("text", (Piece(visible(said), ("note",)),))
        before: Block | None = None
        for block in page.blocks:
            yield from self._block(block, in_a_list=before is not None and before.kind == block.kind == "item")
            before = block

    def _block(self, block: Block, *, in_a_list: bool) -> Iterable[Leaf]:
        around = QUOTE * block.quoted
        deep = around + "  " * max(block.level - 1, 0) if block.kind == "item" else around
        if block.kind not in {"item", "heading"}:
            deep += "  " * block.level
        match block.kind:
            case "heading":
                yield self._leaf(f"h{min(max(block.level, 2), 6)}", _line(block.words, block.mark, _number(block)))
            case "item":
                sign = f"{block.number}. " if block.ordered else BULLET
                line = _line(block.words, block.mark)
                yield self._leaf("text", line, deep + sign, deep + " " * len(sign), gap=not in_a_list)
            case "table":
                cells = (
                    tuple(
                        self._kept(_line(cell, row.mark if block.mark == "same" else block.mark)) for cell in row.cells
                    )
                    for row in block.rows
                )
                yield Leaf("table", tuple(cells), deep, deep, deep.rstrip())
            case "rule":
                yield Leaf("rule", (), deep, deep, deep.rstrip())
            case _:
                yield self._leaf("text", _line(block.words, block.mark), deep, deep)
        for note in block.notes:
            yield self._leaf("text", (Piece(_note(note), ("note",)),), deep + "» ", deep + "  ", gap=False)


def _is_marked(block: Block) -> bool:
    rows = (words.mark for row in block.rows for cell in row.cells for words in cell)
    marks = {block.mark, *(words.mark for words in block.words), *(row.mark for row in block.rows), *rows}
    return marks != {"same"}


def _number(block: Block) -> str:
    if not block.number:
        return ""
    return f"{block.number}: " if block.number.startswith("Appendix") else f"{block.number}  "


def _note(note: Note) -> str:
    said = " ".join([note.by, note.on.isoformat() if note.on is not None else ""]).strip()
    return visible(" ".join(note.text.split()) + (f" ({said})" if said else ""), keep_newlines=False)


def _line(words: Iterable[Words], whole: Mark, number: str = "") -> Line:
    """The words of a block, each stretch of one mark in one pair of signs; ``whole`` is the mark of the block."""
    found: list[Piece] = [Piece(number)] if number else []
    for mark, run in groupby(words, key=lambda each: each.mark if whole == "same" else whole):
        opening, closing = _MARKS[mark]
        looks = (mark,) if mark != "same" else ()
        if opening:
            found.append(Piece(opening, looks))
        found += [Piece(visible(each.text), (*looks, *_looks(each))) for each in run]
        if closing:
            found.append(Piece(closing, looks))
    return tuple(found)


def _looks(words: Words) -> tuple[str, ...]:
    named = (("strong", words.bold), ("em", words.italic), ("code", words.code), ("link", bool(words.link)))
    return tuple(look for look, here in named if here)
