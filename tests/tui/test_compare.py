"""The whole policy against the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.widgets import Input

from composer.tui.screens.compare import FILTERS, CompareScreen, FilterBar
from composer.tui.screens.compose import ComposeScreen

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.policy import Draft
    from tests.tui.conftest import Desk, OpenApp


def heads(desk: Desk) -> list[str]:
    """The clauses that are listed, with what is said of them."""
    laid = desk.screen(CompareScreen).view._laid
    return [line.pieces[0][0] for line in laid.lines if line.pieces and line.pieces[0][1] == "head"]


async def test_what_differs_is_listed_with_words_reasons_and_counts(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await desk.press("c")

        assert heads(desk) == [
            "Celebrating achievement  (adapted)",
            "Class livestreams  (dropped)",
            "Former pupils' group  (added: the school's own)",
        ]
        assert "Why: We post once a week." in desk.shown
        assert "Why: We never livestream." in desk.shown
        assert "[-We never use a surname.-]" in desk.shown
        assert "[Changed 3]" in desk.lines[1]
        bar = desk.app.screen.query_one(FilterBar)
        assert cell_len(str(bar.render()).rstrip()) <= 80, "no filter is cut off"
        assert bar.shown == tuple(FILTERS)
        assert "Oakfield Primary School compared with A county's" in desk.lines[0]


async def test_each_filter_lists_its_kind_and_says_how_many(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.move("safeguarding-first", before="purpose")
        await desk.press("c")
        counted = {}
        for key in [*list(FILTERS)[1:], "changed"]:
            await desk.press("f")
            assert f"[{FILTERS[key][0]} " in desk.lines[1]
            counted[key] = len(heads(desk))
            assert f"[{FILTERS[key][0]} {counted[key]}]" in desk.lines[1]
        assert counted["all"] == 9
        assert counted["adapted"] == counted["dropped"] == counted["added"] == counted["undecided"] == 1
        assert counted["moved"] == 1
        assert counted["changed"] == 4

        await desk.click_label(FilterBar, "undecided")
        assert heads(desk) == ["Every other service  (undecided)"]
        assert "The model has it; nothing is decided yet." in desk.shown


async def test_a_search_narrows_the_list_and_escape_clears_it(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("c", "slash", *"pupils")
        assert heads(desk) == ["Former pupils' group  (added: the school's own)"]
        await desk.press(*"zz")
        assert "No clause here has these words. esc clears them." in desk.shown
        await desk.press("escape")
        assert len(heads(desk)) == 3
        assert not desk.find("#find", Input).has_class("-open")
        await desk.press("escape")
        assert isinstance(desk.app.screen, ComposeScreen)


async def test_the_next_change_goes_over_the_borders_of_clauses_and_enter_goes_there(
    open_app: OpenApp, school: Path
) -> None:
    async with open_app(size=(80, 24)) as desk:
        desk.session.adapt("comments-open", "We answer within {{reply_days}} working days.\n", "Staff rest.")
        desk.stand_on("celebrating-achievement")
        await desk.press("c")
        changes = desk.screen(CompareScreen).view.changes
        for number in range(changes):
            await desk.press("f8")
            assert f"change {number + 1} of {changes}" in desk.lines[0]
        await desk.press("f8")
        assert "That was the last change." in desk.told
        await desk.press("enter")

        assert desk.compose.clause_id == "comments-open"
        assert desk.compose.pane == "clause"
        await desk.press("c", "shift+f8")
        assert f"change {changes} of {changes}" in desk.lines[0]


async def test_it_opens_at_the_clause_a_person_came_from(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        for size in ((140, 45), (80, 12)):
            await desk.pilot.resize_terminal(*size)
            desk.stand_on("former-pupils")
            await desk.press("c")

            assert any("Former pupils' group" in line for line in desk.lines)
            await desk.press("enter")
            assert desk.compose.clause_id == "former-pupils"


async def test_a_policy_that_is_the_models_says_so(open_app: OpenApp, school: Path, new_draft: Draft) -> None:
    async with open_app() as desk:
        desk.session.replace_draft(new_draft, "began again")
        desk.session.pick(*desk.session.model.clause_ids)
        await desk.press("c")

        assert "Nothing differs from the model" in desk.shown
        await desk.press("enter")
        assert isinstance(desk.app.screen, ComposeScreen)


async def test_views_cycle_and_saving_works_from_here(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.pick("other-services")
        await desk.press("c", "m")
        assert "[-" not in "\n".join(desk.lines[2:])
        await desk.press("ctrl+s")

        assert b"[clause.other-services]" in school.read_bytes()


async def test_a_change_of_role_is_called_out_on_both_screens(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.edit("purpose", desk.session.text("purpose").replace("{{dsl}}", "{{governing_body}}"))
        desk.stand_on("purpose")
        await desk.settle()
        assert "‼ was “{{dsl}}”, is now “{{governing_body}}”" in desk.shown
        await desk.press("c")
        assert "‼ was “{{dsl}}”, is now “{{governing_body}}”" in desk.shown
