"""The import screens' other half: reading the document, matching it, and writing what becomes of it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work

from composer.policy.problems import Problem
from composer.text import visible
from composer.tui.app.exporting import ExportingApp
from composer.tui.app.threads import attempt
from composer.tui.messages import (
    DocumentWanted,
    ImportDone,
    ImportWanted,
    MakeSchoolWanted,
    ModelImportWanted,
    NewSchoolWanted,
    SchoolFromModelWanted,
    SchoolImportWanted,
    WriteModelWanted,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from composer.imports.as_model import ImportedModel
    from composer.imports.source import Source
    from composer.policy.library import Library
    from composer.tui.screens.import_form import ImportForm
    from composer.tui.screens.start import StartScreen
    from composer.tui.widgets.import_fields import ModelAnswers


class ImportingApp(ExportingApp):
    """Reads and matches off the loop, so that esc goes on working."""

    library: Library
    by: str

    def __init__(self, state: Path) -> None:
        super().__init__(state)
        self._document: Source | None = None
        """The document that was read last."""
        self._imported: ImportedModel | None = None
        """The model that it would become."""

    def to_start(self) -> StartScreen:
        """Close every screen over the list of schools, which is shown as it is now."""
        raise NotImplementedError

    def open_school(self, slug: str) -> None:
        """Open a school's policy."""
        raise NotImplementedError

    @on(ImportWanted)
    def _import_wanted(self) -> None:
        from composer.store.workspace import schools
        from composer.tui.app.import_reading import PathSuggester
        from composer.tui.screens.import_form import ImportForm

        self.push_screen(ImportForm(self.library, schools(self.workspace), PathSuggester()))

    # Reading

    @on(DocumentWanted)
    def _document_wanted(self, event: DocumentWanted) -> None:
        self._read(event.form, event.named)

    @work(exclusive=True, group="import")
    async def _read(self, form: ImportForm, named: str) -> None:
        from composer.tui.app import import_reading as reading

        found = await asyncio.to_thread(attempt, partial(reading.read_and_tell, named))
        if not (form.is_attached and form.busy):
            return
        if isinstance(found, Problem):
            form.wrong("file", found)
            return
        self._document, said = found
        await form.was_read(said)

    # A school

    @on(SchoolImportWanted)
    def _school_wanted_of(self, event: SchoolImportWanted) -> None:
        self._match(event.form, event.school)

    @work(exclusive=True, group="import")
    async def _match(self, form: ImportForm, school: NewSchoolWanted) -> None:
        source = self._document
        if source is None:
            return
        folder = self.workspace.schools / school.slug
        if folder.exists():
            form.wrong("name", Problem(f"there is a folder for {school.slug} already", "choose another short name"))
            return
        from composer.tui.app import import_reading as reading

        act = partial(reading.matched, source, self.library, school, by=self.by)
        found = await asyncio.to_thread(attempt, act)
        if not (form.is_attached and form.busy):
            return
        if isinstance(found, Problem):
            form.wrong("rest", found)
            return
        from composer.tui.screens.importing import ImportingScreen

        form.done()
        self.push_screen(ImportingScreen(found, school.slug))

    @on(MakeSchoolWanted)
    def _make_wanted(self, event: MakeSchoolWanted) -> None:
        """Write the school's policy and open it; where that fails, everything stays as it is."""
        from composer.store.school_files import RECORD, new_school

        page = event.page
        try:
            importing = page.importing
            stored = new_school(self.workspace, page.slug, importing.draft(), record=importing.record())
        except Problem as problem:
            page.say(f"Not made: {problem}", warning=True)
            return
        self.to_start()
        self.open_school(page.slug)
        record = self._from_here(stored.path.with_name(RECORD))
        said = f"Made of {importing.origin.name}. What became of each piece is told in {record}."
        self.notify(visible(said), markup=False, timeout=12)

    # A model

    @on(ModelImportWanted)
    def _model_wanted_of(self, event: ModelImportWanted) -> None:
        self._model(event.form, event.model)

    @work(exclusive=True, group="import")
    async def _model(self, form: ImportForm, said: ModelAnswers) -> None:
        source = self._document
        if source is None:
            return
        from composer.tui.app import import_reading as reading

        found = await asyncio.to_thread(attempt, partial(reading.modelled, source, self.library, said))
        if not (form.is_attached and form.busy):
            return
        if isinstance(found, Problem):
            form.wrong("name", found)
            return
        from composer.tui.screens.import_model import ImportModelScreen

        form.done()
        self._imported = found
        edition = reading.edition_of(found, self.library, copies=self.workspace.bundled)
        self.push_screen(ImportModelScreen(edition))

    @on(WriteModelWanted)
    def _write_wanted_of(self, event: WriteModelWanted) -> None:
        """Write the model and read the library again with it; where that fails, everything stays as it is."""
        if self._imported is None:
            return
        try:
            folder = self._write_model(self._imported)
        except Problem as problem:
            event.page.say(f"Not written: {problem}", warning=True)
            return
        event.page.was_written(self._from_here(folder))

    def _write_model(self, imported: ImportedModel) -> Path:
        from composer.imports.model_record import model_record
        from composer.store.library_files import load_library
        from composer.store.model_writing import own_library, put_back, write_model
        from composer.tui.app.import_reading import today

        if self.workspace.bundled:
            self.workspace = own_library(self.workspace)
            folder = self._from_here(self.workspace.clauses)
            said = f"The program's clause library was copied to {folder}, for the model to go into."
            self.notify(visible(said), markup=False, timeout=10)
        put_back(self.workspace, imported.model.id)
        folder = write_model(self.workspace, self.library, imported.model, model_record(imported, today()))
        self.library = load_library(self.workspace.clauses)
        return folder

    @on(SchoolFromModelWanted)
    def _school_from_model(self, event: SchoolFromModelWanted) -> None:
        self.to_start().begin_school(event.model_id)

    @on(ImportDone)
    def _import_done(self) -> None:
        self.to_start()

    def _from_here(self, path: Path) -> Path:
        """A path as it is told: within the workspace without what leads there."""
        return path.relative_to(self.workspace.root) if path.is_relative_to(self.workspace.root) else path

    # Leaving

    @property
    def unmade(self) -> bool:
        """Whether leaving would lose what a person said of an import."""
        from composer.tui.screens.importing import ImportingScreen

        return any(isinstance(screen, ImportingScreen) and screen.changed for screen in self.screen_stack)

    @work(exclusive=True, group="leave")
    async def ask_to_lose(self, leave: Callable[[], None]) -> None:
        """Leave only when told that the import may be lost."""
        from composer.tui.dialogs.ask import ChoiceDialog

        said = "Nothing of the import is written yet. What you confirmed and corrected in it is lost when you leave."
        choices = [("stay", "Stay here"), ("leave", "Leave, and lose it")]
        if await self.push_screen_wait(ChoiceDialog("Leave in the middle of an import?", said, choices)) == "leave":
            leave()
