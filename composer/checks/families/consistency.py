"""Two places that cannot both be right: the same thing allowed and forbidden, or two numbers for one matter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.policy.alternatives import side_by_side
from composer.policy.patterns import later
from composer.text import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.phrases import Found
    from composer.checks.subject import Passage, Setting, Subject


@dataclass(frozen=True, slots=True)
class _Said:
    """What one place says about a matter."""

    passage: Passage
    place: Found
    side: str
    """The rule it follows or, where a matter is a number, the number."""
    unit: str = ""
    """What is counted; numbers of different units are not compared."""

    def overlaps(self, other: _Said) -> bool:
        """Whether the two share some of their words."""
        return self.passage == other.passage and other.place.start < self.place.stop

    @property
    def words(self) -> str:
        """The words themselves, on one line."""
        return " ".join(self.passage.text[self.place.start : self.place.stop].split())


def contradiction(subject: Subject) -> Iterator[Hit]:
    """Places that say the opposite of another one; the rarer answer is the finding."""
    matters: dict[tuple[str, str], list[_Said]] = {}
    numbers = _numbers_alone(subject.setting)
    for passage in subject.passages:
        if passage.kind not in {"clause", "intro", "file"} or passage.name.startswith("Appendix"):
            continue
        for place in subject.of(found, passage).get("contradiction", ()):
            said = _said(passage, place, subject.setting, number=place.rule.group in numbers)
            if said is not None:
                together = matters.setdefault((place.rule.group, said.unit), [])
                # Two phrases of one rule may stand in the same words, the longer of them first or not.
                if not together or not together[-1].overlaps(said):
                    together.append(said)
    excluding = _excluding(subject) if matters else set()
    for (matter, _), places in matters.items():
        yield from _opposed(matter, places, excluding)


def _excluding(subject: Subject) -> set[tuple[str, str]]:
    policy = subject.policy
    return set(side_by_side(policy.draft, policy.library)) if policy is not None else set()


def _numbers_alone(setting: Setting) -> frozenset[str]:
    """The matters that are a number: one rule has all their phrases."""
    count = Counter(rule.group for rule in setting.rules.get("contradiction", ()))
    return frozenset(group for group, rules in count.items() if rules == 1)


def _said(passage: Passage, place: Found, setting: Setting, *, number: bool) -> _Said | None:
    if not number:
        return _Said(passage, place, place.rule.key)
    words = passage.text[place.start : place.stop]
    filled = PLACEHOLDER.sub(lambda match: setting.answers.get(match[1].strip(), ""), words)
    numbers = _numbers(filled)
    # Two numbers in one phrase are a span or a date, and none is a number that nobody gave yet.
    return _Said(passage, place, numbers[0], _unit(filled)) if len(numbers) == 1 else None


_DIGITS = later(r"(?<![\w.,])[0-9]+(?:\.[0-9]+)?(?![\w.,]*[0-9])")
_IN_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
    )
} | {"a": "1", "an": "1", "eighteen": "18", "twenty": "20", "thirty": "30"}
_WORD = later(r"[^\W\d_]+")


def _numbers(words: str) -> list[str]:
    # "Reply within a day" counts as one; the article of another noun is no number.
    spelt = [_IN_WORDS[word] for word in _WORD.findall(words.casefold()) if word in _IN_WORDS]
    return list(dict.fromkeys((*_DIGITS.findall(words), *spelt)))


def _unit(words: str) -> str:
    """What is counted, in the plural and without the kind of day: ``days``, ``months``."""
    last = _WORD.findall(words.casefold())[-1:]
    return f"{last[0].removesuffix('s')}s" if last else ""


def _opposed(matter: str, places: list[_Said], excluding: set[tuple[str, str]]) -> Iterator[Hit]:
    sides = Counter(each.side for each in places)
    if len(sides) == 1:
        return
    # The side that more places take is held to be meant; of two as many, the one that is said first.
    usual = max(sides, key=lambda side: sides[side])
    meant = [each for each in places if each.side == usual]
    for each in places:
        if each.side == usual:
            continue
        against = next((other for other in meant if not _told_elsewhere(each, other, excluding)), None)
        if against is not None:
            where = "in the same text" if against.passage == each.passage else f"in {against.passage.name}"
            said = f"“{each.words}” here and “{against.words}” {where}: two answers about {matter}"
            yield Hit(
                said, each.place.start, each.place.stop, passage=each.passage, about=f"{each.words}\n{against.words}"
            )


def _told_elsewhere(one: _Said, other: _Said, excluding: set[tuple[str, str]]) -> bool:
    """Whether the two stand in clauses of which a policy may have only one, which is told as that."""
    pair = (one.passage.id, other.passage.id)
    return pair in excluding or pair[::-1] in excluding


CHECKS = (
    Check(
        "contradiction",
        25,
        "Two places that disagree",
        "warn",
        "Where a policy says two things, nobody can be held to either of them.",
        "Decide which of the two holds, and say it in both places or in one of them only",
        whole=contradiction,
    ),
)
