"""Writing an export: anywhere a person likes, but never over the program's own files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.problems import Problem
from composer.store.atomic import write_new
from composer.store.disk import resolved

if TYPE_CHECKING:
    from pathlib import Path

    from composer.store.workspace import Workspace


ENDINGS = (".md", ".html", ".docx", ".pdf")
"""How an export may end in the folders that hold the program's own files, none of which ends so."""


def write_export(workspace: Workspace, path: Path, made: bytes, *, overwrite: bool) -> None:
    """Write an export whole, or leave what is there exactly as it was.

    Raises:
        Problem: The file is there and may not be overwritten, is one of the program's own, or cannot be written.
    """
    target = resolved(path)
    ours = [folder for folder in (workspace.clauses, workspace.schools) if folder.exists()]
    if any(target.is_relative_to(resolved(folder)) for folder in ours) and target.suffix.lower() not in ENDINGS:
        raise Problem(
            "an export does not go over the program's own files", f"name a file in {' / '.join(ENDINGS)}", path=path
        )
    if target.is_relative_to(resolved(workspace.clauses)):
        raise Problem("an export does not go into the clause library", "name a file elsewhere", path=path)
    write_new(path, made, overwrite=overwrite)
