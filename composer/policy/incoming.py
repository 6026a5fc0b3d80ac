"""A document from elsewhere, cut into sections and pieces, each of which may become one clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TitledBy = Literal["heading", "section", "opening", "person"]


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank of the document, and the placeholder that is proposed for it."""

    written: str
    """As it stands in the document: ``[Name of School]``."""
    name: str
    """The placeholder's name, such as ``school_name``."""
    known: bool
    """Whether the dictionary has it already."""
    question: str
    """What a school is asked, for one that the dictionary lacks."""
    pieces: tuple[int, ...] = ()
    """The pieces it stands in, by their ``index``."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the document that may become one clause."""

    index: int
    """Its place in the document, from 1; what a person names it by."""
    title: str
    titled_by: TitledBy
    """Where the title comes from. ``heading``: the document says it, and it is not in ``text``. ``section``: the
    section's own title serves a second time. ``opening``: the first words of the text, which are in ``text`` too.
    ``person``: somebody wrote it."""
    text: str
    """Markdown with one final newline."""
    number: str = ""
    """As the document numbers it: ``4.2``; empty where it does not."""
    where: str = ""
    """Where a person finds it in the document."""


@dataclass(frozen=True, slots=True)
class PieceSection:
    """A section of the document."""

    title: str
    """Empty where the document has none: what stands before its first heading."""
    pieces: tuple[Piece, ...]
    number: str = ""
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class CutUp:
    """A whole document, cut up: its words, in order, are the title, and of each section the title and its pieces."""

    title: str
    """The document's title; empty where it shows none."""
    sections: tuple[PieceSection, ...]
    notes: tuple[str, ...] = ()
    """What a person should look at, as sentences: numbers in the text that may no longer be right, say."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Every piece in order."""
        return tuple(piece for section in self.sections for piece in section.pieces)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the document that is not carried over, which is always told."""

    kind: str
    """In words, one of a few: ``picture``, ``comment``, ``footnote``, ``header``, ``footer``, ``contents list``,
    ``deleted words`` and the like."""
    said: str = ""
    """The words in it, as plain text; empty where it has none."""
    where: str = ""
    """Where a person finds it in the document."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that a piece may be."""

    clause_id: str
    score: int
    """How much of the two texts is the same, in per cent of their words; 100 is the same in sense."""
    in_model: bool
