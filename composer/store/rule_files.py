"""The rules of the checks on disk: ``clauses/rules/*.toml``, any number of files, each with tables ``[kind.key]``.

An LA adds rules of its own by adding a file. They are read when a check first needs them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from composer.policy.clause import NATIONS
from composer.policy.rules import RULE_KINDS, Rule, RuleKind
from composer.policy.school import TYPES
from composer.store.clause_files import toml_files
from composer.store.dictionaries import words
from composer.store.fields import Source, Table, parse, read_text
from composer.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULES = "rules"
"""The folder beside the categories."""

_SEVERITIES: tuple[Literal["block", "warn", "info"], ...] = ("block", "warn", "info")
_TYPE_WORDS = tuple(dict.fromkeys(word for types in TYPES.values() for word in types))
_LONGEST_PHRASE = 120
_PLAIN = re.compile(rf"(?:[^\W_](?:(?:[^\n*]|(?<= )\*(?= )){{0,{_LONGEST_PHRASE - 2}}}[^\s*])?\n)+")
"""Phrases, a line each, of which nothing can be wrong but that one stands there twice."""


def read_rules(root: Path) -> dict[str, tuple[Rule, ...]]:
    """Every rule by kind, in the order of the files' names and of the entries in them.

    Raises:
        Problem: The first thing that is wrong, with its line.
    """
    found: dict[RuleKind, dict[str, Rule]] = {kind: {} for kind in RULE_KINDS}
    for path in toml_files(root / RULES):
        source = Source(path, read_text(path, root))
        whole = Table(source, parse(source))
        whole.only(*RULE_KINDS)
        for kind in RULE_KINDS:
            for key, table in whole.table(kind).tables() if kind in whole.data else ():
                table.slug(key, "rule")
                if key in found[kind]:
                    raise table.problem(f"there is a rule {kind}.{key} already", "give this one another name")
                found[kind][key] = _rule(kind, key, table)
    return {kind: tuple(rules.values()) for kind, rules in found.items()}


def _rule(kind: RuleKind, key: str, table: Table) -> Rule:
    # Most rules have few keys: what is not there is not asked for, since there are hundreds of them.
    table.only("words", *_READERS)
    phrases = _phrases(table, "words")
    if not phrases:
        raise table.problem(f"[{kind}.{key}] has no words", 'add words = ["…"]', "words")
    said = {name: read(table, name) for name, read in _READERS.items() if name in table.data}
    return Rule(key, kind, phrases, **{"types": _TYPE_WORDS, **said})


def _phrases(table: Table, key: str) -> tuple[str, ...]:
    written = table.data.get(key)
    if isinstance(written, list) and _are_plain(written):
        return tuple(written)
    said = table.texts(key)
    for at, each in enumerate(said):
        parts = each.split()
        if not any(char.isalnum() for char in each) or "*" in {parts[0], parts[-1]}:
            raise table.problem(f"{visible(each)!r} is no phrase to look for", "begin and end it with a word", key)
        if any("*" in part and part != "*" for part in parts):
            raise table.problem(f"{visible(each)!r} has a * inside a word", "put a space on both sides of *", key)
        if len(each) > _LONGEST_PHRASE:
            raise table.problem(f"a phrase has {len(each)} characters", f"use at most {_LONGEST_PHRASE}", key)
        if each in said[:at]:
            raise table.problem(f"{visible(each)!r} stands there twice", "keep one of them", key)
    return said


def _are_plain(written: list[Any]) -> bool:
    """Whether a list has nothing in it but phrases of which nothing can be wrong."""
    try:
        lines = "\n".join((*written, ""))
    except TypeError:
        return False
    alone = len(set(written)) == len(written) == lines.count("\n")
    return alone and _PLAIN.fullmatch(lines) is not None


def _text(table: Table, key: str) -> str:
    return table.text(key, "")


_READERS: dict[str, Callable[[Table, str], Any]] = {
    "unless": _phrases,
    "exact_case": Table.flag,
    "nations": lambda table, key: words(table, key, NATIONS),
    "types": lambda table, key: words(table, key, _TYPE_WORDS),
    "group": _text,
    "instead": _text,
    "severity": lambda table, key: table.one_of(key, _SEVERITIES),
    "says": lambda table, key: " ".join(table.prose(key, "").split()),
    "since": Table.day,
    "source": _text,
}
"""How each key of a rule but its words is read."""
