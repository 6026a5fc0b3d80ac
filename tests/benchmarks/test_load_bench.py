from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from composer.policy.clause import Clause
from composer.policy.pinning import base_of
from composer.policy.policy import Decision, Lock, SchoolPolicy
from composer.policy.school import Profile
from composer.store.library_files import load_library
from composer.store.lock_file import parse_lock, write_lock
from composer.store.policy_file import parse_policy
from composer.store.policy_toml import write_policy

PATH = Path("policy.toml")
SENTENCE = 'Staff who post for the school say "what" the school does and who may be asked about it.\n'
CLAUSE = """\
+++
title = "A clause"
rev = 2
strength = "required"
freedom = "local-choice"
stance = "procedural"
summary = "What it is for."
topics = ["G01", "G02"]
settles = []
basis = []
needs = []
review_by = 2027-09-01

[[history]]
rev = 1
date = 2025-09-01
kind = "substantive"
note = "First issue."

[[history]]
rev = 2
date = 2026-09-01
kind = "wording"
note = "Plainer."
+++
"""


@pytest.fixture(scope="module")
def policy() -> SchoolPolicy:
    decisions = {f"clause-{at:03}": Decision("adapted", "Because.", text=SENTENCE * 10) for at in range(110)}
    profile = Profile("Oakfield", "primary", "england", "community")
    return SchoolPolicy("Policy", "county", profile, {}, {"risk": tuple(decisions)}, decisions)


def test_loading_a_library_of_120_clauses(benchmark: Any, tmp_path: Path) -> None:
    folder = tmp_path / "risk"
    folder.mkdir()
    (folder / "category.toml").write_text('title = "Risk"\norder = 1\n')
    for at in range(120):
        (folder / f"clause-{at:03}.md").write_text(CLAUSE + SENTENCE * 10)
    assert len(benchmark(load_library, tmp_path).clauses) == 120


def test_reading_a_policy_of_100_kb(benchmark: Any, policy: SchoolPolicy) -> None:
    data = write_policy(None, None, policy).encode()
    assert len(data) > 100_000
    assert benchmark(parse_policy, data, PATH).policy == policy


def test_writing_one_clause_of_a_policy_of_100_kb(benchmark: Any, policy: SchoolPolicy) -> None:
    text = write_policy(None, None, policy)
    edited = replace(policy.decisions["clause-050"], text="Edited.\n")
    after = replace(policy, decisions={**policy.decisions, "clause-050": edited})
    assert "Edited." in benchmark(write_policy, text, policy, after)


def test_reading_a_lock_of_120_clauses(benchmark: Any) -> None:
    base = base_of(Clause("any", "risk", "A clause", SENTENCE * 10, 1))
    lock = Lock("county", "1", {f"clause-{at:03}": base for at in range(120)})
    assert benchmark(parse_lock, write_lock(lock), PATH) == lock
