"""Pictures of the pages of the evidence and of their forms. Each was looked at before it was accepted.

``pytest tests/tui/test_evidence_pictures.py --snapshot-update -n 0`` writes them.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.store import school_files
from composer.store.workspace import Workspace
from composer.tui.app import ComposerApp
from composer.tui.widgets.evidence_fit import FitPage
from tests.tui.test_evidence import ANSWERS, with_lists
from tests.tui.test_snapshots import SLUG, SMALL, _no_time_passes, _three_checks, sample_draft, still

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from tests.tui.test_snapshots import Picture

__all__ = ["_no_time_passes", "_three_checks", "sample_draft"]

WIDE = (160, 50)
KEYS = {
    "scenarios": ("e", "down"),
    "processes": ("e", "2"),
    "devices": ("e", "3", "end"),
    "consultation": ("e", "4"),
    "fit": ("e", "5", "down", "down", "down"),
}
FORMS = {
    "scenario": ("e", "down", "a", "tab", "down", "space"),
    "process": ("e", "2", "a"),
    "device": ("e", "3", "end", "a"),
    "consultation": ("e", "4", "a", "enter", "enter", *"3 October", "ctrl+s"),
}


@pytest.fixture
def app(tmp_path: Path, library: Library, sample_draft: Draft) -> ComposerApp:
    """The sample school with its answers, in a workspace at a place that has no name."""
    workspace = Workspace(Path("/policies"), tmp_path / "clauses", tmp_path / "schools", bundled=False)
    path = school_files.new_school(workspace, SLUG, sample_draft).path
    path.write_text(path.read_text("utf-8") + ANSWERS, encoding="utf-8")
    return ComposerApp(workspace, with_lists(library), SLUG, state=tmp_path / "state")


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["small", "wide"])
@pytest.mark.parametrize("page", KEYS)
def test_page(snap_compare: Picture, app: ComposerApp, page: str, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.press(*KEYS[page])
        for fit in pilot.app.screen.query(FitPage):
            while fit._progress:
                await asyncio.sleep(0.01)
        await still(pilot)

    assert snap_compare(app, terminal_size=size, run_before=run)


@pytest.mark.parametrize("form", FORMS)
def test_form(snap_compare: Picture, app: ComposerApp, form: str) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.press(*FORMS[form])
        await still(pilot)

    assert snap_compare(app, terminal_size=SMALL, run_before=run)
