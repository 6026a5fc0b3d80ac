"""A check: one small function with what a person is told about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from composer.checks.finding import PlaceKind, Severity
    from composer.checks.subject import Passage, Setting, Subject


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a check fires, before it is a finding.

    In a passage ``start`` and ``stop`` count from the start of the passage's text. Without one, ``kind`` and ``id``
    name the place.
    """

    message: str
    start: int = 0
    stop: int = 0
    mend: str = ""
    """Empty: that of the check."""
    severity: Severity | None = None
    """None: that of the check."""
    passage: Passage | None = None
    """Where a check of the whole fires in the text; a check of a passage leaves it out."""
    kind: PlaceKind = "policy"
    id: str = ""
    name: str = ""
    """How a place that is no passage is told to a person."""
    about: str = ""
    """What makes it another finding when it changes; empty means the sentence it stands in, or the message."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check. Exactly one of ``passage`` and ``whole`` is its function."""

    id: str
    """``other-school``: what a finding and a set-aside answer name."""
    number: int
    """Its row in the table of checks that the project began with, 1 to 40."""
    title: str
    """Two to five words: ``Another school's name``."""
    severity: Severity
    why: str
    """Why it matters, in one or two plain sentences."""
    mend: str
    """What to do about it, as an imperative without a full stop."""
    passage: Callable[[Passage, Setting], Iterable[Hit]] | None = None
    """Looks at one passage and at nothing else but the setting, so that only what was typed is looked at again."""
    whole: Callable[[Subject], Iterable[Hit]] | None = None
    """Looks at everything together; what it needs of each passage it asks for through ``Subject.of``."""
    needs_policy: bool = False
    """Whether it makes sense only where there are decisions, not on a plain file."""
    kinds: frozenset[PlaceKind] = frozenset(("clause", "intro", "title", "value", "file"))
    """Which passages the function for one passage is given."""
