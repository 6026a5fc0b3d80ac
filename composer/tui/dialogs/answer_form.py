"""What the forms of the evidence screen share: a refusal stays on the form, and what is typed is kept safe."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from composer.policy.problems import Problem
from composer.session.answering import Answering
from composer.text import visible
from composer.tui.dialogs.ask import DIALOG_CSS
from composer.tui.dialogs.choosing import Changed
from composer.tui.messages import PolicyChanged
from composer.tui.screens.stepping import sentence
from composer.tui.widgets.label_bar import LabelBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from composer.policy.policy import Draft
    from composer.policy.standing import Named
    from composer.session import Session
    from composer.tui.actions import Place

SAME = "Nothing to change: the policy says so already."


class FormBar(LabelBar):
    """The keys of a form, each of which can be clicked."""

    KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("keep", "ctrl+s", "Keep it"),
        ("focus_next", "tab", "Next"),
        ("leave", "esc", "Leave it as it was"),
    )

    def on_mount(self) -> None:
        """Show them."""
        self.show_labels(
            [
                (name, Content.assemble((f" {key} ", "bold $footer-key-foreground"), f"{said} "))
                for name, key, said in self.KEYS
            ]
        )

    async def choose(self, name: str) -> None:
        """A click does what the key does."""
        if name == "focus_next":
            self.screen.focus_next()
        else:
            await self.run_action(f"screen.{name}")


class AnswerForm(ModalScreen[str | None]):
    """Answers what to say of the answer that was kept, or None. A subclass has the questions."""

    DEFAULT_CSS = (
        """
    AnswerForm { align: center middle; background: $background 60%; }
    AnswerForm .dialog { width: 96%; max-width: 110; max-height: 96%; padding: 0 1; }
    AnswerForm .dialog-title { margin: 0; }
    AnswerForm .dialog-about { height: auto; color: $quiet; width: 1fr; }
    AnswerForm .dialog-error { height: auto; display: none; }
    AnswerForm.-refused .dialog-error { display: block; }
    AnswerForm #fields { height: auto; max-height: 68vh; }
    AnswerForm .question { width: 1fr; margin: 0; }
    """
        + DIALOG_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("ctrl+s", "keep", "Keep", show=False, priority=True),
        Binding("f1", "app.help", "Help", show=False),
    ]
    places: tuple[Place, ...] = ()
    about = ""

    def __init__(self, session: Session, title: str, under: str = "") -> None:
        """Take the session, what is asked about, and a sentence below it."""
        super().__init__()
        self.session = session
        self.answering = Answering(session)
        self.key = ""
        """The row to stand on when the answer was kept; empty for the one that was stood on."""
        self._title = title
        self._under = under
        self._changed = False
        self._told = False

    @property
    def writing(self) -> bool:
        """Whether something is typed that a file changed elsewhere must not sweep away."""
        return self._changed

    # What a form asks

    def fields(self) -> ComposeResult:
        """The questions."""
        raise NotImplementedError

    def tried(self) -> Draft:
        """The draft with the answer as it is now; raises what ``keep`` would refuse."""
        raise NotImplementedError

    def keep(self) -> str:
        """Give the answer to the session and say so; raises a ``Problem``, and then nothing is changed."""
        raise NotImplementedError

    def lacking(self) -> Widget | None:
        """Where to type what an answer lacks that was refused; None to stay where one is."""
        return None

    def on_mount(self) -> None:
        """Show the first question from its beginning."""
        self.call_after_refresh(self.query_one("#fields").scroll_home, animate=False)

    # Answering

    def compose(self) -> ComposeResult:
        """What is asked about, the questions, what is wrong with the answers, and the keys."""
        with Vertical(classes="dialog"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            if self._under:
                yield Static(Content(visible(" ".join(self._under.split()))), classes="dialog-about")
            with VerticalScroll(id="fields", can_focus=False):
                yield from self.fields()
            yield Static("", classes="dialog-error")
            yield FormBar()

    @on(Changed)
    @on(Input.Changed)
    def _typed(self) -> None:
        """What is typed is in the journal at once; it becomes a step when it is kept."""
        self._changed = True
        self._complain("")
        try:
            draft = self.tried()
        except Problem:
            return
        if not self.session.read_only:
            self.post_message(PolicyChanged(draft))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def action_keep(self) -> None:
        """Keep the answer; what it lacks is said here."""
        before = self.session.draft
        try:
            said = self.keep()
        except Problem as problem:
            self._complain(sentence(problem))
            lacking = self.lacking()
            if lacking is not None:
                lacking.focus()
            return
        self.dismiss(said if self.session.draft is not before else SAME)

    def keep_typing(self) -> None:
        """Keep an answer that will do, because the program is about to stop."""
        if self._changed:
            try:
                self.keep()
            except Problem:
                return

    def action_leave(self) -> None:
        """Leave everything as it was; what was typed is not thrown away by one key."""
        if self._changed and not self._told:
            self._complain("This is not kept yet: ctrl+s keeps it, esc again leaves it as it was.")
            self._told = True
            return
        if self._changed:
            self.post_message(PolicyChanged())
        self.dismiss(None)

    def _complain(self, words: str) -> None:
        self._told = False
        self.set_class(bool(words), "-refused")
        self.query_one(".dialog-error", Static).update(Content(visible(words)))


def printed_clauses(session: Session) -> tuple[Named, ...]:
    """Every clause that prints, in print order."""
    from composer.policy.standing import Named

    return tuple(Named(each.id, each.title, each.number) for each in session.outline_clauses() if each.number)
