"""A diff laid out as lines of a given width: what the change view paints. Plain Python, no widget.

Four cues at once, none needed alone: marks (``[-old-]{+new+}``), weight, colour and the gutter sign.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from composer.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.compare.edits import Block, TextDiff

Look = Literal["same", "ins", "del", "move", "note", "head", "warn"]
View = Literal["marked", "ours", "model"]

VIEWS: dict[View, str] = {"marked": "Marked", "ours": "Ours", "model": "Model"}
"""The three ways to read a diff, in the order one key cycles them."""

GUTTER = 2
"""Columns the sign and the space after it take."""


@dataclass(frozen=True, slots=True)
class Line:
    """One painted line: the gutter's sign, the pieces of text with their looks, and the change that starts here."""

    sign: str
    pieces: tuple[tuple[str, Look], ...]
    change: int | None = None
    """The number of the change, from 0, when this line is the first of one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One clause's worth of the view: heading lines and the diff below them, if there is one."""

    head: tuple[tuple[str, Look], ...] = ()
    diff: TextDiff | None = None
    plain: str = ""
    """Shown instead of a diff: a clause that is whole on one side only."""
    plain_look: Look = "same"
    sign: str = " "
    """The gutter's sign beside the heading."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A whole view laid out for one width."""

    lines: tuple[Line, ...]
    changes: tuple[int, ...]
    """For each change, the line it starts on."""


def lay(passages: tuple[Passage, ...], width: int, view: View, *, marks: bool = True) -> Laid:
    """Lay passages out for ``width`` columns, gutter included."""
    inner = max(width - GUTTER, 8)
    lines: list[Line] = []
    found: list[int] = []
    for passage in passages:
        if passage.head:
            if lines:
                lines.append(Line(" ", ()))
            for index, (text, look) in enumerate(passage.head):
                lines.extend(_wrapped(((visible(text), look),), inner, passage.sign if index == 0 else " "))
        if passage.diff is not None:
            for line in _diff_lines(passage.diff, inner, view, marks=marks):
                if line.change is None:
                    lines.append(line)
                    continue
                lines.append(Line(line.sign, line.pieces, len(found)))
                found.append(len(lines) - 1)
        elif passage.plain:
            for text in passage.plain.rstrip("\n").split("\n"):
                lines.extend(_wrapped(((visible(text), passage.plain_look),), inner, " "))
    return Laid(tuple(lines), tuple(found))


def _diff_lines(diff: TextDiff, width: int, view: View, *, marks: bool) -> Iterator[Line]:
    counted = set(diff.changes)
    paragraph: list[tuple[Block, bool]] = []
    for index, block in enumerate(diff.blocks):
        alone = block.kind in {"replaced", "moved-from", "moved-to"}
        if alone and paragraph:
            yield from _paragraph(tuple(paragraph), width, view, marks)
            paragraph = []
        paragraph.append((block, index in counted))
        if alone or _ends_line(block):
            yield from _paragraph(tuple(paragraph), width, view, marks)
            paragraph = []
    if paragraph:
        yield from _paragraph(tuple(paragraph), width, view, marks)


def _ends_line(block: Block) -> bool:
    return (block.new or block.old).endswith("\n")


@lru_cache(maxsize=4096)
def _paragraph(blocks: tuple[tuple[Block, bool], ...], width: int, view: View, marks: bool) -> tuple[Line, ...]:  # noqa: FBT001 (a cached function takes positions)
    """The lines of blocks that share a line of text."""
    lines: list[Line] = []
    counted = any(counts for _, counts in blocks)
    for pieces, sign in _flows(blocks, view, marks=marks):
        for run in _split_lines(pieces):
            wrapped = _wrapped(tuple(run), width, sign)
            lines.extend(wrapped)
    shown = [index for index, line in enumerate(lines) if line.sign.strip()]
    if counted and lines:
        first = shown[0] if shown else 0
        lines[first] = Line(lines[first].sign, lines[first].pieces, 0)
    return tuple(lines)


Pieces = list[tuple[str, Look]]


def _flows(blocks: tuple[tuple[Block, bool], ...], view: View, *, marks: bool) -> list[tuple[Pieces, str]]:
    """The texts to wrap, each with its gutter sign: one for ordinary blocks, two for a replaced one."""
    kinds = {block.kind for block, _ in blocks}
    block = blocks[0][0]
    if view != "marked":
        text = "".join(b.new if view == "ours" else b.old for b, _ in blocks)
        return [([(visible(text), "same")], _sign(blocks) if text else " ")] if text else []
    if kinds == {"replaced"}:
        return [
            ([*_marked(block.old, "del", marks=marks)], "−"),
            ([*_marked(block.new, "ins", marks=marks)], "+"),
        ]
    if kinds == {"moved-from"}:
        return [([("[moved from here: ", "note"), (visible(block.old.strip()), "move"), ("]\n", "note")], "↕")]
    if kinds == {"moved-to"}:
        return [([("[moved to here: ", "note"), (visible(block.new.strip()), "move"), ("]\n", "note")], "↕")]
    pieces: Pieces = []
    for each, _ in blocks:
        if each.kind == "layout":
            pieces.append((visible(each.new), "same"))
            continue
        for span in each.spans or ():
            look: Look = "same" if span.kind == "same" else span.kind
            pieces.extend(_marked(span.text, look, marks=marks))
        if not each.spans:
            pieces.append((visible(each.new), "same"))
    return [(pieces, _sign(blocks))]


def _marked(text: str, look: Look, *, marks: bool) -> Iterator[tuple[str, Look]]:
    """A span with its marks; line ends stay outside them, so that each line carries its own pair."""
    if look == "same" or not marks:
        yield visible(text), look
        return
    opening, closing = ("[-", "-]") if look == "del" else ("{+", "+}")
    if not text.strip():
        # A true blank here would be a place to break the line, between a mark and what it marks.
        yield f"{opening}{'¶' if chr(10) in text else '␣'}{closing}{chr(10) * text.count(chr(10))}", look
        return
    for part in re.split(r"(\n+)", text):
        if part.startswith("\n"):
            yield part, look
        elif part:
            # A blank at either end stays outside, so that a line never breaks between a mark and its word.
            bare = visible(part.strip())
            lead, trail = len(part) - len(part.lstrip()), len(part) - len(part.rstrip())
            yield f"{part[:lead]}{opening}{bare}{closing}{part[len(part) - trail :]}" if bare else part, look


def _sign(blocks: tuple[tuple[Block, bool], ...]) -> str:
    kinds = {block.kind for block, _ in blocks} - {"same"}
    if not kinds:
        return " "
    if kinds <= {"moved-from", "moved-to"}:
        return "↕"
    if kinds == {"inserted"}:
        return "+"
    if kinds == {"deleted"}:
        return "−"
    return "≈" if kinds == {"layout"} else "±"


def _split_lines(pieces: Pieces) -> Iterator[Pieces]:
    """Cut pieces at line ends; the last, empty line is left out."""
    run: Pieces = []
    for text, look in pieces:
        parts = text.split("\n")
        for index, part in enumerate(parts):
            if index:
                yield run
                run = []
            if part:
                run.append((part, look))
    if run:
        yield run


_LIST_MARK = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+")
# A line may break between two marks that touch.
_WORD = re.compile(r"\S(?:(?!(?<=-\]|\+\})(?:\[-|\{\+))\S)*\s*|\s+")


def _wrapped(pieces: tuple[tuple[str, Look], ...], width: int, sign: str) -> list[Line]:
    """Wrap pieces at blanks, list items with a hanging indent; an overlong word is cut."""
    plain = "".join(text for text, _ in pieces)
    if not plain.strip():
        return [Line(" " if sign in " ±" else sign, ())]
    mark = _LIST_MARK.match(plain)
    indent = min(cell_len(mark.group(0)), width // 3) if mark else 0
    lines: list[Line] = []
    for start, end in _breaks(plain, width, indent):
        cut = _slice(pieces, start, end)
        lead: tuple[tuple[str, Look], ...] = ((" " * indent, "same"),) if lines and indent else ()
        lines.append(Line(sign, (*lead, *cut)))
    return lines


def _breaks(plain: str, width: int, indent: int) -> Iterator[tuple[int, int]]:
    """Where each line starts and ends in ``plain``; blanks at a break are left out."""
    at = _columns(plain)
    start: int | None = None
    stop = 0
    room = width
    for begin, bare, end in _words(plain, at, width - indent):
        if start is not None and at[bare] - at[start] > room:
            yield start, stop
            start, room = None, width - indent
        if start is None:
            start = begin
        stop = bare if bare > begin else end
    if start is not None:
        yield start, stop


def _words(plain: str, at: list[int], room: int) -> Iterator[tuple[int, int, int]]:
    """Each word as start, end and end of the blanks after it; overlong words in pieces that fit."""
    for match in _WORD.finditer(plain):
        begin, end = match.span()
        bare = begin + len(match.group(0).rstrip())
        while at[bare] - at[begin] > room:
            cut = max(bisect_right(at, at[begin] + room) - 1, begin + 1)
            yield begin, cut, cut
            begin = cut
        yield begin, bare, end


def _columns(plain: str) -> list[int]:
    """For each position in ``plain`` the columns before it."""
    if plain.isascii():
        return list(range(len(plain) + 1))
    return [0, *accumulate(cell_len(character) for character in plain)]


def _slice(pieces: tuple[tuple[str, Look], ...], start: int, end: int) -> tuple[tuple[str, Look], ...]:
    cut: Pieces = []
    at = 0
    for text, look in pieces:
        piece = text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            cut.append((piece, look))
        at += len(text)
    return tuple(cut)
