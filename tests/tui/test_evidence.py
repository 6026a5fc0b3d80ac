"""The evidence screen: five pages, what each row tells, and the way to the clause that settles it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from composer.policy.consulting import Group
from composer.policy.devices import Benefit, Risk
from composer.policy.evidence import ScenarioAnswer
from composer.policy.library import Law, Library
from composer.policy.problems import Problem
from composer.policy.scenarios import Later, Process, Scenario, Topic
from composer.session.answering import Answering
from composer.store import school_files
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.evidence import EvidenceScreen, PageBar
from composer.tui.screens.help import HelpScreen
from composer.tui.widgets.evidence_page import Rows
from tests.conftest import TODAY
from tests.tui.conftest import SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.policy import Draft
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp

SCENARIOS = (
    Scenario(
        "own-child",
        "A teaching assistant belongs to her son's class group, and parents ask her about another child.",
        ("employee", "parent"),
        "A confidence slips out, or she is taken to speak for the school.",
        "She may belong as a parent, never answers for the school, and has a line to use.",
        ("X02",),
    ),
    Scenario(
        "streamed-play",
        "A parent streams the nativity on a public account.",
        ("parent", "publisher"),
        "Children who must not be seen.",
        "Where a camera may stand, and what happens if somebody streams all the same.",
    ),
    Scenario("adult-pupil", "A pupil of 18 follows the netball coach.", ("pupil", "near-peer"), "Trust.", "A line."),
    Scenario("head-profile", "The head runs the page from a personal profile.", ("person", "school"), "Loss.", "Two."),
)
PROCESSES = (
    Process(
        "absence",
        "Reporting an absence",
        "A reminder.",
        "The one channel.",
        ("X02",),
        "comments-open",
        "within",
        {"channel": "channels"},
    ),
    Process("lost-property", "Lost property", "A picture of the item.", "No child in shot."),
)
BENEFITS = (Benefit("learning", "Making and measuring in lessons", {"celebrating-achievement": "every Friday"}),)
RISKS = (
    Risk(
        "lost",
        "A phone is lost",
        {"comments-open": "We answer"},
        {"comments-open": "within", "purpose": "Questions go"},
        "dsl",
    ),
    Risk("left-on", "A phone is left on", {"purpose": "social media"}, {"nursery-devices": "stay away"}),
)
GROUPS = (
    Group("pupils", "pupils", ("pupils",), required=True),
    Group("parents", "parents and carers", ("parents", "families"), required=True),
    Group("hirers", "hirers", ("hirers",)),
)
ANSWERS = """
[scenario.own-child]
answer = "settled"
clauses = ["purpose", "former-pupils"]
because = "Three of us are in class groups, and asked for a line to use."

[scenario.streamed-play]
answer = "settled"
clauses = ["class-livestreams"]

[scenario.adult-pupil]
answer = "does-not-apply"
because = "Nobody on our roll is over 11."

[process.absence]
channel = "The absence line, before 8.45"
social_media = "A pinned reminder on Mondays"

[consultation.2026-parents]
who = "parents"
how = "A survey, 61 replies"
on = 2026-10-03
changed = "Dates come first now."
"""
SETTLES = {
    "safeguarding-first": ("streamed-play",),
    "class-livestreams": ("streamed-play",),
    "nursery-devices": ("streamed-play",),
    "purpose": ("own-child", "adult-pupil"),
}


def with_lists(library: Library) -> Library:
    """The small library with scenarios, processes, a topic, devices and groups, and clauses that lead to them."""
    clauses = {
        key: replace(
            clause,
            settles=SETTLES.get(key, ()),
            topics=("X02",) if key == "purpose" else (),
            basis=("kcsie",) if key == "purpose" else (),
        )
        for key, clause in library.clauses.items()
    }
    return replace(
        library,
        clauses=clauses,
        laws={"kcsie": Law("kcsie", "KCSIE", ("england",), "", "weakly-sourced", "", TODAY)},
        topics={"X02": Topic("X02", "Staff who are parents", "Roles that cross", "What they may do.")},
        scenarios={each.id: each for each in SCENARIOS},
        processes={each.id: each for each in PROCESSES},
        benefits={each.id: each for each in BENEFITS},
        devices={each.id: each for each in RISKS},
        groups={each.id: each for each in GROUPS},
    )


@pytest.fixture
def told(library: Library) -> Library:
    return with_lists(library)


@pytest.fixture
def answered(workspace: Workspace, decided: Draft) -> Path:
    """The school that decided everything, with some answers in its file."""
    path = school_files.new_school(workspace, SLUG, decided).path
    path.write_text(path.read_text("utf-8") + ANSWERS, encoding="utf-8")
    return path


def listed(desk: Desk) -> list[str]:
    rows = desk.screen(EvidenceScreen).page.rows
    return [" ".join(str(rows.get_option_at_index(at).prompt).split()) for at in range(rows.option_count)]


def said(desk: Desk) -> str:
    return str(desk.screen(EvidenceScreen).page.query_one("#said", Static).render())


def clauses(desk: Desk) -> list[str]:
    rows = desk.screen(EvidenceScreen).page.settling
    return [str(rows.get_option_at_index(at).prompt) for at in range(rows.option_count)]


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_each_scenario_has_a_sign_and_a_word(
    open_app: OpenApp, told: Library, answered: Path, size: tuple[int, int]
) -> None:
    async with open_app(size=size, library=told) as desk:
        await desk.press("e")
        assert [line[:30] for line in listed(desk)] == [
            "✓ settled A teaching assistant",
            "? open A parent streams the na",
            "– does not apply A pupil of 18",
            "? open The head runs the page ",
        ]
        assert "Evidence · 1 settled · 1 does not apply · 2 open · Oakfield" in desk.lines[0]
        assert desk.lines[1].startswith("[1 Scenarios]  2 Processes   3 Devices   4 Consultation   5 Fit")
        assert "✓ settled: Three of us are in class groups" in said(desk)
        assert "Roles: employee + parent" in said(desk)
        assert "A clause must settle: She may belong" in said(desk)
        assert "Topics: Staff who are parents (X02)" in said(desk)
        assert clauses(desk) == ["✓ 1.1 Purpose  as-is", "+ 2.4 Former pupils' group  local"]
        for shown in ("A clause must settle", "2.4 Former pupils' group", "Settled by: tab goes here"):
            assert shown in desk.shown


async def test_an_open_one_says_why_and_what_could_settle_it(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "down")
        assert "? open again: because “Class livestreams” was dropped" in said(desk)
        assert "a answers it." in said(desk)
        assert clauses(desk) == [
            "✓ 1.2 Safeguarding comes first  as-is",
            "✗ Class livestreams  dropped",
            "· Phones in the nursery  in the library, not in this policy",
        ]


async def test_one_open_again_leads_first_to_the_clause_that_changed(
    open_app: OpenApp, told: Library, answered: Path
) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        Answering(desk.session).scenario("own-child", ScenarioAnswer("settled", ("comments-open",)))
        desk.session.adapt("comments-open", "Comments are closed.", "Quiet.")
        await desk.press("e")
        assert "? open again: because “Comments are open” has changed" in " ".join(said(desk).split())
        assert clauses(desk) == ["± 2.3 Comments are open  adapted", "✓ 1.1 Purpose  as-is"]


async def test_enter_goes_to_the_first_clause_and_tab_to_another(
    open_app: OpenApp, told: Library, answered: Path
) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "enter")
        assert (desk.compose.clause_id, desk.compose.pane) == ("purpose", "clause")
        await desk.press("escape", "e", "down", "tab", "down", "down", "enter")
        assert (desk.compose.clause_id, desk.compose.pane) == ("nursery-devices", "clause")
        await desk.press("escape", "e", "end", "enter")
        assert isinstance(desk.app.screen, EvidenceScreen)
        assert "No clause of the library settles this one yet." in desk.told
        await desk.press("escape")
        assert desk.compose.clause_id == "purpose", "the outline has no nursery-devices, so it shows where it stands"
        assert not desk.session.dirty


async def test_the_mouse_does_all_of_it(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e")
        await desk.pilot.click(Rows, offset=(30, 2))
        await desk.settle()
        assert "– does not apply: Nobody on our roll is over 11." in said(desk)
        await desk.click_label(PageBar, "processes")
        assert "[2 Processes]" in desk.lines[1]
        await desk.click_label(PageBar, "scenarios")
        await desk.pilot.click(Rows, offset=(30, 0))
        await desk.pilot.click("#clauses", offset=(10, 1))
        await desk.settle()
        assert desk.compose.clause_id == "former-pupils"


async def test_processes_have_their_channel_and_their_clause(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(160, 50), library=told) as desk:
        await desk.press("e", "e")
        assert listed(desk) == ["✓ used Reporting an absence", "? open Lost property"]
        for line in (
            "The one channel: The absence line, before 8.45",
            "Social media: A pinned reminder on Mondays",
            "Clause: 2.3 Comments are open speaks of it",
            "a changes the answer.",
        ):
            assert line in said(desk)
        assert clauses(desk) == ["✓ 2.3 Comments are open  as-is"]
        await desk.press("down")
        assert "? open: it has no answer yet" in said(desk)
        assert clauses(desk) == []
        assert "a answers it." in said(desk)
        await desk.press("1")
        assert "[1 Scenarios]" in desk.lines[1]


async def test_only_what_is_open(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "f")
        assert [line[:6] for line in listed(desk)] == ["? open", "? open"]
        assert "A parent streams the nativity" in said(desk)
        await desk.press("f")
        assert len(listed(desk)) == 4


async def test_an_old_library_without_lists_says_what_to_do(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await desk.press("e")
        assert "The library has no scenarios to think through." in desk.shown
        await desk.press("e")
        assert "The library has no processes to think through." in desk.shown
        await desk.press("enter", "f")
        assert isinstance(desk.app.screen, EvidenceScreen)


async def test_answers_written_elsewhere_show_where_one_stands(
    open_app: OpenApp, told: Library, answered: Path
) -> None:
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e", "end")
        more = '\n[scenario.head-profile]\nanswer = "settled"\nclauses = ["facebook"]\n'
        answered.write_text(answered.read_text("utf-8") + more, encoding="utf-8")
        desk.app.on_app_focus()
        await desk.settle()
        assert listed(desk)[3].startswith("✓ settled")
        assert "The head runs the page" in said(desk)
        assert clauses(desk) == ["✓ A Facebook  as-is"]


async def test_a_damaged_list_is_told_and_nothing_else_stops(open_app: OpenApp, told: Library, school: Path) -> None:
    def refuses() -> dict[str, Topic]:
        raise Problem("this is not TOML", "mend this line")

    damaged = replace(told, topics=Later(refuses))
    async with open_app(size=(140, 45), library=damaged) as desk:
        await desk.press("e")
        assert isinstance(desk.app.screen, ComposeScreen)
        assert "this is not TOML; mend this line" in desk.told
        desk.find("#filter", Input).value = "celebrate"
        await desk.settle()
        assert "Purpose" in desk.shown
        desk.stand_on("purpose")
        await desk.press("f1")
        assert "this is not TOML" in desk.shown


async def test_help_tells_what_stands_behind_the_clause(open_app: OpenApp, told: Library, answered: Path) -> None:
    async with open_app(size=(80, 40), library=told) as desk:
        desk.stand_on("purpose")
        await desk.press("f1")
        shown = " ".join(str(desk.screen(HelpScreen)._text()).split())
        assert "This clause: Purpose Settles A teaching assistant belongs" in shown
        assert "Topic Staff who are parents (X02)" in shown
        assert "Rests on KCSIE (weakly sourced: check before you rely on it) Readers everyone" in shown
        assert "Readers everyone Short for nobody Keys here" in shown
        for line in ("  Settles   A teaching assistant", "            A pupil of 18 follows", "  Readers   everyone"):
            assert line in desk.shown


async def test_the_clause_itself_says_that_it_settles_something(
    open_app: OpenApp, told: Library, workspace: Workspace, new_draft: Draft
) -> None:
    school_files.new_school(workspace, SLUG, new_draft)
    async with open_app(size=(140, 45), library=told) as desk:
        desk.stand_on("purpose")
        await desk.settle()
        assert "Settles 2 scenarios: F1 tells more" in desk.shown


async def test_the_filter_finds_a_clause_by_what_it_settles(open_app: OpenApp, told: Library, school: Path) -> None:
    async with open_app(size=(140, 45), library=told) as desk:
        desk.find("#filter", Input).value = "nativity"
        await desk.settle()
        assert next(desk.compose.library.clauses.shown_clauses()) == "safeguarding-first"


async def test_the_mouse_stands_on_rows_without_colours_too(
    open_app: OpenApp, told: Library, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(size=(80, 24), library=told) as desk:
        await desk.press("e")
        await desk.pilot.click(Rows, offset=(30, 2))
        await desk.settle()
        assert "– does not apply: Nobody on our roll is over 11." in said(desk)


async def test_the_row_one_begins_on_is_in_sight(open_app: OpenApp, told: Library, answered: Path) -> None:
    many = {f"s{at:02}": replace(SCENARIOS[1], id=f"s{at:02}", title=f"Situation {at}.") for at in range(40)}
    async with open_app(size=(80, 24), library=replace(told, scenarios={**told.scenarios, **many})) as desk:
        desk.compose.open_evidence("scenario", "s37")
        await desk.settle()
        rows = desk.screen(EvidenceScreen).page.rows
        at = rows.highlighted or 0
        assert listed(desk)[at] == "? open Situation 37."
        assert at in range(rows.scroll_offset.y, rows.scroll_offset.y + rows.size.height)
