"""The form for an import on the screen, and the policy that is made of a document."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Select, Static

from composer.policy.problems import Problem
from composer.store.school_files import open_school
from composer.tui.app import import_reading
from composer.tui.app.import_reading import PathSuggester, path_of, read_named
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.import_form import ImportForm
from composer.tui.screens.importing import ImportingScreen
from composer.tui.screens.start import StartScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from composer.policy.library import Library
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp

DOCUMENT = """# Being online at Fernhill School

## Why

### Purpose

Fernhill School says on paper how it uses social media.

### Our bus

The minibus has no signal. Nobody rings the driver.

## Using it

### Class livestreams

A class may be livestreamed after Mrs Jones agrees.

### Replies

We answer within 3 days.
"""


async def until(desk: Desk, come: Callable[[], bool]) -> None:
    """Wait for what is done off the loop."""
    for _ in range(1000):
        if come():
            await desk.settle()
            return
        await asyncio.sleep(0.01)
    raise AssertionError(desk.shown)


def told(desk: Desk, field: str = "told") -> str:
    """What a line of the form says."""
    return str(desk.find(f"#{field}", Static).content)


async def read(desk: Desk, named: str) -> str:
    """Name a file on the form; what is said of it."""
    desk.find("#file", Input).value = named
    await desk.settle()
    await desk.press("enter")
    await until(desk, lambda: not desk.screen(ImportForm).busy)
    return told(desk)


async def fill(desk: Desk, **answers: str) -> None:
    for field, answer in answers.items():
        if field in {"name", "slug"}:
            desk.find(f"#{field}", Input).value = answer
        else:
            desk.find(f"#{field}", Select).value = answer
    await desk.settle()


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A school's policy in Markdown."""
    path = tmp_path / "our policy.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


# The file's name


def test_a_path_is_what_was_meant_however_it_was_pasted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tmp_path / "our policy.md"
    there.touch()
    monkeypatch.setenv("HOME", str(tmp_path))

    for pasted in (
        f" '{there}' ",
        f'"{there}"',
        f"file://{tmp_path}/our%20policy.md",
        f"file://localhost{tmp_path}/our%20policy.md",
        "~/our policy.md",
        str(there).replace(" ", "\\ "),
    ):
        assert path_of(pasted) == there, pasted


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("gone.md", "is not there"),
        ("folder", "this is a folder; name a document in it"),
        ("policy.pdf", "this is a PDF file"),
        ("locked.docx", "save it as Word"),
        ("empty.docx", ".docx"),
        ("latin.md", "this is not UTF-8 text"),
        ("file://elsewhere/policy.md", "on another machine"),
        ("https://example.org/policy.md", "an address on the web"),
        ("~nobody-of-this-name/policy.md", "no home folder"),
        ("a\0b.md", "this is no file's name"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(tmp_path: Path, named: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "policy.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "locked.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "empty.docx").touch()
    (tmp_path / "latin.md").write_bytes(b"caf\xe9\n")
    outside = "://" in named or named.startswith("~") or "\0" in named

    with pytest.raises(Problem) as problem:
        read_named(named if outside else str(tmp_path / named))

    assert said in str(problem.value)


async def test_the_rest_of_a_name_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("policy.docx", "policy.pdf", "pictures.png"):
        (tmp_path / name).touch()
    (tmp_path / "papers").mkdir()
    monkeypatch.chdir(tmp_path)
    offer = PathSuggester().get_suggestion

    assert await offer("po") == "policy.docx"
    assert await offer("pa") == "papers/"
    assert await offer(f"{tmp_path}/po") == f"{tmp_path}/policy.docx"
    for nothing in ("pi", "", f"{tmp_path}/", "'po", "gone/po"):
        assert await offer(nothing) is None, nothing


# The form


async def test_what_is_wrong_is_told_where_it_was_typed_and_nothing_is_written(
    open_app: OpenApp, school: Path, workspace: Workspace, document: Path
) -> None:
    (workspace.schools / "half-made").mkdir()
    async with open_app(None, (80, 24)) as desk:
        assert "i Import" in desk.lines[-1]
        await desk.press("i")
        assert "enter reads it. Nothing" in desk.shown
        assert "Short name" not in desk.shown
        await desk.press("ctrl+s")
        assert told(desk) == "name the file first"
        assert "is not there" in await read(desk, str(document.with_name("gone.docx")))
        assert "Short name" not in desk.shown

        assert await read(desk, f"'{document}'") == "✓ our policy.md: Markdown, 47 words in 4 pieces"
        assert desk.find("#name", Input).value == "Fernhill School"
        assert "will write schools/fernhill-school, once you say so" in desk.shown
        await desk.press("ctrl+s")
        assert "the phase is not chosen; choose one" in desk.shown
        await fill(desk, phase="primary", type="community", slug="oakfield-primary")
        assert "there is a school oakfield-primary already" in desk.shown
        await fill(desk, slug="No such id")
        assert "cannot be a short name" in told(desk, "slug-wrong")
        await fill(desk, slug="half-made")
        await desk.press("ctrl+s")
        await until(desk, lambda: not desk.screen(ImportForm).busy)
        assert "there is a folder for half-made already" in told(desk, "slug-wrong")

        await fill(desk, slug="fernhill")
        await desk.press("ctrl+s")
        await until(desk, lambda: isinstance(desk.app.screen, ImportingScreen))
        await desk.press("escape")
        desk.screen(ImportForm)
        await desk.press("escape")
        desk.screen(StartScreen)
    assert sorted(path.name for path in workspace.schools.iterdir()) == ["half-made", "oakfield-primary"]


async def test_reading_can_be_given_up(
    open_app: OpenApp, school: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, really = threading.Event(), import_reading.read_named

    def slowly(named: str) -> object:
        go_on.wait(10)
        return really(named)

    monkeypatch.setattr("composer.tui.app.import_reading.read_named", slowly)
    async with open_app(None, (80, 24)) as desk:
        await desk.press("i")
        desk.find("#file", Input).value = str(document)
        await desk.press("enter")
        assert "Reading" in told(desk)
        await desk.press("escape")
        assert told(desk).startswith("Stopped.")
        go_on.set()
        await asyncio.sleep(0.05)
        await desk.settle()
        assert told(desk).startswith("Stopped.")
        assert not desk.screen(ImportForm).has_class("-read")


# The whole way


async def test_a_document_becomes_a_policy_that_opens(
    open_app: OpenApp, workspace: Workspace, library: Library, document: Path
) -> None:
    async with open_app(None, (80, 24)) as desk:
        assert "Press i if the school has a policy already" in desk.shown
        await desk.press("i")
        await read(desk, str(document))
        await fill(desk, phase="primary", type="community", slug="fernhill")
        await desk.press("ctrl+s")
        await until(desk, lambda: isinstance(desk.app.screen, ImportingScreen))
        assert "our policy.md → A county's model policy 2026.1" in desk.lines[0]
        assert not workspace.schools.exists()

        await desk.press("ctrl+s")
        assert "Make Fernhill School of it?" in desk.shown
        assert "4 of 4 pieces are not confirmed" in desk.shown
        await desk.press("down", "enter")
        desk.screen(ImportingScreen)
        assert not workspace.schools.exists()
        await desk.press("ctrl+s", "enter")

        desk.screen(ComposeScreen)
        assert "What became of each piece is told in schools/fernhill/import.md" in desk.told
        await desk.press("escape")
        desk.screen(StartScreen)
        assert "Fernhill School" in desk.shown
    opened = open_school(workspace, "fernhill", library)
    assert opened.draft.policy.mode("purpose") == "adapted"
    assert opened.draft.policy.mode("our-bus") == "local"
    assert opened.draft.policy.mode("safeguarding-first") is None
    assert "our-bus" in (workspace.schools / "fernhill" / "import.md").read_text(encoding="utf-8")
