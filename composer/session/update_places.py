"""What a newer model put elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.compare.sequences import longest_increasing

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.policy.library import Model


def moved_by_model(taken: Model, newest: Model, title: Callable[[str], str]) -> dict[str, str]:
    """The clauses that stand elsewhere in the newest model, each with where, in words.

    As few clauses as explain the new order: those of another section, and within a section those outside the
    longest run that kept its order.
    """
    found: dict[str, str] = {}
    for section in newest.sections:
        before = next((each for each in taken.sections if each.id == section.id), None)
        stayed = [i for i in section.clauses if before is not None and i in before.clauses]
        places = [before.clauses.index(i) for i in stayed] if before is not None else []
        kept = {stayed[at] for at in longest_increasing(places)}
        for at, clause_id in enumerate(section.clauses):
            old = taken.section_of(clause_id)
            if old is None or clause_id in kept:
                continue
            where = f"after “{title(section.clauses[at - 1])}”" if at else "first"
            found[clause_id] = f"{where} in “{section.title}”" + (
                f"; it was in “{old.title}”" if old.id != section.id else ""
            )
    return found


def sections_moved_by_model(taken: Model, newest: Model) -> dict[str, str]:
    """The sections that stand elsewhere in the newest model, as few as explain the new order, each with where."""
    before = [section.id for section in taken.sections]
    stayed = [section for section in newest.sections if section.id in before]
    kept = {stayed[at].id for at in longest_increasing([before.index(section.id) for section in stayed])}
    found: dict[str, str] = {}
    for at, section in enumerate(newest.sections):
        if section.id in before and section.id not in kept:
            found[section.id] = f"after “{newest.sections[at - 1].title}”" if at else "first"
    return found
