"""A page as the data that the PDF's layout reads: strings, numbers and lists, and nothing that could be code."""

from __future__ import annotations

import re
from itertools import groupby
from math import isqrt
from typing import TYPE_CHECKING

from composer.export.page import marked, plain
from composer.export.shape import Head, Leaf, Listing, contents, heads, link_to, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from composer.export.page import Block, Cell, Page, Words
    from composer.export.shape import Entry, Node

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?\Z")
_LONG = re.compile(r"[^\s\u200b]{24,}")
_MAY_BREAK = re.compile(r"(?<=[@./_=&?:-])(?=[^\s\u200b])")
_NO_WIDTH = "\u200b"
_LONGEST_PIECE = 30
_LINE, _LONG_WORD, _PADDING = 96, 15, 4
"""Of a table, in letters: how many a line has, how long a word is that need not be parted, what an edge takes."""
_KEPT_WHOLE = 400
"""A row without a cell longer than this is not parted by the end of a page."""
_SHORT_CONTENTS = 15
"""A policy's list of contents that is longer is followed by a new page."""

Data = dict[str, object]


def data(page: Page, say: Callable[[str], str]) -> Data:
    """The whole page.

    Args:
        page: The page.
        say: What every text of it goes through.
    """
    return _Writing(page, say).whole()


class _Writing:
    """Writes one page."""

    def __init__(self, page: Page, say: Callable[[str], str]) -> None:
        self.page = page
        self.say = say
        self.names = frozenset(head.name for head in heads(page))

    def whole(self) -> Data:
        page = self.page
        language = _LANGUAGE.match(page.language) or _LANGUAGE.match("en-GB")
        assert language is not None  # noqa: S101 - the second always matches
        day = page.dated
        listed = contents(page)
        return {
            "title": self.say(page.title),
            "full-title": self.say(" – ".join(each for each in (page.title, page.school) if each)) or "Policy",
            "short-title": self.say(" · ".join(each for each in (page.title, page.version) if each)),
            "school": self.say(page.school),
            "version": self.say(page.version),
            "purpose": self.say(page.purpose),
            "against": self.say(page.against),
            "marked": marked(page),
            "lang": language[1],
            "region": language[2],
            "dated": None if day is None else {"year": day.year, "month": day.month, "day": day.day},
            "about": [[self.say(label), self._breaking(self.say(text))] for label, text in page.about],
            "about-heading": self.say(page.about_heading),
            "contents": bool(listed),
            "long": page.numbered and len(listed) > _SHORT_CONTENTS,
            "nodes": self._nodes(shape(page)),
        }

    def _nodes(self, nodes: Sequence[Node]) -> list[Data]:
        made = [self._node(node) for node in nodes]
        for before, this, after in zip(made, made[1:], made[2:], strict=False):
            # A line or two under a heading are nothing to end a page with.
            if (before["kind"], this["kind"], after["kind"]) == ("heading", "paragraph", "heading"):
                this["clings"] = True
        return made

    def _node(self, node: Node) -> Data:
        match node:
            case Head(block, depth, name):
                return {
                    "kind": "heading",
                    "depth": depth,
                    "number": self.say(block.number),
                    "name": name,
                    "mark": block.mark,
                    "words": self._words(block.words, block.mark),
                    "notes": self._notes(block),
                }
            case Leaf(block):
                return self._leaf(block)
            case Listing(ordered, entries):
                return {"kind": "list", "ordered": ordered, "entries": [self._entry(entry) for entry in entries]}
            case _:
                return {"kind": "quotation", "inner": self._nodes(node.inner)}

    def _entry(self, entry: Entry) -> Data:
        block = entry.block
        return {
            "number": entry.number,
            "words": self._words(block.words, block.mark),
            "notes": self._notes(block),
            "inner": self._nodes(entry.inner),
        }

    def _leaf(self, block: Block) -> Data:
        said: Data = {"kind": block.kind, "notes": self._notes(block)}
        if block.kind == "table":
            said |= self._table(block)
        elif block.kind == "code":
            sign = {"ins": "+", "del": "−"}.get(block.mark, "")
            said |= {"mark": block.mark, "sign": sign, "text": self._breaking(self.say(plain(block.words)))}
        elif block.kind == "paragraph":
            said |= {"words": self._words(block.words, block.mark), "clings": False}
        return said

    def _table(self, block: Block) -> Data:
        columns = max((len(row.cells) for row in block.rows), default=0)
        rows = [
            {
                "head": row.head,
                "whole": all(len(plain(cell)) <= _KEPT_WHOLE for cell in row.cells),
                # A header row stands again on the next page, where it may hold no link.
                "cells": [
                    self._words(cell, row.mark if row.mark != "same" else block.mark, links=not row.head)
                    for cell in (*row.cells, *[()] * (columns - len(row.cells)))
                ],
            }
            for row in block.rows
            if columns
        ]
        return {"rows": rows, "widths": _widths([row.cells for row in block.rows], columns)}

    def _words(self, words: Cell, whole: str, *, links: bool = True) -> list[Data]:
        """Runs by their mark, which of a block that is new or gone is the block's."""
        groups: list[Data] = []
        for mark, runs in groupby(words, key=lambda each: each.mark if whole == "same" else whole):
            said = [self._run(run, link_to(run.link, self.names) if links else "") for run in runs]
            groups.append({"mark": mark, "sign": _sign(mark, str(said[0]["text"])), "runs": said})
        return groups

    def _run(self, run: Words, link: str) -> Data:
        return {
            "text": self._breaking(self.say(run.text)),
            "bold": run.bold,
            "italic": run.italic,
            "code": run.code,
            "link": link,
        }

    def _notes(self, block: Block) -> list[Data]:
        told: list[Data] = []
        for note in block.notes:
            day = f"{note.on.day} {note.on:%B %Y}" if note.on is not None else ""
            who = ", ".join(each for each in (note.by, day) if each)
            lines = [self._breaking(self.say(line)) for line in note.text.split("\n") if line.strip()]
            told.append({"lines": lines or [""], "who": self.say(who)})
        return told

    def _breaking(self, text: str) -> str:
        """The text with places at which a web address, or anything else without a space, may go on a new line."""
        return _LONG.sub(_broken, text)


def _broken(match: re.Match[str]) -> str:
    pieces = _MAY_BREAK.sub(_NO_WIDTH, match[0]).split(_NO_WIDTH)
    return _NO_WIDTH.join(
        piece[at : at + _LONGEST_PIECE] for piece in pieces for at in range(0, max(len(piece), 1), _LONGEST_PIECE)
    )


def _sign(mark: str, text: str) -> str:
    """The sign before marked words; the table of changes writes its own before words that are gone."""
    sign = {"ins": "+", "del": "−"}.get(mark, "")
    return "" if text.startswith(sign) else sign


def _widths(rows: Sequence[Sequence[Cell]], columns: int) -> list[int]:
    """How wide each column is, in hundredths of a letter.

    The line is shared by the root of each column's longest cell, so that one with long text grows; but each has
    room for its longest word.
    """
    widths = []
    texts = [[plain(row[at]) for row in rows if at < len(row)] or [""] for at in range(columns)]
    roots = [1 + isqrt(100 * max(map(len, cells))) for cells in texts]
    for cells, root in zip(texts, roots, strict=True):
        longest = max((len(word) for text in cells for word in text.split()), default=0)
        widths.append(max(100 * (min(_LONG_WORD, longest) + _PADDING), 100 * _LINE * root // sum(roots)))
    return widths
