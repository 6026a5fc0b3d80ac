"""The id that a model.toml may say: it is the folder's, because that is what a policy names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from composer.policy.problems import Problem
from composer.store.library_files import load_library
from tests.store.small_library import FILES, write_library

if TYPE_CHECKING:
    from pathlib import Path

MODEL = FILES["models/county/model.toml"]


def test_an_id_may_be_there_and_is_the_folders(tmp_path: Path) -> None:
    root = write_library(tmp_path, models__county__model_toml=f'id = "county"\n{MODEL}')
    assert list(load_library(root).models) == ["county"]


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ('id = "borough"', r"the folder is called county, and model\.toml says id = 'borough'; rename the folder"),
        ("id = 3", "id is a text, not a number"),
        ('id = ""', "says id = ''"),
    ],
)
def test_another_id_is_told_with_its_line(tmp_path: Path, said: str, what: str) -> None:
    root = write_library(tmp_path, models__county__model_toml=f"{said}\n{MODEL}")
    with pytest.raises(Problem) as caught:
        load_library(root)
    assert caught.match(what)
    assert (caught.value.path, caught.value.line) == (root / "models/county/model.toml", 1)


@pytest.mark.parametrize(("county", "other"), [("", 'id = "county"\n'), ('id = "area"\n', 'id = "area"\n')])
def test_two_models_with_one_id_are_both_named(tmp_path: Path, county: str, other: str) -> None:
    root = write_library(tmp_path, models__county__model_toml=county + MODEL)
    (root / "models/county-new").mkdir()
    (root / "models/county-new/model.toml").write_text(other + MODEL)
    with pytest.raises(
        Problem, match="two models with one id: clauses/models/county and clauses/models/county-new; remove one"
    ) as caught:
        load_library(root)
    assert caught.value.line == 1
