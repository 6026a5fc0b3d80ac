"""What an import of a model did, written for people: ``import.md`` beside the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.dictionary import in_words
from composer.policy.document import plainly
from composer.policy.placeholders import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from composer.imports.as_model import Carried, ImportedModel
    from composer.policy.incoming import Blank

STATES = {"new": "new", "same": "as before", "reworded": "reworded"}
"""What became of a clause since the edition before, in words."""


def model_record(imported: ImportedModel, on: date) -> str:
    """The record as Markdown: the file, what became of its pieces, the blanks, what is not in the model, notes."""
    model, source = imported.model, imported.source
    lines = [
        f"# Import of {escape(model.title)}",
        "",
        f"- File: {escape(source.name)}",
        f"- SHA-256 of the file: {source.digest}",
        f"- Imported on: {in_words(on)}",
        f"- Version {escape(model.version)} of {in_words(model.date)}, from {escape(model.publisher)}",
        "",
        "## Clauses",
        "",
        *_table(("In the document", "Title", "Clause", "Since the edition before"), map(_row, imported.carried)),
    ]
    if imported.gone:
        lines += ["", "Clauses of the edition before that this one has no more: " + ", ".join(imported.gone) + "."]
    lines += ["", "## Placeholders proposed", ""]
    lines += _table(("In the document", "Placeholder", "Where it comes from", "Pieces"), map(_blank, imported.blanks))
    lines += ["", "## Left out", ""]
    lines += [
        f"- {escape(each.kind)}{f' ({escape(each.where)})' if each.where else ''}"
        f"{f': {escape(each.said)}' if each.said else ''}"
        for each in imported.left_out
    ] or ["Nothing."]
    lines += ["", "## To look at", ""]
    lines += [f"- {escape(note)}" for note in imported.notes] or ["Nothing."]
    return "\n".join(lines) + "\n"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    body = [f"| {' | '.join(escape(cell) for cell in row)} |" for row in rows]
    if not body:
        yield "None."
        return
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from body


def _row(carried: Carried) -> tuple[str, ...]:
    piece = carried.piece
    place = " ".join(part for part in (piece.number, f"({piece.where})" if piece.where else "") if part)
    return place, piece.title, carried.clause_id, STATES[carried.state]


def _blank(blank: Blank) -> tuple[str, ...]:
    source = "the dictionary" if blank.known else blank.question
    return plainly(blank.written), blank.name, source, ", ".join(map(str, blank.pieces))
