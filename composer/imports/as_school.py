"""A school's own document, made ready for matching: cut up, with the blanks that the dictionary knows as placeholders.

For a school only blanks of the dictionary become placeholders. Any other stays as it is written, where the checks find
it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from composer.imports.blanks import propose, with_placeholders
from composer.imports.cutting import cut as cut_up
from composer.policy.document import plainly
from composer.policy.incoming import LeftOut, Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.imports.source import Source
    from composer.policy.dictionary import ValueEntry
    from composer.policy.incoming import CutUp, PieceSection

_FIRST_BLOCKS = 12
_WORD = r"(?:[A-Z][\w'’.&-]*|C of E|of|and|the|for|at)"
_LAST = r"(?:School|Academy|College|Nursery|Federation)"
_NAME = re.compile(
    rf"\b(Ysgol(?: [A-Z]?[\w'’-]+| y| yr){{1,6}}|[A-Z][\w'’.&-]*(?: {_WORD}){{0,7}} {_LAST}(?: {_LAST})?)\b"
)
_NO_NAME = frozenset(("the school", "this school", "our school", "your school", "the academy", "the college"))


def for_school(source: Source, values: Mapping[str, ValueEntry]) -> tuple[CutUp, Origin]:
    """The document as ``Importing`` takes it, and where it comes from.

    Raises:
        Problem: There are no words in it.
    """
    cut, front = _without_front(cut_up(source))
    proposal = propose(cut, source, values)
    known = [blank for blank in proposal.blanks if blank.known]
    sections = tuple(
        replace(
            section,
            pieces=tuple(replace(piece, text=with_placeholders(piece, known)) for piece in section.pieces),
        )
        for section in cut.sections
    )
    notes = [*source.notes, *proposal.notes]
    for blank in proposal.blanks:
        there = ", ".join(map(str, blank.pieces))
        if blank.known:
            notes.append(
                f"The blank “{blank.written}” (piece {there}) is filled from the school's answers: {blank.name}."
            )
        else:
            notes.append(f"The blank “{blank.written}” (piece {there}) stays as it is written: fill it in by hand.")
    return replace(cut, sections=sections), Origin(source.name, source.digest, (*source.left_out, *front), tuple(notes))


_FRONT = re.compile(r"\A(?:[^|\n]{1,200}\n\n)?(?:\|[^\n]*\|\n?)+\Z")
_SIGNS = re.compile(r"[|*]|-{3,}")
_FRONT_ROWS = ("About this policy", "School", "Policy", "Based on", "Status")
_UNSETTLED = ("Still to settle", "This draft is not ready for approval:")


def _without_front(cut: CutUp) -> tuple[CutUp, tuple[LeftOut, ...]]:
    """The document without what our own exports print before a policy: they print it anew."""
    kept: list[PieceSection] = []
    front: list[LeftOut] = []
    for at, section in enumerate(cut.sections):
        text = "\n\n".join(piece.text.strip() for piece in section.pieces)
        kind = ""
        if at == 0 and not section.title and _FRONT.fullmatch(text) and _labels(text)[:5] == _FRONT_ROWS:
            kind = "title page"
        elif section.title == _UNSETTLED[0] and text.lstrip("*").startswith(_UNSETTLED[1]):
            kind = "list of what is still to settle"
        if kind:
            front.append(LeftOut(kind, " ".join(_SIGNS.sub(" ", plainly(text)).split()), section.pieces[0].where))
        else:
            kept.append(section)
    return (replace(cut, sections=tuple(kept)), tuple(front)) if kept else (cut, ())


def _labels(text: str) -> tuple[str, ...]:
    """What begins the rows of a table."""
    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|")]
    return tuple(label for label in rows if label.strip(":- "))


def guess_name(source: Source) -> str:
    """The school's name, guessed from the document's title and first lines; empty where none is seen."""
    for text in (source.title, *(block.text for block in source.blocks[:_FIRST_BLOCKS])):
        for match in _NAME.finditer(text.replace("\\", "").replace("*", "")):
            name = " ".join(match[1].split())
            if name.casefold() not in _NO_NAME and len(name) <= 120:
                return name.removeprefix("The ").strip()
    return ""


_PHASES = (
    ("nursery", r"Nursery"),
    ("primary", r"Primary|Infants?|Junior|First"),
    ("middle", r"Middle"),
    ("secondary", r"Secondary|High|Grammar|Upper"),
    ("16-plus", r"Sixth Form"),
)


def guess_phase(name: str) -> str:
    """The phase that a school's name shows; empty where it shows none."""
    return next((phase for phase, words in _PHASES if re.search(rf"\b(?:{words})\b", name)), "")
