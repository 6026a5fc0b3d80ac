"""The way out: lines for people through the one door, and JSON for programs."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from composer.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_UNSEEN = re.compile(r"[^\n -~]")


def out(text: str = "") -> None:
    """Say something on standard output, with nothing in it that a terminal would act on."""
    click.echo(visible(text))


def note(text: str) -> None:
    """Say on standard error what a person should know beside the output; one line."""
    click.echo(f"policy-composer: {' '.join(visible(text).split())}", err=True)


def raw(made: str | bytes) -> None:
    """Write a finished export to standard output: text in UTF-8 whatever the terminal's encoding, bytes as they are."""
    if sys.stdout is None:
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(made if isinstance(made, bytes) else made.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def as_json(data: object) -> str:
    """JSON that keeps its letters readable and writes what a terminal would act on as escapes."""
    import json

    said = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    return _UNSEEN.sub(_escaped, said) + "\n"


def json_out(data: object) -> None:
    """Write data as JSON to standard output."""
    raw(as_json(data))


def columns(rows: Sequence[Sequence[str]], *, gap: str = "  ") -> Iterable[str]:
    """Rows as lines with their columns below each other; the last column is not padded."""
    shown = [[visible(cell, keep_newlines=False) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*shown, strict=True)]
    for row in shown:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield gap.join(padded).rstrip()


def indented(text: str, by: str = "    ") -> str:
    """A text set in from the margin; empty lines stay empty."""
    return "\n".join(f"{by}{line}" if line else "" for line in text.rstrip("\n").split("\n"))


def count(number: int, noun: str) -> str:
    """``1 clause``, ``2 clauses``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _escaped(match: re.Match[str]) -> str:
    sign = match.group(0)
    if sign.isprintable() and visible(sign) == sign:
        return sign
    code = ord(sign)
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
