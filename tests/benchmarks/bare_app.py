"""A bare Textual program with three panes of text: what the same screen costs before this project adds anything."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textual.app import App
from textual.containers import Horizontal, Vertical
from textual.widgets import Static, TextArea, Tree

if TYPE_CHECKING:
    from textual.app import ComposeResult

SECTIONS = 10
CLAUSES = 20
TEXT = "This clause says what staff must do when they post, and who decides. " * 8


class BareApp(App[None]):
    """Two trees of 200 clauses, a text, and a few lines below it."""

    CSS = """
    Tree { width: 32; border: round $primary; }
    TextArea { border: round $primary; height: 2fr; }
    #diff { height: 1fr; border: round $primary; }
    #title, #status { height: 1; }
    """

    def compose(self) -> ComposeResult:
        """Title, panes, status."""
        yield Static("Bare", id="title")
        with Horizontal():
            yield Tree("Library", id="library")
            yield Tree("Policy", id="policy")
            with Vertical():
                yield TextArea(TEXT, soft_wrap=True)
                yield Static(TEXT, id="diff")
        yield Static("Ready", id="status")

    def on_mount(self) -> None:
        """Fill the trees."""
        for tree in self.query(Tree):
            tree.show_root = False
            for section in range(SECTIONS):
                branch = tree.root.add(f"Section {section}", expand=True)
                for clause in range(CLAUSES):
                    branch.add_leaf(f"Clause {section}.{clause} about something")
        self.query_one(TextArea if "--write" in sys.argv else Tree).focus()


if __name__ == "__main__":
    BareApp().run()
