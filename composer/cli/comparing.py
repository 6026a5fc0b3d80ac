"""Commands that compare: a policy with its model or its approved text, and any two files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.output import as_json as json_text
from composer.cli.output import out, raw
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.cli.desk import Desk
    from composer.export.report import FileReport, Report
    from composer.session import Session

FORMATS = ("text", "markdown", "html", "json")
WHOLE = {"critic": "redline", "sentences": "sentences"}
"""Formats of the whole policy alone, each with the export that it prints."""
KINDS = ("as-is", "adapted", "dropped", "added", "moved", "undecided")
SINCE_KINDS = ("unchanged", "changed", "removed", "added", "moved")

format_option = click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="How to print it."
)
json_option = click.option("--json", "as_json", is_flag=True, help="The same as --format json.")


@command(
    "diff",
    "Compare a policy, or one clause, with its model or its approved text.",
    example="diff oakfield-primary --only adapted,dropped\n"
    "diff oakfield-primary celebrating-achievement\n"
    "diff oakfield-primary --since-approval\n"
    "diff oakfield-primary --format sentences\n"
    "diff oakfield-primary --format html > changes.html",
    keys="school, policy, model, model_version, since (the day of the approval, or null), counts (as-is, adapted, "
    "dropped, added, undecided, moved; since approval unchanged, changed, removed, added, moved), "
    "words_added, words_removed, sections_moved (titles), changes (how many clauses: substantive, wording, layout, "
    "moved), substantive: a list of clause, number, title, changed (a list), why, who, on, asks (a list); "
    "clauses: a list of id, title, section, kind, moved, moved_note, deviates, reason, "
    "freedom, consequence, model_changed, words_added, words_removed, obligations (kind, old, new, message), "
    "diff (old, new, blocks: kind, old, new, move, spans: kind, text).",
)
@click.argument("school")
@click.argument("clause", required=False)
@click.option("--since-approval", "since", is_flag=True, help="Compare with the text that was last approved.")
@click.option(
    "--format",
    "format_",
    type=click.Choice((*FORMATS, *WHOLE)),
    default="text",
    show_default=True,
    help="How to print it; critic is the whole policy in CriticMarkup, sentences what was removed, added, changed.",
)
@click.option(
    "--only",
    metavar="KINDS",
    help=f"Only these, parted by commas: {', '.join(KINDS)}; since approval: {', '.join(SINCE_KINDS)}.",
)
@json_option
@click.pass_obj
def diff_command(
    desk: Desk, school: str, clause: str | None, format_: str, only: str | None, *, since: bool, as_json: bool
) -> int:
    """Compare SCHOOL's policy, or one CLAUSE of it, with the model as the school took it.

    First come the substantive changes, each with what changed, why, who decided and what it asks; then every change
    with its words as [-gone-] or {+new+}. Against the model, values are no changes, and nor is a model that has
    moved on since, which is only noted. Since an approval the printed text is compared, values and all. The exit
    status is 1 when something shown differs.
    """
    opened = desk.open(school)
    trouble = opened.stored.lock_trouble or opened.session.approval_trouble
    if since and trouble is not None:
        raise trouble
    opened.tell_trouble("until then not every change can be told")
    report = changes_report(opened.session, school, since=since, only=_kinds(only, since=since), clause=clause)
    if format_ in WHOLE and not as_json:
        _print_whole(opened.session, format_, since=since, narrowed=bool(only or clause))
    else:
        _print(format_ if not as_json else "json", report)
    undecided = [entry.id for entry in report.entries if entry.kind == "undecided"]
    if undecided and format_ == "text" and not as_json:
        out()
        out(f"Undecided clauses wait to be taken: policy-composer pick {school} {' '.join(undecided)}")
        out(f"or left out, each with its reason: policy-composer drop {school} {undecided[0]} --reason REASON")
    return 1 if report.differs else 0


def changes_report(
    session: Session,
    school: str,
    *,
    since: bool = False,
    only: tuple[str, ...] | None = None,
    clause: str | None = None,
) -> Report:
    """The policy beside its model, or since the last approval; narrowed to some kinds or one clause.

    Raises:
        Problem: It was never approved, the record of its approval is damaged, or there is no such clause.
    """
    from composer.export.making import report_of
    from composer.policy.library import unknown

    if since:
        approved_once(session, school)
        report = report_of(session, since=True, only=only or SINCE_KINDS, clause=clause)
        known = [entry.id for entry in report.comparison.entries]
        if clause is not None and clause not in known:
            raise unknown("clause of this policy or of its approved text", clause, known)
        return report
    if clause is not None:
        from composer.cli.deciding import session_knows

        session_knows(session, clause)
        if session.state(clause) == "available":
            raise Problem(f"{clause} is neither in the policy nor in its model", f"see it with: show {clause}")
    return report_of(session, only=only or KINDS, clause=clause)


def approved_once(session: Session, school: str) -> None:
    """See to it that there is an approval to compare with.

    Raises:
        Problem: The policy was never approved, or the record of its approval is damaged.
    """
    if session.approval_trouble is not None:
        raise session.approval_trouble
    if session.approval is None:
        raise Problem(
            f"{school} has not been approved yet, so there is nothing to compare with",
            f"record its approval with: policy-composer approve {school}",
        )


@command(
    "diff-files",
    "Compare any two Markdown files word by word.",
    example="diff-files last-year.md this-year.md --format markdown",
    keys="old, new (names), changed, layout_only, words_added, words_removed, obligations, blocks as in diff.",
)
@click.argument("old")
@click.argument("new")
@format_option
@json_option
@click.pass_obj
def diff_files_command(desk: Desk, old: str, new: str, format_: str, *, as_json: bool) -> int:
    """Compare two Markdown files word by word, with the same differ as diff; - is standard input.

    The exit status is 0 when they are the same, 1 when they differ.
    """
    from composer.compare.diff import diff
    from composer.export import changes

    if old == "-" and new == "-":
        raise Problem("standard input can only be one of the two", "name a file for the other")
    texts = desk.text_from(old), desk.text_from(new)
    report = changes.FileReport(_name(old), _name(new), diff(*texts))
    _print(format_ if not as_json else "json", report)
    return 1 if texts[0] != texts[1] else 0


def _print_whole(session: Session, format_: str, *, since: bool, narrowed: bool) -> None:
    from composer.export.making import make

    if narrowed:
        raise Problem(f"--format {format_} prints the whole policy", "leave out the clause and --only")
    raw(make(session, WHOLE[format_], "md", since=since).data)


def _print(format_: str, report: Report | FileReport) -> None:
    from composer.export import changes

    match format_:
        case "markdown":
            raw(changes.markdown(report))
        case "html":
            from composer.export.html import html

            raw(html(report))
        case "json":
            raw(json_text(changes.as_data(report)))
        case _:
            out(changes.text(report).rstrip("\n"))


def _kinds(only: str | None, *, since: bool) -> tuple[str, ...]:
    known = SINCE_KINDS if since else KINDS
    if only is None:
        return known
    from composer.policy.library import unknown

    wanted = tuple(dict.fromkeys(kind.strip() for kind in only.split(",") if kind.strip()))
    for kind in wanted:
        if kind not in known:
            raise unknown("kind of clause", kind, known)
    if not wanted:
        raise Problem("--only names nothing", "name some of: " + ", ".join(known))
    return wanted


def _name(path: str) -> str:
    return "standard input" if path == "-" else os.fsdecode(os.fsencode(Path(path).name))
