"""Who was asked, who was not, and dates that cannot belong to this text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.checks.bench import Seeded, found, in_file, school, with_evidence

SEEDED = {"nobody-consulted": Seeded(policy=lambda: with_evidence(consultations={}))}


def test_groups_that_nobody_asked_are_named() -> None:
    log = school().policy.evidence.consultations
    kept = {key: entry for key, entry in log.items() if key in {"2026-staff", "2026-parents", "2026-governors"}}
    findings = found(with_evidence(consultations=kept), "nobody-consulted")
    assert [finding.message for finding in findings] == ["Not asked yet: pupils and the recognised unions"]
    assert findings[0].place.kind == "consultation"


def test_dates_still_to_come_and_dates_long_before_the_model_are_asked_about() -> None:
    def all_on(day: date | None) -> list[str]:
        log = school().policy.evidence.consultations
        dated = {key: replace(entry, on=day) for key, entry in log.items()}
        return [finding.message for finding in found(with_evidence(consultations=dated), "nobody-consulted")]

    assert "has anybody been asked yet?" in all_on(date(2027, 1, 12))[0]
    assert "was it about this text?" in all_on(date(2024, 3, 1))[0]
    assert all_on(date(2026, 9, 1)) == []
    assert all_on(None) == []


def test_the_sample_schools_asked_everybody() -> None:
    for slug in ("oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"):
        assert found(school(slug), "nobody-consulted") == []


def test_a_file_says_that_somebody_was_asked_or_is_told_that_it_does_not() -> None:
    silent = in_file(
        "# Policy\n\nBe kind. These views are mine and do not reflect the views of others.\n", "nobody-consulted"
    )
    assert [finding.severity for finding in silent] == ["info"]
    assert in_file("# Policy\n\nParents and pupils were consulted in May.\n", "nobody-consulted") == []
