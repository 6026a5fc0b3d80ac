"""Rules for a model: who takes all of it has no reference into nothing, and no two clauses that exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.store.lint.clause_text import blanks
from composer.store.model_files import MODEL, MODELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.policy.library import Library, Model
    from composer.store.lint.findings import LintFinding, Sayer


def gaps(library: Library, say: Sayer) -> Iterator[LintFinding]:
    """What each model lacks or has twice over."""
    for model in library.models.values():
        file = f"{MODELS}/{model.id}/{MODEL}"
        known = library.under(model).clauses
        for _, message in blanks(model.intro, known, library):
            yield say(file, ("intro",), message)
        for where, message in _clauses(model, library):
            yield say(file, where, message)


def _clauses(model: Model, library: Library) -> Iterator[tuple[tuple[str, ...], str]]:
    known, ids = library.under(model).clauses, set(model.clause_ids)
    for section in model.sections:
        where = ("section", section.id, "clauses")
        for clause_id in section.clauses:
            clause = known[clause_id]
            for need in clause.needs:
                if need in known and need not in ids:
                    yield where, f"the model lacks {need}, which {clause_id} needs"
            for other in sorted({*clause.clashes, *clause.instead_of}):
                if other in ids and clause_id < other:
                    yield where, f"the model has both {clause_id} and {other}: a policy has one of them"
            if not set(model.nations) <= set(clause.nations):
                yield where, f"{clause_id} is not for every nation of the model"
