"""The sample schools: three finished, believable and different, and a fourth that a newer model waits for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.export.markdown import complete, policy_markdown
from composer.policy.readability import LONGEST_SENTENCE, OLDEST_READER, reading, sentences
from composer.policy.reviews import due
from composer.session import Session
from composer.session.updating import Update
from composer.store.approval_file import last_approval
from composer.store.library_files import load_library
from composer.store.school_files import open_school
from composer.store.workspace import find_workspace
from tests.earlier_models import earlier_workspace

if TYPE_CHECKING:
    from composer.policy.library import Library

ROOT = Path(__file__).parent.parent
SCHOOLS = {
    "oakfield-primary": "county-model",
    "fenmoor-academy": "trust-model",
    "ysgol-maes-yr-ehedydd": "wales-model",
}
BEHIND = "brackenhope-primary"
"""The school that decided on last year's version of its model, and was approved before the newest came."""
ALL = {**SCHOOLS, BEHIND: "county-model"}
TODAY = date(2026, 11, 22)

each_school = pytest.mark.parametrize("slug", SCHOOLS)
"""The three that show finished work on the newest models."""
each_of_all = pytest.mark.parametrize("slug", ALL)


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped library."""
    return load_library(ROOT / "clauses")


@pytest.fixture(scope="module")
def sessions(library: Library) -> dict[str, Session]:
    """Each sample school, open."""
    found = {}
    for slug in ALL:
        opened = open_school(find_workspace(ROOT), slug, library)
        assert opened.lock_trouble is None
        found[slug] = Session(opened.draft, library, today=TODAY)
        found[slug].approval, trouble = last_approval(find_workspace(ROOT), slug)
        assert trouble is None
    return found


def test_there_are_three_with_a_model_each_and_one_that_is_behind(sessions: dict[str, Session]) -> None:
    assert {path.name for path in (ROOT / "schools").iterdir()} == set(ALL)
    assert {slug: session.policy.model for slug, session in sessions.items()} == ALL
    for slug in ALL:
        also = {"approvals"} if slug == BEHIND else set()
        assert {path.name for path in (ROOT / "schools" / slug).iterdir()} == {"policy.toml", "policy.lock", *also}


@each_of_all
def test_it_is_finished(sessions: dict[str, Session], slug: str) -> None:
    document = sessions[slug].document()
    assert document.open_blanks == ()
    assert document.undecided == ()
    assert complete(document)
    text = policy_markdown(document)
    assert "To fill in" not in text
    assert "{{" not in text


@each_school
def test_it_rests_on_the_library_as_it_is(sessions: dict[str, Session], library: Library, slug: str) -> None:
    """A clause that is reworded after the samples were made needs their locks made anew."""
    session = sessions[slug]
    known = library.under(library.model(session.policy.model)).clauses
    behind = [i for i, base in session.draft.lock.bases.items() if i in known and base.text != known[i].body]
    assert behind == []
    assert Update(session).plan.current


@each_school
def test_it_departs_from_its_model_in_every_way_and_says_why(sessions: dict[str, Session], slug: str) -> None:
    policy = sessions[slug].policy
    model = sessions[slug].model.clause_ids
    modes = {
        mode: [i for i, d in policy.decisions.items() if d.mode == mode] for mode in ("adapted", "dropped", "local")
    }
    assert 8 <= len(modes["adapted"]) <= 14
    assert 3 <= len(modes["dropped"]) <= 5
    assert 1 <= len(modes["local"]) <= 2
    added = [i for i, decision in policy.decisions.items() if i not in model and decision.printed]
    assert 6 <= len(added) - len(modes["local"]) <= 14
    assert not [i for i, decision in policy.decisions.items() if decision.wants_reason]
    assert all(decision.decided_by and decision.decided_on for decision in policy.decisions.values())


@each_of_all
def test_its_own_words_are_as_plain_as_the_library(sessions: dict[str, Session], library: Library, slug: str) -> None:
    for clause_id, decision in sessions[slug].policy.decisions.items():
        for sentence in sentences(decision.text, library):
            assert sentence.words <= LONGEST_SENTENCE, f"{clause_id}: {sentence.text}"
        if decision.text:
            assert reading(sentences(decision.text, library)).age <= OLDEST_READER, clause_id


@each_school
def test_every_scenario_and_process_is_answered(sessions: dict[str, Session], slug: str) -> None:
    scenarios, processes = sessions[slug].scenarios(), sessions[slug].processes()
    assert len(scenarios) == 44
    assert sum(1 for state in scenarios if state.state == "open") <= 1
    for state in scenarios:
        assert state.clauses or state.because
    assert len(processes) == 22
    for standing in processes:
        assert standing.answer is not None
        assert standing.state != "open"
        assert standing.state != "yes" or standing.channel


@each_of_all
def test_it_asked_people_and_names_its_policies(sessions: dict[str, Session], slug: str) -> None:
    evidence = sessions[slug].policy.evidence
    asked = " ".join(consultation.who for consultation in evidence.consultations.values()).casefold()
    assert len(evidence.consultations) >= 4
    for group in (
        "staff",
        "union",
        "parent",
        "learner" if slug.startswith("ysgol") else "student" if slug.startswith("fenmoor") else "pupil",
    ):
        assert group in asked
    assert all(each.how and each.on and each.changed for each in evidence.consultations.values())
    assert len(evidence.related) >= 6


OPEN = {
    "oakfield-primary": {"hard-to-read", "approver", "open-scenario"},
    "fenmoor-academy": {"hard-to-read", "approver"},
    "ysgol-maes-yr-ehedydd": {"hard-to-read", "approver"},
    BEHIND: {
        "review-date",
        "adapted-protected",
        "topic-gap",
        "open-scenario",
        "process-without-channel",
        "model-moved",
    },
}
"""The checks that find something in each school, and nobody set it aside."""


@each_of_all
def test_the_checks_find_what_is_true_and_some_of_it_is_set_aside(sessions: dict[str, Session], slug: str) -> None:
    session = sessions[slug]
    findings = session.findings()
    assert {finding.check for finding in findings.open} == OPEN[slug]
    assert [each.check for each in findings.of("block")] == (["review-date"] if slug == BEHIND else [])
    assert 1 <= len(findings.aside) <= 3
    assert all(answer.by and answer.on and len(answer.reason.split()) > 10 for _, answer in findings.aside)
    assert findings.gone == ()
    assert dict(findings.before) == {}


@each_school
def test_its_own_clauses_are_measures_against_risks_of_devices(sessions: dict[str, Session], slug: str) -> None:
    session = sessions[slug]
    risks = session.devices().risks
    assert [each.risk.id for each in risks if each.state == "without-measure"] == []
    assert sum(each.state == "not-stated" for each in risks) <= 3
    assert len(session.policy.evidence.devices) >= 5


WORDS_OF_OTHERS = {
    "oakfield-primary": r"learners?|students|principal|trustees?|Designated Safeguarding Person|Estyn|Hwb",
    "brackenhope-primary": r"learners?|students|principal|trustees?|Designated Safeguarding Person|Estyn|Hwb",
    "fenmoor-academy": r"pupils?|learners?|headteacher|governing body|Designated Safeguarding Person|Estyn|Hwb",
    "ysgol-maes-yr-ehedydd": r"pupils?|students|principal|trustees?|SENCO|Keeping Children Safe|Ofsted",
}


@each_of_all
def test_it_speaks_of_itself_in_its_own_nouns_and_law(sessions: dict[str, Session], slug: str) -> None:
    text = policy_markdown(sessions[slug].document())
    found = {match[0] for match in re.finditer(rf"\b(?:{WORDS_OF_OTHERS[slug]})\b", text)}
    assert found == set()


def test_without_its_name_each_could_still_be_told_from_the_others(sessions: dict[str, Session]) -> None:
    contexts = {slug: set(str(session.policy.values["local_context"]).split()) for slug, session in sessions.items()}
    for slug, words in contexts.items():
        assert len(words) > 60, slug
        for other, theirs in contexts.items():
            assert other == slug or len(words & theirs) < len(words) / 2


UPDATE = {
    "conflict": ["facebook"],
    "suggestion": ["reporting-and-evidence"],
    "clean": ["review-and-triggers"],
    "take-theirs": ["comments-open-and-moderated"],
    "already-same": ["people-who-are-not-employees"],
    "layout": ["about-this-document"],
    "dropped": ["image-identifiability"],
    "withdrawn": ["absence-and-urgent-news", "phones-off-in-bags"],
    "new": [
        "where-and-when",
        "private-messages",
        "ai-made-content",
        "absence-reporting",
        "closures-and-urgent-news",
        "trips-and-residentials",
        "phones-handed-in",
        "filming-at-events",
    ],
    "pins": ["x-twitter", "platforms-not-named"],
    "moved": ["related-policies", "celebrating-achievement"],
    "review": ["phones-law-england"],
}
"""What the newest model means for the school that is behind, each clause under its state."""


def test_the_one_that_is_behind_rests_on_last_years_model(sessions: dict[str, Session], tmp_path: Path) -> None:
    earlier = load_library(earlier_workspace(tmp_path, "county-model") / "clauses")
    model, lock = earlier.model("county-model"), sessions[BEHIND].draft.lock
    assert (lock.model, lock.model_version, lock.model_title) == (model.id, "2025.1", model.title)
    assert dict(lock.order) == {section.id: section.clauses for section in model.sections}
    reworded = set(model.clause_ids) & set(model.overlay)
    assert len(reworded) == 8
    assert {i: lock.bases[i].text for i in reworded} == {i: model.overlay[i].body for i in reworded}


def test_its_update_has_an_entry_for_each_state(sessions: dict[str, Session]) -> None:
    plan = Update(sessions[BEHIND]).plan
    assert (plan.version, plan.newest, plan.current) == ("2025.1", "2026.2", False)
    assert {state: [entry.id for entry in plan.of_state(state)] for state in UPDATE} == UPDATE
    assert plan.counts["nothing-new"] == len(plan.entries) - sum(map(len, UPDATE.values()))
    assert [entry.id for entry in plan.clean] == [
        "related-policies",
        "about-this-document",
        "celebrating-achievement",
        "people-who-are-not-employees",
    ]
    assert "Families told us in October 2025" in plan.by_id["image-identifiability"].question
    watched = plan.by_id["comments-open-and-moderated"].obligations
    assert any(said.startswith("the model: was “should not”, is now “never”") for said in watched)


def test_it_departs_from_its_model_and_was_approved_as_it_is(sessions: dict[str, Session]) -> None:
    session = sessions[BEHIND]
    decisions = session.policy.decisions
    modes = [decision.mode for decision in decisions.values()]
    assert {mode: modes.count(mode) for mode in modes} == {"as-is": 37, "adapted": 7, "dropped": 2, "local": 1}
    assert not [i for i, decision in decisions.items() if decision.wants_reason]
    approved = date(2025, 12, 3)
    assert all(each.decided_by and each.decided_on and each.decided_on < approved for each in decisions.values())
    evidence = session.policy.evidence
    days = [
        *(each.on for each in evidence.consultations.values()),
        *(each.reviewed for each in evidence.related.values()),
    ]
    assert all(on and on < approved for on in days)
    assert session.standing().in_words == "approved 3 December 2025"


def test_what_is_due_there_is_overdue_or_near(sessions: dict[str, Session]) -> None:
    session = sessions[BEHIND]
    assert [(each.on, each.what, each.state) for each in due(session.draft, session.library, TODAY)] == [
        (date(2026, 9, 1), "reason for “Phones at school: the guidance that we follow”", "overdue"),
        (date(2026, 11, 1), "policy review", "overdue"),
        (date(2026, 12, 15), "reason for “Celebrating achievement”", "soon"),
    ]
