"""Setting a finding aside on the screen: with a reason, with a name where it blocks, and asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from composer.tui.dialogs.set_aside import SetAsideDialog
from tests.tui.test_findings import CHECKS, LOUD, TEMPLATE, checked, rows, seed, selected, told

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.evidence import SetAside
    from tests.tui.conftest import Desk, OpenApp, SetChecks


@pytest.fixture(autouse=True)
def _three_checks(checks: SetChecks) -> None:
    checks(*CHECKS)


def answers(desk: Desk) -> list[SetAside]:
    """What the policy has of findings that were set aside."""
    return list(desk.session.policy.evidence.set_aside.values())


async def answer(desk: Desk, reason: str, by: str = "") -> None:
    """Press x, and fill what is asked."""
    await desk.press("x")
    dialog = desk.screen(SetAsideDialog)
    dialog.query_one("#aside-reason", Input).value = reason
    await desk.press("enter")
    if by:
        dialog.query_one("#aside-by", Input).value = by
        await desk.press("enter")


async def test_a_finding_is_set_aside_with_a_reason_and_counted(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        await desk.press("f5")
        await answer(desk, "We quote the county.")

        (kept,) = answers(desk)
        assert (kept.check, kept.words, kept.reason, kept.by) == (
            "template-voice",
            TEMPLATE,
            "We quote the county.",
            "IT lead",
        )
        assert desk.lines[2].strip() == "3 findings F5 · 1 set aside"
        assert "1 to fix · 1 to look at" in desk.lines[-2]
        assert f"Set aside: “{TEMPLATE}” stands here. u takes it back." in desk.told
        assert selected(desk) == LOUD, "one stands on the next"

        await desk.press("t")
        assert rows(desk)[-1] == f"○ aside 2.1 “{TEMPLATE}” stands here"
        await desk.press("end")
        assert "Set aside by IT lead on " in told(desk)
        assert ": We quote the county." in told(desk)
        assert "x asks it again" in told(desk)
        await desk.press("x")
        assert not answers(desk)
        assert desk.lines[2].strip() == "4 findings F5"
        await desk.press("u")
        assert len(answers(desk)) == 1
        await desk.press("u")
        assert not answers(desk)


async def test_what_blocks_is_not_set_aside_without_a_name(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        await desk.press("f5", "down", "x")
        dialog = desk.screen(SetAsideDialog)
        await desk.press("enter")
        assert "a reason is needed" in desk.shown
        await desk.press(*"So be it", "enter")
        assert dialog.query_one("#aside-by", Input).has_focus
        await desk.press("enter")
        assert "a name is needed" in desk.shown
        assert not answers(desk)
        await desk.press(*"Mrs Ames", "enter")

        assert [(each.reason, each.by) for each in answers(desk)] == [("So be it", "Mrs Ames")]
        assert "to fix" not in desk.lines[-2]


async def test_escape_leaves_it_open(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await seed(desk)
        await desk.press("f5", "x", *"No", "escape")
        assert not answers(desk)
        assert len(rows(desk)) == 4


async def test_at_the_words_the_same_key_sets_it_aside(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        await desk.press("f5", "enter")
        assert desk.compose.pane == "clause"
        await answer(desk, "We quote.")
        assert len(answers(desk)) == 1
        await desk.press("x")
        assert "Go to a finding first: F5 lists them." in desk.told


async def test_a_text_that_changed_since_is_asked_again_with_the_old_reason(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await seed(desk)
        await desk.press("f5")
        await answer(desk, "We quote the county.")
        desk.session.adapt("celebrating-achievement", f"We never post at {TEMPLATE}.\n\n{LOUD}\n", "Ours.")
        desk.compose.refresh_policy()
        await checked(desk)
        await desk.press("home")

        assert rows(desk)[0] == f"! look 2.1 again: “{TEMPLATE}” stands here"
        assert "Set aside before by IT lead on " in told(desk)
        assert ": We quote the county.\nIts text has changed since, so it is asked again." in told(desk)
        await desk.press("x")
        assert desk.screen(SetAsideDialog).query_one("#aside-reason", Input).value == "We quote the county."


async def test_a_policy_that_is_read_only_says_so(open_app: OpenApp, school: Path) -> None:
    text = school.read_text("utf-8").replace("We post good news", f"At {TEMPLATE} we post good news")
    school.write_text(text, encoding="utf-8")
    school.with_suffix(".lock").write_text("not a lock", encoding="utf-8")
    async with open_app(size=(80, 24)) as desk:
        await desk.press("f5")
        assert len(rows(desk)) == 1
        await desk.press("x")
        assert "This policy is read-only" in desk.told
