"""What fills a blank: nouns that go with the profile, forms that follow, and a lock that keeps both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy import answers, decisions
from composer.policy.clause import Clause
from composer.policy.dictionary import ValueEntry
from composer.policy.document import assemble, value_in_force, values_needed
from composer.policy.library import Category, Library, Model, ModelSection
from composer.policy.policy import Draft, Lock, Pinned
from composer.policy.problems import Problem, Refusal
from composer.policy.school import TYPES, Profile, check_profile
from composer.policy.when import WHEN_KEYS, check_when, meets

if TYPE_CHECKING:
    from composer.policy.school import Phase

DAY = date(2026, 11, 22)
BODY = (
    "{{governing_body}} approves this policy.\n"
    "Every {{pupil}} may ask {{dsl}} or {{headteacher}}.\n"
    "{{pupils}} are heard.\n"
    "Staff answer to {{employer}}.\n"
)
VALUES = (
    ValueEntry(
        "pupil",
        "Which word?",
        "choice",
        choices=("pupil", "learner", "student"),
        default="pupil",
        when=(("nation:wales", "learner"), ("phase:16-plus", "student")),
    ),
    ValueEntry(
        "pupils", "", follows="pupil", forms=(("pupil", "pupils"), ("learner", "learners"), ("student", "students"))
    ),
    ValueEntry(
        "governing_body",
        "Who approves?",
        "role",
        default="the governing body",
        when=(("type:academy", "the board of trustees"), ("nation:northern-ireland", "the Board of Governors")),
    ),
    ValueEntry(
        "headteacher", "Who leads?", "role", default="the headteacher", when=(("type:academy", "the principal"),)
    ),
    ValueEntry(
        "dsl",
        "Who leads on safeguarding?",
        "role",
        default="the Designated Safeguarding Lead",
        when=(
            ("nation:wales", "the Designated Safeguarding Person"),
            ("nation:northern-ireland", "the Designated Teacher"),
        ),
    ),
    ValueEntry(
        "employer",
        "Who employs the staff?",
        when=(("type:community", "the local authority"), ("type:academy", "the trust")),
    ),
)
MODEL = Model("m", "A model", "A county", "1", DAY, (ModelSection("governance", "Governance", ("nouns",)),))
LIBRARY = Library(
    {"governance": Category("governance", "Governance", 1)},
    {"nouns": Clause("nouns", "governance", "Nouns", BODY, 1)},
    {entry.name: entry for entry in VALUES},
    models={"m": MODEL},
)


def school(nation: str, type_: str, phase: Phase = "primary") -> Draft:
    profile = check_profile("Ash School", phase, nation, type_)
    return decisions.pick(decisions.start(profile, MODEL, LIBRARY), LIBRARY, MODEL, "nouns", by="IT lead", on=DAY)


def moved(draft: Draft, nation: str, type_: str) -> Draft:
    profile = check_profile("Ash School", "primary", nation, type_)
    return replace(draft, policy=replace(draft.policy, profile=profile))


def printed(draft: Draft, library: Library = LIBRARY) -> str:
    return assemble(draft, library, MODEL).sections[0].clauses[0].text


COUNTY = (
    "The governing body approves this policy.\n"
    "Every pupil may ask the Designated Safeguarding Lead or the headteacher.\n"
    "Pupils are heard.\n"
    "Staff answer to the local authority.\n"
)
PRINTED = {
    ("england", "community"): COUNTY,
    ("england", "academy"): (
        "The board of trustees approves this policy.\n"
        "Every pupil may ask the Designated Safeguarding Lead or the principal.\n"
        "Pupils are heard.\n"
        "Staff answer to the trust.\n"
    ),
    ("wales", "community"): (
        "The governing body approves this policy.\n"
        "Every learner may ask the Designated Safeguarding Person or the headteacher.\n"
        "Learners are heard.\n"
        "Staff answer to the local authority.\n"
    ),
    ("northern-ireland", "controlled"): (
        "The Board of Governors approves this policy.\n"
        "Every pupil may ask the Designated Teacher or the headteacher.\n"
        "Pupils are heard.\n"
        "Staff answer to **\\[To fill in: Who employs the staff?\\]**.\n"
    ),
}


class TestTheProfile:
    @pytest.mark.parametrize(("nation", "type_"), PRINTED)
    def test_switches_the_nouns_of_the_same_draft(self, nation: str, type_: str) -> None:
        assert printed(school(nation, type_)) == PRINTED[nation, type_]
        assert printed(moved(school("england", "community"), nation, type_)) == PRINTED[nation, type_]

    def test_writes_no_answer_into_the_policy(self) -> None:
        assert school("england", "academy").policy.values == {}

    def test_gives_way_to_what_the_school_says(self) -> None:
        draft = decisions.set_value(school("england", "academy"), LIBRARY, "governing_body", "the trustees")

        assert value_in_force(draft, LIBRARY, "governing_body") == "the trustees"
        assert answers.first_answer(draft, LIBRARY, "governing_body").text == "the board of trustees"

    def test_is_met_by_the_first_test_in_the_files_order(self) -> None:
        for entry, said in ((("nation:wales", "one"), "one"), (("phase:primary", "two"), "two")):
            both = (entry, ("type:community", "three"))
            library = replace(LIBRARY, values={"dsl": replace(VALUES[4], when=both)})
            draft = Draft(school("wales", "community").policy, Lock())
            assert value_in_force(draft, library, "dsl") == said


def test_a_form_follows_what_the_school_says() -> None:
    draft = decisions.set_value(school("wales", "community"), LIBRARY, "pupil", "student")

    assert "Every student may" in printed(draft)
    assert "\nStudents are heard." in printed(draft)


def test_a_follower_is_never_set_and_says_what_is() -> None:
    draft = school("england", "community")

    with pytest.raises(Refusal, match=r"^pupils follows pupil and has no answer of its own; set pupil$"):
        decisions.set_value(draft, LIBRARY, "pupils", "kids")
    assert decisions.set_value(draft, LIBRARY, "pupils", None) == draft


def test_an_answer_that_the_file_holds_for_a_follower_counts_for_nothing() -> None:
    draft = school("england", "community")
    held = replace(draft, policy=replace(draft.policy, values={"pupils": "kids"}))

    assert printed(held) == COUNTY


class TestTheLock:
    def test_has_all_that_a_blank_may_print_as(self) -> None:
        pinned = school("england", "community").lock.values

        assert pinned["governing_body"] == Pinned(
            "the governing body",
            "Who approves?",
            (("type:academy", "the board of trustees"), ("nation:northern-ireland", "the Board of Governors")),
        )
        assert pinned["pupils"].follows == "pupil"
        assert pinned["pupils"].forms == (("learner", "learners"), ("pupil", "pupils"), ("student", "students"))

    def test_has_what_a_follower_follows_too(self) -> None:
        only = replace(LIBRARY, clauses={"nouns": replace(LIBRARY.clauses["nouns"], body="{{pupils}} ask.\n")})
        draft = decisions.start(check_profile("Ash", "primary", "wales", "community"), MODEL, only)
        draft = decisions.pick(draft, only, MODEL, "nouns", by="IT lead", on=DAY)

        assert set(draft.lock.values) == {"pupil", "pupils"}
        assert printed(draft, replace(only, values={})) == "Learners ask.\n"

    @pytest.mark.parametrize("values", [{}, {entry.name: replace(entry, default="NEW", when=()) for entry in VALUES}])
    @pytest.mark.parametrize(("nation", "type_"), PRINTED)
    def test_is_all_that_a_document_is_made_of(self, values: dict[str, ValueEntry], nation: str, type_: str) -> None:
        draft = moved(school("england", "community"), nation, type_)

        assert printed(draft, replace(LIBRARY, values=values)) == PRINTED[nation, type_]

    def test_of_before_there_were_answers_by_profile_keeps_what_it_printed(self) -> None:
        draft = moved(school("england", "community"), "england", "academy")
        old = {name: Pinned(kept.value, kept.question) for name, kept in draft.lock.values.items()}
        old["pupils"] = Pinned("children", "Which word?")
        draft = replace(draft, lock=replace(draft.lock, values=old))

        assert printed(draft).startswith("The governing body approves")
        assert "\nChildren are heard." in printed(draft)
        assert "employer" in {blank.name for blank in assemble(draft, LIBRARY, MODEL).open_blanks}
        assert decisions.set_value(draft, LIBRARY, "pupils", "kids").policy.values == {"pupils": "kids"}

    def test_learns_the_form_of_a_word_when_the_school_chooses_it(self) -> None:
        draft = school("england", "community")
        newer = {
            **LIBRARY.values,
            "pupil": replace(VALUES[0], choices=("pupil", "child")),
            "pupils": replace(VALUES[1], forms=(("pupil", "PUPILS"), ("child", "children"))),
        }
        library = replace(LIBRARY, values=newer)

        assert printed(draft, library) == COUNTY
        chosen = decisions.set_value(draft, library, "pupil", "child")
        assert "\nChildren are heard." in printed(chosen, LIBRARY)
        assert "\nPupils are heard." in printed(decisions.set_value(chosen, library, "pupil", "pupil"), library)

    def test_never_has_a_follower_of_nothing_or_of_a_follower(self) -> None:
        def picked(**values: ValueEntry) -> Draft:
            library = replace(LIBRARY, values=values)
            draft = decisions.start(Profile("Ash", "primary", "wales", "community"), MODEL, library)
            return decisions.pick(draft, library, MODEL, "nouns", by="IT lead", on=DAY)

        assert set(picked(pupils=VALUES[1]).lock.values) == set()
        assert (
            "pupils" not in picked(pupils=VALUES[1], pupil=replace(VALUES[1], name="pupil", follows="dsl")).lock.values
        )


class TestValuesNeeded:
    def test_the_followed_value_is_asked_once_and_the_follower_never(self) -> None:
        needed = {need.name: need for need in values_needed(school("wales", "community"), LIBRARY)}

        assert set(needed) == {"governing_body", "pupil", "dsl", "headteacher", "employer"}
        assert (needed["pupil"].blanks, needed["pupil"].clauses) == (("pupil", "pupils"), ("nouns",))

    def test_an_answer_by_profile_says_where_it_comes_from(self) -> None:
        needed = {need.name: need for need in values_needed(school("northern-ireland", "controlled"), LIBRARY)}

        assert (needed["dsl"].default, needed["dsl"].because) == (
            "the Designated Teacher",
            "nation = Northern Ireland",
        )
        assert (needed["headteacher"].default, needed["headteacher"].because) == ("the headteacher", "")
        assert (needed["employer"].default, needed["employer"].because) == ("", "")

    def test_an_open_follower_asks_for_what_it_follows(self) -> None:
        bare = replace(LIBRARY, values={**LIBRARY.values, "pupil": replace(VALUES[0], default=None, when=())})
        draft = Draft(school("england", "community").policy, Lock(bases=school("england", "community").lock.bases))
        open_blanks = {blank.name: blank for blank in assemble(draft, bare, MODEL).open_blanks}

        assert "pupils" not in open_blanks
        assert open_blanks["pupil"].question == "Which word?"


@given(st.sampled_from([(nation, type_) for nation, types in TYPES.items() for type_ in types]), st.data())
def test_the_first_answer_is_the_one_of_the_first_test_met(where: tuple[str, str], data: st.DataObject) -> None:
    tests = [f"nation:{nation}" for nation in TYPES] + [f"type:{one}" for types in TYPES.values() for one in types]
    chosen = data.draw(st.lists(st.sampled_from(tests), unique=True, max_size=6))
    library = replace(LIBRARY, values={"dsl": replace(VALUES[4], when=tuple((test, test) for test in chosen))})
    draft = Draft(school(*where).policy, Lock())

    met = [test for test in chosen if test.partition(":")[2] in where]
    assert value_in_force(draft, library, "dsl") == (met[0] if met else "the Designated Safeguarding Lead")


class TestWhen:
    @pytest.mark.parametrize(
        "test", ["phase:16-plus", "nation:wales", "type:academy", "type:controlled", "platform:x", "has:sixth_form"]
    )
    def test_a_test_is_taken(self, test: str) -> None:
        assert check_when(test) == test
        assert test.partition(":")[0] in WHEN_KEYS

    @pytest.mark.parametrize(
        ("test", "said"),
        [
            (
                "",
                "'' is not one test on the school's profile; write one of phase:…, nation:…, type:…, platform:…, has:…",
            ),
            ("academy", "'academy' is not one test on the school's profile; write one of phase:…"),
            ("type:academy and nation:wales", "'academy and nation:wales' is not a type; choose community / "),
            ("nation:Wales", "'Wales' is not a nation; choose england / wales"),
            ("phase:", "'' is not a phase; choose nursery"),
            ("has:a nursery", "'a nursery' cannot be a flag of the profile; for example: has:nursery"),
            ("platform:../x", "'../x' cannot be a platform"),
            ("size:\x1b[2J", "'size:␛[2J' is not one test"),
        ],
    )
    def test_anything_else_is_refused_with_what_there_is(self, test: str, said: str) -> None:
        with pytest.raises(Problem) as problem:
            check_when(test)

        assert str(problem.value).startswith(said)
        assert "\x1b" not in str(problem.value)

    @given(st.text(max_size=20) | st.tuples(st.sampled_from(WHEN_KEYS), st.text(max_size=9)).map(":".join))
    def test_any_text_is_a_test_or_a_problem(self, test: str) -> None:
        said = ""
        try:
            check_when(test)
        except Problem as problem:
            said = str(problem)
        assert len(said.splitlines()) <= 1
        assert meets(test, Profile("x", "primary", "wales", "community")) is None or ":" in test
