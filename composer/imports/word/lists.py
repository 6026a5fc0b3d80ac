"""How deep an item of a Word document stands: Word says of each paragraph its list and its indent, and no more."""

from __future__ import annotations

from dataclasses import dataclass

_NEAR = 100
"""Twentieths of a point by which indents that are meant to be one may differ."""
_INDENTED = 200


@dataclass(frozen=True, slots=True)
class _Open:
    list_id: str
    level: int
    indent: int
    number: str


class Lists:
    """The lists that are open where the reading has come to."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._base = 0

    def close(self) -> None:
        """Something came that stands in no list."""
        self._open.clear()

    @property
    def number(self) -> str:
        """The number of the last item of the innermost list."""
        return self._open[-1].number if self._open else ""

    def number_in(self, list_id: str) -> str | None:
        """The number of the last item of a list that is open."""
        return next((each.number for each in reversed(self._open) if each.list_id == list_id), None)

    def item(self, list_id: str, level: int, indent: int, number: str, *, inner: bool = False) -> int:
        """How deep an item stands, from 1.

        Args:
            list_id: The list it counts in.
            level: How deep that list says it is.
            indent: How far in it stands.
            number: Its number, if it has one.
            inner: Whether it opens a list inside the item before it, whatever its indent.
        """
        if any(each.list_id == list_id for each in self._open):
            while self._open[-1].list_id != list_id:
                self._open.pop()
            while self._open and self._open[-1].list_id == list_id and self._open[-1].level >= level:
                self._open.pop()
        elif not inner:
            while self._open and indent <= self._open[-1].indent + _NEAR:
                self._open.pop()
        self._open.append(_Open(list_id, level, indent, number))
        return len(self._open)

    def paragraph(self, indent: int) -> int:
        """In how many items a paragraph without a number stands, by its indent."""
        while self._open and not self._holds(indent):
            self._open.pop()
        if not self._open:
            self._base = indent
        return len(self._open)

    def _holds(self, indent: int) -> bool:
        return indent >= max(_INDENTED, self._base + _NEAR) and indent >= self._open[-1].indent - _NEAR
