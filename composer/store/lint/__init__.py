"""What a sound library would not have: names that lead nowhere, gaps, facts in clause text, dates gone by.

``library_files`` refuses what cannot be read; what is found here can be read and ought to be mended. Each
family of rules has a module; a rule is a small function that yields places and messages.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from composer.store.clause_files import clause_path
from composer.store.fields import read_text
from composer.store.front_matter import FrontMatter, split
from composer.store.lint import clause_text, coverage, dictionaries, front, lists, models, rules
from composer.store.lint.findings import LintFinding, Sayer
from composer.store.model_files import MODELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from composer.policy.clause import Clause
    from composer.policy.library import Library, Model

__all__ = ["LintFinding", "lint"]


def lint(library: Library, clauses_dir: Path, *, today: date) -> tuple[LintFinding, ...]:
    """Everything to mend in a library that was read from ``clauses_dir``, in the order of its files.

    Raises:
        Problem: A file went away or changed its form since the library was read.
    """
    say = Sayer(clauses_dir)
    circles = coverage.circles({clause.id: clause.needs for clause in library.clauses.values()})
    found = chain(
        chain.from_iterable(_clause(clause, None, library, clauses_dir, today) for clause in library.clauses.values()),
        chain.from_iterable(
            _clause(clause, model, library.under(model), clauses_dir, today)
            for model in library.models.values()
            for clause in model.overlay.values()
        ),
        (_circle(circle, library, clauses_dir) for circle in circles),
        coverage.gaps(library, say),
        models.gaps(library, say),
        lists.gaps(library, say),
        dictionaries.faults(library, say, today),
        rules.faults(library, clauses_dir),
    )
    return tuple(sorted(found, key=lambda finding: (finding.path.as_posix(), finding.line or 0, finding.message)))


def _clause(clause: Clause, model: Model | None, library: Library, root: Path, today: date) -> Iterator[LintFinding]:
    path = clause_path(root if model is None else root / MODELS / model.id, clause.category, clause.id)
    matter = split(read_text(path, root), path)
    known = library.clauses
    in_front = chain(
        front.names(clause, known, library),
        front.upkeep(clause, today),
        front.gaps(matter.table.data) if model is None else (),
    )
    for key, message in in_front:
        yield LintFinding(path, matter.table.source.line((key,)) or 1, message)
    # The words of a document that came in are its publisher's: only what leads nowhere is ours to mend.
    imported = model is not None and model.imported_from
    blanks, faults = clause_text.blanks, clause_text.faults
    for at, message in blanks(clause.body, known, library) if imported else faults(clause, known, library):
        yield LintFinding(path, _body_line(matter, at), message)


def _circle(circle: tuple[str, ...], library: Library, root: Path) -> LintFinding:
    first = library.clauses[circle[0]]
    path = clause_path(root, first.category, first.id)
    line = split(read_text(path, root), path).table.source.line(("needs",))
    return LintFinding(path, line, f"needs goes round in a circle: {' → '.join(circle)}")


def _body_line(matter: FrontMatter, at: int) -> int:
    return matter.body_line + matter.body.count("\n", 0, at)
