"""The clause's text: read with the arrow keys, written after ``a``."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from composer.text import strip_controls, unix
from composer.tui.actions import bindings
from composer.tui.messages import Typed

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.events import Paste
    from textual.timer import Timer

PAUSE = 0.08
"""Seconds of rest after a key before the text is read and compared."""
AT_LATEST = 0.13
"""Seconds after which the text is read even though the keys keep coming, so that all of it is soon kept safe."""


class ClauseEditor(TextArea):
    """One clause's Markdown. Read-only until ``begin`` is called.

    ``Typed`` is posted when a person rests for a moment, or has not rested for a while; not for each key.
    """

    DEFAULT_CSS = """
    ClauseEditor { border: none; padding: 0 1; background: $surface; scrollbar-size-vertical: 1; height: 1fr; }
    ClauseEditor:focus { border: none; }
    ClauseEditor.-writing { background: $background; }
    ClauseEditor .text-area--selection { text-style: bold underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("writing", of="screen.")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(
            "", id=id, read_only=True, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False
        )
        self.clause_id = ""
        self._timer: Timer | None = None
        self._unread_since = 0.0

    @property
    def writing(self) -> bool:
        """Whether what is typed goes into the text."""
        return not self.read_only

    def show(self, clause_id: str, text: str) -> None:
        """Show a clause's text, unless it is shown already."""
        shown = text.rstrip("\n")
        if clause_id == self.clause_id and shown == self.text.rstrip("\n"):
            return
        self._rest()
        keep = self.cursor_location if clause_id == self.clause_id else (0, 0)
        self.clause_id = clause_id
        with self.prevent(TextArea.Changed):
            self.load_text(shown)
        self.move_cursor(keep)

    @property
    def caret(self) -> int:
        """How many characters stand before the cursor."""
        row, column = self.cursor_location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def select(self, start: int, stop: int) -> None:
        """Select the characters from ``start`` to ``stop``; with none between them, put the cursor there."""
        self.selection = Selection(self._location(start), self._location(max(start, stop)))

    def on_resize(self) -> None:
        """Keep selected words in sight when the heading above takes more lines."""
        if not self.selection.is_empty:
            self.scroll_cursor_visible()

    def _location(self, at: int) -> tuple[int, int]:
        """The row and column of a character of the text."""
        before = "\n".join(self.document.lines)[:at]
        return before.count("\n"), len(before) - before.rfind("\n") - 1

    def begin(self) -> None:
        """Let the person write, from the end of the text; selected words stay so, to be typed over."""
        self.read_only = False
        self.add_class("-writing")
        if self.selection.is_empty:
            self.move_cursor(self.document.end)
        self.focus()

    def end(self) -> None:
        """Back to reading; what was typed since the last rest is told first."""
        self.tell()
        self.read_only = True
        self.remove_class("-writing")

    def tell(self) -> None:
        """Post ``Typed`` at once if something was typed since the last rest."""
        if self._timer is not None:
            self._rest()
            self.post_message(Typed(self.clause_id))

    @property
    def unread(self) -> bool:
        """Whether something was typed that nobody has read yet."""
        return self._timer is not None

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if not self.writing:
            return
        now = monotonic()
        if self._timer is None:
            self._unread_since = now
        self._rest()
        wait = min(PAUSE, max(self._unread_since + AT_LATEST - now, 0.001))
        self._timer = self.set_timer(wait, self.tell)

    async def _on_paste(self, event: Paste) -> None:
        # TextArea's own handler takes it in next: called from here as well, it would take it in twice.
        event.text = strip_controls(unix(event.text))
