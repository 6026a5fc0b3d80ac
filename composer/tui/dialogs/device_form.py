"""Answering for a risk of devices: the school's own measure and owner, or why the risk does not arise here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from composer.policy import answering
from composer.policy.evidence import DeviceAnswer
from composer.policy.problems import Problem
from composer.policy.standing import Named
from composer.tui.dialogs.answer_form import AnswerForm, printed_clauses
from composer.tui.dialogs.choosing import Changed, ClauseMarks, OneOf, TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from composer.policy.devices import RiskState
    from composer.policy.policy import Draft
    from composer.session import Session

WAYS = (
    ("library", "as the library finds it in the clauses that print"),
    ("measure", "we have our own measure or owner, marked and written below"),
    ("does-not-arise", "does not arise here, because of what is written last"),
)


class DeviceForm(AnswerForm):
    """The library's own answer stands unless the school gives another."""

    about = (
        "The library finds measures and owners in the clauses that print. Where that is not right for this school, "
        "mark the clauses that are the measure here, name who sees to it, or say why the risk does not arise. "
        "ctrl+s keeps the answer as one step, which u takes back."
    )

    def __init__(self, session: Session, state: RiskState) -> None:
        from composer.policy.devices import RISK_IN_WORDS

        super().__init__(session, state.risk.title, f"It {RISK_IN_WORDS[state.state]} now.")
        self._state = state
        self._before = session.policy.evidence.devices.get(state.risk.id)

    def fields(self) -> ComposeResult:
        """The three ways, the measures, the owner and the reason."""
        before, session, risk = self._before, self.session, self._state.risk
        printed = printed_clauses(session)
        here = [each.id for each in printed if each.id in risk.measures or each.id in risk.says]
        offered = [
            Named(each, session.title(each))
            for each in risk.measures
            if each not in {clause.id for clause in printed} and each in session.library.clauses
        ]
        chosen = "library" if before is None else "does-not-arise" if before.because else "measure"
        yield OneOf(WAYS, chosen, id="ways")
        yield ClauseMarks(printed, here, offered, before.measures if before is not None else ())
        owner = before.owner if before is not None else ""
        yield TextField("Who sees to it", owner, example=self._state.owner or "the office manager", id="owner")
        because = before.because if before is not None else ""
        yield TextField("Why it does not arise here", because, example="No pupil brings a phone.", id="because")

    @on(Changed)
    def _typed_what(self, event: Changed) -> None:
        """Marking a measure, naming an owner or giving a reason says which way it is."""
        sender, ways = event.field, self.query_one(OneOf)
        if isinstance(sender, TextField) and sender.said:
            ways.choose("measure" if sender.id == "owner" else "does-not-arise")
        elif isinstance(sender, ClauseMarks) and sender.marked:
            ways.choose("measure")

    def _answer(self) -> DeviceAnswer | None:
        way = self.query_one(OneOf).chosen
        if way == "measure":
            measures, owner = self.query_one(ClauseMarks).marked, self.query_one("#owner", TextField).said
            if not measures and not owner:
                raise Problem("no measure is marked and nobody is named", "mark a clause, or say who sees to it")
            return DeviceAnswer(tuple(measures), owner)
        if way == "does-not-arise":
            because = self.query_one("#because", TextField).said
            if not because:
                raise Problem("nothing says why the risk does not arise here", "say it in a sentence")
            return DeviceAnswer(because=because)
        return None

    def lacking(self) -> Widget | None:
        """The reason, where that is what is missing."""
        because = self.query_one("#because", TextField)
        does_not_arise = self.query_one(OneOf).chosen == "does-not-arise"
        return because.area if does_not_arise and not because.said else None

    def tried(self) -> Draft:
        """The draft with this answer."""
        answer = self._answer()
        if answer is None and self._before is None:
            return self.session.draft
        return answering.answer_device(self.session.draft, self.session.library, self._state.risk.id, answer)

    def keep(self) -> str:
        """Answer for the risk, or leave it to the library again."""
        answer = self._answer()
        if answer is not None or self._before is not None:
            self.answering.device(self._state.risk.id, answer)
        if answer is None:
            return "As the library says. u takes it back."
        return f"{'Does not arise here' if answer.because else 'Answered'}: {self._state.risk.title}. u takes it back."
