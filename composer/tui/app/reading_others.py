"""Reading the other schools of the workspace, for a page that holds the open policy against them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work

from composer.policy.problems import Problem
from composer.store import school_files
from composer.store.workspace import schools
from composer.tui.app.approving import ApprovingApp
from composer.tui.messages import OthersWanted

if TYPE_CHECKING:
    from composer.policy.library import Library
    from composer.store.workspace import Workspace
    from composer.tui.widgets.evidence_fit import FitPage

Said = tuple[str, str, frozenset[str]]
"""A school's folder, its name, and the sentences its policy prints."""
TELL_EVERY = 8
"""Schools between two tellings of how far the reading has come."""


class OthersApp(ApprovingApp):
    """Reads other schools one at a time and off the loop, so that the keys go on working."""

    library: Library

    @on(OthersWanted)
    def _others_wanted(self, event: OthersWanted) -> None:
        if self.work is not None:
            self._read_others(event.page, self.work.slug, event.names)

    @work(exclusive=True, group="others")
    async def _read_others(self, page: FitPage, slug: str, names: tuple[str, ...]) -> None:
        """Read all but the open one; one that cannot be read is told and left out."""
        found: list[Said] = []
        trouble: list[str] = []
        others = [each for each in schools(self.workspace) if each != slug]
        for number, each in enumerate(others, 1):
            try:
                found.append(await asyncio.to_thread(_said_by, self.workspace, each, self.library, names))
            except (Problem, OSError) as problem:
                trouble.append(f"{each}: {problem}")
            if not page.is_attached:
                return
            if number % TELL_EVERY == 0 and number < len(others):
                page.show_others(found, trouble, f"reading the other schools… {number} of {len(others)}")
        page.show_others(found, trouble, "")


def _said_by(workspace: Workspace, slug: str, library: Library, names: tuple[str, ...]) -> Said:
    from datetime import date

    from composer.policy.fit import sentences_of
    from composer.session import Session

    opened = school_files.open_school(workspace, slug, library)
    # What a policy prints does not depend on the day.
    session = Session(opened.draft, library, today=date.min)
    return slug, session.policy.profile.name, sentences_of(session.document(), names)
