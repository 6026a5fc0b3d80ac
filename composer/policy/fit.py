"""How far a policy is its school's own, as counts and lists: never one overall mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.text import PLACEHOLDER, units, word_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.policy.document import Document
    from composer.policy.standing import Named
    from composer.policy.tone import Tone

TELLING_GROUPS = ("Our school", "Channels")
"""The groups of the dictionary whose answers describe a school; roles and names of procedures are much the same in
many schools."""

NEAR = 0.8
"""From this share of the same sentences on, two policies are called nearly the same."""

_SHORT = 4
"""Words; a shorter sentence or item is the same in many policies and says nothing."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of the printed clauses are whose."""

    model_as_is: int = 0
    model_adapted: int = 0
    library_as_is: int = 0
    """Taken from the library beyond the model."""
    library_adapted: int = 0
    local: int = 0

    @property
    def printed(self) -> int:
        """All that print."""
        return self.model_as_is + self.model_adapted + self.library_as_is + self.library_adapted + self.local

    def percent(self, number: int) -> int:
        """A count as a share of what prints, in whole percent."""
        return round(100 * number / self.printed) if self.printed else 0

    @property
    def told(self) -> tuple[tuple[str, int], ...]:
        """Each count with what it counts, in words."""
        return (
            ("the model's, as they are", self.model_as_is),
            ("the model's, adapted", self.model_adapted),
            ("from the library, as they are", self.library_as_is),
            ("from the library, adapted", self.library_adapted),
            ("the school's own", self.local),
        )

    @property
    def in_words(self) -> str:
        """``40 of 62 clauses are the model's, as they are (65%); …``; kinds that nothing is of are left out."""
        said = [f"{number} {kind} ({self.percent(number)}%)" for kind, number in self.told if number]
        return f"Of {self.printed} clauses: {'; '.join(said)}." if said else "No clause prints yet."


@dataclass(frozen=True, slots=True)
class ClauseFit:
    """One printed clause, and what in it is of this school and no other."""

    clause: Named
    state: str
    facts: tuple[str, ...] = ()
    """In words: the names of values, ``its name``, ``local words: minibus``; empty where it carries none."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Something that would still tell which school it is, with the name removed."""

    what: str
    """``roll``, ``languages``, ``platforms``, ``local words`` …"""
    said: str
    clauses: tuple[Named, ...] = ()
    """Where it prints; empty where it is in many places."""


@dataclass(frozen=True, slots=True)
class SectionTone:
    """Sentences of one section that enable and that forbid."""

    id: str
    title: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Alike:
    """Another policy, and how much of it prints here too."""

    slug: str
    name: str
    shared: int
    """Sentences that both print, names and values blanked out."""
    of: int
    """Sentences of the longer of the two."""

    @property
    def score(self) -> float:
        """The share of the longer one, 0 to 1."""
        return self.shared / self.of if self.of else 0.0

    @property
    def near(self) -> bool:
        """Whether the two are nearly the same."""
        return self.score >= NEAR

    @property
    def in_words(self) -> str:
        """``82% the same as …: 740 of 902 sentences``."""
        return f"{int(100 * self.score)}% the same as {self.name} ({self.slug}): {self.shared} of {self.of} sentences"


@dataclass(frozen=True, slots=True)
class Fit:
    """Everything about fit."""

    shares: Shares
    clauses: tuple[ClauseFit, ...] = ()
    """Every printed clause, in print order."""
    tells: tuple[Tell, ...] = ()
    sections: tuple[SectionTone, ...] = ()
    alike: tuple[Alike, ...] = ()
    """Other policies of the workspace, the most alike first; empty where none was looked at."""

    @property
    def carrying(self) -> tuple[ClauseFit, ...]:
        """The clauses that carry a fact of this school."""
        return tuple(each for each in self.clauses if each.facts)

    @property
    def bare(self) -> tuple[ClauseFit, ...]:
        """The clauses that carry none: they could print in any school's policy."""
        return tuple(each for each in self.clauses if not each.facts)

    @property
    def near(self) -> tuple[Alike, ...]:
        """The policies that are nearly the same as this one."""
        return tuple(each for each in self.alike if each.near)

    @property
    def verdict(self) -> str:
        """With the name removed, could it be another school? A sentence made of the counts."""
        if not self.clauses:
            return "No clause prints yet, so nothing can be told."
        carry, bare = len(self.carrying), len(self.bare)
        if not self.tells and not carry:
            return f"With the name removed it could be any school's: none of {bare} clauses carries a fact of this one."
        said = f"With the name removed, {carry} of {carry + bare} clauses would still carry a fact of this school"
        if not self.tells:
            return f"{said}, but nothing in them would tell it from another: it could be another school's."
        things = f"{len(self.tells)} thing{' tells' if len(self.tells) == 1 else 's tell'} it from another"
        return f"{said}, and {things}; {bare} could stand in any school's policy."


def bar(enabling: int, forbidding: int, width: int = 10) -> str:
    """``+++++++--- 14 enable · 5 forbid``; the signs share ``width``, and neither kind that is there has none."""
    total = enabling + forbidding
    plus = 0
    if total:
        plus = round(width * enabling / total)
        plus = min(max(plus, 1 if enabling else 0), width - (1 if forbidding else 0))
    signs = "+" * plus + "-" * (width - plus) if total else "·" * width
    return f"{signs} {enabling} enable · {forbidding} forbid"


def sentences_of(document: Document, names: Iterable[str] = ()) -> frozenset[str]:
    """The sentences a policy prints, with its values and names blanked out; short ones are left out.

    Args:
        document: The assembled policy.
        names: Names to blank out besides that of its school.
    """
    texts = (clause.unfilled for section in document.sections for clause in section.clauses)
    return sentences_in(texts, (document.school, *names))


def sentences_in(texts: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """The same of a policy that is not assembled: ``texts`` are those of its printed clauses, unfilled."""
    own = sorted(set(names) - {""}, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in own), re.IGNORECASE)
    small = [_small(name) for name in own]
    found: set[str] = set()
    for text in texts:
        plain, plain_small = _without_values(text)
        if any(name in plain_small for name in small):
            plain = pattern.sub("□", plain)
        found |= _cut(plain)
    return frozenset(found)


def _small(text: str) -> str:
    """Small letters in which everything is alike that a pattern without regard to case takes for alike."""
    return text.replace("İ", "i").replace("ı", "i").casefold()


@lru_cache(maxsize=2048)
def _without_values(text: str) -> tuple[str, str]:
    """A text with its values blanked out, also in small letters; remembered, since schools have many texts alike."""
    plain = PLACEHOLDER.sub("□", text)
    return plain, _small(plain)


@lru_cache(maxsize=2048)
def _cut(plain: str) -> frozenset[str]:
    return frozenset(unit.sense for unit in units(plain) if word_count(unit.text) >= _SHORT)


def alike(ours: frozenset[str], others: Iterable[tuple[str, str, frozenset[str]]]) -> tuple[Alike, ...]:
    """Other policies beside this one, the most alike first; each is its slug, its name and its sentences."""
    found = [Alike(slug, name, len(ours & said), max(len(ours), len(said))) for slug, name, said in others]
    return tuple(sorted(found, key=lambda each: (-each.score, each.slug)))
