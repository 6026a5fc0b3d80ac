"""A long text to read: only the lines in sight are painted, and the text is laid out while it is read already."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import work
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from composer.tui.widgets.prose_leaves import Prose
from composer.tui.widgets.prose_lines import Layout, Place

if TYPE_CHECKING:
    from textual.events import Click
    from textual.selection import Selection

    from composer.tui.widgets.prose_leaves import Line

MARGIN = 2
"""Blank columns on either side of the text."""
SLICE, PAUSE = 0.008, 0.004
"""Seconds of laying out in one go, and seconds left between for keys and painting."""
MEASURED = 10
"""Slices after which the scroll bar is told: it makes the screen be painted anew."""
AHEAD = 200
"""Lines below the top of the screen that are laid out at once: for a page more, and for a window that grows."""


class ProseView(ScrollView, can_focus=True):
    """Shows a Markdown document.

    Args:
        source: The document, fit to be shown.
    """

    DEFAULT_CSS = """
    ProseView { background: $background; color: $foreground; scrollbar-size-vertical: 1; overflow: hidden auto;
                scrollbar-gutter: stable; }
    ProseView .prose--h1 { color: $primary; text-style: bold; }
    ProseView .prose--h2 { color: $primary; text-style: bold underline; }
    ProseView .prose--h3 { color: $primary; text-style: bold; }
    ProseView .prose--h4 { color: $foreground; text-style: bold underline; }
    ProseView .prose--h5 { color: $foreground; text-style: bold; }
    ProseView .prose--h6 { color: $quiet; text-style: bold; }
    ProseView .prose--head { color: $primary; text-style: bold; }
    ProseView .prose--strong { text-style: bold; }
    ProseView .prose--em { text-style: italic; }
    ProseView .prose--code { background: $panel; }
    ProseView .prose--link { color: $accent; text-style: underline; }
    ProseView .prose--mark { color: $quiet; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"prose--{look}"
        for look in ("h1", "h2", "h3", "h4", "h5", "h6", "head", "strong", "em", "code", "link", "mark")
    }

    class LinkClicked(Message):
        """Someone clicked a link."""

        def __init__(self, href: str) -> None:
            super().__init__()
            self.href = href

    def __init__(self, source: str, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self.source = source
        self.prose = Prose(source)
        self._laid = Layout(self.prose, 0)

    @property
    def complete(self) -> bool:
        """Whether the whole text is laid out."""
        return self._laid.done

    def on_resize(self) -> None:
        """Wrap for the new width as far as what is in sight, which stays in sight; then the rest, little by little."""
        width = max(self.scrollable_content_region.width - 2 * MARGIN, 1)
        if width == self._laid.width:
            return
        place = self._laid.place(self.scroll_offset.y)
        self._laid = Layout(self.prose, width)
        if self.text_selection is not None:
            self.screen.clear_selection()
        self._show(place)
        self._fill(self._laid)

    @work(exclusive=True)
    async def _fill(self, laid: Layout) -> None:
        slices = 0
        while not laid.done:
            # Keys and painting come between.
            await asyncio.sleep(PAUSE)
            laid.grow(SLICE)
            slices += 1
            if laid.done or slices % MEASURED == 0:
                self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(self._laid.width + 2 * MARGIN, len(self._laid.lines))
        self.refresh()

    def _show(self, place: Place) -> None:
        """Bring a place to the top."""
        self._laid.reach(place, max(AHEAD, 2 * self.size.height))
        self._measure()
        self.scroll_to(0, self._laid.line_of(place), animate=False, immediate=True, force=True)

    def go_to(self, leaf: int) -> None:
        """Bring a leaf to the top."""
        self._show(Place(leaf))

    def go_to_anchor(self, name: str) -> bool:
        """Bring a heading to the top; False when there is none of that name."""
        leaf = self.prose.leaf_of(name)
        if leaf is not None:
            self.go_to(leaf)
        return leaf is not None

    def action_scroll_end(self) -> None:
        """Go to the end, which may not have been laid out yet."""
        self._laid.grow()
        self._measure()
        super().action_scroll_end()

    # Painting

    def render_line(self, y: int) -> Strip:
        """One line in sight."""
        number = y + self.scroll_offset.y
        base = self.rich_style
        width = self.size.width
        if number >= len(self._laid.lines):
            return Strip.blank(width, base)
        text = self._text(self._laid.lines[number])
        selection = self.text_selection
        span = selection.get_span(number) if selection is not None else None
        if span is not None:
            start, end = span
            style = self.screen.get_component_rich_style("screen--selection")
            text.stylize(style, start, len(text) if end == -1 else end)
        strip = Strip(text.render(self.app.console)).apply_style(base).apply_offsets(0, number)
        return Strip.join([Strip.blank(MARGIN, base), strip]).adjust_cell_length(width, base)

    def _text(self, line: Line) -> Text:
        text = Text(no_wrap=True, end="")
        for piece in line:
            looks = [self.get_component_rich_style(f"prose--{look}", partial=True) for look in piece.looks]
            text.append(piece.text, Style.combine([Style.null(), *looks]))
        return text

    # The mouse

    def on_click(self, event: Click) -> None:
        """Tell which link was clicked."""
        number = event.y + self.scroll_offset.y
        if not 0 <= number < len(self._laid.lines):
            return
        column = MARGIN
        for piece in self._laid.lines[number]:
            start, column = column, column + cell_len(piece.text)
            if piece.href and start <= event.x < column:
                self.post_message(self.LinkClicked(piece.href))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that was selected with the mouse."""
        lines = ("".join(piece.text for piece in line) for line in self._laid.lines)
        return selection.extract("\n".join(lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Paint what is selected."""
        self.refresh()
