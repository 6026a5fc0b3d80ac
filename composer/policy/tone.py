"""Whether a policy reads as permission with limits: sentences that enable, and sentences that forbid.

A count by words, not by meaning: good enough to compare sections of one policy and to see a page of
prohibitions, never a mark (``checks`` 21: "do not force cheerfulness").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.text import units

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Tone:
    """How many sentences and list items enable and forbid; one may do both, and many do neither."""

    enabling: int = 0
    forbidding: int = 0

    def __add__(self, other: Tone) -> Tone:
        return Tone(self.enabling + other.enabling, self.forbidding + other.forbidding)


_RELIEVES = re.compile(
    r"\b(?:need(?:s|ed)? not|needs? no"
    r"|(?:nobody|no one|no child|no family) (?:needs|has to|is (?:expected|asked|made|left))"
    r"|(?:do|does|is|are|will) not (?:have to|need to|needed|punish\w*|blame)"
    r"|not (?:be )?(?:expected|obliged|asked|required|punished|blamed|in trouble|count against)"
    r"|no blame|without (?:blame|giving|needing|fear)"
    r"|nothing (?:here|in this policy) (?:stops|limits|takes|may be used)"
    r"|never (?:a sanction|removed|a reason to|held against)"
    r"|not (?:by itself )?a (?:reason to act|disciplinary matter))\b"
)
_ENABLES = re.compile(
    r"\b(?:may(?! not)|can(?!not| not)|welcome[sd]?|encourage[sd]?|help(?:s|ed)?|support(?:s|ed)?|invite[sd]?"
    r"|offer(?:s|ed)?|free to|glad|happy to|celebrat\w+|shar(?:e|es|ing)|enjoy\w*|choos\w+|choice|able to"
    r"|thank(?:s|ed)?|right to|protect(?:s|ed)?|trust(?:s|ed)?|listen(?:s|ed)?|respect(?:s|ed)?"
    r"|proud|pleasure|open to|in reach)\b"
)
_FORBIDS = re.compile(
    r"\b(?:(?:must|may|shall|should|will|would|do|does|is|are|can) not|cannot|can't|don't|doesn't|isn't|aren't|won't"
    r"|mustn't|never|no longer|nobody|no one|not (?:allowed|permitted|used|posted|shared|taken|shown|named|accepted)"
    r"|forbidden|prohibited|banned|refrain)\b"
)


def tone_of(text: str) -> Tone:
    """The tone of a clause's text, unfilled or filled."""
    # Small letters once are quicker than patterns in any case; one letter alone gets longer from it.
    small = text.replace("İ", "i").lower()
    starts, at = [], 0
    for unit in units(text):
        starts.append(at)
        at += len(unit.text)
    relieved = {bisect_right(starts, match.start()) for match in _RELIEVES.finditer(small)}
    # As many blanks as letters, so that every word stays where it is.
    small = _RELIEVES.sub(lambda match: " " * len(match[0]), small) if relieved else small
    enabling = {bisect_right(starts, match.start()) for match in _ENABLES.finditer(small)}
    forbidding = {bisect_right(starts, match.start()) for match in _FORBIDS.finditer(small)}
    return Tone(len(relieved | enabling), len(forbidding))


def tone_of_all(texts: Iterable[str]) -> Tone:
    """The tone of several texts together."""
    return sum((tone_of(text) for text in texts), Tone())
