"""Keeping what a person does: the journal, saving, and what others did to the same files meanwhile."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from textual import on, work

from composer.policy import changes
from composer.policy.problems import Problem
from composer.policy.settled import pinned
from composer.store import atomic
from composer.text import visible
from composer.tui.app.guarded import GuardedApp
from composer.tui.messages import PolicyChanged, SaveWanted
from composer.tui.screens.compose import ComposeScreen

if TYPE_CHECKING:
    from pathlib import Path

    from composer.session import Session
    from composer.store.workfile import WorkFile

WATCH_EVERY = 2.0
"""Seconds between looks at whether somebody else changed the file."""
PATIENCE = 5.0
"""Seconds that a file which cannot be read is given to become whole, before it is told."""
KEEP_EVERY = 0.1
"""Seconds between looks at whether the journal is due."""


class KeepingApp(GuardedApp):
    """Has at most one open policy, ``work`` on disk and ``session`` in memory, and loses nothing of it."""

    def __init__(self, state: Path) -> None:
        super().__init__(state)
        self.work: WorkFile | None = None
        self.session: Session | None = None
        self._told_outside = False
        self._unreadable_since: float | None = None
        self._trouble_told = ""

    def keep_watch(self) -> None:
        """Begin to keep what is typed and to look at what others do."""
        self.set_interval(KEEP_EVERY, self._keep_safe)
        self.set_interval(WATCH_EVERY, self._watch)
        self.mind_signals()

    # Leaving

    def put_by(self) -> str:
        """Put what is unsaved where it is found again; says why when the disk does not take it."""
        if self.work is None or self.session is None:
            return ""
        for screen in self.screen_stack:
            keep_typing = getattr(screen, "keep_typing", None)
            if keep_typing is not None:
                keep_typing()
        try:
            self.work.note(self.session.draft)
            self.work.flush()
        except Problem as problem:
            return visible(str(problem))
        return ""

    def take_leave(self) -> None:
        """Put what is unsaved where it is found again, and say so after the screen is gone."""
        trouble = self.put_by()
        if self.work is None or self.session is None:
            return
        if trouble:
            self.farewell = trouble
        elif self.session.dirty:
            self.farewell = f"Unsaved work on {self.work.slug} is kept safe and will be offered when you open it again."
        with suppress(Problem):
            self.work.close()

    # Keeping safe

    @work
    async def offer_unsaved(self, work: WorkFile, session: Session) -> None:
        """Offer what an earlier session left unsaved: take it up, keep it for later, or throw it away."""
        try:
            left = work.unsaved()
        except Problem as problem:
            self.tell(problem)
            return
        if left is None:
            return
        if work.trouble:
            self.notify("Unsaved work waits until this policy can be changed again.", markup=False, timeout=10)
            return
        from composer.tui.dialogs.ask import ChoiceDialog
        from composer.tui.outside import unsaved_body

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
                self.tell(problem)
            else:
                left.discard()
        elif chosen == "discard":
            left.discard()

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
                self.tell(problem)

    def _watch(self) -> None:
        self.watch_terminal()
        if self.work is not None:
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
                    self.tell_once(problem)
                return
            session.replace_saved(draft)
            self._repaint()
            self.notify("The policy was changed elsewhere and has been read again.", markup=False)
            return
        what = "changed" if seen == "changed" else "removed or renamed"
        self.tell_once(Problem(f"The policy file was {what} elsewhere", "nothing of yours is lost; ctrl+s shows both"))

    @property
    def _writing(self) -> bool:
        return any(getattr(screen, "writing", False) for screen in self.screen_stack)

    # Saving

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
            self.tell(problem)
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
            self.tell(problem)
            self.notify(f"Your version is kept in {visible(copy.name)}.", markup=False, timeout=10)
            return
        from composer.tui.dialogs.ask import ChoiceDialog
        from composer.tui.outside import conflict_body

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
        self.clear_notifications()
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
            self.tell(problem)
            return
        # Pinned as the save will pin it: what the other version was settled on says nothing about this one.
        result = pinned({"join": changes.applied(mine, theirs), "ours": ours, "theirs": theirs}[chosen])
        session.mark_saved(work.take_over(found))
        session.replace_draft(result, "settled with the other version")
        self._reread()
        try:
            session.mark_saved(work.save(result))
        except Problem as problem:
            work.note(result)
            self.tell(problem)
            return
        self._saved(session)

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

    def tell(self, problem: Problem) -> None:
        """Say what is wrong and how to mend it."""
        self.notify(visible(str(problem)), severity="error", markup=False, timeout=10)

    def tell_once(self, problem: Problem) -> None:
        """Say what others did to the file, until it is as it was or settled."""
        if not self._told_outside:
            self._told_outside = True
            self.tell(problem)
