"""Slugs that are safe as file names, and finding clauses by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy.clause import Clause
from composer.policy.problems import Problem
from composer.policy.search import matching, nearest
from composer.policy.slugs import LONGEST, check_slug, slug_from
from composer.policy.summary import SchoolSummary

if TYPE_CHECKING:
    from composer.policy.library import Library


@given(st.one_of(st.text(max_size=120), st.sampled_from(["CON", "nul", "LPT1", "", "--", "ß" * 70, "a " * 64])))
def test_every_suggested_slug_is_a_slug(name: str) -> None:
    assert check_slug(slug_from(name)) == slug_from(name)
    assert slug_from(slug_from(name)) == slug_from(name)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("St Mary's C of E Primary", "st-marys-c-of-e-primary"),
        ("Ysgol Gymraeg Tŷ Coch", "ysgol-gymraeg-ty-coch"),
        ("Art & Design", "art-and-design"),
        ("???", "school"),
    ],
)
def test_a_slug_is_suggested(name: str, slug: str) -> None:
    assert slug_from(name) == slug


@pytest.mark.parametrize(
    "text",
    ["", "A", "a_b", "a--b", "-a", "a-", "a/b", "../a", "a.b", "a\n", "é", "con", "com1", "a" * (LONGEST + 1)],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Problem) as problem:
        check_slug(text, "clause id")

    assert "clause id" in str(problem.value)
    assert str(problem.value).isprintable()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("MINIMUM facebook", ["facebook"]),
        ("register keeps", ["register-of-accounts"]),
        ("surname", ["celebrating-achievement"]),
        ("comments", ["comments-closed", "comments-open"]),
        ("comments zebra", []),
    ],
)
def test_every_word_of_a_query_must_be_there(library: Library, query: str, found: list[str]) -> None:
    assert [clause.id for clause in matching(library.clauses.values(), query)] == found


def test_the_nearest_says_it_in_its_title_then_beside_it_then_in_its_text(library: Library) -> None:
    text = Clause("a", "governance", "Records", "Phones are here.", 1)
    beside = Clause("b", "governance", "Trips", "Text.", 1, summary="What phones are for.")
    title = Clause("c", "governance", "Phones away", "Text.", 1)
    both = Clause("d", "governance", "Phones handed in", "Text.", 1)
    for found, best in (
        ((text, beside, title, both), title),
        ((text, beside), beside),
        ((text,), text),
        ((text, title, both), title),
    ):
        assert nearest(found, "PHONES") is best
    assert nearest((title, both), "phones handed") is both
    assert nearest((), "phones") is None


def test_an_empty_query_finds_all(library: Library) -> None:
    assert list(matching(library.clauses.values(), " ")) == list(library.clauses.values())


def test_a_policy_that_cannot_be_opened_is_only_its_slug() -> None:
    assert SchoolSummary("oakfield", trouble="the lock is missing").name == ""
