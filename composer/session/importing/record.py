"""The record of an import: which file it was, what became of each piece, and what was left out, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.document import plainly
from composer.policy.placeholders import escape
from composer.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.policy.incoming import LeftOut
    from composer.session.importing import Importing
    from composer.session.importing.rows import Row

WORTH_NAMING = 10
"""The score from which on the clause nearest to a piece of the school's own says something."""


def record_of(importing: Importing) -> str:
    """What was imported and how, with one final newline."""
    model, origin = importing.matching.model, importing.origin
    opening = (
        f"{escape(importing.profile.name)} had a policy of its own. It was taken in piece by piece and matched to "
        f"{escape(model.title)}, version {escape(model.version)}, and to the clause library."
    )
    parts = [
        "# Where this policy comes from",
        opening,
        "\n".join(_file(importing)),
        "## What became of each piece",
        "\n".join(_table(importing)),
        *_listed("What was left out on purpose", _dropped(importing)),
        *_listed("What could not be carried over", (_not_carried(each) for each in origin.left_out)),
        *_listed("What to look at", map(escape, importing.notes)),
        *_listed("Values found in the document", _values(importing)),
        *_listed("What the model has and this policy lacks", _lacking(importing)),
    ]
    return "\n\n".join(parts) + "\n"


def _file(importing: Importing) -> Iterator[str]:
    origin = importing.origin
    yield f"- File: {escape(origin.name) or 'not named'}"
    if origin.digest:
        yield f"- SHA-256: {origin.digest}"
    yield f"- Taken in on {importing.today.isoformat()} by {escape(importing.by)}"


def _table(importing: Importing) -> Iterator[str]:
    yield "| Piece | Where | In the document | Became | The same |"
    yield "|---|---|---|---|---|"
    sections = {at: section.title for at, section in enumerate(importing.cut.sections)}
    for row in importing.rows:
        first = " ".join(part for part in (row.piece.number, row.piece.title) if part)
        where = ", ".join(part for part in (sections[row.section], row.piece.where) if part)
        cells = (row.label, where, first, _became(row), f"{row.score} %" if row.matched else "")
        yield f"| {' | '.join(escape(cell) for cell in cells)} |"


def _became(row: Row) -> str:
    if row.kind == "left out":
        return "left out"
    if row.kind == "local":
        near = next((each for each in row.candidates if each.score >= WORTH_NAMING), None)
        said = f"; nearest {near.clause_id}, {near.score} %" if near is not None else ""
        return f"the school's own clause {row.id}{said}"
    titled = f", titled “{row.title}”" if row.title != row.clause_title else ""
    return f"{row.id}, {row.kind}{titled}"


def _dropped(importing: Importing) -> Iterator[str]:
    """What a person left out or gave another title."""
    kept = {row.section for row in importing.rows if row.kind != "left out"}
    for each in importing.introductions:
        if each.section not in kept:
            said = " ".join(plainly(each.piece.text).split())
            yield f"What introduces {escape(each.piece.title)}: {escape(said)}"
    for row in importing.rows:
        if row.kind == "left out":
            words = word_count(row.piece.text)
            yield f"Piece {row.label}, {escape(row.piece.title)}: {words} word{'' if words == 1 else 's'}"
        was = importing.was_titled(row.index)
        if was:
            yield f"The heading “{escape(was)}” of piece {row.label}, which is titled “{escape(row.title)}” now"


def _not_carried(each: LeftOut) -> str:
    where = f" ({escape(each.where)})" if each.where else ""
    return f"{escape(each.kind)}{where}" + (f": {escape(each.said)}" if each.said else "")


def _values(importing: Importing) -> Iterator[str]:
    for each in importing.values:
        if each.value is not None:
            yield f"{escape(each.name)}: {escape(each.said)}"


def _lacking(importing: Importing) -> Iterator[str]:
    clauses = importing.matching.library.clauses
    for clause_id in importing.lacking:
        title = clauses[clause_id].title if clause_id in clauses else clause_id
        yield f"{escape(title)} ({clause_id})"


def _listed(heading: str, items: Iterator[str]) -> list[str]:
    lines = [f"- {item}" for item in items]
    return [f"## {heading}", "\n".join(lines)] if lines else []
