"""Marking clauses for short versions from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import everything

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


def test_marks_are_written_shown_and_taken_back(command: Command, small: Path) -> None:
    before = everything(small)
    run = command("mark", "ash", "purpose", "safety", "--short", "pupils, Parents", cwd=small)
    assert run.status == 0, run
    assert run.out == (
        "Purpose (purpose): short version parents and carers, pupils.\n"
        "Safety (safety): short version parents and carers, pupils.\n"
    )
    text = (small / "schools/ash/policy.toml").read_text(encoding="utf-8")
    assert text.count('short = ["parents", "pupils"]\n') == 2
    shown = command("show", "purpose", "--school", "ash", cwd=small).out
    assert "Short version: parents and carers, pupils (the school's own choice)\n" in shown
    data = json.loads(command("show", "purpose", "--school", "ash", "--json", cwd=small).out)
    assert (data["short"], data["school"]["short"]) == ([], ["parents", "pupils"])

    again = command("mark", "ash", "purpose", "--short", "parents,pupils", cwd=small)
    assert (again.status, again.out) == (0, "Nothing to change: that is how it was marked already.\n")
    assert "short version none.\n" in command("mark", "ash", "safety", "--short", "none", cwd=small).out
    assert "short = []\n" in (small / "schools/ash/policy.toml").read_text(encoding="utf-8")
    back = command("mark", "ash", "purpose", "safety", "--short", "model", cwd=small)
    assert "Purpose (purpose): short version none, as the model has it.\n" in back.out
    assert everything(small) == before


def test_the_library_s_mark_is_shown_and_taken_in_when_asked_for(command: Command, small: Path) -> None:
    path = small / "clauses/governance/purpose.md"
    path.write_text(path.read_text(encoding="utf-8").replace("rev = 1\n", 'rev = 1\nshort = ["staff"]\n', 1))
    shown = command("show", "purpose", "--school", "ash", cwd=small).out
    assert shown.count("Short version: ") == 1, "what the library says today; the policy was decided on without it"
    assert "Short version: staff\n" in shown
    run = command("mark", "ash", "purpose", "--short", "model", cwd=small)
    assert run.out == "Purpose (purpose): short version staff, as the model has it.\n"
    assert command("show", "purpose", "--school", "ash", cwd=small).out.count("Short version: staff\n") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["purpose", "--short", "teachers"], "there is no short version for 'teachers'; choose staff / parents"),
        (["purpose", "--short", ""], "--short names nobody; choose staff / parents / pupils"),
        (["purpose", "--short", "none,parents"], "there is no short version for 'none'"),
        (["purpose"], "Missing option '--short'"),
        (["purpos", "--short", "parents"], "did you mean purpose?"),
        (["extra", "--short", "parents"], "extra is not in the policy, so it is in no short version; pick it first"),
        (["purpose", "extra", "--short", "parents"], "extra is not in the policy"),
    ],
)
def test_what_cannot_be_marked_is_one_line_and_nothing_is_written(
    command: Command, small: Path, arguments: list[str], said: str
) -> None:
    before = everything(small)
    assert said in command("mark", "ash", *arguments, cwd=small).problem
    assert everything(small) == before
