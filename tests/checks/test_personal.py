"""Personal data in what anyone may read, and the addresses that are nobody's private ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.checks.of_policy import setting_of, subject_of
from composer.checks.running import check_named, run
from tests.checks.bench import TODAY, Seeded, found, in_file, library, school, session, with_text, with_values

SEEDED = {
    "personal-data": Seeded(
        words="jane.smith@gmail.com",
        policy=lambda: with_text("purpose", "Ask the office.\nOr write to jane.smith@gmail.com at night.\n"),
        at="purpose",
        line=2,
    )
}


def told(text: str) -> list[tuple[str, str]]:
    """What is taken for personal data in a line of text, with how heavy it is."""
    findings = in_file(f"# Policy\n\n{text}\n", "personal-data")
    return [(finding.severity, finding.place.words) for finding in findings]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Write to j.smith@oakfield.county.sch.uk.", "j.smith@oakfield.county.sch.uk"),
        ("Call 07700 900123 at night.", "07700 900123"),
        ("Call +44 7700 900 123 at night.", "+44 7700 900 123"),
        ("Call 07700900123.", "07700900123"),
        ("She lives at 14 Hill Road, Malton, YO17 7AB.", "14 Hill Road, Malton, YO17 7AB"),
        ("It was the pupil Jamie Carter who asked.", "Jamie Carter"),
        ("It was the {{pupil}} Jamie Carter who asked.", "Jamie Carter"),
        ("A pupil called Jamie Carter asked.", "Jamie Carter"),
    ],
)
def test_a_person_s_address_number_or_name_blocks(text: str, said: str) -> None:
    assert told(text) == [("block", said)]


def test_what_may_be_invented_is_only_asked_about() -> None:
    assert told("A pupil called Jamie asked.") == [("warn", "Jamie")]
    assert told("Well done, Jamie Carter (Year 5).") == [("warn", "Jamie Carter")]


def test_a_named_member_of_staff_is_advice_and_told_once() -> None:
    assert told("Ask Mrs Smith. Mrs Smith knows, and so does Dr Jones.") == [
        ("info", "Mrs Smith"),
        ("info", "Dr Jones"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Write to office@oakfield.county.sch.uk, head@school.uk, dsl.team@school.uk or year6@school.uk.",
        "Write to oakfieldprimary@outlook.com or to schooloffice3086@county.sch.uk.",
        "Write to help@nspcc.org.uk, casework@ico.org.uk or first.last@county.gov.uk.",
        "Write to name@example.com, follow @oakfield and post a@b.",
        "Call 01603 123456, 0800 1111 or 0345 600 1234.",
        "The trip phone is 07700 900123.",
        "Reference 1207700900123 and 077009001234567.",
        "Oakfield Primary School, 12 Church Lane, Oakfield, YO17 7AB.",
        "The school office, 3 Mill Street, YO17 7AB.",
        "We are in YO17 7AB.",
        "A pupil named in a post, pupils in Year 6, and what a child calls Home.",
        "Pupil Premium Grant, pupil Acceptable Use Agreement and Digital Leaders (Year 6).",
        "The Big Viking Workshop (Year 4) was fun.",
        "The headteacher and the Designated Safeguarding Lead decide.",
    ],
)
def test_posts_offices_and_public_bodies_are_no_finding(text: str) -> None:
    assert told(text) == []


def test_a_value_that_was_typed_is_looked_at() -> None:
    draft = with_values(contact_address="jane.smith@gmail.com")
    assert [(each.place.kind, each.place.id) for each in found(draft, "personal-data")] == [
        ("value", "contact_address")
    ]


def test_an_answer_that_the_dictionary_calls_personal_is_asked_about() -> None:
    draft, known = with_values(contact_address="the blue door"), library()
    entry = replace(known.values["contact_address"], personal=True)
    marked = replace(known, values={**known.values, "contact_address": entry})
    subject = subject_of(session(draft), setting_of(draft, marked, TODAY))
    [finding] = run(subject, [check_named("personal-data")])
    assert (finding.severity, finding.place.id) == ("warn", "contact_address")


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_name_posts_and_nobody(slug: str) -> None:
    assert found(school(slug), "personal-data") == []


def test_a_wall_of_signs_is_no_address() -> None:
    assert told("@" * 20_000) == []
    assert told("a" * 20_000 + "@") == []
