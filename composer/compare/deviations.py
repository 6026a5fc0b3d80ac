"""What a whole policy does differently from its model, or from the text that was approved, clause by clause.

The inputs are neutral: this module knows nothing of libraries, policies or files. Against the model, clauses
are compared with the base they were decided on, never with a model that has moved on since.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from composer.compare.diff import diff
from composer.compare.edits import TextDiff
from composer.compare.sequences import longest_increasing
from composer.text import word_count

State = Literal["as-is", "adapted", "dropped", "local", "undecided"]
ChangeKind = Literal["as-is", "adapted", "dropped", "added", "undecided", "unchanged", "changed", "removed"]

KINDS: tuple[ChangeKind, ...] = ("as-is", "adapted", "dropped", "added", "undecided")
"""What a clause may be beside the model."""
SINCE_KINDS: tuple[ChangeKind, ...] = ("unchanged", "changed", "removed", "added")
"""What a clause may be beside the policy as it was approved."""
_UNTOUCHED: tuple[ChangeKind, ...] = ("as-is", "unchanged", "undecided")


@dataclass(frozen=True, slots=True)
class ModelPlace:
    """Where a clause stands in the model or the approved policy; a sequence of these is the order there."""

    id: str
    section: str
    title: str
    section_title: str = ""
    """What the section is called where a note names it; its id when empty."""


@dataclass(frozen=True, slots=True)
class PolicyClause:
    """A clause as the policy has it, dropped and undecided ones too."""

    id: str
    section: str
    title: str
    state: State
    base: str | None
    """The text the decision was made on; `None` for a local clause or when it is not known."""
    text: str | None
    """The policy's own text; `None` when it has none, as for a clause taken as it is or dropped."""
    in_model: bool = True
    reason: str = ""
    freedom: str = ""
    moved_on: bool = False
    """Whether the model's text has changed since the decision."""
    number: str = ""
    """As it prints; empty for a clause that does not."""
    decided_by: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause of the comparison."""

    id: str
    title: str
    section: str
    kind: ChangeKind
    """`added` is any clause the model (or the approved policy) does not have, local or from the library."""
    moved: bool
    """Whether it is in the policy and in the model, in another order within its section or in another section."""
    moved_note: str
    """Where it stands in the model, in words; empty when it has not moved."""
    diff: TextDiff | None
    """The text against its base; `None` where there is nothing to compare. Since an approval the base is the
    approved text, with the numbers of its cross references brought up to date."""
    reason: str
    freedom: str
    moved_on: bool
    state: State
    base: str | None
    text: str | None
    words_added: int
    words_removed: int
    origin: str = ""
    """Whose words an added clause has, in words; empty for a clause that the model has."""
    number: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    was_title: str = ""
    """The approved title, where the title is another now."""
    values_only: bool = False
    """Whether the approved text became this one by another value or fact alone; no decision about it changed."""

    @property
    def deviates(self) -> bool:
        """Whether it departs from what it is compared with: changed, left out, added or moved."""
        return self.moved or self.kind not in _UNTOUCHED


@dataclass(frozen=True)
class Comparison:
    """A policy against its model or its approved text, in the order of the policy."""

    entries: tuple[ClauseChange, ...]
    sections_moved: tuple[str, ...] = ()
    """Ids of sections that stand in another order; as few as explain the order. Their clauses have not moved."""
    kinds: tuple[ChangeKind, ...] = KINDS
    """The kinds that a clause may be in this comparison."""

    def only(self, kinds: Collection[str]) -> tuple[ClauseChange, ...]:
        """The entries of these kinds; `moved` stands for every moved one, of whichever kind."""
        return tuple(entry for entry in self.entries if entry.kind in kinds or ("moved" in kinds and entry.moved))

    @cached_property
    def deviations(self) -> tuple[ClauseChange, ...]:
        """The entries that depart from the model."""
        return tuple(entry for entry in self.entries if entry.deviates)

    @property
    def words_added(self) -> int:
        """Words the policy has more than its bases; clauses added and not adapted count whole."""
        return sum(entry.words_added for entry in self.entries)

    @property
    def words_removed(self) -> int:
        """Words of the bases that the policy has not, dropped clauses whole."""
        return sum(entry.words_removed for entry in self.entries)


def counts(comparison: Comparison) -> dict[str, int]:
    """How many entries of each kind, all kinds named, and how many `moved` (which also count as their kind)."""
    found: dict[str, int] = dict.fromkeys(comparison.kinds, 0)
    for entry in comparison.entries:
        found[entry.kind] += 1
    return {**found, "moved": sum(entry.moved for entry in comparison.entries)}


def compare(model: Sequence[ModelPlace], ours: Sequence[PolicyClause]) -> Comparison:
    """Compare a policy's clauses, in the policy's order, with the model.

    A clause of the model that `ours` does not name is undecided, and is put after the clause it follows in
    the model.
    """
    moved, sections = moves(model, [clause for clause in ours if clause.state != "local"])
    entries = [_entry(clause, moved.get(clause.id, "")) for clause in ours]
    known = {clause.id for clause in ours}
    for at, place in enumerate(model):
        if place.id not in known:
            order = [entry.id for entry in entries]
            where = order.index(model[at - 1].id) + 1 if at else 0
            undecided = PolicyClause(place.id, place.section, place.title, "undecided", None, None)
            entries.insert(where, _entry(undecided, ""))
    return Comparison(tuple(entries), sections)


def moves(
    there: Sequence[ModelPlace], ours: Sequence[PolicyClause], where: str = "in the model"
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What stands in another order here than `there`: as few clauses and sections as explain the difference.

    A section that moved as a whole is told once; a clause has moved when it is in another section, or in another
    order within its own.

    Args:
        there: The order to compare with.
        ours: The policy's clauses, in the policy's order.
        where: What the order belongs to, as the notes end.

    Returns:
        A note for each moved clause that says where it stands there, and the ids of the sections that moved.
    """
    places = {place.id: at for at, place in enumerate(there)}
    shared = [clause for clause in ours if clause.state not in ("dropped", "undecided") and clause.id in places]
    elsewhere = {clause.id for clause in shared if clause.section != there[places[clause.id]].section}
    by_section: dict[str, list[str]] = {}
    for clause in shared:
        if clause.id not in elsewhere:
            by_section.setdefault(clause.section, []).append(clause.id)
    kept: set[str] = set()
    for ids in by_section.values():
        kept |= {ids[at] for at in longest_increasing([places[clause_id] for clause_id in ids])}
    notes = {
        clause.id: _place_there(there, places[clause.id], where, name_section=clause.id in elsewhere)
        for clause in shared
        if clause.id not in kept
    }
    first = {section: at for at, section in reversed(list(enumerate(place.section for place in there)))}
    order = list(by_section)
    stayed = {order[at] for at in longest_increasing([first[section] for section in order])}
    return notes, tuple(section for section in order if section not in stayed)


def _place_there(there: Sequence[ModelPlace], at: int, where: str, *, name_section: bool) -> str:
    place = there[at]
    section = f" in “{place.section_title or place.section}”" if name_section else ""
    if at and there[at - 1].section == place.section:
        return f"after “{there[at - 1].title}”{section} {where}"
    return f"first{section or ' in its section'} {where}"


def kind_of(state: State, *, in_model: bool) -> ChangeKind:
    """What a clause in this state is beside the model."""
    if state == "local" or (state in ("as-is", "adapted") and not in_model):
        return "added"
    return state


def origin(state: str) -> str:
    """Whose words a clause has that the model does not have, in words."""
    if state == "local":
        return "the school's own"
    if state == "adapted":
        return "the library's clause, adapted by the school; the model does not have it"
    return "the library's words; the model does not have this clause"


def _entry(clause: PolicyClause, moved_note: str) -> ClauseChange:
    kind = kind_of(clause.state, in_model=clause.in_model)
    compared = clause.state == "adapted" and clause.base is not None and clause.text is not None
    change = diff(clause.base or "", clause.text or "") if compared else None
    added, removed = _words(clause, kind, change)
    return ClauseChange(
        id=clause.id,
        title=clause.title,
        section=clause.section,
        kind=kind,
        moved=bool(moved_note),
        moved_note=moved_note,
        diff=change,
        reason=clause.reason,
        freedom=clause.freedom,
        moved_on=clause.moved_on,
        state=clause.state,
        base=clause.base,
        text=clause.text,
        words_added=added,
        words_removed=removed,
        origin=origin(clause.state) if kind == "added" else "",
        number=clause.number,
        decided_by=clause.decided_by,
        decided_on=clause.decided_on,
    )


def _words(clause: PolicyClause, kind: ChangeKind, change: TextDiff | None) -> tuple[int, int]:
    """Words the clause adds to its base and takes from it; all of them where nothing is compared."""
    if change is not None:
        return change.words_added, change.words_removed
    if kind == "added":
        return word_count(clause.text if clause.text is not None else clause.base or ""), 0
    if kind == "dropped":
        return 0, word_count(clause.base or "")
    return 0, 0
