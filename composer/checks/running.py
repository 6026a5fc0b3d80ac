"""Running the checks: all of them once, and after a keystroke only what the keystroke can have changed."""

from __future__ import annotations

import pkgutil
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from composer.checks import families
from composer.checks.finding import SEVERITIES, Finding, Place, key_of
from composer.checks.subject import sentence_at, sentences
from composer.policy.placeholders import capital

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from composer.checks.check import Check, Hit
    from composer.checks.subject import Passage, Setting, Subject


@cache
def every_check() -> tuple[Check, ...]:
    """All checks, by their numbers."""
    found: list[Check] = []
    for module in pkgutil.iter_modules(families.__path__):
        found += import_module(f"{families.__name__}.{module.name}").CHECKS
    return tuple(sorted(found, key=lambda check: check.number))


def check_named(check_id: str) -> Check:
    """The check of this id; a finding always has one.

    Raises:
        KeyError: There is none.
    """
    return {check.id: check for check in every_check()}[check_id]


def run(subject: Subject, checks: Iterable[Check] | None = None) -> tuple[Finding, ...]:
    """What the checks find, in the order of the text; what concerns no passage comes last, heaviest first."""
    asked = every_check() if checks is None else tuple(checks)
    wanted = tuple(check for check in asked if subject.policy is not None or not check.needs_policy)
    order = {passage: at for at, passage in enumerate(subject.passages)}
    found: list[tuple[tuple[int, int, int], Finding]] = []
    look = _look(tuple(check for check in wanted if check.passage is not None))
    for at, passage in enumerate(subject.passages):
        found += (((at, start, weight), finding) for start, weight, finding in subject.of(look, passage))
    for check in wanted:
        for hit in check.whole(subject) if check.whole is not None else ():
            finding = _finding(check, hit, hit.passage, subject.setting)
            weight = SEVERITIES.index(finding.severity)
            at, start = (len(order), 0) if hit.passage is None else (order[hit.passage], hit.start)
            found.append(((at, start, weight) if hit.passage is not None else (at, weight, check.number), finding))
    return _named_apart(finding for _, finding in sorted(found, key=lambda each: each[0]))


@cache
def _look(checks: tuple[Check, ...]) -> Callable[[Passage, Setting], tuple[tuple[int, int, Finding], ...]]:
    """All the checks of one passage as one piece of work, so that it is remembered as one."""

    def look(passage: Passage, setting: Setting) -> tuple[tuple[int, int, Finding], ...]:
        found = []
        for check in checks:
            if check.passage is not None and passage.kind in check.kinds:
                for hit in check.passage(passage, setting):
                    finding = _finding(check, hit, passage, setting)
                    found.append((hit.start, SEVERITIES.index(finding.severity), finding))
        return tuple(found)

    return look


def _finding(check: Check, hit: Hit, passage: Passage | None, setting: Setting) -> Finding:
    about = hit.about
    if passage is None:
        place = Place(hit.kind, hit.id, name=hit.name)
    else:
        line = passage.first_line + bisect_left(_line_ends(passage), hit.start)
        words = passage.text[hit.start : hit.stop]
        start, stop = passage.offset + hit.start, passage.offset + hit.stop
        place = Place(passage.kind, passage.id, start, stop, line, words, passage.name)
        if not about and hit.stop > hit.start:
            sentence = sentence_at(sentences(passage, setting), hit.start)
            about = sentence.text if sentence is not None else ""
    key = key_of(check.id, place, about or hit.message)
    severity, message = hit.severity or check.severity, capital(hit.message)
    return Finding(check.id, severity, message, hit.mend or check.mend, place, key)


@lru_cache(maxsize=1024)
def _line_ends(passage: Passage) -> tuple[int, ...]:
    return tuple(at for at, char in enumerate(passage.text) if char == "\n")


def _named_apart(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, those that would share a name (the same words twice in a sentence) counted on."""
    met: Counter[str] = Counter()
    named = []
    for finding in found:
        met[finding.key] += 1
        many = met[finding.key]
        named.append(finding if many == 1 else replace(finding, key=f"{finding.key}-{many}"))
    return tuple(named)
