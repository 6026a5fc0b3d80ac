"""The findings on the compose screen: checked again as one types, listed, gone to and set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content

from composer.policy.problems import Problem
from composer.text import visible
from composer.tui.messages import FindingChosen, FindingStoodOn
from composer.tui.screens.panes import BOTH_LISTS, PanesScreen
from composer.tui.screens.stepping import sentence
from composer.tui.widgets.finding_text import COUNTED, clause_of, heading, listed, nothing_told, signed

if TYPE_CHECKING:
    from textual.timer import Timer

    from composer.checks.answered import Findings
    from composer.checks.finding import Finding, Severity
    from composer.session import Session
    from composer.tui.widgets.finding_text import Listed

REST = 0.4
"""Seconds of rest in typing before what was typed is checked: in a long clause that takes longer than a key may."""
EVIDENCE = frozenset({"scenario", "process", "device", "consultation", "related"})
"""Places that the evidence screen shows."""
WHERE_TO_MEND = {
    "intro": "The introduction of a section comes from the model",
    "school": "What the school is stands in its policy.toml, under [school]",
    "policy": "This is about the policy as a whole",
    "title": "This title stands in policy.toml",
}
"""What is said of a place that no screen shows."""


class FindingsScreen(PanesScreen):
    """Runs the checks after the first paint and after each rest in typing, never for a key."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._trouble = ""
        """Why nothing could be checked."""
        self._only: Severity | None = None
        self._aside = False
        self._due: Timer | None = None
        """Runs out when what was typed last is to be checked."""
        self._went_to: tuple[str, str, int] | None = None
        """The finding a person went to last, and where that put them: the clause and the place in its text."""

    # Checking

    async def look_closer(self) -> None:
        """Check for the first time."""
        await super().look_closer()
        await self.check()

    def check_soon(self) -> None:
        """Check once the person rests; every key puts it off."""
        if self.found is None:
            return
        if self._due is not None:
            self._due.stop()
        self._due = self.set_timer(REST, self.check)

    async def check(self) -> None:
        """Check what changed since the last time, and show what was found."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        found, trouble = self._run()
        if not self.is_attached:
            return
        if trouble and trouble != self._trouble:
            self.say(trouble, warning=True)
        if found != self.found or trouble != self._trouble:
            self.found, self._trouble = found, trouble
            self._paint_findings()
        if self._list_in_sight and await self.findings.fill():
            self._show_list()

    def _run(self) -> tuple[Findings, str]:
        from composer.checks.answered import Findings

        try:
            return self.session.findings(), ""
        except Problem as problem:
            return Findings(), sentence(problem)

    def _paint_findings(self) -> None:
        """Signs in the outline, the clause's heading and the status line."""
        by_clause: dict[str, list[Finding]] = {}
        for finding in self.found.open if self.found is not None else ():
            by_clause.setdefault(clause_of(finding), []).append(finding)
        self.outline.signs = {clause_id: sign for clause_id, each in by_clause.items() if (sign := signed(each))}
        self.clause.found = by_clause
        self.outline.show()
        if self.clause_id:
            self.clause.show(self.clause_id)
        self._paint_status()

    @property
    def _list_in_sight(self) -> bool:
        return "findings" in {self.pane, self._left} or self.size.width >= BOTH_LISTS

    def _show_list(self) -> None:
        if self.found is None:
            return
        pane, numbers = self.findings, {each.id: each.number for each in self.session.outline_clauses()}
        pane.entitle("Findings F5" if self._trouble else heading(self.found, self._only))
        nothing = nothing_told(self.found, self._only, self._checked())
        if self._trouble:
            nothing = Content(f"Nothing could be checked.\n\n{visible(self._trouble)}")
        pane.show(listed(self.found, self._only, aside=self._aside), numbers, nothing)
        if not pane.rows.has_focus:
            self._follow()
        elif pane.here is not None and pane.here.finding.key != self.clause.at_finding:
            # What a person stood on was mended or set aside: they stand on the next one now.
            self._stand()

    def _checked(self) -> str:
        """What was looked at and looked for."""
        from composer.checks.running import every_check

        clauses = sum(bool(each.number) for each in self.session.outline_clauses())
        titles = "; ".join(check.title[:1].lower() + check.title[1:] for check in every_check())
        values = len(self.session.policy.values)
        said = f"{clauses} clause{'s' if clauses != 1 else ''} and {values} value{'s' if values != 1 else ''}"
        return f"Checked: {said}, with all titles.\nFor: {titles}."

    def _follow(self) -> None:
        """Stand in the list where the person stands in the policy."""
        here = self.findings.here
        if here is not None and clause_of(here.finding) == self.clause_id:
            return
        there = next((each for each in self._open if clause_of(each) == self.clause_id), None)
        if there is not None:
            self.findings.go(there.key)

    def refresh_policy(self) -> None:
        """Paint what the session now says, and check it."""
        super().refresh_policy()
        if self.found is not None:
            self.call_after_refresh(self.check)

    def show_clause_id(self, clause_id: str) -> None:
        """Stand on a clause, in the list of findings too."""
        self.clause.at_finding, self._went_to = "", None
        super().show_clause_id(clause_id)
        if self.pane != "findings" and self.findings.filled and self.found is not None:
            self._follow()

    # Listing

    async def action_show_findings(self) -> None:
        """Go to the list, standing on the first finding from here on."""
        if not await self.findings.fill():
            return
        self.keep_typing()
        await self.check()
        at = self._nearest()
        self._go("findings")
        await self.check()
        if at is not None:
            self.findings.go(at.key)
        self._stand()

    async def action_filter_findings(self) -> None:
        """All, then each severity of which there are any."""
        there = [severity for severity in COUNTED if self.found is not None and self.found.of(severity)]
        order: list[Severity | None] = [None, *there]
        self._only = order[(order.index(self._only) + 1) % len(order)] if self._only in order else None
        self._show_list()
        self._stand()

    async def action_show_aside(self) -> None:
        """List what was set aside too, or hide it."""
        if not self._aside and self.found is not None and not self.found.aside:
            self.say("No finding is set aside.")
            return
        self._aside = not self._aside
        self._show_list()
        self.say("With those set aside, at the end." if self._aside else "Without those set aside.")
        self._stand()

    @on(FindingStoodOn)
    def _stood_on(self, event: FindingStoodOn) -> None:
        here = self.findings.here
        if here is not None and here.finding is event.finding:
            self._stand()

    def _stand(self) -> None:
        """Show the clause of the finding stood on, with its words selected; the list keeps the keys."""
        here = self.findings.here
        if here is not None and self.pane == "findings":
            self._show_words(here.finding)

    def _show_words(self, finding: Finding) -> bool:
        """Show the words of a finding in its clause; False where it has none to show or writing cannot end."""
        clause_id = clause_of(finding)
        if clause_id not in self.session.policy.decisions and clause_id not in self.session.library.clauses:
            return False
        if clause_id != self.clause_id:
            if not self.leave_writing(ask=False):
                return False
            self.show_clause_id(clause_id)
        place, editor = finding.place, self.clause.editor
        if place.kind == "clause":
            editor.select(place.start, place.stop)
        else:
            editor.select(0, 0)
        self._went_to = finding.key, clause_id, editor.caret
        self.clause.at_finding = finding.key
        self.clause.show(clause_id)
        return True

    # Going there

    @on(FindingChosen)
    async def _chosen_finding(self, event: FindingChosen) -> None:
        await self._open_place(event.finding)

    async def action_go_to_finding(self) -> None:
        """Open the place of the finding stood on."""
        here = self.findings.here
        if here is not None:
            await self._open_place(here.finding)

    async def _open_place(self, finding: Finding) -> None:
        kind, where = finding.place.kind, finding.place.id
        if finding.check == "model-moved":
            self.action_update()
        elif self._show_words(finding):
            self._go("clause")
        elif kind == "value":
            self.open_values(where)
        elif kind in EVIDENCE:
            self.open_evidence(kind, where)
        elif kind == "approval":
            self.action_approval()
        elif kind in {"title", "intro"} and self.outline.clauses.go(where, "heading"):
            self._go("policy")
            self.say(f"{WHERE_TO_MEND[kind]}. {sentence_of(finding)}")
        else:
            self.say(f"{WHERE_TO_MEND.get(kind, WHERE_TO_MEND['policy'])}. {sentence_of(finding)}")

    async def action_next_finding(self) -> None:
        """The next one, in this clause or further on."""
        await self._step_finding(1)

    async def action_previous_finding(self) -> None:
        """The one before."""
        await self._step_finding(-1)

    async def _step_finding(self, by: int) -> None:
        self.keep_typing()
        await self.check()
        to = (self._around(by) if self.writing else None) or self._ahead(by)
        if to is None:
            self.say(self._no_further(by))
            return
        if self.findings.filled:
            self.findings.go(to.key)
        if self.pane == "findings":
            self._stand()
        elif self._show_words(to):
            self._go("clause")
            if self.writing and not self.findings.display:
                self.say(sentence_of(to, to.message))
        elif await self.findings.fill():
            self._go("findings")
            self._show_list()
            self.findings.go(to.key)

    def _no_further(self, by: int) -> str:
        if self._trouble:
            return self._trouble
        if not self._open:
            return "Nothing found." if self._only is None else f"Nothing is {COUNTED[self._only]}: f lists the others."
        return "That was the last finding." if by > 0 else "That was the first finding."

    @property
    def _open(self) -> tuple[Finding, ...]:
        """The open findings that the filter lists, in the order of the policy."""
        found = self.found.open if self.found is not None else ()
        return tuple(each for each in found if self._only is None or each.severity == self._only)

    def _nearest(self) -> Finding | None:
        """The finding a person is at, else the first of the clause stood on, else the next in the policy."""
        here = next((each for each in self._open if each.key == self._here_now), None)
        return here or next((each for each in self._open if clause_of(each) == self.clause_id), None) or self._ahead(1)

    def _around(self, by: int) -> Finding | None:
        """The next finding of the clause that is written, or the one before: round and round, to stay writing."""
        found = [each for each in self._open if each.place.kind == "clause" and each.place.id == self.clause_id]
        caret = self.clause.editor.caret
        ahead = [each for each in found if (each.place.stop - caret) * by > 0] or found
        return ahead[0 if by > 0 else -1] if ahead else None

    def _ahead(self, by: int) -> Finding | None:
        """The next finding from where the person is, or the one before it."""
        found = self._open
        keys = [each.key for each in found]
        here_now = self._here_now
        if here_now in keys:
            at = keys.index(here_now) + by
            return found[at] if 0 <= at < len(found) else None
        order = {each.id: at for at, each in enumerate(self.session.outline_clauses())}
        caret = self.clause.editor.caret if self.clause.editor.has_focus else -1
        here = order.get(self.clause_id, -1), caret
        ranked = [(_rank(each, order), each) for each in found]
        if by > 0:
            return next((each for rank, each in ranked if rank > here), None)
        return next((each for rank, each in reversed(ranked) if rank < here), None)

    @property
    def _here_now(self) -> str:
        """The key of the finding a person is at: the row stood on, or the words gone to and not left since."""
        if self.pane == "findings" and self.findings.here is not None:
            return self.findings.here.finding.key
        if self._went_to is not None and self._went_to[1:] == (self.clause_id, self.clause.editor.caret):
            return self._went_to[0]
        return ""

    # Setting aside

    @property
    def _finding_here(self) -> Listed | None:
        """The finding that the keys act on: the row stood on, else the one whose words a person went to."""
        here = self.findings.here
        if self.pane == "findings":
            return here
        rows = listed(self.found, None, aside=False) if self.found is not None else ()
        return next((row for row in rows if row.finding.key == self.clause.at_finding), None)

    @work
    async def action_set_aside(self) -> None:
        """Set a finding aside with a reason, or ask one that was set aside again."""
        from composer.session.answering import Answering
        from composer.tui.dialogs.set_aside import SetAsideDialog

        here = self._finding_here
        if here is None:
            self.say("Go to a finding first: F5 lists them.", warning=True)
            return
        finding, answering = here.finding, Answering(self.session)
        said = visible(finding.message, keep_newlines=False)
        if here.answer is not None:
            self.attempt(lambda: answering.ask_again(finding.key), f"Asked again: {said}. u takes it back.")
            return
        if self.session.read_only:
            self.say(f"This policy is read-only: {self.session.read_only}", warning=True)
            return
        answer = await self.app.push_screen_wait(SetAsideDialog(finding, here.before, self.session.by))
        if answer is not None:
            reason, by = answer
            self.attempt(lambda: answering.set_aside(finding, reason, by), f"Set aside: {said}. u takes it back.")

    # What the compose screen must provide

    def keep_typing(self) -> None:
        """Tell the session what the editor holds now."""
        raise NotImplementedError

    def open_values(self, name: str = "") -> None:
        """Fill the blanks, beginning with this one."""
        raise NotImplementedError

    def open_evidence(self, kind: str = "", key: str = "") -> object:
        """Show the evidence, standing on this scenario or process."""
        raise NotImplementedError

    def action_update(self) -> None:
        """Take in the newer model."""
        raise NotImplementedError

    def action_approval(self) -> None:
        """Whether the policy is approved."""
        raise NotImplementedError


def sentence_of(finding: Finding, said: str = "") -> str:
    """The mend of a finding, or other words of it, as a sentence."""
    words = said or finding.mend
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?')) else '.'}"


def _rank(finding: Finding, order: dict[str, int]) -> tuple[int, int]:
    """Where a finding stands in the policy, to be compared with a person's place; after every clause if in none."""
    clause_id = clause_of(finding)
    if clause_id not in order:
        return len(order), 0
    return order[clause_id], finding.place.stop if finding.place.kind == "clause" else 0
