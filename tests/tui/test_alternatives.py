"""Clauses that exclude each other, and clauses that the model does not have, on the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.tui.screens.compare import CompareScreen
from tests.tui.test_compare import heads
from tests.tui.test_deciding import row
from tests.tui.test_export import write

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.library import Library
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp

BESIDE = "“Comments are closed” stands beside “Comments are open”: a policy has one of them; drop the other"


def head(desk: Desk) -> str:
    """What is said above the clause."""
    pane = desk.compose.clause.query_one(".clause-head").region
    return " ".join(line[pane.x : pane.right].strip() for line in desk.lines[pane.y : pane.bottom])


async def test_picking_an_alternative_says_what_it_stands_beside(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.stand_on("comments-closed")
        await desk.press("f2")
        assert "The policy has “Comments are open” instead: a policy has one of them" in head(desk)
        await desk.press("p")

        assert f"{BESIDE}: stand on it and press d." in desk.told
        assert desk.session.state("comments-open") == "as-is", "nothing is dropped unasked"
        assert row(desk, "Comments are open").startswith("✓ ! 2.3 Comments are open  excludes")
        assert row(desk, "Comments are closed").startswith("✓ ! 2.5 Comments are closed  exclude")
        assert "It stands beside “Comments are open”: a policy has one of them (d drops this one)" in head(desk)
        assert "2 exclude each other" in desk.lines[-2]
        desk.stand_on("comments-open")
        await desk.settle()
        assert "It stands beside “Comments are closed”: a policy has one of them" in head(desk)

        await desk.press("u")
        assert row(desk, "Comments are open") == "✓ 2.3 Comments are open"
        assert "exclude each other" not in desk.lines[-2]
        assert "stands beside" not in head(desk)


async def test_restoring_and_writing_say_so_too(open_app: OpenApp, school: Path) -> None:
    async with open_app() as desk:
        desk.session.pick("comments-closed")
        desk.session.drop("comments-open", "Closed.")
        desk.compose.refresh_policy()
        desk.stand_on("comments-open")
        await desk.press("r")
        assert "“Comments are open” stands beside “Comments are closed”" in desk.told

        desk.stand_on("comments-closed")
        await desk.press("a", *"Now", "escape")
        assert f"{BESIDE}: stand on it and press d." in desk.told


async def test_the_swap_for_an_undecided_clause_is_offered(open_app: OpenApp, school: Path, library: Library) -> None:
    having = replace(library.clauses["having-a-say"], instead_of=("other-services",))
    lib = replace(library, clauses={**library.clauses, "having-a-say": having})
    async with open_app(library=lib) as desk:
        desk.stand_on("having-a-say")
        await desk.press("f2", "p")
        assert "The model has “Every other service” instead of “Having a say”, undecided yet" in desk.told
        assert "drop it, with a reason: stand on it and press d." in desk.told
        desk.stand_on("other-services")
        await desk.settle()
        assert "The policy has “Having a say” instead: d drops this one" in head(desk)


async def test_the_export_says_that_two_exclude_each_other(
    open_app: OpenApp, school: Path, workspace: Workspace
) -> None:
    async with open_app() as desk:
        desk.session.pick("comments-closed")
        await desk.press("f9")
        assert "2 clauses exclude each other: not ready for approval." in desk.shown
        await write(desk)
        await desk.press("escape", "w")
        assert "2 clauses exclude each other" in desk.lines[1]
    written = next(workspace.root.glob("*.md")).read_text("utf-8")
    assert "2 clauses that exclude each other: 2.3 Comments are open and 2.5 Comments are closed" in written


async def test_a_clause_of_the_library_is_not_told_as_the_models(
    open_app: OpenApp, school: Path, library: Library
) -> None:
    agreed = replace(library.clauses["having-a-say"], freedom="agreed")
    lib = replace(library, clauses={**library.clauses, "having-a-say": agreed})
    async with open_app(library=lib) as desk:
        desk.session.pick("having-a-say", "nursery-devices")
        desk.compose.refresh_policy()
        desk.stand_on("having-a-say")
        await desk.settle()
        assert "✓ the library's words; the model does not have this clause" in head(desk)
        laid = " ".join(piece for line in desk.compose.diff._laid.lines for piece, _ in line.pieces)
        assert laid == "Word for word the library's text; the model does not have this clause."
        assert "as the model has it" not in desk.shown

        desk.session.adapt("having-a-say", "We ask parents and unions once a year.\n", "Unions too.")
        desk.compose.refresh_policy()
        await desk.settle()
        assert "± the library's clause, adapted by the school; the model does not have it" in head(desk)
        assert "Changes from the library F4" in desk.shown
        await desk.press("c")
        desk.screen(CompareScreen).choose("added")
        await desk.settle()
        assert "Phones in the nursery  (added: the library's words; the model does not have this clause)" in heads(desk)
        assert "§ agreed with the unions" in desk.shown
