"""Whose voice it is: what a template's author wrote to those who would use it, and the choices left to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.policy.markup import plain
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.phrases import Found
    from composer.checks.subject import Passage, Setting
    from composer.policy.rules import RuleKind


def template_voice(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Words that speak to the drafter and not to the reader."""
    is_title = _names_the_document(passage)
    hits = []
    for each in _told(passage, setting, "template-voice"):
        if each.rule.group != "title" or is_title:
            said = " ".join(passage.text[each.start : each.stop].split())
            mend = f"Write “{each.rule.instead}”" if each.rule.instead else ""
            message = f"“{said}” speaks to the person who drafts a policy"
            hits.append(Hit(message, each.start, each.stop, mend, each.rule.severity or None))
    yield from _longest(hits)


def _names_the_document(passage: Passage) -> bool:
    """Whether the passage is the policy's own title, or the first heading of a file."""
    return passage.kind == "title" and not passage.id and passage.level <= 1


# -- an author's notes -------------------------------------------------------------------------------------

_COMMENT = later(r"<!--(?!\s*(?:prettier|markdownlint|toc|/toc|more)\b)[^>]*>?")
_LEFT_BY_AN_EDITOR = later(
    r"\bComment(?:ed)? \[[A-Za-z]{1,4}[0-9]{1,3}\]"
    r"|\{(?:\+\+|--|~~|>>)[^{}\n]{0,300}\}"
    r"|(?m:^(?:<{7}|>{7}) [^\n]{1,80}$)"
)
_COLOURED = later(
    r"<(?:font|span|p|div|td|mark)\b[^<>]{0,200}(?<![\w-])(?:color|background(?:-color)?)\s*[:=][^<>]{0,100}>",
    re.IGNORECASE,
)
_OPENS = later(r"(?:\A|\n|[.!?:|]\s|[\[(<{])[\s>*_\"“#•+-]*(?:[0-9]{1,3}[.)]\s*)?\Z")


def author_note(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Notes of a template's author, and what a word processor leaves behind."""
    text = passage.text
    hits = []
    for each in _told(passage, setting, "author-note"):
        if each.rule.group != "opens" or _OPENS.search(text[max(0, each.start - 40) : each.start]):
            said = " ".join(text[each.start : each.stop].split())
            message = f"“{said}” is a note to the person who drafts a policy"
            hits.append(Hit(message, each.start, each.stop, severity=each.rule.severity or None))
    for signs, pattern, what in _SIGNS_OF_WORK:
        if any(sign in text for sign in signs):
            for match in pattern.finditer(plain(text)):
                said = " ".join(text[match.start() : match.end()].split())
                shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
                hits.append(Hit(f"“{shown}” is {what}", *match.span()))
    yield from _longest(hits)


_SHOWN = 60
_OF_EDITORS = ("Comment [", "Commented [", "{++", "{--", "{~~", "{>>", "<<<<<<< ", ">>>>>>> ")
_SIGNS_OF_WORK = (
    (("<!--",), _COMMENT, "a comment that is left in the text"),
    (_OF_EDITORS, _LEFT_BY_AN_EDITOR, "a mark of somebody's editing"),
    (("<",), _COLOURED, "a coloured passage, as drafters mark what is to be changed"),
)


def _told(passage: Passage, setting: Setting, kind: RuleKind) -> Iterator[Found]:
    """The places of rules that hold for the school, outside code."""
    places = found(passage, setting).get(kind, ())
    shown = plain(passage.text) if places else ""
    for each in places:
        outside = shown[each.stop - 1] == passage.text[each.stop - 1]
        if outside and each.rule.holds_for(setting.profile, setting.today):
            yield each


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    """The hits in order; of those that overlap the first, and of those that begin together the longest."""
    reached = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.stop)):
        if hit.start >= reached:
            yield hit
            reached = hit.stop


# -- choices that were never made --------------------------------------------------------------------------

_SLASH = later(r"['’]?[*_]{0,3}[^\S\n]?/[^\S\n]?[*_]{0,3}")
_ADDRESS = later(r"://|\A/|\A~|@|www\.|\.(?:uk|com|org|net|wales|scot|html?|pdf|docx?|md|aspx|php)\b", re.IGNORECASE)
_NOUNS: tuple[RuleKind, ...] = ("choice-noun", "person-noun")


def slash_choice(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Two nouns for the same with a slash between them: the template's choice, and not the school's."""
    text = passage.text
    if "/" not in text:
        return
    rules = found(passage, setting)
    nouns: dict[int, list[tuple[int, str]]] = {}
    for kind in _NOUNS:
        for each in rules.get(kind, ()):
            if each.rule.group:
                nouns.setdefault(each.start, []).append((each.stop, each.rule.group))
    shown = plain(text)
    normal = [(each.start, each.stop) for each in rules.get("accepted-pair", ())]
    reached = -1
    for start in sorted(nouns):
        stop = _chain(text, nouns, start) if start >= reached else start
        if stop > start:
            reached = stop
            accepted = any(first < stop and start < last for first, last in normal)
            if not accepted and shown[start] == text[start] and not _ADDRESS.search(_around(text, start, stop)):
                said = " ".join(text[start:stop].split())
                yield Hit(f"“{said}” leaves the choice to whoever uses the template", start, stop)


def _chain(text: str, nouns: dict[int, list[tuple[int, str]]], start: int) -> int:
    """Where a row of nouns of one group ends that begins at ``start``; ``start`` itself when there is no row."""
    best = start
    for first, group in nouns[start]:
        stop, links = first, 0
        while (slash := _SLASH.match(text, stop)) is not None:
            after = [end for end, other in nouns.get(slash.end(), ()) if other == group]
            if not after:
                break
            stop, links = max(after), links + 1
        if links:
            best = max(best, stop)
    return best


def _around(text: str, start: int, stop: int) -> str:
    """The words with what is joined to them without a space; a path or an address has its slashes for good."""
    first, last = start, stop
    while first > max(0, start - _JOINED) and not text[first - 1].isspace() and text[first - 1] not in "(“\"‘'*":
        first -= 1
    while last < min(len(text), stop + _JOINED) and not text[last].isspace():
        last += 1
    return text[first:last]


_JOINED = 120

CHECKS = (
    Check(
        "slash-choice",
        6,
        "Choice never made",
        "warn",
        "“Pupils/students” is how a template offers two words; a school that keeps both has not said which is its own.",
        "Keep the word that your school uses, and take the other out",
        passage=slash_choice,
    ),
    Check(
        "template-voice",
        7,
        "A template's voice",
        "warn",
        "The school has to speak for itself: a reader who finds “your school” takes the text for somebody else's.",
        "Say it as the school would say it",
        passage=template_voice,
    ),
    Check(
        "author-note",
        8,
        "Author's note left in",
        "block",
        "A note to the drafter puzzles whoever reads the published policy, and makes them doubt the rest.",
        "Do what the note asks, then take it out",
        passage=author_note,
    ),
)
