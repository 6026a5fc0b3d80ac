"""What changed since: in the model, and in the policy since it was approved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import PolicyLook, Subject

_VERSION = later(
    r"\bversion[\s:*_|]{0,6}(?:no\.?|number)?[\s:*_|]{0,6}v?[0-9]|\bv[0-9]{1,2}\.[0-9]|\brevision[\s:*_|]{0,6}[0-9]",
    re.IGNORECASE,
)
_IN_PLACE = "rewritten in place"
"""How a clause is told whose words changed without a new revision."""


def model_moved(subject: Subject) -> Iterator[Hit]:
    """A model that is newer than the one the policy rests on, and clauses rewritten without saying so."""
    policy = subject.policy
    if policy is None:
        return
    lock, newest = policy.draft.lock, policy.newest
    moved = _moved(policy)
    in_place = [clause_id for clause_id, told in moved if _IN_PLACE in told]
    older = bool(lock.model_version) and lock.model_version != newest.version
    if older:
        message = f"The policy rests on version {lock.model_version} of the model, and there is {newest.version}"
        yield _moved_hit(f"{message}: {_counted(policy, [clause_id for clause_id, _ in moved])}")
    if in_place and not older:
        told = _counted(policy, in_place)
        yield _moved_hit(f"The library rewrote clauses without giving them a new revision: {told}")


def _moved_hit(message: str) -> Hit:
    return Hit(message, name="the policy", about=message)


def _moved(policy: PolicyLook) -> list[tuple[str, str]]:
    """The clauses whose words in the library are not those that were decided on, each with how it is told."""
    bases, clauses = policy.draft.lock.bases, policy.library.clauses
    found_so_far = []
    for clause_id in policy.draft.policy.decisions:
        base, clause = bases.get(clause_id), clauses.get(clause_id)
        # Nearly all are the same to the letter, and a digest of each would take its time at every key.
        if base is not None and (clause is None or clause.body != base.text):
            told = policy.moved_on(clause_id)
            if told:
                found_so_far.append((clause_id, told))
    return found_so_far


def _counted(policy: PolicyLook, moved: list[str]) -> str:
    if not moved:
        return "none of the clauses here has changed"
    modes = [policy.draft.policy.decisions[clause_id].mode for clause_id in moved]
    clauses = "1 clause here has changed" if len(moved) == 1 else f"{len(moved)} clauses here have changed"
    ours = modes.count("adapted")
    told = {0: "none of them adapted by us", 1: "1 of them adapted by us"}.get(ours, f"{ours} of them adapted by us")
    titles = [f"“{policy.draft.title(clause_id)}”" for clause_id in moved[:_MOST_NAMED]]
    more = f" and {len(moved) - _MOST_NAMED} more" if len(moved) > _MOST_NAMED else ""
    return f"{clauses}, {told} ({', '.join(titles)}{more})"


_MOST_NAMED = 3


def no_history(subject: Subject) -> Iterator[Hit]:
    """Changes without a reason, and a file that tells neither its version nor what changed."""
    policy = subject.policy
    if policy is None:
        if not any(
            subject.of(found, each).get("version-history") or _VERSION.search(each.text) for each in subject.passages
        ):
            message = "Nothing says which version this is, or what has changed since the last"
            mend = "Give it a date or a version, and say in a line what has changed"
            yield Hit(message, mend=mend, severity="info", kind="file", name="the whole file")
        return
    draft, approval = policy.draft, policy.approval
    wanting = [clause_id for clause_id, each in draft.policy.decisions.items() if each.wants_reason]
    if not wanting:
        return
    passages = {each.id: each for each in subject.passages if each.kind == "clause"}
    # Nothing is approved while a reason is missing, so what lacks one has changed since.
    since = f", since the approval on {approval.when}" if approval is not None else ""
    for clause_id in wanting:
        decision, title = draft.policy.decisions[clause_id], draft.title(clause_id)
        yield Hit(
            f"“{title}” was {decision.mode} without a reason{since}",
            passage=passages.get(clause_id),
            kind="clause",
            id=clause_id,
            name=title,
            about=f"{decision.mode}{since}",
        )


CHECKS = (
    Check(
        "model-moved",
        37,
        "The model has moved on",
        "warn",
        "A newer model may put right what the law or experience has shown to be wrong in the old one.",
        "Open Update (l), or run policy-composer update with the school's name, and settle clause by clause",
        whole=model_moved,
        needs_policy=True,
    ),
    Check(
        "no-history",
        40,
        "Changes that nobody explains",
        "warn",
        "Whoever approves or reads the next version wants to know what is different and why.",
        "Give the reason: with g on the screen, or with --reason of policy-composer adapt or drop",
        whole=no_history,
    ),
)
