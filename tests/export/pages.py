"""Pages for tests: small ones made at random, and those of the sample schools."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from composer.export.page import Block, Page, Row, Words
from composer.export.redline_blocks import joined

if TYPE_CHECKING:
    from composer.export.page import BlockKind

_PIECES = (
    "Staff must ask first. ",
    "We post good news on Friday. ",
    "Nobody posts a surname",
    " and the office checks it, ",
    "must not",
    " within 3 school days.",
    "{++ not a mark ++} nor {>>this<<} ",
    "a~>b {~~ --} *star* `tick` |",
    "\n",
    " ",
    "# 1. ",
    "++}",
    "Łódź ",
)
_TITLES = ("Purpose", "Pictures", "Groups", "About groups and pictures", "Accounts")
_KINDS: tuple[BlockKind, ...] = ("paragraph", "paragraph", "item", "item", "heading", "code", "rule", "table")


def _words(dice: Random) -> tuple[Words, ...]:
    return joined(
        Words(
            dice.choice(_PIECES),
            bold=dice.random() < 0.3,
            italic=dice.random() < 0.2,
            link=dice.choice(("", "", "", "", "https://example.org/a")),
        )
        for _ in range(dice.randint(1, 4))
    )


def _block(dice: Random) -> Block:
    """One block that is no heading of a section or clause."""
    kind = dice.choice(_KINDS)
    quoted = dice.choice((0, 0, 0, 1))
    match kind:
        case "heading":
            return Block(kind, _words(dice), level=4, anchor="inner")
        case "rule":
            return Block(kind, quoted=quoted)
        case "code":
            return Block(kind, (Words(dice.choice(("x = 1\n\ny = 2", "{--\n--}")), code=True),), quoted=quoted)
        case "table":
            width = dice.randint(1, 2)
            rows = (tuple(_words(dice) for _ in range(width)) for _ in range(dice.randint(1, 3)))
            return Block(kind, rows=tuple(Row(cells, head=not at) for at, cells in enumerate(rows)))
        case "item":
            ordered = dice.random() < 0.5
            return Block(kind, _words(dice), level=dice.randint(1, 2), ordered=ordered, number="1" * ordered)
        case _:
            return Block(kind, _words(dice), quoted=quoted)


def _pool() -> list[Block]:
    dice = Random(7)
    return [_block(dice) for _ in range(120)]


BLOCKS = _pool()
"""Blocks of every kind to draw from, which takes less time than to make each anew."""

blocks = st.sampled_from(BLOCKS)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A page of a few sections and clauses; some clauses have an id."""
    found: list[Block] = draw(st.lists(blocks, max_size=2))
    keys = draw(st.sampled_from((("a", "b", "", "c"), ("b", "a", "c", ""), ("", "", "a", "b"))))
    titles = draw(st.lists(st.sampled_from(_TITLES), max_size=4))
    sections = draw(st.sampled_from(((0,), (0, 2), (1, 3), ())))
    for at, title in enumerate(titles):
        words = (Words(title),)
        if at in sections:
            found.append(Block("heading", words, level=2, number=str(at), anchor=f"s{at}"))
        else:
            found.append(Block("heading", words, level=3, number=f"{at}.1", anchor=f"c{at}", key=keys[at]))
        found += draw(st.lists(blocks, max_size=3))
    return Page("Policy", "Ash School", tuple(found), numbered=True)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Page, Page]:
    """A page, and one made of it by small changes, or any other."""
    old = draw(pages())
    if draw(st.sampled_from((True, False, False))):
        return old, draw(pages())
    found = list(old.blocks)
    for step in draw(st.lists(st.sampled_from(("word", "style", "drop", "move", "add")), max_size=3)):
        if not found:
            break
        at, to = draw(st.integers(0, 50)) % len(found), draw(st.integers(0, 50)) % len(found)
        words = found[at].words
        if step == "word" and words and found[at].kind != "code":
            found[at] = replace(found[at], words=joined((*words[:-1], *draw(blocks).words)))
        elif step == "style" and words:
            found[at] = replace(found[at], words=tuple(replace(each, bold=not each.bold) for each in words))
        elif step == "drop":
            del found[at]
        elif step == "move":
            found.insert(to, found.pop(at))
        else:
            found.insert(at, draw(blocks))
    return old, replace(old, blocks=tuple(found))
