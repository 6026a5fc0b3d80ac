"""The pages of devices, consultation and fit, the way between the pages, and the export of all of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from composer.policy.problems import Problem
from composer.policy.scenarios import Later
from composer.store import school_files
from composer.tui.screens.evidence import EvidenceScreen, PageBar
from composer.tui.screens.help import HelpScreen
from composer.tui.widgets.evidence_fit import FitPage
from composer.tui.widgets.evidence_page import EvidencePage
from tests.tui.test_evidence import answered, clauses, listed, said, told
from tests.tui.test_export import write

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.devices import Risk
    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp

__all__ = ["answered", "told"]


def columns(line: str) -> str:
    """A line of the screen without its runs of blanks."""
    return " ".join(line.split())


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_devices_are_one_table_of_measures_and_owners(
    open_app: OpenApp, told: Library, answered: Path, size: tuple[int, int]
) -> None:
    async with open_app(size=size, library=told) as desk:
        await desk.press("e", "3")
        assert columns(desk.lines[2]).startswith("Benefit or risk Measure Who sees to it")
        assert columns(desk.lines[3]).startswith("✓ benefit Making and measuring in lessons 2.1")
        assert columns(desk.lines[4]).startswith("✓ measured A phone is lost 1.1 2.3 The Des")
        assert columns(desk.lines[5]).startswith("! no measure A phone is left on none")
        assert "1 with a measure · 1 without · 0 do not arise here" in desk.lines[0]
        await desk.press("end")
        assert "! has no measure" in said(desk)
        assert "Stated in: 1.1 Purpose" in said(desk)
        assert "The library has, and this policy lacks: “Phones in the nursery”" in said(desk)
        assert clauses(desk) == ["✓ 1.1 Purpose  as-is", "· Phones in the nursery  in the library, not in this policy"]
        await desk.press("enter")
        assert desk.compose.clause_id == "purpose"


async def test_a_risk_in_the_schools_own_words_is_answered_in_its_clause(
    open_app: OpenApp, told: Library, answered: Path
) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        words = "Former pupils meet.\n\n- **Risk:** A screen is cracked. **Owner:** the caretaker.\n"
        desk.session.adapt("comments-open", f"We answer within a day.\n\n{words}", "Ours.")
        await desk.press("e", "3", "end")
        assert "! no measure A screen is cracked" in columns(listed(desk)[-1])
        assert "In the school's own words: enter opens the clause" in said(desk)
        await desk.press("a")
        assert "This risk stands in your own words in 2.3 Comments are open; enter opens it" in desk.told
        desk.screen(EvidenceScreen)


async def test_groups_that_nobody_asked_stand_at_the_top(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "4")
        assert "1 entry · not asked: pupils" in desk.lines[0]
        assert listed(desk) == ["! not asked pupils", "✓ 2026-10-03 parents changed something"]
        await desk.press("down")
        for line in (
            "When: 3 October 2026",
            "How: A survey, 61 replies",
            "Changed because of it: Dates come first now.",
            "Group: parents and carers",
        ):
            assert line in said(desk)
        await desk.press("f")
        assert listed(desk) == ["! not asked pupils"]


async def test_an_empty_log_says_what_to_do(open_app: OpenApp, told: Library, school: Path) -> None:
    async with open_app(size=(80, 24), library=replace(told, groups={})) as desk:
        await desk.press("e", "4")
        assert "Nobody is recorded as having been asked" in said(desk)
        assert "n adds whom the school asked" in said(desk)


async def others_read(desk: Desk) -> FitPage:
    """Wait until the other schools have been read."""
    page = desk.screen(EvidenceScreen).page
    assert isinstance(page, FitPage)
    for _ in range(200):
        if not page._progress:
            break
        await asyncio.sleep(0.01)
    await desk.settle()
    return page


async def test_fit_is_told_in_counts_and_lists(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 40), library=told) as desk:
        await desk.press("e", "5")
        await others_read(desk)
        rows = listed(desk)
        assert rows[0].startswith("Whose the clauses are: 2 of 7 adapted or the school's own")
        assert rows[1].startswith("With the name removed:")
        assert rows[2] == "Beside the other policies here: there is none to read"
        assert rows[3].startswith("What enables, and what forbids:")
        assert "· 2.3 Comments are open carries no fact of this school" in rows
        assert "##############······   5  71%  the model's, as they are" in said(desk)
        assert "the school's own" in said(desk)
        await desk.press("down", "down")
        assert "There is no other policy in this workspace." in said(desk)
        await desk.press("down")
        assert "Sentences of each section: + enables, - forbids" in said(desk)
        assert "enable · " in said(desk)
        await desk.press("enter")
        assert "Stand on a clause below it, and enter opens that." in desk.told
        await desk.press("a")
        assert "Fit is counted from the policy itself; enter opens a clause" in desk.told
        await desk.press("f")
        assert all(row.startswith("·") for row in listed(desk))
        await desk.press("end", "enter")
        assert desk.compose.pane == "clause"


async def test_nearly_the_same_policies_are_named_and_a_broken_one_is_told(
    open_app: OpenApp, told: Library, answered: Path, workspace: Workspace, decided: Draft
) -> None:
    twin = replace(decided, policy=replace(decided.policy, profile=replace(decided.policy.profile, name="[b]Twin")))
    school_files.new_school(workspace, "twin-school", twin)
    broken = workspace.schools / "broken"
    broken.mkdir()
    (broken / "policy.toml").write_text("not [ toml", encoding="utf-8")
    async with open_app(size=(80, 40), library=told) as desk:
        await desk.press("e", "5")
        await others_read(desk)
        assert listed(desk)[2] == "Beside the other policies here: 1 nearly the same"
        await desk.press("down", "down")
        assert "! 100% the same as [b]Twin (twin-school): " in said(desk)
        assert "not compared: broken: " in said(desk)


async def test_other_schools_are_read_only_when_the_page_is_opened(
    open_app: OpenApp, told: Library, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = school_files.open_school

    def opened(*given: object) -> object:
        read.append(str(given[1]))
        return real(*given)  # type: ignore[arg-type]

    async with open_app(size=(80, 24), library=told) as desk:
        monkeypatch.setattr("composer.store.school_files.open_school", opened)
        await desk.press("e", "3", "4")
        assert not read
        assert len(desk.app.screen.query(EvidencePage)) == 3, "a page is built when it is first looked at"


async def test_keys_the_bar_and_the_help_know_the_page(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 40), library=told) as desk:
        await desk.press("e")
        for at, (key, name) in enumerate(zip("23451", ("2 Pro", "3 Dev", "4 Con", "5 Fit", "1 Sce"), strict=True)):
            await desk.press("e" if at % 2 else key)
            assert f"[{name}" in desk.lines[1]
        await desk.click_label(PageBar, "consultation")
        assert "[4 Consultation]" in desk.lines[1]
        await desk.press("f1")
        helped = columns(str(desk.screen(HelpScreen)._text()))
        assert "whom the school asked about the policy" in helped
        await desk.press("escape", "5", "f1")
        assert "Could this be any school's policy?" in columns(str(desk.screen(HelpScreen)._text()))


async def test_one_comes_back_to_the_page_and_row_one_left(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "3", "end", "enter")
        assert desk.compose.clause_id == "purpose"
        await desk.press("escape", "e")
        assert "[3 Devices]" in desk.lines[1]
        assert "A phone is left on" in said(desk)


async def test_what_does_not_fit_is_read_on_with_space(open_app: OpenApp, told: Library, answered: Path) -> None:
    long = replace(told.scenarios["own-child"], asks="A line to use, and then another. " * 40)
    library = replace(told, scenarios={**told.scenarios, "own-child": long})
    async with open_app(size=(80, 24), library=library) as desk:
        await desk.press("e")
        assert "… space reads on" in desk.shown
        assert "Topics: Staff who are parents" not in desk.shown
        for _ in range(6):
            await desk.press("space")
            if "Topics: Staff who are parents" in desk.shown:
                break
        assert "Topics: Staff who are parents" in desk.shown
        await desk.press("end")
        assert "… space reads on" not in desk.shown


async def test_a_damaged_list_is_told_on_its_page(open_app: OpenApp, told: Library, answered: Path) -> None:
    def refuses() -> dict[str, Risk]:
        raise Problem("this is not TOML", "mend this line")

    async with open_app(size=(80, 24), library=replace(told, devices=Later(refuses))) as desk:
        await desk.press("e", "3")
        assert "This page cannot be shown: this is not TOML; mend this line." in said(desk)
        await desk.press("a", "f", "enter")
        desk.screen(EvidenceScreen)


async def test_the_evidence_is_written_and_says_what_is_open(
    open_app: OpenApp, told: Library, answered: Path, workspace: Workspace
) -> None:
    async with open_app(size=(80, 30), library=told) as desk:
        await desk.press("e", "f9")
        assert "▸ The evidence" in desk.shown
        assert "oakfield-primary-evidence.md" in desk.shown
        assert "! 2 of the scenarios still open: told at its start." in desk.shown
        await write(desk, "evidence.md")

    written = (workspace.root / "evidence.md").read_text("utf-8")
    assert written.startswith("# How our social media policy was thought through\n")
