"""Setting a finding aside: why it stays as it is, and who decides that."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from composer.text import strip_controls, visible
from composer.tui.dialogs.ask import DIALOG_CSS

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.checks.finding import Finding
    from composer.policy.evidence import SetAside


class SetAsideDialog(ModalScreen[tuple[str, str] | None]):
    """Answers the reason and who decided, or None. A finding that stands in the way of approval needs a name."""

    DEFAULT_CSS = (
        "SetAsideDialog { align: center middle; background: $background 60%; } .dialog-what { margin: 0 0 1 0; }"
        + DIALOG_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Later", show=False)]

    def __init__(self, finding: Finding, before: SetAside | None, by: str) -> None:
        """Take the finding, the answer given to it when its text was another one, and who decides unless told."""
        super().__init__()
        self._finding = finding
        self._before = before
        self._by = by

    @property
    def _blocks(self) -> bool:
        return self._finding.severity == "block"

    def compose(self) -> ComposeResult:
        """What is set aside, the reason, the name where one is needed, and what is wrong with them."""
        before = self._before
        with Vertical(classes="dialog"):
            yield Label(Content("Why does this stay as it is?"), classes="dialog-title")
            yield Static(Content(visible(self._finding.message)), classes="dialog-what")
            yield Label("The reason")
            yield Input(
                before.reason if before is not None else "",
                placeholder="in a sentence, for whoever looks at it next year",
                id="aside-reason",
                select_on_focus=False,
            )
            if self._blocks:
                yield Label("Who decides it, because it stands in the way of approval")
                yield Input(placeholder="Mrs Ames, headteacher", id="aside-by")
            yield Static("", classes="dialog-error")
            note = "Kept in the policy, and asked again when the text changes. enter sets it aside · esc leaves it open"
            yield Static(note, classes="dialog-note")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        reason, by = self._said("#aside-reason"), self._said("#aside-by") if self._blocks else self._by
        if not reason:
            self._complain("#aside-reason", "a reason is needed: say it in a sentence, or press esc")
        elif by:
            self.dismiss((reason, by))
        elif event.input.id == "aside-by" or not self._blocks:
            self._complain("#aside-by", "a name is needed: who decides that this stays?")
        else:
            self.query_one("#aside-by", Input).focus()

    def _said(self, line: str) -> str:
        return strip_controls(self.query_one(line, Input).value).strip()

    def _complain(self, line: str, words: str) -> None:
        self.query_one(".dialog-error", Static).update(Content(words))
        self.query_one(line, Input).focus()

    def action_leave(self) -> None:
        """Leave it open."""
        self.dismiss(None)
