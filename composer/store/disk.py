"""The operating system as the store sees it: the calls it makes, and what their errors mean in words.

Everything that writes takes a `Files`, so that a test can make any one call fail or be the last one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""What a file system answers when it does not know a call, rather than failing at it."""

CANNOT_LOCK = UNSUPPORTED | {errno.ENOLCK}

NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_BINARY: int = getattr(os, "O_BINARY", 0)
READ_ONLY = os.O_RDONLY | NO_FOLLOW | _BINARY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | NO_FOLLOW | _BINARY
"""A file that must not exist yet, whatever somebody put there, a link included."""

_LOCKED_BYTE = 1 << 20
"""Windows locks bytes and hides them from readers: one far beyond what is written there."""


def this_computer() -> str:
    """This computer's name, as a lock or a journal gives it."""
    # Asked for by what writes alone: importing it takes longer than opening a school.
    import socket

    return socket.gethostname()


def _fsync(fd: int) -> None:
    """Ask the disk itself, not only its cache, where the system (macOS) tells the two apart."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        except OSError:
            os.fsync(fd)
    else:
        os.fsync(fd)


def _fchmod(fd: int, mode: int) -> None:
    if sys.platform != "win32":
        os.fchmod(fd, mode)


def _fchown(fd: int, uid: int, gid: int) -> None:
    if sys.platform != "win32":
        os.fchown(fd, uid, gid)


def _lock(fd: int) -> None:
    """Take the kernel's lock on an open file at once, or raise `BlockingIOError`; closing releases it."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error
        finally:
            os.lseek(fd, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK)


@dataclass(frozen=True, slots=True)
class Files:
    """The calls that saving and the journal make; a test hands in its own."""

    open: Callable[[Path, int, int], int] = os.open
    read: Callable[[int, int], bytes] = os.read
    write: Callable[[int, bytes], int] = os.write
    close: Callable[[int], None] = os.close
    fstat: Callable[[int], os.stat_result] = os.fstat
    fchown: Callable[[int, int, int], None] = _fchown
    fchmod: Callable[[int, int], None] = _fchmod
    fsync: Callable[[int], None] = _fsync
    lock: Callable[[int], None] = _lock
    link: Callable[[Path, Path], None] = os.link
    replace: Callable[[Path, Path], None] = os.replace
    unlink: Callable[[Path], None] = os.unlink
    writable: Callable[[Path], bool] = _writable
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


OS_FILES = Files()

_ELSEWHERE = "or save elsewhere"
_WHY: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", f"free some space and try again, {_ELSEWHERE}"),
    errno.EDQUOT: ("your share of the disk is used up", f"delete something and try again, {_ELSEWHERE}"),
    errno.EFBIG: ("the file is too large for this disk", "save elsewhere"),
    errno.EIO: ("the disk reported an error", "save to another disk and have this one looked at"),
    errno.EROFS: ("this disk can only be read", "save elsewhere"),
    errno.EACCES: ("you have no permission here", f"ask for permission, {_ELSEWHERE}"),
    errno.EPERM: ("the system does not permit it", f"ask for permission, {_ELSEWHERE}"),
    errno.EMFILE: ("too many files are open", "close other programs and try again"),
    errno.ENFILE: ("too many files are open on this machine", "close other programs and try again"),
    errno.EXDEV: ("it lies on another disk than its folder", "save elsewhere"),
    errno.EBUSY: ("another program is using it", f"close that program and try again, {_ELSEWHERE}"),
    errno.ENOENT: ("the file or its folder is not there", "check the name"),
    errno.ENOTDIR: ("part of the path is a file, not a folder", "check the name"),
    errno.EISDIR: ("it is a folder", "name a file"),
    errno.ELOOP: ("it is a symbolic link, or links that go in a circle", "name the file itself"),
    errno.ENAMETOOLONG: ("the name is too long", "use a shorter name"),
    errno.ESTALE: ("the network drive has gone", f"reconnect and try again, {_ELSEWHERE}"),
}


def why(error: OSError) -> tuple[str, str]:
    """What an error of the system means, and what to do about it."""
    said = _WHY.get(error.errno or 0)
    if said is not None:
        return said
    return (error.strerror or "the system refused").lower(), "try again, or save elsewhere"


def content_hash(data: bytes) -> str:
    """The name of these exact bytes: 64 hexadecimal digits of SHA-256."""
    return hashlib.sha256(data).hexdigest()


def resolved(path: Path) -> Path:
    """Where a path leads once every symbolic link is followed; a circle of links is a `Problem`."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise Problem("this path leads nowhere", "check its symbolic links and its name", path=path) from error


def read(path: Path, *, limit: int, root: Path | None = None, files: Files = OS_FILES) -> bytes:
    """All bytes of a regular file.

    Args:
        path: The file; symbolic links are followed.
        limit: The most bytes such a file may have; a longer one is refused, with its size.
        root: A folder which the file, links followed, must be inside.
        files: The system's calls.

    Raises:
        Problem: It is not there, not a regular file, too long, unreadable or outside ``root``.
    """
    target = resolved(path)
    if root is not None and not target.is_relative_to(resolved(root)):
        raise Problem("this leads out of the folder it should be in", f"keep it inside {root}", path=path)
    try:
        return read_plain(target, limit=limit, files=files)
    except OSError as error:
        raise Problem(
            f"cannot be read: {why(error)[0]}", "check that it is there and that you may open it", path=path
        ) from error


def read_plain(target: Path, *, limit: int, files: Files = OS_FILES) -> bytes:
    """As `read`, for a path already resolved; errors of the system come through as they are."""
    # Asked before opening too: merely opening a device can act on it.
    regular(target, target.stat())
    fd = files.open(target, READ_ONLY, 0)
    try:
        about = files.fstat(fd)
        regular(target, about)
        if about.st_size > limit:
            raise _too_long(target, about.st_size, limit)
        data = read_all(fd, limit + 1, files)
    finally:
        close_quietly(fd, files)
    if len(data) > limit:
        raise _too_long(target, len(data), limit)
    return data


def read_all(fd: int, most: int, files: Files) -> bytes:
    """Everything up to ``most`` bytes, however few a single call gives."""
    parts: list[bytes] = []
    left = most
    while left > 0:
        part = files.read(fd, min(left, 1 << 20))
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def write_all(fd: int, data: bytes, files: Files) -> None:
    """Every byte, however few a single call takes."""
    rest = data
    while rest:
        taken = files.write(fd, rest)
        if taken <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[taken:]


def close_quietly(fd: int, files: Files) -> None:
    """Close a descriptor on which nothing depends any more."""
    try:
        files.close(fd)
    except OSError:
        return


def remove_quietly(path: Path, files: Files) -> None:
    """Remove a file of ours whose staying would be untidy but harmless."""
    try:
        files.unlink(path)
    except OSError:
        return


def give_up(path: Path, fd: int, files: Files) -> None:
    """Remove a file that we hold the lock on, and let go of it."""
    # Windows cannot remove an open file; elsewhere it has to go while it is still held, or a file
    # that somebody else made under the name since would be the one removed.
    if sys.platform == "win32":
        close_quietly(fd, files)
        remove_quietly(path, files)
    else:
        remove_quietly(path, files)
        close_quietly(fd, files)


def sync_folder(folder: Path, files: Files) -> None:
    """Make the names in a folder durable, on systems where that is a thing one can ask for."""
    if sys.platform == "win32":
        return
    try:
        # A folder one may write but not list cannot be opened, and so not synced.
        fd = files.open(folder, os.O_RDONLY | os.O_DIRECTORY, 0)
    except PermissionError:
        return
    try:
        files.fsync(fd)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
    finally:
        close_quietly(fd, files)


def decode(data: bytes, path: Path) -> str:
    """UTF-8 text, with or without a byte order mark; line ends are left as they are.

    Raises:
        Problem: It is not UTF-8; the message has the line and the byte.
    """
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Problem("this is UTF-16 text", "save it as UTF-8", path=path, line=1)
    try:
        return data[mark:].decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + mark
        line = data.count(b"\n", 0, at) + 1
        raise Problem(
            f"byte {at} is 0x{data[at]:02x}, which is not UTF-8 text here", "save it as UTF-8", path=path, line=line
        ) from error


def regular(path: Path, about: os.stat_result) -> None:
    """Refuse folders, pipes, devices and sockets."""
    if stat.S_ISREG(about.st_mode):
        return
    kind = "a folder" if stat.S_ISDIR(about.st_mode) else "not an ordinary file"
    raise Problem(f"this is {kind}", "name a file", path=path)


def _too_long(path: Path, size: int, limit: int) -> Problem:
    return Problem(f"{size:,} bytes are more than the {limit:,} such a file may have", "shorten it", path=path)
