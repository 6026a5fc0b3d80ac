"""Joining units of different texts, so that none is glued to its neighbour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from composer.compare.hunks import BLANKS, cut
from composer.text import Unit, UnitKind

_CLOSED = ("heading", "row", "code", "rule")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit that was chosen for the result."""

    text: str
    kind: UnitKind
    sense: str
    parted: bool
    """Whether a blank line stands before it in every text it is in."""
    within: frozenset[str]
    """Kinds of what it is part of in the texts it is in: a paragraph, a list item, a quotation. Empty: any."""


def chosen(unit: Unit, *, parted: bool, within: Iterable[str] = ()) -> Chosen:
    """The unit as one for the result."""
    return Chosen(unit.text, unit.kind, unit.sense, parted, frozenset(within))


def with_space_of(unit: Unit, other: Unit) -> Unit:
    """The unit, followed by the white space that follows the other."""
    return replace(unit, text=unit.text.rstrip() + other.text[len(other.text.rstrip()) :])


def seams(run: Sequence[Chosen]) -> list[str]:
    """What has to be put in before each unit: mostly nothing, else a space, a line break or a blank line."""
    found: list[str] = []
    last: Chosen | None = None
    ending = ""
    blank = True
    for unit in run:
        if unit.kind in BLANKS:
            # A blank stretch is lines of its own.
            seam = "\n" if ending and not ending.endswith("\n") else ""
            blank = True
        else:
            seam = _seam(last, unit, ending, blank=blank) if last else ""
            last, blank = unit, False
        found.append(seam)
        ending = (ending + seam + unit.text)[-200:]
    return found


def _seam(last: Chosen, unit: Chosen, ending: str, *, blank: bool) -> str:
    on_new_line = ending.rstrip(" \t").endswith("\n")
    if blank:
        return "" if on_new_line else "\n"
    if unit.parted:
        return "\n" if on_new_line else "\n\n"
    if unit.kind != "sentence" or last.kind in _CLOSED:
        return "" if on_new_line else "\n"
    return "" if ending[-1:].isspace() else " "


def first_misread(text: str, run: Sequence[Chosen]) -> int | None:
    """The first chosen unit that the text, cut again, does not give in its place; `None` when all are there.

    A sentence that became part of a list item, a quotation or a paragraph that it is not part of in any text is
    not in its place either.
    """
    sheet = cut(text)
    found = [(unit, kind) for unit, kind in zip(sheet.units, sheet.within, strict=True) if unit.kind not in BLANKS]
    wanted = [(at, unit) for at, unit in enumerate(run) if unit.kind not in BLANKS]
    for (unit, within), (at, one) in zip(found, wanted, strict=False):
        if (unit.kind, unit.sense) != (one.kind, one.sense) or (one.within and within not in one.within):
            return at
    return None if len(found) == len(wanted) else len(run)
