"""What a policy has to look at again, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pytest

from composer.policy import decisions
from composer.policy.library import Law
from composer.policy.reviews import WITHIN, Due, due, in_brief, tally
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft

DAY = timedelta(days=1)
PAST, SOON = date(2026, 9, 1), date(2027, 1, 15)


def with_review(draft: Draft, **dates: date) -> Draft:
    """The draft with a date to review decisions by; ``class_livestreams`` is the clause class-livestreams."""
    changed = {
        name.replace("_", "-"): replace(draft.policy.decisions[name.replace("_", "-")], review_by=on)
        for name, on in dates.items()
    }
    return replace(draft, policy=replace(draft.policy, decisions={**draft.policy.decisions, **changed}))


def with_next_review(draft: Draft, value: date | str) -> Draft:
    return replace(draft, policy=replace(draft.policy, values={**draft.policy.values, "next_review": value}))


def expiring(library: Library, **dates: date) -> Library:
    """The library with a day on which facts expire."""
    facts = {name.replace("_", "-"): on for name, on in dates.items()}
    return replace(
        library,
        facts={name: replace(fact, expires=facts.get(name, fact.expires)) for name, fact in library.facts.items()},
    )


def with_law(library: Library, expires: date | None, *clauses: str, nations: tuple[str, ...] = ("england",)) -> Library:
    """The library with an Act that expires, under these clauses."""
    act = Law("act", "The Act", nations, "", "sourced", "gov.uk", TODAY, expires)
    bodies = {i: replace(c, basis=("act",)) if i in clauses else c for i, c in library.clauses.items()}
    return replace(library, laws={"act": act}, clauses=bodies)


def told(draft: Draft, library: Library) -> list[tuple[str, str, str]]:
    return [(each.kind, each.name, each.in_words) for each in due(draft, library, TODAY)]


def test_a_policy_without_dates_has_nothing_due(decided: Draft, new_draft: Draft, library: Library) -> None:
    assert due(decided, library, TODAY) == due(new_draft, library, TODAY) == ()


@pytest.mark.parametrize(
    ("on", "state", "words"),
    [
        (PAST, "overdue", "overdue since 1 September 2026 (82 days)"),
        (TODAY - DAY, "overdue", "overdue since 21 November 2026 (1 day)"),
        (TODAY, "due today", "due today"),
        (TODAY + DAY, "soon", "due on 23 November 2026 (in 1 day)"),
        (SOON, "soon", "due on 15 January 2027 (in 54 days)"),
        (TODAY + WITHIN, "soon", "due on 21 January 2027 (in 60 days)"),
    ],
)
def test_the_policys_own_review_is_told_in_words(
    decided: Draft, library: Library, on: date, state: str, words: str
) -> None:
    (found,) = due(with_next_review(decided, on), library, TODAY)
    assert (found.kind, found.what, found.on, found.state, found.in_words) == (
        "policy", "policy review", on, state, words,
    )  # fmt: skip
    assert found.days == (on - TODAY).days


def test_what_is_far_off_or_no_date_is_not_told(decided: Draft, library: Library) -> None:
    assert due(with_next_review(decided, TODAY + WITHIN + DAY), library, TODAY) == ()
    assert due(with_next_review(decided, "in the spring"), library, TODAY) == ()
    far = with_review(decided, class_livestreams=TODAY + WITHIN + DAY)
    assert due(far, library, TODAY) == ()
    assert len(due(far, library, TODAY, WITHIN + DAY)) == 1


def test_every_decision_with_a_date_is_told_by_its_title(decided: Draft, library: Library) -> None:
    draft = with_review(
        decided, class_livestreams=PAST, celebrating_achievement=TODAY, former_pupils=SOON, purpose=SOON + DAY
    )
    assert [(each.name, each.what) for each in due(draft, library, TODAY)] == [
        ("class-livestreams", "reason for “Class livestreams”"),
        ("celebrating-achievement", "reason for “Celebrating achievement”"),
        ("former-pupils", "clause “Former pupils' group”"),
        ("purpose", "clause “Purpose”"),
    ]
    assert {each.kind for each in due(draft, library, TODAY)} == {"decision"}


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (PAST, "expired on 1 September 2026 (82 days ago)"),
        (TODAY, "expires today"),
        (SOON, "expires on 15 January 2027 (in 54 days)"),
    ],
)
def test_a_fact_and_a_law_expire(decided: Draft, library: Library, on: date, words: str) -> None:
    changed = with_law(expiring(library, facebook_age=on), on, "purpose")
    assert told(decided, changed) == [("fact", "facebook-age", words), ("law", "act", words)]


def test_only_a_fact_that_prints_is_told(decided: Draft, library: Library, model: Model) -> None:
    changed = expiring(library, kcsie_edition=PAST, facebook_age=PAST)
    assert [name for _, name, _ in told(decided, changed)] == ["facebook-age", "kcsie-edition"]

    dropped = decisions.drop(decided, library, model, "facebook", "We left it.", by="IT lead", on=TODAY)
    assert "facebook-age" in dropped.lock.facts
    assert [name for _, name, _ in told(dropped, changed)] == ["kcsie-edition"]

    only_intro = decisions.drop(dropped, library, model, "safeguarding-first", "Not ours.", by="IT lead", on=TODAY)
    assert [name for _, name, _ in told(only_intro, changed)] == ["kcsie-edition"]
    nothing = decisions.drop(only_intro, library, model, "purpose", "Not ours.", by="IT lead", on=TODAY)
    assert told(nothing, changed) == []

    unpinned = replace(decided, lock=replace(decided.lock, facts={}))
    assert told(unpinned, changed) == []


def test_a_fact_or_law_of_another_nation_is_not_told(decided: Draft, library: Library) -> None:
    welsh = {
        name: replace(fact, nations=("wales",)) for name, fact in expiring(library, facebook_age=PAST).facts.items()
    }
    assert told(decided, replace(library, facts=welsh)) == []
    assert told(decided, with_law(library, PAST, "purpose", nations=("wales",))) == []


def test_a_fact_with_another_value_but_in_date_is_no_review(decided: Draft, library: Library) -> None:
    changed = {name: replace(fact, value="14", expires=TODAY + 300 * DAY) for name, fact in library.facts.items()}
    assert due(decided, replace(library, facts=changed), TODAY) == ()


def test_only_law_under_a_printed_clause_is_told(decided: Draft, library: Library) -> None:
    assert told(decided, with_law(library, PAST)) == []
    assert told(decided, with_law(library, PAST, "class-livestreams", "nursery-devices")) == []
    assert told(decided, with_law(library, None, "purpose")) == []
    (found,) = due(decided, with_law(library, PAST, "celebrating-achievement"), TODAY)
    assert found.what == "law “The Act”"


def test_the_order_is_that_of_the_dates_then_of_the_kinds(decided: Draft, library: Library) -> None:
    draft = with_next_review(with_review(decided, class_livestreams=TODAY, purpose=SOON), TODAY)
    changed = with_law(expiring(library, kcsie_edition=TODAY, facebook_age=PAST), TODAY, "purpose")
    assert [(each.on, each.kind) for each in due(draft, changed, TODAY)] == [
        (PAST, "fact"),
        (TODAY, "policy"),
        (TODAY, "decision"),
        (TODAY, "fact"),
        (TODAY, "law"),
        (SOON, "decision"),
    ]


def some(*days: int) -> list[Due]:
    return [
        Due("decision", f"c{at}", f"reason for “Clause {at}”", TODAY + day * DAY, state_of(day), day)
        for at, day in enumerate(days)
    ]  # fmt: skip


def state_of(day: int) -> Literal["overdue", "due today", "soon"]:
    return "overdue" if day < 0 else "soon" if day else "due today"


def test_a_list_is_told_on_one_line_and_the_rest_counted() -> None:
    assert (tally([]), in_brief([], 80)) == ("", "")
    assert tally(some(-3, -2, 0, 5)) == "2 overdue · 1 due today · 1 due within 60 days"
    assert in_brief(some(-2, 0), 200) == (
        "1 overdue · 1 due today: reason for “Clause 0” 20 November 2026; reason for “Clause 1” today"
    )
    many = some(-2, *range(1, 8))
    assert in_brief(many, 125) == (
        "1 overdue · 7 due within 60 days: reason for “Clause 0” 20 November 2026; "
        "reason for “Clause 1” 23 November 2026; and 6 more"
    )
    assert in_brief(many, 10) == "1 overdue · 7 due within 60 days: reason for “Clause 0” 20 November 2026; and 7 more"


def test_a_brief_line_fits_and_leaves_nothing_uncounted() -> None:
    many = some(-9, -8, *range(6))
    shortest = len(in_brief(many, 0))
    for room in range(shortest, 500):
        said = in_brief(many, room)
        assert len(said) <= room
        rest = int(said.rsplit("; and ", 1)[1].split()[0]) if "; and " in said else 0
        assert said.count("reason for") + rest == len(many)
    assert rest == 0
