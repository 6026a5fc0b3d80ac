"""More lists beside the clauses: devices, the groups to be asked, and the aspects of an award.

They are read when they are first looked at, as those of ``library_data`` are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.policy.award import Aspect
from composer.policy.consulting import Group
from composer.policy.devices import Benefit, Risk
from composer.policy.problems import Problem
from composer.policy.when import check_when
from composer.store.dictionaries import tables_of
from composer.store.fields import Source, Table, check_name, parse, read_text

if TYPE_CHECKING:
    from pathlib import Path

DEVICES = "devices.toml"
GROUPS = "groups.toml"
AWARD = "award.toml"

_TOPIC_ID = re.compile(r"[A-Z][0-9]{2}")


def read_benefits(root: Path) -> dict[str, Benefit]:
    """The benefits of ``devices.toml``.

    Raises:
        Problem: The first thing that is wrong, with its line.
    """
    return {key: _benefit(key, table) for key, table in _devices(root).table("benefit").tables()}


def read_risks(root: Path) -> dict[str, Risk]:
    """The risks of ``devices.toml``; raises as ``read_benefits``."""
    return {key: _risk(key, table) for key, table in _devices(root).table("risk").tables()}


def read_groups(root: Path) -> dict[str, Group]:
    """``groups.toml``: who may be asked; raises as ``read_benefits``."""
    return {key: _group(key, table) for key, table in tables_of(root, GROUPS, "group").tables()}


def read_aspects(root: Path) -> dict[str, Aspect]:
    """``award.toml``: what a self-review is commented on; raises as ``read_benefits``."""
    return {key: _aspect(key, table) for key, table in tables_of(root, AWARD, "aspect").tables()}


def _devices(root: Path) -> Table:
    path = root / DEVICES
    if not path.exists():
        return Table(Source(path, ""), {})
    source = Source(path, read_text(path, root))
    whole = Table(source, parse(source))
    whole.only("benefit", "risk")
    return whole


def _benefit(key: str, table: Table) -> Benefit:
    table.slug(key, "benefit")
    table.only("title", "says")
    return Benefit(key, _sentence(table, "title"), _phrases(table, "says", f"[benefit.{key}.says]"))


def _risk(key: str, table: Table) -> Risk:
    table.slug(key, "risk")
    table.only("title", "says", "measures", "owner")
    owner = _value(table, table.text("owner"), "owner") if "owner" in table.data else ""
    return Risk(
        key,
        _sentence(table, "title"),
        _phrases(table, "says", f"[risk.{key}.says]"),
        _phrases(table, "measures", f"[risk.{key}.measures]"),
        owner,
    )


def _phrases(table: Table, key: str, named: str) -> dict[str, str]:
    """Clauses, each with a phrase of its text; there has to be one."""
    within = table.table(key)
    found = {within.slug(clause_id, "clause"): _sentence(within, clause_id) for clause_id in within.data}
    if not found:
        raise table.problem(f"{named} names no clause", f"add {named} with a clause and a phrase of it", key)
    return found


def _group(key: str, table: Table) -> Group:
    table.slug(key, "group")
    table.only("title", "words", "required", "when")
    words = table.texts("words")
    if not words or not all(each.strip() for each in words):
        raise table.problem(f"[group.{key}] has no words", 'add words = ["…"]', "words")
    when = table.text("when", "")
    try:
        when = check_when(when) if when else ""
    except Problem as problem:
        raise table.blame(problem, "when") from None
    return Group(key, _sentence(table, "title"), words, table.flag("required"), when)


def _aspect(key: str, table: Table) -> Aspect:
    table.slug(key, "aspect")
    table.only("title", "strand", "about", "asks", "topics", "clauses", "groups", "values", "devices", "processes")
    topics = table.texts("topics")
    for each in topics:
        if not _TOPIC_ID.fullmatch(each):
            mend = "use one capital letter and two digits, such as G01"
            raise table.problem(f"{each!r} cannot be a topic", mend, "topics")
    values = tuple(_value(table, each, "values") for each in table.texts("values"))
    return Aspect(
        key,
        _sentence(table, "title"),
        _sentence(table, "about"),
        _sentence(table, "asks"),
        table.text("strand", ""),
        topics,
        table.slugs("clauses", "clause id"),
        table.slugs("groups", "group"),
        values,
        table.flag("devices"),
        table.flag("processes"),
    )


def _value(table: Table, name: str, key: str) -> str:
    """``name``, if a value may be called so."""
    try:
        return check_name(table, name, "value")
    except Problem as problem:
        raise table.blame(problem, key) from None


def _sentence(table: Table, key: str) -> str:
    """A text that may be written over several lines, as one; it has to be there."""
    said = " ".join(table.prose(key).split())
    if not said:
        raise table.problem(f"{key} is empty", "write it", key)
    return said
