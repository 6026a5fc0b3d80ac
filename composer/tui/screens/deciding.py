"""A screen on which decisions are made: the actions of the table, run on the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from composer.policy.alternatives import to_drop
from composer.policy.problems import Problem
from composer.policy.slugs import check_slug, slug_from
from composer.text import visible
from composer.tui.screens.stepping import SteppingScreen, reason_given, sentence

if TYPE_CHECKING:
    from composer.session import Session


class DecidingScreen(SteppingScreen):
    """Knows the session and the clause a person stands on; says what was done and why something was not."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.clause_id = ""

    # What the screen must provide

    @property
    def section_id(self) -> str:
        """The heading a person stands on; empty on a clause."""
        raise NotImplementedError

    def undecided_under(self, section_id: str) -> list[str]:
        """The undecided clauses under the heading a person stands on."""
        raise NotImplementedError

    def show_clause_id(self, clause_id: str) -> None:
        """Stand on this clause."""
        raise NotImplementedError

    def catch_up(self) -> None:
        """Know where the person stands at this moment: keys may come faster than lists tell."""

    # Saying

    def tell_to_drop(self, *taken: str) -> None:
        """Say which clauses exclude those that were taken in, so that one of them is dropped."""
        session = self.session
        for said in to_drop(session.draft, session.library, session.model, taken).values():
            self.say(f"{said}: stand on it and press d.", warning=True)

    def here(self) -> str | None:
        """The clause to act on; says so when there is none."""
        self.catch_up()
        if not self.clause_id or self.section_id:
            self.say("Stand on a clause first.", warning=True)
            return None
        return self.clause_id

    # Deciding

    def action_pick(self) -> None:
        """Take the clause as it is, or every undecided clause under the heading."""
        if self.section_id:
            self._pick_section(self.section_id)
            return
        clause_id = self.here()
        if clause_id:
            title = self.session.title(clause_id)
            if self.attempt(lambda: self.session.pick(clause_id), f"Picked as it is: {title}"):
                self.tell_to_drop(clause_id)

    def _pick_section(self, section_id: str) -> None:
        undecided = self.undecided_under(section_id)
        if not undecided:
            self.say("Nothing under this heading is undecided.", warning=True)
            return
        many = "clauses" if len(undecided) > 1 else "clause"
        if self.attempt(lambda: self.session.pick(*undecided), f"Picked {len(undecided)} {many}. u takes it back."):
            self.tell_to_drop(*undecided)

    @work
    async def action_drop(self) -> None:
        """Leave the clause out; ask why where that is a deviation."""
        from composer.tui.dialogs.ask import AskDialog

        clause_id = self.here()
        if not clause_id:
            return
        title = self.session.title(clause_id)
        try:
            asks = self.session.drop_needs_reason(clause_id)
        except Problem as problem:
            self.say(sentence(problem), warning=True)
            return
        reason: str | None = ""
        if asks:
            reason = await self.app.push_screen_wait(
                AskDialog(
                    f"Why does this school leave out “{title}”?",
                    hint="We never livestream.",
                    note="Governors read this beside the dropped clause. enter drops it · esc keeps it",
                    check=reason_given,
                )
            )
        if reason is not None:
            self.attempt(lambda: self.session.drop(clause_id, reason or ""), f"Dropped: {title}. u takes it back.")

    def action_restore(self) -> None:
        """Go back to the model's words."""
        clause_id = self.here()
        if clause_id:
            title = self.session.title(clause_id)
            if self.attempt(lambda: self.session.restore(clause_id), f"Restored: {title}. u takes it back."):
                self.tell_to_drop(clause_id)

    def action_move_up(self) -> None:
        """One place up."""
        self._move(-1)

    def action_move_down(self) -> None:
        """One place down."""
        self._move(1)

    def _move(self, step: int) -> None:
        clause_id = self.here()
        if clause_id and self.attempt(lambda: self.session.move_by_one(clause_id, step)):
            self.show_clause_id(clause_id)

    def stepped(self, clause_id: str) -> None:
        """Stand on the clause that was changed."""
        if clause_id and (clause_id in self.session.policy.decisions or clause_id in self.session.library.clauses):
            self.show_clause_id(clause_id)

    def action_reason(self) -> None:
        """Give or change the reason."""
        clause_id = self.here()
        if clause_id:
            if self.session.policy.mode(clause_id) in {None, "as-is"}:
                self.say("Only a clause that is adapted, dropped or the school's own has a reason.", warning=True)
                return
            self.ask_reason(clause_id)

    @work
    async def ask_reason(self, clause_id: str) -> None:
        """Ask why the school departs from the model here; escape leaves it for later."""
        from composer.tui.dialogs.ask import AskDialog

        decision = self.session.policy.decisions[clause_id]
        title = self.session.title(clause_id)
        verb = {"adapted": "change", "dropped": "leave out", "local": "add"}.get(decision.mode, "change")
        reason = await self.app.push_screen_wait(
            AskDialog(
                f"Why does this school {verb} “{title}”?",
                value=decision.reason,
                hint="We celebrate on the newsletter first.",
                note="Governors read this beside the change. enter keeps it · esc asks later (g)",
                check=reason_given,
            )
        )
        if reason is not None and reason != decision.reason:
            self.attempt(lambda: self.session.give_reason(clause_id, reason), "Reason kept.")

    @work
    async def action_short_versions(self) -> None:
        """Mark the clause for short versions, or leave that to the model."""
        from composer.policy.short import in_words, mark_of, models_mark
        from composer.tui.dialogs.short_versions import ShortVersionsDialog

        clause_id = self.here()
        if not clause_id:
            return
        session = self.session
        decision = session.policy.decisions.get(clause_id)
        if decision is None or not decision.printed:
            self.say("Only a clause of the policy stands in a short version: pick or restore it first.", warning=True)
            return
        models = models_mark(session.draft, session.library, clause_id)
        dialog = ShortVersionsDialog(session.title(clause_id), decision.short, models)
        answer = await self.app.push_screen_wait(dialog)
        if answer is None or answer == (decision.short,):
            return
        if self.attempt(lambda: session.mark(clause_id, short=answer[0])):
            self.say(f"Short version: {in_words(mark_of(session.draft, session.library, clause_id))}.")

    @work
    async def action_add_clause(self) -> None:
        """Add a clause of the school's own to the section a person stands in."""
        from composer.tui.dialogs.ask import NewClauseDialog

        self.catch_up()
        section_id, title = self._section_here()
        answer = await self.app.push_screen_wait(NewClauseDialog(title, slug_from, self._check_new))
        if answer is None:
            return
        clause_id, clause_title = answer
        self.begin_new(clause_id, clause_title, section_id)

    def begin_new(self, clause_id: str, title: str, section_id: str) -> None:
        """Open an empty page for a clause of the school's own; it is added with its first words."""
        raise NotImplementedError

    def _section_here(self) -> tuple[str, str]:
        sections = self.session.outline()
        stood_on = [section for section in sections if section.head.id == self.section_id]
        around = [section for section in sections if any(c.id == self.clause_id for c in section.clauses)]
        head = [*stood_on, *around, *sections][0].head
        return head.id, head.title

    def _check_new(self, clause_id: str) -> None:
        check_slug(clause_id, "id")
        if clause_id in self.session.policy.decisions or clause_id in self.session.library.clauses:
            raise Problem(f"the id {clause_id} is taken", "choose another")


def heading(text: str) -> Content:
    """Someone's words as a pane's title."""
    return Content(visible(text))
