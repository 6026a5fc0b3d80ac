"""How long a dry run of the update takes: 120 clauses, of which both sides changed a third."""

from __future__ import annotations

import random
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from composer.cli.update_report import About, listing
from composer.compare.diff import forget
from composer.policy import decisions
from composer.policy.clause import Clause
from composer.policy.library import Category, Library, Model, ModelSection
from composer.policy.school import Profile
from composer.session import Session
from composer.session.updating import Update
from tests.benchmarks.test_diff_bench import prose, reworded

if TYPE_CHECKING:
    from composer.policy.policy import Draft

CLAUSES = 120
WORDS = 150
TODAY = date(2026, 11, 22)


def library(texts: dict[str, str], version: str) -> Library:
    clauses = {key: Clause(key, "risk", key.capitalize(), text, int(version)) for key, text in texts.items()}
    model = Model("county", "A model", "A county", version, TODAY, (ModelSection("risk", "Risk", tuple(texts)),))
    return Library({"risk": Category("risk", "Risk", 1)}, clauses, {}, {}, {}, {}, {"county": model})


@pytest.fixture(scope="module")
def moved_on() -> tuple[Draft, dict[str, str]]:
    """A policy that took every clause and changed a third, and the model's texts of a year later."""
    rng = random.Random(120)
    was = {f"clause-{at:03}": prose(WORDS, rng) for at in range(CLAUSES)}
    before = library(was, "1")
    model = before.model("county")
    session = Session(
        decisions.start(Profile("Oakfield", "primary", "england", "community"), model, before), before, today=TODAY
    )
    session.pick(*was)
    for key in list(was)[::3]:
        session.adapt(key, reworded(was[key], 0.05, rng), "We say it otherwise.")
    return session.draft, {
        key: text if at % 3 else reworded(text, 0.05, rng) for at, (key, text) in enumerate(was.items())
    }


def test_a_dry_run_of_120_clauses(benchmark: Any, moved_on: tuple[Draft, dict[str, str]]) -> None:
    draft, texts = moved_on
    runs = count()

    def fresh() -> tuple[tuple[Session], dict[str, Any]]:
        forget()
        # Another last sentence each round, so that no round finds a merge that an earlier one has made already.
        last = f"This is round {next(runs)}.\n"
        changed = {key: text + last for key, text in texts.items() if text != draft.base_text(key)}
        newest = library({**texts, **changed}, "2")
        return (Session(draft, newest, today=TODAY),), {}

    def dry_run(session: Session) -> str:
        return listing(Update(session).plan, About("oakfield", "Oakfield", "A model"))

    assert "nothing new" in benchmark.pedantic(dry_run, setup=fresh, rounds=5)
