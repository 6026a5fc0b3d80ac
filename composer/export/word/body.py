"""The text of a Word file, block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.export.page import Block, Row, Words, marked
from composer.export.word.headings import CLAUSE, SECTION, contents, heading_numbers, is_appendix, number_runs
from composer.export.word.ink import Ink
from composer.export.word.markup import NO_DAY, marks
from composer.export.word.notes import Notes
from composer.export.word.numbering import APPENDICES, MOST, NO_LIST, Lists
from composer.export.word.runs import left, paragraph, plain_run, runs
from composer.export.word.tables import table

if TYPE_CHECKING:
    from composer.export.page import Page

_DEEPEST_HEADING = 6
_DEEPEST_STYLE = 5
_AFTER_TABLE, _AFTER_LIST = 200, 160


class Body:
    """The text of one file, with what the rest of the file has to know of it.

    Attributes:
        xml: The children of the document's body, in order.
        ink: The links that the text has.
        notes: Its comments.
        lists: Its lists.
        numbered: Whether Word counts its headings.
    """

    def __init__(self, page: Page) -> None:
        self.ink = Ink(page)
        self.notes = Notes(self.ink)
        self.lists = Lists()
        self._page = page
        self._numbers = heading_numbers(page)
        self.numbered = self._numbers.automatic
        self._name = page.title
        self.xml = self._front() + self._blocks()

    def _front(self) -> str:
        page, ink = self._page, self.ink
        parts = [paragraph(plain_run(page.title, ink), "Title", ink)]
        if page.school:
            parts.append(paragraph(plain_run(page.school, ink), "Subtitle", ink))
        if page.against:
            said = (
                f"No word is different, compared with {page.against}."
                if not marked(page)
                else f"Every change against {page.against} is marked in this document. With all changes accepted "
                "it reads as the new text, and with all rejected as the text that it is compared with."
            )
            parts.append(paragraph(plain_run(said, ink), "", ink))
        if page.about:
            head = Row(((Words(page.about_heading),), ()), head=True)
            rows = (head, *(Row(((Words(label),), (Words(said),))) for label, said in page.about))
            parts.append(table(Block("table", rows=rows), ink, self.notes, page.about_heading, about=True))
        listed = contents(page, self._numbers, ink) if page.contents else ""
        if not listed and page.about:
            parts.append(paragraph("", "End", ink))
        return "".join([*parts, listed])

    def _blocks(self) -> str:
        blocks = self._page.blocks
        parts: list[str] = []
        after_table = bool(self._page.about and not self._page.contents)
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            self.ink.next_paragraph()
            if block.kind != "item":
                self.lists.past(block)
            if block.kind == "table":
                made = table(block, self.ink, self.notes, self._name)
                parts.append(made)
                if made and not _stays_text(following):
                    # Two tables that meet become one, and the last paragraph of a text can neither come nor go.
                    meets = following is not None and following.kind == "table"
                    parts.append(paragraph("", "End", self.ink, before=_AFTER_TABLE if meets else None))
                after_table = bool(made)
                continue
            parts.append(self._paragraph(index, block, following, before=_AFTER_TABLE if after_table else None))
            after_table = False
        if blocks and blocks[-1].kind != "table" and blocks[-1].mark != "same":
            parts.append(paragraph("", "End", self.ink))
        return "".join(parts)

    def _paragraph(self, index: int, block: Block, following: Block | None, before: int | None) -> str:
        if block.kind == "heading":
            return self._heading(index, block)
        found = marks(block.mark)
        inside = self.notes.beside(runs(block.words, self.ink, found), block.notes, found)
        leads_in = following is not None and following.kind in {"item", "table"} and block.text.rstrip().endswith(":")
        keep = leads_in and following is not None and following.mark == block.mark
        steps = block.level + block.quoted
        if block.kind == "item":
            ends = following is None or following.kind == "heading" or not following.level
            return self._item(block, inside, before, _AFTER_LIST if ends else None)
        if block.kind == "rule":
            return paragraph(inside, "Rule", self.ink, found, before=before)
        indent = left(steps) if block.kind == "code" and steps else ""
        style = "Code"
        if block.kind == "paragraph":
            style = "Quote" if block.quoted else f"ListContinue{_rank(block.level)}" if block.level else "BodyText"
            indent = left(steps) if steps > min(block.level, _DEEPEST_STYLE) and steps > 1 else ""
        return paragraph(inside, style, self.ink, found, keep_next=keep, before=before, indent=indent)

    def _heading(self, index: int, block: Block) -> str:
        found = marks(block.mark)
        if block.level in {SECTION, CLAUSE}:
            self.ink.day = next((note.on for note in block.notes if note.on), self._page.dated or NO_DAY)
            self._name = block.text
        numbering, number, indent = None, "", ""
        if self.numbered and block.level in {SECTION, CLAUSE}:
            if not block.number or is_appendix(block):
                numbering = (APPENDICES if block.number else NO_LIST, 0)
                indent = 'w:left="0" w:firstLine="0"'
        elif block.number:
            number = number_runs(index, block, self._numbers, self.ink)
            indent = "" if is_appendix(block) else 'w:left="709" w:hanging="709"'
        inside = self.notes.beside(number + runs(block.words, self.ink, found), block.notes, found)
        level = min(max(block.level, SECTION), _DEEPEST_HEADING) - 1
        return paragraph(
            self.ink.bookmarks(index, block.anchor, inside),
            f"Heading{level}",
            self.ink,
            found,
            numbering=numbering,
            indent=indent,
        )

    def _item(self, block: Block, inside: str, before: int | None, after: int | None) -> str:
        found = marks(block.mark)
        place = self.lists.place(block)
        if block.ordered and block.number.isdecimal() and int(block.number) > MOST:
            place = (NO_LIST, 0)
            inside = plain_run(f"{block.number}. ", self.ink, found) + inside
        style = f"{'ListNumber' if block.ordered else 'ListBullet'}{_rank(block.level)}"
        deep = block.quoted or block.level > _DEEPEST_STYLE
        hanging = f'{left(max(block.level, 1) + block.quoted)} w:hanging="{425 if block.ordered else 283}"'
        return paragraph(
            inside, style, self.ink, found, numbering=place, before=before, after=after, indent=hanging if deep else ""
        )


def _rank(level: int) -> str:
    """What tells the styles of nested lists apart: nothing, 2, 3, 4 or 5."""
    return "" if level <= 1 else str(min(level, _DEEPEST_STYLE))


def _stays_text(block: Block | None) -> bool:
    return block is not None and block.kind != "table" and block.mark == "same"
