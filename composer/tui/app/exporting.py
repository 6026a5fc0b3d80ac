"""The export screen's other half: what can be written, its preview, and the file."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work

from composer.policy.problems import Problem
from composer.session import Session
from composer.text import visible
from composer.tui.app.reading_others import OthersApp
from composer.tui.app.threads import attempt
from composer.tui.messages import ExportWanted, PreviewWanted, WriteWanted

if TYPE_CHECKING:
    from composer.store.workspace import Workspace
    from composer.tui.screens.export import ExportScreen
    from composer.tui.widgets.export_choices import Choice, FormatOffer, WhatOffer
    from composer.tui.widgets.export_preview import ExportProse


class ExportingApp(OthersApp):
    """Makes exports off the loop, one at a time, so that the keys go on working."""

    def __init__(self, state: Path) -> None:
        super().__init__(state)
        self._wanted: PreviewWanted | None = None
        """The preview to be made next."""
        self._previewing = False
        self._still: tuple[tuple[object, ...], Session] | None = None
        """What exports are made of, behind what it was made from."""

    @on(ExportWanted)
    def _export_wanted(self, event: ExportWanted) -> None:
        session, work = self.session, self.work
        if session is None or work is None:
            return
        if work.trouble:
            self.notify(visible(f"Nothing can be exported: {work.trouble}"), severity="error", markup=False, timeout=10)
            return
        from composer.export.making import file_name
        from composer.tui.screens.export import ExportScreen
        from composer.tui.screens.export_form import ExportForm

        def named(choice: Choice) -> str:
            return file_name(work.slug, choice.what, choice.format, since=choice.since)

        offers, folder = partial(_offers, session), self.workspace.root
        form = ExportForm(session, offers, _formats(), begin=event.what, named=named, folder=folder)
        self.push_screen(ExportScreen(session, form))

    def _as_it_is(self, session: Session) -> Session:
        """The policy as it is now, in a session that nobody changes while an export is made of it."""
        made_of = (session.draft, session.approval, str(session.approval_trouble), session.read_only)
        if self._still is None or self._still[0] != made_of:
            still = Session(
                session.draft, self.library, today=session.today, by=session.by, read_only=session.read_only
            )
            still.approval, still.approval_trouble = session.approval, session.approval_trouble
            self._still = made_of, still
        return self._still[1]

    # The preview

    @on(PreviewWanted)
    def _preview_wanted(self, event: PreviewWanted) -> None:
        self._wanted = event
        if not self._previewing:
            self._previewing = True
            self._make_previews()

    @work(group="preview")
    async def _make_previews(self) -> None:
        """Make the preview that was asked for last, until none is asked for."""
        try:
            while self._wanted is not None and self.session is not None:
                wanted, self._wanted = self._wanted, None
                made_of, choice = self._as_it_is(self.session), wanted.choice
                found = await asyncio.to_thread(attempt, partial(_prose, made_of, choice))
                if wanted.page.is_attached:
                    wanted.page.show_text(choice, found)
        finally:
            self._previewing = False

    # The file

    @on(WriteWanted)
    def _write_wanted(self, event: WriteWanted) -> None:
        self._write(event.page, event.choice, event.name)

    @work(exclusive=True, group="write")
    async def _write(self, page: ExportScreen, choice: Choice, name: str) -> None:
        """Write a file; over one that is there only when told to."""
        session, path = self.session, self.workspace.root / _from_home(name)
        if session is None:
            return
        overwrite = _is_there(path)
        if overwrite and not await self._may_go(name):
            page.not_written(f"{name} is as it was.")
            return
        page.begun()
        made_of = self._as_it_is(session)
        write = partial(_written, self.workspace, path, made_of, choice, overwrite=overwrite)
        found = await asyncio.to_thread(attempt, write)
        if not page.is_attached:
            if isinstance(found, Problem):
                self.tell(found)
        elif isinstance(found, Problem):
            page.not_written(str(found))
        else:
            page.written(path, *found)

    async def _may_go(self, name: str) -> bool:
        from composer.tui.dialogs.ask import ChoiceDialog

        choices = [("over", "Overwrite it"), ("keep", "Keep it, and write nothing")]
        return await self.push_screen_wait(ChoiceDialog(f"{name} is there already", "", choices)) == "over"


def _offers(session: Session) -> list[WhatOffer]:
    """What can be written of this policy, and why not where it cannot."""
    from composer.export.making import WHATS
    from composer.policy.short import IN_WORDS, marks
    from composer.tui.widgets.export_choices import WhatOffer

    marked = marks(session.draft, session.library)
    printed = {clause.id for section in session.document().sections for clause in section.clauses}
    found = {audience for clause_id in printed for audience in marked.get(clause_id, ())}
    why_not = {str(each): f"no clause is marked for {words}" for each, words in IN_WORDS.items() if each not in found}
    return [
        WhatOffer(each.id, each.label, each.about, each.compares, each.in_word, why_not.get(each.id, ""))
        for each in WHATS.values()
    ]


def _formats() -> list[FormatOffer]:
    """Every kind of file, and what is to be installed for it."""
    from composer.export.making import FORMATS, missing
    from composer.tui.widgets.export_choices import FormatOffer

    return [
        FormatOffer(each.id, each.name, each.about, each.suffix, getattr(missing(each.id), "mend", ""))
        for each in FORMATS.values()
    ]


def _prose(session: Session, choice: Choice) -> ExportProse:
    """What a file would say, as the screen shows it: Markdown as it is written, anything else as it reads."""
    from composer.export.making import shown
    from composer.tui.app.page_prose import PageProse
    from composer.tui.widgets.export_preview import SourceProse

    made = shown(session, choice.what, choice.format, since=choice.since)
    return SourceProse(visible(made)) if isinstance(made, str) else PageProse(made)


def _written(workspace: Workspace, path: Path, session: Session, choice: Choice, *, overwrite: bool) -> tuple[int, str]:
    """Make a file and write it; answers its size, and what there is to know of it."""
    from composer.export.making import make
    from composer.store.exports import write_export

    made = make(session, choice.what, choice.format, since=choice.since)
    write_export(workspace, path, made.data, overwrite=overwrite)
    return len(made.data), made.told


def _from_home(name: str) -> Path:
    """A path as typed, in which ``~`` is the person's own folder."""
    path = Path(name)
    with suppress(RuntimeError):
        return path.expanduser()
    return path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Writing will say why.
        return False
