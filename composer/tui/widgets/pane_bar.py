"""Under 100 columns one pane shows at a time; this line names them and goes to the one clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from composer.tui.messages import PaneWanted

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Click

PANES = {
    "library": ("F2", "Library", "show_library_pane"),
    "policy": ("o", "Policy", "show_policy"),
    "clause": ("F3", "Clause", "show_clause"),
    "changes": ("F4", "Changes", "show_changes"),
    "compare": ("c", "Compare", "compare"),
    "values": ("v", "Values", "values"),
    "preview": ("w", "Read", "preview"),
}
"""Each pane's key, name and action, then the screens that lead on from here."""


class PaneTab(Static):
    """One pane's name."""

    DEFAULT_CSS = """
    PaneTab { width: auto; color: $quiet; }
    PaneTab.-here { color: $foreground; background: $block-cursor-background; text-style: bold; }
    """

    def __init__(self, pane: str) -> None:
        self.pane = pane
        super().__init__(id=f"tab-{pane}")
        self.mark(here=False)

    def mark(self, *, here: bool) -> None:
        """Show whether this pane is the one in sight; brackets say so without colour."""
        key, name, _ = PANES[self.pane]
        self.set_class(here, "-here")
        self.update(Content(f"[{key} {name}]" if here else f" {key} {name} "))

    async def _on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(PaneWanted(self.pane, PANES[self.pane][2]))


class PaneBar(Horizontal):
    """All the panes' names in a line."""

    DEFAULT_CSS = """
    PaneBar { height: 1; background: $panel; }
    """

    def compose(self) -> ComposeResult:
        """One name a pane."""
        for pane in PANES:
            yield PaneTab(pane)

    def mark(self, pane: str) -> None:
        """Show which pane is in sight."""
        for tab in self.query(PaneTab):
            tab.mark(here=tab.pane == pane)
