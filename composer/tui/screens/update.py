"""The update: every clause under its state, its four texts, and what a person chooses about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from composer.policy.policy import SIGNS
from composer.session.update_states import STATE_SIGNS
from composer.text import visible
from composer.tui.actions import bindings
from composer.tui.messages import EntryFilterWanted
from composer.tui.screens.settling import SettlingScreen
from composer.tui.widgets.choice_list import ChoiceList
from composer.tui.widgets.key_bar import KeyBar
from composer.tui.widgets.text_columns import TextColumns
from composer.tui.widgets.update_list import MODE_WORDS, OPEN, StateBar, UpdateList, filters, listed

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import DescendantFocus

    from composer.session import Session
    from composer.session.update_states import UpdateEntry
    from composer.tui.actions import Place
    from composer.tui.widgets.four_texts import TextName

ACROSS = 140
"""Columns from which the three texts stand side by side."""
ROOM = 100
"""Columns from which the list stands beside the texts."""


class UpdateScreen(SettlingScreen):
    """Under 100 columns the list or one entry; from there both; from 140 three texts of it across."""

    DEFAULT_CSS = """
    UpdateScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; text-wrap: nowrap;
                              text-overflow: ellipsis; }
    UpdateScreen #nothing { padding: 1 3; height: 1fr; display: none; }
    UpdateScreen #both { height: 1fr; }
    UpdateScreen.-nothing #nothing { display: block; }
    UpdateScreen.-nothing #both { display: none; }
    UpdateScreen #entry { width: 1fr; height: 1fr; }
    UpdateScreen #entry-head { height: 2; padding: 0 1; background: $panel; text-wrap: nowrap;
                               text-overflow: ellipsis; }
    UpdateScreen UpdateList > .option-list--option-highlighted { text-style: bold; }
    UpdateScreen UpdateList:focus > .option-list--option-highlighted { text-style: bold underline; }
    UpdateScreen.-medium UpdateList { width: 36; }
    UpdateScreen.-wide UpdateList { width: 42; }
    UpdateScreen.-medium #entry, UpdateScreen.-wide #entry { border-left: solid $border-blurred; }
    UpdateScreen.-narrow.-at-list #entry, UpdateScreen.-narrow.-at-entry UpdateList { display: none; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings("update")
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 (as in Textual)
        (0, "-narrow"),
        (ROOM, "-medium"),
        (ACROSS, "-wide"),
    ]
    places: tuple[Place, ...] = ("update",)
    about = (
        "The model has a newer version, and here you take it in clause by clause. Nothing changes until you choose, "
        "each choice is one step that u takes back, and leaving half-way keeps what you settled. Each clause has four "
        "texts: base (the model's words as we took them), theirs (the model's words of today), ours, and the proposed "
        "result. [-words-] are gone, {+words+} are new. ‼ stands where what people must or may do, a number, a period "
        "or a role changes: that is never among the clean ones, which C marks and the key C takes at once. ? asks "
        "whether your reason still holds. Declining keeps your words, until the model changes again."
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._filter = OPEN
        self._listed: tuple[UpdateEntry, ...] = ()
        self._room = ""
        """How wide the screen was when it was last painted: the class for its width."""
        self._news = ""
        """What was done last, until a person goes elsewhere."""

    def compose(self) -> ComposeResult:
        """Counts and states above the list and the entry stood on."""
        width = self.app.size.width
        self._room = self._room_of(width)
        self.add_class(self._room, "-at-list")
        yield Static(id="title-bar")
        yield StateBar(id="states")
        yield Static(id="nothing")
        with Horizontal(id="both"):
            yield UpdateList(id="entries")
            with Vertical(id="entry"):
                yield Static(id="entry-head")
                yield TextColumns(across=width >= ACROSS, id="four-texts")
                yield ChoiceList()
        yield KeyBar("everywhere", "update")

    def on_mount(self) -> None:
        """Stand on the first entry."""
        self.refresh_policy()
        self.entries.focus()

    @property
    def entries(self) -> UpdateList:
        """The list."""
        return self.query_one(UpdateList)

    @property
    def texts(self) -> TextColumns:
        """The texts of the entry stood on."""
        return self.query_one(TextColumns)

    @property
    def in_sight(self) -> bool:
        """Whether the texts of the entry stood on can be seen."""
        return not (self.has_class("-narrow") and self.has_class("-at-list"))

    def ahead(self) -> tuple[str, ...]:
        """The entries listed after the one stood on, then those before it."""
        ids = [entry.id for entry in self._listed]
        at = ids.index(self.entry_id) if self.entry_id in ids else -1
        return (*ids[at + 1 :], *ids[: max(at, 0)])

    # Painting

    def refresh_policy(self) -> None:
        """Show what there is to settle now; the entry stood on stays so while it is listed."""
        plan = self.plan
        if self._filter not in filters(plan):
            self._filter = OPEN
        self._listed = listed(plan, self._filter)
        ids = [entry.id for entry in self._listed]
        if self.entry_id not in ids:
            self.entry_id = ids[0] if ids else ""
        self.set_class(not ids, "-nothing")
        more = plan.counts["nothing-new"] if self._filter == OPEN else 0
        self.entries.show(self._listed, self.entry_id, more)
        self.query_one(StateBar).show_counts(plan, self._filter)
        if not ids:
            self.query_one("#nothing", Static).update(self._nothing())
            self._at_entry(at=False)
        elif self.focused is None and self.app.screen is self:
            # What had the focus was hidden while there was nothing to list.
            self.entries.focus()
        self._paint()

    def _paint(self) -> None:
        """Show the entry stood on, where it is in sight, and the counts."""
        self._title()
        entry = self.entry
        if entry is None or not self.in_sight:
            return
        read_only = self.session.read_only
        self.query_one("#entry-head", Static).update(self._head(entry), layout=False)
        self.texts.show(entry, across=self.size.width >= ACROSS, read_only=read_only)
        self.query_one(ChoiceList).show(entry, read_only=bool(read_only))

    def _title(self) -> None:
        plan, name = self.plan, self.session.policy.profile.name
        many = len(plan.open)
        said = f"Update · {f'{many} to settle' if many else 'nothing to settle'}"
        if self._news:
            said += f" · {self._news}"
        else:
            said += f", {len(plan.clean)} of them clean (C)" if plan.clean else ""
            said += f" · {plan.version} → {plan.newest}" if plan.version != plan.newest else f" · {plan.newest}"
            said += f" · {name}"
        unsaved = ("● " if self.session.dirty else "", "bold $warning")
        self.query_one("#title-bar", Static).update(Content.assemble(unsaved, visible(said, keep_newlines=False)))

    def _head(self, entry: UpdateEntry) -> Content:
        at = [each.id for each in self._listed].index(entry.id) + 1
        number = f"{at} of {len(self._listed)}  "
        duties = len(entry.obligations)
        watched = f" · ‼ {duties} change{'s' if duties > 1 else ''} of duty, number or role" if duties else ""
        whole_section = entry.id.startswith("section:")
        parts = ["a section"] if whole_section else [f"{SIGNS[entry.mode]} {MODE_WORDS[entry.mode]}"]
        parts += ["clean: C takes it too"] if entry.clean else []
        return Content.assemble(
            (number, "$quiet"),
            (visible(entry.title, keep_newlines=False), "bold"),
            "\n",
            (f"{STATE_SIGNS[entry.state]} {entry.in_words}", "bold $accent"),
            (watched, "bold $warning"),
            f" · {' · '.join(parts)}",
        )

    def _nothing(self) -> Content:
        plan = self.plan
        model = visible(plan.model, keep_newlines=False)
        version = visible(plan.newest, keep_newlines=False)
        if not plan.current:
            return Content(
                f"Nothing in version {version} of {model} needs a decision here.\n\n"
                f"C notes that the policy rests on it now. f lists every clause, esc goes back."
            )
        saves = "ctrl+s saves what you settled, " if self.session.dirty else ""
        return Content(
            f"Nothing new: the policy rests on version {version} of {model}, the newest.\n\n"
            f"{saves}f lists every clause, esc goes back."
        )

    def say(self, words: str, *, warning: bool = False) -> None:
        """Tell what was done in the first line, which hides nothing; what was refused, as everywhere."""
        if warning:
            super().say(words, warning=True)
        else:
            self._news = words
            self._title()

    # Going

    def on_resize(self) -> None:
        """Three texts where there is room."""
        room = self._room_of(self.size.width)
        if room != self._room:
            self._room = room
            self.call_after_refresh(self._paint)

    def _room_of(self, width: int) -> str:
        return [name for least, name in self.HORIZONTAL_BREAKPOINTS or [] if width >= least][-1]

    def stand_on(self, entry_id: str) -> None:
        """Stand on an entry that is listed."""
        self.entry_id = entry_id
        with self.prevent(OptionList.OptionHighlighted):
            self.entries.highlighted = self.entries.line_of(entry_id)
        self._paint()

    def stepped(self, clause_id: str) -> None:
        """Stand on what was undone or done again, where it is listed."""
        if clause_id in {entry.id for entry in self._listed}:
            self.stand_on(clause_id)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        # A list that has just been filled anew tells of lines that it no longer has: what it says now counts.
        self._follow(self.entries.here)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.catch_up()
        if self.has_class("-narrow"):
            self.action_open_entry()

    def catch_up(self) -> None:
        """Stand where the list stands, even if it has not told of it yet."""
        if self.entries.has_focus:
            self._follow(self.entries.here)

    def _follow(self, entry_id: str) -> None:
        if entry_id and entry_id != self.entry_id:
            self._news = ""
            self.entry_id = entry_id
            self._paint()

    def _at_entry(self, *, at: bool) -> None:
        self.set_class(at, "-at-entry")
        self.set_class(not at, "-at-list")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A click or tab goes from the list to the texts, or back."""
        self._at_entry(at=self.texts in event.widget.ancestors_with_self)

    def action_open_entry(self) -> None:
        """Go to the texts of the entry stood on."""
        self.catch_up()
        if self.entry is not None:
            self._at_entry(at=True)
            self._paint()
            self.texts.view.focus()

    def action_to_list(self) -> None:
        """Back to the list."""
        self._at_entry(at=False)
        self.entries.focus()

    def action_go_on(self) -> None:
        """Open the entry; in it, keep ours, or leave it open where that cannot be."""
        self.catch_up()
        entry = self.entry
        if not self.has_class("-at-entry") or entry is None:
            self.action_open_entry()
        elif "keep" in entry.offers and not self.session.read_only:
            self.action_keep()
        else:
            self._go(1)
            self.say(f"Left open: {entry.title}. It has no default.")

    def action_next_entry(self) -> None:
        """The next entry, leaving this one as it is."""
        self._go(1)

    def action_previous_entry(self) -> None:
        """The one before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        self.catch_up()
        ids = [entry.id for entry in self._listed]
        if self.entry_id not in ids:
            return
        self._news = ""
        self.stand_on(ids[(ids.index(self.entry_id) + by) % len(ids)])

    def action_back(self) -> None:
        """From the entry to the list, from the list to composing."""
        if self.has_class("-at-entry"):
            self.action_to_list()
        else:
            self.dismiss(None)

    # Looking

    def action_next_text(self) -> None:
        """The next of the four texts."""
        if not self.in_sight:
            self.action_open_entry()
        self.texts.next_text()

    def action_show_text(self, name: TextName) -> None:
        """One of the four texts."""
        self.texts.show_text(name)

    def action_next_change(self) -> None:
        """The next change in the text that is read."""
        if not self.in_sight:
            self.action_open_entry()
        if not self.texts.view.step(1):
            self.say("That was the last change of this text. m shows the next text, n goes on.")

    def action_previous_change(self) -> None:
        """The change before."""
        if not self.texts.view.step(-1):
            self.say("That was the first change of this text.")

    @on(EntryFilterWanted)
    def _filter_wanted(self, event: EntryFilterWanted) -> None:
        self._filter = event.name
        self._news = ""
        self.refresh_policy()

    def action_filter_state(self) -> None:
        """The next filter."""
        names = filters(self.plan)
        self.post_message(EntryFilterWanted(names[(names.index(self._filter) + 1) % len(names)]))
