"""Answers as steps of a session: undone, done again, saved and joined like any other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from composer.policy import changes
from composer.policy.evidence import (
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
from composer.policy.settled import pinned
from composer.session import Session
from composer.session.answering import Answering
from tests.checks.bench import TODAY as DAY
from tests.checks.bench import session as sample_session
from tests.checks.bench import with_evidence, with_text
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.checks.finding import Finding
    from composer.policy.library import Library
    from composer.policy.policy import Draft

PURPOSE = ScenarioAnswer("settled", ("purpose",))


def unsaved(session: Session) -> bool:
    return session.dirty


@pytest.fixture(scope="module")
def told(library: Library) -> Library:
    """The small library with two scenarios and a process."""
    absence = Process("absence", "Absence", clause="celebrating-achievement", fills={"channel": "motto"})
    scenarios = {key: Scenario(key, key.capitalize()) for key in ("own-child", "streamed-play")}
    return replace(library, scenarios=scenarios, processes={"absence": absence})


@pytest.fixture
def session(told: Library, decided: Draft) -> Session:
    return Session(decided, told, today=TODAY)


ACTS: tuple[tuple[Callable[[Answering], object], str], ...] = (
    (lambda a: a.scenario("own-child", PURPOSE), "answered the scenario Own-child"),
    (lambda a: a.process("absence", ProcessAnswer("yes", "the line")), "answered the process Absence and filled motto"),
    (lambda a: a.device("phone-lost", DeviceAnswer(owner="the office")), "answered the risk phone-lost"),
    (lambda a: a.consultation("2026-staff", Consultation("staff")), "noted the consultation 2026-staff"),
    (lambda a: a.related("conduct", RelatedPolicy("Conduct")), "noted the related policy conduct"),
)


@pytest.mark.parametrize(("act", "label"), ACTS)
def test_each_answer_is_one_step(session: Session, act: Callable[[Answering], object], label: str) -> None:
    before = session.draft
    act(Answering(session))
    made = session.draft
    assert made.policy.evidence != before.policy.evidence
    assert unsaved(session)
    assert session.undo().label == label
    assert session.draft == before
    assert not unsaved(session)
    assert session.redo().label == label
    assert session.draft == made
    act(Answering(session))
    session.undo()
    assert session.draft == before, "the same answer again is no step"


def test_taking_out_is_a_step_too(session: Session) -> None:
    answering = Answering(session)
    for act, _ in ACTS[2:]:
        act(answering)
    full = session.draft
    answering.device("phone-lost", None)
    answering.consultation("2026-staff", None)
    answering.related("conduct", None)
    assert session.policy.evidence == Evidence()
    labels = [session.undo().label for _ in range(3)]
    assert labels == [
        "took out the related policy conduct",
        "took out the consultation 2026-staff",
        "took back the answer to the risk phone-lost",
    ]
    assert session.draft == full


def test_an_answer_ends_a_burst_of_typing(session: Session) -> None:
    session.edit("purpose", "Ours.")
    Answering(session).scenario("own-child", PURPOSE)
    assert session.undo().label == "answered the scenario Own-child"
    assert session.undo().label == "edited Purpose"


def test_what_is_refused_changes_nothing(session: Session, told: Library, decided: Draft) -> None:
    acts: tuple[Callable[[Answering], object], ...] = (
        lambda a: a.scenario("nobody", PURPOSE),
        lambda a: a.scenario("own-child", ScenarioAnswer("settled")),
        lambda a: a.process("absense", ProcessAnswer("no")),
        lambda a: a.related("conduct", None),
    )
    for act in acts:
        with pytest.raises(Problem):
            act(Answering(session))
    assert session.draft is decided
    read_only = Session(decided, told, today=TODAY, read_only="the lock is missing")
    with pytest.raises(Refusal, match="read-only"):
        Answering(read_only).scenario("own-child", PURPOSE)


def test_a_changed_clause_opens_the_scenario_and_undo_settles_it(session: Session) -> None:
    Answering(session).scenario("own-child", PURPOSE)
    assert session.scenarios()[0].state == "settled"
    session.edit("purpose", "Other words.")
    assert session.scenarios()[0].because == (
        "because “Purpose” has changed since this was answered (then it had the model's words)"
    )
    Answering(session).scenario("own-child", PURPOSE)
    assert session.scenarios()[0].state == "settled"
    session.undo()
    assert session.scenarios()[0].state == "open"
    session.undo()
    assert session.scenarios()[0].state == "settled"


def test_a_save_that_pins_is_no_change_of_ours(session: Session, decided: Draft, told: Library) -> None:
    by_hand = replace(decided, policy=replace(decided.policy, evidence=Evidence({"own-child": PURPOSE})))
    session = Session(by_hand, told, today=TODAY)
    session.drop("former-pupils", "It closed.")
    session.mark_saved(pinned(session.draft))
    assert not unsaved(session)
    assert session.draft.lock.settled == session.saved.lock.settled != {}
    session.undo()
    assert unsaved(session)
    session.redo()
    assert not unsaved(session)
    assert session.draft == session.saved
    session.edit("purpose", "Other words.")
    assert session.scenarios()[0].state == "open"
    session.undo()
    assert session.scenarios()[0].state == "settled"


def test_a_pin_that_a_joined_file_left_to_an_answer_that_is_gone_leaves_nothing_unsaved(
    decided: Draft, told: Library
) -> None:
    by_hand = replace(decided, policy=replace(decided.policy, evidence=Evidence({"own-child": PURPOSE})))
    theirs = pinned(by_hand)
    ours = Session(by_hand, told, today=TODAY)
    Answering(ours).scenario("own-child", ScenarioAnswer("open"))
    joined = changes.applied(changes.between(by_hand, ours.draft), theirs)
    ours.mark_saved(theirs)
    ours.replace_draft(joined, "settled with the other version")
    ours.mark_saved(pinned(joined))
    assert ours.policy.evidence.scenarios["own-child"].answer == "open"
    assert ours.draft.lock.settled == {}
    assert not unsaved(ours)


def test_an_answer_given_anew_after_a_save_keeps_its_own_pin(session: Session) -> None:
    Answering(session).scenario("own-child", PURPOSE)
    session.mark_saved(pinned(session.draft))
    session.adapt("purpose", "Other words.", "y")
    Answering(session).scenario("own-child", PURPOSE)
    assert session.scenarios()[0].state == "settled"
    session.undo()
    session.redo()
    assert session.scenarios()[0].state == "settled"


def test_an_answer_taken_back_after_a_save_keeps_no_pin(session: Session) -> None:
    Answering(session).scenario("own-child", PURPOSE)
    session.mark_saved(pinned(session.draft))
    session.undo()
    assert session.policy.evidence == Evidence()
    assert session.draft.lock.settled == {}
    assert unsaved(session)


# -- findings ----------------------------------------------------------------------------------------------


def voice(session: Session) -> list[Finding]:
    return [
        each for each in session.findings().open if (each.check, each.place.id) == ("template-voice", "confidentiality")
    ]


def seeded(text: str) -> Session:
    return sample_session(with_evidence(with_text("confidentiality", text), set_aside={}))


TEXT = "Staff at your school keep confidences.\nParents of your setting may ask us.\n"


def test_a_finding_is_set_aside_with_a_reason(told: Library) -> None:
    session = seeded(TEXT)
    first, second = voice(session)
    Answering(session).set_aside(first, "We quote a parent.", "")
    (key,) = session.policy.evidence.set_aside
    assert key == first.key
    assert session.policy.evidence.set_aside[key] == SetAside(
        "template-voice", "clause", "confidentiality", first.place.words, "We quote a parent.", "", DAY
    )
    assert [each.key for each in voice(session)] == [second.key]
    assert [each.key for each, _ in session.findings().aside] == [first.key]
    Answering(session).set_aside(second, "That too.", "")
    assert len(session.policy.evidence.set_aside) == 2
    Answering(session).ask_again(first.key)
    assert [each.key for each in voice(session)] == [first.key]
    assert session.undo().label == f"asked the finding {first.key} again"
    assert session.undo().label == f"set a finding aside: {second.message}"


def test_the_answer_to_a_text_of_before_goes_and_another_stays() -> None:
    session = seeded(TEXT)
    for finding in voice(session):
        Answering(session).set_aside(finding, f"About {finding.place.words}.", "")
    old = list(session.policy.evidence.set_aside)
    session.adapt("confidentiality", TEXT.replace("Staff at your school", "All staff at your school"), "y")
    (again,) = voice(session)
    assert session.findings().before[again.key].reason.startswith("About")
    Answering(session).set_aside(again, "Still so.", "")
    kept = session.policy.evidence.set_aside
    assert list(kept) == [old[1], again.key]
    assert session.findings().gone == ()


def test_what_blocks_takes_a_name_and_every_finding_a_reason() -> None:
    session = seeded(TEXT)
    finding = voice(session)[0]
    block = replace(finding, severity="block")
    for said, reason, by in (
        ("this finding stands in the way of approval; say who decides that it may stay", "Right.", "  "),
        ("setting a finding aside needs a reason; say why it is right as it stands", " ", "Head"),
    ):
        with pytest.raises(Refusal) as caught:
            Answering(session).set_aside(block, reason, by)
        assert str(caught.value) == said
    Answering(session).set_aside(block, "Right.", "Head")
    assert session.policy.evidence.set_aside[block.key].by == "Head"
    with pytest.raises(Refusal, match="no finding set aside"):
        Answering(session).ask_again("other-school-1")


def test_a_reason_for_other_words_that_are_gone_is_kept() -> None:
    session = seeded("Ask your school.\n")
    (finding,) = voice(session)
    Answering(session).set_aside(finding, "A quotation.", "")
    session.adapt("confidentiality", "Ask your setting.\n", "y")
    (other,) = voice(session)
    Answering(session).set_aside(other, "Another one.", "")
    assert {each.reason for each in session.policy.evidence.set_aside.values()} == {"A quotation.", "Another one."}
    assert session.findings().gone == (finding.key,)
