"""What differs between two drafts: kept, put on top of another draft, and checked for clashes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from composer.policy import changes, decisions
from composer.policy.changes import Changes, applied, between, clashes
from composer.policy.evidence import (
    Consultation,
    DeviceAnswer,
    Evidence,
    ProcessAnswer,
    RelatedPolicy,
    ScenarioAnswer,
    SetAside,
)
from composer.policy.policy import Draft
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from composer.policy.library import Library, Model

ON = date(2026, 11, 22)
IDS = ("purpose", "celebrating-achievement", "class-livestreams", "comments-open", "other-services", "comments-closed")

Act = tuple[str, str, str]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(("pick", "adapt", "drop", "restore", "move", "value", "add", "take out")),
        st.sampled_from(IDS),
        st.sampled_from(("purpose", "comments-open", "facebook")),
    ),
    max_size=5,
)


@pytest.fixture(scope="session")
def after(library: Library, model: Model) -> Callable[[Draft, list[Act]], Draft]:
    """A function that does a few things to a draft; what is refused is not done."""

    def one(draft: Draft, act: Act) -> Draft:
        kind, clause_id, other = act
        match kind:
            case "pick":
                return decisions.pick(draft, library, model, clause_id, by="me", on=ON)
            case "adapt":
                text = f"In our words, after {other}.\n"
                return decisions.adapt(draft, library, model, clause_id, text, by="me", on=ON, reason="Plainer.")
            case "drop":
                return decisions.drop(draft, library, model, clause_id, "Not here.", by="me", on=ON)
            case "restore":
                return decisions.restore(draft, library, model, clause_id, by="me", on=ON)
            case "move":
                return decisions.move(draft, clause_id, before=other)
            case "value":
                return decisions.set_value(draft, library, "dsl", other)
            case "take out":
                return decisions.take_out(draft, clause_id)
        return decisions.add_local(
            draft, library, model, f"own-{other}", title="Our own", section="governance", text="Ours.\n", by="me", on=ON
        )

    def all_of(draft: Draft, acts: list[Act]) -> Draft:
        for act in acts:
            with suppress(Problem):
                draft = one(draft, act)
        return draft

    return all_of


@given(acts=ACTS, more=ACTS)
def test_a_draft_with_the_changes_of_another_is_that_other(
    acts: list[Act], more: list[Act], after: Callable[[Draft, list[Act]], Draft], decided: Draft
) -> None:
    old, new = after(decided, acts), after(decided, more)

    found = between(old, new)

    assert applied(found, old) == new
    assert list(applied(found, old).policy.sections) == list(new.policy.sections)
    assert found.nothing == (old == new)


@given(acts=ACTS, more=ACTS)
def test_changes_that_do_not_clash_come_to_the_same_whoever_goes_first(
    acts: list[Act], more: list[Act], after: Callable[[Draft, list[Act]], Draft], decided: Draft
) -> None:
    ours, theirs = after(decided, acts), after(decided, more)
    mine, other = between(decided, ours), between(decided, theirs)
    assume(not clashes(mine, other))

    joined = applied(mine, theirs)

    assert joined == applied(other, ours)
    for one, draft in ((mine, ours), (other, theirs)):
        assert all(joined.policy.decisions.get(i) == draft.policy.decisions.get(i) for i in one.decisions)
        assert all(joined.policy.values.get(i) == draft.policy.values.get(i) for i in one.values)


@given(acts=ACTS, more=ACTS)
def test_a_clause_of_a_joined_draft_has_one_place(
    acts: list[Act], more: list[Act], after: Callable[[Draft, list[Act]], Draft], decided: Draft
) -> None:
    ours, theirs = after(decided, acts), after(decided, more)
    mine, other = between(decided, ours), between(decided, theirs)
    assume(not clashes(mine, other))

    _each_clause_has_one_place(applied(mine, theirs))


@settings(max_examples=400)
@given(acts=ACTS, more=ACTS)
def test_what_is_put_on_top_of_a_file_that_moved_on_has_a_place_too(
    acts: list[Act], more: list[Act], after: Callable[[Draft, list[Act]], Draft], decided: Draft
) -> None:
    ours, theirs = after(decided, acts), after(decided, more)

    _each_clause_has_one_place(applied(between(decided, ours), theirs))


def _each_clause_has_one_place(draft: Draft) -> None:
    placed = [clause_id for ids in draft.policy.sections.values() for clause_id in ids]
    assert len(placed) == len(set(placed))
    printed = {clause_id for clause_id, decision in draft.policy.decisions.items() if decision.printed}
    assert printed <= set(placed)
    assert set(placed) <= set(draft.policy.decisions)
    own = {clause_id for clause_id, decision in draft.policy.decisions.items() if decision.mode == "local"}
    assert printed <= set(draft.lock.bases) | own


@given(acts=ACTS, more=ACTS)
def test_clashes_are_the_same_from_both_sides(
    acts: list[Act], more: list[Act], after: Callable[[Draft, list[Act]], Draft], decided: Draft
) -> None:
    mine, other = between(decided, after(decided, acts)), between(decided, after(decided, more))

    assert set(clashes(mine, other)) == set(clashes(other, mine))
    assert not clashes(mine, mine)


def test_what_both_changed_is_told_in_words(
    after: Callable[[Draft, list[Act]], Draft], decided: Draft, library: Library
) -> None:
    ours = decisions.set_value(after(decided, [("drop", "purpose", "")]), library, "dsl", "Ms Ahmed")
    theirs = decisions.set_value(after(decided, [("adapt", "purpose", "facebook")]), library, "dsl", "Mr Okoro")

    found = clashes(between(decided, ours), between(decided, theirs))

    assert found == ("the clause purpose", "the value dsl")


def test_the_same_change_on_both_sides_is_no_clash(after: Callable[[Draft, list[Act]], Draft], decided: Draft) -> None:
    one = between(decided, after(decided, [("drop", "purpose", "")]))

    assert not clashes(one, one)


def test_no_difference_is_nothing(decided: Draft) -> None:
    assert between(decided, decided) == Changes()
    assert changes.applied(Changes(), decided) == decided


# -- evidence ----------------------------------------------------------------------------------------------

KEYS = st.sampled_from(("own-child", "absence", "2026-parents"))
PARTS = {
    "scenarios": st.builds(ScenarioAnswer, st.sampled_from(("open", "settled")), st.just(("purpose",))),
    "processes": st.builds(ProcessAnswer, st.sampled_from(("yes", "no"))),
    "consultations": st.builds(Consultation, st.sampled_from(("staff", "parents"))),
    "related": st.builds(RelatedPolicy, st.sampled_from(("Conduct", "Behaviour"))),
    "devices": st.builds(DeviceAnswer, st.just(("purpose",)), st.sampled_from(("", "the office"))),
    "set_aside": st.builds(
        SetAside, st.just("a"), st.just("clause"), st.just(""), st.just(""), st.sampled_from(("x", "y"))
    ),
}
EVIDENCE = st.builds(Evidence, **{part: st.dictionaries(KEYS, each, max_size=2) for part, each in PARTS.items()})
PINS = st.dictionaries(KEYS, st.dictionaries(KEYS, st.sampled_from(("1", "2")), max_size=1), max_size=2)
EDITS = st.lists(
    st.one_of([st.tuples(st.just(part), st.dictionaries(KEYS, each, max_size=2)) for part, each in PARTS.items()]),
    min_size=1,
    max_size=2,
)
"""What becomes of some parts."""


def told(draft: Draft, evidence: Evidence, pins: Mapping[str, Mapping[str, str]] | None = None) -> Draft:
    return Draft(replace(draft.policy, evidence=evidence), replace(draft.lock, settled=pins or {}))


@given(one=EVIDENCE, two=EVIDENCE, pins=PINS, more=PINS)
def test_answers_of_another_draft_are_those_of_that_other(
    decided: Draft, one: Evidence, two: Evidence, pins: dict[str, dict[str, str]], more: dict[str, dict[str, str]]
) -> None:
    old, new = told(decided, one, pins), told(decided, two, more)

    found = between(old, new)

    assert applied(found, old) == new
    assert found.nothing == (old == new)
    assert between(new, new).nothing
    assert set(found.evidence) == {part for part in PARTS if one.part(part) != two.part(part)}


@given(base=EVIDENCE, one=EDITS, two=EDITS, pins=PINS, more=PINS)
def test_answers_that_do_not_clash_join_whoever_goes_first(
    decided: Draft,
    base: Evidence,
    one: list[tuple[str, dict[str, Any]]],
    two: list[tuple[str, dict[str, Any]]],
    pins: dict[str, dict[str, str]],
    more: dict[str, dict[str, str]],
) -> None:
    old, ours = told(decided, base), told(decided, replace(base, **dict(one)), pins)
    theirs = told(decided, replace(base, **dict(two)), more)
    mine, other = between(old, ours), between(old, theirs)
    assert bool(clashes(mine, other)) == bool(clashes(other, mine))
    assume(not clashes(mine, other))

    joined = applied(mine, theirs)

    assert joined == applied(other, ours)
    for side, draft in ((mine, ours), (other, theirs)):
        for part, entries in side.evidence.items():
            there = joined.policy.evidence.part(part)
            assert all(there.get(key) == draft.policy.evidence.part(part).get(key) for key in entries)


def test_answers_that_clash_are_told_in_words(decided: Draft) -> None:
    def answers(word: str) -> Draft:
        evidence = Evidence(
            {"own-child": ScenarioAnswer("open", because=word)},
            {"absence": ProcessAnswer("yes", word)},
            {"2026-parents": Consultation(word)},
            {"conduct": RelatedPolicy(word)},
            {"lost": DeviceAnswer(owner=word)},
            {"a-1": SetAside("a", "clause", "", "", word)},
        )
        return told(decided, evidence)

    ours, theirs = between(decided, answers("a")), between(decided, answers("b"))

    assert clashes(ours, ours) == ()
    assert clashes(ours, between(decided, decided)) == ()
    assert clashes(ours, theirs) == (
        "the related policy conduct",
        "the answer about the scenario own-child",
        "the answer about the process absence",
        "the answer about the risk of devices lost",
        "the consultation 2026-parents",
        "the answer to the finding a-1",
    )
    assert ours.evidence_told == clashes(ours, theirs)


def test_a_scenario_answered_on_two_texts_clashes(decided: Draft) -> None:
    def answer(pin: str) -> Draft:
        return told(decided, Evidence({"a": ScenarioAnswer("settled", ("purpose",))}), {"a": {"purpose": pin}})

    assert clashes(between(decided, answer("1")), between(decided, answer("2"))) == ("the answer about the scenario a",)
