"""The command that writes an export: the policy, what it changes, the evidence or a short version, in any format."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.output import note, out, raw
from composer.export.making import FORMATS, SHORT, WHATS, file_name, format_of, make
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.cli.desk import Desk
    from composer.policy.approval import Standing
    from composer.session import Session

SOON = 0.5
"""Seconds after which a person is told what is being made."""
OTHER_ENDINGS = frozenset({".doc", ".docm", ".dot", ".dotx", ".odt", ".rtf"})
"""Endings of word processors' files that are not written; any other unknown one is Markdown."""


@command(
    "export",
    "Write the policy, what it changes, the evidence, or a short version: Markdown, HTML, Word or PDF.",
    example="export oakfield-primary\nexport oakfield-primary -o policy.docx\n"
    "export oakfield-primary --what changes --format docx\n"
    "export oakfield-primary --what redline --since-approval -o redline.html\n"
    "export oakfield-primary --what parents --format pdf\n"
    "export oakfield-primary --what sentences -o -",
)
@click.argument("school")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write it; - is standard output. Without it, in this folder, with a name such as "
    "SCHOOL-social-media-policy.md.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    help="The format; without it the one that FILE ends in, else md.",
)
@click.option("--what", type=click.Choice(list(WHATS)), default="policy", show_default=True, help="What to write.")
@click.option(
    "--since-approval",
    "since",
    is_flag=True,
    help="With changes, redline or sentences: what changed since the approval.",
)
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
@click.pass_obj
def export_command(
    desk: Desk, school: str, output: str | None, format_: str | None, what: str, *, since: bool, force: bool
) -> int:
    """Write SCHOOL's policy: contents, numbered clauses, appendices, values filled in.

    Of a policy that reads as it was approved this is the approved text, as Markdown byte for byte; one that changed
    since says at its front that it is not.

    \b
    policy     the whole policy
    changes    what it changes in the model and why; in Word the whole policy
               with tracked changes, each reason a comment at its place
    redline    the whole policy with every new and every deleted word marked
    sentences  the changed sentences: removed, added, changed
    evidence   how it was thought through, for governors and assessors
    staff, parents, pupils
               a short version, of the clauses marked for them

    The exit status is 1, with a line that says so, when blanks, undecided clauses or clauses that exclude each
    other remain, which are listed in the draft; for changes, redline and sentences when a change has no reason; for
    the evidence when a situation, process, group or risk of devices stands open. Word and PDF need packages that
    pip install 'policy-composer[all]' brings.
    """  # noqa: D301 - the mark is click's, for lines that stay as they are
    opened = desk.open(school)
    if opened.stored.lock_trouble is not None:
        raise opened.stored.lock_trouble
    session = opened.session
    if since:
        _comparable(session, school, what)
    chosen = _format(format_, output)
    if output == "-" and FORMATS[chosen].binary and sys.stdout is not None and sys.stdout.isatty():
        name = FORMATS[chosen].name
        raise Problem(f"a terminal cannot show {name}", "name a file with -o FILE, or send it on with > FILE")
    with _telling(f"making the {FORMATS[chosen].name} file …"):
        made = make(session, what, chosen, since=since)
    if output == "-":
        raw(made.data)
    else:
        _write(desk, Path(output or file_name(school, what, chosen, since=since)), made.data, force=force)
    if made.told:
        note(made.told)
    left, where = _left(session, school, what)
    if not left:
        return 0
    begin = f"the evidence of {school} has gaps" if what == "evidence" else f"{school} is not ready for approval"
    note(f"{begin}: {left}; {where}")
    return 1


def _comparable(session: Session, school: str, what: str) -> None:
    """Refuse to tell what changed since an approval where nothing is compared, or there was none."""
    if not WHATS[what].compares:
        raise Problem("--since-approval tells changes and no policy", "add --what changes, redline or sentences")
    from composer.cli.comparing import approved_once

    approved_once(session, school)


def _format(named: str | None, output: str | None) -> str:
    """The format that is asked for by name, by the ending of the file, or by neither."""
    if output is None or output == "-":
        return named or "md"
    ending = format_of(output)
    if named and ending and ending != named:
        raise Problem(
            f"{output} ends as {FORMATS[ending].label} and --format says {named}",
            f"let the name end in {FORMATS[named].suffix}, or leave --format out",
        )
    if not named and Path(output).suffix.lower() in OTHER_ENDINGS:
        raise Problem(f"{output} is no format that is written here", "let the name end in .docx for Word")
    return named or ending or "md"


@contextmanager
def _telling(words: str) -> Iterator[None]:
    """Say on standard error what takes long, where a person waits at a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    timer = Timer(SOON, note, (words,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _left(session: Session, school: str, what: str) -> tuple[str, str]:
    """What is left to do, in words, and where it is told or done; the first is empty when nothing is."""
    if WHATS[what].compares:
        mend = f"give it with policy-composer adapt (or drop) {school} CLAUSE --reason REASON"
        return _unexplained(session), mend
    if what == "evidence":
        from composer.export.evidence import still_open

        return "; ".join(still_open(session)), "the document lists it at its start"
    from composer.export.markdown import unfinished

    left, standing = unfinished(session.document()), session.standing()
    if standing.state == "approved":
        made_from = "is made from" if what in SHORT else "is"
        return left, f"what was written {made_from} the text as it was approved"
    _tell_standing(school, standing)
    return left, "the whole draft lists them at its start" if what in SHORT else "the draft lists them at its start"


def _tell_standing(school: str, standing: Standing) -> None:
    if standing.state == "changed":
        note(f"{school} is {standing.in_words}: what was written is not the approved text, and says so")
    elif standing.state == "trouble":
        note(standing.trouble)


def _unexplained(session: Session) -> str:
    wanted = session.reasons_wanted
    return f"no reason is given for {', '.join(wanted)}" if wanted else ""


def _write(desk: Desk, path: Path, made: bytes, *, force: bool) -> None:
    from composer.store.atomic import AlreadyThere
    from composer.store.exports import write_export

    try:
        write_export(desk.workspace, path, made, overwrite=force)
    except AlreadyThere as problem:
        mend = "add --force to overwrite it, or name another with -o"
        raise Problem("this file is there already", mend, path=path) from problem
    out(f"Wrote {path}.")
