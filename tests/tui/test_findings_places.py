"""Findings that are in no clause, the mouse, and what is not right: damaged rules, hostile words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from composer.checks.check import Check, Hit
from composer.policy.problems import Problem
from composer.policy.scenarios import Later
from composer.tui.screens.approval import ApprovalScreen
from composer.tui.screens.evidence import EvidenceScreen
from composer.tui.screens.update import UpdateScreen
from composer.tui.screens.values import ValuesScreen
from composer.tui.widgets.pane_bar import PaneBar
from composer.tui.widgets.status_line import StatusLine
from tests.tui.test_evidence import with_lists
from tests.tui.test_findings import CHECKS, LOUD, TEMPLATE, at, checked, rows, seed, selected, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from composer.checks.finding import PlaceKind
    from composer.checks.subject import Subject
    from composer.policy.library import Library
    from composer.policy.rules import Rule
    from tests.tui.conftest import OpenApp, SetChecks


@pytest.fixture(autouse=True)
def _three_checks(checks: SetChecks) -> None:
    checks(*CHECKS)


# Places that are no clause


@pytest.mark.parametrize(
    ("kind", "key", "screen"),
    [
        ("value", "reply_days", ValuesScreen),
        ("scenario", "adult-pupil", EvidenceScreen),
        ("process", "lost-property", EvidenceScreen),
        ("approval", "", ApprovalScreen),
    ],
)
async def test_enter_opens_the_screen_of_its_place(
    open_app: OpenApp,
    school: Path,
    library: Library,
    checks: SetChecks,
    kind: PlaceKind,
    key: str,
    screen: type[object],
) -> None:
    checks(at(kind, key))
    async with open_app(size=(80, 24), library=with_lists(library)) as desk:
        await desk.press("f5", "enter")

        opened = desk.screen(screen)
        if isinstance(opened, ValuesScreen):
            assert isinstance(desk.app.focused, Input)
            assert desk.app.focused.parent.need.name == key  # type: ignore[union-attr]
        if isinstance(opened, EvidenceScreen):
            here = opened._here()
            assert here is not None
            assert key in {getattr(getattr(here, each, None), "id", "") for each in ("scenario", "process")}
        await desk.press("escape")
        assert desk.compose.pane == "findings"


async def test_a_model_that_moved_leads_to_the_update(open_app: OpenApp, school: Path, checks: SetChecks) -> None:
    checks(at("clause", "purpose", "model-moved"))
    async with open_app() as desk:
        await desk.press("f5", "enter")
        desk.screen(UpdateScreen)


@pytest.mark.parametrize(
    ("kind", "key", "said"),
    [
        ("school", "", "under [school]. Look there."),
        ("policy", "", "This is about the policy as a whole. Look there."),
        ("intro", "governance", "The introduction of a section comes from the model. Look there."),
        ("title", "", "This title stands in policy.toml. Look there."),
        ("clause", "no-such-clause", "This is about the policy as a whole. Look there."),
    ],
)
async def test_a_place_without_a_screen_is_said(
    open_app: OpenApp, school: Path, checks: SetChecks, kind: PlaceKind, key: str, said: str
) -> None:
    checks(at(kind, key))
    async with open_app(size=(80, 24)) as desk:
        await desk.press("f5", "enter")
        assert said in desk.told


async def test_next_shows_in_the_list_what_is_in_no_clause(open_app: OpenApp, school: Path, checks: SetChecks) -> None:
    checks(*CHECKS, at("value", "dsl"))
    async with open_app(size=(80, 24)) as desk:
        desk.session.adapt("comments-open", f"At {TEMPLATE}.\n", "Ours.")
        desk.compose.refresh_policy()
        await checked(desk)
        desk.stand_on("purpose")
        await desk.press("ctrl+n")
        assert desk.compose.clause_id == "comments-open"
        await desk.press("ctrl+n")
        assert desk.compose.pane == "findings"
        assert "Something about the value" in told(desk)


# The mouse


async def test_a_click_on_a_row_goes_there(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        await desk.click_label(PaneBar, "findings")
        assert desk.compose.pane == "findings"
        await desk.pilot.click("#finding-rows", offset=(20, 1))
        await desk.settle()
        assert (desk.compose.pane, selected(desk)) == ("clause", LOUD)


async def test_a_click_on_the_count_opens_the_list(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        column = desk.lines[-2].index("2 to look at")
        await desk.pilot.click(StatusLine, offset=(column, 0))
        await desk.settle()
        assert desk.compose.pane == "findings"


# What is not right


async def test_damaged_rules_are_told_once_and_the_list_says_so(
    open_app: OpenApp, school: Path, library: Library, checks: SetChecks
) -> None:
    def broken() -> dict[str, tuple[Rule, ...]]:
        raise Problem("a rule has no words", "add words", path=None, line=3)

    damaged = replace(library, rules=Later(broken))

    def reads(subject: Subject) -> Iterator[Hit]:
        len(subject.setting.rules)
        yield from ()

    checks(*CHECKS, Check("reads", 2, "Reads rules", "warn", "Why.", "Mend", whole=reads))
    async with open_app(library=damaged) as desk:
        await checked(desk)
        desk.stand_on("comments-open")
        await desk.press("a", "x")
        await desk.rest()
        await desk.press("f5")

        assert desk.told.count("A rule has no words") == 1
        assert "Nothing could be checked." in told(desk)
        assert "A rule has no words" in told(desk)
        await desk.press("ctrl+n")
        assert desk.app.is_running


async def test_what_a_finding_says_is_text(open_app: OpenApp, school: Path, checks: SetChecks) -> None:
    hostile = "[red]x[/red] [@click=app.quit]go[/] \x1b[31mred\u202e"

    def look(_: Subject) -> Iterator[Hit]:
        yield Hit(hostile, mend=hostile, kind="clause", id="purpose", name=hostile, about="x")
        yield Hit(hostile, mend=hostile, kind="policy", name=hostile, about="y")

    checks(Check("hostile", 2, "Hostile", "block", "Why.", "Mend", whole=look))
    async with open_app(size=(160, 50)) as desk:
        await checked(desk)
        assert all("[red]x[/red] [@click=app.quit]go[/]" in each for each in rows(desk))
        for keys in (("f5",), ("enter",), ("ctrl+n",), ("enter",), ("x",)):
            await desk.press(*keys)
            assert "[red]x[/red] [@click=app.quit]go[/]" in desk.shown, keys
            assert "\x1b" not in desk.shown
            assert "\u202e" not in desk.shown
        await desk.press("escape")
        assert desk.app.is_running
