"""Finding the clause that a piece of a school's document is."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import text as prose
from composer.imports.matching import LEAST_SCORE, Matcher, likeness, matcher
from composer.imports.matching_blanks import known_runs, put_back, runs_of, words_of
from composer.policy.clause import Clause
from composer.policy.document import assemble
from composer.policy.incoming import Piece, opening, split_points
from composer.policy.library import Category, Library, Model, ModelSection
from composer.store.library_files import load_library
from composer.store.school_files import open_school
from composer.store.workspace import find_workspace
from tests.cli.conftest import REPOSITORY
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.policy.document import PrintedClause

SCHOOL = "fenmoor-academy"
OTHERS = ("people", "school", "online", "sometimes", "family", "child", "agreed", "letter", "phone", "before", "group")


def piece(text: str, title: str = "Something", index: int = 1) -> Piece:
    return Piece(index, title, "heading", text)


def clause(clause_id: str, body: str, title: str = "", category: str = "one") -> Clause:
    return Clause(clause_id, category, title or clause_id, body, 1)


def small(*clauses: Clause, model: tuple[str, ...] = ()) -> Matcher:
    """A matcher over a few clauses, of which the model has some."""
    library = Library({"one": Category("one", "One", 1)}, {each.id: each for each in clauses})
    return matcher(library, Model("m", "M", "P", "1", TODAY, (ModelSection("s", "S", model),)))


# -- blanks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "text", "said"),
    [
        ("Tell {{dsl}} the same day.\n", "Tell Mrs Jones the same day.\n", ["Mrs Jones"]),
        ("{{dsl}} is told.\n", "The safeguarding lead is told.\n", ["The safeguarding lead"]),
        ("Ask **{{dsl}}**, or {{it_lead}}.\n", "Ask **the head**, or\nher deputy.\n", ["the head", "her deputy"]),
        ("A {{pupil}}'s picture.\n", "A learner’s picture.\n", ["learner"]),
        ("Tell {{dsl}}.\n", "Tell {{dsl}}.\n", []),
        ("Tell {{dsl}} {{when}} or so.\n", "Tell the head at once or so.\n", []),
        ("Tell {{dsl}} the day.\n", "Nothing of the kind is here.\n", []),
        ("Read {{policy}}.\n", "Read one.\n\nAnd then.\n", []),
        ("Our page is {{page}} today.\n", "Our page is C\\*of\\*E news today.\n", ["C\\*of\\*E news"]),
    ],
)
def test_what_a_text_says_in_the_place_of_a_blank(body: str, text: str, said: list[str]) -> None:
    runs = runs_of(body, text)
    assert [run.said for run in runs] == said
    assert [text[run.start : run.end] for run in runs] == said


def test_a_run_that_may_end_in_two_places_is_told_both_ways() -> None:
    body = "If so, {{rule}} applies.\nTell {{dsl}}.\n"
    text = "If so, section 3 (What applies and who) applies.\nTell him.\n"
    ways = [runs_of(body, text, backwards=way)[0].said for way in (False, True)]
    assert ways == ["section 3 (What", "section 3 (What applies and who)"]
    assert small(clause("a", body)).fit("a", text).score == 100


@pytest.mark.parametrize(
    "said",
    [
        *("nobody but Mrs Jones", "Mrs Jones, who must not say so,", "Mrs Jones never", "anyone except Mrs Jones"),
        *("only Mrs Jones", "the person who has to ask", "Mrs Jones. Parents ask nobody"),
        *("if she is in, Mrs Jones", "Mrs Jones asks the head and", "Mrs Jones, before the head,", "to Mrs Jones"),
    ],
)
def test_words_that_bind_or_are_no_name_fill_no_blank(said: str) -> None:
    assert runs_of("Tell {{dsl}} now.\n", f"Tell {said} now.\n") == ()
    assert small(clause("a", "Tell {{dsl}} now.\n")).fit("a", f"Tell {said} now.\n").score < 100


def test_a_title_in_the_place_of_a_reference_may_say_what_it_likes() -> None:
    said = "section 3 (When nobody may post)"
    assert [run.said for run in runs_of("See {{ref:posts}}.\n", f"See {said}.\n")] == [said]


def test_a_long_stretch_is_no_value() -> None:
    assert runs_of("Tell {{dsl}} now.\n", f"Tell {'somebody else ' * 20}now.\n") == ()


def test_known_values_are_found_beside_words_that_changed() -> None:
    body = "Anyone tells {{dsl}} at once, and {{dsl}} answers.\n"
    text = "Whoever is worried writes to the lead at once; nobody else answers.\n"
    runs = known_runs(body, ("the lead", "the lead"), text)
    assert put_back(text, runs) == "Whoever is worried writes to {{dsl}} at once; nobody else answers.\n"
    assert known_runs(body, (None, None), text) == ()
    assert known_runs(body, ("the lead", "the lead"), text.replace("the lead", "the other lead")) == ()


NAMES = st.sampled_from(["{{a}}", "{{b}}", "x", "y's", "and", "**", "the", ".", "\n\n", "*", "\\", "«"])


@given(st.lists(NAMES, max_size=12).map(" ".join), st.lists(NAMES, max_size=12).map(" ".join))
def test_runs_stand_in_order_and_apart_and_keep_every_other_character(body: str, text: str) -> None:
    for backwards in (False, True):
        runs = runs_of(body, text, backwards=backwards)
        edges = [edge for run in runs for edge in (run.start, run.end)]
        assert edges == sorted(edges)
        kept = put_back(text, runs)
        for run in reversed(runs):
            at = kept.rindex(run.blank.written)
            kept = kept[:at] + run.said + kept[at + len(run.blank.written) :]
        assert kept == text or "{{" in text


@given(st.text("ab's’ {}\\*\n-—“", max_size=40))
def test_every_word_stands_where_it_is_said_to(text: str) -> None:
    words = words_of(text)
    assert len(words.said) == len(words.places)
    ends = [0, *(end for _, end in words.places)]
    assert all(start >= before for (start, _), before in zip(words.places, ends, strict=False))


# -- scores and candidates -----------------------------------------------------------------------------------


def test_the_score_is_the_share_of_words_that_are_the_same() -> None:
    assert likeness("one two three four\n", "one two three five\n") == 75
    found = small(clause("a", "one two three {{dsl}} four five six seven eight nine\n"))
    assert found.fit("a", "one two three the lead four five six seven eight nine\n").score == 100
    assert found.fit("a", "one two three the lead four five six seven eight ten\n").score == 90


def test_two_texts_that_differ_in_layout_alone_are_not_one() -> None:
    assert likeness("- one two three\n- four five six\n", "one two three four five six\n") <= 99


def test_the_models_clause_goes_before_an_equal_one_of_the_library() -> None:
    same = "Pictures are posted after a yes from home.\n"
    found = small(clause("a", same), clause("b", same), model=("b",))
    assert [each.clause_id for each in found.candidates("Pictures", same)] == ["b", "a"]
    assert found.assign([piece(same)]) == ("b",)


def test_the_title_ranks_and_does_not_score() -> None:
    body = "Staff ask before they post, and say thank you.\n"
    found = small(clause("a", body, "Trips"), clause("b", body, "Pictures"))
    best = found.candidates("Our pictures", body)
    assert [each.clause_id for each in best] == ["b", "a"]
    assert [each.score for each in best] == [100, 100]


def test_no_clause_is_given_twice_and_the_better_piece_has_it() -> None:
    body = "We answer every message within two school days, and the office rings home about anything urgent.\n"
    found = small(clause("a", body))
    poorer = body.replace("two school days", "a week").replace("urgent", "odd")
    assert found.assign([piece(poorer), piece(body, index=2)]) == (None, "a")
    assert found.assign([piece(poorer)]) == ("a",)
    assert found.assign([piece(body)], taken=["a"]) == (None,)


def test_of_equal_pieces_the_one_in_the_models_place_has_the_clause() -> None:
    first, other = "Staff keep passwords to themselves.\n", "Pictures come down within a day of asking.\n"
    found = small(clause("a", first), clause("b", other), model=("a", "b"))
    assert found.assign([piece(other), piece(first, index=2), piece(other, index=3)]) == (None, "a", "b")


def test_a_piece_like_nothing_is_matched_to_nothing() -> None:
    found = small(clause("a", "Staff keep passwords to themselves.\n"))
    assert found.assign([piece("Zebras graze on the Serengeti at dusk.\n")]) == (None,)
    assert found.assign([]) == ()
    assert found.assign([piece("***\n")]) == (None,)


def test_an_empty_library_matches_nothing() -> None:
    assert small().assign([piece("Some words.\n")]) == (None,)
    assert small(clause("a", "{{dsl}}\n")).assign([piece("Some words.\n")]) == (None,)


# -- split points and openings -------------------------------------------------------------------------------


def test_a_text_may_be_split_before_paragraphs_items_headings_and_sentences() -> None:
    text = "One is here. Two is there.\n\n- an item\n  that goes on. Here.\n- another\n\n#### Head\n\nLast one.\n"
    assert [point.words for point in split_points(text)] == [
        "Two is there.",
        "an item that goes on.",
        "another",
        "Head",
        "Last one.",
    ]


def test_a_table_and_a_block_of_code_stay_whole() -> None:
    text = "Before.\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nx. Y.\n\nz\n```\n\nAfter.\n"
    assert [text[point.at :].partition("\n")[0] for point in split_points(text)] == ["| a | b |", "```", "After."]


def test_a_long_list_is_cut_without_reading_it_again_for_each_item() -> None:
    assert len(split_points("- an item\n" * 3_000)) == 2_999


def test_an_opening_is_the_first_words_without_signs() -> None:
    assert (
        opening("- **One** two three four five six seven eight nine.\n") == "One two three four five six seven eight …"
    )
    assert opening("\n\n> Said *so*.\n") == "Said so."


# -- the sample policies, damaged ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> tuple[Matcher, list[PrintedClause]]:
    """A sample policy as it prints, and a matcher for its model."""
    library = load_library(REPOSITORY / "clauses")
    draft = open_school(find_workspace(REPOSITORY), SCHOOL, library).draft
    found = matcher(library, library.model(draft.policy.model))
    document = assemble(draft, found.library, found.model)
    return found, [each for section in document.sections for each in section.clauses]


def damaged(text: str, share: float, rng: random.Random) -> str:
    """The text with a share of its words replaced, sentences dropped and others put in."""
    said = []
    for unit in prose.units(text):
        drawn = rng.random()
        if unit.kind not in ("blank", "break") and drawn < share / 4:
            continue
        words = prose.tokens(unit.text)
        said += [rng.choice(OTHERS) if word[0].isalpha() and rng.random() < share * 0.75 else word for word in words]
        if drawn > 1 - share / 5:
            said += [" ".join(rng.choice(OTHERS) for _ in range(8)).capitalize(), ". "]
    return "".join(said) or text


def test_a_sample_policy_as_it_prints_is_known_again(sample: tuple[Matcher, list[PrintedClause]]) -> None:
    found, clauses = sample
    pieces = [piece(each.text, each.title) for each in clauses]
    proposed = dict(zip((each.id for each in clauses), found.assign(pieces), strict=True))
    local = {each.id for each in clauses if each.state == "local"}
    assert {key for key, clause_id in proposed.items() if clause_id != key} == local
    for each in clauses:
        if each.state == "as-is" and "{{local_context}}" not in each.unfilled:
            assert found.fit(each.id, each.text).score >= 98, each.id


def test_a_third_of_the_words_may_change_and_the_titles_and_the_order(
    sample: tuple[Matcher, list[PrintedClause]],
) -> None:
    found, clauses = sample
    rng = random.Random(6)
    mixed = clauses[::2]
    rng.shuffle(mixed)
    pieces = [piece(damaged(each.text, 0.33, rng), " ".join(rng.sample(OTHERS, 3))) for each in mixed]
    proposed = found.assign(pieces)
    wanted = [None if each.state == "local" else each.id for each in mixed]
    right = sum(got == want for got, want in zip(proposed, wanted, strict=True))
    wrong = [(want, got) for got, want in zip(proposed, wanted, strict=True) if got is not None and got != want]
    assert wrong == []
    assert right >= 0.9 * len(mixed)


def test_what_is_one_clause_in_two_pieces_and_two_in_one_is_suggested(
    sample: tuple[Matcher, list[PrintedClause]],
) -> None:
    found, clauses = sample
    one, other, third = [each for each in clauses if each.state == "as-is" and len(each.text) > 900][:3]
    cut = split_points(one.text)
    half = next(point.at for point in cut if point.at > len(one.text) / 2)
    pieces = [
        piece(one.text[:half], "A start", 1),
        piece(one.text[half:], "The rest of it", 2),
        piece(f"{other.text}\n{third.text}", other.title, 3),
    ]
    merge, split = found.suggestions(pieces, [True, True, False])
    assert (merge.kind, merge.index, merge.found[0].clause_id) == ("merge", 0, one.id)
    assert merge.found[0].score >= 95
    assert (split.kind, split.index) == ("split", 2)
    assert [each.clause_id for each in split.found] == [other.id, third.id]
    assert pieces[2].text[split.at :].strip() == third.text.strip()
    assert found.suggestions(pieces, [False, True, False])[0].kind == "split"


def test_whole_pieces_suggest_nothing(sample: tuple[Matcher, list[PrintedClause]]) -> None:
    found, clauses = sample
    pieces = [replace(piece(each.text, each.title), index=at) for at, each in enumerate(clauses[:20], 1)]
    assert found.suggestions(pieces, [True] * 20) == ()
    assert LEAST_SCORE < 60
