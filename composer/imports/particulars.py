"""What a document says about itself: its title, its version and its date."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.imports.source import Source
    from composer.policy.incoming import CutUp

_FIRST = 40
"""Blocks at either end of a document in which its version and date stand."""

_VERSION = re.compile(
    r"\bversion(?:\s+(?:no|number))?[.:\s|*_\"']*v?([0-9]{1,4}(?:\.[0-9]{1,3}){0,3})\b"
    r"|\bv\.?\s?([0-9]{1,3}(?:\.[0-9]{1,3}){0,3})\b",
    re.IGNORECASE,
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DAY = re.compile(
    r"\b(?:(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<d>[0-9]{1,2})[/.](?P<m>[0-9]{1,2})[/.](?P<y>[0-9]{4})"
    rf"|(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{'|'.join(_MONTHS)}|{'|'.join(m[:3] for m in _MONTHS)})"
    r"\.?,?\s+(?P<year>20[0-9]{2}))\b",
    re.IGNORECASE,
)
_OF_THE_TEXT = re.compile(
    r"\b(?:updated|issued|issue|adopted|approved|published|revised|reviewed|version|date|dated|lastupdated)\b"
    r"(?:[^.;\n]|(?<=[0-9])\.(?=[0-9])){0,40}\Z",
    re.IGNORECASE,
)
_BY_SOMEBODY = ("issued", "agreed", "adopted", "updated", "revised", "written", "approved", "reviewed", "published")
_TO_COME = re.compile(
    rf"\b(?:next|due|until|expires?|{''.join(f'(?<!{word} )' for word in _BY_SOMEBODY)}by)\b[^.;\n]{{0,40}}\Z",
    re.IGNORECASE,
)


def title_in(source: Source, cut: CutUp) -> str:
    """The title that the document shows, else what its file's name says."""
    words = (source.name.rpartition(".")[0] or source.name).replace("_", " ").replace("-", " ")
    return cut.title or " ".join(words.split()) or "Model policy"


def version_in(source: Source) -> str:
    """The version that the document gives itself, such as ``3.1``; empty when it gives none."""
    for text in _ends(source):
        found = _VERSION.search(text)
        if found is not None:
            return found[1] or found[2]
    return ""


def date_in(source: Source) -> date | None:
    """The date that the document gives itself; None when it gives none."""
    for text in _ends(source):
        for match in _DAY.finditer(text):
            before = text[max(0, match.start() - 60) : match.start()]
            if _OF_THE_TEXT.search(before) and not _TO_COME.search(before):
                day = _read(match)
                if day is not None:
                    return day
    return None


def _ends(source: Source) -> Iterator[str]:
    """The texts in which a document tells of itself: title, header and footer, first and last blocks."""
    yield source.title
    for each in source.left_out:
        if each.kind in ("header", "footer", "front matter"):
            yield each.said
    blocks = source.blocks
    for block in (*blocks[:_FIRST], *blocks[_FIRST:][-_FIRST:]):
        yield block.text


def _read(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        if match["y"]:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        month = next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(match["month"].lower()))
        return date(int(match["year"]), month, int(match["day"] or 1))
    except ValueError:
        return None
