"""Policies and files to try checks on: the sample schools as they are, changed by a test, and plain Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.checks.of_file import subject_of_file
from composer.checks.of_policy import setting_of, subject_of
from composer.checks.running import check_named, run
from composer.policy.policy import Decision
from composer.policy.school import Profile
from composer.session import Session
from composer.store.library_files import load_library
from composer.store.school_files import open_school
from composer.store.workspace import find_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from composer.checks.finding import Finding
    from composer.checks.subject import Setting
    from composer.policy.library import Library
    from composer.policy.policy import Draft

REPOSITORY = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)


@cache
def library() -> Library:
    """The library of this repository."""
    return load_library(REPOSITORY / "clauses")


@cache
def school(slug: str = "oakfield-primary") -> Draft:
    """A sample school's policy as it is on disk."""
    return open_school(find_workspace(REPOSITORY), slug, library()).draft


def session(draft: Draft | None = None, *, today: date = TODAY) -> Session:
    """A session on a draft, the primary school's unless told."""
    return Session(draft if draft is not None else school(), library(), today=today)


def with_text(clause_id: str, text: str, draft: Draft | None = None) -> Draft:
    """The draft with a clause in other words."""
    draft = draft if draft is not None else school()
    old = draft.policy.decisions[clause_id]
    decision = replace(old, mode="adapted", text=text, reason=old.reason or "It fits us better.")
    return with_policy(draft, decisions={**draft.policy.decisions, clause_id: decision})


def with_local(clause_id: str, title: str, text: str, section: str = "risk", draft: Draft | None = None) -> Draft:
    """The draft with a clause of the school's own at the end of a section."""
    draft = draft if draft is not None else school()
    sections = {**draft.policy.sections, section: (*draft.policy.sections[section], clause_id)}
    decisions = {**draft.policy.decisions, clause_id: Decision("local", title=title, text=text)}
    return with_policy(draft, decisions=decisions, sections=sections)


def with_profile(draft: Draft | None = None, **changed: Any) -> Draft:
    """The draft of a school of another kind."""
    draft = draft if draft is not None else school()
    return with_policy(draft, profile=replace(draft.policy.profile, **changed))


def with_values(draft: Draft | None = None, **changed: Any) -> Draft:
    """The draft with other answers; None takes one away."""
    draft = draft if draft is not None else school()
    values = {key: value for key, value in {**draft.policy.values, **changed}.items() if value is not None}
    return with_policy(draft, values=values)


def with_evidence(draft: Draft | None = None, **changed: Any) -> Draft:
    """The draft with other evidence."""
    draft = draft if draft is not None else school()
    return with_policy(draft, evidence=replace(draft.policy.evidence, **changed))


def with_policy(draft: Draft, **changed: Any) -> Draft:
    """The draft with other parts of its policy."""
    return replace(draft, policy=replace(draft.policy, **changed))


def found(draft: Draft, check: str, *, today: date = TODAY) -> list[Finding]:
    """What one check finds in a policy, set aside or not."""
    view = session(draft, today=today)
    held = setting_of(draft, view.library, today)
    return list(run(subject_of(view, held), [check_named(check)]))


PLAIN = Profile("Oakfield Primary School", "primary", "england", "community", ("Oakfield",))


def setting(profile: Profile = PLAIN, *, today: date = TODAY) -> Setting:
    """The setting of a school of which only the profile is known, as for a plain file."""
    draft = school()
    policy = replace(draft.policy, profile=profile, values={}, evidence=replace(draft.policy.evidence, related={}))
    return setting_of(replace(draft, policy=policy), library(), today)


def in_file(text: str, check: str, profile: Profile = PLAIN, *, today: date = TODAY) -> list[Finding]:
    """What one check finds in a plain Markdown file."""
    held = _plain() if (profile, today) == (PLAIN, TODAY) else setting(profile, today=today)
    return list(run(subject_of_file(text, held), [check_named(check)]))


@cache
def _plain() -> Setting:
    return setting()


def words(findings: Sequence[Finding]) -> list[str]:
    """The words each finding points at."""
    return [finding.place.words for finding in findings]


@dataclass(frozen=True)
class Seeded:
    """A document made bad on purpose, and what has to be found in it.

    Either ``file`` (a plain Markdown policy) or ``policy`` (a sample school changed) is given.
    """

    words: str = ""
    """The words that the finding points at; empty where it concerns no words."""
    file: str = ""
    policy: Callable[[], Draft] | None = None
    at: str = ""
    """The id of its place: a clause, value, scenario …; empty in a file."""
    line: int = 0
    """The line, where it is known."""
    profile: Profile = field(default=PLAIN)

    def findings(self, check: str) -> list[Finding]:
        """What the check finds in it."""
        return found(self.policy(), check) if self.policy is not None else in_file(self.file, check, self.profile)
