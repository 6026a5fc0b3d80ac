"""The styles of a Word document: what a paragraph or a run takes from its style and from those it is based on.

Built-in styles are known by their name in ``w:name``, which Word writes in English in every language
(ECMA-376 part 1, 17.7.4.9), and not by their id, which it does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from composer.imports.word.package_xml import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_CHAIN = 20
_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)
_LIST = re.compile(r"list (bullet|number)(?: ([2-5]))?")
_BODY_LEVEL = 9
_QUOTES = frozenset(("quote", "intense quote", "block text", "quotations"))
_CONTENTS = re.compile(r"(?:toc heading|contents heading|toc [1-9]|contents [1-9]|table of figures)", re.IGNORECASE)
_MEASURE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(pt|in|cm|mm|pc|pi)?")
_TWIPS = {"": 1.0, "pt": 20.0, "in": 1440.0, "cm": 567.0, "mm": 56.7, "pc": 240.0, "pi": 240.0}

Role = Literal["title", "quote", "contents", ""]


@dataclass(frozen=True, slots=True)
class Link:
    """The list that a paragraph counts in, as far as one place says it."""

    list_id: str | None = None
    """``0`` takes the paragraph out of every list."""
    level: int | None = None


class Style:
    """One style, with the chain of those it is based on."""

    def __init__(self, chain: tuple[Node, ...]) -> None:
        self.chain = chain
        self._switches: dict[str, bool | None] = {}

    @cached_property
    def name(self) -> str:
        """Its name in small letters."""
        return (self.chain[0].value("w:name") or "").lower() if self.chain else ""

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the chain, its own first."""
        return tuple(node.get("w:styleId") for node in self.chain)

    @cached_property
    def heading(self) -> int:
        """The level of the headings it makes, from 1; 0 if it makes none."""
        for node in self.chain:
            level = outline_level(node.first("w:pPr"))
            if level is not None:
                return level
            named = _HEADING.fullmatch((node.value("w:name") or "").strip())
            if named:
                return int(named[1])
        return 0

    @cached_property
    def role(self) -> Role:
        """What its paragraphs are for, where that is no heading."""
        for node in self.chain:
            name = (node.value("w:name") or "").lower()
            if name == "subtitle":
                return ""
            if name == "title":
                return "title"
            if name in _QUOTES:
                return "quote"
            if _CONTENTS.fullmatch(name):
                return "contents"
        return ""

    @cached_property
    def plain_list(self) -> tuple[bool, int] | None:
        """For Word's own list styles, whether the list counts and how deep; they may say nothing else of it."""
        named = _LIST.fullmatch(self.name)
        return (named[1] == "number", int(named[2] or 1)) if named else None

    @cached_property
    def link(self) -> Link:
        """The list its paragraphs count in."""
        return Link(
            next((value for node in self.chain if (value := node.value("w:pPr", "w:numPr", "w:numId"))), None),
            next((level for node in self.chain if (level := link_of(node.first("w:pPr")).level) is not None), None),
        )

    @cached_property
    def indent(self) -> int | None:
        """How far in its paragraphs stand, in twentieths of a point."""
        return next((at for node in self.chain if (at := left_indent(node.first("w:pPr"))) is not None), None)

    def switch(self, tag: str) -> bool:
        """Whether its runs have ``w:b`` or another switch on."""
        if tag not in self._switches:
            self._switches[tag] = next((on for node in self.chain if (on := node.on("w:rPr", tag)) is not None), None)
        return self._switches[tag] or False


class Styles:
    """All styles of a document by id."""

    def __init__(self, tree: Node | None) -> None:
        self._nodes: dict[str, Node] = {}
        self._defaults: dict[str, str] = {}
        self._ready: dict[tuple[str, str], Style] = {}
        for node in tree.kids if tree is not None else ():
            if node.tag == "w:style":
                self._nodes.setdefault(node.get("w:styleId"), node)
                if node.get("w:default") in {"1", "true", "on"}:
                    self._defaults.setdefault(node.get("w:type"), node.get("w:styleId"))

    def paragraph(self, properties: Node | None) -> Style:
        """The style of a paragraph with these properties."""
        return self._style(properties.value("w:pStyle") if properties is not None else None, "paragraph")

    def run(self, properties: Node | None) -> Style:
        """The character style of a run with these properties."""
        return self._style(properties.value("w:rStyle") if properties is not None else None, "character")

    def list_of(self, style_id: str) -> str | None:
        """The list that a numbering style leads to."""
        return self._style(style_id, "numbering").link.list_id

    def _style(self, style_id: str | None, kind: str) -> Style:
        found = style_id if style_id is not None else self._defaults.get(kind, "")
        key = (kind, found)
        if key not in self._ready:
            chain = tuple(self._chain(found))
            if not chain and _HEADING.fullmatch(found):
                chain = (_named(found),)
            self._ready[key] = Style(chain)
        return self._ready[key]

    def _chain(self, style_id: str) -> Iterator[Node]:
        seen: set[str] = set()
        while style_id in self._nodes and style_id not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style_id)
            node = self._nodes[style_id]
            yield node
            style_id = node.value("w:basedOn") or ""


def _named(style_id: str) -> Node:
    """A style that a document uses and does not define, known by its id alone."""
    style, name = Node("w:style", {"w:styleId": style_id}), Node("w:name", {"w:val": style_id})
    style.kids.append(name)
    return style


def outline_level(properties: Node | None) -> int | None:
    """The heading level that paragraph properties set, 0 for body text; nothing where they are silent."""
    value = properties.value("w:outlineLvl") if properties is not None else None
    if value is None or not value.isdecimal():
        return None
    return int(value) + 1 if int(value) < _BODY_LEVEL else 0


def link_of(properties: Node | None) -> Link:
    """The list that paragraph properties name."""
    numbering = properties.first("w:numPr") if properties is not None else None
    if numbering is None:
        return Link()
    level = numbering.value("w:ilvl")
    return Link(numbering.value("w:numId"), min(int(level), 8) if level and level.isdecimal() else None)


def left_indent(properties: Node | None) -> int | None:
    """How far in a paragraph with these properties starts, in twentieths of a point; nothing where they are silent."""
    indent = properties.first("w:ind") if properties is not None else None
    if indent is None:
        return None
    found = _MEASURE.fullmatch(indent.get("w:start") or indent.get("w:left"))
    return int(float(found[1][:9]) * _TWIPS[found[2] or ""]) if found else None
