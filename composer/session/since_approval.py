"""A policy against the text that was last approved: what a governing body is asked to approve anew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.compare.deviations import SINCE_KINDS, ClauseChange, Comparison, ModelPlace, PolicyClause, moves, origin
from composer.compare.diff import diff
from composer.policy.document import OPEN_BLANK
from composer.policy.placeholders import escape
from composer.text import PLACEHOLDER, exact_form, word_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from composer.compare.deviations import ChangeKind
    from composer.policy.approval import Approval, ApprovedClause
    from composer.policy.document import Document, PrintedClause, PrintedSection
    from composer.policy.policy import Decision
    from composer.session.policy_view import PolicyView

FRONT = "policy:front"
"""The id of the entry for what stands before the first section: title, school, owner and next review."""

TAKEN = "taken from the model"
TAKEN_BESIDE = "The model's changes were taken in beside ours. The reason on record was given on the older words:"
OLDER = "The reason on record is older than the approval:"
TAKEN_FROM_LIBRARY = "taken from the library"
OPENED = "a blank or a reference in it is open now"
VALUES = "another value or dated fact is filled in"
"""Why the text changed, where no decision of the school's changed it."""


def since_approval(session: PolicyView, approval: Approval) -> Comparison:
    """The policy as it prints now beside the approved text, in the policy's order.

    Both sides have their values filled in, so here another value is a change. The numbers in cross references
    are no change of the clauses they stand in. The front of the policy and each section's heading and
    introduction are entries of their own, with the ids ``policy:front`` and ``section:<id>``, when they changed.
    """
    document = session.document()
    notes, sections = moves(_order(approval), [*_present(document)], "in the approved policy")
    renumber = _renumbering(approval, document)
    was = {clause.id: clause for clause in approval.clauses}
    entries = list(_front(document, approval))
    for section in document.sections:
        entries += _section(section, approval, renumber)
        for clause in section.clauses:
            note = notes.get(clause.id, "")
            entries.append(_clause(session, approval, was.get(clause.id), clause, section.head.id, note, renumber))
    opening = sum(entry.id == FRONT for entry in entries)
    there = {entry.id for entry in entries}
    for at, gone in enumerate(approval.clauses):
        if gone.id not in there:
            order = [entry.id for entry in entries]
            before = next((each.id for each in reversed(approval.clauses[:at]) if each.id in order), "")
            entries.insert(order.index(before) + 1 if before else opening, _removed(session, approval, gone))
    return Comparison(tuple(entries), sections, SINCE_KINDS)


def _order(approval: Approval) -> list[ModelPlace]:
    titles = {section.id: section.title for section in approval.sections}
    return [
        ModelPlace(clause.id, clause.section, clause.title, titles.get(clause.section, ""))
        for clause in approval.clauses
    ]


def _present(document: Document) -> Iterator[PolicyClause]:
    for section in document.sections:
        for clause in section.clauses:
            yield PolicyClause(clause.id, section.head.id, clause.title, "as-is", None, clause.text)


# One clause


def _clause(
    session: PolicyView,
    approval: Approval,
    was: ApprovedClause | None,
    now: PrintedClause,
    section: str,
    moved_note: str,
    renumber: Callable[[str], str],
) -> ClauseChange:
    decision = session.policy.decisions[now.id]
    base, text = renumber(was.text) if was is not None else None, exact_form(now.text)
    title = was.title if was is not None and was.title != now.title else ""
    change = diff(base, text) if base is not None and base != text else None
    kind: ChangeKind = "added" if base is None else "changed" if change is not None or title else "unchanged"
    filled = base is not None and base != text and _is_filling(now.unfilled, base, renumber)
    cause = _Cause()
    if filled and not _written_since(decision, approval.on) and OPEN_BLANK in text and OPEN_BLANK not in (base or ""):
        cause = _Cause(OPENED)
    elif filled and not _written_since(decision, approval.on) and not title:
        cause = _Cause(VALUES, values_only=True)
    elif kind != "unchanged" or moved_note:
        cause = _decision_told(session, now.id, approval.on, taken=kind in ("added", "changed"))
    added, removed = (change.words_added, change.words_removed) if change is not None else (0, 0)
    return ClauseChange(
        id=now.id,
        title=now.title,
        section=section,
        kind=kind,
        moved=bool(moved_note),
        moved_note=moved_note,
        diff=change,
        reason=cause.reason,
        freedom=_freedom(session, now.id),
        moved_on=bool(session.moved_on(now.id)),
        state=decision.mode,
        base=base,
        text=text,
        words_added=word_count(text) if kind == "added" else added,
        words_removed=removed,
        origin="" if kind != "added" or now.id in session.model_ids else origin(decision.mode),
        number=now.number,
        decided_by=cause.who,
        decided_on=cause.on,
        was_title=title,
        values_only=cause.values_only,
    )


@dataclass(frozen=True, slots=True)
class _Cause:
    """Why a clause is not as it was approved, and who decided it; nothing of a clause that is as it was."""

    reason: str = ""
    who: str = ""
    on: date | None = None
    values_only: bool = False


def _decision_told(session: PolicyView, clause_id: str, approved: date, *, taken: bool) -> _Cause:
    """The school's decision as the cause; ``taken`` lets a clause without a reason be called taken as it is."""
    decision = session.policy.decisions[clause_id]
    reason = _reason(session, clause_id, decision, approved)
    if not reason and taken and decision.mode == "as-is":
        reason = TAKEN if clause_id in session.model_ids else TAKEN_FROM_LIBRARY
    return _Cause(reason, *_decided(session, clause_id, approved))


def _removed(session: PolicyView, approval: Approval, gone: ApprovedClause) -> ClauseChange:
    decision = session.policy.decisions.get(gone.id)
    who, on = _decided(session, gone.id, approval.on)
    text = exact_form(gone.text)
    return ClauseChange(
        id=gone.id,
        title=gone.title,
        section=gone.section,
        kind="removed",
        moved=False,
        moved_note="",
        diff=None,
        reason=decision.reason if decision is not None else "",
        freedom=_freedom(session, gone.id),
        moved_on=False,
        state="dropped" if decision is not None else "undecided",
        base=text,
        text=None,
        words_added=0,
        words_removed=word_count(text),
        number=gone.number,
        decided_by=who,
        decided_on=on,
    )


def _decided(session: PolicyView, clause_id: str, approved: date) -> tuple[str, date | None]:
    """Who decided, and when; nobody where the decision is older than the approval and cannot be the cause."""
    decision = session.policy.decisions.get(clause_id)
    if decision is None or (decision.decided_on is not None and decision.decided_on < approved):
        return "", None
    return decision.decided_by, decision.decided_on


def _reason(session: PolicyView, clause_id: str, decision: Decision, approved: date) -> str:
    """Why the clause is as it is, which is not told as the cause where it was given before the change."""
    base = session.lock.bases.get(clause_id)
    if not decision.reason:
        return ""
    if base is not None and base.reasoned_on:
        return f"{TAKEN_BESIDE} {decision.reason}"
    older = decision.decided_on is not None and decision.decided_on < approved
    return f"{OLDER} {decision.reason}" if older else decision.reason


def _written_since(decision: Decision, approved: date) -> bool:
    """Whether the school decided on its own words since: a blank in them may fit any old text, and proves nothing."""
    return bool(decision.text) and decision.decided_on is not None and decision.decided_on > approved


def _freedom(session: PolicyView, clause_id: str) -> str:
    base, clause = session.lock.bases.get(clause_id), session.library.clauses.get(clause_id)
    return base.freedom if base is not None else clause.freedom if clause is not None else "local-choice"


def _is_filling(unfilled: str, printed: str, renumber: Callable[[str], str]) -> bool:
    """Whether a printed text is this unfilled one with its blanks filled in some way, on one line each."""
    fixed = PLACEHOLDER.split(renumber(unfilled))[::2]
    at, end = len(fixed[0]), len(printed) - len(fixed[-1])
    if len(fixed) == 1 or at > end or not printed.startswith(fixed[0]) or not printed.endswith(fixed[-1]):
        return printed == fixed[0]
    for piece in fixed[1:-1]:
        found = printed.find(piece, at, end)
        if found < 0 or "\n" in printed[at:found]:
            return False
        at = found + len(piece)
    return "\n" not in printed[at:end]


# Headings, introductions and the front


def _section(section: PrintedSection, approval: Approval, renumber: Callable[[str], str]) -> Iterator[ClauseChange]:
    was = next((each for each in approval.sections if each.id == section.head.id), None)
    if was is None:
        return
    base, text = renumber(f"{was.title}\n\n{was.intro}"), exact_form(f"{section.head.title}\n\n{section.intro}")
    if base != text:
        by_values = was.title == section.head.title and _is_filling(section.head.intro, renumber(was.intro), renumber)
        title = f"{section.head.title} (heading and introduction)"
        yield _other(
            f"section:{section.head.id}", section.head.id, title, section.number, (base, text), by_values=by_values
        )


def _front(document: Document, approval: Approval) -> Iterator[ClauseChange]:
    then = (approval.title, approval.school, approval.owner, approval.next_review)
    now = (document.title, document.school, document.owner, document.next_review)
    base, text = (exact_form(_front_text(*said)) for said in (then, now))
    if base != text:
        yield _other(FRONT, "Front of the policy", "Title, school, owner and next review", "", (base, text))


def _front_text(title: str, school: str, owner: str, next_review: str) -> str:
    lines = (("Policy", title), ("School", school), ("Owner", owner), ("Next review due", next_review))
    return "\n".join(f"- {label}: {said}" for label, said in lines if said)


def _other(
    entry_id: str, section: str, title: str, number: str, texts: tuple[str, str], *, by_values: bool = False
) -> ClauseChange:
    change = diff(*texts)
    return ClauseChange(
        id=entry_id,
        title=title,
        section=section,
        kind="changed",
        moved=False,
        moved_note="",
        diff=change,
        reason=VALUES if by_values else "",
        freedom="local-choice",
        moved_on=False,
        state="as-is",
        base=texts[0],
        text=texts[1],
        words_added=change.words_added,
        words_removed=change.words_removed,
        number=number,
        values_only=by_values,
    )


# Cross references


def _renumbering(approval: Approval, document: Document) -> Callable[[str], str]:
    """A function that brings the cross references of an approved text up to date, and its form to the exact one.

    A reference prints as ``section 3.2 (Title)`` or ``Appendix B (Title)``; the clause may have another number,
    title or place now, which is told where that clause is told.
    """
    now = {
        clause.id: ("Appendix" if section.head.appendix else "section", clause.number, clause.title)
        for section in document.sections
        for clause in section.clauses
    }
    printed = {f"{each.number} ({escape(each.title)})": now[each.id] for each in approval.clauses if each.id in now}
    if not printed:
        return exact_form
    longest_first = "|".join(re.escape(said) for said in sorted(printed, key=len, reverse=True))
    reference = re.compile(rf"\b([Ss]ection|Appendix) ({longest_first})")

    def renumbered(match: re.Match[str]) -> str:
        place, number, title = printed[match[2]]
        said = place.capitalize() if match[1][0].isupper() else place
        return f"{said} {number} ({escape(title)})"

    return lambda text: reference.sub(renumbered, exact_form(text))
