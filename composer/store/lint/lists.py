"""Rules for the lists of devices, groups and aspects: every clause, value and topic is there, every phrase is said."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from composer.store.dictionaries import VALUES
from composer.store.library_data import TOPICS
from composer.store.library_lists import AWARD, DEVICES, GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from composer.policy.library import Library
    from composer.store.lint.findings import LintFinding, Sayer


def gaps(library: Library, say: Sayer) -> Iterator[LintFinding]:
    """What the lists name and the library does not have."""
    for benefit in library.benefits.values():
        yield from _phrases(library, say, ("benefit", benefit.id, "says"), benefit.says)
    for risk in library.devices.values():
        yield from _phrases(library, say, ("risk", risk.id, "says"), risk.says)
        yield from _phrases(library, say, ("risk", risk.id, "measures"), risk.measures)
        entry = library.values.get(risk.owner)
        if entry is None or entry.type != "role":
            where = ("risk", risk.id, "owner") if risk.owner else ("risk", risk.id)
            yield say(DEVICES, where, f"{risk.owner or 'nothing'} is no role in {VALUES}: {risk.id} has no owner")
    yield from _aspects(library, say)


def _phrases(library: Library, say: Sayer, where: tuple[str, ...], phrases: Mapping[str, str]) -> Iterator[LintFinding]:
    for clause_id, words in phrases.items():
        clause = library.clauses.get(clause_id)
        if clause is None:
            yield say(DEVICES, (*where, clause_id), f"{clause_id} is no clause")
        elif " ".join(words.split()).casefold() not in " ".join(clause.body.split()).casefold():
            yield say(DEVICES, (*where, clause_id), f"the text of {clause_id} does not say {words!r}")


def _aspects(library: Library, say: Sayer) -> Iterator[LintFinding]:
    for aspect in library.aspects.values():
        lists: tuple[tuple[str, tuple[str, ...], Mapping[str, object], str], ...] = (
            ("topics", aspect.topics, library.topics, TOPICS),
            ("clauses", aspect.clauses, library.clauses, "the library"),
            ("groups", aspect.groups, library.groups, GROUPS),
            ("values", aspect.values, library.values, VALUES),
        )
        missing = chain.from_iterable(
            ((key, name, home) for name in names if name not in known) for key, names, known, home in lists
        )
        for key, name, home in missing:
            yield say(AWARD, ("aspect", aspect.id, key), f"{name} is not in {home}")
