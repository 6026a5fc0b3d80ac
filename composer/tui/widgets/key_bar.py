"""The bottom line: the keys that matter here, as many as fit, each of which can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from composer.tui.actions import Action, actions, key_name
from composer.tui.widgets.label_bar import LabelBar

if TYPE_CHECKING:
    from composer.tui.actions import Place

MOST_WHEN_NARROW = 6
"""Hints under 100 columns, where a person should not have to search for the ones that matter."""


class KeyBar(LabelBar):
    """Shows the highest ranked actions of the given places, as many as fit into the width."""

    def __init__(self, *places: Place) -> None:
        super().__init__()
        self._places = places

    def show_places(self, *places: Place) -> None:
        """Show the keys of other places: a person began or ended writing."""
        if places != self._places:
            self._places = places
            self._fit()

    def on_resize(self) -> None:
        """Show as many as fit."""
        self._fit()

    def _fit(self) -> None:
        room = self.size.width or self.app.size.width
        ranked = sorted((a for a in actions(*self._places) if a.rank), key=lambda a: a.rank)
        labels: list[tuple[str, Content]] = []
        for action in ranked[: MOST_WHEN_NARROW if room < 100 else None]:
            label = _label(action)
            room -= label.cell_length
            if room < 0:
                break
            labels.append((action.id, label))
        self.show_labels(labels)

    async def choose(self, name: str) -> None:
        """A click on a hint does what its key does."""
        action = next(each for each in actions(*self._places) if each.id == name)
        await self.run_action(f"{'app' if 'everywhere' in action.where else 'screen'}.{action.id}")


def _label(action: Action) -> Content:
    return Content.assemble((f" {key_name(action.keys[0])} ", "bold $footer-key-foreground"), f"{action.label} ")
