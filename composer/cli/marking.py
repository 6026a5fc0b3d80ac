"""The command that says in which short versions clauses stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.deciding import session_knows
from composer.cli.frame import command
from composer.cli.output import out
from composer.policy.clause import AUDIENCES
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.cli.desk import Desk
    from composer.policy.clause import Audience


@command(
    "mark",
    "Say in which short versions clauses stand.",
    example="mark oakfield-primary class-groups --short parents\n"
    "mark oakfield-primary image-consent purpose --short parents,pupils\n"
    "mark oakfield-primary purpose --short none\n"
    "mark oakfield-primary purpose --short model",
)
@click.argument("school")
@click.argument("clauses", metavar="CLAUSE...", nargs=-1, required=True)
@click.option(
    "--short",
    metavar="WHO",
    required=True,
    help="staff, parents, pupils, or some of them with commas; none; or model: as the model has it.",
)
@click.pass_obj
def mark_command(desk: Desk, school: str, clauses: tuple[str, ...], short: str) -> None:
    """Say in which short versions of SCHOOL's policy each CLAUSE stands in full; all of them or none.

    The library marks some of its clauses for staff, for parents and for pupils, and that holds until the school says
    otherwise. A mark changes no word of the policy. The short versions are written by export with --what staff,
    --what parents and --what pupils.
    """
    from composer.policy.short import in_words, mark_of

    opened = desk.open_to_decide(school, desk.by)
    session = opened.session
    wanted = tuple(dict.fromkeys(clauses))
    for clause_id in wanted:
        session_knows(session, clause_id)
    session.mark(*wanted, short=_read(short))
    if not session.dirty:
        out("Nothing to change: that is how it was marked already.")
        return
    opened.save()
    for clause_id in wanted:
        said = in_words(mark_of(session.draft, session.library, clause_id))
        own = session.policy.decisions[clause_id].short is not None
        out(f"{session.title(clause_id)} ({clause_id}): short version {said}{'' if own else ', as the model has it'}.")


def _read(typed: str) -> tuple[Audience, ...] | None:
    words = [word.strip().casefold() for word in typed.split(",")]
    if words in (["none"], ["model"]):
        return () if words == ["none"] else None
    for word in words:
        if word not in AUDIENCES:
            what = "--short names nobody" if not word else f"there is no short version for {word!r}"
            raise Problem(what, f"choose {' / '.join(AUDIENCES)}, several with commas, or none, or model")
    return tuple(audience for audience in AUDIENCES if audience in words)
