"""Undo and redo of everything, what is saved and what is not, and drafts that never change in place."""

from __future__ import annotations

import contextlib
import copy
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.policy.problems import Problem, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.session import Session
    from tests.conftest import OpenSession

CLAUSES = (
    "purpose",
    "safeguarding-first",
    "celebrating-achievement",
    "register-of-accounts",
    "class-livestreams",
    "comments-open",
    "comments-closed",
    "nursery-devices",
    "facebook",
    "other-services",
    "former-pupils",
    "phones",
    "nobody",
)
TEXTS = ("", "  \n", "Our own words.", "One {{dsl}}\n\n- two {{fact:facebook-age}}", "{{ref:facebook}}", "x" * 70_000)
REASONS = ("", " ", "Because.")
VALUES = {"dsl": "X", "reply_days": 2, "review_date": date(2026, 1, 1), "channels": ("a", "b"), "nothing": "x"}

clause = st.sampled_from(CLAUSES)
text = st.sampled_from(TEXTS)
reason = st.sampled_from(REASONS)
one_value = st.dictionaries(st.sampled_from(list(VALUES)), st.booleans(), min_size=1, max_size=3).map(
    lambda wanted: {name: VALUES[name] if full else None for name, full in wanted.items()}
)

# Each is a method of the session and what to call it with.
ACT = st.one_of(
    st.tuples(st.just("pick"), st.lists(clause, max_size=3), st.just({})),
    st.tuples(st.just("adapt"), st.tuples(clause, text, reason), st.just({})),
    st.tuples(st.just("edit"), st.tuples(clause, text), st.just({})),
    st.tuples(st.just("finish_edit"), st.tuples(clause), st.just({})),
    st.tuples(st.just("give_reason"), st.tuples(clause, reason), st.just({})),
    st.tuples(st.just("drop"), st.tuples(clause, reason), st.just({})),
    st.tuples(st.just("restore"), st.tuples(clause), st.just({})),
    st.tuples(
        st.just("add_local"),
        st.tuples(st.just("phones"), st.just("Phones"), st.sampled_from(["risk", "governance", "no"]), text, reason),
        st.just({}),
    ),
    st.tuples(
        st.just("move"), st.tuples(clause), st.fixed_dictionaries({}, optional={"before": clause, "after": clause})
    ),
    st.tuples(st.just("move_by_one"), st.tuples(clause, st.sampled_from([-1, 1])), st.just({})),
    st.tuples(st.just("set_values"), st.tuples(one_value), st.just({})),
    st.tuples(st.sampled_from(["undo", "redo"]), st.just(()), st.just({})),
)
ACTS = st.lists(ACT, max_size=25)


def run(session: Session, acts: list[tuple[str, list[object], dict[str, object]]]) -> None:
    """Do what can be done; what is refused changes nothing that a person decided."""
    for name, args, kwargs in acts:
        with contextlib.suppress(Problem):
            getattr(session, name)(*args, **kwargs)


def back_to_the_start(session: Session) -> list[Draft]:
    seen = [session.draft]
    while True:
        try:
            session.undo()
        except Refusal:
            return seen
        seen.append(session.draft)


def forth_to_the_end(session: Session) -> list[Draft]:
    seen = [session.draft]
    while True:
        try:
            session.redo()
        except Refusal:
            return seen
        seen.append(session.draft)


def unsaved(session: Session) -> bool:
    return session.dirty


def exactly(draft: Draft) -> str:
    """A draft with the order of its mappings, which equality does not see."""
    return repr(draft)


@settings(max_examples=80)
@given(acts=ACTS, busy=st.booleans())
def test_undo_all_is_the_beginning_and_redo_all_the_end(
    open_session: OpenSession,
    new_draft: Draft,
    decided: Draft,
    acts: list[tuple[str, list[object], dict[str, object]]],
    busy: bool,
) -> None:
    beginning = decided if busy else new_draft
    session = open_session(beginning)
    run(session, acts)
    for clause_id in CLAUSES:
        session.finish_edit(clause_id)

    there = back_to_the_start(session)
    assert exactly(there[-1]) == exactly(beginning)
    assert not unsaved(session)
    assert [exactly(draft) for draft in reversed(there)][: len(there)] == [
        exactly(draft) for draft in forth_to_the_end(session)
    ][: len(there)]


@settings(max_examples=60)
@given(acts=ACTS)
def test_a_policy_always_holds_together(
    open_session: OpenSession,
    library: Library,
    decided: Draft,
    acts: list[tuple[str, list[object], dict[str, object]]],
) -> None:
    session = open_session(decided)
    run(session, acts)
    for clause_id in CLAUSES:
        session.finish_edit(clause_id)
    policy, lock = session.policy, session.lock
    listed = [clause_id for ids in policy.sections.values() for clause_id in ids]

    assert sorted(listed) == sorted(policy.decisions)
    assert set(policy.sections) == set(lock.heads)
    for clause_id, decision in policy.decisions.items():
        own = clause_id in {"former-pupils", "phones"}
        assert (clause_id in lock.bases) != own
        assert (decision.mode in {"local", "dropped"}) if own else (decision.mode != "local")
        assert bool(decision.text.strip()) or decision.mode in {"as-is", "dropped"}
        assert session.draft.text(clause_id).strip()
    assert lock.bases.keys() <= policy.decisions.keys()
    outlined = [line.id for line in session.outline_clauses()]
    assert len(outlined) == len(set(outlined))
    assert set(outlined) == set(policy.decisions) | set(session.model.clause_ids)
    assert sum(session.counts().values()) == len(outlined)
    assert {entry.id for entry in session.comparison().entries} == set(outlined)
    numbers = [line.number for line in session.outline_clauses() if line.number]
    assert len(numbers) == len(set(numbers)) == sum(decision.printed for decision in policy.decisions.values())


@given(acts=ACTS)
def test_a_draft_never_changes_in_place(
    open_session: OpenSession, decided: Draft, acts: list[tuple[str, list[object], dict[str, object]]]
) -> None:
    session = open_session(decided)
    seen: list[tuple[Draft, str]] = []
    for act in acts:
        seen.append((session.draft, exactly(copy.deepcopy(session.draft))))
        run(session, [act])
        session.outline(), session.document(), session.values_needed(), session.recommendations()

    for draft, at_the_time in seen:
        assert exactly(draft) == at_the_time


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.pick("other-services"),
        lambda session: session.adapt("purpose", "Ours.", "Shorter."),
        lambda session: (session.edit("purpose", "Ours."), session.finish_edit("purpose")),
        lambda session: session.give_reason("class-livestreams", "Another."),
        lambda session: session.drop("purpose", "No."),
        lambda session: session.drop("former-pupils", "No."),
        lambda session: session.restore("class-livestreams"),
        lambda session: session.add_local("phones", "Phones", "risk", "Off."),
        lambda session: session.move("purpose", after="facebook"),
        lambda session: session.move_by_one("purpose", 1),
        lambda session: session.set_value("dsl", "X"),
    ],
)
def test_every_kind_of_step(open_session: OpenSession, decided: Draft, act: Callable[[Session], None]) -> None:
    session = open_session(decided)
    act(session)
    after = session.draft

    assert unsaved(session)
    assert after != decided
    step = session.undo()
    assert (step.before, step.after) == (decided, after)
    assert step.label
    assert session.draft is decided
    assert not unsaved(session)
    assert session.redo().after == after
    assert session.draft == after


def test_a_new_decision_forgets_what_was_undone(session: Session) -> None:
    session.pick("purpose")
    session.undo()
    session.pick("facebook")

    with pytest.raises(Refusal, match="there is nothing to redo"):
        session.redo()


def test_labels_say_what_was_done(session: Session) -> None:
    session.pick("purpose")
    session.drop("class-livestreams", "No.")
    session.add_local("phones", " Our  phones ", "risk", "Off.")

    assert [session.undo().label for _ in range(3)] == [
        "added Our phones",
        "dropped Class livestreams",
        "picked Purpose",
    ]


class TestSaving:
    def test_dirty_until_saved(self, session: Session) -> None:
        assert not unsaved(session)
        session.pick("purpose")
        assert unsaved(session)
        session.mark_saved()
        assert not unsaved(session)
        assert session.saved is session.draft
        session.undo()
        assert unsaved(session)

    def test_what_is_typed_while_a_save_runs_is_not_taken_for_saved(self, session: Session) -> None:
        session.pick("purpose")
        being_saved = session.draft
        session.edit("purpose", "More.")
        session.mark_saved(being_saved)

        assert unsaved(session)
        session.undo()
        assert not unsaved(session)

    def test_coming_back_to_the_saved_words_is_clean(self, session: Session) -> None:
        session.pick("purpose")
        session.mark_saved()
        session.drop("purpose", "No.")
        session.restore("purpose")
        assert not unsaved(session)

    def test_another_draft_comes_in_as_one_step(self, session: Session, new_draft: Draft, decided: Draft) -> None:
        session.edit("purpose", "Typed.")
        session.replace_draft(decided, "recovered what was typed")

        assert session.draft is decided
        assert session.document().sections
        assert session.undo().label == "recovered what was typed"
        assert session.text("purpose") == "Typed.\n"
        session.undo()
        assert session.draft is new_draft

    def test_what_somebody_else_saved_is_gone_on_from(self, session: Session, decided: Draft) -> None:
        session.pick("purpose")
        session.replace_saved(decided)

        assert session.draft is session.saved is decided
        assert not unsaved(session)
        for act in (session.undo, session.redo):
            with pytest.raises(Refusal):
                act()


class TestReadOnly:
    def test_nothing_can_be_changed_and_everything_read(self, open_session: OpenSession, decided: Draft) -> None:
        session = open_session(decided, read_only="the lock is missing")
        acts: list[Callable[[], None]] = [
            lambda: session.pick("other-services"),
            lambda: session.adapt("purpose", "x", "y"),
            lambda: session.edit("purpose", "x"),
            lambda: session.give_reason("class-livestreams", "x"),
            lambda: session.drop("purpose", "x"),
            lambda: session.restore("class-livestreams"),
            lambda: session.add_local("x", "X", "risk", "x"),
            lambda: session.move("purpose", after="facebook"),
            lambda: session.move_by_one("purpose", 1),
            lambda: session.set_value("dsl", "x"),
            lambda: session.replace_draft(decided, "x"),
        ]
        for act in acts:
            with pytest.raises(Refusal, match=r"^this policy is read-only: the lock is missing$"):
                act()

        assert session.draft is decided
        assert not unsaved(session)
        assert session.document().sections
        assert session.comparison().entries


def test_what_follows_is_worked_out_once_a_draft(session: Session) -> None:
    for read in (session.outline, session.document, session.recommendations, session.comparison, session.values_needed):
        first = read()
        assert read() is first
        session.pick("purpose")
        assert read() is not first
        session.undo()
