"""One marked page out of two: what is accepted is the new page, what is rejected the old one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from composer.export.page import Block, Note, Page, Row, Words, accepted, plain, rejected
from composer.export.reading import page_of
from composer.export.redline import redline
from tests.export.pages import pairs

SECTION = "# P\n\n**S**\n\n## 1 One\n\n"


def unplaced(page: Page) -> list[Block]:
    """The blocks without what a redline may have from the new page: numbers, anchors, and ids of matched headings."""
    return [replace(block, number="", anchor="", key="") for block in page.blocks]


def policy(markdown: str, **ids: str) -> Page:
    """A page of which the clause with the number ``n1_2`` has the id given for it."""
    return page_of(markdown, numbered=True, ids={name[1:].replace("_", "."): said for name, said in ids.items()})


def marks(page: Page) -> list[str]:
    """Each block in one line: its mark, and its words with theirs."""
    signs = {"same": "{}", "ins": "+{}+", "del": "-{}-"}
    return [
        f"{block.mark}: " + "".join(signs[each.mark].format(each.text) for each in block.words) for block in page.blocks
    ]


@settings(max_examples=50)
@given(pairs())
def test_accepting_gives_the_new_page_and_rejecting_the_old_one(pair: tuple[Page, Page]) -> None:
    old, new = pair

    marked = redline(old, new)

    assert accepted(marked).blocks == new.blocks
    assert unplaced(rejected(marked)) == unplaced(old)


@settings(max_examples=30)
@given(pairs())
def test_marks_agree_and_a_page_beside_itself_has_none(pair: tuple[Page, Page]) -> None:
    old, new = pair

    for block in redline(old, new).blocks:
        words = [*block.words, *(each for row in block.rows for cell in row.cells for each in cell)]
        assert block.mark == "same" or {each.mark for each in words} <= {block.mark}
        assert all(row.mark == "same" or {e.mark for c in row.cells for e in c} <= {row.mark} for row in block.rows)
        assert block.mark != "del" or not block.anchor
    assert redline(new, new).blocks == new.blocks


def test_words_are_marked_inside_a_sentence() -> None:
    old = policy(f"{SECTION}### 1.1 Replies\n\nWe answer within 3 days. Ask us.\n", n1_1="a")
    new = policy(f"{SECTION}### 1.1 Quick replies\n\nWe answer within 5 days. Ask us.\n", n1_1="a")

    assert marks(redline(old, new))[1:] == [
        "same: -Replies-+Quick replies+",
        "same: We answer within -3-+5+ days. Ask us.",
    ]


def test_a_heading_that_stays_has_the_new_number_and_one_that_is_gone_its_own() -> None:
    old = policy(f"{SECTION}### 1.1 Gone\n\nx\n\n### 1.2 Stays\n\ny\n", n1_1="a", n1_2="b")
    new = policy(f"{SECTION}### 1.1 Stays\n\ny\n", n1_1="b")

    found = [(block.mark, block.number, block.anchor) for block in redline(old, new).blocks if block.level == 3]

    assert found == [("del", "1.1", ""), ("same", "1.1", "11-stays")]


def test_a_block_that_says_something_else_is_gone_and_another_new() -> None:
    old = policy(f"{SECTION}### 1.1 A\n\nPupils bring a packed lunch on Fridays.\n", n1_1="a")
    new = policy(f"{SECTION}### 1.1 A\n\nThe office answers every message within an hour.\n", n1_1="a")

    assert [line[:4] for line in marks(redline(old, new))[2:]] == ["del:", "ins:"]


def test_a_paragraph_that_became_an_item_is_gone_and_new() -> None:
    old = policy(f"{SECTION}### 1.1 A\n\nWe ask first.\n", n1_1="a")
    new = policy(f"{SECTION}### 1.1 A\n\n- We ask first.\n", n1_1="a")

    assert [(block.mark, block.kind) for block in redline(old, new).blocks[2:]] == [
        ("del", "paragraph"),
        ("ins", "item"),
    ]


@pytest.mark.parametrize(("old", "new"), [("- a\n- b\n", "- a\n  - b\n"), ("- b\n", "1. b\n"), ("b\n", "> b\n")])
def test_an_item_of_another_depth_or_kind_is_gone_and_new(old: str, new: str) -> None:
    was, now = (policy(f"{SECTION}### 1.1 A\n\n{text}", n1_1="a") for text in (old, new))

    assert [block.mark for block in redline(was, now).blocks][-2:] == ["del", "ins"]


def test_a_paragraph_of_which_no_word_is_as_it_was_is_gone_and_new() -> None:
    was, now = (policy(f"{SECTION}### 1.1 A\n\n{text}\n", n1_1="a") for text in ("We ask.", "**We ask.**"))

    assert [block.mark for block in redline(was, now).blocks][2:] == ["del", "ins"]


def test_words_of_another_style_are_gone_and_new() -> None:
    old = policy(f"{SECTION}### 1.1 A\n\nWe **always** ask first.\n", n1_1="a")
    new = policy(f"{SECTION}### 1.1 A\n\nWe always ask first.\n", n1_1="a")

    words = redline(old, new).blocks[2].words

    assert words == (Words("We "), Words("always", "del", bold=True), Words("always", "ins"), Words(" ask first."))


def test_rows_and_cells_of_a_table_are_compared_and_another_width_replaces_it() -> None:
    table = f"{SECTION}### 1.1 A\n\n| For | Channel |\n|---|---|\n| Absence | The phone |\n"
    old = policy(f"{table}| Lost property | The office desk |\n", n1_1="a")
    new = policy(f"{table.replace('phone', 'app')}| School trips | A letter home to families |\n", n1_1="a")
    wider = policy(f"{SECTION}### 1.1 A\n\n| For | Channel | Who |\n|---|---|---|\n| Absence | a | b |\n", n1_1="a")

    rows = redline(old, new).blocks[2].rows

    assert [row.mark for row in rows] == ["same", "same", "del", "ins"]
    assert [each.mark for each in rows[1].cells[1]] == ["same", "del", "ins"]
    assert [block.mark for block in redline(old, wider).blocks[2:]] == ["del", "ins"]


def test_code_is_replaced_whole() -> None:
    old, new = (policy(f"{SECTION}### 1.1 A\n\n```\nx = {n}\ny = 2\n```\n", n1_1="a") for n in (1, 2))

    assert [(block.mark, block.kind) for block in redline(old, new).blocks[2:]] == [("del", "code"), ("ins", "code")]


MOVED = (
    policy(
        "# P\n\n## 1 One\n\n### 1.1 A\n\nWe post on Fridays.\n\n### 1.2 B\n\nAsk the office first of all.\n\n"
        "## 2 Two\n\n### 2.1 C\n\nPictures of pupils need their permission, given for each use.\n",
        n1_1="a",
        n1_2="b",
        n2_1="c",
    ),
    policy(
        "# P\n\n## 1 One\n\n### 1.1 A\n\nWe post on Fridays.\n\n"
        "## 2 Two\n\n### 2.1 B\n\nAsk the office first of all.\n\n"
        "### 2.2 C\n\nPictures of pupils need their permission, given for each use.\n",
        n1_1="a",
        n2_1="b",
        n2_2="c",
    ),
)


def test_a_clause_that_moved_is_gone_there_and_new_here_and_says_so_at_both() -> None:
    marked = redline(*MOVED, notes={"b": Note("Why: it belongs here.", "IT lead", date(2026, 11, 1))})

    told = {(block.mark, block.number): block.notes for block in marked.blocks if block.notes}

    assert [block.mark for block in marked.blocks if block.level == 2] == ["same", "same"]
    assert told == {
        ("del", "1.2"): (Note("Moved: it now stands as 2.1 in “Two”. Its words are the same."),),
        ("ins", "2.1"): (
            Note(
                "Moved: it stood as 1.2 in “One”. Its words are the same.\nWhy: it belongs here.",
                "IT lead",
                date(2026, 11, 1),
            ),
        ),
    }


def test_a_section_that_moved_says_so_once() -> None:
    text = (
        "### {}.1 A{}\n\nWe post good news about the whole school on Fridays.\n\n",
        "### {}.1 B{}\n\nAsk.\n\n### {}.2 D{}\n\nThank you.\n\n",
    )
    old = policy(f"# P\n\n## 1 One\n\n{text[0].format(1, '')}## 2 Two\n\n{text[1].format(2, '', 2, '')}", n1_1="a")
    new = policy(f"# P\n\n## 1 Two\n\n{text[1].format(1, '', 1, '')}## 2 One\n\n{text[0].format(2, '')}", n2_1="a")

    told = [(block.mark, plain(block.words), block.notes[0].text) for block in redline(old, new).blocks if block.notes]

    assert told == [
        ("ins", "Two", "Moved with the clauses in it: it stood as 2."),
        ("del", "Two", "Moved with the clauses in it: it now stands as 1."),
    ]


def test_a_section_with_another_title_is_the_one_that_has_its_clauses() -> None:
    old = policy(f"{SECTION}### 1.1 A\n\nWe post.\n", n1_1="a")
    new = policy(f"{SECTION}### 1.1 A\n\nWe post.\n".replace("1 One", "1 Our own"), n1_1="a")

    assert marks(redline(old, new)) == ["same: -One-+Our own+", "same: A", "same: We post."]


def test_a_clause_added_at_the_end_of_a_section_stands_before_a_section_that_went() -> None:
    old = policy(f"{SECTION}### 1.1 A\n\nWe post.\n\n## 2 Gone\n\n### 2.1 B\n\nAsk.\n", n1_1="a", n2_1="b")
    new = policy(f"{SECTION}### 1.1 A\n\nWe post.\n\n### 1.2 C\n\nThank you.\n", n1_1="a", n1_2="c")

    heads = [(block.mark, plain(block.words)) for block in redline(old, new).blocks if block.kind == "heading"]

    assert heads == [("same", "One"), ("same", "A"), ("ins", "C"), ("del", "Gone"), ("del", "B")]


def test_a_note_stands_where_a_clause_is_or_where_it_was() -> None:
    old = policy(f"{SECTION}### 1.1 A\n\nx\n\n### 1.2 B\n\ny\n", n1_1="a", n1_2="b")
    new = policy(f"{SECTION}### 1.1 B\n\ny\n", n1_1="b")

    marked = redline(old, new, against="the model", notes={"a": Note("Left out."), "b": Note("Kept.")})

    assert [(block.mark, block.notes[0].text) for block in marked.blocks if block.notes] == [
        ("del", "Left out."),
        ("same", "Kept."),
    ]
    assert marked.against == "the model"


def test_what_a_draft_has_still_to_settle_is_left_out() -> None:
    new = page_of("# P\n\n## Still to settle\n\nFill in.\n\n- This\n\n## 1 One\n\nWe post.\n", numbered=True)

    marked = redline(Page("P", "", ()), new)

    assert marks(marked) == ["ins: +One+", "ins: +We post.+"]


def test_front_title_and_school_are_the_new_ones() -> None:
    old, new = Page("Old", "Old School", (), (("Owner", "A"),)), Page("New", "New School", (), (("Owner", "B"),))

    marked = redline(old, new)

    assert (marked.title, marked.school, marked.about) == ("New", "New School", (("Owner", "B"),))


@pytest.mark.parametrize("side", [0, 1])
def test_struck_words_of_a_page_are_words(side: int) -> None:
    struck = Page("P", "", (Block("paragraph", (Words("We ask "), Words("never", "del"))),))
    plain_one = Page("P", "", (Block("paragraph", (Words("We ask never"),)),))

    marked = redline(*((struck, plain_one) if side else (plain_one, struck)))

    assert marked.blocks == plain_one.blocks


def test_a_head_further_down_a_table_replaces_it() -> None:
    rows = [Row(((Words("We post."),),), head=at == 1) for at in range(2)]
    old, new = (Page("P", "", (Block("table", rows=tuple(kept)),)) for kept in (rows, [*rows, rows[0]]))

    assert [block.mark for block in redline(old, new).blocks] == ["del", "ins"]


def test_a_row_that_came_first_and_tables_without_a_head() -> None:
    rows = [Row(((Words(said),),)) for said in ("We post on Fridays only.", "Ask the office first, always.")]
    old, new = (Page("P", "", (Block("table", rows=tuple(kept)),)) for kept in (rows[1:], rows))

    assert [row.mark for row in redline(old, new).blocks[0].rows] == ["ins", "same"]
