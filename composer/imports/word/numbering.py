"""The numbers that Word counts by itself, as a reader sees them: ``4.2``, ``(a)``, ``Appendix B``.

They stand nowhere in the text: a paragraph names a list and a level, and ``numbering.xml`` says how that level
counts (ECMA-376 part 1, 17.9). Lists made of one abstract list count on from each other; a list that overrides
where a level starts begins anew when it is first met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from composer.imports.word.styles import left_indent

if TYPE_CHECKING:
    from composer.imports.word.package_xml import Node
    from composer.imports.word.styles import Styles

LEVELS = 9
_MOST = 100_000
_COUNTED = re.compile(r"%([1-9])")
_AROUND = " \t.():;-–—]["
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = (
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph of a list."""

    number: str
    """Without stop or brackets; empty before a bullet."""
    bullet: bool = False
    parts: int = 1
    """Of how many levels it is made: two for ``4.2``."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    restarts: int | None = None
    """Only a level above this one, counted from 1, makes it start anew; 0 for none."""
    legal: bool = False
    indent: int | None = None
    style: str = ""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    fresh_starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, tree: Node | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {node.get("w:abstractNumId"): node for node in _kids(tree, "w:abstractNum")}
        self._nodes = {node.get("w:numId"): node for node in _kids(tree, "w:num")}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}

    def level_of(self, list_id: str, style_ids: tuple[str, ...]) -> int | None:
        """The level of a list that belongs to one of these styles."""
        found = self._list(list_id)
        levels = found.levels if found is not None else {}
        return next((at for style in style_ids for at, level in levels.items() if level.style == style), None)

    def indent(self, list_id: str, level: int) -> int | None:
        """How far in a level of a list stands."""
        found = self._list(list_id)
        return found.levels[level].indent if found is not None and level in found.levels else None

    def step(self, list_id: str, level: int) -> Label | None:
        """Count one paragraph of a list; nothing if it shows neither number nor bullet."""
        found = self._list(list_id)
        if found is None or level not in found.levels:
            return None
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        start = found.fresh_starts.pop(level, None)
        now = counts[level]
        counts[level] = start if start is not None else found.levels[level].start if now is None else now + 1
        for above in range(level):
            # As LibreOffice counts; the standard leaves it open.
            if counts[above] is None and above in found.levels:
                counts[above] = found.levels[above].start
        for below in range(level + 1, LEVELS):
            restarts = found.levels[below].restarts if below in found.levels else None
            if restarts is None or level < restarts:
                counts[below] = None
        return _label(found.levels, counts, level)

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._read(list_id)
        return self._lists[list_id]

    def _read(self, list_id: str) -> _List | None:
        node = self._nodes.get(list_id)
        if node is None:
            return None
        abstract_id = node.value("w:abstractNumId") or ""
        abstract = self._abstract.get(abstract_id)
        style = abstract.value("w:numStyleLink") if abstract is not None else None
        if style:
            linked = self._nodes.get(self._styles.list_of(style) or "")
            abstract_id = (linked.value("w:abstractNumId") if linked is not None else None) or abstract_id
            abstract = self._abstract.get(abstract_id)
        found = _List(abstract_id, _levels(abstract))
        for override in _kids(node, "w:lvlOverride"):
            at = _whole(override.get("w:ilvl"))
            if at is None or at >= LEVELS:
                continue
            found.levels.update(_levels(override, at))
            start = _whole(override.value("w:startOverride"))
            if start is not None:
                found.fresh_starts[at] = start
        return found


def _levels(holder: Node | None, only: int | None = None) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for node in _kids(holder, "w:lvl"):
        at = only if only is not None else _whole(node.get("w:ilvl"))
        if at is None or at >= LEVELS:
            continue
        start = _whole(node.value("w:start"))
        found[at] = _Level(
            0 if start is None else start,
            node.value("w:numFmt") or "decimal",
            (node.value("w:lvlText") or "")[:200],
            _whole(node.value("w:lvlRestart")),
            node.on("w:isLgl") or False,
            left_indent(node.first("w:pPr")),
            node.value("w:pStyle") or "",
        )
    return found


def _label(levels: dict[int, _Level], counts: list[int | None], level: int) -> Label | None:
    here = levels[level]
    if here.kind == "bullet":
        return Label("", bullet=True)

    def shown(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        other = levels.get(at)
        if other is None or at > level:
            return ""
        return written(counts[at] or 0, "decimal" if here.legal and other.kind != "none" else other.kind)

    number = _COUNTED.sub(shown, here.text).strip(_AROUND)
    return Label(number, parts=len(_COUNTED.findall(here.text))) if number else None


def written(count: int, kind: str) -> str:
    """A count in one of Word's ways to write it (ECMA-376 part 1, 17.18.59); as digits in one that is rare here."""
    match kind:
        case "none" | "bullet":
            return ""
        case "upperLetter" | "lowerLetter" if count > 0:
            letters = chr(97 + (count - 1) % 26) * min((count - 1) // 26 + 1, 30)
            return letters.upper() if kind == "upperLetter" else letters
        case "upperRoman" | "lowerRoman" if 0 < count < 4000:
            roman, left = "", count
            for value, sign in _ROMAN:
                roman, left = roman + sign * (left // value), left % value
            return roman.upper() if kind == "upperRoman" else roman
        case "decimalZero":
            return f"{count:02}"
        case "ordinal":
            ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th") if count % 100 not in {11, 12, 13} else "th"
            return f"{count}{ending}"
        case "cardinalText" | "ordinalText":
            names = _WORDS if kind == "cardinalText" else _ORDINALS
            return names[count].capitalize() if 0 <= count < len(names) else str(count)
    return str(count)


def _kids(node: Node | None, tag: str) -> list[Node]:
    return [kid for kid in node.kids if kid.tag == tag] if node is not None else []


def _whole(value: str | None) -> int | None:
    if value is None or not value.isascii() or not value.isdecimal():
        return None
    return min(int(value[:9]), _MOST)
