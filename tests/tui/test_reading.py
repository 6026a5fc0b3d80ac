"""Preview, help and the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from composer.export.markdown import policy_markdown
from composer.tui.actions import actions
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.help import HelpScreen
from composer.tui.screens.preview import Contents, PreviewScreen
from composer.tui.screens.start import StartScreen
from composer.tui.widgets.prose_view import ProseView

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import OpenApp


async def test_the_policy_is_read_as_it_prints_with_what_is_missing_above(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(140, 45)) as desk:
        await desk.press("w")
        await desk.settle()

        assert "Not ready for approval: 1 clause undecided · 3 to fill" in desk.shown
        assert "Oakfield Primary School · Social media policy · as it will print" in desk.lines[0]
        text = desk.find("ProseView", ProseView).source
        assert text == policy_markdown(desk.session.document())
        assert desk.find("Contents", Contents).display
        assert "TO FILL" in text.upper()
        assert "We never livestream" not in text
        await desk.press("escape")
        assert isinstance(desk.app.screen, ComposeScreen)


async def test_a_link_in_the_policy_is_told_and_never_followed(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await desk.press("w")
        view = desk.find("ProseView", ProseView)
        before = view.source
        for href in ("policy.lock", "/etc/hostname", "https://example.org/x", "nothing-there.md#x", "mailto:a@b.c"):
            view.post_message(ProseView.LinkClicked(href))
            await desk.settle()
            assert href in desk.told
        view.post_message(ProseView.LinkClicked("#purpose"))
        await desk.settle()

        assert view.source == before
        desk.screen(PreviewScreen)


async def test_at_eighty_columns_the_text_has_the_whole_width(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await desk.press("w")

        assert not desk.app.screen.query_one(Contents).display
        assert desk.app.screen.query_one(ProseView).region.width >= 76
        assert [hint for hint in desk.lines[-1].split("  ") if "Export" in hint]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ([], "These are the schools whose policies live in this folder."),
        (["enter"], "This is where the policy is composed."),
        (["enter", "c"], "This is the whole policy beside the model it came from."),
        (["enter", "v"], "These are the blanks in the clauses this policy has."),
        (["enter", "w"], "This is the policy as governors will read it"),
        (["enter", "f9"], "Here files are written."),
    ],
    ids=["start", "compose", "compare", "values", "preview", "export"],
)
async def test_help_is_about_the_place(open_app: OpenApp, school: Path, keys: list[str], said: str) -> None:
    async with open_app(None, (80, 24)) as desk:
        await desk.press(*keys, "f1")
        screen = desk.screen(HelpScreen)

        told = " ".join(str(screen._text()).split())
        assert said in told
        assert said.partition(".")[0][:50] in " ".join(desk.shown.replace("│", " ").split())
        assert "policy-composer --help" in told
        await desk.press("f1")
        assert not isinstance(desk.app.screen, HelpScreen)


async def test_the_palette_lists_what_works_here_and_runs_it(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        listed = {command.title for command in desk.app.get_system_commands(desk.app.screen)}
        assert {action.label for action in actions("compose", "clauses", "reading", "everywhere")} <= listed
        assert "Theme" in listed
        assert "Done" not in listed

        await desk.press("ctrl+p", *"pick")
        await desk.pilot.pause(0.3)
        assert "Takes the clause as it is" in desk.shown
        await desk.press("enter")
        await desk.settle()
        assert desk.session.state("other-services") == "as-is"

        await desk.press("a")
        listed = {command.title for command in desk.app.get_system_commands(desk.app.screen)}
        assert "Done" in listed
        assert "Drop" not in listed


async def test_the_palette_of_the_start_screen_offers_only_what_works_there(open_app: OpenApp, school: Path) -> None:
    async with open_app(None) as desk:
        desk.screen(StartScreen)
        listed = {command.title for command in desk.app.get_system_commands(desk.app.screen)}

        assert listed == {"Open", "New school", "Import", "Help", "Quit", "Theme"}
