"""Whether the policy reads as permission with limits, or as a page of prohibitions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.policy.tone import Tone, tone_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import Passage, PolicyLook, Setting, Subject

_FEWEST = 6
"""Sentences that enable or forbid; with fewer no balance can be told."""
_TIMES = 3
_EXTREME = 12
"""Forbidding sentences, and not one that enables: too much even for a section about harm."""
POSITIVE = "positive-use"
"""The category, and the section, of using social media well."""


def _tone(passage: Passage, setting: Setting) -> Tone:  # noqa: ARG001 - the shape of remembered work
    return tone_of(passage.text)


def only_prohibitions(subject: Subject) -> Iterator[Hit]:
    """Sections that forbid more than three times as often as they enable, and a policy without good uses."""
    if subject.policy is None:
        yield from _in_file(subject)
        return
    yield from _without_good_use(subject.policy, subject)
    titles: dict[str, Passage] = {}
    texts: dict[str, Tone] = {}
    section = ""
    sections = {each.head.id for each in subject.policy.outline()}
    for passage in subject.passages:
        if passage.kind == "title" and passage.id in sections and passage.id not in titles and not passage.state:
            section = passage.id
            titles[section], texts[section] = passage, Tone()
        elif passage.kind in {"clause", "intro"}:
            texts[section] = texts.get(section, Tone()) + subject.of(_tone, passage)
    for section_id, title in titles.items():
        yield from _judged(title, texts[section_id], subject)


def _in_file(subject: Subject) -> Iterator[Hit]:
    whole = sum((subject.of(_tone, each) for each in subject.passages if each.kind == "file"), Tone())
    if _too_many(whole, harm=False):
        message = f"{_counted(whole)}: this is a page of prohibitions"
        yield Hit(message, kind="file", name="the whole file")
        return
    for above, passage in pairwise(subject.passages):
        if above.kind == "title" and passage.kind == "file":
            yield from _judged(above, subject.of(_tone, passage), subject)


def _judged(title: Passage, tone: Tone, subject: Subject) -> Iterator[Hit]:
    harm = bool(subject.of(found, title).get("harm-section"))
    if _too_many(tone, harm=harm):
        message = f"{_counted(tone)} under “{title.text}”"
        yield Hit(message, 0, len(title.text), passage=title, about=message)


def _too_many(tone: Tone, *, harm: bool) -> bool:
    if harm:
        return tone.forbidding >= _EXTREME and not tone.enabling
    return tone.forbidding + tone.enabling >= _FEWEST and tone.forbidding > _TIMES * tone.enabling


def _counted(tone: Tone) -> str:
    enabling = "none enables" if not tone.enabling else f"{tone.enabling} enable{'s' if tone.enabling == 1 else ''}"
    return f"{tone.forbidding} sentences forbid and {enabling}"


def _without_good_use(policy: PolicyLook, subject: Subject) -> Iterator[Hit]:
    """That no clause about using social media well prints, where the library has such a category."""
    draft, library = policy.draft, subject.setting.library
    printed = [clause_id for clause_id, decision in draft.policy.decisions.items() if decision.printed]
    if POSITIVE not in library.categories or len(printed) < _FEWEST:
        return
    here = draft.policy.sections.get(POSITIVE, ())
    if any(_is_positive(clause_id, subject) or clause_id in here for clause_id in printed):
        return
    title = library.categories[POSITIVE].title
    yield Hit(
        "No clause says what the school uses social media for and does well with it",
        mend=f"Take clauses from “{title}”, or write one of your own",
        name="the policy",
    )


def _is_positive(clause_id: str, subject: Subject) -> bool:
    clause = subject.setting.library.clauses.get(clause_id)
    return clause is not None and (clause.category == POSITIVE or clause.stance == "enabling")


CHECKS = (
    Check(
        "only-prohibitions",
        21,
        "Only prohibitions",
        "warn",
        "People who are only told what they must not do learn to stay silent, and the good uses go elsewhere.",
        "Say what people may do and what the school hopes for, where that is true",
        whole=only_prohibitions,
    ),
)
