"""Clauses that exclude each other, and clauses that the model does not have, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import CLAUSE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


def alternative(root: Path, clause_id: str, other: str) -> None:
    """A clause of the library that is instead of another."""
    text = CLAUSE.format(title=clause_id.capitalize(), freedom="agreed", body="Staff must ask twice.\nEvery day.")
    text = text.replace("rev = 1\nfreedom", f'instead_of = ["{other}"]\nrev = 1\nfreedom', 1)
    (root / f"clauses/governance/{clause_id}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def filled(command: Command, small: Path) -> Path:
    """The small workspace with ``caution``, an alternative of the model's ``safety``; every blank is filled."""
    alternative(small, "caution", "safety")
    assert "Nothing is left to settle" in command("set", "ash", "dsl=the lead", "days=2", cwd=small).out
    return small


def test_two_that_exclude_each_other_are_told_until_one_is_dropped(command: Command, filled: Path) -> None:
    picked = command("pick", "ash", "caution", cwd=filled)
    assert (picked.status, picked.err) == (0, "")
    assert picked.out == (
        "Picked Caution (caution).\n"
        "“Caution” stands beside “Safety”: a policy has one of them; drop the other: "
        "policy-composer drop ash safety --reason REASON\n"
        "Still to settle: 2 clauses that exclude each other: 1.2 Safety and 1.3 Caution.\n"
    )
    export = command("export", "ash", "-o", "-", cwd=filled)
    assert export.status == 1
    assert "ash is not ready for approval: 2 clauses that exclude each other: 1.2 Safety and 1.3 Caution" in export.err
    assert "| Status | draft, not ready for approval |" in export.out

    dropped = command("drop", "ash", "safety", "--reason", "We are careful.", cwd=filled)
    assert "Nothing is left to settle" in dropped.out
    assert command("export", "ash", "-o", "-", cwd=filled).status == 0

    restored = command("restore", "ash", "safety", cwd=filled)
    assert "“Safety” stands beside “Caution”: " in restored.out
    assert "drop the other: policy-composer drop ash caution\n" in restored.out
    (filled / "own.md").write_text("Staff must ask three times.\n")
    adapted = command("adapt", "ash", "caution", "--text-file", "own.md", "--reason", "Thrice.", cwd=filled)
    assert "“Caution” stands beside “Safety”: " in adapted.out


def test_the_swap_for_an_undecided_clause_of_the_model_is_offered(command: Command, filled: Path) -> None:
    alternative(filled, "aims", "purpose")
    command(
        "new", "birch", "--name", "Birch School", "--phase", "primary", "--nation", "england", "--type", "community",
        cwd=filled,
    )  # fmt: skip
    picked = command("pick", "birch", "aims", cwd=filled)
    assert (
        "The model has “Purpose” instead of “Aims”, undecided yet; drop it, with a reason: "
        "policy-composer drop birch purpose --reason REASON\n"
    ) in picked.out
    assert "exclude each other" not in picked.out


def test_a_clause_of_the_library_is_not_told_as_the_models(command: Command, filled: Path) -> None:
    command("drop", "ash", "safety", "--reason", "We are careful.", cwd=filled)
    command("pick", "ash", "caution", cwd=filled)
    said = command("diff", "ash", "caution", cwd=filled)
    assert said.status == 1
    assert "Source: the library's words; the model does not have this clause" in said.out
    schools = json.loads(command("schools", "--json", cwd=filled).out)
    compared = json.loads(command("diff", "ash", "--json", cwd=filled).out)["counts"]
    compared.pop("moved")
    assert schools[0]["counts"] == compared
    assert compared["added"] == 1
    assert command("schools", cwd=filled).out.split("\n")[0].split()[4:] == [
        "as-is", "adapted", "dropped", "added", "undecided", "last", "changed", "approval",
    ]  # fmt: skip


def test_words_that_are_replaced_are_printed_only_where_they_differ(command: Command, filled: Path) -> None:
    adapt = ("adapt", "ash", "safety", "--text-file", "own.md")
    (filled / "own.md").write_text("Staff\nmay ask  first.\n")
    wrapped = command(*adapt, cwd=filled)
    assert wrapped.status == 0
    assert "until now" not in wrapped.out
    (filled / "own.md").write_text("Staff may ask at any time.\n")
    reworded = command(*adapt, cwd=filled)
    assert "The words that safety had until now" in reworded.out
    assert "    Staff\n    may ask  first.\n" in reworded.out


def test_the_front_has_the_owner_and_the_next_review_once_the_school_has_said(command: Command, filled: Path) -> None:
    values = filled / "clauses/values.toml"
    values.write_text(
        values.read_text()
        + '\n[value.policy_owner]\nquestion = "Who keeps it?"\ntype = "role"\ndefault = "the head"\n'
        + '\n[value.next_review]\nquestion = "When is it reviewed?"\ntype = "date"\n'
    )
    before = command("export", "ash", "-o", "-", cwd=filled).out
    assert "| Owner | *not yet* |" in before
    command("set", "ash", "policy_owner=the deputy", "next_review=2027-11-01", cwd=filled)
    after = command("export", "ash", "-o", "-", cwd=filled).out
    assert "| Owner | The deputy |" in after
    assert "| Next review due | 1 November 2027 |" in after
    assert "| Approved by | *not yet* |" in after
