"""A risk of devices that the policy names has a measure, or is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from composer.policy.evidence import DeviceAnswer
from tests.checks.bench import Seeded, found, library, school, with_evidence, with_local, with_text

if TYPE_CHECKING:
    from composer.policy.policy import Draft

STAFF = "staff-devices-and-photography"
MEASURE = (
    "  **Measure:** It has a lock and can be wiped from afar, and whoever misses it says so as soon as they can.\n"
)


def staff_devices(old: str = "", new: str = "", draft: Draft | None = None) -> Draft:
    text = library().clauses[STAFF].body
    assert old in text
    return with_text(STAFF, text.replace(old, new), draft)


SEEDED = {"risk-without-measure": Seeded(policy=lambda: staff_devices(MEASURE), at="school-device-lost")}


def test_a_measure_that_was_cut_out_is_missed_and_told_where() -> None:
    (finding,) = found(staff_devices(MEASURE), "risk-without-measure")
    assert finding.place.kind == "device"
    assert finding.place.name == "the risk “A school device is lost”"
    assert finding.message == (
        "6.3 Staff devices and taking pictures names the risk “A school device is lost”, and no clause that prints "
        "is a measure against it"
    )
    assert finding.mend == "Write a measure beside the risk, or answer that it does not arise here"


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_have_a_measure_for_every_risk_they_name(slug: str) -> None:
    assert found(school(slug), "risk-without-measure") == []


def test_a_measure_in_the_school_s_own_words_is_one() -> None:
    said = "  **Measure:** Ours are locked, and the county can empty them.\n"
    assert found(staff_devices(MEASURE, said), "risk-without-measure") == []


def test_the_labels_may_be_written_a_little_differently() -> None:
    said = "  **Measures**: Ours are locked, and the county can empty them.\n"
    assert found(staff_devices(MEASURE, said), "risk-without-measure") == []


def test_a_risk_told_in_running_text_has_the_benefit_of_the_doubt() -> None:
    draft = with_text(STAFF, "If a school device is lost, the county empties it.\n")
    assert found(draft, "risk-without-measure") == []


def test_a_measure_in_another_clause_is_one() -> None:
    answer = DeviceAnswer(measures=("account-security",), owner="the IT lead")
    draft = with_evidence(staff_devices(MEASURE), devices={"school-device-lost": answer})
    assert found(draft, "risk-without-measure") == []


def test_a_measure_that_no_longer_prints_is_none() -> None:
    draft = with_evidence(devices={"attention": DeviceAnswer(measures=("private-messages",))})
    (finding,) = found(draft, "risk-without-measure")
    assert finding.place.id == "attention"


def test_a_risk_that_does_not_arise_here_is_settled_by_its_reason() -> None:
    draft = with_evidence(staff_devices(MEASURE), devices={"school-device-lost": DeviceAnswer(because="We have none.")})
    assert found(draft, "risk-without-measure") == []


def test_a_risk_that_only_the_school_states_needs_a_measure_too() -> None:
    text = "- **Risk:** A drone films the playground.\n  **Owner:** {{headteacher}}.\n"
    (finding,) = found(with_local("drones", "Drones", text, "mobile-devices"), "risk-without-measure")
    assert (finding.place.id, finding.place.name) == ("drones-1", "the risk “A drone films the playground”")
    assert "after **Measure:**" in finding.mend
    measured = text.replace("  **Owner", "  **Measure:** We ask the pilot to land.\n  **Owner")
    assert found(with_local("drones", "Drones", measured, "mobile-devices"), "risk-without-measure") == []


def test_a_risk_of_another_kind_is_none_of_devices() -> None:
    text = "- **Risk:** A stall at the fair is rained off.\n"
    assert found(with_local("fair", "The fair", text, "everyday-processes"), "risk-without-measure") == []
