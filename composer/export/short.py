"""The short version of a policy for staff, for parents or for pupils, as Markdown.

It is made of clauses of the policy, whole and in the policy's own words, under the numbers that they have there. The
sentences around them are ours: they say what this is, that the full policy counts, and how that stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from composer.export import prose
from composer.export.markdown import unfinished
from composer.policy.clause import AUDIENCES
from composer.policy.document import value_in_force
from composer.policy.problems import Problem
from composer.policy.short import IN_WORDS, marks, readers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from composer.policy.approval import Approval, Standing
    from composer.policy.clause import Audience, Reader
    from composer.policy.document import Document, PrintedClause, PrintedSection
    from composer.policy.library import Library
    from composer.policy.policy import Draft

ABOUT = "About this short version"
"""What heads the table at its front."""

_NOT_YET = "*not yet*"


@dataclass(frozen=True, slots=True)
class _Frame:
    """The sentences around the clauses, as one audience reads them."""

    begins: str
    counts: str
    approved: str
    changed: str
    draft: str
    trouble: str
    more: str
    """The heading of what else the full policy has for these readers."""
    more_says: str


def _for_adults(begins: str, more_says: str) -> _Frame:
    return _Frame(
        begins,
        "The full policy is what counts: it says more, and where the two seem to differ, the full policy holds. "
        "The numbers here are those of the full policy, so that each part can be looked up there.",
        "This short version is made from the text that was approved on {when}.",
        "The policy has changed since it was approved on {when}. This short version is made from the changed text, "
        "which is not approved yet.",
        "The policy is not approved yet, and its words may still change.",
        "The record of the last approval cannot be read, so it is not known whether this text is approved.",
        "Also in the full policy",
        more_says,
    )


_FRAMES: dict[Audience, _Frame] = {
    "staff": _for_adults(
        "This is a short version for everyone who works here. It has the parts of our policy that matter most from "
        "day to day, in the policy's own words.",
        "The full policy has these parts for {who} too:",
    ),
    "parents": _for_adults(
        "This is a short version for {who}. It has the parts of our policy that matter most to families, "
        "in the policy's own words.",
        "The full policy has these parts for {who} too:",
    ),
    "pupils": _Frame(
        "This is for you. It has the parts of our policy that matter most to {who}, in the policy's own words.",
        "There is a longer policy, and the longer one is what counts. The numbers are the same in both, so you can "
        "find each part there. If something is not clear, ask an adult at school whom you trust.",
        "These words were agreed on {when}.",
        "The policy was agreed on {when}. Some of it has changed since then, and the new words are not agreed yet.",
        "The policy is not agreed yet, so these words may still change.",
        "We cannot tell at the moment whether these words have been agreed.",
        "More in the longer policy",
        "The longer policy also has these parts for {who}:",
    ),
}


class Look(Protocol):
    """What a short version is made of; a session's view of a policy answers it."""

    library: Library

    @property
    def draft(self) -> Draft: ...  # noqa: D102

    def document(self) -> Document: ...  # noqa: D102

    def standing(self) -> Standing: ...  # noqa: D102


def short_markdown(look: Look, audience: str) -> str:
    """The short version of an open policy for ``staff``, ``parents`` or ``pupils``, as ``short_of`` makes it.

    Raises:
        Problem: As ``short_of``.
    """
    draft, library = look.draft, look.library
    reader = next(each for each in AUDIENCES if each == audience)
    called = value_in_force(draft, library, "pupils") if reader == "pupils" else ""
    return short_of(
        look.document(), reader, marks(draft, library), readers(draft, library), look.standing(), called=called
    )


def short_of(
    document: Document,
    audience: Audience,
    marks: Mapping[str, tuple[Audience, ...]],
    readers: Mapping[str, tuple[Reader, ...]],
    standing: Standing,
    *,
    called: str = "",
) -> str:
    """The short version for one audience, with UTF-8 text, LF and one final newline.

    Args:
        document: The assembled policy. Where it reads as it was approved, the approved text is taken.
        audience: For whom it is.
        marks: In whose short version each clause stands, by its id.
        readers: Whom each clause speaks to, by its id.
        standing: How the policy stands to its last approval.
        called: What the school calls them, when that is another word.

    Raises:
        Problem: No clause of the document is marked for them.
    """
    if standing.state == "approved" and standing.approval is not None:
        document = _as_approved(document, standing.approval)
    frame, who = _FRAMES[audience], prose.one_line(called or IN_WORDS[audience])
    body = [part for section in document.sections for part in _section(section, audience, marks)]
    if not body:
        raise Problem(
            f"no clause of the policy is marked for {IN_WORDS[audience]}",
            f"mark some with: policy-composer mark SCHOOL CLAUSE --short {audience}",
        )
    parts = [
        f"# {prose.one_line(document.title)}: for {who}",
        f"**{prose.one_line(document.school)}**",
        _front_table(document, standing),
        frame.begins.format(who=who),
        frame.counts,
        _state(document, standing, frame),
        *body,
        *_more(document, audience, marks, readers, frame, who),
    ]
    return "\n\n".join(parts) + "\n"


def _as_approved(document: Document, approval: Approval) -> Document:
    """The document with the very words of the approval that it reads as."""
    clauses = {clause.id: clause for clause in approval.clauses}
    heads = {section.id: section.title for section in approval.sections}

    def approved(clause: PrintedClause) -> PrintedClause:
        then = clauses.get(clause.id)
        return clause if then is None else replace(clause, title=then.title, text=then.text)

    sections = tuple(
        replace(
            section,
            head=replace(section.head, title=heads.get(section.head.id, section.head.title)),
            clauses=tuple(approved(clause) for clause in section.clauses),
        )
        for section in document.sections
    )
    return replace(
        document,
        title=approval.title,
        school=approval.school,
        owner=approval.owner,
        next_review=approval.next_review,
        sections=sections,
    )


def _front_table(document: Document, standing: Standing) -> str:
    approval = standing.approval
    approved = standing.state == "approved" and approval is not None
    stands = f"approved by {approval.in_words}" if approved and approval is not None else standing.in_words
    rows = [
        ("Full policy", prose.one_line(document.title)),
        ("How it stands", prose.one_line(stands)),
        ("Owner", prose.one_line(document.owner) or _NOT_YET),
        ("Next review due", prose.one_line(document.next_review) or _NOT_YET),
    ]
    return "\n".join([f"| {ABOUT} | |", "|---|---|", *(f"| {label} | {said} |" for label, said in rows)])


def _state(document: Document, standing: Standing, frame: _Frame) -> str:
    when = standing.approval.when if standing.approval is not None else ""
    said = {
        "approved": frame.approved,
        "changed": frame.changed,
        "none": frame.draft,
        "trouble": frame.trouble,
    }[standing.state].format(when=when)
    left = "" if standing.state == "approved" else unfinished(document)
    return f"{said} **This is a draft with work left to do:** {prose.one_line(left)}." if left else said


def _section(section: PrintedSection, audience: Audience, marks: Mapping[str, tuple[Audience, ...]]) -> Iterator[str]:
    chosen = [clause for clause in section.clauses if audience in marks.get(clause.id, ())]
    if chosen:
        yield f"## {_heading(section)}"
    for clause in chosen:
        number = f"Appendix {clause.number}:" if section.head.appendix else clause.number
        yield f"### {prose.one_line(f'{number} {_plain(clause.title)}')}"
        text = prose.body(clause.text)
        if text:
            yield text


def _more(
    document: Document,
    audience: Audience,
    marks: Mapping[str, tuple[Audience, ...]],
    readers: Mapping[str, tuple[Reader, ...]],
    frame: _Frame,
    who: str,
) -> Iterator[str]:
    """The other clauses that speak to this audience, by number and title, a line a section."""
    lines = []
    for section in document.sections:
        others = [
            prose.one_line(f"{clause.number} {_plain(clause.title)}")
            for clause in section.clauses
            if audience in readers.get(clause.id, ()) and audience not in marks.get(clause.id, ())
        ]
        if others:
            lines.append(f"- **{_heading(section)}:** {'; '.join(others)}")
    if lines:
        yield f"## {frame.more}"
        yield frame.more_says.format(who=who)
        yield "\n".join(lines)


def _heading(section: PrintedSection) -> str:
    title = _plain(section.head.title)
    return prose.one_line(title if section.head.appendix else f"{section.number} {title}")


def _plain(text: str) -> str:
    return " ".join(prose.printed(text).split())
