"""One line of labels, each of which can be clicked. One widget, because each widget costs at every change of style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click


class LabelBar(Static):
    """Shows labels side by side; a subclass says in ``choose`` what a click on one does."""

    DEFAULT_CSS = """
    LabelBar { height: 1; background: $panel; color: $foreground; text-wrap: nowrap; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._ends: list[tuple[int, str]] = []

    def show_labels(self, labels: Sequence[tuple[str, Content]]) -> None:
        """Show these labels, each with the name that ``choose`` gets."""
        self._ends = []
        end = 0
        for name, label in labels:
            end += label.cell_length
            self._ends.append((end, name))
        self.update(Content.assemble(*(label for _, label in labels)), layout=False)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the labels in sight, from left to right."""
        return tuple(name for _, name in self._ends)

    def column_of(self, name: str) -> int:
        """A column inside a label: where to click."""
        start = 0
        for end, each in self._ends:
            if each == name:
                return start + 1
            start = end
        raise KeyError(name)

    async def _on_click(self, event: Click) -> None:
        event.stop()
        for end, name in self._ends:
            if event.x < end:
                await self.choose(name)
                return

    async def choose(self, name: str) -> None:
        """What a click on a label does."""
        raise NotImplementedError
