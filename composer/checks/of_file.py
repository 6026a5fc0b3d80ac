"""A plain Markdown policy as checks see it: one passage for the text under each heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.checks.subject import Passage, Setting, Subject
from composer.policy.patterns import later
from composer.text import units

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = later(r"[^\S\n]*(#{1,6})[^\S\n]+(.*?)[^\S\n]*#*[^\S\n]*\Z")
_UNDERLINED = later(r"(?m)^(?P<title>[^\n#>\-*+|`~ ][^\n]*)\n(?P<line>=+|-{2,})[^\S\n]*$")


_FRONT = later(r"\A---[^\S\n]*\n(?:[A-Za-z][\w-]*:[^\n]*\n)(?:[^\n]*\n){0,60}?---[^\S\n]*\n")
"""What a website's generator keeps about a page above its text; nobody reads it as policy."""


def subject_of_file(text: str, setting: Setting) -> Subject:
    """The subject of a file's text, which has LF line ends."""
    return Subject(setting, tuple(_passages(text)), None, text)


def _passages(text: str) -> Iterator[Passage]:
    """Title and text in turn; joined by their offsets they are the whole file."""
    front = _FRONT.match(text)
    start, heading, level = front.end() if front is not None else 0, "", 0
    for at, stop, title, depth in _headings(text, start):
        yield from _body(text, start, at, heading, level)
        yield Passage(
            "title",
            "",
            title,
            heading_name(title),
            title,
            "",
            text.index(title, at),
            text.count("\n", 0, at) + 1,
            depth,
        )
        start, heading, level = stop, title, depth
    yield from _body(text, start, len(text), heading, level)


def _body(text: str, start: int, stop: int, heading: str, level: int) -> Iterator[Passage]:
    said = text[start:stop]
    if said.strip():
        line = text.count("\n", 0, start) + 1
        yield Passage("file", "", said, heading_name(heading), heading, "", start, line, level)


def heading_name(title: str) -> str:
    """How the place under a heading is told."""
    return f"“{title}”" if title else "the start of the file"


def _headings(text: str, first: int) -> Iterator[tuple[int, int, str, int]]:
    """Start and end of each heading's line, its words and its level; what stands in code is none."""
    found, at = [], first
    underlined = {match.start(): match for match in _UNDERLINED.finditer(text, first)}
    for unit in units(text[first:]):
        match = _HEADING.match(unit.text.strip("\n")) if unit.kind == "heading" else None
        if match is not None and match[2]:
            found.append((at, at + len(unit.text), match[2], len(match[1])))
        elif unit.kind not in {"code", "row"}:
            for place, under in underlined.items():
                if at <= place < at + len(unit.text):
                    found.append((place, under.end(), under["title"].strip(), 1 if under["line"][0] == "=" else 2))
        at += len(unit.text)
    yield from sorted(found)
