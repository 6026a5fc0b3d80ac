"""What was typed and not yet saved, kept where a crash, a kill or a lost line cannot take it.

A session appends the whole unsaved state, as text, to a journal of its own in the user's state
folder; a journal that nobody holds any more is what a dead session left. Each record is a header
(mark, length, CRC32) and JSON, so that a torn tail is recognised and ignored. Two sessions on one
policy have a journal each, so neither can clear or garble the other's.
"""

from __future__ import annotations

import errno
import json
import os
import struct
import sys
import threading
import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from composer.policy.problems import Problem
from composer.store.disk import (
    CANNOT_LOCK,
    CREATE,
    NO_FOLLOW,
    OS_FILES,
    Files,
    close_quietly,
    content_hash,
    give_up,
    read_all,
    remove_quietly,
    resolved,
    sync_folder,
    this_computer,
    why,
    write_all,
)
from composer.store.watch import changed_outside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EVERY = 0.25
"""Seconds between two writes while somebody types."""
ROLL_AT = 1_000_000
"""Bytes after which a journal starts afresh with its newest record."""

_HEADER = struct.Struct(">4sII")
_MARK = b"PCJ1"
_LARGEST_RECORD = 8 * 1024 * 1024
_LARGEST_FILE = ROLL_AT + _LARGEST_RECORD + _HEADER.size
_SUFFIX = ".journal"


def state_folder() -> Path:
    """Where journals live unless told otherwise: ``POLICY_COMPOSER_STATE``, or the user's state folder."""
    chosen = os.environ.get("POLICY_COMPOSER_STATE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_state_path

    return user_state_path("policy-composer", appauthor=False)


class Journal:
    """The journal of one session on one policy.

    Call `note` on every change, `flush` from a timer whenever `due`, `clear` after a save, and `close`
    at the end; a close with something noted leaves it to be found again. No file exists before the
    first flush.

    Args:
        path: The policy file.
        base: The content hash of the policy file that the typing started from; ``None`` if it is new.
        folder: The state folder.
        files: The system's calls.
        clock: Seconds that only go forward.
    """

    def __init__(
        self,
        path: Path,
        base: str | None,
        *,
        folder: Path | None = None,
        files: Files = OS_FILES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = resolved(path)
        self.base = base
        self._folder = _journals(folder)
        self._files = files
        self._clock = clock
        self._session = os.urandom(8).hex()
        self._busy = threading.RLock()
        self._pending: str | None = None
        self._written: tuple[str | None, str] | None = None
        self._flushed_at = float("-inf")
        self._fd: int | None = None
        self._file: Path | None = None
        self._size = 0
        self._torn = False
        self._number = 0

    def note(self, text: str) -> None:
        """Remember the whole unsaved state; costs nothing, and a later note replaces an earlier one."""
        with self._busy:
            self._pending = text

    def due(self) -> bool:
        """Whether something is noted that should be flushed now."""
        return self._pending is not None and self._clock() - self._flushed_at >= EVERY

    def flush(self) -> None:
        """Put what was noted on the disk, whatever the time.

        Raises:
            Problem: The disk does not take it. It stays noted; flush again later.
        """
        with self._busy:
            text = self._pending
            if text is None:
                return
            # Also after a failure: a full disk is asked again at the pace of typing, not faster.
            self._flushed_at = self._clock()
            if self._written != (self.base, text) or self._vanished():
                try:
                    self._append(self._record(text))
                except OSError as error:
                    what, mend = why(error)
                    raise Problem(
                        f"what you type is not being kept safe: {what}", f"save now; {mend}", path=self._folder
                    ) from error
                self._written = (self.base, text)
            self._pending = None

    def clear(self, base: str | None = None) -> None:
        """Forget everything noted, for the file itself now has it: only after `save` has returned.

        Args:
            base: What `save` returned; later notes count from there. Left out, the base stays.
        """
        with self._busy:
            self._pending = self._written = None
            self.base = base if base is not None else self.base
            self._drop()

    def close(self) -> None:
        """Flush and let go; what was not saved can then be found by `leftover`."""
        with self._busy:
            try:
                self.flush()
            finally:
                if self._fd is not None:
                    close_quietly(self._fd, self._files)
                self._fd = None

    def _record(self, text: str) -> bytes:
        payload = json.dumps(
            {
                "path": str(self.path),
                "base": self.base,
                "host": this_computer(),
                "pid": os.getpid(),
                "time": time.time(),
                "session": self._session,
                "text": text,
            }
        ).encode("ascii")
        if len(payload) > _LARGEST_RECORD:
            raise Problem(f"{len(payload):,} bytes of unsaved text are too many to keep safe", "save now")
        return _HEADER.pack(_MARK, len(payload), zlib.crc32(payload)) + payload

    def _append(self, record: bytes) -> None:
        if self._fd is not None and self._size + len(record) <= ROLL_AT and not (self._torn or self._vanished()):
            # Half a record may stand there after a failure, and nothing behind it would ever be read.
            self._torn = True
            try:
                write_all(self._fd, record, self._files)
                self._files.fsync(self._fd)
            except OSError:
                pass
            else:
                self._torn = False
                self._size += len(record)
                return
        self._roll(record)

    def _roll(self, record: bytes) -> None:
        """Start a new file with this record, and only then remove the one before."""
        _private(self._folder)
        self._number += 1
        file = self._folder / f"{_key(self.path)}-{self._session}-{self._number:06}{_SUFFIX}"
        fd = self._files.open(file, CREATE, 0o600)
        try:
            _hold(fd, self._files)
            write_all(fd, record, self._files)
            self._files.fsync(fd)
            sync_folder(self._folder, self._files)
        except BaseException:
            close_quietly(fd, self._files)
            remove_quietly(file, self._files)
            raise
        self._drop()
        self._fd, self._file, self._size = fd, file, len(record)

    def _drop(self) -> None:
        if self._file is not None and self._fd is not None:
            give_up(self._file, self._fd, self._files)
        self._fd = self._file = None
        self._size = 0
        self._torn = False

    def _vanished(self) -> bool:
        return self._file is None or not self._file.exists()


@dataclass(frozen=True, slots=True)
class Leftover:
    """What a session that ended without saving had noted last."""

    path: Path
    text: str
    base: str | None
    """The content hash of the policy file that the typing started from."""
    when: datetime
    host: str
    pid: int
    moved_on: bool
    """The file is no longer what the typing started from: show both, apply nothing."""
    session: str
    journals: tuple[Path, ...]

    def discard(self) -> None:
        """Remove it for good: once it is saved, noted in a new journal and flushed, or refused by a person."""
        for file in self.journals:
            remove_quietly(file, OS_FILES)


def leftover(path: Path, *, folder: Path | None = None, files: Files = OS_FILES) -> Leftover | None:
    """The newest thing noted for a policy by a session that is no longer alive.

    A text that is to the byte what the file holds was saved after all: it is removed and not offered.
    After `Leftover.discard`, ask again: an older session may have left something too.
    """
    policy = resolved(path)
    try:
        found = sorted(_journals(folder).glob(f"{_key(policy)}-*{_SUFFIX}"))
    except OSError:
        return None
    sessions: dict[str, list[Path]] = {}
    for file in found:
        sessions.setdefault(file.name.split("-")[1], []).append(file)
    left = [_left_by(policy, name, tuple(own), files) for name, own in sessions.items()]
    return max((one for one in left if one is not None), key=lambda one: one.when, default=None)


def _left_by(policy: Path, session: str, own: tuple[Path, ...], files: Files) -> Leftover | None:
    """What one session left: the last whole record of its newest file that has one."""
    last: _Record | None = None
    proved_dead = True
    for file in own:
        try:
            data, proved_dead = _read_unheld(file, files)
        except BlockingIOError:
            return None
        except OSError:
            continue
        last = _last(records(data), policy) or last
    if last is None or not (proved_dead or _gone(last)):
        return None
    if changed_outside(policy, content_hash(last.text.encode("utf-8", "replace"))) == "same":
        for file in own:
            remove_quietly(file, files)
        return None
    moved_on = changed_outside(policy, last.base) != "same"
    return Leftover(policy, last.text, last.base, last.when, last.host, last.pid, moved_on, session, own)


@dataclass(frozen=True, slots=True)
class _Record:
    text: str
    base: str | None
    when: datetime
    host: str
    pid: int


def records(data: bytes) -> Iterator[bytes]:
    """The payloads of the whole records, up to the first that is torn or damaged."""
    at = 0
    while at + _HEADER.size <= len(data):
        mark, length, crc = _HEADER.unpack_from(data, at)
        payload = data[at + _HEADER.size : at + _HEADER.size + length]
        if mark != _MARK or len(payload) != length or zlib.crc32(payload) != crc:
            return
        yield payload
        at += _HEADER.size + length


def _last(payloads: Iterator[bytes], policy: Path) -> _Record | None:
    payload = b""
    for payload in payloads:  # noqa: B007  # only the last one counts
        pass
    try:
        said = json.loads(payload)
        base, text = said["base"], said["text"]
        when = datetime.fromtimestamp(float(said["time"]), UTC)
        if said["path"] != str(policy) or not isinstance(text, str) or not isinstance(base, str | None):
            return None
        return _Record(text, base, when, str(said["host"]), int(said["pid"]))
    except (ValueError, TypeError, KeyError, OverflowError, OSError, RecursionError):
        return None


def _read_unheld(file: Path, files: Files) -> tuple[bytes, bool]:
    """A journal's bytes, and whether the kernel vouches that its session is dead.

    Raises:
        BlockingIOError: The session is alive.
    """
    fd = files.open(file, os.O_RDWR | NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0), 0)
    try:
        proved = True
        try:
            files.lock(fd)
        except OSError as error:
            if error.errno not in CANNOT_LOCK:
                raise
            proved = False
        if files.fstat(fd).st_nlink == 0:
            raise FileNotFoundError(errno.ENOENT, "its session has just removed it")
        return read_all(fd, _LARGEST_FILE, files), proved
    finally:
        close_quietly(fd, files)


def _hold(fd: int, files: Files) -> None:
    """Mark a journal as a live session's; the kernel takes the mark away when the process ends."""
    for _ in range(50):
        try:
            files.lock(fd)
        except BlockingIOError:
            # Only somebody who is just looking whether it is held can hold a file as new as this.
            files.sleep(0.01)
        except OSError as error:
            if error.errno not in CANNOT_LOCK:
                raise
            return
        else:
            return


def _gone(record: _Record) -> bool:
    """Whether the writer is no process of this machine, for folders where no lock can tell."""
    # On Windows, where os.kill would act on the process, locks are never missing.
    if sys.platform == "win32" or record.host != this_computer() or record.pid < 1:
        return True
    try:
        os.kill(record.pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        pass
    return False


def _journals(folder: Path | None) -> Path:
    return (folder if folder is not None else state_folder()) / "journal"


def _private(folder: Path) -> None:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def _key(policy: Path) -> str:
    """The file name's part that stands for the policy; the path itself would be too long and too telling."""
    return content_hash(os.path.normcase(policy).encode("utf-8", "surrogateescape"))[:32]
