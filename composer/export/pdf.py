"""The PDF face of a page, set by Typst as PDF/UA-1: tagged, with bookmarks, in the fonts that Typst brings along.

The page goes to a fixed template as data, so that no text becomes code of the layout. Typst refuses a PDF/UA file
with a character that none of its fonts has; such a character is shown by its name instead.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from composer.export.pdf_data import data
from composer.export.prose import printed
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from composer.export.page import Page

_IN_EVERY_FONT = r"\x00-\u02ff\u2010-\u2027\u2030-\u203a\u20ac"
_RARE = re.compile(rf"[^{_IN_EVERY_FONT}]")
_JOINING = "\u200d"
_REFUSED = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}|\\(.)")
_PROBE = b"""\
#set document(title: "-")
#set text(font: "Libertinus Serif")
#for each in json(bytes(sys.inputs.page)) { par(each) }
"""


def page_pdf(page: Page) -> bytes:
    """The page as a PDF/UA-1 file; the same page gives the same bytes on every machine.

    Raises:
        Problem: When the typst package is not installed, or cannot set the page.
    """
    named = by_name(page)
    return _set(_template(), data(page, lambda text: _said(text, named)))


def by_name(page: Page) -> dict[str, str]:
    """The characters of a page that the fonts of the PDF do not have, each with the name that is shown instead.

    Empty for nearly every page: the fonts have Latin, Greek, Cyrillic, Hebrew, Arabic and most signs, but neither
    emoji nor Chinese. A caller should tell the person what is among them.

    Raises:
        Problem: When the typst package is not installed.
    """
    rare: set[str] = set()

    def look_at(text: str) -> str:
        rare.update(_clusters(printed(text)))
        return text

    data(page, look_at)
    if not rare:
        return {}
    _typst()
    refused = _refused(tuple(sorted(rare)))
    return {cluster: _name(cluster) for cluster in sorted(rare) if any(each in cluster for each in refused)}


@lru_cache(maxsize=1)
def _template() -> bytes:
    return files("composer.export").joinpath("pdf.typ").read_bytes()


def _set(template: bytes, page: object) -> bytes:
    """A page as the template lays it out.

    No font, no package and no file of this machine is read, and no time is written.
    """
    typst = _typst()
    try:
        made = typst.compile(
            template,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"page": json.dumps(page, ensure_ascii=False)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise Problem(f"this cannot be set as PDF: {error.message}", "export it as html or docx") from error
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError as error:
        raise Problem("PDF files need the package typst", "pip install 'policy-composer[pdf]'") from error
    return typst


@lru_cache(maxsize=8)
def _refused(clusters: tuple[str, ...]) -> frozenset[str]:
    """Which of these no font has, as Typst says when it is asked to set each by itself."""
    try:
        _set(_PROBE, clusters)
    except Problem as problem:
        error = problem.__cause__
        if error is None or isinstance(error, ImportError):
            raise
        told = frozenset(_unescaped(each) for each in _REFUSED.findall(getattr(error, "diagnostic", "")))
        return told or frozenset(clusters)
    return frozenset()


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


def _clusters(text: str) -> Iterator[str]:
    """The characters that a font may not have, each with what is written above, below or into it."""
    at = 0
    while found := _RARE.search(text, at):
        start, at = found.span()
        while start > 0 and _joins(text[start]):
            start -= 1
        while at < len(text) and _joins(text[at]):
            at += 1
        yield text[start:at]


def _joins(char: str) -> bool:
    return char == _JOINING or unicodedata.category(char)[0] == "M"


def _said(text: str, named: Mapping[str, str]) -> str:
    """Text as it is set: nothing unseen, and what no font has by its name."""
    said = printed(text)
    for cluster in sorted(named, key=len, reverse=True):
        said = said.replace(cluster, named[cluster])
    return said


def _name(cluster: str) -> str:
    return "".join(char if char < "\u0300" else _named(char) for char in cluster)


def _named(char: str) -> str:
    if char == _JOINING or unicodedata.name(char, "").startswith("VARIATION SELECTOR"):
        return ""
    name = unicodedata.name(char, "").lower()
    return f"⟨{name}⟩" if name and not name.startswith("cjk ") else f"⟨U+{ord(char):04X}⟩"
