"""Importing a model on the screen: the form, what would be written, and the model that schools start from."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Select, Static

from composer.policy.problems import Problem
from composer.store.model_files import read_model
from composer.store.workspace import Workspace
from composer.tui.app import ComposerApp
from composer.tui.dialogs.choosing import OneOf
from composer.tui.screens.import_form import ImportForm
from composer.tui.screens.import_model import ImportModelScreen
from composer.tui.screens.new_school import NewSchoolScreen
from composer.tui.screens.start import StartScreen
from composer.tui.widgets.import_fields import ModelFields
from tests.tui.conftest import Desk
from tests.tui.test_import_form import told, until

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.library import Library, Model
    from tests.tui.conftest import OpenApp

FIRST = """# Online conduct [model]

## 1 Beginning

### 1.1 Why we have this

[Name of School] is on Facebook so that families hear from it. Ask XXX if you wonder.

### 1.2 Our minibus

The minibus has no signal, and nobody rings its driver.

![a bus](bus.png)

## 2 Ending

### 2.1 Goodbyes

Accounts of those who leave are closed within a week of the day on which they go.
This is version 3.
"""
SECOND = FIRST.replace("version 3", "version 4").replace("within a week", "within one day").replace(
    "### 1.2 Our minibus\n\nThe minibus has no signal, and nobody rings its driver.\n\n", ""
)  # fmt: skip


async def answer(desk: Desk, **answers: str) -> None:
    for field, said in answers.items():
        desk.find(f"#model-{field}", Input).value = said
    await desk.settle()


async def shown_of(desk: Desk, path: Path, **answers: str) -> ImportModelScreen:
    """Read a document as a model, and go on to what becomes of it."""
    await desk.press("i")
    desk.find("#kind", OneOf).choose("model")
    desk.find("#file", Input).value = str(path)
    await desk.press("enter")
    await until(desk, lambda: not desk.screen(ImportForm).busy)
    await answer(desk, **answers)
    await desk.press("ctrl+s")
    await until(desk, lambda: isinstance(desk.app.screen, ImportModelScreen))
    return desk.screen(ImportModelScreen)


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Path]:
    """Two editions of a council's document."""
    for name, text in (("first.md", FIRST), ("second.md", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "first.md", tmp_path / "second.md"


async def test_what_is_wrong_with_a_model_is_told_beside_its_field(
    open_app: OpenApp, school: Path, documents: tuple[Path, Path]
) -> None:
    async with open_app(None, (80, 30)) as desk:
        await desk.press("i")
        desk.find("#kind", OneOf).choose("model")
        desk.find("#file", Input).value = str(documents[0])
        await desk.press("enter")
        await until(desk, lambda: not desk.screen(ImportForm).busy)
        assert desk.find("#model-id", Input).has_focus
        assert desk.find("#model-id", Input).value == "online-conduct-model"
        assert desk.find("#model-title", Input).value == "Online conduct [model]"
        assert desk.find("#model-version", Input).value == "3"

        await answer(desk, id="county-model", day="soon", nations="england, france")
        await desk.press("ctrl+s")
        assert "was not imported" in told(desk, "model-id-said")
        assert "the publisher is missing" in told(desk, "model-publisher-said")
        assert "the date is a date, not 'soon'" in told(desk, "model-day-said")
        assert "'france' is no nation" in told(desk, "model-nations-said")
        assert desk.find("#model-id", Input).has_focus
        desk.screen(ImportForm)
        await answer(desk, id="Big Shire")
        assert desk.find("#model-id-said", Static).has_class("-wrong") is False
        await desk.press("ctrl+s")
        assert "cannot be a short name" in told(desk, "model-id-said")


async def test_the_edition_before_is_found_by_the_name_that_is_proposed(
    open_app: OpenApp, school: Path, documents: tuple[Path, Path], library: Library, model: Model
) -> None:
    before = replace(model, id="online-conduct-model", publisher="Bigshire Council", imported_from="first.md")
    async with open_app(None, (80, 30), library=replace(library, models={before.id: before})) as desk:
        await desk.press("i")
        desk.find("#kind", OneOf).choose("model")
        desk.find("#file", Input).value = str(documents[1])
        await desk.press("enter")
        await until(desk, lambda: not desk.screen(ImportForm).busy)
        assert "a later edition of version" in told(desk, "model-id-said")
        assert desk.find("#model-publisher", Input).value == "Bigshire Council"


def test_a_later_edition_needs_a_version_of_its_own(library: Library, model: Model) -> None:
    fields = ModelFields(replace(library, models={"bigshire": replace(model, id="bigshire", imported_from="first.md")}))

    fields._check("version", "2026.2", "bigshire")
    with pytest.raises(Problem, match=r"the edition of 1 September 2026 is called version 2026\.1 too"):
        fields._check("version", "2026.1", "bigshire")


async def test_a_document_becomes_a_model_and_a_later_edition_keeps_its_ids(
    tmp_path: Path, documents: tuple[Path, Path], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, shipped = tmp_path / "work", tmp_path / "shipped"
    root.mkdir()
    shipped.mkdir()

    def with_bigshire(clauses: Path) -> Library:
        model = read_model(clauses / "models" / "bigshire", "bigshire", clauses, library.categories, library.clauses)
        return replace(library, models={**library.models, model.id: model})

    monkeypatch.setattr("composer.store.library_files.load_library", with_bigshire)
    workspace = Workspace(root, shipped, root / "schools", bundled=True)
    app = ComposerApp(workspace, library, None, state=tmp_path / "state")
    async with app.run_test(size=(150, 30)) as pilot:
        desk = Desk(app, pilot)
        await desk.settle()
        screen = await shown_of(desk, documents[0], id="bigshire", publisher="Bigshire Council")
        assert "first.md → Online conduct [model], version 3" in desk.lines[0]
        assert "2 sections, 3 clauses · 2 placeholders · l: 1 to read" in desk.lines[1]
        assert "1.1 Why we have this → why-we-have-this" in desk.shown
        assert "{{school_name}} for [Name of School]" in desk.shown
        assert "is on Facebook so that families hear from it" in desk.shown
        assert not list(root.iterdir())
        await desk.press("n")
        assert "Write the model first: ctrl+s." in desk.told
        screen.stand_on("blank:1")
        await desk.settle()
        assert "In the document: XXX" in desk.shown
        screen.stand_on("left:0")
        await desk.settle()
        assert "a bus" in desk.shown

        await desk.press("ctrl+s")
        assert "✓ Written: clauses/models/bigshire, 3 clauses" in desk.lines[0]
        assert "clause library was copied to clauses" in desk.told
        assert (root / "clauses" / "models" / "bigshire" / "import.md").is_file()
        await desk.press("ctrl+s")
        assert "It is written already" in desk.told
        await desk.press("n")
        desk.screen(NewSchoolScreen)
        assert desk.find("#model", Select).value == "bigshire"
        await desk.press("escape")
        desk.screen(StartScreen)

        screen = await shown_of(desk, documents[1], id="bigshire")
        assert "1 as before, 1 reworded, 1 gone" in desk.lines[1]
        assert "✗ Our minibus" in desk.shown
        screen.stand_on("clause:goodbyes")
        await desk.settle()
        line = next(line for line in desk.lines if "The edition before" in line)
        assert "This edition" in line
        assert "± reworded" in desk.shown
        screen.stand_on("gone:0")
        await desk.settle()
        assert "A school that took it is asked what becomes of it." in desk.shown
        await desk.press("ctrl+s")
        assert "in one that has it, l updates it" in desk.lines[1]
        assert app.library.models["bigshire"].version == "4"
        await desk.press("escape")
        desk.screen(StartScreen)


async def test_a_model_that_cannot_be_written_leaves_the_screen_as_it_is(
    open_app: OpenApp, school: Path, workspace: Workspace, documents: tuple[Path, Path]
) -> None:
    async with open_app(None, (80, 24)) as desk:
        screen = await shown_of(desk, documents[0], id="bigshire", publisher="Bigshire Council")
        shutil.rmtree(workspace.clauses, ignore_errors=True)
        workspace.clauses.write_text("in the way", encoding="utf-8")
        await desk.press("ctrl+s")
        assert "Not written:" in desk.told
        assert screen.written is None
        await desk.press("escape")
        desk.screen(ImportForm)
