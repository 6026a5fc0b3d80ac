"""The text of a merge: what was chosen, joined, and looked at once more before anybody relies on it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from composer.compare.doubts import doubtful
from composer.compare.hunks import Sheets, canonical
from composer.compare.moved import Moves
from composer.compare.seams import Chosen, chosen, first_misread, seams, with_space_of
from composer.compare.settle import Part

_TRIES = 8
"""How often a result that reads wrong is mended piece by piece, before all of it goes to a person."""


def compose(parts: Sequence[Part], sheets: Sheets, moves: tuple[Moves, Moves]) -> tuple[list[Part], list[str]]:
    """The parts, some of them in conflict after all, and the text taken for each; ours for a conflict.

    The texts joined, cut again, give exactly the units that were chosen.
    """
    found = _together(parts, moves)
    for left in range(_TRIES, -1, -1):
        runs = [list(_chosen(part, sheets, moves)) for part in found]
        texts = _joined(found, runs)
        wrong = first_misread("".join(texts), [unit for run in runs for unit in run])
        doubts = doubtful(found, runs, sheets) if wrong is None else set()
        if wrong is None and not doubts:
            break
        found = [replace(part, state="conflict") if at in doubts else part for at, part in enumerate(found)]
        if wrong is not None:
            found = _given_up(found, runs, wrong if left > 1 else None)
        found = _together(found, moves)
    return found, texts


def _together(found: Sequence[Part], moves: tuple[Moves, Moves]) -> list[Part]:
    """The parts, with both places of a moved sentence in conflict if one is.

    Else whoever keeps one side's text in that conflict loses the sentence, or has it twice.
    """
    ends = [[part.base[1] for part in found], [part.ours[1] for part in found], [part.theirs[1] for part in found]]
    tied: dict[int, set[int]] = {}
    for side, move in enumerate(moves, 1):
        for went, came in move.pairs:
            old, new = bisect_right(ends[0], went), bisect_right(ends[side], came)
            tied.setdefault(old, set()).add(new)
            tied.setdefault(new, set()).add(old)
    asked = list(found)
    todo = [at for at in tied if found[at].state == "conflict"]
    while todo:
        for at in tied[todo.pop()]:
            if asked[at].state in ("ours", "theirs"):
                asked[at] = replace(asked[at], state="conflict")
                todo.append(at)
    return asked


def _joined(found: Sequence[Part], runs: Sequence[Sequence[Chosen]]) -> list[str]:
    """The text of each part. What has to stand before a conflict goes to the part before: ours stays as it is."""
    before = iter(seams([unit for run in runs for unit in run]))
    texts: list[str] = []
    for part, run in zip(found, runs, strict=True):
        between = [next(before) for _ in run]
        if part.state == "conflict" and run and texts:
            texts[-1] += between[0]
            between[0] = ""
        texts.append("".join(seam + unit.text for seam, unit in zip(between, run, strict=True)))
    return texts


def _given_up(found: list[Part], runs: Sequence[Sequence[Chosen]], wrong: int | None) -> list[Part]:
    """The parts with the one that holds the wrong unit, or is nearest to it, in conflict; all of them for `None`."""
    ends = list(accumulate(len(run) for run in runs))
    takes = [at for at, part in enumerate(found) if part.state in ("ours", "theirs", "suggestion", "layout")]
    if wrong is not None:
        takes = sorted(takes, key=lambda at: (abs(ends[at] - 1 - wrong), at))[:1]
    given = list(found)
    for at in takes:
        given[at] = replace(given[at], state="both" if given[at].state == "layout" else "conflict", suggested=None)
    return given


def _chosen(part: Part, sheets: Sheets, moves: tuple[Moves, Moves]) -> Iterator[Chosen]:
    """The units that go into the result; ours where there is a conflict."""
    if part.suggested is not None:
        yield from (chosen(unit, parted=False) for unit in canonical(part.suggested))
        return
    mine, yours = range(*part.ours), range(*part.theirs)
    first = part.state == "theirs"
    taken, others = (yours, mine) if first else (mine, yours)
    sheet, other = (sheets.theirs, sheets.ours) if first else (sheets.ours, sheets.theirs)
    instead = moves[first].instead if part.state in ("ours", "theirs") else {}
    twins = len(taken) == len(others)
    for step, at in enumerate(taken):
        unit = sheet.units[at]
        parted = sheet.parted[at] and not (twins and not other.parted[others[step]])
        within = {sheet.within[at], other.within[others[step]] if twins else sheet.within[at]}
        if part.state == "layout" and unit.text == sheets.base.units[part.base[0] + step].text:
            unit = other.units[others[step]]
        elif at in instead:
            unit = with_space_of(other.units[instead[at]], unit)
        yield chosen(unit, parted=parted, within=within)
