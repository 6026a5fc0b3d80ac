"""The bottom line: the keys that matter here, as many as fit, each of which can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from composer.tui.actions import Action, actions, key_name

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Click

    from composer.tui.actions import Place


class KeyHint(Static):
    """One key and what it does; a click does it."""

    DEFAULT_CSS = """
    KeyHint { width: auto; padding: 0 1 0 0; }
    KeyHint:hover { text-style: underline; }
    """

    def __init__(self, action: Action) -> None:
        self.action = action
        key = key_name(action.keys[0])
        super().__init__(Content.assemble((f" {key} ", "bold $footer-key-foreground"), action.label))
        self.columns = cell_len(f" {key} {action.label}") + 1

    async def _on_click(self, event: Click) -> None:
        event.stop()
        await self.run_action(f"{'app' if 'everywhere' in self.action.where else 'screen'}.{self.action.id}")


class KeyBar(Horizontal):
    """Shows the highest ranked actions of the given places, as many as fit into the width."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self, *places: Place) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        """One hint for each action that has a rank."""
        ranked = sorted((a for a in actions(*self._places) if a.rank), key=lambda a: a.rank)
        for action in ranked:
            yield KeyHint(action)

    async def show_places(self, *places: Place) -> None:
        """Show the keys of other places: a person began or ended writing."""
        if places != self._places:
            self._places = places
            await self.recompose()
            self._fit()

    def on_resize(self) -> None:
        """Hide what no longer fits; six hints at most under 100 columns."""
        self._fit()

    def on_mount(self) -> None:
        """Fit at once."""
        self._fit()

    def _fit(self) -> None:
        room = self.size.width or self.app.size.width
        most = 6 if room < 100 else 20
        for index, hint in enumerate(self.query(KeyHint)):
            room -= hint.columns
            hint.display = room >= 0 and index < most
