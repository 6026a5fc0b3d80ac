"""A harness that cannot fail proves nothing: each bug sown into a correct saver is caught by its judge."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from composer.store.atomic import MovedOn
from composer.store.disk import OS_FILES
from composer.store.journal import Journal, leftover
from tests.faults.fault_harness import (
    NEW,
    OLD,
    THEIRS,
    judge_changes,
    judge_errors,
    judge_order,
    judge_verifying,
    school,
    sha,
)
from tests.faults.seeded_bugs import SAVERS, clear_regardless, clear_then_save, save_then_clear

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.fault_harness import Saver, Session

JUDGES: dict[str, Callable[[Saver], list[str]]] = {
    "errors": lambda saver: judge_errors(saver, numbers=[errno.EIO]),
    "changes": judge_changes,
    "verifying": judge_verifying,
    "order": judge_order,
}


@pytest.mark.parametrize(
    ("judge", "bug", "says"),
    [
        ("errors", "in place", "what it said is not what the file is"),
        ("order", "in place", "not replaced in one step"),
        ("changes", "no hash check", "before the save: overwritten"),
        ("changes", "no second hash check", "during the save: overwritten"),
        ("verifying", "verify skipped", "reached the file"),
        ("errors", "temp leaked", "left behind"),
        ("verifying", "temp leaked", "left behind"),
        ("errors", "error swallowed", "what it said is not what the file is"),
        ("errors", "error raw", "came through raw"),
        ("order", "no fsync", "before the bytes were synced"),
        ("order", "no folder fsync", "folder was not synced"),
    ],
)
def test_the_harness_catches(judge: str, bug: str, says: str) -> None:
    assert any(says in flaw for flaw in JUDGES[judge](SAVERS[bug]))


@pytest.mark.parametrize("judge", JUDGES)
def test_the_harness_lets_a_correct_saver_pass(judge: str) -> None:
    assert JUDGES[judge](SAVERS["correct"]) == []


def kept_after_a_refused_save(session: Session) -> bool:
    """Whether what was typed is still in the journal when somebody else's change stopped the save."""
    with school(THEIRS) as path:
        journal = Journal(path, sha(OLD), folder=path.parent / "state")
        journal.note(NEW.decode())
        journal.flush()
        with pytest.raises(MovedOn):
            session(journal, NEW, expected=sha(OLD), files=OS_FILES)
        journal.close()
        left = leftover(path, folder=path.parent / "state")
        return left is not None and left.text.encode() == NEW and left.moved_on


def test_a_journal_survives_a_refused_save() -> None:
    assert kept_after_a_refused_save(save_then_clear)


@pytest.mark.parametrize("session", [clear_then_save, clear_regardless])
def test_the_harness_catches_a_journal_cleared_early(session: Session) -> None:
    assert not kept_after_a_refused_save(session)
