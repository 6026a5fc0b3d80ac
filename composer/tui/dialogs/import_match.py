"""Which clause a piece is, and where one is split: two lists to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from composer.text import visible
from composer.tui.dialogs.ask import DIALOG_CSS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

MOST_LISTED = 60
"""Clauses that the list shows at once; what is typed above it finds the others."""
LONGEST_TEXT = 500
"""Characters of a clause's text beneath the list."""


class ChoosingDialog(ModalScreen[str | None]):
    """A list of which one line is chosen; escape chooses none."""

    DEFAULT_CSS = (
        """
    ChoosingDialog { align: center middle; background: $background 60%; }
    ChoosingDialog OptionList { height: auto; max-height: 10; border: none; padding: 0 1; background: $surface;
                                text-wrap: nowrap; text-overflow: ellipsis; }
    ChoosingDialog OptionList:focus { border: none; }
    ChoosingDialog OptionList > .option-list--option-highlighted,
    ChoosingDialog OptionList:focus > .option-list--option-highlighted { text-style: bold underline; }
    ChoosingDialog #beneath { height: 4; color: $quiet; margin: 1 0 0 0; }
    """
        + DIALOG_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]

    @property
    def options(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    def action_leave(self) -> None:
        """Choose none."""
        self.dismiss(None)


@dataclass(frozen=True, slots=True)
class Choosable:
    """A clause that a piece may be."""

    id: str
    title: str
    text: str
    score: int | None = None
    note: str = ""
    """Where it is not the model's, or another piece is it."""


class MatchDialog(ChoosingDialog):
    """Answers a clause's id; the nearest come first, and typing finds any other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, clauses: Sequence[Choosable]) -> None:
        """Take what the piece is called, and every clause, the nearest first."""
        super().__init__()
        self._title = title
        self._clauses = tuple(clauses)
        self._listed: tuple[Choosable, ...] = ()

    def compose(self) -> ComposeResult:
        """The question, a line to find clauses with, the list, and the text of the one stood on."""
        with Vertical(classes="dialog"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            yield Input(placeholder="type to find any clause; ↑ ↓ and enter choose")
            yield OptionList(markup=False, compact=True)
            yield Static(id="beneath")

    def on_mount(self) -> None:
        """List the nearest first."""
        self._list()
        self.query_one(Input).focus()

    def _list(self) -> None:
        words = self.query_one(Input).value.casefold().split()
        found = [
            each for each in self._clauses if all(word in f"{each.id} {each.title}".casefold() for word in words)
        ] or [each for each in self._clauses if all(word in each.text.casefold() for word in words)]
        self._listed = tuple(found[:MOST_LISTED])
        self.options.clear_options()
        self.options.add_options(Option(_clause_line(each)) for each in self._listed)
        if not self._listed:
            self.options.add_options([Option(Content("No clause has these words."), disabled=True)])
        self.options.highlighted = 0 if self._listed else None
        self._beneath()

    def _beneath(self) -> None:
        at = self.options.highlighted
        text = self._listed[at].text if at is not None and at < len(self._listed) else ""
        self.query_one("#beneath", Static).update(Content(_flat(text[:LONGEST_TEXT])))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._list()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose(self.options.highlighted)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_index)

    def _choose(self, at: int | None) -> None:
        if at is not None and at < len(self._listed):
            self.dismiss(self._listed[at].id)

    def action_step(self, by: int) -> None:
        """Stand on the next clause, or the one before, while words are typed."""
        if self._listed:
            self.options.highlighted = ((self.options.highlighted or 0) + by) % len(self._listed)
            self._beneath()


def _flat(text: str) -> str:
    return visible(" ".join(text.split()))


def _clause_line(each: Choosable) -> Content:
    score = f"{each.score:>3} %  " if each.score is not None else " " * 7
    return Content.assemble(
        (score, "$quiet"),
        _flat(each.title),
        (f"  {_flat(each.note)}" if each.note else "", "$quiet"),
    )


class SplitDialog(ChoosingDialog):
    """Answers the number of the part that a second piece begins with, from 0, as text."""

    def __init__(self, title: str, parts: Sequence[str], at: int = 0) -> None:
        """Take what the piece is called, its parts in order, the first included, and the point to stand on."""
        super().__init__()
        self._title = title
        self._parts = tuple(parts)
        self._at = at

    def compose(self) -> ComposeResult:
        """The question and a line a part."""
        with Vertical(classes="dialog"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            yield OptionList(*self._lines(), markup=False, compact=True)
            yield Static("The line you choose becomes the beginning of a second piece.\nenter splits · esc leaves it",
                         classes="dialog-note")  # fmt: skip

    def _lines(self) -> list[Option]:
        return [
            Option(Content(f"{'  ' if number == 0 else '│ '}{_flat(part)}"), disabled=number == 0)
            for number, part in enumerate(self._parts)
        ]

    def on_mount(self) -> None:
        """Stand on a point."""
        self.options.highlighted = self._at + 1
        self.options.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(str(event.option_index - 1))
