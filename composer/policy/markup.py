"""Markdown read over: what is code or a web address says nothing, and what stands in quotation marks others said."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from composer.policy.patterns import later
from composer.text import units

if TYPE_CHECKING:
    from collections.abc import Iterator

HIDDEN = "\ue000"
"""What stands for a character that does not count: no letter, no space and no sign that anybody types."""

_HIDES = later(
    r"(?P<code>`{1,3})(?!`)[^`]{1,500}(?P=code)"
    r"|<(?:https?://|mailto:)[^<>\s]*>|<[^<>\s@]{1,64}@[^<>\s@]{1,128}>"
    r"|(?:https?://|www\.)[^\s<>()\[\]\"“”|]*"
    r"|(?<=\]\()[^()\s\[\]]+(?=[)\s])"
    r"|\\[!-/:-@\[-^`{-~]"
)
_SIGNS = ("`", "<", "://", "www.", "](", "\\")
_QUOTED = later(r"“[^“”]*”|‘[^‘’\n]*’(?!\w)|\"[^\"\n]*(?:\n[^\"\n]+)*\"")


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The text with code, web addresses and escaped signs hidden, each character where it was; remembered."""
    if "```" in text or "~~~" in text:
        text = "".join(_hidden(unit.text) if unit.kind == "code" else unit.text for unit in units(text))
    if not any(sign in text for sign in _SIGNS):
        return text
    return _HIDES.sub(lambda match: _hidden(match[0]), text)


def _hidden(said: str) -> str:
    return "\n".join(HIDDEN * len(line) for line in said.split("\n"))


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where each stretch in quotation marks starts and ends, the marks included."""
    return (match.span() for match in _QUOTED.finditer(text))
