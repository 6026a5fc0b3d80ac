"""What a comparison has to tell, before any face draws it: which clauses, which words, which passages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from composer.compare.deviations import KINDS, SINCE_KINDS, counts
from composer.compare.edits import Block, Span
from composer.compare.obligations import look_at, watch
from composer.policy.clause import FREEDOM_IN_WORDS
from composer.policy.dictionary import in_words
from composer.policy.policy import SIGNS
from composer.text import units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from composer.compare.deviations import ChangeKind, ClauseChange, Comparison
    from composer.compare.edits import TextDiff
    from composer.compare.obligations import ObligationChange
    from composer.policy.approval import Approval
    from composer.policy.document import Document
    from composer.policy.outline import OutlineSection

ALL_KINDS: tuple[str, ...] = (*KINDS, *(kind for kind in SINCE_KINDS if kind not in KINDS), "moved")
"""What a report may be narrowed to, whatever the policy is compared with."""

LOOK_AT = "Look at"
"""What a note on a duty, a number or a role is labelled with; it quotes the clause with its blanks."""

_SIGNS: dict[ChangeKind, str] = {
    "as-is": SIGNS["as-is"],
    "unchanged": SIGNS["as-is"],
    "adapted": SIGNS["adapted"],
    "changed": SIGNS["adapted"],
    "dropped": SIGNS["dropped"],
    "removed": SIGNS["dropped"],
    "added": SIGNS["local"],
    "undecided": SIGNS["undecided"],
}


@dataclass(frozen=True, slots=True)
class About:
    """Whose policy is compared with which model, or with which approved text."""

    school: str
    policy: str
    model: str
    model_version: str
    sections: Mapping[str, str] = field(default_factory=dict)
    """Section titles by id."""
    since: date | None = None
    """The day of the approval that the policy is compared with; None where that is its model."""

    @classmethod
    def of(cls, document: Document, outline: Sequence[OutlineSection]) -> About:
        """What the finished document says of itself; the outline names the sections that do not print too."""
        titles = {section.head.id: section.head.title for section in outline}
        return cls(document.school, document.title, document.model_title, document.model_version, titles)

    @classmethod
    def since_approval(cls, document: Document, outline: Sequence[OutlineSection], approval: Approval) -> About:
        """The same beside an approved text, which may have sections that are gone now."""
        then = {section.id: section.title for section in approval.sections}
        now = cls.of(document, outline)
        return replace(now, sections={**then, **now.sections}, since=approval.on)

    @property
    def against(self) -> str:
        """What the policy is compared with, in words: the model and its version, or the approved policy."""
        if self.since is not None:
            return f"the policy approved on {in_words(self.since)}"
        return f"{self.model}, version {self.model_version}" if self.model_version else self.model

    @property
    def heading(self) -> str:
        """What a list of the changes is headed with."""
        if self.since is not None:
            return f"What has changed in our policy since it was approved on {in_words(self.since)}, and why"
        return "What our policy changes in the model, and why"

    @property
    def legend(self) -> tuple[str, str]:
        """What marked words are: those that are gone, and those that are new."""
        if self.since is not None:
            return "were approved and are gone", "were not there when it was approved"
        return "are the model's and gone", "are the school's and new"


@dataclass(frozen=True)
class Report:
    """A policy against its model, or a part of that.

    Args:
        comparison: The whole comparison.
        about: Whose it is.
        kinds: Only clauses of these kinds; ``moved`` stands for moved ones of every kind.
        clause: Only this clause, told in full.
        roles: Words for roles that the obligation watch looks at too.
        read: Makes a piece of clause text what a reader of the policy reads, for the table of changes.
    """

    comparison: Comparison
    about: About
    kinds: tuple[str, ...] = ALL_KINDS
    clause: str | None = None
    roles: tuple[str, ...] = ()
    read: Callable[[str], str] = str

    @cached_property
    def entries(self) -> tuple[ClauseChange, ...]:
        """The clauses to tell, in the policy's order."""
        chosen = self.comparison.only(self.kinds)
        return tuple(entry for entry in chosen if self.clause in {None, entry.id})

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses of each kind the whole policy has."""
        return counts(self.comparison)

    @property
    def differs(self) -> bool:
        """Whether something that is told is not as the model has it; a clause that nobody decided on is not."""
        return bool(self.sections_moved) or any(entry.deviates or entry.kind == "undecided" for entry in self.entries)

    @property
    def sections_moved(self) -> tuple[str, ...]:
        """Titles of the sections that stand in another order, where a report tells what moved."""
        told = self.clause is None and "moved" in self.kinds
        return tuple(self.about.sections.get(each, each) for each in self.comparison.sections_moved if told)

    def by_section(self) -> Iterator[tuple[str, list[ClauseChange]]]:
        """The clauses to tell under their section's title."""
        found: dict[str, list[ClauseChange]] = {}
        for entry in self.entries:
            found.setdefault(entry.section, []).append(entry)
        for section, entries in found.items():
            yield self.about.sections.get(section, section), entries

    def obligations(self, entry: ClauseChange) -> tuple[ObligationChange, ...]:
        """What the clause's change does to duties, numbers, periods and roles."""
        return self._watched.get(entry.id, ())

    @cached_property
    def _watched(self) -> dict[str, tuple[ObligationChange, ...]]:
        return {entry.id: watch(entry.diff, self.roles) for entry in self.entries if entry.diff is not None}


@dataclass(frozen=True)
class FileReport:
    """Any two texts against each other; ``old`` and ``new`` are what they are called."""

    old: str
    new: str
    diff: TextDiff

    @property
    def verdict(self) -> str:
        """In a sentence, how they differ."""
        if self.diff.changed:
            return f"{changes_in_words(self.diff)}."
        if self.diff.layout_only:
            return "They read the same; only layout, quotes or dashes differ."
        return "They read the same, with different blanks." if self.diff.old != self.diff.new else "They are the same."


def counts_line(report: Report) -> str:
    """``19 as-is · 9 adapted · …``, all kinds named."""
    said = [f"{number} {kind}" for kind, number in report.counts.items()]
    return " · ".join([*said, words(report.comparison.words_added, report.comparison.words_removed)])


def changes_in_words(diff: TextDiff) -> str:
    """``3 changes, +21 −19 words``."""
    number = len(diff.changes)
    return f"{number} change{'' if number == 1 else 's'}, {words(diff.words_added, diff.words_removed)}"


def words(added: int, removed: int) -> str:
    """``+21 −19 words``."""
    return f"+{added} −{removed} words"


def sign(entry: ClauseChange) -> str:
    """The clause's sign: its state's, a plus for everything the model does not have, and ``↕`` when moved."""
    return f"{_SIGNS[entry.kind]}↕" if entry.moved else _SIGNS[entry.kind]


def kind_in_words(entry: ClauseChange) -> str:
    """The clause's kind, and whether it moved."""
    return f"{entry.kind}, moved" if entry.moved else entry.kind


def sections_moved_in_words(report: Report) -> str:
    """Which sections stand in another order, as a sentence; empty when none does."""
    titles = report.sections_moved
    if not titles:
        return ""
    there = "the model" if report.about.since is None else "the approved policy"
    return f"In another order than in {there}: {in_words(tuple(f'the section “{title}”' for title in titles))}."


def consequence(entry: ClauseChange) -> str:
    """What changing or leaving out this clause means, in words; empty when the school is free to."""
    decided = entry.state in {"adapted", "dropped"} and entry.kind != "unchanged" and not entry.values_only
    if not decided or entry.freedom == "local-choice":
        return ""
    return next((said for freedom, said in FREEDOM_IN_WORDS.items() if freedom == entry.freedom), "")


def notes(report: Report, entry: ClauseChange) -> Iterator[tuple[str, str]]:
    """What there is to say about a clause beside its words, each with its label."""
    if entry.origin:
        yield "Source", entry.origin
    if entry.was_title:
        yield "Title", f"it was “{entry.was_title}”"
    if entry.reason:
        yield "Reason", entry.reason
    elif entry.state in {"adapted", "dropped"} and entry.kind != "unchanged":
        yield "Reason", "none given yet"
    if consequence(entry):
        yield "Take care", consequence(entry)
    if entry.moved_note:
        yield "Moved", f"it stands {entry.moved_note}"
    if entry.moved_on and report.about.since is None:
        yield "Library" if entry.origin else "Model", "it has changed since the school took this clause"
    for message in look_at(report.obligations(entry)):
        yield LOOK_AT, message


@dataclass(frozen=True, slots=True)
class Cut:
    """An unchanged passage that is left out."""

    sentences: int
    ends_line: bool
    """Whether what follows starts a new line."""


def passages(diff: TextDiff, *, whole: bool = False) -> Iterator[Block | Cut]:
    """The blocks of a diff; of long unchanged passages only the sentences next to a change."""
    last = len(diff.blocks) - 1
    for at, block in enumerate(diff.blocks):
        if whole or block.kind not in {"same", "layout"}:
            yield block
        else:
            yield from _shortened(block, opens=at > 0, closes=at < last)


def _shortened(block: Block, *, opens: bool, closes: bool) -> Iterator[Block | Cut]:
    found = units(block.new)
    said = [at for at, unit in enumerate(found) if unit.kind not in {"blank", "break"}]
    head = said[1] if opens and len(said) > 1 else len(found) if opens else 0
    tail = said[-1] if closes and said else len(found)
    left_out = [at for at in said if head <= at < tail]
    if not left_out or (len(left_out) == 1 and opens and closes):
        yield block
        return
    for start, end in ((0, head), (tail, len(found))):
        if start:
            skipped = "".join(unit.text for unit in found[head:tail])
            yield Cut(len(left_out), skipped.endswith("\n") or end == start)
        kept = "".join(unit.text for unit in found[start:end])
        if kept:
            yield Block("same", kept, kept, (Span("same", kept),))
