"""Findings on the compose screen: live while one types, listed, gone to, and signs that need no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from composer.checks.check import Check, Hit
from composer.tui.screens.help import HelpScreen
from composer.tui.widgets.findings_list import FindingRows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from composer.checks.answered import Findings
    from composer.checks.finding import PlaceKind
    from composer.checks.subject import Passage, Setting, Subject
    from composer.tui.widgets.clause_tree import Row
    from tests.tui.conftest import Desk, OpenApp, SetChecks

TEMPLATE, LOUD, MILD = "your school", "SHOUTED", "perhaps"


def finds(words: str, check_id: str, severity: str, number: int) -> Check:
    """A check that finds every place where some words stand."""

    def look(passage: Passage, _: Setting) -> Iterator[Hit]:
        at = passage.text.find(words)
        while at >= 0:
            yield Hit(f"“{words}” stands here", at, at + len(words))
            at = passage.text.find(words, at + 1)

    why = f"Why {words} matters."
    return Check(check_id, number, f"Finds {words}", severity, why, "Say it plainly", passage=look)  # type: ignore[arg-type]


def at(kind: PlaceKind, key: str = "", check_id: str = "elsewhere") -> Check:
    """A check that always finds something at one place that is no part of the text."""

    def look(_: Subject) -> Iterator[Hit]:
        yield Hit(f"something about the {kind}", kind=kind, id=key, name=f"the {kind}")

    return Check(check_id, 40, "Something elsewhere", "warn", "It matters.", "Look there", whole=look)


CHECKS = (
    finds(LOUD, "loud", "block", 1),
    finds(TEMPLATE, "template-voice", "warn", 7),
    finds(MILD, "mild", "info", 28),
)


@pytest.fixture(autouse=True)
def _three_checks(checks: SetChecks) -> None:
    checks(*CHECKS)


async def checked(desk: Desk) -> None:
    """Wait for the first run, which starts a little after the screen stands."""
    await desk.compose.look_closer()
    await desk.settle()


async def seed(desk: Desk) -> None:
    """Two clauses with findings of every weight."""
    session = desk.session
    session.adapt("celebrating-achievement", f"We post at {TEMPLATE}.\n\nThis is {LOUD} today.\n", "Ours.")
    session.adapt("comments-open", f"We answer {MILD}, at {TEMPLATE}.\n", "Ours.")
    desk.compose.refresh_policy()
    await checked(desk)


def rows(desk: Desk) -> list[str]:
    """The rows of the list."""
    found = desk.find("#finding-rows", FindingRows)
    return [" ".join(str(found.get_option_at_index(at).prompt).split()) for at in range(found.option_count)]


def told(desk: Desk) -> str:
    """What is said of the row stood on."""
    return str(desk.find("#finding-said", Static).render())


def selected(desk: Desk) -> str:
    """The selected words of the clause."""
    return desk.compose.clause.editor.selected_text


def row(desk: Desk, clause_id: str) -> Row:
    """A line of the outline."""
    return next(each for part in desk.compose.outline.clauses._headings for each in part.rows if each.id == clause_id)


# Live


async def test_what_is_typed_is_checked_when_one_rests(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await checked(desk)
        desk.stand_on("comments-open")
        await desk.press("a", *f" {TEMPLATE} {LOUD}")
        assert desk.compose.found is not None
        await desk.rest()

        assert "1 to fix · 1 to look at (F5)" in desk.lines[-2]
        assert row(desk, "comments-open").found == "✗2"
        assert "writing · esc when done · 2 findings" in desk.shown
        assert rows(desk) == [
            f"! look 2.3 “{TEMPLATE}” stands here",
            f"✗ fix 2.3 “{LOUD}” stands here",
        ]

        await desk.press(*["backspace"] * len(LOUD))
        await desk.rest()
        assert row(desk, "comments-open").found == "!1"
        assert "to fix" not in desk.lines[-2]
        assert desk.compose.writing


async def test_nothing_is_checked_before_the_screen_stands(
    open_app: OpenApp, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("composer.tui.screens.panes.AFTER_FIRST_PAINT", 3600)
    async with open_app() as desk:
        assert desk.compose.found is None
        assert not desk.compose.findings.filled
        await desk.press("a", "x")
        await desk.rest()
        assert desk.compose.found is None

        await desk.press("f5")
        assert desk.compose.found is not None


async def test_no_key_is_checked_by_itself(open_app: OpenApp, school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app() as desk:
        await checked(desk)
        desk.stand_on("comments-open")
        await desk.press("a")
        runs: list[str] = []
        findings = desk.session._checked

        def counted() -> Findings:
            runs.append(desk.session.text("comments-open"))
            return findings()

        monkeypatch.setattr(desk.session, "_checked", counted)
        monkeypatch.setattr("composer.tui.widgets.editor.PAUSE", 3600)
        monkeypatch.setattr("composer.tui.widgets.editor.AT_LATEST", 3600)
        await desk.press(*"quick")
        assert not runs
        await desk.rest()
        assert len(runs) == 1


async def test_who_goes_on_typing_is_not_held_up_by_checks(
    open_app: OpenApp, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("composer.tui.screens.panes.AFTER_FIRST_PAINT", 3600)
    async with open_app() as desk:
        await checked(desk)
        desk.stand_on("comments-open")
        await desk.press("a")
        monkeypatch.setattr("composer.tui.screens.findings.REST", 3600)
        runs: list[str] = []
        findings = desk.session._checked

        def counted() -> Findings:
            runs.append("run")
            return findings()

        monkeypatch.setattr(desk.session, "_checked", counted)
        for letter in "ab":
            await desk.press(letter)
            await desk.rest()
        assert not runs
        await desk.press("f5")
        assert runs


async def test_undoing_is_checked_too(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await seed(desk)
        assert len(rows(desk)) == 4
        await desk.press("u")
        assert len(rows(desk)) == 2
        await desk.press("U")
        assert len(rows(desk)) == 4


# The list


async def test_the_list_says_what_why_and_how(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        await desk.press("f5")

        assert desk.compose.pane == "findings"
        assert "[F5 Findings]" in desk.lines[1]
        assert desk.lines[2].strip() == "4 findings F5"
        assert [line.split()[:2] for line in rows(desk)] == [["!", "look"], ["✗", "fix"], ["i", "note"], ["!", "look"]]
        await desk.press("down")
        for said in (
            f"“{LOUD}” stands here",
            "2.1 Celebrating achievement, line 3",
            f"Why: Why {LOUD} matters.",
            "Mend: Say it plainly",
            "stands in the way of approval · enter goes there · x sets it aside",
        ):
            assert said in told(desk), said
        hints = desk.lines[-1]
        assert "enter Go there" in hints
        assert "x Set aside" in hints


async def test_enter_goes_to_the_very_words_and_typing_replaces_them(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        await desk.press("f5", "down", "enter")

        assert (desk.compose.pane, desk.compose.clause_id) == ("clause", "celebrating-achievement")
        assert selected(desk) == LOUD
        assert f"✗ “{LOUD}” stands here · a mends it · x sets it aside" in desk.shown
        await desk.press("a", *"quiet")
        await desk.rest()
        assert desk.session.text("celebrating-achievement").endswith("This is quiet today.\n")
        assert "to fix" not in desk.lines[-2]

        await desk.press("escape", "escape")
        assert desk.compose.pane == "findings", "one goes back to the list one came from"


async def test_standing_on_a_row_shows_its_words_beside_it(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(160, 50)) as desk:
        await seed(desk)
        await desk.press("f5", "home", "down")
        assert (desk.compose.clause_id, selected(desk)) == ("celebrating-achievement", LOUD)
        await desk.press("down")
        assert (desk.compose.clause_id, selected(desk)) == ("comments-open", MILD)
        assert desk.find("#finding-rows", FindingRows).has_focus


@pytest.mark.parametrize("size", [(80, 24), (118, 30), (140, 30), (200, 50)])
async def test_the_words_are_in_sight(open_app: OpenApp, school: Path, size: tuple[int, int]) -> None:
    async with open_app(size=size) as desk:
        lines = "\n".join(f"Line {number} says something." for number in range(60))
        desk.session.adapt("comments-open", f"{lines}\nAt {TEMPLATE} indeed.\n{lines}\n", "Because of all that.")
        desk.session.adapt("celebrating-achievement", f"{lines}\n{LOUD}", "Ours.")
        desk.compose.refresh_policy()
        await checked(desk)
        desk.stand_on("purpose")
        for words in (LOUD, f"At {TEMPLATE} indeed."):
            await desk.press("ctrl+n")
            region = desk.compose.clause.editor.region
            shown = [line[region.x : region.right] for line in desk.lines[region.y : region.bottom]]
            assert any(words in line for line in shown)


async def test_next_and_previous_go_through_all_of_them(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        desk.stand_on("purpose")
        seen = []
        for _ in range(4):
            await desk.press("right_square_bracket")
            seen.append((desk.compose.clause_id, selected(desk)))
        assert seen == [
            ("celebrating-achievement", TEMPLATE),
            ("celebrating-achievement", LOUD),
            ("comments-open", MILD),
            ("comments-open", TEMPLATE),
        ]
        await desk.press("ctrl+n")
        assert "That was the last finding." in desk.told
        await desk.press("left_square_bracket", "ctrl+t")
        assert selected(desk) == LOUD


async def test_while_writing_the_next_finding_stays_in_the_clause(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await seed(desk)
        desk.stand_on("celebrating-achievement")
        await desk.press("a", "]")
        await desk.rest()
        assert desk.session.text("celebrating-achievement").endswith("today.]\n")
        for words in (TEMPLATE, LOUD, TEMPLATE):
            await desk.press("ctrl+n")
            assert selected(desk) == words
            assert desk.compose.writing
        await desk.press("ctrl+t")
        assert selected(desk) == LOUD
        assert desk.compose.writing


async def test_the_finding_is_told_while_one_writes_and_its_list_is_hidden(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        await desk.press("f5", "enter", "a", "ctrl+n")
        assert desk.compose.writing
        assert f"“{LOUD}” stands here." in desk.told


async def test_the_filter_goes_through_what_there_is(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await seed(desk)
        await desk.press("f5")
        for title, many in (
            ("1 of 4 findings F5 · to fix", 1),
            ("2 of 4 findings F5 · to look at", 2),
            ("1 of 4 findings F5 · to note", 1),
            ("4 findings F5", 4),
        ):
            await desk.press("f")
            assert str(desk.compose.findings.border_title) == title
            assert len(rows(desk)) == many


async def test_an_empty_list_says_what_was_looked_for(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await desk.press("f5")
        assert desk.lines[2].strip() == "No findings F5"
        assert "Nothing found." in told(desk)
        assert "For: finds SHOUTED; finds your school; finds perhaps." in told(desk)
        await desk.press("ctrl+n")
        assert "Nothing found." in desk.told
        await desk.press("enter", "x", "f", "t")
        assert "Go to a finding first: F5 lists them." in desk.told


async def test_what_is_only_to_note_has_no_sign_beside_the_clause(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.adapt("comments-open", f"We answer {MILD}.\n", "Ours.")
        desk.compose.refresh_policy()
        desk.stand_on("comments-open")
        await checked(desk)

        assert row(desk, "comments-open").found == ""
        assert "to look at" not in desk.lines[-2]
        assert "i 1 to note: ] goes to the words, F5 lists all" in desk.shown


async def test_help_explains_the_signs(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("f1")
        assert "two findings, one of them at least to fix" in str(desk.screen(HelpScreen)._text())


async def test_letters_that_decide_are_still_among_findings(open_app: OpenApp, school: Path) -> None:
    """At 80 columns the clause they would act on is out of sight."""
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        before = desk.session.draft
        await desk.press("f5", *"pdrgnsKJ")
        assert desk.session.draft is before
        assert desk.compose.pane == "findings"


async def test_the_list_opens_at_the_clause_one_comes_from(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        desk.stand_on("comments-open")
        await desk.press("a", *" More.")
        await desk.rest()
        await desk.press("f5")
        assert f"“{MILD}” stands here" in told(desk)
        assert not desk.compose.writing
        assert desk.session.text("comments-open").endswith(" More.\n")
