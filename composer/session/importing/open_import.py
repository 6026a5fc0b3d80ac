"""A school's document on its way into a policy: proposed matches, and a person's corrections, before anything is
written.

Every step can be undone. No step loses a word of the document but those that a person leaves out, and these are
told in the record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer import text as prose
from composer.policy import decisions
from composer.policy.incoming import Origin, split_points
from composer.policy.library import unknown
from composer.policy.problems import Problem, Refusal
from composer.session.importing import cuts
from composer.session.importing.cuts import kept_rows, label, title_of
from composer.session.importing.draft import draft_of
from composer.session.importing.intros import noted, parted, printed
from composer.session.importing.record import record_of
from composer.session.importing.rows import Learnt, Row, State
from composer.session.importing.settling import is_moot, settle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from composer.policy.dictionary import Value
    from composer.policy.incoming import CutUp, SplitPoint, Suggestion
    from composer.policy.policy import Draft
    from composer.policy.school import Profile
    from composer.session.importing.printing import Made
    from composer.session.importing.rows import Kept, Matching

__all__ = ["Importing", "Learnt", "Row"]

TITLE = "Social media policy"


class Importing:
    """What a person works on until the policy is made.

    Rows are named by their place, from 0; after ``merge_with_next`` and ``split`` those that follow have moved.

    Args:
        cut: The document, cut up. Blanks of the dictionary stand in it as placeholders.
        matching: What finds clauses, with the library and the model: ``composer.imports.matching.matcher``.
        profile: The school's profile, which decides what blanks say when the school says nothing.
        origin: Where the document comes from, for the record.
        today: The date decisions are recorded under.
        by: Who decides, as it is recorded.
    """

    def __init__(
        self,
        cut: CutUp,
        matching: Matching,
        profile: Profile,
        *,
        origin: Origin | None = None,
        today: date,
        by: str = "IT lead",
    ) -> None:
        self.cut, self.introductions = parted(cut, matching)
        self.matching = matching
        self.origin = origin or Origin("")
        self.today = today
        self.by = by
        rows = kept_rows(self.cut, matching.assign(self.cut.pieces))
        if not rows:
            raise Problem("the document has no text to import", "check that it is the right file")
        self._state = State(rows, profile, prose.strip_controls(cut.title).strip() or TITLE)
        self._done: list[tuple[str, State]] = []
        self._undone: list[tuple[str, State]] = []
        self._made: dict[object, Made] = {}
        self._suggested: tuple[tuple[Kept, ...], tuple[Suggestion, ...]] | None = None
        self._seen: tuple[State, tuple[Row, ...], tuple[Learnt, ...]] | None = None

    # What is seen

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every piece in the document's order, with what is proposed for it."""
        return self._settled()[0]

    @property
    def values(self) -> tuple[Learnt, ...]:
        """The values that the document says, in the order of the dictionary."""
        return self._settled()[1]

    @property
    def profile(self) -> Profile:
        """The school's profile."""
        return self._state.profile

    @property
    def title(self) -> str:
        """The policy's title."""
        return self._state.title

    @property
    def notes(self) -> tuple[str, ...]:
        """What to look at, as sentences: of reading, cutting and blanks.

        A note that quotes words of a piece is left out once a placeholder stands for them: a cross reference is
        numbered anew by itself.
        """
        rows = {row.label: row for row in self.rows}
        same = frozenset(printed(self.introductions, self._start(), self.matching, self._values()))
        found = (note for note in (*self.origin.notes, *self.cut.notes) if not is_moot(note, rows))
        return (*noted(self.introductions, same, self.cut), *found)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The model's clauses that no row is matched to, in its order: they will be undecided."""
        there = {row.clause_id for row in self._state.rows if not row.left_out}
        return tuple(clause_id for clause_id in self.matching.model.clause_ids if clause_id not in there)

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What to merge and what to split, by the rows' places; nothing of what a person has confirmed."""
        rows = self._state.rows
        if self._suggested is not None and self._suggested[0] == rows:
            return self._suggested[1]
        open_ = [not row.left_out and not row.confirmed for row in rows]
        joins = [
            open_[at] and at + 1 < len(rows) and open_[at + 1] and rows[at + 1].section == row.section
            for at, row in enumerate(rows)
        ]
        found = self.matching.suggestions([row.piece for row in rows], joins)
        self._suggested = (rows, tuple(each for each in found if open_[each.index]))
        return self._suggested[1]

    def split_points(self, index: int) -> tuple[SplitPoint, ...]:
        """Where a row may be split: the paragraphs, items and sentences that a second part may begin with."""
        return split_points(self._row(index).piece.text)

    def position(self, name: str) -> int:
        """The place of the row that a person calls ``4``, ``4.2`` or ``4+5``.

        Raises:
            Problem: There is none; the message says where that piece is now.
        """
        rows = self._state.rows
        for at, row in enumerate(rows):
            if label(row) == name:
                return at
        inside = next((row for row in rows if name in map(str, row.numbers)), None)
        if inside is not None:
            raise Problem(f"piece {name} is part of {label(inside)} now", f"name {label(inside)}")
        there = f"there are {rows[0].numbers[0]} to {rows[-1].numbers[-1]}"
        raise Problem(f"there is no piece {prose.visible(name)!r}", there)

    def was_titled(self, index: int) -> str:
        """The document's own heading of a row that prints under another title; empty where it is kept."""
        row = self._row(index)
        first = row.first_title or (row.piece.title if row.piece.titled_by == "heading" else "")
        return first if not row.left_out and first and title_of(row, self.matching) != " ".join(first.split()) else ""

    @property
    def confirmed(self) -> int:
        """How many rows a person has confirmed or decided."""
        return sum(row.confirmed for row in self._state.rows)

    # What a person says

    def confirm(self, index: int) -> None:
        """Say that a row is right as it is proposed."""
        self._set(index, f"confirmed {self._named(index)}", confirmed=True)

    def confirm_clear(self, least: int = 90) -> int:
        """Confirm every row that is matched with at least this score; how many that were.

        A row that changes what people must do waits for a person to look at it, whatever its score.
        """
        open_ = (row for row in self.rows if row.matched and row.score >= least and not row.confirmed)
        clear = {row.index for row in open_ if not row.look_at}
        rows = tuple(replace(row, confirmed=row.confirmed or at in clear) for at, row in enumerate(self._state.rows))
        if clear:
            self._do(f"confirmed {len(clear)} rows", replace(self._state, rows=rows))
        return len(clear)

    def match(self, index: int, clause_id: str) -> None:
        """Say which clause a row is. A row that had that clause is proposed anew.

        Raises:
            Problem: There is no such clause; the message names the nearest.
        """
        if clause_id not in self.matching.library.clauses:
            raise unknown("clause", clause_id, self.matching.library.clauses)
        self._row(index)
        rows = list(self._state.rows)
        given_up = [at for at, row in enumerate(rows) if row.clause_id == clause_id and at != index]
        rows[index] = replace(rows[index], clause_id=clause_id, confirmed=True, left_out=False)
        self._do(f"matched {self._named(index)}", replace(self._state, rows=self._proposed_anew(rows, given_up)))

    def local(self, index: int) -> None:
        """Say that a row is the school's own clause."""
        self._set(index, f"made {self._named(index)} the school's own", clause_id=None, confirmed=True, left_out=False)

    def leave_out(self, index: int) -> None:
        """Leave a row's words out of the policy; the record keeps that it was done."""
        self._set(index, f"left out {self._named(index)}", left_out=True, confirmed=True)

    def take_back(self, index: int) -> None:
        """Take a row in that was left out.

        Raises:
            Refusal: It was not left out.
        """
        row = self._row(index)
        if not row.left_out:
            raise Refusal(f"piece {label(row)} is not left out")
        rows = list(self._state.rows)
        rows[index] = replace(row, left_out=False, confirmed=False)
        taken = any(row.clause_id == each.clause_id for at, each in enumerate(rows) if at != index)
        anew = [index] if taken and row.clause_id is not None else []
        self._do(f"took {self._named(index)} back", replace(self._state, rows=self._proposed_anew(rows, anew)))

    def merge_with_next(self, index: int) -> None:
        """Make one row of a row and the next; the second one's own heading goes into the text.

        Raises:
            Refusal: There is no next one in the same section, or one of them is left out.
        """
        rows = list(self._state.rows)
        merged = cuts.merged(self._row(index), rows[index + 1] if index + 1 < len(rows) else None)
        rows[index : index + 2] = [merged]
        self._do(f"merged {self._named(index)}", replace(self._state, rows=self._proposed_anew(rows, [index])))

    def split(self, index: int, point: int) -> None:
        """Make two rows of one, at a point of ``split_points``, counted from 0.

        Raises:
            Refusal: There is no such point.
        """
        rows, row = list(self._state.rows), self._row(index)
        points = split_points(row.piece.text)
        if not 0 <= point < len(points):
            there = f"there are 1 to {len(points)}" if points else "it has only one sentence"
            raise Refusal(f"piece {label(row)} has no split point {point + 1}", there)
        rows[index : index + 1] = cuts.split(row, points[point].at)
        anew = self._proposed_anew(cuts.with_parts(rows, index), [index, index + 1])
        self._do(f"split {self._named(index)}", replace(self._state, rows=anew))

    def retitle(self, index: int, title: str) -> None:
        """Give a row another title.

        Raises:
            Refusal: The title is empty.
        """
        row, said = self._row(index), " ".join(prose.strip_controls(title).split())
        if not said:
            raise Refusal("the title is empty", "write one")
        first = row.first_title or (row.piece.title if row.piece.titled_by == "heading" else "")
        piece = replace(row.piece, title=said, titled_by="person")
        self._set(index, f"retitled {self._named(index)}", piece=piece, keeps_title=True, first_title=first)

    def keep_title(self, index: int, *, keep: bool) -> None:
        """Keep the document's title of a matched row, or take the clause's."""
        self._set(index, f"{'kept' if keep else 'took'} the title of {self._named(index)}", keeps_title=keep)

    def set_value(self, name: str, said: str | None) -> None:
        """Say what a blank is filled with, as a person types it; None refuses what the document says.

        Raises:
            Problem: The dictionary has no such blank, or does not take that answer.
        """
        entry = self.matching.library.values.get(name)
        if entry is None:
            raise unknown("value", name, self.matching.library.values)
        if entry.follows:
            raise Refusal(f"{name} follows {entry.follows} and has no answer of its own", f"set {entry.follows}")
        values = {**self._state.values, name: entry.read(said) if said is not None else None}
        self._do(f"filled {name}", replace(self._state, values=values))

    def set_profile(self, profile: Profile) -> None:
        """Say what kind of school it is."""
        self._do("changed the school's profile", replace(self._state, profile=profile))

    def set_title(self, title: str) -> None:
        """Give the policy a title.

        Raises:
            Refusal: It is empty.
        """
        said = " ".join(prose.strip_controls(title).split())
        if not said:
            raise Refusal("the policy has no title", "give it one")
        self._do("changed the policy's title", replace(self._state, title=said))

    # Steps

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._undone)

    def undo(self) -> str:
        """Take back the last step; what it was, in words.

        Raises:
            Refusal: There is none.
        """
        if not self._done:
            raise Refusal("there is nothing to undo")
        said, before = self._done.pop()
        self._undone.append((said, self._state))
        self._state = before
        return said

    def redo(self) -> str:
        """Do again what was undone last; what it was, in words.

        Raises:
            Refusal: There is nothing to redo.
        """
        if not self._undone:
            raise Refusal("there is nothing to redo")
        said, after = self._undone.pop()
        self._done.append((said, self._state))
        self._state = after
        return said

    # What it comes to

    def draft(self) -> Draft:
        """The policy as it stands, with its own sections in the document's order and no reasons given yet.

        Raises:
            Problem: The school's profile or a text is not one that a policy may hold.
        """
        return draft_of(self, self._start(), self._values())

    def record(self) -> str:
        """What was imported and how, as Markdown, to be kept beside the policy."""
        return record_of(self)

    def _values(self) -> dict[str, Value]:
        return {each.name: each.value for each in self.values if each.value is not None}

    def _start(self) -> Draft:
        matching = self.matching
        return decisions.start(self._state.profile, matching.model, matching.library, self._state.title)

    def _settled(self) -> tuple[tuple[Row, ...], tuple[Learnt, ...]]:
        if self._seen is None or self._seen[0] is not self._state:
            rows, values = settle(self._state, self.cut, self.matching, self._start(), self._made)
            self._seen = (self._state, rows, values)
        return self._seen[1:]

    def _row(self, index: int) -> Kept:
        rows = self._state.rows
        if not 0 <= index < len(rows):
            raise Refusal(f"there is no row {index}", f"there are {len(rows)}")
        return rows[index]

    def _named(self, index: int) -> str:
        row = self._row(index)
        return f"{label(row)} {row.piece.title}"

    def _set(self, index: int, said: str, **changes: object) -> None:
        row = replace(self._row(index), **changes)  # type: ignore[arg-type]
        rows = self._state.rows
        self._do(said, replace(self._state, rows=(*rows[:index], row, *rows[index + 1 :])))

    def _proposed_anew(self, rows: Sequence[Kept], which: Sequence[int]) -> tuple[Kept, ...]:
        """The rows, with some of them proposed again: their text is another now, or their clause was taken."""
        found = list(rows)
        others = (row for at, row in enumerate(rows) if at not in which and not row.left_out)
        taken = [row.clause_id for row in others if row.clause_id is not None]
        proposed = self.matching.assign([rows[at].piece for at in which], taken)
        for at, clause_id in zip(which, proposed, strict=True):
            found[at] = replace(rows[at], clause_id=clause_id, confirmed=False)
        return tuple(found)

    def _do(self, said: str, after: State) -> None:
        if after == self._state:
            return
        self._done.append((said, self._state))
        self._undone.clear()
        self._state = after
