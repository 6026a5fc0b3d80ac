"""Situations and processes that stand open, each at its place."""

from __future__ import annotations

from dataclasses import replace

from composer.policy.evidence import ProcessAnswer, ScenarioAnswer
from tests.checks.bench import Seeded, found, school, with_evidence, with_values


def _without(kind: str, *keys: str) -> dict[str, object]:
    answers = getattr(school().policy.evidence, kind)
    return {key: answer for key, answer in answers.items() if key not in keys}


SEEDED = {
    "open-scenario": Seeded(
        policy=lambda: with_evidence(scenarios=_without("scenarios", "own-child-at-school")), at="own-child-at-school"
    ),
    "process-without-channel": Seeded(
        policy=lambda: with_evidence(processes={**_without("processes"), "lettings": ProcessAnswer("yes")}),
        at="lettings",
    ),
}


def test_a_scenario_says_why_it_is_open_and_what_could_settle_it() -> None:
    draft = school()
    dropped = replace(draft.policy.decisions["staff-who-are-parents"], mode="dropped")
    answers = {"own-child-at-school": ScenarioAnswer("settled", ("staff-who-are-parents",))}
    decisions = {**draft.policy.decisions, "staff-who-are-parents": dropped}
    changed = replace(draft, policy=replace(draft.policy, decisions=decisions))
    findings = found(with_evidence(changed, scenarios={**_without("scenarios"), **answers}), "open-scenario")
    here = next(finding for finding in findings if finding.place.id == "own-child-at-school")
    assert "was dropped" in here.message
    assert "“" in here.mend


def test_one_line_says_that_nothing_is_answered_yet() -> None:
    findings = found(with_evidence(scenarios={}), "open-scenario")
    assert [(finding.place.kind, finding.place.id) for finding in findings] == [("scenario", "")]
    assert "None of the 44" in findings[0].message


def test_many_open_ones_are_told_one_by_one_once_one_is_answered() -> None:
    one = {"own-child-at-school": ScenarioAnswer("does-not-apply", because="Nobody here has a child at school.")}
    assert len(found(with_evidence(scenarios=one), "open-scenario")) == 43


def test_what_a_school_left_open_on_purpose_is_told_in_its_words() -> None:
    findings = found(school(), "open-scenario")
    assert [finding.place.id for finding in findings] == ["pupil-meme-account"]
    assert "It has not happened here" in findings[0].message


def test_processes_without_an_answer_are_counted_in_one_line() -> None:
    findings = found(with_evidence(processes=_without("processes", "trips", "absence")), "process-without-channel")
    assert ["2 of 22 processes have no answer yet" in finding.message for finding in findings] == [True]
    assert findings[0].place.id == ""
    one = found(with_evidence(processes=_without("processes", "trips")), "process-without-channel")
    assert [finding.place.id for finding in one] == ["trips"]


def test_a_channel_that_is_not_the_one_in_the_clause_is_told() -> None:
    findings = found(with_values(absence_channel="a form on the website"), "process-without-channel")
    assert [finding.place.id for finding in findings] == ["absence"]
    assert "a form on the website" in findings[0].message


def test_the_sample_school_has_a_channel_for_everything() -> None:
    assert found(school(), "process-without-channel") == []
