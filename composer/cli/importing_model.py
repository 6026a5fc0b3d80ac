"""The half of ``import`` that makes a model of a document, for every school to start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.cli.output import columns, count, json_out, note, out
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from composer.cli.desk import Desk
    from composer.imports.as_model import Carried, ImportedModel
    from composer.imports.source import Source
    from composer.policy.clause import Nation
    from composer.policy.incoming import Blank
    from composer.policy.library import Model

KEYS = (
    "file, sha256, model, title, publisher, version, date, later (whether there was an earlier edition), sections (a "
    "list of id, title, appendix, clauses), clauses (a list of piece, number, where, title, id, section, state, "
    "score), gone (clause ids), placeholders (a list of written, name, known, question, pieces), left_out (a list of "
    "kind, said, where), notes (a list), written (a path or null)."
)
"""The keys of ``--json``, as the help tells them."""

_LONGEST = 52
"""Characters of a title in the table."""


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """The options of ``import --as model``, as they were typed."""

    id: str
    title: str | None = None
    publisher: str | None = None
    version: str | None = None
    date: str | None = None
    nations: tuple[str, ...] = ()
    dry_run: bool = False
    as_json: bool = False


def import_model(desk: Desk, source: Source, options: ModelOptions) -> int:
    """Make a model of a document and say what came of it; with ``dry_run`` only say it.

    Returns:
        The exit status: 1 when something was left out, or a person should look at something.

    Raises:
        Problem: An option is wrong, a model of this id was not imported, or nothing could be written.
    """
    from composer.store.model_writing import model_folder, not_ours, put_back

    folder = model_folder(desk.workspace, options.id)
    if not options.dry_run and put_back(desk.workspace, options.id):
        note(f"an earlier import of {options.id} was cut off; the model is back as it was before that")
    earlier = desk.library.models.get(options.id)
    if folder.exists() and (earlier is None or not earlier.imported_from):
        raise not_ours(folder)
    imported = _made(desk, source, options, earlier)
    written = None if options.dry_run else _write(desk, imported, quietly=options.as_json)
    if options.as_json:
        json_out(as_data(imported, written))
    else:
        _tell(imported, earlier, written)
    return 1 if imported.left_out or imported.notes or imported.gone or imported.blanks else 0


def _made(desk: Desk, source: Source, options: ModelOptions, earlier: Model | None) -> ImportedModel:
    from composer.imports.as_model import About, model_from
    from composer.imports.cutting import cut
    from composer.imports.particulars import date_in, title_in, version_in
    from composer.policy.dictionary import read_date

    pieces = cut(source)
    day = read_date("--date", options.date) if options.date is not None else date_in(source) or desk.today
    publisher = desk.typed(options.publisher, "--publisher") or (earlier.publisher if earlier is not None else "")
    if not publisher and not options.dry_run:
        raise Problem("import does not know who publishes this model", "name them with --publisher 'Name of the LA'")
    title = earlier.title if earlier is not None and not pieces.title else title_in(source, pieces)
    about = About(
        options.id,
        desk.typed(options.title, "--title") or title,
        publisher or "its publisher",
        desk.typed(options.version, "--version") or version_in(source) or str(day.year),
        day,
        _nations(options.nations, earlier),
    )
    notes = []
    if earlier is not None and earlier.version == about.version:
        notes.append(f"The edition before is called version {about.version} too: give this one another with --version.")
    return model_from(source, pieces, about, desk.library, notes)


def _nations(named: tuple[str, ...], earlier: Model | None) -> tuple[Nation, ...]:
    from composer.policy.clause import NATIONS

    for nation in named:
        if nation not in NATIONS:
            raise Problem(f"--nation is not {nation!r}", "choose " + " / ".join(NATIONS))
    if not named:
        return earlier.nations if earlier is not None else NATIONS
    return tuple(nation for nation in NATIONS if nation in named)


def _write(desk: Desk, imported: ImportedModel, *, quietly: bool) -> Path:
    from composer.imports.model_record import model_record
    from composer.store.model_writing import own_library, write_model

    copied = desk.workspace.bundled
    workspace = own_library(desk.workspace)
    if copied and not quietly:
        out(f"The clause library that came with the program is now in {workspace.clauses}, for this model to go into.")
    return write_model(workspace, desk.library, imported.model, model_record(imported, desk.today))


# -- telling ------------------------------------------------------------------------------------------------


def _tell(imported: ImportedModel, earlier: Model | None, written: Path | None) -> None:
    from composer.policy.dictionary import in_words

    model = imported.model
    out(f"{imported.source.name}: {model.title}, version {model.version} of {in_words(model.date)}.")
    tally = [f"{sum(each.state == state for each in imported.carried)} {said}" for state, said in _counted(imported)]
    out(
        f"{count(len(model.sections), 'section')}, {count(len(imported.carried), 'clause')}"
        + (f": {', '.join(tally)}; {len(imported.gone)} gone" if earlier is not None else "")
        + "."
    )
    for section in model.sections:
        out()
        out(f"{section.title} ({section.id})" + (", appendices" if section.appendix else ""))
        rows = [_row(each, later=imported.later) for each in imported.carried if each.section == section.id]
        for line in columns(rows) if rows else ():
            out(f"  {line}")
    _listed("Placeholders proposed", _placeholders(imported.blanks))
    _listed("Gone since the edition before", imported.gone)
    _listed(
        "Left out",
        (
            f"{each.kind}{_at(each.where)}{f': {_cut(each.said, 120)}' if each.said else ''}"
            for each in imported.left_out
        ),
    )
    _listed("To look at", imported.notes)
    out()
    if written is None:
        out("Nothing is written (--dry-run).")
        return
    out(f"Wrote {written}; what was done is told in import.md there.")
    if earlier is None:
        out(f"A school starts from it with: policy-composer new SCHOOL --model {model.id} ...")
    else:
        out("A school takes it in with: policy-composer update SCHOOL")


def _counted(imported: ImportedModel) -> list[tuple[str, str]]:
    from composer.imports.model_record import STATES

    return [(state, said) for state, said in STATES.items() if any(each.state == state for each in imported.carried)]


def _row(carried: Carried, *, later: bool) -> tuple[str, ...]:
    from composer.imports.model_record import STATES

    state = STATES[carried.state] + (f", {carried.score} % the same" if carried.state == "reworded" else "")
    piece = carried.piece
    cells = (piece.number or "-", _cut(piece.title, _LONGEST), carried.clause_id)
    return (*cells, state) if later else cells


def _placeholders(blanks: Iterable[Blank]) -> list[str]:
    from composer.policy.document import plainly

    lines = []
    for blank in blanks:
        where = f"piece{'s' if len(blank.pieces) > 1 else ''} {', '.join(map(str, blank.pieces))}"
        source = "in the dictionary" if blank.known else f"new: {blank.question}"
        lines.append(f"{{{{{blank.name}}}}} for {_cut(plainly(blank.written), 60)} ({where}), {source}")
    return lines


def _listed(heading: str, lines: Iterable[str]) -> None:
    said = list(lines)
    if said:
        out()
        out(f"{heading}:")
        for line in said:
            out(f"  {' '.join(line.split())}")


def _at(where: str) -> str:
    return f" ({where})" if where else ""


def _cut(said: str, most: int) -> str:
    flat = " ".join(said.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def as_data(imported: ImportedModel, written: Path | None) -> dict[str, object]:
    """Everything that came of it, for ``--json``."""
    model, source = imported.model, imported.source
    return {
        "file": source.name,
        "sha256": source.digest,
        "model": model.id,
        "title": model.title,
        "publisher": model.publisher,
        "version": model.version,
        "date": model.date,
        "later": imported.later,
        "sections": [
            {"id": each.id, "title": each.title, "appendix": each.appendix, "clauses": list(each.clauses)}
            for each in model.sections
        ],
        "clauses": [
            {
                "piece": each.piece.index,
                "number": each.piece.number,
                "where": each.piece.where,
                "title": each.piece.title,
                "id": each.clause_id,
                "section": each.section,
                "state": each.state,
                "score": each.score,
            }
            for each in imported.carried
        ],
        "gone": list(imported.gone),
        "placeholders": [
            {
                "written": each.written,
                "name": each.name,
                "known": each.known,
                "question": each.question,
                "pieces": list(each.pieces),
            }
            for each in imported.blanks
        ],
        "left_out": [{"kind": each.kind, "said": each.said, "where": each.where} for each in imported.left_out],
        "notes": list(imported.notes),
        "written": None if written is None else str(written),
    }
