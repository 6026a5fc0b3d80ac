"""Which clauses are recommended for a school, each with its reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.school import in_words

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
    rivals: set[str] = set()
    for clause_id, taken in printed.items():
        if taken is not None:
            rivals.update(taken.instead_of, taken.clashes)
            for need in taken.needs:
                leaning.setdefault(need, draft.title(clause_id))
    in_model = set(model.clause_ids)
    found: dict[str, str] = {}
    for clause in library.clauses.values():
        if clause.id in policy.decisions or policy.profile.nation not in clause.nations:
            continue
        if clause.id in rivals or not printed.keys().isdisjoint((*clause.instead_of, *clause.clashes)):
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


def meets(test: str, profile: Profile, library: Library | None = None) -> str | None:
    """Why a profile meets a clause's ``when`` test, in words; None when it does not.

    Tests are ``phase:``, ``nation:``, ``type:`` and a word of the profile, ``platform:`` and a service
    the school uses, or ``has:`` and a flag such as ``nursery``.
    """
    key, _, wanted = test.partition(":")
    if key in {"phase", "nation", "type"}:
        return f"{key} = {in_words(wanted)}" if getattr(profile, key) == wanted else None
    if key == "platform" and wanted in profile.platforms:
        platform = library.platforms.get(wanted) if library is not None else None
        return f"the school uses {platform.name if platform is not None else wanted}"
    if key == "has" and profile.has.get(wanted, False):
        return f"the school has {wanted.replace('_', ' ')}"
    return None


WHEN_KEYS = ("phase", "nation", "type", "platform", "has")
"""The words a ``when`` test may start with."""
