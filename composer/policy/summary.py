"""A school's policy in one line: what a list of schools shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


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
    trouble: str = ""
    """Why the policy cannot be opened; then only the slug is known."""
