"""A policy against the text that was approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from composer.compare.deviations import ClauseChange, Comparison, counts
from composer.export import changes
from composer.export.html import html
from composer.export.report import About, Report
from composer.export.table_of_changes import table
from composer.policy import decisions
from composer.policy.approval import Approval, Minuted, approve, standing
from composer.policy.document import assemble, plainly
from composer.policy.policy import Draft
from composer.session.reading import role_words
from composer.session.since_approval import (
    FRONT,
    OLDER,
    OPENED,
    TAKEN,
    TAKEN_BESIDE,
    TAKEN_FROM_LIBRARY,
    VALUES,
    since_approval,
)
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Lock
    from composer.session import Session
    from tests.conftest import OpenSession

EARLIER = TODAY - timedelta(days=30)
MINUTED = Minuted("Full governing body", "Autumn meeting", "12.3", EARLIER, "IT lead")


@pytest.fixture
def approval(decided: Draft, library: Library, model: Model) -> Approval:
    return approve(assemble(decided, library, model), "text\n", MINUTED)


@pytest.fixture
def session(decided: Draft, open_session: OpenSession) -> Session:
    return open_session(decided)


def by_id(found: Comparison) -> dict[str, ClauseChange]:
    return {entry.id: entry for entry in found.entries}


def report_of(session: Session, approval: Approval) -> Report:
    about = About.since_approval(session.document(), session.outline(), approval)
    return Report(since_approval(session, approval), about, roles=role_words(session), read=plainly)


def test_a_policy_as_it_was_approved_has_no_change(session: Session, approval: Approval) -> None:
    found = since_approval(session, approval)
    assert counts(found) == {"unchanged": 7, "changed": 0, "removed": 0, "added": 0, "moved": 0}
    assert found.deviations == ()
    report = report_of(session, approval)
    assert not report.differs
    text = changes.text(report)
    assert "against the policy approved on 23 October 2026" in text
    assert "Substantive changes" not in text
    assert "✓  unchanged: Purpose (purpose)" in text


def test_every_kind_of_change_is_told_against_the_approved_text(session: Session, approval: Approval) -> None:
    session.adapt("purpose", "We celebrate.\n\nStaff must ask {{dsl}} first.\n", "We ask now.")
    session.drop("comments-open", "Closed.")
    session.pick("comments-closed", "other-services")
    session.adapt("former-pupils", "Former pupils have a group.\n", "")
    found = since_approval(session, approval)
    assert {entry.id: entry.kind for entry in found.entries if entry.deviates} == {
        "purpose": "changed",
        "comments-open": "removed",
        "comments-closed": "added",
        "former-pupils": "changed",
        "other-services": "added",
    }
    entries = by_id(found)
    assert (entries["purpose"].reason, entries["purpose"].decided_on) == ("We ask now.", TODAY)
    assert (entries["comments-open"].reason, entries["comments-open"].number) == ("Closed.", "2.3")
    assert entries["comments-closed"].reason == TAKEN_FROM_LIBRARY
    assert entries["other-services"].reason == TAKEN
    assert (entries["other-services"].origin, entries["other-services"].decided_by) == ("", "IT lead")
    order = [entry.id for entry in found.entries]
    assert order.index("comments-open") == order.index("register-of-accounts") + 1
    report = report_of(session, approval)
    for face in (changes.text(report), changes.markdown(report), html(report)):
        said = " ".join(face.split())
        assert "“must” is new: “Staff must ask the Designated Safeguarding Lead first.”" in said.replace("Asks: ", "")
        assert "Comments are open (was 2.3)" in said.replace("\\", "")
        assert "{{" not in face
    assert "What has changed in our policy since it was approved on 23 October 2026" in changes.markdown(report)
    data = changes.as_data(report)
    assert (data["since"], data["counts"]) == ("2026-10-23", report.counts)


def test_a_changed_value_is_a_change_and_has_one_row_for_all_its_clauses(
    decided: Draft, library: Library, model: Model, open_session: OpenSession
) -> None:
    draft = decisions.set_value(decided, library, "reply_days", 2)
    draft = decisions.set_value(draft, library, "channels", ("the website",))
    session = open_session(draft)
    approval = approve(assemble(draft, library, model), "text\n", MINUTED)
    session.set_values({"dsl": "Mrs Jones", "reply_days": 3})
    report = report_of(session, approval)
    entries = by_id(report.comparison)
    assert [entry.id for entry in report.comparison.entries if entry.kind == "changed"] == ["purpose", "comments-open"]
    assert all(entries[name].values_only for name in ("purpose", "comments-open"))
    assert (entries["purpose"].reason, entries["purpose"].decided_by) == (VALUES, "")
    (row,) = table(report).rows
    assert (row.name, row.covers, row.why) == ("Values and dated facts", 2, VALUES)
    assert row.changed == (
        "“the Designated Safeguarding Lead” is now “Mrs Jones” in 1.1 Purpose",
        "“2” is now “3” in 2.3 Comments are open",
    )
    assert row.asks == ("Was “2 days”, is now “3 days”",)
    assert table(report).counts["substantive"] == 2


def test_words_changed_beside_a_value_are_no_matter_of_values(session: Session, approval: Approval) -> None:
    session.set_value("dsl", "Mrs Jones")
    session.adapt("purpose", "{{school_name}} uses it to celebrate.\nQuestions go to {{dsl}}.\n", "Shorter.")
    entry = by_id(since_approval(session, approval))["purpose"]
    assert (entry.values_only, entry.reason) == (False, "Shorter.")


def test_a_blank_in_place_of_words_is_the_change_of_whoever_wrote_it(session: Session, approval: Approval) -> None:
    session.adapt("former-pupils", "{{dsl}}\n", "The lead looks after them.")
    entry = by_id(since_approval(session, approval))["former-pupils"]
    assert (entry.values_only, entry.reason) == (False, "The lead looks after them.")
    assert entry.decided_by != ""


def test_a_reason_is_told_as_the_cause_only_where_it_was_given_on_these_words(
    session: Session, approval: Approval
) -> None:
    name = "celebrating-achievement"
    session.adapt(name, "We post good news on {{channels}} every Friday.\nWe may post more.\n", "")
    assert by_id(since_approval(session, approval))[name].reason == "We post once a week."

    base = replace(session.lock.bases[name], reasoned_on="Older words.\n")
    lock = replace(session.lock, bases={**session.lock.bases, name: base})
    session.replace_draft(replace(session.draft, lock=lock), "took an update")
    assert by_id(since_approval(session, approval))[name].reason == f"{TAKEN_BESIDE} We post once a week."

    decision = replace(session.policy.decisions[name], decided_on=MINUTED.on - timedelta(days=1))
    policy = replace(session.policy, decisions={**session.policy.decisions, name: decision})
    session.replace_draft(Draft(policy, _confirmed(session, name)), "by hand")
    assert by_id(since_approval(session, approval))[name].reason == f"{OLDER} We post once a week."


def _confirmed(session: Session, clause_id: str) -> Lock:
    """The lock with the clause's reason confirmed."""
    base = replace(session.lock.bases[clause_id], reasoned_on="")
    return replace(session.lock, bases={**session.lock.bases, clause_id: base})


def test_a_reference_that_lost_its_clause_is_no_matter_of_values(session: Session, approval: Approval) -> None:
    session.drop("register-of-accounts", "We keep no register.")
    entry = by_id(since_approval(session, approval))["safeguarding-first"]
    assert (entry.values_only, entry.reason, entry.decided_by) == (False, OPENED, "")


def test_an_update_that_was_taken_is_called_so(session: Session, approval: Approval) -> None:
    clauses = tuple(
        replace(clause, text="Old words.\n") if clause.id == "register-of-accounts" else clause
        for clause in approval.clauses
    )
    found = by_id(since_approval(session, replace(approval, clauses=clauses)))["register-of-accounts"]
    assert (found.kind, found.state, found.reason) == ("changed", "as-is", TAKEN)


def test_who_decided_is_not_told_of_a_decision_older_than_the_approval(session: Session, approval: Approval) -> None:
    later = replace(approval, on=date(2027, 3, 12))
    clauses = tuple(replace(clause, text="Old words.\n") for clause in approval.clauses)
    found = since_approval(session, replace(later, clauses=clauses))
    assert {(entry.decided_by, entry.decided_on) for entry in found.entries} == {("", None)}
    same_day = since_approval(session, replace(approval, on=TODAY, clauses=clauses))
    assert {entry.decided_by for entry in same_day.entries if entry.kind == "changed"} == {"IT lead"}


def test_a_reference_whose_number_alone_changed_is_no_change(session: Session, approval: Approval) -> None:
    assert (
        "section 2.2 (Register of accounts)" in {each.id: each.text for each in approval.clauses}["safeguarding-first"]
    )
    session.move("register-of-accounts", before="celebrating-achievement")
    found = since_approval(session, approval)
    assert by_id(found)["safeguarding-first"].kind == "unchanged"
    moved = [entry for entry in found.entries if entry.moved]
    assert len(moved) == 1
    assert moved[0].moved_note.endswith("in the approved policy")
    assert report_of(session, approval).differs


def test_a_title_alone_is_wording(session: Session, approval: Approval) -> None:
    clauses = tuple(replace(each, title="Aim") if each.id == "purpose" else each for each in approval.clauses)
    report = report_of(session, replace(approval, clauses=clauses))
    assert by_id(report.comparison)["purpose"].was_title == "Aim"
    assert table(report).wording == ("1.1 Purpose",)
    assert "Title: it was “Aim”" in changes.text(report)


def test_lines_that_are_wrapped_otherwise_are_layout_and_a_last_newline_is_nothing(
    session: Session, approval: Approval
) -> None:
    def wrapped(how: str) -> Comparison:
        clauses = tuple(replace(each, text=each.text.replace("\n", how)) for each in approval.clauses)
        return since_approval(session, replace(approval, clauses=clauses))

    assert wrapped("\n\n\n").deviations
    stripped = tuple(replace(each, text=each.text.rstrip("\n")) for each in approval.clauses)
    assert since_approval(session, replace(approval, clauses=stripped)).deviations == ()
    spaced = replace(approval, clauses=tuple(replace(e, text=e.text.replace(" ", "  ")) for e in approval.clauses))
    found = table(report_of(session, spaced))
    assert found.counts == {"substantive": 0, "wording": 0, "layout": 7, "moved": 0}
    assert standing(spaced, session.document()).state == "approved"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title": "Another title"}, FRONT),
        ({"owner": "Somebody else"}, FRONT),
        ({"next_review": "1 May 2030"}, FRONT),
        ({"sections": "intro"}, "section:governance"),
        ({"sections": "title"}, "section:governance"),
    ],
)
def test_nothing_of_the_standing_goes_untold(
    session: Session, approval: Approval, changed: dict[str, str], expected: str
) -> None:
    """What makes the policy *changed since approval* is in the comparison too."""
    if "sections" in changed:
        first, *rest = approval.sections
        touched = replace(first, **{changed["sections"]: "Once it was called something else."})
        other = replace(approval, sections=(touched, *rest))
    else:
        other = replace(approval, **changed)  # type: ignore[arg-type]
    assert standing(other, session.document()).state == "changed"
    found = since_approval(session, other)
    assert [entry.id for entry in found.entries if entry.deviates] == [expected]
    assert report_of(session, other).differs


def test_a_section_that_moved_is_told_once(session: Session, approval: Approval) -> None:
    order = ("positive-use", "governance", "platform-appendices")
    clauses = tuple(each for section in order for each in approval.clauses if each.section == section)
    report = report_of(session, replace(approval, clauses=clauses))
    assert len(report.comparison.sections_moved) == 1
    assert not any(entry.moved for entry in report.comparison.entries)
    assert "In another order than in the approved policy: the section “" in changes.text(report)
