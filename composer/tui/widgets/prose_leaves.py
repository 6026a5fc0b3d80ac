"""Markdown read into leaves: each paragraph, heading, table, rule or code block, with the marks that stand before it.

Reading cuts a document into leaves at once, and the words of a leaf only when they are wanted: that is what
takes long.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from rich.cells import cell_len

from composer.policy.anchors import Anchors
from composer.tui.widgets.prose_lines import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Line = tuple[Piece, ...]

BULLET, QUOTE = "• ", "▌ "
_LOOKS = ("strong", "em", "link")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One stretch of text that is laid out on its own."""

    kind: str
    """``text``, ``h1`` to ``h6``, ``code``, ``rule`` or ``table``."""
    rows: tuple[tuple[str, ...], ...]
    """Markdown to be read when it is laid out: one cell, but in a table. The lines of code are as they are."""
    first: str
    """Marks of the lists and quotes it stands in, before its first line."""
    rest: str
    """The same before its other lines."""
    gap: str | None
    """The same on the blank line above; None where there is no such line."""


class Heading(NamedTuple):
    """A heading, for the table of contents."""

    level: int
    text: str
    anchor: str
    leaf: int


class Prose:
    """A Markdown document as leaves.

    Args:
        source: The document, fit to be shown.
    """

    def __init__(self, source: str) -> None:
        self._env: dict[str, object] = {}
        self._read: dict[str, Line] = {}
        self.leaves = tuple(_Walk().leaves(_parser().parse(source, self._env)))
        self.headings = tuple(self._headings())

    def pieces(self, markdown: str) -> Line:
        """The words of a leaf, or of a cell."""
        if markdown not in self._read:
            parser = _parser()
            self._read[markdown] = _pieces(parser.inline.parse(markdown, parser, self._env, []))
        return self._read[markdown]

    def leaf_of(self, name: str) -> int | None:
        """The leaf that has this anchor."""
        wanted = unquote(name)
        return next((heading.leaf for heading in self.headings if heading.anchor == wanted), None)

    def _headings(self) -> list[Heading]:
        found: list[Heading] = []
        anchors = Anchors()
        for number, leaf in enumerate(self.leaves):
            if leaf.kind[0] == "h":
                text = "".join(piece.text for piece in self.pieces(leaf.rows[0][0]))
                found.append(Heading(int(leaf.kind[1]), text, anchors.take(text), number))
        return found


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["inline", "text_join"])


def _pieces(tokens: Sequence[Token]) -> Line:
    found: list[Piece] = []
    depth = dict.fromkeys(_LOOKS, 0)
    href = ""
    for token in tokens:
        look = token.type.partition("_")[0]
        if look in depth:
            depth[look] += token.nesting
            if look == "link":
                href = str(token.attrGet("href") or "") if token.nesting > 0 else ""
            continue
        text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
        looks = [look for look in _LOOKS if depth[look]] + ["code"] * (token.type == "code_inline")
        found.append(Piece(text, tuple(looks), href))
    return tuple(
        Piece("".join(piece.text for piece in alike), *key)
        for key, alike in groupby((piece for piece in found if piece.text), key=lambda piece: piece[1:])
    )


@dataclass(slots=True)
class _Box:
    """A list, an item or a quote that is open."""

    first: str = ""
    rest: str = ""
    tight: bool | None = None
    """Whether nothing is between the items; None for what is not a list."""
    begun: bool = False


class _Walk:
    """Goes through a document's tokens; a method for each type that matters."""

    def __init__(self) -> None:
        self._found: list[Leaf] = []
        self._boxes: list[_Box] = []
        self._gap = False
        self._kind = "text"
        self._rows: list[list[str]] | None = None

    def leaves(self, tokens: Sequence[Token]) -> list[Leaf]:
        for token in tokens:
            act = getattr(self, f"_{token.type}", None)
            if act is not None:
                act(token)
        return self._found

    def _leaf(self, kind: str, rows: Sequence[Sequence[str]]) -> None:
        first = "".join(box.rest if box.begun else box.first for box in self._boxes)
        rest = "".join(box.rest for box in self._boxes)
        gap = "".join(box.rest for box in self._boxes if box.begun).rstrip() if self._gap else None
        self._found.append(Leaf(kind, tuple(tuple(row) for row in rows), first, rest, gap))
        for box in self._boxes:
            box.begun = True
        self._part()

    def _part(self) -> None:
        """Whether a blank line comes before what follows is for the innermost list or quote to say."""
        around = next((box for box in reversed(self._boxes) if box.tight is not None or box.rest == QUOTE), None)
        self._gap = bool(self._found) and not (around is not None and around.tight)

    def _open(self, token: Token) -> None:  # noqa: ARG002
        self._boxes.append(_Box(tight=True))

    _bullet_list_open = _ordered_list_open = _open

    def _list_item_open(self, token: Token) -> None:
        if self._boxes[-1].begun:
            self._part()
        mark = f"{token.info}{token.markup} " if token.info else BULLET
        self._boxes.append(_Box(mark, " " * cell_len(mark)))

    def _list_item_close(self, token: Token) -> None:
        if not self._boxes[-1].begun:
            self._leaf("text", [[""]])
        self._close(token)

    def _blockquote_open(self, token: Token) -> None:  # noqa: ARG002
        self._boxes.append(_Box(QUOTE, QUOTE))

    def _close(self, token: Token) -> None:  # noqa: ARG002
        self._boxes.pop()
        self._part()

    _bullet_list_close = _ordered_list_close = _blockquote_close = _close

    def _paragraph_open(self, token: Token) -> None:
        if len(self._boxes) > 1 and self._boxes[-2].tight is not None:
            self._boxes[-2].tight = token.hidden

    def _heading_open(self, token: Token) -> None:
        self._kind = token.tag

    def _inline(self, token: Token) -> None:
        if self._rows is not None:
            self._rows[-1].append(token.content)
            return
        self._leaf(self._kind, [[token.content]])
        self._kind = "text"

    def _table_open(self, token: Token) -> None:  # noqa: ARG002
        self._rows = []

    def _tr_open(self, token: Token) -> None:  # noqa: ARG002
        if self._rows is not None:
            self._rows.append([])

    def _table_close(self, token: Token) -> None:  # noqa: ARG002
        if self._rows:
            self._leaf("table", self._rows)
        self._rows = None

    def _code(self, token: Token) -> None:
        self._leaf("code", [[line] for line in token.content.removesuffix("\n").split("\n")])

    _fence = _code_block = _code

    def _hr(self, token: Token) -> None:  # noqa: ARG002
        self._leaf("rule", [])
