"""Fit as values: shares, the bar, the verdict, and how alike two policies are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy.fit import Alike, ClauseFit, Fit, Shares, Tell, alike, bar, sentences_in
from composer.policy.standing import Named

HERE = ClauseFit(Named("a", "A", "1.1"), "as-is", ("roll",))
BARE = ClauseFit(Named("b", "B", "1.2"), "as-is")


@pytest.mark.parametrize(
    ("enabling", "forbidding", "said"),
    [
        (14, 5, "+++++++--- 14 enable · 5 forbid"),
        (0, 0, "·········· 0 enable · 0 forbid"),
        (100, 1, "+++++++++- 100 enable · 1 forbid"),
        (1, 100, "+--------- 1 enable · 100 forbid"),
        (0, 3, "---------- 0 enable · 3 forbid"),
        (3, 0, "++++++++++ 3 enable · 0 forbid"),
    ],
)
def test_the_bar_is_read_without_colour(enabling: int, forbidding: int, said: str) -> None:
    assert bar(enabling, forbidding, 10) == said


@given(st.integers(0, 500), st.integers(0, 500), st.integers(2, 40))
def test_the_bar_has_its_width_and_a_sign_for_each_kind_that_is_there(one: int, other: int, width: int) -> None:
    signs = bar(one, other, width).split(" ")[0]
    assert len(signs) == width
    assert ("+" in signs, "-" in signs) == (one > 0, other > 0)


def test_shares_are_counts_and_percent_of_what_prints() -> None:
    shares = Shares(model_as_is=3, model_adapted=1, local=1)
    assert shares.printed == 5
    assert shares.percent(3) == 60
    assert shares.in_words == (
        "Of 5 clauses: 3 the model's, as they are (60%); 1 the model's, adapted (20%); 1 the school's own (20%)."
    )
    assert Shares().in_words == "No clause prints yet."
    assert Shares().percent(0) == 0


def test_the_verdict_is_a_sentence_of_counts() -> None:
    tell = Tell("roll", "140")
    assert Fit(Shares()).verdict == "No clause prints yet, so nothing can be told."
    assert Fit(Shares(), (BARE,)).verdict == (
        "With the name removed it could be any school's: none of 1 clauses carries a fact of this one."
    )
    assert Fit(Shares(), (HERE, BARE)).verdict == (
        "With the name removed, 1 of 2 clauses would still carry a fact of this school, but nothing in them would tell "
        "it from another: it could be another school's."
    )
    assert Fit(Shares(), (HERE, BARE), (tell,)).verdict == (
        "With the name removed, 1 of 2 clauses would still carry a fact of this school, and 1 thing tells it from "
        "another; 1 could stand in any school's policy."
    )


def test_policies_are_ordered_by_how_alike_they_are_and_the_near_ones_are_named() -> None:
    ours = frozenset("abcdefghij")
    others = [
        ("far", "Far", frozenset("xyz")),
        ("copy", "Copy", frozenset("abcdefghi")),
        ("half", "H", frozenset("abcde")),
    ]
    found = alike(ours, others)
    assert [(each.slug, each.shared, each.of) for each in found] == [("copy", 9, 10), ("half", 5, 10), ("far", 0, 10)]
    assert Fit(Shares(), alike=found).near == (found[0],)
    assert found[0].in_words == "90% the same as Copy (copy): 9 of 10 sentences"


def test_two_empty_policies_are_not_alike() -> None:
    (found,) = alike(frozenset(), [("a", "A", frozenset())])
    assert (found.score, found.near) == (0.0, False)
    assert not Alike("a", "A", 79, 100).near
    assert Alike("a", "A", 80, 100).near


@pytest.mark.parametrize("said", ["İdris Primary", "IDRIS PRIMARY", "ıdris primary", "Idrıſ"])
def test_names_are_blanked_out_in_whatever_letters_they_stand(said: str) -> None:
    names = ("", "Idris Primary", "Idris")
    found = sentences_in([f"At {said} we post often. Pupils of {{{{dsl}}}} do too."], names)
    assert found == {"At □ we post often.", "Pupils of □ do too."}


def test_a_name_inside_a_word_stays_and_short_sentences_are_left_out() -> None:
    assert sentences_in(["The Idrisian way is ours. Ask us."], ("Idris",)) == {"The Idrisian way is ours."}
    assert sentences_in([], ()) == frozenset()
