"""What differs between two drafts, as a value that can be kept, applied to another draft, and checked for clashes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from composer.policy.evidence import PARTS, Entry, Evidence, entries_told
from composer.policy.policy import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from composer.policy.dictionary import Value
    from composer.policy.policy import Base, Decision, Heading, Lock, Pinned, SectionHead

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
    declined: Mapping[str, str | None] = field(default_factory=dict)
    order: Mapping[str, tuple[str, ...]] | None = None
    """The model's order as it is taken now, whole; None when it is as it was."""
    taken: tuple[str, str, str] | None = None
    """Id, version and title of the model the policy now rests on; None when it is the same."""
    evidence: Mapping[str, Mapping[str, Entry | None]] = field(default_factory=dict)
    """The entries that differ, by the parts of the evidence; parts in which nothing differs are left out."""
    settled: Mapping[str, Mapping[str, str] | None] = field(default_factory=dict)
    """What scenarios were settled on, by scenario."""
    headings: Mapping[str, Heading | None] = field(default_factory=dict)
    """The sections that the school heads itself."""

    @property
    def nothing(self) -> bool:
        """Whether the two drafts are the same."""
        return self == Changes()

    @property
    def evidence_told(self) -> tuple[str, ...]:
        """What of the evidence differs, in words."""
        return tuple(said for part, entries in self.evidence.items() for said in entries_told(part, entries))


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
        _bases(old, new),
        _differing(old.lock.heads, new.lock.heads),
        _differing(old.lock.facts, new.lock.facts),
        _differing(old.lock.values, new.lock.values),
        _differing(old.lock.declined, new.lock.declined),
        new.lock.order if list(new.lock.order.items()) != list(old.lock.order.items()) else None,
        _taken(new.lock) if _taken(new.lock) != _taken(old.lock) else None,
        _evidence(before.evidence, after.evidence),
        _differing(old.lock.settled, new.lock.settled),
        _differing(before.headings, after.headings),
    )


def _evidence(old: Evidence, new: Evidence) -> dict[str, dict[str, Entry | None]]:
    if old is new:
        return {}
    differing = {part: _differing(old.part(part), new.part(part)) for part in PARTS}
    return {part: entries for part, entries in differing.items() if entries}


def _taken(lock: Lock) -> tuple[str, str, str]:
    return lock.model, lock.model_version, lock.model_title


def applied(changes: Changes, draft: Draft) -> Draft:
    """``draft`` with the changes made to it; on any draft the result has each printed clause in one place."""
    policy, lock = draft.policy, draft.lock
    decisions, bases = _merged(policy.decisions, changes.decisions), _merged(lock.bases, changes.bases)
    sections = _in_one_place(_merged(policy.sections, changes.sections), changes, policy.sections, decisions)
    for clause_id in _homeless(sections, decisions):
        home = bases[clause_id].category if clause_id in bases else next(reversed(sections), "governance")
        sections[home] = (*sections.get(home, ()), clause_id)
    if changes.section_order:
        order = [key for key in changes.section_order if key in sections]
        sections = {key: sections[key] for key in [*order, *(key for key in sections if key not in order)]}
    model, version, model_title = changes.taken or _taken(lock)
    return Draft(
        replace(
            policy,
            title=changes.title if changes.title is not None else policy.title,
            sections=sections,
            values=_merged(policy.values, changes.values),
            decisions=decisions,
            evidence=_with_evidence(policy.evidence, changes.evidence),
            headings=_merged(policy.headings, changes.headings),
        ),
        replace(
            lock,
            bases=bases,
            heads=_merged(lock.heads, changes.heads),
            facts=_merged(lock.facts, changes.facts),
            values=_merged(lock.values, changes.pinned),
            order=changes.order if changes.order is not None else lock.order,
            declined=_merged(lock.declined, changes.declined),
            model=model,
            model_version=version,
            model_title=model_title,
            settled=_merged(lock.settled, changes.settled),
        ),
    )


def _with_evidence(evidence: Evidence, changed: Mapping[str, Mapping[str, Entry | None]]) -> Evidence:
    parts = {part: _merged(evidence.part(part), entries) for part, entries in changed.items()}
    return replace(evidence, **parts) if parts else evidence  # type: ignore[arg-type]


def _in_one_place(
    merged: dict[str, tuple[str, ...]],
    changes: Changes,
    before: Mapping[str, tuple[str, ...]],
    decisions: Mapping[str, Decision],
) -> dict[str, tuple[str, ...]]:
    """The merged order, mended where the draft had moved on: nothing twice, nothing gone, nothing undecided."""
    listed_before = {clause_id for ids in before.values() for clause_id in ids}
    placed: set[str] = set()
    sections: dict[str, list[str]] = {key: [] for key in merged}
    for key in sorted(merged, key=lambda key: key not in changes.sections):
        for clause_id in merged[key]:
            taken_out = clause_id not in decisions and (
                clause_id in changes.decisions or clause_id not in listed_before
            )
            if clause_id not in placed and not taken_out:
                placed.add(clause_id)
                sections[key].append(clause_id)
    for key, ids in before.items():
        for at, clause_id in enumerate(ids):
            if clause_id in placed or clause_id not in decisions or not decisions[clause_id].printed:
                continue
            order = sections.setdefault(key, [])
            after = next((order.index(other) + 1 for other in reversed(ids[:at]) if other in order), 0)
            order.insert(after, clause_id)
            placed.add(clause_id)
    return {key: tuple(ids) for key, ids in sections.items()}


def _homeless(sections: Mapping[str, tuple[str, ...]], decisions: Mapping[str, Decision]) -> list[str]:
    placed = {clause_id for ids in sections.values() for clause_id in ids}
    return [key for key, decision in decisions.items() if decision.printed and key not in placed]


def clashes(ours: Changes, theirs: Changes) -> tuple[str, ...]:
    """What both changed, and not to the same: clauses, values, facts, sections and evidence, in words."""
    clauses = [*_both(ours.decisions, theirs.decisions), *_both(ours.bases, theirs.bases)]
    clauses += [*_taken_out_and_placed(ours, theirs), *_taken_out_and_placed(theirs, ours)]
    found = [f"the clause {key}" for key in dict.fromkeys(clauses)]
    found += [f"the place of the clause {key}" for key in _both(_places(ours), _places(theirs))]
    values = [*_both(ours.values, theirs.values), *_both(ours.pinned, theirs.pinned)]
    found += [f"the value {key}" for key in dict.fromkeys(values)]
    found += [f"the fact {key}" for key in _both(ours.facts, theirs.facts)]
    heads = [*_both(ours.heads, theirs.heads), *_both(ours.headings, theirs.headings)]
    found += [f"the heading of the section {key}" for key in dict.fromkeys(heads)]
    found += [f"the order of the section {key}" for key in _both(ours.sections, theirs.sections)]
    if None not in {ours.taken, theirs.taken} and ours.taken != theirs.taken:
        found.append("the version of the model")
    orders = [list(each.order.items()) for each in (ours, theirs) if each.order is not None]
    if len(orders) == 2 and orders[0] != orders[1]:
        found.append("the order of the model")
    if ours.section_order and theirs.section_order and ours.section_order != theirs.section_order:
        found.append("the order of the sections")
    if None not in {ours.title, theirs.title} and ours.title != theirs.title:
        found.append("the title")
    return (*found, *_evidence_clashes(ours, theirs))


def _evidence_clashes(ours: Changes, theirs: Changes) -> Iterator[str]:
    for part in PARTS:
        both = _both(ours.evidence.get(part, {}), theirs.evidence.get(part, {}))
        if part == "scenarios":
            both = list(dict.fromkeys([*both, *_both(ours.settled, theirs.settled)]))
        yield from entries_told(part, both)


def _places(changes: Changes) -> dict[str, str]:
    """The section of every clause in a section whose order changed."""
    return {clause_id: section for section, ids in changes.sections.items() for clause_id in ids or ()}


def _taken_out_and_placed(one: Changes, other: Changes) -> list[str]:
    placed = _places(other)
    return [key for key, decision in one.decisions.items() if decision is None and key in placed]


def _bases(old: Draft, new: Draft) -> dict[str, Base | None]:
    """The bases that differ, and those of every changed decision: it must keep what it was made on."""
    changed = _differing(old.policy.decisions, new.policy.decisions)
    kept = {key: base for key, base in new.lock.bases.items() if changed.get(key) is not None}
    return {**_differing(old.lock.bases, new.lock.bases), **kept}


def _differing(old: Mapping[str, V], new: Mapping[str, V]) -> dict[str, V | None]:
    found: dict[str, V | None] = {key: value for key, value in new.items() if key not in old or old[key] != value}
    found.update({key: None for key in old if key not in new})
    return found


def _merged(old: Mapping[str, V], changed: Mapping[str, V | None]) -> dict[str, V]:
    kept = {key: value for key, value in old.items() if changed.get(key, value) is not None}
    return {**kept, **{key: value for key, value in changed.items() if value is not None}}


def _both(ours: Mapping[str, object], theirs: Mapping[str, object]) -> list[str]:
    return [key for key, value in ours.items() if key in theirs and theirs[key] != value]
