"""Answers: what a blank takes, from a form and from a file, and how an answer prints."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy.dictionary import LONGEST_VALUE, Value, ValueEntry, as_typed, in_words
from composer.policy.problems import Problem

TEXT = ValueEntry("motto", "The motto?")
NOTE = ValueEntry("note", "A note?", multiline=True)
ROLE = ValueEntry("dsl", "Who leads?", "role", example="the deputy head")
INT = ValueEntry("reply_days", "How soon?", "int", minimum=1, maximum=30)
DATE = ValueEntry("review_date", "When?", "date")
CHOICE = ValueEntry("comments", "Open?", "choice", choices=("Open", "Closed"))
LIST = ValueEntry("channels", "Where?", "list")


@pytest.mark.parametrize(
    ("entry", "typed", "value"),
    [
        (TEXT, "  Learn well ", "Learn well"),
        (NOTE, "one\ntwo", "one\ntwo"),
        (ROLE, "the deputy head", "the deputy head"),
        (INT, " 12 ", 12),
        (INT, "1", 1),
        (INT, "30", 30),
        (DATE, "2026-11-22", date(2026, 11, 22)),
        (CHOICE, "open", "Open"),
        (LIST, "Facebook; the website ;", ("Facebook", "the website")),
        (LIST, "one", ("one",)),
    ],
)
def test_what_is_typed_is_read(entry: ValueEntry, typed: str, value: Value) -> None:
    assert entry.read(typed) == value


@pytest.mark.parametrize(
    ("entry", "typed", "said"),
    [
        (TEXT, " ", "motto is empty; type an answer"),
        (ROLE, "", "dsl is empty; for example: the deputy head"),
        (TEXT, "one\ntwo", "motto is one line; write it on one line"),
        (TEXT, "one\rtwo", "motto is one line; write it on one line"),
        (TEXT, "x" * 2001, "motto has 2,001 characters; use at most 2,000"),
        (TEXT, "a\x1b[31mb", "motto holds U+001B ESCAPE; take it out"),
        (NOTE, "a\u202eb", "note holds U+202E RIGHT-TO-LEFT OVERRIDE; take it out"),
        (INT, "soon", "reply_days is a whole number, not 'soon'; use figures only"),
        (INT, "1_0", "reply_days is a whole number, not '1_0'; use figures only"),
        (INT, "1.5", "reply_days is a whole number, not '1.5'; use figures only"),
        (INT, "0", "reply_days is from 1 to 30, not 0; change the number"),
        (INT, "31", "reply_days is from 1 to 30, not 31; change the number"),
        (ValueEntry("n", "?", "int", minimum=2), "1", "n is 2 or more, not 1; change the number"),
        (ValueEntry("n", "?", "int", maximum=2), "3", "n is 2 or less, not 3; change the number"),
        (DATE, "22/11/2026", "review_date is a date, not '22/11/2026'; write it as 2026-11-22"),
        (DATE, "2026-02-30", "review_date is a date, not '2026-02-30'; write it as 2026-11-22"),
        (DATE, "20261122", "review_date is a date, not '20261122'; write it as 2026-11-22"),
        (CHOICE, "maybe", "'maybe' is not a choice for comments; choose Open / Closed"),
        (LIST, " ; ", "channels is an empty list; separate the items with ;"),
    ],
)
def test_what_does_not_answer_is_refused_with_a_mend(entry: ValueEntry, typed: str, said: str) -> None:
    with pytest.raises(Problem) as problem:
        entry.read(typed)

    assert str(problem.value) == said


@pytest.mark.parametrize(
    ("entry", "held", "value"),
    [
        (TEXT, "Learn well", "Learn well"),
        (INT, 12, 12),
        (INT, "12", 12),
        (DATE, date(2026, 11, 22), date(2026, 11, 22)),
        (DATE, "2026-11-22", date(2026, 11, 22)),
        (CHOICE, "closed", "Closed"),
        (LIST, ["a ", "b"], ("a", "b")),
        (LIST, ("a",), ("a",)),
    ],
)
def test_what_a_file_holds_is_accepted(entry: ValueEntry, held: object, value: Value) -> None:
    assert entry.accepts(held) == value


@pytest.mark.parametrize(
    ("entry", "held"),
    [
        (TEXT, True),
        (TEXT, 1.5),
        (TEXT, None),
        (TEXT, ["a"]),
        (TEXT, {"a": 1}),
        (TEXT, datetime(2026, 11, 22, 12, 0, tzinfo=UTC)),
        (INT, True),
        (INT, 31),
        (DATE, datetime(2026, 11, 22, 12, 0, tzinfo=UTC)),
        (DATE, 20261122),
        (CHOICE, "maybe"),
        (LIST, "a; b"),
        (LIST, []),
        (LIST, ["a", 1]),
        (LIST, ["a", " "]),
        (LIST, ["a\x07"]),
        (LIST, ["a" * LONGEST_VALUE, "b"]),
    ],
)
def test_what_a_file_may_not_hold_is_refused(entry: ValueEntry, held: object) -> None:
    with pytest.raises(Problem, match=entry.name):
        entry.accepts(held)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("the head", "the head"),
        (12, "12"),
        (date(2026, 11, 2), "2 November 2026"),
        (("a",), "a"),
        (("a", "b"), "a and b"),
        (("a", "b", "c"), "a, b and c"),
    ],
)
def test_values_print_in_words(value: Value, printed: str) -> None:
    assert in_words(value) == printed


@given(st.dates())
def test_every_date_prints_in_english(day: date) -> None:
    number, month, year = in_words(day).split()

    assert (int(number), int(year)) == (day.day, day.year)
    assert datetime.strptime(month, "%B").replace(tzinfo=UTC).month == day.month


ITEM = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@given(
    st.one_of(
        st.tuples(st.just(TEXT), ITEM),
        st.tuples(st.just(INT), st.integers(1, 30)),
        st.tuples(st.just(DATE), st.dates()),
        st.tuples(st.just(CHOICE), st.sampled_from(["Open", "Closed"])),
        st.tuples(st.just(LIST), st.lists(ITEM, min_size=1, max_size=4).map(tuple)),
    )
)
def test_a_value_in_the_form_reads_back(pair: tuple[ValueEntry, Value]) -> None:
    entry, value = pair

    assert entry.read(as_typed(value)) == value
    assert entry.accepts(value) == value
