"""Writing a policy so that only what was decided changes in the file.

A file is cut into its tables (``toml_layout``), tomlkit edits the one table that differs, and all the rest is
copied: comments, order and layout survive, also where tomlkit would move them. What comes out is read again
with ``tomllib`` and compared with what was meant before anybody gets it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from composer import text as prose
from composer.policy.problems import Problem
from composer.store.evidence_file import EVIDENCE, EVIDENCE_KEYS, evidence_tables
from composer.store.fields import Source, parse
from composer.store.policy_file import CLAUSE_KEYS, PROFILE_KEYS, SECTION_KEYS, interpret, normal
from composer.store.toml_edit import TomlFile
from composer.store.toml_text import header, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.policy.policy import Decision, SchoolPolicy

_NAME = Path("policy.toml")
"""What messages call a text that has no file yet."""

KINDS = ("school", "values", "section", "clause", *EVIDENCE)
"""The order of tables in a file."""

_ORDERS = {"": ("schema", "title", "model"), "section": SECTION_KEYS, "clause": CLAUSE_KEYS, **EVIDENCE_KEYS}

Keyed = dict[tuple[str, str], dict[str, object]]
"""Sections, clauses and evidence: what each table holds, by its kind and key."""


@dataclass(frozen=True, slots=True)
class Change:
    """One key of one table that is to be set, or with None removed."""

    table: tuple[str, ...]
    key: str
    value: object | None


def write_policy(loaded_text: str | None, before: SchoolPolicy | None, after: SchoolPolicy) -> str:
    """The text of the file that holds ``after``.

    Args:
        loaded_text: The file as it was read, which holds ``before``; None for a new file.
        before: The policy as it was read; None means: find out from the text.
        after: The policy to write.

    Returns:
        ``loaded_text`` itself where nothing differs; else LF text without a byte order mark.

    Raises:
        Problem: ``after`` cannot be written so that it reads back the same.
    """
    after = normal(after)
    if loaded_text is None:
        return _checked(fresh(after), None, after)
    text = prose.unix(loaded_text.removeprefix("\ufeff"))
    data = parse(Source(_NAME, text))
    before = normal(before) if before is not None else interpret(Source(_NAME, text), data)
    if _same(before, after):
        return loaded_text
    changes = _changes(data, before, after)
    return _checked(_edited(text, before, after, changes), _expected(data, before, after, changes), after)


def fresh(policy: SchoolPolicy) -> str:
    """A new file, made to be read."""
    name = prose.visible(policy.profile.name, keep_newlines=False)
    lines = [
        f"# {name}: {prose.visible(policy.title, keep_newlines=False)}\n",
        "#\n",
        "# Made to be read, changed by hand and kept in git. policy-composer keeps comments and layout.\n",
        "# The file policy.lock beside it belongs to it.\n",
        "\n",
        *_lines(_top(policy)),
        *_table(("school",), _school(policy)),
    ]
    if policy.values:
        lines += _table(("values",), policy.values)
    for path, entry in _keyed(policy).items():
        lines += _table(path, entry)
    return "".join(lines)


def _same(before: SchoolPolicy, after: SchoolPolicy) -> bool:
    return before == after and list(before.sections) == list(after.sections)


def _edited(text: str, before: SchoolPolicy, after: SchoolPolicy, changes: list[Change]) -> str:
    file = TomlFile(text, KINDS)
    there, wanted = _keyed(before), _keyed(after)
    for path in there:
        if path not in wanted:
            file.remove(path)
    for path, entry in wanted.items():
        if path not in there and path[0] == "section":
            file.add(path, _lines(entry))
    file.order("section", list(after.sections))
    for path, entry in wanted.items():
        if path not in there and path[0] != "section":
            file.add(path, _lines(entry))
    flags = tuple(f"has_{flag}" for flag in after.profile.has)
    orders = {**_ORDERS, "school": (*PROFILE_KEYS, *flags)}
    for change in changes:
        if change.value is None:
            file.unset(change.table, change.key)
        else:
            file.set(change.table, change.key, change.value, orders.get("".join(change.table[:1]), ()))
    return file.text()


def _changes(data: dict[str, object], before: SchoolPolicy, after: SchoolPolicy) -> list[Change]:
    changes = _differences((), _top(before), _top(after))
    changes += _differences(("school",), _school(before), _school(after))
    changes += _differences(("values",), before.values, after.values)
    there = _keyed(before)
    for path, entry in _keyed(after).items():
        if path in there:
            changed = _differences(path, there[path], entry)
            unsaid = changed and path[0] == "process" and "use" not in _inner(data, path)
            # A file need not say that a process with a channel is used; once something changes, it says so.
            changes += _differences(path, {**there[path], "use": None}, entry) if unsaid else changed
    return changes


def _keyed(policy: SchoolPolicy) -> Keyed:
    return {
        **{("section", key): _section(policy, key) for key in policy.sections},
        **{("clause", key): _clause(decision) for key, decision in policy.decisions.items()},
        **dict(evidence_tables(policy.evidence)),
    }


def _differences(table: tuple[str, ...], old: Mapping[str, object], new: Mapping[str, object]) -> list[Change]:
    gone = [Change(table, key, None) for key in old if key not in new]
    put = [Change(table, key, value) for key, value in new.items() if key not in old or old[key] != value]
    return gone + put


def _expected(
    data: dict[str, object], before: SchoolPolicy, after: SchoolPolicy, changes: list[Change]
) -> dict[str, object]:
    """What the new file has to hold: the old data with the differences put in, text never looked at."""
    expected = deepcopy(data)
    there, wanted = _keyed(before), _keyed(after)
    for kind, key in there:
        if (kind, key) not in wanted:
            _inner(expected, (kind,)).pop(key, None)
    for (kind, key), entry in wanted.items():
        if (kind, key) not in there:
            _inner(expected, (kind,))[key] = {name: _as_read(value) for name, value in entry.items()}
    for change in changes:
        if change.value is None:
            _inner(expected, change.table).pop(change.key, None)
        else:
            _inner(expected, change.table)[change.key] = _as_read(change.value)
    return expected


def _as_read(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _inner(data: dict[str, object], path: tuple[str, ...]) -> dict[str, object]:
    for key in path:
        data = cast("dict[str, object]", data.setdefault(key, {}))
    return data


def _checked(text: str, expected: dict[str, object] | None, after: SchoolPolicy) -> str:
    """``text``, if it is TOML that reads as ``after`` and, when that is told, holds ``expected``."""
    source = Source(_NAME, text)
    data = parse(source)
    read = interpret(source, data)
    if expected is not None:
        # Unchanged values may stand in the file otherwise than the dictionary reads them: "12" for 12.
        read = replace(read, values=after.values)
    if not _same(read, after) or (expected is not None and _filled(data) != _filled(expected)):
        raise Problem("not saved: the file as it would be written reads differently", "save under another name")
    return text


def _filled(data: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in data.items() if value != {}}


def _top(policy: SchoolPolicy) -> dict[str, object]:
    return {"schema": policy.schema, "title": policy.title, "model": policy.model}


def _school(policy: SchoolPolicy) -> dict[str, object]:
    profile = policy.profile
    table: dict[str, object] = {
        "name": profile.name,
        "phase": profile.phase,
        "nation": profile.nation,
        "type": profile.type,
        "also_known_as": profile.also_known_as or None,
        "partners": profile.partners or None,
        "platforms": profile.platforms or None,
    }
    table |= {f"has_{flag}": said for flag, said in profile.has.items()}
    return {key: value for key, value in table.items() if value is not None}


def _section(policy: SchoolPolicy, section_id: str) -> dict[str, object]:
    own = policy.headings.get(section_id)
    table: dict[str, object] = {"title": own.title} if own is not None else {}
    if own is not None and own.appendix:
        table["appendix"] = True
    return {**table, "clauses": policy.sections[section_id]}


def _clause(decision: Decision) -> dict[str, object]:
    table: dict[str, object] = {key: getattr(decision, key) for key in CLAUSE_KEYS}
    # That a clause is in no short version is said too: only an absent key leaves it to the model.
    return {key: value for key, value in table.items() if value or value == ()}


def _table(path: tuple[str, ...], entry: Mapping[str, object]) -> list[str]:
    return ["\n", header(path), *_lines(entry)]


def _lines(entry: Mapping[str, object]) -> list[str]:
    return [f"{key} = {literal(value)}\n" for key, value in entry.items()]
