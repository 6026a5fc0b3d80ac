"""The values of an import on its way: what a person sees in each row, and what is kept of it from step to step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from composer.compare.obligations import look_at, watch
from composer.text import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from composer.compare.edits import TextDiff
    from composer.policy.dictionary import Value
    from composer.policy.incoming import Candidate, Fit, Piece, Run, Suggestion
    from composer.policy.library import Library, Model
    from composer.policy.school import Profile

RowKind = Literal["as-is", "adapted", "local", "left out"]


class Matching(Protocol):
    """What finds clauses for pieces: ``composer.imports.matching.Matcher``."""

    library: Library
    """As a school with the model sees it."""
    model: Model

    def fit(self, clause_id: str, text: str) -> Fit:
        """How a text fits a clause."""

    def candidates(self, title: str, text: str) -> tuple[Candidate, ...]:
        """The clauses that a piece may be, best first."""

    def assign(self, pieces: Sequence[Piece], taken: Iterable[str] = ()) -> tuple[str | None, ...]:
        """For each piece the clause that it is proposed as; None for the school's own."""

    def known_runs(self, clause_id: str, printed: Sequence[str | None], text: str) -> tuple[Run, ...]:
        """Where a text says what the clause's blanks print as."""

    def suggestions(self, pieces: Sequence[Piece], joins: Sequence[bool]) -> tuple[Suggestion, ...]:
        """What to merge and what to split."""


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of the document and what is proposed for it."""

    index: int
    """Its place among the rows, from 0: what the methods of ``Importing`` take."""
    label: str
    """What a person calls it, by the numbers of the document as it was first cut: ``4``, ``4+5`` for two that were
    merged, ``4.2`` for the second part of one that was split."""
    piece: Piece
    """With its text as the document has it."""
    section: int
    """The place of its section in the document, from 0."""
    section_title: str
    kind: RowKind
    id: str
    """The clause's id in the policy: of the matched clause, or a new one. Empty for what is left out."""
    clause_title: str
    """The matched clause's own title; empty where none is matched."""
    title: str
    """As it will print."""
    text: str
    """As the policy will hold it, with the blanks that the school's values fill put back. Empty for what is left out;
    of an as-is clause the model's text."""
    score: int
    """How much of the clause's text and of ``text`` is the same, in per cent of their words; 0 for the school's own."""
    candidates: tuple[Candidate, ...]
    """What it may be, best first, whatever was chosen."""
    confirmed: bool
    """Whether a person has said that this is right, or has decided it."""
    diff: TextDiff | None
    """From the clause's text to ``text``, both unfilled as in the composer; None where no clause is matched."""

    @property
    def matched(self) -> bool:
        """Whether it is a clause of the model or the library."""
        return self.kind in ("as-is", "adapted")

    @property
    def look_at(self) -> tuple[str, ...]:
        """What the difference does to duties, negations, numbers, periods and roles, in words."""
        if self.diff is None or not self.diff.changed:
            return ()
        both = PLACEHOLDER.finditer(f"{self.diff.old}\n{self.diff.new}")
        return tuple(look_at(watch(self.diff, {blank[0] for blank in both if ":" not in blank[1]})))


@dataclass(frozen=True, slots=True)
class Learnt:
    """A value that the document says where clauses have a blank."""

    name: str
    question: str
    value: Value | None
    """What the policy will hold; None where a person refused the value or the one for such a school is the same."""
    said: str
    """It in words."""
    rows: tuple[int, ...]
    """The rows in which it stands, by their ``index``."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a row: all else follows from it."""

    piece: Piece
    numbers: tuple[int, ...]
    """The pieces it is made of, as first cut."""
    section: int
    part: int = 1
    """Which part of a piece that was split, from 1."""
    clause_id: str | None = None
    left_out: bool = False
    confirmed: bool = False
    keeps_title: bool | None = None
    """Whether the document's title is kept; None where nobody has said."""
    first_title: str = ""
    """The document's own title, where a person gave it another."""


@dataclass(frozen=True, slots=True)
class State:
    """An import between two steps."""

    rows: tuple[Kept, ...]
    profile: Profile
    title: str
    values: Mapping[str, Value | None] = field(default_factory=dict)
    """The values that a person set, or with None refused."""
