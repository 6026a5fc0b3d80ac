"""The form for an approval: what the minutes say of it, looked over where it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Label, Static

from composer.policy.answers import answer
from composer.policy.approval import Minuted, check_minuted
from composer.policy.dictionary import in_words, read_date
from composer.policy.placeholders import capital
from composer.policy.problems import Problem
from composer.text import visible

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from composer.policy.approval import Approval
    from composer.session import Session

BODY = "governing_body"
"""The value whose answer names the body, where no approval has named it yet."""

FIELDS = (
    ("body", "Body", "Full governing body"),
    ("meeting", "Meeting", "Spring term meeting"),
    ("on", "Date", "2027-03-12"),
    ("minute", "Minute reference", "2027/14"),
)
"""Each field's name, its label and an example of what is typed there."""


class DetailField(Vertical):
    """One thing the minutes say: its label, the line to type it on, and what is wrong with it."""

    DEFAULT_CSS = """
    DetailField { height: auto; }
    DetailField .row { height: 1; }
    DetailField Label { width: 18; }
    DetailField Input { width: 1fr; }
    DetailField .said { width: auto; max-width: 24; padding: 0 0 0 2; color: $quiet; display: none; }
    DetailField .wrong { height: auto; color: $error; padding: 0 0 0 19; display: none; }
    DetailField.-wrong .wrong, DetailField.-dated .said { display: block; }
    """

    def __init__(self, name: str, label: str, hint: str, value: str) -> None:
        super().__init__(id=name)
        self._label = label
        self._hint = hint
        self._value = value

    def compose(self) -> ComposeResult:
        """Label, line, complaint."""
        with Horizontal(classes="row"):
            yield Label(Content(self._label))
            yield Input(self._value, placeholder=f"for example: {self._hint}")
            yield Static("", classes="said")
        yield Static("", classes="wrong")

    @property
    def line(self) -> Input:
        """Where it is typed."""
        return self.query_one(Input)

    @property
    def said(self) -> str:
        """What is typed, without blanks around it."""
        return self.line.value.strip()

    def complain(self, words: str) -> None:
        """Say what is wrong; nothing with empty words."""
        self.set_class(bool(words), "-wrong")
        self.query_one(".wrong", Static).update(Content(visible(words)))

    def tell_day(self, day: date | None) -> None:
        """Say the date in words, so that a slip in its figures is seen."""
        self.set_class(day is not None, "-dated")
        self.query_one(".said", Static).update(Content(in_words(day) if day is not None else ""))


class ApprovalForm(Vertical):
    """Body, meeting, date and minute reference; the button, or ctrl+s, records."""

    DEFAULT_CSS = """
    ApprovalForm { height: auto; border: round $primary; padding: 0 1; }
    ApprovalForm .by { height: 1; }
    ApprovalForm #record { margin: 0 0 0 18; }
    """

    class Recorded(Message):
        """A person pressed the button."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """One line a question, who records, and the button."""
        self.border_title = Content("Record what was decided")
        self.border_subtitle = Content("tab next · ctrl+s record it · esc back")
        first = {"body": self._body(), "on": self._session.today.isoformat()}
        for name, label, hint in FIELDS:
            yield DetailField(name, label, hint, first.get(name, ""))
        with Horizontal(classes="by"):
            yield Label(Content(f"{'Recorded by':<18} {visible(self._session.by)}"))
        yield Button("Record the approval", id="record", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Tell the date that is there already."""
        self.field("on").tell_day(self._session.today)

    def _body(self) -> str:
        """Who approved last, else who does according to the policy."""
        if self._session.approval is not None:
            return self._session.approval.body
        return capital(answer(self._session.draft, self._session.library, BODY))

    def field(self, name: str) -> DetailField:
        """The field of this name."""
        return self.query_one(f"#{name}", DetailField)

    def begin(self) -> None:
        """Stand on the first field that is empty."""
        fields = list(self.query(DetailField))
        next((field for field in fields if not field.said), fields[0]).line.focus()

    def empty(self) -> None:
        """Forget what was said of a meeting, because it is recorded."""
        for name in ("meeting", "minute"):
            with self.prevent(Input.Changed):
                self.field(name).line.value = ""

    def minuted(self) -> Minuted | None:
        """What was typed; None where something will not do, which is told beside it."""
        wrong = [field for field in self.query(DetailField) if not self._check(field)]
        if wrong:
            wrong[0].line.focus()
            return None
        said = {field.id: field.said for field in self.query(DetailField)}
        on = read_date("the day of the meeting", said["on"])
        return Minuted(said["body"], said["meeting"], said["minute"], on, self._session.by)

    def _check(self, field: DetailField) -> bool:
        try:
            _check_alone(field.id or "", field.said, self._session.today, self._session.approval)
        except Problem as problem:
            field.complain(str(problem))
            return False
        field.complain("")
        return True

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """A complaint goes as soon as it is met; a new one waits until the field is left."""
        event.stop()
        field = _field(event.input)
        if field.has_class("-wrong"):
            self._check(field)
        if field.id == "on":
            field.tell_day(_day(field.said))

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        field = _field(event.input)
        if field.said:
            self._check(field)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()

    @on(Button.Pressed, "#record")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Recorded())


def _check_alone(name: str, said: str, today: date, last: Approval | None) -> None:
    """Look one field over as the whole is looked over, so that what is wrong is told where it was typed."""
    if name == "on":
        if not said:
            raise Problem("the date is missing", "give the day of the meeting, such as 2027-03-12")
        check_minuted(Minuted("-", "-", "-", read_date("the day of the meeting", said), "-"), today=today, last=last)
        return
    texts = {"body": "-", "meeting": "-", "minute": "-", name: said}
    check_minuted(Minuted(texts["body"], texts["meeting"], texts["minute"], today, "-"), today=today, last=None)


def _day(said: str) -> date | None:
    try:
        return read_date("the day of the meeting", said)
    except Problem:
        return None


def _field(line: Input) -> DetailField:
    return next(widget for widget in line.ancestors if isinstance(widget, DetailField))
