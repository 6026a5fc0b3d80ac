"""The approval screen: what stands before an approval, recording one, and what it is worth after a change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button, Input

from composer.export.markdown import approved
from composer.policy import decisions
from composer.policy.approval import Minuted
from composer.store import school_files
from composer.store.approval_file import last_approval, save_approval
from composer.tui.screens.approval import ApprovalScreen
from composer.tui.screens.approval_form import ApprovalForm, DetailField
from composer.tui.screens.start import StartScreen
from composer.tui.widgets.key_bar import KeyBar
from tests.conftest import TODAY
from tests.tui.conftest import SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp

MARCH = date(2027, 3, 20)
MINUTED = Minuted("Full governing body", "Spring term meeting", "2027/14", date(2027, 3, 12), "IT lead")
FRIDAY = "We post good news on {{channels}} every Friday.\n"


@pytest.fixture
def ready(workspace: Workspace, decided: Draft, library: Library) -> Path:
    """A school with nothing left to settle: its policy file."""
    draft = decisions.pick(decided, library, library.models["county-model"], "other-services", by="IT lead", on=TODAY)
    for name, value in (("channels", ("the website",)), ("reply_days", 2), ("review_date", TODAY)):
        draft = decisions.set_value(draft, library, name, value)
    return school_files.new_school(workspace, SLUG, draft).path


def recorded(policy: Path) -> list[str]:
    """The files of the school's approvals."""
    return sorted(path.name for path in policy.parent.glob("approvals/*"))


async def show(desk: Desk) -> ApprovalScreen:
    """Open the approval screen on a day that does not move."""
    desk.session.today = MARCH
    await desk.press("A")
    return desk.screen(ApprovalScreen)


async def fill(desk: Desk, **said: str) -> None:
    """Give these answers in the form."""
    for name, words in said.items():
        desk.screen(ApprovalScreen).form.field(name).line.value = words
    await desk.settle()


def complaint(desk: Desk, name: str) -> str:
    """What is told beside a field."""
    field = desk.find(f"#{name}", DetailField)
    return str(field.query_one(".wrong").render()) if field.has_class("-wrong") else ""


async def approve(desk: Desk) -> None:
    """Record an approval in March from the compose screen, and go back there."""
    await show(desk)
    await fill(desk, body="Full governing body", meeting="Spring term meeting", on="2027-03-12", minute="2027/14")
    await desk.press("ctrl+s")
    await desk.press("escape")


async def test_what_stands_before_an_approval_is_listed_and_nothing_can_be_recorded(
    open_app: OpenApp, school: Path
) -> None:
    async with open_app(size=(80, 24)) as desk:
        desk.session.edit("purpose", "Our own words.\n")
        desk.session.finish_edit("purpose")
        screen = await show(desk)
        assert "? not approved yet" in desk.shown
        assert f"Not ready for approval: {len(desk.session.approval_blockers())} things to settle" in desk.shown
        assert "there F5 lists what the checks found" in " ".join(desk.shown.replace("┃", " ").split())
        assert "Fill in: Where do you post? (channels), in 2.1 Celebrating achievement." in desk.shown
        assert "Every other service (other-services) is undecided: take it, or drop it" in desk.shown
        assert not screen.form.display
        assert screen.view.has_focus
        await desk.press("end")
        assert "1.1 Purpose is adapted without a reason: say why." in desk.shown
        await desk.press("ctrl+s")
        assert "what is listed here comes first" in desk.told
        # Whoever asks, the policy is looked over again before anything is written.
        desk.app._approve(MINUTED)
        await desk.settle()
        assert "not recorded: something is left to settle" in desk.told
    assert recorded(school) == []


async def test_an_approval_is_recorded_and_stands_until_a_word_changes(
    open_app: OpenApp, ready: Path, workspace: Workspace
) -> None:
    async with open_app(size=(80, 24)) as desk:
        desk.session.edit("celebrating-achievement", "We post good news on {{channels}} on any day.\n")
        desk.session.finish_edit("celebrating-achievement")
        screen = await show(desk)
        assert "● unsaved: recording an approval saves the policy first" in desk.shown
        assert screen.form.field("body").said == "The governing body"
        assert screen.form.field("meeting").line.has_focus
        await desk.press(*"Spring", "enter", *"2027-03-12", "enter", *"2027/14", "enter")
        assert desk.find("#record", Button).has_focus
        await desk.press("enter")

        assert recorded(ready) == ["2027-03-12.toml"]
        assert not desk.session.dirty
        assert b"on any day" in ready.read_bytes()
        kept, trouble = last_approval(workspace, SLUG)
        assert (kept, trouble) == (desk.session.approval, None)
        assert kept is not None
        assert (kept.body, kept.meeting, kept.minute) == ("The governing body", "Spring", "2027/14")
        assert kept.recorded_by == "IT lead"
        assert "| Status | approved 12 March 2027 |" in kept.text
        assert "Recorded: schools/oakfield-primary/approvals/2027-03-12.toml." in desk.told
        assert "✓ approved 12 March 2027" in desk.shown
        assert "by The governing body (Spring), minute 2027/14" in desk.shown
        assert not screen.form.display
        desk.app.clear_notifications()
        await desk.press("escape")
        assert "✓ saved" in desk.lines[-2]
        assert "· approved 12 March 2027" in desk.lines[-2]

        desk.stand_on("celebrating-achievement")
        await desk.press("a", *" Ok.")
        await desk.rest()
        assert "changed since approval" in desk.lines[-2]
        await desk.press("escape", "A")
        await desk.settle()
        assert "± changed since approval on 12 March 2027" in desk.shown
        assert "Changed since approval in 1 place: +1 −0 words" in desk.shown
        assert "We post good news on the website on any day. {+Ok.+}" in desk.shown
        assert screen is not desk.screen(ApprovalScreen)
        await desk.press("escape", "u")
        desk.app.clear_notifications()
        await desk.settle()
        assert "· approved 12 March 2027" in desk.lines[-2]
        await desk.app.run_action("app.schools")
        await desk.settle()
        desk.screen(StartScreen)
        assert "approved 12 March 2027" in desk.shown


async def test_a_line_wrapped_elsewhere_keeps_the_approval_and_is_no_change(open_app: OpenApp, ready: Path) -> None:
    async with open_app() as desk:
        await approve(desk)
        desk.session.edit("celebrating-achievement", FRIDAY.replace(" every", "\nevery"))
        screen = await show(desk)
        assert "✓ approved 12 March 2027" in desk.shown
        assert not screen.view.display
        assert desk.find("#again", Button).has_focus
        await desk.press("escape")
        desk.session.drop("facebook", "We have no page.")
        screen = await show(desk)
        assert "± changed since approval on 12 March 2027" in desk.shown
        assert "✗ Appendix A Facebook  (removed)" in desk.shown
        assert "Why: We have no page." in desk.shown
        assert "Celebrating achievement" not in desk.shown


async def test_what_will_not_do_is_told_beside_it_and_what_was_typed_stays(open_app: OpenApp, ready: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await show(desk)
        await fill(desk, body="Full governing body", meeting="Spring", on="2027-03-21", minute="")
        assert "21 March 2027" in desk.shown
        await desk.press("ctrl+s")
        assert "21 March 2027 is still to come" in complaint(desk, "on")
        assert "the minute reference is missing" in complaint(desk, "minute")
        assert complaint(desk, "meeting") == ""
        assert desk.find("#on Input", Input).has_focus
        await fill(desk, on="12 March", minute="12\u202e.3")
        assert "is a date, not '12 March'; write it as" in complaint(desk, "on")
        await fill(desk, on="2027-03-12")
        assert complaint(desk, "on") == ""
        await desk.press("ctrl+s")
        assert "the minute reference holds the character U+202E" in complaint(desk, "minute")
        assert desk.find("#meeting Input", Input).value == "Spring"
        assert recorded(ready) == []
        await fill(desk, minute="12.3")
        await desk.pilot.click("#record")
        await desk.settle()
        assert recorded(ready) == ["2027-03-12.toml"]

        # Another approval of the same text cannot be older than this one.
        await desk.pilot.click("#again")
        await fill(desk, meeting="Board", on="2027-03-11", minute="7")
        await desk.pilot.click(KeyBar, offset=(desk.find("KeyBar", KeyBar).column_of("record"), 0))
        await desk.settle()
        assert "11 March 2027 is before the last approval, on 12 March 2027" in complaint(desk, "on")
        assert recorded(ready) == ["2027-03-12.toml"]


async def test_nothing_is_recorded_of_what_others_changed_meanwhile(
    open_app: OpenApp, ready: Path, workspace: Workspace
) -> None:
    async with open_app() as desk:
        await show(desk)
        await fill(desk, meeting="Spring", minute="9")
        text = ready.read_text("utf-8")
        ready.write_text(text.replace("every Friday", "every Monday"), encoding="utf-8")
        await desk.press("ctrl+s")
        assert "not recorded: the policy was changed elsewhere; look at it as it is now" in desk.told
        assert "every Monday" in desk.session.text("celebrating-achievement")
        assert desk.screen(ApprovalScreen).form.field("minute").said == "9"
        assert recorded(ready) == []

        elsewhere = approved(desk.session.document(), MINUTED)
        save_approval(workspace, SLUG, elsewhere)
        await desk.press("ctrl+s")
        assert "not recorded: another approval was recorded meanwhile" in desk.told
        assert recorded(ready) == ["2027-03-12.toml"]

        # A look at the files, as every two seconds, notices one too; the form that is typed in goes out of sight.
        ready.parent.joinpath("approvals", "2027-03-12.toml").unlink()
        desk.app._look_outside()
        await desk.settle()
        assert "? not approved yet" in desk.shown
        save_approval(workspace, SLUG, elsewhere)
        desk.app._look_outside()
        await desk.settle()
        assert "✓ approved 12 March 2027" in desk.shown
        desk.app.clear_notifications()
        desk.app._look_outside()
        await desk.settle()
        assert desk.told == ""

        record = ready.parent / "approvals" / "2027-03-12.toml"
        record.write_text(record.read_text("utf-8").replace("Spring", "Autumn"), encoding="utf-8")
        desk.app._look_outside()
        await desk.settle()
        assert "! approval not known" in desk.shown
        assert "this approval was changed by hand" in " ".join(desk.shown.replace("┃", " ").split())
        assert not desk.screen(ApprovalScreen).query_one(ApprovalForm).display


async def test_a_policy_that_may_only_be_read_says_why(open_app: OpenApp, ready: Path) -> None:
    ready.with_name("policy.lock").unlink()
    async with open_app() as desk:
        assert desk.session.read_only
        screen = await show(desk)
        assert "This policy is read-only:" in desk.shown
        assert not screen.form.display
        assert screen.view.has_focus
        await desk.press("ctrl+s")
        await desk.press("f1")
        assert "Here stands whether the governing body approved the policy" in " ".join(desk.shown.split())
    assert recorded(ready) == []
