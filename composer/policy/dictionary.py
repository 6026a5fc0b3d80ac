"""The dictionary of placeholders and the dated facts: what may fill a blank, and with what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from composer.policy.clause import NATIONS, Nation
from composer.policy.problems import Problem
from composer.text import first_hostile, unix

ValueType = Literal["text", "int", "date", "choice", "list", "role"]
VALUE_TYPES: tuple[ValueType, ...] = get_args(ValueType)

Value = str | int | date | tuple[str, ...]
"""What a school may put into a blank."""

LONGEST_VALUE = 2_000
"""Characters; more than that is a clause, not a value."""

PROFILE_BLANKS = ("school_name",)
"""Blanks that the school's profile fills; they are not asked for."""

PROCESS_CHANNELS = "process_channels"
"""The blank that prints as a table of the school's processes and their channels."""

UNASKED_BLANKS = (*PROFILE_BLANKS, PROCESS_CHANNELS)
"""Those, and the blanks that the school's evidence fills: no dictionary has them."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """One entry of the dictionary: the question a blank asks and what may answer it."""

    name: str
    question: str
    type: ValueType = "text"
    group: str = "Other"
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    default: Value | None = None
    example: str = ""
    personal: bool = False
    """Whether an answer would put personal data into a public document."""
    multiline: bool = False
    when: tuple[tuple[str, Value], ...] = ()
    """Answers by profile, each behind its test (``type:academy``); the first test that is met counts, before
    the default."""
    follows: str = ""
    """The value of which this one is a form, such as ``pupil`` for ``pupils``. A follower is never asked or set."""
    forms: tuple[tuple[str, str], ...] = ()
    """For a follower, what it says for each choice of the value that it follows."""
    stands_for: tuple[str, ...] = ()
    """Words that clause text leaves to this value, because they change with the nation or the kind of school."""

    def read(self, typed: str) -> Value:
        """The value that ``typed`` stands for.

        Raises:
            Problem: ``typed`` does not answer the question; the message says what would.
        """
        if not self.multiline and ("\n" in typed.strip() or "\r" in typed.strip()):
            raise Problem(f"{self.name} is one line", "write it on one line")
        said = typed.strip()
        if not said:
            raise Problem(f"{self.name} is empty", f"for example: {self.example}" if self.example else "type an answer")
        self._check(said)
        match self.type:
            case "int":
                return self._read_int(said)
            case "date":
                return read_date(self.name, said)
            case "choice":
                return self._read_choice(said)
            case "list":
                items = tuple(item.strip() for item in said.replace("\n", ";").split(";") if item.strip())
                if not items:
                    raise Problem(f"{self.name} is an empty list", "separate the items with ;")
                return items
            case "text" | "role":
                return said

    def accepts(self, value: object) -> Value:
        """The same value when a file may hold it here.

        Raises:
            Problem: The value has another type, is out of bounds or is not one of the choices.
        """
        if self.type == "list":
            return self._accept_list(value)
        if isinstance(value, bool | datetime) or not isinstance(value, str | int | date):
            raise Problem(f"{self.name} takes a {self.type}", f"for example: {self.example}" if self.example else "")
        return self.read(value.isoformat() if isinstance(value, date) else str(value))

    def _accept_list(self, value: object) -> tuple[str, ...]:
        given: list[object] = list(value) if isinstance(value, list | tuple) else []
        items = tuple(" ".join(item.split()) for item in given if isinstance(item, str) and item.strip())
        if not items or len(items) != len(given):
            raise Problem(f"{self.name} is a list of texts", f'write {self.name} = ["…", "…"]')
        self._check("; ".join(items))
        return items

    def _check(self, said: str) -> None:
        if len(said) > LONGEST_VALUE:
            raise Problem(f"{self.name} has {len(said):,} characters", f"use at most {LONGEST_VALUE:,}")
        hostile = first_hostile(unix(said))
        if hostile is not None:
            raise Problem(f"{self.name} holds {hostile[1]}", "take it out")

    def _read_int(self, said: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", said):
            raise Problem(f"{self.name} is a whole number, not {said!r}", "use figures only")
        number = int(said)
        low, high = self.minimum, self.maximum
        if (low is not None and number < low) or (high is not None and number > high):
            bounds = (
                f"from {low} to {high}"
                if low is not None and high is not None
                else (f"{low} or more" if low is not None else f"{high} or less")
            )
            raise Problem(f"{self.name} is {bounds}, not {number}", "change the number")
        return number

    def _read_choice(self, said: str) -> str:
        for choice in self.choices:
            if choice.casefold() == said.casefold():
                return choice
        raise Problem(f"{said!r} is not a choice for {self.name}", "choose " + " / ".join(self.choices))


def read_date(name: str, said: str) -> date:
    """A date written as ``2026-11-22``.

    Raises:
        Problem: It is not one.
    """
    try:
        return date.fromisoformat(said if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said) else "")
    except ValueError:
        raise Problem(f"{name} is a date, not {said!r}", "write it as 2026-11-22") from None


def in_words(value: Value) -> str:
    """A value as it prints: dates as ``22 November 2026``, lists as ``a, b and c``."""
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else ", ".join(value[:-1]) + " and " + value[-1]
    if isinstance(value, date):
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return str(value)


def as_typed(value: Value) -> str:
    """A value as a person would type it into the form; ``ValueEntry.read`` takes it back."""
    if isinstance(value, tuple):
        return "; ".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated, volatile fact that clause text names but does not contain."""

    id: str
    value: str
    as_of: date
    source: str
    certainty: Literal["sourced", "weakly-sourced", "unverified"] = "sourced"
    expires: date | None = None
    note: str = ""
    nations: tuple[Nation, ...] = NATIONS
    """Where it holds; a clause for another nation should not name it."""
