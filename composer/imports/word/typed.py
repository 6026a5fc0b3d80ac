"""Numbers and bullets that somebody typed before a paragraph of a Word document, often with a tab after them.

The rules are those for Markdown; a tab after it makes more of it a number, since no sentence goes on with a tab.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from composer.imports.typed_numbers import split_number

_BEFORE_TAB = re.compile(
    r"\(?([0-9]{1,2}(?:\.[0-9]{1,3}){0,5}(?![0-9])"
    r"|(?:[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})(?=[.)]))[.)]?[ \u00a0]*\t\s*(?=\S)"
)
_LETTER = re.compile(r"([a-z]|[ivx]{2,5})\.[ \u00a0]+(?![a-z]\.)(?=\S)")
_BULLET = re.compile(r"(?:[•●○◦▪■□‣⁃·∙➢\uf0b7\uf0a7\uf0d8\uf0fc]\s*|[-–*]\t\s*|[-–][ \u00a0]+|o\t\s*)(?=\S)")


@dataclass(frozen=True, slots=True)
class Typed:
    """A number or a bullet at the start of a paragraph."""

    length: int
    """How many characters it takes, with the space after it."""
    number: str = ""
    """Empty for a bullet."""

    @property
    def parts(self) -> int:
        """Of how many numbers it is made: two for ``4.2``; none for ``Appendix B``."""
        return 0 if " " in self.number else self.number.count(".") + 1


def typed_number(text: str, *, heading: bool) -> Typed | None:
    """The number that was typed before this text, if any.

    Args:
        text: A paragraph as it reads, its tabs still in it.
        heading: Whether it is a heading, where more is taken for a number, since it is no sentence.
    """
    if found := _BEFORE_TAB.match(text) or _LETTER.match(text):
        return Typed(found.end(), found[1])
    if text.startswith(("**", "__")):
        return None
    number, rest = split_number(text, heading=heading)
    return Typed(len(text) - len(rest), number) if number and rest else None


def typed_bullet(text: str) -> Typed | None:
    """The bullet that was typed before this text, if any."""
    found = _BULLET.match(text)
    return Typed(found.end()) if found else None


def way_of_counting(number: str, before: str) -> str:
    """How a number of one part counts, so that lists are told apart.

    Args:
        number: Such as ``3``, ``b`` or ``iv``.
        before: The number before it in a list that is open; empty where there is none.
    """
    if number.isdigit():
        return "digits"
    case = "small" if number.islower() else "capital"
    follows = len(number) == 1 and len(before) == 1 and ord(number) == ord(before) + 1
    roman = set(number.lower()) <= set("ivxl") and not follows and (len(number) > 1 or number.lower() in "ivx")
    return f"{case} {'Roman' if roman else 'letters'}"
