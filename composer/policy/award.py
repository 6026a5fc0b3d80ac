"""The aspects on which a self-review of online safety is commented, as the library lists them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect, and what of a policy belongs to it."""

    id: str
    title: str
    about: str
    """A noun phrase, as it stands in “Nothing is recorded about …”."""
    asks: str
    """What a reader wants to see, in one sentence."""
    strand: str = ""
    """Empty where the published mapping does not name it."""
    topics: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    """Clauses that belong here whatever their topics."""
    groups: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    devices: bool = False
    """Whether the table of devices belongs here."""
    processes: bool = False
    """Whether the everyday processes belong here."""
