"""Words that point somewhere: to a number, a title or another policy that is not there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.named_policies import Named, named, unlisted
from composer.checks.subject import sentence_at, sentences
from composer.policy import placeholders
from composer.policy.patterns import later
from composer.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.finding import Severity
    from composer.checks.subject import Passage, PolicyLook, Sentence, Setting, Subject

_NUMBER = r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}|[A-Z]{1,2})\b(?!\()"
_REFERS = later(
    r"\b(?P<kind>[Ss]ections?|[Cc]lauses?|[Pp]aragraphs?|[Pp]aras?|[Aa]ppendix|[Aa]ppendices|[Aa]nnex|[Aa]nnexe|[Aa]nnexes)"
    rf"\s{{1,4}}(?P<numbers>{_NUMBER}(?:(?:,\s?|\s?[–-]\s?|\s(?:and|or|to)\s){_NUMBER}){{0,9}})"
)
_KINDS = ("ection", "lause", "ara", "ppendi", "nnex")
"""One of these stands in every typed reference; looking for them is quicker than the pattern."""
_ONE = later(r"[0-9]+(?:\.[0-9]+)*|[A-Z]+")
_ELSEWHERE_AFTER = later(
    r"(?:\s*\([^()\n]{0,60}\))?,?\s+(?:of|in|from)\s+"
    r"(?!this\b|(?:the|our)\s+(?:present\s+|social media\s+)?(?:policy|document)\b)"
    r"(?:the|our|its|their|that|a|an|[A-Z]|\{\{)"
)
_ELSEWHERE_BEFORE = later(
    r"(?:\}\}|\b(?:[Pp]olicy|[Pp]rocedures?|[Cc]onduct|[Hh]andbook|[Aa]greement|[Cc]ode|[Gg]uidance|[Cc]ontract|[Gg]uide|KCSIE"
    r"|[Tt]oolkit|[Cc]ircular|[Ff]ramework)),?\s*[(:]?\s*(?:see\s+)?(?:at\s+|in\s+)?\Z"
)
_LAW_NEAR = later(
    r"\b(?:Acts?|Regulations?|Orders?|Measure|Directive|Convention|Schedule|Bill|KCSIE|GDPR|Keeping [Cc]hildren"
    r"|Working Together|[Cc]ode of [Pp]ractice|statutory|legislation|[Cc]ircular)\b|\{\{ ?fact:"
)
_BY_LAW = later(
    r"\s+(?:enquir(?:y|ies)|inspections?|directions?|checks?|orders?|investigations?|notices?|dut(?:y|ies)|assessments?|powers?)\b"
)
_TOLD = "“\"‘'"
_SEE = later(
    rf"\b[Ss]ee\s+(?:(?:above|below)[:,]?\s+[{_TOLD}](?P<after>[^{_TOLD}”’\n]{{3,80}})"
    rf"|[{_TOLD}](?P<before>[^{_TOLD}”’\n]{{3,80}})[”\"’'],?\s+(?:above|below)\b"
    r"|(?:above|below):\s+(?P<bare>[A-Z][^.;:()\n]{2,80}))"
)
_TYPED_NUMBER = later(
    r"(?m)^[^\S\n]*(?:>\s?)?(?:#{1,6}[^\S\n]+)?[*_]{0,2}(?:(?:[Ss]ection|SECTION|[Cc]lause|[Pp]art)[^\S\n]+)?"
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,3})(?=[.):]?[*_]{0,2}(?:\s|:))"
)
_TYPED_APPENDIX = later(
    r"(?m)^[^A-Za-z0-9\n]{0,20}(?:Appendix|APPENDIX|Annexe?|ANNEXE?)[^\S\n]+(?P<letter>[A-Z]{1,2}|[0-9]{1,2})\b"
)
_RELATED = (
    r"(?:(?:related|linked|associated|supporting)(?:[^\S\n]+school)?[^\S\n]+(?:documents?|documentation|policy|policies|procedures|guidance)"
    r"|links?[^\S\n]+(?:with|to)[^\S\n]+other[^\S\n]+(?:policies|documents))"
    r"(?:[^\S\n]+and[^\S\n]+(?:documents?|policies|procedures|guidance))?"
)
_RELATED_TITLE = later(rf"[\W0-9_]*{_RELATED}[\W_]*", re.IGNORECASE)
_RELATED_LINE = later(
    rf"(?im)^[^\S\n]*(?:\*\*|__)?(?P<words>{_RELATED})[^\S\n]*+:?+(?:\*\*|__)?+:?+[^\S\n]*\n?(?:[^\S\n]*+[-*+•]?[^\S\n]*\n)*+(?=\s*#|\s*\*\*|\s*\Z)"
)


@dataclass(frozen=True, slots=True)
class _Pointer:
    """A typed reference such as ``section 4.7``."""

    kind: str
    """``section`` or ``appendix``."""
    number: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Points:
    """Everything in one passage that points somewhere."""

    typed: tuple[_Pointer, ...]
    titles: tuple[tuple[str, int, int], ...]
    empty_lists: tuple[tuple[int, int], ...]
    refers: tuple[str, ...]
    """The clauses it refers to."""
    only_refers: bool
    """Whether it says nothing of its own."""
    named: tuple[Named, ...]
    """The policies it names."""


def _points(passage: Passage, setting: Setting) -> _Points:
    text = passage.text
    refers = placeholders.names(text, "ref") if "{{ref:" in text or "{{ ref:" in text else ()
    return _Points(
        tuple(_typed(passage, setting)),
        tuple(_titles(text)),
        tuple(match.span("words") for match in _RELATED_LINE.finditer(text)),
        refers,
        bool(refers) and word_count(text) <= _SAYS_NOTHING,
        named(passage, setting) if passage.kind != "file" else (),
    )


_SAYS_NOTHING = 6
"""Words; a clause of ``For this, see {{ref:…}}.`` says nothing of its own."""


def _typed(passage: Passage, setting: Setting) -> Iterator[_Pointer]:
    text = passage.text
    said = None
    if not any(sign in text for sign in _KINDS):
        return
    for match in islice(_REFERS.finditer(text), _MOST):
        appendix = match["kind"][0] in "Aa"
        said = sentences(passage, setting) if said is None else said
        if _of_another(text, match, _around(text, match, sentence_at(said, match.start()))):
            continue
        for each in _ONE.finditer(match["numbers"]):
            if appendix or each[0][0].isdigit():
                start = match.start() if each.start() == 0 else match.start("numbers") + each.start()
                yield _Pointer(
                    "appendix" if appendix else "section", each[0], start, match.start("numbers") + each.end()
                )


_MOST = 200
"""References looked at in one passage: what has more is a list of contents."""
_NEAR = 300
"""Characters on either side in which a law is looked for; a longer sentence is no sentence."""


def _around(text: str, match: re.Match[str], sentence: Sentence | None) -> str:
    start, stop = (sentence.start, sentence.stop) if sentence is not None else (0, len(text))
    return text[max(start, match.start() - _NEAR) : min(stop, match.end() + _NEAR)]


def _of_another(text: str, match: re.Match[str], around: str) -> bool:
    """Whether the reference is to a law, guidance or another document."""
    if _ELSEWHERE_AFTER.match(text, match.end()) or _ELSEWHERE_BEFORE.search(
        text[max(0, match.start() - 60) : match.start()]
    ):
        return True
    dotted = "." in match["numbers"]
    return not dotted and bool(_LAW_NEAR.search(around) or _BY_LAW.match(text, match.end()))


def _titles(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _SEE.finditer(text) if "above" in text or "below" in text else ():
        group = next(name for name in ("after", "before", "bare") if match[name] is not None)
        yield match[group].strip(), match.start(group), match.start(group) + len(match[group].rstrip())


def dead_reference(subject: Subject) -> Iterator[Hit]:
    """References to what is not there, in a policy or in a plain file."""
    pointing = [
        (passage, subject.of(_points, passage))
        for passage in subject.passages
        if passage.kind in {"clause", "intro", "value", "file"}
    ]
    yield from _untitled(subject, pointing)
    for passage, points in pointing:
        for start, stop in points.empty_lists:
            yield _empty(passage, start, stop)
    if subject.policy is not None:
        yield from _in_policy(subject.policy, pointing)
        yield from _going_round(pointing)
        names = ((passage, each) for passage, points in pointing for each in points.named)
        yield from unlisted(subject, subject.policy, names)
    else:
        yield from _in_file(subject.file, pointing)
        yield from _empty_sections(subject)


def _in_policy(policy: PolicyLook, pointing: list[tuple[Passage, _Points]]) -> Iterator[Hit]:
    if not any(points.typed for _, points in pointing):
        return
    ids = {
        ("appendix" if section.head.appendix else "section", clause.number): clause.id
        for section in policy.outline()
        for clause in section.clauses
        if clause.number
    }
    sections = {section.number for section in policy.outline() if section.number}
    for passage, points in pointing:
        for each in points.typed:
            words = passage.text[each.start : each.stop]
            clause_id = ids.get((each.kind, each.number))
            if clause_id is not None or (each.kind == "section" and each.number in sections):
                said = f"“{words}” is typed by hand and goes wrong as soon as a clause is put in or moved"
                mend = f"Write {{{{ref:{clause_id}}}}}" if clause_id is not None else "Name the section by its title"
                mend = mend if passage.kind != "value" else "Name the clause by its title"
                yield Hit(said, each.start, each.stop, mend, "info", passage)
            else:
                said = f"“{words}” leads nowhere: this policy has no {_told(each)}"
                yield Hit(said, each.start, each.stop, "", "block", passage)


def _told(pointer: _Pointer) -> str:
    return f"{'Appendix' if pointer.kind == 'appendix' else 'section'} {pointer.number}"


def _in_file(text: str, pointing: list[tuple[Passage, _Points]]) -> Iterator[Hit]:
    if not any(points.typed for _, points in pointing):
        return
    numbers = {match["number"] for match in _TYPED_NUMBER.finditer(text)}
    letters = {match["letter"] for match in _TYPED_APPENDIX.finditer(text)}
    for passage, points in pointing:
        for each in points.typed:
            known = letters if each.kind == "appendix" else numbers
            if each.number not in known and (each.kind == "appendix" or _told_apart(each.number, numbers)):
                words = passage.text[each.start : each.stop]
                # An appendix may be kept in a file of its own; one that is missing among others is not.
                severity: Severity = "block" if known else "warn"
                said = f"“{words}” leads nowhere: this file has no {_told(each)}"
                yield Hit(
                    said, each.start, each.stop, "Name what is meant, or take the reference out", severity, passage
                )


def _told_apart(number: str, numbers: set[str]) -> bool:
    """Whether a number that is not typed in the file can be said not to be there: lists may number themselves."""
    depth = number.count(".")
    if any(known.count(".") == depth for known in numbers if depth):
        return True
    first = number.partition(".")[0]
    whole = {known for known in numbers if "." not in known}
    return first not in whole and len(whole) >= _ENOUGH_NUMBERS


_ENOUGH_NUMBERS = 3


def _untitled(subject: Subject, pointing: list[tuple[Passage, _Points]]) -> Iterator[Hit]:
    wanted = [(passage, each) for passage, points in pointing for each in points.titles]
    if not wanted:
        return
    known = [_plain(passage.text) for passage in subject.passages if passage.kind == "title" and passage.text.strip()]
    for passage, (title, start, stop) in wanted:
        plain = _plain(title)
        if not any(plain in each or each in plain for each in known if each):
            mend = "Name the part by the title it has, or take the reference out"
            yield Hit(f"nothing here has the title “{title}”", start, stop, mend, "warn", passage)


def _plain(title: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", title.casefold()))


def _going_round(pointing: list[tuple[Passage, _Points]]) -> Iterator[Hit]:
    """Clauses that say nothing but that another one says it, when the other says the same of them."""
    empty = {passage.id: (passage, points.refers) for passage, points in pointing if points.only_refers}
    for clause_id, (passage, refers) in empty.items():
        if all(other in empty and clause_id in empty[other][1] for other in refers):
            others = ", ".join(empty[other][0].name for other in refers)
            mend = "Say in one of them what is meant"
            yield Hit(f"this says only to look at {others}, which sends the reader back", 0, 0, mend, "warn", passage)


def _empty_sections(subject: Subject) -> Iterator[Hit]:
    """Headings for related documents with nothing under them."""
    passages = subject.passages
    for at, passage in enumerate(passages):
        if passage.kind != "title" or not _RELATED_TITLE.fullmatch(passage.text):
            continue
        following = passages[at + 1] if at + 1 < len(passages) else None
        below = following is not None and following.kind == "title" and following.level > passage.level
        said = following is not None and following.kind == "file" and re.search(r"[^\W_]", following.text) is not None
        if not below and not said:
            yield _empty(passage, 0, len(passage.text))


def _empty(passage: Passage, start: int, stop: int) -> Hit:
    said = f"“{passage.text[start:stop]}” has nothing under it"
    return Hit(said, start, stop, "List the policies by their titles, or take the heading out", "warn", passage)


CHECKS = (
    Check(
        "dead-reference",
        10,
        "A reference that leads nowhere",
        "block",
        "A reader who is sent to what is not there is left without the rule, and trusts the rest less.",
        "Name the clause that is meant with {{ref:…}}, which prints its number, or take the reference out",
        whole=dead_reference,
    ),
)
