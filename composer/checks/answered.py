"""Findings held against what the school answered: open, or set aside with a reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from composer.checks.finding import SEVERITIES
from composer.policy.answering import kept_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from composer.checks.finding import Finding, Severity
    from composer.policy.evidence import SetAside


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of one run."""

    open: tuple[Finding, ...] = ()
    aside: tuple[tuple[Finding, SetAside], ...] = ()
    """Those that a person set aside, each with the answer."""
    before: Mapping[str, SetAside] = field(default_factory=dict)
    """For an open finding's key: the answer given when the text was another one, so it is asked again."""
    gone: tuple[str, ...] = ()
    """Keys of answers whose finding is no longer there at all."""
    unnamed: frozenset[str] = frozenset()
    """Those of ``before`` whose text is the same: they stand in the way of approval, and nobody is named."""

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The open ones of one severity."""
        return tuple(finding for finding in self.open if finding.severity == severity)

    @property
    def tally(self) -> str:
        """``2 block · 5 warn · 1 info · 3 set aside``; ``nothing found`` when there is nothing."""
        count = Counter(finding.severity for finding in self.open)
        said = [f"{count[severity]} {severity}" for severity in SEVERITIES if count[severity]]
        if self.aside:
            said.append(f"{len(self.aside)} set aside")
        return " · ".join(said) or "nothing found"


def answered(findings: Iterable[Finding], set_aside: Mapping[str, SetAside]) -> Findings:
    """The findings sorted by whether somebody set them aside; an answer without a name does not silence a block."""
    still_open: list[Finding] = []
    aside: list[tuple[Finding, SetAside]] = []
    for finding in findings:
        answer = set_aside.get(finding.key)
        if answer is not None and (answer.by or finding.severity != "block"):
            aside.append((finding, answer))
        else:
            still_open.append(finding)
    used = {finding.key for finding, _ in aside}
    left = {key: answer for key, answer in set_aside.items() if key not in used}
    before = {finding.key: left.pop(finding.key) for finding in still_open if finding.key in left}
    unnamed = frozenset(before)
    # Where several answers were given in one place, each goes first to the finding with the words it was about.
    for same_words in (True, False):
        for finding in still_open if left else ():
            key = _outgrown(finding, left, same_words=same_words) if finding.key not in before else None
            if key is not None:
                before[finding.key] = left.pop(key)
    return Findings(tuple(still_open), tuple(aside), before, tuple(left), unnamed)


def _outgrown(finding: Finding, left: Mapping[str, SetAside], *, same_words: bool) -> str | None:
    """The key of the first answer that was given in this finding's place to the same check."""
    place = finding.place
    words = kept_words(place.words)
    for key, answer in left.items():
        here = (answer.check, answer.kind, answer.place) == (finding.check, place.kind, place.id)
        if here and (answer.words == words or not same_words):
            return key
    return None
