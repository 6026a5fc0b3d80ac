"""The `values` and `set` commands where answers come from the school's profile or follow another one."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import CLAUSE, SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

VALUES = """
[value.pupil]
question = "Which word?"
type = "choice"
choices = ["pupil", "learner"]
default = "pupil"

[value.pupil.when]
"nation:wales" = "learner"

[value.pupils]
follows = "pupil"

[value.pupils.forms]
pupil = "pupils"
learner = "learners"
"""
NEW = ("new", "elm", "--name", "Elm", "--phase", "primary", "--type", "community", "--nation", "wales")


@pytest.fixture
def elm(tmp_path: Path, command: Command) -> Path:
    """A made-up workspace with one school in Wales, which took one clause."""
    body = "Ask {{dsl}}.\n{{pupils}} are heard."
    files = {
        **SMALL,
        "clauses/values.toml": SMALL["clauses/values.toml"] + VALUES,
        "clauses/governance/purpose.md": CLAUSE.format(title="Purpose", freedom="agreed", body=body),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert command(*NEW, cwd=tmp_path).status == 0
    assert "values" not in tomllib.loads((tmp_path / "schools/elm/policy.toml").read_text("utf-8"))
    assert command("pick", "elm", "purpose", cwd=tmp_path).status == 0
    return tmp_path


def test_an_answer_by_profile_says_where_it_comes_from(command: Command, elm: Path) -> None:
    said = command("values", "elm", cwd=elm).out
    needed = {need["name"]: need for need in json.loads(command("values", "elm", "--json", cwd=elm).out)}

    assert "  pupil = learner (because nation = Wales)\n" in said
    assert set(needed) == {"dsl", "pupil"}
    assert (needed["pupil"]["default"], needed["pupil"]["because"]) == ("learner", "nation = Wales")
    assert (needed["dsl"]["default"], needed["dsl"]["because"]) == ("", "")
    assert "\nLearners are heard." in command("export", "elm", "-o", "-", cwd=elm).out


def test_a_follower_is_not_set(command: Command, elm: Path) -> None:
    refused = command("set", "elm", "pupils=kids", cwd=elm)
    assert refused.problem == "pupils follows pupil and has no answer of its own; set pupil"

    assert command("set", "elm", "pupil=pupil", cwd=elm).status == 0
    assert "\nPupils are heard." in command("export", "elm", "-o", "-", cwd=elm).out
