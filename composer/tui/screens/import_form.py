"""The form for an import: which file, as what, and what the file does not say of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Label, Static

from composer.text import strip_controls, visible
from composer.tui.dialogs.choosing import Changed, OneOf
from composer.tui.messages import DocumentWanted, ModelImportWanted, SchoolImportWanted
from composer.tui.widgets.import_fields import ModelFields, PathInput
from composer.tui.widgets.school_fields import SchoolFields

if TYPE_CHECKING:
    from collections.abc import Container

    from textual.app import ComposeResult
    from textual.suggester import Suggester

    from composer.policy.library import Library
    from composer.policy.problems import Problem
    from composer.tui.widgets.import_fields import Found

KINDS = (("school", "as a school's policy, matched to the clauses of a model"), ("model", "as a model, for schools"))
FIRST = "A Word document (.docx) or Markdown; enter reads it. Nothing is written yet. tab completes a name."


class ImportForm(Screen[None]):
    """First the file is read, then the rest is asked, with what the document says filled in."""

    DEFAULT_CSS = """
    ImportForm { align: center middle; }
    ImportForm #form { width: 78; max-width: 100%; height: auto; max-height: 100%; background: $panel;
                       border: round $primary; padding: 0 1; }
    ImportForm .file { height: auto; }
    ImportForm .file Label { width: 13; padding: 0 1 0 0; }
    ImportForm .file Input { width: 1fr; }
    ImportForm #told { height: auto; padding: 0 0 0 14; color: $quiet; margin: 0 0 1 0; }
    ImportForm #told.-wrong { color: $error; }
    ImportForm OneOf { width: 1fr; background: $panel; }
    ImportForm #fields { height: auto; }
    ImportForm SchoolFields, ImportForm ModelFields, ImportForm .go { display: none; height: auto; }
    ImportForm.-read.-school SchoolFields, ImportForm.-read.-model ModelFields, ImportForm.-read .go { display: block; }
    ImportForm #go { margin: 0 0 0 14; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("ctrl+s", "go", "Go on", show=False, priority=True),
    ]
    about = (
        "Here a document becomes a school's policy or a model. Name the file: type it, paste it or drag it here; a "
        "name without a folder is looked for where the program was started. Enter reads it, which can take some "
        "seconds, and esc stops that. Then say what the document does not say of itself. ctrl+s goes on to what would "
        "become of it; nothing is written before you say so there."
    )

    def __init__(self, library: Library, taken: Container[str], suggester: Suggester) -> None:
        """Take the library, the schools that there are, and what completes the names of files."""
        super().__init__()
        self._suggester = suggester
        self.school = SchoolFields(library, taken, writes="will write schools/SLUG, once you say so")
        self.model = ModelFields(library)
        self._busy = ""
        """What is being done, if anything is."""
        self._read = ""
        """The file that was read, as it was typed."""
        self._found: Found | None = None
        """What was read last."""

    def compose(self) -> ComposeResult:
        """The file, what it is to become, and the questions of either."""
        form = VerticalScroll(id="form", can_focus=False)
        form.border_title = Content("Import a document")
        form.border_subtitle = Content("enter next · ctrl+s go on · esc back")
        with form:
            with Horizontal(classes="file"):
                yield Label("File")
                yield PathInput(placeholder="our-policy.docx", suggester=self._suggester, id="file")
            yield Static(Content(FIRST), id="told")
            with Horizontal(classes="file"):
                yield Label("Take it in")
                yield OneOf(KINDS, "school", id="kind")
            yield Vertical(id="fields")
            with Vertical(classes="go"):
                yield Button("Go on: see what becomes of it", id="go", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Begin with the file."""
        self.add_class("-school")
        self.query_one("#file", Input).focus()

    @property
    def kind(self) -> str:
        """What it is to become: ``school`` or ``model``."""
        return self.query_one("#kind", OneOf).chosen

    @on(Changed)
    async def _chosen(self, event: Changed) -> None:
        event.stop()
        self.set_class(self.kind == "school", "-school")
        self.set_class(self.kind == "model", "-model")
        if self._found is not None:
            await self._fields(self._found)

    async def _fields(self, found: Found) -> SchoolFields | ModelFields:
        """The questions of the kind that is chosen, with what the document says filled in; made when first needed."""
        fields = self.school if self.kind == "school" else self.model
        if not fields.is_attached:
            await self.query_one("#fields").mount(fields)
        fields.propose(found)
        return fields

    # The file

    @on(Input.Changed, "#file")
    def _another(self, event: Input.Changed) -> None:
        event.stop()
        self._busy = ""
        if self._file() != self._read:
            self._read = ""
            self.remove_class("-read")
            self._tell(FIRST)

    def _file(self) -> str:
        return strip_controls(self.query_one("#file", Input).value).strip()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "file":
            self._ask_to_read()
        else:
            self.focus_next()

    def _ask_to_read(self) -> None:
        if self._busy:
            return
        if not self._file():
            self._tell("name the file first", wrong=True)
            return
        self._begin(f"Reading {self._file()}… esc stops it.")
        self.post_message(DocumentWanted(self, self._file()))

    def _begin(self, words: str) -> None:
        self._busy = words
        self._tell(words)

    @property
    def busy(self) -> bool:
        """Whether something is awaited; what comes when nothing is, comes too late."""
        return bool(self._busy)

    async def was_read(self, found: Found) -> None:
        """Show what was read, and ask the rest."""
        self._found = found
        fields = await self._fields(found)
        self._read = self._file()
        self._tell(f"✓ {found.told}")
        self.add_class("-read")
        self._busy = ""
        self.call_after_refresh(fields.begin)

    def wrong(self, field: str, problem: Problem) -> None:
        """Say what is wrong: with the ``file``, the short ``name`` or, of the ``rest``, something else."""
        self._busy = ""
        self._tell(self._as_read)
        if field == "file":
            self._tell(str(problem), wrong=True)
            self.query_one("#file", Input).focus()
        elif self.kind == "model":
            self.model.tell("id", str(problem))
        else:
            self.school.tell("slug-wrong" if field == "name" else "wrong", str(problem))

    def done(self) -> None:
        """What was awaited is there, and shown elsewhere."""
        self._busy = ""
        self._tell(self._as_read)

    @property
    def _as_read(self) -> str:
        return f"✓ {self._found.told}" if self._read and self._found is not None else FIRST

    def _tell(self, words: str, *, wrong: bool = False) -> None:
        line = self.query_one("#told", Static)
        line.set_class(wrong, "-wrong")
        line.update(Content(visible(words)))

    # Going on

    @on(Button.Pressed, "#go")
    def _pressed(self) -> None:
        self.action_go()

    def action_go(self) -> None:
        """Read the file, or go on to what becomes of it."""
        if self._busy:
            return
        if not self._read:
            self._ask_to_read()
            return
        if self.kind == "model":
            model = self.model.answers()
            if model is not None:
                self._begin("Making clauses of it… esc stops that.")
                self.post_message(ModelImportWanted(self, model))
            return
        school = self.school.answers()
        if school is not None:
            self._begin("Matching its pieces to clauses… esc stops that.")
            self.post_message(SchoolImportWanted(self, school))

    def action_leave(self) -> None:
        """Stop waiting, or import nothing."""
        if self._busy:
            self._busy = ""
            self._tell("Stopped. Nothing was written; enter reads it again." if not self._read else "Stopped.")
        else:
            self.dismiss(None)
