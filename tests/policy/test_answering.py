"""Answers about what a policy has to have thought of, from one draft to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.policy import answering, decisions, placeholders
from composer.policy.consulting import Group
from composer.policy.devices import Risk
from composer.policy.evidence import (
    PROCESS_QUESTIONS,
    Consultation,
    DeviceAnswer,
    Evidence,
    ProcessAnswer,
    RelatedPolicy,
    ScenarioAnswer,
    SetAside,
)
from composer.policy.problems import Problem, Refusal
from composer.policy.scenarios import Process, Scenario
from composer.policy.settled import sense_of
from composer.policy.standing import fallen_out
from composer.store.library_files import load_library
from tests.checks.bench import REPOSITORY
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft

PURPOSE = ScenarioAnswer("settled", ("purpose",))
ASIDE = SetAside("other-school", "clause", "purpose", "St Ash", "Ours.", "Head", TODAY)


@pytest.fixture(scope="module")
def told(library: Library) -> Library:
    """The small library with lists: two scenarios, four processes, a risk and a group."""
    fills = {"channel": "motto"}
    processes = (
        Process("replies", "Replying", clause="celebrating-achievement", fills=fills),
        Process("lost", "Lost property", clause="purpose"),
        Process("closure", "Closures", clause="purpose", fills={"channel": "dsl"}),
        Process("trips", "Trips", clause="safeguarding-first", fills={"channel": "dsl", "other_policy": "nothing"}),
    )
    return replace(
        library,
        scenarios={key: Scenario(key, key.capitalize()) for key in ("own-child", "streamed-play")},
        processes={each.id: each for each in processes},
        devices={"phone-lost": Risk("phone-lost", "A phone is lost")},
        groups={"parents": Group("parents", "parents", ())},
    )


@pytest.fixture
def motto(told: Library, model: Model, decided: Draft) -> Draft:
    """A policy whose clause about celebrating prints the motto."""
    text = "We post on {{channels}} and {{motto}}.\n"
    return decisions.adapt(decided, told, model, "celebrating-achievement", text, by="x", on=TODAY, reason="y")


def evidence(draft: Draft) -> Evidence:
    return draft.policy.evidence


# -- scenarios ---------------------------------------------------------------------------------------------


def test_a_settled_scenario_is_pinned_to_the_texts_of_its_clauses(told: Library, decided: Draft) -> None:
    answer = ScenarioAnswer("settled", ("purpose", "former-pupils", "purpose"), " Both.\r\n ")
    made = answering.answer_scenario(decided, told, "own-child", answer)
    assert evidence(made).scenarios == {"own-child": ScenarioAnswer("settled", ("purpose", "former-pupils"), "Both.")}
    assert made.lock.settled == {"own-child": {key: sense_of(made.text(key)) for key in ("purpose", "former-pupils")}}
    assert decided.policy.evidence == Evidence()
    assert answering.answer_scenario(made, told, "own-child", answer) is made


def test_another_answer_takes_the_pins_away(told: Library, decided: Draft) -> None:
    made = answering.answer_scenario(decided, told, "own-child", PURPOSE)
    made = answering.answer_scenario(made, told, "streamed-play", PURPOSE)
    for answer in (ScenarioAnswer("open", ("purpose",), "In May."), ScenarioAnswer("does-not-apply", because="No.")):
        other = answering.answer_scenario(made, told, "own-child", answer)
        assert evidence(other).scenarios["own-child"] == replace(answer, clauses=())
        assert list(other.lock.settled) == ["streamed-play"]


def test_settling_it_again_with_the_same_clauses_pins_anew(told: Library, model: Model, decided: Draft) -> None:
    made = answering.answer_scenario(decided, told, "own-child", PURPOSE)
    changed = decisions.adapt(made, told, model, "purpose", "Ours.\n", by="x", on=TODAY, reason="y")
    assert fallen_out("own-child", changed, told)
    again = answering.answer_scenario(changed, told, "own-child", PURPOSE)
    assert fallen_out("own-child", again, told) == ()
    assert again.policy is changed.policy or again.policy == changed.policy


@pytest.mark.parametrize(
    ("scenario", "answer", "said"),
    [
        ("own-chlid", PURPOSE, "there is no scenario 'own-chlid'; did you mean own-child?"),
        ("own-child", ScenarioAnswer("settled"), "own-child is settled by no clause; name the clauses"),
        (
            "own-child",
            ScenarioAnswer("settled", ("purpose", "class-livestreams")),
            "class-livestreams was dropped, so it is no answer here; restore it first",
        ),
        (
            "own-child",
            ScenarioAnswer("settled", ("having-a-say",)),
            "having-a-say is not in this policy, so it is no answer here; pick it first",
        ),
        ("own-child", ScenarioAnswer("settled", ("prupose",)), "there is no clause 'prupose'; did you mean purpose?"),
        ("own-child", ScenarioAnswer("does-not-apply", because=" \n"), "nothing says why own-child does not apply"),
        ("own-child", ScenarioAnswer("open", because="a\u202eb"), "because holds the character U+202E"),
        ("own-child", ScenarioAnswer("open", because="x" * 4_001), "because has 4,001 characters; use at most 4,000"),
    ],
)
def test_what_is_no_answer_to_a_scenario(
    told: Library, decided: Draft, scenario: str, answer: ScenarioAnswer, said: str
) -> None:
    with pytest.raises(Problem) as caught:
        answering.answer_scenario(decided, told, scenario, answer)
    assert str(caught.value).startswith(said)


def test_a_library_without_lists_knows_no_better(library: Library, decided: Draft) -> None:
    made = answering.answer_scenario(decided, library, "of-old", PURPOSE)
    assert "of-old" in evidence(made).scenarios
    with pytest.raises(Problem, match="cannot be a scenario"):
        answering.answer_scenario(decided, library, "Of old", PURPOSE)


# -- processes ---------------------------------------------------------------------------------------------


def test_an_answer_fills_the_blank_of_its_clause(told: Library, motto: Draft) -> None:
    made = answering.answer_process(motto, told, "replies", ProcessAnswer("yes", " The absence\nline. ", "A word"))
    assert evidence(made).processes == {
        "replies": ProcessAnswer("yes", "The absence\nline.", "A word", title=told.processes["replies"].title)
    }
    assert made.policy.values["motto"] == "the absence\nline"  # this blank may have several lines
    assert answering.answer_process(made, told, "replies", evidence(made).processes["replies"]) is made


@pytest.mark.parametrize(
    ("said", "filled"),
    [
        ("The absence line", "the absence line"),
        ("Our app", "our app"),
        ("MyEd", "MyEd"),
        ("A call before 8.45 a.m.", "a call before 8.45 a.m."),
        ("Theatre box", "Theatre box"),
    ],
)
def test_an_answer_is_filled_in_as_it_stands_inside_a_sentence(
    told: Library, motto: Draft, said: str, filled: str
) -> None:
    made = answering.answer_process(motto, told, "replies", ProcessAnswer("yes", said))
    assert (evidence(made).processes["replies"].channel, made.policy.values["motto"]) == (said, filled)


def test_a_blank_follows_a_new_answer_and_no_old_one(told: Library, motto: Draft) -> None:
    made = answering.answer_process(motto, told, "replies", ProcessAnswer("yes", "the app"))
    newer = answering.answer_process(made, told, "replies", ProcessAnswer("yes", "the line"))
    assert newer.policy.values["motto"] == "the line"
    by_hand = decisions.set_value(newer, told, "motto", "the desk")
    other = answering.answer_process(by_hand, told, "replies", ProcessAnswer("yes", "the line", "A word"))
    assert other.policy.values["motto"] == "the desk"
    emptied = answering.answer_process(newer, told, "replies", ProcessAnswer("yes"))
    assert emptied.policy.values["motto"] == "the line"


def test_a_blank_that_processes_share_is_filled_once(told: Library, decided: Draft) -> None:
    # Its default prints already, so what one process answers changes nothing for the other.
    made = answering.answer_process(decided, told, "closure", ProcessAnswer("yes", "the app"))
    assert "dsl" not in made.policy.values
    no_default = replace(told.values["dsl"], default=None)
    values = {**told.values, "dsl": no_default}
    pinned = replace(decided.lock.values["dsl"], value="")
    draft = replace(decided, lock=replace(decided.lock, values={**decided.lock.values, "dsl": pinned}))
    empty = replace(told, values=values)
    first = answering.answer_process(draft, empty, "closure", ProcessAnswer("yes", "the app"))
    assert first.policy.values["dsl"] == "the app"
    second = answering.answer_process(first, empty, "trips", ProcessAnswer("yes", "the trip phone"))
    assert second.policy.values["dsl"] == "the app"
    third = answering.answer_process(draft, empty, "trips", ProcessAnswer("yes", "the trip phone"))
    assert "dsl" not in third.policy.values, "it prints in other clauses and not in the one about trips"


def test_a_process_without_a_blank_fills_nothing(told: Library, decided: Draft) -> None:
    made = answering.answer_process(decided, told, "lost", ProcessAnswer("later", "The office"))
    assert made.policy.values == decided.policy.values
    assert evidence(made).processes["lost"].use == "later"


@pytest.mark.parametrize(
    ("process", "answer", "said"),
    [
        ("repiles", ProcessAnswer("no"), "there is no process 'repiles'; did you mean replies?"),
        ("lost", ProcessAnswer("no", who_posts="a\x1bb"), "who_posts holds the character U+001B ESCAPE"),
        ("lost", ProcessAnswer("no", other_route="x" * 5_000), "other_route has 5,000 characters"),
    ],
)
def test_what_is_no_answer_to_a_process(
    told: Library, decided: Draft, process: str, answer: ProcessAnswer, said: str
) -> None:
    with pytest.raises(Problem) as caught:
        answering.answer_process(decided, told, process, answer)
    assert str(caught.value).startswith(said)


def test_what_the_library_says_is_filled_is_a_blank_of_that_clause() -> None:
    library = load_library(REPOSITORY / "clauses")
    filling = [process for process in library.processes.values() if process.fills]
    assert len(filling) >= 8
    for process in filling:
        blanks = placeholders.names(library.clauses[process.clause].body, "value")
        assert set(process.fills) <= set(PROCESS_QUESTIONS)
        for name in process.fills.values():
            assert name in blanks, process.id
            assert library.values[name].type == "text"


# -- devices, consultations, related policies --------------------------------------------------------------


def test_a_risk_is_answered_and_left_to_the_library_again(told: Library, decided: Draft) -> None:
    answer = DeviceAnswer(("purpose", "purpose"), " the office ")
    made = answering.answer_device(decided, told, "phone-lost", answer)
    assert evidence(made).devices == {"phone-lost": DeviceAnswer(("purpose",), "the office")}
    assert answering.answer_device(made, told, "phone-lost", answer) is made
    assert answering.answer_device(made, told, "phone-lost", None) == decided


def test_who_was_asked_is_noted_and_taken_out(told: Library, decided: Draft) -> None:
    entry = Consultation(" parents\nand carers", "A survey", date(2026, 10, 3), "More.", "parents")
    made = answering.note_consultation(decided, told, "2026-parents", entry)
    assert evidence(made).consultations == {"2026-parents": replace(entry, who="parents and carers")}
    assert answering.note_consultation(made, told, "2026-parents", None) == decided


def test_a_related_policy_is_noted_and_taken_out(decided: Draft) -> None:
    entry = RelatedPolicy("Conduct ", "Staff room", date(2026, 1, 12))
    made = answering.note_related(decided, "conduct", entry)
    assert evidence(made).related == {"conduct": replace(entry, title="Conduct")}
    assert answering.note_related(made, "conduct", None) == decided


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda d, lib: answering.answer_device(d, lib, "phone-lots", DeviceAnswer(owner="x")), "there is no risk"),
        (
            lambda d, lib: answering.answer_device(d, lib, "phone-lost", DeviceAnswer()),
            "nothing is said about the risk",
        ),
        (
            lambda d, lib: answering.answer_device(d, lib, "phone-lost", DeviceAnswer(("purpose",), because="No.")),
            "phone-lost cannot have a measure and not apply as well",
        ),
        (
            lambda d, lib: answering.answer_device(d, lib, "phone-lost", DeviceAnswer(("having-a-say",))),
            "having-a-say is not in this policy",
        ),
        (
            lambda d, lib: answering.answer_device(d, lib, "phone-lost", None),
            "there is no answer of this school about the risk 'phone-lost'",
        ),
        (
            lambda d, lib: answering.note_consultation(d, lib, "A B", Consultation("x")),
            "'A B' cannot be a consultation",
        ),
        (lambda d, lib: answering.note_consultation(d, lib, "a", Consultation(" ")), "a does not say who was asked"),
        (
            lambda d, lib: answering.note_consultation(d, lib, "a", Consultation("x", group="parnets")),
            "there is no group",
        ),
        (lambda d, lib: answering.note_consultation(d, lib, "a", None), "there is no consultation 'a'"),
        (lambda d, _: answering.note_related(d, "a", RelatedPolicy("")), "a has no title"),
        (lambda d, _: answering.note_related(d, "a", RelatedPolicy("\u202e")), "title holds the character U+202E"),
        (lambda d, _: answering.note_related(d, "a", None), "there is no related policy 'a'"),
        (
            lambda d, _: answering.set_aside(d, "a-1", replace(ASIDE, reason=" ")),
            "setting a finding aside needs a reason",
        ),
        (lambda d, _: answering.set_aside(d, "a-1", replace(ASIDE, reason="\x07")), "the reason holds the character"),
        (lambda d, _: answering.set_aside(d, "a-1", replace(ASIDE, by="x" * 4_001)), "the name has 4,001 characters"),
        (lambda d, _: answering.set_aside(d, "A 1", ASIDE), "'A 1' cannot be a finding"),
        (lambda d, _: answering.ask_again(d, "a-1"), "there is no finding set aside under 'a-1'"),
    ],
)
def test_what_is_refused(told: Library, decided: Draft, act: Callable[[Draft, Library], Draft], said: str) -> None:
    with pytest.raises(Problem) as caught:
        act(decided, told)
    assert str(caught.value).startswith(said)


def test_there_is_an_end_to_entries(decided: Draft) -> None:
    many = {f"policy-{at}": RelatedPolicy("A") for at in range(answering.MOST)}
    full = replace(decided, policy=replace(decided.policy, evidence=Evidence(related=many)))
    with pytest.raises(Refusal, match="this policy has 500 of these already"):
        answering.note_related(full, "one-more", RelatedPolicy("A"))
    assert answering.note_related(full, "policy-3", RelatedPolicy("B")) != full


# -- findings ----------------------------------------------------------------------------------------------


def test_a_finding_is_set_aside_and_asked_again(decided: Draft) -> None:
    made = answering.set_aside(decided, "other-school-1", ASIDE)
    assert evidence(made).set_aside == {"other-school-1": ASIDE}
    assert answering.set_aside(made, "other-school-1", ASIDE) is made
    assert answering.ask_again(made, "other-school-1") == decided


def test_an_outgrown_answer_goes_and_others_stay(decided: Draft) -> None:
    made = answering.set_aside(decided, "other-school-1", ASIDE)
    made = answering.set_aside(made, "other-school-2", ASIDE)
    made = answering.set_aside(made, "other-school-3", ASIDE, instead_of=("other-school-1", "gone-1", "other-school-3"))
    assert list(evidence(made).set_aside) == ["other-school-2", "other-school-3"]


def test_the_words_are_kept_short_and_clean(decided: Draft) -> None:
    long = replace(ASIDE, words="St Ash\x00 " + "and others " * 50)
    words = evidence(answering.set_aside(decided, "a-1", long)).set_aside["a-1"].words
    assert words.startswith("St Ash and others")
    assert len(words) <= answering.LONGEST_WORDS
    assert words.endswith(" …")


def test_a_process_that_is_not_in_use_fills_no_blank(told: Library, motto: Draft) -> None:
    made = answering.answer_process(motto, told, "replies", ProcessAnswer("no", "The absence line"))
    assert made.policy.values == motto.policy.values
