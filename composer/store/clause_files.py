"""Clauses on disk: ``<category>/<id>.md``, Markdown with TOML front matter between ``+++`` lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.clause import CHANGE_KINDS, FREEDOMS, NATIONS, READERS, STANCES, STRENGTHS, Clause, Revision
from composer.policy.decisions import LONGEST_CLAUSE
from composer.policy.problems import Problem
from composer.store.dictionaries import audiences, tested, words
from composer.store.fields import Table, read_text
from composer.store.front_matter import split
from composer.store.slugs import check_slug

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CLAUSE_KEYS = (
    "id", "title", "rev", "strength", "freedom", "stance", "summary", "topics", "settles", "basis", "needs",
    "clashes", "instead_of", "when", "nations", "review_by", "history", "readers", "short",
)  # fmt: skip


def folders(root: Path) -> Iterator[Path]:
    """The folders in a folder, in order, hidden ones left out.

    Raises:
        Problem: It cannot be listed.
    """
    return (path for path in _listed(root) if path.is_dir())


def toml_files(folder: Path) -> Iterator[Path]:
    """The TOML files in a folder, in order, hidden ones left out; none when there is no such folder.

    Raises:
        Problem: It cannot be listed.
    """
    return (path for path in (_listed(folder) if folder.exists() else ()) if path.suffix == ".toml")


def read_clauses(folder: Path, root: Path, category: str, found: dict[str, Clause]) -> None:
    """Add the clauses of one category's folder to ``found``.

    Raises:
        Problem: One is not right, or its id is taken.
    """
    for path in _listed(folder):
        if path.suffix != ".md":
            if path.is_dir():
                raise Problem("a category has no folders in it", "move its files up", path=path)
            continue
        clause = read_clause(path, root, category)
        taken = found.get(clause.id)
        if taken is not None:
            other = folder.parent / taken.category / path.name
            raise Problem(f"the id {clause.id} is used twice", f"rename this file or {other}", path=path)
        found[clause.id] = clause


def clause_path(root: Path, category: str, clause_id: str) -> Path:
    """The file of a clause; ``root`` is the library or a model's folder in it."""
    return root / category / f"{clause_id}.md"


def read_clause(path: Path, root: Path, category: str) -> Clause:
    """One clause from its file.

    Raises:
        Problem: With the line where that can be told.
    """
    try:
        clause_id = check_slug(path.stem, "clause id")
    except Problem as problem:
        raise Problem(problem.what, "rename the file: " + problem.mend, path=path) from None
    front = split(read_text(path, root), path)
    table = front.table
    table.only(*_CLAUSE_KEYS)
    if table.text("id", clause_id) != clause_id:
        raise table.problem(f"the id of a clause is its file's name, {clause_id}", "take this line out", "id")
    if not front.body:
        raise Problem("the clause has no text", "write it below the second +++", path=path, line=front.body_line)
    size = len(front.body.encode())
    if size > LONGEST_CLAUSE:
        raise Problem(
            f"the clause has {size:,} bytes of text", f"a clause has at most {LONGEST_CLAUSE:,}: cut it", path=path
        )
    return Clause(
        id=clause_id,
        category=category,
        title=table.text("title"),
        body=front.body,
        rev=table.whole("rev", least=1),
        strength=table.one_of("strength", STRENGTHS, "recommended"),
        freedom=table.one_of("freedom", FREEDOMS, "local-choice"),
        stance=table.one_of("stance", STANCES, "procedural"),
        summary=table.text("summary", ""),
        topics=table.texts("topics"),
        settles=table.slugs("settles", "scenario"),
        basis=table.slugs("basis", "law"),
        needs=table.slugs("needs", "clause id"),
        clashes=table.slugs("clashes", "clause id"),
        instead_of=table.slugs("instead_of", "clause id"),
        when=_when(table),
        nations=words(table, "nations", NATIONS),
        review_by=table.day("review_by"),
        history=tuple(_revision(entry) for entry in table.list_of_tables("history")),
        readers=words(table, "readers", READERS),
        short=audiences(table),
    )


def _revision(table: Table) -> Revision:
    table.only("rev", "date", "kind", "note")
    return Revision(
        table.whole("rev", least=1), table.due_day("date"), table.one_of("kind", CHANGE_KINDS), table.text("note")
    )


def _when(table: Table) -> str:
    said = table.text("when", "")
    return tested(said, table, "when") if said else ""


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise Problem(f"cannot be read: {error.strerror}", "check the folder", path=folder) from error
