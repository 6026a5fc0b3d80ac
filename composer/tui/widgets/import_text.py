"""The text of what a person stands on in an import: beside the clause where there is room, else with its changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, Vertical

from composer.tui.widgets.diff_lines import Passage
from composer.tui.widgets.diff_view import DiffView

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from composer.compare.edits import TextDiff
    from composer.tui.widgets.diff_lines import Look

Lines = tuple[tuple[str, "Look"], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of an item."""

    first: Lines = ()
    """What to know before reading."""
    diff: TextDiff | None = None
    """From the clause to the document."""
    plain: str = ""
    """The words where there is nothing to compare them with."""
    plain_look: Look = "same"
    after: tuple[Passage, ...] = ()
    """What to know after reading."""
    names: tuple[str, str] = ("The clause", "The document")
    """What the two texts are called."""


class ImportText(Vertical):
    """Two columns where there is room and something to compare, else one view."""

    DEFAULT_CSS = """
    ImportText { height: 1fr; }
    ImportText #import-across { height: 1fr; }
    ImportText #import-across DiffView { width: 1fr; height: 1fr; }
    ImportText #import-clause { display: none; border-right: solid $border-blurred; }
    ImportText.-across #import-clause { display: block; }
    ImportText #import-told { height: auto; max-height: 9; display: none; border-top: solid $border-blurred; }
    ImportText.-across.-telling #import-told { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("left", "screen.to_list", show=False)]

    def compose(self) -> ComposeResult:
        """The clause, the document, and what is told of both."""
        with Horizontal(id="import-across"):
            yield DiffView(id="import-clause")
            yield DiffView(id="import-words")
        yield DiffView(id="import-told")

    @property
    def view(self) -> DiffView:
        """The document's text."""
        return self.query_one("#import-words", DiffView)

    @property
    def beside(self) -> DiffView:
        """The clause's text."""
        return self.query_one("#import-clause", DiffView)

    def show(self, shown: Shown, *, across: bool, keep_place: bool = False) -> None:
        """Show this; ``keep_place`` leaves the scroll where it is."""
        across = across and shown.diff is not None
        self.set_class(across, "-across")
        told = self.query_one("#import-told", DiffView)
        first = (Passage(shown.first),) if shown.first else ()
        if not across or shown.diff is None:
            passages = (*first, Passage((), shown.diff, shown.plain, shown.plain_look), *shown.after)
            self.view.show(_parted(passages), keep_place=keep_place)
            return
        left, right = shown.names
        self.beside.view = "model"
        self.beside.show((Passage(((left, "head"),), diff=shown.diff),), keep_place=keep_place)
        self.view.show((Passage(((right, "head"),), diff=shown.diff),), keep_place=keep_place)
        self.set_class(bool(first or shown.after), "-telling")
        told.show((*first, *shown.after))


def _parted(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """An empty line between what is told and a text that has no heading of its own."""
    if len(passages) > 1 and passages[0].head and not passages[1].head:
        first, second = passages[0], passages[1]
        return (Passage((*first.head, ("", "same")), second.diff, second.plain, second.plain_look), *passages[2:])
    return passages
