"""The status line: in words, what is open and what it still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from composer.text import visible
from composer.tui.messages import PaneWanted
from composer.tui.widgets.finding_text import COUNTED

if TYPE_CHECKING:
    from textual.events import Click

    from composer.checks.answered import Findings
    from composer.session import Session


Part = tuple[str, str, int]
"""What is said, what follows where there is room, and how much it matters."""


class StatusLine(Static):
    """Saved or unsaved · 2 to fix · 5 to look at · 2 to fill · clause 4 of 12 · 10 changes +21 −19 words."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $foreground; padding: 0 1; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._state = ("", "")
        self._parts: list[Part] = []
        self._leads_to: dict[str, PaneWanted] = {}
        """What is said, and where a click on it goes."""
        self._said_at: list[tuple[range, PaneWanted]] = []
        """The columns in which it is said."""

    def show(
        self,
        session: Session,
        clause_id: str,
        *,
        writing: bool = False,
        update_waits: str = "",
        found: Findings | None = None,
    ) -> None:
        """Say how things stand; the reason for a clause that is being written is not asked for yet."""
        self._leads_to = {}
        parts = self._found(found) if found is not None else []
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
            self._leads_to[update_waits] = PaneWanted("update", "update")
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
        self._fit()

    def _found(self, found: Findings) -> list[Part]:
        """What the checks found, heaviest first; what is only to note stands in the list."""
        many = {COUNTED[severity]: len(found.of(severity)) for severity in ("block", "warn")}
        said = [f"{count} {words}" for words, count in many.items() if count]
        self._leads_to = dict.fromkeys(said, PaneWanted("findings", "show_findings"))
        return [(words, "" if words != said[-1] else " (F5)", 9 - at) for at, words in enumerate(said)]

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
        self._said_at = []
        for words, wanted in self._leads_to.items():
            before, there, _ = shown.partition(f" · {words}")
            start = cell_len(self._state[0]) + cell_len(before) + 3
            if there:
                self._said_at.append((range(start, start + cell_len(words)), wanted))
        self.update(Content.assemble(self._state, shown), layout=False)

    def on_click(self, event: Click) -> None:
        """Open what is told of: the findings, or the update."""
        event.stop()
        for columns, wanted in self._said_at:
            if event.x - self.styles.padding.left in columns:
                self.post_message(PaneWanted(wanted.pane, wanted.action))


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
