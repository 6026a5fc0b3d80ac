"""What a scenario was settled on: the text that each of its clauses had when it was answered, as digests in the lock.

An answer that a person wrote into the file by hand has no such pin: it counts as settled, and saving pins it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from composer import text as prose

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from composer.policy.evidence import ScenarioAnswer
    from composer.policy.policy import Draft

Pins = dict[str, dict[str, str]]


@lru_cache(maxsize=512)
def sense_of(text: str) -> str:
    """The sense digest of a text. Scenarios are looked at after every key, and few texts differ from before."""
    return prose.sense_digest(text)


def pins_of(draft: Draft, answer: ScenarioAnswer, but: Container[str] = ()) -> dict[str, str]:
    """The clauses of an answer that print, each with the digest of its text as it is now; ``but`` are left out."""
    return {key: sense_of(draft.text(key)) for key in answer.clauses if key not in but and _prints(draft, key)}


def pinned(draft: Draft) -> Draft:
    """The draft with a pin for every clause that settles a scenario and had none, and without those nobody names.

    A pin that is there stays, whatever the text has become: that is how a change is noticed.
    """
    pins: Pins = {}
    for scenario_id, answer in draft.policy.evidence.scenarios.items():
        if answer.answer == "settled":
            kept = draft.lock.settled.get(scenario_id, {})
            named = {key: kept[key] for key in answer.clauses if key in kept}
            pins[scenario_id] = {**pins_of(draft, answer, but=named), **named}
    return _with_pins(draft, {key: found for key, found in pins.items() if found})


def repinned(draft: Draft, scenario_id: str) -> Draft:
    """The draft with one scenario pinned anew, as when it has just been answered."""
    rest: Pins = {key: dict(pins) for key, pins in draft.lock.settled.items() if key != scenario_id}
    answer = draft.policy.evidence.scenarios.get(scenario_id)
    now = pins_of(draft, answer) if answer is not None and answer.answer == "settled" else {}
    return _with_pins(draft, {**rest, scenario_id: now} if now else rest)


def with_pins_from(draft: Draft, settled: Mapping[str, Mapping[str, str]]) -> Draft:
    """The draft with the pins that it lacks and a save has made meanwhile; its own stay.

    Those that nobody names go, as they do when it is saved: two versions that were joined may have left some.
    """
    own = draft.lock.settled
    if settled is own:
        return draft
    pins: Pins = {}
    for scenario_id in dict.fromkeys((*own, *settled)):
        answer = draft.policy.evidence.scenarios.get(scenario_id)
        if answer is not None and answer.answer == "settled":
            known = {**settled.get(scenario_id, {}), **own.get(scenario_id, {})}
            pins[scenario_id] = {key: pin for key, pin in known.items() if key in answer.clauses}
    return _with_pins(draft, {key: found for key, found in pins.items() if found})


def _with_pins(draft: Draft, pins: Pins) -> Draft:
    return draft if pins == draft.lock.settled else replace(draft, lock=replace(draft.lock, settled=pins))


def _prints(draft: Draft, clause_id: str) -> bool:
    decision = draft.policy.decisions.get(clause_id)
    return decision is not None and decision.printed
