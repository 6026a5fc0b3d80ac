"""The data face of a comparison: what ``--json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.compare.obligations import watch
from composer.export.report import FileReport, Report, consequence
from composer.export.table_of_changes import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.compare.deviations import ClauseChange
    from composer.compare.edits import TextDiff
    from composer.compare.obligations import ObligationChange
    from composer.export.table_of_changes import Row


def as_data(report: Report | FileReport) -> dict[str, object]:
    """The comparison as plain data, for JSON; the keys are those that ``diff --help`` lists."""
    if isinstance(report, FileReport):
        return {
            "old": report.old,
            "new": report.new,
            "changed": report.diff.changed,
            "layout_only": report.diff.layout_only,
            "words_added": report.diff.words_added,
            "words_removed": report.diff.words_removed,
            "obligations": _obligations(watch(report.diff)),
            "blocks": _blocks(report.diff),
        }
    found = table(report)
    return {
        "school": report.about.school,
        "policy": report.about.policy,
        "model": report.about.model,
        "model_version": report.about.model_version,
        "since": report.about.since.isoformat() if report.about.since is not None else None,
        "counts": report.counts,
        "words_added": report.comparison.words_added,
        "words_removed": report.comparison.words_removed,
        "sections_moved": list(report.sections_moved),
        "changes": found.counts,
        "substantive": [_row_data(row) for row in found.rows],
        "clauses": [_clause_data(report, entry) for entry in report.entries],
    }


def _row_data(row: Row) -> dict[str, object]:
    return {
        "clause": row.clause,
        "number": row.number,
        "title": row.title,
        "changed": list(row.changed),
        "why": row.why,
        "who": row.who,
        "on": row.on.isoformat() if row.on is not None else None,
        "asks": list(row.asks),
    }


def _clause_data(report: Report, entry: ClauseChange) -> dict[str, object]:
    return {
        "id": entry.id,
        "title": entry.title,
        "section": entry.section,
        "kind": entry.kind,
        "moved": entry.moved,
        "moved_note": entry.moved_note,
        "deviates": entry.deviates,
        "reason": entry.reason,
        "freedom": entry.freedom,
        "consequence": consequence(entry),
        "model_changed": bool(entry.moved_on),
        "words_added": entry.words_added,
        "words_removed": entry.words_removed,
        "obligations": _obligations(report.obligations(entry)),
        "diff": None
        if entry.diff is None
        else {"old": entry.diff.old, "new": entry.diff.new, "blocks": _blocks(entry.diff)},
    }


def _obligations(found: Sequence[ObligationChange]) -> list[dict[str, str]]:
    return [{"kind": each.kind, "old": each.old, "new": each.new, "message": each.message} for each in found]


def _blocks(diff: TextDiff) -> list[dict[str, object]]:
    return [
        {
            "kind": block.kind,
            "old": block.old,
            "new": block.new,
            "move": block.move,
            "spans": [{"kind": span.kind, "text": span.text} for span in block.spans],
        }
        for block in diff.blocks
    ]
