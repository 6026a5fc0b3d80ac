"""The status line: in words, what is open and what it still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from composer.text import visible
from composer.tui.messages import PaneWanted

if TYPE_CHECKING:
    from textual.events import Click

    from composer.session import Session


Part = tuple[str, str, int]
"""What is said, what follows where there is room, and how much it matters."""


class StatusLine(Static):
    """Saved or unsaved · clause 4 of 12 · 10 changes +21 −19 words · 2 to fill."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $foreground; padding: 0 1; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._state = ("", "")
        self._parts: list[Part] = []
        self._update_waits = ""
        self._update_at = range(0)
        """The columns in which a newer model is told of; a click there opens the update."""

    def show(self, session: Session, clause_id: str, *, writing: bool = False, update_waits: str = "") -> None:
        """Say how things stand; the reason for a clause that is being written is not asked for yet."""
        parts: list[Part] = []
        wanted = [i for i in session.reasons_wanted if not (writing and i == clause_id)]
        if wanted:
            parts.append((f"{len(wanted)} reason{'s' if len(wanted) != 1 else ''} wanted", " (g)", 9))
        blanks = len(session.document().open_blanks)
        if blanks:
            parts.append((f"{blanks} to fill", " (v)", 8))
        excluding = session.document().exclude_each_other
        if excluding:
            parts.append((f"{len(excluding)} exclude each other", "", 8))
        if update_waits:
            parts.append((f"{update_waits} (l)", "", 8))
        undecided = session.counts()["undecided"]
        if undecided:
            parts.append((f"{undecided} undecided", "", 7))
        order = [clause.id for clause in session.outline_clauses()]
        if clause_id in order:
            parts.append((f"clause {order.index(clause_id) + 1} of {len(order)}", "", 1))
        diff = session.diff(clause_id) if session.state(clause_id) == "adapted" else None
        if diff is not None and diff.changes:
            count = len(diff.changes)
            words = f" +{diff.words_added} −{diff.words_removed} words"
            parts.append((f"{count} change{'s' if count != 1 else ''}", words, 2))
        approved = session.approval is not None or session.approval_trouble is not None
        if approved and not session.read_only:
            standing = session.standing()
            said, _, when = standing.in_words.partition(" on ")
            parts.append((said, f" on {when}" if when else "", 6))
        if session.read_only:
            self._state = ("READ ONLY", "bold $warning")
        elif session.dirty:
            self._state = ("● unsaved", "bold $warning")
        else:
            self._state = ("✓ saved", "bold $success")
        self._parts = parts
        self._update_waits = update_waits
        self._fit()

    def on_resize(self) -> None:
        """Say as much as the width has room for."""
        self._fit()

    def _fit(self) -> None:
        """Leave out what matters least until the rest fits: first what follows a part, then whole parts."""
        room = self.content_size.width - cell_len(self._state[0])
        least_first = sorted(range(len(self._parts)), key=lambda index: self._parts[index][2])
        said = [words + more for words, more, _ in self._parts]
        shorter = [(index, self._parts[index][0]) for index in least_first]
        for index, words in [*shorter, *((index, "") for index in least_first)]:
            if sum(3 + cell_len(words) for words in said if words) <= room:
                break
            said[index] = words
        shown = "".join(f" · {visible(words)}" for words in said if words)
        self._update_at = range(0)
        if self._update_waits and self._update_waits in shown:
            start = cell_len(self._state[0]) + cell_len(shown.partition(self._update_waits)[0])
            self._update_at = range(start, start + cell_len(self._update_waits))
        self.update(Content.assemble(self._state, shown), layout=False)

    def on_click(self, event: Click) -> None:
        """Open the update, where it is told of."""
        event.stop()
        if event.x - self.styles.padding.left in self._update_at:
            self.post_message(PaneWanted("update", "update"))


def update_told(session: Session) -> str:
    """What there is to settle of a newer model, in words; empty where there is nothing."""
    from composer.session.updating import Update

    plan = Update(session).plan
    many = len(plan.open)
    if not plan.nothing_left:
        return f"the model has changed: {many} to settle"
    if not plan.current:
        return f"the model has a new version{f': {many} to look at' if many else ''}"
    return f"{many} to look at again" if many else ""
