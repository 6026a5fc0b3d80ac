"""Nouns for the place and for the people, held against what the school calls itself and them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.checks.families import councils, names, nouns, personal
from composer.checks.running import run
from composer.checks.subject import Passage, Subject
from composer.policy.school import Profile
from tests.checks.bench import (
    PLAIN,
    Seeded,
    found,
    in_file,
    library,
    school,
    setting,
    with_local,
    with_text,
    with_values,
    words,
)

SEEDED = {
    "setting-noun": Seeded(
        words="staff of the centre",
        policy=lambda: with_text("purpose", "The school is kind.\nThese rules are for staff of the centre.\n"),
        at="purpose",
        line=2,
    ),
    "person-noun": Seeded(
        words="students",
        file="# Policy\n\nPupils are kind, and pupils tell us.\n\nThe rules are for students.\n",
        line=5,
    ),
}

ACADEMY = Profile("Fenmoor Academy", "secondary", "england", "academy", ("Fenmoor",))
CENTRE = Profile("Northgate Learning Centre", "secondary", "england", "pupil-referral-unit")
SAMPLES = ("oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary")


def places(text: str, profile: Profile = PLAIN) -> list[str]:
    """The words that are no noun for this place."""
    return words(in_file(f"# Policy\n\n{text}\n", "setting-noun", profile))


def people(text: str, profile: Profile = PLAIN) -> list[str]:
    """The words that are a second noun for the same people."""
    return words(in_file(f"# Policy\n\n{text}\n", "person-noun", profile))


def ours(text: str, slug: str = "oakfield-primary") -> list[str]:
    """The words found in a clause of the school's own."""
    return words(found(with_local("ours", "Ours", f"{text}\n", draft=school(slug)), "person-noun"))


# -- the place ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The school is kind to staff of the centre.", "staff of the centre"),
        ("Our academy posts on Fridays.", "Our academy"),
        ("Everyone in the setting agrees.", "the setting"),
        ("Our college posts on Fridays.", "Our college"),
        ("The nursery posts on Fridays.", "The nursery"),
        ("Harm to the company's reputation is serious.", "the company's reputation"),
        ("This organisation has an account.", "This organisation"),
    ],
)
def test_a_noun_for_a_place_of_another_kind_is_found(text: str, said: str) -> None:
    assert places(text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "Check your privacy settings, turn the setting on, and see that the setting is off.",
        "The privacy setting hides it; this setting in the app does not.",
        "We meet in the city centre, at a children's centre or at the centre of the village.",
        "Pupils go on to the college or to a sixth-form college.",
        "The company that runs the platform may change its terms.",
        "The Academy Trust and the Centre for Learning wrote it.",
        "A template said “the setting” and *the centre*.",
        "The nursery class has a page, and setting an example matters.",
    ],
)
def test_the_same_words_for_other_things_are_no_finding(text: str) -> None:
    assert places(text) == []


def test_a_school_s_own_noun_comes_from_its_profile() -> None:
    assert places("The academy is a school.", ACADEMY) == []
    assert places("The academy is kind.", replace(PLAIN, type="academy")) == []
    assert places("The nursery posts.", replace(PLAIN, has={"nursery": True})) == []
    assert places("The setting posts.", replace(PLAIN, phase="nursery")) == []
    assert places("The college posts.", replace(PLAIN, phase="16-plus")) == []
    assert places("The academy knows.", replace(PLAIN, partners=("Fenmoor Academy",))) == []


def test_a_school_device_is_left_over_in_the_text_of_a_centre() -> None:
    assert places("The centre is open. Nobody may use a school device.", CENTRE) == ["school device"]
    assert places("The school is open. Our school is kind. The centre too.", CENTRE) == []


def test_a_noun_is_told_once_in_a_passage() -> None:
    assert len(places("The academy is kind. The academy is small.\n\nThe academy posts.")) == 1


# -- the people --------------------------------------------------------------------------------------------


def test_in_a_file_the_rarer_of_two_nouns_is_the_finding() -> None:
    assert people("Pupils and more pupils, and one student.") == ["student"]
    assert people("Students and more students, and one pupil.") == ["pupil"]
    assert people("Students and more students.") == []


def test_both_sides_of_a_slash_are_seen() -> None:
    assert people("For pupils/students, and for Governors/Trustees.") == ["students", "Trustees"]


def test_in_the_school_s_own_words_its_answer_decides() -> None:
    assert ours("Our learners are kind.") == ["learners"]
    assert ours("The principal decides.") == ["The principal"]
    assert ours("The trustees decide.") == ["trustees"]
    assert ours("A pupil tells the headteacher, and the governing body hears of it.") == []
    assert ours("A learner tells the headteacher.", "ysgol-maes-yr-ehedydd") == []
    assert ours("Tell the SENCO.", "ysgol-maes-yr-ehedydd") == ["SENCO"]
    assert ours("Pupils tell the headteacher.", "fenmoor-academy") == ["Pupils", "headteacher"]
    assert ours("Students tell the trustees and local governors.", "fenmoor-academy") == []


def test_the_mend_has_the_school_s_own_word() -> None:
    [finding] = found(with_local("ours", "Ours", "Our learners are kind.\n"), "person-noun")
    assert "“pupils”" in finding.message
    assert "“pupils”" in finding.mend


def test_a_deputy_stays_one_in_the_school_s_own_word() -> None:
    draft = with_local("ours", "Ours", "The vice principal and our assistant principals decide.\n")
    assert [finding.mend for finding in found(draft, "person-noun")] == ["Write “deputy headteacher”"]
    [finding] = found(with_local("ours", "Ours", "Tell the principal.\n"), "person-noun")
    assert finding.mend == "Write “the headteacher”"


def test_another_answer_makes_another_noun_right() -> None:
    draft = with_local("ours", "Ours", "Our learners are kind.\n", draft=with_values(pupil="learner"))
    assert found(draft, "person-noun") == []


@pytest.mark.parametrize(
    "text",
    [
        "A student teacher with a student loan, and students on placement.",
        "See “Keeping learners safe” and *Keeping students safe*.",
        "The Student Support Handbook and Supporting Learners' Healthcare Needs.",
        "The principal reason is care.",
        "A child talks to a parent, and parents talk to their children.",
        "The friends' association has trustees, and a film has directors.",
        "The headteacher of another school may know a principal teacher.",
    ],
)
def test_the_same_nouns_for_others_and_in_titles_are_no_finding(text: str) -> None:
    assert ours(text) == []
    assert people(f"Pupils, the headteacher and governors. {text}") == []


# -- the samples and the library ---------------------------------------------------------------------------


@pytest.mark.parametrize("check", ["setting-noun", "person-noun"])
@pytest.mark.parametrize("slug", SAMPLES)
def test_the_sample_schools_keep_to_their_nouns(slug: str, check: str) -> None:
    assert found(school(slug), check) == []


def test_no_clause_of_the_library_has_a_name_a_noun_or_a_person_of_its_own() -> None:
    passages = []
    for clause in library().clauses.values():
        passages += [
            Passage("title", clause.id, clause.title, clause.title, clause.title, "local"),
            Passage("clause", clause.id, clause.body, clause.title, clause.title, "local"),
        ]
    checks = (*names.CHECKS, *councils.CHECKS, *nouns.CHECKS, *personal.CHECKS)
    assert run(Subject(setting(), tuple(passages)), checks) == ()
