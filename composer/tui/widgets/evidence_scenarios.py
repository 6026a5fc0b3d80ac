"""The scenarios: situations in which somebody has two roles, each settled by clauses, not applying, or open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from composer.policy.standing import ANSWER_IN_WORDS, ANSWER_SIGNS, ScenarioState, tally
from composer.text import visible
from composer.tui.widgets.evidence_page import EvidencePage, Part, Row, hint, labelled, topics_told

if TYPE_CHECKING:
    from composer.policy.standing import Named
    from composer.tui.dialogs.answer_form import AnswerForm

_WIDEST = max(map(len, ANSWER_IN_WORDS.values())) + 3
_LOOKS = {"open": "bold $warning", "settled": "$success", "does-not-apply": "$quiet"}
NOTHING = """The library has no scenarios to think through.

They stand in clauses/scenarios.toml, beside the clauses; an older library may not have that file. \
2 goes on to the processes, esc goes back."""


class ScenariosPage(EvidencePage):
    """Every scenario of the library, and those that only the school knows."""

    label = "Scenarios"
    nothing = NOTHING
    about = (
        "These are situations in which somebody has two roles at once: a teaching assistant who is a parent, a "
        "governor who lives in the village. A policy that was thought through says of each which clauses settle it, "
        "or why it does not arise in this school. a answers the one stood on; the library suggests clauses. enter "
        "opens the clause that settles it. One that was settled is open again when its clause is dropped, or changed "
        "since: read the clause, then answer it again. The answers are kept in policy.toml, under [scenario.…]."
    )

    def everything(self) -> tuple[Row, ...]:
        """A row a scenario."""
        return tuple(
            Row(each.scenario.id, _line(each), each.state == "open", each) for each in self.session.scenarios()
        )

    def tally(self) -> str:
        """``12 settled · 3 do not apply · 29 open``."""
        return tally(self.session.scenarios())

    def told(self, row: Row) -> Content:
        """What is asked, how it stands and why."""
        state = row.of
        assert isinstance(state, ScenarioState)  # noqa: S101 - everything() made it
        scenario = state.scenario
        parts: list[Part] = [
            (visible(scenario.title), "bold"),
            "\n",
            (_stands(state, self._answered(row)), "bold $accent"),
        ]
        if state.because:
            parts.append(f": {visible(' '.join(state.because.split()))}")
        parts += labelled(
            (
                ("Roles", " + ".join(scenario.roles)),
                ("Risk", scenario.risk),
                ("A clause must settle", scenario.asks),
                ("Topics", topics_told(scenario.topics, self.session)),
            )
        )
        parts.append(hint("a answers it." if state.state == "open" else "a changes the answer."))
        return Content.assemble(*parts)

    def _answered(self, row: Row) -> str:
        answer = self.session.policy.evidence.scenarios.get(row.key)
        return answer.answer if answer is not None else ""

    def clauses_of(self, row: Row) -> tuple[str, tuple[Named, ...]]:
        """Those that settle it, else those that could: first what settled it before, to be read again."""
        from composer.tui.dialogs.answer_form import printed_clauses

        state = row.of
        assert isinstance(state, ScenarioState)  # noqa: S101 - everything() made it
        if state.state == "settled":
            return "Settled by", state.every_clause
        answer = self.session.policy.evidence.scenarios.get(row.key)
        before = answer.clauses if answer is not None else ()
        again = [each for each in printed_clauses(self.session) if each.id in before]
        others = [each for each in state.every_clause if each.id not in {clause.id for clause in again}]
        return "Can settle it", (*again, *others)

    def form(self, row: Row | None) -> AnswerForm:
        """The form for the scenario stood on."""
        from composer.policy.problems import Problem
        from composer.tui.dialogs.scenario_form import ScenarioForm

        if row is None or not isinstance(row.of, ScenarioState):
            raise Problem("no scenario is listed here", "f lists everything again")
        return ScenarioForm(self.session, row.of)


def _stands(state: ScenarioState, answered: str) -> str:
    again = " again" if state.state == "open" and answered == "settled" else ""
    return f"{ANSWER_SIGNS[state.state]} {ANSWER_IN_WORDS[state.state]}{again}"


def _line(state: ScenarioState) -> Content:
    sign = f"{ANSWER_SIGNS[state.state]} {ANSWER_IN_WORDS[state.state]}"
    title = visible(state.scenario.title, keep_newlines=False)
    return Content.assemble((f"{sign:<{_WIDEST}} ", _LOOKS[state.state]), title)
