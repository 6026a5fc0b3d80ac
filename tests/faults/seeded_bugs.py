"""The real saver, a small correct one, and that one with a bug sown in: the harness must tell them apart."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING

from composer.policy.problems import Problem
from composer.store.atomic import MovedOn, Unconfirmed, save
from composer.store.disk import CREATE, OS_FILES, Files, content_hash, sync_folder, write_all
from composer.store.turn import turn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from composer.store.journal import Journal
    from tests.faults.fault_harness import Saver, Session

BUGS = [
    "in place",
    "no hash check",
    "no second hash check",
    "verify skipped",
    "temp leaked",
    "temp kept after a kill",
    "error swallowed",
    "error raw",
    "no fsync",
    "no folder fsync",
    "no turn",
    "lock never stale",
]


def sown(bug: str) -> Saver:
    """A saver that is right but for the one bug."""

    def saver(
        path: Path, data: bytes, *, expected: str | None, verify: Callable[[bytes], None], files: Files = OS_FILES
    ) -> str:
        with _turn(bug, path, files):
            if bug != "no hash check":
                _compare(path, expected)
            try:
                _write(bug, path, data, expected, verify, files)
            except OSError as error:
                if bug == "error raw":
                    raise
                if bug != "error swallowed":
                    raise Problem("not saved: the disk would not; the file is as it was", "try again") from error
            if bug != "no folder fsync":
                try:
                    sync_folder(path.parent, files)
                except OSError as error:
                    raise Unconfirmed(path, content_hash(data), error) from error
        return content_hash(data)

    return saver


@contextlib.contextmanager
def _turn(bug: str, path: Path, files: Files):  # type: ignore[no-untyped-def]
    if bug == "no turn":
        yield
    elif bug == "lock never stale":
        lock = path.with_name(f".{path.name}.saving")
        try:
            files.close(files.open(lock, CREATE, 0o600))
        except OSError as error:
            raise Problem("not saved: somebody else is saving; the file is as it was", "wait") from error
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                lock.unlink()
    else:
        try:
            stack = contextlib.ExitStack()
            stack.enter_context(turn(path, files))
        except OSError as error:
            raise Problem("not saved: no turn; the file is as it was", "try again") from error
        with stack:
            yield


def _compare(path: Path, expected: str | None) -> None:
    theirs = path.read_bytes() if path.exists() else None
    if (None if theirs is None else content_hash(theirs)) != expected:
        raise MovedOn(path, theirs)


def _write(
    bug: str, path: Path, data: bytes, expected: str | None, verify: Callable[[bytes], None], files: Files
) -> None:
    if bug == "in place":
        verify(data)
        fd = files.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        write_all(fd, data, files)
        files.fsync(fd)
        files.close(fd)
        return
    if bug != "temp kept after a kill":
        for old in path.parent.glob("*.tmp"):
            old.unlink()
    temp = path.with_name(f"{secrets.token_hex(4)}.tmp")
    try:
        fd = files.open(temp, CREATE, 0o600)
        try:
            write_all(fd, data, files)
            if bug != "no fsync":
                files.fsync(fd)
        finally:
            files.close(fd)
        if bug != "verify skipped":
            verify(temp.read_bytes())
        if bug not in {"no hash check", "no second hash check"}:
            _compare(path, expected)
        files.replace(temp, path)
    finally:
        if bug != "temp leaked":
            temp.unlink(missing_ok=True)


def save_then_clear(journal: Journal, data: bytes, *, expected: str | None, files: Files) -> None:
    journal.clear(save(journal.path, data, expected=expected, verify=lambda _: None, files=files))


def clear_then_save(journal: Journal, data: bytes, *, expected: str | None, files: Files) -> None:
    journal.clear(content_hash(data))
    save(journal.path, data, expected=expected, verify=lambda _: None, files=files)


def clear_regardless(journal: Journal, data: bytes, *, expected: str | None, files: Files) -> None:
    try:
        save(journal.path, data, expected=expected, verify=lambda _: None, files=files)
    finally:
        journal.clear(content_hash(data))


SAVERS: dict[str, Saver] = {"real": save, "correct": sown("none"), **{bug: sown(bug) for bug in BUGS}}
SESSIONS: dict[str, Session] = {"real": save_then_clear, "cleared early": clear_then_save}
