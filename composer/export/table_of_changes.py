"""The table of substantive changes, as governors know it from statutory guidance, before any face draws it.

A row says of one clause what changed, why, who decided and what it asks of us, each in a few plain words made
from the comparison alone. ``composer.compare.substance`` says which changes get a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.compare.obligations import look_at
from composer.compare.substance import passages, runs, weigh
from composer.export.telling import NOTHING_NEW, exchanged, passage_in_words, what_changed, what_it_asks
from composer.policy.dictionary import in_words
from composer.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from composer.compare.deviations import ClauseChange
    from composer.compare.substance import Passage
    from composer.export.report import Report

COLUMNS = ("Clause", "What changed", "Why", "Who decided", "What it asks of us")
NOT_RECORDED = "not recorded"
_MOST_VALUES = 12
VALUES = "values"
"""Stands for the clause in the row of the values: one value may have changed thirty clauses."""


@dataclass(frozen=True, slots=True)
class Row:
    """One clause of the table."""

    clause: str
    """The clause's id; ``VALUES`` for the row of the values."""
    number: str
    """As it prints, or printed when it was approved; empty for a clause of the model that is left out."""
    title: str
    changed: tuple[str, ...]
    why: str
    """Empty when no reason is recorded."""
    who: str
    """Empty when nobody is recorded."""
    on: date | None
    asks: tuple[str, ...]
    covers: int = 1
    """How many clauses the row tells of."""
    gone: bool = False
    """Whether the number is one of the approved policy alone, where another clause may have it now."""

    @property
    def name(self) -> str:
        """The clause as a governor finds it: number and title."""
        if self.gone and self.number:
            return f"{self.title} (was {numbered_name(self.number, '')})"
        return numbered_name(self.number, self.title)

    @property
    def decided(self) -> str:
        """Who decided, and when, in words."""
        return ", ".join(part for part in (self.who, in_words(self.on) if self.on else "") if part) or NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Table:
    """The changes of substance, and by their names the clauses that changed in less."""

    rows: tuple[Row, ...]
    wording: tuple[str, ...]
    layout: tuple[str, ...]
    moved: tuple[str, ...]
    undecided: int = 0
    """Clauses of the model about which nothing is decided, so that they are not in the policy."""

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses changed in substance, in wording only, in layout only, and moved only."""
        return {
            "substantive": sum(row.covers for row in self.rows),
            "wording": len(self.wording),
            "layout": len(self.layout),
            "moved": len(self.moved),
        }

    @property
    def besides(self) -> str:
        """How many clauses changed in less than substance, as a sentence."""
        parts = [
            f"{_clauses(number)} {said}"
            for number, said in (
                (len(self.wording), "changed in wording only"),
                (len(self.layout), "in layout only" if self.wording else "changed in layout only"),
                (len(self.moved), "moved with every word kept"),
            )
            if number
        ]
        if not parts:
            return ""
        return f"Besides these, {in_words(tuple(parts))}." if self.rows else f"In all, {in_words(tuple(parts))}."

    @property
    def lists(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The clauses that changed in less, under what they changed in; empty groups left out."""
        found = (("Wording only", self.wording), ("Layout only", self.layout), ("Moved only", self.moved))
        return tuple((label, names) for label, names in found if names)

    @property
    def waiting(self) -> str:
        """How many clauses of the model nothing is decided about, as a sentence; empty when there are none."""
        if not self.undecided:
            return ""
        return f"{_clauses(self.undecided)} of the model {'is' if self.undecided == 1 else 'are'} still undecided."


def table(report: Report) -> Table:
    """The table of the clauses that a report tells."""
    light: dict[str, list[str]] = {"wording": [], "layout": [], "moved": []}
    rows: list[Row] = []
    refilled: list[ClauseChange] = []
    for entry in report.entries:
        weight = weigh(entry, report.roles)
        if weight == "substantive" and entry.values_only and not entry.moved:
            refilled.append(entry)
        elif weight == "substantive":
            rows.append(_row(report, entry))
        elif weight in light:
            light[weight].append(numbered_name(entry.number, entry.title))
    if refilled:
        rows.append(_values_row(report, refilled))
    undecided = sum(entry.kind == "undecided" for entry in report.entries)
    return Table(tuple(rows), tuple(light["wording"]), tuple(light["layout"]), tuple(light["moved"]), undecided)


def _row(report: Report, entry: ClauseChange) -> Row:
    return Row(
        entry.id,
        entry.number,
        entry.title,
        tuple(what_changed(report, entry)),
        " ".join(entry.reason.split()),
        entry.decided_by,
        entry.decided_on,
        tuple(what_it_asks(report, entry)),
        gone=entry.kind == "removed",
    )


def numbered_name(number: str, title: str) -> str:
    """A clause by its number and title, and without a number by its title: ``Appendix A Facebook``."""
    return f"{'Appendix ' if number.isalpha() else ''}{number} {title}".strip()


def _clauses(number: int) -> str:
    return f"{number} clause{'' if number == 1 else 's'}"


# Values


def _values_row(report: Report, entries: Sequence[ClauseChange]) -> Row:
    """One row for the clauses that changed by another value or fact alone: what became what, and in how many."""
    where: dict[str, list[str]] = {}
    told: dict[str, str] = {}
    asks: dict[str, None] = {}
    for entry in entries:
        for passage in passages(entry.diff, report.roles) if entry.diff is not None else ():
            for said in _refilled(report, passage):
                # A value that opens a sentence has a capital there, and is the same value.
                told[said.casefold()] = max(said, told.get(said.casefold(), ""))
                where.setdefault(said.casefold(), []).append(numbered_name(entry.number, entry.title))
            duties = [duty for duty in passage.duties if duty.kind != "role"]
            asks |= dict.fromkeys(f"{each[:1].upper()}{each[1:]}" for each in look_at(duties))
    changed = [f"{told[key]} in {_among(tuple(dict.fromkeys(names)))}" for key, names in where.items()]
    if len(changed) > _MOST_VALUES:
        changed[_MOST_VALUES:] = [f"and {len(changed) - _MOST_VALUES} more"]
    return Row(
        VALUES,
        "",
        "Values and dated facts",
        tuple(changed),
        entries[0].reason,
        "",
        None,
        tuple(asks) or (NOTHING_NEW,),
        len(entries),
    )


def _refilled(report: Report, passage: Passage) -> Iterator[str]:
    found = list(runs(passage.spans))
    if not found or any(not (word_count(old) and word_count(new)) for old, new in found):
        yield passage_in_words(report, passage)
    else:
        yield from (exchanged(report, _bare(old), _bare(new), within=True) for old, new in found)


def _bare(words: str) -> str:
    """A value without what its place in the sentence gives it, so that it is told once."""
    plain = words.strip(" ,;:.")
    for ending in ("'s", "’s"):
        plain = plain.removesuffix(ending)
    return plain


def _among(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else _clauses(len(names))
