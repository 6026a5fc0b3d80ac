"""Unsaved changes as JSON: what was written comes back, and damage is one clear sentence."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy import decisions
from composer.policy.changes import Changes, between
from composer.policy.evidence import (
    Consultation,
    DeviceAnswer,
    ProcessAnswer,
    RelatedPolicy,
    ScenarioAnswer,
    SetAside,
)
from composer.policy.policy import Base, Decision, Pinned, SectionHead
from composer.policy.problems import Problem
from composer.store.unsaved import from_json, to_json

if TYPE_CHECKING:
    from composer.policy.library import Library
    from composer.policy.policy import Draft

WORDS = st.text(max_size=12)
DATES = st.none() | st.dates()
VALUES = st.none() | WORDS | st.integers() | st.dates() | st.lists(WORDS, max_size=3).map(tuple)


def named(things: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(WORDS, things, max_size=3)


PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple)
PINNED = st.builds(Pinned, WORDS, WORDS, PAIRS, WORDS, PAIRS)
DECISION = st.builds(
    Decision,
    st.sampled_from(("as-is", "adapted", "dropped", "local")),
    WORDS,
    WORDS,
    DATES,
    DATES,
    WORDS,
    st.text(max_size=40),
    st.none() | st.lists(WORDS, max_size=2).map(tuple),
)
MANY = st.lists(WORDS, max_size=2).map(tuple)
PARTS = {
    "scenarios": st.builds(ScenarioAnswer, st.sampled_from(("settled", "open")), MANY, WORDS),
    "processes": st.builds(ProcessAnswer, st.sampled_from(("yes", "no", "later")), WORDS, WORDS),
    "consultations": st.builds(Consultation, WORDS, WORDS, DATES, WORDS, WORDS),
    "related": st.builds(RelatedPolicy, WORDS, WORDS, DATES),
    "devices": st.builds(DeviceAnswer, MANY, WORDS, WORDS),
    "set_aside": st.builds(SetAside, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, DATES),
}
CHANGES = st.builds(
    Changes,
    st.none() | WORDS,
    named(st.none() | st.lists(WORDS, max_size=3).map(tuple)),
    st.lists(WORDS, max_size=3).map(tuple),
    named(VALUES),
    named(st.none() | DECISION),
    named(st.none() | st.builds(Base, st.integers(0, 9), WORDS, WORDS, WORDS, WORDS, WORDS, WORDS)),
    named(st.none() | st.builds(SectionHead, WORDS, WORDS, WORDS, st.booleans())),
    named(st.none() | PINNED),
    named(st.none() | PINNED),
    evidence=st.fixed_dictionaries({}, optional={part: named(st.none() | each) for part, each in PARTS.items()}),
    settled=named(st.none() | st.dictionaries(WORDS, WORDS, max_size=2)),
)


@given(CHANGES)
def test_what_was_kept_comes_back(changes: Changes) -> None:
    kept = to_json(changes)

    assert from_json(kept) == changes
    assert "\n" not in kept


def test_a_decision_and_a_date_come_back_as_they_were(decided: Draft, new_draft: Draft, library: Library) -> None:
    changed = decisions.set_value(decided, library, "review_date", date(2026, 9, 1))
    changed = decisions.set_value(changed, library, "channels", ("Facebook", "the website"))

    found = from_json(to_json(between(new_draft, changed)))

    assert found == between(new_draft, changed)
    assert found.values["review_date"] == date(2026, 9, 1)
    assert found.values["channels"] == ("Facebook", "the website")


def test_work_kept_before_there_were_answers_by_profile_comes_back() -> None:
    kept = json.loads(to_json(Changes(pinned={"dsl": Pinned("the DSL", "Who?")})))
    for key in ("when", "follows", "forms"):
        del kept["pinned"]["dsl"][key]

    assert from_json(json.dumps(kept)).pinned == {"dsl": Pinned("the DSL", "Who?")}


def test_work_kept_while_evidence_was_written_by_hand_alone_comes_back() -> None:
    kept = json.loads(to_json(Changes(title="Ours")))
    for key in ("evidence", "settled"):
        del kept[key]

    assert from_json(json.dumps(kept)) == Changes(title="Ours")


def test_answers_of_a_kind_that_is_not_known_are_damage() -> None:
    kept = json.loads(to_json(Changes(evidence={"scenarios": {"a": ScenarioAnswer("open")}})))

    damages: list[dict[str, object]] = [
        {"hobbies": {"a": {}}},
        {"scenarios": {"a": {"answer": "open", "more": 1}}},
        {"scenarios": {"a": 1}},
    ]
    for damage in damages:
        with pytest.raises(Problem, match="damaged"):
            from_json(json.dumps({**kept, "evidence": damage}))
    with pytest.raises(Problem, match="damaged"):
        from_json(json.dumps({**kept, "settled": {"a": {"b": 1}}}))


def test_half_a_character_does_not_stop_the_keeping() -> None:
    kept = to_json(Changes(title="half \ud800 a character"))

    assert from_json(kept).title == "half \ud800 a character"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "3", '"words"', "{}", '{"format": 1}', '{"format": 1, "title": 3, "sections": []}'],
)
def test_damage_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(Problem):
        from_json(text)


@given(st.data())
def test_every_kind_of_damage_is_a_problem_or_changes(data: st.DataObject) -> None:
    kept = json.loads(to_json(data.draw(CHANGES)))
    kept[data.draw(st.sampled_from(sorted(kept)))] = data.draw(
        st.none() | st.integers() | WORDS | st.lists(st.integers(), max_size=2) | named(st.integers() | WORDS)
    )

    try:
        found = from_json(json.dumps(kept))
    except Problem:
        return
    assert isinstance(found, Changes)


def test_another_version_says_so() -> None:
    with pytest.raises(Problem, match="another version"):
        from_json('{"format": 2}')


def test_damage_says_that_the_saved_policy_is_safe() -> None:
    with pytest.raises(Problem, match="the saved policy is not affected"):
        from_json("{")
