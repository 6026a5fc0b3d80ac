"""What taking in a newer model would mean, clause by clause: values that every face of the update shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from composer.compare.merging import Merge
    from composer.policy.policy import State

UpdateState = Literal[
    "conflict",
    "suggestion",
    "clean",
    "take-theirs",
    "already-same",
    "layout",
    "dropped",
    "withdrawn",
    "new",
    "alternatives",
    "pins",
    "moved",
    "heading",
    "reason",
    "review",
    "nothing-new",
]
STATES: tuple[UpdateState, ...] = get_args(UpdateState)

Also = Literal["alternatives", "pins", "moved", "rewritten"]
"""What may be new about a clause beside its state."""

STATE_WORDS: dict[str, str] = {
    "conflict": "conflict",
    "suggestion": "same sentence, suggestion",
    "clean": "different sentences, clean",
    "take-theirs": "take theirs: we never changed it",
    "already-same": "already the same",
    "layout": "layout only",
    "dropped": "dropped here, changed in the model",
    "withdrawn": "withdrawn upstream but used here",
    "new": "new in the model",
    "alternatives": "alternatives changed",
    "pins": "placeholder or fact changed",
    "moved": "moved",
    "heading": "section heading changed",
    "reason": "reason to confirm",
    "review": "review date passed",
    "nothing-new": "nothing new",
    "rewritten": "rewritten in place under the same revision",
}
STATE_SIGNS: dict[str, str] = {
    "conflict": "!",
    "suggestion": "~",
    "clean": "±",
    "take-theirs": "↓",
    "already-same": "=",
    "layout": "¶",
    "dropped": "✗",
    "withdrawn": "−",
    "new": "+",
    "alternatives": "⇄",
    "pins": "#",
    "moved": "↕",
    "heading": "T",
    "reason": "?",
    "review": "◷",
    "nothing-new": "·",
    "rewritten": "⟳",
}

Choice = Literal["keep", "accept", "take", "edit", "decline"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
"""In the order in which they are offered everywhere; the first is the default."""


@dataclass(frozen=True, slots=True)
class UpdateEntry:
    """One clause (or section heading) of the update."""

    id: str
    """The clause's id, or ``section:`` and a section's."""
    title: str
    section: str
    """Id of the section it stands in here, or would."""
    state: UpdateState
    mode: State
    """What the school decided about it: ``undecided`` where nothing."""
    also: tuple[Also, ...] = ()
    base: str = ""
    """The model's text the decision was made on; empty where there is none."""
    ours: str = ""
    """The policy's text; empty where it has none."""
    theirs: str = ""
    """The model's text of today; empty where it has the clause no more."""
    proposal: str = ""
    """What ``accept`` would write, or a text to begin from where it is not offered."""
    merge: Merge | None = None
    """Of the three texts, where ours and theirs both differ from the base."""
    notes: tuple[str, ...] = ()
    """What else is to be known, each a sentence."""
    obligations: tuple[str, ...] = ()
    """What either side changed in duties, negations, numbers, periods and roles, in words."""
    reason: str = ""
    """Why the school departs from the model here, as recorded."""
    question: str = ""
    """The reason put again, because the model's words under it changed; empty where there is nothing to ask."""
    review_by: date | None = None
    """Where the deviation's review date has passed."""
    offers: Mapping[Choice, str] = field(default_factory=dict)
    """What each choice that is possible would do, in words."""
    pins: tuple[str, ...] = ()
    """Facts (``fact:id``) and dictionary entries (``value:name``) that its text names and that have changed."""
    clean: bool = False
    """Whether "take every clean one" settles it: no person is needed."""

    @property
    def of_section(self) -> bool:
        """Whether it is a section, its heading or its place, and no clause."""
        return self.id.startswith("section:")

    @property
    def open(self) -> bool:
        """Whether there is something to settle."""
        return self.state != "nothing-new"

    @property
    def in_words(self) -> str:
        """The state and what else is new, in words."""
        return " · ".join([STATE_WORDS[self.state], *(STATE_WORDS[each] for each in self.also)])


@dataclass(frozen=True)
class UpdatePlan:
    """Everything that taking in the newest model would mean, in the policy's order. Nothing is written by it."""

    entries: tuple[UpdateEntry, ...]
    model: str
    """The newest model's title."""
    version: str
    """The version the policy rests on."""
    newest: str
    """The version the library has."""
    current: bool
    """Whether the policy says that it rests on the newest version."""

    @property
    def nothing_left(self) -> bool:
        """Whether nothing of the newer model is left to settle; a reason or a review date may be."""
        return all(entry.state in {"nothing-new", "reason", "review"} for entry in self.entries)

    @cached_property
    def by_id(self) -> dict[str, UpdateEntry]:
        """The entries by their ids."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def open(self) -> tuple[UpdateEntry, ...]:
        """The entries with something to settle."""
        return tuple(entry for entry in self.entries if entry.open)

    @cached_property
    def clean(self) -> tuple[UpdateEntry, ...]:
        """The entries that "take every clean one" settles."""
        return tuple(entry for entry in self.entries if entry.clean)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many entries are in each state, all states named; ``rewritten`` and the like count beside it."""
        found: dict[str, int] = dict.fromkeys(STATE_WORDS, 0)
        for entry in self.entries:
            for state in {entry.state, *entry.also}:
                found[state] += 1
        return found

    def of_state(self, state: str) -> Iterator[UpdateEntry]:
        """The entries in a state, or with it beside theirs."""
        return (entry for entry in self.entries if state == entry.state or state in entry.also)
