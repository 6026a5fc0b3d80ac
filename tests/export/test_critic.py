"""CriticMarkup: a small reader that knows nothing of ours gives the words of both sides back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings

from composer.export.critic import page_critic
from composer.export.page import Block, Note, Page, Row, Words, accepted, rejected
from composer.export.reading import page_of
from composer.export.redline import redline
from tests.export.pages import BLOCKS, pages, pairs

MARKS = re.compile(
    r"\{\+\+(?P<ins>.*?)\+\+\}|\{--(?P<gone>.*?)--\}|\{~~(?P<old>.*?)~>(?P<new>.*?)~~\}|\{>>.*?<<\}", re.DOTALL
)


def resolved(markdown: str, *, accept: bool) -> str:
    """The text with every mark accepted or rejected, as a reader of CriticMarkup does that knows no Markdown."""
    chosen = ("ins", "new") if accept else ("gone", "old")
    return MARKS.sub(lambda mark: "".join(mark[name] or "" for name in chosen), markdown)


def letters(page: Page) -> str:
    """Every letter and digit that a page shows below its front, those of its headings' numbers too."""
    shown = (f"{block.number} {block.text}" if block.kind == "heading" else block.text for block in page.blocks)
    return "".join(re.findall(r"[^\W_]", "\n".join(shown)))


def one(*blocks: Block) -> str:
    """The last lines of a page of these blocks."""
    return page_critic(Page("P", "", blocks)).removeprefix("# P\n\n")


def text(*words: Words) -> str:
    return one(Block("paragraph", words)).rstrip("\n")


@settings(max_examples=40)
@given(pairs())
def test_both_sides_come_back(pair: tuple[Page, Page]) -> None:
    marked = redline(*pair)
    said = page_critic(marked)

    assert letters(page_of(resolved(said, accept=True))) == letters(accepted(marked))
    assert letters(page_of(resolved(said, accept=False))) == letters(rejected(marked))


@given(pairs())
def test_no_mark_reaches_over_a_blank_line(pair: tuple[Page, Page]) -> None:
    for mark in MARKS.finditer(page_critic(redline(*pair))):
        assert "\n\n" not in mark[0]


@settings(max_examples=20)
@given(pages())
@example(Page("P", "S", tuple(BLOCKS)))
def test_a_page_without_marks_is_plain_markdown_of_the_same_words(page: Page) -> None:
    said = page_critic(page)

    assert not MARKS.search(said)
    assert letters(page_of(said)) == letters(page)


def test_plain_markdown_reads_back_as_the_same_page() -> None:
    page = page_of(
        "# P\n\n**S**\n\n| About this policy | |\n|---|---|\n| Owner | C\\*E |\n\n"
        "## 1 One\n\nWe *do* **not `x` [post](https://example.org/a_b)**, and so\\\non.\n\n"
        "3. three\n4. four\n   - inner **bold**\n\n     and more\n\n   back\n5. five\n\n"
        "1) one\n2) two\n\n> quoted\n>\n> - item\n\n---\n\n```\na = 1\n\nb\n```\n\n"
        "| A | B |\n|---|---|\n| 1 | x\\|y |\n\n#### C\\#\n\n1\\. no list, \\# no heading\n",
        numbered=True,
    )

    assert page_of(page_critic(page), numbered=True) == page


def test_the_signs() -> None:
    assert text(Words("We "), Words("ask", "del"), Words("tell", "ins"), Words(" them.")) == "We {~~ask~>tell~~} them."
    assert text(Words("very ", "ins"), Words("good")) == "{++very ++}good"
    assert text(Words("good"), Words(" and bad", "del")) == "good{-- and bad--}"
    assert text(Words("a ", "ins", bold=True), Words("b", "ins")) == "{++**a** b++}"
    assert one(Block("item", (Words("gone", "del"),), "del", level=1)) == "- {--gone--}\n"
    assert one(Block("rule", mark="ins")) == "{++\\*\\*\\*++}\n"


def test_a_heading_that_stays_has_its_number_outside_the_marks_and_one_that_does_not_inside() -> None:
    words = (Words("Groups"),)

    assert one(Block("heading", words, level=3, number="1.2")) == "### 1.2 Groups\n"
    assert one(Block("heading", (Words("Old", "del"),), level=3, number="1.2")) == "### 1.2 {--Old--}\n"
    assert one(Block("heading", words, "ins", level=3, number="Appendix A")) == "### {++Appendix A: Groups++}\n"


def test_a_note_stands_behind_its_heading_with_who_and_when() -> None:
    note = Note("Adapted: because.\nTake care <<}.", "Head", date(2026, 11, 3))

    said = one(Block("heading", (Words("A"),), level=3, notes=(note,)))

    assert said == "### A {>>Adapted: because. Take care \\<\\<}. (Head, 3 November 2026)<<}\n"


def test_rows_and_cells_are_marked_inside_the_cell() -> None:
    rows = (
        Row(((Words("For"),), (Words("Who"),)), head=True),
        Row(((Words("a"),), (Words("b", "del"), Words("c", "ins"))), mark="same"),
        Row(((Words("x|y", "ins"),), ()), mark="ins"),
    )

    assert one(Block("table", rows=rows)).split("\n")[2:4] == ["| a | {~~b~>c~~} |", "| {++x\\|y++} |  |"]


def test_code_that_went_is_shown_line_by_line() -> None:
    said = one(Block("code", (Words("x = 1\n\ny = {--", "del", code=True),), "del"))

    assert said == "{--x = 1--}\\\n{--y = \\{\\-\\---}\n"


@pytest.mark.parametrize("hostile", ["++}", "--}", "~~}", "<<}", "{++", "{--", "{~~", "{>>", "~>", "{==a==}", "{", "}"])
@pytest.mark.parametrize("mark", ["ins", "del", "same"])
def test_no_text_looks_like_a_mark(hostile: str, mark: str) -> None:
    words = (Words("a", "del"), Words(f"b{hostile}c{hostile}", mark), Words("d", "ins"))  # type: ignore[arg-type]
    page = Page("P", "", (Block("paragraph", words),))
    said = page_critic(page)

    for side, wanted in ((True, accepted(page)), (False, rejected(page))):
        found = page_of(resolved(said, accept=side))
        assert [block.text for block in found.blocks] == [block.text for block in wanted.blocks]


def test_the_front_says_what_is_compared_and_how_to_read_it() -> None:
    changed = Block("paragraph", (Words("x", "ins"),), "ins")
    page = Page("Policy", "Ash School", (changed,), (("Owner", "A|B"),), "About this policy", against="the *model*")

    said = page_critic(page)

    assert said.startswith("# Policy\n\n**Ash School**\n\n| About this policy | |\n|---|---|\n| Owner | A\\|B |\n\n")
    assert "beside the \\*model\\*" in said
    assert "Words in curly brackets are changes" in said
    assert [mark[0] for mark in MARKS.finditer(said)] == ["{++x++}"]
    assert "beside" not in page_critic(replace(page, against=""))
    assert "the \\*model\\*: no word is different.\n" in page_critic(replace(page, blocks=()))


def test_lists_that_follow_each_other_stay_apart_and_a_changed_item_parts_none() -> None:
    def item(number: int, mark: str = "same") -> Block:
        return Block("item", (Words("x", mark),), mark, level=1, ordered=True, number=str(number))  # type: ignore[arg-type]

    assert one(item(1), item(2), item(1)) == "1. x\n2. x\n1) x\n"
    assert one(item(1), item(2, "del"), item(2, "ins"), item(3)) == "1. x\n2. {--x--}\n2. {++x++}\n3. x\n"


@pytest.mark.parametrize("ordered", [True, False])
def test_an_item_left_without_words_turns_no_line_above_it_into_a_heading(ordered: bool) -> None:
    nested = Block("item", (Words("b", "ins"),), "ins", level=2, ordered=ordered, number="1" * ordered)
    page = Page("P", "S", (Block("item", (Words("a"),), level=1), nested))

    found = page_of(resolved(page_critic(page), accept=False))

    assert [(block.kind, block.text) for block in found.blocks] == [("item", "a"), ("item", "")]
