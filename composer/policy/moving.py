"""The order of a policy's clauses, changed by a person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.policy.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.policy.outline import OutlineSection
    from composer.policy.policy import Draft


def move(draft: Draft, clause_id: str, *, before: str | None = None, after: str | None = None) -> Draft:
    """Put a clause directly before or after another one, in that one's section.

    Raises:
        Refusal: Either of them is not in the policy's order, or they are the same.
    """
    target = before if before is not None else after
    if target is None or (before is not None and after is not None):
        raise Refusal("a clause moves before one clause or after one", "name one of them")
    if target == clause_id:
        raise Refusal(f"{clause_id} cannot move beside itself")
    for each in (clause_id, target):
        if draft.policy.section_of(each) is None:
            raise Refusal(f"{each} is not in the policy's order", "pick it first")
    sections = {key: [i for i in ids if i != clause_id] for key, ids in draft.policy.sections.items()}
    for ids in sections.values():
        if target in ids:
            ids.insert(ids.index(target) + (0 if before is not None else 1), clause_id)
    ordered = {key: tuple(ids) for key, ids in sections.items()}
    if ordered == dict(draft.policy.sections):
        raise Refusal(f"{clause_id} is already there")
    return replace(draft, policy=replace(draft.policy, sections=ordered))


def move_by_one(draft: Draft, sections: Sequence[OutlineSection], clause_id: str, step: int) -> Draft:
    """Move a clause up (-1) or down (+1) past its neighbour; from a section's edge into the next section.

    Numbered sections and appendices stay apart.

    Raises:
        Refusal: It is at the edge already.
    """
    home = draft.policy.section_of(clause_id)
    if home is None:
        raise Refusal(f"{clause_id} has no place yet", "pick or adapt it first")
    order = list(draft.policy.sections[home])
    at = order.index(clause_id)
    if 0 <= at + step < len(order):
        beside = order[at + step]
        return move(draft, clause_id, before=beside) if step < 0 else move(draft, clause_id, after=beside)
    appendix = next(section.head.appendix for section in sections if section.head.id == home)
    ids = [s.head.id for s in sections if s.head.appendix == appendix and s.head.id in draft.policy.sections]
    to = ids.index(home) + step
    if not 0 <= to < len(ids):
        raise Refusal(f"{clause_id} is already at the {'top' if step < 0 else 'end'}")
    target = draft.policy.sections[ids[to]]
    moved = {**draft.policy.sections, home: tuple(i for i in order if i != clause_id)}
    moved[ids[to]] = (*target, clause_id) if step < 0 else (clause_id, *target)
    return replace(draft, policy=replace(draft.policy, sections=moved))
