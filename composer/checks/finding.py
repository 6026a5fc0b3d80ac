"""What a check found: in words, at its place, with what to do about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

Severity = Literal["block", "warn", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

SEVERITY_SIGNS: dict[Severity, str] = {"block": "✗", "warn": "!", "info": "i"}
SEVERITY_IN_WORDS: dict[Severity, str] = {
    "block": "stands in the way of approval",
    "warn": "wants a decision or a reason",
    "info": "advice",
}

PlaceKind = Literal[
    "clause",
    "title",
    "intro",
    "value",
    "school",
    "scenario",
    "process",
    "device",
    "consultation",
    "related",
    "approval",
    "policy",
    "file",
]
"""Where a finding can be. ``clause``, ``title`` and ``intro`` are parts of the text; ``title`` with an empty id is the
policy's own title. ``file`` is a plain Markdown file."""


@dataclass(frozen=True, slots=True)
class Place:
    """The exact place of a finding."""

    kind: PlaceKind
    id: str = ""
    """A clause's, section's, scenario's, process's, risk's, consultation's or related policy's id; a value's name."""
    start: int = 0
    """Characters from the start of the text that is meant: of the clause unfilled, or of the whole file."""
    stop: int = 0
    """The same for its end; equal to ``start`` where the whole is meant."""
    line: int = 0
    """The line of the clause's text or of the file, from 1; 0 where there is no text."""
    words: str = ""
    """The words themselves; empty where the whole is meant."""
    name: str = ""
    """How the place is told to a person: ``3.2 Consent before a pupil's image is posted``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at."""

    check: str
    severity: Severity
    message: str
    """What is wrong here, in plain words; one sentence without a full stop."""
    mend: str
    """What to do about it, as an imperative without a full stop."""
    place: Place
    key: str = ""
    """Names this finding as long as the text it is about stays the same: ``other-school-3f09ac12``."""


def key_of(check: str, place: Place, about: str) -> str:
    """The name of a finding; ``about`` is the text whose change makes it another finding."""
    said = "\n".join((check, place.kind, place.id, " ".join(place.words.split()), _digest(about)))
    return f"{check}-{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


@lru_cache(maxsize=256)
def _digest(about: str) -> str:
    """Of the words alone: wrapping makes no other finding. Remembered, since many may stand in one sentence."""
    return hashlib.sha256(" ".join(about.split()).encode("utf-8", "surrogatepass")).hexdigest()
