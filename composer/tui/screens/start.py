"""The start screen: the schools of this workspace, or what to do when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from composer.policy.policy import SIGNS
from composer.policy.reviews import DUE_SIGNS, in_brief
from composer.text import visible
from composer.tui.actions import bindings
from composer.tui.messages import ImportWanted, SchoolWanted
from composer.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from composer.policy.library import Library
    from composer.policy.summary import SchoolSummary
    from composer.tui.actions import Place

NOTHING_YET = """There is no school here yet.

Press n to begin one: you give its name, phase, nation and type, and choose the model it starts from. \
That writes schools/<name>/policy.toml and its lock in this folder, and nothing else.

Press i if the school has a policy already, in Word or Markdown: it is matched to a model, piece by piece. \
The same key takes in a council's document as a model.

After that every clause of the model waits for your decision: pick it, adapt it or drop it."""

COUNTED: tuple[tuple[str, str], ...] = (
    (SIGNS["as-is"], "as-is"),
    (SIGNS["adapted"], "adapted"),
    (SIGNS["dropped"], "dropped"),
    (SIGNS["local"], "added"),
    (SIGNS["undecided"], "undecided"),
)
"""The sign and the kind of what is counted, as the comparison counts it."""

INDENT = 2
BESIDE = 6
"""Columns that no text of the list gets: its margins, an option's padding and the scroll bar."""


class StartScreen(Screen[None]):
    """Lists the schools; enter opens one, n begins a new one."""

    DEFAULT_CSS = """
    StartScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; }
    StartScreen #lead { height: auto; padding: 1 2; color: $quiet; }
    StartScreen OptionList { height: 1fr; margin: 0 1; background: $background; }
    StartScreen OptionList, StartScreen OptionList:focus { border: none; }
    StartScreen OptionList > .option-list--option-highlighted { text-style: bold underline; }
    StartScreen #nothing { padding: 1 3; height: 1fr; display: none; max-width: 78; }
    StartScreen.-nothing OptionList { display: none; }
    StartScreen.-nothing #nothing { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("start")
    places: tuple[Place, ...] = ("start",)
    about = (
        "These are the schools whose policies live in this folder. Enter opens the one you stand on; n begins a new "
        "one, i takes in a policy that a school has already, or a model, from Word or Markdown. Beside each school "
        "stands how many of the model's clauses it took as they are, adapted, dropped or has not decided about, and "
        "how many it added, as Compare counts them. Below stands whether the governing body approved the policy as it "
        "reads now; a changed word, not a line wrap, makes it changed since approval. "
        "⟳ says that the model has moved on: open the school and press l to take it in. "
        "A line with ! has something overdue or due today, one with ◷ something due within 60 days: the review of "
        "the policy, a decision to look at again, or a fact or law under the text that expires. The line names as "
        "many as fit; policy-composer schools --json has them all."
    )

    def __init__(self, schools: Sequence[SchoolSummary], library: Library, root: Path) -> None:
        super().__init__()
        self._schools = tuple(schools)
        self._library = library
        self._root = root

    def compose(self) -> ComposeResult:
        """Title, list, keys."""
        yield Static(Content(visible(f"policy-composer · {self._root}")), id="title-bar")
        yield Static(id="lead")
        with Vertical():
            yield OptionList(markup=False)
            yield Static(Content(NOTHING_YET), id="nothing")
        yield KeyBar("everywhere", "start")

    def on_mount(self) -> None:
        """List the schools."""
        self.show(self._schools)

    def show(self, schools: Sequence[SchoolSummary], library: Library | None = None) -> None:
        """List these schools; the one stood on stays so. ``library`` is given when it is another one now."""
        self._schools = tuple(schools)
        self._library = library or self._library
        self.set_class(not self._schools, "-nothing")
        self.query_one("#lead", Static).update(Content(_lead(self._schools)))
        self._list()
        if self._schools:
            self.query_one(OptionList).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Name as many due things as fit now."""
        self._list(event.size.width)

    def _list(self, width: int = 0) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted
        options.clear_options()
        room = (width or self.app.size.width) - BESIDE
        options.add_options(Option(_line(school, room)) for school in self._schools)
        if self._schools:
            options.highlighted = min(at or 0, len(self._schools) - 1)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._open(event.option_index)

    def action_open_school(self) -> None:
        """Open the school stood on."""
        at = self.query_one(OptionList).highlighted
        if at is None:
            self.notify("There is no school yet: n begins one.", markup=False)
        else:
            self._open(at)

    def _open(self, index: int) -> None:
        self.post_message(SchoolWanted(self._schools[index].slug))

    def action_new_school(self) -> None:
        """Ask for a new school."""
        self.begin_school()

    def begin_school(self, model_id: str = "") -> None:
        """Ask for a new school, with a model to begin with if one is named."""
        from composer.tui.screens.new_school import NewSchoolScreen

        taken = {school.slug for school in self._schools}
        self.app.push_screen(NewSchoolScreen(self._library, taken, model_id), self._made)

    def action_import_document(self) -> None:
        """Ask for a document to take in."""
        self.post_message(ImportWanted())

    def _made(self, wanted: object) -> None:
        from composer.tui.messages import NewSchoolWanted

        if isinstance(wanted, NewSchoolWanted):
            self.post_message(wanted)


def _lead(schools: Sequence[SchoolSummary]) -> str:
    if not schools:
        return ""
    overdue = sum(school.overdue for school in schools)
    told = f"{len(schools)} school{'s' if len(schools) != 1 else ''}"
    told += f"; {overdue} {'has' if overdue == 1 else 'have'} something overdue" if overdue else ""
    return f"{told}. Choose one, or press n for a new one."


def _line(school: SchoolSummary, room: int) -> Content:
    if school.trouble:
        return Content.assemble(
            (f"! {visible(school.slug)}", "bold $error"), "\n  ", (visible(school.trouble), "$error"), "\n"
        )
    counts = "   ".join(f"{sign} {school.counts.get(kind, 0)} {kind}" for sign, kind in COUNTED)
    changed = f"last changed {school.last_changed.astimezone():%d %B %Y, %H:%M}" if school.last_changed else ""
    return Content.assemble(
        (visible(school.name), "bold"),
        (f"\n  {visible(school.phase)} · {visible(school.model)} · {changed}", "$quiet"),
        f"\n  {counts}\n  ",
        _approval(school),
        (f" · ⟳ the model has moved on to {visible(school.newest)}" if school.newest else "", "$warning"),
        *_due_line(school, room),
        "\n",
    )


def _approval(school: SchoolSummary) -> tuple[str, str]:
    if school.standing.state != "trouble":
        return school.approval, ""
    return f"! {school.approval}: {visible(school.standing.trouble)}", "$error"


def _due_line(school: SchoolSummary, room: int) -> list[str | Content]:
    """What is due, on one line that does not wrap; nothing where nothing is."""
    if not school.due:
        return []
    sign = DUE_SIGNS[school.due[0].state]
    said = visible(in_brief(school.due, room - INDENT - 2), keep_newlines=False)
    return ["\n", Content.styled(f"{' ' * INDENT}{sign} {said}", "$warning").truncate(room, ellipsis=True)]
