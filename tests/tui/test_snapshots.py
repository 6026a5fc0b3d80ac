"""Pictures of the screens. Each was looked at before it was accepted; look again before accepting another.

``pytest tests/tui/test_snapshots.py --snapshot-update -n 0`` writes them.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from textual.widgets import Input, TextArea

from composer.policy import decisions
from composer.store import school_files
from composer.store.workspace import Workspace
from composer.tui.app import ComposerApp
from composer.tui.screens.compose import ComposeScreen
from tests.conftest import TODAY
from tests.tui.test_evidence import ANSWERS, with_lists
from tests.tui.test_findings import CHECKS, LOUD, MILD, TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.pilot import Pilot

    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft
    from tests.tui.conftest import SetChecks

    Opener = Callable[[str | None], ComposerApp]

SLUG = "oakfield-primary"
SMALL, MIDDLE, LARGE = (80, 24), (140, 45), (200, 60)
LAST_CHANGED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC).timestamp()


class Picture(Protocol):
    """Compares the screen after some keys with the picture that was accepted."""

    def __call__(
        self,
        app: ComposerApp,
        press: tuple[str, ...] = ...,
        terminal_size: tuple[int, int] = ...,
        run_before: Callable[[Pilot[None]], Awaitable[None]] | None = ...,
    ) -> bool: ...


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def _three_checks(checks: SetChecks) -> None:
    """The same findings whatever checks there are."""
    checks(*CHECKS)


@pytest.fixture
def sample_draft(decided: Draft, library: Library, model: Model) -> Draft:
    """A policy with something of everything, one reason wanted and two blanks open."""
    words = (
        "{{school_name}} uses social media to celebrate what its pupils do, and to tell families what they need.\n"
        "Questions go to {{dsl}} on the same day.\n\n- The office posts.\n- A teacher checks every picture.\n"
    )
    draft = decisions.adapt(decided, library, model, "purpose", words, by="IT lead", on=TODAY)
    return decisions.set_value(draft, library, "reply_days", 2)


@pytest.fixture
def open_at(tmp_path: Path, library: Library, sample_draft: Draft) -> Opener:
    """A function that opens a workspace with the sample school at a place that has no name."""
    workspace = Workspace(Path("/policies"), tmp_path / "clauses", tmp_path / "schools", bundled=False)

    def opened(slug: str | None) -> ComposerApp:
        school = school_files.new_school(workspace, SLUG, sample_draft)
        os.utime(school.path, (LAST_CHANGED, LAST_CHANGED))
        return ComposerApp(workspace, library, slug, state=tmp_path / "state")

    return opened


async def still(pilot: Pilot[None]) -> None:
    """Stop what blinks or moves."""
    await pilot.pause()
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    for area in pilot.app.screen.query(TextArea):
        area.cursor_blink = False
    await pilot.pause()


def after(*keys: str, clause: str = "") -> Callable[[Pilot[None]], Awaitable[None]]:
    """Stand on a clause, press keys, and hold still."""

    async def run(pilot: Pilot[None]) -> None:
        await pilot.pause()
        if clause and isinstance(pilot.app.screen, ComposeScreen):
            pilot.app.screen.show_clause_id(clause)
        if isinstance(pilot.app.screen, ComposeScreen):
            # The first check, whether its time has come or not.
            await pilot.app.screen.look_closer()
        await still(pilot)
        await pilot.press(*keys)
        if isinstance(pilot.app.screen, ComposeScreen):
            pilot.app.screen.clause.editor.tell()
        await still(pilot)

    return run


def test_start(snap_compare: Picture, open_at: Opener) -> None:
    assert snap_compare(open_at(None), terminal_size=SMALL, run_before=after())


def test_start_empty(snap_compare: Picture, tmp_path: Path, library: Library) -> None:
    workspace = Workspace(Path("/policies"), tmp_path / "clauses", tmp_path / "schools", bundled=False)
    app = ComposerApp(workspace, library, None, state=tmp_path / "state")

    assert snap_compare(app, terminal_size=SMALL, run_before=after())


def test_new_school_with_an_error(snap_compare: Picture, open_at: Opener) -> None:
    keys = ("n", *"Oakfield Primary", "ctrl+s")

    assert snap_compare(open_at(None), terminal_size=SMALL, run_before=after(*keys))


def test_compose_outline(snap_compare: Picture, open_at: Opener) -> None:
    assert snap_compare(open_at(SLUG), terminal_size=SMALL, run_before=after())


def test_compose_writing(snap_compare: Picture, open_at: Opener) -> None:
    keys = ("a", *" Two people check it.")

    assert snap_compare(open_at(SLUG), terminal_size=SMALL, run_before=after(*keys, clause="purpose"))


def test_compose_middle(snap_compare: Picture, open_at: Opener) -> None:
    assert snap_compare(open_at(SLUG), terminal_size=MIDDLE, run_before=after("f8", clause="purpose"))


def test_compose_large(snap_compare: Picture, open_at: Opener) -> None:
    run = after("f8", "f8", clause="celebrating-achievement")

    assert snap_compare(open_at(SLUG), terminal_size=LARGE, run_before=run)


def test_compare(snap_compare: Picture, open_at: Opener) -> None:
    assert snap_compare(open_at(SLUG), terminal_size=MIDDLE, run_before=after("c", "f8"))


def test_values(snap_compare: Picture, open_at: Opener) -> None:
    assert snap_compare(open_at(SLUG), terminal_size=SMALL, run_before=after("v", *"soon"))


def test_preview(snap_compare: Picture, open_at: Opener) -> None:
    assert snap_compare(open_at(SLUG), terminal_size=MIDDLE, run_before=after("w"))


def test_reason(snap_compare: Picture, open_at: Opener) -> None:
    assert snap_compare(open_at(SLUG), terminal_size=SMALL, run_before=after("g", clause="purpose"))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_evidence(
    snap_compare: Picture, tmp_path: Path, library: Library, sample_draft: Draft, size: tuple[int, int]
) -> None:
    workspace = Workspace(Path("/policies"), tmp_path / "clauses", tmp_path / "schools", bundled=False)
    path = school_files.new_school(workspace, SLUG, sample_draft).path
    path.write_text(path.read_text("utf-8") + ANSWERS, encoding="utf-8")
    app = ComposerApp(workspace, with_lists(library), SLUG, state=tmp_path / "state")

    assert snap_compare(app, terminal_size=size, run_before=after("e", "down"))


@pytest.fixture
def open_with_findings(tmp_path: Path, library: Library, model: Model, sample_draft: Draft) -> Opener:
    """As ``open_at``, with something to fix, to look at and to note."""
    words = f"We post at {TEMPLATE} every Friday.\n\nThis is {LOUD} today.\n"
    draft = decisions.adapt(
        sample_draft, library, model, "celebrating-achievement", words, by="IT lead", on=TODAY, reason="Ours."
    )
    words = f"We answer {MILD} at {TEMPLATE}.\n"
    draft = decisions.adapt(draft, library, model, "comments-open", words, by="IT lead", on=TODAY, reason="Ours.")
    workspace = Workspace(Path("/policies"), tmp_path / "clauses", tmp_path / "schools", bundled=False)

    def opened(slug: str | None) -> ComposerApp:
        school_files.new_school(workspace, SLUG, draft)
        return ComposerApp(workspace, library, slug, state=tmp_path / "state")

    return opened


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE], ids=["small", "middle", "large"])
def test_findings(snap_compare: Picture, open_with_findings: Opener, size: tuple[int, int]) -> None:
    run = after("f5", "home", "down", clause="purpose")

    assert snap_compare(open_with_findings(SLUG), terminal_size=size, run_before=run)


def test_finding_gone_to(snap_compare: Picture, open_with_findings: Opener) -> None:
    run = after("f5", "home", "down", "enter", clause="purpose")

    assert snap_compare(open_with_findings(SLUG), terminal_size=SMALL, run_before=run)


def test_set_aside(snap_compare: Picture, open_with_findings: Opener) -> None:
    run = after("f5", "home", "down", "x", clause="purpose")

    assert snap_compare(open_with_findings(SLUG), terminal_size=SMALL, run_before=run)


def test_help(snap_compare: Picture, open_at: Opener) -> None:
    assert snap_compare(open_at(SLUG), terminal_size=MIDDLE, run_before=after("f1"))
