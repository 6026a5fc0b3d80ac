"""One open policy: its decisions and edits, undo and redo, and what follows from them.

Plain Python between the values and the face: no files, no screen. Every change is one step that can be
undone; a burst of typing in one clause is one step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer import text as prose
from composer.policy import changes, decisions
from composer.policy.problems import Refusal
from composer.policy.settled import with_pins_from
from composer.session.policy_view import PolicyView, library_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from composer.policy.clause import Audience
    from composer.policy.dictionary import Value
    from composer.policy.library import Library
    from composer.policy.policy import Draft

__all__ = ["Session", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable change."""

    label: str
    """What was done, in words: "dropped Class livestreams"."""
    clause_id: str
    """The clause it concerns; empty for a value."""
    before: Draft
    after: Draft
    typing: bool = False
    """Whether further typing in the same clause still belongs to this step."""


class Session(PolicyView):
    """One open policy.

    Args:
        draft: The policy and its lock as opened.
        library: The whole library; the model's own words are laid over it here.
        today: The date decisions are recorded under.
        by: Who decides, as it is recorded.
        read_only: Why nothing may be changed; empty when everything may.
    """

    def __init__(
        self, draft: Draft, library: Library, *, today: date, by: str = "IT lead", read_only: str = ""
    ) -> None:
        super().__init__(draft, library, today=today, read_only=read_only)
        self.by = by
        self._saved = draft
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def saved(self) -> Draft:
        """The draft as it was last opened or saved."""
        return self._saved

    @property
    def dirty(self) -> bool:
        """Whether there is something to save."""
        if self._draft is self._saved:
            return False
        # Sections that only changed places make equal drafts.
        return self._draft != self._saved or not changes.between(self._saved, self._draft).nothing

    # Decisions

    def pick(self, *clause_ids: str) -> None:
        """Take clauses as they are, all in one step.

        Raises:
            Problem: One of them cannot be picked; then none is.
        """
        now = self._settled()
        for clause_id in clause_ids:
            now = decisions.pick(now, self.library, self.model, clause_id, by=self.by, on=self.today)
        if clause_ids:
            said = self.title(clause_ids[0]) if len(clause_ids) == 1 else f"{len(clause_ids)} clauses"
            self._do(f"picked {said}", clause_ids[0], now)

    def adapt(self, clause_id: str, text: str, reason: str) -> None:
        """Give a clause the school's own words and say why, in one step; a blank reason keeps the one there is."""
        now = decisions.adapt(
            self._settled(), self.library, self.model, clause_id, text, by=self.by, on=self.today, reason=reason
        )
        if now.policy.decisions[clause_id].wants_reason:
            raise Refusal(f"adapting {clause_id} needs a reason", "say why this school departs from the model")
        self._do(f"adapted {self.title(clause_id)}", clause_id, now)

    def edit(self, clause_id: str, text: str) -> None:
        """Take what was typed so far; all typing until ``finish_edit`` is one step.

        Text that is empty for the moment is kept too: a person may clear a clause before writing it.
        """
        if not self._typing(clause_id):
            self._settled()
        if decisions.as_kept(text) == self.text(clause_id):
            return
        now = decisions.retype(self._draft, self.library, self.model, clause_id, text, by=self.by, on=self.today)
        self._do(f"edited {self.title(clause_id)}", clause_id, now, typing=True)

    def finish_edit(self, clause_id: str) -> None:
        """End a burst of typing: text that is the model's again is no adaptation, and empty text is not kept."""
        if self._typing(clause_id):
            self._settled()

    def finish_typing(self) -> None:
        """End any burst of typing, as ``finish_edit`` ends the one in a clause."""
        self._settled()

    def give_reason(self, clause_id: str, reason: str) -> None:
        """Say why a clause was adapted or dropped."""
        draft = self._settled()
        decisions.check_known(draft, self.library, clause_id)
        now = decisions.give_reason(draft, clause_id, reason, by=self.by, on=self.today)
        self._do(f"gave the reason for {self.title(clause_id)}", clause_id, now)

    def drop(self, clause_id: str, reason: str = "") -> None:
        """Leave a clause out."""
        now = decisions.drop(self._settled(), self.library, self.model, clause_id, reason, by=self.by, on=self.today)
        self._do(f"dropped {self.title(clause_id)}", clause_id, now)

    def drop_needs_reason(self, clause_id: str) -> bool:
        """Whether dropping the clause is a deviation to explain; raises what ``drop`` would refuse."""
        try:
            decisions.drop(self._draft, self.library, self.model, clause_id, "", by=self.by, on=self.today)
        except Refusal:
            decisions.drop(self._draft, self.library, self.model, clause_id, "a reason", by=self.by, on=self.today)
            return True
        return False

    def restore(self, clause_id: str) -> None:
        """Go back to the words the decision was made on."""
        now = decisions.restore(self._settled(), self.library, self.model, clause_id, by=self.by, on=self.today)
        self._do(f"restored {self.title(clause_id)}", clause_id, now)

    def add_local(
        self, clause_id: str, title: str, section: str, text: str, reason: str = "", *, typing: bool = False
    ) -> None:
        """Add a clause of the school's own; with ``typing``, what is typed next belongs to the same step."""
        now = decisions.add_local(
            self._settled(),
            self.library,
            self.model,
            clause_id,
            title=title,
            section=section,
            text=text,
            by=self.by,
            on=self.today,
            reason=reason,
        )
        self._do(f"added {now.title(clause_id)}", clause_id, now, typing=typing)

    def move(self, clause_id: str, *, before: str | None = None, after: str | None = None) -> None:
        """Put a clause before or after another."""
        draft = self._settled()
        for each in (clause_id, before, after):
            if each is not None:
                decisions.check_known(draft, self.library, each)
        now = decisions.move(draft, clause_id, before=before, after=after)
        self._do(f"moved {self.title(clause_id)}", clause_id, now)

    def move_by_one(self, clause_id: str, step: int) -> None:
        """Move a clause up (-1) or down (+1) past its neighbour in the outline, over a section's border if need be."""
        draft = self._settled()
        decisions.check_known(draft, self.library, clause_id)
        now = decisions.move_by_one(draft, self.outline(), clause_id, step)
        self._do(f"moved {self.title(clause_id)}", clause_id, now)

    def mark(self, *clause_ids: str, short: Iterable[Audience] | None) -> None:
        """Say in whose short version clauses stand, all in one step; None leaves it to the model."""
        from composer.policy.short import mark

        now, said = self._settled(), None if short is None else tuple(short)
        for clause_id in clause_ids:
            decisions.check_known(now, self.library, clause_id)
            now = mark(now, self.library, clause_id, said)
        if clause_ids:
            named = self.title(clause_ids[0]) if len(clause_ids) == 1 else f"{len(clause_ids)} clauses"
            self._do(f"marked {named} for short versions", clause_ids[0], now)

    def set_value(self, name: str, value: Value | None) -> None:
        """Fill a blank, or empty it with None."""
        self.set_values({name: value})

    def set_values(self, values: dict[str, Value | None]) -> None:
        """Fill several blanks in one step; those that stay as they are do not count."""
        now = self._settled()
        changed = [name for name, value in values.items() if self.policy.values.get(name) != value]
        for name in changed:
            now = decisions.set_value(now, self.library, name, values[name])
        if changed:
            said = changed[0] if len(changed) == 1 else f"{len(changed)} values"
            self._do(f"filled {said}", "", now)

    # Steps

    def undo(self) -> Step:
        """Take back the last step.

        Raises:
            Refusal: There is none.
        """
        if not self._done:
            raise Refusal("there is nothing to undo")
        step = self._done.pop()
        settled = _after_typing(step, self.library) if step.typing else step.after
        if settled is not None:
            self._undone.append(replace(step, after=settled, typing=False))
        self._turn_to(step.before)
        return step

    def redo(self) -> Step:
        """Do again what was undone last.

        Raises:
            Refusal: There is nothing to redo.
        """
        if not self._undone:
            raise Refusal("there is nothing to redo")
        step = self._undone.pop()
        self._done.append(step)
        self._turn_to(step.after)
        return step

    def mark_saved(self, draft: Draft | None = None) -> None:
        """Remember that this draft (the present one unless named) is what the file holds."""
        self._saved = draft if draft is not None else self._draft
        now = with_pins_from(self._draft, self._saved.lock.settled)
        if now is not self._draft:
            self._turn_to(now)

    def replace_saved(self, draft: Draft) -> None:
        """Go on from what somebody else put into the file; nothing was unsaved, so there is nothing to undo."""
        self._saved = draft
        self._done.clear()
        self._undone.clear()
        self._turn_to(draft)

    def replace_draft(self, draft: Draft, label: str, clause_id: str = "") -> None:
        """Put another draft in place as one step: a recovered journal, a joined file, a settled update, an answer."""
        self._settled()
        self._do(label, clause_id, draft)

    def _settled(self) -> Draft:
        """The present draft, after the end of any burst of typing."""
        if self._done and self._done[-1].typing:
            step = self._done.pop()
            settled = _after_typing(step, self.library)
            if settled is not None:
                self._done.append(replace(step, after=settled, typing=False))
            self._turn_to(step.before if settled is None else settled)
        return self._draft

    def _typing(self, clause_id: str) -> bool:
        return bool(self._done) and self._done[-1].typing and self._done[-1].clause_id == clause_id

    def _do(self, label: str, clause_id: str, after: Draft, *, typing: bool = False) -> None:
        if self.read_only:
            raise Refusal(f"this policy is read-only: {self.read_only}")
        if after is self._draft:
            return
        if typing and self._typing(clause_id):
            self._done[-1] = replace(self._done[-1], after=after)
        else:
            self._done.append(Step(label, clause_id, self._draft, after, typing))
        self._undone.clear()
        self._turn_to(after)

    def _turn_to(self, draft: Draft) -> None:
        # Saving pins what hand-written answers were settled on; an earlier step does not know of that.
        self._draft = with_pins_from(draft, self._saved.lock.settled)
        self._cache.clear()


def _after_typing(step: Step, library: Library) -> Draft | None:
    """What a burst of typing comes to; None when it comes to nothing."""
    before, clause_id = step.before, step.clause_id
    decided = clause_id in before.policy.decisions
    first = before.text(clause_id) if decided else library_text(library, clause_id)
    typed = step.after.text(clause_id)
    if not typed.strip() or prose.exact_form(typed) == prose.exact_form(first):
        return None
    return decisions.settle(step.after, clause_id)
