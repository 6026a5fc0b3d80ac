"""What can be said on each aspect of a self-review, made of what the school recorded and of nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.export.evidence_tables import day, flat, in_cell, numbered
from composer.policy.dictionary import in_words
from composer.policy.placeholders import capital
from composer.policy.standing import Named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.export.evidence import Look
    from composer.policy.award import Aspect

PREFACE = (
    "The Online Safety Mark asks for a written commentary on each aspect of the school's review with 360 degree safe. "
    "The names of the aspects are those published in 2019 and 2020: compare them with the tool before use. "
    "What stands under each is made of what the school recorded, and none of it says which level the school reaches."
)
_MOST = 4
"""Reasons of situations told in one paragraph; the rest is counted."""


def commentary(view: Look) -> Iterator[str]:
    """The part of the document; every paragraph is escaped."""
    aspects = view.library.aspects
    if not aspects:
        yield "The library lists no aspects."
        return
    yield in_cell(PREFACE)
    own = [str(clause) for clause in _printed(view) if clause.id not in view.library.clauses]
    if own:
        yield in_cell(
            "Clauses that the school wrote from the start are not sorted by aspect. "
            f"Name each where it belongs: {_list(own)}."
        )
    for aspect in aspects.values():
        strand = f" ({aspect.strand})" if aspect.strand else ""
        yield f"### {in_cell(aspect.title + strand)}"
        yield f"*What a reader looks for: {in_cell(aspect.asks)}*"
        for said in paragraphs(view, aspect):
            yield in_cell(said)


def paragraphs(view: Look, aspect: Aspect) -> Iterator[str]:
    """What is said of one aspect, unescaped: clauses and reasons, then who was asked, then situations and the like."""
    clauses = list(_clauses(view, aspect))
    first = [*_reasons(view, aspect), *_answers(view, aspect)]
    asked = list(_asked(view, aspect))
    found = [*_situations(view, aspect), *_processes(view, aspect), *_devices(view, aspect)]
    if not (first or asked or found):
        first = [f"Nothing {'more ' if clauses else ''}is recorded about {aspect.about}."]
    first = [*(clauses or ["No clause that this policy takes from the library is about this."]), *first]
    for part in (first, [*asked, *_not_asked(view, aspect)], found):
        if part:
            yield " ".join(part)


def _clauses(view: Look, aspect: Aspect) -> Iterator[str]:
    main: list[Named] = []
    also: list[str] = []
    for clause in _printed(view):
        known = view.library.clauses.get(clause.id)
        topics = known.topics if known is not None else ()
        if clause.id in aspect.clauses or (topics[:1] and topics[0] in aspect.topics):
            main.append(clause)
        elif not set(topics).isdisjoint(aspect.topics):
            also.append(clause.number)
    if main:
        yield f"The policy speaks of this in {_list([str(each) for each in main])}."
    if also:
        yield f"{'It also' if main else 'The policy'} touches on it in {_list(also)}."


def _printed(view: Look) -> Iterator[Named]:
    for section in view.document().sections:
        appendix = "Appendix " if section.head.appendix else ""
        for clause in section.clauses:
            yield Named(clause.id, clause.title, f"{appendix}{clause.number}")


def _belongs(view: Look, aspect: Aspect, clause_id: str) -> bool:
    known = view.library.clauses.get(clause_id)
    main = known.topics[:1] if known is not None else ()
    return clause_id in aspect.clauses or (bool(main) and main[0] in aspect.topics)


def _reasons(view: Look, aspect: Aspect) -> Iterator[str]:
    """Why clauses were changed, added or left out, in the school's words."""
    done = {"adapted": "was adapted", "dropped": "was left out", "added": "was added"}
    for entry in view.comparison().entries:
        if entry.kind in done and entry.reason.strip() and _belongs(view, aspect, entry.id):
            name = numbered(entry.number, entry.title) if entry.number else f"“{entry.title}”"
            yield f"{name} {done[entry.kind]}: {_quoted(entry.reason)}"


def _answers(view: Look, aspect: Aspect) -> Iterator[str]:
    given, asked = view.draft.policy.values, view.library.values
    told = [
        f"“{asked[name].question}” {capital(flat(in_words(given[name])).rstrip('.'))}."
        for name in aspect.values
        if name in given and name in asked
    ]
    if told:
        yield f"The school's answers: {' '.join(told)}"


def _asked(view: Look, aspect: Aspect) -> Iterator[str]:
    consulted, log = view.consulted(), view.draft.policy.evidence.consultations
    keys = dict.fromkeys(key for group in aspect.groups for key in consulted.of(group))
    for key in keys:
        entry = log[key]
        when = f" on {day(entry.on)}" if entry.on is not None else ""
        changed = f" What changed: {_quoted(entry.changed)}" if entry.changed else " Nothing is recorded as changed."
        how = f" ({flat(entry.how).rstrip('.')})" if entry.how else ""
        yield f"Asked{when}: {flat(entry.who)}{how}.{changed}"


def _not_asked(view: Look, aspect: Aspect) -> Iterator[str]:
    consulted = view.consulted()
    groups = [view.library.groups[each] for each in aspect.groups if each in view.library.groups]
    silent = [group.title for group in groups if not consulted.of(group.id)]
    if silent:
        yield f"Nothing is recorded of asking {_list(silent, 'or')}."


def _situations(view: Look, aspect: Aspect) -> Iterator[str]:
    met = [
        (at, each)
        for at, each in enumerate(view.scenarios(), 1)
        if not set(each.scenario.topics).isdisjoint(aspect.topics)
    ]
    answered = [(at, each) for at, each in met if each.state != "open"]
    if not answered:
        return
    settled = [str(at) for at, each in answered if each.state == "settled"]
    apart = [str(at) for at, each in answered if each.state == "does-not-apply"]
    still = [str(at) for at, each in met if each.state == "open"]
    told = [
        f"{_list(which)} {one if len(which) == 1 else many}"
        for which, one, many in (
            (settled, "is settled", "are settled"),
            (apart, "does not arise here", "do not arise here"),
            (still, "is still open", "are still open"),
        )
        if which
    ]
    yield f"Of the situations in which roles cross, numbered as above, {'; '.join(told)}."
    because = [f"situation {at}: {_quoted(each.because)}" for at, each in answered if each.because]
    if because:
        more = f" And {len(because) - _MOST} more with their reasons above." if len(because) > _MOST else ""
        yield f"In the school's words, {' '.join(because[:_MOST])}{more}"


def _processes(view: Look, aspect: Aspect) -> Iterator[str]:
    if not aspect.processes:
        return
    used = [
        f"{each.process.title} ({flat(each.channel).rstrip('.')})" for each in view.processes() if each.state == "yes"
    ]
    if used:
        yield f"Everyday processes that it supports, each with its one channel: {'; '.join(used)}."


def _devices(view: Look, aspect: Aspect) -> Iterator[str]:
    if not aspect.devices:
        return
    found = view.devices()
    spoken = [each.benefit.title for each in found.benefits if each.stated]
    if spoken:
        yield f"The benefits it names: {'; '.join(spoken)}."
    if len(found.of_state("not-stated")) < len(found.risks):
        yield f"Risks of devices: {found.tally}."
    lacking = found.of_state("without-measure")
    if lacking:
        yield f"Without a measure: {'; '.join(each.risk.title for each in lacking)}."


def _quoted(said: str) -> str:
    """A person's own words, quoted, as the end of a sentence."""
    plain = flat(said).replace("“", "‘").replace("”", "’")
    return f"“{plain}”" if plain.endswith((".", "!", "?")) else f"“{plain}”."


def _list(items: Sequence[str], joined: str = "and") -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joined} {items[-1]}"
