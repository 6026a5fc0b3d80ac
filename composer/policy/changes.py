"""What differs between two drafts, as a value that can be kept, applied to another draft, and checked for clashes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from composer.policy.policy import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.policy.dictionary import Value
    from composer.policy.policy import Base, Decision, Pinned, SectionHead

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a draft has that another has not. In each mapping None stands for something taken away."""

    title: str | None = None
    sections: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    section_order: tuple[str, ...] = ()
    """All sections in the new order; empty when the order of the sections is as it was."""
    values: Mapping[str, Value | None] = field(default_factory=dict)
    decisions: Mapping[str, Decision | None] = field(default_factory=dict)
    bases: Mapping[str, Base | None] = field(default_factory=dict)
    heads: Mapping[str, SectionHead | None] = field(default_factory=dict)
    facts: Mapping[str, Pinned | None] = field(default_factory=dict)
    pinned: Mapping[str, Pinned | None] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether the two drafts are the same."""
        return self == Changes()


def between(old: Draft, new: Draft) -> Changes:
    """What ``new`` changed in ``old``."""
    before, after = old.policy, new.policy
    reordered = tuple(after.sections) != tuple(before.sections)
    return Changes(
        after.title if after.title != before.title else None,
        _differing(before.sections, after.sections),
        tuple(after.sections) if reordered else (),
        _differing(before.values, after.values),
        _differing(before.decisions, after.decisions),
        _differing(old.lock.bases, new.lock.bases),
        _differing(old.lock.heads, new.lock.heads),
        _differing(old.lock.facts, new.lock.facts),
        _differing(old.lock.values, new.lock.values),
    )


def applied(changes: Changes, draft: Draft) -> Draft:
    """``draft`` with the changes made to it."""
    policy, lock = draft.policy, draft.lock
    sections = _merged(policy.sections, changes.sections)
    if changes.section_order:
        order = [key for key in changes.section_order if key in sections]
        sections = {key: sections[key] for key in [*order, *(key for key in sections if key not in order)]}
    return Draft(
        replace(
            policy,
            title=changes.title if changes.title is not None else policy.title,
            sections=sections,
            values=_merged(policy.values, changes.values),
            decisions=_merged(policy.decisions, changes.decisions),
        ),
        replace(
            lock,
            bases=_merged(lock.bases, changes.bases),
            heads=_merged(lock.heads, changes.heads),
            facts=_merged(lock.facts, changes.facts),
            values=_merged(lock.values, changes.pinned),
        ),
    )


def clashes(ours: Changes, theirs: Changes) -> tuple[str, ...]:
    """What both changed, and not to the same: clause ids, value names and sections, in words."""
    found = [f"the clause {key}" for key in _both(ours.decisions, theirs.decisions)]
    found += [f"the value {key}" for key in _both(ours.values, theirs.values)]
    found += [f"the order of the section {key}" for key in _both(ours.sections, theirs.sections)]
    if ours.section_order and theirs.section_order and ours.section_order != theirs.section_order:
        found.append("the order of the sections")
    if None not in {ours.title, theirs.title} and ours.title != theirs.title:
        found.append("the title")
    return tuple(found)


def _differing(old: Mapping[str, V], new: Mapping[str, V]) -> dict[str, V | None]:
    found: dict[str, V | None] = {key: value for key, value in new.items() if key not in old or old[key] != value}
    found.update({key: None for key in old if key not in new})
    return found


def _merged(old: Mapping[str, V], changed: Mapping[str, V | None]) -> dict[str, V]:
    kept = {key: value for key, value in old.items() if changed.get(key, value) is not None}
    return {**kept, **{key: value for key, value in changed.items() if value is not None}}


def _both(ours: Mapping[str, object], theirs: Mapping[str, object]) -> list[str]:
    return [key for key, value in ours.items() if key in theirs and theirs[key] != value]
