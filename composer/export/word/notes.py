"""Notes beside the text as the comments of a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.export.word.markup import NAMESPACES, NO_MARKS, one_line, safe
from composer.export.word.runs import paragraph, plain_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.export.page import Note
    from composer.export.word.ink import Ink
    from composer.export.word.markup import Marks

_MOST_INITIALS = 4
_REFERENCE = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>{}</w:r>'


class Notes:
    """Collects the comments of a file while its text is written."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        self._comments: list[str] = []

    def beside(self, runs: str, notes: Sequence[Note], found: Marks = NO_MARKS) -> str:
        """A paragraph's runs with its notes anchored at them.

        The sign of a note has the marks of its paragraph, so that a note about what is gone goes with it.
        """
        for note in notes:
            number = len(self._comments)
            self._comments.append(self._comment(number, note))
            sign = self._ink.around(_REFERENCE.format(f'<w:commentReference w:id="{number}"/>'), found)
            runs = f'<w:commentRangeStart w:id="{number}"/>{runs}<w:commentRangeEnd w:id="{number}"/>{sign}'
        return runs

    def xml(self) -> str:
        """The comments of the file; empty when there are none."""
        return f"<w:comments {NAMESPACES}>{''.join(self._comments)}</w:comments>" if self._comments else ""

    def _comment(self, number: int, note: Note) -> str:
        by = one_line(note.by) or self._ink.author
        when = f"{(note.on or self._ink.day).isoformat()}T00:00:00Z"
        lines = [line for line in note.text.split("\n") if line.strip()] or [""]
        first = _REFERENCE.format("<w:annotationRef/>")
        said = "".join(
            paragraph(("" if at else first) + plain_run(line, self._ink), "CommentText", self._ink)
            for at, line in enumerate(lines)
        )
        who = f'w:author="{safe(by)}" w:date="{when}" w:initials="{safe(_initials(by))}"'
        return f'<w:comment w:id="{number}" {who}>{said}</w:comment>'


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalnum())[:_MOST_INITIALS].upper() or "?"
