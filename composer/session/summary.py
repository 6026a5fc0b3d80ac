"""What a list of schools shows of an open policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.approval import Standing
from composer.policy.reviews import due
from composer.policy.summary import SchoolSummary

if TYPE_CHECKING:
    from datetime import datetime

    from composer.session import Session


def summary(slug: str, session: Session, last_changed: datetime) -> SchoolSummary:
    """One line of the list; a policy that was never approved is not assembled for it, so that lists are quick."""
    profile, never = session.policy.profile, session.approval is None and session.approval_trouble is None
    lock, newest = session.lock, session.newest
    # A lock that cannot be read says nothing of a version.
    same = not lock.model or (lock.model, lock.model_version) == (newest.id, newest.version)
    return SchoolSummary(
        slug,
        profile.name,
        profile.phase,
        session.policy.model,
        session.counts(),
        last_changed,
        Standing("none") if never else session.standing(),
        due(session.draft, session.library, session.today),
        lock.model_version,
        "" if same else newest.version,
    )
