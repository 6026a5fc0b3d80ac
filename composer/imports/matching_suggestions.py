"""Pieces that would match better another way: two that are one clause together, and one that holds two clauses.

Words are counted first, in any order, which costs little; only what may come true is compared.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from composer.imports.matching_blanks import words_of
from composer.policy.incoming import Candidate, Suggestion, split_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.imports.matching import Matcher
    from composer.policy.incoming import Piece

_LEAST = 60
"""The score that makes a suggestion worth reading."""
_BETTER = 8
"""How many points two pieces gain together, for them to be told as one."""
_MOST_PIECES = 400
"""In a longer document nothing is suggested: the search would take too long."""
_MOST_POINTS = 60


def suggestions(matcher: Matcher, pieces: Sequence[Piece], joins: Sequence[bool]) -> tuple[Suggestion, ...]:
    """What to merge and what to split, in the document's order.

    Args:
        matcher: What compares.
        pieces: The pieces in the document's order.
        joins: For each piece, whether it may be merged with the next: they stand in one section.
    """
    if len(pieces) > _MOST_PIECES:
        return ()
    found: list[Suggestion] = []
    for at, piece in enumerate(pieces):
        if joins[at] and at + 1 < len(pieces):
            found += _merge(matcher, at, piece, pieces[at + 1])
        found += _split(matcher, at, piece)
    return tuple(found)


def _merge(matcher: Matcher, at: int, one: Piece, other: Piece) -> Iterator[Suggestion]:
    best = [max((each.score for each in matcher.candidates(p.title, p.text)), default=0) for p in (one, other)]
    if max(best) == 100:
        return
    joined = f"{one.text}\n{other.text}"
    counted = Counter(words_of(joined).said)
    parts = [Counter(words_of(text).said) for text in (one.text, other.text)]
    ids = dict.fromkeys(each.clause_id for p in (one, other) for each in matcher.candidates(p.title, p.text)[:2])
    better = []
    for clause_id in ids:
        together, *apart = (matcher.at_most(clause_id, each) for each in (counted, *parts))
        if together >= _LEAST and together >= max(apart) + _BETTER:
            score = matcher.fit(clause_id, joined).score
            single = max(matcher.fit(clause_id, text).score for text in (one.text, other.text))
            if score >= _LEAST and score >= max(single, min(best)) + _BETTER:
                better.append(Candidate(clause_id, score, clause_id in matcher.model.clause_ids))
    if better:
        yield Suggestion("merge", at, 0, (max(better, key=lambda each: each.score),))


def _split(matcher: Matcher, at: int, piece: Piece) -> Iterator[Suggestion]:
    found = matcher.candidates(piece.title, piece.text)
    if found and found[0].score >= 90:
        return
    held = matcher.held_by(Counter(words_of(piece.text).said))
    points = split_points(piece.text)[:_MOST_POINTS]
    if not points or len(held) < 2:
        return
    best: tuple[int, int, str, str] | None = None
    for point in points:
        head, tail = (Counter(words_of(text).said) for text in (piece.text[: point.at], piece.text[point.at :]))
        first = max((matcher.at_most(each, head), each) for each in held)
        second = max((matcher.at_most(each, tail), each) for each in held)
        both = min(first[0], second[0])
        if first[1] != second[1] and both >= _LEAST and (best is None or both > best[0]):
            best = both, point.at, first[1], second[1]
    if best is None:
        return
    _, where, one, other = best
    parts = ((one, piece.text[:where].rstrip() + "\n"), (other, piece.text[where:]))
    fits = [matcher.fit(clause_id, text) for clause_id, text in parts]
    if all(fit.score >= _LEAST for fit in fits):
        in_model = matcher.model.clause_ids
        yield Suggestion(
            "split", at, where, tuple(Candidate(fit.clause_id, fit.score, fit.clause_id in in_model) for fit in fits)
        )
