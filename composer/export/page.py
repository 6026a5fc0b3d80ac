"""A document as every face shows it: headings, paragraphs, list items and tables, with the marks of a comparison.

One value feeds HTML, Word, PDF and the marked Markdown, so that they cannot say different things. A page without
a comparison is a page on which nothing is marked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

Mark = Literal["same", "ins", "del"]
BlockKind = Literal["heading", "paragraph", "item", "code", "rule", "table"]


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words in one style."""

    text: str
    """As it reads: no Markdown, no entity. A line feed is a line break that was meant."""
    mark: Mark = "same"
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    """``https:`` or ``mailto:``, or ``#`` and an anchor on the same page; never anything else."""


Cell = tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    head: bool = False
    mark: Mark = "same"


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about a place of the document, beside it: why it departs from the model."""

    text: str
    """Plain text; a line feed parts two paragraphs."""
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table or block of code, in the order they stand."""

    kind: BlockKind
    words: tuple[Words, ...] = ()
    """Its text; empty for a table and a rule. Code is one run with its line feeds."""
    mark: Mark = "same"
    """``ins`` and ``del``: the whole block is new or gone, and so are all its words. A block of which only words
    changed is ``same``."""
    level: int = 0
    """Of a heading 2 to 6. Of an item how deep its list is nested, from 1. Of any other block in how many items
    it stands."""
    quoted: int = 0
    """In how many quotations it stands."""
    ordered: bool = False
    """Whether an item's list counts."""
    number: str = ""
    """Of a heading ``3``, ``3.2`` or ``Appendix A``; of an item in a list that counts ``1``; else empty."""
    anchor: str = ""
    """A heading's own name for links."""
    key: str = ""
    """The id of the clause that a heading heads, where that is known."""
    rows: tuple[Row, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        """Its words as they read, of a table the cells with a tab between them; marked ones all together."""
        if self.kind == "table":
            return "\n".join("\t".join(plain(cell) for cell in row.cells) for row in self.rows)
        return plain(self.words)


@dataclass(frozen=True, slots=True)
class Page:
    """One whole document."""

    title: str
    school: str
    blocks: tuple[Block, ...]
    """Everything below the title and the table about the document; the list of contents is not among them."""
    about: tuple[tuple[str, str], ...] = ()
    """What the document says of itself at its front, as label and text: who approved it, when it is reviewed."""
    about_heading: str = ""
    """What heads that table, such as ``About this policy``."""
    numbered: bool = False
    """Whether its headings carry the numbers of a policy, which a reader looks for: 3, 3.2 and Appendix A."""
    contents: bool = False
    """Whether it has a list of contents, which every face makes of the headings in its own way."""
    version: str = ""
    """What this text is, in a few words for the top of a page: ``Approved 3 December 2025`` or ``Draft``."""
    dated: date | None = None
    """The day that stands in the file as that of its making: the policy's own, never the clock's."""
    language: str = "en-GB"
    against: str = ""
    """What the marks compare with, in words; empty on a page without marks."""
    purpose: str = field(default="", compare=False)
    """One line for the file's own description, such as ``The policy for parents``."""


def plain(words: Iterable[Words]) -> str:
    """The words without their style, those that are new and those that are gone alike."""
    return "".join(each.text for each in words)


def marked(page: Page) -> bool:
    """Whether anything on the page is new or gone."""
    return any(
        mark != "same"
        for block in page.blocks
        for mark in (
            block.mark,
            *(each.mark for each in block.words),
            *(row.mark for row in block.rows),
            *(each.mark for row in block.rows for cell in row.cells for each in cell),
        )
    )


def accepted(page: Page) -> Page:
    """The page with every change made: what is gone is gone, what is new is there, nothing is marked."""
    return _one_side(page, gone="del")


def rejected(page: Page) -> Page:
    """The page with every change undone: what it is compared with."""
    return _one_side(page, gone="ins")


def _one_side(page: Page, gone: Mark) -> Page:
    kept = (_block(block, gone) for block in page.blocks if block.mark != gone)
    return replace(page, blocks=tuple(kept), against="")


def _block(block: Block, gone: Mark) -> Block:
    rows = tuple(
        replace(row, mark="same", cells=tuple(_words(cell, gone) for cell in row.cells))
        for row in block.rows
        if row.mark != gone
    )
    return replace(block, words=_words(block.words, gone), rows=rows, mark="same", notes=())


def _words(words: Iterable[Words], gone: Mark) -> tuple[Words, ...]:
    """The runs that stay, neighbours of one style joined."""
    joined: list[Words] = []
    for each in words:
        if each.mark == gone:
            continue
        run = replace(each, mark="same")
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return tuple(joined)
