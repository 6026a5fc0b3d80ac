"""A school's policy as checks see it: its passages in print order, and the setting they are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.checks.subject import Passage, Setting, Subject
from composer.policy import answers
from composer.policy.dictionary import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from composer.checks.subject import PolicyLook
    from composer.policy.library import Library
    from composer.policy.policy import Draft


def setting_of(draft: Draft, library: Library, today: date) -> Setting:
    """The setting of a school; ``library`` is the one of its model."""
    profile = draft.policy.profile
    related = (policy.title for policy in draft.policy.evidence.related.values())
    return Setting(
        profile,
        library,
        today,
        library.rules,
        {name: answers.answer(draft, library, name) for name in library.values},
        (profile.name, *profile.also_known_as, *profile.partners, *related),
    )


def subject_of(policy: PolicyLook, setting: Setting, before: Subject | None = None) -> Subject:
    """The policy as it is now.

    Args:
        policy: The policy.
        setting: What its words are held against.
        before: The subject of the last run with this very setting; what it worked out is taken on.
    """
    known = {} if before is None or before.setting is not setting else {_told(each): each for each in before.passages}
    passages = tuple(known.get(_told(each), each) for each in _passages(policy))
    kept = {} if before is None else {each: before.remembered[each] for each in passages if each in before.remembered}
    return Subject(setting, passages, policy, remembered=kept)


def _told(passage: Passage) -> tuple[str, ...]:
    return passage.kind, passage.id, passage.name, passage.title, passage.state, passage.text


def _passages(policy: PolicyLook) -> Iterator[Passage]:
    draft = policy.draft
    yield Passage("title", "", draft.policy.title, "the policy's title", draft.policy.title)
    for section in policy.outline():
        printed = [clause for clause in section.clauses if clause.number]
        if not printed:
            continue
        yield Passage("title", section.head.id, section.head.title, f"the section {section.head.title}")
        if section.head.intro.strip():
            name = f"the introduction of {section.head.title}"
            yield Passage("intro", section.head.id, section.head.intro, name, section.head.title)
        for clause in printed:
            number = f"{'Appendix ' if section.head.appendix else ''}{clause.number}"
            name = f"{number} {clause.title}"
            yield Passage("title", clause.id, clause.title, name, clause.title, clause.state)
            yield Passage("clause", clause.id, draft.text(clause.id), name, clause.title, clause.state)
    for name, value in draft.policy.values.items():
        yield Passage("value", name, in_words(value), f"the value {name}")
