"""The model as it would print if the school had taken all of it as it was: what a policy departs from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.policy.document import Document, assemble
from composer.policy.pinning import base_of, model_order, section_heads
from composer.policy.policy import Base, Decision, Draft, Pinned, SchoolPolicy

if TYPE_CHECKING:
    from composer.policy.library import Library, Model


def model_document(draft: Draft, library: Library, model: Model) -> Document:
    """The model's own document, with the school's values filled in and the numbers that the model alone would have.

    Texts and titles are those that the school decided on, so that a library that has moved on shows nowhere; only
    what the school has decided nothing about comes from the library. Values are never a departure, and so the
    school's fill the model's blanks too; one that nothing fills is marked as in a policy. A clause of which neither
    the lock nor the library has the words is left out.

    Args:
        draft: The policy with its lock.
        library: The library under the policy's model.
        model: The model as the school took it.
    """
    bases = {i: base for i in model.clause_ids if (base := _base(draft, library, i)) is not None}
    policy = draft.policy
    taken = SchoolPolicy(
        policy.title,
        policy.model,
        policy.profile,
        policy.values,
        {section: tuple(i for i in ids if i in bases) for section, ids in model_order(model).items()},
        dict.fromkeys(bases, Decision("as-is")),
        evidence=policy.evidence,
    )
    heads = {head.id: head for head in section_heads(model, library)}
    facts = {fact.id: Pinned(fact.value) for fact in library.facts.values()}
    lock = replace(draft.lock, bases=bases, heads={**heads, **draft.lock.heads}, facts={**facts, **draft.lock.facts})
    return assemble(Draft(taken, lock), library, model)


def _base(draft: Draft, library: Library, clause_id: str) -> Base | None:
    """The text that was decided on; of a clause without a decision the library's."""
    clause, base = library.clauses.get(clause_id), draft.lock.bases.get(clause_id)
    if base is not None and (clause is None or clause_id in draft.policy.decisions):
        return base
    return base_of(clause) if clause is not None else None
