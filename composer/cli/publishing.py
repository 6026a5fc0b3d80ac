"""The command that writes the finished policy, or the list of its departures from the model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.output import note, out, raw
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.cli.desk import Desk
    from composer.session import Session

NAMES = {"policy": "{slug}-social-media-policy.md", "changes": "{slug}-changes-from-the-model.md"}


@command(
    "export",
    "Write the finished policy, or its list of changes.",
    example="export oakfield-primary\nexport oakfield-primary -o policy.md --force\n"
    "export oakfield-primary --what changes -o -",
)
@click.argument("school")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write it; - is standard output. Without it, in this folder: "
    "SCHOOL-social-media-policy.md or SCHOOL-changes-from-the-model.md.",
)
@click.option("--format", "format_", type=click.Choice(["md"]), default="md", show_default=True, help="The format.")
@click.option(
    "--what",
    type=click.Choice(list(NAMES)),
    default="policy",
    show_default=True,
    help="The policy, or what it changes in the model and why.",
)
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
@click.pass_obj
def export_command(desk: Desk, school: str, output: str | None, format_: str, what: str, *, force: bool) -> int:  # noqa: ARG001 - md is the only format so far
    """Write SCHOOL's policy as Markdown: contents, numbered clauses, appendices, values filled in.

    The exit status is 1, with a line that says so, when blanks, undecided clauses or clauses that exclude each
    other remain; they are listed in the draft, and blanks are marked there too. The list of changes is ready when
    every change has its reason.
    """
    from composer.export.markdown import unfinished

    opened = desk.open(school)
    if opened.stored.lock_trouble is not None:
        raise opened.stored.lock_trouble
    session = opened.session
    made = _policy(session) if what == "policy" else _changes(session)
    if output == "-":
        raw(made)
    else:
        _write(desk, Path(output or NAMES[what].format(slug=school)), made, force=force)
    left, where = unfinished(session.document()), "the draft lists them at its start"
    if what == "changes":
        left, where = (
            _unexplained(session),
            f"give it with policy-composer adapt (or drop) {school} CLAUSE --reason REASON",
        )
    if not left:
        return 0
    note(f"{school} is not ready for approval: {left}; {where}")
    return 1


def _policy(session: Session) -> str:
    from composer.export.markdown import policy_markdown

    return policy_markdown(session.document())


def _changes(session: Session) -> str:
    from composer.export import changes

    about = changes.About.of(session.document(), session.outline())
    return changes.markdown(changes.Report(session.comparison(), about, roles=session.roles))


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
