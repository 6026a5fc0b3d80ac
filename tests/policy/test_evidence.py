"""Topics, scenarios and processes: which clauses they lead to, and how they stand in a policy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from composer import text as prose
from composer.policy import decisions, settled
from composer.policy.evidence import Evidence, ProcessAnswer, ScenarioAnswer
from composer.policy.library import Law, Library, unknown
from composer.policy.outline import outline
from composer.policy.scenarios import (
    Later,
    Process,
    Scenario,
    Topic,
    background,
    covered_by,
    law_told,
    of_draft,
    of_library,
    readers_told,
    settled_by,
    told_of,
)
from composer.policy.search import matching
from composer.policy.settled import pinned
from composer.policy.standing import (
    ProcessState,
    ScenarioState,
    process_states,
    process_tally,
    scenario_states,
    tally,
)
from composer.session import Session
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.policy.library import Model
    from composer.policy.policy import Draft

SCENARIOS = {
    each.id: each
    for each in (
        Scenario("own-child", "A parent on the staff", ("employee", "parent"), "Confidences.", "What she may say."),
        Scenario("streamed-play", "A parent streams the play", ("parent", "publisher")),
        Scenario("nobody-knows", "Something new", ("a", "b")),
    )
}
PROCESSES = {
    each.id: each
    for each in (
        Process("replies", "Replying", clause="comments-open", words="within {{reply_days}} days"),
        Process("lessons", "Lessons", clause="class-livestreams"),
        Process("lost", "Lost property"),
    )
}
SETTLES = {
    "purpose": ("own-child",),
    "safeguarding-first": ("streamed-play",),
    "having-a-say": ("own-child",),
    "class-livestreams": ("streamed-play",),
}


@pytest.fixture(scope="module")
def told(library: Library) -> Library:
    """The small library with three scenarios, three processes and a topic."""
    clauses = {
        key: replace(clause, settles=SETTLES.get(key, ()), topics=("G01",) if key == "purpose" else ())
        for key, clause in library.clauses.items()
    }
    return replace(
        library,
        clauses=clauses,
        topics={
            "G01": Topic("G01", "Front matter", "Governance", "Owner, version."),
            "G02": Topic("G02", "B", "C", ""),
        },
        scenarios=SCENARIOS,
        processes=PROCESSES,
    )


def answered(draft: Draft, **answers: ScenarioAnswer) -> Draft:
    said = {key.replace("_", "-"): answer for key, answer in answers.items()}
    return replace(draft, policy=replace(draft.policy, evidence=Evidence(said)))


def used(draft: Draft, **answers: ProcessAnswer) -> Draft:
    return replace(draft, policy=replace(draft.policy, evidence=Evidence(processes=answers)))


def states(draft: Draft, library: Library, model: Model) -> Mapping[str, ScenarioState]:
    found = scenario_states(draft, library, outline(draft, library, model))
    return {each.scenario.id: each for each in found}


def processes(draft: Draft, library: Library, model: Model) -> Mapping[str, ProcessState]:
    found = process_states(draft, library, outline(draft, library, model))
    return {each.process.id: each for each in found}


def test_which_clauses_settle_and_cover(told: Library, decided: Draft) -> None:
    assert settled_by(of_library(told))["own-child"] == ("having-a-say", "purpose")
    assert settled_by(of_draft(decided, told)) == {"own-child": ("purpose",), "streamed-play": ("safeguarding-first",)}
    assert covered_by(of_library(told)) == {"G01": ("purpose",)}


def test_a_clause_that_only_a_model_has_counts(told: Library, model: Model) -> None:
    own = replace(told.clauses["purpose"], id="county-only", settles=("nobody-knows",))
    library = replace(told, models={model.id: replace(model, overlay={own.id: own})})
    assert settled_by(of_library(library))["nobody-knows"] == ("county-only",)


def test_what_nobody_answered_is_open_and_says_what_could_settle_it(
    told: Library, model: Model, decided: Draft
) -> None:
    found = states(decided, told, model)
    assert list(found) == list(SCENARIOS)
    own = found["own-child"]
    assert (own.state, own.because) == ("open", "it has no answer yet")
    assert [str(each) for each in own.could] == ["1.1 Purpose"]
    assert [(each.id, each.number) for each in own.offered] == [("having-a-say", "")]
    assert found["nobody-knows"].every_clause == ()


def test_settled_by_clauses_as_this_policy_prints_them(told: Library, model: Model, decided: Draft) -> None:
    local = ScenarioAnswer("settled", ("former-pupils", "purpose"), "We asked\nstaff.")
    found = states(answered(decided, own_child=local), told, model)["own-child"]
    assert (found.state, found.because) == ("settled", "We asked\nstaff.")
    assert [str(each) for each in found.clauses] == ["2.4 Former pupils' group", "1.1 Purpose"]
    assert found.could == found.offered == ()


@pytest.mark.parametrize(
    ("clause_id", "because"),
    [
        ("class-livestreams", "because “Class livestreams” was dropped"),
        ("having-a-say", "because “Having a say” is not in this policy"),
        ("long-gone", "because there is no clause long-gone any more"),
    ],
)
def test_a_clause_that_fell_out_opens_the_scenario_again(
    told: Library, model: Model, decided: Draft, clause_id: str, because: str
) -> None:
    draft = answered(decided, streamed_play=ScenarioAnswer("settled", ("purpose", clause_id)))
    found = states(draft, told, model)["streamed-play"]
    assert (found.state, found.because, found.clauses) == ("open", because, ())
    assert [each.id for each in found.could] == ["safeguarding-first"]


def test_dropping_a_clause_opens_what_it_settled_and_undo_settles_it_again(told: Library, decided: Draft) -> None:
    draft = answered(decided, own_child=ScenarioAnswer("settled", ("former-pupils",)))
    session = Session(draft, told, today=TODAY)
    assert session.scenarios()[0].state == "settled"
    session.drop("former-pupils", "It closed.")
    assert session.scenarios()[0].because == "because “Former pupils' group” was dropped"
    session.undo()
    assert session.scenarios()[0].state == "settled"


def test_does_not_apply_and_open_keep_their_words(told: Library, model: Model, decided: Draft) -> None:
    draft = answered(
        decided,
        own_child=ScenarioAnswer("does-not-apply", because="None of us has a child here."),
        streamed_play=ScenarioAnswer("open", because="The governors talk about it in May."),
    )
    found = states(draft, told, model)
    assert (found["own-child"].state, found["own-child"].because) == ("does-not-apply", "None of us has a child here.")
    assert found["own-child"].every_clause == ()
    assert found["streamed-play"].because == "The governors talk about it in May."
    assert tally(found.values()) == "0 settled · 1 does not apply · 2 open"


def test_an_answer_that_the_library_does_not_list_is_told_last(library: Library, model: Model, decided: Draft) -> None:
    draft = answered(decided, of_old=ScenarioAnswer("settled", ("purpose",)))
    found = states(draft, library, model)
    assert {key: (each.state, each.scenario.title) for key, each in found.items()} == {"of-old": ("settled", "of-old")}


def test_how_processes_stand(told: Library, model: Model, decided: Draft) -> None:
    draft = used(decided, replies=ProcessAnswer("yes", "The office", "A pointer"), lessons=ProcessAnswer("yes"))
    found = processes(draft, told, model)
    replies = found["replies"]
    assert (replies.state, replies.clause_told) == ("yes", "2.3 Comments are open speaks of it")
    assert (found["lessons"].state, found["lessons"].because) == (
        "open",
        "it is used, and no authoritative channel is named",
    )
    assert found["lessons"].clause_told == "not in this policy; the library has “Class livestreams”"
    assert (found["lost"].because, found["lost"].clause_told) == (
        "it has no answer yet",
        "no clause of the library speaks of it",
    )
    assert process_tally(found.values()) == "1 used · 0 not used · 0 later · 2 open"


def test_a_process_clause_that_lost_its_words_is_told(told: Library, model: Model, decided: Draft) -> None:
    draft = decisions.adapt(decided, told, model, "comments-open", "Soon.\n", by="x", on=TODAY, reason="y")
    assert processes(draft, told, model)["replies"].clause_told == (
        "2.3 Comments are open is there, and no longer says “within {{reply_days}} days”"
    )


def test_what_stands_behind_a_clause(told: Library) -> None:
    laws = {"kcsie": Law("kcsie", "KCSIE", ("england",), "", "unverified", "", TODAY)}
    clause = replace(told.clauses["purpose"], basis=("kcsie", "lost"), readers=("staff",), topics=("G01", "Z99"))
    behind = background(clause, replace(told, laws=laws))
    assert behind.topics == (("G01", "Front matter"), ("Z99", ""))
    assert behind.settles == (("own-child", "A parent on the staff"),)
    assert [law_told(*law) for law in behind.rests_on] == [
        "KCSIE (not verified: take advice before you rely on it)",
        "lost (not in the law register)",
    ]
    assert readers_told(behind) == "staff"
    assert readers_told(background(told.clauses["purpose"], told)) == "everyone"


def test_a_search_finds_scenarios_and_topics(told: Library) -> None:
    def found(query: str) -> list[str]:
        return [each.id for each in matching(told.clauses.values(), query, lambda clause: told_of(clause, told))]

    assert found("PARENT streams play") == ["safeguarding-first", "class-livestreams"]
    assert found("front matter") == ["purpose"]


def test_a_search_for_nothing_reads_no_list(library: Library) -> None:
    def refuses() -> dict[str, Scenario]:
        raise AssertionError

    lazy = replace(library, scenarios=Later(refuses), topics=Later(refuses))  # type: ignore[arg-type]
    assert len(list(matching(lazy.clauses.values(), " ", lambda clause: told_of(clause, lazy)))) == len(lazy.clauses)


def test_a_list_is_read_once_and_only_when_it_is_looked_at() -> None:
    reads = []

    def read() -> dict[str, int]:
        reads.append(1)
        return {"a": 1}

    later = Later(read)
    assert not reads
    assert (later["a"], len(later), list(later), later == {"a": 1}) == (1, 1, ["a"], True)
    assert len(reads) == 1


def test_the_nearest_or_the_command_that_lists_them_is_named() -> None:
    assert "did you mean own-child?" in str(unknown("scenario", "own-chlid", SCENARIOS))
    many = [f"number-{at}" for at in range(20)]
    assert str(unknown("process", "zzz", many)).endswith("list them with: policy-composer processes")
    assert str(unknown("clause", "zzz", many)).endswith("list them with: policy-composer clauses")


# -- changed since it was answered -------------------------------------------------------------------------


def test_a_clause_that_changed_opens_the_scenario_again(told: Library, model: Model, decided: Draft) -> None:
    draft = pinned(answered(decided, own_child=ScenarioAnswer("settled", ("former-pupils", "purpose"))))
    assert set(draft.lock.settled["own-child"]) == {"former-pupils", "purpose"}
    changed = decisions.adapt(draft, told, model, "former-pupils", "They meet.\n", by="x", on=TODAY)
    found = states(changed, told, model)["own-child"]
    assert (found.state, found.because) == (
        "open",
        "because “Former pupils' group” has changed since this was answered",
    )
    adapted = decisions.adapt(changed, told, model, "purpose", "Ours.\n", by="x", on=TODAY, reason="y")
    assert states(adapted, told, model)["own-child"].because == (
        "because “Former pupils' group” has changed since this was answered and "
        "“Purpose” has changed since this was answered (then it had the model's words)"
    )
    back = decisions.adapt(
        changed, told, model, "former-pupils", draft.text("former-pupils"), by="x", on=TODAY, reason=""
    )
    assert states(back, told, model)["own-child"].state == "settled"


def test_layout_alone_is_no_change(told: Library, model: Model, decided: Draft) -> None:
    draft = pinned(answered(decided, own_child=ScenarioAnswer("settled", ("former-pupils",))))
    text = "Former  pupils have\na group of their own.\n"
    wrapped = decisions.adapt(draft, told, model, "former-pupils", text, by="x", on=TODAY)
    assert states(wrapped, told, model)["own-child"].state == "settled"


def test_an_answer_written_by_hand_counts_as_the_text_is(told: Library, model: Model, decided: Draft) -> None:
    draft = answered(decided, own_child=ScenarioAnswer("settled", ("former-pupils",)))
    changed = decisions.adapt(draft, told, model, "former-pupils", "They meet.\n", by="x", on=TODAY)
    assert states(changed, told, model)["own-child"].state == "settled"
    assert changed.lock.settled == {}


def test_a_dropped_clause_is_told_as_dropped_and_settles_again_when_it_is_back(
    told: Library, model: Model, decided: Draft
) -> None:
    draft = pinned(answered(decided, own_child=ScenarioAnswer("settled", ("purpose",))))
    dropped = decisions.drop(draft, told, model, "purpose", "No.", by="x", on=TODAY)
    assert pinned(dropped) is dropped
    assert states(dropped, told, model)["own-child"].because == "because “Purpose” was dropped"
    back = decisions.restore(dropped, told, model, "purpose", by="x", on=TODAY)
    assert states(back, told, model)["own-child"].state == "settled"


def test_pins_are_made_for_what_prints_and_kept_once_made(told: Library, model: Model, decided: Draft) -> None:
    draft = answered(
        decided,
        own_child=ScenarioAnswer("settled", ("purpose", "class-livestreams", "long-gone")),
        streamed_play=ScenarioAnswer("open", ("purpose",)),
    )
    first = pinned(draft)
    assert {key: list(pins) for key, pins in first.lock.settled.items()} == {"own-child": ["purpose"]}
    assert pinned(first) is first
    changed = decisions.adapt(first, told, model, "purpose", "Ours.\n", by="x", on=TODAY, reason="y")
    assert pinned(changed) is changed
    gone = replace(changed, policy=replace(changed.policy, evidence=Evidence()))
    assert pinned(gone).lock.settled == {}


def test_a_text_is_digested_once(told: Library, model: Model, decided: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = pinned(answered(decided, own_child=ScenarioAnswer("settled", ("former-pupils", "purpose"))))
    counted: list[str] = []
    original = prose.sense_digest

    def counting(text: str) -> str:
        counted.append(text)
        return original(text)

    monkeypatch.setattr(prose, "sense_digest", counting)
    settled.sense_of.cache_clear()
    for _ in range(3):
        states(draft, told, model)
    assert len(counted) == 2
    states(decisions.adapt(draft, told, model, "purpose", "Other.\n", by="x", on=TODAY, reason="y"), told, model)
    assert len(counted) == 3


# -- answers and blanks ------------------------------------------------------------------------------------


@pytest.fixture
def filling(told: Library) -> Library:
    """The library in which two processes have a channel that is a blank of a clause."""
    processes = {
        **PROCESSES,
        "replies": replace(PROCESSES["replies"], clause="celebrating-achievement", fills={"channel": "motto"}),
        "lost": replace(PROCESSES["lost"], fills={"channel": "motto"}),
    }
    return replace(told, processes=processes)


def with_motto(draft: Draft, library: Library, model: Model, motto: str) -> Draft:
    text = "We post on {{channels}} and {{motto}}.\n"
    adapted = decisions.adapt(draft, library, model, "celebrating-achievement", text, by="x", on=TODAY, reason="y")
    return decisions.set_value(adapted, library, "motto", motto)


def test_the_channel_may_come_from_the_clause(filling: Library, model: Model, decided: Draft) -> None:
    draft = used(with_motto(decided, filling, model, "the absence line"), replies=ProcessAnswer("yes", "", "A word"))
    found = processes(draft, filling, model)
    replies = found["replies"]
    assert (replies.state, replies.channel, replies.channel_from, replies.differs) == (
        "yes",
        "the absence line",
        "motto",
        "",
    )
    assert replies.told == (("The one channel", "the absence line (the value motto)"), ("Social media", "A word"))
    lost = found["lost"]
    assert (lost.state, lost.channel, lost.answer) == ("open", "the absence line", None)
    empty = processes(used(decided, replies=ProcessAnswer("yes")), filling, model)["replies"]
    assert (empty.state, empty.channel, empty.told) == ("open", "", ())


@pytest.mark.parametrize(
    ("said", "differs"),
    [
        ("The absence line", ""),
        ("The absence line, by call or text, before 8.45", ""),
        ("Absence  LINE", ""),
        ("line", ""),
        ("the line", ""),
        ("the app", "the answer says “the app”, and the clause “the absence line” (motto)"),
        ("the absence lines", "the answer says “the absence lines”, and the clause “the absence line” (motto)"),
        ("—", "the answer says “—”, and the clause “the absence line” (motto)"),
    ],
)
def test_an_answer_that_differs_from_the_clause_is_told(
    filling: Library, model: Model, decided: Draft, said: str, differs: str
) -> None:
    draft = used(with_motto(decided, filling, model, "the absence line"), replies=ProcessAnswer("yes", said))
    found = processes(draft, filling, model)["replies"]
    assert (found.channel, found.channel_from, found.differs) == (said, "", differs)


def test_a_clause_that_does_not_print_the_blank_differs_from_nothing(
    filling: Library, model: Model, decided: Draft
) -> None:
    without = decisions.set_value(decided, filling, "motto", "the absence line")
    said = {"replies": ProcessAnswer("yes", "the app")}
    assert processes(used(without, **said), filling, model)["replies"].differs == ""
    dropped = decisions.drop(
        with_motto(decided, filling, model, "the line"),
        filling,
        model,
        "celebrating-achievement",
        "No.",
        by="x",
        on=TODAY,
    )
    assert processes(used(dropped, **said), filling, model)["replies"].differs == ""
