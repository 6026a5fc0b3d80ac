"""The lists of a Word file: bullets, counting lists and the numbers of headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.export.word.markup import NAMESPACES, STEP

if TYPE_CHECKING:
    from composer.export.page import Block

BULLETS, HEADINGS, APPENDICES = 1, 2, 3
"""The ids of the lists that every file has; each list that counts in the text has one after these."""
NO_LIST = 0
LEVELS = 9
"""How many levels a list of Word has."""
MOST = 32767
"""The highest number that Word starts a list with."""
_COUNTING = 3
_SIGNS = ("\u2022", "\u2013", "\u25aa")
_FONT = '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:hint="default"/></w:rPr>'


@dataclass(slots=True)
class _List:
    ordered: bool
    number: int
    """The list it is in the file."""
    last: str
    """The number of its last item that stays; empty when it has none."""


class Lists:
    """Tells of each item which list of the file it belongs to, as blocks come one after another."""

    def __init__(self) -> None:
        self._open: list[_List] = []
        self._starts: list[tuple[int, int]] = []

    def place(self, block: Block) -> tuple[int, int]:
        """The list and the level of an item, for a paragraph's numbering."""
        depth = max(block.level, 1)
        level = min(depth, LEVELS) - 1
        del self._open[depth:]
        while len(self._open) < depth - 1:
            self._open.append(_List(ordered=False, number=BULLETS, last=""))
        here = self._open[depth - 1] if len(self._open) == depth else None
        if here is None or not _goes_on(here, block):
            number = self._started(block, level) if block.ordered else BULLETS
            here = _List(ordered=block.ordered, number=number, last="")
            self._open[depth - 1 :] = [here]
        if block.mark != "del":
            here.last = block.number
        return here.number, level

    def past(self, block: Block) -> None:
        """Take note of a block that is no item: it ends every list that it does not stand in."""
        del self._open[block.level if block.kind != "heading" else 0 :]

    def _started(self, block: Block, level: int) -> int:
        self._starts.append((level, min(_value(block.number), MOST)))
        return _COUNTING + len(self._starts)

    def xml(self, *, numbered: bool) -> str:
        """The numbering of the file.

        Args:
            numbered: Whether headings are counted by their styles.
        """
        kinds = [_bullets(), _counting(), *([_headings(), _appendices()] if numbered else [])]
        lists = [_list(BULLETS, BULLETS)]
        if numbered:
            lists += [_list(HEADINGS, HEADINGS), _list(APPENDICES, APPENDICES)]
        for at, (level, first) in enumerate(self._starts, start=_COUNTING + 1):
            start = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{first}"/></w:lvlOverride>'
            lists.append(_list(at, 0, start))
        return f"<w:numbering {NAMESPACES}>{''.join(kinds)}{''.join(lists)}</w:numbering>"


def _goes_on(open_list: _List, block: Block) -> bool:
    """Whether an item is the next of a list; an item that is gone is, as it has no place in the new count."""
    if open_list.ordered != block.ordered:
        return False
    if not block.ordered or block.mark == "del" or not open_list.last:
        return True
    return _value(block.number) == _value(open_list.last) + 1


def _value(number: str) -> int:
    return int(number) if number.isdecimal() else 1


def _list(number: int, kind: int, start: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{start}</w:num>'


def _kind(number: int, levels: str, name: str = "multilevel") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="{name}"/>{levels}</w:abstractNum>'


def _level(level: int, form: str, text: str, indent: str, *, style: str = "", suffix: str = "", font: str = "") -> str:
    counts_for = f'<w:pStyle w:val="{style}"/>' if style else ""
    after = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{counts_for}{after}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind {indent}/></w:pPr>{font}</w:lvl>'
    )


def _hanging(level: int, by: int) -> str:
    return f'w:left="{STEP * (level + 1)}" w:hanging="{by}"'


def _bullets() -> str:
    levels = (_level(at, "bullet", _SIGNS[at % len(_SIGNS)], _hanging(at, 283), font=_FONT) for at in range(LEVELS))
    return _kind(BULLETS, "".join(levels), "hybridMultilevel")


def _counting() -> str:
    levels = (_level(at, "decimal", f"%{at + 1}.", _hanging(at, 425)) for at in range(LEVELS))
    return _kind(0, "".join(levels))


def _headings() -> str:
    levels = (
        _level(0, "decimal", "%1", 'w:left="709" w:hanging="709"', style="Heading1"),
        _level(1, "decimal", "%1.%2", 'w:left="709" w:hanging="709"', style="Heading2"),
    )
    return _kind(HEADINGS, "".join(levels))


def _appendices() -> str:
    return _kind(APPENDICES, _level(0, "upperLetter", "Appendix %1:", 'w:left="0" w:firstLine="0"', suffix="space"))
