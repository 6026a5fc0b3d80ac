"""What of a Word document is not carried over, gathered while it is read, so that all of it can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.incoming import LeftOut
from composer.policy.problems import Problem
from composer.text import strip_controls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.imports.word.package_xml import Node

MAX_CHARACTERS = 4_000_000
"""Of all text, carried and told; a page has 2,000 to 3,000."""
MAX_TOLD = 20_000

_NOT_SAID = frozenset(
    ("w:delText", "w:instrText", "w:delInstrText", "w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:tblPr")
)
_PARTED = frozenset(("w:p", "w:tc", "w:tr", "a:p", "c:pt"))


class Told:
    """The list of what is left out, in order, with what was done in reading."""

    def __init__(self) -> None:
        self._found: list[list[str]] = []
        self._characters = 0
        self._open: str = ""
        self.tracked = self.struck = self.unseen = self.boxes = 0
        self.above_title = False
        """Whether the title stands below other words, and so out of its order as a title."""

    def add(self, kind: str, said: str = "", where: str = "") -> None:
        """Tell one thing more; it joins the one before where :meth:`go_on` opened that for its kind."""
        self.count(said)
        self._open = ""
        self._new(kind, said, where)

    def go_on(self, kind: str, said: str, where: str) -> None:
        """Tell a run of words that belongs to the one before, if that was of the same kind and nothing came between."""
        self.count(said)
        if self._open == kind:
            self._found[-1].append(said)
        else:
            self._new(kind, said, where)
            self._open = kind

    def part(self) -> None:
        """Something came between."""
        self._open = ""

    def space(self) -> None:
        """A paragraph ended."""
        if self._open == "contents list":
            self._found[-1].append(" ")
        else:
            self._open = ""

    def count(self, text: str) -> None:
        """Count characters that were read.

        Raises:
            Problem: There are more than any document has.
        """
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise Problem(f"has more than {MAX_CHARACTERS:,} characters of text", "cut it into several documents")

    def all(self) -> tuple[LeftOut, ...]:
        """Everything told, in order; runs in which nothing is to be read are left off."""
        found = []
        for kind, where, *pieces in self._found:
            said = " ".join(strip_controls("".join(pieces)).split())
            if said or kind not in _ONLY_WORDS:
                found.append(LeftOut(kind, said, where))
        return tuple(found)

    def notes(self) -> Iterator[str]:
        """What was done in reading, as sentences."""
        if self.tracked:
            what = "1 tracked change was" if self.tracked == 1 else f"{self.tracked} tracked changes were"
            yield f"{what} read as accepted."
        if self.struck:
            yield "Words that are struck through were kept, without the line through them."
        if self.boxes:
            yield "The words of text boxes follow the paragraph that each box is fixed to."
        if self.above_title:
            yield "A line stands above the title in the document; here the title comes first."
        if self.unseen:
            yield "Characters that nobody sees were taken out."

    def _new(self, kind: str, said: str, where: str) -> None:
        if len(self._found) >= MAX_TOLD:
            raise Problem(f"has more than {MAX_TOLD:,} things that cannot be carried over", "save it again in Word")
        self._found.append([kind, where, said])


_ONLY_WORDS = frozenset(
    ("contents list", "deleted words", "hidden words", "page number", "field code", "header", "footer", "watermark")
)


def chosen(node: Node) -> Node | None:
    """Of two ways to show one thing (ECMA-376 part 3, 10.2) that which is read: the first with words."""
    ways = [kid for kid in node.kids if kid.tag in {"mc:Choice", "mc:Fallback"}]
    return next((way for way in ways if next(way.every("w:t"), None) is not None), ways[0] if ways else None)


def words_of(node: Node) -> str:
    """All words of a part that is told whole, with its tracked changes accepted."""
    pieces: list[str] = []
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here.tag in {"w:t", "a:t", "m:t", "c:v"}:
            pieces.append(here.text)
        elif here.tag in {"w:tab", "w:br", "w:cr"}:
            pieces.append(" ")
        elif here.tag == "w:noBreakHyphen":
            pieces.append("-")
        elif here.tag == "mc:AlternateContent":
            way = chosen(here)
            waiting.extend([way] if way is not None else [])
        elif here.tag not in _NOT_SAID:
            if here.tag in _PARTED:
                pieces.append(" ")
            waiting.extend(reversed(here.kids))
    return " ".join("".join(pieces).split())
