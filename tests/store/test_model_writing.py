"""A model that was imported, written whole or not at all."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.policy.clause import Clause, Revision
from composer.policy.dictionary import ValueEntry
from composer.policy.library import Model, ModelSection
from composer.policy.problems import Problem
from composer.store.atomic import OS_FILES
from composer.store.library_files import load_library
from composer.store.lint import lint
from composer.store.model_writing import own_library, put_back, write_model
from composer.store.workspace import Workspace, find_workspace
from tests.cli.conftest import SMALL, everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

HISTORY = (
    Revision(1, date(2025, 9, 1), "substantive", 'Imported from a "file".'),
    Revision(2, date(2026, 9, 1), "typo", "Reworded."),
)
FULL = Clause(
    "accounts",
    "governance",
    'The "accounts"',
    "Ask {{it_provider}} first.\n\n+++\n- one\n",
    2,
    strength="optional",
    freedom="agreed",
    stance="enabling",
    summary="A summary — short.",
    topics=("P1",),
    needs=("form",),
    when="phase:primary",
    nations=("england", "wales"),
    review_by=date(2028, 1, 2),
    history=HISTORY,
    readers=("staff", "governors"),
    short=("staff",),
)
FORM = Clause("form", "governance", "Form", "I agree.\n", 1, summary="I agree.", history=HISTORY[:1])
MODEL = Model(
    "anyshire",
    "Anyshire's model",
    "Anyshire Council",
    "2.0",
    date(2026, 9, 1),
    (
        ModelSection("staff", "Staff", ("accounts",)),
        ModelSection("appendices", "Appendices", ("form",), appendix=True),
    ),
    intro="Two lines\nof it.",
    overlay={"accounts": FULL, "form": FORM},
    nations=("england",),
    types=("community",),
    values={
        "it_provider": ValueEntry("it_provider", "Who?", group="From Anyshire"),
        "days": ValueEntry("days", "How many?", "int", minimum=1, maximum=9, default=2, when=(("type:academy", 3),)),
        "kind": ValueEntry("kind", "Which?", "choice", choices=("a", "b"), personal=True),
        "kinds": ValueEntry("kinds", "", follows="kind", forms=(("a", "as"), ("b", "bs"))),
        "lists": ValueEntry("lists", "What?", "list", default=("one", "two"), multiline=True, stands_for=("words",)),
    },
    imported_from="model.docx",
    as_imported={"accounts": "0123456789abcdef", "form": "fedcba9876543210"},
)
RECORD = "# Import\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, text in SMALL.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return find_workspace(tmp_path)


def write(workspace: Workspace, model: Model, **more: Any) -> Path:
    return write_model(workspace, load_library(workspace.clauses), model, RECORD, **more)


def later() -> Model:
    return replace(MODEL, version="3", sections=MODEL.sections[:1], overlay={"accounts": replace(FULL, needs=())})


def test_what_is_written_reads_back_as_it_was(workspace: Workspace) -> None:
    folder = write(workspace, MODEL)
    assert load_library(workspace.clauses).models["anyshire"] == MODEL
    assert list(load_library(workspace.clauses).models["anyshire"].values) == list(MODEL.values)
    assert (folder / "import.md").read_text("utf-8") == RECORD
    assert sorted(path.name for path in folder.parent.iterdir()) == ["anyshire", "county"]


def test_the_same_model_gives_the_same_bytes(workspace: Workspace) -> None:
    before = everything(write(workspace, MODEL))
    assert everything(write(workspace, MODEL)) == before


def test_a_later_edition_takes_the_earlier_one_s_place(workspace: Workspace) -> None:
    folder = write(workspace, MODEL)
    (folder / "notes.txt").write_text("ours", "utf-8")
    write(workspace, later())
    assert load_library(workspace.clauses).models["anyshire"] == later()
    assert not (folder / "governance" / "form.md").exists()
    assert (folder / "notes.txt").read_text("utf-8") == "ours"


def test_a_model_that_people_wrote_is_left_alone(workspace: Workspace) -> None:
    before = everything(workspace.root)
    with pytest.raises(Problem, match="there is a model of this id that was not imported; choose another --id"):
        write(workspace, replace(MODEL, id="county"))
    assert everything(workspace.root) == before


def test_a_model_that_would_not_load_is_not_written(workspace: Workspace) -> None:
    before = everything(workspace.root)
    with pytest.raises(Problem):
        write(workspace, replace(MODEL, overlay={"accounts": FULL}))
    with pytest.raises(Problem, match="not what was written"):
        write(workspace, replace(MODEL, overlay={**MODEL.overlay, "form": replace(FORM, body="\n\nText")}))
    assert everything(workspace.root) == before


CALLS = ("open", "write", "fsync", "close", "replace")


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_disk_that_fails_leaves_the_model_whole(workspace: Workspace, name: str, count: int) -> None:
    write(workspace, MODEL)
    before = everything(workspace.root)
    calls = 0
    real: Callable[..., Any] = getattr(OS_FILES, name)

    def failing(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == count:
            if name == "close":
                real(*arguments)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments)

    try:
        write(workspace, later(), files=replace(OS_FILES, **{name: failing}))
    except Problem as problem:
        assert "the disk is full" in str(problem)  # noqa: PT017 - whether it fails depends on the call
        assert everything(workspace.root) == before
    else:
        assert load_library(workspace.clauses).models["anyshire"] == later()


def test_a_model_moved_aside_when_the_machine_died_is_put_back(workspace: Workspace) -> None:
    folder = write(workspace, MODEL)
    folder.rename(folder.with_name(".anyshire.earlier"))
    assert load_library(workspace.clauses).models["anyshire"] == MODEL, "every command sees it all the same"
    assert put_back(workspace, "anyshire")
    assert load_library(workspace.clauses).models["anyshire"] == MODEL
    assert not put_back(workspace, "anyshire")


def test_a_workspace_without_a_library_gets_the_one_of_the_program(workspace: Workspace, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    bundled = Workspace(empty, workspace.clauses, empty / "schools", bundled=True)
    own = own_library(bundled)
    assert (own.clauses, own.bundled) == (empty / "clauses", False)
    assert everything(own.clauses) == everything(workspace.clauses)
    assert own_library(own) is own


def test_a_library_that_could_not_be_copied_leaves_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    (empty / ".clauses.importing" / "models").mkdir(parents=True)
    bundled = Workspace(empty, workspace.clauses, empty / "schools", bundled=True)

    def full(*_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("shutil.copyfile", full)
        with pytest.raises(Problem, match="the clause library cannot be copied here: the disk is full"):
            own_library(bundled)
    assert list(empty.iterdir()) == []
    own_library(bundled)
    assert [path.name for path in empty.iterdir()] == ["clauses"]


def test_a_model_brings_its_part_of_the_dictionary(workspace: Workspace) -> None:
    write(workspace, MODEL)
    library = load_library(workspace.clauses)
    values = library.under(library.models["anyshire"]).values
    assert values["it_provider"].question == "Who?"
    assert values["days"].question == "How many?"
    assert "it_provider" not in library.values
    assert "it_provider" not in library.under(library.models["county"]).values


def test_the_lint_leaves_a_publisher_s_words_to_the_publisher(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Reading ages take a second to load.
    monkeypatch.setattr("composer.store.lint.clause_text._plain", lambda *_: ())
    said = "You should ask by 2026, and see your school's XXX page."
    model = replace(MODEL, overlay={**MODEL.overlay, "form": replace(FORM, body=f"{said} {{{{nothing}}}}\n")})
    write(workspace, model)
    library = load_library(workspace.clauses)
    found = lint(library, workspace.clauses, today=date(2026, 11, 22))
    assert [each.message for each in found if each.path.stem == "form"] == ["{{nothing}} is not in values.toml"]
    assert not [each for each in found if "it_provider" in each.message]
