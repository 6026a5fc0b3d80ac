"""The finished sample school made unfinished again, for tests that decide something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.decisions import take_out
from composer.store.library_files import load_library
from composer.store.school_files import open_school, save_school
from composer.store.workspace import find_workspace

if TYPE_CHECKING:
    from pathlib import Path

SCHOOL = "oakfield-primary"
UNDECIDED = ("account-security", "graded-examples")
"""Clauses of the school's model that ``make_unfinished`` leaves undecided; the screen opens on the first."""


def make_unfinished(root: Path) -> None:
    """Take the decisions about ``UNDECIDED`` out of the sample school in a workspace."""
    opened = open_school(find_workspace(root), SCHOOL, load_library(root / "clauses"))
    draft = opened.draft
    for clause_id in UNDECIDED:
        assert draft.policy.mode(clause_id) is not None
        draft = take_out(draft, clause_id)
    save_school(opened, draft)
