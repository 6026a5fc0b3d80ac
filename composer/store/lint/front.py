"""Rules for a clause's front matter: its names lead somewhere, it is complete, and it is in date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.school import in_words
from composer.store.dictionaries import LAW, PLATFORMS
from composer.store.library_data import SCENARIOS, TOPICS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from datetime import date

    from composer.policy.clause import Clause
    from composer.policy.library import Library

LONGEST_SUMMARY = 110
"""Characters; what a list shows beside a title."""

EVERY_KEY = (
    "title", "rev", "strength", "freedom", "stance", "summary", "readers", "topics", "settles", "basis", "needs",
    "nations", "review_by", "history",
)  # fmt: skip
"""What a clause of the shared library says about itself; a model's own clause may say less."""


def names(clause: Clause, known: Mapping[str, Clause], library: Library) -> Iterator[tuple[str, str]]:
    """Ids that lead nowhere, each with its key, and alternatives that do not know of each other."""
    for key in ("needs", "clashes", "instead_of"):
        for name in getattr(clause, key):
            if name == clause.id:
                yield key, f"{key} names the clause itself"
            elif name not in known:
                yield key, f"{key} names {name}, which is no clause"
            elif key != "needs" and clause.id not in getattr(known[name], key):
                yield key, f"{key} names {name}, but {name} does not name {clause.id} back"
    for name in clause.basis:
        law = library.laws.get(name)
        if law is None:
            yield "basis", f"basis names {name}, which is not in {LAW}"
        elif not set(law.nations) & set(clause.nations):
            yield "basis", f"basis names {name}, which is not the law of {_spoken(clause.nations)}"
    yield from _listed("topics", clause.topics, library.topics, TOPICS)
    yield from _listed("settles", clause.settles, library.scenarios, SCENARIOS)
    for name in clause.short:
        if name not in clause.readers:
            yield "short", f"short names {name}, to whom the clause does not speak: see readers"
    key, _, wanted = clause.when.partition(":")
    if key == "platform" and wanted not in library.platforms:
        yield "when", f"when names {wanted}, which is not in {PLATFORMS}"


def _listed(key: str, said: tuple[str, ...], known: Container[str], file: str) -> Iterator[tuple[str, str]]:
    if known:
        for name in said:
            if name not in known:
                yield key, f"{key} names {name}, which is not in {file}"


def _spoken(nations: tuple[str, ...]) -> str:
    return " or ".join(in_words(nation) for nation in nations)


def gaps(data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Keys that a clause of the shared library leaves out."""
    missing = [key for key in EVERY_KEY if key not in data and key != "summary"]
    if missing:
        yield missing[0], f"the front matter leaves out {', '.join(missing)}: write each, if only as an empty list"


def upkeep(clause: Clause, today: date) -> Iterator[tuple[str, str]]:
    """A summary that a list can show, a history that tells the present revision, a review to come."""
    if not clause.summary:
        yield "summary", "there is no summary: one line that says what the clause is for"
    elif len(clause.summary) > LONGEST_SUMMARY:
        yield "summary", f"the summary has {len(clause.summary)} characters; a list shows {LONGEST_SUMMARY}"
    revs = [entry.rev for entry in clause.history]
    if clause.rev not in revs:
        yield "rev", f"the history does not say what rev {clause.rev} changed"
    elif revs != list(range(1, clause.rev + 1)):
        yield "rev", f"the history goes {', '.join(map(str, revs))}: tell rev 1 to {clause.rev} in order"
    if clause.review_by is not None and clause.review_by < today:
        yield "review_by", f"the clause was to be reviewed by {clause.review_by}"
