"""The four texts of an entry of the update: three across where there is room, else one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from composer.tui.widgets.diff_view import DiffView
from composer.tui.widgets.four_texts import NAMES, TEXTS, first_to_read, passage, told
from composer.tui.widgets.label_bar import LabelBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.session.update_states import UpdateEntry
    from composer.tui.widgets.diff_lines import Look, Passage
    from composer.tui.widgets.four_texts import TextName


class TextBar(LabelBar):
    """The names of the four texts; a click shows one."""

    def mark(self, here: TextName, changes: str) -> None:
        """Show which text is in sight; brackets say so without colour, and the end says what its marks show."""
        labels = [(name, _name(name, here=name == here)) for name in TEXTS]
        self.show_labels([*labels, (here, Content.styled(f" {NAMES[here][1]} · {changes}", "$accent"))])

    async def choose(self, name: str) -> None:
        """Show this text."""
        await self.run_action(f"screen.show_text('{name}')")


def _name(name: TextName, *, here: bool) -> Content:
    said = NAMES[name][0]
    if here:
        return Content.styled(f"[{said}]", "bold $block-cursor-foreground on $block-cursor-background")
    return Content.styled(f" {said} ", "$quiet")


class TextColumn(Vertical):
    """One text below its name."""

    DEFAULT_CSS = """
    TextColumn { width: 1fr; height: 1fr; border-left: solid $border-blurred; }
    TextColumn .name { height: 1; padding: 0 1; background: $panel; color: $accent; text-style: bold;
                       text-wrap: nowrap; text-overflow: ellipsis; }
    TextColumn:focus-within .name { background: $block-cursor-background; color: $block-cursor-foreground;
                                    text-style: bold underline; }
    TextColumn DiffView { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text: TextName = "proposed"

    def compose(self) -> ComposeResult:
        """Name and text."""
        yield Static(classes="name")
        yield DiffView()

    @property
    def view(self) -> DiffView:
        """The text."""
        return self.query_one(DiffView)

    def show(self, name: TextName, *shown: Passage) -> None:
        """Show one of the texts, and before it what is told of it."""
        self._text = name
        self.view.show(shown)

    @on(DiffView.Moved)
    def _title(self) -> None:
        name, marks = NAMES[self._text]
        changes = f"{self.view.title} · " if self.view.changes else ""
        said = Content(f"{name} · {changes}{marks}")
        title = self.query_one(".name", Static)
        if title.content != said:
            title.update(said, layout=False)


class TextColumns(Vertical):
    """Shows one entry; what is to be known of it stands above the one text, or below the three."""

    DEFAULT_CSS = """
    TextColumns { height: 1fr; }
    TextColumns #across { height: 1fr; }
    TextColumns #told { height: auto; max-height: 40%; border-top: solid $border-blurred; display: none; }
    TextColumns.-across TextBar { display: none; }
    TextColumns.-across.-telling #told { display: block; }
    TextColumns.-across #told:focus { border-top: heavy $border; }
    TextColumn.-only { border: none; }
    TextColumns.-single TextColumn { border: none; display: none; }
    TextColumns.-single TextColumn.-only { display: block; }
    TextColumns.-single .name { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("left", "screen.to_list", show=False)]

    def __init__(self, *, across: bool, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        # What is right before the first paint need not be changed after it: each change of class restyles all of it.
        super().__init__(id=id, classes=f"{'-across' if across else '-single'} -telling")
        self._entry: UpdateEntry | None = None
        self._read_only = ""
        self._across = across
        self.name_shown: TextName = "proposed"
        """Which text is in sight where only one is."""
        self._first: TextName = "ours"
        """What the first of three columns shows."""

    def compose(self) -> ComposeResult:
        """Names, columns, and what is told below them."""
        yield TextBar()
        with Horizontal(id="across"):
            for number in range(3):
                column = TextColumn()
                column.set_class(number == 0, "-only")
                yield column
        yield DiffView(id="told")

    @property
    def columns(self) -> tuple[TextColumn, ...]:
        """The columns, of which only the first is in sight where there is no room for three."""
        return tuple(self.query(TextColumn))

    def show(self, entry: UpdateEntry, *, across: bool, read_only: str) -> None:
        """Show an entry from its start; the same entry as before keeps the text that is in sight."""
        again = self._entry is not None and self._entry.id == entry.id
        if not again:
            self._first, self.name_shown = "ours", first_to_read(entry)
        if self._entry is entry and self._across == across:
            return
        self._entry, self._across, self._read_only = entry, across, read_only
        self.set_class(across, "-across")
        self.set_class(not across, "-single")
        self._paint()

    def _paint(self) -> None:
        entry = self._entry
        if entry is None:
            return
        said = told(entry, self._read_only)
        columns = self.columns
        if not self._across:
            name = self.name_shown
            head: tuple[tuple[str, Look], ...] = ((f"{NAMES[name][0]}: {NAMES[name][1]}", "head"),) if said else ()
            columns[0].show(name, *said, passage(entry, name, head))
            return
        names: tuple[TextName, ...] = (self._first, "theirs", "proposed")
        for column, name in zip(columns, names, strict=True):
            column.show(name, passage(entry, name))
        self.set_class(bool(said), "-telling")
        self.query_one("#told", DiffView).show(said)

    def show_text(self, name: TextName) -> None:
        """Show one of the four where one is in sight."""
        self.name_shown = name
        self._paint()
        view, entry = self.columns[0].view, self._entry
        before = len(told(entry, self._read_only)) if entry is not None else 0
        if before:
            view.scroll_to(0, view.line_of_passage(before), animate=False, immediate=True)

    def next_text(self) -> None:
        """The next of the four; where three are in sight, the base in the place of ours, or ours again."""
        if self._across:
            self._first = "base" if self._first == "ours" else "ours"
            if self._entry is not None:
                self.columns[0].show(self._first, passage(self._entry, self._first))
        else:
            self.show_text(TEXTS[(TEXTS.index(self.name_shown) + 1) % len(TEXTS)])

    @property
    def view(self) -> DiffView:
        """The text that keys act on: the one that has the focus, else the one with something to see."""
        columns = self.columns
        if not self._across or self._entry is None:
            return columns[0].view
        focused = next((column.view for column in columns if column.view.has_focus), None)
        return focused or columns[2 if first_to_read(self._entry) == "proposed" else 1].view

    @on(DiffView.Moved)
    def _mark(self) -> None:
        view = self.columns[0].view
        self.query_one(TextBar).mark(self.name_shown, view.title if view.changes else "nothing marked")
