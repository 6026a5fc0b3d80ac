"""Blocks of a document written as the Markdown of one clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer.imports.typed_numbers import ordinal
from composer.policy.decisions import LONGEST_CLAUSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.imports.source import SourceBlock

LARGEST_BLOCK = LONGEST_CLAUSE - 4096
"""Bytes of a paragraph that is kept in one piece; a longer one is cut between words."""

_SHALLOWEST = 4
"""The level at which headings begin that stay in a clause's text: above them are the policy's own."""
_DEEPEST = 6


def markdown_of(blocks: Sequence[SourceBlock]) -> str:
    """The blocks as Markdown, with one final newline; empty when there are no words.

    Lists keep their nesting and where they start to count; a number that Markdown cannot write, such as ``(a)``, is
    counted by figures. Rules at either end are left out.
    """
    kept = list(blocks)
    while kept and kept[0].kind == "rule":
        del kept[0]
    while kept and kept[-1].kind == "rule":
        kept.pop()
    shallowest = min((block.level for block in kept if block.kind == "heading"), default=1)
    writer = _Writer(shallowest)
    for block in kept:
        writer.write(block)
    text = "".join(writer.said).strip("\n").rstrip()
    return f"{text}\n" if text else ""


@dataclass(slots=True)
class _Open:
    """A list that is being written."""

    ordered: bool
    number: int
    sign: str
    indent: int
    """Columns of its items' markers."""


class _Writer:
    """Writes block after block, and knows in which lists it stands."""

    def __init__(self, shallowest: int) -> None:
        self.said: list[str] = []
        self._shallowest = shallowest
        self._lists: list[_Open] = []
        self._tight = False

    def write(self, block: SourceBlock) -> None:
        """Add a block."""
        if block.kind == "item" or (block.kind == "paragraph" and block.number):
            self._item(block)
            return
        depth = min(block.level, len(self._lists)) if block.kind != "heading" else 0
        del self._lists[depth:]
        indent = sum(each.indent for each in self._lists)
        self._put(_written(block, self._shallowest), indent, "\n\n")
        self._tight = False

    def _item(self, block: SourceBlock) -> None:
        depth = min(max(block.level, 1), len(self._lists) + 1)
        sibling = self._lists[depth - 1] if len(self._lists) >= depth else None
        del self._lists[depth - 1 :]
        number = ordinal(block.number, sibling.number if sibling is not None else 0) if block.number else None
        text = block.text
        if block.number and number is None:
            text = f"{block.number} {text}"
        ordered = number is not None
        marker = _marker(number, sibling)
        outer = sum(each.indent for each in self._lists)
        self._lists.append(_Open(ordered, number or 0, marker.strip()[-1], len(marker)))
        joint = "\n" if self._tight else "\n\n"
        self._put(marker + _indented(text, len(marker), first=False), outer, joint)
        self._tight = True

    def _put(self, text: str, indent: int, joint: str) -> None:
        if text.strip():
            self.said.append((joint if self.said else "") + _indented(text, indent))


def _marker(number: int | None, sibling: _Open | None) -> str:
    """What stands before an item: another sign than its sibling's where it begins a list of its own."""
    if number is None:
        return "- " if sibling is None or sibling.ordered else f"{sibling.sign} "
    sign = "."
    if sibling is not None and sibling.ordered:
        goes_on = sibling.number + 1 == number
        sign = sibling.sign if goes_on else ")" if sibling.sign == "." else "."
    return f"{number}{sign} "


def _written(block: SourceBlock, shallowest: int) -> str:
    if block.kind == "heading":
        level = min(_SHALLOWEST + block.level - shallowest, _DEEPEST)
        return f"{'#' * level} {' '.join(block.text.replace(chr(92) + chr(10), ' ').split())}"
    if block.kind == "quote":
        return "\n".join(f"> {line}".rstrip() for line in block.text.split("\n"))
    return block.text


def _indented(text: str, by: int, *, first: bool = True) -> str:
    lines = text.split("\n")
    said = [f"{' ' * by}{line}" if line else line for line in lines]
    if not first:
        said[0] = lines[0]
    return "\n".join(said)


def cut_to_size(blocks: Iterable[SourceBlock]) -> Iterator[SourceBlock]:
    """The blocks, with each that is too long for a clause cut between words."""
    for block in blocks:
        if len(block.text.encode()) <= LARGEST_BLOCK:
            yield block
            continue
        rest = block.text
        while rest:
            part = rest.encode()[:LARGEST_BLOCK].decode("utf-8", "ignore")
            spaces = list(re.finditer(r"\s+", part)) if len(part) < len(rest) else []
            part = part[: spaces[-1].end()] if spaces else part
            rest = rest[len(part) :]
            # Code and tables that are cut would lose their frame, and nobody writes them so long.
            kind = block.kind if block.kind in ("quote", "item") else "paragraph"
            yield replace(block, kind=kind, text=part.strip(), highlights=())


def in_sizes(blocks: Sequence[SourceBlock]) -> Iterator[tuple[SourceBlock, ...]]:
    """The blocks in runs that are each small enough for a clause."""
    run: list[SourceBlock] = []
    size = 0
    for block in blocks:
        # What the signs of lists and quotations add is a few bytes a line.
        length = len(block.text.encode()) + 8 * (block.text.count("\n") + 2)
        if run and size + length > LONGEST_CLAUSE:
            yield tuple(run)
            run, size = [], 0
        run.append(block)
        size += length
    if run:
        yield tuple(run)
