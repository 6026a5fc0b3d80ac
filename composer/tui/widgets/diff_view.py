"""The change view: one or many diffs, painted line by line, with marks, looks and gutter signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from composer.text import visible
from composer.tui.widgets.diff_lines import VIEWS, Laid, Line, Look, Passage, View, lay

if TYPE_CHECKING:
    from rich.style import Style

    from composer.compare.edits import TextDiff


class DiffView(ScrollView, can_focus=True):
    """Shows passages; only the lines in sight are painted.

    The line on which the current change starts has a ``▸`` in its gutter.
    """

    DEFAULT_CSS = """
    DiffView { background: $surface; color: $foreground; scrollbar-size-vertical: 1; overflow: hidden auto;
               scrollbar-gutter: stable; }
    DiffView .diff--ins { color: $diff-ins; text-style: bold underline; }
    DiffView .diff--del { color: $diff-del; text-style: strike; }
    DiffView .diff--move { color: $diff-move; text-style: italic; }
    DiffView .diff--note { color: $quiet; }
    DiffView .diff--warn { color: $warning; text-style: bold; }
    DiffView .diff--head { color: $foreground; text-style: bold; }
    DiffView .diff--same { color: $foreground; }
    DiffView .diff--gutter { color: $accent; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"diff--{look}" for look in ("ins", "del", "move", "note", "warn", "head", "same", "gutter")
    }

    view: reactive[View] = reactive("marked")
    current: reactive[int] = reactive(-1)
    """The change a person is at, from 0; -1 before the first."""

    class Moved(Message):
        """The current change or the view is another one."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._passages: tuple[Passage, ...] = ()
        self._laid = Laid((), ())

    def show(self, passages: tuple[Passage, ...], *, keep_place: bool = False) -> None:
        """Show these passages; ``keep_place`` leaves the scroll and the current change where they are."""
        self._passages = passages
        if not keep_place:
            self.current = -1
            self.scroll_to(0, 0, animate=False, immediate=True)
        self._lay()

    @property
    def changes(self) -> int:
        """How many changes there are to step through."""
        return len(self._laid.changes)

    @property
    def title(self) -> str:
        """What the pane's title says: the view, and which change of how many."""
        words = f"{VIEWS[self.view]} · " if self.view != "marked" else ""
        if not self.changes:
            return f"{words}no changes"
        if self.current < 0:
            return f"{words}{self.changes} change{'s' if self.changes != 1 else ''}"
        return f"{words}change {self.current + 1} of {self.changes}"

    def follow(self, diff: TextDiff, caret: int) -> None:
        """Keep in sight what a person is writing; the current change is the last one that starts before ``caret``."""
        at, number = 0, -1
        for index, block in enumerate(diff.blocks):
            if at > caret:
                break
            number += index in diff.changes
            at += len(block.new)
        if 0 <= number < self.changes:
            self.current = number
            self._show_line(self._line_of(diff.new[:caret]) if self.view != "model" else self._laid.changes[number])

    def step(self, by: int) -> bool:
        """Go to the next (+1) or previous (-1) change; False when there is none that way."""
        to = self.current + by if self.current >= 0 else (0 if by > 0 else self.changes - 1)
        if not 0 <= to < self.changes:
            return False
        self.current = to
        self._show_line(self._laid.changes[to])
        return True

    def _line_of(self, before: str) -> int:
        """The line that shows what comes after ``before`` in our text: blanks and marks do not count."""
        ahead = len("".join(visible(before).split()))
        for number, line in enumerate(self._laid.lines):
            ahead -= sum(_ours(text, look) for text, look in line.pieces)
            if ahead <= 0:
                return number
        return max(len(self._laid.lines) - 1, 0)

    def _show_line(self, line: int) -> None:
        region = Region(0, max(line - 2, 0), max(self.size.width, 1), min(10, max(self.size.height, 1)))
        self.scroll_to_region(region, animate=False, immediate=True, force=True)

    @property
    def current_line(self) -> int:
        """The line of the current change while it is in sight, else the first line in sight."""
        top = self.scroll_offset.y
        if 0 <= self.current < self.changes:
            line = self._laid.changes[self.current]
            if top <= line < top + self.size.height:
                return line
        return top

    def line_of_passage(self, index: int) -> int:
        """The line on which a passage starts."""
        return len(lay(self._passages[:index], self._inner_width, self.view).lines) + (1 if index else 0)

    def cycle(self) -> None:
        """Marked, then ours, then the model's."""
        order = list(VIEWS)
        self.view = order[(order.index(self.view) + 1) % len(order)]

    @property
    def _inner_width(self) -> int:
        return max(self.scrollable_content_region.width, 12)

    def _lay(self) -> None:
        self._laid = lay(self._passages, self._inner_width, self.view)
        if self.current >= self.changes:
            self.set_reactive(DiffView.current, self.changes - 1)
        self.virtual_size = Size(self._inner_width, len(self._laid.lines))
        self.refresh()
        self.post_message(self.Moved())

    def watch_view(self) -> None:
        """Lay out anew for the other reading."""
        self._lay()

    def watch_current(self) -> None:
        """Paint the gutter's arrow."""
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self._lay()

    def render_line(self, y: int) -> Strip:
        """One line in sight, gutter included."""
        line_number = y + self.scroll_offset.y
        base = self.rich_style
        width = self.size.width
        if line_number >= len(self._laid.lines):
            return Strip.blank(width, base)
        return self._strip(self._laid.lines[line_number], base).adjust_cell_length(width, base).apply_style(base)

    def _strip(self, line: Line, base: Style) -> Strip:
        here = line.change is not None and line.change == self.current
        gutter = self.get_component_rich_style("diff--gutter", partial=True)
        sign = f"{line.sign}▸" if here else f"{line.sign} "
        segments = [Segment(sign, base + gutter)]
        segments += [
            Segment(text, base + self.get_component_rich_style(f"diff--{look}", partial=True))
            for text, look in line.pieces
        ]
        return Strip(segments)


def _ours(text: str, look: Look) -> int:
    """How many characters of our text a painted piece shows."""
    if look not in {"same", "ins"}:
        return 0
    return len("".join(text.replace("{+", "").replace("+}", "").split() if look == "ins" else text.split()))
