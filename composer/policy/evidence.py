"""A school's evidence: its answers about scenarios and processes, whom it asked, and its related policies.

Whether a scenario is settled follows from the answers and from what the policy prints now: see ``standing``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Answer = Literal["settled", "does-not-apply", "open"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
Use = Literal["yes", "no", "later"]
USES: tuple[Use, ...] = get_args(Use)


@dataclass(frozen=True, slots=True)
class ScenarioAnswer:
    """What the school answered about one scenario."""

    answer: Answer
    clauses: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class ProcessAnswer:
    """How the school uses social media for one process."""

    use: Use
    channel: str = ""
    """The one authoritative channel."""
    social_media: str = ""
    """What social media does for it."""
    who_posts: str = ""
    wrong_channel: str = ""
    """What happens to something that arrives another way."""
    other_policy: str = ""
    """Which other policy must say the same."""
    other_route: str = ""
    """The route of those who cannot use the channel."""

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What was answered, each with its question in words; questions left out are not told."""
        asked = (
            ("The one channel", self.channel),
            ("Social media", self.social_media),
            ("Who posts", self.who_posts),
            ("By the wrong channel", self.wrong_channel),
            ("Another policy that says the same", self.other_policy),
            ("Another route", self.other_route),
        )
        return tuple((question, answer) for question, answer in asked if answer)


@dataclass(frozen=True, slots=True)
class Consultation:
    """Somebody who was asked."""

    who: str
    how: str = ""
    on: date | None = None
    changed: str = ""
    """What the answers changed in the policy."""


@dataclass(frozen=True, slots=True)
class RelatedPolicy:
    """Another policy of the school that this one leans on."""

    title: str
    where: str = ""
    reviewed: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it. Mappings keep the file's order."""

    scenarios: Mapping[str, ScenarioAnswer] = field(default_factory=dict)
    processes: Mapping[str, ProcessAnswer] = field(default_factory=dict)
    consultations: Mapping[str, Consultation] = field(default_factory=dict)
    related: Mapping[str, RelatedPolicy] = field(default_factory=dict)
