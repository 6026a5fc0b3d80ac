"""The command that shows one clause: what is known about it, and what a school made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.output import indented, json_out, out, raw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.cli.desk import Desk
    from composer.policy.clause import Clause
    from composer.policy.library import Library
    from composer.session import Session


_STATES = {
    "undecided": "undecided: the model has it, and the policy has neither taken nor dropped it",
    "available": "not in the policy, and not in its model; pick would take it in",
}


@command(
    "show",
    "Show one clause, and what a school made of it.",
    example="show image-consent\nshow image-consent --school oakfield-primary\n"
    "show image-consent --school oakfield-primary --text > image-consent.md",
    keys="id, category, title, summary, rev, strength, freedom, freedom_in_words, stance, basis (key, title, "
    "certainty: empty where the register lacks it), topics (id, title), settles (id, title), readers, short, needs, "
    "clashes, instead_of, when, nations, review_by, history (rev, date, kind, note), body; with --school also "
    "school: slug, state, number, title, reason, decided_by, decided_on, moved_on, short, text, base, diff.",
)
@click.argument("clause")
@click.option("--school", metavar="SCHOOL", help="Show also what this school made of it.")
@click.option("--model", "model_id", metavar="MODEL", help="Show it in this model's own words.")
@click.option("--text", "text_only", is_flag=True, help="Print nothing but the text, as a start for adapt.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def show_command(
    desk: Desk, clause: str, school: str | None, model_id: str | None, *, text_only: bool, as_json: bool
) -> None:
    """Show CLAUSE: its text, how free a school is to change it, what it rests on and its history."""
    session: Session | None = None
    library = desk.library.under(desk.library.model(model_id)) if model_id is not None else desk.library
    if school is not None:
        opened = desk.open(school)
        opened.tell_trouble()
        session, library = opened.session, opened.session.library
    found = _find(clause, library, desk.library, session, named=model_id is not None)
    if text_only:
        raw(session.text(clause) if session is not None else found.body if found is not None else "")
        return
    if as_json:
        data: dict[str, object] = _about(found, library) if found is not None else {"id": clause}
        if session is not None and school is not None:
            data["school"] = _school_part(session, school, clause)
        json_out(data)
        return
    if found is not None:
        _print_clause(found, library)
    if session is not None and school is not None:
        _print_school(session, school, clause)


def _find(clause_id: str, library: Library, whole: Library, session: Session | None, *, named: bool) -> Clause | None:
    """The library's clause, or None when only the school has it; a clause only one model has is found there."""
    found = library.clauses.get(clause_id)
    if found is None and session is None and not named:
        found = next((m.overlay[clause_id] for m in whole.models.values() if clause_id in m.overlay), None)
    if found is not None:
        return found
    if session is not None:
        from composer.cli.deciding import session_knows

        session_knows(session, clause_id)
        return None
    return library.clause(clause_id)


def _about(clause: Clause, library: Library) -> dict[str, object]:
    from composer.policy.clause import FREEDOM_IN_WORDS
    from composer.policy.scenarios import background

    behind = background(clause, library)
    return {
        "id": clause.id,
        "category": clause.category,
        "title": clause.title,
        "summary": clause.summary,
        "rev": clause.rev,
        "strength": clause.strength,
        "freedom": clause.freedom,
        "freedom_in_words": FREEDOM_IN_WORDS[clause.freedom],
        "stance": clause.stance,
        "basis": [{"key": key, "title": title or key, "certainty": sure} for key, title, sure in behind.rests_on],
        "topics": [{"id": key, "title": title} for key, title in behind.topics],
        "settles": [{"id": key, "title": title} for key, title in behind.settles],
        "readers": list(behind.readers),
        "short": list(clause.short),
        "needs": list(clause.needs),
        "clashes": list(clause.clashes),
        "instead_of": list(clause.instead_of),
        "when": clause.when,
        "nations": list(clause.nations),
        "review_by": clause.review_by.isoformat() if clause.review_by is not None else None,
        "history": [
            {"rev": each.rev, "date": each.date.isoformat(), "kind": each.kind, "note": each.note}
            for each in clause.history
        ],
        "body": clause.body,
    }


def _school_part(session: Session, slug: str, clause_id: str) -> dict[str, object]:
    from composer.compare.marks import marked
    from composer.policy.short import mark_of

    decision = session.policy.decisions.get(clause_id)
    return {
        "slug": slug,
        "state": session.state(clause_id),
        "number": _number(session, clause_id),
        "title": session.title(clause_id),
        "reason": decision.reason if decision is not None else "",
        "decided_by": decision.decided_by if decision is not None else "",
        "decided_on": decision.decided_on.isoformat() if decision is not None and decision.decided_on else None,
        "moved_on": session.moved_on(clause_id),
        "short": list(mark_of(session.draft, session.library, clause_id)) if _printed(session, clause_id) else [],
        "text": session.text(clause_id),
        "base": session.base_text(clause_id),
        "diff": marked(session.diff(clause_id)),
    }


def _print_clause(clause: Clause, library: Library) -> None:
    from composer.policy.clause import FREEDOM_IN_WORDS
    from composer.policy.scenarios import background, law_told, readers_told
    from composer.policy.school import in_words
    from composer.policy.short import in_words as short_in_words

    behind = background(clause, library)
    out(f"{clause.title} ({clause.id}, rev {clause.rev})")
    if clause.summary:
        out(clause.summary)
    out()
    told = [
        ("Category", library.categories[clause.category].title),
        ("Strength", clause.strength),
        ("Freedom", FREEDOM_IN_WORDS[clause.freedom]),
        ("Stance", clause.stance),
        ("Readers", readers_told(behind)),
        ("Short version", short_in_words(clause.short) if clause.short else ""),
        ("Topics", "; ".join(f"{key} {title}".strip() for key, title in behind.topics)),
        ("Settles", "; ".join(title.rstrip(".") or key for key, title in behind.settles)),
        ("Rests on", "; ".join(law_told(*law) for law in behind.rests_on)),
        ("Needs", _titled(clause.needs, library)),
        ("Instead of", _titled(clause.instead_of, library)),
        ("Alternatives", _titled(_alternatives(clause, library), library)),
        ("Clashes with", _titled(clause.clashes, library)),
        ("Suggested for", clause.when.replace(":", " = ", 1)),
        ("Nations", "" if len(clause.nations) == 4 else ", ".join(in_words(nation) for nation in clause.nations)),
        ("Look at again", clause.review_by.isoformat() if clause.review_by is not None else ""),
    ]
    for label, said in told:
        if said:
            out(f"{label + ':':15}{said}")
    for each in clause.history:
        out(f"{'Rev ' + str(each.rev) + ':':15}{each.date.isoformat()}, {each.kind}: {each.note}")
    out()
    out(indented(clause.body))


def _print_school(session: Session, slug: str, clause_id: str) -> None:
    from composer.compare.marks import marked

    decision = session.policy.decisions.get(clause_id)
    number = _number(session, clause_id)
    out()
    place = f" as {number} {session.title(clause_id)}" if number else ""
    state = session.state(clause_id)
    out(f"{session.policy.profile.name} ({slug}): {_STATES.get(state, state)}{place}")
    if decision is not None:
        when = f" on {decision.decided_on.isoformat()}" if decision.decided_on is not None else ""
        if decision.decided_by:
            out(f"{'Decided by:':15}{decision.decided_by}{when}")
        if decision.reason:
            out(f"{'Reason:':15}{decision.reason}")
    if _printed(session, clause_id):
        _print_short(session, clause_id)
    if session.moved_on(clause_id):
        out(f"{'Model:':15}it has changed since: {session.moved_on(clause_id)}")
    if decision is not None and decision.text:
        out()
        out("The school's text:" if decision.printed else "The school's text, kept though it is dropped:")
        out(indented(decision.text))
        diff = session.diff(clause_id)
        if session.base_text(clause_id) and diff.changed:
            out()
            out("Against the model ([-gone-] {+new+}):")
            out(indented(marked(diff)))


def _print_short(session: Session, clause_id: str) -> None:
    from composer.policy.short import in_words, mark_of

    decision = session.policy.decisions[clause_id]
    said = mark_of(session.draft, session.library, clause_id)
    if said or decision.short is not None:
        own = " (the school's own choice)" if decision.short is not None else ""
        out(f"{'Short version:':15}{in_words(said)}{own}")


def _printed(session: Session, clause_id: str) -> bool:
    decision = session.policy.decisions.get(clause_id)
    return decision is not None and decision.printed


def _number(session: Session, clause_id: str) -> str:
    return next((line.number for line in session.outline_clauses() if line.id == clause_id), "")


def _titled(clause_ids: Iterable[str], library: Library) -> str:
    found = ((each, library.clauses.get(each)) for each in clause_ids)
    return "; ".join(f"{clause.title} ({each})" if clause is not None else each for each, clause in found)


def _alternatives(clause: Clause, library: Library) -> list[str]:
    return [other.id for other in library.clauses.values() if clause.id in other.instead_of]
