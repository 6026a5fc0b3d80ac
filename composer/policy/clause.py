"""A clause of the library: one addressable piece of policy text and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from datetime import date

Strength = Literal["required", "recommended", "optional"]
Freedom = Literal["local-choice", "agreed", "statutory"]
Stance = Literal["enabling", "protective", "procedural"]
Nation = Literal["england", "wales", "scotland", "northern-ireland"]
ChangeKind = Literal["substantive", "wording", "typo"]
Reader = Literal["staff", "parents", "pupils", "governors"]
Audience = Literal["staff", "parents", "pupils"]
"""A reader for whom a short version of a policy is made."""

STRENGTHS: tuple[Strength, ...] = get_args(Strength)
FREEDOMS: tuple[Freedom, ...] = get_args(Freedom)
STANCES: tuple[Stance, ...] = get_args(Stance)
NATIONS: tuple[Nation, ...] = get_args(Nation)
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
READERS: tuple[Reader, ...] = get_args(Reader)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

FREEDOM_IN_WORDS: dict[Freedom, str] = {
    "local-choice": "a local choice: the school may change it freely",
    "agreed": "agreed with the unions: changing it means local consultation first",
    "statutory": "set by law or statutory guidance: take advice before changing it",
}


@dataclass(frozen=True, slots=True)
class Revision:
    """One line of a clause's history."""

    rev: int
    date: date
    kind: ChangeKind
    note: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause as the library (or a model's overlay) has it.

    ``body`` is Markdown with ``{{placeholders}}``, unfilled.
    """

    id: str
    category: str
    title: str
    body: str
    rev: int
    strength: Strength = "recommended"
    freedom: Freedom = "local-choice"
    stance: Stance = "procedural"
    summary: str = ""
    topics: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    """Clauses this one is an alternative to: a policy has one of them."""
    when: str = ""
    """One test, ``key:value``, on the school's profile; empty means always suggested."""
    nations: tuple[Nation, ...] = NATIONS
    review_by: date | None = None
    history: tuple[Revision, ...] = field(default=(), repr=False)
    readers: tuple[Reader, ...] = READERS
    """Who the clause speaks to."""
    short: tuple[Audience, ...] = ()
    """In whose short version it stands in full: what these readers must know, or may do, before all else."""
