"""What an update would mean, as plain data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.session.update_states import CHOICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.cli.update_report import About, Settled
    from composer.session.update_states import UpdateEntry, UpdatePlan


def as_data(
    plan: UpdatePlan,
    about: About,
    settled: Sequence[Settled],
    *,
    written: bool,
    entries: Sequence[UpdateEntry] | None = None,
) -> dict[str, object]:
    """The update as plain data, for JSON; the keys are those that ``update --help`` lists.

    Args:
        plan: What there is to settle now.
        about: Whose policy it is.
        settled: What the call settled, or would.
        written: Whether that was written.
        entries: Only these; all where None.
    """
    return {
        "school": about.school,
        "model": plan.model,
        "model_taken": about.taken,
        "version": plan.version,
        "newest": plan.newest,
        "current": plan.current,
        "counts": plan.counts,
        "settled": [{"id": each.id, "choice": each.choice or "clean", "replaced": each.replaced} for each in settled],
        "written": written,
        "entries": [_entry_data(entry) for entry in (plan.entries if entries is None else entries)],
    }


def _entry_data(entry: UpdateEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "title": entry.title,
        "section": entry.section,
        "state": entry.state,
        "also": list(entry.also),
        "mode": entry.mode,
        "base": entry.base,
        "ours": entry.ours,
        "theirs": entry.theirs,
        "proposal": entry.proposal,
        "notes": list(entry.notes),
        "obligations": list(entry.obligations),
        "reason": entry.reason,
        "question": entry.question,
        "review_by": entry.review_by.isoformat() if entry.review_by is not None else None,
        "offers": {choice: entry.offers[choice] for choice in CHOICES if choice in entry.offers},
        "clean": entry.clean,
        "pieces": [
            {name: getattr(piece, name) for name in ("state", "base", "ours", "theirs", "result")}
            for piece in (entry.merge.pieces if entry.merge is not None else ())
        ],
    }
