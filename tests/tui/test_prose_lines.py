"""Markdown read into leaves and laid out in lines."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from composer.export.markdown import policy_markdown
from composer.policy.anchors import anchor
from composer.policy.document import assemble
from composer.policy.placeholders import escape
from composer.tui.widgets.prose_leaves import Prose
from composer.tui.widgets.prose_lines import Layout, Place

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft


def lines(markdown: str, width: int = 40) -> list[str]:
    layout = Layout(Prose(markdown), width)
    layout.grow()
    return ["".join(piece.text for piece in line).rstrip() for line in layout.lines]


def test_paragraphs_wrap_at_words_and_hard_breaks_stay() -> None:
    assert lines("one two three\nfour five\n\nsix\\\nseven", 10) == [
        "one two",
        "three four",
        "five",
        "",
        "six",
        "seven",
    ]


def test_a_word_longer_than_the_line_is_cut_and_nothing_of_it_lost() -> None:
    assert lines("ab " + "x" * 25, 20) == ["ab", "x" * 20, "x" * 5]
    assert lines("日本" * 8, 20) == ["日本" * 5, "日本" * 3]
    assert lines("❤️" * 12, 20) == ["❤️" * 10, "❤️" * 2]


def test_list_items_hang_and_continue_under_their_words() -> None:
    markdown = "1. one two three four\n2. b\n\n   more\n   - nested item wraps\n\n     > said twice\n     > over\n"

    assert lines(markdown, 18) == [
        "1. one two three",
        "   four",
        "",
        "2. b",
        "",
        "   more",
        "",
        "   • nested item",
        "     wraps",
        "",
        "     ▌ said twice",
        "     ▌ over",
    ]


def test_tight_lists_have_no_blank_lines_inside_and_one_around() -> None:
    assert lines("a\n\n- b\n  - c\n- d\n-\n\ne") == ["a", "", "• b", "  • c", "• d", "•", "", "e"]
    assert lines("> a\n> - b\n> - c\n\nd") == ["▌ a", "▌", "▌ • b", "▌ • c", "", "d"]


def test_a_table_shares_the_width_and_wraps_its_cells() -> None:
    markdown = "| A | B |\n|---|---|\n| one | two three four five six seven |\n| x | |\n"

    assert lines(markdown, 40)[:3] == ["A   │ B", "────┼" + "─" * 30, "one │ two three four five six seven"]
    assert lines(markdown, 24) == [
        "A   │ B",
        "────┼" + "─" * 19,
        "one │ two three four",
        "    │ five six seven",
        "────┼" + "─" * 19,
        "x   │",
    ]


def test_a_table_of_more_columns_than_fit_is_read_cell_by_cell() -> None:
    markdown = "| A | B | C |\n|---|---|---|\n| one | two | three |\n"

    assert lines(markdown, 20) == ["A", "B", "C", "", "one", "two", "three", ""]


def test_code_keeps_its_blanks_and_rules_are_drawn() -> None:
    assert lines("```\na   b\n  c\n```\n\n***\n", 10) == ["a   b", "  c", "", "─" * 10]
    assert lines("```\nlong   code that is cut\n```", 8) == ["long   c", "ode that", " is cut"]


def test_markup_and_html_are_the_text_they_are() -> None:
    markdown = "[/bold] [@click=app.quit()]x \\[red] <b>y</b> &amp; {z}"

    assert lines(markdown, 80) == ["[/bold] [@click=app.quit()]x [red] <b>y</b> & {z}"]
    assert lines("<div>\nwords\n</div>\n\n<!-- more -->", 80) == ["<div> words </div>", "", "<!-- more -->"]


def test_words_carry_their_looks_and_links() -> None:
    prose = Prose("**a *b*** `c` [*d*](https://x.org/)")

    assert [tuple(piece) for piece in prose.pieces("**a *b*** `c` [*d*](https://x.org/)")] == [
        ("a ", ("strong",), ""),
        ("b", ("strong", "em"), ""),
        (" ", (), ""),
        ("c", ("code",), ""),
        (" ", (), ""),
        ("d", ("em", "link"), "https://x.org/"),
    ]


def test_anchors_are_those_of_the_contents_list() -> None:
    prose = Prose("# Tŷ a’r *ardd*\n\n## Same\n\n## Same\n")

    assert [heading.anchor for heading in prose.headings] == ["tŷ-ar-ardd", "same", "same-1"]
    # A parser writes a link's address with its Welsh letters encoded.
    assert prose.leaf_of("t%C5%B7-ar-ardd") == 0
    assert prose.leaf_of("same-1") == 2
    assert prose.leaf_of("none") is None


def test_every_link_of_a_policys_contents_leads_to_its_heading(decided: Draft, library: Library, model: Model) -> None:
    prose = Prose(policy_markdown(assemble(decided, library, model)))
    contents = [
        piece
        for leaf in prose.leaves
        if leaf.kind == "text"
        for piece in prose.pieces(leaf.rows[0][0])
        if piece.href.startswith("#")
    ]

    assert len(contents) > 5
    for piece in contents:
        leaf = prose.leaf_of(piece.href[1:])
        assert leaf is not None
        assert "".join(each.text for each in prose.pieces(prose.leaves[leaf].rows[0][0])) == piece.text


def test_a_place_is_found_again_at_another_width() -> None:
    prose = Prose("\n\n".join(f"word{number} " * 60 for number in range(50)))
    wide, narrow = Layout(prose, 100), Layout(prose, 40)
    wide.grow()
    line = wide.line_of(Place(30, 0.5))
    narrow.reach(wide.place(line), below=20)

    again = narrow.line_of(wide.place(line))
    assert narrow.place(again).leaf == 30
    assert 0.3 < narrow.place(again).through < 0.6
    assert len(narrow.lines) >= again + 20
    assert not narrow.done


_PARTS = (
    "word,a,日本,❤️,é, , ,\n,\n\n,- ,  ,    ,1. ,> ,# ,|,|-|-|\n,*,**,`,```\n,[x](#y),\\,---\n,<b>,_,"
    "longlonglonglonglonglonglong"
)
_MARKDOWN = st.lists(st.sampled_from(_PARTS.split(",")), max_size=60).map("".join)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=30))
def test_headings_have_the_anchors_that_an_export_links_to(text: str) -> None:
    prose = Prose(f"# {escape(text.strip())}")
    for heading in prose.headings:
        assert heading.anchor == anchor(heading.text)


@given(_MARKDOWN, st.integers(20, 90))
def test_no_line_is_too_wide_and_no_character_is_lost(markdown: str, width: int) -> None:
    prose = Prose(markdown)
    layout = Layout(prose, width)
    layout.grow()

    for line in layout.lines:
        assert sum(cell_len(piece.text) for piece in line) <= width
    shown = "".join(piece.text for line in layout.lines for piece in line if "mark" not in piece.looks)
    meant = "".join(
        cell if leaf.kind == "code" else "".join(piece.text for piece in prose.pieces(cell))
        for leaf in prose.leaves
        for row in leaf.rows
        for cell in row
    )
    assert sorted("".join(shown.split())) == sorted("".join(meant.split()))


@pytest.mark.parametrize("unit", ["*a* ", "\\*", "a", "日本", "`a` ", "[a](https://x.org) ", "- a\n", "| a ", "**"])
def test_the_longest_clause_there_may_be_is_laid_out_in_no_time(unit: str) -> None:
    markdown = (unit * 65_536)[:65_536]
    start = perf_counter()
    lines(markdown, 76)

    assert perf_counter() - start < 5
