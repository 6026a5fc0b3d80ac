"""Blanks that nobody filled, in every shape in which templates leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.policy import answers, placeholders
from composer.policy.blank_shapes import defined, label, shapes
from composer.policy.dictionary import PROCESS_CHANNELS
from composer.policy.markup import plain
from composer.policy.patterns import later
from composer.policy.process_table import process_table
from composer.text import PLACEHOLDER, near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from composer.checks.phrases import Found
    from composer.checks.subject import Passage, PolicyLook, Setting, Subject
    from composer.policy.blank_shapes import Shape
    from composer.policy.placeholders import Blank
    from composer.policy.rules import RuleKind

_BRACES = later(r"\{\{(?:[^{}\n]{0,100}\}{1,2}|[\w:-]{0,100})")
_OPENS = later(r"(?:\A|\n)[\s>*_+•-]*\Z|[:|][\s*_]*\Z")
_CLOSES = later(r"[\s*_.]*(?:\n|\||\Z)")
_LABELLED = later(r"['’]?[*_]*\s*[:|]")
_NO_ANSWER = later(
    r"[*_]*:[*_]*[^\S\n]*(?:\Z|\n\s*(?:\Z|#|[^\n:]{1,60}:[*_ \t]*(?:\n|\Z)))|[*_]*[^\S\n]*\|[\s|]*(?:\n|\Z)"
)
_REST_OF_BRACKET = later(r"[^()\n]{0,100}\)")


def unfilled_blank(subject: Subject) -> Iterator[Hit]:
    """What a template left to be filled in, and the placeholders for which this school has nothing."""
    labels = frozenset().union(*(subject.of(_defined, passage) for passage in subject.passages))
    for passage in subject.passages:
        for hit, link in subject.of(_left_open, passage):
            if not (link & labels):
                yield Hit(hit.message, hit.start, hit.stop, hit.mend, passage=passage)
    if subject.policy is not None:
        yield from _placeholders(subject, subject.policy)


def _defined(passage: Passage, setting: Setting) -> frozenset[str]:  # noqa: ARG001 - the shape of remembered work
    return defined(passage.text)


def _left_open(passage: Passage, setting: Setting) -> tuple[tuple[Hit, frozenset[str]], ...]:
    """The blanks of one passage, each with the labels that would make it a link; of two that overlap the longer."""
    rules = found(passage, setting)
    form = bool(rules.get("form-field"))
    spans: list[tuple[int, int, frozenset[str]]] = [
        (shape.start, shape.stop, _as_link(shape, passage.text))
        for shape in shapes(passage.text)
        if not ((shape.kind == "line" and form) or (shape.inside and _is_remark(shape, rules)))
    ]
    spans += ((start, stop, frozenset()) for start, stop in _by_words(passage, setting))
    fills = passage.kind in {"clause", "intro"}
    for match in _BRACES.finditer(plain(passage.text)) if "{{" in passage.text else ():
        if not fills or not PLACEHOLDER.fullmatch(match[0]):
            spans.append((*match.span(), frozenset()))
    if passage.kind == "value" and not any(char.isalnum() for char in passage.text):
        spans.append((0, len(passage.text), frozenset()))
    kept: list[tuple[Hit, frozenset[str]]] = []
    reached = -1
    for start, stop, link in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            kept.append((Hit(_message(passage.text[start:stop]), start, stop), link))
            reached = stop
    return tuple(kept)


def _message(said: str) -> str:
    flat = " ".join(said.split())
    if len(flat.split()) > _MOST_IN_A_BLANK:
        return f"“{flat}” stands in brackets like a blank, or like a note to whoever drafts"
    return f"“{flat}” is a blank that nobody filled" if flat else "this is a blank that nobody filled"


_MOST_IN_A_BLANK = 5
"""Words; what is longer is as often a note."""


def _is_remark(shape: Shape, rules: Mapping[RuleKind, tuple[Found, ...]]) -> bool:
    """Whether what stands in brackets is said to a reader, or told as an author's note already."""
    first = shape.start + 2
    aside = any(shape.start < each.start <= first for each in rules.get("accepted-bracket", ()))
    notes = (each for each in rules.get("author-note", ()) if each.rule.group != "opens")
    return aside or any(each.start < shape.stop and each.stop > shape.start for each in notes)


def _as_link(shape: Shape, text: str) -> frozenset[str]:
    """The labels under which a bracket may be a link: ``[form]``, ``[the form][form]``, the second of the two."""
    if shape.kind != "bracket":
        return frozenset()
    after = text[shape.stop : shape.stop + 200]
    second = after[1 : after.find("]")] if after.startswith("[") else ""
    return frozenset((label(shape.inside), label(second)) if second else (label(shape.inside),))


def _by_words(passage: Passage, setting: Setting) -> Iterator[tuple[int, int]]:
    rules, text = found(passage, setting), passage.text
    hidden = plain(text)
    for each in (*rules.get("insert-here", ()), *rules.get("empty-label", ())):
        in_the_open = hidden[each.stop - 1] == text[each.stop - 1] or each.rule.key == "placeholder-address"
        if in_the_open and each.rule.holds_for(setting.profile, setting.today):
            before, after = text[max(0, each.start - 80) : each.start], text[each.stop : each.stop + 200]
            if each.rule.kind == "empty-label":
                stands = _OPENS.search(before) is not None and _NO_ANSWER.match(after) is not None
            else:
                stands = _stands(each, before, after, passage)
            if stands:
                rest = _REST_OF_BRACKET.match(after) if text[each.start] == "(" and text[each.stop - 1] != ")" else None
                stop = each.stop + (rest.end() if rest else 0)
                if not any(each.start <= note.start < stop for note in rules.get("author-note", ())):
                    yield each.start, stop


def _stands(each: Found, before: str, after: str, passage: Passage) -> bool:
    """Whether words that ask for something to be filled in stand where they ask for it."""
    whole = _CLOSES.match(after) is not None and _OPENS.search(before) is not None
    match each.rule.group:
        case "value":
            return passage.kind == "value" and whole and not before.strip()
        case "field":
            return whole and (passage.kind == "value" or ":" in before or "|" in before)
        case "label":
            return _LABELLED.match(after) is None
        case _:
            return True


# -- placeholders of a policy ------------------------------------------------------------------------------


def _blanks(passage: Passage, setting: Setting) -> tuple[tuple[int, int, Blank], ...]:  # noqa: ARG001 - as above
    if "{{" not in passage.text or passage.kind not in {"clause", "intro"}:
        return ()
    matches = PLACEHOLDER.finditer(passage.text)
    return tuple((*match.span(), placeholders.parse(match[0], match[1])) for match in matches)


def _placeholders(subject: Subject, policy: PolicyLook) -> Iterator[Hit]:
    """A blank of the dictionary is told where it stands first, since one answer fills it everywhere."""
    printed = {passage.id for passage in subject.passages if passage.kind == "clause"}
    told: set[str] = set()
    for passage in subject.passages:
        for start, stop, blank in subject.of(_blanks, passage):
            if blank.name == PROCESS_CHANNELS:
                if not process_table(policy.draft, policy.library):
                    said = f"“{blank.written}” is a table of the processes, and none in use has its channel yet"
                    yield Hit(said, start, stop, "Answer the processes on the evidence screen", passage=passage)
            elif blank.kind == "value" and not subject.setting.answers.get(blank.name):
                if answers.answer(policy.draft, policy.library, blank.name):
                    continue
                asked = answers.asked(policy.draft, policy.library, blank.name)
                if asked not in told:
                    told.add(asked)
                    yield _unanswered(passage, start, stop, asked, policy)
            elif blank.kind == "fact" and blank.name not in policy.draft.lock.facts and not policy.read_only:
                lacks = (
                    "this policy has not pinned" if blank.name in policy.library.facts else "the library does not have"
                )
                said = f"“{blank.written}” stands for a fact that {lacks}"
                yield Hit(said, start, stop, _nearest(blank, policy.library.facts), passage=passage)
            elif blank.kind == "ref" and blank.name not in printed:
                said = f"“{blank.written}” leads to a clause that is not in this policy"
                yield Hit(said, start, stop, "Take that clause in, or reword the sentence", passage=passage)


def _unanswered(passage: Passage, start: int, stop: int, name: str, policy: PolicyLook) -> Hit:
    written = passage.text[start:stop]
    entry = answers.entry_in_force(policy.draft, policy.library, name)
    if entry is None:
        said = f"“{written}” is a blank that the library does not know"
        near_by = near(name, policy.library.values)
        mend = f"Did you mean {{{{{near_by}}}}}? Else write the words themselves" if near_by else ""
        return Hit(said, start, stop, mend, passage=passage)
    question = f": {entry.question}" if entry.question else ""
    said = f"nothing fills “{written}”{question}".rstrip("?.")
    return Hit(said, start, stop, "Answer it among the values", passage=passage, about=name)


def _nearest(blank: Blank, known: Iterable[str]) -> str:
    names = tuple(known)
    near_by = near(blank.name, names) if blank.name not in names else None
    return f"Did you mean {{{{fact:{near_by}}}}}?" if near_by else "Decide on the clause again, or reword the sentence"


CHECKS = (
    Check(
        "unfilled-blank",
        1,
        "Unfilled blank",
        "block",
        "A blank leaves the reader without a name, a number or a date, and looks as if nothing had been decided.",
        "Write what belongs there, or take it out",
        whole=unfilled_blank,
    ),
)
