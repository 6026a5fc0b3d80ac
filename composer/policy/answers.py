"""What fills a blank: the school's own answer, else the one for its kind of school, else the dictionary's.

This is the only place that decides it. What the lock has pinned goes before the library, so that the library
changing never changes a policy, while a school that changes its profile gets the nouns that go with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.policy.dictionary import PROFILE_BLANKS, in_words
from composer.policy.pinning import as_pinned
from composer.policy.when import meets

if TYPE_CHECKING:
    from composer.policy.library import Library
    from composer.policy.policy import Draft, Pinned


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """What a blank prints as while the school itself has not answered."""

    text: str
    """In words; empty when nothing fills the blank."""
    because: str = ""
    """The part of the profile it comes from, in words: ``type = academy``. Empty for a default."""


def entry_in_force(draft: Draft, library: Library, name: str) -> Pinned | None:
    """The dictionary's entry as this policy has it: pinned, else as the library has it; None when neither does."""
    pinned = draft.lock.values.get(name)
    if pinned is not None:
        return pinned
    entry = library.values.get(name)
    return as_pinned(entry) if entry is not None else None


def asked(draft: Draft, library: Library, name: str) -> str:
    """The value that a person answers to fill the blank ``name``: itself, or the one that it follows."""
    entry = entry_in_force(draft, library, name)
    return entry.follows if entry is not None and entry.follows else name


def first_answer(draft: Draft, library: Library, name: str) -> FirstAnswer:
    """What the blank ``name`` prints as when the school answers nothing."""
    entry = entry_in_force(draft, library, name)
    if entry is None:
        return FirstAnswer("")
    for test, said in entry.when:
        because = meets(test, draft.policy.profile, library)
        if because is not None:
            return FirstAnswer(said, because)
    return FirstAnswer(entry.value)


def answer(draft: Draft, library: Library, name: str) -> str:
    """What fills the blank ``name``, in words; empty when nothing does."""
    if name in PROFILE_BLANKS:
        return draft.policy.profile.name
    entry = entry_in_force(draft, library, name)
    if entry is not None and entry.follows:
        return dict(entry.forms).get(_own(draft, library, entry.follows), "")
    return _own(draft, library, name)


def _own(draft: Draft, library: Library, name: str) -> str:
    value = draft.policy.values.get(name)
    return in_words(value) if value is not None else first_answer(draft, library, name).text
