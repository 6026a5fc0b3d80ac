"""The application: opens schools, keeps what is typed safe, saves and exports.

The only part of the face that knows files.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import App, SystemCommand
from textual.events import Key

from composer.policy import changes
from composer.policy.decisions import start
from composer.policy.problems import Problem
from composer.policy.summary import SchoolSummary
from composer.session import Session
from composer.store import atomic, school_files
from composer.store.journal import state_folder
from composer.store.workfile import WorkFile
from composer.store.workspace import last_changed, schools
from composer.text import visible
from composer.tui.actions import actions, bindings
from composer.tui.crash import write_crash_file
from composer.tui.dialogs.ask import ChoiceDialog
from composer.tui.messages import (
    ExportWanted,
    NewSchoolWanted,
    PolicyChanged,
    SaveWanted,
    SchoolWanted,
    TerminalGone,
)
from composer.tui.outside import conflict_body, unsaved_body
from composer.tui.safe import VisibleControls, WithoutColour
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.start import StartScreen
from composer.tui.screens.values import ValuesScreen
from composer.tui.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from textual.binding import BindingType
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.events import Event
    from textual.filter import LineFilter
    from textual.screen import Screen

    from composer.policy.library import Library
    from composer.store.workspace import Workspace

WATCH_EVERY = 2.0
"""Seconds between looks at whether somebody else changed the file."""
PATIENCE = 5.0
"""Seconds that a file which cannot be read is given to become whole, before it is told."""
KEEP_EVERY = 0.1
"""Seconds between looks at whether the journal is due."""
GRACE = 0.1
"""Seconds between being told to go and going, for the keys that are still on their way."""
IN_TURN = 0.5
"""Seconds that a key waits, at most, for the keys before it."""
LINK_ACTIONS = frozenset({"link"})
"""Actions that a link inside rendered text may run; what else text asks for is refused."""


class ComposerApp(App[None]):
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
        super().__init__()
        self.by = by
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.workspace = workspace
        self.library = library
        self.slug = slug
        self.work: WorkFile | None = None
        self.session: Session | None = None
        self.farewell = ""
        """What is printed after the screen is gone."""
        self._state = state
        self._told_outside = False
        self._unreadable_since: float | None = None
        self._trouble_told = ""
        self._going = False
        # The same objects for good: painted lines are remembered by the filters they went through.
        self._walls = (VisibleControls(), *((WithoutColour(),) if self.no_color else ()))

    # Starting and ending

    def on_mount(self) -> None:
        """Open the school that was named, or the list of schools."""
        self.set_interval(KEEP_EVERY, self._keep_safe)
        self.set_interval(WATCH_EVERY, self._watch)
        self._mind_signals()
        if self.slug is not None:
            self.open_school(self.slug)
        if self.work is None:
            self.push_screen(self._start_screen())

    def _start_screen(self) -> StartScreen:
        return StartScreen(self._schools(), self.library, self.workspace.root)

    def _mind_signals(self) -> None:
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._told_to_go)

    @on(TerminalGone)
    def _told_to_go(self) -> None:
        """Leave as soon as the keys that were pressed before have arrived where they were meant for."""
        if self._going:
            return
        self._going = True
        self.set_timer(GRACE, self._go_in_turn)

    def _go_in_turn(self) -> None:
        (self.focused or self).call_later(self._go)

    def _go(self) -> None:
        self._take_leave()
        self.exit(return_code=1)

    def _put_by(self) -> str:
        """Put what is unsaved where it is found again; says why when the disk does not take it."""
        if self.work is None or self.session is None:
            return ""
        for screen in self.screen_stack:
            if isinstance(screen, ComposeScreen | ValuesScreen):
                screen.keep_typing()
        try:
            self.work.note(self.session.draft)
            self.work.flush()
        except Problem as problem:
            return visible(str(problem))
        return ""

    def _take_leave(self) -> None:
        """Put what is unsaved where it is found again, and say so after the screen is gone."""
        trouble = self._put_by()
        if self.work is None or self.session is None:
            return
        if trouble:
            self.farewell = trouble
        elif self.session.dirty:
            self.farewell = f"Unsaved work on {self.work.slug} is kept safe and will be offered when you open it again."
        with suppress(Problem):
            self.work.close()

    async def action_quit(self) -> None:
        """Leave; unsaved work is kept. Where the disk does not keep it, ask first."""
        if self._put_by() and self.session is not None and self.session.dirty:
            self._ask_to_leave(self._quit)
        else:
            self._quit()

    def _quit(self) -> None:
        self._take_leave()
        self.exit()

    @work(exclusive=True, group="leave")
    async def _ask_to_leave(self, leave: Callable[[], None]) -> None:
        choices = [("stay", "Stay, and save with ctrl+s"), ("leave", "Leave, and lose what is not saved")]
        dialog = ChoiceDialog("Your unsaved work cannot be kept safe", self._put_by(), choices)
        if await self.push_screen_wait(dialog) == "leave":
            leave()

    def _handle_exception(self, error: Exception) -> None:
        """Keep what was typed, write a crash file without policy text, and leave with one line."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        if self._return_code:
            return
        where = write_crash_file(error, self._state or state_folder())
        with suppress(Exception):
            self._take_leave()
        said = f"policy-composer stopped because of a fault of its own; details are in {where}."
        self.farewell = f"{said} {self.farewell}".strip()
        self._return_code = 1
        self._close_messages_no_wait()

    async def on_event(self, event: Event) -> None:
        """Let the line that is written take what was typed before a key such as ctrl+s, however fast they came."""
        if isinstance(event, Key) and not event.is_printable and self.focused is not None:
            taken = asyncio.Event()
            if self.focused.call_later(taken.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(taken.wait(), IN_TURN)
        await super().on_event(event)

    # Walls

    def get_driver_class(self) -> type[Driver]:
        """A driver that outlives stray bytes and a closed terminal."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from composer.tui.driver import SturdyDriver

        return SturdyDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The usual filters, the last wall against control characters, and on request no colour at all."""
        return [*super().get_line_filters(), *self._walls]

    async def _broker_event(self, event_name: str, event: Event, default_namespace: DOMNode) -> bool:
        """Refuse every action that a piece of text asks for, but links."""
        meta = getattr(getattr(event, "style", None), "meta", {}) or {}
        action = meta.get(f"@{event_name}")
        name = action[0] if isinstance(action, tuple) and action else str(action or "").partition("(")[0]
        if action is not None and str(name) not in LINK_ACTIONS:
            return False
        return await super()._broker_event(event_name, event, default_namespace)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: the actions that work here, from the one table, and the themes."""
        for action in actions(*getattr(screen, "places", ()), "everywhere"):
            target = screen if hasattr(screen, f"action_{action.id}") else self
            run = getattr(target, f"action_{action.id}", None)
            if run is not None:
                yield SystemCommand(action.label, action.help, run)
        yield SystemCommand("Theme", "Choose dark, light or another set of colours.", self.action_change_theme)

    # Schools

    def _schools(self) -> list[SchoolSummary]:
        return [self._summary(slug) for slug in schools(self.workspace)]

    def _summary(self, slug: str) -> SchoolSummary:
        try:
            draft = school_files.open_school(self.workspace, slug, self.library).draft
        except Problem as problem:
            return SchoolSummary(slug, trouble=str(problem))
        session = Session(draft, self.library, today=date.today())  # noqa: DTZ011
        profile = draft.policy.profile
        changed = last_changed(self.workspace, slug)
        return SchoolSummary(slug, profile.name, profile.phase, draft.policy.model, session.counts(), changed)

    async def action_schools(self) -> None:
        """Back to the list of schools; unsaved work is kept."""
        if self._put_by() and self.session is not None and self.session.dirty:
            self._ask_to_leave(self._close_school)
        else:
            self._close_school()

    def _close_school(self) -> None:
        if self.work is None:
            return
        self._take_leave()
        if self.farewell:
            self.notify(self.farewell, markup=False)
            self.farewell = ""
        self.work = self.session = None
        if not any(isinstance(screen, StartScreen) for screen in self.screen_stack):
            self.switch_screen(self._start_screen())
            return
        self.pop_screen()
        if isinstance(self.screen, StartScreen):
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
            self._tell(problem)
            return
        if isinstance(self.screen, StartScreen):
            self.screen.show(self._schools())
        self.open_school(event.slug)

    def open_school(self, slug: str) -> None:
        """Open a school's policy and offer what an earlier session left unsaved."""
        try:
            work = WorkFile(self.workspace, slug, self.library, state=self._state)
            today = date.today()  # noqa: DTZ011 (decisions are dated as the person's calendar has it)
            session = Session(work.draft, self.library, today=today, by=self.by, read_only=work.trouble)
        except Problem as problem:
            self._tell(problem)
            return
        self.work, self.session = work, session
        self._told_outside = False
        self.push_screen(ComposeScreen(session))
        self._offer_unsaved(work, session)

    @work
    async def _offer_unsaved(self, work: WorkFile, session: Session) -> None:
        try:
            left = work.unsaved()
        except Problem as problem:
            self._tell(problem)
            return
        if left is None:
            return
        if work.trouble:
            self.notify("Unsaved work waits until this policy can be changed again.", markup=False, timeout=10)
            return
        recovered = changes.applied(left.changes, work.draft)
        choices = [
            ("take", "Take it up again: it comes back unsaved, and u takes it back"),
            ("later", "Not now: it is kept and offered next time"),
            ("discard", "Throw it away for good"),
        ]
        if left.moved_on:
            choices[0] = ("take", "Put it on top of the file as it is now, and look at every change")
        title = f"Work from {left.when.astimezone():%d %B, %H:%M} was not saved"
        body = unsaved_body(work.draft, recovered, moved_on=left.moved_on)
        chosen = await self.push_screen_wait(ChoiceDialog(title, body, choices))
        if chosen == "take":
            session.replace_draft(changes.applied(left.changes, session.draft), "took up unsaved work")
            self._repaint()
            try:
                work.note(session.draft)
                work.flush()
            except Problem as problem:
                self._tell(problem)
            else:
                left.discard()
        elif chosen == "discard":
            left.discard()

    # Keeping safe

    @on(PolicyChanged)
    def _policy_changed(self, event: PolicyChanged) -> None:
        if self.work is not None and self.session is not None and not self.work.trouble:
            self.work.note(event.draft or self.session.draft)
            self._keep_safe()

    def _keep_safe(self) -> None:
        if self.work is None or not self.work.due:
            return
        try:
            self.work.flush()
        except Problem as problem:
            if str(problem) != self._trouble_told:
                self._trouble_told = str(problem)
                self._tell(problem)

    def _watch(self) -> None:
        if not self.is_headless and not _terminal_there():
            self._told_to_go()
        elif self.work is not None:
            self._look_outside()

    def on_app_focus(self) -> None:
        """Coming back to the terminal is a good time to see what others did."""
        if self.work is not None:
            self._look_outside()

    def _look_outside(self) -> None:
        work, session = self.work, self.session
        if work is None or session is None:
            return
        seen = work.outside()
        if seen == "same":
            self._told_outside = False
            self._unreadable_since = None
            return
        if not session.dirty and not self._writing and seen == "changed":
            try:
                draft = work.take_over(work.look())
            except Problem as problem:
                # It may be half written: the last good policy stays, and it is looked at again.
                self._unreadable_since = self._unreadable_since or monotonic()
                if monotonic() - self._unreadable_since >= PATIENCE:
                    self._tell_once(problem)
                return
            session.replace_saved(draft)
            self._repaint()
            self.notify("The policy was changed elsewhere and has been read again.", markup=False)
            return
        what = "changed" if seen == "changed" else "removed or renamed"
        self._tell_once(Problem(f"The policy file was {what} elsewhere", "nothing of yours is lost; ctrl+s shows both"))

    @property
    def _writing(self) -> bool:
        return any(isinstance(screen, ComposeScreen) and screen.writing for screen in self.screen_stack)

    # Saving and exporting

    @on(SaveWanted)
    def _save_wanted(self) -> None:
        self._save()

    @work(exclusive=True, group="save")
    async def _save(self) -> None:
        work, session = self.work, self.session
        if work is None or session is None:
            return
        try:
            session.mark_saved(work.save(session.draft))
        except atomic.MovedOn:
            await self._settle_conflict(work, session)
            return
        except Problem as problem:
            self._tell(problem)
            return
        self._saved(session)

    def _saved(self, session: Session) -> None:
        self._told_outside = False
        self._repaint()
        wanted = len(session.reasons_wanted)
        if wanted:
            said = f"Saved. {wanted} reason{'s are' if wanted > 1 else ' is'} still wanted: stand on ! and press g."
        else:
            said = "Saved."
        self.notify(said, markup=False, timeout=3)

    async def _settle_conflict(self, work: WorkFile, session: Session) -> None:
        """The file moved on: join both, keep ours or take theirs. Whichever is not kept stays beside the policy."""
        base, ours = work.draft, session.draft
        try:
            found = work.look()
        except Problem as problem:
            copy = work.keep_beside(ours, "mine")
            self._tell(problem)
            self.notify(f"Your version is kept in {visible(copy.name)}.", markup=False, timeout=10)
            return
        theirs = found.draft
        mine, other = changes.between(base, ours), changes.between(base, theirs)
        clash = changes.clashes(mine, other)
        choices = [
            ("ours", "Keep mine; their version is kept beside it as policy.theirs-….toml"),
            ("theirs", "Take theirs; my version is kept beside it as policy.mine-….toml"),
        ]
        if not clash:
            choices.insert(0, ("join", "Join them: their changes and mine, which do not touch"))
        body = conflict_body(base, ours, theirs, clash)
        chosen = await self.push_screen_wait(ChoiceDialog("Somebody else changed this policy", body, choices))
        if chosen is None:
            self.notify("Nothing was saved, and nothing was lost.", markup=False)
            return
        try:
            if chosen == "ours":
                work.keep_beside(theirs, "theirs")
            elif chosen == "theirs":
                work.keep_beside(ours, "mine")
        except Problem as problem:
            self._tell(problem)
            return
        result = {"join": changes.applied(mine, theirs), "ours": ours, "theirs": theirs}[chosen]
        session.mark_saved(work.take_over(found))
        session.replace_draft(result, "settled with the other version")
        self._reread()
        try:
            session.mark_saved(work.save(result))
        except Problem as problem:
            work.note(result)
            self._tell(problem)
            return
        self._saved(session)

    @on(ExportWanted)
    def _export(self, event: ExportWanted) -> None:
        if self.session is None:
            return
        session = self.session
        text = _policy_text(session) if event.what == "policy" else _changes_text(session)
        path = self.workspace.root / event.name
        try:
            atomic.write_new(path, text.encode("utf-8"), overwrite=event.overwrite)
        except Problem as problem:
            self._tell(problem)
            return
        blanks = len(session.document().open_blanks)
        more = f" {blanks} blank{'s are' if blanks > 1 else ' is'} marked in it." if blanks else ""
        self.notify(f"Written: {visible(str(path))}.{more}", markup=False, timeout=8)

    def action_preview(self) -> None:
        """Show the policy as it prints."""
        if self.session is None:
            return
        from composer.tui.screens.preview import PreviewScreen

        self.push_screen(PreviewScreen(self.session, _policy_text(self.session)))

    @property
    def open_slug(self) -> str:
        """The open school's folder name, with which the name of an export begins."""
        return self.work.slug if self.work is not None else ""

    def export_exists(self, name: str) -> bool:
        """Whether a file of that name is there already."""
        return (self.workspace.root / name).exists()

    # Saying

    def _reread(self) -> None:
        """Words that are being written were settled to others: show those."""
        for screen in self.screen_stack:
            if isinstance(screen, ComposeScreen):
                screen.reread()

    def _repaint(self) -> None:
        for screen in self.screen_stack:
            refresh = getattr(screen, "refresh_policy", None)
            if refresh is not None:
                refresh()

    def _tell(self, problem: Problem) -> None:
        self.notify(visible(str(problem)), severity="error", markup=False, timeout=10)

    def _tell_once(self, problem: Problem) -> None:
        if not self._told_outside:
            self._told_outside = True
            self._tell(problem)

    def action_help(self) -> None:
        """Explain where the person is."""
        from composer.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(tuple(getattr(self.screen, "places", ())), getattr(self.screen, "about", "")))


def _policy_text(session: Session) -> str:
    from composer.export.markdown import policy_markdown

    return policy_markdown(session.document())


def _changes_text(session: Session) -> str:
    from composer.export.changes import markdown
    from composer.export.report import About, Report

    heads = {section.head.id: section.head.title for section in session.outline()}
    return markdown(Report(session.comparison(), About.of(session.document(), heads)))


def _terminal_there() -> bool:
    """Whether the terminal still exists: an ignored SIGHUP would leave us drawing into nothing."""
    try:
        return os.isatty(0) and os.get_terminal_size(0) is not None
    except OSError:
        return False


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
