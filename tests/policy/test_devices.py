"""The table of devices: what the printed clauses say, and what the school answered."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from composer.policy.devices import DeviceTable, _lines
from composer.policy.evidence import DeviceAnswer
from composer.session import Session
from tests.checks.bench import TODAY, library, school, session, with_evidence, with_local, with_text, with_values

if TYPE_CHECKING:
    from composer.policy.policy import Draft

STAFF = "staff-devices-and-photography"


def test_a_risk_names_where_it_is_stated_its_measures_and_its_owner_in_words() -> None:
    table = session().devices()
    risk = next(each for each in table.risks if each.risk.id == "picture-on-own-phone")
    assert risk.state == "measured"
    assert [each.id for each in risk.stated] == ["trips-and-residentials", STAFF]
    assert [each.number for each in risk.measures] == ["3.3", "6.3"]
    assert risk.owner == "The IT lead, who checks the devices each term"
    named = session(with_values(it_lead="the network manager")).devices()
    risk = next(each for each in named.risks if each.risk.id == "picture-on-own-phone")
    assert risk.owner.startswith("The network manager")


def test_what_no_printed_clause_says_is_not_stated_and_the_library_s_clauses_are_offered() -> None:
    table = session(with_evidence(devices={})).devices()
    risk = next(each for each in table.risks if each.risk.id == "left-out")
    assert (risk.state, risk.stated, risk.measures, risk.owner) == ("not-stated", (), (), "")
    assert [each.id for each in risk.offered] == ["benefits-of-devices"]
    assert next(each for each in table.benefits if each.benefit.id == "learning").stated == ()


def test_a_clause_of_another_nation_is_not_offered() -> None:
    table = session(with_evidence(devices={})).devices()
    risk = next(each for each in table.risks if each.risk.id == "filmed-without-asking")
    assert [each.id for each in risk.offered] == ["sixth-form-phones"]


def test_words_that_were_taken_out_no_longer_count() -> None:
    draft = with_text(STAFF, "Pictures are taken with care.\n")
    table = session(draft).devices()
    assert next(each for each in table.risks if each.risk.id == "school-device-lost").state == "not-stated"
    benefit = next(each for each in table.benefits if each.benefit.id == "own-lives")
    assert benefit.stated == ()


def test_capitals_line_ends_and_quotes_do_not_matter() -> None:
    body = (
        library().clauses[STAFF].body.replace("can be wiped from afar", "CAN be\n  wiped from afar").replace("'", "’")
    )
    table = session(with_text(STAFF, body)).devices()
    assert next(each for each in table.risks if each.risk.id == "school-device-lost").state == "measured"


def test_the_school_s_answer_goes_before_the_library_s() -> None:
    answer = DeviceAnswer(("account-security",), "the office manager", "We look after it there.")
    risk = next(
        each
        for each in session(with_evidence(devices={"left-out": answer})).devices().risks
        if each.risk.id == "left-out"
    )
    assert (risk.state, risk.owner, risk.because) == ("measured", "The office manager", "We look after it there.")
    assert [each.id for each in risk.measures] == ["account-security"]


def test_an_answer_of_an_owner_alone_keeps_the_library_s_measures() -> None:
    answer = DeviceAnswer(owner="the caretaker")
    table = session(with_evidence(devices={"school-device-lost": answer})).devices()
    risk = next(each for each in table.risks if each.risk.id == "school-device-lost")
    assert (risk.state, risk.owner) == ("measured", "The caretaker")


def test_a_reason_without_a_measure_says_that_the_risk_does_not_arise() -> None:
    table = session(with_evidence(devices={"attention": DeviceAnswer(because="No phones here.")})).devices()
    risk = next(each for each in table.risks if each.risk.id == "attention")
    assert (risk.state, risk.because) == ("does-not-apply", "No phones here.")
    assert table.tally == "13 with a measure · 0 without · 1 does not arise here · 7 not spoken of"


def test_a_risk_in_a_clause_of_the_school_s_own_is_a_row_and_reads_as_it_prints() -> None:
    text = (
        "- **Risk:** A drone films {{pupils}}.\n  **Measure:** We go in.\n  **Owner:** {{headteacher}}.\n"
        "- **Benefit:** It is fun.\n"
    )
    table = session(with_local("drones", "Drones", text, "mobile-devices")).devices()
    (risk,) = [each for each in table.risks if each.own]
    assert (risk.risk.id, risk.risk.title, risk.owner) == ("drones-1", "A drone films pupils", "The headteacher")
    assert [each.id for each in risk.measures] == ["drones"]


def test_every_school_has_each_benefit_and_risk_of_the_library_once() -> None:
    table = session(school("brackenhope-primary")).devices()
    assert [each.benefit.id for each in table.benefits] == list(library().benefits)
    assert [each.risk.id for each in table.risks if not each.own] == list(library().devices)


def test_without_a_list_there_is_an_empty_table() -> None:
    bare = replace(library(), devices={}, benefits={})
    draft = school()
    assert Session(draft, bare, today=TODAY).devices() == DeviceTable()


def test_hostile_text_takes_no_time() -> None:
    start = time.process_time()
    for piece in ("**Risk:**", "**Risk:** **Measure:**", "\n \n", "**"):
        _lines(piece * (64_000 // len(piece)))
    assert time.process_time() - start < 5


def test_the_owner_is_whom_the_policy_names_and_nobody_the_library_only_supposes() -> None:
    def owner(draft: Draft, risk_id: str) -> str:
        return next(each for each in session(draft).devices().risks if each.risk.id == risk_id).owner

    text = school().text("phones-handed-in")
    assert owner(school(), "wearables") == "The headteacher"
    assert owner(with_text("phones-handed-in", text.replace("{{headteacher}}", "the bursar")), "wearables") == ""
    elsewhere = with_evidence(devices={"wearables": DeviceAnswer(("confidentiality",))})
    assert "{{headteacher}}" not in school().text("confidentiality")
    assert owner(elsewhere, "wearables") == ""
