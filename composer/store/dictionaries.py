"""The files beside the clauses: the dictionary of values, the facts, the law register and the platforms.

Each has one table an entry, ``[value.dsl]``, and may be missing altogether.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

from composer.policy.clause import AUDIENCES, NATIONS
from composer.policy.dictionary import UNASKED_BLANKS, VALUE_TYPES, Fact, Value, ValueEntry
from composer.policy.library import PLANS, Law, Platform, unknown
from composer.policy.problems import Problem
from composer.policy.when import check_when
from composer.store.fields import Source, Table, Word, check_name, parse, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from composer.policy.clause import Audience

VALUES = "values.toml"
FACTS = "facts.toml"
LAW = "law.toml"
PLATFORMS = "platforms.toml"

Certainty = Literal["sourced", "weakly-sourced", "unverified"]
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
STATUSES = ("live", "renamed", "closed")
_VALUE_KEYS = (
    "question", "type", "group", "choices", "min", "max", "default", "example", "personal", "multiline", "stands_for",
    "when",
)  # fmt: skip


def read_values(folder: Path, root: Path | None = None) -> dict[str, ValueEntry]:
    """``values.toml``: what may fill a blank.

    Args:
        folder: The folder that it is in.
        root: The library that the folder has to be in; left out, the folder itself.

    Raises:
        Problem: An entry is not right, stands for a blank that the school's profile fills, or follows what it
            cannot.
    """
    tables = dict(_entries(folder, VALUES, "value", root))
    entries = {name: _value(name, table) for name, table in tables.items()}
    for name, entry in entries.items():
        if entry.follows:
            _check_follower(entry, tables[name], entries)
    return entries


def read_facts(root: Path) -> dict[str, Fact]:
    """``facts.toml``: volatile data with its date and source."""
    return {name: _fact(name, table) for name, table in _entries(root, FACTS, "fact")}


def read_laws(root: Path) -> dict[str, Law]:
    """``law.toml``: what clauses rest on."""
    return {name: _law(name, table) for name, table in _entries(root, LAW, "law")}


def read_platforms(root: Path) -> dict[str, Platform]:
    """``platforms.toml``: the services that clauses and checks know."""
    return {name: _platform(name, table) for name, table in _entries(root, PLATFORMS, "platform")}


def tables_of(folder: Path, name: str, kind: str, root: Path | None = None) -> Table:
    """The tables ``[kind.…]`` of a file beside the clauses, which holds nothing else; none when it is missing.

    Raises:
        Problem: It cannot be read, is no TOML or holds something else.
    """
    path = folder / name
    if not path.exists():
        return Table(Source(path, ""), {})
    source = Source(path, read_text(path, root or folder))
    whole = Table(source, parse(source))
    whole.only(kind)
    return whole.table(kind)


def _entries(folder: Path, name: str, kind: str, root: Path | None = None) -> Iterator[tuple[str, Table]]:
    whole = tables_of(folder, name, kind, root)
    for key, table in whole.tables():
        if kind == "value":
            check_name(whole, key, kind)
        else:
            table.slug(key, kind)
        yield key, table


def _value(name: str, table: Table) -> ValueEntry:
    if name in UNASKED_BLANKS:
        raise table.problem(f"{name} is filled from the school's profile or its answers", "take this entry out")
    if "follows" in table.data:
        return _follower(name, table)
    table.only(*_VALUE_KEYS)
    type_ = table.one_of("type", VALUE_TYPES, "text")
    choices = table.texts("choices")
    if bool(choices) != (type_ == "choice"):
        raise table.problem(f"{name} of type {type_} {'has' if choices else 'lacks'} choices", "mend type or choices")
    low, high = table.limit("min"), table.limit("max")
    if type_ != "int" and not (low is None and high is None):
        raise table.problem(f"{name} of type {type_} has a limit", 'limits go with type = "int"')
    if low is not None and high is not None and low > high:
        raise table.problem(f"{name} has min {low} above max {high}", "swap them", "min")
    entry = ValueEntry(
        name,
        table.text("question"),
        type_,
        table.text("group", "Other"),
        choices,
        low,
        high,
        None,
        table.text("example", ""),
        table.flag("personal"),
        table.flag("multiline"),
    )
    by_profile = table.table("when")
    return replace(
        entry,
        default=accepted(entry, table, "default") if "default" in table.data else None,
        when=tuple((tested(key, by_profile, key), accepted(entry, by_profile, key)) for key in by_profile.data),
        stands_for=table.texts("stands_for"),
    )


def _follower(name: str, table: Table) -> ValueEntry:
    table.only("follows", "forms")
    forms, plain_text = table.table("forms"), ValueEntry(name, "")
    return ValueEntry(
        name,
        "",
        follows=table.text("follows"),
        forms=tuple((key, str(accepted(plain_text, forms, key))) for key in forms.data),
    )


def _check_follower(entry: ValueEntry, table: Table, entries: Mapping[str, ValueEntry]) -> None:
    """Refuse a follower of nothing, of another follower or of no choice, and one with a form too few or too many."""
    followed = entries.get(entry.follows) if entry.follows != entry.name else None
    if followed is None:
        raise table.blame(unknown("value", entry.follows, [name for name in entries if name != entry.name]), "follows")
    if followed.follows:
        what = f"{entry.name} follows {followed.name}, which follows {followed.follows}"
        raise table.problem(what, f"follow {followed.follows}", "follows")
    if followed.type != "choice":
        what = f"{entry.name} follows {followed.name}, which is of type {followed.type}"
        raise table.problem(what, "follow one of type choice", "follows")
    forms = table.table("forms")
    forms.only(*followed.choices)
    for choice in followed.choices:
        if choice not in forms.data:
            raise table.problem(f"{entry.name} has no form for {choice!r}", f'add "{choice}" = "…"', "forms")


def tested(said: str, table: Table, key: str) -> str:
    """``said``, if it is one test on a school's profile; ``key`` is where it stands.

    Raises:
        Problem: It is none, with the line.
    """
    try:
        return check_when(said)
    except Problem as problem:
        raise table.blame(problem, key) from None


def accepted(entry: ValueEntry, table: Table, key: str) -> Value:
    """The value under ``key``, if the dictionary's entry takes it.

    Raises:
        Problem: It does not, with the line.
    """
    try:
        return entry.accepts(plain(table, key))
    except Problem as problem:
        raise table.blame(problem, key) from None


def plain(table: Table, key: str) -> Value:
    """The value under ``key`` as a text, whole number, date or list of texts.

    Raises:
        Problem: It is something else, with the line.
    """
    value = table.data[key]
    if isinstance(value, list):
        return table.texts(key)
    if isinstance(value, str):
        return table.prose(key).strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        day: date | None = table.day(key)
    except Problem:
        day = None
    if day is None:
        raise table.problem(f"{key} is a text, a whole number, a date or a list of texts", "mend the value", key)
    return day


def _fact(name: str, table: Table) -> Fact:
    table.only("value", "as_of", "source", "certainty", "expires", "note", "nations")
    return Fact(
        name,
        table.text("value"),
        table.due_day("as_of"),
        table.text("source", ""),
        table.one_of("certainty", CERTAINTIES, "sourced"),
        table.day("expires"),
        table.text("note", ""),
        words(table, "nations", NATIONS),
    )


def _law(name: str, table: Table) -> Law:
    table.only("title", "nations", "obliges", "certainty", "source", "checked", "expires")
    return Law(
        name,
        table.text("title"),
        words(table, "nations", NATIONS),
        table.text("obliges", ""),
        table.one_of("certainty", CERTAINTIES, "sourced"),
        table.text("source", ""),
        table.due_day("checked"),
        table.day("expires"),
    )


def words(table: Table, key: str, known: tuple[Word, ...]) -> tuple[Word, ...]:
    """A list of some of the known words, in their own order; all of them when the key is not there."""
    said = table.texts(key)
    for word in said:
        if word not in known:
            raise table.problem(f"{word!r} is not one of the {key}", "choose " + " / ".join(known), key)
    return tuple(word for word in known if not said or word in said)


def audiences(table: Table) -> tuple[Audience, ...]:
    """For whom ``short`` says there is a short version, in their own order; none when the key is not there."""
    said = table.texts("short")
    for word in said:
        if word not in AUDIENCES:
            choices = " / ".join(AUDIENCES)
            raise table.problem(f"there is no short version for {word!r}", f"choose {choices}", "short")
    return tuple(word for word in AUDIENCES if word in said)


def _platform(name: str, table: Table) -> Platform:
    table.only("name", "status", "former", "minimum_age", "appendix", "plan")
    return Platform(
        name,
        table.text("name"),
        table.one_of("status", STATUSES, "live"),
        table.texts("former"),
        table.slug(table.text("minimum_age"), "fact", "minimum_age") if "minimum_age" in table.data else "",
        table.slug(table.text("appendix"), "clause", "appendix") if "appendix" in table.data else "",
        table.one_of("plan", PLANS) if "plan" in table.data else "",
    )
