"""A duty that nobody has and a post that nobody holds; ordinary passives are left alone."""

from __future__ import annotations

import pytest

from composer.checks.running import check_named, run
from composer.checks.subject import Passage, Subject
from tests.checks.bench import Seeded, found, in_file, library, school, setting, with_local, with_values, words

SEEDED = {
    "duty-without-owner": Seeded(
        words="will be monitored",
        policy=lambda: with_local("watching", "Watching", "Some things take care.\nEvery account will be monitored.\n"),
        at="watching",
        line=2,
    ),
    "vacant-role": Seeded(
        words="to be appointed",
        policy=lambda: with_values(communications_lead="to be appointed"),
        at="communications_lead",
    ),
}


@pytest.mark.parametrize(
    "text",
    [
        "Offensive content must be removed at once.",
        "Every concern must be carefully recorded.",
        "Settings are to be checked each term.",
        "New accounts must first be approved.",
        "Rules:\n\n- Links will be regularly and carefully checked.",
        "The office:\n\n- is open.\n- is kind.\n\nThat is good.\n\nIt helps.\n\nLinks will be checked.",
    ],
)
def test_a_duty_of_nobody_in_particular_is_found(text: str) -> None:
    assert len(in_file(f"# Policy\n\n{text}\n", "duty-without-owner")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Offensive content must be removed by the office.",
        "Tell {{dsl}}. It must be recorded the same day.",
        "Concerns must be reported to the DSL.",
        "The office looks after our page. Comments will be checked twice a day.",
        "The headteacher sees to it that:\n\n- links are right;\n- comments are kind;\n- settings will be checked.",
        "The headteacher:\n\n- is told. It helps. So be it.\n- is kind. It helps.\n- sees. Settings will be checked.",
        "Lessons will be recorded.",
        "A child's absence must be reported before nine.",
        "A post may be removed. Pictures can be checked.",
        "The policy will be reviewed each year.",
        "A rule must not be removed.",
        "We make sure that settings will be checked.",
    ],
)
def test_a_passive_with_somebody_beside_it_is_left_alone(text: str) -> None:
    assert in_file(f"# Policy\n\n{text}\n", "duty-without-owner") == []


def test_a_heading_that_names_who_does_it_is_enough() -> None:
    assert in_file("# The headteacher\n\nAccounts will be checked.\n", "duty-without-owner") == []
    assert len(in_file("# Tasks\n\nAccounts will be checked.\n", "duty-without-owner")) == 1


def test_no_clause_of_the_library_has_such_a_duty_even_in_a_school_s_own_words() -> None:
    held_against = setting()
    texts = {
        clause.body: clause for each in library().models.values() for clause in library().under(each).clauses.values()
    }
    passages = tuple(Passage("clause", each.id, each.body, each.id, each.title, "local") for each in texts.values())
    checks = [check_named("duty-without-owner"), check_named("vacant-role")]
    assert run(Subject(held_against, passages, None), checks) == ()


def test_the_model_s_own_words_are_not_looked_at() -> None:
    passage = Passage("clause", "watching", "Every account will be monitored.\n", "1.1 Watching", "Watching", "as-is")
    assert run(Subject(setting(), (passage,), None), [check_named("duty-without-owner")]) == ()


def test_a_role_that_the_text_uses_and_nothing_fills_is_told() -> None:
    findings = found(with_values(communications_lead=None), "vacant-role")
    assert [(finding.place.kind, finding.place.id) for finding in findings] == [("value", "communications_lead")]


def test_one_holder_of_two_posts_that_watch_each_other_is_told() -> None:
    findings = found(with_values(link_governor="The Designated Safeguarding Lead"), "vacant-role")
    assert [finding.place.id for finding in findings] == ["link_governor"]
    assert "The values dsl and link_governor are both" in findings[0].message


def test_one_holder_of_two_posts_that_go_together_is_not() -> None:
    values = school().policy.values
    assert values["visitor_contact"] == values["communications_lead"]
    assert found(school(), "vacant-role") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Link governor: vacant", ["Link governor: vacant"]),
        ("The post of online safety lead is currently vacant.", ["lead is currently vacant"]),
        ("The DSL will say when the vacant room is free.", []),
        ("The headteacher\nto be appointed will be asked.", []),
    ],
)
def test_a_vacancy_is_one_only_beside_the_post(text: str, said: list[str]) -> None:
    assert words(in_file(f"# Policy\n\n{text}\n", "vacant-role")) == said


def test_the_sample_schools_have_a_holder_for_every_post_and_duty() -> None:
    for slug in ("oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"):
        assert [found(school(slug), check) for check in SEEDED] == [[], []]
