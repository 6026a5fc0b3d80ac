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

    from composer.export.page import Cell

_NUMBER = re.compile(r"(Appendix [A-Z]+):\s+|([0-9]+(?:\.[0-9]+)?)\s+")
_LINK = re.compile(r"(?:https://|mailto:|#)\S*\Z", re.IGNORECASE)
CONTENTS = "Contents"


def page_of(markdown: str, *, numbered: bool = False, ids: Mapping[str, str] | None = None) -> Page:
    """An exported text as a page.

    Its first heading is the title, a line of bold words after it the school, and a table headed ``About …`` what it
    says of itself. A list of contents is taken out; the page only says that it has one.

    Args:
        markdown: A text that this room wrote: with live links to ``https:``, ``mailto:`` and its own headings only.
        numbered: Whether its headings begin with the numbers of a policy.
        ids: The clause that each of these numbers heads, by number.
    """
    blocks = list(_blocks(_reader().parse(markdown), _Reading(numbered=numbered, ids=ids or {})))
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


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _blocks(tokens: Sequence[Token], reading: _Reading) -> Iterator[Block]:
    """The blocks of a parsed text; lists and quotations become the depth at which a block stands."""
    lists: list[tuple[bool, int]] = []
    quoted = 0
    marker: str | None = None
    rows: list[Row] = []
    cells: list[Cell] = []
    heading = 0
    in_cell = in_head = False
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append((False, 0))
            case "ordered_list_open":
                lists.append((True, int(token.attrGet("start") or 1) - 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                ordered, count = lists[-1]
                lists[-1] = (ordered, count + 1)
                if marker is not None:
                    yield _item((), lists[:-1], quoted)
                marker = str(count + 1) if ordered else ""
            case "list_item_close":
                if marker is not None:
                    yield _item((), lists, quoted)
                    marker = None
            case "blockquote_open":
                quoted += 1
            case "blockquote_close":
                quoted -= 1
            case "heading_open":
                heading = int(token.tag[1:])
            case "inline" if in_cell:
                cells.append(_inline(token))
            case "inline" if heading:
                yield reading.heading(_inline(token), heading)
                heading, marker = 0, None
            case "inline" if marker is not None:
                yield _item(_inline(token), lists, quoted)
                marker = None
            case "inline":
                yield Block("paragraph", _inline(token), level=len(lists), quoted=quoted)
            case "fence" | "code_block":
                yield Block("code", (Words(token.content.rstrip("\n"), code=True),), level=len(lists), quoted=quoted)
            case "hr":
                yield Block("rule", level=len(lists), quoted=quoted)
            case "thead_open" | "tbody_open":
                in_head = token.type == "thead_open"
            case "tr_open":
                cells = []
            case "th_open" | "td_open":
                in_cell = True
            case "th_close" | "td_close":
                in_cell = False
            case "tr_close":
                rows.append(Row(tuple(cells), head=in_head))
            case "table_close":
                yield Block("table", level=len(lists), quoted=quoted, rows=tuple(rows))
                rows = []
            case _:
                pass


def _item(words: Cell, lists: Sequence[tuple[bool, int]], quoted: int) -> Block:
    ordered, count = lists[-1]
    return Block("item", words, level=len(lists), quoted=quoted, ordered=ordered, number=str(count) if ordered else "")


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
