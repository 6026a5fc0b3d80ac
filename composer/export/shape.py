"""The shape of a page: its flat blocks as lists in lists and quotations, and its headings without a gap.

Faces that write a tree (HTML, PDF) need the same tree, the same depth of every heading and the same names to link to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from composer.export.page import Words
from composer.export.prose import printed

if TYPE_CHECKING:
    from composer.export.page import Block, Page

CONTENTS_DEPTH = 2
"""How deep the headings go that a list of contents names."""

UNTITLED = "(untitled)"
"""What a heading without words reads as: contents, bookmarks and screen readers all need something to say."""

_DEEPEST = 6
"""What stands in more lists or quotations than this is shown as if in so many: no face can draw every depth."""
_ANCHOR = re.compile(r"\S+\Z")
_LONGEST_LINK = 2000
_ABROAD = re.compile(r"(?:https://|mailto:)\S+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading."""

    block: Block
    depth: int
    """How deep it stands, from 1; never more than one deeper than the heading before it."""
    name: str
    """What links to it; no other heading has it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block that holds no other: a paragraph, a table, a rule, code."""

    block: Block


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list, with what stands in it below its own words."""

    block: Block
    number: int
    """Where the list counts, its number; else 0."""
    inner: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    ordered: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is quoted."""

    inner: tuple[Node, ...]


Node = Head | Leaf | Listing | Quotation


def shape(page: Page) -> tuple[Node, ...]:
    """The blocks of a page as a tree."""
    placed = iter(heads(page))
    tree = _Tree()
    for block in page.blocks:
        if block.kind == "heading":
            tree.add(next(placed))
        elif block.kind == "item":
            tree.add_item(block)
        else:
            tree.add_leaf(block)
    return tree.whole()


def heads(page: Page) -> tuple[Head, ...]:
    """The headings of a page, in order.

    Two headings may share an anchor where one is gone and one is new: the one that stays has it, the other a name
    that no anchor can be.
    """
    found = [block for block in page.blocks if block.kind == "heading"]
    names: dict[int, str] = {}
    taken: set[str] = set()
    for at, block in sorted(enumerate(found), key=lambda each: (each[1].mark == "del", each[0])):
        fresh = bool(_ANCHOR.match(block.anchor)) and block.anchor.isprintable() and block.anchor not in taken
        names[at] = block.anchor if fresh else f"heading.{at + 1}"
        taken.add(names[at])
    above: list[int] = []
    placed = []
    for at, block in enumerate(found):
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        said = block if printed(block.text).strip() else replace(block, words=(Words(UNTITLED),))
        placed.append(Head(said, len(above), names[at]))
    return tuple(placed)


def contents(page: Page) -> tuple[Head, ...]:
    """The headings that a list of contents names, the two highest; none where the page has no such list."""
    return tuple(head for head in heads(page) if head.depth <= CONTENTS_DEPTH) if page.contents else ()


def link_to(link: str, names: frozenset[str]) -> str:
    """A link as it may be live on a page with these names; empty where it may not.

    Live are web addresses, mail addresses and headings of the page itself.
    """
    if link.startswith("#"):
        return link if link[1:] in names else ""
    return link if len(link) <= _LONGEST_LINK and _ABROAD.match(link) and link.isprintable() else ""


@dataclass(slots=True)
class _Open:
    """A list, an item or a quotation that is not closed yet; the page itself is one too."""

    kind: str
    depth: int
    inner: list[Node] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    item: Block | None = None
    number: int = 0


class _Tree:
    """A tree in the making: the page, and what is open at its end."""

    def __init__(self) -> None:
        self.open = [_Open("page", 0)]

    def whole(self) -> tuple[Node, ...]:
        self._close(1)
        return tuple(self.open[0].inner)

    def add(self, node: Node) -> None:
        """Put a block that stands in no list and no quotation."""
        self._close(1)
        self.open[0].inner.append(node)

    def add_leaf(self, block: Block) -> None:
        level, quoted = min(block.level, _DEEPEST), min(block.quoted, _DEEPEST)
        self._close(self._kept(quoted, items=level, lists=level))
        self._quote(quoted)
        self.open[-1].inner.append(Leaf(block))

    def add_item(self, block: Block) -> None:
        number = int(block.number) if block.ordered and block.number.isdecimal() else 0
        level, quoted = min(block.level, _DEEPEST), min(block.quoted, _DEEPEST)
        self._close(self._kept(quoted, items=level - 1, lists=level))
        last = self.open[-1]
        goes_on = (
            last.kind == ("ordered" if block.ordered else "bullet")
            and number >= last.number
            and self._quotations() >= quoted
        )
        if last.kind in {"ordered", "bullet"} and not goes_on:
            self._close(len(self.open) - 1)
        if not goes_on:
            self._quote(quoted)
            self.open.append(_Open("ordered" if block.ordered else "bullet", level))
        self.open[-1].number = number
        self.open.append(_Open("item", level, item=block, number=number))

    def _kept(self, quoted: int, *, items: int, lists: int) -> int:
        """How much of what is open stays so for a block that stands in so many quotations, items and lists."""
        deepest = {"page": 0, "quotation": quoted, "item": items, "ordered": lists, "bullet": lists}
        for at, each in enumerate(self.open):
            if each.depth > deepest[each.kind]:
                return at
        return len(self.open)

    def _quotations(self) -> int:
        return sum(each.kind == "quotation" for each in self.open)

    def _quote(self, quoted: int) -> None:
        self.open += [_Open("quotation", depth) for depth in range(self._quotations() + 1, quoted + 1)]

    def _close(self, kept: int) -> None:
        while len(self.open) > kept:
            each, around = self.open.pop(), self.open[-1]
            if each.item is not None:
                around.entries.append(Entry(each.item, each.number, tuple(each.inner)))
            elif each.kind == "quotation":
                around.inner.append(Quotation(tuple(each.inner)))
            else:
                around.inner.append(Listing(each.kind == "ordered", tuple(each.entries)))
