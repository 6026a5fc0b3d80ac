"""Panes by width, going between them by key and mouse, and the library with its filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from composer.tui.screens.compare import CompareScreen
from composer.tui.screens.start import StartScreen
from composer.tui.screens.values import ValuesScreen
from composer.tui.widgets.key_bar import KeyBar
from composer.tui.widgets.pane_bar import PaneBar
from composer.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.library import Library
    from tests.tui.conftest import Desk, OpenApp

PANES = ("library", "policy", "clause", "changes", "findings")


def in_sight(desk: Desk) -> set[str]:
    """The panes that have any room on the screen."""
    compose = desk.compose
    return {pane for pane in PANES if compose.query_one(f"#{pane}").region.area > 0}


async def test_the_width_decides_what_is_in_sight(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        assert in_sight(desk) == {"policy"}
        for width, shown in (
            (99, {"policy"}),
            (100, {"policy", "clause", "changes"}),
            (139, {"policy", "clause", "changes"}),
        ):
            await desk.pilot.resize_terminal(width, 24)
            await desk.settle()
            assert in_sight(desk) == shown, width
        for width in (140, 179, 180, 200):
            await desk.pilot.resize_terminal(width, 45)
            await desk.settle()
            assert in_sight(desk) == set(PANES), width
            clause, changes = (desk.compose.query_one(f"#{pane}").region for pane in ("clause", "changes"))
            assert (clause.y == changes.y) == (width >= 180)
            assert changes.right == width
            assert changes.bottom == 43


async def test_at_eighty_columns_each_pane_is_one_key_away(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        for key, shown, tab in (
            ("f2", {"library"}, "[F2 Library]"),
            ("f2", {"policy"}, "[o Policy]"),
            ("f3", {"clause", "changes"}, "[F3 Clause]"),
            ("f4", {"changes"}, "[F4 Changes]"),
            ("o", {"policy"}, "[o Policy]"),
            ("enter", {"clause", "changes"}, "[F3 Clause]"),
        ):
            await desk.press(key)
            assert in_sight(desk) == shown, key
            assert tab in desk.lines[1]
        for pane in ("library", "changes", "clause", "policy"):
            await desk.click_label(PaneBar, pane)
            await desk.settle()
            assert pane in in_sight(desk)
            assert desk.compose.pane == pane
        await desk.click_label(PaneBar, "values")
        await desk.settle()
        desk.screen(ValuesScreen)
        await desk.press("escape")
        await desk.click_label(PaneBar, "compare")
        await desk.settle()
        desk.screen(CompareScreen)


@pytest.mark.parametrize("width", [80, 100, 140])
async def test_nothing_is_cut_off(open_app: OpenApp, sample: Path, real_library: Library, width: int) -> None:
    async with open_app(size=(width, 24), library=real_library) as desk:
        session = desk.session
        session.edit("purpose", session.text("purpose").replace("the", "our"))
        session.edit("same-standard", "Ours.\n")
        session.undo()
        session.edit("confidentiality", "Ours.\n")
        session.set_values(dict.fromkeys(session.policy.values))
        desk.compose.refresh_policy()
        desk.stand_on("purpose")
        await desk.settle()

        status = str(desk.find("StatusLine", StatusLine).render())
        assert cell_len(status) <= width - 2, status
        assert "unsaved" in status
        assert "reason" in status
        bar = desk.compose.query_one(KeyBar)
        assert 4 <= len(bar.shown) <= (6 if width < 100 else 30)
        assert cell_len(str(bar.render())) <= width
        if width < 100:
            tabs = desk.lines[1]
            assert tabs.rstrip().endswith("w Read")


async def test_a_storm_of_sizes_loses_neither_words_nor_place(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("purpose")
        await desk.press("a", *"Kept.", "left", "left")
        editor = desk.compose.clause.editor
        place = editor.cursor_location
        for width, height in ((80, 24), (200, 60), (40, 10), (139, 24), (180, 45), (20, 5), (100, 24), (80, 24)):
            await desk.pilot.resize_terminal(width, height)
        await desk.settle()
        assert editor.text.endswith("Kept.")
        assert editor.cursor_location == place
        assert editor.has_focus
        assert desk.compose.writing
        assert {"clause", "changes"} == in_sight(desk)
        await desk.press("x")
        await desk.rest()
        assert desk.session.text("purpose").endswith("Kepxt.\n")


async def test_zoom_gives_the_screen_to_one_pane(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("z")
        assert in_sight(desk) == {"policy"}
        assert desk.compose.outline.region.width == 140
        await desk.press("f4")
        assert in_sight(desk) == {"changes"}
        await desk.press("f3")
        assert in_sight(desk) == {"clause"}
        await desk.press("z")
        assert in_sight(desk) == set(PANES)


async def test_a_click_goes_to_a_pane_and_a_clause(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(140, 45)) as desk:
        await desk.pilot.click(desk.compose.library.clauses, offset=(12, 2))
        await desk.settle()
        assert desk.compose.clause_id == "having-a-say"
        assert "in the library, not in the model: p adds it" in desk.shown
        await desk.pilot.click(desk.compose.clause.editor)
        await desk.settle()
        assert desk.compose.pane == "clause"
        await desk.press("p")
        assert desk.session.state("having-a-say") == "as-is"
        await desk.pilot.click(desk.compose.diff)
        await desk.settle()
        assert desk.compose.pane == "changes"


async def test_the_list_one_goes_to_shows_the_clause_its_keys_act_on(open_app: OpenApp, school: Path) -> None:
    """A clause of the library alone has no place in the outline: there the outline's own clause is shown."""
    async with open_app(size=(160, 40)) as desk:
        outside = next(i for i in desk.session.library.clauses if desk.session.state(i) == "available")
        await desk.press("f3")
        desk.stand_on(outside)
        await desk.settle()
        assert desk.compose.clause_id == outside

        await desk.press("o")

        spot = desk.compose.outline.clauses.spot
        assert spot is not None
        assert spot.id not in {outside, ""}
        assert spot.id == desk.compose.clause_id == desk.compose.clause.editor.clause_id


async def test_a_click_on_a_key_does_what_the_key_does(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await desk.click_label(KeyBar, "pick")

        assert desk.session.state("other-services") == "as-is"


async def test_the_filter_finds_titles_summaries_and_text_as_it_is_typed(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        tree = desk.compose.library.clauses
        await desk.press("slash", *"surn")
        assert [row.id for heading in tree._headings for row in heading.rows] == ["celebrating-achievement"]
        await desk.press(*"zz")
        assert "No clause has “surnzz”." in desk.shown
        assert "esc clears the filter." in desk.shown
        await desk.press("escape")
        assert desk.find("#filter", Input).value == ""
        assert sum(len(heading.rows) for heading in tree._headings) == 12

        await desk.press("slash", *"both lang", "enter")
        assert desk.compose.clause_id == "cymraeg"
        assert desk.session.state("cymraeg") == "available"


async def test_the_filter_stands_on_the_clause_that_is_named_and_enter_goes_there(
    open_app: OpenApp, school: Path
) -> None:
    """Others only speak of it, and stand further up the list."""
    async with open_app(size=(160, 40)) as desk:
        tree = desk.compose.library.clauses
        await desk.press("slash", *"register")
        spot = tree.spot
        assert list(tree.shown_clauses()) == ["safeguarding-first", "register-of-accounts"]
        assert spot is not None
        assert spot.id == "register-of-accounts"
        await desk.press("enter")
        assert desk.compose.clause_id == "register-of-accounts"

        await desk.press("escape")
        assert desk.find("#filter", Input).value == ""
        assert len(list(tree.shown_clauses())) == 12
        assert (desk.compose.pane, desk.compose.clause_id) == ("library", "register-of-accounts")
        await desk.press("escape")
        desk.screen(StartScreen)


async def test_suggestions_are_listed_with_their_reasons(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("f2", "s")
        listed = [row for heading in desk.compose.library.clauses._headings for row in heading.rows]
        assert listed
        assert all(row.starred and row.note.startswith("because") for row in listed)
        assert "Only what is recommended for this school." in desk.told
        while desk.session.recommendations():
            desk.session.pick(*desk.session.recommendations())
        desk.compose.refresh_policy()
        await desk.settle()
        assert "Nothing more is recommended" in desk.shown
        assert "s shows every clause again." in desk.shown
        await desk.press("s")
        assert sum(len(heading.rows) for heading in desk.compose.library.clauses._headings) == 12


async def test_the_next_change_is_found_in_the_next_clause(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.adapt("comments-open", "We answer within {{reply_days}} working days.\n", "Staff rest.")
        desk.compose.refresh_policy()
        desk.stand_on("purpose")
        await desk.press("f8")
        assert desk.compose.clause_id == "celebrating-achievement"
        assert "change 1 of" in desk.shown
        for _ in range(4):
            await desk.press("f8")
        assert desk.compose.clause_id == "comments-open"
        assert "That was the last change." in desk.told
        await desk.press("shift+f8")
        assert desk.compose.clause_id == "celebrating-achievement"


async def test_the_changes_are_read_marked_then_ours_then_the_models(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("celebrating-achievement")
        desk.compose.action_show_changes()
        for view, there, gone in (
            ("", "[-", ""),
            ("Ours", "every Friday", "surname"),
            ("Model", "surname", "every Friday"),
        ):
            region = desk.compose.query_one("#changes").region
            await desk.settle()
            shown = "\n".join(line[region.x :] for line in desk.lines[region.y : region.bottom])
            assert view in shown
            assert there in shown
            assert not gone or gone not in shown
            await desk.press("m")
        assert desk.compose.diff.view == "marked"


async def test_escape_goes_one_step_back_and_leaves_only_from_a_list(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(140, 45)) as desk:
        desk.compose.action_show_library_pane()
        await desk.press("f3", "z", "escape")
        assert "-zoomed" not in desk.compose.classes
        assert desk.compose.pane == "clause"
        await desk.press("escape")
        assert desk.compose.pane == "library"
        await desk.press("f5", "escape")
        assert desk.compose.pane == "policy"
        await desk.press("escape")
        desk.screen(StartScreen)
