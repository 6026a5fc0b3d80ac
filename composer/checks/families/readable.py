"""Text that is hard to read: long sentences, a high reading age, long clauses and the words of lawyers.

Clauses that stand as the library has them are left out: the library's own check has read those.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.policy.patterns import later
from composer.policy.readability import LONGEST_SENTENCE, OLDEST_READER
from composer.policy.readability import sentences as spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.checks.subject import Passage, Setting, Subject
    from composer.policy.readability import Sentence

LONGEST_CLAUSE = 350
"""Words; few people read on through more without a heading."""
_SURE = 1.0
"""Years: the syllables are counted roughly, and a clause is told of only when the rough count leaves no doubt."""
_FEWEST_WORDS = 60
"""Words; in a shorter text one long name decides the reading age."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was counted in one passage."""

    long: tuple[tuple[int, int, int], ...] = ()
    """Sentences that are too long: start, end and words."""
    words: int = 0
    sentences: int = 0
    syllables: int = 0

    @property
    def age(self) -> float:
        """The reading age in years, as ``composer.policy.readability`` has it but for the rough syllables."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59 + 5


def _reading(passage: Passage, setting: Setting) -> _Reading:
    said = spoken(passage.text, setting.library)
    return _Reading(
        tuple(_too_long(said, passage.text)),
        sum(each.words for each in said),
        len(said),
        sum(_syllables(word) for each in said for word in _WORD.findall(each.text.casefold())),
    )


_WORD = later(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[0-9]+")


def _too_long(said: Sequence[Sentence], text: str) -> Iterator[tuple[int, int, int]]:
    for at, each in enumerate(said):
        if each.words > LONGEST_SENTENCE:
            stop = said[at + 1].at if at + 1 < len(said) else len(text)
            # What follows may be a heading or a table; the sentence ends with its block at the latest.
            stretch = text[each.at : stop].split("\n\n", 1)[0].rstrip()
            yield each.at + len(stretch) - len(stretch.lstrip()), each.at + len(stretch), each.words


_VOWELS = later(r"[aeiouy]+")
_SPOKEN_E = ("le", "ee", "ye", "oe")
_SPOKEN_ES = ("ses", "ces", "ges", "zes", "xes", "shes", "ches", "les", "ees", "ies")


@lru_cache(maxsize=8192)
def _syllables(word: str) -> int:
    """About how many syllables a word has: groups of vowels, less a silent last one."""
    count = len(_VOWELS.findall(word))
    silent = (
        (word.endswith("e") and not word.endswith(_SPOKEN_E))
        or (word.endswith("es") and not word.endswith(_SPOKEN_ES))
        or (word.endswith("ed") and not word.endswith(("ted", "ded")))
    )
    return max(count - silent, 1)


def hard_to_read(subject: Subject) -> Iterator[Hit]:
    """Sentences, clauses and words that cost the reader too much."""
    ours = [passage for passage in subject.prose if passage.state != "as-is"]
    for passage in ours:
        reading = subject.of(_reading, passage)
        for start, stop, words in reading.long:
            said = f"this sentence has {words} words"
            yield Hit(said, start, stop, "Make two sentences of it", passage=passage)
        yield from _whole_clause(passage, reading, subject.setting)
        yield from _legalese(subject, passage)
    if subject.policy is None:
        yield from _whole_file([subject.of(_reading, passage) for passage in ours])


def _whole_clause(passage: Passage, reading: _Reading, setting: Setting) -> Iterator[Hit]:
    if passage.kind != "clause":
        return
    if reading.words > LONGEST_CLAUSE:
        mend = "Take out what is said elsewhere, or make two clauses of it"
        yield Hit(f"this clause has {reading.words} words", mend=mend, passage=passage, about=f"length {passage.text}")
    clause = setting.library.clauses.get(passage.id)
    everybody = clause is None or not {"parents", "pupils"}.isdisjoint(clause.readers)
    if everybody and reading.words >= _FEWEST_WORDS and reading.age > OLDEST_READER + _SURE:
        said = f"the reading age is about {round(reading.age)}, for a clause that parents or pupils read"
        yield Hit(said, mend=_PLAINER, passage=passage, about=f"reading age {passage.text}")


_PLAINER = "Use shorter sentences and everyday words"


def _whole_file(readings: Sequence[_Reading]) -> Iterator[Hit]:
    whole = _Reading(
        (),
        sum(each.words for each in readings),
        sum(each.sentences for each in readings),
        sum(each.syllables for each in readings),
    )
    if whole.words >= _FEWEST_WORDS and whole.age > OLDEST_READER + _SURE:
        said = f"the reading age of the whole is about {round(whole.age)}"
        yield Hit(said, mend=_PLAINER, kind="file", name="the file as a whole", about="reading age")


def _legalese(subject: Subject, passage: Passage) -> Iterator[Hit]:
    for each in subject.of(found, passage).get("legalese", ()):
        if each.rule.holds_for(subject.setting.profile, subject.setting.today):
            words = passage.text[each.start : each.stop]
            mend = f"Write “{each.rule.instead}”" if each.rule.instead else "Say it in everyday words"
            yield Hit(f"“{words}” is stiffer than it need be", each.start, each.stop, mend, passage=passage)


CHECKS = (
    Check(
        "hard-to-read",
        35,
        "Hard to read",
        "info",
        "A rule that people have to read twice is a rule that many do not know.",
        "Say it in short sentences and everyday words",
        whole=hard_to_read,
    ),
)
