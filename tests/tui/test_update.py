"""The update screen: a newer model taken in clause by clause, every text seen, nothing lost and nothing unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from composer.policy import decisions
from composer.policy.library import ModelSection
from composer.session import Session
from composer.session.updating import Update
from composer.store import school_files
from composer.text import visible
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.settle_text import SettleTextScreen
from composer.tui.screens.update import UpdateScreen
from composer.tui.widgets.choice_list import ChoiceList
from composer.tui.widgets.editor import ClauseEditor
from composer.tui.widgets.four_texts import TEXTS
from composer.tui.widgets.text_columns import TextBar
from composer.tui.widgets.update_list import StateBar, UpdateList
from tests.conftest import TODAY
from tests.tui.conftest import SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.session.update_states import UpdateEntry
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp

CHANGED = {
    "purpose": "{{school_name}} uses social media to celebrate what its families do.\nQuestions go to {{dsl}}.\n",
    "safeguarding-first": "Staff must follow {{fact:kcsie-edition}}.\n"
    "See also {{ref:register-of-accounts}} and {{ref:facebook}}.\n",
    "celebrating-achievement": "We post good news and thanks on {{channels}}.\nWe never use a surname.\n",
    "register-of-accounts": "Each account is named in it.\n\n"
    "The school keeps a register, checked on {{review_date}}.\n",
    "class-livestreams": "A class may be livestreamed after {{dsl}} agrees.\nA recording is kept for a week.\n",
    "other-services": "Staff must ask {{dsl}} first.\n",
}
"""The clauses that the newer model has in other words."""


@pytest.fixture(scope="module")
def newer(library: Library) -> Library:
    """The library a year on: six clauses in other words, one withdrawn, one new in the model."""
    model = library.models["county-model"]
    sections = tuple(
        ModelSection(
            section.id,
            section.title,
            tuple(
                i for i in (*section.clauses, *["having-a-say"][: section.id == "governance"]) if i != "comments-open"
            ),
        )
        for section in model.sections
    )
    clauses = {
        key: replace(clause, body=CHANGED[key], rev=clause.rev + 1) if key in CHANGED else clause
        for key, clause in library.clauses.items()
        if key != "comments-open"
    }
    later = replace(model, version="2027.1", date=date(2027, 9, 1), sections=sections)
    return replace(library, clauses=clauses, models={model.id: later})


@pytest.fixture(scope="module")
def before(decided: Draft, library: Library) -> Draft:
    """The policy as it rests on the older model."""
    model = library.models["county-model"]
    draft = decisions.pick(decided, library, model, "other-services", by="IT lead", on=TODAY)
    for clause_id, text in (
        (
            "purpose",
            "{{school_name}} uses social media to celebrate what its old pupils did.\nQuestions go to {{dsl}}.\n",
        ),
        (
            "register-of-accounts",
            "The school keeps a register, checked on {{review_date}}.\n\nWe show it to whoever asks.\n",
        ),
    ):
        draft = decisions.adapt(
            draft, library, model, clause_id, text, by="IT lead", on=TODAY, reason="Families asked for it."
        )
    return draft


@pytest.fixture
def waiting(workspace: Workspace, before: Draft) -> Path:
    """A school that an update waits for: its policy file."""
    return school_files.new_school(workspace, SLUG, before).path


async def opened(desk: Desk, stand_on: str = "") -> UpdateScreen:
    """The update screen, standing on an entry."""
    await desk.press("l")
    screen = desk.screen(UpdateScreen)
    if stand_on:
        screen.stand_on(stand_on)
        await desk.settle()
    return screen


def entries(desk: Desk) -> dict[str, UpdateEntry]:
    """What is still to settle."""
    return {entry.id: entry for entry in Update(desk.session).plan.open}


def mode(desk: Desk, clause_id: str) -> str | None:
    """What the school has decided about a clause."""
    return desk.session.policy.mode(clause_id)


async def test_every_clause_stands_under_its_state_and_nothing_is_written(
    open_app: OpenApp, waiting: Path, newer: Library
) -> None:
    was = waiting.read_bytes(), waiting.with_suffix(".lock").read_bytes()
    async with open_app(size=(80, 24), library=newer) as desk:
        assert "the model has changed: 8 to settle" in desk.lines[-2]
        screen = await opened(desk)
        found = desk.shown

        for line in (
            "! Conflict  1",
            "~ Same sentence, suggestion  1",
            "± Different sentences, clean  1",
            "↓ Take theirs: we never changed it  2",
            "✗ Dropped here, changed in the model  1",
            "− Withdrawn upstream but used here  1",
            "+ New in the model  1",
            "· Nothing new  2",
        ):
            assert line in found
        assert "8 to settle, 2 of them clean" in desk.lines[0]
        assert "‼   " not in found
        assert "‼ ✓ Every other service" in found
        assert "C ✓ Safeguarding comes first" in found
        shown = []
        for _ in range(len(screen.plan.counts)):
            await desk.press("f")
            shown.append(desk.lines[1].partition("]")[0])
            if "All" in shown[-1]:
                break
        assert shown[0] == "Open 8  [! conflict 1".replace("Open 8  ", " Open 8 ")
        assert shown[-1].endswith("[All 10")
        assert "Former pupils' group" in desk.shown
        await desk.press("escape")
        assert isinstance(desk.app.screen, ComposeScreen)
        assert not desk.session.dirty
    assert (waiting.read_bytes(), waiting.with_suffix(".lock").read_bytes()) == was


async def test_each_choice_does_what_it_says_moves_on_and_can_be_taken_back(
    open_app: OpenApp, waiting: Path, newer: Library
) -> None:
    async with open_app(size=(160, 40), library=newer) as desk:
        screen = await opened(desk)
        start = desk.session.draft
        assert screen.entry_id == "purpose"

        await desk.press("k")
        assert desk.session.text("purpose") == start.text("purpose")
        assert desk.session.base_text("purpose") == CHANGED["purpose"]
        assert "Kept, u takes it back: Purpose" in desk.lines[0]
        assert "7 to settle" in desk.lines[0]
        assert screen.entry_id == "celebrating-achievement"

        assert "From our words to the proposed ones: ± We post good news {+and thanks+} on" in " ".join(
            line.partition("│")[2].strip() for line in desk.lines if "│" in line
        )
        await desk.press("a", "enter")
        assert desk.session.text("celebrating-achievement") == (
            "We post good news and thanks on {{channels}} every Friday.\n"
        )
        assert screen.entry_id == "register-of-accounts"

        await desk.press("t")
        assert mode(desk, "register-of-accounts") == "as-is"
        assert screen.entry_id == "safeguarding-first"

        await desk.press("d", *"It is ours.", "enter")
        decision = desk.session.policy.decisions["safeguarding-first"]
        assert (decision.mode, decision.reason) == ("adapted", "It is ours.")
        assert screen.entry_id == "other-services"

        await desk.press("e")
        editor = desk.screen(SettleTextScreen).editor
        assert editor.text == CHANGED["other-services"].strip()
        await desk.press(*" Soon.", "escape", *"We are quick.", "enter")
        assert desk.session.text("other-services") == "Staff must ask {{dsl}} first. Soon.\n"
        assert desk.session.policy.decisions["other-services"].reason == "We are quick."
        assert screen.entry_id == "class-livestreams"
        assert set(entries(desk)) == {"class-livestreams", "comments-open", "having-a-say"}

        screen.action_to_list()
        await desk.settle()
        desk.find("#entries", UpdateList).action_cursor_down()
        screen.action_take()
        assert "comments-open" not in desk.session.policy.decisions, "a key acts on what the list shows"
        await desk.settle()
        assert "Left out, as in the model, u takes it back:" in desk.lines[0]

        await desk.press(*["u"] * 6)
        assert desk.session.draft == start
        assert screen.entry_id == "purpose"
        await desk.press("U")
        assert "purpose" not in entries(desk)
        screen.stand_on("register-of-accounts")
        await desk.press("a", "enter")
        assert screen.entry_id == "safeguarding-first", "not the first that is open: the next"
        await desk.press("ctrl+s")
    assert b"old pupils did" in waiting.read_bytes()
    assert CHANGED["purpose"].encode() in waiting.with_suffix(".lock").read_bytes()


async def test_the_clean_ones_are_one_step_and_a_change_of_duty_is_none_of_them(
    open_app: OpenApp, waiting: Path, newer: Library
) -> None:
    async with open_app(size=(120, 30), library=newer) as desk:
        await opened(desk)
        start = desk.session.draft
        await desk.press("C")

        assert desk.session.text("safeguarding-first") == CHANGED["safeguarding-first"]
        assert desk.session.text("register-of-accounts").startswith("Each account is named in it.")
        assert "We show it to whoever asks." in desk.session.text("register-of-accounts")
        assert desk.session.text("other-services") == start.text("other-services")
        assert "other-services" in entries(desk)
        assert "Took 2 clean ones. u takes it back." in desk.lines[0]
        await desk.press("C")
        assert "None is clean" in desk.told
        await desk.press("u")
        assert desk.session.draft == start


async def test_a_stale_reason_is_put_again_until_somebody_says_that_it_holds(
    open_app: OpenApp, waiting: Path, newer: Library
) -> None:
    async with open_app(size=(90, 40), library=newer) as desk:
        screen = await opened(desk, "class-livestreams")
        await desk.press("right")
        told = " ".join(desk.shown.split())
        assert "You dropped this because “We never livestream”." in told
        assert "“A recording is kept for a week.” Does the reason still hold?" in told
        await desk.press("k")
        assert "class-livestreams" not in entries(desk)
        assert mode(desk, "class-livestreams") == "dropped"
        assert "Left out still, u takes it back: Class livestreams" in desk.lines[0]

        screen.stand_on("celebrating-achievement")
        await desk.press("a")
        asked = " ".join(desk.shown.replace("│", " ").split())
        assert "Does the reason still hold?" in asked
        assert desk.find("Input", Input).value == "We post once a week."
        await desk.press("escape")
        assert entries(desk)["celebrating-achievement"].state == "reason"
        screen.stand_on("celebrating-achievement")
        await desk.press("k")
        assert "celebrating-achievement" not in entries(desk)


async def test_what_is_written_stays_in_sight_among_its_changes(
    open_app: OpenApp, waiting: Path, newer: Library
) -> None:
    async with open_app(size=(110, 20), library=newer) as desk:
        await opened(desk, "other-services")
        await desk.press("e")
        writing = desk.screen(SettleTextScreen)
        writing.editor.insert("\n".join(f"- Service {number} is one." for number in range(40)))
        await desk.press(*" Last.")
        writing.editor.tell()
        await desk.settle()
        for _ in range(2):
            assert "Changes from today's model · change " in desk.shown
            assert "39 is one. Last.+}" in " ".join(desk.shown.split())
            await desk.pilot.resize_terminal(80, 24)
            await desk.settle()


async def test_a_small_screen_shows_one_text_at_a_time_and_enter_keeps_ours(
    open_app: OpenApp, waiting: Path, newer: Library
) -> None:
    async with open_app(size=(80, 24), library=newer) as desk:
        screen = await opened(desk)
        await desk.press("k")
        assert "purpose" in entries(desk), "what is not in sight is not settled"
        assert "Read it, then press the key again." in desk.lines[0]
        assert "1 of 8  Purpose" in desk.lines[2]
        assert "Both sides changed the same sentence." in desk.lines[5]
        assert "[Theirs]" in desk.lines[4], "the proposed text is ours, so there is nothing to see in it yet"
        seen = {}
        for name in (*TEXTS[2:], *TEXTS[:2]):
            await desk.press("m")
            assert f"[{name.capitalize()}]" in desk.lines[4]
            seen[name] = "\n".join(desk.lines[5:18])
        assert "what its [-pupils-]" in seen["theirs"]
        assert "{+families+} do." in seen["theirs"]
        assert "its {+old+} pupils [-do-]" in seen["ours"]
        for name in ("base", "proposed"):
            assert "{+" not in seen[name].partition(f"{name.capitalize()}: ")[2]
        for line, start in zip(desk.lines[-6:-1], ("k Keep", "a Accept", "t Take", "e Edit", "d Decline"), strict=True):
            assert line.strip().startswith(start)
        assert "not here" in desk.lines[-5]
        await desk.press("a")
        assert "cannot be settled by accept" in desk.told
        await desk.press("enter")
        assert "purpose" not in entries(desk)
        assert screen.entry_id == "celebrating-achievement"
        screen.stand_on("safeguarding-first")
        await desk.press("enter")
        assert "safeguarding-first" in entries(desk)
        assert "Left open" in desk.lines[0]
        await desk.press("f8", "escape")
        assert desk.find("#entries", UpdateList).has_focus
        await desk.press("escape")
        assert desk.compose.is_current
        assert "the model has changed: 7 to settle" in desk.lines[-2]
        await desk.pilot.click(offset=(desk.lines[-2].index("the model has") + 3, 22))
        await desk.settle()
        assert desk.app.screen is not screen
        assert "Update · 7 to settle" in desk.lines[0]


async def test_a_wide_screen_shows_three_across_and_the_base_on_request(
    open_app: OpenApp, waiting: Path, newer: Library
) -> None:
    async with open_app(size=(160, 40), library=newer) as desk:
        screen = await opened(desk, "register-of-accounts")
        assert all(name in desk.lines[4] for name in ("Ours · ", "Theirs · ", "Proposed · "))
        lines = "\n".join(desk.lines[5:15])
        assert "{+We show it to whoever asks.+}" in lines
        assert lines.count("{+Each account is named in it.+}") == 2
        await desk.press("m")
        assert "Base · " in desk.lines[4]
        assert "{+We show it" not in "\n".join(desk.lines[5:15])
        await desk.press("m", "f8")
        assert "Proposed · change 1 of 1" in desk.lines[4]

        await desk.pilot.resize_terminal(90, 30)
        await desk.settle()
        assert "Proposed" not in desk.shown
        screen.stand_on("other-services")
        await desk.pilot.resize_terminal(120, 30)
        await desk.settle()
        assert "Every other service" in desk.lines[2]
        assert "{+Staff must ask+}" in desk.shown
        await desk.pilot.resize_terminal(90, 30)
        await desk.press("right")
        assert "[Proposed]" in desk.lines[4]
        assert screen.in_sight


async def test_all_of_it_can_be_clicked(open_app: OpenApp, waiting: Path, newer: Library) -> None:
    async with open_app(size=(80, 24), library=newer) as desk:
        screen = await opened(desk)
        await desk.click_label(StateBar, "take-theirs")
        assert "[↓ take theirs: we never changed it 2]" in desk.lines[1]
        await desk.pilot.click(UpdateList, offset=(8, 2))
        await desk.settle()
        assert "2 of 2  Every other service" in desk.lines[2]
        await desk.click_label(TextBar, "base")
        assert "[Base]" in desk.lines[4]
        await desk.pilot.click(ChoiceList, offset=(4, 2))
        await desk.settle()
        assert desk.session.text("other-services") == CHANGED["other-services"]
        assert screen.entry_id == "safeguarding-first"

        await desk.pilot.resize_terminal(160, 40)
        await desk.click_label(StateBar, "open")
        await desk.pilot.click(UpdateList, offset=(8, 3))
        await desk.settle()
        assert "2 of 7  Celebrating achievement" in desk.lines[2]
        assert "{+" in "\n".join(desk.lines[5:9])


async def test_what_is_written_is_never_lost(
    open_app: OpenApp, workspace: Workspace, waiting: Path, newer: Library
) -> None:
    async with open_app(size=(80, 24), library=newer) as desk:
        await opened(desk, "having-a-say")
        await desk.press("right", "e", "escape")
        assert "Nothing was written" in desk.told
        assert "having-a-say" in entries(desk)

        await desk.press("e", *" Twice.")
        desk.find("#editor", ClauseEditor).tell()
        await desk.settle()
        desk.app.work.flush()  # type: ignore[union-attr]
        assert any(b"Twice." in path.read_bytes() for path in (workspace.root / "state").rglob("*.journal"))

        await desk.press("escape", "escape")
        assert "This text has no reason yet" in desk.shown
        await desk.press("enter")
        assert desk.find("#editor", ClauseEditor).text.endswith("Twice.")
        desk.find("#editor", ClauseEditor).text = ""
        await desk.press("escape", *"Because.", "enter")
        assert isinstance(desk.app.screen, SettleTextScreen)
        assert "would have no text" in desk.told
        desk.find("#editor", ClauseEditor).text = "We ask them every term.\n"
        desk.screen(SettleTextScreen).keep_typing()
        assert desk.session.text("having-a-say") == "We ask them every term.\n"
        desk.session.undo()
        await desk.press("escape", *"Because.", "enter")
        assert mode(desk, "having-a-say") == "adapted"

        desk.screen(UpdateScreen).stand_on("other-services")
        await desk.press("e", *"x", "escape", "escape", "down", "enter")
        assert mode(desk, "other-services") == "as-is"
        assert isinstance(desk.app.screen, UpdateScreen)


async def test_a_read_only_policy_can_be_looked_at_and_says_why_nothing_changes(
    open_app: OpenApp, waiting: Path, before: Draft, newer: Library
) -> None:
    waiting.with_suffix(".lock").write_text("schema = 1\nbroken", encoding="utf-8")
    async with open_app(size=(120, 30), library=newer) as desk:
        await opened(desk)
        await desk.press("k", "enter", "m", "escape")
        session = Session(before, newer, today=TODAY, read_only="its lock is damaged")
        screen = UpdateScreen(session)
        await desk.app.push_screen(screen)
        await desk.settle()
        assert "This policy is read-only: its lock is damaged" in desk.shown
        assert desk.shown.count("not now: the policy is read-only") == 5
        for key in ("k", "t", "e", "d", "C", "enter", "enter"):
            desk.app.clear_notifications()
            await desk.press(key)
            assert "read-only: its lock is damaged" in desk.told or key == "enter"
            assert desk.app.screen is screen
        assert session.draft is before


async def test_other_peoples_words_are_shown_as_words(
    open_app: OpenApp, workspace: Workspace, before: Draft, newer: Library
) -> None:
    text = "[b]x[/] A[/b]B [@click=app.quit]GO[/] \x1b[2J\x07"
    there = {i: replace(each, reason=text if each.reason else "") for i, each in before.policy.decisions.items()}
    draft = replace(before, policy=replace(before.policy, decisions=there))
    clauses = {
        key: replace(each, body=f"{text} {each.body}", title=f"{text}{key}") for key, each in newer.clauses.items()
    }
    library = replace(newer, clauses=clauses)
    for size in ((80, 24), (160, 40)):
        async with open_app(None, size, library=library) as desk:
            session = Session(draft, library, today=TODAY)
            desk.app.session = session
            screen = UpdateScreen(session)
            await desk.app.push_screen(screen)
            await desk.settle()
            found = False
            for entry in screen.plan.open:
                screen.stand_on(entry.id)
                await desk.press("right")
                for key in ("m", "m", "f8"):
                    await desk.press(key)
                    assert all(line.isprintable() and visible(line) == line for line in desk.lines)
                found |= "A[/b]B [@click=app.quit]GO[/]" in desk.shown
            assert found
            screen.stand_on("class-livestreams")
            await desk.press("d")
            assert "A[/b]B" in desk.shown
            await desk.press("escape", "e")
            desk.find("#editor", ClauseEditor).insert(text)
            desk.find("#editor", ClauseEditor).tell()
            await desk.settle()
            assert "A[/b]B" in "\n".join(desk.lines[1:])
            assert all(line.isprintable() and visible(line) == line for line in desk.lines)
            assert desk.app.is_running


async def test_a_policy_on_the_newest_model_is_told_so_and_a_version_alone_is_noted(
    open_app: OpenApp, waiting: Path, library: Library
) -> None:
    async with open_app(size=(80, 24)) as desk:
        assert "(l)" not in desk.lines[-2]
        await opened(desk)
        assert "Nothing new: the policy rests on version 2026.1" in desk.shown
        await desk.press("k", "enter", "m", "f8", "n", "C")
        assert not desk.session.dirty
        await desk.press("f")
        assert "[· nothing new 9]" in desk.lines[1]
    model = library.models["county-model"]
    later = replace(library, models={model.id: replace(model, version="2027.1")})
    async with open_app(size=(80, 24), library=later) as desk:
        assert "the model has a new version" in desk.lines[-2]
        await opened(desk)
        assert "Nothing in version 2027.1" in desk.shown
        await desk.press("C")
        assert desk.session.lock.model_version == "2027.1"
        assert "Nothing new: the policy rests on version 2027.1" in desk.shown
        await desk.press("f", "down")
        assert desk.find("#entries", UpdateList).here == "safeguarding-first"
        await desk.press("u", "escape")
        assert desk.session.lock.model_version == "2026.1"
