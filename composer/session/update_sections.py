"""What a newer model would mean for a section: its heading, its introduction and its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.compare.diff import diff
from composer.policy import updating
from composer.session.update_notes import called_out, offers
from composer.session.update_pins import pin_note, pin_obligations, reaching
from composer.session.update_states import UpdateEntry

if TYPE_CHECKING:
    from composer.session.update_plan import Ground
    from composer.session.update_states import Also, UpdateState


def section_entry(ground: Ground, section_id: str) -> UpdateEntry | None:
    """The entry of a section that the newest model heads in other words or has in another place."""
    lock = ground.draft.lock
    pinned, today = lock.heads.get(section_id), updating.head_today(ground.library, ground.newest, section_id)
    if pinned is None or today is None:
        return None
    was, now = (f"{head.title}\n\n{head.intro}\n" for head in (pinned, today))
    headed = was != now and lock.declined.get(f"section:{section_id}") != updating.head_digest(today)
    where = ground.sections_moved.get(section_id, "")
    pins = reaching(ground, pinned.intro)
    if not headed and not where and not pins:
        return None
    state: UpdateState = "heading" if headed else "moved" if where else "pins"
    beside: list[Also] = ["moved"] if where else []
    beside += ["pins"] if pins else []
    entry = UpdateEntry(
        f"section:{section_id}",
        pinned.title,
        section_id,
        state,
        "as-is",
        also=tuple(each for each in beside if each != state),
        base=was,
        ours=was,
        theirs=now if headed else was,
        proposal=now if headed else was,
        notes=(f"The model has this section elsewhere now: {where}.",) if where else (),
        obligations=tuple(f"the model: {said}" for said in called_out(diff(was, now), ground.roles)) if headed else (),
        pins=pins,
    )
    told = (*entry.notes, *(pin_note(ground, key, entry.id) for key in pins))
    called = (*entry.obligations, *pin_obligations(ground, pins))
    entry = replace(entry, notes=tuple(map(ground.said, told)), obligations=tuple(map(ground.said, called)))
    return replace(entry, offers=offers(entry, in_library=True), clean=not entry.obligations)
