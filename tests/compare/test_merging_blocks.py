"""Three-way merges of lists, tables, code and the rest; what is told of obligations; texts made to be slow."""

import pytest

from composer.compare.merging import merge
from composer.text import units
from tests.compare.test_merging import OURS, POLICY, both, change, conflicts, only

# -- blocks ---------------------------------------------------------------------------------------------------


def test_list_items_and_nested_ones_are_apart() -> None:
    merged = both(POLICY, ("every message", "every long message"), ("after one year", "after a full year"))
    assert "- Keep a copy of every long message.\n  - Copies are deleted after a full year.\n" in (merged.result or "")


@pytest.mark.parametrize("mark", [">", "-"])
def test_a_moved_sentence_takes_no_quotation_or_list_item_along(mark: str) -> None:
    base = f"{mark} We post news each day. Links to shops are removed by us.\n\nComments are deleted by the head.\n"
    ours = f"{mark} Links to shops are removed by all of us.\n\nComments are deleted by the head.\n"
    theirs = f"{mark} We post news each day.\n\nLinks to shops are removed by us. Comments are deleted by the head.\n"
    for one, other in ((ours, theirs), (theirs, ours)):
        merged = merge(base, one, other)
        assert merged.state == "conflict"
        assert not any("Links" in (piece.result or "") for piece in merged.pieces)


def test_what_was_moved_into_a_paragraph_is_made_no_quotation_there() -> None:
    base = "> News is posted. Links to shops are removed by us.\n\nNames are kept.\n\nComments are deleted.\n"
    ours = base.replace("News is posted. ", "").replace("by us", "by all of us")
    theirs = base.replace(" Links to shops are removed by us.", "") + "\nLinks to shops are removed by us.\n"
    for one, other in ((ours, theirs), (theirs, ours)):
        assert merge(base, one, other).state == "conflict"


def test_rows_of_a_table_are_apart() -> None:
    merged = both(POLICY, ("Class teachers |", "All teachers |"), ("The office |", "The bursar |"))
    assert "| Class pages | All teachers |\n| School page | The bursar |\n" in (merged.result or "")


def test_a_row_added_at_the_end_of_a_table_that_went_is_for_a_person() -> None:
    table = "| Page | Kept by |\n|---|:--|\n| School | Office |\n"
    base = f"News is posted.\n\n- Ask first.\n\n{table}"
    gone, more = base.replace(f"\n{table}", ""), base.replace(table, f"{table}| Class | Teacher |\n")
    for one, other in ((gone, more), (more, gone)):
        assert merge(base, one, other).state == "conflict"
    assert merge(base, base.replace("| School | Office |\n", ""), more).state == "clean"


def test_how_a_table_is_drawn_is_layout() -> None:
    open_table = change(
        POLICY,
        ("| Account | Kept by |\n|---|---|\n", "Account | Kept by\n--- | :---\n"),
        ("| Class pages | Class teachers |\n", "Class pages | Class teachers\n"),
        ("| School page | The office |\n", "School page | The office\n"),
    )
    merged = merge(POLICY, change(POLICY, ("Class teachers", "All teachers")), open_table)
    assert merged.clean
    assert "| Class pages | All teachers |\nSchool page | The office\n" in (merged.result or "")


def test_a_code_block_is_one_unit() -> None:
    base = f"{POLICY}\n```\nkeep: all\n\nshow: none\n```\n"
    merged = both(base, ("keep: all", "keep: some"), ("show: none", "show: all"))
    assert [state for state in (piece.state for piece in merged.pieces) if state != "same"] == ["conflict"]
    assert only(merged, "conflict").base == "```\nkeep: all\n\nshow: none\n```\n"
    assert both(base, ("keep: all", "keep: some"), ("each spring", "each autumn")).state == "clean"


def test_a_heading_and_its_paragraph_are_apart() -> None:
    merged = both(POLICY, ("# Replying to parents", "# Replying to families"), ("24 hours", "48 hours"))
    assert (merged.result or "").startswith("# Replying to families\n\nStaff may reply")


def test_abbreviations_end_no_sentence() -> None:
    merged = both(POLICY, ("Use the", "Always use the"), ("office account", "staff account"))
    assert merged.state == "suggestion"
    assert only(merged, "suggestion").base == "- Use the school's own account, e.g. the office account.\n"


def test_a_quotation_and_the_text_after_it_are_apart() -> None:
    base = "> “Think before you post.” It is a good rule.\n\nWe follow that rule.\n"
    merged = both(base, ("a good rule", "an old rule"), ("We follow", "All of us follow"))
    assert merged.result == "> “Think before you post.” It is an old rule.\n\nAll of us follow that rule.\n"


def test_a_last_line_without_an_end_is_not_glued_to_what_comes_after() -> None:
    base = "# Rules\n\n- Be kind to others"
    merged = merge(base, "# House rules\n\n- Be kind to others", "# Rules\n\n- Be kind to others\n- Be on time always")
    assert merged.result == "# House rules\n\n- Be kind to others\n- Be on time always"
    base = "We are kind to others."
    merged = merge(base, "We are kind to all others.", "We are kind to others. We are on time always.")
    assert merged.result == "We are kind to all others. We are on time always."


def test_paragraphs_stay_apart_when_the_one_between_went() -> None:
    base = "First one is here.\n\nSecond one goes away.\n\nThird one is here.\n"
    ours = "First one is here.\n\nThird one is here.\n"
    merged = merge(base, ours, change(base, ("Third one is", "Third one was"), ("First one is", "First one was")))
    assert merged.result == "First one was here.\n\nThird one was here.\n"


def test_a_text_to_begin_from_is_not_glued_at_a_conflict() -> None:
    base = "First one is here.\n\nSecond one goes away.\n\nThird one is here.\n"
    merged = merge(base, change(base, ("Third one is", "Third one was")), "First one is here.\n")
    assert conflicts(merged) == [("Third one is here.", "Third one was here.", "")]
    assert merged.proposal == "First one is here.\n\nThird one was here.\n"
    merged = merge("- Be kind.\n- Be on time.\n", "- Be kind.\n- Be on time always.\n", "- Be very kind.")
    assert merged.state == "conflict"
    assert merged.proposal == "- Be very kind.\n- Be on time always.\n"


def test_a_result_that_would_read_as_something_else_is_a_conflict() -> None:
    base = "Rules for all of us:\n\n- Be kind to others.\n2. Be on time always.\n"
    ours, theirs = change(base, ("us:\n\n", "us:\n")), change(base, ("- Be kind to others.\n", ""))
    merged = merge(base, ours, theirs)
    # Without its list and the blank line before it, the second rule would go on with the sentence.
    assert merged.state == "conflict"
    assert [unit.kind for unit in units(merged.proposal) if unit.text.startswith("2.")] == ["item"]


def test_a_blank_line_makes_no_conflict() -> None:
    base = "# Rules\nBe kind to others.\n"
    ours, theirs = "# Rules\n\nBe kind to others.\n", "# Rules\nThese are our rules. Be kind to others.\n"
    for merged in (merge(base, ours, theirs), merge(base, theirs, ours)):
        assert merged.clean
        assert (merged.result or "").endswith("These are our rules. Be kind to others.\n")


# -- obligations ----------------------------------------------------------------------------------------------


def test_obligation_changes_are_told_for_each_side_in_words() -> None:
    merged = merge(
        POLICY,
        change(POLICY, ("24 hours", "48 hours")),
        change(POLICY, ("The headteacher reads", "The headteacher must read"), ("one year", "2 years")),
    )
    assert merged.state == "clean"
    assert [(one.side, one.message) for one in merged.obligations] == [
        ("ours", "was “24 hours”, is now “48 hours”"),
        ("theirs", "“must” is new"),
        ("theirs", "was “one year”, is now “2 years”"),
    ]


def test_roles_are_watched_when_they_are_named() -> None:
    theirs = change(POLICY, ("The headteacher reads", "The office reads"))
    assert merge(POLICY, OURS, theirs).obligations[1:] == ()
    told = merge(POLICY, OURS, theirs, roles=("headteacher", "office")).obligations[1:]
    assert [(one.side, one.message) for one in told] == [("theirs", "was “headteacher”, is now “office”")]


def test_a_duty_turned_round_in_a_sentence_that_both_changed_is_told_for_both() -> None:
    merged = both(POLICY, ("Staff may reply", "Staff must reply"), ("Staff may reply", "Staff must not reply"))
    assert [(one.side, one.message) for one in only(merged, "conflict").obligations] == [
        ("ours", "was “may”, is now “must”"),
        ("theirs", "was “may”, is now “must not”"),
    ]


# -- size -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("a " * 32_768, "b " + "a " * 32_768, "a " * 32_768 + "c"),
        ("Say it again.\n" * 2_000, "Say it again.\n" * 1_900, "Say it again.\n" * 1_950 + "Enough.\n"),
        ("```\n" * 2_000, "```\na\n" * 1_000, "```\n\n" * 1_000),
    ],
    ids=["one word", "equal lines", "fences"],
)
def test_hostile_texts_are_merged_like_any_other(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    assert "".join(piece.theirs for piece in merged.pieces) == theirs
