"""Finding the phrases of rules in a text: one walk over its words for all rules together.

A phrase is found by its first two words and then read on, so the time grows with the text and hardly with the number
of rules. ``#`` in a phrase is one digit, ``*`` up to four words of the same sentence. Emphasis and Markdown's
backslashes are read over, and no phrase goes on from one paragraph, list item or heading into the next.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.policy.patterns import later
from composer.text import units

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from composer.checks.subject import Passage, Setting
    from composer.policy.rules import Rule, RuleKind

MOST_BETWEEN = 4
"""Words that ``*`` may stand for."""

_PLACEHOLDER = r"\{\{ ?[a-z][a-z0-9_:-]{0,63} ?\}\}"
_WORD = r"[^\W_]+(?:(?:['’-]|[\u0300-\u036f]+)[^\W_]+)*[\u0300-\u036f]*"
_PIECE = later(
    r"\n[^\S\n]*\n|\n[^\S\n]*(?:[-+*•#]|[0-9]{1,9}[.)])(?=\s)"  # where a paragraph or an item ends
    rf"|{_WORD}|{_PLACEHOLDER}|[^\w\s*\\]"
)
_OR_DIGIT = _WORD.replace(r"[^\W_]", r"(?:[^\W_]|#)")
_PHRASE_PIECE = later(rf"{_PLACEHOLDER}|{_OR_DIGIT}|[^\w\s*\\]")
_APOSTROPHE = str.maketrans("’", "'")
_ENDS = frozenset((".", "?", "!", ";", "\n"))
_DIGIT = later(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a rule's words stand in a passage."""

    rule: Rule
    start: int
    stop: int


@dataclass(slots=True, eq=False)
class _Phrase:
    """One way of saying a rule's words; not frozen, since thousands of them are made at the first check."""

    rule: Rule
    pieces: list[str]
    exact: bool
    literal: bool
    """Whether it has no sign in it."""
    at_sight: bool
    """Whether its first two words, by which it is found, are all that has to be there."""
    last: str
    """Its last word in small letters; empty where that is a shape."""


@dataclass(slots=True)
class _Beginning:
    """The phrases that begin with one word."""

    at_once: list[_Phrase] = field(default_factory=list)
    """Those of one word, or with a sign as their second: they are read on wherever the first word stands."""
    by_second: dict[str, list[_Phrase]] = field(default_factory=dict)


_Beginnings = dict[str, _Beginning]
"""Phrases by their first word in small letters; a word with digits, or the sign for one, by its shape."""


class _Index:
    """The phrases of some rules.

    Those that begin with a word are indexed when a text has that word, and what makes a rule's words right once those
    words were met: a text has about half of the words that rules begin with.
    """

    __slots__ = ("_excuses", "_known", "_waiting")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._known: _Beginnings = {}
        self._waiting: dict[str, list[tuple[str, Rule]]] = {}
        # By identity: a rule is compared field by field otherwise. The phrases keep every rule alive.
        self._excuses: dict[int, _Beginnings] = {}
        for rule in rules:
            for written in rule.words:
                self._waiting.setdefault(_first_of(written), []).append((written, rule))

    def words(self, shapes: Iterable[str]) -> _Beginnings:
        """The phrases by their beginnings, at least those that begin with one of these words."""
        for shape in self._waiting.keys() & shapes:
            for written, rule in self._waiting.pop(shape):
                _put(self._known, written, rule, exact=rule.exact_case)
        return self._known

    def excuses(self, rule: Rule) -> _Beginnings:
        """The phrases that make the rule's words right."""
        known = self._excuses.get(id(rule))
        if known is None:
            known = self._excuses[id(rule)] = {}
            for written in rule.unless:
                _put(known, written, rule, exact=False)
        return known


def _first_of(written: str) -> str:
    """Under what a phrase is indexed; empty where nothing of it can be found."""
    first = written.partition(" ")[0]
    if first.isascii() and first.isalpha():
        return first.casefold()
    return _shape(next(iter(_pieces_of(written)), "").casefold())


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A text cut for the walk."""

    matches: list[re.Match[str]]
    said: list[str]
    small: list[str]
    """The same in small letters."""
    shapes: list[str]
    """Under what the index has them."""
    here: frozenset[str]
    """Every word of the text in small letters."""


@lru_cache(maxsize=4096)
def found(passage: Passage, setting: Setting) -> dict[RuleKind, tuple[Found, ...]]:
    """Every place where a rule's words stand, by kind and in the order of the text; remembered.

    Rules are all looked for; whether one holds for the school is for its check to ask. ``unless`` is honoured.
    """
    by_kind: dict[RuleKind, list[Found]] = {}
    for each in _scan(passage.text, _index_of(_Rules(setting.rules))):
        by_kind.setdefault(each.rule.kind, []).append(each)
    return {kind: tuple(places) for kind, places in by_kind.items()}


def in_text(text: str, rules: Iterable[Rule]) -> tuple[Found, ...]:
    """The places of some rules' words in any text."""
    return tuple(_scan(text, _index(tuple(rules))))


class _Rules:
    """The rules of a library, the same only as themselves: to compare hundreds of them takes longer than to look."""

    __slots__ = ("by_kind",)

    def __init__(self, by_kind: Mapping[str, tuple[Rule, ...]]) -> None:
        self.by_kind = by_kind

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rules) and self.by_kind is other.by_kind

    def __hash__(self) -> int:
        return id(self.by_kind)


@lru_cache(maxsize=8)
def _index_of(rules: _Rules) -> _Index:
    return _Index(rule for group in rules.by_kind.values() for rule in group)


_index = lru_cache(maxsize=32)(_Index)


def _put(index: _Beginnings, written: str, rule: Rule, *, exact: bool) -> None:
    pieces = _pieces_of(written)
    if not pieces:
        return
    small = [piece.casefold() for piece in pieces]
    literal = "#" not in written and "*" not in pieces
    last = small[-1] if "#" not in small[-1] else ""
    at_sight = literal and not exact and len(pieces) <= 2 and small[0].isalpha()
    phrase = _Phrase(rule, pieces if exact else small, exact, literal, at_sight, last)
    shape = _shape(small[0])
    beginning = index.get(shape)
    if beginning is None:
        beginning = index[shape] = _Beginning()
    if len(pieces) == 1 or small[1] == "*" or "#" in small[1]:
        beginning.at_once.append(phrase)
    else:
        beginning.by_second.setdefault(small[1], []).append(phrase)


def _pieces_of(words: str) -> list[str]:
    pieces = words.split()
    # Most phrases are nothing but letters, and need no cutting.
    if not (words.isascii() and "".join(pieces).isalpha()):
        said = unicodedata.normalize("NFC", words).translate(_APOSTROPHE).split()
        pieces = [piece for each in said for piece in (("*",) if each == "*" else _PHRASE_PIECE.findall(each))]
    return pieces


@lru_cache(maxsize=4096)
def _shape(piece: str) -> str:
    return piece if piece.isalpha() else _DIGIT.sub("#", piece)


def _said(piece: str) -> str:
    if piece.isascii():
        return "\n" if piece[0] == "\n" else piece
    return "\n" if piece[0] == "\n" else unicodedata.normalize("NFC", piece).translate(_APOSTROPHE)


def _cut(text: str) -> _Pieces:
    matches = list(_PIECE.finditer(text))
    said = [match[0] for match in matches]
    said = [piece if piece.isalpha() and piece.isascii() else _said(piece) for piece in said]
    # All at once, since there are many of them; no piece has a tab in it.
    small = "\t".join(said).casefold().split("\t")
    return _Pieces(matches, said, small, list(map(_shape, small)), frozenset(small))


def _scan(text: str, index: _Index) -> Iterator[Found]:
    pieces = _cut(text)
    places = list(_walk(pieces, index.words(frozenset(pieces.shapes))))
    unless = {id(place.rule): place.rule for place in places if place.rule.unless}
    excuses = [place for rule in unless.values() for place in _walk(pieces, index.excuses(rule))]
    return _unexcused(text, places, excuses)


def _walk(pieces: _Pieces, index: _Beginnings) -> Iterator[Found]:
    """Where the phrases stand, by their first words in the order of the text."""
    matches, said, small, here = pieces.matches, pieces.said, pieces.small, pieces.here
    for at, beginning in enumerate(map(index.get, pieces.shapes)):
        if beginning is None:
            continue
        second = small[at + 1] if at + 1 < len(small) else ""
        for phrases in (beginning.at_once, beginning.by_second.get(second, ())):
            for phrase in phrases:
                if phrase.at_sight:
                    stop: int | None = at + len(phrase.pieces)
                else:
                    stop = _stop_of(phrase, said if phrase.exact else small, at, here)
                if stop is not None:
                    yield Found(phrase.rule, matches[at].start(), matches[stop - 1].end())


def _stop_of(phrase: _Phrase, said: list[str], at: int, here: frozenset[str]) -> int | None:
    if phrase.literal:
        stop = at + len(phrase.pieces)
        return stop if said[at:stop] == phrase.pieces else None
    # Reading over the words between is slow, and mostly the last word does not stand in the text at all.
    return None if phrase.last and phrase.last not in here else _read_on(phrase.pieces, said, at)


def _read_on(pieces: Sequence[str], said: Sequence[str], at: int) -> int | None:
    """Where a phrase that begins at ``at`` ends, or None when it does not stand there.

    All places that the words so far can reach are carried along, so that many ``*`` cost no more than their sum.
    """
    reached = {at}
    for piece in pieces:
        if piece == "*":
            reached = {place for start in reached for place in _skipped(said, start)}
        else:
            reached = {place + 1 for place in reached if place < len(said) and _same(piece, said[place])}
        if not reached:
            return None
    return min(reached)


def _skipped(said: Sequence[str], start: int) -> Iterator[int]:
    yield start
    for place in range(start, min(start + MOST_BETWEEN, len(said))):
        if said[place] in _ENDS:
            return
        yield place + 1


def _same(piece: str, said: str) -> bool:
    return piece == said or ("#" in piece and len(piece) == len(said) and _fits(piece, said))


def _fits(piece: str, said: str) -> bool:
    return all(one == other or (one == "#" and other.isdigit()) for one, other in zip(piece, said, strict=True))


def _unexcused(text: str, places: list[Found], excuses: list[Found]) -> Iterator[Found]:
    """The places in whose sentence nothing stands that makes the words right."""
    if not excuses:
        yield from places
        return
    starts: list[int] = []
    at = 0
    for unit in units(text):
        starts.append(at)
        at += len(unit.text)
    # By identity: a rule is compared field by field otherwise, and there may be many places.
    excused = {(id(excuse.rule), bisect_right(starts, excuse.start)) for excuse in excuses}
    for place in places:
        if (id(place.rule), bisect_right(starts, place.start)) not in excused:
            yield place
