"""A document from elsewhere as it was read: its blocks in order, and what of it cannot be carried over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from composer.policy.incoming import LeftOut

SourceKind = Literal["heading", "paragraph", "item", "quote", "code", "table", "rule"]
SourceFormat = Literal["markdown", "word"]


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of a block's text that the document marks with a colour, which often means: fill this in."""

    start: int
    end: int
    colour: str
    """As the document names it, such as ``yellow``."""


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """One paragraph, heading, list item or table."""

    kind: SourceKind
    text: str
    """Markdown in which everything that is no bold type, link, line break or the like means itself. Without the
    signs of a heading, an item or a quotation, and without the number in ``number``. A table is whole, with its
    border signs, code with its fences."""
    level: int = 0
    """Of a heading 1 to 9; of an item, and of what stands in one, how deep its list is nested, from 1."""
    ordered: bool = False
    """Whether an item's list counts."""
    number: str = ""
    """The number as a reader sees it, without the stop or bracket after it: ``4.2``, ``a``, ``Appendix B``; empty
    where there is none."""
    typed: bool = False
    """Whether the number was typed, and not counted by the program that wrote the document."""
    bold: bool = False
    """Whether a paragraph is bold as a whole, as headings are where nobody used a style."""
    highlights: tuple[Highlight, ...] = ()
    where: str = ""
    """Where a person finds it: ``paragraph 12``, ``line 40``, ``table 2``."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read."""

    name: str
    """The file's name, without folders."""
    format: SourceFormat
    blocks: tuple[SourceBlock, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    """What was done in reading it that a person should know, as sentences: that 14 tracked changes were read as
    accepted, say."""
    digest: str = ""
    """SHA-256 of the file's bytes, in hexadecimal."""
    title: str = ""
    """The document's title where its own properties or its title style say one; else empty."""
