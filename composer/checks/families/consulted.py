"""Who was asked before the policy was decided."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.policy.consulting import groups_asked
from composer.policy.dictionary import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from composer.checks.subject import PolicyLook, Subject

_NAME = "the consultation log"
_LONG_BEFORE = timedelta(days=183)
"""A model comes out a little after what it is used for is talked about; half a year before is another text."""


def nobody_consulted(subject: Subject) -> Iterator[Hit]:
    """A consultation log that is empty, leaves out a group, or has dates that cannot belong to this text."""
    policy = subject.policy
    if policy is None:
        if not any(subject.of(found, each).get("consulted") for each in subject.passages):
            yield Hit(
                "Nothing says that anybody was asked about this", severity="info", kind="file", name="the whole file"
            )
        return
    evidence = policy.draft.policy.evidence
    log = evidence.consultations
    if not log:
        mend = "Ask pupils, staff, parents and the recognised unions, and record how, when and what changed"
        yield Hit("Nobody is recorded as having been asked", mend=mend, kind="consultation", name=_NAME)
        return
    missing = groups_asked(evidence, subject.setting.library, subject.setting.profile).missing_told
    if missing:
        mend = f"Ask {missing}, and record how, when and what changed"
        yield Hit(f"Not asked yet: {missing}", mend=mend, kind="consultation", name=_NAME)
    dates = sorted(each.on for each in log.values() if each.on is not None)
    if dates:
        yield from _days(dates, policy, subject.setting.today)


def _days(dates: list[date], policy: PolicyLook, today: date) -> Iterator[Hit]:
    first, last = dates[0], dates[-1]
    mend = "Put the dates right, or say when people saw this text"
    if first > today:
        message = f"All who are recorded are asked only from {in_words(first)} on: has anybody been asked yet?"
        yield Hit(message, mend=mend, kind="consultation", name=_NAME)
    # Of an older model only the version is kept, not the day on which it came out.
    elif policy.draft.lock.model_version == policy.newest.version and last < policy.newest.date - _LONG_BEFORE:
        came = in_words(policy.newest.date)
        message = f"Nobody was asked after {in_words(last)}, long before the model of {came}: was it about this text?"
        yield Hit(message, mend=mend, kind="consultation", name=_NAME)


CHECKS = (
    Check(
        "nobody-consulted",
        20,
        "Nobody was asked",
        "warn",
        "Those whom a policy is about know what it would do to them, and a rule that they helped to write is kept.",
        "Ask them, and record how, when and what changed because of it",
        whole=nobody_consulted,
    ),
)
