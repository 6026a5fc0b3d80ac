"""Words as the runs of a Word paragraph, with their style, their links and their marks, and the paragraph itself."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from composer.export.word.markup import NO_MARKS, STEP, marks, safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.export.page import Words
    from composer.export.word.ink import Ink
    from composer.export.word.markup import Marks

_LINES = re.compile(r"(\n)")
MOST_INDENT = 12
"""How many steps a paragraph may stand in, so that what is nested deeper still has a line to stand on."""


def runs(words: Iterable[Words], ink: Ink, around: Marks = NO_MARKS) -> str:
    """The runs of one paragraph.

    Args:
        words: What it says.
        ink: What the file is written with.
        around: The marks of what the paragraph stands in, which are marks of every word of it.
    """
    parts = []
    for link, linked in groupby((each for each in words if each.text), key=lambda each: each.link):
        inner = []
        for found, group in groupby(linked, key=lambda each: marks(*around, each.mark)):
            inner.append(ink.around("".join(_run(each, ink, found) for each in group), found))
        parts.append(ink.link(link, "".join(inner)) if link else "".join(inner))
    return "".join(parts)


def plain_run(text: str, ink: Ink, found: Marks = NO_MARKS) -> str:
    """Text that has the style of its paragraph."""
    return ink.around(f"<w:r>{text_of(text, gone=ink.tracked and 'del' in found)}</w:r>", found)


def text_of(text: str, *, gone: bool = False) -> str:
    """The inside of a run: its text and line breaks."""
    name = "delText" if gone else "t"
    return "".join(
        "<w:br/>" if piece == "\n" else f'<w:{name} xml:space="preserve">{piece}</w:{name}>'
        for piece in _LINES.split(safe(text))
        if piece
    )


def _run(words: Words, ink: Ink, found: Marks) -> str:
    style = _style(words, ink, found)
    inside = text_of(words.text, gone=ink.tracked and "del" in found)
    return f"<w:r>{f'<w:rPr>{style}</w:rPr>' if style else ''}{inside}</w:r>"


def _style(words: Words, ink: Ink, found: Marks) -> str:
    linked = bool(words.link) and ink.leads(words.link)
    shown = NO_MARKS if ink.tracked else found
    return "".join(
        [
            '<w:rStyle w:val="Hyperlink"/>' if linked else '<w:rStyle w:val="InlineCode"/>' if words.code else "",
            '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>' if linked and words.code else "",
            "<w:b/><w:bCs/>" if words.bold else "",
            "<w:i/><w:iCs/>" if words.italic else "",
            "<w:strike/>" if "del" in shown else "",
            '<w:u w:val="single"/>' if "ins" in shown else "",
        ]
    )


def paragraph(
    inside: str,
    style: str,
    ink: Ink,
    found: Marks = NO_MARKS,
    *,
    keep_next: bool = False,
    numbering: tuple[int, int] | None = None,
    before: int | None = None,
    after: int | None = None,
    indent: str = "",
) -> str:
    """One paragraph.

    Args:
        inside: Its runs.
        style: The id of its style.
        ink: What the file is written with.
        found: The marks of the paragraph itself, that is of its end.
        keep_next: Whether it stays on the page of what follows.
        numbering: The list it belongs to and its level there, from 0; list 0 takes the style's numbering away.
        before: The space before it, where it is not the style's.
        after: The space after it, likewise.
        indent: The attributes of its indent, where it is not the style's.
    """
    ends = ink.signs(found)
    properties = [
        f'<w:pStyle w:val="{style}"/>' if style else "",
        "<w:keepNext/>" if keep_next else "",
        f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>' if numbering else "",
        _space(before, after),
        f"<w:ind {indent}/>" if indent else "",
        f"<w:rPr>{ends}</w:rPr>" if ends else "",
    ]
    said = "".join(properties)
    return f"<w:p>{f'<w:pPr>{said}</w:pPr>' if said else ''}{inside}</w:p>"


def _space(before: int | None, after: int | None) -> str:
    said = f' w:before="{before}"' if before is not None else ""
    said += f' w:after="{after}"' if after is not None else ""
    return f"<w:spacing{said}/>" if said else ""


def left(steps: int) -> str:
    """The indent of a paragraph that stands in by that many steps."""
    return f'w:left="{STEP * min(steps, MOST_INDENT)}"'
