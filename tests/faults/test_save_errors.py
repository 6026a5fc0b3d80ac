"""Every error at every call of a save, and what else a disk or another program can do to it."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from composer.store.atomic import save
from tests.faults.fault_harness import (
    ERRNOS,
    NEW,
    OLD,
    Failing,
    accept,
    judge_changes,
    judge_errors,
    judge_order,
    judge_verifying,
    recorded,
    school,
    sha,
    void,
    watched,
)

if TYPE_CHECKING:
    from pathlib import Path

    from composer.store.disk import Files


def save_new(path: Path, files: Files) -> str:
    return save(path, NEW, expected=sha(OLD), verify=accept, files=files)


def test_the_sequence_of_calls_is_the_protocol() -> None:
    with school(OLD) as path:
        names = recorded(lambda files: void(save_new(path, files)))
    steps = [name for name in names if name in {"lock", "fchmod", "fsync", "link", "replace"}]
    assert steps == ["lock", "fchmod", "fsync", "replace", "fsync"]


def test_every_error_at_every_call_of_replacing_a_file() -> None:
    assert judge_errors(save) == []


def test_every_error_at_every_call_of_making_a_file() -> None:
    assert judge_errors(save, None) == []


def test_changes_elsewhere_are_noticed_and_kept() -> None:
    assert judge_changes(save) == []


def test_what_does_not_verify_never_reaches_the_file() -> None:
    assert judge_verifying(save) == []


def test_bytes_are_synced_before_and_the_folder_after() -> None:
    assert judge_order(save) == []


@pytest.mark.parametrize("number", ERRNOS, ids=lambda number: errno.errorcode[number])
def test_after_a_failed_sync_a_new_file_is_written(number: int) -> None:
    with school(OLD) as path:
        names = recorded(lambda files: void(save_new(path, files)))
        path.write_bytes(OLD)
        again: list[str] = []
        fail = Failing(names.index("fsync"), number)

        def hook(count: int, name: str) -> None:
            again.append(name)
            fail(count, name)

        assert save_new(path, watched(hook)) == sha(NEW)
        assert path.read_bytes() == NEW
    # Four writes of the text each, and the unlink of the file whose sync failed between them.
    first, second = again.index("fsync"), again.index("fsync", again.index("fsync") + 1)
    assert again[first:second].count("write") == again[:first].count("write") - 1
    assert "unlink" in again[first:second]
