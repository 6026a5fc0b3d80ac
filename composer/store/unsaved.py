"""Unsaved changes as one line of JSON: what the journal keeps while a person works."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from composer.policy.changes import Changes
from composer.policy.evidence import PARTS
from composer.policy.policy import Base, Decision, Heading, Pinned, SectionHead
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


FORMAT = 1


def to_json(changes: Changes) -> str:
    """The changes as JSON; dates are written as ``{"date": "2026-11-22"}``."""
    return json.dumps({"format": FORMAT, **_plain(changes)}, ensure_ascii=False)


def from_json(text: str) -> Changes:
    """The changes that ``to_json`` wrote.

    Raises:
        Problem: They were written by another version of the program, or are damaged.
    """
    try:
        data = json.loads(text)
        if data.get("format") != FORMAT:
            raise Problem("the unsaved work was kept by another version of the program", "open it with that one")
        return _changes(data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Problem("the unsaved work that was kept is damaged", "the saved policy is not affected") from error


def _plain(changes: Changes) -> dict[str, Any]:
    def each(thing: object) -> object:
        if isinstance(thing, date):
            return {"date": thing.isoformat()}
        if isinstance(thing, dict):
            return {key: each(value) for key, value in thing.items()}
        if isinstance(thing, list | tuple):
            return [each(value) for value in thing]
        return thing

    mappings = (
        *("sections", "values", "decisions", "bases", "heads", "facts", "pinned", "declined", "settled"),
        "headings",
    )
    kept: dict[str, Any] = {
        "title": changes.title,
        "section_order": list(changes.section_order),
        "order": None if changes.order is None else [[key, list(ids)] for key, ids in changes.order.items()],
        "taken": None if changes.taken is None else list(changes.taken),
    }

    def all_of(mapping: Mapping[str, Any]) -> dict[str, object]:
        plain = {
            key: asdict(value) if hasattr(value, "__dataclass_fields__") else value for key, value in mapping.items()
        }
        return {key: each(value) for key, value in plain.items()}

    for name in mappings:
        kept[name] = all_of(getattr(changes, name))
    kept["evidence"] = {part: all_of(entries) for part, entries in changes.evidence.items()}
    return kept


def _changes(data: dict[str, Any]) -> Changes:
    return Changes(
        data["title"],
        {key: None if ids is None else tuple(ids) for key, ids in data["sections"].items()},
        tuple(data["section_order"]),
        {key: _value(value) for key, value in data["values"].items()},
        _each(data["decisions"], lambda kept: Decision(**{key: _value(value) for key, value in kept.items()})),
        _each(data["bases"], _base),
        _each(data["heads"], lambda kept: SectionHead(**kept)),
        _each(data["facts"], _pinned),
        _each(data["pinned"], _pinned),
        # Work kept by a version that could not take in a newer model has none of these.
        data.get("declined", {}),
        None if (order := data.get("order")) is None else {key: tuple(ids) for key, ids in order},
        _taken(data.get("taken")),
        # Work kept by a version in which evidence was written by hand alone has neither.
        {part: _each(entries, partial(_entry, part)) for part, entries in data.get("evidence", {}).items()},
        _each(data.get("settled", {}), _pins),
        # Nor has work kept by a version that could not import a policy any headings.
        _each(data.get("headings", {}), lambda kept: Heading(**kept)),
    )


def _entry(part: str, kept: dict[str, Any]) -> Any:
    make = PARTS[part][0]
    return make(**{key: _value(value) for key, value in kept.items()})


def _pins(kept: dict[str, Any]) -> dict[str, str]:
    if not all(isinstance(pin, str) for pin in kept.values()):
        raise TypeError
    return dict(kept)


def _taken(kept: list[str] | None) -> tuple[str, str, str] | None:
    if kept is None:
        return None
    model, version, title = kept
    return model, version, title


def _each(mapping: dict[str, Any], make: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    return {key: None if kept is None else make(kept) for key, kept in mapping.items()}


def _base(kept: dict[str, Any]) -> Base:
    # Work kept by an older version has neither.
    lists = {key: None if (said := kept.get(key)) is None else tuple(said) for key in ("rivals", "short")}
    return Base(**{**kept, **lists})


def _pinned(kept: dict[str, Any]) -> Pinned:
    # Work kept by a version without answers by profile has no such keys.
    pairs = {key: tuple((test, said) for test, said in kept.get(key, ())) for key in ("when", "forms")}
    return Pinned(**{**kept, **pairs, "choices": tuple(kept.get("choices", ()))})


def _value(kept: Any) -> Any:
    if isinstance(kept, dict):
        return date.fromisoformat(kept["date"])
    return tuple(kept) if isinstance(kept, list) else kept
