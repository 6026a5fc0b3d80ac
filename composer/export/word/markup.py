"""WordprocessingML as text: its namespaces, and words of others made fit to stand in it.

The format is ISO/IEC 29500-1 (the same as ECMA-376), part 17 in its transitional form. Word is strict about the order
of the children of a properties element, so every function of this package that writes one writes it in that order.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Literal

from composer.export import prose

if TYPE_CHECKING:
    from composer.export.page import Mark

Marks = frozenset[Literal["ins", "del"]]
"""What a comparison says of a place: nothing, new, gone, or what was new and is gone again."""

NO_MARKS: Marks = frozenset()

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)

NO_DAY = date(1980, 1, 1)
"""The day of a page that has none; the first that a zip archive can name."""

TEXT_WIDTH = 9184
"""The width between the margins, in twentieths of a point, as all lengths of the format."""

STEP = 567
"""How far a list stands in, for each list that it stands in: one centimetre."""


def marks(*found: Mark) -> Marks:
    """The marks of a place from those of all that it stands in."""
    return frozenset(mark for mark in found if mark != "same")


@lru_cache(maxsize=4096)
def safe(text: str) -> str:
    """Text as it may stand in XML, in an element and in an attribute: no controls, nothing unseen."""
    return escape(prose.printed(text), quote=True)


def one_line(text: str, most: int = 255) -> str:
    """A name for a place that has one line and, as the properties of a file do, a greatest length."""
    return " ".join(prose.printed(text).split())[:most]
