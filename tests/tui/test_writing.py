"""Writing a clause: the live diff, the reason, and that no word is lost whichever way a person leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key, Paste
from textual.widgets import Input

from composer.policy.decisions import LONGEST_CLAUSE
from composer.tui.dialogs.ask import AskDialog
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.help import HelpScreen
from composer.tui.widgets.key_bar import KeyBar
from composer.tui.widgets.pane_bar import PaneBar

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Desk, OpenApp


def changes(desk: Desk) -> str:
    """What the change pane shows."""
    region = desk.compose.query_one("#changes").region
    return "\n".join(line[region.x : region.right] for line in desk.lines[region.y : region.bottom])


async def test_what_is_typed_shows_as_changes_and_the_reason_is_asked_when_done(
    open_app: OpenApp, school: Path
) -> None:
    async with open_app() as desk:
        desk.stand_on("comments-open")
        assert "Word for word the model's text." in changes(desk)
        await desk.press("a")
        assert desk.compose.writing
        assert "writing · esc when done" in desk.shown
        hints = desk.compose.query_one(KeyBar).shown
        assert hints[0] == "stop_writing"
        assert "pick" not in hints
        await desk.press("backspace", *" or two.")
        await desk.rest()

        assert desk.session.text("comments-open") == "We answer within {{reply_days}} days or two.\n"
        assert "{+" in changes(desk)
        assert "or two" in changes(desk)
        assert "1 change" in desk.lines[-2]
        assert "● unsaved" in desk.lines[-2]
        assert "reason" not in desk.lines[-2]

        await desk.press("escape")
        assert "Why does this school change “Comments are open”?" in desk.shown
        await desk.press("escape")
        assert "1 reason wanted (g)" in desk.lines[-2]
        assert "! A reason is wanted: g gives it" in desk.shown
        await desk.press("g")
        desk.screen(AskDialog).query_one(Input).value = "We are a small office."
        await desk.press("enter")
        assert "reason" not in desk.lines[-2]

        await desk.press("a", "!")
        await desk.rest()
        await desk.press("escape")
        assert isinstance(desk.app.screen, ComposeScreen), "the reason is known, so it is not asked again"
        await desk.press("u")
        assert desk.session.text("comments-open").endswith("or two.\n")


async def test_unchanged_words_decide_nothing(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("other-services")
        await desk.press("a", "x", "backspace")
        await desk.rest()
        await desk.press("escape")

        assert isinstance(desk.app.screen, ComposeScreen)
        assert desk.session.state("other-services") == "undecided"
        assert not desk.session.dirty
        await desk.press("u")
        assert "nothing to undo" in desk.told


async def test_letters_are_typed_and_are_no_commands(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("other-services")
        await desk.press("a", *"pdrnuzsvcwmKJU?/")
        await desk.rest()

        assert isinstance(desk.app.screen, ComposeScreen)
        assert desk.session.text("other-services") == "Ask {{dsl}} first.pdrnuzsvcwmKJU?/\n"


async def test_clicking_another_clause_keeps_the_words_and_asks_nothing(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("purpose")
        await desk.press("a", *"More.")
        outline = desk.compose.outline.clauses
        await desk.pilot.click(outline, offset=(12, 4))
        await desk.settle()

        assert isinstance(desk.app.screen, ComposeScreen)
        assert desk.session.text("purpose").endswith("{{dsl}}.More.\n")
        assert not desk.compose.writing
        assert desk.compose.clause_id == "celebrating-achievement"
        assert "every Friday" in desk.compose.clause.editor.text
        assert "1 reason wanted" in desk.lines[-2]


async def test_every_way_out_of_writing_keeps_the_words(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        for number, way in enumerate(("f2", "#policy", "#compare", "#values", "ctrl+s")):
            desk.stand_on("purpose")
            await desk.press("a", str(number))
            if way.startswith("#"):
                await desk.click_label(PaneBar, way[1:])
            else:
                await desk.press(way)
            assert desk.session.text("purpose").rstrip().endswith(str(number)), way
            if way == "#policy":
                assert desk.compose.pane == "policy"
            if way in {"#compare", "#values"}:
                assert not isinstance(desk.app.screen, ComposeScreen)
                await desk.press("escape")
            assert desk.compose.writing == (way == "ctrl+s")


async def test_looking_at_the_changes_goes_on_writing(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        desk.stand_on("purpose")
        await desk.press("a", "x", "f4")
        assert "-at-changes" in desk.compose.classes
        assert "Questions go to {{dsl}}.x" in desk.session.text("purpose") or desk.compose.writing
        await desk.press("f8", "f3", "y")
        await desk.rest()

        assert desk.session.text("purpose").endswith("xy\n")
        await desk.press("f1")
        desk.screen(HelpScreen)
        assert "Ends writing" in desk.shown
        await desk.press("escape")
        assert desk.compose.writing


async def test_words_that_cannot_be_kept_stay_where_they_are(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("purpose")
        await desk.press("a")
        editor = desk.compose.clause.editor
        editor.insert("x" * LONGEST_CLAUSE)
        await desk.rest()
        assert "cut it" in desk.told

        await desk.press("escape")
        assert desk.compose.writing
        await desk.pilot.click(desk.compose.outline.clauses, offset=(12, 4))
        await desk.settle()

        assert desk.compose.writing
        assert desk.compose.clause_id == editor.clause_id == "purpose"
        assert len(editor.text) > LONGEST_CLAUSE
        spot = desk.compose.outline.clauses.spot
        assert spot is not None
        assert spot.id == "purpose"


async def test_a_new_clause_whose_words_were_all_taken_out_is_not_added(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("comments-open")
        desk.compose.begin_new("radio", "Radio", "positive-use")
        await desk.press("x")
        await desk.rest()
        assert "radio" in desk.session.policy.decisions
        await desk.press("backspace")
        await desk.rest()
        await desk.press("escape")

        assert "radio" not in desk.session.policy.decisions
        assert desk.compose.clause_id == "comments-open"
        assert not desk.session.dirty


async def test_a_cleared_clause_is_not_left_without_words(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("purpose")
        await desk.press("a")
        desk.compose.clause.editor.clear()
        await desk.rest()
        assert "purpose" in desk.session.policy.decisions
        await desk.press("escape")

        assert desk.session.state("purpose") == "as-is"
        assert desk.compose.clause.editor.text.startswith("{{school_name}}")


async def test_a_dropped_clause_that_is_written_is_in_the_policy_again(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("class-livestreams")
        assert "The policy leaves this out:" in changes(desk)
        await desk.press("a", "!")
        await desk.rest()

        assert desk.session.state("class-livestreams") == "adapted"


async def test_what_is_pasted_loses_its_controls(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("purpose")
        await desk.press("a")
        desk.app.post_message(Paste("A\x1b]52;c;eA==\x07B\u202eC\r\nD\u200bE\x00"))
        await desk.settle()
        await desk.rest()

        assert "\x1b" not in desk.compose.clause.editor.text
        assert desk.session.text("purpose").endswith("A]52;c;eA==BC\nDE\n")
        assert desk.session.text("purpose").count("A]52;c;eA==BC") == 1
        assert desk.session.text("purpose").replace("\n", "").isprintable()


async def test_the_change_that_is_written_stays_in_sight(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        long = "".join(f"Sentence number {n} says what staff do on day {n}.\n" for n in range(60))
        desk.session.add_local("long", "Long", "governance", long)
        desk.session.adapt("purpose", long, "Longer.")
        desk.compose.refresh_policy()
        desk.stand_on("purpose")
        await desk.press("a", *"The last word.")
        await desk.rest()

        assert "The last word." in changes(desk)
        assert desk.compose.diff.scroll_offset.y > 20


def burst(desk: Desk, *keys: str) -> None:
    """Keys as a terminal sends them that was busy for a moment: all at once, none of them waited for."""
    for key in keys:
        character = key if len(key) == 1 else None
        desk.app.post_message(Key(key, character))


async def test_keys_that_come_all_at_once_are_taken_in_their_order(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("a")
        editor = desk.compose.clause.editor
        editor.move_cursor(editor.document.end)
        before = editor.text
        burst(desk, *"Hallo", *["backspace"] * 4, *"ello", "left", "left", *"xy", "delete", "end", "enter", *"End")
        await desk.settle()
        assert editor.text == f"{before}Helxyo\nEnd"
        burst(desk, *"zz", "escape", *"zzz")
        await desk.settle()
        assert editor.text == f"{before}Helxyo\nEndzz"


async def test_a_field_takes_them_in_their_order_too(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("slash")
        burst(desk, *"photx", "backspace", *"o", "home", *"my ")
        await desk.settle()
        assert desk.find("#filter", Input).value == "my photo"
