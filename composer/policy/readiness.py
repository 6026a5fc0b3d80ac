"""What stands between a policy and its approval: each thing in words, with what to do about it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from composer.policy.dictionary import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.policy.document import Document, OpenBlank
    from composer.policy.placeholders import BlankKind
    from composer.policy.policy import Draft

_TO_DO: dict[BlankKind, str] = {"value": "Fill in", "fact": "Find", "ref": "Mend"}
_MERGE_MARK = re.compile(r"^[ \t>*+-]*(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
"""A line that a merge wrote, set in or not. ``=======`` is not looked for: alone it underlines a heading."""


def review_gone_by(draft: Draft, today: date) -> str:
    """That the date of the next review has passed, which the text would print; empty when it lies ahead."""
    due = draft.policy.values.get("next_review")
    if not isinstance(due, date) or due >= today:
        return ""
    return f"the text says that the next review is due on {in_words(due)}, and that has passed: set next_review"


def blockers(
    draft: Draft, document: Document, *, conflicts: Sequence[str] = (), findings: Sequence[str] = ()
) -> tuple[str, ...]:
    """Why this policy cannot be approved yet, one line each; empty when it can.

    Args:
        draft: The policy and its lock.
        document: What the draft prints as.
        conflicts: Titles of clauses whose update from the model is in conflict.
        findings: What checks found that must be mended first, in words.
    """
    return tuple(_blockers(draft, document, conflicts, findings))


def _blockers(draft: Draft, document: Document, conflicts: Sequence[str], findings: Sequence[str]) -> Iterator[str]:
    places = {
        clause.id: f"{'Appendix ' if section.head.appendix else ''}{clause.number} {clause.title}"
        for section in document.sections
        for clause in section.clauses
    }
    if not document.sections:
        yield "No clause is in the policy: take some from its model"
    for blank in document.open_blanks:
        yield _blank(blank, places)
    for clause_id, title in zip(document.undecided, document.undecided_titles, strict=True):
        yield f"{title} ({clause_id}) is undecided: take it, or drop it with a reason"
    for one, other in document.excluding:
        yield f"{places[one]} and {places[other]} exclude each other: keep one, drop the other"
    for clause_id, decision in draft.policy.decisions.items():
        if decision.wants_reason:
            yield f"{places.get(clause_id, draft.title(clause_id))} is {decision.mode} without a reason: say why"
        if decision.printed and _MERGE_MARK.search(draft.text(clause_id)):
            title = places.get(clause_id, draft.title(clause_id))
            yield f"{title} has the marks of a merge in its text: keep what is right and take them out"
    for title in conflicts:
        yield f"{title} is in conflict with its update from the model: settle it"
    yield from findings


def _blank(blank: OpenBlank, places: Mapping[str, str]) -> str:
    where = "; ".join(places[clause_id] for clause_id in blank.clauses if clause_id in places)
    name = f" ({blank.name})" if blank.kind == "value" else ""
    return f"{_TO_DO[blank.kind]}: {blank.question}{name}" + (f", in {where}" if where else "")
