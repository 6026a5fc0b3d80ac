"""Which clause of the model or the library a piece of a school's document is.

A cheap search first: the words that a piece shares with each clause, rare ones counting for more. What it finds is
then compared word by word as the differ does it, with the clause's blanks taken as filled in by what the piece says
there. The score is the share of words that are the same; titles help to rank and do not score.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

from composer import text as prose
from composer.compare.diff import diff
from composer.imports.matching_blanks import in_common, known_runs, put_back, runs_of, words_of
from composer.policy.incoming import Candidate, Fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.policy.clause import Clause
    from composer.policy.incoming import Piece, Run, Suggestion
    from composer.policy.library import Library, Model

LEAST_SCORE = 40
"""From this score on a piece is proposed as the clause, adapted; under it as the school's own. With a third of the
sample policies' words changed nine pieces in ten reach it, and none with a clause that it is not."""

MOST_CANDIDATES = 5
_LOOKED_AT = 6
"""Clauses that the cheap search hands on to the comparison."""
_LEAST_SHARED = 0.2
"""Share of its words and signs that a clause has in common with a piece, in any order, to be compared at all."""
_NEAREST = 2
"""Of what the cheap search finds, these are compared whatever they share, so that each piece has a nearest clause."""
_TELLING = 20
"""From this score on it decides the order."""
_MOST_HELD = 0.65
"""Share of a clause's words and signs that a piece has when it may hold the clause and something more."""
_RIVAL = 0.5
"""The same once a clause is found that is the piece in sense: less alike ones are not worth comparing."""
_TITLE = 8
"""What an equal title is worth in ranking, in points of the score."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A clause as it is searched for."""

    clause: Clause
    place: float
    """Where it stands in the model, 0 to 1; beyond that for a clause that the model does not have."""
    in_model: bool
    counted: Counter[str]
    size: int
    rare: dict[str, float]
    title: frozenset[str]
    length: float


class Matcher:
    """Finds the clause that a piece is. ``matcher`` makes one.

    Args:
        library: The library as a school with the model sees it.
        model: The model; its clauses go before others of the same score.
    """

    def __init__(self, library: Library, model: Model) -> None:
        self.library = library
        self.model = model
        self._weights = _weights(library.clauses.values())
        order = {clause_id: at for at, clause_id in enumerate(model.clause_ids)}
        last = max(len(order), 1)
        self._known = {
            clause.id: self._entry(clause, order.get(clause.id, last) / last, in_model=clause.id in order)
            for clause in library.clauses.values()
        }
        self._with_word: dict[str, list[str]] = {}
        for clause_id, known in self._known.items():
            for word in known.rare:
                self._with_word.setdefault(word, []).append(clause_id)
        self.fit = lru_cache(maxsize=4096)(self._fit)
        """``fit(clause_id, text) -> Fit``: how a text fits a clause; remembered."""
        self.candidates = lru_cache(maxsize=1024)(self._candidates)
        """``candidates(title, text)``: the clauses that a piece may be, best first, five at most; remembered."""

    def known_runs(self, clause_id: str, printed: Sequence[str | None], text: str) -> tuple[Run, ...]:
        """Where a text says what the clause's blanks print as, given in their order; None for what is not known."""
        return known_runs(self._known[clause_id].clause.body, printed, text)

    def assign(self, pieces: Sequence[Piece], taken: Iterable[str] = ()) -> tuple[str | None, ...]:
        """For each piece the clause that it is proposed as, None for the school's own; no clause twice.

        The best pairs go first. Among equals the clause goes to the piece that stands where the model has it.

        Args:
            pieces: The pieces in the document's order.
            taken: Clauses that may not be proposed.
        """
        found = []
        for at, piece in enumerate(pieces):
            for rank, each in enumerate(self.candidates(piece.title, piece.text)):
                if each.score >= LEAST_SCORE:
                    away = abs(at / max(len(pieces), 1) - self._known[each.clause_id].place)
                    found.append((-each.score, rank, not each.in_model, away, at, each.clause_id))
        proposed: list[str | None] = [None] * len(pieces)
        gone = set(taken)
        for *_, at, clause_id in sorted(found):
            if proposed[at] is None and clause_id not in gone:
                proposed[at] = clause_id
                gone.add(clause_id)
        return tuple(proposed)

    def suggestions(self, pieces: Sequence[Piece], joins: Sequence[bool]) -> tuple[Suggestion, ...]:
        """What to merge and what to split; ``joins`` says which pieces may be merged with the next."""
        from composer.imports.matching_suggestions import suggestions

        return suggestions(self, pieces, joins)

    def at_most(self, clause_id: str, counted: Counter[str]) -> int:
        """The score that a text with these words cannot go beyond, but for what it says in the clause's blanks."""
        known = self._known[clause_id]
        total = known.size + counted.total()
        return round(200 * in_common(known.counted, counted) / total) if total else 0

    def held_by(self, counted: Counter[str]) -> tuple[str, ...]:
        """The clauses most of whose words a text with these words has."""
        found = ((in_common(self._known[each].counted, counted), each) for each in self._search(counted))
        return tuple(each for common, each in found if common >= _MOST_HELD * self._known[each].size)

    def _fit(self, clause_id: str, text: str) -> Fit:
        body = self._known[clause_id].clause.body
        runs = runs_of(body, text)
        blanked = put_back(text, runs)
        if same_sense(body, blanked):
            return Fit(clause_id, 100, runs)
        if runs:
            turned = runs_of(body, text, backwards=True)
            if turned != runs and same_sense(body, put_back(text, turned)):
                return Fit(clause_id, 100, turned)
        return Fit(clause_id, likeness(body, blanked), runs)

    def _candidates(self, title: str, text: str) -> tuple[Candidate, ...]:
        counted = Counter(words_of(text).said)
        named, least = self._named(title), _LEAST_SHARED
        ranked = []
        for rank, clause_id in enumerate(self._search(counted)):
            known = self._known[clause_id]
            shared = 2 * in_common(known.counted, counted) / (known.size + counted.total())
            if shared >= least or (rank < _NEAREST and least < _RIVAL):
                score = self.fit(clause_id, text).score
                least = _RIVAL if score == 100 else least
                # Of texts with next to nothing in common the score says less than their rare words do.
                told = score + _TITLE * self._alike(named, known.title) if score >= _TELLING else -rank
                ranked.append((-told, not known.in_model, known.place, clause_id, score))
        return tuple(
            Candidate(clause_id, score, self._known[clause_id].in_model)
            for *_, clause_id, score in sorted(ranked)[:MOST_CANDIDATES]
        )

    def _search(self, counted: Counter[str]) -> list[str]:
        """The clauses that share most with a text, by the weight of the words in both."""
        found: dict[str, float] = {}
        for word in counted:
            weight = self._weights.get(word, 0.0) ** 2
            for clause_id in self._with_word.get(word, ()):
                found[clause_id] = found.get(clause_id, 0.0) + weight
        size = sum(self._weights.get(word, 0.0) ** 2 for word in counted) ** 0.5
        ranked = sorted(found, key=lambda each: (-found[each] / (size * self._known[each].length or 1.0), each))
        return ranked[:_LOOKED_AT]

    def _entry(self, clause: Clause, place: float, *, in_model: bool) -> _Known:
        words = words_of(clause.body)
        counted = Counter(words.said)
        rare = {word: self._weights[word] for word in counted if word in self._weights}
        length = sum(weight**2 for weight in rare.values()) ** 0.5
        return _Known(clause, place, in_model, counted, len(words.said), rare, self._named(clause.title), length)

    def _named(self, title: str) -> frozenset[str]:
        return frozenset(word for word in words_of(title).said if word[0].isalnum())

    def _alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        total = sum(self._weights.get(word, 1.0) for side in (one, other) for word in side)
        return 2 * sum(self._weights.get(word, 1.0) for word in one & other) / total if total else 0.0


def matcher(library: Library, model: Model) -> Matcher:
    """A matcher for a school with this model; ``library`` is the whole library."""
    return Matcher(library.under(model), model)


def same_sense(clause: str, text: str) -> bool:
    """Whether two texts read the same, wrapping, styles of quotes and Markdown's escapes apart."""
    from composer.policy.document import plainly

    return prose.sense_form(plainly(clause)) == prose.sense_form(plainly(text))


def likeness(clause: str, text: str) -> int:
    """How much of two texts is the same, in per cent of their words; 99 at most, since they do not read the same."""
    total = prose.word_count(clause) + prose.word_count(text)
    if not total:
        return 0
    found = diff(clause, text)
    return min(99, round(100 * (1 - (found.words_added + found.words_removed) / total)))


def _weights(clauses: Iterable[Clause]) -> dict[str, float]:
    """What each word of the library is worth in a search: the fewer clauses have it, the more."""
    having: Counter[str] = Counter()
    many = 0
    for clause in clauses:
        many += 1
        having.update({word for word in words_of(clause.body).said if word[0].isalnum()})
    return {word: log(1 + many / times) for word, times in having.items()}
