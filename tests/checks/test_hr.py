"""Dismissal without a fair route and rules of silence; what is weighed, named and saved is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.checks.running import check_named, run
from composer.checks.subject import Passage, Subject
from tests.checks.bench import (
    Seeded,
    found,
    in_file,
    library,
    school,
    setting,
    with_local,
    with_policy,
    with_text,
    words,
)

SEEDED = {
    "dismissal-unweighed": Seeded(
        words="dismissal",
        policy=lambda: with_text("graded-examples", "Think first.\nA careless post may lead to dismissal.\n"),
        at="graded-examples",
        line=2,
    ),
    "gagging": Seeded(
        words="must not discuss the school",
        policy=lambda: with_local("silence", "Silence", "Staff must not discuss the school online.\n"),
        at="silence",
        line=1,
    ),
}


@pytest.mark.parametrize(
    "rest",
    [
        "under the Disciplinary Procedure.",
        "after all the circumstances of the case are weighed.",
        "at a hearing where the person may be accompanied.",
        "once the LADO has been told.",
    ],
)
def test_any_one_part_of_a_fair_route_is_enough(rest: str) -> None:
    assert in_file(f"# Conduct\n\nIt may lead to dismissal {rest}\n", "dismissal-unweighed") == []


def test_a_file_with_nothing_of_it_is_told_at_the_words() -> None:
    text = "# Conduct\n\nBe kind.\n\nThis is gross misconduct.\n"
    findings = in_file(text, "dismissal-unweighed")
    assert [(finding.place.words, finding.place.line) for finding in findings] == [("gross misconduct", 5)]


def test_children_who_are_dismissed_at_the_gate_are_no_matter_of_employment() -> None:
    assert in_file("# Day\n\nChildren are dismissed at the gate.\n", "dismissal-unweighed") == []


def test_a_policy_of_library_clauses_without_any_route_is_told_as_a_whole() -> None:
    draft = school()
    base = replace(draft.lock.bases["graded-examples"], text="This may lead to dismissal.\n")
    draft = replace(draft, lock=replace(draft.lock, bases={**draft.lock.bases, "graded-examples": base}))
    assert found(draft, "dismissal-unweighed") == []
    alone = with_policy(draft, decisions={"graded-examples": draft.policy.decisions["graded-examples"]})
    assert [finding.place.kind for finding in found(alone, "dismissal-unweighed")] == ["policy"]


@pytest.mark.parametrize(
    "text",
    [
        "Staff must not mention the school in any post.",
        "Parents must not criticise the school.",
        "Staff must not name, praise or mention the school online.",
        "Staff must not post any comments about the school, its pupils or its staff.",
        "There must be no negative comments about us.",
        "Staff must not make any comment about the school.",
        "Families must not complain online.",
        "Staff must not comment on {{school_name}}.",
    ],
)
def test_a_ban_on_any_word_about_the_school_is_found(text: str) -> None:
    findings = [each for each in in_file(f"# Policy\n\n{text}\n", "gagging") if each.place.words]
    assert len(findings) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Staff must not bring the school into disrepute.",
        "Staff must not comment on behalf of the school.",
        "Staff must not comment on the school to the press.",
        "Staff must not mention the school in their profile.",
        "Staff must not discuss the school's pupils.",
        "Staff must not discuss pupils or families online.",
        "Governors must not discuss the school budget online.",
        "Parents must not post negative comments about a child; the complaints procedure is open to them.",
        "Staff must not criticise the school in class, and may raise a concern through their union.",
    ],
)
def test_a_limit_with_a_reason_or_a_saving_is_left_alone(text: str) -> None:
    assert in_file(f"# Policy\n\n{text}\n", "gagging") == []


def test_rules_of_conduct_without_a_word_on_whistleblowing_are_told_once() -> None:
    text = "# Conduct\n\nMisconduct is dealt with under the disciplinary procedure.\n"
    assert [finding.place.kind for finding in in_file(text, "gagging")] == ["file"]
    assert in_file(f"{text}\nWhistleblowing is protected.\n", "gagging") == []
    assert in_file("# Pupils\n\nDisciplinary steps for pupils are in the behaviour policy.\n", "gagging") == []


def test_no_clause_of_the_library_fires_even_in_a_school_s_own_words() -> None:
    texts = {
        clause.body: clause for each in library().models.values() for clause in library().under(each).clauses.values()
    }
    passages = [Passage("clause", each.id, each.body, each.id, each.title, "local") for each in texts.values()]
    checks = [check_named(each) for each in SEEDED]
    assert [each for each in run(Subject(setting(), tuple(passages), None), checks) if each.place.words] == []


def test_the_sample_schools_are_fair() -> None:
    for slug in ("oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"):
        assert [words(found(school(slug), check)) for check in SEEDED] == [[], []]
