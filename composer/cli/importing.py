"""The command that takes in a document from elsewhere, as a model or as a school's policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli import importing_model, importing_school
from composer.cli.frame import command
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.cli.desk import Desk

_FOR_MODELS = ("publisher", "version", "day", "dry_run")
_FOR_SCHOOLS = (
    "model_id", "name", "phase", "type_", "by", "matches", "locals_", "left_out", "merges", "splits", "titles", "show",
    "write",
)  # fmt: skip
_SPELT = {"day": "date", "model_id": "model", "type_": "type", "matches": "match", "locals_": "local",
          "left_out": "leave-out", "merges": "merge", "splits": "split", "titles": "retitle"}  # fmt: skip


def _of_a_model(function: Callable[..., int]) -> Callable[..., int]:
    """The options of ``--as model`` alone."""
    for option in reversed(
        (
            click.option("--publisher", metavar="NAME", help="For a model: who publishes it, such as the LA."),
            click.option("--version", metavar="VERSION", help="For a model: its version, where the document has none."),
            click.option("--date", "day", metavar="DATE", help="For a model: of when it is, such as 2026-09-01."),
            click.option("--dry-run", is_flag=True, help="For a model: only say what would come of it."),
        )
    ):
        function = option(function)
    return function


def _of_a_school(function: Callable[..., int]) -> Callable[..., int]:
    """The options of ``--as school`` alone."""
    for option in reversed(
        (
            click.option("--model", "model_id", metavar="MODEL", help="For a school: the model to match it to."),
            click.option("--name", metavar="NAME", help="For a school: its full name."),
            click.option(
                "--phase", metavar="PHASE", help="nursery, primary, middle, secondary, all-through or 16-plus."
            ),
            click.option("--type", "type_", metavar="TYPE", help="The type of school, such as community or academy."),
            click.option("--match", "matches", metavar="N=CLAUSE", multiple=True, help="Piece N is this clause."),
            click.option("--local", "locals_", metavar="N", multiple=True, help="Piece N is the school's own."),
            click.option("--leave-out", "left_out", metavar="N", multiple=True, help="Leave piece N out."),
            click.option("--merge", "merges", metavar="N", multiple=True, help="Join piece N with the next."),
            click.option("--split", "splits", metavar="N@POINT", multiple=True, help="Split piece N at this point."),
            click.option("--retitle", "titles", metavar="N=TITLE", multiple=True, help="Give piece N this title."),
            click.option("--show", metavar="N", help="Print piece N alone, with its diff and where it may be split."),
            click.option("--write", is_flag=True, help="Make the school's policy as proposed and corrected."),
            click.option("--by", metavar="WHO", help="Who decides; without it the IT lead."),
        )
    ):
        function = option(function)
    return function


@command(
    "import",
    "Take in a Word or Markdown document, as a model or as a school's policy.",
    example="import model-policy.docx --as model --id anyshire --publisher 'Anyshire Council' --dry-run\n"
    "import our-policy.docx --as school --id oakfield-primary --model county-model\n"
    "import our-policy.docx --as school --id oakfield-primary --model county-model --match 4=image-consent --show 4",
    keys=f"of a model: {importing_model.KEYS} Of a school: {importing_school.KEYS}",
)
@click.argument("file")
@click.option(
    "--as", "kind", type=click.Choice(["model", "school"]), required=True, help="What the document is to become."
)
@click.option("--id", "id_", metavar="ID", required=True, help="The short name of its folder.")
@click.option("--title", metavar="TITLE", help="What it is called, where not as the document says.")
@click.option(
    "--nation",
    "nations",
    metavar="NATION",
    multiple=True,
    help="england, wales, scotland or northern-ireland; of a model, each that it is written for.",
)
@_of_a_model
@_of_a_school
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def import_command(desk: Desk, /, file: str, kind: str, id_: str, nations: tuple[str, ...], **said: object) -> int:
    """Take FILE in: a Word document (.docx) or Markdown, from another person.

    As a model it becomes clauses/models/ID: sections from its headings, clauses from its sub-headings or numbered
    paragraphs, blanks as placeholders. A later edition of the same document goes under the same ID; its clauses keep
    their ids, so that update finds what changed.

    As a school's policy its pieces are matched to the clauses of the model and the library. That is only shown, until
    --write makes the policy.

    The exit status is 1 when something was left out or wants a look.
    """
    from composer.imports.reading import LARGEST_DOCUMENT, read_document

    _check(kind, said)
    path, data = desk.bytes_from(file, LARGEST_DOCUMENT)
    source = read_document(data, str(path))
    if kind == "model":
        return importing_model.import_model(desk, source, _model_options(id_, nations, said))
    if len(nations) > 1:
        raise Problem("a school is in one nation", "name one --nation")
    return importing_school.import_school(desk, source, _school_options(id_, nations, said))


def _check(kind: str, said: dict[str, object]) -> None:
    """Refuse what only the other kind of import knows."""
    for name in _FOR_SCHOOLS if kind == "model" else _FOR_MODELS:
        if said[name]:
            other = "school" if kind == "model" else "model"
            raise Problem(f"--{_SPELT.get(name, name.replace('_', '-'))} goes with --as {other}", "leave it out")


def _text(said: dict[str, object], name: str) -> str | None:
    value = said[name]
    return value if isinstance(value, str) else None


def _texts(said: dict[str, object], name: str) -> tuple[str, ...]:
    value = said[name]
    return tuple(str(each) for each in value) if isinstance(value, tuple) else ()


def _model_options(id_: str, nations: tuple[str, ...], said: dict[str, object]) -> importing_model.ModelOptions:
    return importing_model.ModelOptions(
        id_,
        _text(said, "title"),
        _text(said, "publisher"),
        _text(said, "version"),
        _text(said, "day"),
        nations,
        dry_run=bool(said["dry_run"]),
        as_json=bool(said["as_json"]),
    )


def _school_options(id_: str, nations: tuple[str, ...], said: dict[str, object]) -> importing_school.SchoolOptions:
    corrections = importing_school.Corrections(
        splits=_texts(said, "splits"),
        merges=_texts(said, "merges"),
        matches=_texts(said, "matches"),
        locals=_texts(said, "locals_"),
        left_out=_texts(said, "left_out"),
        titles=_texts(said, "titles"),
    )
    return importing_school.SchoolOptions(
        id_,
        model=_text(said, "model_id"),
        name=_text(said, "name"),
        phase=_text(said, "phase"),
        nation=nations[0] if nations else None,
        type=_text(said, "type_"),
        title=_text(said, "title"),
        by=_text(said, "by") or "IT lead",
        corrections=corrections,
        show=_text(said, "show"),
        write=bool(said["write"]),
        as_json=bool(said["as_json"]),
    )
