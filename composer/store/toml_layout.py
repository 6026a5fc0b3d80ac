"""Where things stand in a TOML file: its tables as pieces of text, and the line of every key.

``tomllib`` gives the data and forgets the places. What is here is for text that ``tomllib`` has accepted,
so that it may look only for where strings, brackets and comments begin and end.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|\#[^\n]*+"
    r"|[\[\]{}\n]",
    re.DOTALL,
)
_BARE_HEADER = re.compile(r"\[ *([A-Za-z0-9_-]+(?: *\. *[A-Za-z0-9_-]+)*) *\]")


DEEPEST = 12
"""Tables inside tables; no file of ours has half as many."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of TOML that says something (a long value is one line): a header or a key with its value."""

    start: int
    end: int
    """Where the next line begins."""
    header: bool


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a file. All chunks of a file joined are the file.

    A table's chunk is its header and keys, the comments directly above the header and directly below the
    last key. Comments that stand by themselves, with a blank line before and after, are a chunk without a
    path: they belong to nobody, and stay when a table goes.
    """

    path: tuple[str, ...] | None
    """The table; ``()`` for what stands before the first header; None for comments by themselves."""
    body: str
    gap: str
    """The blank lines after it."""


def statements(text: str) -> Iterator[Statement]:
    """The statements of a TOML text in order."""
    start, depth, said = 0, 0, False
    for match in _TOKEN.finditer(text):
        sign = match[0]
        if sign == "\n":
            if depth == 0:
                if said or text[start : match.start()].strip():
                    yield _statement(text, start, match.end())
                start, said = match.end(), False
        elif sign[0] == "#":
            said = said or bool(text[start : match.start()].strip())
            if not said:
                start = match.end()
        else:
            said = True
            depth += (sign in {"[", "{"}) - (sign in {"]", "}"})
    if text[start:].strip():
        yield _statement(text, start, len(text))


def deep_key(text: str) -> int | None:
    """The first line with more than ``DEEPEST`` dots in its keys, of any text.

    To be asked before ``tomllib`` is: it takes minutes over a key of 60,000 dots.
    """
    if not any(line.count(".") > DEEPEST for line in text.split("\n")):
        # Nearly every text; taking strings and comments out costs more than all the rest of a small file.
        return None
    bare = _TOKEN.sub(lambda match: "\n" * match[0].count("\n"), text)
    dots = (at for at, line in enumerate(bare.split("\n"), 1) if line.count(".") > DEEPEST)
    return next(dots, None)


def _statement(text: str, start: int, end: int) -> Statement:
    return Statement(start, end, text[start:end].lstrip(" \t").startswith("["))


def header_path(line: str) -> tuple[str, ...]:
    """The table that a header line opens; of ``[[history]]`` too."""
    bare = _BARE_HEADER.match(line.strip())
    if bare is not None:
        return tuple(part.strip() for part in bare[1].split("."))
    return _only_path(tomllib.loads(line))


def key_path(line: str) -> tuple[str, ...]:
    """The key that a ``key = value`` statement sets, inside its table."""
    name = line.partition("=")[0].strip()
    if name[:1] in {'"', "'"} or "." in name:
        return _only_path(tomllib.loads(line))
    return (name,)


def _only_path(data: object) -> tuple[str, ...]:
    path: list[str] = []
    while isinstance(data, dict) and len(data) == 1:
        path.extend(data)
        data = next(iter(data.values()))
        if isinstance(data, list) and data == [{}]:
            break
    return tuple(path)


def line_numbers(text: str) -> dict[tuple[str, ...], int]:
    """The line of every table and key by its path, counted from 1; ``[[history]]`` is ``("history", "0")`` and on.

    Nothing for a text whose keys are too deep.
    """
    lines: dict[tuple[str, ...], int] = {}
    if deep_key(text) is not None:
        return lines
    seen: dict[tuple[str, ...], int] = {}
    line, counted = 1, 0
    table: tuple[str, ...] = ()
    for statement in statements(text):
        line += text.count("\n", counted, statement.start)
        counted = statement.start
        said = text[statement.start : statement.end]
        if statement.header:
            table = header_path(said)
            for depth in range(1, len(table) + 1):
                lines.setdefault(table[:depth], line)
            if said.lstrip().startswith("[["):
                seen[table] = seen.get(table, -1) + 1
                table = (*table, str(seen[table]))
                lines[table] = line
        else:
            path = (*table, *key_path(said))
            for depth in range(len(table) + 1, len(path) + 1):
                lines.setdefault(path[:depth], line)
    return lines


def chunks(text: str) -> list[Chunk]:
    """The text cut into its tables and the comments between them."""
    tables = _tables(text)
    found: list[Chunk] = []
    lead = ""
    for index, (path, begin, end) in enumerate(tables):
        following = tables[index + 1][1] if index + 1 < len(tables) else len(text)
        below, alone, above = _shared_out(text[end:following], last=index + 1 == len(tables))
        found.append(_chunk(path, lead + text[begin:end] + below))
        found += [_chunk(None, piece) for piece in alone]
        lead = above
    return found


def _tables(text: str) -> list[tuple[tuple[str, ...], int, int]]:
    """Every table with where its header starts and its last statement ends."""
    tables: list[tuple[tuple[str, ...], int, int]] = [((), 0, 0)]
    for statement in statements(text):
        if statement.header:
            path = header_path(text[statement.start : statement.end])
            tables.append((path, statement.start, statement.end))
        else:
            path, begin, _ = tables[-1]
            tables[-1] = (path, begin, statement.end)
    return tables


def _shared_out(between: str, *, last: bool) -> tuple[str, list[str], str]:
    """Comments and blank lines between two tables: the first one's, nobody's, the second one's."""
    pieces: list[str] = []
    blank = False
    for line in _lines(between):
        if pieces and (blank <= (not line.strip())):
            pieces[-1] += line
        else:
            pieces.append(line)
        blank = not line.strip()
    above = pieces.pop() if pieces and not blank and not last else ""
    below = pieces.pop(0) if pieces else ""
    return below, pieces, above


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _chunk(path: tuple[str, ...] | None, text: str) -> Chunk:
    size = len(text)
    while size and not text[text.rfind("\n", 0, size - 1) + 1 : size].strip():
        size = text.rfind("\n", 0, size - 1) + 1
    return Chunk(path, text[:size], text[size:])
