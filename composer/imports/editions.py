"""The pieces of a document matched to the clauses that an earlier edition of it became.

They are matched by their words, never by their numbers: the same words first, then those that have most words in
common, then those that have the same title and whose words were all written anew, and last those that stand at one
place, between two that are known, and have some of their longer words in common.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer import text as prose
from composer.compare.diff import diff
from composer.compare.substance import passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from composer.policy.clause import ChangeKind, Clause

REWORDED = 50
"""Per cent of words in common from which on a piece is the same clause in other words."""

_UNDER_ONE_TITLE = 30
_AT_ONE_PLACE = 33
_LONG_WORD = 4
_A_SLIP = 2
_TITLE_COUNTS = 15


@dataclass(frozen=True, slots=True)
class Text:
    """A piece as it would be a clause."""

    title: str
    own_title: bool
    """Whether the document says the title, so that it tells something."""
    body: str


@dataclass(frozen=True, slots=True)
class Match:
    """The earlier clause that a piece is."""

    clause_id: str
    score: int
    """Per cent of their words that they have in common; 100 says that they read the same."""


def match(texts: Sequence[Text], earlier: Mapping[str, Clause]) -> dict[int, Match]:
    """For each text, by its place, the clause that it is; a clause is given once.

    Args:
        texts: The pieces in the order of the document.
        earlier: The clauses by id, in the order of the earlier edition.
    """
    found: dict[int, Match] = {}
    left = dict(earlier)
    by_sense: dict[str, list[str]] = {}
    for clause in earlier.values():
        by_sense.setdefault(prose.sense_form(clause.body), []).append(clause.id)
    for at, text in enumerate(texts):
        same = by_sense.get(prose.sense_form(text.body), [])
        best = next((name for name in same if name in left and left[name].title == text.title), None)
        best = best or next((name for name in same if name in left), None)
        if best is not None:
            found[at] = Match(best, 100)
            del left[best]
    _by_words(texts, left, found)
    for at, text in enumerate(texts):
        if at not in found and text.own_title:
            twin = next((name for name, clause in left.items() if _same_title(clause.title, text.title)), None)
            if twin is not None:
                found[at] = Match(twin, common(_words(text.body), _words(left[twin].body)))
                del left[twin]
    _by_place(texts, earlier, left, found)
    return found


def _by_place(
    texts: Sequence[Text], earlier: Mapping[str, Clause], left: dict[str, Clause], found: dict[int, Match]
) -> None:
    """Match what stands between the same two neighbours, where some of the words that tell something are the same."""
    places = {name: place for place, name in enumerate(earlier)}
    here = {places[name]: (name, _words(left[name].body)) for name in left}
    stops, stop = dict[int, int](), len(places)
    for at in reversed(range(len(texts))):
        stops[at] = stop
        stop = places[found[at].clause_id] if at in found else stop
    pairs, start = [], -1
    for at, text in enumerate(texts):
        if at in found:
            start = places[found[at].clause_id]
            continue
        own = _words(text.body)
        for place in range(start + 1, stops[at]):
            name, other = here.get(place, ("", own))
            alike = common(_telling(own), _telling(other)) if name else 0
            if alike >= _AT_ONE_PLACE:
                pairs.append((-alike, at, name, common(own, other)))
    for _, at, name, score in sorted(pairs):
        if at not in found and name in left:
            found[at] = Match(name, min(score, 99))
            del left[name]


def _telling(words: Counter[str]) -> Counter[str]:
    """The words that are long enough to tell what a text is about."""
    return Counter({word: count for word, count in words.items() if len(word) >= _LONG_WORD})


def _by_words(texts: Sequence[Text], left: dict[str, Clause], found: dict[int, Match]) -> None:
    """Give each clause that is left to the text that it has most in common with, the best pairs first."""
    words = {name: _words(clause.body) for name, clause in left.items()}
    places = {name: place for place, name in enumerate(left)}
    pairs = []
    for at, text in enumerate(texts):
        if at in found:
            continue
        own = _words(text.body)
        for name, other in words.items():
            score = common(own, other)
            alike = text.own_title and _same_title(left[name].title, text.title)
            if score >= (_UNDER_ONE_TITLE if alike else REWORDED):
                pairs.append((-(score + _TITLE_COUNTS * alike), abs(at - places[name]), at, name, min(score, 99)))
    for _, _, at, name, score in sorted(pairs):
        if at not in found and name in left:
            found[at] = Match(name, score)
            del left[name]


def common(one: Counter[str], other: Counter[str]) -> int:
    """How many of two texts' words they have in common, in per cent."""
    total = one.total() + other.total()
    return round(200 * (one & other).total() / total) if total else 0


def _words(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in prose.tokens(text) if prose.word_count(word))


def _same_title(one: str, other: str) -> bool:
    return prose.sense_form(one).casefold() == prose.sense_form(other).casefold()


def kind_of_change(old: str, new: str) -> ChangeKind:
    """What weight a change of a clause's text has."""
    found = diff(old, new)
    changed = passages(found)
    if any(passage.weighty for passage in changed):
        return "substantive"
    slip = found.words_added <= _A_SLIP and found.words_removed <= _A_SLIP
    return "typo" if slip and all(_slipped(passage.old, passage.new) for passage in changed) else "wording"


def _slipped(old: str, new: str) -> bool:
    """Whether two passages differ by the spelling of a word or two."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(old.casefold(), new.casefold()) <= _A_SLIP


def nearest_home(votes: Iterable[str]) -> str:
    """What most say; the first of those that tie, and empty when nobody says anything."""
    counted = Counter(votes)
    return counted.most_common(1)[0][0] if counted else ""
