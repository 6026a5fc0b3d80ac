"""A policy section by section, numbered as it will print, with undecided and dropped clauses in their places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer.policy.own_sections import standing_for
from composer.policy.policy import SectionHead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft, State


@dataclass(frozen=True, slots=True)
class OutlineClause:
    """One line of the outline."""

    id: str
    title: str
    state: State
    number: str
    """As it prints: ``3.2`` or ``A``; empty for a clause that does not print."""
    in_model: bool


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """One section; its number is empty when nothing in it prints or when it holds the appendices."""

    head: SectionHead
    number: str
    clauses: tuple[OutlineClause, ...]


def place_in_model(order: Sequence[str], model_order: Sequence[str], clause_id: str) -> tuple[str, ...]:
    """``order`` with ``clause_id`` put where the model has it.

    Directly after the nearest earlier clause of the model that is there, else before the nearest later
    one, else at the end.
    """
    listed = list(order)
    if clause_id in listed:
        return tuple(listed)
    if clause_id in model_order:
        at = list(model_order).index(clause_id)
        for earlier in reversed(model_order[:at]):
            if earlier in listed:
                listed.insert(listed.index(earlier) + 1, clause_id)
                return tuple(listed)
        for later in model_order[at + 1 :]:
            if later in listed:
                listed.insert(listed.index(later), clause_id)
                return tuple(listed)
    return (*listed, clause_id)


def outline(draft: Draft, library: Library, model: Model) -> tuple[OutlineSection, ...]:
    """The whole policy in print order, undecided and dropped clauses included."""
    policy = draft.policy
    listed = {clause_id for ids in policy.sections.values() for clause_id in ids}
    in_model = set(model.clause_ids)
    sections: list[OutlineSection] = []
    numbered = lettered = 0
    orders = _full_orders(draft, model, listed)
    heads = [_head(draft, library, model, section_id) for section_id in orders]
    for head in sorted(heads, key=lambda head: head.appendix):
        order = orders[head.id]
        prints = any(_prints(draft, clause_id) for clause_id in order)
        if prints and not head.appendix:
            numbered += 1
        clauses: list[OutlineClause] = []
        count = 0
        for clause_id in order:
            number = ""
            if _prints(draft, clause_id):
                count += 1
                if head.appendix:
                    lettered += 1
                    number = letter(lettered)
                else:
                    number = f"{numbered}.{count}"
            clauses.append(
                OutlineClause(
                    clause_id,
                    title_of(draft, library, clause_id),
                    policy.mode(clause_id) or "undecided",
                    number,
                    clause_id in in_model,
                )
            )
        section_number = str(numbered) if prints and not head.appendix else ""
        sections.append(OutlineSection(head, section_number, tuple(clauses)))
    return tuple(sections)


def title_of(draft: Draft, library: Library, clause_id: str) -> str:
    """A clause's title: the policy's own, else the one it was decided on, else the library's."""
    decision = draft.policy.decisions.get(clause_id)
    if decision is not None and (decision.title or clause_id in draft.lock.bases):
        return draft.title(clause_id)
    clause = library.clauses.get(clause_id)
    return clause.title if clause is not None else clause_id


def letter(count: int) -> str:
    """Appendix letters: 1 is A, 26 is Z, 27 is AA."""
    said = ""
    while count:
        count, rest = divmod(count - 1, 26)
        said = chr(ord("A") + rest) + said
    return said


def _prints(draft: Draft, clause_id: str) -> bool:
    decision = draft.policy.decisions.get(clause_id)
    return decision is not None and decision.printed


def _full_orders(draft: Draft, model: Model, listed: set[str]) -> dict[str, tuple[str, ...]]:
    """The policy's orders with the model's unlisted clauses put in."""
    orders: dict[str, tuple[str, ...]] = dict(draft.policy.sections)
    own = standing_for(draft.policy, model)
    for section in model.sections:
        home = own.get(section.id, section.id)
        for clause_id in section.clauses:
            if clause_id not in listed:
                if home not in orders:
                    ids = place_in_model(tuple(orders), [each.id for each in model.sections], home)
                    orders = {key: orders.get(key, ()) for key in ids}
                orders[home] = place_in_model(orders.get(home, ()), section.clauses, clause_id)
    for clause_id in draft.policy.decisions:
        if clause_id not in listed and not any(clause_id in ids for ids in orders.values()):
            base = draft.lock.bases.get(clause_id)
            home = base.category if base is not None else next(iter(orders), "governance")
            orders[home] = (*orders.get(home, ()), clause_id)
    return orders


def _head(draft: Draft, library: Library, model: Model, section_id: str) -> SectionHead:
    """How a section is headed: as the school does it, else as was pinned, else as the model or the library would."""
    pinned = draft.lock.heads.get(section_id)
    own = draft.policy.headings.get(section_id)
    if own is not None:
        below = pinned or SectionHead(section_id, own.title)
        return replace(below, title=own.title, appendix=own.appendix or below.appendix)
    if pinned is not None:
        return pinned
    category = library.categories.get(section_id)
    section = next((section for section in model.sections if section.id == section_id), None)
    title = section.title if section is not None else category.title if category is not None else section_id
    appendix = (category is not None and category.appendix) or (section is not None and section.appendix)
    return SectionHead(section_id, title, appendix=appendix)
