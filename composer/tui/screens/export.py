"""The export: the form that says what is written and where, and what the file will say beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from composer.text import visible
from composer.tui.actions import bindings
from composer.tui.messages import PreviewWanted, WriteWanted
from composer.tui.screens.export_form import ExportForm
from composer.tui.screens.export_text import title_told
from composer.tui.widgets.export_preview import ExportPreview, SourceProse
from composer.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import DescendantFocus
    from textual.timer import Timer

    from composer.policy.problems import Problem
    from composer.session import Session
    from composer.tui.actions import Place
    from composer.tui.widgets.export_choices import Choice
    from composer.tui.widgets.export_preview import ExportProse

ROOM = 100
"""Columns from which the text stands beside the form."""
REST = 0.15
"""Seconds without another choice after which the text is made."""
SOON = 0.5
"""Seconds of writing after which it is told."""
MAKING = "Making the preview…"
KILO = 1024


class ExportScreen(Screen[None]):
    """Under 100 columns the form or the text; from there both."""

    DEFAULT_CSS = """
    ExportScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; text-wrap: nowrap;
                              text-overflow: ellipsis; }
    ExportScreen #both { height: 1fr; }
    ExportScreen ExportPreview { width: 1fr; height: 1fr; border: round $border-blurred;
                                 border-title-color: $foreground; border-title-style: bold; }
    ExportScreen ExportPreview:focus { border: heavy $primary; }
    ExportScreen.-room ExportForm { width: 56; }
    ExportScreen.-wide ExportForm { width: 64; }
    ExportScreen.-narrow.-at-text ExportForm, ExportScreen.-narrow.-at-form ExportPreview { display: none; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings("export")
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 (as in Textual)
        (0, "-narrow"),
        (ROOM, "-room"),
        (120, "-wide"),
    ]
    places: tuple[Place, ...] = ("export",)
    about = (
        "Here files are written. Choose what: the policy, what it changes, how it was thought through, or a short "
        "version for one audience. f chooses the kind of file, a what it is compared with. The preview shows what the "
        "file will say; in it [-words-] are gone and {+words+} are new. The file's name follows the choices until "
        "you type one; a name may begin with a folder. enter writes it, and you can go on with another format."
    )

    def __init__(self, session: Session, form: ExportForm) -> None:
        super().__init__()
        self.session = session
        self.form = form
        self._shown: Choice | None = None
        """Whose text is shown, or is being made."""
        self._titled = ""
        """What the text is headed with."""
        self._rest: Timer | None = None
        self._busy = False
        """Whether a file is being written."""
        self._soon: Timer | None = None
        self.add_class("-at-form")

    def compose(self) -> ComposeResult:
        """The form, and the text."""
        yield Static(id="title-bar")
        with Horizontal(id="both"):
            yield self.form
            yield ExportPreview(id="preview")
        yield KeyBar("everywhere", "export")

    def on_mount(self) -> None:
        """Stand on the list of what can be written."""
        self.refresh_policy()
        self.form.what.focus()

    @property
    def preview(self) -> ExportPreview:
        """The text."""
        return self.query_one(ExportPreview)

    def refresh_policy(self) -> None:
        """Show how the policy stands now."""
        self.query_one("#title-bar", Static).update(Content(visible(title_told(self.session), keep_newlines=False)))
        self._shown = None
        self.form.show()

    # The text

    @property
    def _text_in_sight(self) -> bool:
        return not (self.has_class("-narrow") and self.has_class("-at-form"))

    def on_resize(self) -> None:
        """Where there is room now, the text is wanted."""
        self.call_after_refresh(self._preview_soon)

    @on(ExportForm.Chosen)
    def _preview_soon(self) -> None:
        """Ask for the text of what is chosen, once no other choice is made."""
        if self._rest is not None:
            self._rest.stop()
        if self.form.choice != self._shown:
            self._rest = self.set_timer(REST, self._ask_for_text)

    def _ask_for_text(self) -> None:
        choice, offer = self.form.choice, self.form.offer
        if choice == self._shown or not self._text_in_sight:
            return
        self._shown = choice
        if offer.why_not:
            self._show(SourceProse(visible(f"Not now: {offer.why_not}.")), "Preview")
            return
        self._show(SourceProse(MAKING), MAKING)
        self.post_message(PreviewWanted(self, choice))

    def show_text(self, choice: Choice, found: ExportProse | Problem) -> None:
        """Show what was made, or why it cannot be, unless another choice was made meanwhile."""
        if choice != self._shown:
            return
        if isinstance(found, Exception):
            self._show(SourceProse(visible(str(found))), "No preview")
        else:
            self._show(found, f"Preview · {self.form.format.name}")

    def _show(self, prose: ExportProse, title: str) -> None:
        self._titled = title
        self.preview.show(prose)
        self._entitle()

    def _entitle(self) -> None:
        told = self.preview.changes_told
        self.preview.border_title = Content(f"{self._titled} · {told}" if told else self._titled)

    def action_next_change(self) -> None:
        """The next change in the text."""
        self._step(1)

    def action_previous_change(self) -> None:
        """The change before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if not self.preview.has_focus:
            self.action_read_text()
        if self.preview.step(by):
            self._entitle()
        else:
            told = self.preview.changes_told
            self.say("No more changes that way." if told else "Nothing is marked as changed in this text.")

    # Going

    def action_read_text(self) -> None:
        """Go to the text, or back to the choices."""
        if self.preview.has_focus:
            self._to_form()
        else:
            self._at_text(at=True)
            self.preview.focus()

    def _to_form(self) -> None:
        self._at_text(at=False)
        self.form.what.focus()

    def _at_text(self, *, at: bool) -> None:
        self.set_class(at, "-at-text")
        self.set_class(not at, "-at-form")
        self._preview_soon()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A click or tab goes from the form to the text, or back."""
        self._at_text(at=event.widget is self.preview)

    def action_name_file(self) -> None:
        """Type the file's name."""
        self._at_text(at=False)
        self.form.field.focus()

    def action_back(self) -> None:
        """From the text or the name to the choices, from there to where one came from."""
        if self.form.what.has_focus:
            self.dismiss(None)
        else:
            self._to_form()

    # Choosing

    def action_next_format(self) -> None:
        """The next kind of file."""
        self.form.next_format()

    def action_against(self) -> None:
        """The model, or the text that was approved."""
        why_not = self.form.next_against()
        if why_not:
            self.say(why_not)

    def say(self, words: str) -> None:
        """Tell something in passing."""
        self.notify(visible(words), markup=False, timeout=4)

    # Writing

    @on(ExportForm.Entered)
    def action_write_export(self) -> None:
        """Write the file, or say why not."""
        if self._busy:
            return
        if self.has_class("-narrow"):
            # What becomes of the file is told there.
            self._to_form()
        if self.form.wrong:
            self.form.tell(f"Not written: {self.form.wrong}", "-wrong")
            return
        self._busy = True
        self.post_message(WriteWanted(self, self.form.choice, self.form.file))

    def begun(self) -> None:
        """The file is being made: say so if that takes long."""
        name = self.form.format.name
        self._soon = self.set_timer(SOON, lambda: self.form.tell(f"Writing {name}…"))

    def written(self, path: Path, size: int, told: str = "") -> None:
        """Say where the file went, and what there is to know of it."""
        said = f"✓ Written: {path} ({_size(size)})"
        self._done(f"{said}; {told}" if told else said, "-written")

    def not_written(self, why: str) -> None:
        """Say why nothing was written."""
        # The store says "not written" itself, behind the file's name.
        self._done(f"Not written: {why.replace(': not written: ', ': ', 1)}", "-wrong")

    def _done(self, words: str, look: str) -> None:
        self._busy = False
        if self._soon is not None:
            self._soon.stop()
        self.form.tell(words, look)


def _size(size: int) -> str:
    return f"{size} bytes" if size < KILO else f"{size / KILO:,.0f} KB"
