"""A model that a document would become, in words: a line for each clause, blank and remark, and its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.content import Content

from composer.compare.diff import diff
from composer.policy.document import plainly
from composer.text import visible
from composer.tui.widgets.import_list import Item, heading
from composer.tui.widgets.import_text import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.policy.incoming import Blank, LeftOut
    from composer.tui.widgets.import_text import Lines

State = Literal["new", "same", "reworded"]
NUMBERED = 6
"""Columns that a clause's number may take from all titles."""
STATES: dict[State, tuple[str, str]] = {
    "same": ("=", "as before"),
    "reworded": ("±", "reworded"),
    "new": ("+", "new"),
}
"""The sign and the word for what became of a clause since the edition before."""


@dataclass(frozen=True, slots=True)
class EditionClause:
    """A clause that a piece of the document becomes."""

    id: str
    title: str
    text: str
    number: str
    """As the document numbers it."""
    where: str
    state: State
    score: int = 0
    before: str = ""
    """Its text in the edition before; empty where there is none."""


@dataclass(frozen=True, slots=True)
class EditionSection:
    """A section of the model."""

    id: str
    title: str
    appendix: bool
    clauses: tuple[EditionClause, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What would be written of a model."""

    document: str
    id: str
    title: str
    version: str
    day: str
    sections: tuple[EditionSection, ...]
    gone: tuple[EditionClause, ...]
    """Clauses of the edition before that this one has no more."""
    blanks: tuple[Blank, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    later: bool
    """Whether there is an edition before."""
    copies: bool
    """Whether the library that came with the program is copied into the folder first."""

    @property
    def clauses(self) -> tuple[EditionClause, ...]:
        """Every clause in order."""
        return tuple(clause for section in self.sections for clause in section.clauses)


def items_of(edition: Edition) -> Iterator[Item]:
    """A line for everything that is told, under headings."""
    # A long one, such as "Appendix A", stands out of line: it must not push every title to the right.
    width = max((len(each.number) for each in edition.clauses if len(each.number) <= NUMBERED), default=0)
    for section in edition.sections:
        appendix = ", an appendix" if section.appendix else ""
        yield heading(f"{_flat(section.title)}  ({section.id}{appendix})")
        for clause in section.clauses:
            sign = f"{STATES[clause.state][0]} " if edition.later else "  "
            score = f"  {clause.score} %" if clause.state == "reworded" else ""
            yield Item(
                f"clause:{clause.id}",
                Content.assemble(
                    (sign, "$quiet" if clause.state == "same" else "bold $warning"),
                    (f"{_flat(clause.number):>{width}} " if width or clause.number else "", "$quiet"),
                    _flat(clause.title),
                    (f" → {clause.id}{score}", "$quiet"),
                ),
            )
    yield from _told("Gone since the edition before", "gone", [f"✗ {each.title}" for each in edition.gone])
    blanks = [f"{{{{{each.name}}}}} for {plainly(each.written)}" for each in edition.blanks]
    yield from _told("Placeholders proposed", "blank", blanks)
    left = [f"{each.kind}{f': {each.said}' if each.said else ''}" for each in edition.left_out]
    yield from _told("Not carried over", "left", left)
    yield from _told("To look at", "note", list(edition.notes))


def _told(words: str, kind: str, lines: list[str]) -> Iterator[Item]:
    if lines:
        yield heading(f"{words}  {len(lines)}")
    for at, line in enumerate(lines):
        yield Item(f"{kind}:{at}", Content(f"  {_flat(line)}"))


def head_of(edition: Edition, key: str) -> Content:
    """Two lines above the text of an item."""
    kind, _, name = key.partition(":")
    if kind == "clause":
        clause = next(each for each in edition.clauses if each.id == name)
        where = f"{clause.number}  {clause.where}".strip()
        state = f"{' '.join(STATES[clause.state])} · " if edition.later else ""
        score = f"{clause.score} % the same · " if clause.state == "reworded" else ""
        return _head(clause.title, where, f"{state}{score}{clause.id}")
    if kind == "gone":
        clause = edition.gone[int(name)]
        return _head(clause.title, "", f"✗ gone · {clause.id}")
    if kind == "blank":
        blank = edition.blanks[int(name)]
        return _head(f"{{{{{blank.name}}}}}", "", "in the dictionary" if blank.known else "new in the dictionary")
    if kind == "left":
        left = edition.left_out[int(name)]
        return _head(left.kind, left.where, "not carried over")
    return _head("To look at", "", edition.document)


def _head(title: str, where: str, beneath: str) -> Content:
    return Content.assemble(
        (_flat(title), "bold"), (f"  {_flat(where)}", "$quiet"), "\n", (_flat(beneath), "bold $accent")
    )


def shown_of(edition: Edition, key: str) -> Shown:
    """The text of an item."""
    kind, _, name = key.partition(":")
    if kind == "clause":
        return _clause_shown(next(each for each in edition.clauses if each.id == name))
    if kind == "gone":
        said: Lines = (("A school that took it is asked what becomes of it. It read:", "note"),)
        return Shown(said, None, edition.gone[int(name)].text, "del")
    if kind == "blank":
        return Shown(_blank_told(edition.blanks[int(name)]))
    if kind == "left":
        return Shown((), None, edition.left_out[int(name)].said or "It has no words.")
    return Shown((), None, edition.notes[int(name)])


def _clause_shown(clause: EditionClause) -> Shown:
    if clause.state == "reworded":
        return Shown((), diff(clause.before, clause.text), names=("The edition before", "This edition"))
    return Shown((), None, clause.text)


def _blank_told(blank: Blank) -> Lines:
    pieces = ", ".join(map(str, blank.pieces))
    asked = "The dictionary has it: a school is asked for it already." if blank.known else f"Asks: {blank.question}"
    return (
        (f"In the document: {plainly(blank.written)}", "same"),
        (asked, "same"),
        (f"Stands in piece{'s' if len(blank.pieces) > 1 else ''} {pieces} of the document.", "note"),
    )


def _flat(words: str) -> str:
    return visible(words, keep_newlines=False)
