"""What becomes of each region of a merge: whose units are taken, or that a person has to look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from composer.compare.hunks import BLANKS, Region, Sheet, canonical
from composer.compare.moved import Moves
from composer.compare.words3 import merge_words
from composer.text import Unit

PartState = Literal["same", "ours", "theirs", "both", "layout", "suggestion", "conflict"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the three texts, as positions of units, and what is taken of it."""

    state: PartState
    base: tuple[int, int]
    ours: tuple[int, int]
    theirs: tuple[int, int]
    suggested: str | None = None


def parts(
    base: Sheet, ours: Sheet, theirs: Sheet, found: Sequence[Region], moves: tuple[Moves, Moves]
) -> Iterator[Part]:
    """The whole of the three texts in parts, in order."""
    i = j = k = 0
    for region in found:
        yield from _untouched(base, ours, theirs, (i, j, k), region.base[0] - i)
        for part in _settled(base, ours, theirs, region):
            yield replace(part, state="conflict") if _is_disputed(part, moves) else part
        i, j, k = region.base[1], region.ours[1], region.theirs[1]
    yield from _untouched(base, ours, theirs, (i, j, k), len(base.units) - i)


def _is_disputed(part: Part, moves: tuple[Moves, Moves]) -> bool:
    if part.state == "ours":
        return not moves[0].disputed.isdisjoint(range(*part.ours))
    return part.state == "theirs" and not moves[1].disputed.isdisjoint(range(*part.theirs))


def _untouched(base: Sheet, ours: Sheet, theirs: Sheet, at: tuple[int, int, int], count: int) -> Iterator[Part]:
    """Units that all three have, as one part for each run that differs in layout and each that does not."""
    start = 0
    state: PartState = "same"
    for step in range(count + 1):
        now: PartState = "same"
        if step < count:
            texts = {sheet.units[place + step].text for sheet, place in zip((base, ours, theirs), at, strict=True)}
            now = "same" if len(texts) == 1 else "layout"
        if step == count or now != state:
            if start < step:
                yield Part(state, *((place + start, place + step) for place in at))  # type: ignore[arg-type]
            start, state = step, now


def _settled(base: Sheet, ours: Sheet, theirs: Sheet, region: Region) -> Iterator[Part]:
    if len(region.by) == 1:
        state: PartState = "ours" if "ours" in region.by else "theirs"
        yield Part(state, region.base, region.ours, region.theirs)
        return
    was, mine, yours = (
        sheet.units[slice(*span)] for sheet, span in ((base, region.base), (ours, region.ours), (theirs, region.theirs))
    )
    old, left, right = _keys(was), _keys(mine), _keys(yours)
    if left == right:
        yield Part("both", region.base, region.ours, region.theirs)
    elif left == old:
        yield Part("theirs", region.base, region.ours, region.theirs)
    elif right == old:
        yield Part("ours", region.base, region.ours, region.theirs)
    else:
        yield from _trimmed(base, ours, theirs, region)


def _keys(units: Sequence[Unit]) -> list[tuple[str, str]]:
    """What the units say: equal when only layout differs."""
    return [(unit.kind, unit.sense) for unit in units if unit.kind != "blank"]


def _trimmed(base: Sheet, ours: Sheet, theirs: Sheet, region: Region) -> Iterator[Part]:
    """A conflict without the units at its ends that both sides have."""
    mine, yours = ours.units[slice(*region.ours)], theirs.units[slice(*region.theirs)]
    pairs = [_keys([one]) == _keys([two]) for one, two in zip(mine, yours, strict=False)]
    head = sum(1 for _ in takewhile(bool, pairs))
    most = min(len(mine), len(yours)) - head
    tail = 0
    while tail < most and _keys([mine[-1 - tail]]) == _keys([yours[-1 - tail]]):
        tail += 1
    (a, b), (c, d), (e, f) = region.base, region.ours, region.theirs
    if head:
        yield Part("both", (a, a), (c, c + head), (e, e + head))
    yield _met(base, ours, theirs, (a, b), (c + head, d - tail), (e + head, f - tail))
    if tail:
        yield Part("both", (b, b), (d - tail, d), (f - tail, f))


def _met(
    base: Sheet, ours: Sheet, theirs: Sheet, was: tuple[int, int], mine: tuple[int, int], yours: tuple[int, int]
) -> Part:
    """What both sides changed: their words joined as a suggestion where that can be, else a conflict."""
    sides = [sheet.units[slice(*span)] for sheet, span in ((base, was), (ours, mine), (theirs, yours))]
    said = [[unit for unit in units if unit.kind not in BLANKS] for units in sides]
    suggested = None
    kinds = [unit.kind for units in said for unit in units]
    if all(len(units) == 1 for units in said) and len(set(kinds)) == 1 and kinds[0] != "code":
        suggested = merge_words(*("".join(unit.text for unit in units) for units in sides))
        if (
            suggested is not None
            and [unit.kind for unit in canonical(suggested) if unit.kind not in BLANKS] != kinds[:1]
        ):
            suggested = None
    return Part("conflict" if suggested is None else "suggestion", was, mine, yours, suggested)
