"""Which of a school's own sections stand for which sections of the model.

A policy that was imported has the school's sections. What the model has in one of its sections is looked for, and
put, in the school's section that has most of it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from composer.policy.library import Model
    from composer.policy.policy import SchoolPolicy


def standing_for(policy: SchoolPolicy, model: Model) -> dict[str, str]:
    """The school's own section for each section of the model that has one; neither side twice.

    A section of the model that the policy has itself is stood for by none.
    """
    if not policy.headings:
        return {}
    sections = {section.id for section in model.sections}
    home = {clause_id: section.id for section in model.sections for clause_id in section.clauses}
    shared: Counter[tuple[str, str]] = Counter()
    for own in policy.headings:
        if own not in sections:
            shared.update((home[i], own) for i in policy.sections.get(own, ()) if i in home)
    found: dict[str, str] = {}
    for (section, own), _ in shared.most_common():
        if section not in policy.sections and section not in found and own not in found.values():
            found[section] = own
    return found
