"""Help about where the person is: a few sentences, then the keys that work there."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from composer.text import visible
from composer.tui.actions import actions, key_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from composer.tui.actions import Place

SENTENCE = 46
"""Columns a key's sentence takes, so that it fits beside its key at 80 columns."""
DETAIL = 54
"""Columns that what is known of a clause takes beside its label."""
SIGNS_TOLD = (
    ("✓", "as the model has it, or the library"),
    ("±", "adapted by the school"),
    ("✗", "dropped"),
    ("+", "the school's own clause"),
    ("?", "undecided"),
    ("·", "in the library only"),
    ("★", "recommended for this school"),
    ("!", "a reason is wanted, or it excludes another clause of the policy"),
    ("✗2", "two findings, one of them at least to fix before approval"),
    ("!2", "two findings to look at: a decision or a reason is wanted"),
)


class HelpScreen(ModalScreen[None]):
    """Any of esc, F1 and q closes it."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll { width: 90%; max-width: 90; height: 90%; background: $panel; border: round $primary;
                                padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q,question_mark", "close", "Close", show=False)]

    def __init__(self, places: tuple[Place, ...], about: str, details: tuple[tuple[str, str], ...] = ()) -> None:
        """Take the places a person is in, what is said about them, and what is known of the clause stood on.

        The first pair of ``details`` is a heading; each other one is a label and what it says.
        """
        super().__init__()
        self._places = places
        self._about = about
        self._details = details

    def compose(self) -> ComposeResult:
        """Sentences, keys, signs."""
        box = VerticalScroll()
        box.border_title = Content("Help")
        box.border_subtitle = Content("esc closes · ↑ ↓ scroll")
        with box:
            yield Static(self._text())

    def _text(self) -> Content:
        parts: list[str | tuple[str, str]] = [self._about, "\n\n"]
        parts += self._behind()
        parts.append(("Keys here\n", "bold $accent"))
        for action in sorted(actions(*self._places, "everywhere"), key=lambda action: action.rank or 99):
            keys = " ".join(key_name(key) for key in action.keys if key != "f20")
            said = wrap(action.help, SENTENCE)
            parts += [(f"  {keys:<16}", "bold"), f"\n{' ' * 18}".join(said), "\n"]
        if "compose" in self._places:
            parts.append(("\nSigns\n", "bold $accent"))
            parts += [f"  {sign:<2}  {words}\n" for sign, words in SIGNS_TOLD]
        parts.append("\nctrl+p finds any of these by name. Every one has a command too: policy-composer --help\n")
        return Content.assemble(*parts)

    def _behind(self) -> Iterator[str | tuple[str, str]]:
        """What the clause stood on settles, covers and rests on, and who reads it."""
        before = ""
        for at, (label, said) in enumerate(self._details):
            if at == 0:
                yield (f"This clause: {visible(label)}\n", "bold $accent")
                continue
            shown = wrap(visible(said), DETAIL) or [""]
            yield (f"  {label if label != before else '':<10}", "bold")
            yield f"\n{' ' * 12}".join(shown) + "\n"
            before = label
        if self._details:
            yield "\n"

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
