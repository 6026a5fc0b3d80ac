"""Short versions of a policy: in which of them, for staff, for parents or for pupils, a clause stands in full.

The library marks its clauses and a school decides for itself where it wants. What the model's mark was is pinned with
the text that a decision was made on, so that the library changing changes no short version.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.policy.clause import AUDIENCES, READERS
from composer.policy.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.policy.clause import Audience, Reader
    from composer.policy.library import Library
    from composer.policy.policy import Draft

IN_WORDS: dict[Audience, str] = {"staff": "staff", "parents": "parents and carers", "pupils": "pupils"}


def mark_of(draft: Draft, library: Library, clause_id: str) -> tuple[Audience, ...]:
    """In whose short version a clause stands: as the school says, else as the model has it."""
    decision = draft.policy.decisions.get(clause_id)
    if decision is not None and decision.short is not None:
        return decision.short
    return models_mark(draft, library, clause_id)


def models_mark(draft: Draft, library: Library, clause_id: str) -> tuple[Audience, ...]:
    """In whose short version the model has a clause; none for a clause of the school's own.

    That is what the lock kept. Where nothing is decided, or an older lock did not keep it, it is what the library has.
    """
    base = draft.lock.bases.get(clause_id)
    if base is not None and base.short is not None:
        return base.short
    decision = draft.policy.decisions.get(clause_id)
    clause = library.clauses.get(clause_id)
    return clause.short if clause is not None and (decision is None or decision.mode != "local") else ()


def marks(draft: Draft, library: Library) -> dict[str, tuple[Audience, ...]]:
    """The mark of every clause of the policy that prints."""
    printed = (key for key, decision in draft.policy.decisions.items() if decision.printed)
    return {clause_id: mark_of(draft, library, clause_id) for clause_id in printed}


def readers(draft: Draft, library: Library) -> dict[str, tuple[Reader, ...]]:
    """Who each clause of the policy speaks to; one that the library does not have speaks to everybody."""
    known = library.clauses
    return {key: known[key].readers if key in known else READERS for key in draft.policy.decisions}


def mark(draft: Draft, library: Library, clause_id: str, short: Iterable[Audience] | None) -> Draft:
    """Say in whose short version a clause stands; None leaves it to the model as the library has it now.

    Raises:
        Refusal: The clause does not print, so it is in no short version.
    """
    decision = draft.policy.decisions.get(clause_id)
    if decision is None:
        raise Refusal(f"{clause_id} is not in the policy, so it is in no short version", "pick it first")
    if not decision.printed:
        raise Refusal(f"{clause_id} is dropped, so it is in no short version", "restore it first")
    said = None if short is None else tuple(audience for audience in AUDIENCES if audience in set(short))
    base, clause = draft.lock.bases.get(clause_id), library.clauses.get(clause_id)
    lock = draft.lock
    if said is None and base is not None and clause is not None and base.short != clause.short:
        lock = replace(lock, bases={**lock.bases, clause_id: replace(base, short=clause.short)})
    if said == decision.short and lock is draft.lock:
        return draft
    decisions = {**draft.policy.decisions, clause_id: replace(decision, short=said)}
    return replace(draft, policy=replace(draft.policy, decisions=decisions), lock=lock)


def in_words(short: Iterable[Audience]) -> str:
    """A mark in words: ``parents and carers, pupils``, or ``none``."""
    return ", ".join(IN_WORDS[audience] for audience in short) or "none"
