"""Commands that look after the files: the library's lint, and a lock that was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.library_figures import figure_data, figure_lines, readings, summary_data, summary_lines
from composer.cli.output import count, json_out, out
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.cli.desk import Desk


@click.group("library", no_args_is_help=False, short_help="Check the clause library: library check.")
def library_command() -> None:
    """Look after the clause library."""


@command(
    "check",
    "Check every file of the library.",
    example="library check\nlibrary check --summary\nlibrary check --figures",
    keys="findings (a list of path, line, message); with --summary also clauses, categories, topics, scenarios,"
    " processes and platforms (each done and of), alternatives, models; with --figures also figures"
    " (a list of clause, words, sentences, longest, age).",
)
@click.option("--summary", is_flag=True, help="Print what the library has, in counts.")
@click.option("--figures", is_flag=True, help="Print how hard each clause is to read.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def _check(desk: Desk, *, summary: bool, figures: bool, as_json: bool) -> int:
    """Check every file of the library; the exit status is 1 when something is found.

    The reading age is in years, by the Flesch-Kincaid formula; blanks are read as they are commonly filled.
    """
    from composer.store.lint import lint

    findings = lint(desk.library, desk.workspace.clauses, today=desk.today)
    if as_json:
        said: dict[str, object] = {
            "findings": [{"path": str(each.path), "line": each.line, "message": each.message} for each in findings]
        }
        if summary:
            said |= summary_data(desk.library)
        if figures:
            said["figures"] = [figure_data(clause_id, found) for clause_id, found in readings(desk.library)]
        json_out(said)
        return 1 if findings else 0
    for each in findings:
        out(f"{each.path}:{each.line}: {each.message}" if each.line else f"{each.path}: {each.message}")
    for line in [*(summary_lines(desk.library) if summary else ()), *(figure_lines(desk.library) if figures else ())]:
        out(line)
    if findings:
        out(f"{count(len(findings), 'finding')}.")
        return 1
    library = desk.library
    out(f"{count(len(library.clauses), 'clause')} and {count(len(library.models), 'model')}: nothing to mend.")
    return 0


library_command.add_command(_check)


@command("rebuild-lock", "Make a lost or damaged policy.lock anew.", example="rebuild-lock oakfield-primary")
@click.argument("school")
@click.pass_obj
def rebuild_lock_command(desk: Desk, school: str) -> None:
    """Make a lost or damaged policy.lock of SCHOOL anew from the library as it is now.

    What each clause was decided on is lost with the lock: the library's present text is taken as its base,
    and this says which. Prefer to get the old policy.lock back, from git or a copy. Of a lock that only lacks
    some clauses everything stays, and those alone are added.
    """
    from composer.store.school_files import rebuild_lock

    opened = desk.open(school)
    if opened.stored.lock_trouble is None:
        raise Problem("the lock is whole, so there is nothing to rebuild", path=opened.stored.lock_path)
    rebuilt = rebuild_lock(opened.stored, desk.library)
    out(f"Rebuilt {rebuilt.lock_path}. Taken as the base of each clause, from the library as it is now:")
    for clause_id, base in rebuilt.draft.lock.bases.items():
        if clause_id in opened.stored.draft.lock.bases:
            continue
        decision = rebuilt.draft.policy.decisions.get(clause_id)
        out(f"  {clause_id}: rev {base.rev}" + (f" ({decision.mode})" if decision is not None else ""))
    settled = sum(each.answer == "settled" for each in rebuilt.draft.policy.evidence.scenarios.values())
    if settled and not opened.stored.draft.lock.settled:
        said = f"{count(settled, 'situation')} answered as settled {'counts' if settled == 1 else 'count'} as answered"
        out(f"{said} on the texts of today: see policy-composer scenarios {school}")
    out(f"Look through it with: policy-composer diff {school}")
