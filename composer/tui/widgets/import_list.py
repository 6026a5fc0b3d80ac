"""What an import consists of, one line each below headings, and a line to look for words in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list."""

    key: str
    """What a person stands on; empty for a heading."""
    line: Content


def heading(words: str) -> Item:
    """A line that nobody stands on; ``words`` are visible already."""
    return Item("", Content.styled(words, "bold $accent"))


class ImportList(OptionList):
    """One line an item; enter does what the screen says, right goes to the text."""

    DEFAULT_CSS = """
    ImportList { background: $background; text-wrap: nowrap; text-overflow: ellipsis; padding: 0 1; border: none;
                 height: 1fr; scrollbar-size-vertical: 1; }
    ImportList:focus { border: none; }
    ImportList > .option-list--option-disabled { color: $accent; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.go_on_from_list", show=False),
        Binding("right", "screen.open_text", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, markup=False, compact=True)
        self._items: tuple[Item, ...] = ()

    def show(self, items: Sequence[Item], here: str) -> None:
        """List these, standing on ``here``; lines that are as they were are not painted again."""
        before, self._items = self._items, tuple(items)
        with self.prevent(OptionList.OptionHighlighted):
            if [item.key for item in before] == [item.key for item in items]:
                for at, (old, new) in enumerate(zip(before, items, strict=True)):
                    if old.line != new.line:
                        self.replace_option_prompt_at_index(at, new.line)
            else:
                self.clear_options()
                self.add_options(Option(Content.assemble(item.line), disabled=not item.key) for item in items)
            self._stand(here)
        self.call_after_refresh(self._reveal)

    def stand_on(self, key: str) -> None:
        """Stand on an item, without telling of it."""
        with self.prevent(OptionList.OptionHighlighted):
            self._stand(key)

    def _stand(self, key: str) -> None:
        keys = [item.key for item in self._items]
        if key and key in keys:
            self.highlighted = keys.index(key)

    def _reveal(self) -> None:
        """Keep the heading in sight above the first item."""
        if self.highlighted is not None:
            self.scroll_to_highlight()
            if self.highlighted == 1:
                self.scroll_home(animate=False)

    @property
    def here(self) -> str:
        """The item stood on; empty where there is none."""
        at = self.highlighted
        return self._items[at].key if at is not None and at < len(self._items) else ""
