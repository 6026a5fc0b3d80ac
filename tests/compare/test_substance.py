"""What weight a change has, and which sentences ask something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.compare.deviations import KINDS, ClauseChange, PolicyClause, State, compare
from composer.compare.diff import diff
from composer.compare.substance import PHRASE, Weight, asking, passages, runs, weigh
from composer.text import word_count

TEXT = """\
We post good news on our page.
Staff ask before they post a picture.

Staff must:

- keep the password safe at all times;
- log out when they leave the room.

Staff may:

- post pictures of their own lessons;
- answer questions that parents ask.

## Later

We look at this once in a while.
"""


def entry(old: str, new: str | None, state: State = "adapted") -> ClauseChange:
    clause = PolicyClause("a", "one", "A", state, old, new, in_model=state != "local")
    return compare([], [clause]).entries[0]


def weight(new: str, roles: tuple[str, ...] = ()) -> Weight:
    return weigh(entry(TEXT, new), roles)


def swap(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (TEXT, "none"),
        (swap("good news", "happy news"), "wording"),
        (swap("our page", "our page, too"), "wording"),
        (swap("page.\nStaff ask", "page. Staff ask"), "layout"),
        (swap("once in a while.", "once in\na while."), "layout"),
        (swap("page.\nStaff ask", "page.\n\nStaff ask"), "layout"),
        (swap("Staff ask", "Staff must ask"), "substantive"),
        (swap("Staff may:", "Staff must not:"), "substantive"),
        (swap("once in a while", "within 12 hours"), "substantive"),
        (TEXT + "Nobody reads it twice.\n", "substantive"),
        (swap("- answer questions that parents ask.\n", ""), "substantive"),
        (swap("We post good news on our page.\n", ""), "substantive"),
        (swap("We post good news on our page.", "Cats and dogs live in the old barn together."), "substantive"),
        (swap("our page", "our page and in the paper that every house in the village gets"), "substantive"),
        (swap("## Later", "## Afterwards"), "substantive"),
    ],
)
def test_the_weight_of_a_change_of_the_text(new: str, expected: Weight) -> None:
    assert weight(new) == expected


def test_one_word_less_than_a_phrase_is_wording() -> None:
    words = ["and", "in", "the", "paper", "each", "week"]
    assert len(words) == PHRASE
    assert weight(swap("our page", f"our page {' '.join(words)}")) == "substantive"
    assert weight(swap("our page", f"our page {' '.join(words[:-1])}")) == "wording"


def test_a_role_that_changed_is_of_substance_where_it_is_watched() -> None:
    new = swap("Staff ask before", "Teachers ask before")
    assert weight(new) == "wording"
    assert weight(new, ("teachers",)) == "substantive"


def test_a_moved_sentence_is_wording_unless_it_comes_under_other_words() -> None:
    keep, post = "- keep the password safe at all times;\n", "- post pictures of their own lessons;\n"
    within = TEXT.replace(keep, "").replace("leave the room.\n", f"leave the room.\n{keep}")
    assert weight(within) == "wording"
    across = TEXT.replace(post, "").replace("- log out", f"{post}- log out")
    assert [passage.kind for passage in passages(diff(TEXT, across))] == ["moved"]
    assert weight(across) == "substantive"
    said = "We post good news on our page.\n"
    below = TEXT.replace(said, "").replace("## Later\n\n", f"## Later\n\n{said}")
    assert weight(below) == "substantive"
    lists = "Staff must:\n\n- keep it safe at all times.\n\nThat is all there is to it.\n\n- Ask us in the office.\n"
    led = lists.replace("- Ask us in the office.\n", "").replace(
        "all times.\n", "all times.\n- Ask us in the office.\n"
    )
    assert weigh(entry(lists, led)) == "substantive"
    swapped = TEXT.replace(said, "").replace("post a picture.\n", f"post a picture.\n{said}")
    assert weight(swapped) == "wording"


@pytest.mark.parametrize(("state", "new"), [("dropped", None), ("local", "Ours.\n")])
def test_a_whole_clause_is_of_substance(state: State, new: str | None) -> None:
    assert weigh(entry(TEXT, new, state)) == "substantive"


def test_an_adapted_clause_whose_base_is_lost_is_not_called_wording() -> None:
    found = compare([], [PolicyClause("a", "one", "A", "adapted", None, "Ours.\n")]).entries[0]
    assert found.diff is None
    assert weigh(found) == "substantive"


def test_what_is_taken_as_it_is_or_undecided_has_no_weight() -> None:
    assert {weigh(entry(TEXT, None, state)) for state in ("as-is", "undecided")} == {"none"}
    assert set(KINDS) >= {"as-is", "undecided"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Staff must ask first.",
        "- Staff should ask first.",
        "**Measure:** Nobody posts a picture without asking.",
        "The school will keep a register.",
        "Pupils may only post from a school device.",
        "Visitors are expected to switch off their phones.",
        "They have to ask the office first.",
        "A child is never named.",
        "{{headteacher}} is told the same day.",
        "1. {{headteacher}} is told the same day.",
        "**Owner:** {{headteacher}}, who is told at once.",
    ],
)
def test_a_sentence_that_asks_something_is_found_whole(sentence: str) -> None:
    assert [each.strip() for each in asking(f"{sentence}\n", ("{{headteacher}}",))] == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Staff may ask first.",
        "Staff can post at any time.",
        "The people who must decide read both sides.",
        "It says what should not be posted.",
        "Nobody has to answer in the evening.",
        "No young person has to carry the blame.",
        "It tells no more than it needs to know.",
        "One rule would fit nobody at all.",
        "A picture may never load where the signal is weak.",
        "It may not be safe to answer.",
        "What cannot be called back is told.",
        "Staff must:",
        "We tell {{headteacher}} about it.",
    ],
)
def test_a_sentence_that_asks_nothing_is_not(sentence: str) -> None:
    assert asking(f"{sentence}\n", ("{{headteacher}}",)) == ()


def test_runs_are_what_was_exchanged_at_each_spot() -> None:
    old = "We ask twice before we post a picture of the school, every Monday.\n"
    new = "We answer once before we post a picture, of the school every single Monday.\n"
    found = list(runs(passages(diff(old, new))[0].spans))
    assert found == [("ask twice", "answer once"), ("", "single")]
    assert all(word_count(old + new) for old, new in found)


WORDS = st.lists(st.sampled_from(["Staff", "must", "may", "ask.", "\n", "\n\n- ", "here", "twice,"]), max_size=14)


@given(WORDS, WORDS)
def test_no_change_goes_uncounted(old: list[str], new: list[str]) -> None:
    was, now = " ".join(old) + "\n", " ".join(new) + "\n"
    found = weigh(entry(was, now))
    assert (found == "none") == (was == now)
    if found == "layout":
        assert was.split() == now.split()
