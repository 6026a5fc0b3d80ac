"""Who was asked about the policy: entries of the consultation log by group, and the groups that nobody asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.policy.when import meets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from composer.policy.evidence import Consultation, Evidence
    from composer.policy.library import Library
    from composer.policy.school import Profile


@dataclass(frozen=True, slots=True)
class Group:
    """People who may be asked."""

    id: str
    title: str
    """As it stands inside a sentence: ``parents and carers``."""
    words: tuple[str, ...]
    """As people write them in ``who``."""
    required: bool = False
    when: str = ""
    """One test on the profile; where a school does not meet it, the group is not there to be asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One group with the entries of the log that belong to it."""

    group: Group
    entries: tuple[str, ...]
    """Keys of the consultations, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Consulted:
    """The consultation log as it stands."""

    asked: tuple[Asked, ...] = ()
    """Every group of the library that somebody of was asked, in the library's order."""
    others: tuple[str, ...] = ()
    """Keys of entries that belong to no group of the library."""
    missing: tuple[Group, ...] = ()
    """Required groups that nobody asked, in the library's order."""
    changed: tuple[tuple[str, Consultation], ...] = ()
    """The entries that say what they changed, each with its key."""

    @property
    def missing_told(self) -> str:
        """The missing groups in words: ``pupils, staff and the recognised unions``; empty when none is."""
        from composer.policy.dictionary import in_words

        return in_words(tuple(group.title for group in self.missing)) if self.missing else ""

    def of(self, group_id: str) -> tuple[str, ...]:
        """The keys of one group's entries."""
        return next((each.entries for each in self.asked if each.group.id == group_id), ())


def groups_asked(evidence: Evidence, library: Library, profile: Profile | None = None) -> Consulted:
    """Which entries of the log belong to which group, and which required groups were not asked.

    Args:
        evidence: The school's answers.
        library: The library, with its groups.
        profile: The school's profile. Without it no group is missing that only some schools have.
    """
    groups = {key: each for key, each in library.groups.items() if _is_there(each, profile)}
    found: dict[str, list[str]] = {key: [] for key in groups}
    others = []
    for key, entry in evidence.consultations.items():
        belongs = groups_of(entry, groups)
        for group_id in belongs:
            found[group_id].append(key)
        if not belongs:
            others.append(key)
    return Consulted(
        tuple(Asked(groups[group_id], tuple(keys)) for group_id, keys in found.items() if keys),
        tuple(others),
        tuple(group for group_id, group in groups.items() if group.required and not found[group_id]),
        tuple((key, entry) for key, entry in evidence.consultations.items() if entry.changed),
    )


def groups_of(entry: Consultation, groups: Mapping[str, Group]) -> tuple[str, ...]:
    """The ids of the groups that an entry belongs to: the one it names, else those whose words its ``who`` has."""
    if entry.group:
        return (entry.group,) if entry.group in groups else ()
    named = _reader(tuple((group.id, group.words) for group in groups.values()))
    return named(entry.who)


def _is_there(group: Group, profile: Profile | None) -> bool:
    if not group.when:
        return True
    return profile is not None and meets(group.when, profile) is not None


class _Reader:
    """Finds groups by the words of a text; of words that overlap the longest counts: a parent governor is no parent."""

    def __init__(self, groups: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._groups: dict[str, list[str]] = {}
        for group_id, words in groups:
            for each in words:
                self._groups.setdefault(_fold(each), []).append(group_id)
        self._order = tuple(dict.fromkeys(group_id for ids in self._groups.values() for group_id in ids))
        longest_first = sorted(self._groups, key=lambda words: (-len(words), words))
        said = "|".join(re.escape(each) for each in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{said})(?!\w)") if said else None

    def __call__(self, who: str) -> tuple[str, ...]:
        if self._pattern is None:
            return ()
        met = {group_id for match in self._pattern.finditer(_fold(who)) for group_id in self._groups[match[0]]}
        return tuple(group_id for group_id in self._order if group_id in met)


@lru_cache(maxsize=8)
def _reader(groups: tuple[tuple[str, tuple[str, ...]], ...]) -> _Reader:
    return _Reader(groups)


def _fold(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()
