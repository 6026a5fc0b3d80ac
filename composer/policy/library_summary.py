"""A library in figures: what the person who keeps it, or chooses it, wants to know at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.policy.tone import Tone, tone_of_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.policy.library import Library, Model


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """One model in figures."""

    id: str
    title: str
    version: str
    clauses: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class LibrarySummary:
    """The counts of one library."""

    clauses: int
    categories: Mapping[str, int]
    """Clauses by the title of their category, in the order of print."""
    topics: Share
    """Topics that some clause covers."""
    scenarios: Share
    """Scenarios that some clause settles."""
    processes: Share
    """Processes that a clause speaks of."""
    platforms: Share
    """Services in use that have an appendix."""
    alternatives: tuple[tuple[str, ...], ...]
    """Families of clauses of which a policy has one."""
    models: tuple[ModelFigures, ...]


def summarise(library: Library) -> LibrarySummary:
    """The counts of a library, its models' own words included in each model's figures only."""
    clauses = library.clauses.values()
    covered = {topic for clause in clauses for topic in clause.topics}
    settled = {scenario for clause in clauses for scenario in clause.settles}
    spoken = [process for process in library.processes.values() if process.clause in library.clauses]
    in_use = [platform for platform in library.platforms.values() if platform.status != "closed"]
    return LibrarySummary(
        len(library.clauses),
        {category.title: len(library.in_category(category.id)) for category in library.categories.values()},
        Share(len(covered & library.topics.keys()), len(library.topics)),
        Share(len(settled & library.scenarios.keys()), len(library.scenarios)),
        Share(len(spoken), len(library.processes)),
        Share(sum(1 for platform in in_use if platform.appendix in library.clauses), len(in_use)),
        families(library),
        tuple(_figures(model, library) for model in library.models.values()),
    )


def families(library: Library) -> tuple[tuple[str, ...], ...]:
    """The families of alternatives, each in order of id, by their first."""
    found: set[tuple[str, ...]] = set()
    for clause in library.clauses.values():
        family, waiting = {clause.id}, [*clause.instead_of]
        while waiting:
            name = waiting.pop()
            other = library.clauses.get(name)
            if other is not None and name not in family:
                family.add(name)
                waiting.extend(other.instead_of)
        if len(family) > 1:
            found.add(tuple(sorted(family)))
    return tuple(sorted(found))


def _figures(model: Model, library: Library) -> ModelFigures:
    known = library.under(model).clauses
    tone = tone_of_all(known[clause_id].body for clause_id in model.clause_ids)
    return ModelFigures(model.id, model.title, model.version, len(model.clause_ids), tone)
