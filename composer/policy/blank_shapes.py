"""The shapes that an unfilled blank has on the page, found without knowing any word of it.

Every pattern is linear: what repeats cannot begin where it could also go on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.policy.markup import plain, quotations
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Shape:
    """Something on the page that looks like a blank."""

    kind: str
    """``bracket``, ``box``, ``line`` (to write on), ``mark`` (a highlighted stretch) or ``blank``."""
    start: int
    stop: int
    inside: str = ""
    """What stands between the brackets."""


_BRACKET = later(r"(?<!\[)\[{1,2}([^\[\]\n]*(?:\n[^\S\n]*[^\[\]\s][^\[\]\n]*)?)\]{1,2}")
_ANGLE = later(r"<{1,3}([A-Za-z][^<>\n]{0,79})>{1,3}")
_TAG = later(
    r"(?:a|abbr|article|aside|b|big|blockquote|body|br|caption|center|cite|code|col|colgroup|dd|del|details|div|dl|dt|em"
    r"|figcaption|figure|font|footer|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta"
    r"|nav|o|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead"
    r"|time|title|tr|tt|u|ul|video|wbr)\b"
)
_NOTHING_ELSE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("«", later(r"«\w[\w.-]*»")),  # a field of a mail merge
    ("{", later(r"(?<!\{)\{[A-Za-z][^{}\n]{0,79}\}(?!\})")),
    ("%", later(r"%[A-Z][A-Z_]{2,40}%")),
    ("@@", later(r"@@\w{2,40}@@")),
    ("##", later(r"##[A-Za-z]\w{1,40}##")),
    ("20x", later(r"\b20[xX]{2}\b")),
    ("20X", later(r"\b20[xX]{2}\b")),
    ("£", later(r"£\s?(?:[xX]{1,6}|\?{1,4}|_{2,})(?![\w'’-])")),
    ("?", later(r"(?<=[\s:(|])\?{2,}(?=[\s.,;)|]|\Z)|\(\?{1,3}\)")),
    ("< ", later(r"(?<!<)< [A-Za-z][A-Za-z' /-]{0,40} >(?!>)")),
    *(
        (sign, later(rf"(?<=\s){dots}(?= (?:(?:working|school|calendar) )?(?:hours|days|weeks|months|years)\b)"))
        for sign, dots in (("…", "…{1,3}"), ("...", r"\.{3,5}"))
    ),
    ("0000", later(r"\b0{4,5} ?0{3} ?0{3}\b")),
    (
        "X ",
        later(
            r"(?<![Oo]n )(?<!use )(?<!using )\bX"
            r"(?= (?:(?:working|school|calendar) )?(?:minutes|hours|days|weeks|months|terms|years)\b)"
        ),
    ),
)
"""A sign that has to be there at all, and the shape."""
_MIDDLE_OF_DATE = later(r"[/.-](?:[mM]{1,3}|[xX]{2}|00|_{2,})[/.-]")
"""A part of every such date that is found quickly."""
_DATE = later(
    r"(?<![\w/])(?:[dD]{1,2}|[xX]{2}|00|_{2,})[/.-](?:[mM]{1,3}|[xX]{2}|00|_{2,})[/.-]"
    r"(?:[yY]{2,4}|20[xX_]{2}|[xX]{2,4}|0{2,4}|_{2,}|20[0-9]{2})(?![\w/])"
)
_HOW_TO_WRITE = later(r"\b(?:format|form|write|writes|written|type|style)\b[^.\n]{0,40}\Z", re.IGNORECASE)
_XS = later(r"(?<![\w.@/£-])(?:X{2,}|x{2,})(?![\w/-])")
_ROMAN = later(
    r"\b(?:parts?|articles?|chapters?|schedules?|titles?|volumes?|books?|and|to|bowl|world war|louis)\s\Z",
    re.IGNORECASE,
)
_LINE = later(r"(?:\\?_){3,}|…{2,}|\.{5,}|(?:\. ){5,}")
_BOLD = later(r"(?<![\w_])(_{3,})(?=[^\s_])[^_\n]{1,200}(?<=\S)\1(?![\w_])")
_PAGE_NUMBER = later(r"[^\S\n]*[0-9]{1,3}[^\S\n]*(?:\n|\Z)")
_MARKED = later(r"==(?=[^\s=])[^=\n]{1,300}(?<=\S)==(?!=)|<mark(?: [^<>]{0,80})?>[^<>]{0,300}</mark>")
_DEFINED = later(r"(?m)^ {0,3}\[([^\[\]^\n][^\[\]\n]*)\]:[^\S\n]*\S")
_OPENS_LINE = later(r"[\s>]*(?:(?:[-+*•]|[0-9]{1,9}[.)])[^\S\n]+)?\Z")
_ASKS = later(
    r"(?::|\b(?:is|are|by|to|of|at|on|the|for|from|with|an?|contact|contacts|called|named|and))[\s*_]*\Z", re.IGNORECASE
)
_UNIT = later(r" (?:(?:working|school|calendar) )?(?:minutes|hours|days|weeks|months|terms|years)\b")
_TICKS = frozenset(("", "x", "X", "✓", "✔", "☐", "☑"))
_LONGEST = 160


def defined(text: str) -> frozenset[str]:
    """The labels for which the text says where their links lead."""
    if "]:" not in text:
        return frozenset()
    return frozenset(label(match[1]) for match in _DEFINED.finditer(text))


def label(said: str) -> str:
    """A link's label as it is compared."""
    return " ".join(said.casefold().split())


def shapes(text: str) -> Iterator[Shape]:
    """Everything in a text that looks like a blank; what is code, a link to a page or a quotation's bracket does not.

    A bracket may still be the label of a link that is defined elsewhere, and a line to write on part of a form.
    """
    said = plain(text)
    quoted = tuple(quotations(said)) if "[" in said or "xxx" in said else ()
    for match in _DATE.finditer(said) if _MIDDLE_OF_DATE.search(said) else ():
        if not _HOW_TO_WRITE.search(said[max(0, match.start() - 60) : match.start()]):
            yield Shape("blank", *match.span())
    for match in _XS.finditer(said) if "XX" in said or "xx" in said else ():
        if not _no_xs(said, match, quoted):
            yield Shape("blank", *match.span())
    for sign, pattern in _NOTHING_ELSE:
        for match in pattern.finditer(said) if sign in said else ():
            yield Shape("blank", *match.span())
    for match in _MARKED.finditer(said) if "==" in said or "<mark" in said else ():
        yield Shape("mark", *match.span())
    yield from _angles(said)
    yield from _lines(said)
    yield from _brackets(said, quoted)


def _no_xs(said: str, match: re.Match[str], quoted: tuple[tuple[int, int], ...]) -> bool:
    """Whether a row of X is a Roman number, or kisses."""
    if match[0].islower():
        return len(match[0]) == 2 or _inside(quoted, match.start())
    return len(match[0]) <= 3 and _ROMAN.search(said[max(0, match.start() - 12) : match.start()]) is not None


def _angles(said: str) -> Iterator[Shape]:
    for match in _ANGLE.finditer(said) if "<" in said else ():
        inside = match[1]
        if not (_TAG.match(inside) or set(inside) & set("=@/:") or inside[-1].isspace()):
            yield Shape("blank", *match.span())


def _lines(said: str) -> Iterator[Shape]:
    if "__" in said or "…" in said or ".." in said or "\\_" in said or ". ." in said:
        bold = tuple(match.span() for match in _BOLD.finditer(said))
        for match in _LINE.finditer(said):
            start, stop = match.span()
            before, after = said[said.rfind("\n", 0, start) + 1 : start], said[stop : stop + 40]
            alone = not before.strip() and not after.split("\n", 1)[0].strip()
            if not (alone or _inside(bold, start) or (said[start] != "_" and _PAGE_NUMBER.match(after))):
                yield Shape("line", start, start + len(match[0].rstrip()))


def _brackets(said: str, quoted: tuple[tuple[int, int], ...]) -> Iterator[Shape]:
    if "[" not in said:
        return
    found = list(_BRACKET.finditer(said))
    lines = [said.rfind("\n", 0, match.start()) for match in found]
    boxes = Counter(line for line, match in zip(lines, found, strict=True) if match[1].strip() in _TICKS)
    for line, match in zip(lines, found, strict=True):
        inside, after = match[1].strip(), said[match.end() : match.end() + 1]
        if after == "(" or inside.startswith("^") or len(inside) > _LONGEST:
            continue
        before = said[max(line + 1, match.start() - 80) : match.start()]
        if before.endswith(("Comment ", "Commented ")):  # an editor's mark, and told as one
            continue
        if inside in _TICKS:
            counts = inside == "X" and not _OPENS_LINE.fullmatch(before) and bool(_UNIT.match(said, match.end()))
            if counts or (_asks_for_words(before, several=boxes[line] > 1) and inside in ("", "X")):
                yield Shape("bracket", *match.span(), "")
        elif not _says_nothing(inside, quoting=_inside(quoted, match.start()) or before.lstrip().startswith(">")):
            yield Shape("bracket", *match.span(), inside)


def _asks_for_words(before: str, *, several: bool) -> bool:
    """Whether an empty bracket stands for words; else it is a box to tick."""
    if _OPENS_LINE.fullmatch(before) or before.rstrip().endswith("|"):
        return False
    asks = _ASKS.search(before)
    return asks is not None and (not several or ":" in asks[0])


def _says_nothing(inside: str, *, quoting: bool) -> bool:
    """Whether what stands in brackets is a number, a year, or what a person who quotes puts in or leaves out."""
    if any(char.isalpha() for char in inside):
        return quoting and inside[0].islower()
    return quoting or any(char.isdigit() for char in inside)


def _inside(spans: tuple[tuple[int, int], ...], at: int) -> bool:
    place = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return place >= 0 and at < spans[place][1]
