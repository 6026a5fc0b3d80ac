"""The values form: what it asks, what it takes, and what a step is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from textual.widgets import Input, Static

from composer.policy import decisions
from composer.policy.dictionary import ValueEntry
from composer.store.school_files import new_school
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.values import ValueField, ValuesScreen
from tests.tui.conftest import SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp


def field(desk: Desk, name: str) -> ValueField:
    return next(each for each in desk.screen(ValuesScreen).query(ValueField) if each.need.name == name)


def wrong(desk: Desk, name: str) -> str:
    complaint = field(desk, name).query_one(".wrong", Static)
    return str(complaint.render()) if complaint.display else ""


def prints(desk: Desk) -> str:
    return str(desk.find("#prints", Static).render())


async def test_only_the_blanks_of_the_chosen_clauses_are_asked_for_in_groups(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await desk.press("v")
        names = [each.need.name for each in desk.screen(ValuesScreen).query(ValueField)]

        assert set(names) == {"dsl", "governing_body", "channels", "review_date", "reply_days"}
        assert "Values · Oakfield Primary School · 5 blanks · 3 to fill" in desk.lines[0]
        groups = [str(each.render()) for each in desk.app.screen.query(".group").results(Static)]
        assert groups == sorted(set(groups), key=groups.index)
        assert "left empty it prints: the Designated Safeguarding Lead" in desk.shown
        assert field(desk, "channels").line.has_focus, "the first blank that nothing fills"
        assert field(desk, "reply_days").line.placeholder == "for example: 2"
        await desk.press("f8")
        assert field(desk, names[names.index("channels") + 1]).line.has_focus
        await desk.press("escape")
        assert isinstance(desk.app.screen, ComposeScreen)
        assert not desk.session.dirty


async def test_each_kind_of_answer_is_read_and_a_wrong_one_is_told_as_it_is_typed(
    open_app: OpenApp, school: Path
) -> None:
    async with open_app() as desk:
        await desk.press("v")
        for name, bad, said in (
            ("reply_days", "soon", "number"),
            ("reply_days", "99", "30"),
            ("review_date", "May", "date"),
        ):
            field(desk, name).line.value = bad
            await desk.settle()
            assert said in wrong(desk, name), (name, wrong(desk, name))
            assert name not in desk.session.policy.values
        for name, good in (("reply_days", "5"), ("review_date", "2026-05-01"), ("channels", "Facebook; the website")):
            field(desk, name).line.focus()
            field(desk, name).line.value = good
            await desk.settle()
            assert wrong(desk, name) == ""
        await desk.press("escape")

        values = desk.session.policy.values
        assert values["reply_days"] == 5
        assert values["review_date"] == date(2026, 5, 1)
        assert values["channels"] == ("Facebook", "the website")
        assert "to fill" not in desk.lines[-2]


async def test_what_a_blank_prints_as_follows_the_typing(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("v")
        field(desk, "dsl").line.focus()
        await desk.settle()
        assert "the Designated Safeguarding Lead" in prints(desk)
        await desk.press(*"Jo")
        assert "Questions go to Jo." in prints(desk)
        assert "It prints in “Purpose”" in prints(desk)


async def test_each_field_is_one_step_to_undo(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("v")
        field(desk, "reply_days").line.focus()
        await desk.settle()
        await desk.press("1", "2", "enter")
        field(desk, "dsl").line.focus()
        await desk.settle()
        await desk.press(*"Jo", "escape")
        assert (desk.session.policy.values["dsl"], desk.session.policy.values["reply_days"]) == ("Jo", 12)

        await desk.press("u")
        assert "dsl" not in desk.session.policy.values
        assert desk.session.policy.values["reply_days"] == 12
        await desk.press("u")
        assert not desk.session.dirty
        assert desk.session.comparison() is not None


async def test_a_wrong_answer_stops_leaving_once_and_the_others_are_kept(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("v")
        field(desk, "reply_days").line.value = "soon"
        field(desk, "dsl").line.value = "Jo"
        await desk.press("escape")
        desk.screen(ValuesScreen)
        assert "This answer will not do" in desk.told
        assert field(desk, "reply_days").line.has_focus
        await desk.press("ctrl+s")
        assert "One answer will not do" in desk.told
        await desk.press("escape")

        assert isinstance(desk.app.screen, ComposeScreen)
        assert desk.session.policy.values == {"dsl": "Jo"}


async def test_saving_from_the_form_writes_what_is_typed(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("v")
        field(desk, "dsl").line.focus()
        await desk.settle()
        await desk.press(*"Jo", "ctrl+s")

        assert 'dsl = "Jo"' in school.read_text("utf-8")
        assert not desk.session.dirty


async def test_an_answer_is_emptied_again(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.set_value("dsl", "Jo")
        await desk.press("v")
        assert field(desk, "dsl").line.value == "Jo"
        field(desk, "dsl").line.value = ""
        await desk.press("escape")

        assert "dsl" not in desk.session.policy.values


async def test_a_value_is_no_change_from_the_model(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        before = desk.session.comparison()
        desk.session.set_value("dsl", "Jo")

        assert desk.session.comparison() == before


async def test_pasted_controls_and_lines_do_not_get_into_an_answer(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("v")
        field(desk, "dsl").query_one(Input).value = "J\x1b[31mo\u202e"
        await desk.press("escape")

        assert desk.session.policy.values["dsl"] == "J[31mo"


async def test_without_a_blank_the_form_says_what_to_do(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        for clause_id in list(desk.session.policy.decisions):
            if desk.session.state(clause_id) == "local":
                continue
            if desk.session.state(clause_id) != "dropped":
                desk.session.drop(clause_id, "Not here.")
        await desk.press("v")

        assert "No clause of this policy has a blank yet." in desk.shown
        await desk.press("f8")
        assert "Every blank is filled." in desk.told
        await desk.press("escape")
        assert isinstance(desk.app.screen, ComposeScreen)


async def test_an_answer_by_profile_says_where_it_comes_from_and_a_follower_is_not_asked(
    open_app: OpenApp, workspace: Workspace, library: Library, model: Model, decided: Draft
) -> None:
    pupil = ValueEntry("pupil", "Which word?", "choice", choices=("pupil", "child"), when=(("phase:primary", "child"),))
    pupils = ValueEntry("pupils", "", follows="pupil", forms=(("pupil", "pupils"), ("child", "children")))
    known = replace(library, values={**library.values, "pupil": pupil, "pupils": pupils})
    text = "Hello.\n{{pupils}} ask first.\n"
    draft = decisions.adapt(decided, known, model, "purpose", text, by="IT lead", on=date(2026, 11, 22), reason="Ours.")
    new_school(workspace, SLUG, draft)
    async with open_app(library=known) as desk:
        await desk.press("v")
        names = [each.need.name for each in desk.screen(ValuesScreen).query(ValueField)]
        asked = field(desk, "pupil")
        asked.line.focus()
        await desk.settle()

        assert "pupils" not in names
        assert asked.line.placeholder == "left empty it prints: child (because phase = primary)"
        assert not asked.open
        assert "Children ask first." in prints(desk)
        asked.line.value = "pupil"
        await desk.settle()
        assert "Pupils ask first." in prints(desk)
        await desk.press("escape")
        assert desk.session.policy.values == {"pupil": "pupil"}
