"""Model policies on disk: ``clauses/models/<model-id>/model.toml`` and the clauses in the model's own words.

A clause under ``clauses/models/<model-id>/<category>/`` replaces the library's of the same id for schools
with this model, or adds one, and an entry of ``clauses/models/<model-id>/values.toml`` does so with the library's
dictionary. A model.toml may say the model's id too, so that a folder that was copied or renamed is found out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.clause import NATIONS
from composer.policy.library import Category, Model, ModelSection, unknown
from composer.policy.problems import Problem
from composer.policy.school import TYPES
from composer.policy.slugs import slug_from
from composer.store.clause_files import folders, read_clauses
from composer.store.dictionaries import read_values, words
from composer.store.fields import Source, Table, parse, read_text
from composer.store.slugs import check_slug
from composer.text import visible

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from pathlib import Path

    from composer.policy.clause import Clause

MODELS = "models"
MODEL = "model.toml"
ASIDE = ".earlier"
"""What the hidden folder's name ends with that has a model while an import puts its next edition in place."""


def read_models(root: Path, categories: Mapping[str, Category], clauses: Mapping[str, Clause]) -> dict[str, Model]:
    """Every model under ``root``, by id.

    Raises:
        Problem: One names a clause that neither it nor the library has, or the same clause twice, two have one
            id, or one is not right in another way.
    """
    if not (root / MODELS).is_dir():
        return {}
    tables = {folder: _opened(folder, root) for folder in folders(root / MODELS)}
    _check_ids(tables)
    named = {folder.name: table for folder, table in tables.items()}
    for model_id, folder in _moved_aside(root / MODELS, named):
        source = Source(folder / MODEL, read_text(folder / MODEL, root))
        named[model_id] = Table(source, parse(source))
    return {name: _read_model(name, named[name], root, categories, clauses) for name in sorted(named)}


def read_model(
    folder: Path, model_id: str, root: Path, categories: Mapping[str, Category], clauses: Mapping[str, Clause]
) -> Model:
    """One model from a folder that need not have its name yet.

    Raises:
        Problem: As ``read_models``.
    """
    source = Source(folder / MODEL, read_text(folder / MODEL, root))
    return _read_model(model_id, Table(source, parse(source)), root, categories, clauses)


def _moved_aside(models: Path, there: Container[str]) -> Iterator[tuple[str, Path]]:
    """Models that are out of their place while an import puts a new edition there, or because it was cut off then."""
    for folder in sorted(models.glob(f".*{ASIDE}")):
        model_id = folder.name.removeprefix(".").removesuffix(ASIDE)
        if model_id not in there and slug_from(model_id, "") == model_id and (folder / MODEL).is_file():
            yield model_id, folder


def _opened(folder: Path, root: Path) -> Table:
    try:
        check_slug(folder.name, "model")
    except Problem as problem:
        raise Problem(problem.what, "rename the folder: " + problem.mend, path=folder) from None
    path = folder / MODEL
    if not path.exists():
        raise Problem("this model has no model.toml", "add one, or remove the folder", path=folder)
    source = Source(path, read_text(path, root))
    return Table(source, parse(source))


def _check_ids(tables: Mapping[Path, Table]) -> None:
    """Refuse an id that is not the folder's, which is what a school's policy names."""
    said = {folder: table.text("id", folder.name) for folder, table in tables.items()}
    for folder, table in tables.items():
        if said[folder] == folder.name:
            continue
        twin = next((other for other in tables if other != folder and said[other] == said[folder]), None)
        if twin is not None:
            one, two = sorted((twin.name, folder.name))
            raise table.problem(
                f"two models with one id: clauses/models/{one} and clauses/models/{two}",
                f'remove one of the folders, or write id = "{folder.name}" here',
                "id",
            )
        raise table.problem(
            f"the folder is called {folder.name}, and model.toml says id = {visible(said[folder])!r}",
            f'rename the folder, or write id = "{folder.name}"',
            "id",
        )


def _read_model(
    model_id: str, table: Table, root: Path, categories: Mapping[str, Category], clauses: Mapping[str, Clause]
) -> Model:
    folder = table.source.path.parent
    overlay = _read_overlay(folder, root, categories)
    table.only("id", "title", "publisher", "version", "date", "nations", "types", "intro", "imported_from", "section",
               "as_imported")  # fmt: skip
    return Model(
        model_id,
        table.text("title"),
        table.text("publisher"),
        table.text("version"),
        table.due_day("date"),
        _sections(table.table("section"), {**clauses, **overlay}),
        table.prose("intro", "").strip(),
        overlay,
        words(table, "nations", NATIONS),
        _types(table),
        read_values(folder, root),
        table.text("imported_from", ""),
        {clause_id: said.text(clause_id) for said in (table.table("as_imported"),) for clause_id in said.data},
    )


def _types(table: Table) -> tuple[str, ...]:
    known = tuple(dict.fromkeys(word for types in TYPES.values() for word in types))
    return words(table, "types", known) if "types" in table.data else ()


def _read_overlay(folder: Path, root: Path, categories: Mapping[str, Category]) -> dict[str, Clause]:
    overlay: dict[str, Clause] = {}
    for inner in folders(folder):
        if inner.name not in categories:
            problem = unknown("category", inner.name, categories)
            raise Problem(problem.what, problem.mend, path=inner)
        read_clauses(inner, root, inner.name, overlay)
    return overlay


def _sections(table: Table, known: Mapping[str, Clause]) -> tuple[ModelSection, ...]:
    if not table.data:
        raise table.problem("the model has no sections", "add [section.…] with title and clauses")
    seen: dict[str, str] = {}
    sections = []
    for section_id, section in table.tables():
        section.slug(section_id, "section")
        section.only("title", "clauses", "appendix")
        ids = section.slugs("clauses", "clause id")
        for clause_id in ids:
            if clause_id not in known:
                raise section.blame(unknown("clause", clause_id, known), "clauses")
            if clause_id in seen:
                raise section.problem(
                    f"{clause_id} is in the section {seen[clause_id]} already", "keep it in one of them", "clauses"
                )
            seen[clause_id] = section_id
        sections.append(ModelSection(section_id, section.text("title"), ids, section.flag("appendix")))
    return tuple(sections)
