"""The update's entries under their states, and the bar that says which states are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from composer.policy.policy import SIGNS
from composer.session.update_states import STATE_SIGNS, STATE_WORDS, STATES
from composer.text import visible
from composer.tui.messages import EntryFilterWanted
from composer.tui.widgets.label_bar import LabelBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.session.update_states import UpdateEntry, UpdatePlan

OPEN, ALL = "open", "all"
"""The two filters that list more than one state."""

MODE_WORDS = {
    "as-is": "as the model had it",
    "adapted": "adapted",
    "dropped": "dropped",
    "local": "the school's own",
    "undecided": "undecided",
}


def filters(plan: UpdatePlan) -> tuple[str, ...]:
    """What may be listed, in the order one key goes through it: the states that have entries, and all."""
    states = (state for state in STATE_WORDS if plan.counts[state])
    return (OPEN, *states, ALL)


def listed(plan: UpdatePlan, chosen: str) -> tuple[UpdateEntry, ...]:
    """The entries that a filter lists, state by state, in each state in the policy's order."""
    if chosen in {OPEN, ALL}:
        found: Sequence[UpdateEntry] = plan.open if chosen == OPEN else plan.entries
    else:
        found = tuple(plan.of_state(chosen))
    return tuple(sorted(found, key=lambda entry: STATES.index(entry.state)))


class StateBar(LabelBar):
    """The filters with their counts; a click chooses one."""

    def show_counts(self, plan: UpdatePlan, chosen: str) -> None:
        """Paint signs and counts; brackets say which filter is chosen, and only that one has its name."""
        counts = {**plan.counts, OPEN: len(plan.open), ALL: len(plan.entries)}
        self.show_labels([(key, _label(key, counts[key], here=key == chosen)) for key in filters(plan)])

    async def choose(self, name: str) -> None:
        """Ask for this filter."""
        self.post_message(EntryFilterWanted(name))


def _label(key: str, count: int, *, here: bool) -> Content:
    if here:
        name = f"{STATE_SIGNS[key]} {STATE_WORDS[key]}" if key in STATE_WORDS else key.capitalize()
        return Content.styled(f"[{name} {count}] ", "bold $block-cursor-foreground on $block-cursor-background")
    return Content.styled(f" {STATE_SIGNS.get(key, key.capitalize())} {count} ", "$quiet")


class UpdateList(OptionList):
    """One line an entry below the heading of its state."""

    DEFAULT_CSS = """
    UpdateList { background: $background; text-wrap: nowrap; text-overflow: ellipsis; padding: 0 1; border: none;
                 height: 1fr; scrollbar-size-vertical: 1; }
    UpdateList:focus { border: none; }
    UpdateList > .option-list--option-disabled { color: $accent; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.go_on", show=False),
        Binding("right", "screen.open_entry", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, markup=False, compact=True)
        self._ids: list[str] = []

    def show(self, entries: Sequence[UpdateEntry], here: str, more: int) -> None:
        """List entries, standing on ``here``; ``more`` is how many the filter leaves out because nothing is new."""
        self._ids = []
        options: list[Option] = []
        state = ""
        for entry in entries:
            if entry.state != state:
                state = entry.state
                options.append(Option(_heading(state, sum(each.state == state for each in entries)), disabled=True))
                self._ids.append("")
            options.append(Option(_row(entry)))
            self._ids.append(entry.id)
        if more:
            options.append(Option(_heading("nothing-new", more, "  f lists them"), disabled=True))
            self._ids.append("")
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(options)
            if here in self._ids:
                self.highlighted = self._ids.index(here)
        self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        """Keep the heading in sight above the first entry of a state."""
        at = self.highlighted
        if at is not None:
            self.scroll_to_highlight()
            if at == 1:
                self.scroll_home(animate=False)

    def entry_at(self, line: int) -> str:
        """The entry on a line; empty on a heading."""
        return self._ids[line] if 0 <= line < len(self._ids) else ""

    def line_of(self, entry_id: str) -> int:
        """The line that an entry is on."""
        return self._ids.index(entry_id)

    @property
    def here(self) -> str:
        """The entry stood on; empty where there is none."""
        return self.entry_at(self.highlighted) if self.highlighted is not None else ""


def _heading(state: str, count: int, more: str = "") -> Content:
    said = STATE_WORDS[state]
    return Content.assemble((f"{STATE_SIGNS[state]} {said[:1].upper()}{said[1:]}  {count}", "bold $accent"), more)


def _row(entry: UpdateEntry) -> Content:
    """Its sign and title, then what else is to be known of it while it is only a line."""
    asks = "‼" if entry.obligations else "?" if entry.question else "C" if entry.clean else " "
    words = [MODE_WORDS[entry.mode]] if entry.mode in {"adapted", "dropped"} else []
    words += [STATE_WORDS[each] for each in entry.also]
    words += ["a duty changes"] if entry.obligations else []
    words += ["a reason to confirm"] if entry.question and entry.state != "reason" else []
    words += ["clean"] if entry.clean else []
    look = "bold $warning" if asks in "‼?" else "$success"
    sign = " " if entry.state == "new" or entry.id.startswith("section:") else SIGNS[entry.mode]
    return Content.assemble(
        (f" {asks} ", look),
        f"{sign} {visible(entry.title, keep_newlines=False)}",
        (f"  {' · '.join(words)}" if words else "", "$quiet"),
    )
