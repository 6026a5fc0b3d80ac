"""Taking turns: one program at a time saves a file.

The lock is the kernel's, on a small file beside the target that says who holds it. The kernel lets go
when the holder dies, however it dies, so that a lock file left behind is never in anybody's way and
nobody has to guess whether a holder is still alive. Between two machines it may not hold; there the
hash of the target, read again just before it is replaced, is what notices.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from composer.policy.problems import Problem
from composer.store.disk import (
    CANNOT_LOCK,
    NO_FOLLOW,
    Files,
    close_quietly,
    give_up,
    read_all,
    this_computer,
    write_all,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 4.0
"""Seconds to wait for somebody else's save, which takes well under one."""

_BETWEEN_TRIES = 0.02
_HELD = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES})
_NOTE_LIMIT = 400


def lock_path(target: Path) -> Path:
    """The lock file for a target: hidden, beside it, and gone once nobody saves."""
    return target.with_name(f".{target.name}.saving")


@contextmanager
def turn(target: Path, files: Files, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the right to save ``target`` for as long as the block runs.

    Raises:
        Problem: Somebody else held it all the time that we were ready to wait.
        OSError: The lock file can be neither made nor opened.
    """
    path = lock_path(target)
    fd = _take(path, files, patience)
    try:
        yield
    finally:
        give_up(path, fd, files)


def _take(path: Path, files: Files, patience: float) -> int:
    until = files.clock() + patience
    while True:
        fd = _open(path, files)
        try:
            if _try(path, fd, files):
                return fd
            holder = _note(fd, files)
        except BaseException:
            close_quietly(fd, files)
            raise
        close_quietly(fd, files)
        if files.clock() >= until:
            raise Problem(
                f"not saved: another program is saving this file{holder}; the file is as it was",
                "wait for it, then save again",
                path=path.with_name(path.name.removeprefix(".").removesuffix(".saving")),
            )
        files.sleep(_BETWEEN_TRIES)


def _open(path: Path, files: Files) -> int:
    flags = NO_FOLLOW | getattr(os, "O_NONBLOCK", 0)
    try:
        # Readable by all: a colleague must be able to lock a file that a killed program of ours left.
        return files.open(path, os.O_RDWR | os.O_CREAT | flags, 0o644)
    except PermissionError:
        if not path.exists():
            raise
        return files.open(path, os.O_RDONLY | flags, 0)


def _try(path: Path, fd: int, files: Files) -> bool:
    """Whether we hold the lock now, and on the file that others will find under its name."""
    try:
        files.lock(fd)
    except OSError as error:
        if error.errno in CANNOT_LOCK:
            return True
        if error.errno in _HELD:
            return False
        raise
    ours = files.fstat(fd)
    try:
        named = path.stat(follow_symlinks=False)
    except FileNotFoundError:
        return False
    if (ours.st_dev, ours.st_ino) != (named.st_dev, named.st_ino):
        return False
    _sign(fd, files)
    return True


def _sign(fd: int, files: Files) -> None:
    """Say who holds it, for the message that others get; a full disk does not matter here."""
    when = time.strftime("%H:%M:%S", time.gmtime())
    note = f"{this_computer()}, process {os.getpid()}, since {when} UTC\n"
    try:
        os.ftruncate(fd, 0)
        write_all(fd, note.encode("utf-8", "replace"), files)
    except OSError:
        return


def _note(fd: int, files: Files) -> str:
    try:
        said = read_all(fd, _NOTE_LIMIT, files).decode("utf-8", "replace").strip()
    except OSError:
        return ""
    plain = "".join(sign for sign in said if sign.isprintable())
    return f" ({plain})" if plain else ""
