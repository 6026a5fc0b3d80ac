"""The three sample schools: finished, believable and different."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.export.markdown import complete, policy_markdown
from composer.policy.readability import LONGEST_SENTENCE, OLDEST_READER, reading, sentences
from composer.session import Session
from composer.store.library_files import load_library
from composer.store.school_files import open_school
from composer.store.workspace import find_workspace

if TYPE_CHECKING:
    from composer.policy.library import Library

ROOT = Path(__file__).parent.parent
SCHOOLS = {
    "oakfield-primary": "county-model",
    "fenmoor-academy": "trust-model",
    "ysgol-maes-yr-ehedydd": "wales-model",
}
each_school = pytest.mark.parametrize("slug", SCHOOLS)


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped library."""
    return load_library(ROOT / "clauses")


@pytest.fixture(scope="module")
def sessions(library: Library) -> dict[str, Session]:
    """Each sample school, open."""
    found = {}
    for slug in SCHOOLS:
        opened = open_school(find_workspace(ROOT), slug, library)
        assert opened.lock_trouble is None
        found[slug] = Session(opened.draft, library, today=date(2026, 11, 22))
    return found


def test_there_are_three_and_each_has_its_own_model(sessions: dict[str, Session]) -> None:
    assert {path.name for path in (ROOT / "schools").iterdir()} == set(SCHOOLS)
    assert {slug: session.policy.model for slug, session in sessions.items()} == SCHOOLS
    assert all(
        {path.name for path in (ROOT / "schools" / slug).iterdir()} == {"policy.toml", "policy.lock"}
        for slug in SCHOOLS
    )


@each_school
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


@each_school
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
        assert standing.state != "yes" or standing.answer.channel


@each_school
def test_it_asked_people_and_names_its_policies(sessions: dict[str, Session], slug: str) -> None:
    evidence = sessions[slug].policy.evidence
    asked = " ".join(consultation.who for consultation in evidence.consultations.values()).casefold()
    assert len(evidence.consultations) >= 4
    for group in (
        "staff",
        "union",
        "parent",
        "learner" if slug.startswith("ysgol") else "pupil" if slug.startswith("oak") else "student",
    ):
        assert group in asked
    assert all(each.how and each.on and each.changed for each in evidence.consultations.values())
    assert len(evidence.related) >= 6


WORDS_OF_OTHERS = {
    "oakfield-primary": r"learners?|students|principal|trustees?|Designated Safeguarding Person|Estyn|Hwb",
    "fenmoor-academy": r"pupils?|learners?|headteacher|governing body|Designated Safeguarding Person|Estyn|Hwb",
    "ysgol-maes-yr-ehedydd": r"pupils?|students|principal|trustees?|SENCO|Keeping Children Safe|Ofsted",
}


@each_school
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
