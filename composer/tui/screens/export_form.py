"""The form of an export: what, as which kind of file, beside which text, and under which name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label, OptionList, Static

from composer.text import strip_controls, visible
from composer.tui.screens.export_text import left_open
from composer.tui.widgets.export_choices import AgainstLine, Choice, FormatLine, WhatList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from composer.session import Session
    from composer.tui.widgets.export_choices import FormatOffer, WhatOffer


class ExportForm(Vertical):
    """The choices, the file's name, what is open in the policy, and what became of the file.

    Args:
        session: The open policy.
        offers: Tells what can be written of the policy as it is now.
        formats: As which kinds of file.
        begin: What to stand on.
        named: Gives a choice the name that its file has unless a person names it.
        folder: Where a file goes that is named without one.
    """

    DEFAULT_CSS = """
    ExportForm { width: 1fr; height: 1fr; background: $surface; }
    ExportForm FormatLine { margin: 1 0 0 0; }
    ExportForm #about { height: auto; padding: 0 1 0 11; color: $quiet; }
    ExportForm #file { height: 1; padding: 0 1; background: $surface; }
    ExportForm #file Label { width: 9; color: $quiet; }
    ExportForm #file Input { width: 1fr; background: $panel; padding: 0; }
    ExportForm #folder { height: 1; padding: 0 1 0 11; color: $quiet; text-wrap: nowrap; text-overflow: ellipsis; }
    ExportForm #told { height: auto; padding: 0 1; text-style: bold; display: none; }
    ExportForm #told.-said { display: block; }
    ExportForm #told.-written { color: $success; }
    ExportForm #told.-wrong { color: $error; }
    ExportForm #open { height: auto; padding: 0 1; margin: 1 0 0 0; color: $warning; }
    """

    class Chosen(Message):
        """A person chose, or what there is to choose is another."""

    class Entered(Message):
        """A person ended the file's name with enter."""

    def __init__(
        self,
        session: Session,
        offers: Callable[[], Sequence[WhatOffer]],
        formats: Sequence[FormatOffer],
        *,
        begin: str,
        named: Callable[[Choice], str],
        folder: Path,
    ) -> None:
        super().__init__()
        self._session = session
        self._offers = offers
        self._what = {each.id: each for each in offers()}
        self._formats = {each.id: each for each in formats}
        self._begin = begin
        self._named = named
        self._folder = folder
        self._format = formats[0].id
        self._since = False
        self._own_name = False
        """Whether the name of the file is a person's own."""

    def compose(self) -> ComposeResult:
        """A line each, what is told of the file below its name, and what is open below that."""
        yield WhatList(tuple(self._what.values()), self._begin)
        yield FormatLine()
        yield Static(id="about")
        yield AgainstLine()
        with Horizontal(id="file"):
            yield Label(Content("File"))
            yield Input(id="file-name", select_on_focus=False)
        yield Static(Content(visible(f"in {self._folder}", keep_newlines=False)), id="folder")
        yield Static(id="told")
        yield Static(id="open")

    # What is chosen

    @property
    def what(self) -> WhatList:
        """The list of what can be written."""
        return self.query_one(WhatList)

    @property
    def field(self) -> Input:
        """Where the file's name is typed."""
        return self.query_one("#file-name", Input)

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        what = self.what.here
        return Choice(what, self._format, self._since and self._what[what].compares)

    @property
    def offer(self) -> WhatOffer:
        """What is to be written."""
        return self._what[self.what.here]

    @property
    def format(self) -> FormatOffer:
        """As which kind of file."""
        return self._formats[self._format]

    @property
    def file(self) -> str:
        """The file's name; one without an ending gets that of its kind."""
        said = strip_controls(self.field.value).strip()
        return said if not said or "." in said.rpartition("/")[2] else said + self.format.suffix

    @property
    def wrong(self) -> str:
        """Why no file can be written; empty when one can."""
        if self.offer.why_not:
            return f"{self.offer.why_not}."
        if self.format.why_not:
            return self._missing
        if not self.file:
            return "the file has no name; n goes to it."
        if not self.file.lower().endswith(self.format.suffix):
            return f"{self.file} must end in {self.format.suffix} for {self.format.name}; f chooses another format."
        return ""

    @property
    def _missing(self) -> str:
        return f"{self.format.name} is not installed: {self.format.why_not}"

    # Painting

    def show(self) -> None:
        """Show what there is to choose of the policy as it is now."""
        self._what = {each.id: each for each in self._offers()}
        self.what.show(tuple(self._what.values()))
        self._since = self._since and self._approved
        self._follow()

    def _follow(self) -> None:
        """Show what follows from the choices, and tell the screen."""
        choice, kind = self.choice, self.format
        about = self.offer.in_word if kind.id == "docx" and self.offer.in_word else kind.about
        if kind.why_not:
            about = self._missing
        self.query_one("#about", Static).update(Content(visible(about)))
        kinds = [(each.id, f"no {each.name}" if each.why_not else each.name) for each in self._formats.values()]
        self.query_one(FormatLine).show_line("Format", kinds, choice.format)
        self.query_one(AgainstLine).show_line("Against", self._against(), "since" if choice.since else "model")
        if not self._own_name:
            self._put_name(self._named(choice))
        self.query_one("#open", Static).update(Content(visible("\n".join(left_open(self._session, choice)))))
        self.post_message(self.Chosen())

    @property
    def _approved(self) -> bool:
        return self._session.approval is not None and self._session.approval_trouble is None

    def _against(self) -> list[tuple[str, str]]:
        if not self.offer.compares:
            return [("", "– only changes, redline, sentences compare")]
        approval = self._session.approval
        if approval is None or not self._approved:
            return [("model", "the model"), ("", "no approval yet")]
        return [("model", "the model"), ("since", f"as approved {approval.when}")]

    def _put_name(self, name: str) -> None:
        with self.prevent(Input.Changed):
            self.field.value = name

    def tell(self, words: str, look: str = "") -> None:
        """Say something of the file, where it stays."""
        told = self.query_one("#told", Static)
        told.update(Content(visible(words, keep_newlines=False)))
        told.set_classes(f"-said {look}")

    # Choosing

    @on(OptionList.OptionHighlighted)
    def _stood_on(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._follow()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()

    @on(FormatLine.Chosen)
    def _line_clicked(self, event: FormatLine.Chosen) -> None:
        event.stop()
        if isinstance(event.line, FormatLine):
            self._choose_format(event.name)
        else:
            self._since = event.name == "since"
            self._follow()

    def next_format(self) -> None:
        """Choose the next kind of file."""
        kinds = list(self._formats)
        self._choose_format(kinds[(kinds.index(self._format) + 1) % len(kinds)])

    def _choose_format(self, kind: str) -> None:
        before, name = self.format.suffix, self.field.value
        self._format = kind
        if self._own_name and name.lower().endswith(before):
            self._put_name(name[: -len(before)] + self.format.suffix)
        self._follow()

    def next_against(self) -> str:
        """Compare with the other text; answers why that cannot be, in a sentence."""
        if not self.offer.compares:
            return "Only the changes, the redline and the sentences compare."
        if not self._approved:
            return "The policy has not been approved yet: it is compared with the model."
        self._since = not self._since
        self._follow()
        return ""

    @on(Input.Changed, "#file-name")
    def _renamed(self, event: Input.Changed) -> None:
        event.stop()
        said = event.value.strip().lower()
        self._own_name = bool(said)
        typed = next((each.id for each in self._formats.values() if said.endswith(each.suffix)), self._format)
        if typed != self._format:
            self._format = typed
            self._follow()

    @on(Input.Submitted, "#file-name")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered())
