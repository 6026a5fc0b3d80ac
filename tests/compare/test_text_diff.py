"""The diff model: nothing lost, and told as a reader would tell it."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from composer.compare.diff import diff, forget
from composer.compare.edits import Block, Span, TextDiff
from composer.compare.marks import marked
from composer.compare.words import diff_words
from composer.text import sense_form, unix

POLICY = """# Staff accounts

Staff may reply to parents within 12 hours.
Staff must tell the headteacher about any account they open for the school.
Photographs of pupils are never posted without consent.

The register of accounts is kept by {{register_keeper}}, and it is checked every term.
It lists the people who can post.

- Facebook is used for news about the whole school.
- Twitter is used for sport.
- The class app is used for homework.

Governors review this policy each year.
"""

SENTENCES = st.sampled_from(
    [
        *POLICY.replace("- ", "").split("\n"),
        "Staff must ask first.",
        "“Never” – she said.",
        '"Never" - she said.',
        "- Item one.",
        "- Item two, changed.",
        "Pupils ask\nfirst.",
        "> Quoted.",
        "```",
        "| a | b |",
        "Yes.",
        "Yes.",
        "\u0301x\u200d",
        "a. b. c.",
    ]
)
JOINS = st.sampled_from(["\n", "\n\n", " ", "\r\n", "\n\n\n", "  "])
PROSE = st.lists(st.tuples(SENTENCES, JOINS), max_size=12).map(lambda parts: "".join(a + b for a, b in parts))
TEXTS = PROSE | st.text(max_size=60) | st.text("ab .\n-", max_size=40)


MANY = "\n".join(f"Sentence {n} is one of many." for n in range(3_000))


def rebuilt(change: TextDiff) -> Iterator[tuple[str, str]]:
    for block in change.blocks:
        yield block.old, "".join(span.text for span in block.spans if span.kind != "ins")
        yield block.new, "".join(span.text for span in block.spans if span.kind != "del")


@given(TEXTS, TEXTS)
@example("\r", "\n")
@example("a\n\na\n\n", "a\n\na\n\na\n\n")
def test_both_texts_are_rebuilt_exactly(old: str, new: str) -> None:
    change = diff(old, new)
    assert (change.old, change.new) == (old, new)
    assert all(text == spelt for text, spelt in rebuilt(change))
    assert all(span.text for block in change.blocks for span in block.spans)


@given(TEXTS, TEXTS)
@example("Ask first.\n# Staff use it\n", "Ask first. # Staff use it\n")
@example("```\na\n\nb\n", "```\na\n\n\nb\n")
@example("Text here.\n> Quoted.\n", "Text here.\n\n> Quoted.\n")
def test_a_change_is_what_changes_the_sense(old: str, new: str) -> None:
    old, new = unix(old), unix(new)
    change = diff(old, new)
    assert change.changed == (sense_form(old) != sense_form(new))
    assert change.layout_only == (old != new and not change.changed)


@given(TEXTS, TEXTS)
def test_blocks_are_what_their_kind_says(old: str, new: str) -> None:
    moves: dict[int | None, list[Block]] = {}
    for block in diff(old, new).blocks:
        spans = [span.kind for span in block.spans]
        if block.kind == "same":
            assert block.old == block.new
        elif block.kind == "replaced":
            assert spans == ["del", "ins"]
        elif block.kind in ("deleted", "moved-from"):
            assert (spans, block.new) == (["del"], "")
        elif block.kind in ("inserted", "moved-to"):
            assert (spans, block.old) == (["ins"], "")
        elif block.kind == "changed":
            assert "same" in spans
            assert spans != ["same"]
        assert (block.move is not None) == block.kind.startswith("moved")
        if block.move:
            moves.setdefault(block.move, []).append(block)
    for ends in moves.values():
        assert sorted(end.kind for end in ends) == ["moved-from", "moved-to"]
        assert sense_form(ends[0].old + ends[0].new).split() == sense_form(ends[1].old + ends[1].new).split()


@given(TEXTS, TEXTS)
def test_what_is_remembered_changes_nothing(old: str, new: str) -> None:
    first = diff(old, new)
    forget()
    assert diff(old, new) == first


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_untouched_paragraphs_are_left_out_without_a_trace(head: str, old: str, new: str, tail: str) -> None:
    old, new = (f"{head}\n\n{middle}\n\n{tail}" for middle in (old, new))
    change = diff(old, new)
    assert (change.old, change.new) == (old, new)
    assert change.changed == (sense_form(old) != sense_form(new))


# -- examples ----------------------------------------------------------------------------------------------


def told(new: str, old: str = POLICY) -> list[tuple[str, str, str]]:
    return [(block.kind, block.old, block.new) for block in diff(old, new).blocks if block.kind != "same"]


def edited(*swaps: tuple[str, str]) -> str:
    text = POLICY
    for was, now in swaps:
        assert was in text
        text = text.replace(was, now)
    return text


def test_equal_texts_are_one_block() -> None:
    assert diff("", "").blocks == ()
    assert [block.kind for block in diff(POLICY, POLICY).blocks] == ["same"]
    assert not diff(POLICY, POLICY).changed


@pytest.mark.parametrize(
    ("swap", "line"),
    [
        (("12 hours", "24 hours"), "Staff may reply to parents within [-12-]{+24+} hours."),
        (("Staff may reply", "Staff must not reply"), "Staff [-may-]{+must not+} reply to parents within 12 hours."),
        (("whole school", "junior school"), "- Facebook is used for news about the [-whole-]{+junior+} school."),
        (
            ("{{register_keeper}}", "{{office_manager}}"),
            "The register of accounts is kept by [-{{register_keeper}}-]{+{{office_manager}}+}, and it is",
        ),
        (("can post", "can safely post"), "It lists the people who can {+safely+} post."),
        (("every term", "every half term"), "and it is checked every {+half+} term."),
        (
            ("never posted without", "posted with"),
            "Photographs of pupils are [-never-] posted [-without-]{+with+} consent.",
        ),
        (("# Staff accounts", "# Staff and school accounts"), "# Staff {+and school+} accounts"),
    ],
)
def test_a_rewording_is_shown_in_its_sentence(swap: tuple[str, str], line: str) -> None:
    change = diff(POLICY, edited(swap))
    assert [change.blocks[at].kind for at in change.changes] == ["changed"]
    assert line in marked(change)


def test_a_rewrapped_paragraph_is_layout() -> None:
    new = edited(
        ("hours.\nStaff", "hours. Staff"), ("account they open", "account\nthey open"), ("Twitter is", "Twitter  is")
    )
    change = diff(POLICY, new)
    assert {block.kind for block in change.blocks} == {"same", "layout"}
    assert change.layout_only
    assert (change.changes, change.words_added, change.words_removed) == ((), 0, 0)
    assert marked(change) == new


def test_a_rewrapped_sentence_with_a_new_word_shows_the_word() -> None:
    change = diff(POLICY, edited(("any account they open for", "any new account\nthey open for")))
    assert "about any {+new+} account\nthey open for the school." in marked(change)
    assert (change.words_added, change.words_removed) == (1, 0)


def test_a_moved_sentence_is_a_move() -> None:
    line = "Photographs of pupils are never posted without consent.\n"
    new = edited((line, ""), ("every term.\n", f"every term.\n{line}"))
    assert told(new) == [("moved-from", line, ""), ("moved-to", "", line)]
    change = diff(POLICY, new)
    assert len(change.changes) == 1
    assert change.blocks[change.changes[0]].kind == "moved-to"
    assert (change.words_added, change.words_removed) == (0, 0)
    assert "{+↕1 Photographs" in marked(change)


def test_a_moved_paragraph_is_one_move() -> None:
    paragraph = POLICY[POLICY.index("The register") : POLICY.index("- Facebook")]
    new = edited((paragraph, ""), ("# Staff accounts\n\n", f"# Staff accounts\n\n{paragraph}"))
    assert [kind for kind, _, _ in told(new)] == ["moved-to", "moved-from"]


def test_a_moved_section_takes_its_short_heading_along() -> None:
    section = "## Checks\n\nThe office checks every account each term.\n\n"
    rest = "## Posting\n\nStaff post news on Fridays only.\nParents may ask for a post to go.\n\n"
    assert [kind for kind, _, _ in told(rest + section, section + rest)] == ["moved-from", "moved-to"]


def test_swapping_a_sentence_does_not_hide_a_rewording_beside_it() -> None:
    line = "Photographs of pupils are never posted without consent.\n"
    new = edited((line, ""), ("Staff may reply", f"{line}Staff must not reply"))
    assert [kind for kind, _, _ in told(new)] == ["moved-to", "changed", "moved-from"]


def test_an_unlike_sentence_is_replaced() -> None:
    was, now = "It lists the people who can post.\n", "Passwords live in the safe.\n"
    assert told(edited((was, now))) == [("replaced", was, now)]


def test_a_mostly_reworded_sentence_is_not_confetti() -> None:
    was = "Governors review this policy each year.\n"
    now = "Each autumn the policy committee of the trust looks at the text and asks parents.\n"
    assert told(edited((was, now))) == [("replaced", was, now)]


def test_a_list_item_replaced_beside_a_new_paragraph_stays_an_item() -> None:
    new = edited(
        (
            "- The class app is used for homework.\n",
            "- Messages go home on paper.\n\nWe never use chat bots with pupils.\n",
        )
    )
    assert [kind for kind, _, _ in told(new)] == ["replaced", "inserted"]


def test_an_item_that_gave_way_to_a_paragraph_is_no_replacement() -> None:
    new = edited(("- The class app is used for homework.\n", "We never use chat bots with pupils.\n"))
    assert [kind for kind, _, _ in told(new)] == ["deleted", "inserted"]


def test_a_blank_line_lost_beside_a_new_sentence_is_no_change_of_its_own() -> None:
    change = diff("We post.\n\n- Sport\n", "We post.\nMore of this comes later.\n- Sport\n")
    assert [change.blocks[at].kind for at in change.changes] == ["inserted"]


def test_sentences_with_little_in_common_are_not_taken_for_each_other() -> None:
    old = "We ask.\nIt lists the people who can post.\nPasswords are never shared by anyone.\nWe act.\n"
    new = "We ask.\nGovernors see the minutes of meetings.\nWe act.\n"
    assert [kind for kind, _, _ in told(new, old)] == ["replaced"]


def test_sentences_with_half_in_common_are_one_sentence_reworded() -> None:
    old = "We ask.\nStaff tell the headteacher about accounts they open.\nWe act.\n"
    new = "We ask.\nBefore they open accounts, staff ask a member of the office.\nStaff log it all.\nWe act.\n"
    told_kinds = [(kind, was) for kind, was, _ in told(new, old)]
    assert told_kinds == [("replaced", "Staff tell the headteacher about accounts they open.\n"), ("inserted", "")]


def test_inserted_and_deleted_passages_count_one_each() -> None:
    new = edited(
        ("Governors review", "We ask parents.\nWe ask pupils too.\n\nGovernors review"),
        ("- Twitter is used for sport.\n", ""),
    )
    assert told(new) == [
        ("deleted", "- Twitter is used for sport.\n", ""),
        ("inserted", "", "We ask parents.\nWe ask pupils too.\n\n"),
    ]
    change = diff(POLICY, new)
    assert (change.words_added, change.words_removed) == (7, 5)


def test_a_sentence_added_at_the_end_of_a_paragraph_leaves_its_blank_line_alone() -> None:
    new = edited(("who can post.\n", "who can post.\nIt is never published.\n"))
    assert told(new) == [("inserted", "", "It is never published.\n")]


def test_splitting_a_paragraph_is_a_change_and_a_looser_list_is_not() -> None:
    assert told(edited(("12 hours.\n", "12 hours.\n\n"))) == [("inserted", "", "\n")]
    assert diff(POLICY, edited(("sport.\n", "sport.\n\n"))).layout_only


def test_repeated_sentences_do_not_confuse() -> None:
    old = "Ask first.\n" * 3 + "Then post.\n" + "Ask first.\n" * 2
    new = "Ask first.\n" * 2 + "Then post.\n" + "Ask first.\n" * 3
    change = diff(old, new)
    assert (change.words_added, change.words_removed) == (2, 2)


def test_many_reworded_sentences_find_their_partners() -> None:
    old = [f"Rule {n}{n} says staff number {n}x{n} must log what they post today.\n" for n in range(60)]
    new = [line.replace("must", "should") for line in old]
    change = diff("".join(old), "".join(["A wholly new opening sentence.\n", *new]))
    assert [block.kind for block in change.blocks] == ["inserted", *["changed"] * 60]
    assert all(Span("del", "must") in block.spans for block in change.blocks[1:])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a" * 65_536, "b" * 65_536),
        ("a b " * 16_384, "b a " * 16_384),
        ("ab" * 32_768, "ba" * 32_768),
        ("A. B. " * 11_000, "B. A. C. " * 7_000),
        ("a\n\n" * 9_000, "b\n\na\n\n" * 5_000),
        (" ".join(f"w{n}" for n in range(20_000)), " ".join(f"w{n * 7_919 % 20_000}" for n in range(20_000))),
        (MANY, "\n".join(reversed(MANY.split("\n")))),
    ],
    ids=["letters", "words", "turns", "sentences", "paragraphs", "once each", "reversed"],
)
def test_hostile_texts_are_bounded_and_rebuilt(old: str, new: str) -> None:
    change = diff(old, new)
    assert (change.old, change.new) == (old, new)


@given(st.text(max_size=80), st.text(max_size=80))
def test_words_rebuild_both_sides(old: str, new: str) -> None:
    spans = diff_words(old, new)
    assert "".join(span.text for span in spans if span.kind != "ins") == old
    assert "".join(span.text for span in spans if span.kind != "del") == new
