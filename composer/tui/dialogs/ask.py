"""One question with one line to answer it, and a choice between a few named ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from composer.policy.problems import Problem
from composer.text import strip_controls, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

DIALOG_CSS = """
.dialog { width: 90%; max-width: 76; height: auto; max-height: 90%; background: $panel; border: round $primary;
          padding: 0 2; }
.dialog-title { text-style: bold; margin: 0 0 1 0; width: 1fr; }
.dialog-note { color: $quiet; margin: 1 0 0 0; width: 1fr; }
.dialog-error { color: $error; text-style: bold; width: 1fr; }
"""


class AskDialog(ModalScreen[str | None]):
    """Asks for one line. ``check`` raises a ``Problem`` for an answer that will not do; escape answers None."""

    DEFAULT_CSS = "AskDialog { align: center middle; }" + DIALOG_CSS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Later", show=False)]

    def __init__(
        self, question: str, *, note: str = "", value: str = "", hint: str = "", check: Callable[[str], object]
    ) -> None:
        super().__init__()
        self._question = question
        self._note = note
        self._value = value
        self._hint = hint
        self._check = check

    def compose(self) -> ComposeResult:
        """The question, the line and what is wrong with it, if anything."""
        with Vertical(classes="dialog"):
            yield Label(Content(visible(self._question)), classes="dialog-title")
            # A reason that is there already is not typed over by one stray key.
            yield Input(self._value, placeholder=self._hint, select_on_focus=False)
            yield Static("", classes="dialog-error")
            yield Static(Content(visible(self._note)), classes="dialog-note")

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        said = strip_controls(event.value).strip()
        try:
            self._check(said)
        except Problem as problem:
            self.query_one(".dialog-error", Static).update(Content(visible(str(problem))))
            return
        self.dismiss(said)

    def action_leave(self) -> None:
        """Answer later."""
        self.dismiss(None)


class ChoiceDialog(ModalScreen[str | None]):
    """A few named ways on, told in full; escape takes none of them."""

    DEFAULT_CSS = (
        """
    ChoiceDialog { align: center middle; }
    ChoiceDialog .choice { width: 1fr; height: auto; min-height: 1; margin: 0; border: none;
                           text-align: left; content-align: left middle; }
    ChoiceDialog .choice:focus { text-style: bold underline; }
    ChoiceDialog VerticalScroll { height: auto; max-height: 50vh; margin: 0 0 1 0; }
    """
        + DIALOG_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Not now", show=False),
        Binding("down,right", "app.focus_next", show=False),
        Binding("up,left", "app.focus_previous", show=False),
    ]

    def __init__(self, title: str, body: Content | str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._body = body if isinstance(body, Content) else Content(visible(body))
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """What happened, and a button a way."""
        with Vertical(classes="dialog"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            with VerticalScroll(can_focus=False):
                yield Static(self._body)
            for key, words in self._choices:
                yield Button(Content(visible(words)), name=key, classes="choice", compact=True)

    def on_mount(self) -> None:
        """Stand on the first way on."""
        self.query(Button).first().focus()

    @on(Button.Pressed)
    def _chosen(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.name)

    def action_leave(self) -> None:
        """Take none of them."""
        self.dismiss(None)


class NewClauseDialog(ModalScreen[tuple[str, str] | None]):
    """Asks for the title of a clause of the school's own; the id follows from it and can be changed."""

    DEFAULT_CSS = "NewClauseDialog { align: center middle; }" + DIALOG_CSS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Cancel", show=False)]

    def __init__(self, section_title: str, suggest: Callable[[str], str], check: Callable[[str], object]) -> None:
        super().__init__()
        self._section = section_title
        self._suggest = suggest
        self._check = check
        self._own_id = False

    def compose(self) -> ComposeResult:
        """Title, id, and what is wrong with them."""
        with Vertical(classes="dialog"):
            yield Label(Content(visible(f"A new clause in “{self._section}”")), classes="dialog-title")
            yield Label("Title, as it prints")
            yield Input(placeholder="Former pupils' group", id="new-title")
            yield Label("Id, in small letters and hyphens")
            yield Input(id="new-id")
            yield Static("", classes="dialog-error")
            yield Static("enter goes on to write the text · esc cancels", classes="dialog-note")

    @on(Input.Changed, "#new-title")
    def _titled(self, event: Input.Changed) -> None:
        field = self.query_one("#new-id", Input)
        if not self._own_id:
            with self.prevent(Input.Changed):
                field.value = self._suggest(event.value) if event.value.strip() else ""

    @on(Input.Changed, "#new-id")
    def _own(self) -> None:
        self._own_id = True

    @on(Input.Submitted)
    def _submitted(self) -> None:
        title = strip_controls(self.query_one("#new-title", Input).value).strip()
        clause_id = self.query_one("#new-id", Input).value.strip()
        try:
            _titled(title)
            self._check(clause_id)
        except Problem as problem:
            self.query_one(".dialog-error", Static).update(Content(visible(str(problem))))
            return
        self.dismiss((clause_id, title))

    def action_leave(self) -> None:
        """Add nothing."""
        self.dismiss(None)


def _titled(title: str) -> None:
    if not title:
        raise Problem("the clause has no title", "type one")
