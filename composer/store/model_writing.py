"""Writing a model that was imported: its folder under ``clauses/models`` is there whole, or as it was.

The new folder is written beside the old one under a hidden name, synced and read back, and then takes its place by
being renamed. Only a folder that an import made is replaced.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from composer.policy.clause import NATIONS, READERS
from composer.policy.problems import Problem
from composer.store.clause_files import clause_path
from composer.store.dictionaries import VALUES
from composer.store.disk import CREATE, OS_FILES, Files, close_quietly, sync_folder, why, write_all
from composer.store.front_matter import FENCE
from composer.store.model_files import ASIDE, MODEL, MODELS, read_model
from composer.store.slugs import check_slug
from composer.store.toml_text import array, header, literal, quoted
from composer.store.turn import turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.policy.clause import Clause
    from composer.policy.dictionary import ValueEntry
    from composer.policy.library import Library, Model
    from composer.store.workspace import Workspace

RECORD = "import.md"
"""What the import did, for people: beside the model.toml."""

_NEW, _OLD = "importing", ASIDE.removeprefix(".")


def model_folder(workspace: Workspace, model_id: str) -> Path:
    """Where a model is, or would be.

    Raises:
        Problem: The id cannot be one.
    """
    return workspace.clauses / MODELS / check_slug(model_id, "model")


def own_library(workspace: Workspace) -> Workspace:
    """The workspace with a library of its own; without one, the one that came with the program is copied into it.

    Raises:
        Problem: It cannot be written.
    """
    if not workspace.bundled:
        return workspace
    own = workspace.root / "clauses"
    beside = _beside(own, _NEW)
    try:
        with turn(own, OS_FILES):
            # What an import left that was cut off here before.
            shutil.rmtree(beside, ignore_errors=True)
            try:
                _copy(workspace.clauses, beside)
                beside.rename(own)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        what, mend = why(error)
        raise Problem(f"the clause library cannot be copied here: {what}", mend, path=own) from error
    return replace(workspace, clauses=own, bundled=False)


def _copy(folder: Path, to: Path) -> None:
    """Copy what is not hidden; ``shutil.copytree`` would not say what the system said."""
    to.mkdir()
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            _copy(path, to / path.name)
        else:
            shutil.copyfile(path, to / path.name)


def put_back(workspace: Workspace, model_id: str) -> bool:
    """Give a model its folder back that an import had just moved aside when the machine died; whether it had to.

    Raises:
        Problem: The id cannot be one, or the folder cannot be renamed.
    """
    folder = model_folder(workspace, model_id)
    aside = _beside(folder, _OLD)
    if folder.exists() or not aside.is_dir():
        return False
    try:
        aside.rename(folder)
    except OSError as error:
        what, mend = why(error)
        raise Problem(f"the model cannot be put back: {what}", mend, path=aside) from error
    return True


def write_model(workspace: Workspace, library: Library, model: Model, record: str, *, files: Files = OS_FILES) -> Path:
    """Write a model and what its import did, or leave everything as it is.

    Args:
        workspace: With a library of its own.
        library: That library.
        model: The model.
        record: The text of ``import.md``.
        files: The system's calls.

    Returns:
        The model's folder.

    Raises:
        Problem: There is a folder of that name that no import made, or it cannot be written.
    """
    folder = model_folder(workspace, model.id)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with turn(folder, files):
            before = library.models.get(model.id)
            if folder.exists() and (before is None or not before.imported_from):
                raise not_ours(folder)
            new = _beside(folder, _NEW)
            shutil.rmtree(new, ignore_errors=True)
            try:
                _write(new, _texts(model, record), files)
                _carry_over(folder, new, files)
                _verify(new, model, workspace, library)
                _swap(new, folder, files)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        what, mend = why(error)
        raise Problem(f"not written: {what}; the model is as it was", mend, path=folder) from error
    return folder


def not_ours(folder: Path) -> Problem:
    """The problem of a model that no import made: people wrote it, and nothing overwrites it."""
    return Problem("there is a model of this id that was not imported", "choose another --id", path=folder)


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{what}")


def _write(folder: Path, texts: dict[str, str], files: Files) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_file(path, text.encode(), files)
    for inner in sorted({(folder / name).parent for name in texts} | {folder}):
        sync_folder(inner, files)


def _write_file(path: Path, data: bytes, files: Files) -> None:
    fd = files.open(path, CREATE, 0o666)
    try:
        write_all(fd, data, files)
        files.fsync(fd)
    except OSError:
        close_quietly(fd, files)
        raise
    files.close(fd)


def _carry_over(old: Path, new: Path, files: Files) -> None:
    """Keep what people put beside an earlier edition's files."""
    for path in sorted(old.iterdir()) if old.is_dir() else ():
        if path.is_file() and not path.is_symlink() and not (new / path.name).exists() and path.name != VALUES:
            _write_file(new / path.name, path.read_bytes(), files)


def _verify(folder: Path, model: Model, workspace: Workspace, library: Library) -> None:
    """Read back what was written, as the program will."""
    there = read_model(folder, model.id, workspace.clauses, library.categories, library.clauses)
    if there != model:
        raise Problem("not written: what the disk gave back is not what was written", "try again", path=folder)


def _swap(new: Path, folder: Path, files: Files) -> None:
    """Put the new folder in the old one's place; a machine that dies between the steps leaves what put_back finds."""
    aside = _beside(folder, _OLD)
    there = folder.exists()
    if there:
        shutil.rmtree(aside, ignore_errors=True)
        files.replace(folder, aside)
    try:
        files.replace(new, folder)
    except OSError:
        if there:
            files.replace(aside, folder)
        raise
    with suppress(OSError):
        sync_folder(folder.parent, files)
    shutil.rmtree(aside, ignore_errors=True)


# -- the texts ----------------------------------------------------------------------------------------------


def _texts(model: Model, record: str) -> dict[str, str]:
    """Every file of a model's folder, by its name there."""
    texts = {MODEL: _model_toml(model), RECORD: record}
    if model.values:
        texts[VALUES] = "\n".join(_value_toml(entry) for entry in model.values.values())
    for clause in model.overlay.values():
        texts[clause_path(Path(), clause.category, clause.id).as_posix()] = clause_text(clause)
    return texts


def _model_toml(model: Model) -> str:
    lines = [
        f"title = {quoted(model.title)}",
        f"publisher = {quoted(model.publisher)}",
        f"version = {quoted(model.version)}",
        f"date = {literal(model.date)}",
    ]
    if model.nations != NATIONS:
        lines.append(f"nations = {literal(model.nations)}")
    if model.types:
        lines.append(f"types = {literal(model.types)}")
    if model.intro:
        lines.append(f"intro = {literal(model.intro)}")
    lines.append(f"imported_from = {quoted(model.imported_from)}")
    for section in model.sections:
        lines += ["", header(("section", section.id)).rstrip("\n"), f"title = {quoted(section.title)}"]
        if section.appendix:
            lines.append("appendix = true")
        lines.append(f"clauses = {array([quoted(clause_id) for clause_id in section.clauses])}")
    if model.as_imported:
        lines += ["", "# What tells the next import which clauses were edited here since this one."]
        lines += ["[as_imported]", *(f"{quoted(name)} = {quoted(said)}" for name, said in model.as_imported.items())]
    return "\n".join(lines) + "\n"


def _value_toml(entry: ValueEntry) -> str:
    """An entry of the dictionary; one that people made more of than an import does keeps that."""
    lines = [
        header(("value", entry.name)).rstrip("\n"),
        *(f"{key} = {literal(value)}" for key, value in _entry_keys(entry) if value not in ("", (), None, False)),
    ]
    if entry.when:
        lines += ["", header(("value", entry.name, "when")).rstrip("\n")]
        lines += [f"{quoted(test)} = {literal(said)}" for test, said in entry.when]
    if entry.forms:
        lines += ["", header(("value", entry.name, "forms")).rstrip("\n")]
        lines += [f"{quoted(choice)} = {quoted(form)}" for choice, form in entry.forms]
    return "\n".join(lines) + "\n"


def _entry_keys(entry: ValueEntry) -> Iterator[tuple[str, object]]:
    if entry.follows:
        yield "follows", entry.follows
        return
    yield "question", entry.question
    yield "type", entry.type
    yield "group", entry.group
    yield "choices", entry.choices
    yield "min", entry.minimum
    yield "max", entry.maximum
    yield "default", entry.default
    yield "example", entry.example
    yield "personal", entry.personal
    yield "multiline", entry.multiline
    yield "stands_for", entry.stands_for


def clause_text(clause: Clause) -> str:
    """A clause's whole file: its front matter and its text."""
    front = [f"{key} = {literal(value)}" for key, value in _clause_keys(clause)]
    for revision in clause.history:
        front += [
            "",
            "[[history]]",
            f"rev = {revision.rev}",
            f"date = {literal(revision.date)}",
            f"kind = {quoted(revision.kind)}",
            f"note = {quoted(revision.note)}",
        ]
    return "\n".join([FENCE, *front, FENCE, clause.body])


def _clause_keys(clause: Clause) -> Iterator[tuple[str, object]]:
    yield "title", clause.title
    yield "rev", clause.rev
    yield "strength", clause.strength
    yield "freedom", clause.freedom
    yield "stance", clause.stance
    yield "summary", clause.summary
    if clause.readers != READERS:
        yield "readers", clause.readers
    for key in ("short", "topics", "settles", "basis", "needs", "clashes", "instead_of"):
        if getattr(clause, key):
            yield key, getattr(clause, key)
    if clause.when:
        yield "when", clause.when
    if clause.nations != NATIONS:
        yield "nations", clause.nations
    if clause.review_by is not None:
        yield "review_by", clause.review_by
