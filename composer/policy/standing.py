"""How scenarios and processes stand in one policy: the school's answers held against what the policy prints now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from composer.policy import filling
from composer.policy.evidence import PROCESS_QUESTIONS
from composer.policy.outline import title_of
from composer.policy.scenarios import Process, Scenario, of_draft, settled_by
from composer.policy.settled import sense_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from composer.policy.evidence import Answer, ProcessAnswer, ScenarioAnswer
    from composer.policy.library import Library
    from composer.policy.outline import OutlineSection
    from composer.policy.policy import Draft

Standing = Literal["yes", "no", "later", "open"]
"""How a process stands: whether social media is used for it, or ``open`` where the answer is missing or not whole."""

ANSWER_SIGNS: dict[Answer, str] = {"settled": "✓", "does-not-apply": "–", "open": "?"}
ANSWER_IN_WORDS: dict[Answer, str] = {"settled": "settled", "does-not-apply": "does not apply", "open": "open"}
STANDING_SIGNS: dict[Standing, str] = {"yes": "✓", "no": "–", "later": "…", "open": "?"}
STANDING_IN_WORDS: dict[Standing, str] = {"yes": "used", "no": "not used", "later": "later", "open": "open"}


@dataclass(frozen=True, slots=True)
class Named:
    """A clause as it is told: by its number where this policy prints it, else by its title."""

    id: str
    title: str
    number: str = ""

    def __str__(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class ScenarioState:
    """How one scenario stands in one policy."""

    scenario: Scenario
    state: Answer
    because: str
    """The school's own words; for an open one, why it is open."""
    clauses: tuple[Named, ...] = ()
    """The clauses that settle it, as this policy prints them."""
    could: tuple[Named, ...] = ()
    """For an open one: clauses that this policy prints and that can settle it."""
    offered: tuple[Named, ...] = ()
    """For an open one: clauses of the library that can settle it and that this policy does not print."""

    @property
    def every_clause(self) -> tuple[Named, ...]:
        """All that are named, nearest first."""
        return (*self.clauses, *self.could, *self.offered)


@dataclass(frozen=True, slots=True)
class ProcessState:
    """How one process stands in one policy."""

    process: Process
    state: Standing
    answer: ProcessAnswer | None
    because: str = ""
    """Why it is open."""
    clause: Named | None = None
    """The clause that speaks of it; it has a number where this policy prints it."""
    said: bool = True
    """Whether the phrase about it still stands in that clause as this policy has it."""
    channel: str = ""
    """The one channel: the school's answer, else what fills the clause."""
    channel_from: str = ""
    """The value that the channel comes from; empty where the answer itself says it."""
    differs: str = ""
    """Where the answer and the clause say something else, in words."""

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What is known of it, each with its question in words; the channel may come from the clause."""
        said = self.answer.told if self.answer is not None else ()
        if not self.channel_from:
            return said
        return ((PROCESS_QUESTIONS["channel"], f"{self.channel} (the value {self.channel_from})"), *said)

    @property
    def clause_told(self) -> str:
        """Which clause speaks of it, in words."""
        if self.clause is None:
            return "no clause of the library speaks of it"
        if not self.clause.number:
            return f"not in this policy; the library has “{self.clause.title}”"
        if not self.said:
            return f"{self.clause} is there, and no longer says “{self.process.words}”"
        return f"{self.clause} speaks of it"


def scenario_states(draft: Draft, library: Library, sections: Sequence[OutlineSection]) -> tuple[ScenarioState, ...]:
    """Every scenario of the library, and those that only the school knows; ``sections`` is the outline."""
    answers, numbers = draft.policy.evidence.scenarios, _numbers(sections)
    here, anywhere = settled_by(of_draft(draft, library)), settled_by(library.clauses.values())
    known = {**{key: Scenario(key, key) for key in answers}, **library.scenarios}
    ordered = [*library.scenarios, *(key for key in answers if key not in library.scenarios)]
    found = []
    for key in ordered:
        answer = answers.get(key)
        state, because = _stands(key, answer, draft, library)
        names: Iterable[str] = answer.clauses if answer is not None and state == "settled" else ()
        could: Iterable[str] = here.get(key, ()) if state == "open" else ()
        offered: Iterable[str] = [i for i in anywhere.get(key, ()) if i not in could] if state == "open" else ()
        found.append(
            ScenarioState(
                known[key],
                state,
                because,
                *(tuple(_named(i, draft, library, numbers) for i in ids) for ids in (names, could, offered)),
            )
        )
    return tuple(found)


def _stands(scenario_id: str, answer: ScenarioAnswer | None, draft: Draft, library: Library) -> tuple[Answer, str]:
    if answer is None:
        return "open", "it has no answer yet"
    if answer.answer == "settled":
        fallen = fallen_out(scenario_id, draft, library)
        return ("open", f"because {' and '.join(fallen)}") if fallen else ("settled", answer.because)
    return answer.answer, answer.because


def fallen_out(scenario_id: str, draft: Draft, library: Library) -> tuple[str, ...]:
    """Why a scenario is no longer settled by the clauses that were named, in words.

    Each clause that does not print, and each whose text has changed since; layout alone is no change.
    """
    answer = draft.policy.evidence.scenarios.get(scenario_id)
    changed = changed_since(scenario_id, draft)
    found = []
    for clause_id in answer.clauses if answer is not None else ():
        decision = draft.policy.decisions.get(clause_id)
        title = title_of(draft, library, clause_id)
        if decision is not None and decision.printed:
            if clause_id in changed:
                found.append(f"“{title}” has changed since this was answered{changed[clause_id]}")
        elif decision is not None:
            found.append(f"“{title}” was dropped")
        elif clause_id in library.clauses:
            found.append(f"“{title}” is not in this policy")
        else:
            found.append(f"there is no clause {clause_id} any more")
    return tuple(found)


def changed_since(scenario_id: str, draft: Draft) -> dict[str, str]:
    """The printed clauses of a scenario whose text has changed since it was answered, each with what is known of then.

    A clause without a pin, because the answer was written by hand, counts as it is now.
    """
    answer = draft.policy.evidence.scenarios.get(scenario_id)
    pins = draft.lock.settled.get(scenario_id, {})
    found = {}
    for clause_id in answer.clauses if answer is not None else ():
        decision = draft.policy.decisions.get(clause_id)
        pin = pins.get(clause_id)
        if pin is None or decision is None or not decision.printed or pin == sense_of(draft.text(clause_id)):
            continue
        base = draft.lock.bases.get(clause_id)
        found[clause_id] = " (then it had the model's words)" if base is not None and base.sense == pin else ""
    return found


def process_states(draft: Draft, library: Library, sections: Sequence[OutlineSection]) -> tuple[ProcessState, ...]:
    """Every process of the library, and those that only the school knows; ``sections`` is the outline."""
    answers, numbers = draft.policy.evidence.processes, _numbers(sections)
    known = {**{key: Process(key, key) for key in answers}, **library.processes}
    ordered = [*library.processes, *(key for key in answers if key not in library.processes)]
    found = []
    for key in ordered:
        process, answer = known[key], answers.get(key)
        state: Standing = "open" if answer is None else answer.use
        because = "it has no answer yet" if answer is None else ""
        channel, channel_from = filling.channel_of(draft, library, process, answer)
        if answer is not None and answer.use == "yes" and not channel:
            state, because = "open", "it is used, and no authoritative channel is named"
        clause, said = None, True
        if process.clause:
            clause = _named(process.clause, draft, library, numbers)
            said = not clause.number or _has(draft.text(clause.id), process.words)
        differs = filling.differing(draft, library, process, answer) if answer is not None else ""
        found.append(ProcessState(process, state, answer, because, clause, said, channel, channel_from, differs))
    return tuple(found)


def _has(text: str, words: str) -> bool:
    return _folded(words) in _folded(text)


@lru_cache(maxsize=512)
def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _numbers(sections: Sequence[OutlineSection]) -> dict[str, str]:
    return {clause.id: clause.number for section in sections for clause in section.clauses if clause.number}


def _named(clause_id: str, draft: Draft, library: Library, numbers: Mapping[str, str]) -> Named:
    return Named(clause_id, title_of(draft, library, clause_id), numbers.get(clause_id, ""))


def tally(states: Iterable[ScenarioState]) -> str:
    """``12 settled · 3 do not apply · 29 open``."""
    count = Counter(each.state for each in states)
    verb = "does" if count["does-not-apply"] == 1 else "do"
    return f"{count['settled']} settled · {count['does-not-apply']} {verb} not apply · {count['open']} open"


def process_tally(states: Iterable[ProcessState]) -> str:
    """``12 used · 3 not used · 1 later · 6 open``."""
    count = Counter(each.state for each in states)
    return " · ".join(f"{count[state]} {words}" for state, words in STANDING_IN_WORDS.items())
