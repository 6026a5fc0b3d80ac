"""Services: those that are gone, and accounts without a page of the policy."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.checks.subject import sentence_at, sentences
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import Passage, Sentence, Setting, Subject
    from composer.policy.library import Platform

_URL = later(r"(?:https?://|www\.|[\w.+-]+@)[^\s<>()]*|\]\([^()\s]*\)", re.IGNORECASE)


def dead_platforms(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Services that have closed, and services under a name they no longer have."""
    gone = _gone(setting)
    for start, stop in _dead_in(passage, setting, tuple(gone)):
        said = passage.text[start:stop]
        platform = gone[" ".join(said.casefold().split())]
        if platform.status == "closed":
            message = f"“{said}” is on the list of services that have closed or that hardly anybody uses now"
            yield Hit(message, start, stop, "Take it out, or name a service that people use now")
        else:
            message = f"“{said}” is a former name of {platform.name}"
            yield Hit(message, start, stop, f"Write {platform.name}")


@lru_cache(maxsize=4)
def _gone(setting: Setting) -> dict[str, Platform]:
    return {name.casefold(): each for each in setting.library.platforms.values() for name in _gone_names(each)}


def _gone_names(platform: Platform) -> tuple[str, ...]:
    return (platform.name, *platform.former) if platform.status == "closed" else platform.former


def _dead_in(passage: Passage, setting: Setting, names: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    matches = names_in(passage.text, names)
    if not matches:
        return ()
    said = sentences(passage, setting)
    spoken = Spoken(passage, setting, said)
    words = {
        name.casefold() for rule in setting.rules.get("platform", ()) if rule.group == "word" for name in rule.words
    }
    addresses = [match.span() for match in _URL.finditer(passage.text)]
    many = Counter(sentence.start for each in matches if (sentence := sentence_at(said, each.start())) is not None)
    hits = []
    for match in matches:
        sentence = sentence_at(said, match.start())
        if sentence is None or _inside(addresses, match.start()) or _is_history(match, sentence, spoken, setting):
            continue
        if match[0].casefold() in words:
            # A name that is a word as well must be found as one, in a sentence that speaks of social media.
            online = many[sentence.start] > 1 or spoken.of("online", sentence) or _names_a_live_one(sentence, setting)
            if match.start() not in spoken.words or not online:
                continue
        hits.append(match.span())
    return tuple(hits)


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    place = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return place >= 0 and at < spans[place][1]


class Spoken:
    """What the sentences of a passage speak of, by the groups of the rules about services."""

    def __init__(self, passage: Passage, setting: Setting, said: tuple[Sentence, ...]) -> None:
        """Find the phrases once, and note the sentence in which each stands."""
        self._starts: dict[str, set[int]] = {}
        self.words: set[int] = set()
        """Where a name stands that is an ordinary word too."""
        for each in found(passage, setting).get("platform", ()):
            sentence = sentence_at(said, each.start)
            if sentence is not None:
                self._starts.setdefault(each.rule.group, set()).add(sentence.start)
            if each.rule.group == "word":
                self.words.add(each.start)

    def of(self, group: str, sentence: Sentence) -> bool:
        """Whether a phrase of the group stands in the sentence."""
        return sentence.start in self._starts.get(group, ())


def _is_history(match: re.Match[str], sentence: Sentence, spoken: Spoken, setting: Setting) -> bool:
    """Whether the sentence says that the name is one of the past, or gives the present one beside it."""
    if spoken.of("past", sentence):
        return True
    now = _names_of_today(tuple(setting.library.platforms.values())).get(match[0].casefold())
    if now is None:
        return False
    near = match.string[max(match.start() - 12, sentence.start) : match.end() + 12]
    return re.search(rf"(?<!\w){now}\s*[/(,]|[/(,]\s*(?:now\s+|or\s+)?{now}(?!\w)", near) is not None


@lru_cache(maxsize=4)
def _names_of_today(platforms: tuple[Platform, ...]) -> dict[str, str]:
    """For each former name of a service in use the name it has now, as a pattern."""
    in_use = (platform for platform in platforms if platform.status != "closed")
    return {name.casefold(): re.escape(platform.name) for platform in in_use for name in platform.former}


def _names_a_live_one(sentence: Sentence, setting: Setting) -> bool:
    platforms = setting.library.platforms.values()
    return bool(
        names_in(sentence.text, tuple(each.name for each in platforms if each.status != "closed" and each.name != "X"))
    )


def names_in(text: str, names: tuple[str, ...]) -> list[re.Match[str]]:
    """Where names stand, in whatever case; a name of one letter only as it is written."""
    small = text.casefold()
    # Most texts name no service, and looking for a few words is quicker than the pattern of all of them.
    if not any(name in text if len(name) == 1 else name in small for name in _first_words(names)):
        return []
    return list(pattern_of(names).finditer(text))


@lru_cache(maxsize=16)
def _first_words(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name if len(name) == 1 else name.casefold().split()[0] for name in names))


@lru_cache(maxsize=16)
def pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """The names as they are written in whatever case; a name of one letter only as it is."""
    if not names:
        return re.compile(r"(?!)")
    said = (
        f"(?-i:{re.escape(name)})(?!['’]?\\d)" if len(name) == 1 else re.escape(name).replace(r"\ ", r"\s+")
        for name in sorted(names, key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w@#.-])(?:{'|'.join(said)})(?!\w|\.\w)", re.IGNORECASE)


def platform_pages(subject: Subject) -> Iterator[Hit]:
    """Services of the profile without a page of the policy, and pages of services that the profile does not list."""
    if subject.policy is None:
        return
    library, profile = subject.setting.library, subject.setting.profile
    titles = {passage.id: passage for passage in subject.passages if passage.kind == "title" and passage.state}
    appendices = {
        clause.id for section in subject.policy.outline() if section.head.appendix for clause in section.clauses
    }
    own_pages = [title.text for key, title in titles.items() if title.state == "local" and key in appendices]
    for wanted in profile.platforms:
        platform = library.platforms.get(wanted)
        if platform is None or platform.status == "closed":
            continue
        pages = {
            platform.appendix,
            *(key for key, clause in library.clauses.items() if clause.when == f"platform:{wanted}"),
        }
        named = pattern_of((platform.name, *platform.former))
        if not pages & titles.keys() and not any(named.search(title) for title in own_pages):
            message = f"the school uses {platform.name}, and no page of the policy says how"
            mend = f"Add the clause {platform.appendix}, or take {platform.name} out of the school's profile"
            yield Hit(message, mend=mend, kind="school", id=wanted, name=f"the school's profile: {platform.name}")
    for key, title in titles.items():
        clause = library.clauses.get(key)
        service = (
            clause.when.removeprefix("platform:") if clause is not None and clause.when.startswith("platform:") else ""
        )
        platform = library.platforms.get(service)
        if platform is not None and service not in profile.platforms:
            message = f"there is a page for {platform.name}, which the school's profile does not list"
            mend = f"Leave the page out, or add {service} to the platforms of the profile"
            yield Hit(message, 0, len(title.text), mend, passage=title)


CHECKS = (
    Check(
        "dead-platform",
        12,
        "A service that is gone",
        "warn",
        "A policy that warns of services which have gone seems to young people to be about somebody else.",
        "Name the service as it is called now, or take it out",
        passage=dead_platforms,
    ),
    Check(
        "platform-appendix",
        14,
        "Accounts and pages do not match",
        "warn",
        "Each service that the school uses needs rules for settings, comments and pictures; a page too many misleads.",
        "Make the list of services and the pages match",
        whole=platform_pages,
        needs_policy=True,
    ),
)
