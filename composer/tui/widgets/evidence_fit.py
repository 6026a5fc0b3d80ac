"""Fit: how far the policy is its school's own, as counts, lists and small bars, and never as one mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from composer.policy.fit import ClauseFit, alike, bar, sentences_of
from composer.policy.problems import Problem
from composer.text import visible
from composer.tui.messages import OthersWanted
from composer.tui.widgets.evidence_page import EvidencePage, Part, Row, hint, told_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.policy.document import Document
    from composer.policy.fit import Alike, Fit, SectionTone
    from composer.policy.standing import Named
    from composer.session import Session
    from composer.tui.dialogs.answer_form import AnswerForm

_BAR = 20
"""Signs of a bar."""
SHARES, NAMELESS, OTHERS, TONE = "shares", "name-removed", "other-policies", "tone"
PARTS = {
    SHARES: "Whose the clauses are",
    NAMELESS: "With the name removed",
    OTHERS: "Beside the other policies here",
    TONE: "What enables, and what forbids",
}
"""The rows before the clauses."""
READING = "reading the other schools…"
NOTHING = """No clause of this policy prints yet, so there is nothing to tell of its fit.

esc goes back to composing: stand on a clause and press p to pick it."""


class FitPage(EvidencePage):
    """Four parts, then every clause with what it carries of this school."""

    label = "Fit"
    nothing = NOTHING
    none_open = "Every clause carries a fact of this school. f lists everything again."
    no_clause = "This part is about the whole policy. Stand on a clause below it, and enter opens that."
    about = (
        "Could this be any school's policy? Here are counts and lists to think about, and no mark. The first rows are "
        "about the whole: whose the clauses are, what would still tell the school with its name removed, which other "
        "policies of this workspace print nearly the same, and how many sentences of each section enable (+) and "
        "forbid (-). Below them stands every clause that prints: ✓ carries a fact of this school, · carries none and "
        "could print anywhere. f lists only those. Not every clause has to carry one. enter opens the clause."
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._others: list[tuple[str, str, frozenset[str]]] = []
        self._trouble: list[str] = []
        self._progress = READING
        self._ours: tuple[Document, frozenset[str]] | None = None

    @property
    def _names(self) -> tuple[str, ...]:
        profile = self.session.policy.profile
        return (profile.name, *profile.also_known_as)

    def on_mount(self) -> None:
        """Ask for the other policies; nobody reads them before this page is looked at."""
        self.post_message(OthersWanted(self, self._names))

    def show_others(
        self, others: Sequence[tuple[str, str, frozenset[str]]], trouble: Sequence[str], progress: str
    ) -> None:
        """Take the policies that were read so far, what could not be read, and what is still to come."""
        self._others, self._trouble, self._progress = list(others), list(trouble), progress
        self.show()

    def _fit(self) -> Fit:
        return self.session.fit()

    def _alike(self) -> tuple[Alike, ...]:
        document = self.session.document()
        if self._ours is None or self._ours[0] is not document:
            self._ours = document, sentences_of(document, self._names)
        return alike(self._ours[1], self._others)

    def everything(self) -> tuple[Row, ...]:
        """A row a part, then a row a clause."""
        fit = self._fit()
        if not fit.clauses:
            return ()
        said = {
            SHARES: _shares_said(fit),
            NAMELESS: _tells_said(fit),
            OTHERS: self._others_said(),
            TONE: _tone_said(fit),
        }
        parts = (
            Row(key, Content.assemble((f"{title}: ", "bold $accent"), said[key]), open=False, of=key)
            for key, title in PARTS.items()
        )
        clauses = (Row(f"clause {each.clause.id}", _line(each), not each.facts, each) for each in fit.clauses)
        return (*parts, *clauses)

    def tally(self) -> str:
        """``31 of 62 clauses carry a fact of this school``."""
        fit = self._fit()
        return f"{len(fit.carrying)} of {len(fit.clauses)} clauses carry a fact of this school"

    def told(self, row: Row) -> Content:
        """A part in full, or what a clause carries."""
        if isinstance(row.of, ClauseFit):
            return _clause_told(row.of)
        fit = self._fit()
        parts = {SHARES: _shares, NAMELESS: _nameless, TONE: _tone}
        told = self._others_told() if row.key == OTHERS else parts[row.key](fit)
        return Content.assemble((PARTS[row.key], "bold"), *told)

    def clauses_of(self, row: Row) -> tuple[str, tuple[Named, ...]]:
        """The clause itself, or those that tell the school."""
        if isinstance(row.of, ClauseFit):
            return "The clause", (row.of.clause,)
        if row.key != NAMELESS:
            return "", ()
        found = dict.fromkeys(clause for tell in self._fit().tells for clause in tell.clauses)
        return "They stand in", tuple(found)

    def form(self, row: Row | None) -> AnswerForm:  # noqa: ARG002 (the same for every row)
        """Fit is counted from the policy: there is nothing to answer."""
        raise Problem("fit is counted from the policy itself", "enter opens a clause, where it can be made your own")

    def _others_said(self) -> str:
        if self._progress:
            return self._progress
        near = [each for each in self._alike() if each.near]
        if near:
            return f"{len(near)} nearly the same"
        return "none is nearly the same" if self._others else "there is none to read"

    def _others_told(self) -> list[Part]:
        parts: list[Part] = []
        for each in self._alike():
            sign, look = ("! ", "bold $warning") if each.near else ("· ", "")
            more = ": nearly the same" if each.near else ""
            parts += ["\n", (f"{sign}{visible(each.in_words)}{more}", look)]
        parts += [("\n" + visible(f"not compared: {each}"), "$warning") for each in self._trouble]
        if self._progress:
            parts.append(f"\n{self._progress}")
        elif not self._others and not self._trouble:
            parts.append("\nThere is no other policy in this workspace.")
        parts.append(hint("Names and values are blanked out first; short sentences do not count."))
        return parts


def _clause_told(each: ClauseFit) -> Content:
    parts: list[Part] = [(visible(str(each.clause)), "bold"), f"\n{each.state}\n"]
    if each.facts:
        parts += [("Carries of this school: ", "bold"), visible("; ".join(each.facts))]
    else:
        parts += [("Carries no fact of this school: ", "bold"), "it could print in any school's policy."]
        parts.append(hint("That may be right. enter opens it; a there puts it into your own words."))
    return Content.assemble(*parts)


def _shares_said(fit: Fit) -> str:
    own = fit.shares.model_adapted + fit.shares.library_adapted + fit.shares.local
    return f"{own} of {fit.shares.printed} adapted or the school's own"


def _tells_said(fit: Fit) -> str:
    number = len(fit.tells)
    return f"{number} thing{' tells' if number == 1 else 's tell'} which school it is" if number else "nothing tells it"


def _tone_said(fit: Fit) -> str:
    enabling, forbidding = _summed(fit.sections)
    return f"{enabling} enable · {forbidding} forbid"


def _summed(sections: Sequence[SectionTone]) -> tuple[int, int]:
    return sum(each.tone.enabling for each in sections), sum(each.tone.forbidding for each in sections)


def _shares(fit: Fit) -> list[Part]:
    """A bar a kind: the signs are its share of all that print."""
    shares = fit.shares
    parts: list[Part] = [f"\n{shares.printed} clauses print:"]
    for kind, number in shares.told:
        filled = round(_BAR * number / shares.printed) if shares.printed else 0
        signs = "#" * max(filled, 1 if number else 0)
        parts.append(f"\n{signs:·<{_BAR}} {number:>3} {shares.percent(number):>3}%  {kind}")
    return parts


def _nameless(fit: Fit) -> list[Part]:
    parts: list[Part] = [f"\n{fit.verdict}"]
    for tell in fit.tells:
        where = told_names(tell.clauses[:3]) + (f" and {len(tell.clauses) - 3} more" if len(tell.clauses) > 3 else "")
        parts += [(f"\n{visible(tell.what)}: ", "bold"), visible(" ".join(tell.said.split()))]
        parts.append((f"  {visible(where)}", "$quiet"))
    return parts


def _tone(fit: Fit) -> list[Part]:
    parts: list[Part] = ["\nSentences of each section: + enables, - forbids"]
    for each in fit.sections:
        parts.append(f"\n{bar(each.tone.enabling, each.tone.forbidding, _BAR)}")
        parts.append((f"  {visible(each.title)}", "bold"))
    parts.append(hint("A count by words, to compare sections with; a policy needs some of both."))
    return parts


def _line(each: ClauseFit) -> Content:
    said = "; ".join(each.facts) if each.facts else "carries no fact of this school"
    sign, look = ("✓", "$success") if each.facts else ("·", "$quiet")
    return Content.assemble((f"{sign} ", look), visible(f"{each.clause}"), (f"  {visible(said)}", "$quiet"))
