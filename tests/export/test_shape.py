"""The tree that a page's flat blocks make, the depth of its headings and the names that link to them."""

from __future__ import annotations

import pytest

from composer.export.page import Block, Page, Words
from composer.export.reading import page_of
from composer.export.shape import Head, Leaf, Listing, Node, contents, heads, link_to, shape


def page(*blocks: Block) -> Page:
    return Page("T", "S", blocks, contents=True)


def heading(text: str, level: int, anchor: str = "", mark: str = "same") -> Block:
    return Block("heading", (Words(text),) if text else (), "del" if mark == "del" else "same", level, anchor=anchor)


def drawn(nodes: tuple[Node, ...]) -> str:
    said = []
    for node in nodes:
        match node:
            case Head(block, depth, _):
                said.append(f"h{depth} {block.text}")
            case Leaf(block):
                said.append(block.text)
            case Listing(ordered, entries):
                inner = ", ".join(
                    (f"{each.number} " if ordered else "") + each.block.text + drawn(each.inner) for each in entries
                )
                said.append(f"[{inner}]")
            case _:
                said.append(f"<{drawn(node.inner)}>")
    return "; ".join(said)


@pytest.mark.parametrize(
    ("markdown", "tree"),
    [
        ("- a\n  - b\n\n    c\n- d\n\ne\n", "[a[bc], d]; e"),
        ("1. a\n2. b\n\n- c\n", "[1 a, 2 b]; [c]"),
        ("1. a\n\n1) b\n", "[1 a, 1 b]"),
        ("5. a\n\n1) b\n", "[5 a]; [1 b]"),
        ("> a\n>\n> - b\n>   > c\n", "<a; [b<c>]>"),
        ("- a\n\n  > b\n\n- c\n\n> - d\n", "[a<b>, c]; <[d]>"),
        ("> > a\n>\n> b\n\nc\n", "<<a>; b>; c"),
        ("- a\n\n# b\n\n  c\n", "[a]; h1 b; c"),
        ("- # a\n\n  b\n", "h1 a; b"),
    ],
)
def test_flat_blocks_make_the_tree_that_was_written(markdown: str, tree: str) -> None:
    assert drawn(shape(page_of(f"start\n\n{markdown}"))) == f"start; {tree}"


def test_a_number_of_a_gone_item_stands_beside_the_one_that_took_its_place() -> None:
    marks = (("1", "same"), ("2", "del"), ("2", "ins"), ("3", "same"))
    blocks = [Block("item", (Words(number),), mark, 1, ordered=True, number=number) for number, mark in marks]  # type: ignore[arg-type]
    assert drawn(shape(page(*blocks))) == "[1 1, 2 2, 2 2, 3 3]"


def test_an_item_may_be_deeper_than_the_list_before_it() -> None:
    items = [Block("item", (Words(str(level)),), level=level) for level in (1, 4, 2, 1)]
    assert drawn(shape(page(*items))) == "[1[4]; [2], 1]"


def test_no_depth_is_too_deep_to_draw() -> None:
    items = [Block("item", (Words("x"),), level=level, quoted=level) for level in range(1, 400)]
    assert drawn(shape(page(*items))).count("<") == 6


def test_headings_leave_no_gap() -> None:
    found = heads(page(*(heading("x", level) for level in (3, 2, 5, 5, 3, 6, 2))))
    assert [head.depth for head in found] == [1, 1, 2, 2, 2, 3, 1]


def test_every_heading_has_a_name_of_its_own_and_the_one_that_stays_has_the_anchor() -> None:
    found = heads(page(heading("a", 2, "x", "del"), heading("b", 2, "x"), heading("c", 2, "x"), heading("d", 2)))
    assert [head.name for head in found] == ["heading.1", "x", "heading.3", "heading.4"]


@pytest.mark.parametrize("anchor", ["a b", "a\n", "\u202e", "\ud800"])
def test_an_anchor_that_no_link_could_name_is_none(anchor: str) -> None:
    assert [head.name for head in heads(page(heading("a", 2, anchor)))] == ["heading.1"]


def test_the_same_block_twice_is_two_headings() -> None:
    block = heading("a", 2, "x")
    assert [node.name for node in shape(page(block, block)) if isinstance(node, Head)] == ["x", "heading.2"]


def test_a_heading_without_words_says_so() -> None:
    assert [head.block.text for head in heads(page(heading("", 2), heading("\u202e ", 2)))] == ["(untitled)"] * 2


def test_contents_name_two_levels_and_only_where_they_are_wanted() -> None:
    whole = page(heading("a", 2), heading("b", 3), heading("c", 4))
    assert [head.block.text for head in contents(whole)] == ["a", "b"]
    assert contents(Page("T", "S", whole.blocks)) == ()


@pytest.mark.parametrize(
    ("link", "live"),
    [
        ("https://www.example.org/a?b=c&d", True),
        ("HTTPS://www.example.org", True),
        ("mailto:office@ash.example", True),
        ("#here", True),
        ("#elsewhere", False),
        ("http://www.example.org", False),
        ("javascript:alert(1)", False),
        ("https://a b", False),
        ("https://a\u202eb", False),
        ("https://" + "a" * 3000, False),
        ("https://", False),
        ("", False),
    ],
)
def test_links_that_may_live(link: str, live: bool) -> None:
    assert link_to(link, frozenset({"here"})) == (link if live else "")
