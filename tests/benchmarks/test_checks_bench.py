"""How long the checks take: all of them on a policy of 60 clauses, and again after one keystroke."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from composer.checks.of_file import subject_of_file
from composer.checks.running import run
from tests.checks.bench import school, session, setting, with_policy

if TYPE_CHECKING:
    from composer.policy.policy import Draft
    from composer.session import Session

CLAUSES = 60


@pytest.fixture(scope="module")
def sixty() -> Draft:
    """The sample school with its first sixty clauses that print; the rest is dropped."""
    draft = school()
    order = [key for ids in draft.policy.sections.values() for key in ids]
    printed = [key for key in order if draft.policy.decisions[key].printed]
    kept = set(printed[:CLAUSES])
    decisions = {
        key: decision if key in kept or not decision.printed else replace(decision, mode="dropped", reason="Not here.")
        for key, decision in draft.policy.decisions.items()
    }
    return with_policy(draft, decisions=decisions)


def opened(draft: Draft) -> Session:
    """A session with its library's lists and rules read: they are read once in a program's life."""
    found = session(draft)
    found.findings()
    return found


def test_all_checks_on_60_clauses(benchmark: Any, sixty: Draft) -> None:
    opened(sixty)
    benchmark.pedantic(lambda view: view.findings(), setup=lambda: ((session(sixty),), {}), rounds=15)


@pytest.mark.parametrize("clauses", [CLAUSES, 0], ids=["60 clauses", "the whole sample"])
def test_checks_after_a_keystroke(benchmark: Any, sixty: Draft, clauses: int) -> None:
    view = opened(sixty if clauses else school())
    text = view.text("purpose").rstrip("\n")
    keys = count()

    def typed() -> tuple[tuple[Session], dict[str, Any]]:
        view.edit("purpose", f"{text} We post often{'.' * (next(keys) % 2)}{next(keys)}\n")
        view.outline()
        return (view,), {}

    benchmark.pedantic(lambda view: view.findings(), setup=typed, rounds=60)


def test_checks_of_a_plain_file(benchmark: Any) -> None:
    text = "\n\n".join(
        f"# {clause.title}\n\n{clause.text}" for s in session().document().sections for clause in s.clauses
    )
    held = setting()
    benchmark.pedantic(lambda: run(subject_of_file(text, held)), rounds=5)
