"""A proposal of ``import --as school``, told to a person and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.cli.output import columns, count, indented, out
from composer.session.importing.record import WORTH_NAMING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.policy.incoming import Suggestion
    from composer.session.importing import Importing
    from composer.session.importing.rows import Row

_MANY = 25
"""Words of what is not carried over that are told in full."""
_FEW = 3
"""Changes of one piece that are told in the proposal."""
_LONGEST = 44
"""Characters of a title in the table."""


def tell(importing: Importing, slug: str, guessed: str) -> None:
    """The whole proposal."""
    model, rows = importing.matching.model, importing.rows
    kinds = [row.kind for row in rows]
    out(f"{importing.origin.name}: {count(len(rows), 'piece')}, matched to {model.title}, version {model.version}.")
    out(
        f"{kinds.count('as-is')} as-is, {kinds.count('adapted')} adapted, {kinds.count('local')} the school's own "
        f"(local), {kinds.count('left out')} left out; {count(len(importing.lacking), 'clause')} of the model "
        f"{'is' if len(importing.lacking) == 1 else 'are'} in none of them."
    )
    if guessed:
        out(f"The school seems to be: {guessed}")
    out()
    for line in columns([("piece", "in the document", "becomes", "clause", "the same"), *map(_cells, rows)]):
        out(line)
    clauses = importing.matching.library.clauses
    _listed("Suggestions", (_suggested(importing, each) for each in importing.suggestions))
    _listed("Changes what people must do", (_changed(row) for row in rows if row.look_at))
    _listed("Values found", (f"{each.name}: {each.said}" for each in importing.values if each.value is not None))
    if any(row.matched for row in rows):
        _listed("The model has, the document lacks", (f"{clauses[each].title} ({each})" for each in importing.lacking))
    _listed(
        "Not carried over", (f"{each.kind}{_at(each.where)}{_said(each.said)}" for each in importing.origin.left_out)
    )
    _listed("To look at", importing.notes)
    out()
    out("Nothing is written. See a piece with --show N; correct with --match N=CLAUSE, --local N, --leave-out N,")
    out(f"--merge N, --split N@POINT or --retitle N=TITLE; then make schools/{slug} with --write.")


def tell_row(importing: Importing, index: int) -> None:
    """One piece: what it may be, how it differs from its clause, and where it may be split."""
    from composer.compare.marks import marked

    row = importing.rows[index]
    out(f"Piece {row.label}{_at(row.piece.where)}: {_was(row)}")
    out(f"Becomes: {_becomes(row)}" + (f", {row.score} % the same" if row.matched else ""))
    if row.matched and row.title != row.clause_title:
        out(f"Title: {row.title} (the clause's is {row.clause_title})")
    clauses = importing.matching.library.clauses
    _listed(
        "It may be", (f"{each.clause_id}, {each.score} %: {clauses[each.clause_id].title}" for each in row.candidates)
    )
    out()
    out("From the clause to the piece, [-gone-] and {+new+}:" if row.diff is not None else "Its words:")
    out(indented(marked(row.diff) if row.diff is not None else row.text or row.piece.text))
    _listed("Look at", row.look_at)
    points = importing.split_points(index)
    _listed("It may be split before", (f"{at} {point.words}" for at, point in enumerate(points, 1)))


def as_data(importing: Importing, slug: str, guessed: str, written: str | None) -> dict[str, object]:
    """The proposal for programs."""
    model, rows = importing.matching.model, importing.rows
    kinds = [row.kind for row in rows]
    return {
        "file": importing.origin.name,
        "school": slug,
        "model": model.id,
        "model_version": model.version,
        "name_guessed": guessed or None,
        "counts": {kind.replace(" ", "_"): kinds.count(kind) for kind in ("as-is", "adapted", "local", "left out")},
        "pieces": [_row_data(row) for row in rows],
        "values": [
            {
                "name": each.name,
                "said": each.said,
                "set": each.value is not None,
                "pieces": [rows[at].label for at in each.rows],
            }
            for each in importing.values
        ],
        "lacking": list(importing.lacking),
        "suggestions": [
            {
                "kind": each.kind,
                "piece": rows[each.index].label,
                "point": _point(importing, each),
                "clauses": [{"clause": found.clause_id, "score": found.score} for found in each.found],
            }
            for each in importing.suggestions
        ],
        "not_carried": [
            {"kind": each.kind, "said": each.said, "where": each.where} for each in importing.origin.left_out
        ],
        "notes": list(importing.notes),
        "written": written,
    }


def _row_data(row: Row) -> dict[str, object]:
    from composer.compare.marks import marked

    diff = None
    if row.diff is not None:
        diff = {"old": row.diff.old, "new": row.diff.new, "marked": marked(row.diff)}
    return {
        "piece": row.label,
        "where": row.piece.where,
        "number": row.piece.number,
        "section": row.section_title,
        "was": row.piece.title,
        "kind": row.kind,
        "clause": row.id or None,
        "title": row.title,
        "score": row.score,
        "candidates": [
            {"clause": each.clause_id, "score": each.score, "in_model": each.in_model} for each in row.candidates
        ],
        "diff": diff,
        "look_at": list(row.look_at),
    }


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    score = f"{row.score} %" if row.matched else ""
    if row.kind == "local" and row.candidates and row.candidates[0].score >= WORTH_NAMING:
        score = f"(nearest: {row.candidates[0].clause_id}, {row.candidates[0].score} %)"
    return row.label, _cut(_was(row)), row.kind, row.id if row.matched else "", score


def _was(row: Row) -> str:
    return f"{row.piece.number} {row.piece.title}".strip()


def _cut(said: str) -> str:
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def _becomes(row: Row) -> str:
    if row.kind == "local":
        return f"the school's own clause {row.id}"
    return row.kind if row.kind == "left out" else f"{row.kind} {row.id}"


def _suggested(importing: Importing, each: Suggestion) -> str:
    rows, clauses = importing.rows, importing.matching.library.clauses
    named = [f"{found.score} % of “{clauses[found.clause_id].title}”" for found in each.found]
    label = rows[each.index].label
    if each.kind == "merge":
        return f"pieces {label} and {rows[each.index + 1].label} together are {named[0]}: --merge {label}"
    return f"piece {label} is {named[0]} and then {named[1]}: --split {label}@{_point(importing, each)}"


def _point(importing: Importing, each: Suggestion) -> int | None:
    points = importing.split_points(each.index) if each.kind == "split" else ()
    return next((at for at, point in enumerate(points, 1) if point.at == each.at), None)


def _at(where: str) -> str:
    return f" ({where})" if where else ""


def _said(said: str) -> str:
    """Words that are not carried over; of many only the first, since the record and ``--json`` have them all."""
    words = said.split()
    if len(words) > _MANY:
        return f": {' '.join(words[:_MANY])} … ({len(words):,} words)"
    return f": {said}" if said else ""


def _changed(row: Row) -> str:
    """What a piece changes of a clause's duties: the first few changes."""
    rest = len(row.look_at) - _FEW
    said = "; ".join(row.look_at[:_FEW]) + (f"; and {rest} more: --show {row.label}" if rest > 0 else "")
    return f"piece {row.label} ({row.id}): {said}"


def _listed(heading: str, items: Iterable[str]) -> None:
    lines = list(items)
    if lines:
        out()
        out(f"{heading}:")
        for line in lines:
            out(f"  {' '.join(line.split())}")
