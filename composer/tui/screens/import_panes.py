"""A list and the text of what is stood on in it: what both screens of an import are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from composer.text import visible
from composer.tui.widgets.import_list import ImportList
from composer.tui.widgets.import_text import ImportText, Shown
from composer.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import DescendantFocus

    from composer.tui.actions import Place
    from composer.tui.widgets.import_list import Item

ACROSS = 140
"""Columns from which two texts stand side by side."""
NOTHING = "Nothing is listed: no line has the words looked for."
ROOM = 100
"""Columns from which the list stands beside the text."""


class ImportPanes(Screen[None]):
    """Under 100 columns the list or the text; from there both; from 140 the text beside its clause."""

    DEFAULT_CSS = """
    ImportPanes #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; text-wrap: nowrap;
                             text-overflow: ellipsis; }
    ImportPanes #how-far { height: 1; padding: 0 1; background: $panel; color: $quiet; text-wrap: nowrap;
                           text-overflow: ellipsis; }
    ImportPanes #find { display: none; }
    ImportPanes #find.-open { display: block; }
    ImportPanes #both { height: 1fr; }
    ImportPanes #entry { width: 1fr; height: 1fr; }
    ImportPanes #entry-head { height: 2; padding: 0 1; background: $panel; text-wrap: nowrap;
                              text-overflow: ellipsis; }
    ImportPanes ImportList > .option-list--option-highlighted { text-style: bold; }
    ImportPanes ImportList:focus > .option-list--option-highlighted { text-style: bold underline; }
    ImportPanes.-medium ImportList { width: 46; }
    ImportPanes.-wide ImportList { width: 54; }
    ImportPanes.-medium #entry, ImportPanes.-wide #entry { border-left: solid $border-blurred; }
    ImportPanes.-narrow.-at-list #entry, ImportPanes.-narrow.-at-text ImportList { display: none; }
    """
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 (as in Textual)
        (0, "-narrow"),
        (ROOM, "-medium"),
        (ACROSS, "-wide"),
    ]
    places: tuple[Place, ...] = ()
    FINDS: ClassVar[bool] = False
    """Whether words can be looked for in the list."""

    def __init__(self) -> None:
        super().__init__()
        self.here = ""
        """What is stood on."""
        self.news = ""
        """What was done last, until a person goes elsewhere."""
        self._shown_for = ""

    def compose(self) -> ComposeResult:
        """How far one is above the list and the text."""
        width = self.app.size.width
        self.add_class("-narrow" if width < ROOM else "-medium" if width < ACROSS else "-wide", "-at-list")
        yield Static(id="title-bar")
        yield Static(id="how-far")
        if self.FINDS:
            yield Input(placeholder="only what has these words; enter goes to the list, esc shows all", id="find")
        with Horizontal(id="both"):
            yield ImportList(id="items")
            with Vertical(id="entry"):
                yield Static(id="entry-head")
                yield ImportText(id="text")
        yield KeyBar("everywhere", *self.places)

    def on_mount(self) -> None:
        """Stand on the first item."""
        self.refresh_items()
        self.items.focus()

    # What a screen must provide

    def listed(self) -> tuple[Item, ...]:
        """The lines of the list."""
        raise NotImplementedError

    def title_told(self) -> str:
        """The first line."""
        raise NotImplementedError

    def how_far(self) -> str:
        """The second line."""
        raise NotImplementedError

    def head(self) -> Content:
        """The two lines above the text of what is stood on."""
        raise NotImplementedError

    def text(self) -> Shown:
        """The text of what is stood on."""
        raise NotImplementedError

    # Painting

    @property
    def items(self) -> ImportList:
        """The list."""
        return self.query_one(ImportList)

    @property
    def texts(self) -> ImportText:
        """The text."""
        return self.query_one(ImportText)

    @property
    def in_sight(self) -> bool:
        """Whether the text of what is stood on can be seen."""
        return not (self.has_class("-narrow") and self.has_class("-at-list"))

    def refresh_items(self) -> None:
        """Show everything as it is now; what is stood on stays so while it is listed."""
        items = self.listed()
        keys = [item.key for item in items if item.key]
        if self.here not in keys:
            self.here = keys[0] if keys else ""
        self.items.show(items, self.here)
        self.paint()

    def paint(self) -> None:
        """Show the text of what is stood on, where it is in sight, and how far one is."""
        self.query_one("#title-bar", Static).update(_line(self.title_told()))
        self.query_one("#how-far", Static).update(_line(self.how_far()))
        if not self.here:
            self._shown_for = ""
            self.query_one("#entry-head", Static).update(Content(NOTHING), layout=False)
            self.texts.show(Shown(), across=False)
        elif self.in_sight:
            again, self._shown_for = self._shown_for == self.here, self.here
            self.query_one("#entry-head", Static).update(self.head(), layout=False)
            self.texts.show(self.text(), across=self.size.width >= ACROSS, keep_place=again)

    def say(self, words: str, *, warning: bool = False) -> None:
        """Tell what was done in the first line, which hides nothing; what was refused, as everywhere."""
        if warning:
            self.notify(visible(words), severity="warning", markup=False, timeout=6)
        else:
            self.news = words
            self.query_one("#title-bar", Static).update(_line(self.title_told()))

    # Going

    def on_resize(self) -> None:
        """Two texts where there is room."""
        self.call_after_refresh(self.paint)

    def stand_on(self, key: str) -> None:
        """Stand on something that is listed."""
        self.here = key
        self.items.stand_on(key)
        self.paint()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.catch_up()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.catch_up()
        if self.has_class("-narrow"):
            self.action_open_text()

    def catch_up(self) -> None:
        """Stand where the list stands, even if it has not told of it yet."""
        here = self.items.here
        if here and here != self.here:
            self.news = ""
            self.here = here
            self.paint()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A click or tab goes from the list to the text, or back."""
        if event.widget is not self.items and self.texts not in event.widget.ancestors_with_self:
            return
        self._at_text(at=self.texts in event.widget.ancestors_with_self)

    def _at_text(self, *, at: bool) -> None:
        self.set_class(at, "-at-text")
        self.set_class(not at, "-at-list")

    def action_open_text(self) -> None:
        """Go to the text of what is stood on."""
        self.catch_up()
        if self.here:
            self._at_text(at=True)
            self.paint()
            self.texts.view.focus()

    def action_to_list(self) -> None:
        """Back to the list."""
        self._at_text(at=False)
        self.items.focus()

    def action_go_on_from_list(self) -> None:
        """Go to the text."""
        self.action_open_text()


def _line(words: str) -> Content:
    return Content(visible(words, keep_newlines=False))
