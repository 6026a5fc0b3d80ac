"""Commands that list: schools, models, clauses, and the values a school needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.output import columns, count, json_out, note, out
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.cli.desk import Desk
    from composer.policy.clause import Clause
    from composer.policy.library import Library
    from composer.policy.summary import SchoolSummary

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@command(
    "schools",
    "List the schools, how far each has got, and what is due.",
    example="schools",
    keys="a list of slug, name, phase, model, model_version, newest_version (of the model in the library), counts "
    "(as-is, adapted, dropped, added, undecided), last_changed (UTC), "
    "approval (state: none, approved, changed or trouble; on, null without one; in_words), due (a list of kind: "
    "policy, decision, fact or law; name; what; on; state: overdue, due today or soon; days until then, negative "
    "when overdue; in_words).",
)
@json_option
@click.pass_obj
def schools_command(desk: Desk, *, as_json: bool) -> int:
    """List the schools of this workspace: what each has decided, when it was last changed, and its approval.

    The clauses are counted as diff counts them: those that the model does not have are added. Below the table
    stands what is overdue, due today or due within 60 days: the review of the policy, decisions with a review_by,
    and the facts and the law under the printed text that expire. The exit status is 0 also when something is due.
    """
    from composer.cli.school_list import as_data, print_schools
    from composer.session.summary import summary
    from composer.store.workspace import last_changed, schools

    found: list[SchoolSummary] = []
    troubled = False
    for slug in schools(desk.workspace):
        try:
            opened = desk.open(slug)
        except Problem as problem:
            troubled = True
            note(str(problem))
            continue
        opened.tell_trouble()
        found.append(summary(slug, opened.session, last_changed(desk.workspace, slug)))
    if as_json:
        json_out([as_data(school) for school in found])
    elif found:
        print_schools(found)
    elif not troubled:
        out("There is no school here yet. Make one with: policy-composer new SCHOOL --name NAME ...")
    return 2 if troubled else 0


@command(
    "models",
    "List the model policies.",
    example="models",
    keys="a list of id, title, publisher, version, date, clauses (a number), nations, types (empty: any).",
)
@json_option
@click.pass_obj
def models_command(desk: Desk, *, as_json: bool) -> None:
    """List the model policies that a school's policy may be based on."""
    from composer.policy.clause import NATIONS
    from composer.policy.school import in_words

    models = desk.library.models.values()
    if as_json:
        json_out(
            [
                {
                    "id": model.id,
                    "title": model.title,
                    "publisher": model.publisher,
                    "version": model.version,
                    "date": model.date.isoformat(),
                    "clauses": len(model.clause_ids),
                    "nations": model.nations,
                    "types": model.types,
                }
                for model in models
            ]
        )
        return
    rows = [["model", "version", "date", "clauses", "title"]]
    rows += [[m.id, m.version, m.date.isoformat(), str(len(m.clause_ids)), m.title] for m in models]
    for line in columns(rows):
        out(line)
    for model in models:
        nations = "any nation" if model.nations == NATIONS else ", ".join(map(in_words, model.nations))
        types = ", ".join(map(in_words, model.types)) or "any type of school"
        out(f"{model.id} is written for {nations}: {types}.")


@command(
    "clauses",
    "List or search the clauses of the library.",
    example="clauses picture permission\nclauses --category risk",
    keys="a list of id, category, title, summary, strength, freedom, stance, rev.",
)
@click.argument("query", nargs=-1)
@click.option("--category", metavar="CATEGORY", help="Only the clauses of this category.")
@json_option
@click.pass_obj
def clauses_command(desk: Desk, query: tuple[str, ...], category: str | None, *, as_json: bool) -> int:
    """List the clauses of the library, or those that have every word of QUERY.

    Looked through are id, title, summary, text, and the titles of the topics and scenarios a clause is for.
    Capital letters make no difference. The exit status is 1 when no clause matches.
    """
    from composer.policy.library import unknown
    from composer.policy.scenarios import of_library, told_of
    from composer.policy.search import matching

    library = desk.library
    if category is not None and category not in library.categories:
        raise unknown("category", category, library.categories)
    listed = [clause for clause in of_library(library) if category in {None, clause.category}]
    found = list(matching(listed, " ".join(query), lambda clause: told_of(clause, library)))
    if as_json:
        json_out([_clause_line(clause) for clause in found])
    else:
        _print_clauses(found, library)
    if not found and not as_json:
        note(f"no clause has {' and '.join(repr(word) for word in query)}; try fewer or shorter words")
    return 0 if found else 1


def _clause_line(clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id,
        "category": clause.category,
        "title": clause.title,
        "summary": clause.summary,
        "strength": clause.strength,
        "freedom": clause.freedom,
        "stance": clause.stance,
        "rev": clause.rev,
    }


def _print_clauses(found: Sequence[Clause], library: Library) -> None:
    width = max((len(clause.id) for clause in found), default=0)
    category = ""
    for clause in found:
        if clause.category != category:
            if category:
                out()
            category = clause.category
            out(f"{library.categories[category].title} ({category})")
        about = f": {clause.summary}" if clause.summary else ""
        out(f"  {clause.id.ljust(width)}  {clause.title}{about}")


@command(
    "values",
    "List the blanks that a policy's clauses need, filled or not.",
    example="values oakfield-primary",
    keys="a list of name, group, question, example, value (null when empty), default, because (the part "
    "of the profile that the default comes from), clauses.",
)
@click.argument("school")
@json_option
@click.pass_obj
def values_command(desk: Desk, school: str, *, as_json: bool) -> None:
    """List the blanks that the clauses of SCHOOL's policy need, filled or not."""
    from composer.policy.dictionary import as_typed, in_words

    opened = desk.open(school)
    opened.tell_trouble("until then the blanks of clauses taken as they are are not known")
    needed = opened.session.values_needed()
    if as_json:
        json_out(
            [
                {
                    "name": need.name,
                    "group": need.group,
                    "question": need.question,
                    "example": need.example,
                    "value": None if need.value is None else as_typed(need.value),
                    "default": need.default,
                    "because": need.because,
                    "clauses": list(need.clauses),
                }
                for need in needed
            ]
        )
        return
    group = ""
    for need in needed:
        if need.group != group:
            group = need.group
            out(group)
        if need.value is not None:
            answer = in_words(need.value)
        elif need.default:
            source = f"because {need.because}" if need.because else "the library's own answer"
            answer = f"{need.default} ({source})"
        else:
            answer = "EMPTY: " + need.question + (f" For example: {need.example}" if need.example else "")
        out(f"  {need.name} = {answer}")
    empty = [need.name for need in needed if need.value is None and not need.default]
    if empty:
        out(f"{count(len(empty), 'blank')} to fill: policy-composer set {school} {empty[0]}=...")
    elif needed and opened.stored.lock_trouble is None:
        out("Every blank is filled.")
    elif not needed:
        out("The policy has no clause with a blank yet.")
