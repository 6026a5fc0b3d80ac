"""The processes: what the school does anyway, the one channel that counts, and what social media does for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from composer.policy import placeholders
from composer.policy.problems import Problem
from composer.policy.standing import STANDING_IN_WORDS, STANDING_SIGNS, ProcessState, process_tally
from composer.text import visible
from composer.tui.widgets.evidence_page import EvidencePage, Part, Row, hint, labelled, topics_told

if TYPE_CHECKING:
    from composer.policy.standing import Named
    from composer.session import Session
    from composer.tui.dialogs.answer_form import AnswerForm

_WIDEST = max(map(len, STANDING_IN_WORDS.values())) + 3
_LOOKS = {"open": "bold $warning", "yes": "$success", "no": "$quiet", "later": "$quiet"}
NOTHING = """The library has no processes to think through.

They stand in clauses/processes.toml, beside the clauses; an older library may not have that file. \
1 goes to the scenarios, esc goes back."""


class ProcessesPage(EvidencePage):
    """Every process of the library, and those that only the school knows."""

    label = "Processes"
    nothing = NOTHING
    no_clause = "No clause of the library speaks of this one yet."
    about = (
        "These are things the school does anyway, such as reporting an absence. Each has one channel that counts; a "
        "post points to it and never takes its place. a asks whether the school uses social media for the one stood "
        "on, which channel counts, who posts and what happens otherwise. An answer that is also a blank of a clause "
        "fills it, so that nobody types it twice. enter opens the clause that speaks of it. The answers are kept in "
        "policy.toml, under [process.…]."
    )

    def everything(self) -> tuple[Row, ...]:
        """A row a process."""
        return tuple(Row(each.process.id, _line(each), each.state == "open", each) for each in self.session.processes())

    def tally(self) -> str:
        """``12 used · 3 not used · 1 later · 6 open``."""
        return process_tally(self.session.processes())

    def told(self, row: Row) -> Content:
        """What was answered, which clause speaks of it, and what the answer fills there."""
        state = _of(row)
        process = state.process
        parts: list[Part] = [(visible(process.title), "bold"), "\n", (_sign(state), "bold $accent")]
        if state.because:
            parts.append(f": {visible(' '.join(state.because.split()))}")
        parts += labelled(
            (
                *state.told,
                ("They differ", state.differs),
                ("Clause", state.clause_told),
                ("Fills", fills_told(state, self.session)),
                ("How it helps", process.helps),
                ("A clause must settle", process.asks),
                ("Topics", topics_told(process.topics, self.session)),
            )
        )
        parts.append(hint("a answers it." if state.answer is None else "a changes the answer."))
        return Content.assemble(*parts)

    def clauses_of(self, row: Row) -> tuple[str, tuple[Named, ...]]:
        """The one that speaks of it."""
        clause = _of(row).clause
        return "Speaks of it", (clause,) if clause is not None else ()

    def form(self, row: Row | None) -> AnswerForm:
        """The form for the process stood on."""
        from composer.tui.dialogs.process_form import ProcessForm

        if row is None:
            raise Problem("no process is listed here", "f lists everything again")
        return ProcessForm(self.session, _of(row))


def fills_told(state: ProcessState, session: Session, key: str = "") -> str:
    """Which blanks the answer fills, or one text of it, and where: ``{{absence_channel}} in 7.1``."""
    names = [name for asked, name in state.process.fills.items() if key in {"", asked}]
    return ", ".join(f"{{{{{name}}}}} {_where(name, state, session)}" for name in dict.fromkeys(names))


def _where(name: str, state: ProcessState, session: Session) -> str:
    clause = state.clause
    if clause is None or not clause.number:
        return "in a clause that this policy does not print"
    if name not in placeholders.names(session.text(clause.id), "value"):
        return f"which {clause.number} does not have in this policy"
    return f"in {clause.number}"


def _of(row: Row) -> ProcessState:
    assert isinstance(row.of, ProcessState)  # noqa: S101 - everything() made it
    return row.of


def _sign(state: ProcessState) -> str:
    return f"{STANDING_SIGNS[state.state]} {STANDING_IN_WORDS[state.state]}"


def _line(state: ProcessState) -> Content:
    title = visible(state.process.title, keep_newlines=False)
    differs = ("  differs from its clause", "bold $warning") if state.differs else ""
    return Content.assemble((f"{_sign(state):<{_WIDEST}} ", _LOOKS[state.state]), title, differs)
