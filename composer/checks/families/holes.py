"""Holes in sentences: a name or a noun was taken out and the rest left as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.policy.markup import HIDDEN, plain
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import Passage, Setting

_LINK = "of|by|to|at|for|from|with|in|on|and|or|the|an?|our|is|are|called|named|that|which"
_GOES_ON = (
    "of|by|to|at|for|from|with|on|and|or|is|are|was|were|will|must|should|shall|may|can|has|have|who|which|whose|that"
)
_ARTICLES = ("the", "The", "an", "An", "our", "Our", "their", "Their", "its")
_AFTER_ONE = "|".join(rf"(?<=(?<![\w“\"'‘’(/-]){article}.)" for article in _ARTICLES)
_PATTERNS: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    ((), later(rf"[.,;)](?=[\s*_)]|\Z)(?:{_AFTER_ONE})"), "a noun is missing"),
    (
        (" ,", " ;", " ."),
        later(r" [,;](?=\s|\Z)(?<=[^\W\d_] .)| \.(?=\s|\Z)(?! \.)(?<=[^\W\d_] .)| {2,8}[,;.](?=\s|\Z)"),
        "a space stands before the sign",
    ),
    (
        ("  ",),
        later(rf"(?<![\w/-])(?:{_LINK}) {{2,8}}(?:{_GOES_ON})(?![\w/'’-])"),
        "two spaces stand where a word was",
    ),
    (
        ("()", "( "),
        later(r"(?<=\s)\((?:\)(?=[\s.,;:]|\Z)| {1,3}\)(?=[.,;]))"),
        "nothing stands between the brackets",
    ),
    (
        ("(,", "( ,", "(;", "(and", "(or", "( and", "( or"),
        later(r"\([ ]?[,;][^()\n]{0,60}\)|(?<=[\s(])\([ ]?(?:and|or)[ ]?\)"),
        "the brackets begin with nothing",
    ),
    (
        (),
        later(r",(?: {0,2}[,)]| ?\.(?![.\w]))|; {0,2}[,;]|: {0,2}[.,;](?=\s|\Z)"),
        "nothing stands between the two signs",
    ),
    (
        ("“", '"'),
        later(r"“\s{0,3}”|(?<=[\s(])\"\s?\"(?=[\s.,;)]|\Z)"),
        "nothing stands between the quotation marks",
    ),
    (
        (" 's", " ’s"),
        later(r"\b(?:[Tt]he|of|by|with|from|and|through|to|at|in|on|for|see)\s{1,3}['’]s(?=\s)"),
        "nobody is named before it",
    ),
    (
        ("and.", "or."),
        later(r"(?<![\w/“\"'‘’-])(?:and|or)\.(?=\s|\Z)"),
        "the sentence stops in its middle",
    ),
)
"""Signs of which one has to be there at all, the pattern, and what is wrong."""
_BLANK = later(r"\{\{ ?([a-z][a-z0-9_-]{0,63}) ?\}\}")
_ARTICLE = later(r"\b(?:[Tt]he|[Aa]n?)\Z")
_LONGEST_ARTICLE = 3
_OPENS_WITH_ARTICLE = later(r"(?:the|an?|our|their|its)\b", re.IGNORECASE)


def hole(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Where words are missing, told only where no sentence can be right so."""
    text = passage.text
    hidden = plain(text)
    spans: list[tuple[int, int, str]] = []
    for each in found(passage, setting).get("hole", ()):
        said = hidden[each.start : each.stop]
        if not set(said) & _SPOKEN_OF and each.rule.holds_for(setting.profile, setting.today):
            spans.append((each.start, each.stop, "these words cannot stand side by side"))
    for signs, pattern, why in _PATTERNS:
        if signs and not any(sign in hidden for sign in signs):
            continue
        spans += ((*match.span(), why) for match in pattern.finditer(hidden) if not _in_row(hidden, match.start()))
    if passage.kind in {"clause", "intro"}:
        spans += _two_articles(text, setting)
    reached = -1
    for start, stop, why in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            reached = stop
            first = start if text[start].isalnum() else _word_before(text, start)
            said = " ".join(text[first:stop].split("\n"))
            yield Hit(f"something seems to be missing at “{said}”: {why}", first, stop)


_SPOKEN_OF = frozenset((HIDDEN, "*", "_"))
"""Signs that the words are code, or words that are spoken of."""


def _in_row(text: str, at: int) -> bool:
    """Whether a place is in a table's row, where spaces and empty brackets are drawing."""
    line = text.rfind("\n", 0, at) + 1
    return text.startswith("|", line)


def _word_before(text: str, at: int) -> int:
    """Where the word before a place starts, on the same line; the place itself when there is none near."""
    first = at
    while first and text[first - 1] in " *_":
        first -= 1
    start = first
    while start and start > at - _LONGEST_WORD and (text[start - 1].isalnum() or text[start - 1] in "'’-"):
        start -= 1
    return start if start < first else at


_LONGEST_WORD = 40


def _two_articles(text: str, setting: Setting) -> Iterator[tuple[int, int, str]]:
    """An article before a blank whose answer brings one along."""
    for match in _BLANK.finditer(text) if "{{" in text else ():
        answer = setting.answers.get(match[1], "")
        if _OPENS_WITH_ARTICLE.match(answer):
            stop = match.start()
            while stop and text[stop - 1].isspace():
                stop -= 1
            article = _ARTICLE.search(text, max(0, stop - _LONGEST_ARTICLE), stop)
            if article is not None and stop < match.start():
                yield article.start(), match.end(), f"it prints as “{article[0]} {answer}”"


CHECKS = (
    Check(
        "hole",
        9,
        "Hole in a sentence",
        "warn",
        "A sentence that has lost a name or a noun cannot tell anybody what to do.",
        "Say who or what is meant",
        passage=hole,
    ),
)
