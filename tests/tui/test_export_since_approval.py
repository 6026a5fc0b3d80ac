"""Writing what changed since the approval, from the compare screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from composer.policy.approval import Minuted, approve
from composer.tui.dialogs.ask import ChoiceDialog
from composer.tui.screens.compare import CompareScreen
from tests.tui.test_reading import answer

if TYPE_CHECKING:
    from pathlib import Path

    from composer.store.workspace import Workspace
    from tests.tui.conftest import OpenApp

MINUTED = Minuted("Full governing body", "Autumn meeting", "12.3", date(2026, 9, 12), "IT lead")


async def test_a_school_that_is_approved_is_asked_which_changes_to_write(
    open_app: OpenApp, school: Path, workspace: Workspace
) -> None:
    async with open_app() as desk:
        desk.session.approval = approve(desk.session.document(), "text\n", MINUTED)
        desk.session.drop("purpose", "It says nothing.")
        await desk.press("c", "f9")
        assert "Since it was approved, 12 September 2026" in desk.shown
        await desk.pilot.click(desk.screen(ChoiceDialog).query("Button")[1])
        await desk.settle()
        assert "Write the changes since the approval as Markdown" in desk.shown
        await answer(desk, "since.md")
        await desk.press("f9", "escape")
        desk.screen(CompareScreen)

    written = (workspace.root / "since.md").read_text("utf-8")
    assert written.startswith("# What has changed in our policy since it was approved on 12 September 2026, and why\n")
    assert "It says nothing." in written
