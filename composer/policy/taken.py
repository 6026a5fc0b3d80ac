"""The model as the school took it, whatever the library has made of it since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.policy.library import ModelSection
from composer.policy.outline import place_in_model

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft

Order = dict[str, tuple[str, ...]]


def model_as_taken(draft: Draft, library: Library, newest: Model) -> Model:
    """The model that the policy rests on: title, version, sections and order out of the lock.

    Clauses that came since are not in it, and those that went since are, as long as the policy or the library
    has their words. An older lock that kept no order gives the newest model.
    """
    lock = draft.lock
    if not lock.order:
        return newest
    sections = []
    for section_id, clause_ids in lock.order.items():
        head = lock.heads.get(section_id)
        now = next((section.title for section in newest.sections if section.id == section_id), section_id)
        known = tuple(i for i in clause_ids if i in draft.policy.decisions or i in library.clauses)
        sections.append(ModelSection(section_id, head.title if head is not None else now, known))
    return replace(newest, title=lock.model_title or newest.title, version=lock.model_version, sections=tuple(sections))


def with_place(
    order: Mapping[str, tuple[str, ...]], newest: Model, clause_id: str, waiting: Container[str] = ()
) -> Order:
    """The order with one clause where the newest model has it; without it when that has it no more.

    It is placed beside a clause that stands right already, not beside one of ``waiting``, which have yet to move:
    only so does every clause that is settled stay settled.
    """
    kept = {section: tuple(i for i in ids if i != clause_id) for section, ids in order.items()}
    home = newest.section_of(clause_id)
    if home is None:
        return kept
    if home.id not in kept:
        ids = place_in_model(tuple(kept), [section.id for section in newest.sections], home.id)
        kept = {section: kept.get(section, ()) for section in ids}
    kept[home.id] = place_in_model(kept[home.id], in_their_places(home.clauses, clause_id, waiting), clause_id)
    return kept


def with_section_place(
    order: Mapping[str, tuple[str, ...]], newest: Model, section: str, waiting: Container[str] = ()
) -> Order:
    """The order with one section where the newest model has it; as it is when it lacks that section."""
    if section not in order:
        return dict(order)
    others = tuple(each for each in order if each != section)
    there = in_their_places((each.id for each in newest.sections), section, waiting)
    return {each: order[each] for each in place_in_model(others, there, section)}


def in_their_places(ids: Iterable[str], placed: str, waiting: Container[str]) -> tuple[str, ...]:
    """The ids beside which ``placed`` may be put, itself among them: those that do not wait to be moved."""
    return tuple(each for each in ids if each == placed or each not in waiting)
