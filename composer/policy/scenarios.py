"""What a policy has to have thought of: topics, scenarios in which roles cross, and the school's processes.

The library lists them; a clause says which topics it covers and which scenarios it can settle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from composer.policy.clause import NATIONS, Nation
from composer.policy.when import meets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from composer.policy.clause import Clause
    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.policy.school import Profile

T = TypeVar("T")

Need = Literal["", "required", "recommended"]
NEEDS: tuple[Need, ...] = get_args(Need)

CERTAINTY_IN_WORDS: dict[str, str] = {
    "sourced": "sourced",
    "weakly-sourced": "weakly sourced: check before you rely on it",
    "unverified": "not verified: take advice before you rely on it",
}
"""How sure the register is of a law, in words."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that a social media policy may speak of."""

    id: str
    """A capital letter and two digits."""
    title: str
    group: str
    asks: str
    """What a clause about it has to say."""
    need: Need = ""
    """Whether a policy is held to speak of it; empty where that is each school's choice."""
    when: tuple[str, ...] = ()
    """Tests on the profile; where there are any, one of them has to be met for the need to hold."""
    nations: tuple[Nation, ...] = NATIONS
    """Where the need holds."""
    words: tuple[str, ...] = ()
    """Phrases by which a text that is not the library's is seen to speak of it."""

    def needed_by(self, profile: Profile) -> Need:
        """The need for it in such a school."""
        holds = profile.nation in self.nations and (not self.when or any(meets(test, profile) for test in self.when))
        return self.need if holds else ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation in which somebody has two roles at once."""

    id: str
    title: str
    roles: tuple[str, ...] = ()
    risk: str = ""
    asks: str = ""
    """What a clause must settle."""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """Something the school does anyway, which social media can point to and never replaces."""

    id: str
    title: str
    helps: str = ""
    asks: str = ""
    """What a clause must settle."""
    topics: tuple[str, ...] = ()
    clause: str = ""
    """The clause that settles it; empty where the library has none."""
    words: str = ""
    """The phrase that stands in that clause's text where it does."""
    fills: Mapping[str, str] = field(default_factory=dict)
    """Answers of the school that are a blank of that clause, by their keys in ``ProcessAnswer``: the value's name."""


class Later(Mapping[str, T]):
    """A mapping that is read when somebody first looks into it, because most commands never do."""

    __slots__ = ("_found", "_read")

    def __init__(self, read: Callable[[], Mapping[str, T]]) -> None:
        self._read = read
        self._found: Mapping[str, T] | None = None

    def _mapping(self) -> Mapping[str, T]:
        if self._found is None:
            self._found = self._read()
        return self._found

    def __getitem__(self, key: str) -> T:
        """One entry."""
        return self._mapping()[key]

    def __iter__(self) -> Iterator[str]:
        """The keys in order."""
        return iter(self._mapping())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._mapping())


def of_library(library: Library) -> tuple[Clause, ...]:
    """Every clause of the library, with those that only a model has, in print order."""
    from composer.policy.library import in_print_order

    everything = dict(library.clauses)
    for model in library.models.values():
        for clause_id, clause in model.overlay.items():
            everything.setdefault(clause_id, clause)
    if len(everything) == len(library.clauses):
        return tuple(everything.values())
    return tuple(in_print_order(everything.values(), library.categories).values())


def of_draft(draft: Draft, library: Library) -> tuple[Clause, ...]:
    """The clauses that a policy prints, as far as the library knows them; ``library`` is the model's."""
    printed = (clause_id for clause_id, decision in draft.policy.decisions.items() if decision.printed)
    return tuple(library.clauses[clause_id] for clause_id in printed if clause_id in library.clauses)


def settled_by(clauses: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    """The scenarios that these clauses can settle, each with the clauses that do."""
    return _turned((clause.id, clause.settles) for clause in clauses)


def covered_by(clauses: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    """The topics that these clauses cover, each with the clauses that do."""
    return _turned((clause.id, clause.topics) for clause in clauses)


def _turned(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for clause_id, names in pairs:
        for name in dict.fromkeys(names):
            found[name] = (*found.get(name, ()), clause_id)
    return found


@dataclass(frozen=True, slots=True)
class Background:
    """What stands behind a clause, in words."""

    topics: tuple[tuple[str, str], ...]
    """Id and title; the title is empty where the library does not have the topic."""
    settles: tuple[tuple[str, str], ...]
    """Id and title of each scenario, the same way."""
    rests_on: tuple[tuple[str, str, str], ...]
    """Key, title and certainty in words of each law, the same way."""
    readers: tuple[str, ...]


def background(clause: Clause, library: Library) -> Background:
    """The topics a clause covers, the scenarios it settles, the law it rests on and who reads it.

    Raises:
        Problem: A file beside the clauses, read only now, is not right.
    """
    topics, scenarios, laws = library.topics, library.scenarios, library.laws
    return Background(
        tuple((key, topics[key].title if key in topics else "") for key in clause.topics),
        tuple((key, scenarios[key].title if key in scenarios else "") for key in clause.settles),
        tuple(
            (key, laws[key].title, CERTAINTY_IN_WORDS[laws[key].certainty]) if key in laws else (key, "", "")
            for key in clause.basis
        ),
        clause.readers,
    )


def readers_told(behind: Background) -> str:
    """Who reads the clause, in words."""
    from composer.policy.clause import READERS

    return "everyone" if set(behind.readers) == set(READERS) else ", ".join(behind.readers)


def law_told(key: str, title: str, certainty: str) -> str:
    """One law that a clause rests on, in words: its title and how sure that is."""
    return f"{title} ({certainty})" if title else f"{key} (not in the law register)"


def told_of(clause: Clause, library: Library) -> str:
    """The titles of a clause's topics and scenarios, to search in."""
    topics = (library.topics[key].title for key in clause.topics if key in library.topics)
    scenarios = (library.scenarios[key].title for key in clause.settles if key in library.scenarios)
    return "\n".join((*topics, *scenarios))
