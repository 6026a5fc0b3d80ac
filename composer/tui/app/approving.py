"""Recording an approval, and noticing one that was recorded elsewhere."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on, work
from textual.worker import WorkerError

from composer.policy.problems import Problem, Refusal
from composer.store.workspace import approvals_folder, may_have_approvals
from composer.text import visible
from composer.tui.app.keeping import KeepingApp
from composer.tui.messages import ApprovalWanted

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.approval import Approval, Minuted
    from composer.session import Session
    from composer.store.workspace import Workspace

Listing = tuple[tuple[str, int, int], ...]
"""The files of a folder: name, time of the last change and size."""


def give_approval(workspace: Workspace, slug: str, session: Session) -> None:
    """Give a session its school's last approval, or what is wrong with the record; most schools have none to read."""
    session.approval = session.approval_trouble = None
    if may_have_approvals(workspace, slug):
        from composer.store.approval_file import last_approval

        session.approval, session.approval_trouble = last_approval(workspace, slug)


class ApprovingApp(KeepingApp):
    """Keeps the open policy's last approval as the folder of approvals has it."""

    workspace: Workspace

    def __init__(self, state: Path) -> None:
        super().__init__(state)
        self._approvals: Listing = ()

    def read_approval(self, slug: str, session: Session) -> None:
        """Give the session the school's last approval, or what is wrong with its record."""
        # Listed before it is read: what is written in between is then read again.
        self._approvals = _listing(self.workspace, slug)
        give_approval(self.workspace, slug, session)

    def approval_of(self, session: Session, minuted: Minuted) -> Approval:
        """The approval of the open policy, with the text that is published of it."""
        raise NotImplementedError

    def _look_outside(self) -> None:
        super()._look_outside()
        if self.work is None or self.session is None:
            return
        if _listing(self.workspace, self.work.slug) != self._approvals and self._another(self.work.slug, self.session):
            self._repaint()
            if self.session.approval_trouble is not None:
                self.tell(self.session.approval_trouble)
            else:
                self.notify("The approvals were changed elsewhere and have been read again.", markup=False)

    def _another(self, slug: str, session: Session) -> bool:
        """Read the last approval again; whether it is another one."""
        before = session.approval, str(session.approval_trouble)
        self.read_approval(slug, session)
        return (session.approval, str(session.approval_trouble)) != before

    @on(ApprovalWanted)
    def _approval_wanted(self, event: ApprovalWanted) -> None:
        self._approve(event.minuted)

    @work(exclusive=True, group="approve")
    async def _approve(self, minuted: Minuted) -> None:
        """Record an approval of exactly what the person has seen: policy, file and last approval as they were."""
        work, session = self.work, self.session
        if work is None or session is None:
            return
        seen = session.draft
        if session.dirty:
            with suppress(WorkerError):
                await self._save().wait()
            if session.dirty:
                return
        elif work.outside() != "same":
            self._look_outside()
        try:
            if session.draft != seen or work.outside() != "same":
                raise Refusal("not recorded: the policy was changed elsewhere", "look at it as it is now, then record")
            if self._another(work.slug, session) and session.approval_trouble is None:
                raise Refusal("not recorded: another approval was recorded meanwhile", "look at it, then record")
            path = self._record(work.slug, session, minuted)
        except Problem as problem:
            self._repaint()
            self.tell(problem)
            return
        self._recorded(path.relative_to(self.workspace.root) if path.is_relative_to(self.workspace.root) else path)

    def _record(self, slug: str, session: Session, minuted: Minuted) -> Path:
        from composer.policy.approval import check_minuted
        from composer.store.approval_file import save_approval

        if session.approval_trouble is not None:
            raise session.approval_trouble
        if session.read_only:
            raise Refusal(f"not recorded: the policy is read-only: {session.read_only}")
        if session.approval_blockers():
            raise Refusal("not recorded: something is left to settle", "the approval screen lists it")
        check_minuted(minuted, today=session.today, last=session.approval)
        approval = self.approval_of(session, minuted)
        path = save_approval(self.workspace, slug, approval)
        self.read_approval(slug, session)
        return path

    def _recorded(self, path: Path) -> None:
        from composer.tui.screens.approval import ApprovalScreen

        self._repaint()
        for screen in self.screen_stack:
            if isinstance(screen, ApprovalScreen):
                screen.recorded()
        self.notify(f"Recorded: {visible(str(path))}. Keep it in git.", markup=False, timeout=8)


def _listing(workspace: Workspace, slug: str) -> Listing:
    """What is in the folder of approvals; cheap enough for every look. Empty where it cannot be read."""
    try:
        found = [(path.name, path.stat()) for path in approvals_folder(workspace, slug).iterdir()]
    except (OSError, Problem):
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in found))
