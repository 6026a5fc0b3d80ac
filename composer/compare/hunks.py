"""Where two sides changed one base: edits of units, and the regions in which edits of both sides meet.

Positions count units, not characters. An edit says that `base[start:stop]` became `side[first:last]`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from composer.compare.align import Alignment, is_cut_from
from composer.text import Unit, strip_controls, units

BLANKS = ("blank", "break")
_RUNS_ON = ("sentence", "item", "quote")
_DASHES = re.compile(":? ?–+ ?:?")
_DRAWN = re.compile("–(?: [|] –)*")
"""The line under the header of a table, as its sense reads; without it no row is one."""


def canonical(text: str) -> tuple[Unit, ...]:
    """The text cut into units, whose sense also leaves out unseen characters and how a table is drawn."""
    return tuple(unit if unit.kind in BLANKS else _canonical(unit) for unit in units(text))


def _canonical(unit: Unit) -> Unit:
    sense = unit.sense if unit.sense.isprintable() or unit.kind == "code" else strip_controls(unit.sense)
    if unit.kind == "row":
        cells = [cell.strip() for cell in sense.strip("| ").split("|")]
        sense = " | ".join("–" if _DASHES.fullmatch(cell) else cell for cell in cells)
    return unit if sense == unit.sense else replace(unit, sense=sense)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One text, cut into units, with what stands before each."""

    units: tuple[Unit, ...]
    parted: tuple[bool, ...]
    """For each unit whether a blank stretch, or nothing, stands before it."""
    runs_on: tuple[bool, ...]
    """For each unit whether it is a further sentence of the paragraph or list item before it."""
    within: tuple[str, ...]
    """For each unit the kind of the one that opens its paragraph, list item or quotation."""

    def text(self, span: tuple[int, int], without: frozenset[int] = frozenset()) -> str:
        """The units of a span as they are, but for those at the places left out."""
        return "".join(self.units[at].text for at in range(*span) if at not in without)


class Sheets(NamedTuple):
    """The three texts of a merge."""

    base: Sheet
    ours: Sheet
    theirs: Sheet


def cut(text: str) -> Sheet:
    """The text as a sheet."""
    found = canonical(text)
    before = ["break", *(unit.kind for unit in found)]
    parted = tuple(kind in BLANKS for kind in before[:-1])
    runs_on = tuple(unit.kind == "sentence" and kind in _RUNS_ON for unit, kind in zip(found, before, strict=False))
    within: list[str] = []
    for unit, on in zip(found, runs_on, strict=True):
        within.append(within[-1] if on else unit.kind)
    return Sheet(found, parted, runs_on, tuple(within))


@dataclass(frozen=True, slots=True)
class Edit:
    """What one side did to a stretch of the base."""

    start: int
    stop: int
    first: int
    last: int
    reworded: bool = False
    """Whether the new units say the same sentence in other words; else units came, went or were replaced."""
    run: tuple[int, int] = (0, 0)
    """The whole stretch of the base that went together with this one."""

    @property
    def inserts(self) -> bool:
        """Whether nothing of the base went."""
        return self.start == self.stop


def same(old: Unit, new: Unit) -> bool:
    """Whether two units read the same; any two blank stretches do."""
    if old.kind in BLANKS or new.kind in BLANKS:
        return old.kind in BLANKS and new.kind in BLANKS
    return old.kind == new.kind and old.sense == new.sense


def edits(base: Sheet, side: Sheet, found: Alignment) -> list[Edit]:
    """What the side did, in order; units that only look different are no edit."""
    done: list[Edit] = []
    pairs = [(-1, -1), *found.pairs, (len(base.units), len(side.units))]
    for (i, j), (a, b) in pairwise(pairs):
        if i + 1 < a or j + 1 < b:
            done.append(Edit(i + 1, a, j + 1, b))
        if a < len(base.units) and not same(base.units[a], side.units[b]):
            done.append(Edit(a, a + 1, b, b + 1, reworded=True))
    return [part for edit in _carried(done, base, side) for part in _parts(edit, base, side)]


def _carried(found: Sequence[Edit], base: Sheet, side: Sheet) -> list[Edit]:
    """Edits with a sentence that was split in two, or joined from two, as one edit."""
    joined: list[Edit] = []
    for edit in found:
        last = joined[-1] if joined else None
        if last and last.reworded != edit.reworded and (last.stop, last.last) == (edit.start, edit.first):
            gap, reworded = (edit, last) if last.reworded else (last, edit)
            if _is_carried(gap, reworded, base, side):
                joined[-1] = Edit(last.start, edit.stop, last.first, edit.last, reworded=True)
                continue
        joined.append(edit)
    return joined


def _is_carried(gap: Edit, reworded: Edit, base: Sheet, side: Sheet) -> bool:
    old, new = base.units[reworded.start : reworded.stop], side.units[reworded.first : reworded.last]
    came, went = side.units[gap.first : gap.last], base.units[gap.start : gap.stop]
    return any(is_cut_from(unit, old, new) for unit in came) or any(is_cut_from(unit, new, old) for unit in went)


def _parts(edit: Edit, base: Sheet, side: Sheet) -> Iterator[Edit]:
    """A gap cut up: passages of one kind that took each other's place, then units that went, or what came."""
    run = edit.start, edit.stop
    if edit.reworded:
        yield replace(edit, run=run)
        return
    start, first = run[0], edit.first
    went, came = _pieces(base, *run, passages=True), _pieces(side, first, edit.last, passages=True)
    for (a, b), (c, d) in zip(went, came, strict=False):
        if _nature(base.units[a:b]) != _nature(side.units[c:d]):
            break
        yield Edit(a, b, c, d, run=run)
        start, first = b, d
    if first < edit.last:
        yield Edit(start, run[1], first, edit.last, run=run)
    else:
        yield from (Edit(a, b, first, first, run=run) for a, b in _pieces(base, start, run[1], passages=False))


def _pieces(sheet: Sheet, start: int, stop: int, *, passages: bool) -> list[tuple[int, int]]:
    """A stretch cut into units, or into paragraphs, list items and the like, each with the blanks about it."""
    cuts = [start]
    begun = False
    for at in range(start, stop):
        if sheet.units[at].kind in BLANKS:
            continue
        if begun and not (passages and sheet.runs_on[at]):
            cuts.append(at)
        begun = True
    return list(pairwise([*cuts, stop])) if start < stop else []


def _nature(passage: Sequence[Unit]) -> str:
    """`prose` or the kind of the passage's first unit that is not blank; empty for blank stretches."""
    first = next((unit.kind for unit in passage if unit.kind not in BLANKS), "")
    return "prose" if first in ("sentence", "quote") else first


# -- where they meet -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the base that one side changed, or both; positions in all three texts."""

    base: tuple[int, int]
    ours: tuple[int, int]
    theirs: tuple[int, int]
    by: frozenset[str]
    """Which sides changed it: `ours`, `theirs`."""


def regions(base: Sheet, ours: Sheet, theirs: Sheet, of_ours: list[Edit], of_theirs: list[Edit]) -> list[Region]:
    """All edits of both sides in the order of the base; those that meet are in one region."""
    found = sorted(
        [(edit.start, edit.stop, "ours", edit) for edit in of_ours]
        + [(edit.start, edit.stop, "theirs", edit) for edit in of_theirs],
        key=lambda item: item[:3],
    )
    sheets = {"ours": ours, "theirs": theirs}
    groups: list[list[tuple[str, Edit]]] = []
    latest: dict[str, Edit] = {}
    for _, _, side, edit in found:
        other = "theirs" if side == "ours" else "ours"
        # Edits of one side never overlap, so the other side's latest one reaches furthest.
        if other in latest and _meet(edit, sheets[side], latest[other], sheets[other], base):
            groups[-1].append((side, edit))
        else:
            groups.append([(side, edit)])
            latest = {}
        latest[side] = edit
    return list(_placed(groups))


def _placed(groups: list[list[tuple[str, Edit]]]) -> Iterator[Region]:
    """Regions with their places; what a side did not edit is as long there as in the base."""
    ahead = {"ours": 0, "theirs": 0}
    for group in groups:
        start, stop = min(edit.start for _, edit in group), max(edit.stop for _, edit in group)
        places = {}
        for side in ("ours", "theirs"):
            begin = start + ahead[side]
            mine = [edit for whose, edit in group if whose == side]
            ahead[side] += sum(edit.last - edit.first - edit.stop + edit.start for edit in mine)
            places[side] = begin, stop + ahead[side]
        yield Region((start, stop), places["ours"], places["theirs"], frozenset(side for side, _ in group))


def _meet(one: Edit, one_side: Sheet, two: Edit, two_side: Sheet, base: Sheet) -> bool:
    """Whether two edits of different sides have to be looked at together."""
    if one.inserts and two.inserts:
        return one.start == two.start
    if one.inserts:
        return _leans(one, one_side, two, base)
    if two.inserts:
        return _leans(two, two_side, one, base)
    return max(one.start, two.start) < min(one.stop, two.stop)


def _leans(added: Edit, side: Sheet, other: Edit, base: Sheet) -> bool:
    """Whether an insertion stands inside the other edit, or may lean on a sentence beside it that went."""
    at = added.start
    if other.start < at < other.stop:
        return True
    if at not in (other.start, other.stop):
        return False
    if other.reworded:
        # Of a sentence split in two it is not known where the halves part.
        return other.stop - other.start != other.last - other.first
    if other.run[0] < at < other.run[1]:
        return True
    if at == other.start:
        return added.last < len(side.units) and side.runs_on[added.last]
    first = next((place for place in range(added.first, added.last) if side.units[place].kind not in BLANKS), None)
    if first is None:
        return False
    went = base.units[slice(*other.run)]
    if any(unit.kind == "heading" for unit in went) and side.units[first].kind != "heading":
        return True
    if side.units[first].kind == "row" and any(unit.kind == "row" and _DRAWN.fullmatch(unit.sense) for unit in went):
        return True
    return side.runs_on[first] or _is_nested(side.units[first], went)


def _is_nested(unit: Unit, above: Sequence[Unit]) -> bool:
    """Whether a list item is indented under the last item above it."""
    last = next((one for one in reversed(above) if one.kind == "item"), None)
    return last is not None and unit.kind == "item" and _indent(unit) > _indent(last)


def _indent(item: Unit) -> int:
    text = item.sense.lstrip("> ") if item.sense.startswith(">") else item.sense
    return len(text) - len(text.lstrip())
