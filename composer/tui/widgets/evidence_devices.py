"""Devices as one table: benefits, risks, the measures against them and who sees to each, from the picked clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from composer.policy.devices import RISK_IN_WORDS, RISK_SIGNS, BenefitState, RiskState
from composer.policy.problems import Problem
from composer.text import visible
from composer.tui.widgets.evidence_page import EvidencePage, Part, Row, hint, labelled, told_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.policy.devices import RiskStanding
    from composer.policy.standing import Named
    from composer.tui.dialogs.answer_form import AnswerForm

SHORT: dict[RiskStanding, str] = {
    "measured": "measured",
    "without-measure": "no measure",
    "does-not-apply": "not here",
    "not-stated": "not said",
}
"""How a risk stands, in the column that has room for a word or two."""
_STATE = max(map(len, SHORT.values())) + 3
_LOOKS = {
    "without-measure": "bold $warning",
    "measured": "$success",
    "does-not-apply": "$quiet",
    "not-stated": "$quiet",
}
_EDGE = 3
"""Columns of the list's own padding and scroll bar."""
NOTHING = """The library has no list of what devices are good for and what can go wrong with them.

It stands in clauses/devices.toml, beside the clauses; an older library may not have that file. \
1 goes to the scenarios, esc goes back."""
BENEFIT_WORDS = {True: "✓ a benefit that this policy names", False: "· a benefit that this policy does not name"}


class DevicesPage(EvidencePage):
    """The table is made from what prints; only a risk can be answered, where the library's answer does not fit."""

    label = "Devices"
    nothing = NOTHING
    no_clause = "No clause of the library speaks of this one yet."
    reads_width = True
    about = (
        "One table of phones, tablets and cameras, made from the clauses that this policy prints: what they are good "
        "for, what can go wrong, the measure against it and who sees to it. ! marks a risk that the policy names "
        "without a measure. Pick a clause that is one, or write the measure beside the risk in its clause; a names "
        "another clause of this policy, another owner, or says why the risk does not arise here. enter opens the "
        "clause. The answers are kept in policy.toml, under [device.…]."
    )

    def everything(self) -> tuple[Row, ...]:
        """A row a benefit, then a row a risk."""
        table, widths = self.session.devices(), self._widths()
        benefits = (
            Row(f"benefit {each.benefit.id}", _benefit_line(each, widths), open=False, of=each)
            for each in table.benefits
        )
        risks = (
            Row(each.risk.id, _risk_line(each, widths), each.state == "without-measure", each) for each in table.risks
        )
        return (*benefits, *risks)

    def tally(self) -> str:
        """``9 with a measure · 1 without · …``."""
        return self.session.devices().tally

    def heading(self) -> str:
        """The names of the columns."""
        return _columns(("", "Benefit or risk", "Measure", "Who sees to it"), self._widths())

    def _widths(self) -> tuple[int, int, int, int]:
        """Columns of state, title, measures and owner."""
        room = max((self.rows.size.width or self.app.size.width) - _EDGE - _STATE, 40)
        measures, owner = max(room // 6, 9), max(room // 4, 14)
        return _STATE, room - measures - owner, measures, owner

    def told(self, row: Row) -> Content:
        """The row in full."""
        if isinstance(row.of, BenefitState):
            benefit = row.of
            said = told_names(benefit.stated)
            parts: list[Part] = [(visible(benefit.benefit.title), "bold"), "\n"]
            parts.append((BENEFIT_WORDS[bool(said)], "bold $accent"))
            parts += labelled((("Said in", said),))
            if not said:
                parts.append(hint("No clause of this policy says so: enter opens one that would."))
            return Content.assemble(*parts)
        return self._risk_told(_risk(row))

    def _risk_told(self, state: RiskState) -> Content:
        parts: list[Part] = [(visible(state.risk.title), "bold"), "\n"]
        parts.append((f"{RISK_SIGNS[state.state]} {RISK_IN_WORDS[state.state]}", "bold $accent"))
        if state.because:
            parts.append(f": {visible(' '.join(state.because.split()))}")
        parts += labelled(
            (
                ("Stated in", told_names(state.stated)),
                ("Measure", told_names(state.measures)),
                ("Who sees to it", state.owner),
                ("The library has, and this policy lacks", told_names(state.offered)),
            )
        )
        if state.own:
            parts.append(
                hint("In the school's own words: enter opens the clause; **Measure:** and **Owner:** tell it.")
            )
        else:
            given = state.risk.id in self.session.policy.evidence.devices
            parts.append(hint("a changes the school's own answer." if given else "a gives the school's own answer."))
        return Content.assemble(*parts)

    def clauses_of(self, row: Row) -> tuple[str, tuple[Named, ...]]:
        """Its measures, then where it is stated, then what the library has."""
        if isinstance(row.of, BenefitState):
            benefit = row.of
            if benefit.stated:
                return "Said in", benefit.stated
            return "Would say so", self._in_library(benefit.benefit.says)
        state = _risk(row)
        found = dict.fromkeys((*state.measures, *state.stated, *state.offered))
        return "Measures, and where it is stated" if state.measures else "Speaks of it", tuple(found)

    def _in_library(self, clause_ids: Iterable[str]) -> tuple[Named, ...]:
        from composer.policy.standing import Named

        known = self.session.library.clauses
        return tuple(Named(each, self.session.title(each)) for each in clause_ids if each in known)

    def form(self, row: Row | None) -> AnswerForm:
        """The form for the risk stood on."""
        from composer.tui.dialogs.device_form import DeviceForm

        if row is None:
            raise Problem("no risk is listed here", "f lists everything again")
        if isinstance(row.of, BenefitState):
            raise Problem("a benefit has no answer of its own", "pick a clause that says so, or stand on a risk")
        state = _risk(row)
        if state.own:
            where = told_names(state.stated)
            raise Problem(
                f"this risk stands in your own words in {where}",
                "enter opens it: write the measure there, after **Measure:**, and who sees to it after **Owner:**",
            )
        return DeviceForm(self.session, state)


def _risk(row: Row) -> RiskState:
    assert isinstance(row.of, RiskState)  # noqa: S101 - everything() made it
    return row.of


def _benefit_line(state: BenefitState, widths: Sequence[int]) -> Content:
    said = bool(state.stated)
    cells = ("✓ benefit" if said else "· not said", state.benefit.title, _numbers(state.stated), "")
    return _styled(cells, widths, "$success" if said else "$quiet")


def _risk_line(state: RiskState, widths: Sequence[int]) -> Content:
    words = f"{RISK_SIGNS[state.state]} {SHORT[state.state]}"
    measures = _numbers(state.measures) or ("none" if state.state == "without-measure" else "")
    return _styled((words, state.risk.title, measures, state.owner), widths, _LOOKS[state.state])


def _styled(cells: Sequence[str], widths: Sequence[int], look: str) -> Content:
    line = _columns(cells, widths)
    return Content.assemble((line[: widths[0]], look), line[widths[0] :])


def _columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells side by side, each cut to its column with a space after it."""
    return "".join(_cell(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _cell(words: str, width: int) -> str:
    shown = visible(" ".join(words.split()))
    if cell_len(shown) > width - 1:
        shown = set_cell_size(shown, width - 2).rstrip() + "…"
    return set_cell_size(shown, width)


def _numbers(clauses: Iterable[Named]) -> str:
    """Clauses by their numbers; an appendix by its letter."""
    return " ".join(each.number.removeprefix("Appendix ") or each.title for each in clauses)
