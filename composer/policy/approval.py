"""The governing body's decision, bound to the exact text it read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from composer import text as prose
from composer.policy.dictionary import in_words
from composer.policy.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.policy.document import Document
    from composer.policy.problems import Problem

EARLIEST = date(2000, 1, 1)
"""No approval is older: an earlier date is a slip of the hand, such as 0027 for 2027."""

LONGEST_DETAIL = 200
"""Characters of a body, a meeting, a minute reference or a name."""


@dataclass(frozen=True, slots=True)
class Minuted:
    """What a person says of a decision that a body has made; ``check_minuted`` looks it over."""

    body: str
    """The body that approved, such as ``Full governing body``."""
    meeting: str
    minute: str
    on: date
    recorded_by: str

    @property
    def front(self) -> dict[str, str]:
        """The same as the front of the policy says it, by the labels there."""
        said = in_words(self.on)
        return {
            "Status": f"approved {said}",
            "Approved by": f"{self.body} ({self.meeting})",
            "Approved on": said,
            "Minute reference": self.minute,
        }


@dataclass(frozen=True, slots=True)
class ApprovedClause:
    """A clause as it stood in the approved text."""

    id: str
    section: str
    """The section's id."""
    number: str
    title: str
    state: str
    """``as-is``, ``adapted`` or ``local``."""
    text: str
    """As it printed, values filled in."""


@dataclass(frozen=True, slots=True)
class ApprovedSection:
    """A section as it was headed in the approved text."""

    id: str
    number: str
    """Empty for appendices."""
    title: str
    intro: str
    """As it printed."""


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval: who decided, when and where it is minuted, and the whole text."""

    on: date
    body: str
    """The body that approved, such as ``Full governing body``."""
    meeting: str
    minute: str
    recorded_by: str
    school: str
    title: str
    owner: str
    next_review: str
    model: str
    """The model's title, as the front of the policy names it."""
    model_version: str
    sections: tuple[ApprovedSection, ...]
    clauses: tuple[ApprovedClause, ...]
    """In print order."""
    text: str
    """The exported Markdown, exactly: the bytes that ``verify`` compares are its UTF-8."""
    exact: str
    """``sha256:`` and the digest of those bytes."""
    sense: str
    """The digest of the same text without quote styles, dash styles, spaces and wrapping."""

    @property
    def when(self) -> str:
        """The date in words: ``12 March 2027``."""
        return in_words(self.on)

    @property
    def in_words(self) -> str:
        """Who approved, when and where it is minuted, as part of a sentence."""
        return f"{self.body} ({self.meeting}) on {self.when}, minute {self.minute}"


StandingState = Literal["none", "approved", "changed", "trouble"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the policy as it is now stands to its last approval.

    ``trouble`` is the state of a policy whose record of approval, or whose own lock, is damaged: nobody can say then
    whether it reads as it was approved.
    """

    state: StandingState
    approval: Approval | None = None
    """The last approval; None in the states ``none`` and ``trouble``."""
    trouble: str = ""
    """What is wrong, where, and how to mend it, on one line; empty in all other states."""

    @property
    def in_words(self) -> str:
        """``not approved yet``, ``approved 12 March 2027`` or ``changed since approval on 12 March 2027``.

        In trouble: ``approval not known``.
        """
        if self.state == "trouble":
            return "approval not known"
        if self.approval is None:
            return "not approved yet"
        if self.state == "approved":
            return f"approved {self.approval.when}"
        return f"changed since approval on {self.approval.when}"


def check_minuted(minuted: Minuted, *, today: date, last: Approval | None) -> None:
    """Look over what a person says of a decision before it is recorded.

    Raises:
        Refusal: Something is missing or too long, or the date is in the future or before the last approval.
    """
    details = {
        "the body that approved": minuted.body,
        "the meeting": minuted.meeting,
        "the minute reference": minuted.minute,
        "who records the approval": minuted.recorded_by,
    }
    for what, said in details.items():
        if not prose.strip_controls(said).strip():
            raise Refusal(f"{what} is missing", "an approval is recorded with body, meeting, date and minute reference")
        if "\n" in said or len(said) > LONGEST_DETAIL:
            raise Refusal(f"{what} is too long", f"write it on one line of at most {LONGEST_DETAIL} characters")
        hostile = prose.first_hostile(said)
        if hostile is not None:
            raise Refusal(f"{what} holds the character {hostile[1]}", "type it without that")
    if minuted.on > today:
        raise Refusal(
            f"{in_words(minuted.on)} is still to come, and an approval is recorded after it was given",
            f"give the day of the meeting; today is {today.isoformat()}",
        )
    if minuted.on < EARLIEST:
        raise Refusal(f"{minuted.on.isoformat()} is not a date of an approval", "look at the year")
    if last is not None and minuted.on < last.on:
        raise Refusal(
            f"{in_words(minuted.on)} is before the last approval, on {last.when}",
            "give the day of the meeting that approved this text",
        )


def approve(document: Document, text: str, minuted: Minuted) -> Approval:
    """The approval of a document; ``text`` is exactly what is published of it."""
    return Approval(
        minuted.on,
        minuted.body,
        minuted.meeting,
        minuted.minute,
        minuted.recorded_by,
        document.school,
        document.title,
        document.owner,
        document.next_review,
        document.model_title,
        document.model_version,
        tuple(
            ApprovedSection(section.head.id, section.number, section.head.title, section.intro)
            for section in document.sections
        ),
        tuple(
            ApprovedClause(clause.id, section.head.id, clause.number, clause.title, clause.state, clause.text)
            for section in document.sections
            for clause in section.clauses
        ),
        text,
        prose.digest(text),
        prose.sense_digest(text),
    )


def standing(approval: Approval | None, document: Document, trouble: Problem | None = None) -> Standing:
    """Whether the document reads as it was approved; a line wrap is no change, a word is.

    The model's name and version are not compared: an update that changes no word of the policy keeps its approval.

    Args:
        approval: The last approval, if there is one that can be read.
        document: The policy as it prints now.
        trouble: What is wrong with the record of the last approval, if anything.
    """
    if trouble is not None:
        return Standing("trouble", None, str(trouble))
    if approval is None:
        return Standing("none")
    now, then = tuple(_printed(document)), tuple(_approved(approval))
    same = len(now) == len(then) and all(_reads_as(ours, theirs) for ours, theirs in zip(now, then, strict=True))
    return Standing("approved" if same else "changed", approval)


def _printed(document: Document) -> Iterator[str]:
    """Every text of a document that a reader reads, in order; as many for a clause, and for a section, each time."""
    yield from (document.title, document.school, document.owner, document.next_review)
    for section in document.sections:
        yield from ("section", section.number, section.head.title, section.intro)
        for clause in section.clauses:
            yield from ("clause", clause.number, clause.title, clause.text)


def _approved(approval: Approval) -> Iterator[str]:
    """The same of an approval."""
    yield from (approval.title, approval.school, approval.owner, approval.next_review)
    for section in approval.sections:
        yield from ("section", section.number, section.title, section.intro)
        for clause in approval.clauses:
            if clause.section == section.id:
                yield from ("clause", clause.number, clause.title, clause.text)


def _reads_as(ours: str, theirs: str) -> bool:
    # Most texts are the same to the letter, and their forms are not worth the time.
    return ours == theirs or prose.sense_form(ours) == prose.sense_form(theirs)
