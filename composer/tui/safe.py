"""The last walls between other people's text and the terminal: a line filter and an action filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

from composer.text import visible

if TYPE_CHECKING:
    from textual.color import Color


class VisibleControls(LineFilter):
    """Turns every control character that reached a line into a visible sign.

    Widgets are handed text that already went through ``composer.text.visible``; this stops what any of
    them let through.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments, their text made of printable characters only."""
        if all(segment.control is not None or segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment
            if segment.control is not None or segment.text.isprintable()
            else Segment(visible(segment.text, keep_newlines=False), segment.style)
            for segment in segments
        ]
