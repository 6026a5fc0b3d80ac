"""Answering on the evidence screen: each answer is one step, a refusal stays on the form, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.events import Paste
from textual.widgets import Static

from composer.policy.evidence import Consultation
from composer.tui.dialogs.answer_form import AnswerForm, FormBar
from composer.tui.dialogs.choosing import ClauseMarks, OneOf
from composer.tui.screens.evidence import EvidenceScreen
from tests.conftest import TODAY
from tests.tui.test_evidence import answered, listed, said, told

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.evidence import Evidence
    from composer.policy.library import Library
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp

__all__ = ["answered", "told"]


def evidence(desk: Desk) -> Evidence:
    """What the policy has been answered so far."""
    return desk.session.policy.evidence


def settled(desk: Desk, key: str) -> tuple[str, tuple[str, ...], str]:
    """What was answered about a scenario."""
    answer = evidence(desk).scenarios[key]
    return answer.answer, answer.clauses, answer.because


def refusal(desk: Desk) -> str:
    """What the form says is wrong; empty when nothing is, and then nothing is shown."""
    form = desk.screen(AnswerForm)
    return str(form.query_one(".dialog-error", Static).render()) if form.has_class("-refused") else ""


def marks(desk: Desk) -> list[str]:
    """The clauses that the form lists."""
    found = desk.screen(AnswerForm).query_one(ClauseMarks).list
    return [str(found.get_option_at_index(at).prompt) for at in range(found.option_count)]


async def test_a_scenario_is_settled_by_a_suggested_clause_as_one_step(
    open_app: OpenApp, told: Library, answered: Path
) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "down", "a")
        assert "A parent streams the nativity" in desk.shown
        assert "A clause must settle: Where a camera may stand" in desk.shown
        assert marks(desk) == [
            "[ ] 1.2 Safeguarding comes first  suggested",
            " ·  not in this policy, pick it first: “Class livestreams”",
            " ·  not in this policy, pick it first: “Phones in the nursery”",
        ]
        assert "(•) settled" in desk.shown, "it was settled before"
        await desk.press("tab", "down", "space", "ctrl+s")

        assert settled(desk, "streamed-play") == ("settled", ("safeguarding-first",), "")
        assert listed(desk)[1].startswith("✓ settled A parent")
        assert "Settled by 1.2 Safeguarding comes first. u takes it back." in desk.told
        assert "2 settled · 1 does not apply · 1 open · not saved" in desk.lines[0]
        await desk.press("3", "u")
        assert "Undone: answered the scenario A parent streams the nativity" in desk.told
        assert listed(desk)[1].startswith("? open"), "one stands on the page where it was answered"
        assert "A parent streams" in said(desk)
        await desk.press("U")
        assert listed(desk)[1].startswith("✓ settled")
        await desk.press("ctrl+s")
        assert "Saved." in desk.told
        assert "not saved" not in desk.lines[0]
    assert 'clauses = ["safeguarding-first"]' in answered.read_text("utf-8")


async def test_any_clause_of_the_policy_is_found_by_typing(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "end", "a", "tab", *"achieve")
        assert marks(desk) == ["[ ] 2.1 Celebrating achievement"]
        await desk.press("enter", "enter")
        assert marks(desk) == ["[x] 2.1 Celebrating achievement"]
        assert desk.screen(AnswerForm).query_one(OneOf).chosen == "settled"
        await desk.press("shift+tab", *(["backspace"] * 7), *"livestreams")
        assert marks(desk) == ["No clause of this policy has those words."]
        await desk.press("ctrl+s")

        assert settled(desk, "head-profile") == ("settled", ("celebrating-achievement",), "")


async def test_what_is_pasted_arrives_once_and_in_one_line(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "4", "n")
        desk.app.post_message(Paste("Parents\r\nand carers\x1b[31m\n"))
        await desk.settle()
        await desk.press("ctrl+s")
        assert "Parents and carers[31m" in {each.who for each in evidence(desk).consultations.values()}


async def test_a_notice_leaves_the_screen_in_sight_however_long_the_answer_is(
    open_app: OpenApp, told: Library, answered: Path
) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "4", "n")
        desk.app.post_message(Paste("parents of pupils " * 80))
        await desk.settle()
        await desk.press("ctrl+s")
        assert len(desk.told) < 500, "a few lines at the bottom"
        assert desk.told.endswith("u takes it back.")


async def test_a_refusal_stays_on_the_form_with_words(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "end", "a", "ctrl+s")
        assert "Nothing is chosen yet; mark a clause that settles it" in refusal(desk)
        assert "Nothing is chosen yet; mark a clause that settles it" in desk.shown
        await desk.press("down", "ctrl+s")
        assert "No clause is marked that settles it; mark one that is suggested" in refusal(desk)
        await desk.press("down", "ctrl+s")
        assert refusal(desk) == "Nothing says why it does not apply here; say it in a sentence."
        await desk.press(*"No page.", "ctrl+s")

        assert settled(desk, "head-profile") == ("does-not-apply", (), "No page.")


async def test_escape_leaves_it_as_it_was_and_warns_once(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "a", "escape")
        desk.screen(EvidenceScreen)
        before = evidence(desk)
        await desk.press("a", "down", "escape")
        assert "This is not kept yet: ctrl+s keeps it, esc again leaves it as it was." in desk.shown
        await desk.press("escape")
        desk.screen(EvidenceScreen)
        assert evidence(desk) is before
        assert not desk.session.dirty


async def test_what_is_typed_is_in_the_journal_before_it_is_kept(
    open_app: OpenApp, told: Library, answered: Path, workspace: Workspace
) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "end", "a", "down", "down")
        desk.screen(AnswerForm).query_one("#because TextArea").focus()
        await desk.press(*"No page.")
        assert not desk.session.dirty
        assert desk.app.work is not None
        desk.app.work.flush()
        journals = (workspace.root / "state").rglob("*.journal")
        assert any(b"No page." in path.read_bytes() for path in journals)
        desk.app.take_leave()

        assert evidence(desk).scenarios["head-profile"].because == "No page."


async def test_a_process_asks_in_words_and_fills_the_clause(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 40), library=told) as desk:
        await desk.press("e", "2")
        assert "Fills: {{channels}} which 2.3 does not have in this policy" in said(desk)
        await desk.press("a")
        for asked in (
            "Does the school use social media for this?",
            "What is the one authoritative channel?",
            "fills {{channels}} which 2.3 does not have in this policy",
            "Who posts, who approves, and when?",
            "What happens to something that arrives by the wrong channel?",
            "Which other policy must say the same thing?",
            "Who cannot use that channel, and what is their route?",
        ):
            assert asked in desk.shown
        form = desk.screen(AnswerForm)
        form.query_one("#who_posts TextArea").focus()
        await desk.press(*"The office", "enter", *"It is rung back.", "ctrl+s")

        answer = evidence(desk).processes["absence"]
        assert (answer.use, answer.who_posts, answer.wrong_channel) == ("yes", "The office", "It is rung back.")
        assert "Who posts: The office" in said(desk)
        await desk.press("down", "a", "ctrl+s")
        assert refusal(desk) == "Nothing says whether social media is used for this; choose yes, no or later."
        await desk.press("down", "down", "ctrl+s")
        assert evidence(desk).processes["lost-property"].use == "no"
        assert listed(desk)[1] == "– not used Lost property"
        await desk.press("u")
        assert "lost-property" not in evidence(desk).processes


async def test_an_answer_fills_the_blank_of_its_clause_in_the_same_step(
    open_app: OpenApp, told: Library, answered: Path
) -> None:
    process = replace(told.processes["lost-property"], clause="celebrating-achievement", fills={"channel": "channels"})
    absence = replace(told.processes["absence"], fills={})
    library = replace(told, processes={"absence": absence, "lost-property": process})
    async with open_app(size=(80, 30), library=library) as desk:
        desk.session.set_value("channels", ("Facebook",))
        await desk.press("e", "2", "down")
        assert "The one channel: Facebook (the value channels)" in said(desk)
        await desk.press("a", "down")
        assert "left empty it is what {{channels}} says: Facebook; fills" in desk.shown
        desk.screen(AnswerForm).query_one("#channel TextArea").focus()
        await desk.press(*"The website", "ctrl+s")
        assert "Answered: Lost property; it filled {{channels}}. u takes it back." in desk.told
        assert desk.session.policy.values["channels"] == ("the website",)
        await desk.press("u")
        assert desk.session.policy.values["channels"] == ("Facebook",)
        assert "lost-property" not in evidence(desk).processes


async def test_a_risk_is_answered_with_a_measure_an_owner_or_a_reason(
    open_app: OpenApp, told: Library, answered: Path
) -> None:
    async with open_app(size=(80, 30), library=told) as desk:
        await desk.press("e", "3", "f")
        assert [line.split("  ")[0] for line in listed(desk)] == ["! no measure A phone is left on none"]
        await desk.press("a", "tab", *"safeguarding", "enter", "space")
        assert "(•) we have our own measure" in desk.shown
        await desk.press("ctrl+s")
        assert evidence(desk).devices["left-on"].measures == ("safeguarding-first",)
        assert "Nothing on this page is open." in said(desk)
        await desk.press("f", "end", "a")
        desk.screen(AnswerForm).query_one("#because TextArea").focus()
        await desk.press(*"No phones.", "ctrl+s")
        assert evidence(desk).devices["left-on"].because == "No phones."
        assert listed(desk)[2].startswith("– not here A phone is left on")
        await desk.press("a", "up", "up", "ctrl+s")
        assert not evidence(desk).devices
        await desk.press("home", "a")
        assert "A benefit has no answer of its own; pick a clause that says so" in desk.told


async def test_a_consultation_is_added_changed_taken_out_and_brought_back(
    open_app: OpenApp, told: Library, answered: Path
) -> None:
    async with open_app(size=(80, 30), library=told) as desk:
        await desk.press("e", "4", "a")
        assert desk.screen(AnswerForm).query_one("#who TextArea").text == "pupils"  # type: ignore[attr-defined]
        assert "(•) as the words say: pupils" in desk.shown
        await desk.press("enter", *"Two meetings", "enter", *"13.10.2026", "ctrl+s")
        assert refusal(desk) == "When they were asked is a date, not '13.10.2026'; write it as 2026-11-22."
        await desk.press(*(["backspace"] * 10), *"2026-10-13", "ctrl+s")
        key = "2026-pupils"
        assert evidence(desk).consultations[key] == Consultation("pupils", "Two meetings", TODAY.replace(2026, 10, 13))
        assert "Two meetings" in said(desk), "one stands on the new entry"
        assert "every group that should be asked was" in desk.lines[0]
        await desk.press("enter")
        desk.screen(AnswerForm).query_one("#changed TextArea").focus()
        await desk.press(*"A week each.", "ctrl+s")
        assert evidence(desk).consultations[key].changed == "A week each."
        await desk.press("d")
        assert key not in evidence(desk).consultations
        assert "Taken out: pupils. u takes it back." in desk.told
        assert listed(desk)[0] == "! not asked pupils"
        await desk.press("u")
        assert "A week each." in said(desk)
        await desk.press("1", "n", *"pupils", "ctrl+s")
        assert list(evidence(desk).consultations)[-1] == f"{TODAY.year}-pupils-2"


@pytest.mark.parametrize("day", ["2026-13-01", "3 October 2026", "2999-01-01"])
async def test_a_date_that_will_not_do_is_refused(open_app: OpenApp, told: Library, answered: Path, day: str) -> None:
    async with open_app(size=(80, 30), library=told) as desk:
        await desk.press("e", "4", "a", "enter", "enter", *day, "ctrl+s")
        assert desk.screen(AnswerForm).has_class("-refused")
        assert list(evidence(desk).consultations) == ["2026-parents"]


async def test_the_mouse_keeps_and_leaves(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 30), library=told) as desk:
        await desk.press("e", "4", "a")
        await desk.click_label(FormBar, "leave")
        desk.screen(EvidenceScreen)
        await desk.press("a")
        await desk.click_label(FormBar, "keep")
        assert "2026-pupils" in " ".join(evidence(desk).consultations)


async def test_a_policy_that_is_read_only_says_so(open_app: OpenApp, told: Library, answered: Path) -> None:
    answered.with_suffix(".lock").write_text("not a lock", encoding="utf-8")
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "a")
        desk.screen(EvidenceScreen)
        assert "This policy is read-only" in desk.told
        await desk.press("4", "end", "d")
        assert list(evidence(desk).consultations) == ["2026-parents"]


async def test_what_others_type_is_text_on_the_forms_too(open_app: OpenApp, told: Library, answered: Path) -> None:
    hostile = "[red]A[/] [@click=app.quit]B"
    async with open_app(size=(80, 30), library=told) as desk:
        await desk.press("e", "4", "n", *hostile, "ctrl+s")
        assert hostile in desk.shown
        await desk.press("a")
        assert desk.screen(AnswerForm).query_one("#who TextArea").text == hostile  # type: ignore[attr-defined]


async def test_a_risk_that_does_not_arise_is_asked_why_where_it_is_typed(
    open_app: OpenApp, told: Library, answered: Path
) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "3", "end", "a", "down", "down", "ctrl+s")
        assert "Nothing says why the risk does not arise here" in refusal(desk)
        await desk.press(*"No phones.", "ctrl+s")
        assert [each.because for each in evidence(desk).devices.values()] == ["No phones."]
