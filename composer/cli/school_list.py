"""The list of schools: what it tells of each, for a program and for a person."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from composer.cli.output import columns, count, out
from composer.policy.reviews import DUE_SIGNS, tally
from composer.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.policy.reviews import Due
    from composer.policy.summary import SchoolSummary

COUNTED = ("as-is", "adapted", "dropped", "added", "undecided")
WIDTH = 80
"""Columns for what stands below the table."""
NAMED = 3
"""How many due things are named below the table for one school; the JSON has all."""


def as_data(school: SchoolSummary) -> dict[str, object]:
    """One school as it stands in the JSON."""
    assert school.last_changed is not None  # noqa: S101 - only a policy that opens is listed
    return {
        "slug": school.slug,
        "name": school.name,
        "phase": school.phase,
        "model": school.model,
        "model_version": school.model_version,
        "newest_version": school.newest or school.model_version,
        "counts": dict(school.counts),
        "last_changed": f"{school.last_changed:%Y-%m-%dT%H:%M:%SZ}",
        "approval": _approval_data(school),
        "due": [_due_data(each) for each in school.due],
    }


def _approval_data(school: SchoolSummary) -> Mapping[str, object]:
    approval = school.standing.approval
    return {
        "state": school.standing.state,
        "on": approval.on.isoformat() if approval is not None else None,
        "in_words": school.approval,
    }


def _due_data(each: Due) -> Mapping[str, object]:
    return {
        "kind": each.kind,
        "name": each.name,
        "what": each.what,
        "on": each.on.isoformat(),
        "state": each.state,
        "days": each.days,
        "in_words": each.in_words,
    }


def print_schools(found: Sequence[SchoolSummary]) -> None:
    """The table, and below it what is due at each school."""
    rows = [["school", "name", "phase", "model", *COUNTED, "last changed", "approval"]]
    for school in found:
        numbers = [str(school.counts[kind]) for kind in COUNTED]
        changed = f"{school.last_changed:%Y-%m-%d}"
        rows.append([school.slug, school.name, school.phase, school.model, *numbers, changed, school.approval])
    for line in columns(rows):
        out(line)
    for school in found:
        if school.newest:
            out()
            out(f"{school.slug}: the model has moved on, {school.model_version} → {school.newest}. Take it in with:")
            out(f"  policy-composer update {school.slug}")
        if school.due:
            out()
            out(f"{school.slug}: {tally(school.due)}")
            for line in _due_lines(school.due):
                shown = visible(line, keep_newlines=False)
                out(fill(shown, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False))


def _due_lines(due: Sequence[Due]) -> Iterator[str]:
    shown = due if len(due) <= NAMED + 1 else due[:NAMED]
    for each in shown:
        yield f"{DUE_SIGNS[each.state]} {each.what}: {each.in_words}"
    if len(shown) < len(due):
        yield f"and {count(len(due) - len(shown), 'more date')}: policy-composer schools --json"
