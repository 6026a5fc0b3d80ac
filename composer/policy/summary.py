"""A school's policy in one line: what a list of schools shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from composer.policy.approval import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from composer.policy.reviews import Due


@dataclass(frozen=True, slots=True)
class SchoolSummary:
    """One line of the list of schools."""

    slug: str
    name: str = ""
    phase: str = ""
    model: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many clauses are as-is, adapted, dropped, added or undecided beside the model, as a comparison has it."""
    last_changed: datetime | None = None
    standing: Standing = field(default_factory=lambda: Standing("none"))
    """How the policy stands to its last approval."""
    due: tuple[Due, ...] = ()
    """What is overdue, due today or falls due soon, in order of date."""
    model_version: str = ""
    """The version of its model that the policy rests on."""
    newest: str = ""
    """The version that the library has, where it is another; empty where it is the same."""
    trouble: str = ""
    """Why the policy cannot be opened; then only the slug is known."""

    @property
    def approval(self) -> str:
        """How the policy stands to its last approval, in words."""
        return self.standing.in_words

    @property
    def overdue(self) -> bool:
        """Whether a date has gone by."""
        return any(each.state == "overdue" for each in self.due)
