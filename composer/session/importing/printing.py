"""What the blanks of a clause print as in the policy that an import becomes, and a text with those blanks put back.

A placeholder comes into the school's text only where it prints the words that stand there now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer import text as prose
from composer.compare.diff import diff
from composer.policy import answers, placeholders
from composer.policy.decisions import as_kept
from composer.policy.dictionary import PROCESS_CHANNELS
from composer.policy.document import plainly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.compare.edits import TextDiff
    from composer.policy.dictionary import Value
    from composer.policy.incoming import Run
    from composer.policy.library import Library
    from composer.policy.placeholders import Blank
    from composer.policy.policy import Draft
    from composer.session.importing.rows import Matching


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause stands in the document, as a reference to it reads."""

    number: str
    title: str
    appendix: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A text as the policy will hold it."""

    text: str
    as_is: bool
    """Whether it is the clause's own."""
    score: int
    diff: TextDiff
    used: tuple[str, ...]
    """The values that fill its blanks."""


class Printing:
    """Fills blanks as the finished policy will.

    Args:
        draft: A draft with the school's profile and no values.
        library: As a school with the model sees it.
        values: The school's values.
        places: Where the clauses of the policy stand, by their ids.
    """

    def __init__(
        self, draft: Draft, library: Library, values: Mapping[str, Value], places: Mapping[str, Place]
    ) -> None:
        self._draft = replace(draft, policy=replace(draft.policy, values=dict(values)))
        self._library = library
        self._places = places

    def said(self, blank: Blank) -> str | None:
        """What a blank prints as, in Markdown; None where nothing fills it."""
        if blank.kind == "ref":
            place = self._places.get(blank.name)
            if place is None or not place.number:
                return None
            where = "Appendix" if place.appendix else _placed("section", blank)
            return f"{where} {place.number} ({placeholders.escape(place.title)})"
        if blank.kind == "fact":
            fact = self._library.facts.get(blank.name)
            found = fact.value if fact is not None else ""
        else:
            found = "" if blank.name == PROCESS_CHANNELS else answers.answer(self._draft, self._library, blank.name)
        return placeholders.escape(_placed(found, blank)) if found else None

    def with_references(self, text: str) -> str:
        """A text in which each reference that names a clause's number and title is one that is numbered anew."""
        linked = text
        for clause_id, place in self._places.items():
            said = f" {place.number} ({placeholders.escape(place.title)})"
            if place.number and said in linked:
                words = ("Appendix",) if place.appendix else ("section", "Section")
                for word in words:
                    linked = re.sub(rf"\b{word}{re.escape(said)}", f"{{{{ref:{clause_id}}}}}", linked)
        same = linked == text or reads_the_same(self.fill(linked), self.fill(text))
        return linked if same else text

    def all_said(self, text: str) -> tuple[str | None, ...]:
        """What each blank of a text prints as, in order; None also for one whose kind of place decides."""
        found: list[str | None] = []

        def note(blank: Blank) -> str:
            found.append(self.said(blank))
            return blank.written

        placeholders.fill(text, note)
        return tuple(found)

    def fill(self, text: str) -> str:
        """A text as it prints; a blank that nothing fills stays as it is written."""
        return placeholders.fill(text, lambda blank: self.said(blank) or blank.written)


def _placed(said: str, blank: Blank) -> str:
    return placeholders.capital(said) if blank.opens else said


def made(matching: Matching, printing: Printing, clause_id: str, text: str, cache: dict[object, Made]) -> Made:
    """The text that a row matched to a clause becomes; ``cache`` remembers it by all that it depends on."""
    body = matching.library.clause(clause_id).body
    text = printing.with_references(text)
    printed = printing.all_said(body)
    key = (clause_id, text, printed)
    found = cache.get(key)
    if found is None:
        found = cache[key] = _made(matching, printing, clause_id, body, printed, text)
    return found


def _made(
    matching: Matching, printing: Printing, clause_id: str, body: str, printed: tuple[str | None, ...], text: str
) -> Made:
    runs = matching.known_runs(clause_id, printed, text)
    blanked = _checked(printing, text, runs)
    if reads_the_same(body, blanked):
        return Made(body, as_is=True, score=100, diff=diff(body, body), used=placeholders.names(body, "value"))
    kept = as_kept(blanked)
    found = diff(body, kept)
    words = prose.word_count(body) + prose.word_count(kept)
    score = min(99, round(100 * (1 - (found.words_added + found.words_removed) / words))) if words else 0
    return Made(kept, as_is=False, score=score, diff=found, used=placeholders.names(kept, "value"))


def _checked(printing: Printing, text: str, runs: tuple[Run, ...]) -> str:
    """The text with the runs put back that print what stands there, the others as they are."""
    wanted = _words(printing.fill(text))
    blanked = _put_back(text, runs)
    if _words(printing.fill(blanked)) == wanted:
        return blanked
    sound: tuple[Run, ...] = ()
    for run in runs:
        if _words(printing.fill(_put_back(text, (*sound, run)))) == wanted:
            sound = (*sound, run)
    return _put_back(text, sound)


def _put_back(text: str, runs: tuple[Run, ...]) -> str:
    pieces, at = list[str](), 0
    for run in runs:
        pieces += (text[at : run.start], run.blank.written)
        at = run.end
    return "".join((*pieces, text[at:]))


def reads_the_same(clause: str, text: str) -> bool:
    """Whether two texts are the same in sense, Markdown's escapes apart."""
    return _words(clause) == _words(text)


def _words(text: str) -> str:
    return prose.sense_form(plainly(text))
