"""The clause library: categories, clauses, models and the dictionaries their text leans on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from composer.policy.clause import NATIONS
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from composer.policy.award import Aspect
    from composer.policy.clause import Clause, Nation
    from composer.policy.consulting import Group
    from composer.policy.devices import Benefit, Risk
    from composer.policy.dictionary import Fact, ValueEntry
    from composer.policy.rules import Rule
    from composer.policy.scenarios import Process, Scenario, Topic
    from composer.policy.school import Profile


@dataclass(frozen=True, slots=True)
class Category:
    """The folder a clause is in; gives the default section of a policy."""

    id: str
    title: str
    order: int
    intro: str = ""
    appendix: bool = False
    """Whether its clauses print as lettered appendices after the numbered sections."""


@dataclass(frozen=True, slots=True)
class ModelSection:
    """One section of a model and the ids of its clauses in order."""

    id: str
    title: str
    clauses: tuple[str, ...]
    appendix: bool = False
    """Whether its clauses print as lettered appendices after the numbered sections."""


@dataclass(frozen=True, slots=True)
class Model:
    """An LA's (or trust's) model policy."""

    id: str
    title: str
    publisher: str
    version: str
    date: date
    sections: tuple[ModelSection, ...]
    intro: str = ""
    overlay: Mapping[str, Clause] = field(default_factory=dict, repr=False)
    """Clauses in the model's own words; each replaces or adds to the library's."""
    nations: tuple[Nation, ...] = NATIONS
    types: tuple[str, ...] = ()
    """The kinds of school it is written for; empty means any."""
    values: Mapping[str, ValueEntry] = field(default_factory=dict, repr=False)
    """Its own part of the dictionary: blanks that only its words have."""
    imported_from: str = ""
    """The document that it was imported from; empty for a model that people keep in the library."""
    as_imported: Mapping[str, str] = field(default_factory=dict, repr=False)
    """A short digest of each clause's text as the import wrote it, which tells what people edited since."""

    def suits(self, profile: Profile) -> bool:
        """Whether it is written for this nation and kind of school."""
        return self.written_for(profile.nation, profile.type)

    def written_for(self, nation: str, type_: str) -> bool:
        """Whether it is written for this nation and type."""
        return nation in self.nations and (not self.types or type_ in self.types)

    def section_of(self, clause_id: str) -> ModelSection | None:
        """The section that holds a clause, or None when the model does not have it."""
        return next((section for section in self.sections if clause_id in section.clauses), None)

    @property
    def clause_ids(self) -> tuple[str, ...]:
        """Every clause of the model in its order."""
        return tuple(clause_id for section in self.sections for clause_id in section.clauses)


@dataclass(frozen=True, slots=True)
class Law:
    """One entry of the law register, named by a clause's ``basis``."""

    key: str
    title: str
    nations: tuple[str, ...]
    obliges: str
    certainty: str
    source: str
    checked: date
    expires: date | None = None
    """The last day it holds, where its own words set one."""


Plan = Literal["", "named", "outside", "unsettled"]
PLANS: tuple[Plan, ...] = ("named", "outside", "unsettled")


@dataclass(frozen=True, slots=True)
class Platform:
    """A social media service as the register knows it."""

    id: str
    name: str
    status: str = "live"
    former: tuple[str, ...] = ()
    minimum_age: str = ""
    """The id of the fact with its minimum age; empty when none is recorded."""
    appendix: str = ""
    plan: Plan = ""
    """Whether the Government's plan to keep under-16s off social media names it; empty when nobody looked."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything under ``clauses/``, read and checked. Mappings keep the order they print in."""

    categories: Mapping[str, Category]
    clauses: Mapping[str, Clause]
    values: Mapping[str, ValueEntry] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict)
    platforms: Mapping[str, Platform] = field(default_factory=dict)
    models: Mapping[str, Model] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict, repr=False)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict, repr=False)
    processes: Mapping[str, Process] = field(default_factory=dict, repr=False)
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False)
    """The phrases that checks look for, by kind."""
    benefits: Mapping[str, Benefit] = field(default_factory=dict, repr=False)
    """What devices are good for."""
    devices: Mapping[str, Risk] = field(default_factory=dict, repr=False)
    """The risks of devices, by their ids."""
    groups: Mapping[str, Group] = field(default_factory=dict, repr=False)
    """Who may be asked about a policy."""
    aspects: Mapping[str, Aspect] = field(default_factory=dict, repr=False)
    """What a self-review of online safety is commented on."""

    def clause(self, clause_id: str) -> Clause:
        """One clause.

        Raises:
            Problem: There is none of that id; the message names the nearest.
        """
        found = self.clauses.get(clause_id)
        if found is None:
            raise unknown("clause", clause_id, self.clauses)
        return found

    def model(self, model_id: str) -> Model:
        """One model.

        Raises:
            Problem: There is none of that id; the message names the nearest.
        """
        found = self.models.get(model_id)
        if found is None:
            raise unknown("model", model_id, self.models)
        return found

    def model_for(self, nation: str, type_: str) -> Model | None:
        """The one model written for this nation and type of school; None where there are several or none."""
        found = [model for model in self.models.values() if model.written_for(nation, type_)]
        return found[0] if len(found) == 1 else None

    def under(self, model: Model) -> Library:
        """The library as a school with this model sees it: the model's own words and blanks in place."""
        if not (model.overlay or model.values):
            return self
        merged = {**self.clauses, **model.overlay}
        values = {**self.values, **model.values}
        return replace(self, clauses=in_print_order(merged.values(), self.categories), values=values)

    def in_category(self, category_id: str) -> tuple[Clause, ...]:
        """The clauses of one category, in order."""
        return tuple(clause for clause in self.clauses.values() if clause.category == category_id)


def exclusions(library: Library) -> dict[str, frozenset[str]]:
    """For each clause those that it excludes, whichever of the two says so: a policy has one of them."""
    found: dict[str, set[str]] = {}
    for clause in library.clauses.values():
        for other in (*clause.clashes, *clause.instead_of):
            if other != clause.id:
                found.setdefault(clause.id, set()).add(other)
                found.setdefault(other, set()).add(clause.id)
    return {clause_id: frozenset(others) for clause_id, others in found.items()}


def in_print_order(clauses: Iterable[Clause], categories: Mapping[str, Category]) -> dict[str, Clause]:
    """Clauses keyed by id, by their category's order and then by id."""
    ordered = sorted(clauses, key=lambda clause: (categories[clause.category].order, clause.category, clause.id))
    return {clause.id: clause for clause in ordered}


LISTED = {
    "clause": "clauses",
    "model": "models",
    "school": "schools",
    "topic": "topics",
    "scenario": "scenarios",
    "process": "processes",
}
"""What has a command that lists it."""


def unknown(kind: str, name: str, known: Iterable[str]) -> Problem:
    """The problem of a name that does not exist, with the nearest that does."""
    from composer.text import near, visible

    names = list(known)
    guess = near(name, names)
    if guess is not None:
        mend = f"did you mean {guess}?"
    elif names and len(names) <= 12:
        mend = "there are: " + ", ".join(names)
    else:
        mend = f"list them with: policy-composer {LISTED[kind]}" if kind in LISTED else ""
    shown = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
    return Problem(f"there is no {kind} {visible(shown)!r}", mend)


_LONGEST_SHOWN = 80
"""Characters of a name that nobody knows: what was pasted by mistake is not read back whole."""
