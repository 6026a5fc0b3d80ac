"""A model that only got a name on it, and agreed or legal wording that was changed without anybody being asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from composer.policy.policy import Decision
from tests.checks.bench import Seeded, found, school, with_policy, with_text, with_values, words

if TYPE_CHECKING:
    from composer.policy.policy import Draft


def _as_the_model() -> Draft:
    draft = school()
    ours = {key: Decision("as-is") for key, each in draft.policy.decisions.items() if each.mode in {"as-is", "adapted"}}
    values = {key: value for key, value in draft.policy.values.items() if key != "local_context"}
    return with_policy(draft, decisions=ours, values=values)


def _changed(reason: str, by: str = "Headteacher") -> Draft:
    draft = with_text("whistleblowing-protected", "Speak up.\n")
    decision = replace(draft.policy.decisions["whistleblowing-protected"], reason=reason, decided_by=by)
    return with_policy(draft, decisions={**draft.policy.decisions, "whistleblowing-protected": decision})


SEEDED = {
    "not-adapted": Seeded(
        words="We are a school.", policy=lambda: with_values(local_context="We are a school."), at="local_context"
    ),
    "adapted-protected": Seeded(policy=lambda: _changed("It is shorter."), at="whistleblowing-protected", line=1),
}


def test_a_policy_to_the_letter_is_told_with_its_share() -> None:
    findings = found(_as_the_model(), "not-adapted")
    assert {finding.place.kind for finding in findings} == {"policy", "value"}
    assert any("(100 %)" in finding.message for finding in findings)


def test_a_text_of_the_school_s_own_or_a_context_is_enough() -> None:
    assert found(school(), "not-adapted") == []
    draft = _as_the_model()
    told = with_values(draft, local_context=school().policy.values["local_context"])
    assert found(told, "not-adapted") == []
    own = Decision("local", title="Our bus", text="We have a bus.\n")
    draft = with_policy(draft, decisions={**draft.policy.decisions, "bus": own})
    assert [finding.place.id for finding in found(draft, "not-adapted")] == ["local_context"]


def test_a_context_that_could_be_any_school_s_is_told() -> None:
    said = "We are a warm and welcoming community with high expectations of all. " * 3
    assert "any school" in found(with_values(local_context=said), "not-adapted")[0].message


def test_no_answer_of_the_school_s_own_is_told() -> None:
    draft = with_policy(school(), values={"review_months": 12})
    assert any("No answer" in finding.message for finding in found(draft, "not-adapted"))


@pytest.mark.parametrize(
    "reason",
    [
        "Staff and the recognised unions were consulted.",
        "The council's solicitor read it first.",
        "The law on this is not changed, only how we say it.",
    ],
)
def test_a_reason_that_names_who_was_asked_answers_it(reason: str) -> None:
    assert found(_changed(reason), "adapted-protected") == []


def test_the_same_reason_without_a_name_does_not() -> None:
    assert len(found(_changed("The unions were consulted.", by=" "), "adapted-protected")) == 1


def test_an_agreed_clause_that_was_dropped_is_asked_about() -> None:
    draft = school()
    decision = replace(draft.policy.decisions["same-standard"], mode="dropped", reason="Too long.")
    findings = found(
        with_policy(draft, decisions={**draft.policy.decisions, "same-standard": decision}), "adapted-protected"
    )
    assert [(finding.place.id, "unions" in finding.message) for finding in findings] == [("same-standard", True)]


def test_a_clause_that_may_be_changed_freely_is_not_asked_about() -> None:
    assert found(with_text("purpose", "We are kind.\n"), "adapted-protected") == []


def test_what_is_found_in_the_sample_schools_is_right() -> None:
    places = {
        slug: [finding.place.id for finding in found(school(slug), "adapted-protected")]
        for slug in ("oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary")
    }
    assert places == {
        "oakfield-primary": [],
        "fenmoor-academy": [],
        "ysgol-maes-yr-ehedydd": [],
        "brackenhope-primary": ["phones-law-england"],
    }
    assert words(found(school("brackenhope-primary"), "adapted-protected")) == [""]
