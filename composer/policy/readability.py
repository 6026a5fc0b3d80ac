"""How hard a clause is to read: sentence lengths, and the reading age in years.

The reading age is the Flesch-Kincaid grade (Kincaid and others, 1975: 0.39 x words a sentence + 11.8 x
syllables a word - 15.59) plus 5, the age at which a child enters the first grade. It is a count of word
and sentence lengths, and says nothing about sense.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.policy import placeholders
from composer.policy.dictionary import in_words
from composer.text import units

if TYPE_CHECKING:
    from composer.policy.library import Library
    from composer.policy.placeholders import Blank

LONGEST_SENTENCE = 29
"""Words; a sentence of thirty or more is two sentences."""
OLDEST_READER = 14
"""Years: the reading age that a clause for parents or pupils keeps to."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or list item as a person would read it aloud."""

    at: int
    """Where it starts in the clause's text."""
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The figures of one text."""

    words: int
    sentences: int
    longest: int
    """Words in the longest sentence."""
    age: float
    """Reading age in years."""


def sentences(body: str, library: Library) -> list[Sentence]:
    """The sentences of a clause, its blanks filled as they commonly would be.

    The title of a law or of guidance (a fact) and a cross reference count as three words: nobody can shorten them.
    """
    found, at = [], 0
    for unit in units(body):
        if unit.kind in {"sentence", "item", "quote"}:
            for piece in _pieces(unit.text):
                filled = placeholders.fill(piece, lambda blank: _usual(blank, library))
                said = " ".join(_MARKS.sub("", filled).split())
                count = len(_WORD.findall(said))
                if count:
                    found.append(Sentence(at, said, count))
                at += len(piece)
        else:
            at += len(unit.text)
    return found


def _pieces(text: str) -> list[str]:
    """A sentence, parted where a line ends in a colon: what it announces (words to say) is read as its own."""
    return _ANNOUNCED.split(text)


_ANNOUNCED = re.compile(r"(?<=:)(?=[^\S\n]*\n)")


def reading(said: list[Sentence]) -> Reading:
    """The figures of a text of at least one sentence."""
    import textstat

    spoken = " ".join(f"{sentence.text.rstrip(_ENDS)}." for sentence in said)
    textstat.textstat.set_lang("en_GB")
    grade: float = textstat.textstat.flesch_kincaid_grade(spoken)
    words = [sentence.words for sentence in said]
    return Reading(sum(words), len(words), max(words), round(grade + 5, 1))


_MARKS = re.compile(r"^\s*(?:[-*+]|[0-9]{1,9}[.)])\s+|\*\*|[\"“”]|\\(?=\W)", re.MULTILINE)
_WORD = re.compile(r"\w\S*")
"""From a word's first letter to the space after it: signs alone are no word."""
_ENDS = ".?!:;,"


def _usual(blank: Blank, library: Library) -> str:
    if blank.kind == "fact":
        return "the current guidance"
    if blank.kind == "ref":
        return "the section named"
    entry = library.values.get(blank.name)
    if entry is None:
        return "the school"
    if entry.follows:
        followed = library.values.get(entry.follows)
        usual = followed.default if followed is not None else None
        return dict(entry.forms).get(str(usual), blank.name)
    return in_words(entry.default) if entry.default is not None else entry.example or "the school"
