"""Rules for the dictionary, the facts, the law register and the platforms: each entry is used, sourced and in date."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from composer.policy.placeholders import names
from composer.store.dictionaries import FACTS, LAW, PLATFORMS, VALUES
from composer.store.library_files import CATEGORY
from composer.store.lint.clause_text import blanks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from composer.policy.library import Library
    from composer.store.lint.findings import LintFinding, Sayer

A_YEAR = timedelta(days=366)


def faults(library: Library, say: Sayer, today: date) -> Iterator[LintFinding]:
    """Entries that nobody uses, lead nowhere, have no source or are out of date."""
    for category in library.categories.values():
        for _, message in blanks(category.intro, library.clauses, library):
            yield say(f"{category.id}/{CATEGORY}", ("intro",), message)
    yield from _unused(library, say)
    yield from _facts(library, say, today)
    for law in library.laws.values():
        if law.certainty == "sourced" and not law.source:
            yield say(LAW, ("law", law.key), f"{law.key} is called sourced and names no source")
        if law.checked + A_YEAR < today:
            yield say(LAW, ("law", law.key, "checked"), f"{law.key} was last checked on {law.checked}: check it")
        if law.expires is not None and law.expires < today:
            yield say(LAW, ("law", law.key, "expires"), f"{law.key} expired on {law.expires}: check it")
    ids = {clause.id for clause in library.clauses.values()}
    ids |= {clause_id for model in library.models.values() for clause_id in model.overlay}
    for platform in library.platforms.values():
        where = ("platform", platform.id)
        if platform.minimum_age and platform.minimum_age not in library.facts:
            yield say(PLATFORMS, (*where, "minimum_age"), f"{platform.minimum_age} is not in {FACTS}")
        if platform.appendix and platform.appendix not in ids:
            yield say(PLATFORMS, (*where, "appendix"), f"{platform.appendix} is no clause")


def _unused(library: Library, say: Sayer) -> Iterator[LintFinding]:
    clauses = [*library.clauses.values(), *(c for model in library.models.values() for c in model.overlay.values())]
    intros = [category.intro for category in library.categories.values()]
    intros += [model.intro for model in library.models.values()]
    whole = "\n".join([*(clause.body for clause in clauses), *intros])
    asked = set(names(whole, "value"))
    asked |= {library.values[name].follows for name in asked if name in library.values}
    facts = {*names(whole, "fact"), *(platform.minimum_age for platform in library.platforms.values())}
    laws = {key for clause in clauses for key in clause.basis}
    for name in library.values.keys() - asked:
        yield say(VALUES, ("value", name), f"no clause asks for {name}")
    for name in library.facts.keys() - facts:
        yield say(FACTS, ("fact", name), f"nothing uses the fact {name}")
    for name in library.laws.keys() - laws:
        yield say(LAW, ("law", name), f"no clause rests on {name}")


def _facts(library: Library, say: Sayer, today: date) -> Iterator[LintFinding]:
    for fact in library.facts.values():
        where = ("fact", fact.id)
        if fact.expires is None:
            yield say(FACTS, where, f"the fact {fact.id} has no date of expiry: a fact holds for a year at most")
        elif fact.expires < today:
            yield say(FACTS, (*where, "expires"), f"the fact {fact.id} expired on {fact.expires}: check it")
        elif fact.expires > fact.as_of + A_YEAR:
            yield say(FACTS, (*where, "expires"), f"the fact {fact.id} expires more than a year after its date")
        if fact.as_of > today:
            yield say(FACTS, (*where, "as_of"), f"the fact {fact.id} is of {fact.as_of}, which is still to come")
        if fact.certainty == "sourced" and not fact.source:
            yield say(FACTS, where, f"the fact {fact.id} is called sourced and names no source")
