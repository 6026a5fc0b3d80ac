"""The body of a Word document, paragraph by paragraph and table by table, as blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.imports.source import Highlight, SourceBlock
from composer.imports.word.colours import highlight_of
from composer.imports.word.lists import Lists
from composer.imports.word.numbering import Label
from composer.imports.word.styles import left_indent, link_of, outline_level
from composer.imports.word.tables import Cell, cells_of, is_gone, is_layout, joined, markdown_table, rows_of
from composer.imports.word.text import all_bold, clean, has_words, lines, markdown, one_line, plain, without_start
from composer.imports.word.told import chosen, words_of
from composer.imports.word.typed import Typed, typed_bullet, typed_number, way_of_counting
from composer.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.imports.word.numbering import Numbering
    from composer.imports.word.package_xml import Node
    from composer.imports.word.runs import Runs
    from composer.imports.word.styles import Style, Styles
    from composer.imports.word.text import Span
    from composer.imports.word.told import Told

_LONG_HEADING, _SENTENCE_HEADING, _SHORT = 30, 12, 12
_LINES_ABOVE = 2
"""Lines that may stand above the title on a cover."""
_NOTE_COLOURS = frozenset(("yellow", "green"))
_SILENT = frozenset(("w:sectPr", "w:sdtPr", "w:sdtEndPr", "w:tcPr", "w:bookmarkStart", "w:bookmarkEnd", "w:pPr"))


class Body:
    """Reads the body; :attr:`blocks` is what came of it."""

    def __init__(self, styles: Styles, numbering: Numbering, runs: Runs, told: Told) -> None:
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self._told = told
        self._lists = Lists()
        self._joins: list[Node] = []
        """Paragraphs whose mark a tracked change takes away: they go on in the next."""
        self._paragraphs = self._tables = 0
        self._cell: list[Cell] | None = None
        """What the cell that is being read says so far; nothing outside a table."""
        self._table_where = ""
        self._title: list[str] = []
        self._title_first = True
        """Whether nothing stands before the title."""
        self._styled_headings = False
        self.blocks: list[SourceBlock] = []

    def read(self, root: Node) -> None:
        """Read the whole body."""
        self._styled_headings = any(self._heading(node.first("w:pPr")) for node in root.every("w:p"))
        self._holder(root)

    def titled(self, own_title: str) -> tuple[str, tuple[SourceBlock, ...]]:
        """The document's title, and its blocks without it.

        Args:
            own_title: What the file's properties say; taken if the document begins with the same words.
        """
        if self._title and not self._title_first:
            return " – ".join(self._title), tuple(self.blocks)
        first = self.blocks[0] if self.blocks else None
        if first is not None and own_title and not first.number and first.kind in {"heading", "paragraph"}:
            said = first.text.replace("**", "").replace("\\", "")
            if " ".join(said.split()).casefold() == own_title.replace("\\", "").casefold():
                return " – ".join([*self._title, own_title]), tuple(self.blocks[1:])
        return " – ".join(self._title), tuple(self.blocks)

    def _holder(self, node: Node) -> None:
        """Everything that stands in a body, a cell, a text box or a control."""
        for kid in node.kids:
            match kid.tag:
                case "w:p":
                    self._paragraph(kid)
                case "w:tbl":
                    self._flush()
                    self._table(kid)
                case "w:sdt":
                    self._control(kid)
                case "w:altChunk":
                    self._told.add("embedded document", where=self._where())
                case "mc:AlternateContent":
                    way = chosen(kid)
                    if way is not None:
                        self._holder(way)
                case tag if tag not in _SILENT:
                    self._holder(kid)
        self._flush()

    def _control(self, node: Node) -> None:
        content = node.first("w:sdtContent")
        if content is None:
            return
        if node.value("w:sdtPr", "w:docPartObj", "w:docPartGallery") == "Table of Contents":
            self._told.go_on("contents list", words_of(content), self._where())
            self._told.space()
            return
        before = self._runs.unfilled
        self._runs.unfilled = before or node.on("w:sdtPr", "w:showingPlcHdr") or False
        self._holder(content)
        self._runs.unfilled = before

    def _where(self) -> str:
        return self._table_where or f"paragraph {self._paragraphs + 1}"

    # -- paragraphs ------------------------------------------------------------------------------------------

    def _paragraph(self, node: Node) -> None:
        mark = node.first("w:pPr", "w:rPr")
        if mark is not None and mark.first("w:ins") is not None:
            self._told.tracked += 1
        if mark is not None and (mark.first("w:del") is not None or mark.first("w:moveFrom") is not None):
            self._told.tracked += mark.first("w:del") is not None
            self._joins.append(node)
            return
        self._whole([*self._joins, node])

    def _flush(self) -> None:
        if self._joins:
            self._whole(list(self._joins))

    def _whole(self, nodes: list[Node]) -> None:
        """One paragraph, out of one or several nodes."""
        self._joins.clear()
        properties = next((node for node in reversed(nodes) if words_of(node)), nodes[-1]).first("w:pPr")
        style = self._styles.paragraph(properties)
        aside = "contents list" if style.role == "contents" else ""
        spans, boxes = self._runs.read(nodes, style, self._where(), aside)
        label = None if aside else self._label(properties, style)
        if has_words(spans):
            self._say(spans, properties, style, label)
        elif self._cell is not None and label is not None and not label.bullet:
            self._cell.append(Cell(label.number))
        for box in boxes:
            self._holder(box)

    def _say(self, spans: list[Span], properties: Node | None, style: Style, label: Label | None) -> None:
        if self._cell is not None:
            self._cell.extend(self._in_cell(spans, label))
            return
        self._paragraphs += 1
        level = self._heading(properties)
        if style.role == "title" and not level and self._on_cover():
            self._title_first = not self.blocks
            self._told.above_title = not self._title_first
            self._title.append(one_line(plain(self._clean(spans)).replace("\n", " ")))
            return
        level = level or (style.role == "title")
        if level and not _is_prose(plain(spans)):
            self._heading_block(spans, level, label)
        else:
            self._text_block(spans, properties, style, label)

    def _on_cover(self) -> bool:
        """Whether there is no more than a line or two so far, such as the publisher's name above the title."""
        short = all(each.kind == "paragraph" and word_count(each.text) <= _SHORT for each in self.blocks)
        return short and len(self.blocks) <= _LINES_ABOVE and (not self.blocks or not self._title)

    def _clean(self, spans: list[Span]) -> list[Span]:
        found, unseen = clean(spans)
        self._told.unseen += unseen
        return found

    def _heading(self, properties: Node | None) -> int:
        direct = outline_level(properties)
        return direct if direct is not None else self._styles.paragraph(properties).heading

    def _heading_block(self, spans: list[Span], level: int, label: Label | None) -> None:
        self._lists.close()
        number = label.number if label is not None else ""
        typed = None
        if not number:
            typed = typed_number(plain(spans).lstrip(), heading=True)
            spans = self._untyped(spans, typed)
        shown = [replace(span, text=span.text.replace("\n", " "), bold=False) for span in self._clean(spans)]
        text, highlights = markdown(self._clean(shown))
        block = SourceBlock("heading", text, level, number=typed.number if typed else number, typed=typed is not None)
        self._add(replace(block, highlights=highlights))

    def _text_block(self, spans: list[Span], properties: Node | None, style: Style, label: Label | None) -> None:
        text = plain(spans).lstrip()
        typed = typed_number(text, heading=False) if label is None else None
        bullet = typed_bullet(text) if label is None and typed is None else None
        spans = self._clean(self._untyped(spans, typed or bullet))
        bold = all_bold(spans)
        said, highlights = markdown(spans)
        block = SourceBlock("paragraph", said, bold=bold, highlights=highlights or self._shaded(properties, said))
        if label is None and typed is not None:
            label = Label(typed.number, parts=typed.parts)
            block = replace(block, typed=True)
        if label is None and bullet is not None:
            label = Label("", bullet=True)
        headed = bold and not self._styled_headings and word_count(said) <= _SHORT
        if label is None:
            self._plain_block(block, properties, style)
        elif not label.bullet and (label.parts != 1 or " " in label.number or headed):
            self._lists.close()
            self._add(replace(block, number=label.number))
        else:
            self._item(block, properties, label)

    def _plain_block(self, block: SourceBlock, properties: Node | None, style: Style) -> None:
        if style.role == "quote":
            self._lists.close()
            self._add(replace(block, kind="quote", bold=False))
        else:
            self._add(replace(block, level=self._lists.paragraph(self._indent(properties, style))))

    def _item(self, block: SourceBlock, properties: Node | None, label: Label) -> None:
        style = self._styles.paragraph(properties)
        list_id, level = self._list(properties, style)
        inner = False
        if block.typed:
            way = way_of_counting(label.number, self._lists.number)
            list_id = f"typed {way}"
            inner = self._lists.number_in(list_id) is None and label.number.lower() in {"a", "i", "1"}
        elif not list_id:
            list_id = "typed bullet"
        deep = self._lists.item(list_id, level, self._indent(properties, style), label.number, inner=inner)
        self._add(replace(block, kind="item", level=deep, ordered=not label.bullet, number=label.number))

    def _untyped(self, spans: list[Span], typed: Typed | None) -> list[Span]:
        if typed is None:
            return spans
        text = plain(spans)
        return without_start(spans, len(text) - len(text.lstrip()) + typed.length)

    def _shaded(self, properties: Node | None, said: str) -> tuple[Highlight, ...]:
        """A paragraph that is shaded as a whole, as notes to the school are."""
        colour = highlight_of(properties)
        return (Highlight(0, len(said), colour),) if colour in _NOTE_COLOURS else ()

    def _add(self, block: SourceBlock) -> None:
        self.blocks.append(replace(block, where=f"paragraph {self._paragraphs}"))

    # -- lists -----------------------------------------------------------------------------------------------

    def _list(self, properties: Node | None, style: Style) -> tuple[str, int]:
        """The list a paragraph counts in, empty for none, and how deep that list says it is."""
        direct = link_of(properties)
        list_id = direct.list_id if direct.list_id is not None else style.link.list_id
        if list_id is None or list_id == "0":
            return "", 0
        level = direct.level
        if level is None and direct.list_id is None:
            level = self._numbering.level_of(list_id, style.ids)
        if level is None:
            level = style.link.level
        return list_id, level or 0

    def _label(self, properties: Node | None, style: Style) -> Label | None:
        list_id, level = self._list(properties, style)
        if list_id:
            return self._numbering.step(list_id, level)
        if style.plain_list is not None and style.link.list_id is None and link_of(properties).list_id is None:
            return Label("", bullet=True) if not style.plain_list[0] else None
        return None

    def _indent(self, properties: Node | None, style: Style) -> int:
        direct = left_indent(properties)
        if direct is not None:
            return direct
        list_id, level = self._list(properties, style)
        listed = self._numbering.indent(list_id, level) if list_id else None
        own = link_of(properties).list_id is not None
        for found in (listed, style.indent) if own else (style.indent, listed):
            if found is not None:
                return found
        return 0

    # -- tables ----------------------------------------------------------------------------------------------

    def _table(self, node: Node) -> None:
        for row in rows_of(node):
            if is_gone(row):
                self._told.tracked += 1
                self._told.add("deleted words", words_of(row), self._where())
            elif row.first("w:trPr", "w:ins") is not None:
                self._told.tracked += 1
        if self._cell is not None or is_layout(node):
            for row in rows_of(node):
                for cell in () if is_gone(row) else cells_of(row):
                    self._holder(cell)
            return
        self._tables += 1
        self._lists.close()
        self._table_where = f"table {self._tables}"
        whole = markdown_table(node, self._read_cell)
        if whole.text:
            self.blocks.append(SourceBlock("table", whole.text, highlights=whole.highlights, where=self._table_where))
        self._table_where = ""

    def _read_cell(self, cell: Node) -> Cell:
        if cell.first("w:tcPr", "w:cellDel") is not None:
            self._told.tracked += 1
            self._told.add("deleted words", words_of(cell), self._where())
            return Cell()
        self._cell = []
        self._holder(cell)
        parts, self._cell = self._cell, None
        return joined(parts)

    def _in_cell(self, spans: list[Span], label: Label | None) -> Iterator[Cell]:
        number = f"{label.number}. " if label is not None and label.number else ""
        for line in lines(self._clean(spans)):
            text, highlights = markdown(self._clean(line))
            moved = (replace(each, start=each.start + len(number), end=each.end + len(number)) for each in highlights)
            yield Cell(number + text, tuple(moved))
            number = ""


def _is_prose(text: str) -> bool:
    """Whether what is styled as a heading is a paragraph: numbered ones often are, for the sake of the number."""
    words = word_count(text)
    return words > _LONG_HEADING or (words > _SENTENCE_HEADING and text.rstrip().endswith((".", ";", ":")))
