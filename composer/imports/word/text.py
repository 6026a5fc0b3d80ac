"""Runs of a paragraph as the Markdown of one block: characters mean themselves, bold, italic and links are kept.

Markdown cannot say everything that runs can. Where its marks would not be read as marks (bold that ends in the
middle of a word after a bracket, say) the words stay and the style goes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from composer.imports.source import Highlight
from composer.text import strip_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BLANK = re.compile(r"[ \t\r\f\v]+")
_EDGES = re.compile(r"(\s*)(.*?)(\s*)\Z", re.DOTALL)
_SIGNS = re.compile(r"[\\`*\[\]<>~|]|&(?=#|[A-Za-z][A-Za-z0-9]*;)|\{(?=\{)|(?<=\{)\{")
_LOW_LINE = re.compile(r"_")
_LINE_START = re.compile(r"(?m)^(?:#{1,6}(?= |$)|[+-](?= |$)|[0-9]{1,9}(?=[.)](?: |$))|(?=[-:][-: ]*$)|(?==+$))")
_ADDRESS = re.compile(r"https://[^\s/]|mailto:\S", re.IGNORECASE)
_NOT_IN_ADDRESS = re.compile(r"[\s<>()\[\]{}\\|\"`^\x00-\x1f\x7f]")


_TRIES = 5


@dataclass(frozen=True, slots=True)
class Span:
    """Characters in one style; a line feed is a line break that was meant."""

    text: str
    bold: bool = False
    italic: bool = False
    colour: str = ""
    link: str = ""


_NOTHING = Span("")


def plain(spans: Iterable[Span]) -> str:
    """What the spans say."""
    return "".join(span.text for span in spans)


def has_words(spans: Iterable[Span]) -> bool:
    """Whether there is anything to see in them."""
    return any(span.text and not span.text.isspace() for span in spans)


def all_bold(spans: Iterable[Span]) -> bool:
    """Whether everything that is to be seen is bold."""
    return all(span.bold or span.text.isspace() for span in spans if span.text)


def clean(spans: Iterable[Span]) -> tuple[list[Span], int]:
    """The spans without unseen characters, with single spaces and none at the ends, and how many characters went.

    A soft hyphen is not counted among them: it says nothing but where a word may be parted.
    """
    found: list[Span] = []
    gone = 0
    end = "\n"
    for span in spans:
        shown = strip_controls(span.text)
        gone += len(span.text) - len(shown) - span.text.count("\u00ad")
        text = re.sub(r" ?\n[ \n]*", "\n", _BLANK.sub(" ", shown))
        if end in " \n":
            text = text.lstrip(" \n" if end == "\n" else " ")
        if not text:
            continue
        if text[0] == "\n" and end == " ":
            found[-1] = replace(found[-1], text=found[-1].text[:-1])
        found.append(replace(span, text=text))
        end = text[-1]
    shown_at = [at for at, span in enumerate(found) if span.text.strip()]
    found = found[shown_at[0] : shown_at[-1] + 1] if shown_at else []
    if found:
        found[0] = replace(found[0], text=found[0].text.lstrip())
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return found, max(gone, 0)


def one_line(text: str) -> str:
    """Plain text on one line, with nothing unseen in it."""
    return " ".join(strip_controls(text).split())


def without_start(spans: Sequence[Span], count: int) -> list[Span]:
    """The spans without their first characters."""
    left = count
    found: list[Span] = []
    for span in spans:
        if left < len(span.text):
            found.append(replace(span, text=span.text[left:]) if left else span)
        left = max(0, left - len(span.text))
    return found


def lines(spans: Sequence[Span]) -> list[list[Span]]:
    """The spans of each line, parted at line breaks."""
    found: list[list[Span]] = [[]]
    for span in spans:
        for at, text in enumerate(span.text.split("\n")):
            if at:
                found.append([])
            if text:
                found[-1].append(replace(span, text=text))
    return [line for line in found if has_words(line)]


def address(target: str) -> str:
    """An address as a link of ours may lead to it; empty for every other kind of address."""
    tame = _NOT_IN_ADDRESS.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), target.strip())
    return tame if _ADDRESS.match(tame) else ""


def markdown(spans: Sequence[Span]) -> tuple[str, tuple[Highlight, ...]]:
    """The Markdown of clean spans, and where in it a colour marks something."""
    styled = _stretches(_evened(spans))
    escaped = _escapes(styled)
    out: list[str] = []
    highlights: list[Highlight] = []
    length = at = start = 0
    colour = mark = ""

    def write(text: str) -> None:
        nonlocal length
        out.append(text)
        length += len(text)

    for span in [*styled, _NOTHING]:
        if span.colour != colour and colour:
            highlights.append(Highlight(start, length, colour))
        new = _mark(span)
        if new != mark:
            write(mark + new)
            mark = new
        if span.colour != colour:
            colour, start = span.colour, length
        said = "".join(f"\\{char}" if at + i in escaped else char for i, char in enumerate(span.text))
        at += len(span.text)
        write(f"[{said}]({span.link})" if span.link else said.replace("\n", "  \n"))
    return "".join(out), tuple(highlights)


def _mark(span: Span) -> str:
    return "**" * span.bold + "*" * span.italic


def _evened(spans: Sequence[Span]) -> list[Span]:
    """Spans of which a link is one, and a coloured stretch has one style."""
    merged: list[Span] = []
    for link, group in groupby(spans, key=lambda span: span.link):
        inside = list(group)
        text = plain(inside).strip("\n").replace("\n", " ")
        if not link or not text.strip() or _same_address(text, link):
            merged.extend(replace(span, link="") for span in inside)
            continue
        colours = {span.colour for span in inside}
        whole = Span(text, all_bold(inside), all(span.italic for span in inside), link=link)
        merged.append(replace(whole, colour=colours.pop() if len(colours) == 1 else ""))
    found: list[Span] = []
    for colour, group in groupby(merged, key=lambda span: span.colour):
        inside = list(group)
        if colour:
            bold, italic = all_bold(inside), all(span.italic for span in inside)
            inside = [replace(span, bold=bold, italic=italic) for span in inside]
        found.extend(inside)
    return found


def _same_address(text: str, link: str) -> bool:
    said = text.strip().lower()
    return link.lower() in {said, f"mailto:{said}"} and said.startswith("https://")


def _stretches(spans: Sequence[Span]) -> list[Span]:
    """Spans whose style can be written with marks: no space at its edges, and a mark only where it is read as one."""
    parts = list(spans)
    for _ in range(_TRIES):
        parts = _joined(_spaced(parts))
        plainer = _plainer(list(parts))
        if plainer == parts:
            return parts
        parts = plainer
    return [replace(part, bold=False, italic=False) for part in parts]


def _spaced(spans: Sequence[Span]) -> list[Span]:
    """The spans with the spaces at their edges apart, which look as what stands on both sides does."""
    parts: list[Span] = []
    for span in spans:
        before, inner, after = _EDGES.match(span.text).groups()  # type: ignore[union-attr]
        parts.extend(replace(span, text=piece) for piece in (before, inner, after) if piece)
    for at, span in enumerate(parts):
        if span.text.isspace():
            last = parts[at - 1] if at else _NOTHING
            following = next((part for part in parts[at + 1 : at + 4] if not part.text.isspace()), _NOTHING)
            parts[at] = Span(
                span.text,
                last.bold and following.bold,
                last.italic and following.italic,
                last.colour if last.colour == following.colour else "",
                last.link if span.link == last.link == following.link else "",
            )
    return parts


def _joined(parts: Sequence[Span]) -> list[Span]:
    """The spans with those in a row that look the same as one."""
    found: list[Span] = []
    for _, group in groupby(parts, key=lambda span: (span.bold, span.italic, span.colour, span.link)):
        inside = list(group)
        found.append(replace(inside[0], text=plain(inside)))
    return found


def _plainer(parts: list[Span]) -> list[Span]:
    """The spans without the bold and the italic type that Markdown would not read as such."""
    start = 0
    for bold, group in groupby(list(parts), key=lambda span: span.bold):
        stop = start + len(list(group))
        inside = parts[start:stop]
        if bold:
            keep = _reads(parts, start, stop)
            slanted = keep and all(span.italic for span in inside)
            parts[start:stop] = [replace(span, bold=keep, italic=slanted) for span in inside]
        start = stop
    start = 0
    for italic, group in groupby(list(parts), key=lambda span: span.italic and not span.bold):
        stop = start + len(list(group))
        touches = (start and parts[start - 1].bold) or (stop < len(parts) and parts[stop].bold)
        if italic and (touches or not _reads(parts, start, stop)):
            parts[start:stop] = [replace(span, italic=False) for span in parts[start:stop]]
        start = stop
    return parts


def _reads(parts: Sequence[Span], start: int, stop: int) -> bool:
    """Whether marks around these parts are read as marks: CommonMark 0.31, 6.2, left- and right-flanking."""
    before = parts[start - 1].text[-1] if start else " "
    after = parts[stop].text[0] if stop < len(parts) else " "
    if stop < len(parts) and parts[stop].link:
        after = "["
    if start and parts[start - 1].link:
        before = ")"
    first = "[" if parts[start].link else parts[start].text[0]
    last = ")" if parts[stop - 1].link else parts[stop - 1].text[-1]
    return (not _is_sign(first) or _is_open(before)) and (not _is_sign(last) or _is_open(after))


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_open(char: str) -> bool:
    return char.isspace() or _is_sign(char)


def _escapes(parts: Sequence[Span]) -> set[int]:
    """The places in the spans' characters that need a backslash to mean themselves."""
    text = plain(parts)
    found = {match.start() for match in _SIGNS.finditer(text)}
    found |= {match.end() for match in _LINE_START.finditer(text) if text[match.start() : match.end()].isdigit()}
    found |= {match.start() for match in _LINE_START.finditer(text) if not text[match.start() : match.end()].isdigit()}
    at = 0
    for part, following in zip(parts, [*parts[1:], _NOTHING], strict=False):
        if following.link and part.text.endswith("!"):
            found.add(at + len(part.text) - 1)
        for match in _LOW_LINE.finditer(part.text):
            around = part.text[match.start() - 1 : match.start()] + part.text[match.end() : match.end() + 1]
            if len(around) != len("ab") or not around.isalnum():
                found.add(at + match.start())
        at += len(part.text)
    return found
