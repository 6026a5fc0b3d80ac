"""Reading the policy: at once, all of it, at any width, and with the links where they lead."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual.geometry import Offset
from textual.selection import Selection

from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.preview import Contents, PreviewScreen
from composer.tui.widgets import prose_view
from composer.tui.widgets.prose_view import ProseView

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Desk, OpenApp

SECTIONS = 400
LONG = "\n\n".join(
    [
        "# Long policy",
        "## Contents",
        "\n".join(f"- [{number} Part](#{number}-part)" for number in range(1, SECTIONS + 1)),
        "Elsewhere: [the law](https://example.org/law).",
        *(
            f"## {number} Part\n\n{f'Sentence {number} says what people may do. ' * 12}\n\n- one\n- two"
            for number in range(1, SECTIONS + 1)
        ),
        "The very last words.",
    ]
)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay out a paragraph at a time, with rests between that let a test in."""
    monkeypatch.setattr(prose_view, "SLICE", 0)
    monkeypatch.setattr(prose_view, "PAUSE", 0.05)


async def read(desk: Desk, text: str = LONG) -> ProseView:
    """Open the preview of a text."""
    await desk.app.push_screen(PreviewScreen(desk.session, text))
    await desk.settle()
    return desk.find("ProseView", ProseView)


async def whole(desk: Desk) -> None:
    """Wait until everything is laid out."""
    view = desk.find("ProseView", ProseView)
    for _ in range(500):
        if view.complete:
            break
        await asyncio.sleep(0.01)
    assert view.complete
    await desk.settle()


def top(desk: Desk) -> str:
    """The first line of the policy that is in sight."""
    view = desk.find("ProseView", ProseView)
    return desk.lines[view.region.y][view.region.x :].strip()


async def test_the_first_screenful_is_there_before_the_rest(open_app: OpenApp, school: Path, slowly: None) -> None:
    async with open_app(size=(80, 24)) as desk:
        view = await read(desk)

        assert not view.complete
        assert "Long policy" in top(desk)
        # All lines between the two bars above and the one below have something on them.
        assert "10 Part" in desk.shown
        before = view.virtual_size.height
        await desk.press("down", "down")
        await desk.pilot.wait_for_animation()
        assert view.scroll_offset.y == 2
        for _ in range(500):
            if view.virtual_size.height > before:
                break
            await asyncio.sleep(0.01)
        assert view.virtual_size.height > before


async def test_the_rest_comes_by_itself(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        view = await read(desk)
        await whole(desk)

        assert view.virtual_size.height > SECTIONS * 10
        await desk.press("pagedown")
        await desk.pilot.wait_for_animation()
        assert view.scroll_offset.y == view.size.height


@pytest.mark.parametrize("soon", [True, False])
async def test_the_last_words_are_a_key_away(open_app: OpenApp, school: Path, soon: bool, slowly: None) -> None:
    async with open_app(size=(80, 24)) as desk:
        view = await read(desk)
        if not soon:
            view._laid.grow()
            view._measure()
        await desk.press("end")
        await desk.pilot.wait_for_animation()
        await desk.settle()

        assert "The very last words." in desk.shown
        await desk.press("home")
        await desk.pilot.wait_for_animation()
        await desk.settle()
        assert "Long policy" in top(desk)


async def test_a_click_in_the_contents_list_goes_there_at_once(open_app: OpenApp, school: Path, slowly: None) -> None:
    async with open_app(size=(80, 24)) as desk:
        view = await read(desk)
        row = next(number for number, line in enumerate(desk.lines) if "9 Part" in line)
        await desk.pilot.click(offset=(desk.lines[row].index("Part"), row))
        await desk.settle()
        assert top(desk) == "9 Part"

        view.go_to_anchor("390-part")
        await desk.settle()
        assert top(desk) == "390 Part"
        desk.screen(PreviewScreen)


async def test_the_table_of_contents_goes_there(open_app: OpenApp, school: Path, slowly: None) -> None:
    async with open_app(size=(140, 30)) as desk:
        await read(desk)
        contents = desk.find("Contents", Contents)
        assert [str(node.label) for node in contents.root.children] == ["Long policy"]
        assert len(contents.root.children[0].children) == SECTIONS + 1
        row = next(number for number, line in enumerate(desk.lines) if "8 Part" in line[:40])
        await desk.pilot.click(offset=(desk.lines[row].index("Part"), row))
        await desk.settle()
        assert top(desk) == "8 Part"

        await desk.press("down", "down", "enter")
        assert top(desk) == "10 Part"


async def test_a_click_on_another_link_tells_and_follows_nothing(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        view = await read(desk)
        await whole(desk)
        leaf = next(n for n, leaf in enumerate(view.prose.leaves) if leaf.rows and "Elsewhere" in leaf.rows[0][0])
        view.go_to(leaf)
        await desk.settle()
        await desk.pilot.click(view, offset=(3, 0))
        await desk.settle()
        assert desk.told == ""
        await desk.pilot.click(view, offset=(top(desk).index("the law") + 2, 0))
        await desk.settle()

        assert desk.told == "The link goes to https://example.org/law. Links are not opened from here."
        desk.screen(PreviewScreen)


async def test_leaving_while_the_rest_is_laid_out(open_app: OpenApp, school: Path, slowly: None) -> None:
    async with open_app(size=(80, 24)) as desk:
        view = await read(desk)
        assert not view.complete
        await desk.press("escape")

        assert isinstance(desk.app.screen, ComposeScreen)
        laid = len(view._laid.lines)
        await asyncio.sleep(5 * prose_view.PAUSE)
        assert len(view._laid.lines) == laid


@pytest.mark.parametrize("sizes", [((80, 24), (130, 40)), ((130, 40), (60, 20))], ids=["wider", "narrower"])
async def test_a_resize_keeps_the_place(
    open_app: OpenApp, school: Path, sizes: tuple[tuple[int, int], tuple[int, int]], slowly: None
) -> None:
    async with open_app(size=sizes[0]) as desk:
        view = await read(desk)
        view.go_to_anchor("300-part")
        await desk.settle()
        assert top(desk) == "300 Part"
        await desk.pilot.resize_terminal(*sizes[1])
        await desk.settle()

        assert not view.complete
        assert top(desk) == "300 Part"
        assert "Sentence 300" in desk.shown
        assert view.scroll_offset.y + view.size.height <= view.virtual_size.height


async def test_words_can_be_selected_and_copied(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        view = await read(desk, "First *paragraph* here.\n\nSecond one.\n")
        await desk.pilot.mouse_down(view, offset=(2 + len("First "), 0))
        await desk.pilot.hover(view, offset=(2 + len("Second"), 2))
        await desk.pilot.mouse_up(view, offset=(2 + len("Second"), 2))
        await desk.settle()

        assert view.text_selection is not None
        said = view.get_selection(Selection(Offset(6, 0), Offset(6, 2)))
        assert said == ("paragraph here.\n\nSecond", "\n")
        assert (desk.app.screen.get_selected_text() or "").startswith("paragraph here.\n\nSecond")


async def test_keys_struck_again_and_again_open_one_preview(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        before = desk.session.draft
        await desk.press(*"wwwwwwpdan")

        assert [type(screen) for screen in desk.app.screen_stack].count(PreviewScreen) == 1
        desk.screen(PreviewScreen)
        await desk.press("escape")
        assert isinstance(desk.app.screen, ComposeScreen)
        assert desk.session.draft == before
