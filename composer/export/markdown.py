"""The finished policy as one Markdown file: the same policy always gives the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.export import prose
from composer.policy.anchors import Anchors
from composer.policy.approval import approve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from composer.policy.approval import Approval, Minuted, Standing
    from composer.policy.document import Document, OpenBlank, PrintedClause

FRONT_FIELDS = ("Owner", "Approved by", "Approved on", "Minute reference", "Next review due")
"""What the front of a policy must say and an export before approval cannot know yet."""

_KINDS_OF_BLANK = (
    ("value", "blank", "to fill"),
    ("ref", "reference", "to a clause that is not in the policy"),
    ("fact", "fact", "to find"),
)
_TO_DO = {"value": "Fill in", "fact": "Find", "ref": "Mend"}
_NOT_YET = "*not yet*"


def policy_markdown(document: Document, front: Mapping[str, str] | None = None) -> str:
    """The policy as it is published, with UTF-8 text, LF and one final newline.

    Args:
        document: The assembled policy.
        front: Answers to ``FRONT_FIELDS``, before the document's own; one without any prints as "not yet". ``Status``
            may be among them, in place of whether the policy is complete.
    """
    parts = [
        f"# {prose.one_line(document.title)}",
        f"**{prose.one_line(document.school)}**",
        _front_table(document, {"Owner": document.owner, "Next review due": document.next_review, **(front or {})}),
        *_still_to_settle(document),
        *_body(document),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def approved(document: Document, minuted: Minuted) -> Approval:
    """The approval of a document, with the text that is published of it from then on."""
    return approve(document, policy_markdown(document, minuted.front), minuted)


def published(document: Document, standing: Standing) -> str:
    """What an export writes: of an approved policy the approved text to the byte, of any other the present one.

    A policy that changed since its approval, or whose record of approval is damaged, says so at its front.
    """
    if standing.state == "approved" and standing.approval is not None:
        return standing.approval.text
    said = {
        "changed": f"not yet: {standing.in_words}",
        "trouble": "not known: the record of the last approval is damaged",
    }
    return policy_markdown(document, {"Approved by": said.get(standing.state, "")})


def complete(document: Document) -> bool:
    """Whether nothing is left to settle: no open blank, no undecided clause, one of two alternatives, some text."""
    left = document.open_blanks or document.undecided or document.excluding
    return not left and bool(document.sections)


def unfinished(document: Document) -> str:
    """What is left to settle, in words: ``3 blanks to fill and 2 undecided clauses``; empty when nothing is."""
    said = []
    for kind, noun, todo in _KINDS_OF_BLANK:
        number = sum(blank.kind == kind for blank in document.open_blanks)
        if number:
            said.append(f"{_count(number, noun)} {todo}")
    if document.undecided:
        said.append(_count(len(document.undecided), "undecided clause"))
    if not document.sections:
        said.append("no clause to print")
    if document.excluding:
        names = {
            clause.id: f"{'Appendix ' if section.head.appendix else ''}{clause.number} {clause.title}"
            for section in document.sections
            for clause in section.clauses
        }
        pairs = "; ".join(" and ".join(names[clause_id] for clause_id in pair) for pair in document.excluding)
        said.append(f"{len(document.exclude_each_other)} clauses that exclude each other: {pairs}")
    return said[0] if len(said) == 1 else ", ".join(said[:-1]) + " and " + said[-1] if said else ""


def _front_table(document: Document, front: Mapping[str, str]) -> str:
    model = prose.one_line(document.model_title)
    if document.model_version:
        model += f", version {prose.one_line(document.model_version)}"
    state = "complete" if complete(document) else "draft, not ready for approval"
    rows = [
        ("School", prose.one_line(document.school)),
        ("Policy", prose.one_line(document.title)),
        ("Based on", model),
        ("Status", prose.one_line(front.get("Status", "")) or state),
    ]
    rows += [(label, prose.one_line(front.get(label, "")) or _NOT_YET) for label in FRONT_FIELDS]
    return "\n".join(["| About this policy | |", "|---|---|", *(f"| {label} | {said} |" for label, said in rows)])


def _still_to_settle(document: Document) -> Iterator[str]:
    if complete(document):
        return
    yield "## Still to settle"
    yield f"**This draft is not ready for approval:** {prose.one_line(unfinished(document))}."
    places = {
        clause.id: _place(clause, appendix=section.head.appendix)
        for section in document.sections
        for clause in section.clauses
    }
    lines = [_blank_line(blank, places) for blank in document.open_blanks]
    if document.undecided:
        named = "; ".join(prose.one_line(title) for title in document.undecided_titles)
        lines.append(f"- Take or drop {_count(len(document.undecided), 'clause')} of the model: {named}")
    lines += [f"- Keep one, drop the other: {' or '.join(places[i] for i in pair)}." for pair in document.excluding]
    if lines:
        yield "\n".join(lines)


def _blank_line(blank: OpenBlank, places: Mapping[str, str]) -> str:
    where = [places[clause_id] for clause_id in blank.clauses if clause_id in places]
    said = f"{_TO_DO[blank.kind]}: {prose.one_line(blank.question)}"
    stop = "" if said.endswith(("?", ".", "!")) else "."
    return f"- {said}{stop}" + (f" In {'; '.join(where)}." if where else "")


def _place(clause: PrintedClause, *, appendix: bool) -> str:
    title = prose.one_line(clause.title)
    return f"Appendix {clause.number} ({title})" if appendix else f"section {clause.number} ({title})"


def _body(document: Document) -> Iterator[str]:
    anchors = Anchors()
    for heading in _plain(document.title), *(() if complete(document) else ("Still to settle",)), "Contents":
        anchors.take(heading)
    contents: list[str] = []
    text: list[str] = []
    appendices = False
    for section in document.sections:
        if not section.head.appendix:
            heading = f"{section.number} {_plain(section.head.title)}"
            _enter(contents, text, anchors, heading, level=2)
        elif not appendices:
            appendices = True
            _enter(contents, text, anchors, "Appendices", level=2)
        text += _own(anchors, section.intro)
        for clause in section.clauses:
            number = f"Appendix {clause.number}:" if section.head.appendix else clause.number
            _enter(contents, text, anchors, f"{number} {_plain(clause.title)}", level=3)
            text += _own(anchors, clause.text)
    if contents:
        yield "## Contents"
        yield "\n".join(contents)
    yield from text


def _enter(contents: list[str], text: list[str], anchors: Anchors, heading: str, *, level: int) -> None:
    shown = prose.one_line(heading)
    text.append(f"{'#' * level} {shown}")
    contents.append(f"{'  ' * (level - 2)}- [{shown}](#{anchors.take(heading)})")


def _own(anchors: Anchors, markdown: str) -> Iterable[str]:
    """A text under its heading; its own headings take their anchors in passing."""
    tame = prose.body(markdown)
    for heading in prose.headings(tame):
        anchors.take(heading)
    return (tame,) if tame else ()


def _plain(text: str) -> str:
    return " ".join(prose.printed(text).split())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
