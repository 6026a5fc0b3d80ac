"""Whether every duty has somebody who does it, and every post a holder."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found, in_text
from composer.checks.subject import sentences
from composer.policy.patterns import later
from composer.text import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from composer.checks.phrases import Found
    from composer.checks.subject import Passage, Sentence, Setting, Subject
    from composer.policy.dictionary import ValueEntry

_MODAL = later(
    r"\b(?:must|will|should|shall|(?:is|are|has|have|needs?) to)\s(?:(?:always|also|then|first|[a-z]{2,20}ly)\s){0,2}"
    r"be\s(?:(?:always|also|then|first|[a-z]{2,20}ly|[a-z]{2,20}ly\sand)\s){0,2}\Z",
    re.IGNORECASE,
)
_BEFORE = 80
"""Characters before a duty's verb in which its "must be" stands."""


def duty_without_owner(subject: Subject) -> Iterator[Hit]:
    """Something that must be done, where neither its sentence nor the one beside it says by whom."""
    for passage in subject.passages:
        if passage.kind != "file" and passage.state not in {"adapted", "local"}:
            continue
        duties = subject.of(found, passage).get("duty", ())
        for duty, start in subject.of(_unowned, passage) if duties and passage.is_prose else ():
            said = " ".join(passage.text[start : duty.stop].split())
            yield Hit(f"“{said}”: nothing here says by whom", start, duty.stop, passage=passage)


def _unowned(passage: Passage, setting: Setting) -> tuple[tuple[Found, int], ...]:
    """The duties of a passage that have no owner, each with where its "must be" begins."""
    said, places = [], found(passage, setting)
    for duty in places.get("duty", ()):
        modal = _MODAL.search(passage.text, max(0, duty.start - _BEFORE), duty.start)
        if modal is not None:
            said.append((duty, modal.start()))
    if not said or in_text(passage.title, setting.rules.get("actor", ())):
        return ()
    cut = sentences(passage, setting)
    roles = _roles(setting.library.values)
    actors = [each.start for each in places.get("actor", ())]
    actors += [match.start() for match in PLACEHOLDER.finditer(passage.text) if match[1] in roles]
    named, leads = {_index(cut, start) for start in actors}, _leads(cut)
    found_so_far = []
    for duty, start in said:
        at = _index(cut, start)
        if not named & {at - 1, at, at + 1, leads[at]}:
            found_so_far.append((duty, start))
    return tuple(found_so_far)


def _index(cut: tuple[Sentence, ...], start: int) -> int:
    return bisect_right(cut, start, key=lambda each: each.start) - 1


def _leads(cut: tuple[Sentence, ...]) -> list[int]:
    """For each sentence the one that leads the list in which it stands; itself where it stands in none."""
    leads: list[int] = []
    lead, in_list = 0, False
    for at, sentence in enumerate(cut):
        # The second sentence of an item follows the first without a gap; a new paragraph does not.
        goes_on = in_list and sentence.start == cut[at - 1].stop
        before, in_list = in_list, sentence.kind == "item" or goes_on
        if in_list and not before:
            lead = max(0, at - 1)
        leads.append(lead if in_list else at)
    return leads


def _roles(values: Mapping[str, ValueEntry]) -> frozenset[str]:
    return frozenset(name for name, entry in values.items() if entry.type == "role")


def vacant_role(subject: Subject) -> Iterator[Hit]:
    """Posts that the text relies on and nobody holds, and two posts that one person should not hold together."""
    if subject.policy is not None:
        yield from _unanswered(subject)
        yield from _same_holder(subject)
    for passage in subject.passages:
        if passage.kind == "value" and passage.id in subject.setting.library.values:
            yield from _vacant_answer(passage, subject)
        elif passage.kind == "file" or passage.state in {"adapted", "local"}:
            yield from _vacant_post(passage, subject)


def _unanswered(subject: Subject) -> Iterator[Hit]:
    used: dict[str, Passage] = {}
    for passage in subject.passages:
        for name in subject.of(_roles_used, passage) if passage.is_prose else ():
            used.setdefault(name, passage)
    for name, passage in used.items():
        if subject.setting.answers.get(name) == "":
            yield Hit(
                f"The text gives tasks to {{{{{name}}}}}, as in {passage.name}, and nobody fills that post",
                mend=f"Answer the question about {name}",
                kind="value",
                id=name,
                name=f"the value {name}",
                about=name,
            )


def _roles_used(passage: Passage, setting: Setting) -> tuple[str, ...]:
    roles = _roles(setting.library.values)
    return tuple(dict.fromkeys(name for name in PLACEHOLDER.findall(passage.text) if name in roles))


def _vacant_answer(passage: Passage, subject: Subject) -> Iterator[Hit]:
    if subject.setting.library.values[passage.id].type != "role":
        return
    for each in subject.of(found, passage).get("vacancy", ())[:1]:
        said = passage.text[each.start : each.stop]
        yield Hit(
            f"“{said}” is the answer about {passage.id}: nobody holds that post", each.start, each.stop, passage=passage
        )


_NEAREST = 3
"""Names of posts before a vacancy that are looked at: “link governor” is two that overlap."""
_BETWEEN = later(
    r"(?:[^\S\n]|[:|(\[*_–—-]|is\b|currently\b|post\b|position\b|role\b|remains\b|still\b){0,16}", re.IGNORECASE
)


def _vacant_post(passage: Passage, subject: Subject) -> Iterator[Hit]:
    """A post and, on the same line right after it, that it is vacant."""
    places = subject.of(found, passage)
    vacancies = places.get("vacancy", ())
    if not vacancies:
        return
    actors = places.get("actor", ())
    for vacancy in vacancies:
        before = bisect_right(actors, vacancy.start, key=lambda each: each.start)
        for actor in actors[max(0, before - _NEAREST) : before]:
            between = passage.text[actor.stop : vacancy.start] if actor.stop <= vacancy.start else "\n"
            if len(between) <= _BEFORE and _BETWEEN.fullmatch(between):
                words = passage.text[actor.start : vacancy.stop]
                yield Hit(f"“{words}”: nobody holds that post", actor.start, vacancy.stop, passage=passage)
                break


def _same_holder(subject: Subject) -> Iterator[Hit]:
    setting = subject.setting
    typed = {each.id: each for each in subject.passages if each.kind == "value"}
    for rule in setting.rules.get("role-conflict", ()):
        first, *others = rule.words
        for other in others:
            holder = setting.answers.get(other, "")
            if not holder or _plain(holder) != _plain(setting.answers.get(first, "")):
                continue
            passage = typed.get(other) or typed.get(first)
            yield Hit(
                f"The values {first} and {other} are both “{holder}”" + (f": {rule.says}" if rule.says else ""),
                0,
                len(passage.text) if passage is not None else 0,
                "Give one of the two to somebody else",
                passage=passage,
                kind="value",
                id=other,
                name=f"the value {other}",
                about=f"{first} {other} {holder}",
            )


@lru_cache(maxsize=256)
def _plain(holder: str) -> str:
    return " ".join(holder.casefold().split()).removeprefix("the ").removeprefix("our ")


CHECKS = (
    Check(
        "duty-without-owner",
        26,
        "A duty without an owner",
        "warn",
        "What must be done by nobody in particular is done by nobody.",
        "Say who does it",
        whole=duty_without_owner,
    ),
    Check(
        "vacant-role",
        27,
        "A post that nobody holds",
        "warn",
        "People take a worry to the post that the policy names: somebody has to be there, and to be free to act on it.",
        "Name a post that somebody holds",
        whole=vacant_role,
    ),
)
