"""What the pages of the evidence screen share: a list, what is known of the row stood on, and its clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from composer.policy.policy import SIGNS
from composer.policy.problems import Problem
from composer.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult

    from composer.policy.standing import Named
    from composer.session import Session
    from composer.tui.dialogs.answer_form import AnswerForm

Part = str | tuple[str, str]
"""A piece of text, with its style."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a page's list."""

    key: str
    line: Content
    open: bool
    """Whether something is still to be answered here."""
    of: object = None
    """What the line tells of."""


class Rows(OptionList):
    """One line a row; enter goes to the clause from either list, while a click on a row only stands on it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.go_to_settling", show=False)]

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, markup=False, compact=True)

    def on_resize(self) -> None:
        """Keep the row stood on in sight: what is told of it takes more room or less, and none before the first."""
        if self.highlighted is not None:
            self.scroll_to_highlight()


class _Said(Static):
    """What is told of a row; its page says when more of it is out of sight."""

    def on_resize(self) -> None:
        """Look again whether all of it is in sight."""
        next(each for each in self.ancestors if isinstance(each, EvidencePage)).tell_of_more()


class EvidencePage(Container):
    """A page reads the session and changes nothing; a subclass says what its rows are and what is told of each."""

    label: ClassVar[str]
    """Its name on the bar."""
    about: ClassVar[str]
    """Its help."""
    nothing: ClassVar[str]
    """What is said where there are no rows at all."""
    none_open = "Nothing on this page is open. f lists everything again."
    no_clause = "No clause of the library settles this one yet."
    """What enter says where there is no clause to go to."""
    enter_answers = False
    """Whether enter opens the answer, because a row of this page has no clause."""
    reads_width = False
    """Whether the rows stand in columns that follow the width."""

    DEFAULT_CSS = """
    EvidencePage { height: 1fr; layout: horizontal; }
    EvidencePage #left { width: 2fr; height: 1fr; }
    EvidencePage #heading { height: 1; color: $accent; text-style: bold; text-wrap: nowrap; }
    EvidencePage Rows { background: $background; text-wrap: nowrap; text-overflow: ellipsis; padding: 0 1; }
    EvidencePage Rows:focus > .option-list--option-highlighted { text-style: bold underline; }
    EvidencePage #rows { height: 1fr; }
    EvidencePage #about { width: 3fr; height: 1fr; border-left: solid $border-blurred; }
    EvidencePage #words { height: auto; max-height: 70%; padding: 0 1; }
    EvidencePage #said { height: auto; }
    EvidencePage #more { height: 1; padding: 0 1; color: $quiet; }
    EvidencePage #lead { height: 1; padding: 0 1; color: $accent; text-style: bold; }
    EvidencePage #clauses { height: auto; max-height: 4; background: $surface; }
    EvidencePage .-none { display: none; }
    .-narrow EvidencePage { layout: vertical; }
    .-narrow EvidencePage #left { width: 1fr; height: 2fr; }
    .-narrow EvidencePage #words { height: 1fr; max-height: 100%; }
    .-narrow EvidencePage #about { width: 1fr; height: 3fr; border-left: none; border-top: solid $border-blurred; }
    .-room EvidencePage #lead { margin-top: 1; }
    .-room EvidencePage #clauses { max-height: 50%; }
    .-room EvidencePage.-table { layout: vertical; }
    .-room EvidencePage.-table #left { width: 1fr; height: 3fr; }
    .-room EvidencePage.-table #about { width: 1fr; height: 2fr; border-left: none; border-top: solid $border-blurred; }
    """
    SCOPED_CSS = False

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.set_class(self.reads_width, "-table")
        self.only_open = False
        self._rows: tuple[Row, ...] = ()
        self._clauses: tuple[Named, ...] = ()
        self._told_width = 0

    # What a page has to say

    def everything(self) -> Sequence[Row]:
        """Every row as it stands now; raises a ``Problem`` where the library's list is not right."""
        raise NotImplementedError

    def tally(self) -> str:
        """The counts in words; raises as ``everything``."""
        raise NotImplementedError

    def told(self, row: Row) -> Content:
        """What is known of a row."""
        raise NotImplementedError

    def clauses_of(self, row: Row) -> tuple[str, tuple[Named, ...]]:
        """What the clauses of a row are to it, and those clauses."""
        raise NotImplementedError

    def form(self, row: Row | None) -> AnswerForm:
        """The form that answers a row; raises a ``Problem`` that says why there is none."""
        raise NotImplementedError

    def heading(self) -> str:
        """What stands above the list, where something has to."""
        return ""

    # Showing it

    def compose(self) -> ComposeResult:
        """The list, and beside or below it what is known of the row stood on."""
        with Vertical(id="left"):
            yield Static(id="heading")
            yield Rows(id="rows")
        with Vertical(id="about"):
            with VerticalScroll(id="words", can_focus=False):
                yield _Said(id="said")
            yield Static("… space reads on", id="more", classes="-none")
            yield Static(id="lead")
            yield Rows(id="clauses")

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#rows", Rows)

    @property
    def settling(self) -> Rows:
        """The clauses of the row stood on."""
        return self.query_one("#clauses", Rows)

    @property
    def here(self) -> Row | None:
        """The row stood on."""
        at = self.rows.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    @property
    def clause_here(self) -> Named | None:
        """The clause stood on, else the first."""
        at = self.settling.highlighted
        return self._clauses[at] if at is not None and at < len(self._clauses) else None

    def show(self, key: str = "") -> None:
        """Show how things stand now, standing on this row, else where one stood."""
        before, at = self.here, self.rows.highlighted or 0
        try:
            listed, trouble = tuple(self.everything()), ""
        except Problem as problem:
            listed, trouble = (), f"This page cannot be shown: {problem}."
        if key and any(each.key == key and not each.open for each in listed):
            self.only_open = False
        self._rows = tuple(each for each in listed if each.open or not self.only_open)
        self._told_width = self.rows.size.width
        heading = self.heading() if listed else ""
        above = self.query_one("#heading", Static)
        above.update(Content(heading))
        above.set_class(not heading, "-none")
        self.rows.clear_options()
        self.rows.add_options(Option(Content.assemble(each.line)) for each in self._rows)
        if not self._rows:
            self._say(Content(visible(trouble or (self.none_open if listed else self.nothing))))
            self._list_clauses("", ())
            return
        keys = [each.key for each in self._rows]
        wanted = key or (before.key if before is not None else "")
        self.rows.highlighted = keys.index(wanted) if wanted in keys else min(at, len(keys) - 1)
        self._tell(self._rows[self.rows.highlighted])

    def on_resize(self) -> None:
        """Columns follow the width."""
        if self.reads_width and self._rows and self.rows.size.width != self._told_width:
            self.call_after_refresh(self.show)
        self.call_after_refresh(self.tell_of_more)

    def _tell(self, row: Row) -> None:
        self._say(self.told(row))
        lead, clauses = self.clauses_of(row)
        self._list_clauses(lead, clauses)

    def _say(self, words: Content) -> None:
        self.query_one("#said", Static).update(Content.assemble(words))
        self.query_one("#words").scroll_home(animate=False)

    def tell_of_more(self) -> None:
        """Say that there is more to read than fits, and no longer when it has been read."""
        words = self.query_one("#words", VerticalScroll)
        fits = self.query_one("#said").size.height <= words.size.height
        self.query_one("#more").set_class(fits, "-none")

    def read_on(self) -> None:
        """Scroll what is told by a page; at its end, back to its start."""
        words = self.query_one("#words", VerticalScroll)
        if words.scroll_y >= words.max_scroll_y:
            words.scroll_home(animate=False)
        else:
            words.scroll_page_down(animate=False)

    def _list_clauses(self, lead: str, clauses: tuple[Named, ...]) -> None:
        self._clauses = clauses
        title = self.query_one("#lead", Static)
        title.update(Content(f"{lead}: tab goes here, enter opens one"))
        for each in (title, self.settling):
            each.set_class(not clauses, "-none")
        self.settling.clear_options()
        self.settling.add_options(Option(clause_line(clause, self.session)) for clause in clauses)
        if clauses:
            self.settling.highlighted = 0
        elif self.settling.has_focus:
            self.rows.focus()

    @on(OptionList.OptionHighlighted, "#rows")
    def _stood_on(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        # A list that has just been filled anew tells of rows that it no longer has.
        if event.option_list.highlighted == event.option_index < len(self._rows):
            self._tell(self._rows[event.option_index])

    @on(OptionList.OptionSelected, "#rows")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()

    @on(OptionList.OptionSelected, "#clauses")
    async def _clause_clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        await self.run_action("screen.go_to_settling")


def clause_line(clause: Named, session: Session) -> Content:
    """A clause with its sign, its number and how it stands in this policy."""
    state = session.state(clause.id)
    words = "in the library, not in this policy" if state == "available" else state
    return Content.assemble((f"{SIGNS[state]} ", "bold"), visible(str(clause)), (f"  {words}", "$quiet"))


def labelled(told: Iterable[tuple[str, str]]) -> list[Part]:
    """A line for each label that has something to say."""
    parts: list[Part] = []
    for label, said in told:
        if said:
            parts += [(f"\n{label}: ", "bold"), visible(" ".join(said.split()))]
    return parts


def topics_told(topics: Iterable[str], session: Session) -> str:
    """Topics by title and id."""
    known = session.library.topics
    return ", ".join(f"{known[key].title} ({key})" if key in known else key for key in topics)


def told_names(clauses: Iterable[Named]) -> str:
    """Clauses in one line."""
    return "; ".join(str(each) if each.number else f"“{each.title}”" for each in clauses)


def hint(words: str) -> Part:
    """What a person can do here, on a line of its own."""
    return (f"\n{words}", "$quiet")
