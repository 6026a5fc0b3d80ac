"""The school's values, learnt from what its document says where clauses have their blanks.

Each piece that is matched has a say. What most of them agree on is the value; a piece that says something else keeps
its own words, and is adapted for it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from composer.compare.obligations import kinds_said
from composer.policy import answers, placeholders
from composer.policy.dictionary import UNASKED_BLANKS, in_words
from composer.policy.document import plainly
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.policy.dictionary import Value, ValueEntry
    from composer.policy.incoming import Fit
    from composer.policy.library import Library
    from composer.policy.policy import Draft

_NO_ROLE = frozenset(("duty", "negation", "period", "limit"))
"""Words of these sorts name nobody: in ``Mrs Jones within 3 weeks`` a deadline would hide."""

_SURE = 3
"""What a piece's say counts for that is otherwise its clause word for word."""


def learnt(draft: Draft, library: Library, matches: Iterable[tuple[str, Fit]]) -> dict[str, Value]:
    """The values that a document says, by name, in the order of the dictionary.

    Args:
        draft: A draft with the school's profile and no values.
        library: As a school with the model sees it.
        matches: The text of each matched piece, and how it fits its clause.
    """
    plain: dict[str, Counter[Value]] = {}
    opening: dict[str, list[tuple[str, int]]] = {}
    for text, fit in matches:
        starts = placeholders.openings(_marked(text, fit)) if fit.runs else frozenset()
        weight, shift = _SURE if fit.score == 100 else 1, 0
        for run in fit.runs:
            opens = run.start + shift in starts
            shift += len(run.blank.written) - len(run.said)
            if run.blank.kind == "value" and run.blank.name not in UNASKED_BLANKS:
                said = " ".join(plainly(run.said).split())
                for name, value in _answers(draft, library, run.blank.name, said, opens=opens):
                    plain.setdefault(name, Counter())[value] += weight
                if opens:
                    opening.setdefault(run.blank.name, []).append((said, weight))
    for name, says in opening.items():
        _count_openings(draft, library, name, says, plain)
    return {name: _most(draft, library, name, plain[name]) for name in library.values if plain.get(name)}


def _marked(text: str, fit: Fit) -> str:
    pieces, at = list[str](), 0
    for run in fit.runs:
        pieces += (text[at : run.start], run.blank.written)
        at = run.end
    return "".join((*pieces, text[at:]))


def _answers(draft: Draft, library: Library, name: str, said: str, *, opens: bool) -> Iterable[tuple[str, Value]]:
    """What a value would have to be for its blank to say this in the middle of a sentence."""
    entry = library.values.get(name)
    if entry is None:
        return
    if entry.follows:
        for choice, form in entry.forms:
            if form == said or (opens and placeholders.capital(form) == said):
                yield answers.asked(draft, library, name), choice
    elif not opens:
        value = _value(entry, said)
        if value is not None:
            yield name, value


def _count_openings(
    draft: Draft, library: Library, name: str, says: list[tuple[str, int]], plain: dict[str, Counter[Value]]
) -> None:
    """Count what opens a sentence, with a capital that may be the sentence's alone, for the value that it shows."""
    entry = library.values.get(name)
    if entry is None or entry.follows:
        return
    first = answers.first_answer(draft, library, name).text
    for said, weight in says:
        known = [value for value in plain.get(name, {}) if placeholders.capital(in_words(value)) == said]
        default = [_value(entry, first)] if first and placeholders.capital(first) == said else []
        value = next((each for each in (*known, *default, _value(entry, said)) if each is not None), None)
        if value is not None:
            plain.setdefault(name, Counter())[value] += weight


def _most(draft: Draft, library: Library, name: str, counted: Counter[Value]) -> Value:
    """What is said most often; of two said as often what such a school says anyway, else what is said first."""
    first = answers.first_answer(draft, library, name).text
    return max(counted, key=lambda value: (counted[value], in_words(value) == first))


def _value(entry: ValueEntry, said: str) -> Value | None:
    """What the dictionary takes these words for; None when it does not take them."""
    typed = said
    if entry.type == "role" and kinds_said(said) & _NO_ROLE:
        return None
    if entry.type == "list":
        first, joined, last = said.rpartition(" and ")
        typed = "; ".join([*first.split(", "), last]) if joined else said
    elif entry.type == "date":
        typed = _iso(said)
    try:
        value = entry.read(typed)
    except Problem:
        return None
    return value if in_words(value) == said else None


def _iso(said: str) -> str:
    from datetime import datetime

    try:
        return datetime.strptime(said, "%d %B %Y").date().isoformat()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return said
