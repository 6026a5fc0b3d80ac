"""Two places that disagree, and pairs that only look like it."""

from __future__ import annotations

import pytest

from tests.checks.bench import Seeded, found, in_file, school, with_local, with_text, with_values, words

CHECK = "contradiction"
SEEDED = {
    CHECK: Seeded(
        words="may accept friend requests from pupils",
        file="# Contact\n\nStaff must not accept friend requests from pupils.\n\n# Clubs\n\n"
        "Coaches may accept friend requests from pupils.\n",
        line=7,
    )
}


def two(first: str, second: str) -> list[str]:
    return words(in_file(f"# One\n\n{first}\n\n# Two\n\n{second}\n", CHECK))


@pytest.mark.parametrize(
    ("first", "second", "pointed_at"),
    [
        ("We reply within 3 school days.", "We reply within five school days.", "reply within five school days"),
        ("Pictures are kept for 12 months.", "Pictures are kept for 24 months.", "Pictures are kept for 24 months"),
        (
            "Staff must not use their own phones to take pictures of pupils.",
            "On trips staff may use their own phones to take pictures.",
            "may use their own phones to take",
        ),
        (
            "Personal phones must not be used.",
            "Staff may use their own phones in the hall.",
            "Staff may use their own phones",
        ),
        ("Comments are turned off.", "We welcome comments on our page.", "We welcome comments"),
        ("We do not livestream.", "Concerts are livestreamed.", "are livestreamed"),
        ("This policy is reviewed every 2 years.", "The policy will be reviewed every three years.", None),
    ],
)
def test_opposites_and_two_numbers_are_found(first: str, second: str, pointed_at: str | None) -> None:
    pointed = two(first, second)
    assert pointed == [pointed_at] if pointed_at else len(pointed) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We reply within 3 school days.", "We reply within three days."),
        ("We reply within 3 school days.", "We reply to a complaint within 20 school days."),
        ("We reply within 24 hours.", "We reply within 3 days."),
        ("Staff must not accept friend requests from pupils.", "Staff may accept friend requests from former pupils."),
        ("Staff must not accept friend requests from pupils.", "Parents may accept friend requests from staff."),
        ("Personal phones must not be used.", "In an emergency staff may use their own phones."),
        ("Staff must not use their own phones in lessons.", "At break staff may use their own phones."),
        ("Comments are turned off during a livestream.", "We welcome comments on our page."),
        ("Pictures are kept for 12 months.", "CCTV pictures are kept for 1 month."),
        ("We do not livestream.", "Parents livestream at their own risk."),
        ("This policy is reviewed every 12 months.", "Each account is reviewed every 3 months."),
    ],
)
def test_what_only_looks_like_a_contradiction_is_left_alone(first: str, second: str) -> None:
    assert two(first, second) == []


def test_a_blank_is_compared_by_what_it_prints_as() -> None:
    said = "We aim to reply within four school days.\n"
    draft = with_local("swift-answers", "Swift answers", said, draft=with_values(reply_days=3))
    (finding,) = found(draft, CHECK)
    assert (finding.place.id, finding.place.words) == ("swift-answers", "aim to reply within four school days")
    assert "{{reply_days}}" in finding.message
    assert found(with_local("swift-answers", "Swift answers", said, draft=with_values(reply_days=4)), CHECK) == []


def test_the_rarer_answer_is_the_finding_wherever_it_stands() -> None:
    often = "# A\n\nWe reply within 2 days.\n\n# B\n\nWe reply within 5 days.\n\n# C\n\nWe reply within 5 days.\n"
    assert words(in_file(often, CHECK)) == ["reply within 2 days"]


def test_clauses_that_exclude_each_other_are_told_elsewhere() -> None:
    draft = with_text("comments-open-and-moderated", "We welcome comments.\n")
    rival = with_local("comments-closed", "Comments closed", "Comments are switched off.\n", draft=draft)
    assert found(rival, CHECK) == []
    other = with_local("quiet-page", "A quiet page", "Comments are switched off.\n", draft=draft)
    assert words(found(other, CHECK)) == ["Comments are switched off"]


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_agree_with_themselves(slug: str) -> None:
    assert found(school(slug), CHECK) == []
