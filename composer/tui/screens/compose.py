"""The compose screen: a policy's clauses decided about and written, with the changes from the model live."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work

from composer.policy.problems import Problem
from composer.tui.actions import actions, bindings
from composer.tui.messages import ExportWanted, PolicyChanged, Typed
from composer.tui.screens.findings import FindingsScreen
from composer.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.binding import BindingType

    from composer.tui.actions import Place


class ComposeScreen(FindingsScreen):
    """The heart: what a person decides and writes here goes to the session at once."""

    CSS_PATH = "compose.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings("compose", "clauses", "reading", "findings")
    evidence_at = ("", "")
    """The page of the evidence that was looked at last and its row."""
    about = (
        "This is where the policy is composed. Every clause of the model has a place in the outline; ? stands for a "
        "clause nobody has decided about yet. Stand on one and pick it, adapt it or drop it. What you change is "
        "compared with the model's text as you type. Checks look at the whole meanwhile: ✗ is to be mended before "
        "approval, ! wants a decision; F5 lists them, ] goes to the words. One that is right as it is can be set aside."
    )

    # Writing

    async def action_adapt(self) -> None:
        """Open the clause for writing."""
        clause_id = self.here()
        if not clause_id:
            return
        if self.session.read_only:
            self.say(f"This policy is read-only: {self.session.read_only}", warning=True)
            return
        self._begin(clause_id)

    def begin_new(self, clause_id: str, title: str, section_id: str) -> None:
        """An empty page; the clause is added with its first words."""
        self._came_from = self.clause_id
        self._new = (clause_id, title, section_id)
        self.clause.new_title = title
        self.clause_id = clause_id
        self.clause.editor.show(clause_id, "")
        self._begin(clause_id)

    def _begin(self, clause_id: str) -> None:
        self.clause.editor.show(clause_id, self.session.text(clause_id))
        self._go("clause", focus=False)
        self.clause.editor.begin()
        self.add_class("-writing")
        self._paint_clause(keep_place=True)
        self.query_one(KeyBar).show_places("everywhere", *self.places)

    @on(Typed)
    def _typed(self) -> None:
        if self._take_typing():
            self.post_message(PolicyChanged())
            self.outline.show()
            self.outline.clauses.go(self.clause_id)
            self._paint_clause(keep_place=True)
            self.diff.follow(self.session.diff(self.clause_id), self.clause.editor.caret)
            self.check_soon()

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the person is, in the words of the table of actions."""
        if self.writing:
            return ("compose", "writing")
        return ("compose", "findings") if self.pane == "findings" else ("compose", "clauses", "reading")

    def keep_typing(self) -> None:
        """Tell the session what the editor holds now, because the program is about to stop."""
        if self.writing:
            self._take_typing()

    def _take_typing(self) -> bool:
        """Tell the session what the editor holds; False when the session refuses it."""
        editor = self.clause.editor
        try:
            if self._new is not None:
                if not editor.text.strip():
                    return True
                clause_id, title, section_id = self._new
                self.session.add_local(clause_id, title, section_id, editor.text + "\n", typing=True)
                self._new, self.clause.new_title = None, ""
            else:
                self.session.edit(editor.clause_id, editor.text)
        except Problem as problem:
            self.say(str(problem), warning=True)
            return False
        return True

    def action_stop_writing(self) -> None:
        """End writing and, where the words changed and no reason is known, ask for it."""
        self.leave_writing(ask=True)
        self.clause.editor.focus()

    def leave_writing(self, *, ask: bool) -> bool:
        """End writing; False when the words cannot be taken, and then they stay where they are."""
        editor = self.clause.editor
        if not editor.writing:
            return True
        clause_id = editor.clause_id
        if not self._take_typing():
            self.outline.clauses.go(clause_id)
            self.library.clauses.go(clause_id)
            self._go("clause")
            return False
        was_new, self._new, self.clause.new_title = self._new, None, ""
        self.session.finish_edit(clause_id)
        editor.end()
        self.remove_class("-writing")
        self.query_one(KeyBar).show_places("everywhere", *self.places)
        gone = clause_id not in self.session.policy.decisions and clause_id not in self.session.library.clauses
        if was_new is not None or gone:
            self.say("Nothing was written, so no clause was added.")
            self.clause_id = self._came_from
        self.post_message(PolicyChanged())
        self.refresh_policy()
        self.outline.clauses.go(self.clause_id)
        self.tell_to_drop(clause_id)
        decision = self.session.policy.decisions.get(clause_id)
        if ask and decision is not None and decision.wants_reason:
            self.ask_reason(clause_id)
        return True

    # Other screens

    def action_save(self) -> None:
        """Write the policy, with what was typed a moment ago."""
        self.keep_typing()
        super().action_save()

    async def action_schools(self) -> None:
        """One step back: all panes, the list a person came from, all of it, and only then the list of schools."""
        if self.has_class("-zoomed"):
            self.action_zoom()
        elif self.pane in {"clause", "changes"}:
            self._go(self._left)
        elif self.pane == "findings":
            self._go("policy")
        elif self.pane == "library" and self.library.query_text:
            self.library.clear_filter(self.clause_id)
        else:
            await self.run_action("app.schools")

    def action_values(self) -> None:
        """Fill the blanks."""
        self.open_values()

    def open_values(self, name: str = "") -> None:
        """Fill the blanks, beginning with this one."""
        from composer.tui.screens.values import ValuesScreen

        self.app.push_screen(ValuesScreen(self.session, name))

    @work
    async def action_compare(self) -> None:
        """The whole policy against the model."""
        from composer.tui.screens.compare import CompareScreen

        chosen = await self.app.push_screen_wait(CompareScreen(self.session, self.clause_id))
        if chosen:
            self.show_clause_id(chosen)
            self._go("clause")

    def action_evidence(self) -> None:
        """What settles the scenarios, and how the processes stand."""
        self.open_evidence()

    @work
    async def open_evidence(self, kind: str = "", key: str = "") -> None:
        """Show the evidence, standing on this scenario or process."""
        from composer.tui.screens.evidence import EvidenceScreen

        try:
            # What is read on the first look is read here, where a mistake in it can be told.
            self.session.scenarios()
            self.session.processes()
            dict(self.session.library.topics)
        except Problem as problem:
            self.say(str(problem), warning=True)
            return
        evidence = EvidenceScreen(self.session, *((kind, key) if kind else self.evidence_at))
        chosen = await self.app.push_screen_wait(evidence)
        self.evidence_at = evidence.at
        if chosen:
            self.show_clause_id(chosen)
            self._go("clause")

    def action_update(self) -> None:
        """Take in the newer model."""
        from composer.tui.screens.update import UpdateScreen

        self.app.push_screen(UpdateScreen(self.session))

    def action_approval(self) -> None:
        """Whether the policy is approved, and the form that records it."""
        from composer.tui.screens.approval import ApprovalScreen

        self.app.push_screen(ApprovalScreen(self.session))

    async def action_preview(self) -> None:
        """The policy as it prints."""
        await self.run_action("app.preview")

    def action_export(self) -> None:
        """Go where the policy is written."""
        self.keep_typing()
        self.post_message(ExportWanted())

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """What stands behind the clause stood on, for the help about it: a heading, then lines with their labels."""
        from composer.policy.scenarios import background, law_told, readers_told

        clause, short = self.session.library.clauses.get(self.clause_id), self._short_told()
        if clause is None:
            return ((self.session.title(self.clause_id), ""), *short) if short else ()
        try:
            behind = background(clause, self.session.library)
        except Problem as problem:
            return ((self.session.title(clause.id), ""), ("Trouble", str(problem)))
        return (
            (self.session.title(clause.id), ""),
            *(("Settles", title or key) for key, title in behind.settles),
            *(("Topic", f"{title} ({key})" if title else key) for key, title in behind.topics),
            *(("Rests on", law_told(*law)) for law in behind.rests_on),
            ("Readers", readers_told(behind)),
            *short,
        )

    def _short_told(self) -> tuple[tuple[str, str], ...]:
        from composer.policy.short import in_words, mark_of

        decision = self.session.policy.decisions.get(self.clause_id)
        if decision is None or not decision.printed:
            return ()
        short = mark_of(self.session.draft, self.session.library, self.clause_id)
        return (("Short for", in_words(short) if short else "nobody"),)

    def on_screen_resume(self) -> None:
        """What another screen changed shows here."""
        if self.clause_id:
            self.refresh_policy()
            self.call_after_refresh(self.count_update)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a clause is written, only the keys that are meant for it work."""
        if action == "stop_writing":
            return self.writing
        if self.is_mounted and self.writing and action in _READING:
            return False
        if action in (_NOT_AMONG_FINDINGS if self.pane == "findings" else _AMONG_FINDINGS):
            return False
        return super().check_action(action, parameters)


_EVERYWHERE = {action.id for action in actions("compose")}
_READING = {action.id for action in actions("clauses", "reading", "findings")} - _EVERYWHERE
_NOT_AMONG_FINDINGS = _READING - {action.id for action in actions("findings")}
_AMONG_FINDINGS = {"go_to_finding", "filter_findings", "show_aside"}
"""What only the list of findings answers; setting aside also works at the words."""
