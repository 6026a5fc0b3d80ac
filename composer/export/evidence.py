"""The evidence that a policy was thought through, as one Markdown document for governors and assessors.

It is made of what the school recorded and of nothing else; where nothing was recorded it says so. The same policy
on the same day gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from composer.compare.deviations import counts
from composer.export import evidence_tables as tables
from composer.export.evidence_commentary import commentary
from composer.export.evidence_tables import NOT_RECORDED, bullets, day, in_cell, table
from composer.policy.consulting import groups_of
from composer.policy.dictionary import in_words
from composer.policy.fit import TELLING_GROUPS, bar
from composer.policy.placeholders import capital
from composer.policy.reviews import due
from composer.policy.school import in_words as profile_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from composer.compare.deviations import ClauseChange, Comparison
    from composer.policy.approval import Standing
    from composer.policy.consulting import Consulted
    from composer.policy.devices import DeviceTable
    from composer.policy.document import Document
    from composer.policy.fit import Fit
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft
    from composer.policy.reviews import Due
    from composer.policy.standing import ProcessState, ScenarioState

TITLE = "How our social media policy was thought through"
_FAR = timedelta(days=36_500)
"""Far enough for every date that a policy holds."""
_MOST_OPEN = 12
"""Open situations that are named at the front; the others are in their table."""


class Look(Protocol):
    """What the document is made of; a session's view of a policy answers it."""

    library: Library
    newest: Model
    today: date

    @property
    def draft(self) -> Draft: ...  # noqa: D102

    def document(self) -> Document: ...  # noqa: D102

    def standing(self) -> Standing: ...  # noqa: D102

    def comparison(self) -> Comparison: ...  # noqa: D102

    def scenarios(self) -> tuple[ScenarioState, ...]: ...  # noqa: D102

    def processes(self) -> tuple[ProcessState, ...]: ...  # noqa: D102

    def devices(self) -> DeviceTable: ...  # noqa: D102

    def consulted(self) -> Consulted: ...  # noqa: D102

    def fit(self) -> Fit: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Aside:
    """A finding that was set aside, in words."""

    what: str
    where: str
    reason: str
    by: str = ""
    on: date | None = None


def evidence_markdown(view: Look, asides: Sequence[Aside] = ()) -> str:
    """The whole document, with UTF-8 text, LF and one final newline.

    Args:
        view: The policy.
        asides: The findings of the checks that somebody set aside.
    """
    parts: list[str] = [*_front(view)]
    sections: tuple[tuple[str, Callable[[Look], Iterator[str]]], ...] = (
        ("Our school and its community", _context),
        ("Who was asked, and what changed because of it", _consultation),
        ("Where we depart from the model, and why", _deviations),
        ("Situations in which roles cross", lambda look: tables.scenarios(look.scenarios())),
        ("What the school does anyway, and its one channel", lambda look: tables.processes(look.processes())),
        ("Devices: benefits, risks, measures and owners", lambda look: tables.devices(look.devices())),
        ("Findings of the checks that were set aside", lambda look: _set_aside(look, asides)),
        ("Dated facts and their sources", _facts),
        ("Related policies", _related),
        ("Review plan", _review),
        ("How far the policy is our own", _fit),
        ("Commentary by aspect", commentary),
    )
    for heading, made in sections:
        parts += [f"## {heading}", *made(view)]
    return "\n\n".join(part for part in parts if part) + "\n"


def still_open(view: Look) -> tuple[str, ...]:
    """What a reader will ask about, one line each; empty when nothing stands open."""
    found = []
    scenarios = [each for each in view.scenarios() if each.state == "open"]
    if scenarios:
        found.append(f"{_count(len(scenarios), 'situation')} in which roles cross still open")
    processes = [each for each in view.processes() if each.state == "open"]
    if processes:
        found.append(f"{_count(len(processes), 'process', 'processes')} without an answer or a channel")
    missing = view.consulted().missing_told
    if missing:
        found.append(f"not asked: {missing}")
    risks = view.devices().of_state("without-measure")
    if risks:
        found.append(f"{_count(len(risks), 'risk')} of devices without a measure")
    return tuple(found)


def _count(number: int, noun: str, many: str = "") -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {many or f'{noun}s'}"


def _front(view: Look) -> Iterator[str]:
    document, standing = view.document(), view.standing()
    yield f"# {TITLE}"
    yield f"**{in_cell(document.school)}**"
    model = document.model_title + (f", version {document.model_version}" if document.model_version else "")
    approved = standing.approval.in_words if standing.approval is not None else ""
    rows = [("School", document.school), ("Policy", document.title), ("Based on", model)]
    rows.append(("Approval", capital(standing.in_words)))
    if approved:
        rows.append(("Last approved by", approved))
    yield table(("About this document", "Recorded"), rows)
    yield (
        "What this document says of the school is what the school recorded while it composed its policy, and nothing "
        "else. Where nothing was recorded, it says so. The situations, processes, risks and aspects that it goes "
        "through, and the sources of facts, are those of the clause library."
    )
    left = still_open(view)
    if left:
        yield "## What stands open"
        yield bullets(capital(each) for each in left)
        titles = [each.scenario.title for each in view.scenarios() if each.state == "open"]
        if 0 < len(titles) <= _MOST_OPEN:
            yield "The open situations:"
            yield bullets(titles)


def _context(view: Look) -> Iterator[str]:
    policy, library = view.draft.policy, view.library
    profile = policy.profile
    rows = [
        ("Kind of school", f"{profile_in_words(profile.phase)}, {profile_in_words(profile.type)}"),
        ("Nation", profile_in_words(profile.nation)),
    ]
    has = [flag.replace("_", " ") for flag, there in profile.has.items() if there]
    if has:
        rows.append(("The school has", in_words(tuple(has))))
    platforms = [library.platforms[each].name if each in library.platforms else each for each in profile.platforms]
    rows.append(("Services it uses", in_words(tuple(platforms)) if platforms else NOT_RECORDED))
    longer = []
    for name, value in policy.values.items():
        entry = library.values.get(name)
        if entry is None or entry.group not in TELLING_GROUPS:
            continue
        if entry.multiline:
            longer.append(in_words(value))
        else:
            rows.append((capital(name.replace("_", " ")), in_words(value)))
    yield table(("About the school", "Recorded"), rows)
    for said in longer:
        yield "\n".join(f"> {in_cell(line)}".rstrip() for line in said.strip().splitlines())
    if not longer:
        yield "Nothing is recorded about the school's own context in its own words."


def _consultation(view: Look) -> Iterator[str]:
    consulted, log = view.consulted(), view.draft.policy.evidence.consultations
    groups = view.library.groups
    if log:
        rows = []
        for entry in log.values():
            titles = [capital(groups[each].title) for each in groups_of(entry, groups)]
            rows.append(
                (
                    "; ".join(titles) or "Others",
                    entry.who,
                    entry.how or NOT_RECORDED,
                    day(entry.on) or NOT_RECORDED,
                    entry.changed or "Nothing is recorded as changed.",
                )
            )
        yield table(("Group", "Who", "How", "When", "What changed because of it"), rows)
    else:
        yield "Nothing is recorded about anybody having been asked."
    if consulted.missing:
        yield f"**Not asked:** {in_cell(consulted.missing_told)}."


def _deviations(view: Look) -> Iterator[str]:
    found = view.comparison()
    number = counts(found)
    yield " · ".join(f"{count} {_KINDS.get(kind, kind)}" for kind, count in number.items()) + "."
    rows = [_deviation(entry) for entry in found.entries if entry.deviates]
    if rows:
        yield table(("Clause", "What we did", "Why", "Decided by"), rows)
    else:
        yield "No clause that was decided on departs from the model."
    undecided = number.get("undecided", 0)
    if undecided:
        yield f"Nothing is decided yet about {_count(undecided, 'clause')} of the model."


_KINDS = {"as-is": "as the model has them", "dropped": "left out", "undecided": "not decided yet"}


def _deviation(entry: ClauseChange) -> tuple[str, str, str, str]:
    did = {"adapted": "adapted", "dropped": "left out", "added": "added", "as-is": "taken as it is"}.get(entry.kind, "")
    if entry.words_added or entry.words_removed:
        did += f" (+{entry.words_added} −{entry.words_removed} words)"
    if entry.moved_note:
        did += f"; moved: it stands {entry.moved_note}"
    why = entry.reason or (NOT_RECORDED if entry.state != "as-is" else "")
    if entry.origin and not entry.reason:
        why = entry.origin if entry.state == "as-is" else f"{entry.origin}; reason {NOT_RECORDED}"
    decided = ", ".join(each for each in (entry.decided_by, day(entry.decided_on)) if each)
    return tables.numbered(entry.number, entry.title), did, why, decided or NOT_RECORDED


def _set_aside(view: Look, asides: Sequence[Aside]) -> Iterator[str]:
    others = len(view.draft.policy.evidence.set_aside) - len(asides)
    if others > 0:
        said = "1 answer that was" if others == 1 else f"{others} answers that were"
        counts_not = f"no longer count{'s' if others == 1 else ''}"
        yield f"{said} given to findings {counts_not}: the text has changed since, or nobody is named."
    if not asides:
        yield "No finding of the checks is set aside." if others > 0 else "No finding of the checks was set aside."
        return
    rows = (
        (
            each.what,
            each.where,
            each.reason,
            ", ".join(said for said in (each.by, day(each.on)) if said) or "nobody named",
        )
        for each in asides
    )
    yield table(("Finding", "Where", "Why it stays", "Who decided"), rows)


def _facts(view: Look) -> Iterator[str]:
    return tables.facts(view.draft, view.document(), view.library, view.today)


def _related(view: Look) -> Iterator[str]:
    related = view.draft.policy.evidence.related
    if not related:
        yield "Nothing is recorded about the school's related policies."
        return
    rows = ((each.title, each.where or NOT_RECORDED, day(each.reviewed) or NOT_RECORDED) for each in related.values())
    yield table(("Policy", "Where it is", "Last reviewed"), rows)


def _review(view: Look) -> Iterator[str]:
    document, draft = view.document(), view.draft
    told = []
    if document.next_review:
        overdue = any(each.kind == "policy" and each.on < view.today for each in _dates(view))
        told.append(f"Next review of the policy: {document.next_review}{', which has passed' if overdue else ''}")
    else:
        told.append("Nothing is recorded about the next review of the policy")
    told.append(f"Who keeps it up to date: {document.owner or 'nothing is recorded'}")
    told.append(f"Approval: {view.standing().in_words}")
    told.append(_model_told(draft.lock.model_version, view.newest.version))
    yield bullets(told)
    dates = [each for each in _dates(view) if each.kind != "policy"]
    if dates:
        rows = (
            (f"{day(each.on)}{' (passed)' if each.on < view.today else ''}", capital(each.what), _MEANS[each.kind])
            for each in dates
        )
        yield table(("When", "What", "What is due"), rows)
    else:
        yield "No clause has a review date of its own, and no fact or law under the text expires."


def _dates(view: Look) -> Sequence[Due]:
    return due(view.draft, view.library, view.today, _FAR)


_MEANS = {"decision": "look at the decision again", "fact": "confirm the fact", "law": "confirm the law"}


def _model_told(ours: str, newest: str) -> str:
    if ours == newest:
        return "Model: the policy rests on the newest version"
    if not ours:
        return "Model: nothing is recorded about the version that the policy rests on"
    return f"Model: the policy rests on version {ours}, and version {newest} waits to be taken in"


def _fit(view: Look) -> Iterator[str]:
    fit = view.fit()
    yield in_cell(fit.shares.in_words)
    yield in_cell(fit.verdict)
    if fit.tells:
        rows = ((capital(each.what), each.said, tables.names(each.clauses)) for each in fit.tells)
        yield table(("What would still tell our school", "It says", "Where"), rows)
    if fit.sections:
        yield "Sentences that enable and sentences that forbid, by section; a sentence may do both or neither:"
        toned = ((each.title, bar(each.tone.enabling, each.tone.forbidding)) for each in fit.sections)
        yield table(("Section", "Enabling (+) and forbidding (-)"), toned)
    if fit.bare:
        bare = tables.names(each.clause for each in fit.bare)
        yield in_cell(f"Clauses that carry no fact of this school: {bare}.")
