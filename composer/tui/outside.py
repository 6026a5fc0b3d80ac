"""What is shown when two versions meet: unsaved work and the file, or our version and somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from composer.compare.diff import diff
from composer.compare.marks import marked
from composer.policy import changes
from composer.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.policy.policy import Draft

LONGEST = 1_200
"""Characters of one clause's differences that are shown; the rest is said to be there."""


def unsaved_body(base: Draft, recovered: Draft, *, moved_on: bool) -> Content:
    """What unsaved work changes in the file."""
    parts: list[str | tuple[str, str] | Content] = []
    if moved_on:
        parts.append(("The policy file has changed since; this work was begun on an older version.\n", "bold $warning"))
    parts.append("It changes:\n")
    parts.extend(_told(base, recovered))
    return Content.assemble(*parts)


def conflict_body(base: Draft, ours: Draft, theirs: Draft, clash: Sequence[str]) -> Content:
    """What each side changed, and what both did."""
    parts: list[str | tuple[str, str] | Content] = [("They changed\n", "bold"), *_told(base, theirs)]
    parts += [("You changed\n", "bold"), *_told(base, ours)]
    if clash:
        parts += [("Both changed: ", "bold $warning"), visible(", ".join(clash)), "\n"]
    return Content.assemble(*parts)


def _told(old: Draft, new: Draft) -> list[str]:
    found = changes.between(old, new)
    lines = []
    for clause_id in found.decisions:
        mode = new.policy.mode(clause_id)
        lines.append(f"  {visible(_title(old, new, clause_id))}: {mode or 'no longer decided'}\n")
        before = old.text(clause_id) if clause_id in old.policy.decisions else new.base_text(clause_id)
        if before != new.text(clause_id):
            words = marked(diff(before, new.text(clause_id)))
            shown = words if len(words) <= LONGEST else words[:LONGEST] + " …"
            lines += [f"    {visible(line)}\n" for line in shown.splitlines() if "[-" in line or "{+" in line]
    lines += [f"  the value {visible(name)}\n" for name in found.values]
    lines += [f"  the order of the section {visible(name)}\n" for name in found.sections]
    lines += [f"  the heading of the section {visible(name)}\n" for name in found.headings]
    lines += [f"  {visible(said)}\n" for said in found.evidence_told]
    return lines or ["  nothing\n"]


def _title(old: Draft, new: Draft, clause_id: str) -> str:
    return new.title(clause_id) if clause_id in new.policy.decisions else old.title(clause_id)
