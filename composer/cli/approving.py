"""Commands about approval: recording it, and saying whether a published file is what was approved."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from composer.cli.frame import PROGRAM, command
from composer.cli.output import json_out, note, out
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from composer.cli.desk import Desk
    from composer.export.report import FileReport
    from composer.policy.verifying import Record, Verdict

LARGEST_PUBLISHED = 4 * 1024 * 1024
"""Bytes of a file that ``verify`` takes."""


@command(
    "approve",
    "Record that the governing body approved a policy.",
    example='approve oakfield-primary --body "Full governing body" --meeting "Spring term meeting"'
    " --minute 2027/14 --on 2027-03-12",
)
@click.argument("school")
@click.option("--body", metavar="BODY", required=True, help='Who approved it, such as "Full governing body".')
@click.option("--meeting", metavar="MEETING", required=True, help='At which meeting, such as "Spring term meeting".')
@click.option("--minute", metavar="REF", required=True, help="The reference of the minute, such as 2027/14.")
@click.option("--on", metavar="DATE", help="The day of the meeting, such as 2027-03-12; today if not given.")
@click.option("--by", metavar="WHO", default="IT lead", show_default=True, help="Who records it.")
@click.pass_obj
def approve_command(desk: Desk, school: str, body: str, meeting: str, minute: str, on: str | None, by: str) -> int:
    """Record an approval of SCHOOL's policy as it is now, with the exact text, in the folder approvals.

    It is refused, with exit status 1 and a list of what to settle, while the policy has blanks, undecided clauses,
    clauses that exclude each other, changes without a reason, conflicts, or findings that block. From then on export
    writes the approved text, to the byte, until a word of the policy changes.
    """
    from composer.export.markdown import approved
    from composer.policy.approval import Minuted, check_minuted
    from composer.policy.readiness import review_gone_by
    from composer.store.approval_file import save_approval

    opened = desk.open_to_decide(school, by)
    session = opened.session
    if session.approval_trouble is not None:
        raise session.approval_trouble
    minuted = Minuted(
        desk.typed(body, "--body"),
        desk.typed(meeting, "--meeting"),
        desk.typed(minute, "--minute"),
        _day(on, desk.today),
        session.by,
    )
    check_minuted(minuted, today=desk.today, last=session.approval)
    blockers = session.approval_blockers()
    if blockers:
        out(f"Not approved: {school} is not ready.")
        for line in blockers:
            out(f"- {line}")
        return 1
    approval = approved(session.document(), minuted)
    path = save_approval(desk.workspace, school, approval)
    out(f"Recorded: {approval.school}, {approval.title}, approved by {approval.in_words}.")
    out(f"The exact text is kept in {_shown(desk, path)}: keep that file in git with the policy.")
    out(f"Publish it with: {PROGRAM} export {school}")
    gone_by = review_gone_by(session.draft, desk.today)
    if gone_by:
        note(gone_by)
    return 0


def _day(said: str | None, today: date) -> date:
    from composer.policy.dictionary import read_date

    return today if said is None else read_date("--on", said)


@command(
    "verify",
    "Say whether a published file is what was approved.",
    example="verify oakfield-primary-social-media-policy.md",
    keys="file, state (approved, earlier, layout, changed, unknown), school, approval (its file), on, body, meeting,"
    " minute, newest (date of the school's last approval), differs (a list, for layout), diff (for changed: the keys"
    " of diff-files).",
)
@click.argument("file")
@click.option("--school", metavar="SCHOOL", help="Compare with this school's approvals only.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def verify_command(desk: Desk, file: str, school: str | None, *, as_json: bool) -> int:
    """Say whether FILE, a policy in Markdown, is the approved one byte for byte, and if not what differs.

    It is compared with the approvals of all schools of the workspace; neither the library nor a policy is read.
    - is standard input. The exit status is 0 when FILE is a school's last approved text, and 1 when it is an earlier
    one or anything else.
    """
    from composer.policy.verifying import verify
    from composer.store.disk import decode

    path, data = desk.bytes_from(file, LARGEST_PUBLISHED)
    decode(data, path)
    records, damaged = _records(desk, school)
    verdict = verify(data, records)
    _tell_damaged(verdict, damaged)
    name = "standard input" if file == "-" else os.fsdecode(os.fsencode(path.name))
    report = _report(verdict, name, data.decode("utf-8-sig")) if verdict.state == "changed" else None
    if as_json:
        json_out(_as_data(desk, name, verdict, report))
    else:
        _print(desk, name, verdict, report)
    return 0 if verdict.state == "approved" else 1


def _records(desk: Desk, school: str | None) -> tuple[list[Record], dict[str, Problem]]:
    """Every approval that can be compared with, and what is wrong at schools where one cannot."""
    from composer.policy.library import unknown
    from composer.policy.verifying import Record
    from composer.store.approval_file import approvals
    from composer.store.workspace import approved_schools

    known = approved_schools(desk.workspace)
    if school is not None and school not in known:
        raise unknown("school with an approval", school, known)
    records: list[Record] = []
    damaged: dict[str, Problem] = {}
    for slug in known if school is None else [school]:
        try:
            kept = approvals(desk.workspace, slug)
        except Problem as problem:
            damaged[slug] = problem
            continue
        damaged.update((slug, each.trouble) for each in kept if each.trouble is not None)
        sound = [(each.path.name, each.approval) for each in kept if each.approval is not None]
        records += [Record(slug, name, approval, sound[-1][1]) for name, approval in sound]
    if not records and not damaged:
        raise Problem("no approval is recorded here to compare with", f"record one with: {PROGRAM} approve SCHOOL")
    return records, damaged


def _tell_damaged(verdict: Verdict, damaged: dict[str, Problem]) -> None:
    """Refuse to judge by the approvals of a school of which one is damaged; note those of other schools."""
    school = verdict.record.school if verdict.record is not None and verdict.same_policy else None
    if damaged and (school is None or school in damaged):
        raise damaged.get(school or "", next(iter(damaged.values())))
    for problem in damaged.values():
        note(str(problem))


def _report(verdict: Verdict, name: str, text: str) -> FileReport:
    from composer.compare.diff import diff
    from composer.export.changes import FileReport
    from composer.text import unix

    assert verdict.record is not None  # noqa: S101 - words differ from those of a record
    approval = verdict.record.approval
    return FileReport(f"approved {approval.when}", name, diff(approval.text, unix(text)))


def _print(desk: Desk, name: str, verdict: Verdict, report: FileReport | None) -> None:
    from composer.policy.dictionary import in_words

    record = verdict.record
    if record is None:
        out(f"{name} is no approved policy, and no version of one.")
        return
    approval = record.approval
    policy = f"{approval.title} of {approval.school} approved by {approval.in_words}"
    match verdict.state:
        case "approved" | "earlier":
            out(f"{name} is, byte for byte, the {policy}.")
        case "layout":
            out(f"{name} is not, byte for byte, the {policy}.")
            out(f"It reads the same; what differs: {in_words(verdict.differs)}.")
        case _:
            out(f"{name} is not the {policy}: words differ.")
    if record.newest is not approval:
        out(f"A later approval has replaced that one: by {record.newest.in_words}.")
    if verdict.state != "approved":
        out(f"The approved text is kept in {_shown(desk, _path(desk, record))}.")
    if report is not None:
        _print_words(report)


def _print_words(report: FileReport) -> None:
    """The changed passages; a line wrapped elsewhere is not among them, or a rewrapped file would be shown whole."""
    from dataclasses import replace
    from itertools import groupby

    from composer.compare.edits import Block, Span, TextDiff
    from composer.export.changes import text

    blocks: list[Block] = []
    for changed, run in groupby(report.diff.blocks, lambda block: block.is_change):
        if changed:
            blocks += run
        else:
            said = "".join(block.new for block in run)
            blocks.append(Block("same", said, said, (Span("same", said),)))
    if any(block.kind == "layout" for block in report.diff.blocks):
        out("Wrapping, spaces, quotes or dashes differ too.")
    out()
    out(text(replace(report, diff=TextDiff(tuple(blocks)))).rstrip("\n"))


def _as_data(desk: Desk, name: str, verdict: Verdict, report: FileReport | None) -> dict[str, object]:
    from composer.export.changes import as_data

    record = verdict.record
    approval = record.approval if record is not None else None
    return {
        "file": name,
        "state": verdict.state,
        "school": record.school if record is not None else None,
        "approval": str(_shown(desk, _path(desk, record))) if record is not None else None,
        "on": approval.on.isoformat() if approval is not None else None,
        "body": approval.body if approval is not None else None,
        "meeting": approval.meeting if approval is not None else None,
        "minute": approval.minute if approval is not None else None,
        "newest": record.newest.on.isoformat() if record is not None else None,
        "differs": list(verdict.differs),
        "diff": as_data(report) if report is not None else None,
    }


def _path(desk: Desk, record: Record) -> Path:
    from composer.store.workspace import approvals_folder

    return approvals_folder(desk.workspace, record.school) / record.name


def _shown(desk: Desk, path: Path) -> Path:
    """A file of the workspace as its people name it: from the workspace's folder on."""
    return path.relative_to(desk.workspace.root) if path.is_relative_to(desk.workspace.root) else path
