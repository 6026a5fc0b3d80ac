"""Marking a clause for short versions on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList

from composer.tui.dialogs.short_versions import ShortVersionsDialog
from composer.tui.screens.compose import ComposeScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Desk, OpenApp


def mark(desk: Desk) -> object:
    """What the school says of the purpose."""
    return desk.session.policy.decisions["purpose"].short


async def test_a_clause_is_marked_and_left_to_the_model_again(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        desk.stand_on("purpose")
        await desk.press("b")
        desk.screen(ShortVersionsDialog)
        assert "In whose short version is “Purpose”?" in desk.shown
        assert "[ ] parents and carers" in desk.shown
        assert "(•) as the model has it: none" in desk.shown
        await desk.press("down", "space", "space")
        assert "[ ] parents and carers" in desk.shown
        await desk.press("space")
        assert "[x] parents and carers" in desk.shown
        assert "( ) as the model has it: none" in desk.shown
        await desk.pilot.click(OptionList, offset=(3, 2))
        await desk.press("enter")

        desk.screen(ComposeScreen)
        assert mark(desk) == ("parents", "pupils")
        assert "Short version: parents and carers, pupils." in desk.told
        assert ("Short for", "parents and carers, pupils") in desk.compose.details
        await desk.press("b", "up", "space", "enter")
        assert mark(desk) is None
        await desk.press("u")
        assert mark(desk) == ("parents", "pupils")


async def test_what_is_left_is_as_it_was(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("purpose")
        for leave in (("space", "escape"), ("enter",)):
            await desk.press("b", *leave)
            desk.screen(ComposeScreen)
            assert desk.session.draft is desk.session.saved

        desk.stand_on("class-livestreams")
        await desk.press("b")
        desk.screen(ComposeScreen)
        assert "pick or restore it first" in desk.told
        desk.stand_on("former-pupils")
        assert desk.compose.details == (("Former pupils' group", ""), ("Short for", "nobody"))
