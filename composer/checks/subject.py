"""What checks look at: the passages of a policy or of a plain file, and what is known about the school."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from composer.text import units

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from composer.checks.finding import PlaceKind
    from composer.policy.approval import Approval
    from composer.policy.devices import DeviceTable
    from composer.policy.document import Document
    from composer.policy.library import Library, Model
    from composer.policy.outline import OutlineSection
    from composer.policy.policy import Draft
    from composer.policy.rules import Rule
    from composer.policy.school import Profile
    from composer.policy.standing import ProcessState, ScenarioState

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A stretch of text that is checked as one: a clause, a title, a section's introduction, a value, or the text
    under one heading of a file.

    What was worked out about one is remembered by the object itself, so a passage that stays as it was is kept.
    """

    kind: PlaceKind
    id: str
    text: str
    """Unfilled Markdown."""
    name: str = ""
    """How it is told: number and title of a clause, the question's name of a value, the heading in a file."""
    title: str = ""
    state: str = ""
    """A clause's mode: as-is, adapted or local; empty elsewhere."""
    offset: int = 0
    """Where the text starts in its file; 0 for a clause."""
    first_line: int = 1
    """The line of the file on which the text starts; 1 for a clause."""
    level: int = 0
    """The level of the heading above it in a file; 0 elsewhere and before the first heading."""

    @property
    def is_prose(self) -> bool:
        """Whether it is running text that people read: no title and no value."""
        return self.kind in {"clause", "intro", "file"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, list item, heading or table row of a passage."""

    text: str
    start: int
    kind: str

    @property
    def stop(self) -> int:
        """Where it ends in the passage."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The school and the library that the words are held against."""

    profile: Profile
    library: Library
    today: date
    rules: Mapping[str, tuple[Rule, ...]]
    """Every rule of the library by kind, also those that do not hold for this school."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What each blank of the dictionary prints as in this school, in words; empty string where nothing fills it."""
    allowed: tuple[str, ...] = ()
    """Names that may stand in the text: the school's own, those it is known by, its partners, its related policies."""


class PolicyLook(Protocol):
    """What checks of a whole policy ask for; a session's view of a policy answers it."""

    library: Library
    newest: Model
    today: date
    approval: Approval | None
    read_only: str
    """Why the policy may only be read, such as a lock that is lost; empty when it may be changed."""

    @property
    def draft(self) -> Draft: ...  # noqa: D102

    @property
    def model(self) -> Model: ...  # noqa: D102

    def document(self) -> Document: ...  # noqa: D102

    def outline(self) -> tuple[OutlineSection, ...]: ...  # noqa: D102

    def scenarios(self) -> tuple[ScenarioState, ...]: ...  # noqa: D102

    def processes(self) -> tuple[ProcessState, ...]: ...  # noqa: D102

    def devices(self) -> DeviceTable: ...  # noqa: D102

    def moved_on(self, clause_id: str) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What is checked."""

    setting: Setting
    passages: tuple[Passage, ...]
    policy: PolicyLook | None = None
    """The policy; None for a plain file."""
    file: str = ""
    """The whole text of a plain file; empty for a policy."""
    remembered: dict[Passage, dict[Callable[..., Any], Any]] = field(default_factory=dict, repr=False)
    """What ``of`` worked out already; carried from one run to the next while the setting stays."""

    def of(self, work: Callable[[Passage, Setting], T], passage: Passage) -> T:
        """What ``work`` makes of a passage, worked out once: a keystroke changes one passage, the others are known."""
        known = self.remembered.get(passage)
        if known is None:
            known = self.remembered[passage] = {}
        if work not in known:
            known[work] = work(passage, self.setting)
        return known[work]  # type: ignore[no-any-return]

    @property
    def prose(self) -> tuple[Passage, ...]:
        """The passages that are running text."""
        return _prose(self.passages)

    def clause(self, clause_id: str) -> Passage | None:
        """The passage of a clause that prints, or None."""
        return next((each for each in self.passages if each.kind == "clause" and each.id == clause_id), None)


@lru_cache(maxsize=8)
def _prose(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    return tuple(passage for passage in passages if passage.is_prose)


@lru_cache(maxsize=4096)
def sentences(passage: Passage, setting: Setting) -> tuple[Sentence, ...]:  # noqa: ARG001 - the shape of remembered work
    """The sentences, items, headings and rows of a passage in order; remembered."""
    found, at = [], 0
    for unit in units(passage.text):
        if unit.kind not in {"break", "blank", "rule"}:
            found.append(Sentence(unit.text, at, unit.kind))
        at += len(unit.text)
    return tuple(found)


def sentence_at(found: tuple[Sentence, ...], start: int) -> Sentence | None:
    """The sentence in which a character stands."""
    at = bisect_right(found, start, key=lambda each: each.start) - 1
    return found[at] if at >= 0 and start < max(found[at].stop, found[at].start + 1) else None
