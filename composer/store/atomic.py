"""Saving: a file is always one whole version, old or new, and never another person's words lost.

The order of the steps is the promise: take the turn, compare with what we started from, write
beside, sync, read back and verify, compare again, replace, sync the folder. The policy and its lock
are two files: save the policy first, then the lock.

::

    Problem
    ├── MovedOn        somebody else changed the file: nothing was written
    └── Unconfirmed    the new text is in place, but the disk did not confirm that it will stay
"""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from composer.policy.problems import Problem
from composer.store.disk import (
    CREATE,
    OS_FILES,
    UNSUPPORTED,
    Files,
    close_quietly,
    content_hash,
    decode,
    read,
    read_plain,
    regular,
    remove_quietly,
    resolved,
    sync_folder,
    why,
    write_all,
)
from composer.store.turn import turn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = [
    "OS_FILES",
    "Files",
    "MovedOn",
    "Unconfirmed",
    "content_hash",
    "decode",
    "read",
    "save",
    "write_new",
]

LARGEST = 16 * 1024 * 1024
"""No file of ours comes near this; a larger one under the same name is not ours to replace."""

_SHARING = frozenset({5, 32, 33})
"""Windows: access denied, sharing violation, lock violation; a virus scanner does it and stops."""
_SHARING_PATIENCE = 2.5
_LEFT_BEHIND = 60.0
"""Seconds after which a temporary file cannot belong to a save that is still going on."""
_NO_LINKS = UNSUPPORTED | {errno.EPERM, errno.EMLINK}
_NO_MODES = UNSUPPORTED | {errno.EPERM}


class MovedOn(Problem):
    """The file is not the one we started from, so it was left alone.

    Attributes:
        theirs: The bytes that are there now; ``None`` if the file is gone.
    """

    def __init__(self, path: Path, theirs: bytes | None) -> None:
        what = "this file was changed" if theirs is not None else "this file was removed or renamed"
        super().__init__(
            f"not saved: {what} by another program since it was opened; nothing was overwritten",
            "compare both versions, then choose",
            path=path,
        )
        self.theirs = theirs


class AlreadyThere(Problem):
    """A file of that name exists and was not to be overwritten."""


class Unconfirmed(Problem):
    """The new text is in the file, but the disk would not say that it survives a power cut.

    Attributes:
        saved: The content hash of the file as it is now.
    """

    def __init__(self, path: Path, saved: str, error: OSError) -> None:
        what, mend = why(error)
        super().__init__(f"the new text is in place, but the disk did not confirm it: {what}", mend, path=path)
        self.saved = saved


def save(
    path: Path,
    data: bytes,
    *,
    expected: str | None,
    verify: Callable[[bytes], None],
    files: Files = OS_FILES,
) -> str:
    """Replace a file's content, or leave it exactly as it was.

    Args:
        path: The file; if it is a symbolic link, the link stays and its target is written.
        data: The new content, whole.
        expected: The content hash of the file we started from; ``None`` means it must not exist.
        verify: Is handed the bytes read back from the disk, and raises if they are not what was meant.
        files: The system's calls.

    Returns:
        The content hash of the file as saved.

    Raises:
        MovedOn: The file is neither what we started from nor already what we mean to write.
        Unconfirmed: The new text is in place; keep the journal.
        Problem: Anything else; the old file is untouched.
    """
    target = resolved(path)
    new = content_hash(data)
    try:
        with turn(target, files):
            _compare(path, target, (expected, new), files)
            _sweep(target, files)
            temp = _write_beside(target, data, files)
            try:
                _verify(path, temp, data, verify, files)
                there = _compare(path, target, (expected, new), files)
                _put(temp, target, files, exclusive=not there)
            except FileExistsError as error:
                raise MovedOn(path, _theirs(target, files)) from error
            finally:
                remove_quietly(temp, files)
            _confirm(path, target, new, files)
    except OSError as error:
        what, mend = why(error)
        raise Problem(f"not saved: {what}; the file is as it was", mend, path=path) from error
    return new


def write_new(path: Path, data: bytes, *, overwrite: bool, files: Files = OS_FILES) -> None:
    """Write an exported file, whole or not at all.

    Raises:
        Problem: A file of that name exists and ``overwrite`` is false, or it cannot be written.
    """
    target = resolved(path)
    try:
        if _is_there(path, target) and not overwrite:
            raise _exists(path)
        temp = _write_beside(target, data, files)
        try:
            _put(temp, target, files, exclusive=not overwrite)
        finally:
            remove_quietly(temp, files)
        _confirm(path, target, content_hash(data), files)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        what, mend = why(error)
        raise Problem(f"not written: {what}", mend, path=path) from error


def _theirs(target: Path, files: Files) -> bytes | None:
    try:
        return read_plain(target, limit=LARGEST, files=files)
    except FileNotFoundError:
        return None


def _compare(path: Path, target: Path, allowed: tuple[str | None, str], files: Files) -> bool:
    """Whether the file is there, having seen that its content is one we may replace.

    What we mean to write is allowed too: it is what a save leaves that was cut off just before the end.
    """
    theirs = _theirs(target, files)
    if (None if theirs is None else content_hash(theirs)) not in allowed:
        raise MovedOn(path, theirs)
    if theirs is None:
        return False
    if not files.writable(target):
        raise Problem(
            "not saved: the file is marked as read-only; it is as it was",
            "make it writable, or save elsewhere",
            path=path,
        )
    return True


def _is_there(path: Path, target: Path) -> bool:
    try:
        regular(path, target.stat())
    except FileNotFoundError:
        return False
    return True


def _exists(path: Path) -> AlreadyThere:
    return AlreadyThere(
        "not written: a file of this name exists", "choose another name, or ask to overwrite it", path=path
    )


def _temp_prefix(target: Path) -> str:
    return f".{target.name[:80]}."


def _sweep(target: Path, files: Files) -> None:
    """Remove what saves that were killed left beside the file."""
    prefix = _temp_prefix(target)
    with suppress(OSError):
        for entry in os.scandir(target.parent):
            if entry.name.startswith(prefix) and entry.name.endswith(".tmp"):
                age = time.time() - entry.stat(follow_symlinks=False).st_mtime
                if age > _LEFT_BEHIND:
                    remove_quietly(target.parent / entry.name, files)


def _write_beside(target: Path, data: bytes, files: Files) -> Path:
    """Write the bytes to a new file in the target's folder, synced, and say where."""
    for last_try in (False, True):
        temp = target.with_name(f"{_temp_prefix(target)}{os.urandom(6).hex()}.tmp")
        fd = files.open(temp, CREATE, 0o600)
        synced = False
        try:
            write_all(fd, data, files)
            _dress(fd, target, files)
            synced = _synced(fd, files, last_try=last_try)
        finally:
            if not synced:
                close_quietly(fd, files)
                remove_quietly(temp, files)
        if synced:
            _close(fd, temp, files)
            return temp
    raise AssertionError("the last try either returns or raises")


def _synced(fd: int, files: Files, *, last_try: bool) -> bool:
    """Sync; after a failure the system may have dropped the bytes unwritten, so only a new file will do."""
    try:
        files.fsync(fd)
    except OSError:
        if last_try:
            raise
        return False
    return True


def _close(fd: int, temp: Path, files: Files) -> None:
    """Close a written file; a network drive may only now say that it had no room."""
    try:
        files.close(fd)
    except OSError:
        remove_quietly(temp, files)
        raise


def _dress(fd: int, target: Path, files: Files) -> None:
    """Give the new file the owner and mode of the old one, as far as the system permits."""
    try:
        old = target.stat()
    except FileNotFoundError:
        mode = 0o666 & ~_umask()
    else:
        mode = stat.S_IMODE(old.st_mode) & 0o777
        mine = files.fstat(fd)
        if (mine.st_uid, mine.st_gid) != (old.st_uid, old.st_gid):
            _give(fd, old, files)
    try:
        files.fchmod(fd, mode)
    except OSError as error:
        if error.errno not in _NO_MODES:
            raise


def _give(fd: int, old: os.stat_result, files: Files) -> None:
    try:
        files.fchown(fd, old.st_uid, old.st_gid)
    except OSError:
        # Only the administrator gives files away, but a member of a group may keep it.
        with suppress(OSError):
            files.fchown(fd, -1, old.st_gid)


def _umask() -> int:
    # It can only be read by setting it: to something strict, in case another thread makes a file meanwhile.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _verify(path: Path, temp: Path, data: bytes, verify: Callable[[bytes], None], files: Files) -> None:
    written = read_plain(temp, limit=LARGEST, files=files)
    if written != data:
        raise Problem(
            "not saved: the disk gave back something else than was written; the file is as it was",
            "save to another disk",
            path=path,
        )
    try:
        verify(written)
    except (ValueError, RecursionError) as error:
        raise Problem(
            f"not saved: what would be written does not read back ({error}); the file is as it was",
            "undo the last change and report this",
            path=path,
        ) from error


def _put(temp: Path, target: Path, files: Files, *, exclusive: bool) -> None:
    """Give the temporary file the target's name in one step; ``exclusive`` never replaces a file."""
    if exclusive:
        try:
            files.link(temp, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if target.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from error
        else:
            return
    until = files.clock() + _SHARING_PATIENCE
    while True:
        try:
            files.replace(temp, target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _SHARING or files.clock() >= until:
                raise
            files.sleep(0.05)
        else:
            return


def _confirm(path: Path, target: Path, saved: str, files: Files) -> None:
    try:
        sync_folder(target.parent, files)
    except OSError as error:
        raise Unconfirmed(path, saved, error) from error
