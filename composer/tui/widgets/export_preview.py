"""What an export will say, to be read before it is written."""

from __future__ import annotations

import re
from typing import ClassVar

from composer.tui.widgets.prose_leaves import Leaf, Line, Prose
from composer.tui.widgets.prose_lines import Layout, Piece, Place
from composer.tui.widgets.prose_view import ProseView

_MARKED = re.compile(r"\{(?:\+\+|--|~~)")
"""Where CriticMarkup begins something that is new, gone or in the place of other words."""


class ExportProse(Prose):
    """The text of an export, made into leaves by whoever makes it."""

    changes: tuple[int, ...] = ()
    """The leaves in which something is marked as new or gone."""


class SourceProse(ExportProse):
    """A text shown as it is written, line by line.

    Args:
        source: The text, fit to be shown.
    """

    def __init__(self, source: str) -> None:
        lines = source.rstrip("\n").split("\n")
        self.leaves = tuple(Leaf("text", ((line,),), "", "", None) for line in lines)
        self.headings = ()
        self.changes = tuple(at for at, line in enumerate(lines) if _MARKED.search(line))

    def pieces(self, markdown: str) -> Line:
        """The line."""
        return (Piece(markdown),)


class ExportPreview(ProseView):
    """Shows one text after the other."""

    DEFAULT_CSS = """
    ExportPreview .prose--ins { color: $diff-ins; text-style: bold underline; }
    ExportPreview .prose--del { color: $diff-del; text-style: strike; }
    ExportPreview .prose--note { color: $quiet; text-style: italic; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"prose--ins", "prose--del", "prose--note"}

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__("", id=id)
        self._changes: tuple[int, ...] = ()
        self._stepped: tuple[int, float] | None = None
        """The change gone to last, and how far the text was scrolled then."""

    def show(self, prose: ExportProse) -> None:
        """Show this text from its top."""
        self.prose = prose
        self._changes, self._stepped = prose.changes, None
        self._laid = Layout(prose, self._laid.width)
        if self.text_selection is not None:
            self.screen.clear_selection()
        if self._laid.width:
            self._show(Place(0))
            self._fill(self._laid)

    @property
    def changes_told(self) -> str:
        """How many changes there are, and at which one a person is: ``change 3 of 10``; empty where there are none."""
        many = len(self._changes)
        if self._stepped is not None:
            return f"change {self._stepped[0] + 1} of {many}"
        return f"{many} change{'s' if many > 1 else ''}" if many else ""

    def step(self, by: int) -> bool:
        """Bring the next (+1) or previous (-1) change to the top; False when there is none that way."""
        to = self._next(by)
        if not 0 <= to < len(self._changes):
            return False
        self.go_to(self._changes[to])
        self._stepped = to, self.scroll_offset.y
        return True

    def _next(self, by: int) -> int:
        # Near the end of the text a change cannot come to the top, so the top does not always tell where one is.
        if self._stepped is not None and self._stepped[1] == self.scroll_offset.y:
            return self._stepped[0] + by
        here = self._laid.place(self.scroll_offset.y).leaf
        before = sum(leaf < here for leaf in self._changes)
        return before if by > 0 else before - 1
