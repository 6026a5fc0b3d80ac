"""`library check` with its counts and figures, and the model that `new` takes when none is named."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

MODEL = SMALL["clauses/models/county/model.toml"]
MODELS = {
    **SMALL,
    "clauses/models/county/model.toml": MODEL.replace(
        "2026-09-01\n", '2026-09-01\nnations = ["england"]\ntypes = ["community", "foundation"]\n', 1
    ),
    "clauses/models/trust/model.toml": MODEL.replace("county", "trust").replace(
        "2026-09-01\n", '2026-09-01\nnations = ["england"]\ntypes = ["academy"]\n', 1
    ),
    "clauses/models/welsh/model.toml": MODEL.replace("county", "council").replace(
        "2026-09-01\n", '2026-09-01\nnations = ["wales"]\n', 1
    ),
}


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A workspace with a model for each of three kinds of school."""
    for name, text in MODELS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def new(nation: str, type_: str, *more: str) -> tuple[str, ...]:
    return ("new", "elm", "--name", "Elm", "--phase", "primary", "--nation", nation, "--type", type_, *more)


@pytest.mark.parametrize(
    ("nation", "type_", "model"),
    [("england", "foundation", "county"), ("england", "academy", "trust"), ("wales", "independent", "welsh")],
)
def test_the_model_written_for_such_a_school_is_taken(
    command: Command, three: Path, nation: str, type_: str, model: str
) -> None:
    run = command(*new(nation, type_), cwd=three)
    assert run.status == 0
    assert "Note" not in run.out
    assert tomllib.loads((three / "schools/elm/policy.toml").read_text("utf-8"))["model"] == model


def test_where_no_model_is_written_for_it_one_is_named(command: Command, three: Path) -> None:
    run = command(*new("scotland", "independent"), cwd=three)
    assert run.status == 2
    assert "name one with --model: county / trust / welsh" in run.err
    assert not (three / "schools").exists()

    run = command(*new("scotland", "independent", "--model", "county"), cwd=three)
    assert run.status == 0
    assert "not written for this kind of school in Scotland" in run.out


def test_where_two_models_are_written_for_it_one_is_named(command: Command, three: Path) -> None:
    path = three / "clauses/models/trust/model.toml"
    path.write_text(path.read_text("utf-8").replace('"academy"', '"academy", "community"'), "utf-8")
    assert "name one with --model" in command(*new("england", "community"), cwd=three).problem
    assert command(*new("england", "foundation"), cwd=three).status == 0


def test_models_say_for_whom_they_are_written(command: Command, three: Path) -> None:
    said = command("models", cwd=three).out
    assert "county is written for England: community, foundation.\n" in said
    assert "welsh is written for Wales: any type of school.\n" in said
    data = json.loads(command("models", "--json", cwd=three).out)
    assert [(each["id"], each["nations"], each["types"]) for each in data][1] == ("trust", ["england"], ["academy"])


def test_a_word_that_is_no_nation_or_type_is_named(command: Command, three: Path) -> None:
    path = three / "clauses/models/trust/model.toml"
    path.write_text(path.read_text("utf-8").replace('"academy"', '"acadamy"'), "utf-8")
    run = command("models", cwd=three)
    assert run.status == 2
    assert "trust/model.toml:6: 'acadamy' is not one of the types" in run.problem


def test_the_library_in_counts_and_figures(command: Command, small: Path) -> None:
    run = command("library", "check", "--summary", "--figures", cwd=small)
    assert run.status == 1
    lines = run.out.splitlines()
    assert [" ".join(line.split()) for line in lines if line.startswith("Clauses")] == ["Clauses 3"]
    assert "A county's model, 1: 2 clauses; 0 sentences enable, 0 forbid" in lines
    assert any(line.split()[0] == "purpose" and line.split()[-2:] == ["6", "10"] for line in lines if line), run.out
    assert lines[-1].endswith("findings.")


def test_the_library_as_json(command: Command, small: Path) -> None:
    run = command("library", "check", "--summary", "--figures", "--json", cwd=small)
    data = json.loads(run.out)
    assert run.status == 1
    assert {"path", "line", "message"} == set(data["findings"][0])
    assert data["clauses"] == 3
    assert data["topics"] == {"done": 0, "of": 0}
    assert data["models"][0]["tone"] == {"enabling": 0, "forbidding": 0}
    assert {figure["clause"] for figure in data["figures"]} == {"purpose", "safety", "extra"}
    assert set(json.loads(command("library", "check", "--json", cwd=small).out)) == {"findings"}
