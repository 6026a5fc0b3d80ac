"""Clauses that exclude each other: a policy has one of them.

Two may stand side by side while a person is on the way from one to the other, so nothing is refused and nothing
is dropped unasked: it is told, and the policy is not ready until one of them goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.library import exclusions
from composer.policy.outline import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft


def side_by_side(draft: Draft, library: Library) -> tuple[tuple[str, str], ...]:
    """The pairs of printed clauses that exclude each other, in the order of the policy's sections."""
    excluded = exclusions(library)
    place = {clause_id: at for at, clause_id in enumerate(_printed(draft))}
    return tuple(
        (one, other)
        for one in place
        for other in sorted(excluded.get(one, frozenset()) & place.keys(), key=place.__getitem__)
        if place[other] > place[one]
    )


def rivals(draft: Draft, library: Library, clause_id: str) -> tuple[str, ...]:
    """The printed clauses that exclude ``clause_id``, itself printed or not, in the order of the sections."""
    excluded = exclusions(library).get(clause_id, frozenset())
    return tuple(other for other in _printed(draft) if other in excluded)


def in_its_stead(draft: Draft, library: Library, model: Model, clause_id: str) -> tuple[str, ...]:
    """The model's clauses that ``clause_id`` excludes and about which nothing is decided yet."""
    excluded = exclusions(library).get(clause_id, frozenset())
    return tuple(i for i in model.clause_ids if i in excluded and i not in draft.policy.decisions)


def to_drop(draft: Draft, library: Library, model: Model, clause_ids: Iterable[str]) -> Mapping[str, str]:
    """The clauses to drop now that these were taken in, each with what to say of it.

    The command line and the screen add how to drop it.
    """
    told: dict[str, str] = {}
    printed = _printed(draft)
    for clause_id in clause_ids:
        if clause_id in told or clause_id not in printed:
            continue
        title = title_of(draft, library, clause_id)
        for other in rivals(draft, library, clause_id):
            named = title_of(draft, library, other)
            told[other] = f"“{title}” stands beside “{named}”: a policy has one of them; drop the other"
        for other in in_its_stead(draft, library, model, clause_id):
            named = title_of(draft, library, other)
            told[other] = f"The model has “{named}” instead of “{title}”, undecided yet; drop it, with a reason"
    return told


def _printed(draft: Draft) -> tuple[str, ...]:
    """The printed clauses in the order of the sections."""
    policy = draft.policy
    listed = [clause_id for ids in policy.sections.values() for clause_id in ids]
    ordered = dict.fromkeys([*listed, *policy.decisions])
    return tuple(i for i in ordered if i in policy.decisions and policy.decisions[i].printed)
