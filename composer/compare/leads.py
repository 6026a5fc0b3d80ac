"""List items under a sentence that binds: what came under “Staff must not:”, and what went from it.

An item has no duty word of its own, and with it a duty comes or goes all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.text import Unit, units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.compare.edits import Block, TextDiff

ITEM_MARK = re.compile(r"^(?:> )*(?:[-*+•]|[0-9]{1,9}[.)]) ")
"""What opens a list item, in text on one line."""
_BLANKS = ("blank", "break")


@dataclass
class _Reading:
    """How far one of the two texts has been read: the sentence over the present list, and whether it is old."""

    lead: str = ""
    settled: bool = True
    """Whether the lead-in is in both texts; one that came or went itself says enough."""
    after_break: bool = True
    in_list: bool = False

    def read(self, text: str, *, settled: bool) -> None:
        """Read on over a block's text."""
        for unit in units(text):
            self._take(unit, settled=settled)

    def _take(self, unit: Unit, *, settled: bool) -> None:
        if unit.kind in _BLANKS:
            self.after_break = True
            return
        if unit.kind == "item":
            self.in_list = True
        elif unit.kind == "sentence" and self.in_list and not self.after_break:
            pass  # It goes on with the item before it.
        else:
            self.lead = unit.text if unit.text.rstrip().endswith(":") else ""
            self.settled, self.in_list = settled, False
        self.after_break = False


@dataclass(frozen=True, slots=True)
class Item:
    """A list item that came, went or was put under another lead-in."""

    block: int
    was_under: str
    """The lead-in in the old text; empty where the item is new."""
    now_under: str
    """The lead-in in the new text; empty where the item is gone."""


def items(diff: TextDiff) -> Iterator[Item]:
    """The items of a diff that came, went, were replaced or stand under another lead-in."""
    old, new = _Reading(), _Reading()
    went: dict[str, Item] = {}
    came: dict[str, Item] = {}
    for at, block in enumerate(diff.blocks):
        was = old.lead if old.settled else ""
        now = new.lead if new.settled else ""
        if _opens_item(block):
            if block.kind == "replaced" and (was or now):
                yield Item(at, was, now)
            elif block.kind in ("deleted", "moved-from"):
                went[_key(block.old)] = Item(at, was, "")
            elif block.kind in ("inserted", "moved-to"):
                came[_key(block.new)] = Item(at, "", now)
        settled = block.kind not in ("inserted", "deleted", "replaced")
        old.read(block.old, settled=settled)
        new.read(block.new, settled=settled)
    # A short item in another place is no move to the diff, and here it is: only its lead-in counts.
    for key, item in came.items():
        before = went.pop(key, None)
        if before is None and item.now_under:
            yield item
        elif before is not None and before.was_under != item.now_under:
            yield Item(item.block, before.was_under, item.now_under)
    yield from (item for item in went.values() if item.was_under)


def _key(text: str) -> str:
    return ITEM_MARK.sub("", " ".join(text.split()))


def _opens_item(block: Block) -> bool:
    first = next((unit for unit in units(block.new or block.old) if unit.kind not in _BLANKS), None)
    return first is not None and first.kind == "item"
