"""The start screen and the form for a new school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button, Input, OptionList, Select, Static

from composer.export.markdown import policy_markdown
from composer.policy.approval import Minuted, approve
from composer.store import school_files
from composer.store.approval_file import save_approval
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.new_school import NewSchoolScreen
from composer.tui.screens.start import StartScreen
from tests.conftest import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.store.workspace import Workspace
    from tests.conftest import OpenSession
    from tests.tui.conftest import Desk, OpenApp


async def test_schools_are_listed_with_their_counts_and_opened_by_key(
    open_app: OpenApp, school: Path, workspace: Workspace, new_draft: Draft
) -> None:
    school_files.new_school(workspace, "birch-lane", new_draft)
    async with open_app(None, (80, 24)) as desk:
        assert "2 schools. Choose one, or press n for a new one." in desk.shown
        assert "primary · county-model · last changed" in desk.shown
        assert "✓ 5 as-is   ± 1 adapted   ✗ 1 dropped   + 1 added   ? 1 undecided" in desk.shown
        assert "✓ 0 as-is   ± 0 adapted   ✗ 0 dropped   + 0 added   ? 8 undecided" in desk.shown

        await desk.press("down", "enter")

        assert desk.compose.session.policy.mode("purpose") == "as-is"
        await desk.press("escape")
        desk.screen(StartScreen)
        assert desk.find("OptionList", OptionList).highlighted == 1


async def test_a_school_is_opened_by_a_click(open_app: OpenApp, school: Path) -> None:
    async with open_app(None) as desk:
        await desk.pilot.click(OptionList, offset=(5, 1))
        await desk.settle()

        assert desk.session.policy.profile.name == "Oakfield Primary School"


async def test_a_broken_school_shows_its_trouble_and_does_not_open(open_app: OpenApp, school: Path) -> None:
    school.write_text(school.read_text("utf-8").replace("schema = 1", "schema = "), encoding="utf-8")
    async with open_app(None, (80, 24)) as desk:
        assert "! oakfield-primary" in desk.shown
        assert "policy.toml" in desk.shown

        await desk.press("enter")

        desk.screen(StartScreen)
        assert "policy.toml" in desk.told
        assert desk.app.work is None


@pytest.fixture
def overdue(workspace: Workspace, decided: Draft, monkeypatch: pytest.MonkeyPatch) -> Draft:
    """Two schools on a day that does not move; one has a review behind it, one on its day and three to come."""
    monkeypatch.setattr("composer.tui.app._today", lambda: TODAY)
    days = {"class-livestreams": -20, "celebrating-achievement": 0, "former-pupils": 3, "purpose": 9, "facebook": 60}
    reviewed = {
        clause_id: replace(decided.policy.decisions[clause_id], review_by=TODAY + timedelta(days=days[clause_id]))
        for clause_id in days
    }
    draft = replace(decided, policy=replace(decided.policy, decisions={**decided.policy.decisions, **reviewed}))
    school_files.new_school(workspace, "birch-lane", decided)
    school_files.new_school(workspace, "oakfield-primary", draft)
    return draft


async def test_what_is_due_is_told_on_one_line_and_overdue_in_the_lead(open_app: OpenApp, overdue: Draft) -> None:
    async with open_app(None, (80, 24)) as desk:
        assert "2 schools; 1 has something overdue. Choose one, or press n for a new one." in desk.shown
        told = [line.strip() for line in desk.lines if "overdue" in line or "due today" in line][1:]
        (line,) = told
        assert line.startswith("! 1 overdue · 1 due today · 3 due within 60 days: reason for “Class")
        assert line.endswith("…")
        assert desk.shown.count("not approved yet") == 2

        await desk.pilot.resize_terminal(200, 24)
        await desk.settle()

        assert (
            "  ! 1 overdue · 1 due today · 3 due within 60 days: reason for “Class livestreams” 2 November 2026; "
            "reason for “Celebrating achievement” today; and 3 more "
        ) in desk.shown


async def test_what_is_due_soon_has_a_sign_of_its_own(
    open_app: OpenApp, overdue: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("composer.tui.app._today", lambda: TODAY - timedelta(days=21))
    async with open_app(None, (120, 24)) as desk:
        assert "2 schools. Choose one" in desk.shown
        assert "◷ 4 due within 60 days: reason for “Class livestreams” 2 November 2026" in desk.shown


async def test_a_resize_keeps_the_place_in_the_list(open_app: OpenApp, overdue: Draft) -> None:
    async with open_app(None, (80, 24)) as desk:
        await desk.press("down")
        await desk.pilot.resize_terminal(60, 20)
        await desk.settle()

        assert desk.find("OptionList", OptionList).highlighted == 1


async def test_a_title_in_the_due_line_is_text(open_app: OpenApp, workspace: Workspace, overdue: Draft) -> None:
    hostile = "[b]Words[/b] [@click=app.quit]here[/]"
    named = replace(overdue.policy.decisions["former-pupils"], title=hostile, review_by=TODAY - timedelta(days=90))
    decisions = {**overdue.policy.decisions, "former-pupils": named}
    draft = replace(overdue, policy=replace(overdue.policy, decisions=decisions))
    school_files.new_school(workspace, "ash", draft)
    async with open_app(None, (140, 24)) as desk:
        assert f"clause “{hostile}” 24 August 2026" in desk.shown


async def test_the_approval_is_told_until_a_word_changes(
    open_app: OpenApp, school: Path, workspace: Workspace, open_session: OpenSession, decided: Draft
) -> None:
    document = open_session(decided).document()
    minuted = Minuted("Governing body", "Autumn meeting", "2026/41", date(2026, 11, 3), "Clerk")
    path = save_approval(workspace, "oakfield-primary", approve(document, policy_markdown(document), minuted))
    async with open_app(None, (80, 24)) as desk:
        assert "  approved 3 November 2026 " in desk.shown
    school.write_text(school.read_text("utf-8").replace("every Friday", "on Fridays"), encoding="utf-8")
    async with open_app(None, (80, 24)) as desk:
        assert "changed since approval on 3 November 2026" in desk.shown
    path.write_text(path.read_text("utf-8").replace("every Friday", "on Fridays"), encoding="utf-8")
    async with open_app(None, (80, 24)) as desk:
        assert "! approval not known: " in desk.shown
        assert "changed by hand" in " ".join(desk.shown.split())


async def test_a_model_that_has_moved_on_is_told(open_app: OpenApp, school: Path, workspace: Workspace) -> None:
    async with open_app(None, (80, 24)) as desk:
        assert "moved on" not in desk.shown
    lock = school.with_name("policy.lock")
    lock.write_text(lock.read_text("utf-8").replace('"2026.1"', '"2025.1"', 1), encoding="utf-8")
    async with open_app(None, (80, 24)) as desk:
        assert "not approved yet · ⟳ the model has moved on to 2026.1" in desk.shown


async def test_with_no_school_the_screen_says_what_to_do(open_app: OpenApp) -> None:
    async with open_app(None, (80, 24)) as desk:
        assert "There is no school here yet." in desk.shown
        assert "Press n to begin one" in desk.shown

        await desk.press("enter")
        assert not desk.app.screen_stack[2:]
        await desk.press("n")

        desk.screen(NewSchoolScreen)


async def test_a_school_that_is_not_there_is_named(open_app: OpenApp, school: Path) -> None:
    async with open_app("oakfeild-primary") as desk:
        desk.screen(StartScreen)
        assert "oakfield-primary" in desk.told


def said(desk: Desk, field: str) -> str:
    return str(desk.find(f"#{field}", Static).render())


async def fill(desk: Desk, **answers: str) -> None:
    for field, answer in answers.items():
        if field in {"name", "slug"}:
            desk.find(f"#{field}", Input).value = answer
        else:
            desk.find(f"#{field}", Select).value = answer
    await desk.settle()


async def test_the_short_name_follows_the_name_until_it_is_ones_own(open_app: OpenApp, school: Path) -> None:
    async with open_app(None, (80, 24)) as desk:
        await desk.press("n")
        await desk.press(*"St Z")
        slug = desk.find("#slug", Input)
        assert slug.value == "st-z"
        assert said(desk, "slug-wrong") == "writes schools/st-z/policy.toml"

        await fill(desk, slug="zoe")
        await fill(desk, name="St Zoe's School")

        assert slug.value == "zoe"
        for wrong, why in (("Zoe!", "short name"), ("../zoe", "short name"), ("oakfield-primary", "already")):
            await fill(desk, slug=wrong)
            assert why in said(desk, "slug-wrong")
        await fill(desk, name="")
        assert "full name" in said(desk, "name-wrong")


async def test_the_types_follow_the_nation(open_app: OpenApp) -> None:
    async with open_app(None, (80, 24)) as desk:
        await desk.press("n")
        types = desk.find("#type", Select)
        english = [value for _, value in types._options]
        await fill(desk, type="community")

        await fill(desk, nation="scotland")
        scottish = [value for _, value in types._options]
        assert "academy" in english
        assert "academy" not in scottish
        await fill(desk, nation="england")
        await fill(desk, type="academy")
        await fill(desk, nation="wales")
        assert not isinstance(types.value, str)


@pytest.fixture
def three_models(library: Library) -> Library:
    """The library with a model for each of three kinds of school."""
    own = next(iter(library.models.values()))
    models = {
        "county": replace(own, id="county", nations=("england",), types=("community",)),
        "trust": replace(own, id="trust", nations=("england",), types=("academy",)),
        "welsh": replace(own, id="welsh", nations=("wales",)),
    }
    return replace(library, models=models)


async def test_the_model_follows_the_school_until_it_is_ones_own(open_app: OpenApp, three_models: Library) -> None:
    async with open_app(None, (80, 24), library=three_models) as desk:
        await desk.press("n")
        model = desk.find("#model", Select)
        assert not isinstance(model.value, str)

        await fill(desk, type="academy")
        assert model.value == "trust"
        await fill(desk, nation="wales")
        await fill(desk, type="community")
        assert model.value == "welsh"
        assert said(desk, "wrong") == ""

        await fill(desk, model="trust")
        assert "not written for such a school" in said(desk, "wrong")
        await fill(desk, nation="england")
        await fill(desk, type="community")
        assert model.value == "trust"


async def test_the_form_says_what_is_missing_and_keeps_what_is_there(open_app: OpenApp, workspace: Workspace) -> None:
    async with open_app(None, (80, 24)) as desk:
        await desk.press("n")
        await fill(desk, name="Birch Lane School")
        await desk.press("ctrl+s")

        assert said(desk, "wrong").startswith("the phase is not chosen")
        assert desk.find("#phase", Select).has_focus
        await fill(desk, phase="primary", type="community", name="")
        await fill(desk, slug="birch-lane")
        await desk.press("ctrl+s")
        assert "name" in said(desk, "wrong")
        assert desk.find("#slug", Input).value == "birch-lane"
        await desk.press("escape")
        desk.screen(StartScreen)
        assert not workspace.schools.exists()


async def test_a_new_school_is_written_and_opened(open_app: OpenApp, workspace: Workspace, library: Library) -> None:
    async with open_app(None, (80, 24)) as desk:
        await desk.press("n")
        await fill(desk, name="Birch Lane School", nation="wales", phase="secondary", type="community")
        assert all(row.region.bottom <= 24 for row in desk.app.screen.query("#form > *"))
        await desk.pilot.click("#make")
        await desk.settle()

        assert isinstance(desk.app.screen, ComposeScreen)
        assert desk.session.counts()["undecided"] == 8
        assert "Birch Lane School" in desk.shown
    written = school_files.open_school(workspace, "birch-lane-school", library).draft
    assert written.policy.profile.nation == "wales"
    assert (workspace.schools / "birch-lane-school" / "policy.lock").is_file()


async def test_a_folder_in_the_way_is_told_and_nothing_is_written(open_app: OpenApp, workspace: Workspace) -> None:
    (workspace.schools / "birch").mkdir(parents=True)
    async with open_app(None, (80, 24)) as desk:
        await desk.press("n")
        await fill(desk, name="Birch", phase="primary", type="community")
        await desk.press("ctrl+s")

        assert "there is a folder for birch already" in desk.told
    assert not list((workspace.schools / "birch").iterdir())


@pytest.mark.parametrize("size", [(60, 20), (200, 60)])
async def test_the_form_fits_or_scrolls(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(None, size) as desk:
        await desk.press("n")
        await desk.press(*["tab"] * 6)

        make = desk.find("#make", Button)
        assert make.has_focus
        assert make.region.bottom <= size[1]
