"""The three kinds of blank in clause text: values, facts and cross references.

``{{dsl}}`` is filled from the school's values, ``{{fact:kcsie-edition}}`` from the dated facts and
``{{ref:register-of-accounts}}`` with the number the clause has in this policy. Filling is one pass:
what a value says is never read again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from composer.text import PLACEHOLDER

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
    return PLACEHOLDER.sub(lambda match: answer(parse(match.group(0), match.group(1))), text)


_MARKDOWN = re.compile(r"([\\`*_\[\]<>~|&])")
_LINE_START = re.compile(r"(?:#{1,6}|[+-]|[0-9]{1,9}[.)])(?= |$)|-[- ]*$|=+$")


def escape(value: str) -> str:
    """A value as it may stand in Markdown: its characters mean themselves, and it stays on its line."""
    flat = " ".join(value.split())
    escaped = _MARKDOWN.sub(r"\\\1", flat)
    opening = _LINE_START.match(escaped)
    if opening is None:
        return escaped
    digits = len(escaped) - len(escaped.lstrip("0123456789"))
    return f"{escaped[:digits]}\\{escaped[digits:]}"
