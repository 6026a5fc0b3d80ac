"""Words that a reader cannot look up: short forms never spelt out, and one term in two spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.policy.patterns import later
from composer.text import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.checks.phrases import Found
    from composer.checks.subject import Passage, Setting, Subject

_CAPITALS = later(r"(?<![\w&/.@#-])[A-Z](?:[A-Z&]{0,8})[A-Z]s?(?![\w&@]|[-/.][\w])")
_SHOUTED_BESIDE = later(r"[A-Z]{2,}[^\S\n]+\Z")
_SHOUTED_AFTER = later(r"[^\S\n]+[A-Z]{2,}\b")
_CODE_BEFORE = later(r"\b(?:policy|form|code|version|grade|room|class|group|option|type|plan)[^\S\n]\Z", re.IGNORECASE)
_SPELT_OUT = later(
    r"\((?:the\s+|an?\s+|or\s+|“|\"|‘)?(?P<inside>[A-Z][A-Z&]{1,9})s?\b[^()\n]{0,40}\)"
    r"|\b(?P<before>[A-Z][A-Z&]{1,9})s?(?:\*\*|__)?(?:\s+\((?=[A-Za-z])|\s*[:=–-]\s+(?=[A-Z])|\s+(?:means|stands\s+for|is\s+short\s+for)\b)"
)
_NAME = later(r"\b[A-Z][\w’'-]*(?:[^\S\n]*\n?[^\S\n]*(?:(?:and|of|for|the|in|to|on|&)[^\S\n]+)?[A-Z][\w’'-]*){1,9}")
_LETTERS = later(r"[^\W\d_]+")
_SMALL = later(r"(?<![\w’'])[a-z]{2,9}(?![\w’'])")
_LINK = later(r"\]\([^)\s]*\)|<?https?://[^\s<>)\]]+|`[^`\n]*`|(?<!\S)[^\s@]{1,80}@[^\s@]+")


_OF_LINKS = ("](", "://", "`", "@")


@dataclass(frozen=True, slots=True)
class _Terms:
    """What one passage adds to what is known of short forms."""

    capitals: tuple[tuple[str, int, int], ...]
    """Short forms, each where it first stands."""
    text: str
    """The text without addresses and blanks, each other character where it was."""
    blanks: tuple[str, ...]
    explained: tuple[str, ...]
    """Terms of several words that it explains."""


@lru_cache(maxsize=1024)
def _terms(passage: Passage, setting: Setting) -> _Terms:  # noqa: ARG001 - the shape of remembered work
    text = passage.text
    if any(sign in text for sign in _OF_LINKS):
        text = _LINK.sub(lambda match: " " * len(match[0]), text)
    text = PLACEHOLDER.sub(lambda match: " " * len(match[0]), text) if "{{" in text else text
    capitals: dict[str, tuple[str, int, int]] = {}
    for match in _CAPITALS.finditer(text):
        if _SHOUTED_BESIDE.search(text[max(0, match.start() - 24) : match.start()]) or _SHOUTED_AFTER.match(
            text, match.end()
        ):
            continue
        if _CODE_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        plain = match[0].removesuffix("s")
        capitals.setdefault(plain, (plain, match.start(), match.end()))
    return _Terms(
        tuple(capitals.values()),
        text,
        tuple(match[1].strip() for match in PLACEHOLDER.finditer(passage.text)) if "{{" in passage.text else (),
        _explained(passage.text),
    )


def _spelt_out(passage: Passage, setting: Setting) -> frozenset[str]:
    """The short forms that a passage spells out."""
    return frozenset(match["inside"] or match["before"] for match in _SPELT_OUT.finditer(_terms(passage, setting).text))


def _initials(passage: Passage, setting: Setting) -> tuple[str, ...]:
    """The first letters of a passage's names of several words."""
    return tuple(_first_letters(match[0]) for match in _NAME.finditer(_terms(passage, setting).text))


def _small(passage: Passage, setting: Setting) -> frozenset[str]:
    """A passage's words in small letters: what is one of them is a word in capitals elsewhere, and no short form."""
    return frozenset(_SMALL.findall(_terms(passage, setting).text))


def _first_letters(words: str) -> str:
    return "".join(word[0] for word in _LETTERS.findall(words) if word[0].isupper())


def undefined_term(subject: Subject) -> Iterator[Hit]:
    """Short forms that are never spelt out, and terms in two spellings; each told once."""
    told = [
        (passage, subject.of(_terms, passage))
        for passage in subject.passages
        if passage.is_prose or passage.kind == "value"
    ]
    yield from _short_forms(subject, told)
    yield from _spellings(subject)
    explained = [term for _, terms in told for term in terms.explained]
    yield from _defined_otherwise(subject, dict.fromkeys(explained))


def _short_forms(subject: Subject, told: Sequence[tuple[Passage, _Terms]]) -> Iterator[Hit]:
    setting = subject.setting
    met: dict[str, tuple[Passage, int, int]] = {}
    for passage, terms in told:
        for plain, start, stop in terms.capitals:
            met.setdefault(plain, (passage, start, stop))
    known = _known(setting)
    for plain in [plain for plain in met if plain in known]:
        del met[plain]
    for plain, (passage, start, stop) in met.items():
        blanks = _spelt_by_blanks(setting).get(plain, set())
        by_blank = any(not blanks.isdisjoint(terms.blanks) for _, terms in told)
        if not by_blank and not _is_explained(plain, subject, told):
            said = f"“{plain}” is never spelt out"
            mend = "Write it in full where it first stands, with the short form in brackets"
            yield Hit(said, start, stop, mend, passage=passage, about=plain)


def _is_explained(plain: str, subject: Subject, told: Sequence[tuple[Passage, _Terms]]) -> bool:
    """Whether some passage spells the short form out, or shows that it is a word like others."""
    small = plain.casefold()
    # Where the letters do not stand at all, the passage need not be read for them.
    return (
        any(plain in terms.text and plain in subject.of(_spelt_out, passage) for passage, terms in told)
        or any(small in terms.text and small in subject.of(_small, passage) for passage, terms in told)
        or any(plain in each for passage, _ in told for each in subject.of(_initials, passage))
    )


@lru_cache(maxsize=4)
def _known(setting: Setting) -> frozenset[str]:
    """Short forms that need no words: those of the list, and names of the school and of services."""
    known = {words for rule in setting.rules.get("acronym", ()) for words in rule.words}
    services = (name for each in setting.library.platforms.values() for name in (each.name, *each.former))
    return frozenset(known | {word for name in (*setting.allowed, *services) for word in _WHOLE.findall(name)})


_WHOLE = later(r"\b[A-Z][A-Z&]+\b")


@lru_cache(maxsize=4)
def _spelt_by_blanks(setting: Setting) -> dict[str, set[str]]:
    """Short forms with the blanks that print the words they stand for."""
    filled = dict(setting.answers) | {f"fact:{name}": fact.value for name, fact in setting.library.facts.items()}
    spelt: dict[str, set[str]] = {}
    for blank, said in filled.items():
        words = _LETTERS.findall(said)
        for each in (words, [word for word in words if word[0].isupper()]):
            spelt.setdefault("".join(word[0] for word in each).upper(), set()).add(blank)
    return spelt


# -- spellings ---------------------------------------------------------------------------------------------


def _spellings(subject: Subject) -> Iterator[Hit]:
    places: dict[str, list[tuple[Passage, Found]]] = {}
    for passage in subject.prose:
        for place in subject.of(found, passage).get("spelling", ()):
            if not _in_a_name(passage.text, place):
                places.setdefault(place.rule.key, []).append((passage, place))
    for several in places.values():
        written: dict[str, list[tuple[Passage, Found]]] = {}
        for passage, place in several:
            written.setdefault(_written(passage, place), []).append((passage, place))
        rule = several[0][1].rule
        if rule.instead:
            yield _spelt(*several[0], f"“{_written(*several[0])}” is written {rule.instead}", f"Write “{rule.instead}”")
        elif len(written) > 1:
            usual = max(written, key=lambda each: len(written[each]))
            rarer = next(each for each in written if each != usual)
            said = f"“{rarer}” here, but “{usual}” elsewhere: one word in two spellings"
            yield _spelt(*written[rarer][0], said, f"Write “{usual}” everywhere")


def _spelt(passage: Passage, place: Found, said: str, mend: str) -> Hit:
    return Hit(said, place.start, place.stop, mend, passage=passage, about=said)


def _written(passage: Passage, place: Found) -> str:
    """How it is spelt; capitals count where they stand inside the word, as in ``e-Safety``."""
    words = " ".join(passage.text[place.start : place.stop].split())
    return words if place.rule.exact_case or any(char.isupper() for char in words[1:]) else words.casefold()


_CAPITAL_AFTER = later(r"[^\S\n]+[A-Z]")
_CAPITAL_BEFORE = later(r"(?:\A|\s)[A-Z][\w’'-]*[^\S\n]+\Z")


def _in_a_name(text: str, place: Found) -> bool:
    """Whether the words are a part of a title or an address, which are quoted as they are."""
    words = text[place.start : place.stop]
    if text[place.start - 1 : place.start] in {"/", ".", "@"} or re.match(
        r"[./@]\w", text[place.stop : place.stop + 2]
    ):
        return True
    if place.rule.exact_case or not words[:1].isupper():
        return False
    before = text[max(0, place.start - 30) : place.start]
    return bool(_CAPITAL_AFTER.match(text, place.stop) or _CAPITAL_BEFORE.search(before))


# -- terms that the policy itself explains -----------------------------------------------------------------

_EXPLAINED = later(
    r"(?m)^[^\S\n]*[-*+•][^\S\n]+(?:An?[^\S\n]+)?(?:\*\*|__)(?P<term>[^\W\d_][\w’' -]{2,40})(?:\*\*|__)"
    r"[^\S\n]+(?:means|is|are|includes?)\b"
)
_FEWEST_EXPLAINED = 3
"""Terms; a list of fewer is no list of definitions."""


def _explained(text: str) -> tuple[str, ...]:
    terms = tuple(match["term"] for match in _EXPLAINED.finditer(text)) if "**" in text or "__" in text else ()
    return tuple(term.casefold() for term in terms if " " in term) if len(terms) >= _FEWEST_EXPLAINED else ()


def _defined_otherwise(subject: Subject, explained: Iterable[str]) -> Iterator[Hit]:
    """Terms of two words that are explained in small letters and used with capitals or as one word."""
    prose = subject.prose
    for term in explained:
        other = _other_spelling(term)
        for passage in prose:
            match = subject.of(other, passage)
            if match is not None:
                said = f"“{passage.text[match[0] : match[1]]}” is explained as “{term}”, and spelt otherwise here"
                yield Hit(said, *match, f"Write “{term}”", passage=passage, about=said)
                break


@lru_cache(maxsize=256)
def _other_spelling(term: str) -> _OtherSpelling:
    return _OtherSpelling(term)


class _OtherSpelling:
    """Where a passage first spells one term otherwise; one object a term, so that it is remembered by."""

    def __init__(self, term: str) -> None:
        words = term.split()
        self._first = words[0].capitalize()
        self._solid = "".join(words)
        capitals = r"[^\S\n]".join(re.escape(word.capitalize()) for word in words)
        solid = "".join(re.escape(word) for word in words)
        self._pattern = re.compile(
            rf"(?<=[a-z,] ){capitals}s?\b(?![^\S\n]+[A-Z]|[-’'])|(?<![\w/.@#-])(?i:{solid})s?(?![\w@]|[./]\w)"
        )

    def __call__(self, passage: Passage, setting: Setting) -> tuple[int, int] | None:  # noqa: ARG002
        text = passage.text
        # A list of definitions has many terms, and most texts have none of them.
        if self._first not in text and self._solid not in text.casefold():
            return None
        match = self._pattern.search(text)
        return match.span() if match else None


CHECKS = (
    Check(
        "undefined-term",
        28,
        "A term nobody explains",
        "info",
        "Parents, pupils and new staff do not know a school's short forms, and two spellings look like two things.",
        "Explain it, or write it one way",
        whole=undefined_term,
    ),
)
