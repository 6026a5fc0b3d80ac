"""What a document becomes as a model: its clauses, blanks and what is left, before it is written and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from composer.tui.actions import bindings
from composer.tui.messages import ImportDone, SchoolFromModelWanted, WriteModelWanted
from composer.tui.screens.import_panes import ImportPanes
from composer.tui.widgets.import_edition import STATES, head_of, items_of, shown_of
from composer.tui.widgets.import_rows import left_passages

if TYPE_CHECKING:
    from pathlib import Path

    from textual.binding import BindingType
    from textual.content import Content

    from composer.tui.actions import Place
    from composer.tui.widgets.import_edition import Edition
    from composer.tui.widgets.import_list import Item
    from composer.tui.widgets.import_text import Shown


class ImportModelScreen(ImportPanes):
    """Nothing is decided here: it is read, and written whole or not at all."""

    DEFAULT_CSS = """
    ImportModelScreen.-medium ImportList { width: 56; }
    ImportModelScreen.-wide ImportList { width: 74; }
    """
    places: tuple[Place, ...] = ("import_model",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("import_model")
    about = (
        "Here your document becomes a model that schools start from. Each clause stands under its section, with its "
        "number in the document, its title and the id it gets. Of a later edition = says as before, ± reworded, "
        "+ new: clauses are found again by their words, not by their numbers, and keep their ids, so that a school "
        "that has the model can take the new edition in. After the clauses stand the blanks of the document with the "
        "placeholder that each becomes, what is not carried over, and what to look at. ctrl+s writes the model's "
        "folder, whole or not at all; its files can be edited afterwards, import.md there tells what was done."
    )

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.edition = edition
        self.written: Path | None = None
        """Where it was written, once it is."""

    def listed(self) -> tuple[Item, ...]:
        """Clauses, blanks and remarks."""
        return tuple(items_of(self.edition))

    def title_told(self) -> str:
        """The document and the model; after writing where it is."""
        edition = self.edition
        if self.written is not None:
            return f"✓ Written: {self.written}, {_many(len(edition.clauses), 'clause')}"
        said = f"{edition.document} → {edition.title}, version {edition.version} of {edition.day}"
        return f"Import · {self.news or said}"

    def how_far(self) -> str:
        """How many there are of everything; after writing what to do next."""
        edition = self.edition
        if self.written is not None:
            took = " · in one that has it, l updates it" if edition.later else ""
            return f"n begins a school{took} · import.md tells more"
        many = _many(len(edition.clauses), "clause")
        if edition.later:
            states = [each.state for each in edition.clauses]
            tally = [f"{states.count(state)} {words}" for state, (_, words) in STATES.items() if state in states]
            many += f": {', '.join((*tally, f'{len(edition.gone)} gone'))}"
        else:
            many = f"{_many(len(edition.sections), 'section')}, {many}"
        told = len(edition.left_out) + len(edition.notes)
        parts = [many, _many(len(edition.blanks), "placeholder")]
        parts += [f"l: {told} to read"] if told else []
        return " · ".join(parts)

    def head(self) -> Content:
        """What is stood on."""
        return head_of(self.edition, self.here)

    def text(self) -> Shown:
        """Its words."""
        return shown_of(self.edition, self.here)

    def action_write_model(self) -> None:
        """Write the model."""
        if self.written is not None:
            self.say(f"It is written already: {self.written}", warning=True)
        else:
            self.post_message(WriteModelWanted(self))

    def was_written(self, folder: Path) -> None:
        """Say where it went and what to do next."""
        self.written = folder
        self.refresh_items()

    def action_begin_school(self) -> None:
        """Ask for a school that starts from this model."""
        if self.written is None:
            self.say("Write the model first: ctrl+s.", warning=True)
        else:
            self.post_message(SchoolFromModelWanted(self.edition.id))

    def action_left_behind(self) -> None:
        """Show what is not carried over."""
        from composer.tui.screens.import_told import ImportToldScreen

        told = left_passages(self.edition.left_out, self.edition.notes)
        self.app.push_screen(ImportToldScreen(self.edition.document, told))

    def action_back(self) -> None:
        """To the list, or back to the form; after writing to the schools."""
        if self.has_class("-at-text"):
            self.action_to_list()
        elif self.written is not None:
            self.post_message(ImportDone())
        else:
            self.dismiss(None)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
