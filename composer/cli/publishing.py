"""The command that writes the finished policy, the list of its changes, or the evidence behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.output import note, out, raw
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.cli.desk import Desk
    from composer.policy.approval import Standing
    from composer.session import Session

NAMES = {
    "policy": "{slug}-social-media-policy.md",
    "changes": "{slug}-changes-from-the-model.md",
    "evidence": "{slug}-evidence.md",
}
SINCE_NAME = "{slug}-changes-since-approval.md"


@command(
    "export",
    "Write the finished policy, its list of changes, or the evidence behind it.",
    example="export oakfield-primary\nexport oakfield-primary -o policy.md --force\n"
    "export oakfield-primary --what changes -o -\n"
    "export oakfield-primary --what changes --since-approval\n"
    "export oakfield-primary --what evidence",
)
@click.argument("school")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write it; - is standard output. Without it, in this folder: "
    "SCHOOL-social-media-policy.md, SCHOOL-changes-from-the-model.md, SCHOOL-changes-since-approval.md or "
    "SCHOOL-evidence.md.",
)
@click.option("--format", "format_", type=click.Choice(["md"]), default="md", show_default=True, help="The format.")
@click.option(
    "--what",
    type=click.Choice(list(NAMES)),
    default="policy",
    show_default=True,
    help="The policy, what it changes in the model and why, or how it was thought through.",
)
@click.option("--since-approval", "since", is_flag=True, help="With --what changes: what changed since the approval.")
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
@click.pass_obj
def export_command(
    desk: Desk,
    school: str,
    output: str | None,
    format_: str,  # noqa: ARG001 - md is the only format so far
    what: str,
    *,
    since: bool,
    force: bool,
) -> int:
    """Write SCHOOL's policy as Markdown: contents, numbered clauses, appendices, values filled in.

    Of a policy that reads as it was approved this is the approved text, byte for byte; one that changed since says
    at its front that it is not.

    The exit status is 1, with a line that says so, when blanks, undecided clauses or clauses that exclude each
    other remain; they are listed in the draft, and blanks are marked there too. The list of changes begins with the
    table of substantive changes, and is ready when every change has its reason. The evidence is for governors and
    assessors: context, consultation, situations, processes, devices, dated facts, review plan, and a commentary; it
    is ready when no situation, process, group or risk of devices stands open.
    """
    opened = desk.open(school)
    if opened.stored.lock_trouble is not None:
        raise opened.stored.lock_trouble
    session = opened.session
    if since and what != "changes":
        raise Problem("--since-approval tells changes and no policy", "add --what changes")
    made = {
        "policy": lambda: _policy(session),
        "changes": lambda: _changes(session, school, since=since),
        "evidence": lambda: _evidence(session),
    }[what]()
    if output == "-":
        raw(made)
    else:
        _write(desk, Path(output or (SINCE_NAME if since else NAMES[what]).format(slug=school)), made, force=force)
    left, where = _left(session, school, what)
    if not left:
        return 0
    begin = f"the evidence of {school} has gaps" if what == "evidence" else f"{school} is not ready for approval"
    note(f"{begin}: {left}; {where}")
    return 1


def _left(session: Session, school: str, what: str) -> tuple[str, str]:
    """What is left to do, in words, and where it is told or done; the first is empty when nothing is."""
    if what == "changes":
        mend = f"give it with policy-composer adapt (or drop) {school} CLAUSE --reason REASON"
        return _unexplained(session), mend
    if what == "evidence":
        from composer.export.evidence import still_open

        return "; ".join(still_open(session)), "the document lists it at its start"
    from composer.export.markdown import unfinished

    left = unfinished(session.document())
    if session.standing().state == "approved":
        return left, "what was written is the text as it was approved"
    _tell_standing(school, session.standing())
    return left, "the draft lists them at its start"


def _policy(session: Session) -> str:
    from composer.export.markdown import published

    return published(session.document(), session.standing())


def _tell_standing(school: str, standing: Standing) -> None:
    if standing.state == "changed":
        note(f"{school} is {standing.in_words}: what was written is not the approved text, and says so")
    elif standing.state == "trouble":
        note(standing.trouble)


def _changes(session: Session, school: str, *, since: bool) -> str:
    from composer.cli.comparing import changes_report
    from composer.export.changes_markdown import markdown

    return markdown(changes_report(session, school, since=since))


def _evidence(session: Session) -> str:
    from composer.export.evidence import Aside, evidence_markdown

    # Checking everything takes time that a policy in which nothing was set aside need not wait for.
    found = session.findings().aside if session.policy.evidence.set_aside else ()
    asides = [
        Aside(finding.message, finding.place.name, answer.reason, answer.by, answer.on) for finding, answer in found
    ]
    return evidence_markdown(session, asides)


def _unexplained(session: Session) -> str:
    wanted = session.reasons_wanted
    return f"no reason is given for {', '.join(wanted)}" if wanted else ""


def _write(desk: Desk, path: Path, made: str, *, force: bool) -> None:
    from composer.store.atomic import AlreadyThere
    from composer.store.exports import write_export

    try:
        write_export(desk.workspace, path, made, overwrite=force)
    except AlreadyThere as problem:
        mend = "add --force to overwrite it, or name another with -o"
        raise Problem("this file is there already", mend, path=path) from problem
    out(f"Wrote {path}.")
