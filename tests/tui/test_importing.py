"""Matching the pieces of a school's document on the screen, by keyboard and mouse."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Protocol

import pytest
from textual.widgets import Input

from composer.imports.matching import matcher
from composer.policy.incoming import CutUp, LeftOut, Origin, Piece, PieceSection
from composer.session.importing import Importing
from composer.session.importing.rows import Row
from composer.tui.dialogs.ask import ChoiceDialog
from composer.tui.dialogs.import_match import MatchDialog, SplitDialog
from composer.tui.screens.import_acts import NONE_LISTED
from composer.tui.screens.import_told import ImportToldScreen
from composer.tui.screens.importing import ImportingScreen
from composer.tui.screens.start import StartScreen
from composer.tui.widgets.import_list import ImportList
from composer.tui.widgets.import_rows import left_passages
from composer.tui.widgets.import_text import ImportText
from composer.tui.widgets.key_bar import KeyBar
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from composer.policy.library import Library, Model
    from composer.policy.school import Profile
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp

OWN = "The minibus has no signal. Nobody rings the driver.\n"
TEXTS = (
    ("Purpose", "Oakfield Primary School uses social media to celebrate all that its children do. Ask Mrs Jones.\n"),
    ("Our bus", OWN),
    ("Class livestreams", "A class may be livestreamed after Mrs Jones agrees.\n"),
    ("Replies", "We answer within 3 days.\n"),
    ("Posts", "We post good news on Facebook.\n"),
    ("[@click=app.quit]Odd[/]", "Names \x1b[31mred[/] and {{not_known}}.\n"),
)
"""The last one is after the terminal."""
CUT_OTHERWISE = (
    ("Purpose", "Oakfield Primary School uses social media to celebrate what its pupils do.\n"),
    ("Questions", "Questions go to Mrs Jones.\n"),
    ("Two of them", "Phones stay away.\n\nComments are switched off.\n"),
)
"""A clause in two pieces, and two clauses in one."""


class AtMatching(Protocol):
    """Opens the matching screen of an import."""

    def __call__(
        self, size: tuple[int, int] = (120, 30), texts: tuple[tuple[str, str], ...] = TEXTS
    ) -> AbstractAsyncContextManager[tuple[Desk, Importing]]: ...


def begun(library: Library, model: Model, profile: Profile, texts: tuple[tuple[str, str], ...]) -> Importing:
    """An import of these pieces."""
    pieces = tuple(
        Piece(at, title, "heading", text, f"1.{at}", f"paragraph {at}") for at, (title, text) in enumerate(texts, 1)
    )
    cut = CutUp("Being online", (PieceSection("Why [b]", pieces[:3]), PieceSection("How", pieces[3:])))
    origin = Origin("our.docx", "", (LeftOut("picture", "A map [/x]", "paragraph 9"),), ("Look at “4.2”.",))
    return Importing(cut, matcher(library, model), profile, origin=origin, today=TODAY)


@pytest.fixture
def at_matching(open_app: OpenApp, school: Path, library: Library, model: Model, profile: Profile) -> AtMatching:
    """A function that opens the matching screen."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (120, 30), texts: tuple[tuple[str, str], ...] = TEXTS
    ) -> AsyncIterator[tuple[Desk, Importing]]:
        importing = begun(library, model, profile, texts)
        async with open_app(None, size) as desk:
            desk.app.push_screen(ImportingScreen(importing, "fernhill"))
            await desk.settle()
            yield desk, importing

    return opened


def kinds(importing: Importing) -> list[str]:
    """What the pieces become."""
    return [row.kind for row in importing.rows]


def at(desk: Desk) -> str:
    """The label of the piece stood on."""
    row = desk.screen(ImportingScreen).row
    return row.label if row is not None else ""


async def test_pieces_stand_beside_what_they_become(at_matching: AtMatching) -> None:
    async with at_matching() as (desk, importing):
        shown = desk.shown
        assert "0 of 6 confirmed · 0 left out · 4 of the model missing · l: 2 to read" in desk.lines[1]
        assert "Why [b]" in shown
        assert "C ✓ 3 100 %  Class livestreams" in shown
        assert "? + 2        Our bus" in shown
        assert "The model has and this document lacks  4" in shown
        assert "Purpose  1.1, paragraph 1" in shown
        assert "[-pupils-]{+children+}" in shown
        assert "Clauses it may be (m chooses another):" in shown
        assert "[@click=app.quit]Odd[/]" in shown

        await desk.press("end")
        assert "No piece is this clause: the policy begins with it undecided." in desk.shown
        await desk.press("x")
        assert "The document lacks this clause" in desk.told
        desk.screen(ImportingScreen).stand_on("5")
        await desk.settle()
        assert "red[/] and {{not_known}}" in desk.shown
        assert "\x1b" not in desk.shown
        desk.screen(ImportingScreen).stand_on("2")
        await desk.settle()
        assert "Who leads on safeguarding? Mrs Jones" in desk.shown
        assert importing.confirmed == 0

        assert "The document:" not in desk.shown
        desk.screen(ImportingScreen).stand_on("0")
        await desk.pilot.resize_terminal(160, 40)
        await desk.settle()
        line = next(line for line in desk.lines if "The clause: Purpose" in line)
        assert "The document: Purpose" in line


async def test_at_eighty_columns_enter_shows_the_words_and_then_confirms(at_matching: AtMatching) -> None:
    async with at_matching((80, 24)) as (desk, importing):
        assert "Clauses it may be" not in desk.shown
        assert "enter Confirm" in desk.lines[-1]
        await desk.press("enter")
        assert "Clauses it may be" in desk.shown
        assert importing.confirmed == 0
        await desk.press("enter")
        assert importing.rows[0].confirmed
        assert at(desk) == "2"
        assert desk.find("#text", ImportText).view.has_focus
        assert "Confirmed, u takes it back: 1 Purpose" in desk.lines[0]
        await desk.press("escape")
        assert "■ ± 1" in desk.shown
        await desk.pilot.click(ImportList, offset=(4, 5))
        await desk.settle()
        assert at(desk) == "4"
        assert "Clauses it may be" in desk.shown


async def test_each_key_is_one_step_that_is_taken_back(at_matching: AtMatching) -> None:
    async with at_matching() as (desk, importing):
        before = importing.rows
        await desk.press("C")
        many = importing.confirmed
        assert many >= 1
        assert f"Confirmed {many} clear piece{'' if many == 1 else 's'}, u takes it back" in desk.shown
        await desk.press("C")
        assert "None is clear any more" in desk.told
        await desk.press("u")
        assert importing.rows == before

        await desk.press("home", "o")
        assert importing.rows[0].kind == "local"
        assert at(desk) == "2"
        await desk.press("x")
        assert kinds(importing)[1] == "left out"
        assert "1 left out" in desk.lines[1]
        await desk.press("up", "x")
        assert kinds(importing)[1] == "local"
        await desk.press("j")
        assert [row.label for row in importing.rows[:2]] == ["1", "2+3"]
        assert at(desk) == "2+3"
        await desk.press("ctrl+z", "u", "u", "ctrl+z")
        assert importing.rows == before
        assert at(desk) == "1"
        await desk.press("ctrl+y", "U")
        assert importing.rows[1].kind == "left out"
        await desk.press("ctrl+z", "u", "u")
        assert "There is nothing to undo." in desk.told


async def test_what_changes_a_duty_is_never_confirmed_with_the_clear_ones(
    at_matching: AtMatching, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty = property(lambda row: ("“must” is gone",) if row.label == "3" else ())
    monkeypatch.setattr(Row, "look_at", duty)
    async with at_matching() as (desk, importing):
        assert "? ✓ 3 100 %  Class livestreams" in desk.shown
        clear = sum(row.matched and row.score >= 90 for row in importing.rows) - 1
        await desk.press("C")
        assert importing.confirmed == clear
        assert f"Confirmed {clear} clear piece" in desk.lines[0]
        desk.screen(ImportingScreen).stand_on("2")
        await desk.settle()
        assert "‼ Look at what people must or may do: “must” is gone." in " ".join(desk.shown.split())
        assert "as-is · to be confirmed" in desk.shown


def test_what_is_long_and_not_carried_over_hides_nothing() -> None:
    contents = LeftOut("contents list", "1 Purpose " * 100, "paragraph 1")
    (passage,) = left_passages((contents, LeftOut("comment", "Ask Ann", "paragraph 2")), ())
    told = [words for words, _ in passage.head]
    assert len(told[1]) < 400
    assert told[1].endswith("… (200 words, whole in import.md)")
    assert told[2] == "· comment (paragraph 2): Ask Ann"


async def test_a_clause_is_chosen_with_the_nearest_first(at_matching: AtMatching) -> None:
    async with at_matching() as (desk, importing):
        await desk.press("down", "m")
        dialog = desk.screen(MatchDialog)
        assert "Which clause is 2 “Our bus”?" in desk.shown
        nearest = importing.rows[1].candidates[0].clause_id
        assert dialog._listed[0].id == nearest
        desk.find("Input", Input).value = "nursery"
        await desk.settle()
        assert "in the library only" in desk.shown
        assert "Phones stay away." in desk.shown
        await desk.press("enter")
        assert importing.rows[1].id == "nursery-devices"
        assert importing.rows[1].confirmed

        desk.screen(ImportingScreen).stand_on("1")
        await desk.press("m")
        desk.find("Input", Input).value = "livestreams"
        await desk.settle()
        assert "is piece 3 now" in desk.shown
        await desk.press("escape")
        assert importing.rows[1].id == "nursery-devices"


async def test_a_piece_is_split_where_a_person_says_and_named(at_matching: AtMatching) -> None:
    async with at_matching() as (desk, importing):
        await desk.press("down", "down", "s")
        assert "Piece 3 is one sentence" in desk.told
        await desk.press("up", "s")
        desk.screen(SplitDialog)
        assert "│ Nobody rings the driver." in desk.shown
        await desk.press("enter")
        assert [row.label for row in importing.rows[1:3]] == ["2", "2.2"]
        assert at(desk) == "2"

        await desk.press("t", *" [b]", "enter")
        assert importing.rows[1].title == "Our bus [b]"
        assert "Our bus [b]" in desk.shown
        await desk.press("home", "t")
        field = desk.find("Input", Input)
        field.value = ""
        await desk.press("enter")
        assert "a clause needs a title" in desk.shown
        await desk.press("escape")
        desk.screen(ImportingScreen)


async def test_what_to_join_and_to_split_is_suggested(at_matching: AtMatching) -> None:
    async with at_matching(texts=CUT_OTHERWISE) as (desk, importing):
        assert "Purpose  ⇒ join?" in desk.shown
        assert "Pieces 1 and 2 together are 99 % of “Purpose”: j joins them." in " ".join(desk.shown.split())
        await desk.press("j")
        assert [row.label for row in importing.rows] == ["1+2", "3"]
        assert "⇒ join?" not in desk.shown
        await desk.press("down")
        assert "Two of them  ⇒ split?" in desk.shown
        told = " ".join(" ".join(line[48:] for line in desk.lines).split())
        assert "“Phones in the nursery” and then 100 % of “Comments are closed”: s splits it." in told
        await desk.press("s", "enter")
        assert [row.id for row in importing.rows[1:]] == ["nursery-devices", "comments-closed"]
        await desk.press("u", "o")
        assert "⇒" not in desk.shown


async def test_one_goes_to_what_is_open_and_finds_words(at_matching: AtMatching) -> None:
    async with at_matching() as (desk, importing):
        importing.confirm(1)
        await desk.press("f8")
        assert at(desk) == "3"
        await desk.press("shift+f8")
        assert at(desk) == "1"
        await desk.press("slash", "m")
        desk.find("#find", Input).value += "inibus"
        await desk.settle()
        assert "Our bus" in desk.shown
        assert "Class livestreams" not in "\n".join(line[:46] for line in desk.lines)
        await desk.press("enter", "o")
        assert importing.rows[1].confirmed
        assert "All that are listed are confirmed" in desk.lines[0]
        before = importing.rows
        for key, told in (("slash", ""), ("o", NONE_LISTED), ("f8", NONE_LISTED), ("enter", NONE_LISTED)):
            await desk.press(key)
            if not told:
                desk.find("#find", Input).value = "zeppelin"
                await desk.press("enter")
                assert "Nothing is listed" in desk.shown
                assert "The minibus has no signal" not in desk.shown
            assert told in desk.told
        assert importing.rows == before
        await desk.press("escape")
        assert "Class livestreams" in desk.shown

        await desk.click_label(KeyBar, "help")
        assert "how much of the clause and the piece is the same" in " ".join(desk.shown.split())
        await desk.press("escape", "l")
        desk.screen(ImportToldScreen)
        assert "picture (paragraph 9): A map [/x]" in desk.shown
        assert "Look at “4.2”." in desk.shown
        await desk.press("escape")
        for row in importing.rows:
            importing.confirm(row.index)
        await desk.press("f8")
        assert "All are confirmed: ctrl+s makes the school" in desk.lines[0]


async def test_what_a_person_said_is_not_thrown_away_unasked(at_matching: AtMatching, workspace: Workspace) -> None:
    async with at_matching() as (desk, importing):
        await desk.press("o", "escape")
        assert "Throw this away?" in desk.shown
        await desk.press("enter", "ctrl+q")
        assert desk.screen(ChoiceDialog)
        assert "Leave in the middle of an import?" in desk.shown
        await desk.press("escape")
        assert importing.rows[0].confirmed
        await desk.press("escape", "down", "enter")
        desk.screen(StartScreen)
    assert not (workspace.schools / "fernhill").exists()


async def test_a_school_that_cannot_be_written_loses_nothing(at_matching: AtMatching, workspace: Workspace) -> None:
    async with at_matching() as (desk, importing):
        (workspace.schools / "fernhill").mkdir()
        await desk.press("o", "ctrl+s", "enter")
        assert "Not made:" in desk.told
        assert "there is a folder for fernhill already" in desk.told
        desk.screen(ImportingScreen)
        assert importing.rows[0].kind == "local"
    assert not list((workspace.schools / "fernhill").iterdir())
