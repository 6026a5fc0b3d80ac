"""Law and guidance: what has been replaced, what belongs to another nation, and what to another kind of school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.finding import SEVERITIES
from composer.checks.phrases import found
from composer.policy.patterns import later
from composer.policy.school import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.checks.finding import Severity
    from composer.checks.phrases import Found
    from composer.checks.subject import Passage, Setting
    from composer.policy.rules import RuleKind

ANSWER = "answer"
"""The group of rules that are looked for in the school's answer to who employs its staff."""

_EMPLOYER = "employer"
_FACT = later(r"\{\{ ?fact:([a-z][a-z0-9-]{0,63}) ?\}\}")


def superseded_guidance(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Editions, laws and bodies of the past, and a judgement in one word."""
    for each in _held(passage, setting, "guidance"):
        yield _hit(passage, each, f"“{passage.text[each.start : each.stop]}”: {each.rule.says}")


def wrong_nation_law(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Law, guidance and inspectors of another nation, also where a dated fact of another nation is printed."""
    nation = in_words(setting.profile.nation)
    for each in _held(passage, setting, "nation-law"):
        said = passage.text[each.start : each.stop]
        yield _hit(passage, each, f"“{said}” in a policy of a school in {nation}: {each.rule.says}")
    for match in _FACT.finditer(passage.text) if "fact:" in passage.text else ():
        fact = setting.library.facts.get(match[1])
        if fact is not None and setting.profile.nation not in fact.nations:
            where = " and ".join(in_words(one) for one in fact.nations)
            message = f"{match[0]} is a fact of {where}: it prints “{fact.value}”"
            yield Hit(message, match.start(), match.end(), f"Choose the clause or the fact for {nation}")


def wrong_school_type(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Wording for another kind of school, and an employer that such a school does not have."""
    kind = in_words(setting.profile.type)
    for each in _held(passage, setting, "school-type"):
        said = passage.text[each.start : each.stop]
        yield _hit(passage, each, f"“{said}” in a policy of a school whose kind is {kind}: {each.rule.says}")


def _held(passage: Passage, setting: Setting, kind: RuleKind) -> Iterator[Found]:
    """The places of the rules of a kind that hold for the school; of two in the same words the weightier."""
    places = found(passage, setting).get(kind, ())
    if not places:
        return
    answers = passage.kind == "value" and passage.id == _EMPLOYER
    places = tuple(each for each in places if (each.rule.group == ANSWER) == answers)
    for each in _apart([each for each in places if each.rule.holds_for(setting.profile, setting.today)]):
        if not _of_a_name(passage.text, each, setting.allowed):
            yield each


def _apart(places: list[Found]) -> Iterator[Found]:
    taken = bytearray(max((each.stop for each in places), default=0))
    for each in sorted(places, key=lambda one: (_weight(one), one.start - one.stop, one.start)):
        if taken.find(1, each.start, each.stop) < 0:
            taken[each.start : each.stop] = b"\1" * (each.stop - each.start)
            yield each


def _weight(each: Found) -> int:
    return SEVERITIES.index(each.rule.severity) if each.rule.severity else 0


def _of_a_name(text: str, each: Found, allowed: Iterable[str]) -> bool:
    """Whether the words are a part of a name that the school uses on purpose, such as that of a partner."""
    said = text[each.start : each.stop].casefold()
    for name in allowed:
        at = name.casefold().find(said)
        if at >= 0 and each.start >= at:
            start = each.start - at
            if text[start : start + len(name)].casefold() == name.casefold():
                return True
    return False


def _hit(passage: Passage, each: Found, message: str) -> Hit:
    # A plain file has no placeholders to fill.
    sayable = each.rule.instead and not (passage.kind == "file" and "{{" in each.rule.instead)
    mend = f"Write {each.rule.instead}" if sayable else ""
    severity: Severity | None = each.rule.severity or None
    return Hit(message, each.start, each.stop, mend, severity)


CHECKS = (
    Check(
        "superseded-guidance",
        15,
        "Guidance that was replaced",
        "block",
        "Staff who look the guidance up find another edition, and a reader wonders how old the rest is.",
        "Name what is in force now, without the years and paragraph numbers that grow old",
        passage=superseded_guidance,
    ),
    Check(
        "wrong-nation-law",
        16,
        "Another nation's law",
        "block",
        "Schools in the four nations answer to different law and inspectors; a duty that does not exist helps nobody.",
        "Name the law or body of the school's own nation, or take it out",
        passage=wrong_nation_law,
    ),
    Check(
        "wrong-school-type",
        17,
        "Wording for another kind of school",
        "warn",
        "Who employs and who may dismiss differs between kinds of school; a wrong name can send a case the wrong way.",
        "Say it as it is in this kind of school",
        passage=wrong_school_type,
    ),
)
