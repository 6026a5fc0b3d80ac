"""A second look at a merge as a whole: what was struck out must not come back, nor what is new come twice.

Words struck out come back when one side both moves a sentence and rewords it, so that it reads as one sentence
gone and another new, while the other side struck them out of the old one. A new sentence comes twice when both
sides have it, at different places.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from composer.compare.hunks import BLANKS, Sheet
from composer.compare.seams import Chosen
from composer.compare.settle import Part
from composer.compare.words3 import bag
from composer.text import Unit

_SETTLED = ("same", "layout", "ours", "theirs")
_ASKED = ("conflict", "suggestion")
_SUBSTANCE = 16
"""Fewest letters of a unit that nobody writes twice: short headings and the like may well be."""


def doubtful(found: Sequence[Part], runs: Sequence[Sequence[Chosen]], sheets: tuple[Sheet, Sheet, Sheet]) -> set[int]:
    """Which parts a person has to look at after all; `runs` are the units taken for each part."""
    base, ours, theirs = (_said(sheet.units) for sheet in sheets)
    taken = [unit for part, run in zip(found, runs, strict=True) if part.state not in _ASKED for unit in run]
    clean = _said(taken)
    twice = {
        sense
        for sense, times in clean.items()
        if times > max(ours[sense], theirs[sense]) and min(ours[sense], theirs[sense]) > base[sense]
    }
    twice = {sense for sense in twice if sum(map(str.isalpha, sense)) >= _SUBSTANCE}
    doubts = _with_more(found, sheets, "theirs", twice) or _with_more(found, sheets, "ours", twice)
    if all(part.state in _SETTLED for part in found):
        # Each part is the work of one side alone, so nothing can come back.
        return doubts
    base, ours, theirs = (said + _words(sheet.units) for said, sheet in zip((base, ours, theirs), sheets, strict=True))
    clean += _words(taken)
    for state, struck, alone in (("theirs", ours, theirs), ("ours", theirs, ours)):
        back = {one for one, times in base.items() if alone[one] == times > struck[one] < clean[one]}
        doubts |= _with_more(found, sheets, state, back)
    return doubts


def _said(units: Iterable[Unit | Chosen]) -> Counter[str]:
    return Counter(unit.sense for unit in units if unit.kind not in BLANKS)


def _words(units: Iterable[Unit | Chosen]) -> Counter[str]:
    # Marked off, so that no word is taken for a sentence of one word.
    return Counter({f"\n{word}": times for word, times in bag("".join(unit.text for unit in units)).items()})


def _with_more(found: Sequence[Part], sheets: tuple[Sheet, Sheet, Sheet], state: str, what: set[str]) -> set[int]:
    """The parts of one side that hold more of these words or units than the base does."""
    if not what:
        return set()
    more = set()
    for at, part in enumerate(found):
        if part.state == state:
            sheet, span = (sheets[2], part.theirs) if state == "theirs" else (sheets[1], part.ours)
            now, was = sheet.units[slice(*span)], sheets[0].units[slice(*part.base)]
            added = _said(now) + _words(now) - _said(was) - _words(was)
            if not what.isdisjoint(added):
                more.add(at)
    return more
