"""What the pane of changes shows of one clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.tui.widgets.diff_lines import Passage

if TYPE_CHECKING:
    from composer.session import Session


def changes_of(session: Session, clause_id: str, *, new: bool = False) -> Passage:
    """The clause's diff from its base, or why there is none; ``new`` is a clause that has no words yet."""
    state = session.state(clause_id)
    if new:
        return Passage((("A clause of the school's own: the model has nothing to compare.", "note"),))
    if state == "local":
        return Passage((("The school's own clause; the model has none like it.", "note"),))
    if state in {"undecided", "available"}:
        return Passage((("Nothing is decided, so nothing differs. a adapts; changes show here.", "note"),))
    if state == "dropped":
        return Passage((("The policy leaves this out:", "note"),), plain=session.base_text(clause_id), plain_look="del")
    diff, outside = session.diff(clause_id), clause_id not in session.model_ids
    if not diff.changed and not diff.layout_only:
        said = "Word for word the model's text."
        if outside:
            said = "Word for word the library's text; the model does not have this clause."
        return Passage(((said, "note"),))
    if diff.layout_only:
        source = "library" if outside else "model"
        return Passage(((f"Only the layout differs from the {source}.", "note"),), diff=diff)
    return Passage(tuple((f"‼ {message}", "warn") for message in session.obligations(diff)), diff=diff)
