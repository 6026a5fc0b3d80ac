"""Matching: every piece of a school's document beside the clause that it is, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Input

from composer.tui.actions import bindings
from composer.tui.dialogs.ask import ChoiceDialog
from composer.tui.messages import MakeSchoolWanted
from composer.tui.screens.import_acts import ImportActs, has
from composer.tui.widgets import import_rows
from composer.tui.widgets.import_rows import LACKING

if TYPE_CHECKING:
    from textual.content import Content

    from composer.session.importing import Importing
    from composer.tui.actions import Place
    from composer.tui.widgets.import_list import Item
    from composer.tui.widgets.import_text import Shown


class ImportingScreen(ImportActs):
    """Every act is one step of the import; nothing is written before the policy is made."""

    places: tuple[Place, ...] = ("importing",)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("importing"),
        # As in editors; the table has the keys that work everywhere.
        Binding("ctrl+z", "undo", show=False),
        Binding("ctrl+y", "redo", show=False),
    ]
    about = (
        "Here your document becomes a policy, piece by piece, and nothing is written before ctrl+s. Each piece stands "
        "under the section it had, with what it becomes: ✓ the clause as it is, ± the clause adapted, + a clause of "
        "your own, ✗ left out. The per cent say how much of the clause and the piece is the same. ? asks for your "
        "look; C is clear (90 % or more, and nobody must or may do anything else), and the key C confirms all of "
        "these at once; ■ is confirmed. Beside it stand the words: [-words-] are the clause's and not yours, {+words+} "
        "are yours. Enter confirms and goes to the next. m says which clause it is, o that it is your own, x leaves it "
        "out. j joins it with the next piece, s splits it, t gives it another title. At the end stands what the model "
        "has and your document lacks: that stays undecided. u or ctrl+z takes back, U or ctrl+y does again. ctrl+s "
        "makes the school; what is not confirmed is then taken as proposed, after a question. l lists what is not "
        "carried over, such as pictures and comments. Whoever leaves before ctrl+s, with esc or ctrl+q, is asked "
        "first: what was confirmed here is lost then."
    )

    def __init__(self, importing: Importing, slug: str) -> None:
        """Take the import and the short name of the school that it will be."""
        super().__init__(importing)
        self.slug = slug

    # What is there

    @property
    def changed(self) -> bool:
        """Whether a person has said anything that would be lost."""
        return self.importing.can_undo

    def listed(self) -> tuple[Item, ...]:
        """The pieces, and what the document lacks."""
        words, clauses = self.wanted, self.importing.matching.library.clauses
        lacking = [each for each in self.importing.lacking if has(words, clauses[each].title, clauses[each].body)]
        return tuple(import_rows.items_of(self.importing, self.found_rows(), self.suggested(), lacking=lacking))

    def title_told(self) -> str:
        """The document, and where it goes; after an act what was done."""
        model = self.importing.matching.model
        return f"Import · {self.news or f'{self.importing.origin.name} → {model.title} {model.version}'}"

    def how_far(self) -> str:
        """How much is confirmed, left out and missing."""
        rows, told = self.importing.rows, len(self.importing.origin.left_out) + len(self.importing.notes)
        left = sum(row.kind == "left out" for row in rows)
        said = f"{self.importing.confirmed} of {len(rows)} confirmed · {left} left out"
        said += f" · {len(self.importing.lacking)} of the model missing"
        return said + (f" · l: {told} to read" if told else "")

    def head(self) -> Content:
        """What is stood on, and what it becomes."""
        row = self.row
        if row is None:
            return import_rows.head_of_lacking(self.importing, self.here.removeprefix(LACKING))
        return import_rows.head_of(row)

    def text(self) -> Shown:
        """The words of what is stood on."""
        row = self.row
        if row is None:
            return import_rows.shown_of_lacking(self.importing, self.here.removeprefix(LACKING))
        return import_rows.shown_of(self.importing, row, self.suggested().get(row.index))

    # Going

    def action_find_piece(self) -> None:
        """Type words to look for."""
        self.action_to_list()
        field = self.query_one("#find", Input)
        field.add_class("-open")
        field.focus()

    @on(Input.Changed, "#find")
    def _find_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.refresh_items()

    @on(Input.Submitted, "#find")
    def _find_entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.items.focus()

    def action_left_behind(self) -> None:
        """Show what is not carried over."""
        from composer.tui.screens.import_told import ImportToldScreen

        importing = self.importing
        told = import_rows.left_passages(importing.origin.left_out, importing.notes)
        told += import_rows.value_passage(importing)
        self.app.push_screen(ImportToldScreen(importing.origin.name, told))

    def action_back(self) -> None:
        """Close the search, go to the list, or leave the import."""
        field = self.query_one("#find", Input)
        if field.has_class("-open"):
            field.remove_class("-open")
            field.value = ""
            self.items.focus()
        elif self.has_class("-at-text"):
            self.action_to_list()
        else:
            self._leave()

    @work
    async def _leave(self) -> None:
        """Back to the form; what was said is only thrown away when told to."""
        if self.changed:
            said = "Nothing is written yet. What you confirmed and corrected here is lost when you go back."
            choices = [("stay", "Stay here"), ("leave", "Go back, and lose it")]
            if await self.app.push_screen_wait(ChoiceDialog("Throw this away?", said, choices)) != "leave":
                return
        self.dismiss(None)

    @work
    async def action_make_school(self) -> None:
        """Make the school; what is not confirmed is taken as proposed, after a question."""
        if self.app.screen is not self:
            return
        rows = self.importing.rows
        if all(row.kind == "left out" for row in rows):
            self.say("Every piece is left out: there is nothing to make a policy of.", warning=True)
            return
        left = [row for row in rows if not row.confirmed]
        if left:
            kinds = [row.kind for row in left]
            told = [f"{kinds.count(kind)} {words}" for kind, words in import_rows.KIND_WORDS.items() if kind in kinds]
            are = "is" if len(left) == 1 else "are"
            said = f"{len(left)} of {len(rows)} pieces {are} not confirmed and would be taken as proposed: "
            said += f"{', '.join(told)}. All of it can be changed in the composer afterwards."
            choices = [("make", f"Make it, those {len(left)} as proposed"), ("stay", "Go on looking")]
            name = self.importing.profile.name
            if await self.app.push_screen_wait(ChoiceDialog(f"Make {name} of it?", said, choices)) != "make":
                return
        self.post_message(MakeSchoolWanted(self))
