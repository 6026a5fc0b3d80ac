"""Answering a scenario: settled by clauses of this policy, not applying because of something, or open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from composer.policy import answering
from composer.policy.evidence import ScenarioAnswer
from composer.policy.problems import Problem
from composer.policy.scenarios import of_draft, settled_by
from composer.policy.standing import Named
from composer.tui.dialogs.answer_form import AnswerForm, printed_clauses
from composer.tui.dialogs.choosing import Changed, ClauseMarks, OneOf, TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from composer.policy.policy import Draft
    from composer.policy.standing import ScenarioState
    from composer.session import Session

WAYS = (
    ("settled", "settled by the clauses marked below"),
    ("does-not-apply", "does not apply here, because of what is written below"),
    ("open", "open: we have not settled it yet"),
)


class ScenarioForm(AnswerForm):
    """The library's suggestions stand first; any other clause of the policy is found by typing."""

    about = (
        "Say how this policy settles the situation. Mark the clauses that do it: those suggested come first, and "
        "typing finds any other clause of the policy. Marking one chooses “settled”. Where it does not arise in this "
        "school, say why in a sentence. ctrl+s keeps the answer as one step, which u takes back."
    )

    def __init__(self, session: Session, state: ScenarioState) -> None:
        scenario = state.scenario
        asks = f"A clause must settle: {scenario.asks}" if scenario.asks else ""
        super().__init__(session, scenario.title, asks)
        self._scenario_id = scenario.id
        self._before = session.policy.evidence.scenarios.get(scenario.id)

    def fields(self) -> ComposeResult:
        """The three ways, the clauses, and the reason."""
        before, session = self._before, self.session
        here = settled_by(of_draft(session.draft, session.library)).get(self._scenario_id, ())
        anywhere = settled_by(session.library.clauses.values()).get(self._scenario_id, ())
        offered = [Named(each, session.title(each)) for each in anywhere if each not in here]
        yield OneOf(WAYS, before.answer if before is not None else "", id="ways")
        marked = before.clauses if before is not None else ()
        yield ClauseMarks(printed_clauses(session), here, offered, marked)
        yield TextField(
            "Because (for “does not apply” a reason is needed)",
            before.because if before is not None else "",
            example="Nobody on our roll is over 11.",
            id="because",
        )

    @property
    def ways(self) -> OneOf:
        """The three ways."""
        return self.query_one(OneOf)

    @on(Changed)
    def _marked(self, event: Changed) -> None:
        if isinstance(event.field, ClauseMarks) and self.query_one(ClauseMarks).marked:
            self.ways.choose("settled")

    def _answer(self) -> ScenarioAnswer:
        chosen = self.ways.chosen
        if chosen not in {"settled", "does-not-apply", "open"}:
            raise Problem("nothing is chosen yet", "mark a clause that settles it, or choose one of the three ways")
        clauses = tuple(self.query_one(ClauseMarks).marked) if chosen == "settled" else ()
        because = self.query_one(TextField).said
        if chosen == "settled" and not clauses:
            raise Problem("no clause is marked that settles it", "mark one that is suggested, or type to find another")
        if chosen == "does-not-apply" and not because:
            raise Problem("nothing says why it does not apply here", "say it in a sentence")
        before = self._before or ScenarioAnswer("open")
        return replace(before, answer=chosen, clauses=clauses, because=because)  # type: ignore[arg-type]

    def lacking(self) -> Widget | None:
        """The reason, where that is what is missing."""
        because = self.query_one(TextField)
        return because.area if self.ways.chosen == "does-not-apply" and not because.said else None

    def tried(self) -> Draft:
        """The draft with this answer."""
        return answering.answer_scenario(self.session.draft, self.session.library, self._scenario_id, self._answer())

    def keep(self) -> str:
        """Answer the scenario."""
        answer = self._answer()
        self.answering.scenario(self._scenario_id, answer)
        names = {each.id: str(each) for each in printed_clauses(self.session)}
        told = {
            "settled": "Settled by " + "; ".join(names.get(each, each) for each in answer.clauses),
            "does-not-apply": "Does not apply",
            "open": "Open",
        }
        return f"{told[answer.answer]}. u takes it back."
