"""The whole policy against the model: every clause with its state, the changed words marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from composer.compare.deviations import ClauseChange, counts
from composer.policy.clause import FREEDOM_IN_WORDS
from composer.text import visible
from composer.tui.actions import bindings
from composer.tui.messages import ExportWanted, SaveWanted
from composer.tui.widgets.diff_lines import Passage
from composer.tui.widgets.diff_view import DiffView
from composer.tui.widgets.key_bar import KeyBar
from composer.tui.widgets.label_bar import LabelBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from composer.session import Session
    from composer.tui.actions import Place
    from composer.tui.widgets.diff_lines import Look

FILTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "changed": ("Changed", ("adapted", "dropped", "added", "moved")),
    "all": ("All", ("as-is", "adapted", "dropped", "added", "moved", "undecided")),
    "adapted": ("± adapted", ("adapted",)),
    "dropped": ("✗ dropped", ("dropped",)),
    "added": ("+ added", ("added",)),
    "moved": ("↕ moved", ("moved",)),
    "undecided": ("? undecided", ("undecided",)),
    "as-is": ("✓ as-is", ("as-is",)),
}
"""Each filter's name and the kinds it shows, in the order ``f`` cycles them."""

SHORT_UNDER = 100
"""Columns under which only the chosen filter has its name."""
SIGN = {"as-is": "✓", "adapted": "±", "dropped": "✗", "added": "+", "undecided": "?"}


class FilterBar(LabelBar):
    """The filters with their counts; a click chooses one."""

    def show_counts(self, found: Mapping[str, int], chosen: str, *, short: bool) -> None:
        """Paint names and counts; brackets say which is chosen, and ``short`` gives only that one its name."""
        self.show_labels([(key, _filter_label(key, found[key], here=key == chosen, short=short)) for key in FILTERS])

    async def choose(self, name: str) -> None:
        """Show only this filter's clauses."""
        if isinstance(self.screen, CompareScreen):
            self.screen.choose(name)


def _filter_label(key: str, count: int, *, here: bool, short: bool) -> Content:
    name = FILTERS[key][0]
    if here:
        return Content.styled(f"[{name} {count}] ", "bold $block-cursor-foreground on $block-cursor-background")
    return Content.styled(f" {name.split()[0] if short else name} {count} ", "$quiet")


class CompareScreen(Screen[str | None]):
    """Answers the clause to open in the compose screen, or None."""

    DEFAULT_CSS = """
    CompareScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; text-wrap: nowrap; }
    CompareScreen #find { display: none; }
    CompareScreen #find.-open { display: block; }
    CompareScreen DiffView { height: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("compare")
    places: tuple[Place, ...] = ("compare",)
    about = (
        "This is the whole policy beside the model it came from. [-words-] are the model's and gone; {+words+} are "
        "the school's. Values that fill a blank are not changes and do not show here. f chooses what is listed; "
        "enter opens the clause in sight."
    )

    def __init__(self, session: Session, clause_id: str = "") -> None:
        super().__init__()
        self.session = session
        self._start = clause_id
        self._filter = "changed"
        self._shown: tuple[ClauseChange, ...] = ()

    def compose(self) -> ComposeResult:
        """Counts and filters above the changes."""
        yield Static(id="title-bar")
        yield FilterBar(id="filters")
        yield Input(placeholder="only clauses with these words", id="find")
        yield DiffView(id="whole")
        yield KeyBar("everywhere", "compare")

    @property
    def view(self) -> DiffView:
        """The changes."""
        return self.query_one(DiffView)

    def on_mount(self) -> None:
        """Show what changed, at the clause the person came from."""
        self.refresh_policy()
        self.view.focus()
        ids = [entry.id for entry in self._shown]
        if self._start in ids:
            index = ids.index(self._start)
            self.call_after_refresh(lambda: self.view.scroll_to(0, self.view.line_of_passage(index), animate=False))

    def refresh_policy(self) -> None:
        """Show the comparison as it is now."""
        comparison = self.session.comparison()
        found = counts(comparison)
        wanted = self.query_one("#find", Input).value.casefold().split()
        kinds = FILTERS[self._filter][1]
        self._shown = tuple(
            entry
            for entry in comparison.only(kinds)
            if all(word in f"{entry.title}\n{entry.text}\n{entry.base}".casefold() for word in wanted)
        )
        totals = {
            key: len(comparison.only(shown)) if len(shown) > 1 else found[shown[0]]
            for key, (_, shown) in FILTERS.items()
        }
        short = self.app.size.width < SHORT_UNDER
        self.query_one(FilterBar).show_counts(totals, self._filter, short=short)
        self.view.show(tuple(_passage(entry, self.session) for entry in self._shown) or (self._nothing(wanted),))
        self._title()

    def on_resize(self) -> None:
        """The filters' names are as long as there is room."""
        if self.is_mounted:
            self.refresh_policy()

    def _nothing(self, wanted: list[str]) -> Passage:
        if wanted:
            said = "No clause here has these words. esc clears them."
        elif self._filter == "changed":
            said = "Nothing differs from the model: the policy is word for word the LA's. esc goes back; a adapts."
        else:
            said = "No clause here. f shows other clauses."
        return Passage(((said, "note"),))

    def _title(self) -> None:
        comparison, profile = self.session.comparison(), self.session.policy.profile
        words = f"+{comparison.words_added} −{comparison.words_removed} words"
        said = f"{self.view.title} · {words} · {profile.name} compared with {self.session.model.title}"
        self.query_one("#title-bar", Static).update(Content(visible(said)))

    def on_diff_view_moved(self) -> None:
        """The title says which change of how many."""
        self._title()

    def on_input_changed(self) -> None:
        """Narrow the list while words are typed."""
        self.refresh_policy()

    def on_input_submitted(self) -> None:
        """Back to the list."""
        self.view.focus()

    def choose(self, key: str) -> None:
        """Show only this filter's clauses."""
        self._filter = key
        self.refresh_policy()

    def action_filter_kind(self) -> None:
        """The next filter."""
        keys = list(FILTERS)
        self.choose(keys[(keys.index(self._filter) + 1) % len(keys)])

    def action_filter(self) -> None:
        """Type words to look for."""
        field = self.query_one("#find", Input)
        field.add_class("-open")
        field.focus()

    def action_next_change(self) -> None:
        """The next change, over clause borders."""
        if not self.view.step(1):
            self.notify("That was the last change.", markup=False)

    def action_previous_change(self) -> None:
        """The change before."""
        if not self.view.step(-1):
            self.notify("That was the first change.", markup=False)

    def action_cycle_view(self) -> None:
        """Marked, ours, the model's."""
        self.view.cycle()

    def action_save(self) -> None:
        """Write the policy."""
        self.post_message(SaveWanted())

    def action_export(self) -> None:
        """Go where the changes are written."""
        self.post_message(ExportWanted("changes"))

    def action_go_to_clause(self) -> None:
        """Open the clause in sight in the compose screen."""
        self.dismiss(self._in_sight())

    def action_back(self) -> None:
        """Close the search, or go back."""
        field = self.query_one("#find", Input)
        if field.has_class("-open"):
            field.remove_class("-open")
            field.value = ""
            self.view.focus()
            return
        self.dismiss(None)

    def _in_sight(self) -> str | None:
        """The clause of the current change, else the first one in sight."""
        top = self.view.current_line
        found = None
        ids = [entry.id for entry in self._shown]
        if self.view.current < 0 and self._start in ids:
            at = self.view.line_of_passage(ids.index(self._start))
            if top <= at < top + self.view.size.height:
                return self._start
        for index, entry in enumerate(self._shown):
            if self.view.line_of_passage(index) <= top:
                found = entry.id
        return found or (self._shown[0].id if self._shown else None)


def _passage(entry: ClauseChange, session: Session) -> Passage:
    head: list[tuple[str, Look]] = [(f"{entry.title}  ({_kind(entry)})", "head")]
    if entry.reason:
        head.append((f"Why: {' '.join(entry.reason.split())}", "note"))
    elif entry.state in {"adapted", "dropped"}:
        head.append(("! A reason is wanted.", "warn"))
    if entry.state in {"adapted", "dropped"} and entry.freedom in {"agreed", "statutory"}:
        head.append((f"§ {FREEDOM_IN_WORDS[entry.freedom]}", "warn"))  # type: ignore[index]
    if entry.moved_on:
        source = "library" if entry.origin else "model"
        head.append((f"⟳ The {source} has changed since this was decided.", "warn"))
    if entry.diff is not None:
        head += [(f"‼ {message}", "warn") for message in session.obligations(entry.diff)]
        return Passage(tuple(head), diff=entry.diff, sign=SIGN[entry.kind])
    if entry.kind == "dropped":
        return Passage(tuple(head), plain=entry.base or "", plain_look="del", sign="✗")
    if entry.kind == "added":
        return Passage(tuple(head), plain=entry.text or entry.base or "", plain_look="ins", sign="+")
    if entry.kind == "undecided":
        head.append(("The model has it; nothing is decided yet.", "note"))
    return Passage(tuple(head), sign="↕" if entry.moved else SIGN[entry.kind])


def _kind(entry: ClauseChange) -> str:
    said = f"added: {entry.origin}" if entry.origin else entry.kind
    return f"{said}, moved: stands {entry.moved_note}" if entry.moved else said
