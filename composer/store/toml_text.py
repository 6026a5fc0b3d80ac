"""Values as TOML text. Everything our files hold is written by these few functions.

Text of several lines is written between triple quotes, so that prose stays prose in the file and in git.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_LINE = 100
"""An array that would be longer than this has one item a line."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ENDING = re.compile(r'"{3,}|"+\Z')
"""Quotation marks that would end a text between triple quotes: three or more, and those at its end."""
_SHORT = {"\b": "\\b", "\f": "\\f", "\r": "\\r"}


def literal(value: object) -> str:
    """A value as TOML.

    Raises:
        TypeError: TOML, or this program, has no such value.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return prose(value) if "\n" in value else quoted(value)
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return array([literal(item) for item in value])
        case _:
            raise TypeError(type(value).__name__)


def quoted(text: str) -> str:
    """Text on one line between double quotes."""
    escaped = _controls(text.replace("\\", "\\\\").replace('"', '\\"'))
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"'


def prose(text: str) -> str:
    """Text of several lines between triple quotes; read back it is exactly ``text``."""
    escaped = _ENDING.sub(lambda match: '\\"' * len(match[0]), _controls(text.replace("\\", "\\\\")))
    return '"""\n' + escaped + '"""'


def array(items: Sequence[str]) -> str:
    """An array of values already written; one line, or one item a line when that gets long."""
    flat = "[" + ", ".join(items) + "]"
    if len(flat) <= LONGEST_LINE and "\n" not in flat:
        return flat
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def key(name: str) -> str:
    """A key, quoted where TOML wants it."""
    return name if _BARE_KEY.fullmatch(name) else quoted(name)


def header(path: Sequence[str]) -> str:
    """The line that opens a table."""
    return "[" + ".".join(key(part) for part in path) + "]\n"


def _controls(text: str) -> str:
    return _ESCAPED.sub(lambda match: _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}", text)
