"""The status line: in words, what is open and what it still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from composer.text import visible

if TYPE_CHECKING:
    from composer.session import Session


class StatusLine(Static):
    """Saved or unsaved · clause 4 of 12 · 10 changes +21 −19 words · 2 to fill."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $foreground; padding: 0 1; text-wrap: nowrap; }
    """

    def show(self, session: Session, clause_id: str, *, writing: bool = False) -> None:
        """Say how things stand; the reason for a clause that is being written is not asked for yet."""
        parts = []
        wanted = [i for i in session.reasons_wanted if not (writing and i == clause_id)]
        if wanted:
            parts.append(f"{len(wanted)} reason{'s' if len(wanted) != 1 else ''} wanted (g)")
        blanks = len(session.document().open_blanks)
        if blanks:
            parts.append(f"{blanks} to fill (v)")
        undecided = session.counts()["undecided"]
        if undecided:
            parts.append(f"{undecided} undecided")
        order = [clause.id for clause in session.outline_clauses()]
        if clause_id in order:
            parts.append(f"clause {order.index(clause_id) + 1} of {len(order)}")
        diff = session.diff(clause_id) if session.state(clause_id) == "adapted" else None
        if diff is not None and diff.changes:
            count = len(diff.changes)
            words = f" +{diff.words_added} −{diff.words_removed} words" if self.size.width >= 100 else ""
            parts.append(f"{count} change{'s' if count != 1 else ''}{words}")
        if session.read_only:
            state, style = "READ ONLY", "bold $warning"
        elif session.dirty:
            state, style = "● unsaved", "bold $warning"
        else:
            state, style = "✓ saved", "bold $success"
        self.update(Content.assemble((state, style), " · ", visible(" · ".join(parts))))
