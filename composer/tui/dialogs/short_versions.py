"""In which short versions a clause stands: three to mark, or as the model has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from composer.policy.clause import AUDIENCES
from composer.policy.short import IN_WORDS, in_words
from composer.text import visible
from composer.tui.dialogs.ask import DIALOG_CSS

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.policy.clause import Audience


class _Marks(OptionList):
    """Space and a click mark; enter is the dialog's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.keep", show=False),
        Binding("space", "select", show=False),
    ]


class ShortVersionsDialog(ModalScreen[tuple[tuple["Audience", ...] | None] | None]):
    """Answers the mark in a tuple of its own, because None is one: as the model has it. Escape answers None."""

    DEFAULT_CSS = (
        """
    ShortVersionsDialog { align: center middle; }
    ShortVersionsDialog OptionList { height: auto; border: none; padding: 0 1; background: $surface; }
    ShortVersionsDialog OptionList:focus { border: none; }
    ShortVersionsDialog OptionList:focus > .option-list--option-highlighted { text-style: bold underline; }
    """
        + DIALOG_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]

    def __init__(self, title: str, own: tuple[Audience, ...] | None, models: tuple[Audience, ...]) -> None:
        """Take the clause's title, the school's own mark if it has one, and the model's."""
        super().__init__()
        self._title = title
        self._own = own
        self._models = models

    def compose(self) -> ComposeResult:
        """The question and four lines to mark."""
        with Vertical(classes="dialog"):
            yield Label(Content(visible(f"In whose short version is “{self._title}”?")), classes="dialog-title")
            yield _Marks(*(Option(self._line(at)) for at in range(len(AUDIENCES) + 1)), markup=False, compact=True)
            said = "A mark changes no word of the policy. space marks · enter keeps it · esc leaves it as it was"
            yield Static(Content(said), classes="dialog-note")

    def on_mount(self) -> None:
        """Stand on the first line."""
        self.query_one(OptionList).highlighted = 0

    def _line(self, at: int) -> Content:
        if at == len(AUDIENCES):
            sign = "(•)" if self._own is None else "( )"
            return Content(f"{sign} as the model has it: {in_words(self._models)}")
        marked = self._models if self._own is None else self._own
        sign = "[x]" if AUDIENCES[at] in marked else "[ ]"
        return Content(f"{sign} {IN_WORDS[AUDIENCES[at]]}")

    @on(OptionList.OptionSelected)
    def _marked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index == len(AUDIENCES):
            self._own = None
        else:
            audience = AUDIENCES[event.option_index]
            now = set(self._models if self._own is None else self._own) ^ {audience}
            self._own = tuple(each for each in AUDIENCES if each in now)
        for at in range(len(AUDIENCES) + 1):
            event.option_list.replace_option_prompt_at_index(at, self._line(at))

    def action_keep(self) -> None:
        """Keep what is marked."""
        self.dismiss((self._own,))

    def action_leave(self) -> None:
        """Leave it as it was."""
        self.dismiss(None)
