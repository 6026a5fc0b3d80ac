"""The application: lists, opens and makes schools. The only part of the face that knows files."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, ClassVar, TypeGuard

from textual import on, work
from textual.app import SystemCommand

from composer.policy.decisions import start
from composer.policy.problems import Problem
from composer.session import Session
from composer.store import school_files
from composer.store.journal import state_folder
from composer.store.workfile import WorkFile
from composer.store.workspace import last_changed, schools
from composer.tui.actions import actions, bindings
from composer.tui.app.approving import give_approval
from composer.tui.app.importing import ImportingApp
from composer.tui.messages import NewSchoolWanted, SchoolWanted
from composer.tui.screens.compose import ComposeScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from textual.binding import BindingType
    from textual.screen import Screen

    from composer.policy.approval import Approval, Minuted
    from composer.policy.library import Library
    from composer.policy.summary import SchoolSummary
    from composer.store.workspace import Workspace
    from composer.tui.screens.start import StartScreen


class ComposerApp(ImportingApp):
    """One workspace, and at most one open school."""

    TITLE = "policy-composer"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("everywhere")
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(
        self,
        workspace: Workspace,
        library: Library,
        slug: str | None,
        *,
        by: str = "IT lead",
        state: Path | None = None,
    ) -> None:
        super().__init__(state or state_folder())
        self.by = by
        self.workspace = workspace
        self.library = library
        self.slug = slug

    # Starting and leaving

    def on_mount(self) -> None:
        """Open the school that was named, or the list of schools."""
        self.keep_watch()
        self.call_after_refresh(_collect_from_now_on)
        if self.slug is not None:
            self.open_school(self.slug)
        if self.work is None:
            self.push_screen(self._start_screen())

    def _start_screen(self) -> StartScreen:
        # A school that is named on the command line opens without this screen.
        from composer.tui.screens.start import StartScreen

        return StartScreen(self._schools(), self.library, self.workspace.root)

    def to_start(self) -> StartScreen:
        """Close every screen over the list of schools, which is shown as it is now."""
        while not self._is_start(self.screen):
            self.pop_screen()
        self.screen.show(self._schools(), self.library)
        return self.screen

    def _is_start(self, screen: Screen[object]) -> TypeGuard[StartScreen]:
        from composer.tui.screens.start import StartScreen

        return isinstance(screen, StartScreen)

    async def action_quit(self) -> None:
        """Leave; unsaved work is kept. Where the disk does not keep it, ask first."""
        if self.put_by() and self.session is not None and self.session.dirty:
            self._ask_to_leave(self._quit)
        elif self.unmade:
            self.ask_to_lose(self._quit)
        else:
            self._quit()

    def _quit(self) -> None:
        self.take_leave()
        self.exit()

    @work(exclusive=True, group="leave")
    async def _ask_to_leave(self, leave: Callable[[], None]) -> None:
        from composer.tui.dialogs.ask import ChoiceDialog

        choices = [("stay", "Stay, and save with ctrl+s"), ("leave", "Leave, and lose what is not saved")]
        dialog = ChoiceDialog("Your unsaved work cannot be kept safe", self.put_by(), choices)
        if await self.push_screen_wait(dialog) == "leave":
            leave()

    # Schools

    def _schools(self) -> list[SchoolSummary]:
        return [self._summary(slug) for slug in schools(self.workspace)]

    def _summary(self, slug: str) -> SchoolSummary:
        from composer.policy.summary import SchoolSummary
        from composer.session.summary import summary

        try:
            opened = school_files.open_school(self.workspace, slug, self.library)
        except Problem as problem:
            return SchoolSummary(slug, trouble=str(problem))
        read_only = opened.lock_trouble.what if opened.lock_trouble is not None else ""
        session = Session(opened.draft, self.library, today=_today(), read_only=read_only)
        give_approval(self.workspace, slug, session)
        return summary(slug, session, last_changed(self.workspace, slug))

    async def action_schools(self) -> None:
        """Back to the list of schools; unsaved work is kept."""
        if self.put_by() and self.session is not None and self.session.dirty:
            self._ask_to_leave(self._close_school)
        else:
            self._close_school()

    def _close_school(self) -> None:
        if self.work is None:
            return
        self.take_leave()
        if self.farewell:
            self.notify(self.farewell, markup=False)
            self.farewell = ""
        self.work = self.session = None
        if not any(self._is_start(screen) for screen in self.screen_stack):
            self.switch_screen(self._start_screen())
            return
        self.pop_screen()
        if self._is_start(self.screen):
            self.screen.show(self._schools())

    @on(SchoolWanted)
    def _school_wanted(self, event: SchoolWanted) -> None:
        self.open_school(event.slug)

    @on(NewSchoolWanted)
    def _new_school(self, event: NewSchoolWanted) -> None:
        try:
            model = self.library.model(event.model_id)
            draft = start(event.profile, model, self.library.under(model))
            school_files.new_school(self.workspace, event.slug, draft)
        except Problem as problem:
            self.tell(problem)
            return
        if self._is_start(self.screen):
            self.screen.show(self._schools())
        self.open_school(event.slug)

    def open_school(self, slug: str) -> None:
        """Open a school's policy and offer what an earlier session left unsaved."""
        try:
            work = WorkFile(self.workspace, slug, self.library, state=self.state)
            session = Session(work.draft, self.library, today=_today(), by=self.by, read_only=work.trouble)
            self.read_approval(slug, session)
        except Problem as problem:
            self.tell(problem)
            return
        self.work, self.session = work, session
        self._told_outside = False
        self.push_screen(ComposeScreen(session))
        self.offer_unsaved(work, session)
        if session.approval_trouble is not None:
            self.tell(session.approval_trouble)

    # What leaves the program

    def approval_of(self, session: Session, minuted: Minuted) -> Approval:
        """The approval of the open policy, with the text that is published of it."""
        from composer.export.markdown import approved

        return approved(session.document(), minuted)

    def action_preview(self) -> None:
        """Show the policy as it prints."""
        if self.session is None:
            return
        from composer.export.markdown import published
        from composer.tui.screens.preview import PreviewScreen

        text = published(self.session.document(), self.session.standing())
        self.push_screen(PreviewScreen(self.session, text))

    # Help

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: the actions that work here, from the one table, and the themes."""
        for action in actions(*getattr(screen, "places", ()), "everywhere"):
            target = screen if hasattr(screen, f"action_{action.id}") else self
            run = getattr(target, f"action_{action.id}", None)
            if run is not None:
                yield SystemCommand(action.label, action.help, run)
        yield SystemCommand("Theme", "Choose dark, light or another set of colours.", self.action_change_theme)

    def action_help(self) -> None:
        """Explain where the person is."""
        from composer.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            places, about = tuple(getattr(self.screen, "places", ())), getattr(self.screen, "about", "")
            self.push_screen(HelpScreen(places, about, getattr(self.screen, "details", ())))


def _collect_from_now_on() -> None:
    gc.freeze()
    gc.enable()


def _today() -> date:
    """Decisions are dated as the person's own calendar has it."""
    return date.today()  # noqa: DTZ011


def run(workspace: Workspace, slug: str | None, by: str = "IT lead") -> None:
    """Open the composer on a workspace, at a school if one is named; returns when the person leaves.

    Raises:
        Problem: The library cannot be read, or there is no such school.
    """
    from composer.store.library_files import load_library
    from composer.store.workspace import existing_policy

    library = load_library(workspace.clauses)
    if slug is not None:
        existing_policy(workspace, slug)
    app = ComposerApp(workspace, library, slug, by=by)
    app.run()
    if app.farewell:
        with suppress(OSError):
            print(app.farewell, file=sys.stderr)
    if app.return_code:
        raise SystemExit(app.return_code)
