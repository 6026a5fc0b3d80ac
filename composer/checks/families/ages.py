"""Minimum ages of services: held against the dated facts of the library."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.families.platforms import Spoken, names_in
from composer.checks.subject import sentence_at, sentences
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.checks.finding import Severity
    from composer.checks.subject import Passage, Sentence, Setting, Subject
    from composer.policy.dictionary import Fact
    from composer.policy.library import Platform

A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class _Age:
    """An age in a sentence."""

    number: int
    start: int
    stop: int
    way: str
    """How it is given: the name of a group of ``_AGES``, or ``bare``."""


_AGES = later(
    r"""
    (?:minimum|lowest|youngest)\s+age\b[^.;\n\d|]{0,30}?(?P<minimum>\d\d?)
    | \bage\s+(?:limit|restriction|rating|requirement|rule)s?\b[^.;\n\d|]{0,20}?(?P<limit>\d\d?)
    | (?<![\d.,–-])(?P<plus>\d\d?)\s?\+
      (?=\s*(?:[].,;:)(|*–—-]|$|only\b|for\b|to\b|in\b|and\b|or\b|on\b|but\b|users?\b|age|if\b|as\b|not\b|under\b|until\b))
    | (?<![\d.,–-])(?P<and_over>\d\d?)(?:\s+years?(?:\s+(?:old|of\s+age))?)?
      \s+(?:and|or)\s+(?:over|above|older|up(?:wards)?)\b
    | \b(?:must|needs?\s+to|ha(?:s|ve)\s+to|should)\s+be\s+(?:at\s+least\s+|aged\s+){0,2}(?P<must_be>\d\d?)
      (?!\s*(?:%|hours?|minutes?|days?))
    | (?:(?<=,\sand\s)|(?<=,\sbut\s)|(?<=,\sor\s))(?P<to_use>1\d)(?=\s+to\s+(?:use|have|join|open)\b)
    | \bat\s+least\s+(?P<years_old>\d\d?)\s+years?\s+(?:old|of\s+age)
    | \bover[-\s]+(?:the\s+age\s+of\s+)?(?P<over>\d\d?)
      (?:s\b|(?=\s+(?:years|may|must|can|cannot|should|to|who|is|are|only)\b)|(?=[.,;:)*|]|\s*$))
    | \bunder[-\s]+(?:the\s+age\s+of\s+)?(?P<under>\d\d?)
      (?:s\b|(?=\s+(?:years|may|must|can|cannot|should|to|who|is|are|on)\b)|(?=[.,;:)*|]|\s*$))
    | \b(?:from|below|above)\s+(?:the\s+)?age\s+(?:of\s+)?(?P<from_age>\d\d?)
    | \bages?\s*(?:of\s+|:\s*)?(?P<age>\d\d?)(?!\d|\s*(?:to|and|[-–])\s*\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RULES = frozenset(("minimum", "limit", "plus", "and_over", "must_be", "years_old", "to_use", "bare"))
"""Ways of giving an age that can only be a rule about who may use something."""

_BARE_AGE = later(r"(?:['’]s\s+is\s+|\s*(?:\(|:|[–—-]|\|)\s*|[^\S\n])\**(\d\d?)\**\s*(?=\)|\||,|;|\.|$)")
_JOINED = later(r"[\s,/&*'’s]*(?:and|or|&)?[\s*]*")
_FORWARD = later(
    r"[^,;.|]{0,25}\b(?:for|on|to use|to join|to have|to open|may use|can use|use|before)\b[^,;.|]{0,20}\Z",
    re.IGNORECASE,
)
_OURS = later(r"\b(?:our|school['’]s|the school|class)\s+\Z", re.IGNORECASE)
_A_PERSON = later(
    r"\b(?:pupil|child|student|parent|teacher|year|class|school|person|member|group|player|mrs?|ms|company)\s+\Z",
    re.IGNORECASE,
)
_OTHER_PRODUCT = later(r"\s+(?:Kids|Teen|Junior|Messenger|for Business)\b")
_ONE = later(r"\s+(?:is|has|was|requires|sets)\b", re.IGNORECASE)
_DIGIT = later(r"\d")
_AGE_WORD = later(r"\bages?\b", re.IGNORECASE)


def minimum_ages(subject: Subject) -> Iterator[Hit]:
    """Ages beside a service's name that differ from the dated fact, and facts of which the date has passed."""
    setting = subject.setting
    told: set[str] = set()
    for passage in subject.passages:
        yield from subject.of(_wrong_ages, passage)
        for match in _FACT.finditer(passage.text) if "minimum-age" in passage.text else ():
            fact = setting.library.facts.get(match[1])
            if fact is not None and fact.id not in told and _is_old(fact, setting):
                told.add(fact.id)
                message = f"the age of {match[0]} is of {_told(fact)}: it may have changed"
                yield Hit(message, match.start(), match.end(), _CONFIRM, "warn", passage)


_FACT = later(r"\{\{ ?fact:([a-z0-9-]{1,50}minimum-age) ?\}\}")
_CONFIRM = "Look the age up in the service's own terms, and put the day into the library's fact"


def _wrong_ages(passage: Passage, setting: Setting) -> tuple[Hit, ...]:
    if not _DIGIT.search(passage.text):
        return ()
    known = _with_ages(setting)
    services = names_in(passage.text, tuple(known))
    titled = names_in(passage.title, tuple(known))
    if not services and not titled:
        return ()
    ages = tuple(_ages(passage, services))
    said = sentences(passage, setting) if ages else ()
    spoken = Spoken(passage, setting, said)
    lists = _lists(passage.text, services, said)
    hits: dict[tuple[int, str], Hit] = {}
    for age in ages:
        sentence = sentence_at(said, age.start)
        if sentence is None:
            continue
        named = _governed(passage.text, age, lists.get(sentence.start, []))
        if not named and age.way in {"minimum", "limit"} and sentence.start not in lists:
            named = titled[:1]
        for name in _one_each(age, named, ages, sentence):
            platform, fact, right = known[name[0] if name[0] in known else name[0].casefold()]
            severity = _severity(age, right, sentence, spoken)
            if severity or (age.number == right and _is_old(fact, setting)):
                hits.setdefault((age.start, platform.id), _age_hit(passage, age, platform, fact, right, severity))
    return tuple(hits.values())


@lru_cache(maxsize=4)
def _with_ages(setting: Setting) -> dict[str, tuple[Platform, Fact, int]]:
    """Each service with a number for its minimum age, by its names in small letters."""
    facts = setting.library.facts
    known = {}
    for platform in setting.library.platforms.values():
        fact = facts.get(platform.minimum_age)
        number = re.search(r"\d\d?", fact.value) if fact is not None else None
        if fact is not None and number is not None:
            for name in (platform.name, *platform.former):
                known[name if len(name) == 1 else name.casefold()] = (platform, fact, int(number[0]))
    return known


def _ages(passage: Passage, services: Sequence[re.Match[str]]) -> Iterator[_Age]:
    text = passage.text
    for match in _AGES.finditer(text):
        way = str(match.lastgroup)
        number = int(match[way])
        if 5 <= number <= 21:
            yield _Age(number, match.start(), match.end(), way)
    if _AGE_WORD.search(text) or _AGE_WORD.search(passage.title):
        for name in services:
            bare = _BARE_AGE.match(text, name.end())
            if bare is not None and 5 <= int(bare[1]) <= 21:
                yield _Age(int(bare[1]), bare.start(1), bare.end(1), "bare")


Together = list["re.Match[str]"]
"""Services that a sentence names in one breath: ``Facebook, Instagram and TikTok``."""


def _lists(text: str, services: Sequence[re.Match[str]], said: tuple[Sentence, ...]) -> dict[int, list[Together]]:
    """The services of each sentence, by where the sentence starts."""
    lists: dict[int, list[Together]] = {}
    last: re.Match[str] | None = None
    for name in services:
        sentence = sentence_at(said, name.start())
        before = text[max(0, name.start() - 20) : name.start()]
        if (
            sentence is None
            or _OTHER_PRODUCT.match(text, name.end())
            or _OURS.search(before)
            or (len(name[0]) == 1 and _A_PERSON.search(before))
        ):
            continue
        here = lists.setdefault(sentence.start, [])
        joined = (
            last is not None and name.start() - last.end() < 20 and _JOINED.fullmatch(text, last.end(), name.start())
        )
        if here and joined:
            here[-1].append(name)
        else:
            here.append([name])
        last = name
    return {start: [each for one in here for each in _parted(text, one)] for start, here in lists.items()}


def _parted(text: str, together: Together) -> list[Together]:
    """Two where the verb says that the last service stands alone: “… to use Facebook, and LinkedIn is 16+”."""
    if len(together) > 1 and _ONE.match(text, together[-1].end()):
        return [together[:-1], together[-1:]]
    return [together]


def _governed(text: str, age: _Age, lists: Sequence[Together]) -> Sequence[re.Match[str]]:
    """The services to which an age belongs: those it is given for, else those just before it, else those after."""
    at = bisect_right(lists, age.start, key=lambda each: each[0].start())
    before = lists[at - 1] if at else []
    after = lists[at] if at < len(lists) else []
    if after and after[0].start() < age.stop:
        return after
    given_for = age.way != "bare" and after and after[0].start() - age.stop < _GIVEN_WITHIN
    if given_for and _FORWARD.search(text[age.stop : after[0].start()]):
        return after
    return before or after


_GIVEN_WITHIN = 60


def _one_each(
    age: _Age, named: Sequence[re.Match[str]], ages: Sequence[_Age], sentence: Sentence
) -> Sequence[re.Match[str]]:
    """Of as many services as ages follow them, the one whose turn it is: “TikTok and WhatsApp (13+ and 16+)”."""
    after = [each for each in ages if named and named[-1].end() <= each.start < sentence.stop]
    return [named[after.index(age)]] if age in after and 1 < len(named) == len(after) else named


def _severity(age: _Age, right: int, sentence: Sentence, spoken: Spoken) -> Severity | None:
    """How heavy a disagreement weighs; None where the age agrees or is no claim about the service's own rule."""
    if age.number == right or (age.way == "over" and age.number == right - 1):
        return None
    if spoken.of("feature", sentence):
        return None
    if age.number > right and spoken.of("own-rule", sentence):
        return None
    beside = age.way == "age" and not sentence.text[: age.start - sentence.start].rstrip().endswith(
        ("children", "pupils")
    )
    if age.way in _RULES or spoken.of("claim", sentence) or (beside and len(sentence.text) < 60):
        return "block"
    return "warn" if age.number < right and age.way in {"over", "from_age"} else None


def _age_hit(passage: Passage, age: _Age, platform: Platform, fact: Fact, right: int, severity: Severity | None) -> Hit:
    said = passage.text[age.start : age.stop].strip(" |(*")
    start = passage.text.index(said, age.start)
    if severity is None:
        message = f"the age {right} of {platform.name} is of {_told(fact)}: it may have changed"
        return Hit(message, start, start + len(said), _CONFIRM, "warn", passage)
    named = platform.name.casefold() in said.casefold()
    given = f"“{said}”: {age.number} is given" if named else f"“{said}” is given"
    message = f"{given} for {platform.name}, and the library has {fact.value} (as of {_told(fact)})"
    mend = (
        f"Write {{{{fact:{fact.id}}}}}, which carries its date"
        if passage.kind != "file"
        else f"Write {right}, and the day it was checked"
    )
    return Hit(message, start, start + len(said), mend, severity, passage)


def _is_old(fact: Fact, setting: Setting) -> bool:
    return (fact.expires is not None and fact.expires < setting.today) or fact.as_of + A_YEAR < setting.today


def _told(fact: Fact) -> str:
    return f"{fact.as_of.day} {fact.as_of:%B %Y}"


CHECKS = (
    Check(
        "minimum-age",
        13,
        "A service's minimum age",
        "block",
        "Families act on the age that the school gives, and the services change their rules.",
        "Give the age with its date, from the library's fact",
        whole=minimum_ages,
    ),
)
