"""Opening the composer on a workspace of its own, without a terminal."""

from __future__ import annotations

import asyncio
import gc
import shutil
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import pytest

from composer.store import school_files
from composer.store.library_files import load_library
from composer.store.workspace import Workspace
from composer.tui.app import ComposerApp
from composer.tui.screens.compose import ComposeScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from textual.pilot import Pilot
    from textual.widget import Widget

    from composer.checks.check import Check
    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.session import Session
    from composer.tui.widgets.label_bar import LabelBar

ROOT = Path(__file__).parents[2]
SLUG = "oakfield-primary"
W = TypeVar("W", bound="Widget")
S = TypeVar("S")


@dataclass
class Desk:
    """The composer while it is open, and the hands to work it with."""

    app: ComposerApp
    pilot: Pilot[None]

    @property
    def session(self) -> Session:
        """The open policy."""
        assert self.app.session is not None
        return self.app.session

    @property
    def compose(self) -> ComposeScreen:
        """The compose screen, which must be the one in sight."""
        return self.screen(ComposeScreen)

    def screen(self, kind: type[S]) -> S:
        """The screen in sight, which must be of this kind."""
        assert isinstance(self.app.screen, kind), self.app.screen
        return self.app.screen

    def find(self, selector: str, kind: type[W]) -> W:
        """A widget of the screen in sight."""
        return self.app.screen.query_one(selector, kind)

    async def press(self, *keys: str) -> None:
        """Press keys, then wait until nothing is left to do."""
        await self.pilot.press(*keys)
        await self.settle()

    async def click_label(self, bar: type[LabelBar], name: str) -> None:
        """Click a label of a bar on the screen in front."""
        found = self.app.screen.query_one(bar)
        await self.pilot.click(found, offset=(found.column_of(name), 0))
        await self.settle()

    async def settle(self) -> None:
        """Wait until every message, worker and refresh that is due has run."""
        await self.pilot.pause()

    async def rest(self) -> None:
        """Wait until the text that was typed has been read."""
        await self.settle()
        self.compose.clause.editor.tell()
        await self.settle()

    def stand_on(self, clause_id: str) -> None:
        """Go to a clause."""
        self.compose.show_clause_id(clause_id)

    @property
    def lines(self) -> list[str]:
        """What the terminal shows, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip if not segment.control) for strip in strips]

    @property
    def shown(self) -> str:
        """What the terminal shows."""
        return "\n".join(self.lines)

    @property
    def told(self) -> str:
        """Every notice so far, oldest first."""
        return "\n".join(str(notice.message) for notice in self.app._notifications)


class OpenApp(Protocol):
    """Opens the composer at a school, or on the start screen."""

    def __call__(
        self, slug: str | None = SLUG, size: tuple[int, int] = (140, 30), *, library: Library | None = None
    ) -> AbstractAsyncContextManager[Desk]: ...


class SetChecks(Protocol):
    """Says which checks there are, for the rest of the test."""

    def __call__(self, *those: Check) -> None: ...


REPAINT = 1 / 240
"""Seconds between two paintings of a screen on which something changed; Textual's own sixtieth is for the eye."""
SOON = 1 / 50
"""Seconds: a timer that runs out within them, such as the next repaint, belongs to what is waited for."""


async def nothing_left_to_do(min_sleep: float = 0, max_sleep: float = 10) -> None:
    """Wait until the event loop has nothing to run, now or soon.

    The composer does all of its work in the loop, so this knows what Textual's own wait, which sleeps until the
    process has used little time, can only guess.

    Raises:
        TimeoutError: The loop does not come to rest.
    """
    loop = asyncio.get_running_loop()
    start = loop.time()
    while True:
        await asyncio.sleep(0)
        now = loop.time()
        if now > start + max_sleep:
            raise TimeoutError("there is always something left to do")
        if loop._ready:  # type: ignore[attr-defined]
            continue
        timers = loop._scheduled  # type: ignore[attr-defined]
        due = min((timer.when() for timer in timers if not timer.cancelled()), default=now + 1)
        if due > now + SOON and now >= start + min_sleep:
            return
        await asyncio.sleep(min(due - now, SOON))


@pytest.fixture(autouse=True, scope="session")
def _wait_no_longer_than_needed() -> Iterator[None]:
    """Textual's own wait sleeps for a fiftieth of a second, two or three times a key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.screen.UPDATE_PERIOD", REPAINT)
        patch.setattr("textual.app.wait_for_idle", nothing_left_to_do)
        patch.setattr("textual.pilot.wait_for_idle", nothing_left_to_do)
        yield


@pytest.fixture(autouse=True)
def _collect_garbage_after_the_test() -> Iterator[None]:
    """An open screen is many small objects: collecting among them takes a third of a test's time."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> SetChecks:
    """No check runs unless a test names some: a new one changes no screen that is looked at here."""

    def chosen(*those: Check) -> None:
        monkeypatch.setattr("composer.checks.running.every_check", lambda: those)

    # Nobody types here: a rest is over when nothing is left to do.
    monkeypatch.setattr("composer.tui.screens.findings.REST", 0.001)
    chosen()
    return chosen


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    return Workspace(tmp_path, tmp_path / "clauses", tmp_path / "schools", bundled=False)


@pytest.fixture
def school(workspace: Workspace, decided: Draft) -> Path:
    """A school that has made every kind of decision, on disk: its policy file."""
    return school_files.new_school(workspace, SLUG, decided).path


@pytest.fixture
def open_app(workspace: Workspace, library: Library) -> OpenApp:
    """A function that opens the composer on the workspace, with the small library unless another is given."""
    chosen = library

    @asynccontextmanager
    async def opened(
        slug: str | None = SLUG, size: tuple[int, int] = (140, 30), *, library: Library | None = None
    ) -> AsyncIterator[Desk]:
        app = ComposerApp(workspace, library or chosen, slug, state=workspace.root / "state")
        async with app.run_test(size=size) as pilot:
            desk = Desk(app, pilot)
            await desk.settle()
            yield desk

    return opened


@pytest.fixture(scope="session")
def real_library() -> Library:
    """The library that is shipped."""
    return load_library(ROOT / "clauses")


@pytest.fixture(scope="session")
def real_schools(tmp_path_factory: pytest.TempPathFactory, real_library: Library) -> Path:
    """A copy of the sample school, with a lock."""
    schools = tmp_path_factory.mktemp("real") / "schools"
    shutil.copytree(ROOT / "schools" / SLUG, schools / SLUG)
    opened = school_files.open_school(
        Workspace(schools.parent, ROOT / "clauses", schools, bundled=False), SLUG, real_library
    )
    if opened.lock_trouble is not None:
        school_files.rebuild_lock(opened, real_library)
    return schools


@pytest.fixture
def sample(workspace: Workspace, real_schools: Path) -> Path:
    """The sample school in the workspace: its policy file."""
    shutil.copytree(real_schools, workspace.schools)
    return workspace.schools / SLUG / "policy.toml"
