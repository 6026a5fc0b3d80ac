"""A newer model, clauses rewritten in place, changes without a reason and a file that tells no version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.policy.approval import Minuted, approve
from composer.session import Session
from tests.checks.bench import TODAY, Seeded, found, in_file, library, school, session, with_policy

if TYPE_CHECKING:
    from composer.policy.policy import Draft


def _older() -> Draft:
    draft = school()
    return replace(draft, lock=replace(draft.lock, model_version="2025.1"))


def _without_reason() -> Draft:
    draft = school()
    decision = replace(draft.policy.decisions["facebook"], reason=" ")
    return with_policy(draft, decisions={**draft.policy.decisions, "facebook": decision})


SEEDED = {
    "model-moved": Seeded(policy=_older),
    "no-history": Seeded(policy=_without_reason, at="facebook", line=1),
}


def test_a_newer_model_is_told_with_the_clauses_that_changed_and_whose_they_are() -> None:
    findings = found(school("brackenhope-primary"), "model-moved")
    assert [finding.place.kind for finding in findings] == ["policy"]
    assert "version 2025.1 of the model, and there is 2026.2" in findings[0].message
    assert "8 clauses here have changed, 5 of them adapted by us" in findings[0].message


def test_a_newer_model_that_changes_nothing_here_says_so() -> None:
    assert "none of the clauses here has changed" in found(_older(), "model-moved")[0].message


def test_the_model_of_the_day_has_nothing_to_tell() -> None:
    assert found(school(), "model-moved") == []


def test_a_clause_that_was_rewritten_in_place_is_told() -> None:
    whole = library()
    clause = replace(whole.clauses["purpose"], body="Other words.\n")
    other = replace(whole, clauses={**whole.clauses, "purpose": clause})
    rev = replace(school().lock.bases["purpose"], rev=clause.rev)
    draft = school()
    draft = replace(draft, lock=replace(draft.lock, bases={**draft.lock.bases, "purpose": rev}))
    findings = [each for each in Session(draft, other, today=TODAY).findings().open if each.check == "model-moved"]
    assert len(findings) == 1
    assert "without giving them a new revision: 1 clause here has changed" in findings[0].message


def test_a_change_without_a_reason_since_the_approval_says_so() -> None:
    view = session(_without_reason())
    view.approval = approve(view.document(), "text\n", Minuted("Governors", "Autumn", "7", date(2026, 11, 1), "Clerk"))
    said = [finding.message for finding in view.findings().open if finding.check == "no-history"]
    assert said == ["“Facebook” was adapted without a reason, since the approval on 1 November 2026"]


def test_changes_with_reasons_are_a_history() -> None:
    assert found(school(), "no-history") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# Policy\n\nBe kind.\n", True),
        ("# Policy\n\nThe Welsh version counts as much as the English version.\n", True),
        ("# Policy\n\nVersion: 2\n\nBe kind.\n", False),
        ("# Policy v1.4\n\nBe kind.\n", False),
        ("# Policy\n\n## Version history\n\nMay 2026: groups.\n", False),
    ],
)
def test_a_file_tells_its_version_or_what_changed(text: str, told: bool) -> None:
    assert bool(in_file(text, "no-history")) is told
