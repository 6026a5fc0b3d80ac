"""Two people's work on one policy: what differs, what clashes, and what comes of joining the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from composer.policy.changes import Changes, applied, between, clashes
from composer.policy.policy import Pinned
from tests.test_session_steps import ACTS, CLAUSES, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.policy.policy import Draft
    from composer.session import Session
    from tests.conftest import OpenSession

Acts = list[tuple[str, list[object], dict[str, object]]]


def after(open_session: OpenSession, draft: Draft, acts: Acts) -> Draft:
    session = open_session(draft)
    run(session, acts)
    for clause_id in CLAUSES:
        session.finish_edit(clause_id)
    return session.draft


@given(one=ACTS, two=ACTS)
def test_what_differs_applied_to_the_old_is_the_new(
    open_session: OpenSession, decided: Draft, one: Acts, two: Acts
) -> None:
    old, new = after(open_session, decided, one), after(open_session, decided, two)
    made = applied(between(old, new), old)

    assert made == new
    assert list(made.policy.sections.items()) == list(new.policy.sections.items())
    assert between(old, new).nothing == (old == new and list(old.policy.sections) == list(new.policy.sections))


@given(one=ACTS)
def test_nothing_differs_from_itself(open_session: OpenSession, decided: Draft, one: Acts) -> None:
    draft = after(open_session, decided, one)

    assert between(draft, draft).nothing
    assert applied(Changes(), draft) == draft
    assert clashes(between(decided, draft), between(decided, draft)) == ()


@settings(max_examples=100)
@given(one=ACTS.filter(lambda acts: len(acts) <= 6), two=ACTS.filter(lambda acts: len(acts) <= 6))
def test_what_does_not_clash_joins_without_losing_anything(
    open_session: OpenSession, decided: Draft, one: Acts, two: Acts
) -> None:
    ours, theirs = after(open_session, decided, one), after(open_session, decided, two)
    mine, other = between(decided, ours), between(decided, theirs)
    assert bool(clashes(mine, other)) == bool(clashes(other, mine))
    if clashes(mine, other):
        return
    joined = applied(mine, theirs)

    assert joined == applied(other, ours)
    for side in (mine, other):
        for clause_id, decision in side.decisions.items():
            assert joined.policy.decisions.get(clause_id) == decision
        for name, value in side.values.items():
            assert joined.policy.values.get(name) == value
    listed = [clause_id for ids in joined.policy.sections.values() for clause_id in ids]
    assert sorted(listed) == sorted(joined.policy.decisions)


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        (
            lambda s: s.adapt("purpose", "Ours.", "Why."),
            lambda s: s.drop("purpose", "No."),
            ["the clause purpose"],
        ),
        (lambda s: s.set_value("dsl", "X"), lambda s: s.set_value("dsl", "Y"), ["the value dsl"]),
        (
            lambda s: s.move("comments-open", before="celebrating-achievement"),
            lambda s: s.move("former-pupils", before="celebrating-achievement"),
            ["the order of the section positive-use"],
        ),
        (
            lambda s: s.move("comments-open", after="purpose"),
            lambda s: s.move("comments-open", after="facebook"),
            ["the place of the clause comments-open"],
        ),
        (
            lambda s: s.adapt("purpose", "Ours.", "Why."),
            lambda s: s.move("purpose", after="safeguarding-first"),
            [],
        ),
        (lambda s: s.pick("other-services"), lambda s: s.pick("other-services"), []),
        (lambda s: s.set_value("dsl", "X"), lambda s: s.set_value("reply_days", 2), []),
    ],
)
def test_what_clashes(
    open_session: OpenSession,
    decided: Draft,
    ours: Callable[[Session], None],
    theirs: Callable[[Session], None],
    said: list[str],
) -> None:
    one, two = open_session(decided), open_session(decided)
    ours(one)
    theirs(two)

    assert list(clashes(between(decided, one.draft), between(decided, two.draft))) == said


def test_a_clause_one_took_out_and_the_other_moved_clashes(open_session: OpenSession, decided: Draft) -> None:
    one, two = open_session(decided), open_session(decided)
    for session in (one, two):
        session.pick("comments-closed")
    base = one.draft
    one.drop("comments-closed")
    two.move("comments-closed", after="purpose")

    for mine, other in ((one, two), (two, one)):
        found = clashes(between(base, mine.draft), between(base, other.draft))
        assert "the clause comments-closed" in found


def test_a_text_or_fact_taken_from_two_libraries_clashes(open_session: OpenSession, decided: Draft) -> None:
    session = open_session(decided)
    session.pick("other-services")
    ours = session.draft
    base = replace(ours.lock.bases["other-services"], text="Newer.\n", rev=2)
    lock = replace(ours.lock, bases={**ours.lock.bases, "other-services": base})
    facts = {**ours.lock.facts, "new": Pinned("1")}
    one = replace(ours, lock=replace(ours.lock, facts=facts))
    two = replace(ours, lock=replace(lock, facts={**facts, "new": Pinned("2")}))

    assert clashes(between(decided, one), between(decided, two)) == (
        "the clause other-services",
        "the fact new",
    )


def test_titles_and_the_order_of_sections(decided: Draft) -> None:
    def titled(title: str) -> Draft:
        return replace(decided, policy=replace(decided.policy, title=title))

    def ordered(*sections: str) -> Draft:
        found = {section: decided.policy.sections[section] for section in sections}
        return replace(decided, policy=replace(decided.policy, sections=found))

    one = between(decided, ordered("positive-use", "governance", "platform-appendices"))
    two = between(decided, ordered("platform-appendices", "positive-use", "governance"))

    assert clashes(between(decided, titled("A")), between(decided, titled("B"))) == ("the title",)
    assert clashes(between(decided, titled("A")), between(decided, titled("A"))) == ()
    assert clashes(one, two) == ("the order of the sections",)
    assert list(applied(one, titled("A")).policy.sections) == ["positive-use", "governance", "platform-appendices"]
    assert applied(one, titled("A")).policy.title == "A"
