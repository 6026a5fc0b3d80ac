"""A review that is overdue, an approval that was never given, and dates and fields that are as they should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from composer.policy.approval import Minuted, approve
from tests.checks.bench import (
    TODAY,
    Seeded,
    found,
    in_file,
    school,
    session,
    with_policy,
    with_text,
    with_values,
    words,
)

SEEDED = {
    "review-date": Seeded(
        words="Next review: March 2023",
        file="# Social media policy\n\nApproved by governors on 3 March 2021.\n\nNext review: March 2023\n",
        line=5,
    ),
    "approver": Seeded(
        words="Approved by",
        file="# Social media policy\n\nVersion 2\n\nApproved by:\n\nMinute reference: ____\n",
        line=5,
    ),
}


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("Next review: March 2023", "block"),
        ("**Date of next review:** 1st September 2024", "block"),
        ("| Review date | 01/09/24 |", "block"),
        ("To be reviewed by 2026-11-21.", "block"),
        ("This policy will be reviewed in the Autumn 2025", ""),
        ("This policy will be reviewed in Autumn 2025.", "block"),
        ("Review due: 2025", "block"),
        ("next-review: 2025-01-31", "block"),
        ("Next review: November 2026", ""),
        ("Next review date is 22/11/2026", ""),
        ("Next review: 2031", "warn"),
        ("Next review: ____", "warn"),
        ("Next review: 45/13/2024", "warn"),
    ],
)
def test_a_date_of_review_is_read_however_it_is_written(line: str, severity: str) -> None:
    findings = in_file(f"# Policy\n\n{line}\n", "review-date")
    if severity:
        assert [finding.severity for finding in findings] == [severity]
    else:
        assert [finding for finding in findings if finding.severity == "block"] == []


def test_an_earlier_review_that_was_held_is_not_the_next_one() -> None:
    text = (
        "# Policy\n\nLast reviewed: June 2019\n\n| Review date | June 2022 |\n|---|---|\n| Next review | June 2027 |\n"
    )
    assert in_file(text, "review-date") == []


def test_what_is_called_the_next_review_counts_before_a_date_that_may_be_another() -> None:
    text = "# Policy\n\nNext review: June 2024\n\nReview date: June 2028\n"
    assert words(in_file(text, "review-date")) == ["Next review: June 2024"]


def test_a_file_without_any_date_of_review_is_told_so_once() -> None:
    findings = in_file("# Policy\n\nWe review accounts every year.\n", "review-date")
    assert [(finding.severity, finding.place.kind) for finding in findings] == [("warn", "file")]


def test_the_value_is_missing_overdue_or_too_far_away() -> None:
    def judged(due: date | None) -> list[tuple[str, str, str]]:
        findings = found(with_values(next_review=due), "review-date")
        return [(finding.severity, finding.place.id, finding.place.words) for finding in findings]

    assert judged(None) == [("warn", "next_review", "")]
    assert judged(date(2026, 11, 21)) == [("block", "next_review", "21 November 2026")]
    assert judged(date(2030, 1, 1)) == [("warn", "next_review", "1 January 2030")]
    assert judged(TODAY) == []
    assert judged(date(2029, 11, 1)) == []


def test_a_review_that_was_due_before_the_approval_says_so() -> None:
    view = session(with_values(next_review=date(2026, 10, 1)))
    view.approval = approve(view.document(), "text\n", Minuted("Governors", "Autumn", "7", date(2026, 11, 1), "Clerk"))
    said = [finding.message for finding in view.findings().open if finding.check == "review-date"]
    assert said == ["The next review was due on 1 October 2026, and the policy was approved after that"]


def test_a_clause_that_waits_for_its_own_review_is_named() -> None:
    draft = school()
    late = replace(draft.policy.decisions["facebook"], review_by=date(2026, 11, 1))
    findings = found(with_policy(draft, decisions={**draft.policy.decisions, "facebook": late}), "review-date")
    assert [(finding.place.kind, finding.place.id, finding.severity) for finding in findings] == [
        ("clause", "facebook", "warn")
    ]


def test_a_date_in_the_text_of_a_clause_is_read_too() -> None:
    draft = with_text("purpose", "We are kind.\n\nThis policy is next reviewed in May 2024.\n")
    assert words(found(draft, "review-date")) == ["next reviewed in May 2024"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Policy\n\nApproved by:\n", ["Approved by"]),
        ("# Policy\n\nApproved by:\n\nBe kind online.\n", ["Approved by"]),
        ("# Policy\n\nApproved by:\n\nTo be ratified\n", ["Approved by", "To be ratified"]),
        ("# Policy\n\nApproved by:\n\nDate approved: 3 May 2026\n", ["Approved by"]),
        ("# Policy\n\n| Approved by | |\n|---|---|\n| Date approved | 1 May 2026 |\n", ["Approved by"]),
        ("# Policy\n\nApproving body:\n\n## Related documents\n", ["Approving body"]),
        ("# Policy\n\n## Approving body\n\n## Related documents\n", ["Approving body"]),
        ("# Policy\n\nRatified by governors on 3 May 2026.\n\nLink governor: [ ]\n", ["Link governor"]),
        ("# Policy (draft)\n\nApproved on: 3 May 2026\n", ["draft"]),
        ("# Policy\n\nStatus: Draft\n\nApproved on: 3 May 2026\n", ["Draft"]),
        ("# Policy\n\nApproved on: 3 May 2026, to be ratified.\n", ["to be ratified"]),
        ("# Policy\n\nPosts are approved by the office.\n", [""]),
    ],
)
def test_an_empty_field_a_draft_and_a_missing_approval_are_told(text: str, said: list[str]) -> None:
    assert words(in_file(text, "approver")) == said


@pytest.mark.parametrize(
    "text",
    [
        "# Policy\n\nApproved by: the governing body\n\nDate approved: 3 May 2026\n",
        "# Policy\n\nApproved by:\nFull governing body\n",
        "# Policy\n\napproved-by: governors\n",
        "# Policy\n\n| Date | Approved by |\n|---|---|\n| May 2026 | Governors |\n",
        "# Policy\n\nThis was adopted by the trustees in May.\n\nWe draft posts together.\n",
        "# Policy\n\nApproved on: 3 May 2026\n\nAny post is to be approved by a colleague.\n",
    ],
)
def test_a_policy_that_says_who_approved_it_is_left_in_peace(text: str) -> None:
    assert in_file(text, "approver") == []


def test_an_empty_field_stands_in_the_way_and_a_missing_line_does_not() -> None:
    assert in_file("# Policy\n\nApproved by: ______\n", "approver")[0].severity == "block"
    assert in_file("# Policy\n\nBe kind.\n", "approver")[0].severity == "warn"


def test_a_policy_without_keepers_or_approval() -> None:
    findings = found(with_values(policy_owner=None), "approver")
    assert [(finding.place.kind, finding.place.id, finding.severity) for finding in findings] == [
        ("value", "policy_owner", "warn"),
        ("approval", "", "info"),
    ]


def test_an_approved_policy_has_nothing_to_tell() -> None:
    view = session()
    view.approval = approve(view.document(), "text\n", Minuted("Governors", "Autumn", "7", date(2026, 11, 1), "Clerk"))
    assert [finding for finding in view.findings().open if finding.check in SEEDED] == []
