"""Saving, what others did to the files meanwhile, and what is found again after a session ended badly."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button, Input

from composer.policy.problems import Problem
from composer.session import Session
from composer.store import atomic
from composer.store.school_files import open_school, save_school
from composer.tui.dialogs.ask import ChoiceDialog
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.start import StartScreen
from composer.tui.screens.values import ValueField, ValuesScreen

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.library import Library
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


async def look(desk: Desk) -> None:
    """Let the program look at the files, as it does every two seconds."""
    desk.app._look_outside()
    await desk.settle()


async def choose(desk: Desk, key: str) -> None:
    """Press the button of that name in the dialog in sight."""
    for button in desk.screen(ChoiceDialog).query(Button):
        if button.name == key:
            button.press()
    await desk.settle()
    await desk.settle()


async def test_saving_writes_the_policy_and_its_lock(open_app: OpenApp, school: Path) -> None:
    lock = school.with_name("policy.lock")
    async with open_app() as desk:
        before = school.read_bytes(), lock.read_bytes()
        await desk.press("p")
        assert (school.read_bytes(), lock.read_bytes()) == before
        await desk.press("ctrl+s")

        assert not desk.session.dirty
        assert "✓ saved" in desk.lines[-2]
        assert "Saved." in desk.told
        assert b"[clause.other-services]" in school.read_bytes()
        assert b"other-services" in lock.read_bytes()
        written = school.read_bytes(), lock.read_bytes()
        await desk.press("ctrl+s")
        assert (school.read_bytes(), lock.read_bytes()) == written
        await desk.press("u")
        assert "● unsaved" in desk.lines[-2]


async def test_saving_while_writing_takes_the_last_word_and_goes_on(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("purpose")
        await desk.press("a", *" Ok.  ", "ctrl+s")

        assert "{{dsl}}. Ok." in school.read_text("utf-8")
        assert desk.compose.writing
        assert "✓ saved" in desk.lines[-2]
        assert desk.compose.clause.editor.text.endswith("Ok.  ")
        await desk.press("escape", "escape")
        assert not desk.session.dirty


async def test_a_reason_still_wanted_is_said_when_saving(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.edit("purpose", "Ours.\n")
        desk.session.finish_edit("purpose")
        await desk.press("ctrl+s")

        assert "Saved. 1 reason is still wanted" in desk.told


async def test_a_file_changed_elsewhere_is_read_again_while_nothing_is_unsaved(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("celebrating-achievement")
        rewrite(school, "once a week", "twice a week")
        await look(desk)

        assert "has been read again" in desk.told
        assert "Why: We post twice a week." in desk.shown
        assert not desk.session.dirty
        await desk.press("u")
        assert "nothing to undo" in desk.told


async def test_a_file_changed_elsewhere_is_never_taken_over_unsaved_work(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("p")
        rewrite(school, "once a week", "twice a week")
        await look(desk)
        await look(desk)

        assert desk.session.policy.mode("other-services") == "as-is"
        assert desk.session.policy.decisions["celebrating-achievement"].reason == "We post once a week."
        assert desk.told.count("ctrl+s shows both") == 1


async def test_a_file_changed_elsewhere_is_not_read_under_an_open_editor(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("celebrating-achievement")
        await desk.press("a", "f1")
        rewrite(school, "every Friday", "every Monday")
        await look(desk)

        assert "read again" not in desk.told
        assert "ctrl+s shows both" in desk.told


async def test_joining_two_versions_that_do_not_touch(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("p")
        rewrite(school, "once a week", "twice a week")
        await desk.press("ctrl+s")
        assert "Somebody else changed this policy" in desk.shown
        assert "Celebrating achievement: adapted" in desk.shown
        assert "Every other service: as-is" in desk.shown
        await choose(desk, "join")

        assert not desk.session.dirty
        written = school.read_text("utf-8")
        assert "twice a week" in written
        assert "[clause.other-services]" in written
        assert not list(school.parent.glob("policy.*-*.toml"))
        await desk.press("u")
        assert desk.session.policy.mode("other-services") == "as-is"
        assert desk.session.dirty


@pytest.mark.parametrize(("kept", "word"), [("ours", "theirs"), ("theirs", "mine")])
async def test_of_two_versions_that_clash_the_other_stays_beside(
    open_app: OpenApp, school: Path, kept: str, word: str
) -> None:
    async with open_app() as desk:
        desk.stand_on("celebrating-achievement")
        desk.session.give_reason("celebrating-achievement", "On Fridays.")
        rewrite(school, "We post once a week.", "On Mondays.")
        await desk.press("ctrl+s")
        assert "Both changed: the clause celebrating-achievement" in desk.shown
        assert "join" not in {button.name for button in desk.app.screen.query(Button)}
        await choose(desk, kept)

        won, lost = ("On Fridays.", "On Mondays.") if kept == "ours" else ("On Mondays.", "On Fridays.")
        assert won in school.read_text("utf-8")
        assert lost in school.with_name(f"policy.{word}-1.toml").read_text("utf-8")
        assert desk.session.policy.decisions["celebrating-achievement"].reason == won
        assert not desk.session.dirty
        assert f"Why: {won}" in desk.shown


async def test_an_answer_by_hand_that_both_versions_hold_stays_settled_on_ours(
    open_app: OpenApp, school: Path, workspace: Workspace, library: Library
) -> None:
    by_hand = '\n[scenario.own-child]\nanswer = "settled"\nclauses = ["celebrating-achievement"]\n'
    school.write_text(school.read_text("utf-8") + by_hand, encoding="utf-8")
    async with open_app() as desk:
        desk.session.adapt("celebrating-achievement", "Ours.\n", "y")
        opened = open_school(workspace, school.parent.name, library)
        theirs = Session(opened.draft, library, today=desk.session.today)
        theirs.adapt("celebrating-achievement", "Theirs.\n", "y")
        save_school(opened, theirs.draft)
        await desk.press("ctrl+s")
        await choose(desk, "ours")

        assert not desk.session.dirty
        states = {each.scenario.id: each.state for each in desk.session.scenarios()}
        assert states["own-child"] == "settled"


async def test_choosing_nothing_saves_nothing_and_loses_nothing(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("p")
        rewrite(school, "once a week", "twice a week")
        theirs = school.read_bytes()
        await desk.press("ctrl+s")
        await desk.press("escape")

        assert school.read_bytes() == theirs
        assert desk.session.dirty
        assert "Nothing was saved, and nothing was lost." in desk.told
        assert {path.name for path in school.parent.iterdir()} == {"policy.toml", "policy.lock"}


async def test_taking_theirs_while_writing_shows_their_words(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("celebrating-achievement")
        await desk.press("a", *"Ours.")
        rewrite(school, "every Friday.", "every Monday.")
        await desk.press("ctrl+s")
        await choose(desk, "theirs")
        await desk.press("escape")

        assert "every Monday" in desk.session.text("celebrating-achievement")
        assert "Ours" not in desk.session.text("celebrating-achievement")
        assert not desk.session.dirty


async def test_a_full_disk_after_the_choice_loses_neither_version(
    open_app: OpenApp, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> str:
        raise Problem("not saved: no space left on the disk", "make room")

    async with open_app() as desk:
        await desk.press("p")
        rewrite(school, "once a week", "twice a week")
        await desk.press("ctrl+s")
        with monkeypatch.context() as broken:
            broken.setattr(atomic, "save", full)
            await choose(desk, "join")
            assert "no space left" in desk.told
            assert desk.session.dirty
        await desk.press("ctrl+s")

        written = school.read_text("utf-8")
        assert "twice a week" in written
        assert "[clause.other-services]" in written
        assert not desk.session.dirty


async def test_a_half_written_file_keeps_the_last_good_policy_and_is_told_after_a_while(
    open_app: OpenApp, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("composer.tui.app.keeping.monotonic", lambda: now[0])
    whole = school.read_text("utf-8")
    async with open_app() as desk:
        school.write_text(whole[: len(whole) // 2] + 'x = "', encoding="utf-8")
        await look(desk)
        assert desk.session.counts()["adapted"] == 1
        assert desk.told == ""

        now[0] += 6
        await look(desk)
        assert "policy.toml" in desk.told
        school.write_text(whole.replace("once a week", "twice a week"), encoding="utf-8")
        await look(desk)
        assert "read again" in desk.told
        assert desk.session.policy.decisions["celebrating-achievement"].reason == "We post twice a week."


async def test_saving_over_a_half_written_file_keeps_our_version_beside(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("p")
        school.write_text("schema = ", encoding="utf-8")
        await desk.press("ctrl+s")

        assert "[clause.other-services]" in school.with_name("policy.mine-1.toml").read_text("utf-8")
        assert "Your version is kept in policy.mine-1.toml." in desk.told
        assert school.read_text("utf-8") == "schema = "


async def test_a_policy_that_is_gone_is_told(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        school.rename(school.with_name("moved.toml"))
        await look(desk)

        assert "removed or renamed elsewhere" in desk.told
        await desk.press("p", "ctrl+s")
        assert desk.session.dirty


async def leave_unsaved(open_app: OpenApp) -> None:
    async with open_app() as desk:
        await desk.press("p")
        await desk.press("ctrl+q")
        assert "kept safe and will be offered" in desk.app.farewell


@pytest.mark.parametrize("chosen", ["take", "later", "discard"])
async def test_what_was_left_unsaved_is_offered(
    open_app: OpenApp, school: Path, workspace: Workspace, chosen: str
) -> None:
    before = school.read_bytes()
    await leave_unsaved(open_app)
    assert school.read_bytes() == before

    async with open_app() as desk:
        assert "was not saved" in desk.shown
        assert "Every other service: as-is" in desk.shown
        await choose(desk, chosen)
        assert (desk.session.state("other-services") == "as-is") == (chosen == "take")
        assert desk.session.dirty == (chosen == "take")
        if chosen == "take":
            await desk.press("u")
            assert not desk.session.dirty
            await desk.press("U", "ctrl+s")
    async with open_app() as desk:
        assert isinstance(desk.app.screen, ComposeScreen) == (chosen != "later")


async def test_unsaved_work_waits_while_the_policy_may_only_be_read(open_app: OpenApp, school: Path) -> None:
    await leave_unsaved(open_app)
    lock = school.with_name("policy.lock")
    kept = lock.read_bytes()
    lock.unlink()
    async with open_app() as desk:
        assert isinstance(desk.app.screen, ComposeScreen)
        assert "waits until this policy can be changed again" in desk.told
    lock.write_bytes(kept)
    async with open_app() as desk:
        assert "was not saved" in desk.shown


async def test_going_back_to_the_schools_keeps_the_work_and_offers_it(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        await desk.press("p", "escape")
        desk.screen(StartScreen)
        assert "kept safe" in desk.told
        await desk.press("enter")
        await choose(desk, "take")

        assert desk.session.state("other-services") == "as-is"


async def test_the_last_keys_before_leaving_are_kept(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("purpose")
        await desk.pilot.press("a", *"Last.", "f1", "ctrl+q")
    async with open_app() as desk:
        await choose(desk, "take")
        assert desk.session.text("purpose").endswith("Last.\n")


async def test_an_answer_that_is_being_typed_is_in_the_journal_and_kept_on_leaving(
    open_app: OpenApp, school: Path, library: Library, workspace: Workspace
) -> None:
    async with open_app() as desk:
        await desk.press("v")
        field = next(f for f in desk.screen(ValuesScreen).query(ValueField) if f.need.name == "dsl")
        field.query_one(Input).value = "Ms Ahmed"
        await desk.settle()
        assert desk.app.work is not None
        desk.app.work.flush()
        assert any(b"Ms Ahmed" in path.read_bytes() for path in (workspace.root / "state").rglob("*.journal"))
        await desk.press("ctrl+q")
    async with open_app() as desk:
        await choose(desk, "take")
        assert desk.session.policy.values["dsl"] == "Ms Ahmed"


async def test_an_answer_given_elsewhere_is_not_taken_back_by_leaving_the_form(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.set_value("dsl", "Ms Ahmed")
        await desk.press("ctrl+s", "v")
        rewrite(school, "Ms Ahmed", "Mr Okoro")
        await look(desk)
        await desk.press("tab", "escape")

        assert desk.session.policy.values["dsl"] == "Mr Okoro"
        assert not desk.session.dirty


async def test_a_disk_that_refuses_the_journal_is_told_once_and_leaving_asks(
    open_app: OpenApp, school: Path, workspace: Workspace
) -> None:
    async with open_app() as desk:
        (workspace.root / "state").write_text("in the way")
        await desk.press("p")
        desk.app._keep_safe()
        desk.app._keep_safe()
        assert desk.told.count("not being kept safe") == 1
        for key in ("ctrl+q", "escape"):
            await desk.press(key)
            assert "Your unsaved work cannot be kept safe" in desk.shown
            await choose(desk, "stay")
            assert desk.session.state("other-services") == "as-is"
        await desk.press("ctrl+s")
        assert not desk.session.dirty
        assert b"[clause.other-services]" in school.read_bytes()
        await desk.press("escape")
        desk.screen(StartScreen)


async def test_errors_of_the_disk_are_a_sentence(
    open_app: OpenApp, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **named: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with open_app() as desk:
        await desk.press("p")
        before = school.read_bytes()
        with monkeypatch.context() as broken:
            broken.setattr("composer.store.atomic._write_beside", refuse)
            await desk.press("ctrl+s")

        assert desk.session.dirty
        assert "not saved" in desk.told
        assert school.read_bytes() == before
