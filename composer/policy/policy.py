"""A school's policy: its decisions about clauses, as its file holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from composer.policy.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from composer.policy.clause import Audience
    from composer.policy.dictionary import Value
    from composer.policy.school import Profile

Mode = Literal["as-is", "adapted", "dropped", "local"]
MODES: tuple[Mode, ...] = get_args(Mode)

State = Literal["as-is", "adapted", "dropped", "local", "undecided", "available"]
"""A clause's state in one policy: its mode, or ``undecided`` (the model has it and the policy has neither
taken nor dropped it), or ``available`` (in the library only)."""

SIGNS: dict[State, str] = {
    "as-is": "✓",
    "adapted": "±",
    "dropped": "✗",
    "local": "+",
    "undecided": "?",
    "available": "·",
}
"""One sign a state; each is told in words beside it wherever there is room."""

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """What the school decided about one clause."""

    mode: Mode
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    review_by: date | None = None
    title: str = ""
    """The school's own title; empty where the clause keeps the model's."""
    text: str = ""
    """The school's whole text, unfilled. A dropped clause keeps it, so that no wording is lost."""
    short: tuple[Audience, ...] | None = None
    """In whose short version the school has the clause; None where that is as the model has it."""

    @property
    def printed(self) -> bool:
        """Whether the clause is part of the finished policy."""
        return self.mode != "dropped"

    @property
    def wants_reason(self) -> bool:
        """Whether a reason is due and missing."""
        return self.mode in {"adapted", "dropped"} and not self.reason.strip()


@dataclass(frozen=True, slots=True)
class Heading:
    """How the school itself heads one of its sections."""

    title: str
    appendix: bool = False
    """Whether its clauses print as lettered appendices after the numbered sections."""


@dataclass(frozen=True, slots=True)
class SchoolPolicy:
    """One school's policy. Mappings keep the file's order.

    ``sections`` lists clause ids in print order. A dropped clause may keep its place there.
    """

    title: str
    model: str
    profile: Profile
    values: Mapping[str, Value] = field(default_factory=dict)
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    schema: int = SCHEMA
    evidence: Evidence = field(default_factory=Evidence)
    """What the school answered about scenarios, processes, devices and findings, and whom it asked."""
    headings: Mapping[str, Heading] = field(default_factory=dict)
    """The sections that the school heads itself, by their ids: all of a policy that was imported. Such a heading
    goes before those of the model and the library."""

    def mode(self, clause_id: str) -> Mode | None:
        """The mode of a clause, or None when nothing was decided about it."""
        decision = self.decisions.get(clause_id)
        return decision.mode if decision is not None else None

    def section_of(self, clause_id: str) -> str | None:
        """The section whose order lists a clause."""
        return next((section for section, ids in self.sections.items() if clause_id in ids), None)


@dataclass(frozen=True, slots=True)
class Base:
    """The exact model text a decision was made on.

    The digests are those of ``composer.text``: *exact* over the canonical characters, *sense* also
    ignoring quotes, dashes, spaces and wrapping.
    """

    rev: int
    title: str
    category: str
    freedom: str
    text: str
    exact: str
    sense: str
    rivals: tuple[str, ...] | None = None
    """The clauses that excluded this one then, by id; None where an older lock did not keep them."""
    reasoned_on: str = ""
    """The text that the reason was given on, where the base has moved since and nobody has said whether the
    reason still holds."""
    short: tuple[Audience, ...] | None = None
    """In whose short version the model had the clause then; None where an older lock did not keep that, and then
    what the library has today holds."""


@dataclass(frozen=True, slots=True)
class SectionHead:
    """How a section is headed in print."""

    id: str
    title: str
    intro: str = ""
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Pinned:
    """A dictionary entry or fact that reaches the policy's text, as it was when it did."""

    value: str
    """A fact's value; a dictionary entry's default as it prints, empty when it has none."""
    question: str = ""
    when: tuple[tuple[str, str], ...] = ()
    """A dictionary entry's answers by profile as they print, each behind its test, in the order they are tried."""
    follows: str = ""
    """The value that a follower is a form of; it is pinned too."""
    forms: tuple[tuple[str, str], ...] = ()
    """A follower's form for each answer to the value that it follows."""
    choices: tuple[str, ...] = ()
    """What a dictionary entry of type ``choice`` let the school answer; empty for the others and in an older lock."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What the policy was decided on: texts, heads, facts and dictionary entries, pinned by content."""

    model: str = ""
    model_version: str = ""
    bases: Mapping[str, Base] = field(default_factory=dict)
    heads: Mapping[str, SectionHead] = field(default_factory=dict)
    facts: Mapping[str, Pinned] = field(default_factory=dict)
    values: Mapping[str, Pinned] = field(default_factory=dict)
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The model's sections and the clauses of each as the school took it; empty where an older lock did not
    keep them."""
    model_title: str = ""
    """Empty where an older lock did not keep it."""
    declined: Mapping[str, str] = field(default_factory=dict)
    """What of the newer model was refused and has no base to remember it by, each with the digest of what it
    said: ``clause:<id>`` a withdrawal, ``fact:<id>``, ``value:<name>`` and ``section:<id>`` another wording."""
    settled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each scenario that is answered as settled, the clauses that settle it, each with the sense digest of the
    text it had when that was answered."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy together with its lock: what one decision takes and the next one finds."""

    policy: SchoolPolicy
    lock: Lock

    def text(self, clause_id: str) -> str:
        """The clause's text as this policy has it, unfilled; empty when it has none."""
        decision = self.policy.decisions.get(clause_id)
        if decision is not None and decision.text:
            return decision.text
        return self.base_text(clause_id)

    def base_text(self, clause_id: str) -> str:
        """The model text the decision was made on, unfilled; empty for a local clause."""
        base = self.lock.bases.get(clause_id)
        return base.text if base is not None else ""

    def title(self, clause_id: str) -> str:
        """The clause's title as this policy prints it."""
        decision = self.policy.decisions.get(clause_id)
        if decision is not None and decision.title:
            return decision.title
        base = self.lock.bases.get(clause_id)
        return base.title if base is not None else clause_id
