"""One key a decision: what it does to the session, and what the screen then shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from composer.tui.dialogs.ask import AskDialog, NewClauseDialog
from composer.tui.screens.compose import ComposeScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Desk, OpenApp


def row(desk: Desk, title: str) -> str:
    """The outline's line of a clause."""
    pane = desk.compose.outline.region
    lines = [line[pane.x : pane.right] for line in desk.lines[pane.y : pane.bottom]]
    return next((line.strip("│┃├└▸▾ ") for line in lines if title in line), "")


async def test_picking_takes_the_clause_as_it_is(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        assert desk.compose.clause_id == "other-services"
        assert row(desk, "Every other") == "? Every other service  undecided"

        await desk.press("p")

        assert desk.session.state("other-services") == "as-is"
        assert row(desk, "Every other") == "✓ B Every other service"
        assert "Picked as it is: Every other service" in desk.told
        assert "● unsaved" in desk.lines[-2]
        await desk.press("p")
        assert "already in the policy" in desk.told

        await desk.press("u")
        assert desk.session.state("other-services") == "undecided"
        assert "Undone: picked Every other service" in desk.told
        assert "✓ saved" in desk.lines[-2]
        await desk.press("U")
        assert desk.session.state("other-services") == "as-is"
        await desk.press("u", "u")
        assert "There is nothing to undo." in desk.told


async def test_picking_on_a_heading_takes_every_undecided_clause_under_it(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.drop("purpose", "Later.")
        desk.session.undo()
        desk.compose.outline.clauses.go("platform-appendices", "heading")
        await desk.press("up", "down", "up", "up", "up")
        desk.compose.outline.clauses.move_cursor(desk.compose.outline.clauses.root.children[2])
        await desk.settle()

        await desk.press("p")

        assert desk.session.state("other-services") == "as-is"
        assert "Picked 1 clause. u takes it back." in desk.told
        await desk.press("p")
        assert "Nothing under this heading is undecided." in desk.told


async def on_heading(desk: Desk, number: int) -> None:
    tree = desk.compose.outline.clauses
    tree.move_cursor(tree.root.children[number])
    await desk.settle()


async def test_on_a_heading_a_key_for_one_clause_does_nothing_to_another(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("purpose")
        await on_heading(desk, 1)

        for key in ("d", "a", "r", "g", "K", "J"):
            await desk.press(key)

        assert not desk.session.dirty
        assert isinstance(desk.app.screen, ComposeScreen)
        assert not desk.compose.writing
        assert "Stand on a clause first." in desk.told


async def test_what_is_looked_at_is_what_is_picked_whatever_heading_was_passed(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.drop("purpose", "Not ours.")
        desk.stand_on("purpose")
        await on_heading(desk, 2)
        await desk.press("f3", "p")

        assert desk.session.state("purpose") == "as-is"
        assert desk.session.state("other-services") == "undecided"


async def test_picking_on_a_heading_of_the_library_takes_what_stands_under_it(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        library = desk.compose.library.clauses
        await desk.press("f2")
        library.move_cursor(next(node for node in library.root.children if "appendices" in str(node.label)))
        await desk.settle()
        await desk.press("p")

        assert desk.session.state("other-services") == "as-is"
        assert desk.session.state("having-a-say") == "available"


async def test_dropping_asks_why_and_escape_keeps_the_clause(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        desk.stand_on("comments-open")
        await desk.press("d")
        assert "Why does this school leave out “Comments are open”?" in desk.shown
        await desk.press("escape")
        assert desk.session.state("comments-open") == "as-is"

        await desk.press("d", "enter")
        assert "a reason is needed" in desk.shown
        desk.screen(AskDialog).query_one(Input).value = "  Nobody has time.  "
        await desk.press("enter")

        decision = desk.session.policy.decisions["comments-open"]
        assert (decision.mode, decision.reason) == ("dropped", "Nobody has time.")
        assert row(desk, "Comments are open") == "✗ Comments are open  dropped"
        await desk.press("d")
        assert "already dropped" in desk.told
        await desk.press("r")
        assert desk.session.state("comments-open") == "as-is"
        assert "Restored: Comments are open" in desk.told


async def test_dropping_what_the_model_does_not_have_asks_nothing(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.pick("having-a-say")
        desk.compose.refresh_policy()
        desk.stand_on("having-a-say")
        await desk.press("d")

        assert isinstance(desk.app.screen, ComposeScreen)
        assert desk.session.state("having-a-say") == "available"


async def test_restoring_an_adapted_clause_can_be_taken_back(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("celebrating-achievement")
        adapted = desk.session.text("celebrating-achievement")
        await desk.press("r")
        assert desk.session.state("celebrating-achievement") == "as-is"
        assert desk.compose.clause.editor.text == desk.session.base_text("celebrating-achievement").rstrip("\n")

        await desk.press("u")

        assert desk.session.text("celebrating-achievement") == adapted
        assert "every Friday" in desk.compose.clause.editor.text
        assert "{+every Friday+}" in desk.shown


async def test_moving_goes_one_place_and_keeps_standing_on_the_clause(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("safeguarding-first")
        await desk.press("K")
        assert desk.session.policy.sections["governance"] == ("safeguarding-first", "purpose")
        assert row(desk, "Safeguarding comes").startswith("✓ 1.1")
        spot = desk.compose.outline.clauses.spot
        assert spot is not None
        assert spot.id == "safeguarding-first"
        await desk.press("K")
        assert "already at the top" in desk.told

        await desk.press("J", "J")
        assert desk.session.policy.section_of("safeguarding-first") == "positive-use"
        await desk.press("u", "u")
        assert desk.session.policy.sections["governance"] == ("safeguarding-first", "purpose")
        desk.stand_on("other-services")
        await desk.press("K")
        assert "has no place yet" in desk.told


async def test_giving_and_changing_a_reason(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("celebrating-achievement")
        await desk.press("g")
        line = desk.screen(AskDialog).query_one(Input)
        assert line.value == "We post once a week."
        line.value = "Once a week is enough."
        await desk.press("enter")
        assert desk.session.policy.decisions["celebrating-achievement"].reason == "Once a week is enough."
        assert "Why: Once a week is enough." in desk.shown

        desk.stand_on("purpose")
        await desk.press("g")
        assert "Only a clause that is adapted" in desk.told


async def test_a_new_clause_is_added_with_its_first_words(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("purpose")
        await on_heading(desk, 1)
        await desk.press("n")
        dialog = desk.screen(NewClauseDialog)
        assert "A new clause in “Using it well”" in desk.shown
        await desk.press("enter")
        assert "the clause has no title" in desk.shown
        dialog.query_one("#new-title", Input).value = "Our Radio Club"
        await desk.settle()
        assert dialog.query_one("#new-id", Input).value == "our-radio-club"
        dialog.query_one("#new-id", Input).value = "purpose"
        await desk.press("enter")
        assert "the id purpose is taken" in desk.shown
        dialog.query_one("#new-id", Input).value = "radio"
        await desk.press("enter")

        assert desk.compose.writing
        assert "radio" not in desk.session.policy.decisions
        await desk.press(*"Hi.")
        await desk.rest()
        assert desk.session.policy.section_of("radio") == "positive-use"
        assert desk.session.text("radio") == "Hi.\n"
        spot = desk.compose.outline.clauses.spot
        assert spot is not None
        assert spot.id == "radio", "the outline stands on it while it is written"
        await desk.press("escape")
        assert isinstance(desk.app.screen, ComposeScreen)
        spot = desk.compose.outline.clauses.spot
        assert spot is not None
        assert (spot.id, desk.compose.clause_id) == ("radio", "radio")
        assert "+ 2.5 Our Radio Club" in row(desk, "Radio")

        desk.compose.action_show_policy()
        await desk.press("u")
        assert "radio" not in desk.session.policy.decisions


async def test_a_new_clause_without_a_word_adds_nothing(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("comments-open")
        await desk.press("n")
        await desk.press("escape")
        assert isinstance(desk.app.screen, ComposeScreen)
        await desk.press("n")
        desk.screen(NewClauseDialog).query_one("#new-title", Input).value = "Radio"
        await desk.press("enter", "escape")

        assert not desk.session.dirty
        assert "no clause was added" in desk.told
        assert not desk.compose.writing
        assert desk.compose.clause_id == "comments-open"
        assert "a new clause" not in desk.shown


async def test_a_read_only_policy_refuses_with_the_mend(open_app: OpenApp, school: Path) -> None:
    school.with_name("policy.lock").unlink()
    async with open_app() as desk:
        assert "READ ONLY" in desk.lines[-2]
        desk.stand_on("purpose")
        for key in ("p", "a", "r"):
            await desk.press(key)
        await desk.press("ctrl+s")

        assert not desk.session.dirty
        assert not desk.compose.writing
        assert "rebuild-lock oakfield-primary" in desk.told
    assert not school.with_name("policy.lock").exists()
