"""Under 100 columns one pane shows at a time; this line names them and goes to the one clicked."""

from __future__ import annotations

from textual.content import Content

from composer.tui.messages import PaneWanted
from composer.tui.widgets.label_bar import LabelBar

PANES = {
    "library": ("F2", "Library", "show_library_pane"),
    "policy": ("o", "Policy", "show_policy"),
    "clause": ("F3", "Clause", "show_clause"),
    "changes": ("F4", "Changes", "show_changes"),
    "findings": ("F5", "Findings", "show_findings"),
    "compare": ("c", "Compare", "compare"),
    "values": ("v", "Values", "values"),
    "preview": ("w", "Read", "preview"),
}
"""Each pane's key, name and action, then the screens that lead on from here."""


class PaneBar(LabelBar):
    """All the panes' names in a line."""

    def mark(self, pane: str) -> None:
        """Show which pane is in sight; brackets say so without colour."""
        self.show_labels([(name, _label(name, here=name == pane)) for name in PANES])

    async def choose(self, name: str) -> None:
        """Ask for the pane or screen."""
        self.post_message(PaneWanted(name, PANES[name][2]))


def _label(name: str, *, here: bool) -> Content:
    key, said, _ = PANES[name]
    if here:
        return Content.styled(f"[{key} {said}]", "bold $block-cursor-foreground on $block-cursor-background")
    # One space apart, or the last of them would not fit into 80 columns.
    return Content.assemble((f" {key}", "bold $footer-key-foreground"), (f" {said}", "$quiet"))
