"""Exported Markdown read back as a page: title, front, numbers, and how deep each block stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.export.page import Block, Page, Words, plain
from composer.export.reading import page_of

POLICY = """\
# Social media policy

**Ash School**

| About this policy | |
|---|---|
| School | Ash School |
| Approved by | *not yet* |

## Contents

- [1 Governance](#1-governance)
  - [1.1 Purpose](#11-purpose)
- [Appendices](#appendices)
  - [Appendix A: *Facebook*](#appendix-a-facebook)

## 1 Governance

Why we have a policy.

### 1.1 Purpose

We post **once a week**, see [the guidance](https://www.example.org/a).
It helps.

#### 2 things

## Appendices

### Appendix A: Facebook

- [Purpose](#11-purpose)
"""


def kinds(markdown: str) -> list[tuple[str, int, int, str, str]]:
    return [(each.kind, each.level, each.quoted, each.number, each.text) for each in page_of(markdown).blocks]


@pytest.fixture(scope="module")
def page() -> Page:
    return page_of(POLICY, numbered=True, ids={"1.1": "purpose", "A": "facebook"})


def test_title_school_and_front_table_stand_apart(page: Page) -> None:
    assert (page.title, page.school) == ("Social media policy", "Ash School")
    assert page.about_heading == "About this policy"
    assert page.about == (("School", "Ash School"), ("Approved by", "not yet"))


def test_the_list_of_contents_is_taken_out_and_no_other_list_of_links(page: Page) -> None:
    assert page.contents
    assert [each.text for each in page.blocks if each.kind == "item"] == ["Purpose"]
    assert not page_of("## Contents of the box\n\n- [a](#b)\n").contents


def test_headings_have_numbers_anchors_and_clauses(page: Page) -> None:
    found = [(each.level, each.number, each.text, each.anchor, each.key) for each in page.blocks if each.anchor]
    assert found == [
        (2, "1", "Governance", "1-governance", ""),
        (3, "1.1", "Purpose", "11-purpose", "purpose"),
        (4, "", "2 things", "2-things", ""),
        (2, "", "Appendices", "appendices", ""),
        (3, "Appendix A", "Facebook", "appendix-a-facebook", "facebook"),
    ]


def test_a_text_without_numbers_keeps_what_its_headings_begin_with() -> None:
    (heading,) = page_of("## 3 wishes\n").blocks
    assert (heading.number, heading.text) == ("", "3 wishes")


def test_a_second_heading_of_the_same_words_has_its_own_anchor() -> None:
    assert [each.anchor for each in page_of("## A\n\n## A\n").blocks] == ["a", "a-1"]


def test_runs_keep_their_style_and_only_links_that_may_live(page: Page) -> None:
    said = next(each for each in page.blocks if each.text.startswith("We post"))
    assert said.words == (
        Words("We post "),
        Words("once a week", bold=True),
        Words(", see "),
        Words("the guidance", link="https://www.example.org/a"),
        Words(". It helps."),
    )
    (block,) = page_of(
        "[a](http://a.example) [b](ftp:x) [c](mailto:a@b.example) `d` *e*\\\n~~f~~\n", struck=True
    ).blocks
    assert [(each.text, each.link) for each in block.words if each.text in "abc"] == [("c", "mailto:a@b.example")]
    assert block.words[0].text == "a b "
    assert [each.text for each in block.words if each.code or each.italic or each.mark == "del"] == ["d", "e", "f"]
    assert "\n" in block.text


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("- a\n  - b\n\n    c\n- d\n", ["item1 a", "item2 b", "paragraph2 c", "item1 d"]),
        ("3. a\n4. b\n", ["item1 3 a", "item1 4 b"]),
        ("0. a\n1. b\n", ["item1 0 a", "item1 1 b"]),
        ("- a\n\n  > b\n\n> - c\n> - d\n", ["item1 a", ">paragraph1 b", ">item1 c", ">item1 d"]),
        ("> > a\n", [">>paragraph0 a"]),
        ("-\n- a\n", ["item1 ", "item1 a"]),
        ("- - a\n", ["item1 ", "item2 a"]),
        ("-     a\n\nb\n", ["item1 ", "code1 a", "paragraph0 b"]),
        ("- | a |\n  |---|\n  | b |\n", ["item1 ", "table1 a\nb"]),
        ("- a\n\n  ---\n", ["item1 a", "rule1 "]),
        ("- # a\n\n  b\n", ["heading1 a", "paragraph1 b"]),
        ("```\na\n  b\n```\n", ["code0 a\n  b"]),
    ],
)
def test_lists_and_quotations_become_depth(markdown: str, found: list[str]) -> None:
    said = [
        f"{'>' * quoted}{kind}{level} {number + ' ' if number and kind == 'item' else ''}{text}"
        for kind, level, quoted, number, text in kinds(f"start\n\n{markdown}")
    ]
    assert said == ["paragraph0 start", *found]


def test_a_table_keeps_its_rows_and_which_of_them_head_it() -> None:
    (table,) = page_of("| A | |\n|---|---|\n| **b** | c \\| d |\n").blocks
    assert [(row.head, [plain(cell) for cell in row.cells]) for row in table.rows] == [
        (True, ["A", ""]),
        (False, ["b", "c | d"]),
    ]
    assert table.rows[1].cells[0] == (Words("b", bold=True),)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["- a", "  - b", "1. c", "> d", "# e", "```", "| f |", "|---|", "", "---", "    g", "> - h"])
    )
)
def test_no_word_is_lost_and_no_depth_is_below_nothing(lines: list[str]) -> None:
    text = "start\n\n" + "\n".join(lines)
    page = page_of(text)
    said = "".join(each.text for each in page.blocks) + "".join(a + b for a, b in page.about)
    for letter in "abcdefgh":
        assert said.count(letter) >= sum(letter in line for line in lines) or "```" in lines
    for block in page.blocks:
        assert block.quoted >= 0
        assert block.level >= (1 if block.kind in {"item", "heading"} else 0)
        assert isinstance(block, Block)


def test_the_authors_own_tildes_are_words_of_the_policy() -> None:
    (block,) = page_of("~~Rare~~ and kept\n").blocks
    assert block.text == "~~Rare~~ and kept"
    assert {each.mark for each in block.words} == {"same"}
