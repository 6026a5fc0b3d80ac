"""A school's evidence: its answers about scenarios and processes, whom it asked, and its related policies.

Whether a scenario is settled follows from the answers and from what the policy prints now: see ``standing``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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
    title: str = ""
    """How the policy calls the process where it prints it; empty where the id will do."""

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What was answered, each with its question in words; questions left out are not told."""
        asked = ((question, str(getattr(self, key))) for key, question in PROCESS_QUESTIONS.items())
        return tuple((question, answer) for question, answer in asked if answer)


PROCESS_QUESTIONS: dict[str, str] = {
    "channel": "The one channel",
    "social_media": "Social media",
    "who_posts": "Who posts",
    "wrong_channel": "By the wrong channel",
    "other_policy": "Another policy that says the same",
    "other_route": "Another route",
}
"""The texts of a ``ProcessAnswer`` by their keys, each with its question in words."""


@dataclass(frozen=True, slots=True)
class DeviceAnswer:
    """What the school answered about one risk of devices, where the library's own answer does not fit."""

    measures: tuple[str, ...] = ()
    """The clauses that are its measure here."""
    owner: str = ""
    """Who sees to it."""
    because: str = ""
    """Why the risk does not arise here; empty where it does."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A finding that a person looked at and leaves as it is, with the reason."""

    check: str
    kind: str
    """The kind of place the finding is at."""
    place: str
    """The clause, value, scenario … by its id; may be empty."""
    words: str
    """The words it was about; may be empty."""
    reason: str
    by: str = ""
    """Who decided it; a finding that stands in the way of approval cannot be set aside without."""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Consultation:
    """Somebody who was asked."""

    who: str
    how: str = ""
    on: date | None = None
    changed: str = ""
    """What the answers changed in the policy."""
    group: str = ""
    """The group they belong to, by its id in the library; empty where the words of ``who`` say it."""


@dataclass(frozen=True, slots=True)
class RelatedPolicy:
    """Another policy of the school that this one leans on."""

    title: str
    where: str = ""
    reviewed: date | None = None


Entry = ScenarioAnswer | ProcessAnswer | Consultation | RelatedPolicy | DeviceAnswer | SetAside


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it. Mappings keep the file's order."""

    scenarios: Mapping[str, ScenarioAnswer] = field(default_factory=dict)
    processes: Mapping[str, ProcessAnswer] = field(default_factory=dict)
    consultations: Mapping[str, Consultation] = field(default_factory=dict)
    related: Mapping[str, RelatedPolicy] = field(default_factory=dict)
    devices: Mapping[str, DeviceAnswer] = field(default_factory=dict)
    """By the id of the risk."""
    set_aside: Mapping[str, SetAside] = field(default_factory=dict)
    """By the key of the finding."""

    def part(self, name: str) -> Mapping[str, Entry]:
        """One of its mappings by its name, as ``PARTS`` has them."""
        found: Mapping[str, Entry] = getattr(self, name)
        return found


PARTS: dict[str, tuple[type[Entry], str]] = {
    "related": (RelatedPolicy, "the related policy"),
    "scenarios": (ScenarioAnswer, "the answer about the scenario"),
    "processes": (ProcessAnswer, "the answer about the process"),
    "devices": (DeviceAnswer, "the answer about the risk of devices"),
    "consultations": (Consultation, "the consultation"),
    "set_aside": (SetAside, "the answer to the finding"),
}
"""The mappings of ``Evidence`` by name, each with what it holds and how one entry is told before its key."""


def entries_told(part: str, keys: Iterable[str]) -> Iterator[str]:
    """``the answer about the scenario own-child`` for each key of one part."""
    return (f"{PARTS[part][1]} {key}" for key in keys)
