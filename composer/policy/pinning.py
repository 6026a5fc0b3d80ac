"""What the lock keeps: the texts, section heads, facts and dictionary entries that a policy rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer import text as prose
from composer.policy import placeholders
from composer.policy.dictionary import UNASKED_BLANKS, in_words
from composer.policy.library import exclusions
from composer.policy.policy import Base, Draft, Lock, Pinned, SectionHead

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from composer.policy.clause import Clause
    from composer.policy.dictionary import ValueEntry
    from composer.policy.library import Library, Model


def section_heads(model: Model, library: Library) -> tuple[SectionHead, ...]:
    """Every section a policy on this model may have: the model's, then the categories it lacks."""
    own = []
    for section in model.sections:
        category = library.categories.get(section.id)
        own.append(
            SectionHead(
                section.id,
                section.title,
                category.intro if category else "",
                section.appendix or (category is not None and category.appendix),
            )
        )
    taken = {head.id for head in own}
    rest = [
        SectionHead(category.id, category.title, category.intro, category.appendix)
        for category in library.categories.values()
        if category.id not in taken
    ]
    return (*own, *rest)


def base_of(clause: Clause, library: Library | None = None) -> Base:
    """What the lock keeps of a clause when a decision is made on it; with ``library``, its alternatives too."""
    rivals = tuple(sorted(exclusions(library).get(clause.id, ()))) if library is not None else None
    return Base(
        clause.rev,
        clause.title,
        clause.category,
        clause.freedom,
        clause.body,
        prose.exact_digest(clause.body),
        prose.sense_digest(clause.body),
        rivals,
        short=clause.short,
    )


def model_order(model: Model) -> dict[str, tuple[str, ...]]:
    """The model's sections with their clauses, as the lock keeps them."""
    return {section.id: section.clauses for section in model.sections}


def relock(draft: Draft, library: Library, model: Model) -> Draft:
    """Make what a lock lacks, or all of one that is lost, from the library as it is now; the person asked for it.

    What the lock still has stays: a base that was kept is the one that its clause was truly decided on.
    """
    lock = draft.lock
    if not lock.model:
        lock = Lock(model.id, model.version, order=model_order(model), model_title=model.title)
    # A dropped clause with a title and words of its own was the school's own: it never had a base.
    decided = [
        i
        for i, decision in draft.policy.decisions.items()
        if decision.mode != "local" and not (decision.mode == "dropped" and decision.title and decision.text)
    ]
    bases = {i: base_of(library.clauses[i], library) for i in decided if i in library.clauses}
    rebuilt = Draft(draft.policy, replace(lock, bases={**bases, **lock.bases}))
    for section in draft.policy.sections:
        rebuilt = headed(rebuilt, library, model, section)
    for clause_id in draft.policy.decisions:
        rebuilt = pin(rebuilt, library, rebuilt.text(clause_id))
    return rebuilt


def headed(draft: Draft, library: Library, model: Model, section: str) -> Draft:
    """Pin how the model or the library heads a section.

    A section that the school heads itself and that is none of the model's stays as it is: a category of the same id
    would put its introduction into the policy.
    """
    if section in draft.policy.headings and all(each.id != section for each in model.sections):
        return draft
    heads = {head.id: head for head in section_heads(model, library)}
    return with_head(draft, library, heads.get(section, SectionHead(section, section)))


def with_head(draft: Draft, library: Library, head: SectionHead) -> Draft:
    """Pin how a section is headed, unless it is pinned already."""
    if head.id in draft.lock.heads:
        return draft
    headed = replace(draft, lock=replace(draft.lock, heads={**draft.lock.heads, head.id: head}))
    return pin(headed, library, head.intro)


def pin(draft: Draft, library: Library, text: str) -> Draft:
    """Pin the facts and dictionary entries that ``text`` names and the lock does not have yet."""
    facts, values = dict(draft.lock.facts), dict(draft.lock.values)
    for name in _missing(placeholders.names(text, "fact"), facts, library.facts):
        facts[name] = Pinned(library.facts[name].value)
    for name in _missing(placeholders.names(text, "value"), values, library.values):
        _pin_value(library.values[name], library, values)
    if len(facts) == len(draft.lock.facts) and len(values) == len(draft.lock.values):
        return draft
    return replace(draft, lock=replace(draft.lock, facts=facts, values=values))


def as_pinned(entry: ValueEntry) -> Pinned:
    """What the lock keeps of a dictionary entry: all that its blank may print as."""
    return Pinned(
        "" if entry.default is None else in_words(entry.default),
        entry.question,
        tuple((test, in_words(value)) for test, value in entry.when),
        entry.follows,
        tuple(sorted(entry.forms)),
        entry.choices,
    )


def with_forms(draft: Draft, library: Library, name: str, said: str) -> Draft:
    """Pin the form for ``said`` in each follower of ``name`` that was pinned before the library had it."""
    grown = {}
    for follower, pinned in draft.lock.values.items():
        entry = library.values.get(follower)
        form = dict(entry.forms).get(said) if entry is not None and entry.follows == name else None
        if pinned.follows == name and form is not None and said not in dict(pinned.forms):
            grown[follower] = replace(pinned, forms=tuple(sorted((*pinned.forms, (said, form)))))
    if not grown:
        return draft
    return replace(draft, lock=replace(draft.lock, values={**draft.lock.values, **grown}))


def _pin_value(entry: ValueEntry, library: Library, values: dict[str, Pinned]) -> None:
    """Pin an entry and what it follows.

    Where the followed one is not to be had, or was pinned when it was a follower itself, the entry stays
    unpinned: a lock with a follower of nothing would be a damaged one.
    """
    if entry.follows and entry.follows not in values:
        followed = library.values.get(entry.follows)
        if followed is None or followed.follows:
            return
        values[entry.follows] = as_pinned(followed)
    if not entry.follows or not values[entry.follows].follows:
        values[entry.name] = as_pinned(entry)


def _missing(named: Iterable[str], have: Container[str], known: Container[str]) -> list[str]:
    return [name for name in named if name not in have and name not in UNASKED_BLANKS and name in known]
