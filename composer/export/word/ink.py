"""What runs through a whole Word file while it is written: who changed it and when, its ids and its links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from composer.export.word.markup import NO_DAY, one_line, safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.export.page import Block, Page, Words
    from composer.export.word.markup import Marks

_URI_SIGNS = "%/?#[]@!$&'()*+,;=:-._~"
# Word calls a whole file damaged when one target in it is no URI, so what is not plainly one is no link.
_URI = re.compile(
    r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:[/?#](?:[\w/?#@!$&'()*+,;=:.~-]|%[0-9a-f]{2})*)?"
    r"|mailto:[\w.!$&'*+=~-]+@[a-z0-9.-]+(?:\?(?:[\w/?@!$&'()*+,;=:.~-]|%[0-9a-f]{2})*)?",
    re.IGNORECASE | re.ASCII,
)
_LONGEST_URI = 2000
_MINUTES_APART = 2


class Ink:
    """Writes marks and keeps count: every mark and every bookmark of a file has an id of its own.

    Attributes:
        tracked: Whether marks are changes to accept or reject; else they are only shown.
        author: Who makes the changes.
        day: The day of the changes that are written from now on.
        targets: The links out of the file, by address, with the id that each has in the file.
    """

    def __init__(self, page: Page) -> None:
        self.tracked = bool(page.against)
        self.author = one_line(page.school) or "School"
        self.day = page.dated or NO_DAY
        self.targets: dict[str, str] = {}
        self._wanted = _linked(page.blocks)
        self._places = _places(page.blocks, self._wanted)
        self._last = 0
        self._odd = False

    def next_paragraph(self) -> None:
        """Begin another paragraph.

        Two neighbours never have their changes at the same minute. LibreOffice makes one change of two that meet at the
        end of a paragraph when they are of one minute, and rejecting that one joins the paragraphs.
        """
        self._odd = not self._odd

    def next_id(self) -> int:
        """An id that nothing else in the file has."""
        self._last += 1
        return self._last

    def signs(self, marks: Marks) -> str:
        """The empty elements that mark a paragraph's end or a table's row."""
        return "".join(f"<w:{kind}{self._by()}/>" for kind in ("ins", "del") if kind in marks) if self.tracked else ""

    def around(self, runs: str, marks: Marks) -> str:
        """The runs as new or gone; of what was new and is gone again no side keeps anything."""
        if not self.tracked or not runs:
            return runs
        for kind in ("del", "ins"):
            if kind in marks:
                runs = f"<w:{kind}{self._by()}>{runs}</w:{kind}>"
        return runs

    def link(self, to: str, runs: str) -> str:
        """The runs as a link, where its address is one that every reader can follow."""
        if to.startswith("#"):
            place = self._places.get(to[1:])
            return f'<w:hyperlink w:anchor="{place}" w:history="1">{runs}</w:hyperlink>' if place else runs
        target = _target(to)
        if not target:
            return runs
        name = self.targets.setdefault(target, f"link{len(self.targets) + 1}")
        return f'<w:hyperlink r:id="{name}" w:history="1">{runs}</w:hyperlink>'

    def leads(self, to: str) -> bool:
        """Whether a link to that address is written as one."""
        return to[1:] in self._places if to.startswith("#") else bool(_target(to))

    def bookmarks(self, index: int, anchor: str, runs: str) -> str:
        """A heading's runs with the bookmarks that the contents and the links to it lead to."""
        names = [contents_bookmark(index)]
        if anchor in self._wanted and self._places.get(anchor) == _own_bookmark(index):
            names.append(_own_bookmark(index))
        for name in names:
            number = self.next_id()
            runs = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'
        return runs

    def _by(self) -> str:
        when = f"{self.day.isoformat()}T00:{_MINUTES_APART if self._odd else 0:02}:00Z"
        return f' w:id="{self.next_id()}" w:author="{safe(self.author)}" w:date="{when}"'


def contents_bookmark(index: int) -> str:
    """The bookmark of the heading that is the block of this index; Word makes these anew when it updates contents."""
    return f"_Toc{index + 1:09}"


def _own_bookmark(index: int) -> str:
    """The one for links in the text, which stays when contents are updated."""
    return f"_Ref{index + 1:09}"


def _linked(blocks: Iterable[Block]) -> frozenset[str]:
    """The anchors that the text of the page links to."""
    runs = (words for block in blocks for cell in (block.words, *_cells(block)) for words in cell)
    return frozenset(words.link[1:] for words in runs if words.link.startswith("#"))


def _cells(block: Block) -> Iterable[Iterable[Words]]:
    return (cell for row in block.rows for cell in row.cells)


def _places(blocks: Iterable[Block], wanted: frozenset[str]) -> dict[str, str]:
    """The bookmark of each anchor that is linked to: of the heading that stays where two have the same words."""
    found: dict[str, str] = {}
    gone: dict[str, str] = {}
    for index, block in enumerate(blocks):
        if block.kind == "heading" and block.anchor in wanted:
            (gone if block.mark == "del" else found).setdefault(block.anchor, _own_bookmark(index))
    return {**gone, **found}


def _target(to: str) -> str:
    """The address with every sign a URI may hold, or nothing when it is none."""
    if len(to) > _LONGEST_URI:
        return ""
    scheme, colon, rest = to.partition(":")
    spelt = scheme.lower() + colon + quote(rest, safe=_URI_SIGNS, errors="replace")
    return spelt if _URI.fullmatch(spelt) else ""
