"""The form for a new school, checked as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from composer.tui.messages import NewSchoolWanted
from composer.tui.widgets.school_fields import SchoolFields

if TYPE_CHECKING:
    from collections.abc import Container

    from textual.app import ComposeResult

    from composer.policy.library import Library


class NewSchoolScreen(ModalScreen[NewSchoolWanted | None]):
    """Name, short name, phase, nation, type and model; ctrl+s or the button makes the school."""

    DEFAULT_CSS = """
    NewSchoolScreen { align: center middle; }
    NewSchoolScreen #form { width: 78; max-width: 100%; height: auto; max-height: 100%; background: $panel;
                            border: round $primary; padding: 0 1; }
    NewSchoolScreen .make { height: auto; }
    NewSchoolScreen #make { margin: 0 0 0 14; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("ctrl+s", "make", "Make", show=False, priority=True),
    ]

    def __init__(self, library: Library, taken: Container[str], model_id: str = "") -> None:
        """Take the library, the short names that are taken, and a model to begin with."""
        super().__init__()
        self._fields = SchoolFields(library, taken, writes="writes schools/SLUG/policy.toml", model_id=model_id)

    def compose(self) -> ComposeResult:
        """One row a question."""
        form = VerticalScroll(id="form", can_focus=False)
        form.border_title = Content("A new school")
        form.border_subtitle = Content("tab next · ctrl+s make it · esc cancel")
        with form:
            yield self._fields
            with Vertical(classes="make"):
                yield Button("Make the school", id="make", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#name", Input).focus()

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#make")
    def _pressed(self) -> None:
        self.action_make()

    def action_make(self) -> None:
        """Make the school, or say what is missing."""
        wanted = self._fields.answers()
        if wanted is not None:
            self.dismiss(wanted)

    def action_leave(self) -> None:
        """Make nothing."""
        self.dismiss(None)
