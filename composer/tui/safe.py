"""What every painted line passes last: a wall against control characters, and colours taken out on request."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from composer.text import visible

STANDS_OUT = 0.12
"""How much brighter or darker a ground is, at least, that means something: a cursor, a selection, a chosen row."""


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


class WithoutColour(LineFilter):
    """Takes every colour out, for NO_COLOR; what stood out by its ground alone is reversed."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, bold, underlined or reversed at most."""
        return [
            segment if style is None else Segment(segment.text, _plain(style, background), segment.control)
            for segment, style in ((segment, segment.style) for segment in segments)
        ]


@lru_cache(maxsize=1024)
def _plain(style: Style, around: Color) -> Style:
    # Rich drops the meta with the colours; without it a click on a row of a list does not know the row.
    plain = style.without_color + Style.from_meta(style.meta) if style.meta else style.without_color
    ground = style.bgcolor
    if ground is None or ground.is_default:
        return plain
    apart = abs(Color.from_rich_color(ground).brightness - around.brightness)
    return plain + Style(reverse=True) if apart >= STANDS_OUT else plain
