"""The tables of the evidence: situations against clauses, processes, devices, facts, and a way to write any table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.export import prose
from composer.policy import placeholders
from composer.policy.devices import RISK_IN_WORDS, RISK_SIGNS
from composer.policy.dictionary import in_words
from composer.policy.evidence import PROCESS_QUESTIONS
from composer.policy.standing import (
    ANSWER_IN_WORDS,
    ANSWER_SIGNS,
    STANDING_IN_WORDS,
    STANDING_SIGNS,
    process_tally,
    tally,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from composer.policy.devices import DeviceTable
    from composer.policy.document import Document
    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.policy.standing import Named, ProcessState, ScenarioState

NOT_RECORDED = "not recorded"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; in every cell each character means itself."""
    lines = [f"| {' | '.join(in_cell(cell) for cell in row)} |" for row in (heads, *rows)]
    return "\n".join([lines[0], "|---" * len(heads) + "|", *lines[1:]])


def in_cell(said: str) -> str:
    """Text as it may stand in a cell: on one line, every character meaning itself, a border too."""
    return prose.one_line(flat(said))


def flat(said: str) -> str:
    """Text on one line."""
    return " ".join(said.split())


def bullets(items: Iterable[str]) -> str:
    """A list in which every character means itself."""
    return "\n".join(f"- {in_cell(item)}" for item in items)


def names(clauses: Iterable[Named]) -> str:
    """Clauses by number and title; one that does not print by its title."""
    return "; ".join(
        numbered(each.number, each.title) if each.number else f"“{each.title}”, which does not print"
        for each in clauses
    )


def numbered(number: str, title: str) -> str:
    """``2.1 What we use social media for``, ``Appendix A Facebook``; the title alone where nothing prints."""
    return f"{'Appendix ' if number.isalpha() else ''}{number} {title}".strip()


def day(on: date | None) -> str:
    """A date in words; empty when there is none."""
    return in_words(on) if on is not None else ""


def scenarios(states: Sequence[ScenarioState]) -> Iterator[str]:
    """Every situation with its state, and every clause with the situations that it settles."""
    if not states:
        yield "The library lists no situations in which roles cross."
        return
    yield f"{tally(states)}."
    rows = (
        (
            str(at),
            each.scenario.title,
            ", ".join(each.scenario.roles),
            f"{ANSWER_SIGNS[each.state]} {ANSWER_IN_WORDS[each.state]}",
            names(each.clauses) if each.state == "settled" else "",
            each.because,
        )
        for at, each in enumerate(states, 1)
    )
    yield table(("No.", "Situation", "Roles", "State", "Settled by", "Because"), rows)
    settles: dict[str, list[str]] = {}
    for at, each in enumerate(states, 1):
        for clause in each.clauses if each.state == "settled" else ():
            settles.setdefault(names((clause,)), []).append(str(at))
    if settles:
        yield "The same by clause:"
        ordered = sorted(settles.items(), key=lambda item: _in_print(item[0]))
        yield table(("Clause", "Situations that it settles"), ((clause, ", ".join(at)) for clause, at in ordered))


def _in_print(name: str) -> tuple[bool, tuple[int, ...], str]:
    number = name.split(" ", 1)[0]
    parts = number.split(".")
    numbered = all(part.isdecimal() for part in parts)
    return not numbered, tuple(int(part) for part in parts) if numbered else (), name


def processes(states: Sequence[ProcessState]) -> Iterator[str]:
    """Every process with its one channel, what social media does for it, and the clause that speaks of it."""
    if not states:
        yield "The library lists no processes."
        return
    yield f"{process_tally(states)}."
    rows = (
        (
            each.process.title,
            f"{STANDING_SIGNS[each.state]} {STANDING_IN_WORDS[each.state]}",
            placeholders.capital(each.channel),
            each.answer.social_media if each.answer is not None else "",
            _spoken_of(each),
            _besides(each),
        )
        for each in states
    )
    yield table(("Process", "Social media", "The one channel", "What social media does", "Clause", "Besides"), rows)


def _besides(each: ProcessState) -> str:
    """What was answered beyond the columns, and why a process is open."""
    shown = {PROCESS_QUESTIONS["channel"], PROCESS_QUESTIONS["social_media"]}
    told = [f"{question}: {said}" for question, said in each.told if question not in shown]
    return "; ".join(said for said in (each.because, each.differs, *told) if said)


def _spoken_of(each: ProcessState) -> str:
    if each.clause is None or not each.clause.number:
        return ""
    return names((each.clause,)) if each.said else each.clause_told


def devices(found: DeviceTable) -> Iterator[str]:
    """What devices are good for here, and each risk with its measure and its owner."""
    if not found.benefits and not found.risks:
        yield "The library has no list of devices."
        return
    spoken = [each for each in found.benefits if each.stated]
    if spoken:
        yield table(
            ("What devices are good for", "Said in"), ((each.benefit.title, names(each.stated)) for each in spoken)
        )
    else:
        yield "The policy says nothing of what devices are good for."
    yield f"Risks: {found.tally}."
    stated = [each for each in found.risks if each.state != "not-stated"]
    if stated:
        rows = (
            (
                each.risk.title,
                f"{RISK_SIGNS[each.state]} {RISK_IN_WORDS[each.state]}",
                names(each.measures),
                each.owner or ("" if each.state == "does-not-apply" else NOT_RECORDED),
                each.because,
            )
            for each in stated
        )
        yield table(("Risk", "State", "Measure", "Owner", "Because"), rows)
    silent = found.of_state("not-stated")
    if silent:
        yield in_cell(f"Not spoken of in this policy: {'; '.join(each.risk.title for each in silent)}.")


def facts(draft: Draft, document: Document, library: Library, today: date) -> Iterator[str]:
    """The dated facts that the text uses, each with its source and the clauses that name it."""
    used = _facts_used(document)
    if not used:
        yield "The text uses no dated fact."
        return
    rows = []
    for name, where in used.items():
        pinned, fact = draft.lock.facts.get(name), library.facts.get(name)
        said = f"{pinned.value} ({name})" if pinned is not None else f"{name}, which this policy has not pinned"
        if fact is None:
            rows.append((said, "", "", "The library does not have it any more.", where))
            continue
        source = fact.source if fact.certainty == "sourced" else f"{fact.source} ({fact.certainty.replace('-', ' ')})"
        if pinned is not None and pinned.value != fact.value:
            source += f". The library now says: {fact.value}"
        expiry = day(fact.expires)
        if fact.expires is not None and fact.expires < today:
            expiry += ", which has passed"
        rows.append((said, day(fact.as_of), expiry, source, where))
    yield table(("Fact", "As of", "Good until", "Source", "Used in"), rows)


def _facts_used(document: Document) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for section in document.sections:
        appendix = "Appendix " if section.head.appendix else ""
        for name in placeholders.names(section.head.intro, "fact"):
            found.setdefault(name, []).append(f"the introduction of {section.head.title}")
        for clause in section.clauses:
            for name in placeholders.names(clause.unfilled, "fact"):
                found.setdefault(name, []).append(f"{appendix}{clause.number}")
    return {name: ", ".join(where) for name, where in found.items()}
