"""The finished policy: assembled, numbered, its references resolved and its blanks filled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from composer.policy import answers, placeholders
from composer.policy.alternatives import side_by_side
from composer.policy.dictionary import PROCESS_CHANNELS, UNASKED_BLANKS, in_words
from composer.policy.outline import outline
from composer.policy.process_table import QUESTION, process_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from composer.policy.dictionary import Value
    from composer.policy.library import Library, Model
    from composer.policy.outline import OutlineClause, OutlineSection
    from composer.policy.placeholders import Blank, BlankKind
    from composer.policy.policy import Draft, SectionHead, State


@dataclass(frozen=True, slots=True)
class OpenBlank:
    """A blank that nothing fills yet."""

    kind: BlankKind
    name: str
    question: str
    """What a person must answer or mend, in words."""
    clauses: tuple[str, ...]
    """The printed clauses it stands in."""


@dataclass(frozen=True, slots=True)
class PrintedClause:
    """One clause of the finished policy."""

    id: str
    number: str
    title: str
    state: State
    unfilled: str
    """The text with its placeholders: what is compared and merged."""
    text: str
    """The text as it prints, in Markdown."""


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """One section of the finished policy; appendices have an empty number."""

    head: SectionHead
    number: str
    intro: str
    clauses: tuple[PrintedClause, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A policy as it prints."""

    title: str
    school: str
    model_title: str
    model_version: str
    sections: tuple[PrintedSection, ...]
    open_blanks: tuple[OpenBlank, ...]
    undecided: tuple[str, ...]
    """Ids of the model's clauses about which nothing is decided."""
    undecided_titles: tuple[str, ...] = field(default=(), compare=False)
    """The same clauses by title, as a governor would name them."""
    excluding: tuple[tuple[str, str], ...] = ()
    """Pairs of printed clauses that exclude each other: a policy has one of them."""
    owner: str = ""
    """Who keeps the policy up to date, if the school has said so."""
    next_review: str = ""
    """When the policy is next reviewed, in words, if the school has said so."""

    @property
    def exclude_each_other(self) -> frozenset[str]:
        """The printed clauses beside which another stands that excludes them."""
        return frozenset(clause_id for pair in self.excluding for clause_id in pair)


def assemble(draft: Draft, library: Library, model: Model) -> Document:
    """The document a draft prints as. Texts come from the policy and its lock, never from the library."""
    sections = outline(draft, library, model)
    filler = _filler(draft, library, sections)
    printed: list[PrintedSection] = []
    undecided: list[OutlineClause] = []
    for section in sections:
        undecided += [clause for clause in section.clauses if clause.state == "undecided"]
        first = next((clause.id for clause in section.clauses if clause.number), "")
        intro = filler.fill(section.head.intro, first) if first else ""
        clauses = tuple(
            PrintedClause(
                clause.id,
                clause.number,
                clause.title,
                clause.state,
                draft.text(clause.id),
                filler.fill(draft.text(clause.id), clause.id),
            )
            for clause in section.clauses
            if clause.number
        )
        if clauses:
            printed.append(PrintedSection(section.head, section.number, intro, clauses))
    return Document(
        draft.policy.title,
        draft.policy.profile.name,
        model.title,
        draft.lock.model_version,
        tuple(printed),
        filler.open_blanks,
        tuple(clause.id for clause in undecided),
        tuple(clause.title for clause in undecided),
        side_by_side(draft, library),
        _own_answer(draft, "policy_owner"),
        _own_answer(draft, "next_review"),
    )


def _own_answer(draft: Draft, name: str) -> str:
    value = draft.policy.values.get(name)
    return placeholders.capital(in_words(value)) if value is not None else ""


def read_plainly(draft: Draft, library: Library, sections: Sequence[OutlineSection], text: str, clause_id: str) -> str:
    """A piece of a clause's text as it will read, filled and without escapes; ``sections`` is the outline."""
    said = _filler(draft, library, sections).fill(text, clause_id, lambda question: f"[To fill in: {question}]")
    return plainly(said)


def plainly(markdown: str) -> str:
    """Markdown's backslash escapes undone, for showing a filled text as it reads."""
    return _ESCAPED.sub(r"\1", markdown)


_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def _filler(draft: Draft, library: Library, sections: Sequence[OutlineSection]) -> Filler:
    numbers = {clause.id: clause.number for section in sections for clause in section.clauses if clause.number}
    appendices = {clause.id for section in sections if section.head.appendix for clause in section.clauses}
    return Filler(draft, library, numbers, appendices)


class Filler:
    """Fills blanks from one draft and remembers those it could not.

    A blank left open prints as ``[To fill in: question]``, marked, never as nothing.
    """

    def __init__(self, draft: Draft, library: Library, numbers: dict[str, str], appendices: set[str]) -> None:
        self._draft = draft
        self._library = library
        self._numbers = numbers
        self._appendices = appendices
        self._open: dict[tuple[BlankKind, str], OpenBlank] = {}

    @property
    def open_blanks(self) -> tuple[OpenBlank, ...]:
        """The blanks left open so far, in the order they were met."""
        return tuple(self._open.values())

    def fill(self, text: str, clause_id: str, mark: Callable[[str], str] | None = None) -> str:
        """``text`` as it prints in the clause ``clause_id``; ``mark`` shows an open blank its own way."""
        show = mark or open_mark
        return placeholders.fill(text, lambda blank: self._answer(blank, clause_id, show))

    def _answer(self, blank: Blank, clause_id: str, show: Callable[[str], str]) -> str:
        if blank.kind == "fact":
            pinned = self._draft.lock.facts.get(blank.name)
            if pinned is not None:
                return placeholders.escape(_placed(pinned.value, blank))
        elif blank.kind == "ref":
            number = self._numbers.get(blank.name)
            if number is not None:
                title = placeholders.escape(self._draft.title(blank.name))
                place = "Appendix" if blank.name in self._appendices else _placed("section", blank)
                return f"{place} {number} ({title})"
        elif blank.name == PROCESS_CHANNELS:
            table = process_table(self._draft, self._library)
            if table:
                return table
        else:
            said = value_in_force(self._draft, self._library, blank.name)
            if said:
                return placeholders.escape(_placed(said, blank))
            asked = answers.asked(self._draft, self._library, blank.name)
            return show(self._left_open(replace(blank, name=asked), clause_id).question)
        return show(self._left_open(blank, clause_id).question)

    def _left_open(self, blank: Blank, clause_id: str) -> OpenBlank:
        key = (blank.kind, blank.name)
        met = self._open.get(key)
        where = (*(met.clauses if met else ()), clause_id)
        self._open[key] = OpenBlank(blank.kind, blank.name, self._question(blank), tuple(dict.fromkeys(where)))
        return self._open[key]

    def _question(self, blank: Blank) -> str:
        if blank.kind == "fact":
            why = "this policy has not pinned" if blank.name in self._library.facts else "the library does not have"
            return f"the fact {blank.name}, which {why}"
        if blank.kind == "ref":
            clause = self._library.clauses.get(blank.name)
            title = clause.title if clause is not None else blank.name
            return f"a reference to “{title}”, which is not in this policy"
        if blank.name == PROCESS_CHANNELS:
            return QUESTION
        entry = answers.entry_in_force(self._draft, self._library, blank.name)
        return (entry.question if entry is not None else "") or f"{blank.name}, which has no question"


def _placed(said: str, blank: Blank) -> str:
    return placeholders.capital(said) if blank.opens else said


OPEN_BLANK = r"\[To fill in:"
"""What the mark of an open blank has in Markdown, and no text of a clause."""


def open_mark(question: str) -> str:
    """How an open blank prints in Markdown."""
    return f"**{OPEN_BLANK} {placeholders.escape(question)}\\]**"


def value_in_force(draft: Draft, library: Library, name: str) -> str:
    """What fills the blank ``name``, in words; empty when nothing does."""
    return answers.answer(draft, library, name)


@dataclass(frozen=True, slots=True)
class ValueNeeded:
    """One line of the values form: a blank that the printed clauses need."""

    name: str
    group: str
    question: str
    example: str
    value: Value | None
    """What the school answered; None when it did not."""
    default: str
    """What prints when the school answers nothing; empty when that leaves the blank open."""
    because: str
    """The part of the profile that the default comes from, in words; empty when it holds for every school."""
    clauses: tuple[str, ...]
    blanks: tuple[str, ...]
    """The blanks in the text that the answer fills: its own, and those that follow it."""


def values_needed(draft: Draft, library: Library) -> tuple[ValueNeeded, ...]:
    """What the blanks of the printed clauses ask of the school, grouped as the dictionary groups it."""
    where: dict[str, list[str]] = {}
    written: dict[str, list[str]] = {}
    for clause_id, text in _texts(draft):
        for blank in placeholders.names(text, "value"):
            name = answers.asked(draft, library, blank)
            where.setdefault(name, []).append(clause_id)
            written.setdefault(name, []).append(blank)
    for name in UNASKED_BLANKS:
        where.pop(name, None)
    ranks = {name: rank for rank, name in enumerate(library.values)}
    groups: dict[str, int] = {}
    for entry in library.values.values():
        groups.setdefault(entry.group, len(groups))
    needed = []
    for name, clauses in where.items():
        known = library.values.get(name)
        first = answers.first_answer(draft, library, name)
        needed.append(
            ValueNeeded(
                name,
                known.group if known else "Not in the dictionary",
                known.question if known else f"{name} is in the text, but the dictionary does not know it",
                known.example if known else "",
                draft.policy.values.get(name),
                first.text,
                first.because,
                tuple(dict.fromkeys(clauses)),
                tuple(dict.fromkeys(written[name])),
            )
        )
    last = len(groups)
    return tuple(sorted(needed, key=lambda need: (groups.get(need.group, last), ranks.get(need.name, len(ranks)))))


def _texts(draft: Draft) -> list[tuple[str, str]]:
    """Every text that prints, with its clause; a section's introduction counts as its first clause's."""
    printed = [clause_id for clause_id, decision in draft.policy.decisions.items() if decision.printed]
    texts = [(clause_id, draft.text(clause_id)) for clause_id in printed]
    for section, ids in draft.policy.sections.items():
        head, first = draft.lock.heads.get(section), next((i for i in ids if i in printed), None)
        if head is not None and first is not None:
            texts.append((first, head.intro))
    return texts
