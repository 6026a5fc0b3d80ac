"""The three kinds of blank in clause text: values, facts and cross references.

``{{dsl}}`` is filled from the school's values, ``{{fact:kcsie-edition}}`` from the dated facts and
``{{ref:register-of-accounts}}`` with the number the clause has in this policy. Filling is one pass:
what a value says is never read again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from composer.text import PLACEHOLDER, units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BlankKind = Literal["value", "fact", "ref"]


@dataclass(frozen=True, slots=True)
class Blank:
    """One placeholder as it stands in a text."""

    kind: BlankKind
    name: str
    """The value's, fact's or clause's id, without a prefix."""
    written: str
    """The characters as typed, braces included."""
    opens: bool = False
    """Whether a sentence, a list item or what a bold label names starts here; told by ``fill`` alone."""


def parse(written: str, inside: str) -> Blank:
    """Tell what kind of blank ``inside`` (the text between the braces) names."""
    for kind in ("fact", "ref"):
        prefix = f"{kind}:"
        if inside.startswith(prefix):
            return Blank("fact" if kind == "fact" else "ref", inside[len(prefix) :], written)
    return Blank("value", inside, written)


def blanks(text: str) -> Iterator[Blank]:
    """Every placeholder of ``text`` in order, repeats included."""
    for match in PLACEHOLDER.finditer(text):
        yield parse(match.group(0), match.group(1))


def names(text: str, kind: BlankKind) -> tuple[str, ...]:
    """The names of one kind of blank in ``text``, in order of first appearance."""
    return tuple(dict.fromkeys(blank.name for blank in blanks(text) if blank.kind == kind))


def fill(text: str, answer: Callable[[Blank], str]) -> str:
    """Replace every placeholder by what ``answer`` gives for it, in one pass."""
    if "{{" not in text:
        return text
    return "".join(piece if isinstance(piece, str) else answer(piece) for piece in _pieces(text))


@lru_cache(maxsize=2048)
def _pieces(text: str) -> tuple[str | Blank, ...]:
    """The text cut at its placeholders; remembered, because one clause changes at a time and all of them are filled."""
    opening, found, at = openings(text), list[str | Blank](), 0
    for match in PLACEHOLDER.finditer(text):
        blank = parse(match.group(0), match.group(1))
        found += (text[at : match.start()], replace(blank, opens=True) if match.start() in opening else blank)
        at = match.end()
    return (*found, text[at:])


_MARKERS = re.compile(r"\s*(?:>\s*|(?:[-*+•]|#{1,6}|[0-9]{1,9}[.)])\s+)*")
_LABEL = re.compile(r"(\*\*|__)[^*\n]{1,80}?(?::\1|\1:)\s+")
_OPENERS = re.compile(r"[\"'“‘«(\[*_]*")


def openings(text: str) -> frozenset[int]:
    """Where in ``text`` a placeholder opens a sentence, a list item or what follows a bold label.

    Sentences are those that the differ compares, so that ``e.g.`` ends none. An opening quotation mark,
    bracket or emphasis may stand before the placeholder. The cells of a table are no sentences, nor are the
    items of a list that runs on as one sentence, with a semicolon or a comma after each but the last.
    """
    found: set[int] = set()
    start, runs_on = 0, False
    for unit in units(text):
        goes_on = unit.kind == "item" and _RUNS_ON.search(unit.text) is not None
        if "{{" in unit.text:
            found.update(start + at for at in _opens(unit.text, within=goes_on or (runs_on and unit.kind == "item")))
        if unit.kind != "blank":
            runs_on = goes_on
        start += len(unit.text)
    return frozenset(found)


_RUNS_ON = re.compile(r"[;,](?:\s+(?:and|or))?\s*$")


def _opens(sentence: str, *, within: bool) -> Iterator[int]:
    """The places in one sentence; ``within`` says that its first word stands inside a longer one."""
    markers = _MARKERS.match(sentence)
    at = markers.end() if markers else 0
    label = _LABEL.match(sentence, at)
    for first in (*(() if within else (at,)), *([label.end()] if label else [])):
        openers = _OPENERS.match(sentence, first)
        begin = openers.end() if openers else first
        if PLACEHOLDER.match(sentence, begin):
            yield begin


_ADDRESS = re.compile(r"\S*(?:@|://)|www\.")


def capital(said: str) -> str:
    """A value as it opens a sentence: ``the headteacher`` as ``The headteacher``.

    What is spelt with a capital further on (``iPads``) and an address stay as they are.
    """
    first = said[:1].upper()
    if not said[:1].islower() or len(first) != 1 or said[1:2].isupper() or _ADDRESS.match(said):
        return said
    return first + said[1:]


_MARKDOWN = re.compile(r"([\\`*_\[\]<>~|&])")
_LINE_START = re.compile(r"(?:#{1,6}|[+-]|[0-9]{1,9}[.)])(?= |$)|-[- ]*$|=+$")


@lru_cache(maxsize=1024)
def escape(value: str) -> str:
    """A value as it may stand in Markdown: its characters mean themselves, and it stays on its line."""
    flat = " ".join(value.split())
    escaped = _MARKDOWN.sub(r"\\\1", flat)
    opening = _LINE_START.match(escaped)
    if opening is None:
        return escaped
    digits = len(escaped) - len(escaped.lstrip("0123456789"))
    return f"{escaped[:digits]}\\{escaped[digits:]}"
