"""The facts and dictionary entries under a policy's text that the library has in other words today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer import text as prose
from composer.compare.diff import diff
from composer.compare.obligations import watch
from composer.policy import updating

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.session.update_plan import Ground


def reaching(ground: Ground, text: str) -> tuple[str, ...]:
    """The changed facts and dictionary entries that reach a text, also through a form of theirs."""
    followed = (ground.draft.lock.values.get(key.removeprefix("value:")) for key in _names(text))
    keys = [*_names(text), *(f"value:{each.follows}" for each in followed if each is not None and each.follows)]
    return tuple(key for key in dict.fromkeys(keys) if key in ground.changed_pins)


def _names(text: str) -> Iterator[str]:
    """The facts and dictionary entries that a text names, as the lock's refusals name them."""
    for name in dict.fromkeys(found[1] for found in prose.PLACEHOLDER.finditer(text)):
        if name.startswith("fact:"):
            yield name
        elif not name.startswith("ref:"):
            yield f"value:{name}"


def changed_pins(ground: Ground) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each pinned fact and entry that would print otherwise today, with what it prints and would print."""
    from composer.policy.answers import answer

    lock = ground.draft.lock
    keys = [*(f"fact:{name}" for name in lock.facts), *(f"value:{name}" for name in lock.values)]
    for key in keys:
        kind, _, name = key.partition(":")
        today = updating.pinned_today(ground.library, key)
        if today is None or today == (lock.facts if kind == "fact" else lock.values)[name]:
            continue
        if lock.declined.get(key) == updating.pin_digest(today):
            continue
        if kind == "fact":
            yield key, (lock.facts[name].value, today.value)
            continue
        was = answer(ground.draft, ground.library, name)
        both = (key, f"value:{today.follows}") if today.follows in lock.values else (key,)
        now = answer(updating.repinned(ground.draft, ground.library, both, take=True), ground.library, name)
        if was != now:
            yield key, (was, now)


def pin_obligations(ground: Ground, keys: Iterable[str]) -> Iterator[str]:
    """Which of these hold another number, period, duty or role than before, in words."""
    for key in keys:
        was, now = ground.changed_pins[key]
        if watch(diff(f"{was}\n", f"{now}\n"), ground.roles):
            yield f"{key.partition(':')[2]}: another number, period, duty or role"


def pin_note(ground: Ground, key: str, entry_id: str) -> str:
    """What a fact or entry was and is now, and how far it reaches beyond one entry of the plan."""
    was, now = ground.changed_pins[key]
    others = sum(1 for other in _naming(ground, key) if other != entry_id)
    reach = f" It also stands in {others} other clause{'s' if others > 1 else ''}." if others else ""
    return f"{_named(key)} was “{was}” and is now “{now}”.{reach}"


def _naming(ground: Ground, key: str) -> Iterator[str]:
    kind, _, name = key.partition(":")
    blank = f"fact:{name}" if kind == "fact" else name
    for clause_id, decision in ground.draft.policy.decisions.items():
        found = prose.PLACEHOLDER.finditer(ground.draft.text(clause_id)) if decision.printed else ()
        if any(match[1] == blank for match in found):
            yield clause_id


def _named(key: str) -> str:
    kind, _, name = key.partition(":")
    return f"The fact {name}" if kind == "fact" else f"The blank {name}"
