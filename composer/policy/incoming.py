"""A document from elsewhere, cut into sections and pieces, each of which may become one clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from composer.text import units

if TYPE_CHECKING:
    from composer.policy.placeholders import Blank as ClauseBlank

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
    places: tuple[tuple[int, int, int], ...] = ()
    """Each place it stands at: the piece's ``index``, and where in its text the blank starts and stops."""


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


@dataclass(frozen=True, slots=True)
class Run:
    """What a text says where a clause has a blank."""

    blank: ClauseBlank
    start: int
    end: int
    said: str
    """The characters of the text from ``start`` to ``end``."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text fits a clause."""

    clause_id: str
    score: int
    """As a candidate's, with every blank of the clause taken as filled in by what the text says there."""
    runs: tuple[Run, ...]
    """What the text says in the clause's blanks, in the order of the text."""


@dataclass(frozen=True, slots=True)
class SplitPoint:
    """A place at which a piece may be split."""

    at: int
    """Where the second part begins, in characters of the text."""
    words: str
    """The first words of the second part."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """That two pieces are one clause, or that one piece holds two."""

    kind: Literal["merge", "split"]
    index: int
    """The piece, or the first of the two, by its place in the list that was looked at, from 0."""
    at: int
    """For a split, where the second part begins, in characters of the text; else 0."""
    found: tuple[Candidate, ...]
    """The clause that the two are together, or those that the two parts are."""


def split_points(text: str) -> tuple[SplitPoint, ...]:
    """Where a text may be cut in two so that both parts read as before.

    Before a paragraph, a heading or an item of its outermost list, and between two sentences of a paragraph.
    """
    found, at, block = list[SplitPoint](), 0, ""
    for unit in units(text):
        parted = unit.kind in ("blank", "break")
        line_start = at == 0 or text[at - 1] == "\n"
        indented = unit.text[:1].isspace()
        whole = line_start and not indented and (not block or unit.kind in ("item", "heading"))
        within = unit.kind == "sentence" and block == "sentence" and not indented
        if at and not parted and (whole or within):
            found.append(SplitPoint(at, opening(text[at : at + _SEEN])))
        if parted:
            block = ""
        elif not block or unit.kind in ("item", "heading"):
            block = unit.kind
        at += len(unit.text)
    return tuple(found)


def opening(text: str, most: int = 8) -> str:
    """The first words of a text, without the signs of Markdown, for a title or a list."""
    first = next((unit.text for unit in units(text) if unit.sense), text)
    plain = _SIGNS.sub("", _MARKED.sub("", first)).split()
    return " ".join(plain[:most]) + (" …" if len(plain) > most else "")


_SEEN = 400
"""Characters in which the first words of a part are looked for; looking through all of it each time would take long."""
_MARKED = re.compile(r"\A\s*(?:>\s*)*(?:(?:[-*+•]|[0-9]{1,9}[.)]|#{1,6})\s+)?")
_SIGNS = re.compile(r"[*_`\\|]+")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an import comes from, as its record tells it."""

    name: str
    """The file's name, without folders."""
    digest: str = ""
    """SHA-256 of the file's bytes, in hexadecimal."""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    """What was done in reading and cutting it that a person should know, as sentences."""
