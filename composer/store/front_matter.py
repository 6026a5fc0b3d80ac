"""TOML front matter: the lines between two ``+++`` lines at the top of a Markdown file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.policy.problems import Problem
from composer.store.fields import Source, Table, parse, refuse_hostile

if TYPE_CHECKING:
    from pathlib import Path

FENCE = "+++"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A Markdown file cut in two."""

    table: Table
    """The front matter, to be read key by key."""
    body: str
    """What follows, without blank lines around it and with one newline at its end; may be empty."""
    body_line: int
    """The line of the file on which ``body`` starts."""


def split(text: str, path: Path) -> FrontMatter:
    """Cut a text with LF line ends at its ``+++`` lines.

    Raises:
        Problem: There is no front matter, it does not end, it is not TOML, or the file holds a hostile character.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise Problem("this file has no front matter", f"start it with a line {FENCE}", path=path, line=1)
    close = next((at for at in range(1, len(lines)) if lines[at].rstrip() == FENCE), None)
    if close is None:
        raise Problem("the front matter does not end", f"close it with a line {FENCE}", path=path, line=len(lines))
    head = Source(path, "\n".join(lines[1:close]) + "\n", first_line=2)
    rest = lines[close + 1 :]
    first = next((at for at, line in enumerate(rest) if line.strip()), len(rest))
    body_line = close + 2 + first
    body = "\n".join(rest[first:]).rstrip()
    refuse_hostile(Source(path, body, body_line), "the text")
    return FrontMatter(Table(head, parse(head)), f"{body}\n" if body else "", body_line)
