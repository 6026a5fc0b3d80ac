"""Writing the text of one entry of an update, with its changes from the model's words of today live."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from composer.compare.diff import diff
from composer.policy import decisions
from composer.policy.problems import Problem
from composer.text import exact_form, visible
from composer.tui.dialogs.ask import AskDialog, ChoiceDialog
from composer.tui.messages import PolicyChanged, SaveWanted, Typed
from composer.tui.screens.settling import put_again
from composer.tui.screens.stepping import reason_given, sentence
from composer.tui.widgets.diff_lines import Passage
from composer.tui.widgets.diff_view import DiffView
from composer.tui.widgets.editor import ClauseEditor
from composer.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.policy.policy import Draft
    from composer.session.update_states import UpdateEntry
    from composer.session.updating import Update
    from composer.tui.actions import Place


class SettleTextScreen(Screen[bool]):
    """Answers whether the entry was settled with what was written. A text that is refused stays open."""

    DEFAULT_CSS = """
    SettleTextScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; text-wrap: nowrap;
                                  text-overflow: ellipsis; }
    SettleTextScreen #both { height: 1fr; layout: vertical; }
    SettleTextScreen ClauseEditor { height: 3fr; width: 1fr; }
    SettleTextScreen #marks { height: 2fr; width: 1fr; }
    SettleTextScreen #marks-title { height: 1; padding: 0 1; background: $panel; color: $accent; text-style: bold;
                                      text-wrap: nowrap; text-overflow: ellipsis; }
    SettleTextScreen.-room #both { layout: horizontal; }
    SettleTextScreen.-room ClauseEditor { height: 1fr; }
    SettleTextScreen.-room #marks { height: 1fr; border-left: solid $border-blurred; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", show=False, priority=True)]
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 (as in Textual)
        (0, "-narrow"),
        (100, "-room"),
    ]
    places: tuple[Place, ...] = ("writing",)
    about = (
        "Here you write the clause as it shall be. It began as the proposed text; the changes from the model's words "
        "of today show as you type. esc settles the entry with this text, and asks for the reason where the words "
        "are not the model's. A text that you did not change settles nothing."
    )

    def __init__(self, update: Update, entry: UpdateEntry) -> None:
        super().__init__()
        self._update_of = update
        self._entry = entry
        self._first = entry.proposal or entry.theirs or entry.ours

    def compose(self) -> ComposeResult:
        """The text, and beside or below it the changes from the model."""
        yield Static(Content(visible(f"Writing · {self._entry.title} · esc when done")), id="title-bar")
        with Horizontal(id="both"):
            yield ClauseEditor(id="editor")
            with Vertical(id="marks"):
                yield Static(id="marks-title")
                yield DiffView()
        yield KeyBar("everywhere", "writing")

    def on_mount(self) -> None:
        """Begin to write."""
        self.editor.show(self._entry.id, self._first)
        self.editor.begin()
        self._paint()

    @property
    def editor(self) -> ClauseEditor:
        """The text that is written."""
        return self.query_one(ClauseEditor)

    @property
    def text(self) -> str:
        """What stands in the editor, as it would be kept."""
        return decisions.as_kept(self.editor.text)

    @property
    def writing(self) -> bool:
        """Always: what others do to the file meanwhile must not put other words in the place of these."""
        return True

    @property
    def _changed(self) -> bool:
        return exact_form(self.text) != exact_form(self._first)

    def _paint(self) -> None:
        view, change = self.query_one(DiffView), diff(self._entry.theirs, self.text)
        shown = Passage((("Word for word the model's text of today.", "note"),))
        if change.changed or change.layout_only:
            shown = Passage(diff=change)
        view.show((shown,), keep_place=True)
        view.follow(change, self.editor.caret)

    def on_resize(self) -> None:
        """What is written stays in sight beside its changes."""
        self.call_after_refresh(self._paint)

    @on(DiffView.Moved)
    def _title(self) -> None:
        said = Content(f"Changes from today's model · {self.query_one(DiffView).title}")
        self.query_one("#marks-title", Static).update(said, layout=False)

    @on(Typed)
    def _typed(self) -> None:
        self._paint()
        try:
            self.post_message(PolicyChanged(self._draft_with_it()))
        except Problem as problem:
            self._say(problem)

    def _draft_with_it(self) -> Draft:
        """The policy with what is typed in it, though nothing is settled: what is kept safe meanwhile."""
        session = self._update_of.session
        return decisions.retype(
            session.draft, session.library, session.newest, self._entry.id, self.text, by=session.by, on=session.today
        )

    def keep_typing(self) -> None:
        """Keep what is typed as unsaved work on the clause, because the program is about to stop."""
        session = self._update_of.session
        if not self._changed:
            return
        try:
            session.replace_draft(self._draft_with_it(), f"wrote {self._entry.title}", self._entry.id)
        except Problem as problem:
            self._say(problem)

    def _say(self, problem: Problem) -> None:
        self.notify(visible(sentence(problem)), severity="warning", markup=False, timeout=6)

    def action_stop_writing(self) -> None:
        """Settle the entry with this text."""
        self._finish(save=False)

    def action_save(self) -> None:
        """Settle the entry with this text, then write the policy."""
        self._finish(save=True)

    @work(exclusive=True)
    async def _finish(self, *, save: bool) -> None:
        self.editor.tell()
        if not self._changed:
            self.post_message(PolicyChanged())
            self.app.notify("Nothing was written, so nothing is settled.", markup=False, timeout=4)
            self.dismiss(result=False)
            return
        text, reason = self.text, None
        departs = exact_form(text) != exact_form(self._entry.theirs)
        if departs and (self._entry.question or not self._entry.reason):
            reason = await self._asked()
            if reason is None and not self._entry.reason:
                await self._without_a_reason()
                return
        try:
            if departs or "take" not in self._entry.offers:
                self._update_of.settle(self._entry.id, "edit", text=text, reason=reason)
            else:
                self._update_of.settle(self._entry.id, "take")
        except Problem as problem:
            self._say(problem)
            self.editor.focus()
            return
        self.post_message(PolicyChanged())
        if save:
            self.post_message(SaveWanted())
        self.dismiss(result=True)

    async def _asked(self) -> str | None:
        """Why the school departs from the model here; None where that is for later."""
        entry = self._entry
        later = "asks about the reason later" if entry.reason else "goes back to the text"
        return await self.app.push_screen_wait(
            AskDialog(
                put_again(entry) or f"Why does this school have its own words in “{entry.title}”?",
                value=" ".join(entry.reason.split()),
                hint="Our families asked for it.",
                note=f"Governors read this beside the change. enter keeps it · esc {later}",
                check=reason_given,
            )
        )

    async def _without_a_reason(self) -> None:
        """Words of the school's own need a reason; they are thrown away only where a person says so."""
        choices = [("write", "Write on"), ("leave", "Throw this text away, and leave the clause open")]
        body = "Words that are not the model's need a reason, which governors read beside the change."
        if await self.app.push_screen_wait(ChoiceDialog("This text has no reason yet", body, choices)) == "leave":
            self.post_message(PolicyChanged())
            self.dismiss(result=False)
        else:
            self.editor.focus()
