"""What widgets tell their screen and screens tell the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from composer.checks.finding import Finding
    from composer.policy.approval import Minuted
    from composer.policy.policy import Draft
    from composer.policy.school import Profile
    from composer.tui.screens.export import ExportScreen
    from composer.tui.screens.import_form import ImportForm
    from composer.tui.screens.import_model import ImportModelScreen
    from composer.tui.screens.importing import ImportingScreen
    from composer.tui.widgets.evidence_fit import FitPage
    from composer.tui.widgets.export_choices import Choice
    from composer.tui.widgets.import_fields import ModelAnswers


@dataclass
class ClauseHighlighted(Message):
    """A person stands on a clause in a list."""

    clause_id: str

    def can_replace(self, message: Message) -> bool:
        """Only the newest place matters."""
        return isinstance(message, ClauseHighlighted)


@dataclass
class ClauseChosen(Message):
    """A person pressed enter, or double-clicked, on a clause: show its text."""

    clause_id: str


@dataclass
class PaneWanted(Message):
    """A person clicked the name of a pane or of a screen that leads on from here."""

    pane: str
    action: str


@dataclass
class Typed(Message):
    """The text in the editor is no longer what it was; read it from the editor."""

    clause_id: str

    def can_replace(self, message: Message) -> bool:
        """Only the newest state of the text matters."""
        return isinstance(message, Typed)


@dataclass
class PolicyChanged(Message):
    """The open policy is not what it was: keep it safe, and paint what shows it."""

    draft: Draft | None = None
    """What to keep safe when more is typed than the session has been told."""


@dataclass
class SaveWanted(Message):
    """A person asked to save."""


@dataclass
class ExportWanted(Message):
    """A person asked for the screen on which files are written."""

    what: str = "policy"
    """What is likely to be written from here."""


@dataclass
class PreviewWanted(Message):
    """The export screen wants to show what a file would say."""

    page: ExportScreen
    choice: Choice

    def can_replace(self, message: Message) -> bool:
        """Only the newest choice matters."""
        return isinstance(message, PreviewWanted)


@dataclass
class WriteWanted(Message):
    """A person asked for a file."""

    page: ExportScreen
    choice: Choice
    name: str
    """The file's name or path as typed."""


@dataclass
class ApprovalWanted(Message):
    """A person filled the form for an approval: record it."""

    minuted: Minuted


@dataclass
class SchoolWanted(Message):
    """A person chose a school to open."""

    slug: str


@dataclass
class NewSchoolWanted(Message):
    """A person filled the form for a new school."""

    slug: str
    profile: Profile
    model_id: str


@dataclass
class ImportWanted(Message):
    """A person asked for the form with which a document is taken in."""


@dataclass
class DocumentWanted(Message):
    """A person named a document: read it."""

    form: ImportForm
    named: str


@dataclass
class SchoolImportWanted(Message):
    """A person said which school the document that was read belongs to: match it."""

    form: ImportForm
    school: NewSchoolWanted


@dataclass
class ModelImportWanted(Message):
    """A person said what the model is called that the document is to become: make it."""

    form: ImportForm
    model: ModelAnswers


@dataclass
class MakeSchoolWanted(Message):
    """A person is done with the matches: write the school's policy."""

    page: ImportingScreen


@dataclass
class WriteModelWanted(Message):
    """A person has seen what becomes of a model: write it."""

    page: ImportModelScreen


@dataclass
class SchoolFromModelWanted(Message):
    """A person asked for a new school with a model that was just imported."""

    model_id: str


@dataclass
class ImportDone(Message):
    """A person has read what was written of a model: back to the schools."""


@dataclass
class TerminalGone(Message):
    """The terminal was closed under the program."""


@dataclass
class EntryFilterWanted(Message):
    """A person clicked a state of the update: list only its entries."""

    name: str


@dataclass
class FindingStoodOn(Message):
    """A person stands on a finding of the list."""

    finding: Finding

    def can_replace(self, message: Message) -> bool:
        """Only the newest place matters."""
        return isinstance(message, FindingStoodOn)


@dataclass
class FindingChosen(Message):
    """A person clicked a finding: go to its place."""

    finding: Finding


@dataclass
class OthersWanted(Message):
    """A page wants to hold the policy against the others of the workspace: read them, and tell it."""

    page: FitPage
    names: tuple[str, ...]
    """Names of the open school, which are blanked out of the others too."""
