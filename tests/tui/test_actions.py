"""The one table of actions: each is told, does something, has a key of its own, and fits where it is shown."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.app import App

from composer.tui.actions import ACTIONS, Action, Place, actions, bindings, key_name, key_reference
from composer.tui.app import ComposerApp
from composer.tui.screens.approval import ApprovalScreen
from composer.tui.screens.compare import CompareScreen
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.evidence import EvidenceScreen
from composer.tui.screens.export import ExportScreen
from composer.tui.screens.help import HelpScreen
from composer.tui.screens.import_model import ImportModelScreen
from composer.tui.screens.importing import ImportingScreen
from composer.tui.screens.preview import PreviewScreen
from composer.tui.screens.start import StartScreen
from composer.tui.screens.update import UpdateScreen
from composer.tui.screens.values import ValuesScreen
from composer.tui.widgets.editor import ClauseEditor
from composer.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

# Which keys are live together, and whose methods they run.
TOGETHER: dict[str, tuple[type[object], tuple[Place, ...]]] = {
    "start": (StartScreen, ("everywhere", "start")),
    "reading": (ComposeScreen, ("everywhere", "compose", "clauses", "reading")),
    "findings": (ComposeScreen, ("everywhere", "compose", "findings")),
    "writing": (ComposeScreen, ("everywhere", "compose", "writing")),
    "compare": (CompareScreen, ("everywhere", "compare")),
    "values": (ValuesScreen, ("everywhere", "values")),
    "preview": (PreviewScreen, ("everywhere", "preview")),
    "evidence": (EvidenceScreen, ("everywhere", "evidence")),
    "approval": (ApprovalScreen, ("everywhere", "approval")),
    "update": (UpdateScreen, ("everywhere", "update")),
    "export": (ExportScreen, ("everywhere", "export")),
    "importing": (ImportingScreen, ("everywhere", "importing")),
    "import_model": (ImportModelScreen, ("everywhere", "import_model")),
}
TAKEN_BY_TYPING = {f"ctrl+{letter}" for letter in "acdekuvwxyz"} | {"f6", "f7"}
NEEDS_A_NEW_TERMINAL = {"ctrl+enter", "shift+enter", "ctrl+i"}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_an_action_is_told_in_a_word_and_in_a_sentence(action: Action) -> None:
    assert action.keys
    assert 0 < len(action.label.split()) <= 2
    assert action.help[0].isupper()
    assert action.help.endswith(".")
    assert len(action.help.split()) >= 4
    assert action.where


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_an_action_is_a_method_wherever_its_key_works(action: Action) -> None:
    for screen, places in TOGETHER.values():
        if set(action.where) & set(places):
            assert hasattr(screen, f"action_{action.id}") or hasattr(ComposerApp, f"action_{action.id}"), screen


def test_ids_are_used_once() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize("place", TOGETHER)
def test_no_key_does_two_things_in_one_place(place: str) -> None:
    for one, other in combinations(actions(*TOGETHER[place][1]), 2):
        assert not set(one.keys) & set(other.keys), (one.id, other.id)


@pytest.mark.parametrize("place", TOGETHER)
def test_no_rank_is_given_twice_in_one_place(place: str) -> None:
    ranks = [action.rank for action in actions(*TOGETHER[place][1]) if action.rank]

    assert len(set(ranks)) == len(ranks)


def test_what_works_while_typing_is_no_key_that_typing_needs() -> None:
    for action in actions("everywhere", "compose", "writing", "values"):
        if action.priority:
            assert not TAKEN_BY_TYPING & set(action.keys), action.id
            assert all(len(key) > 1 for key in action.keys), action.id


def test_no_action_needs_a_terminal_that_few_have() -> None:
    assert not [action.id for action in ACTIONS if not set(action.keys) - NEEDS_A_NEW_TERMINAL]


@pytest.mark.parametrize("place", TOGETHER)
def test_the_bindings_are_the_table(place: str) -> None:
    screen, places = TOGETHER[place]
    widgets = [screen, ComposerApp, *([ClauseEditor] if place == "writing" else [])]
    bound = {
        (key.strip(), binding.action.rpartition(".")[2])
        for widget in widgets
        for binding in getattr(widget, "BINDINGS", ())
        for key in binding.key.split(",")
    }

    for action in actions(*places):
        assert {(key, action.id) for key in action.keys} <= bound


def test_a_binding_can_be_named_in_a_keymap() -> None:
    ids = [binding.id for place in TOGETHER for binding in bindings(*TOGETHER[place][1])]  # type: ignore[union-attr]

    assert None not in ids
    assert len(set(ids)) == len(ACTIONS)


def test_every_key_has_a_name_a_person_would_write() -> None:
    names = {key_name(key) for action in ACTIONS for key in action.keys}

    assert {"F8", "shift+F8", "ctrl+s", "/", "?", "esc", "alt+↑", "K", "J"} <= names
    assert not {name for name in names if "_" in name}


def test_the_key_reference_has_a_row_for_each_action() -> None:
    rows = key_reference().splitlines()

    assert len(rows) == len(ACTIONS) + 2
    assert all(row.count("|") == 4 for row in rows)


class Bar(App[None]):
    """Only a key bar."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        """The bar."""
        yield KeyBar(*self._places)


@pytest.mark.parametrize("place", TOGETHER)
async def test_the_key_bar_never_shows_more_than_fits(place: str) -> None:
    app = Bar(TOGETHER[place][1])
    async with app.run_test(size=(80, 3)) as pilot:
        for width in (80, 40, 99, 100, 140, 200):
            await pilot.resize_terminal(width, 3)
            await pilot.pause()
            bar = app.query_one(KeyBar)
            hints = sorted_by_rank(place)[: len(bar.shown)]
            assert bar.shown
            assert len(hints) <= (6 if width < 100 else len(actions(*TOGETHER[place][1])))
            assert bar.shown == tuple(action.id for action in hints)
            said = str(bar.render())
            assert said.rstrip() == "".join(f" {key_name(a.keys[0])} {a.label} " for a in hints).rstrip()
            assert cell_len(said) <= width
    if place != "start":
        assert "help" in {action.id for action in sorted_by_rank(place)[:6]}


def sorted_by_rank(place: str) -> list[Action]:
    return sorted((action for action in actions(*TOGETHER[place][1]) if action.rank), key=lambda action: action.rank)


def test_help_lists_every_key_of_its_place() -> None:
    for screen, places in TOGETHER.values():
        helped = HelpScreen(tuple(place for place in places if place != "everywhere"), "")
        told = " ".join(str(helped._text()).split())
        for action in actions(*places):
            assert action.help in told, (screen, action.id)
