"""A section of a model that holds appendices, whatever its clauses' categories are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.policy import decisions
from composer.policy.document import assemble
from composer.policy.library import ModelSection
from composer.policy.outline import outline
from composer.policy.pinning import section_heads
from composer.policy.policy import Lock
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.school import Profile


def test_its_clauses_print_as_lettered_appendices(library: Library, model: Model, profile: Profile) -> None:
    forms = ModelSection("forms", "Forms", ("purpose",), appendix=True)
    other = replace(model, sections=(forms, ModelSection("rules", "Rules", ("comments-open",))))
    assert [(head.id, head.appendix) for head in section_heads(other, library)][:2] == [
        ("forms", True),
        ("rules", False),
    ]
    draft = decisions.start(profile, other, library)
    for clause_id in ("purpose", "comments-open"):
        draft = decisions.pick(draft, library, other, clause_id, by="IT lead", on=TODAY)
    printed = assemble(draft, library, other).sections
    assert [(each.head.id, each.number, each.clauses[0].number) for each in printed] == [
        ("rules", "1", "1.1"), ("forms", "", "A")
    ]  # fmt: skip
    unpinned = replace(draft, lock=Lock())
    assert [(each.head.id, each.head.appendix) for each in outline(unpinned, library, other)] == [
        ("rules", False), ("forms", True)
    ]  # fmt: skip
