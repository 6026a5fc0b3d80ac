"""What of a document is not carried over, and what else is told of it, over the screen of its import."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen

from composer.text import visible
from composer.tui.widgets.diff_view import DiffView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.tui.widgets.diff_lines import Passage


class ImportToldScreen(ModalScreen[None]):
    """Any of esc, l and q closes it."""

    DEFAULT_CSS = """
    ImportToldScreen { align: center middle; background: $background 60%; }
    ImportToldScreen DiffView { width: 90%; max-width: 100; height: 90%; background: $panel; border: round $primary;
                                padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,l,q,f1", "close", "Close", show=False)]

    def __init__(self, document: str, passages: tuple[Passage, ...]) -> None:
        """Take the document's name and what is told."""
        super().__init__()
        self._document = document
        self._passages = passages

    def compose(self) -> ComposeResult:
        """One text."""
        view = DiffView()
        view.border_title = Content(visible(f"What is told of {self._document}", keep_newlines=False))
        view.border_subtitle = Content("esc closes · ↑ ↓ scroll")
        yield view

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        view = self.query_one(DiffView)
        view.show(self._passages)
        view.focus()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
