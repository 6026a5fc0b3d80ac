"""Which clauses are recommended for a school, each with its reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.library import exclusions
from composer.policy.when import meets

if TYPE_CHECKING:
    from composer.policy.clause import Clause
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft
    from composer.policy.school import Profile


def recommendations(draft: Draft, library: Library, model: Model) -> dict[str, str]:
    """Clauses not decided yet that fit this school, each with why.

    The reasons, strongest first: the profile meets the clause's test; a clause in the policy leans on
    it; every policy needs it; the model has it; the library recommends it. One whose test is not met
    comes only when another leans on it, and an alternative never beside what it is instead of.
    """
    policy = draft.policy
    printed = {i: library.clauses.get(i) for i, decision in policy.decisions.items() if decision.printed}
    leaning: dict[str, str] = {}
    excluded = exclusions(library)
    for clause_id, taken in printed.items():
        if taken is not None:
            for need in taken.needs:
                leaning.setdefault(need, draft.title(clause_id))
    in_model = set(model.clause_ids)
    found: dict[str, str] = {}
    for clause in library.clauses.values():
        if clause.id in policy.decisions or policy.profile.nation not in clause.nations:
            continue
        if not printed.keys().isdisjoint(excluded.get(clause.id, ())):
            continue
        reason = _reason(clause, policy.profile, library, leaning, in_model)
        if reason:
            found[clause.id] = reason
    return found


def _reason(clause: Clause, profile: Profile, library: Library, leaning: dict[str, str], in_model: set[str]) -> str:
    met = meets(clause.when, profile, library) if clause.when else None
    if met is not None:
        return f"because {met}"
    if clause.id in leaning:
        return f"because “{leaning[clause.id]}” leans on it"
    if clause.when or (clause.instead_of and clause.id not in in_model):
        return ""
    if clause.strength == "required":
        return "because every policy needs it"
    if clause.id in in_model:
        return "because the model has it"
    return "because the library recommends it" if clause.strength == "recommended" else ""
