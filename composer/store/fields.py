"""Reading TOML strictly: what is not known, of another type or hostile is a problem with its line.

Every file that people write goes through here: the library's, a school's policy and its lock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import tomli  # the standard library's own parser, compiled: a library of 171 clauses is read in half the time

from composer import text as prose
from composer.policy.problems import Problem
from composer.store import atomic
from composer.store.slugs import check_slug
from composer.store.toml_layout import DEEPEST, deep_key, line_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LARGEST_FILE = 256 * 1024
"""Bytes of a library file or a policy."""

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
"""The name of a value or of a flag of the profile."""

LONGEST_NAME = 56

Word = TypeVar("Word", bound=str)

_TOO_LARGE = 2**63
_AT_LINE = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, or of the TOML part of one, that problems point into."""

    path: Path
    text: str
    """With LF line ends."""
    first_line: int = 1
    """The line of the file on which ``text`` starts."""

    def problem(self, what: str, mend: str = "", where: tuple[str, ...] = ()) -> Problem:
        """A problem on the line of the key ``where``, or of the nearest table around it that has a line."""
        return Problem(what, mend, path=self.path, line=self.line(where))

    def line(self, where: tuple[str, ...]) -> int | None:
        """The line of a key, of the nearest table around it, or None."""
        try:
            numbers = line_numbers(self.text)
        except (ValueError, RecursionError):
            return None
        for depth in range(len(where), 0, -1):
            found = numbers.get(where[:depth])
            if found is not None:
                return found + self.first_line - 1
        return None

    def key_at(self, line: int) -> str:
        """The last key that starts on or before a line of the file, as it is written; may be empty."""
        try:
            numbers = line_numbers(self.text)
        except (ValueError, RecursionError):
            return ""
        here = [(number, path) for path, number in numbers.items() if number + self.first_line - 1 <= line]
        return prose.visible(".".join(max(here)[1]), keep_newlines=False) if here else ""


def read_text(path: Path, root: Path | None = None, limit: int = LARGEST_FILE) -> str:
    """A file's text with LF line ends; hostile characters are not looked for yet.

    Raises:
        Problem: It cannot be read, is too long, lies outside ``root`` or is not UTF-8.
    """
    return prose.unix(atomic.decode(atomic.read(path, limit=limit, root=root), path))


def parse(source: Source) -> dict[str, object]:
    """The data of a TOML text.

    Raises:
        Problem: It is not TOML, is nested deeply, or holds a number out of all bounds or a character that no
            file of ours may hold, escaped or not.
    """
    refuse_hostile(source)
    deep = deep_key(source.text)
    if deep is not None:
        line = deep + source.first_line - 1
        raise Problem("this is nested too deeply", "write keys with fewer dots", path=source.path, line=line)
    try:
        data: dict[str, object] = tomli.loads(source.text)
    except RecursionError:
        raise source.problem("this is nested too deeply", "write it without so many brackets") from None
    except ValueError as error:
        raise _not_toml(source, error) from None
    if "\\" in source.text or not _ordinary(data, DEEPEST):
        _refuse_odd_values(source, data)
    return data


def _ordinary(data: object, depth: int) -> bool:
    """Whether every number is within bounds and nothing nests deeper; where it is not, is looked for after."""
    if isinstance(data, dict):
        return depth > 0 and all(_ordinary(value, depth - 1) for value in data.values())
    if isinstance(data, list):
        return all(_ordinary(item, depth - 1 if isinstance(item, dict) else depth) for item in data)
    return not isinstance(data, int | float) or abs(data) < _TOO_LARGE


def _refuse_odd_values(source: Source, data: dict[str, object]) -> None:
    for where, value in _leaves(data, ()):
        if len(where) > DEEPEST:
            raise source.problem("this is nested too deeply", "write it with fewer dots", where[:1])
        if isinstance(value, str):
            _refuse_escaped(source, where, value)
        elif isinstance(value, int | float) and not abs(value) < _TOO_LARGE:
            raise source.problem("this number is out of all bounds", "write one with fewer digits", where)


def _refuse_escaped(source: Source, where: tuple[str, ...], said: str) -> None:
    hostile = prose.first_hostile(prose.unix(said))
    if hostile is not None:
        shown = prose.visible(".".join(where), keep_newlines=False)
        raise source.problem(f"{shown} holds {hostile[1]}", "take that character out", where)


def refuse_hostile(source: Source, inside: str = "") -> None:
    """Look for characters that no file of ours may hold.

    Raises:
        Problem: With the line, the key (or ``inside``) and the character's name.
    """
    hostile = prose.first_hostile(source.text)
    if hostile is None:
        return
    line = source.text.count("\n", 0, hostile[0]) + source.first_line
    key = inside or source.key_at(line)
    what = f"{key} holds {hostile[1]}" if key else f"this line holds {hostile[1]}"
    raise Problem(what, "take that character out", path=source.path, line=line)


def _not_toml(source: Source, error: ValueError) -> Problem:
    said = str(error)
    at = _AT_LINE.search(said)
    line = source.text.count("\n") + source.first_line
    if at is None:
        return Problem("a number or date here is not one", "check the numbers", path=source.path)
    if at[1] is not None:
        line = int(at[1]) + source.first_line - 1
    what = prose.visible(said[: at.start()], keep_newlines=False)
    if what.startswith(("Cannot overwrite a value", "Cannot declare")):
        return Problem(f"this is not TOML: {what}", "keep one of the two", path=source.path, line=line)
    return Problem(f"this is not TOML: {what}", "mend this line", path=source.path, line=line)


def _leaves(data: object, where: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value in the data that is no table or list, and every key, with where it is."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*where, key), key
            yield from _leaves(value, (*where, key))
    elif isinstance(data, list):
        for at, item in enumerate(data):
            yield from _leaves(item, (*where, str(at)) if isinstance(item, dict) else where)
    else:
        yield where, data


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file, read key by key. Every method raises ``Problem`` with the key's line."""

    source: Source
    data: dict[str, object]
    where: tuple[str, ...] = ()

    def only(self, *known: str) -> None:
        """Refuse keys that are not known."""
        for key in self.data:
            if key not in known:
                raise self.stranger(key, known)

    def stranger(self, key: str, known: Iterable[str]) -> Problem:
        """The problem of a key that does not exist, with the nearest that does."""
        names = list(known)
        guess = prose.near(key, names)
        mend = f"did you mean {guess}?" if guess is not None else "there are: " + ", ".join(names)
        place = f" in [{'.'.join(self.where)}]" if self.where else ""
        return self.problem(f"there is no key {prose.visible(key, keep_newlines=False)!r}{place}", mend, key)

    def problem(self, what: str, mend: str = "", *keys: str) -> Problem:
        """A problem with one of this table's keys, or with the table."""
        return self.source.problem(what, mend, (*self.where, *keys))

    def blame(self, problem: Problem, *keys: str) -> Problem:
        """A problem found elsewhere, told at this place."""
        return self.problem(problem.what, problem.mend, *keys)

    def text(self, key: str, default: str | None = None) -> str:
        """A text of one line, without blanks around it; required when there is no default."""
        said = self.prose(key, default).strip()
        if "\n" in said:
            raise self.problem(f"{key} is more than one line", "write it on one line", key)
        if not said and default is None:
            raise self.problem(f"{key} is empty", "write it", key)
        return said

    def prose(self, key: str, default: str | None = None) -> str:
        """A text of any number of lines, as it is but for line ends."""
        value = self.data.get(key, default)
        if value is None:
            raise self.problem(f"{self._named()} has no {key}", f'add {key} = "…"')
        if not isinstance(value, str):
            raise self.problem(f"{key} is a text, not {_kind(value)}", f'write {key} = "…"', key)
        return prose.unix(value)

    def whole(self, key: str, *, least: int, default: int | None = None) -> int:
        """A whole number; required when there is no default."""
        value = self.data.get(key, default)
        if value is None:
            raise self.problem(f"{self._named()} has no {key}", f"add {key} = {least}")
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.problem(f"{key} is a whole number, not {_kind(value)}", f"write {key} = {least}", key)
        if value < least:
            raise self.problem(f"{key} is {least} or more", "change the number", key)
        return value

    def limit(self, key: str) -> int | None:
        """A whole number of any size, or None when the key is not there."""
        value = self.data.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise self.problem(f"{key} is a whole number, not {_kind(value)}", f"write {key} = 1", key)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.problem(f"{key} is true or false, not {_kind(value)}", f"write {key} = true", key)
        return value

    def day(self, key: str) -> date | None:
        """A date, or None when the key is not there."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.problem(
                f"{key} is a date, not {_kind(value)}", f"write {key} = 2026-11-22, without quotes and time", key
            )
        return value

    def due_day(self, key: str) -> date:
        """A date that has to be there."""
        value = self.day(key)
        if value is None:
            raise self.problem(f"{self._named()} has no {key}", f"add {key} = 2026-11-22")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts of one line; empty when the key is not there."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.problem(f"{key} is a list of texts", f'write {key} = ["…", "…"]', key)
        said = tuple(str(item).strip() for item in value)
        if not all(said) or any("\n" in item for item in said):
            raise self.problem(f"{key} has an item that is empty or longer than a line", "mend the item", key)
        return said

    def slugs(self, key: str, what: str) -> tuple[str, ...]:
        """A list of ids, each of them once; empty when the key is not there."""
        found: list[str] = []
        for item in self.texts(key):
            if item in found:
                raise self.problem(f"{key} names {item} twice", "keep one of them", key)
            found.append(self.slug(item, what, key))
        return tuple(found)

    def slug(self, said: str, what: str, *keys: str) -> str:
        """``said``, if it may be an id."""
        try:
            return check_slug(said, what)
        except Problem as problem:
            raise self.blame(problem, *keys) from None

    def one_of(self, key: str, words: tuple[Word, ...], default: Word | None = None) -> Word:
        """One of some words; required when there is no default."""
        said = self.text(key, default)
        for word in words:
            if word == said:
                return word
        raise self.problem(f"{key} is not {prose.visible(said)!r}", "choose " + " / ".join(words), key)

    def table(self, key: str) -> Table:
        """A table in this one; an empty one when the key is not there."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.problem(f"{key} is a table", f"write [{'.'.join((*self.where, key))}] on a line of its own", key)
        return Table(self.source, value, (*self.where, key))

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every key of this table with the table that it has to be."""
        for key in self.data:
            yield key, self.table(key)

    def list_of_tables(self, key: str) -> tuple[Table, ...]:
        """The tables written ``[[key]]``; empty when there are none."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.problem(f"{key} is a list of tables", f"write [[{key}]] on a line of its own for each", key)
        return tuple(Table(self.source, item, (*self.where, key, str(at))) for at, item in enumerate(value))

    def _named(self) -> str:
        return f"[{'.'.join(self.where)}]" if self.where else "this file"


def check_name(table: Table, name: str, what: str) -> str:
    """``name``, if a value or a flag may be called so."""
    if len(name) <= LONGEST_NAME and NAME.fullmatch(name):
        return name
    shown = prose.visible(name[:LONGEST_NAME], keep_newlines=False)
    raise table.problem(f"{shown!r} cannot be the name of a {what}", "use a-z, 0-9 and single underscores", name)


def _kind(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "a text"
        case int() | float():
            return "a number"
        case datetime():
            return "a date with a time"
        case date():
            return "a date"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a time"
