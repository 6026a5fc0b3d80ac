"""What a policy of this kind of school has to speak of, and does not."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.policy.scenarios import covered_by, of_draft
from composer.policy.when import meets
from composer.text import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.checks.finding import Severity
    from composer.checks.subject import Passage, PolicyLook, Setting, Subject
    from composer.policy.clause import Clause
    from composer.policy.scenarios import Topic


def topic_gap(subject: Subject) -> Iterator[Hit]:
    """Topics that are needed here and of which no clause speaks."""
    profile = subject.setting.profile
    needed = [topic for topic in subject.setting.library.topics.values() if topic.needed_by(profile)]
    if subject.policy is None:
        yield from _of_file(subject, [topic for topic in needed if topic.need == "required"])
    else:
        yield from _of_policy(subject, subject.policy, needed)


def _of_policy(subject: Subject, policy: PolicyLook, needed: Sequence[Topic]) -> Iterator[Hit]:
    library = subject.setting.library
    covered = covered_by(of_draft(policy.draft, library))
    missing = [topic for topic in needed if topic.id not in covered]
    if not missing:
        return
    waiting = {line.id for section in policy.outline() for line in section.clauses if line.state == "undecided"}
    # The topics of a clause in the school's own words, or of one that the library no longer has, are told by its words.
    spoken = {
        topic_id
        for passage in subject.passages
        if passage.kind == "clause" and (passage.state == "local" or passage.id not in library.clauses)
        for topic_id in subject.of(_spoken_of, passage)
    }
    for topic in missing:
        about = [clause for clause in library.clauses.values() if topic.id in clause.topics]
        if topic.id in spoken or any(clause.id in waiting for clause in about):
            continue
        yield _gap(topic, about, subject.setting, policy)


def _gap(topic: Topic, about: Sequence[Clause], setting: Setting, policy: PolicyLook) -> Hit:
    decisions = policy.draft.policy.decisions
    dropped = [clause for clause in about if clause.id in decisions and decisions[clause.id].mode == "dropped"]
    reason = next((decisions[clause.id].reason for clause in dropped if decisions[clause.id].reason), "")
    said = f"no clause speaks of “{topic.title}”"
    if dropped:
        said += f", and “{policy.draft.title(dropped[0].id)}” was dropped"
    severity: Severity = "block" if topic.need == "required" and not reason else "warn"
    offered = next((clause for clause in _main_first(topic, about) if _suits(clause, setting)), None)
    mend = f"Take in “{offered.title}”, or write a clause of the school's own" if offered is not None else ""
    return Hit(said, mend=mend, severity=severity, id=topic.id, name=f"the topic {topic.title}", about=topic.id)


def _main_first(topic: Topic, about: Sequence[Clause]) -> list[Clause]:
    return sorted(about, key=lambda clause: clause.topics.index(topic.id))


def _suits(clause: Clause, setting: Setting) -> bool:
    profile = setting.profile
    return profile.nation in clause.nations and (not clause.when or meets(clause.when, profile) is not None)


def _of_file(subject: Subject, required: Sequence[Topic]) -> Iterator[Hit]:
    # No phrase has a line break in it, so that none is found across two passages.
    whole = "\n".join(subject.of(_flat, passage) for passage in subject.passages)
    phrases = dict(_phrases(subject.setting))
    for topic in required:
        if topic.words and not any(phrase in whole for phrase in phrases[topic.id]):
            said = f"nothing here seems to speak of “{topic.title}”"
            yield Hit(said, severity="warn", kind="file", id=topic.id, name="the file as a whole", about=topic.id)


def _spoken_of(passage: Passage, setting: Setting) -> frozenset[str]:
    """The topics whose words stand in a passage."""
    said = _flat(passage, setting)
    return frozenset(topic_id for topic_id, phrases in _phrases(setting) if any(phrase in said for phrase in phrases))


def _flat(passage: Passage, setting: Setting) -> str:
    """A passage with its title, on one line and in small letters."""
    # A blank counts as what it prints: the name communications_lead is nobody's words.
    filled = PLACEHOLDER.sub(lambda blank: setting.answers.get(blank[1], ""), f"{passage.title}\n{passage.text}")
    return " ".join(filled.casefold().split())


@lru_cache(maxsize=4)
def _phrases(setting: Setting) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The phrases of each topic in small letters."""
    topics = setting.library.topics.values()
    return tuple((topic.id, tuple(words.casefold() for words in topic.words)) for topic in topics if topic.words)


CHECKS = (
    Check(
        "topic-gap",
        24,
        "A gap in what is covered",
        "block",
        "What a policy leaves out is decided later, in a hurry and differently each time.",
        "Say what the school does about it",
        whole=topic_gap,
    ),
)
