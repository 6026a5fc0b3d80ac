"""The Markdown that an export writes, read back as a page, so that every face shows the very same words."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.export.page import Block, Page, Row, Words, plain
from composer.policy.anchors import Anchors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from composer.export.page import BlockKind, Cell

_NUMBER = re.compile(r"(Appendix [A-Z]+):\s+|([0-9]+(?:\.[0-9]+)?)\s+")
_LINK = re.compile(r"(?:https://|mailto:|#)\S*\Z", re.IGNORECASE)
CONTENTS = "Contents"


def page_of(
    markdown: str, *, numbered: bool = False, ids: Mapping[str, str] | None = None, struck: bool = False
) -> Page:
    """An exported text as a page.

    Its first heading is the title, a line of bold words after it the school, and a table headed ``About …`` what it
    says of itself. A list of contents is taken out; the page only says that it has one.

    Args:
        markdown: A text that this room wrote: with live links to ``https:``, ``mailto:`` and its own headings only.
        numbered: Whether its headings begin with the numbers of a policy.
        ids: The clause that each of these numbers heads, by number.
        struck: Whether ``~~words~~`` are words that are gone, as the report of the changes marks them; in any other
            text those signs are the author's own.
    """
    blocks = list(_Walk(_Reading(numbered=numbered, ids=ids or {})).blocks(_reader(struck=struck).parse(markdown)))
    title = school = ""
    if blocks and blocks[0].kind == "heading" and blocks[0].level == 1:
        title = blocks.pop(0).text
    if title and blocks and blocks[0].kind == "paragraph" and _all_bold(blocks[0]):
        school = blocks.pop(0).text
    about, heading = _about(blocks[0]) if blocks else ((), "")
    if heading:
        del blocks[0]
    kept = tuple(_without_contents(blocks))
    return Page(
        title,
        school,
        kept,
        about,
        heading,
        numbered=numbered,
        contents=len(kept) < len(blocks),
    )


class _Reading:
    """What is remembered from one heading to the next."""

    def __init__(self, *, numbered: bool, ids: Mapping[str, str]) -> None:
        self.numbered = numbered
        self.ids = ids
        self.anchors = Anchors()

    def heading(self, words: Cell, level: int) -> Block:
        anchor = self.anchors.take(plain(words))
        found = _NUMBER.match(words[0].text) if self.numbered and words and level in {2, 3} else None
        if found is None:
            return Block("heading", words, level=level, anchor=anchor)
        number = found[1] or found[2]
        first = replace(words[0], text=words[0].text[found.end() :])
        rest = (first, *words[1:]) if first.text else words[1:]
        key = self.ids.get(number.removeprefix("Appendix "), "") if level == 3 else ""
        return Block("heading", rest, level=level, number=number, anchor=anchor, key=key)


@lru_cache(maxsize=2)
def _reader(*, struck: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"] if struck else ["table"])


class _Walk:
    """Where in a parsed text one stands: in how many lists and quotations, at the start of an item, in a table."""

    def __init__(self, reading: _Reading) -> None:
        self.reading = reading
        self.lists: list[tuple[bool, int]] = []
        """Each list that is open: whether it counts, and the number of its last item."""
        self.quoted = 0
        self.heading = 0
        """The level of the heading that is open; 0 when none is."""
        self.fresh = False
        """Whether an item is open that has no words yet."""
        self.table: _Table | None = None

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """The blocks of a text in order; lists and quotations become the depth at which a block stands."""
        for token in tokens:
            name, _, edge = token.type.rpartition("_")
            if self.table is not None:
                yield from self._in_table(token)
            elif edge == "open":
                yield from self._open(name, token)
            elif edge == "close":
                yield from self._close(name)
            else:
                yield from self._leaf(token)

    def _open(self, name: str, token: Token) -> Iterator[Block]:
        match name:
            case "bullet_list":
                self.lists.append((False, 0))
            case "ordered_list":
                start = token.attrGet("start")
                self.lists.append((True, 0 if start is None else int(start) - 1))
            case "list_item":
                yield from self._empty_item(self.lists[:-1])
                ordered, count = self.lists[-1]
                self.lists[-1] = (ordered, count + 1)
                self.fresh = True
            case "blockquote":
                self.quoted += 1
            case "heading":
                self.heading = int(token.tag[1:])
            case "table":
                self.table = _Table()

    def _close(self, name: str) -> Iterator[Block]:
        match name:
            case "bullet_list" | "ordered_list":
                self.lists.pop()
            case "list_item":
                yield from self._empty_item(self.lists)
            case "blockquote":
                self.quoted -= 1

    def _leaf(self, token: Token) -> Iterator[Block]:
        if token.type == "inline" and self.heading:
            yield self.reading.heading(_inline(token), self.heading)
            self.heading, self.fresh = 0, False
        elif token.type == "inline" and self.fresh:
            yield self._item(_inline(token), self.lists)
            self.fresh = False
        elif token.type == "inline":
            yield self._block("paragraph", _inline(token))
        elif token.type in {"fence", "code_block", "hr"}:
            yield from self._empty_item(self.lists)
            if token.type == "hr":
                yield self._block("rule")
            else:
                yield self._block("code", (Words(token.content.rstrip("\n"), code=True),))

    def _in_table(self, token: Token) -> Iterator[Block]:
        assert self.table is not None  # noqa: S101
        if token.type == "table_close":
            yield from self._empty_item(self.lists)
            yield replace(self._block("table"), rows=tuple(self.table.rows))
            self.table = None
        else:
            self.table.take(token)

    def _empty_item(self, lists: Sequence[tuple[bool, int]]) -> Iterator[Block]:
        """The item that is open, where something other than its own words comes first in it."""
        if self.fresh:
            yield self._item((), lists)
            self.fresh = False

    def _item(self, words: Cell, lists: Sequence[tuple[bool, int]]) -> Block:
        ordered, count = lists[-1]
        number = str(count) if ordered else ""
        return Block("item", words, level=len(lists), quoted=self.quoted, ordered=ordered, number=number)

    def _block(self, kind: BlockKind, words: Cell = ()) -> Block:
        return Block(kind, words, level=len(self.lists), quoted=self.quoted)


class _Table:
    """The rows of a table that is being read."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._cells: list[Cell] = []
        self._head = False

    def take(self, token: Token) -> None:
        match token.type:
            case "thead_open" | "tbody_open":
                self._head = token.type == "thead_open"
            case "tr_open":
                self._cells = []
            case "inline":
                self._cells.append(_inline(token))
            case "tr_close":
                self.rows.append(Row(tuple(self._cells), head=self._head))


def _inline(token: Token) -> Cell:
    """The runs of one paragraph, neighbours of one style joined."""
    words: list[Words] = []
    style = Words("")
    depth = {"strong": 0, "em": 0, "s": 0}
    for child in token.children or ():
        name, _, edge = child.type.rpartition("_")
        if name in depth and edge in {"open", "close"}:
            depth[name] += 1 if edge == "open" else -1
            style = replace(
                style, bold=depth["strong"] > 0, italic=depth["em"] > 0, mark="del" if depth["s"] > 0 else "same"
            )
        elif child.type == "link_open":
            href = str(child.attrGet("href") or "")
            style = replace(style, link=href if _LINK.match(href) else "")
        elif child.type == "link_close":
            style = replace(style, link="")
        else:
            _add(words, replace(style, text=_said(child), code=child.type == "code_inline"))
    return tuple(words)


def _said(child: Token) -> str:
    if child.type == "softbreak":
        return " "
    return "\n" if child.type == "hardbreak" else child.content


def _add(words: list[Words], run: Words) -> None:
    if not run.text:
        return
    if words and replace(words[-1], text="") == replace(run, text=""):
        words[-1] = replace(run, text=words[-1].text + run.text)
    else:
        words.append(run)


def _all_bold(block: Block) -> bool:
    return bool(block.words) and all(each.bold for each in block.words)


def _about(block: Block) -> tuple[tuple[tuple[str, str], ...], str]:
    """The front table and what heads it; empty when the block is none."""
    if block.kind != "table" or not block.rows or not plain(block.rows[0].cells[0]).startswith("About"):
        return (), ""
    pairs = ((plain(row.cells[0]), plain(row.cells[1])) for row in block.rows[1:] if len(row.cells) > 1)
    return tuple(pairs), plain(block.rows[0].cells[0])


def _without_contents(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks but the heading of the contents and the list of links under it."""
    taking = False
    for block in blocks:
        if block.kind == "heading" and block.level == 2 and block.text == CONTENTS and not block.number:
            taking = True
            continue
        if taking and block.kind == "item" and all(each.link.startswith("#") for each in block.words):
            continue
        taking = False
        yield block
