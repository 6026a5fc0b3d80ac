"""What the export screen tells of the policy: how it stands, and what is still open in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.session import Session
    from composer.tui.widgets.export_choices import Choice


def title_told(session: Session) -> str:
    """The first line."""
    policy = session.policy
    return f"Export · {policy.profile.name} · {policy.title} · {session.standing().in_words}"


def left_open(session: Session, choice: Choice) -> list[str]:
    """What a reader of the file will find open, one line each; whoever writes it should know that first."""
    if choice.what == "evidence":
        return _evidence_left(session)
    found = []
    if choice.what in {"changes", "redline", "sentences"}:
        wanted = len(session.reasons_wanted)
        found += [f"! {wanted} change{'s have' if wanted > 1 else ' has'} no reason yet."] if wanted else []
        if choice.what == "sentences" or (choice.what == "changes" and choice.format != "docx"):
            return found
    document, standing = session.document(), session.standing()
    if standing.state == "changed":
        found.append(f"! It is not the approved text: {standing.in_words}.")
    if document.open_blanks:
        count = len(document.open_blanks)
        found.append(f"! {count} blank{'s are' if count > 1 else ' is'} still open, and marked in the file.")
    if document.undecided:
        count = len(document.undecided)
        found.append(f"! {count} clause{'s' if count > 1 else ''} of the model undecided: not in the file.")
    if document.excluding:
        found.append(f"! {len(document.exclude_each_other)} clauses exclude each other: not ready for approval.")
    return found


def _evidence_left(session: Session) -> list[str]:
    try:
        return _open_answers(session)
    except Problem as problem:
        return [f"! {problem}"]


def _open_answers(session: Session) -> list[str]:
    scenarios = sum(each.state == "open" for each in session.scenarios())
    processes = sum(each.state == "open" for each in session.processes())
    missing = session.consulted().missing_told
    found = [f"! {scenarios} of the scenarios still open: told at its start."] if scenarios else []
    found += [f"! {processes} of the processes still open: told at its start."] if processes else []
    found += [f"! Not asked: {missing}."] if missing else []
    return found
