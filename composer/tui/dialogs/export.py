"""Asking where an export goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from composer.policy.problems import Problem
from composer.policy.slugs import slug_from
from composer.tui.dialogs.ask import AskDialog, ChoiceDialog
from composer.tui.messages import ExportWanted

if TYPE_CHECKING:
    from textual.screen import Screen

    from composer.session import Session


def ask_export(screen: Screen[Any], session: Session, what: str = "policy") -> None:
    """Ask for a file's name, then post ``ExportWanted``; an existing file is overwritten only when told to."""
    screen.run_worker(_ask(screen, session, what), exclusive=True, group="export")


_NAMES = {
    "policy": ("Write the policy as Markdown", "social-media-policy"),
    "changes": ("Write the changes from the model as Markdown", "changes-from-the-model"),
    "since-approval": ("Write the changes since the approval as Markdown", "changes-since-approval"),
    "evidence": ("Write the evidence for governors and assessors as Markdown", "evidence"),
}


async def _ask(screen: Screen[Any], session: Session, what: str) -> None:
    if what == "changes" and session.approval is not None:
        choices = [("changes", "From the model"), ("since-approval", f"Since it was approved, {session.approval.when}")]
        chosen = await screen.app.push_screen_wait(ChoiceDialog("Which changes?", "", choices))
        if chosen is None:
            return
        what = chosen
    slug = getattr(screen.app, "open_slug", "") or slug_from(session.policy.profile.name)
    document = session.document()
    notes = []
    if what == "policy" and document.open_blanks:
        count = len(document.open_blanks)
        still = "blanks are still open; they are" if count > 1 else "blank is still open; it is"
        notes.append(f"{count} {still} listed and marked in the file.")
    if what == "policy" and document.undecided:
        count = len(document.undecided)
        notes.append(f"{count} clause{'s' if count > 1 else ''} of the model still undecided: not in the file.")
    if what == "policy" and document.excluding:
        notes.append(f"{len(document.exclude_each_other)} clauses exclude each other; they are named in the file.")
    if what == "evidence":
        notes += _evidence_notes(session)
    notes.append("The folder is that of the workspace. enter writes · esc cancels")
    title, ending = _NAMES[what]
    name = await screen.app.push_screen_wait(
        AskDialog(title, value=f"{slug}-{ending}.md", note="\n".join(notes), check=_file_name)
    )
    if name is None:
        return
    exists = getattr(screen.app, "export_exists", None)
    if exists is not None and exists(name):
        choices = [("over", "Overwrite it"), ("keep", "Keep it, and write nothing")]
        if await screen.app.push_screen_wait(ChoiceDialog(f"{name} is there already", "", choices)) != "over":
            return
        screen.post_message(ExportWanted(name, what, overwrite=True))
        return
    screen.post_message(ExportWanted(name, what))


def _evidence_notes(session: Session) -> list[str]:
    """What the document will list as open; whoever opens it would find that first."""
    open_scenarios = sum(each.state == "open" for each in session.scenarios())
    open_processes = sum(each.state == "open" for each in session.processes())
    missing = session.consulted().missing_told
    said = [f"{open_scenarios} of the scenarios still open"] if open_scenarios else []
    said += [f"{open_processes} of the processes still open"] if open_processes else []
    said += [f"not asked: {missing}"] if missing else []
    return [f"It will say so at its start: {'; '.join(said)}."] if said else []


def _file_name(said: str) -> None:
    if not said:
        raise Problem("the file has no name", "type one")
    if not said.endswith((".md", ".markdown")):
        raise Problem(f"{said} does not end in .md", "this writes Markdown: let the name end in .md")
