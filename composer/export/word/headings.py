"""The numbers of headings: counted by Word where counting gives the page's own, and the list of contents."""

from __future__ import annotations

import string
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer.export.word.ink import contents_bookmark
from composer.export.word.markup import marks
from composer.export.word.runs import paragraph, plain_run, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from composer.export.page import Block, Mark, Page
    from composer.export.word.ink import Ink

SECTION, CLAUSE = 2, 3
"""The levels of heading that carry numbers and stand in the contents."""
_APPENDIX = "Appendix "
_CONTENTS = "Contents"


@dataclass(frozen=True, slots=True)
class HeadingNumbers:
    """The number of each heading that has one, by the index of its block."""

    automatic: bool
    """Whether Word counts them, so that they stay right when somebody adds a clause there; else they are typed."""
    now: Mapping[int, str]
    """On the page as it reads with every change made; of what is gone the number that it had."""
    before: Mapping[int, str]
    """On the page as it reads with every change undone."""


def heading_numbers(page: Page) -> HeadingNumbers:
    """The numbers of a page's headings.

    On a page that compares they are typed, and a number that changes is a change to accept or reject: where Word and
    LibreOffice count for themselves, what is gone counts too until it is accepted, and every reference is off.
    """
    now, before = _counted(page.blocks, without="del"), _counted(page.blocks, without="ins")
    own = {index: block.number for index, block in enumerate(page.blocks) if block.kind == "heading" and block.number}
    if not page.numbered or any(number != own[index] for index, number in now.items()):
        return HeadingNumbers(automatic=False, now=own, before=own)
    return HeadingNumbers(automatic=not page.against, now={**before, **now}, before=before)


def _counted(blocks: Iterable[Block], without: Mark) -> dict[int, str]:
    """What counting gives the headings that carry a number: sections 1, their clauses 1.1, appendices by letter."""
    found: dict[int, str] = {}
    sections = clauses = appendices = 0
    for index, block in enumerate(blocks):
        if block.kind != "heading" or not block.number or block.mark == without:
            continue
        if block.level == SECTION:
            sections, clauses = sections + 1, 0
            found[index] = str(sections)
        elif block.level == CLAUSE and is_appendix(block):
            appendices += 1
            found[index] = _APPENDIX + _letters(appendices)
        elif block.level == CLAUSE:
            clauses += 1
            found[index] = f"{sections}.{clauses}"
        else:
            found[index] = ""
    return found


def is_appendix(block: Block) -> bool:
    """Whether a heading is counted by letter."""
    return block.number.startswith(_APPENDIX)


def _letters(count: int) -> str:
    """A, B … Z, AA, BB …, as Word counts in letters."""
    times, letter = divmod(count - 1, len(string.ascii_uppercase))
    return string.ascii_uppercase[letter] * (times + 1)


def contents(page: Page, numbers: HeadingNumbers, ink: Ink) -> str:
    """The list of contents: a field that Word can update, with its entries there from the start.

    The entries are links without page numbers: nobody knows these before a page is set, and a field that asks to be
    updated makes Word put a question to everyone who opens the file. Updating the field adds them.

    An entry that is new or gone is marked as its heading is, so that both sides of a comparison have their contents.
    """
    entries = [
        (index, block)
        for index, block in enumerate(page.blocks)
        if block.kind == "heading" and block.level in {SECTION, CLAUSE} and block.text.strip()
    ]
    if not entries:
        return ""
    start = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines = []
    for index, block in entries:
        ink.next_paragraph()
        words = [replace(each, bold=False, italic=False, code=False, link="") for each in block.words]
        inside = number_runs(index, block, numbers, ink) + runs(words, ink, marks(block.mark))
        linked = f'<w:hyperlink w:anchor="{contents_bookmark(index)}" w:history="1">{inside}</w:hyperlink>'
        lines.append(paragraph(start + linked, f"TOC{block.level - 1}", ink, marks(block.mark)))
        start = ""
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:br w:type="page"/></w:r>'
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{paragraph(plain_run(_CONTENTS, ink), 'TOCHeading', ink)}{''.join(lines)}"
        f"{paragraph(end, 'End', ink)}</w:sdtContent></w:sdt>"
    )


def number_runs(index: int, block: Block, numbers: HeadingNumbers, ink: Ink) -> str:
    """The number of a heading as it is typed, with the tab after it; empty when it has none."""
    now, before = numbers.now.get(index, ""), numbers.before.get(index, "")
    if not now:
        return ""
    found = marks(block.mark)
    tab = "" if is_appendix(block) else ink.around("<w:r><w:tab/></w:r>", found)
    if found or not ink.tracked or now == before:
        return plain_run(_typed(now), ink, found) + tab
    gone = plain_run(_typed(before), ink, frozenset({"del"})) if before else ""
    return gone + plain_run(_typed(now), ink, frozenset({"ins"})) + tab


def _typed(number: str) -> str:
    """A number as it stands before its heading's words, but for the tab that follows a short one."""
    return f"{number}: " if number.startswith(_APPENDIX) else number
