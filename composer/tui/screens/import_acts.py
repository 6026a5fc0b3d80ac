"""What a person says of the pieces of an import: each act one step, and what has to be asked first."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from textual import work
from textual.widgets import Input

from composer.policy.problems import Problem, Refusal
from composer.tui.dialogs.ask import AskDialog
from composer.tui.dialogs.import_match import Choosable, MatchDialog, SplitDialog
from composer.tui.screens.import_panes import ImportPanes
from composer.tui.screens.stepping import sentence
from composer.tui.widgets.import_rows import CLEAR, IS_CLEAR, flag, key_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.policy.incoming import Piece, Suggestion
    from composer.session.importing import Importing
    from composer.session.importing.rows import Row

UNDO = "u takes it back"
NONE_LISTED = "No piece has these words: esc lists all again."
ALL_LISTED = "All that are listed are confirmed: esc lists all again."


class ImportActs(ImportPanes):
    """Knows the import and the piece a person stands on."""

    FINDS = True

    def __init__(self, importing: Importing) -> None:
        super().__init__()
        self.importing = importing
        self._pieces: tuple[Piece, ...] = ()
        self._found: tuple[Suggestion, ...] = ()

    # What is there

    @property
    def row(self) -> Row | None:
        """The row stood on; None on what the document lacks."""
        rows = self.importing.rows
        at = int(self.here) if self.here.isdecimal() else -1
        return rows[at] if 0 <= at < len(rows) else None

    def suggested(self) -> dict[int, Suggestion]:
        """What to join and to split, by the row; looked for anew only when the pieces are others."""
        rows = self.importing.rows
        pieces = tuple(row.piece for row in rows)
        if pieces != self._pieces:
            self._pieces, self._found = pieces, self.importing.suggestions
        settled = {row.index for row in rows if row.confirmed}
        return {
            each.index: each
            for each in self._found
            if each.index not in settled and not (each.kind == "merge" and each.index + 1 in settled)
        }

    @property
    def wanted(self) -> list[str]:
        """The words that are looked for."""
        return self.query_one("#find", Input).value.casefold().split()

    def found_rows(self) -> list[Row]:
        """The rows that are listed."""
        words = self.wanted
        return [row for row in self.importing.rows if has(words, row.title, row.clause_title, row.piece.text)]

    def unconfirmed(self, index: int, by: int) -> int | None:
        """The next listed row that is not confirmed, after ``index`` or before it."""
        open_ones, many = {row.index for row in self.found_rows() if not row.confirmed}, len(self.importing.rows)
        order = ((index + by * step) % many for step in range(1, many + 1))
        return next((at for at in order if at in open_ones), None)

    def action_next_unconfirmed(self) -> None:
        """The next piece that is not confirmed."""
        self._go(1)

    def action_previous_unconfirmed(self) -> None:
        """The one before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        self.catch_up()
        if self.wanted and not self.found_rows():
            self.say(NONE_LISTED, warning=True)
            return
        row = self.row
        to = self.unconfirmed(row.index if row is not None else -1 if by > 0 else 0, by)
        if to is None:
            self.say(ALL_LISTED if self.wanted else "All are confirmed: ctrl+s makes the school.")
            return
        self.news = ""
        self.stand_on(key_of(to))

    # Saying

    def attempt(self, act: Callable[[], object], done: str) -> bool:
        """Do something to the import; say what was done, or why it was refused."""
        try:
            act()
        except Problem as problem:
            self.say(sentence(problem), warning=True)
            return False
        self._shown_for = ""
        self.refresh_items()
        self.say(done)
        return True

    def _ready(self) -> Row | None:
        """The row to say something of; where there is none, why not is said."""
        if self.app.screen is not self:
            # A key that came before the dialog of the one before it was up.
            return None
        self.catch_up()
        if not self.here:
            self.say(NONE_LISTED, warning=True)
        elif self.row is None:
            self.say("The document lacks this clause: there is nothing of it to decide here.", warning=True)
        return self.row

    def _settled(self, row: Row, act: Callable[[], object], done: str) -> None:
        """Say something of a row, and go to the next that is not confirmed."""

        def act_and_go_on() -> None:
            act()
            to = self.unconfirmed(row.index, 1)
            self.here = key_of(to) if to is not None else self.here

        said = f"{done}, {UNDO}: {row.label} {row.title or row.piece.title}"
        if self.attempt(act_and_go_on, said) and self.unconfirmed(row.index, 1) is None:
            all_told = ALL_LISTED if self.wanted else "All are confirmed: ctrl+s makes the school."
            self.say(f"{all_told} {done} {row.label}, {UNDO}.")

    def action_confirm_piece(self) -> None:
        """Confirm what is proposed; where the words are not in sight, show them first."""
        self.catch_up()
        if self.row is None:
            self.action_next_unconfirmed()
        elif not self.in_sight:
            self.action_open_text()
        else:
            row = self._ready()
            if row is not None:
                self._settled(row, lambda: self.importing.confirm(row.index), "Confirmed")

    def action_go_on_from_list(self) -> None:
        """Enter in the list does what it does everywhere."""
        self.action_confirm_piece()

    def action_confirm_clear(self) -> None:
        """Confirm every clear match in one step."""
        clear = sum(flag(row) == IS_CLEAR for row in self.importing.rows)
        if not clear:
            self.say("None is clear any more: each ? asks for your look, and enter confirms it.", warning=True)
            return
        self.attempt(
            lambda: self.importing.confirm_clear(CLEAR),
            f"Confirmed {clear} clear {'piece' if clear == 1 else 'pieces'}, {UNDO}",
        )

    @work
    async def action_match_piece(self) -> None:
        """Choose the clause that the piece is."""
        row = self._ready()
        if row is None:
            return
        dialog = MatchDialog(f"Which clause is {row.label} “{row.piece.title}”?", self._choosable(row))
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is not None:
            self._settled(row, lambda: self.importing.match(row.index, chosen), "Matched")

    def _choosable(self, row: Row) -> list[Choosable]:
        library, model = self.importing.matching.library, self.importing.matching.model
        taken = {each.id: each.label for each in self.importing.rows if each.matched and each.index != row.index}
        scores = {each.clause_id: each.score for each in row.candidates}
        inside = frozenset(model.clause_ids)

        def choosable(clause_id: str) -> Choosable:
            clause = library.clauses[clause_id]
            notes = [] if clause_id in inside else ["in the library only"]
            notes += [f"is piece {taken[clause_id]} now"] if clause_id in taken else []
            return Choosable(clause_id, clause.title, clause.body, scores.get(clause_id), ", ".join(notes))

        return [choosable(each) for each in dict.fromkeys((*scores, *model.clause_ids, *library.clauses))]

    def action_own_clause(self) -> None:
        """Make the piece a clause of the school's own."""
        row = self._ready()
        if row is not None:
            self._settled(row, lambda: self.importing.local(row.index), "The school's own")

    def action_leave_out(self) -> None:
        """Leave the piece out, or take it in again."""
        row = self._ready()
        if row is None:
            return
        if row.kind == "left out":
            self.attempt(lambda: self.importing.take_back(row.index), f"Taken in again: {row.label} {row.piece.title}")
        else:
            self._settled(row, lambda: self.importing.leave_out(row.index), "Left out")

    def action_join_next(self) -> None:
        """Make one piece of this and the next."""
        row = self._ready()
        if row is not None:
            self.attempt(lambda: self.importing.merge_with_next(row.index), f"Joined {row.label} with the next, {UNDO}")

    @work
    async def action_split_piece(self) -> None:
        """Choose where a second piece begins."""
        row = self._ready()
        if row is None:
            return
        points = self.importing.split_points(row.index)
        if not points:
            self.say(f"Piece {row.label} is one sentence: there is nowhere to split it.", warning=True)
            return
        ends = [0, *(point.at for point in points), len(row.piece.text)]
        parts = [row.piece.text[start:end].strip() for start, end in pairwise(ends)]
        suggestion = self.suggested().get(row.index)
        at = suggestion.at if suggestion is not None and suggestion.kind == "split" else points[0].at
        here = next((number for number, point in enumerate(points) if point.at == at), 0)
        dialog = SplitDialog(f"Where does {row.label} “{row.piece.title}” come apart?", parts, here)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is not None:
            self.attempt(lambda: self.importing.split(row.index, int(chosen)), f"Split {row.label} in two, {UNDO}")

    @work
    async def action_retitle(self) -> None:
        """Give the piece another title."""
        row = self._ready()
        if row is None:
            return
        title = row.title or row.piece.title
        was = self.importing.was_titled(row.index)
        note = f"The clause's title is “{row.clause_title}”. " if row.clause_title else ""
        note += f"In the document it was “{was}”. " if was else ""
        dialog = AskDialog(
            f"The title of {row.label}", value=title, note=f"{note}enter keeps it · esc leaves it", check=_title_given
        )
        said = await self.app.push_screen_wait(dialog)
        if said is None or said == title:
            return
        if said == row.clause_title:
            self.attempt(lambda: self.importing.keep_title(row.index, keep=False), f"Takes the clause's title, {UNDO}")
        else:
            self.attempt(lambda: self.importing.retitle(row.index, said), f"Retitled {row.label}, {UNDO}")

    def action_undo(self) -> None:
        """Take back the last step."""
        self._step(self.importing.undo, "Undone")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._step(self.importing.redo, "Done again")

    def _step(self, act: Callable[[], str], said: str) -> None:
        before = self.importing.rows
        try:
            step = act()
        except Refusal as refusal:
            self.say(sentence(refusal), warning=True)
            return
        other = [now.index for old, now in zip(before, self.importing.rows, strict=False) if old != now]
        if other:
            self.here = key_of(other[0])
        self._shown_for = ""
        self.refresh_items()
        self.say(f"{said}: {step}")


def has(words: list[str], *texts: str) -> bool:
    """Whether all of the words stand in these texts."""
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words)


def _title_given(said: str) -> None:
    if not said:
        raise Problem("a clause needs a title", "type one, or press esc")
