"""A disk that fails or dies at the call it is told to, and judges of what a saver left behind.

A judge returns the flaws it saw, in words; none is what a correct saver gets. Judges that kill run
as a program (``python -m tests.faults.fault_harness kills <saver>``), where forking is cheap and safe; they print
their flaws as JSON.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import signal
import sys
import tempfile
import tomllib
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

from composer.policy.problems import Problem
from composer.store.atomic import MovedOn, Unconfirmed
from composer.store.disk import OS_FILES, Files
from composer.store.journal import Journal, leftover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ERRNOS = [
    errno.ENOSPC,
    errno.EIO,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EMFILE,
    errno.EXDEV,
    errno.EPERM,
]
UNSYNCED = replace(OS_FILES, fsync=lambda _: None)
"""For judging what is seen while the machine stays up, which a real sync only slows down."""
CANNOT_FAIL = {"sleep", "clock", "writable"}
SAVED, TOLD = 0, 3
LOCK = ".policy.toml.saving"


class Saver(Protocol):
    def __call__(
        self,
        path: Path,
        data: bytes,
        *,
        expected: str | None,
        verify: Callable[[bytes], None],
        files: Files = OS_FILES,
    ) -> str: ...


class Acting(Protocol):
    def __call__(self, *, files: Files) -> object: ...


class Session(Protocol):
    def __call__(self, journal: Journal, data: bytes, *, expected: str | None, files: Files) -> None: ...


def version(name: str) -> bytes:
    """A policy of a few kilobytes, the same length for each one-letter name, and all of one letter."""
    body = "\n".join(f'word_{n} = "{name * 40}"' for n in range(50))
    return f'version = "{name}"\n{body}\nend = "{name}"\n'.encode()


OLD, NEW, THEIRS = version("a"), version("b"), version("c")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def accept(data: bytes) -> None:
    tomllib.loads(data.decode())


def watched(hook: Callable[[int, str], None], base: Files = OS_FILES) -> Files:
    """The base's calls, each announced to the hook with its number first; writing takes 1 KB a call."""
    count = 0
    now = 0.0

    def announce(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def announced(*args: object) -> object:
            nonlocal count
            count += 1
            try:
                hook(count - 1, name)
            except OSError:
                # A close that reports an error has closed all the same.
                if name == "close":
                    call(*args)
                raise
            return call(*args)

        return announced

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    calls = {
        field.name: announce(field.name, getattr(base, field.name))
        for field in fields(Files)
        if field.name not in CANNOT_FAIL
    }
    calls["write"] = announce("write", lambda fd, data: base.write(fd, data[:1024]))
    return replace(base, **calls, sleep=sleep, clock=lambda: now)  # type: ignore[arg-type]


def recorded(act: Callable[[Files], None]) -> list[str]:
    """The names of the calls that an undisturbed run makes."""
    names: list[str] = []
    act(watched(lambda _, name: names.append(name)))
    return names


@contextlib.contextmanager
def school(content: bytes | None) -> Iterator[Path]:
    """A folder with one policy in it, or with none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "policy.toml")
        if content is not None:
            path.write_bytes(content)
        yield path


def content_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def strangers(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file.name not in {path.name, LOCK, "state"})


# ---- errors ----------------------------------------------------------------------------------


@dataclass
class Failing:
    """Raises an error at the n-th call, or from there on."""

    at: int
    number: int
    on: bool = False

    def __call__(self, count: int, name: str) -> None:
        if count == self.at or (self.on and count > self.at):
            raise OSError(self.number, os.strerror(self.number))


def judge_errors(saver: Saver, old: bytes | None = OLD, numbers: Sequence[int] = ERRNOS) -> list[str]:
    """Every error at every call: the file is whole, the message is one true line, nothing is left over."""
    flaws: list[str] = []
    expected = None if old is None else sha(old)
    with school(old) as path:
        names = recorded(lambda files: void(saver(path, NEW, expected=expected, verify=accept, files=files)))
    for at, name in enumerate(names):
        for number in numbers:
            # One error shows what a disk does that stays broken; which one it is changes only the words.
            for on in (False, True) if number == numbers[0] else (False,):
                label = f"{errno.errorcode[number]} at call {at} ({name}){' and after' if on else ''}"
                # A disk that will not remove a file is the one excuse for leaving it.
                tidy = not on and name != "unlink"
                flaws += [f"{label}: {flaw}" for flaw in _judge_error(saver, old, Failing(at, number, on), tidy)]
    return flaws


def _judge_error(saver: Saver, old: bytes | None, failing: Failing, tidy: bool) -> list[str]:
    flaws: list[str] = []
    expected = None if old is None else sha(old)
    with school(old) as path:
        should_be = {NEW}
        try:
            saver(path, NEW, expected=expected, verify=accept, files=watched(failing, UNSYNCED))
        except Unconfirmed as problem:
            flaws += _judge_message(problem)
        except MovedOn:
            flaws.append("an error was taken for another person's change")
        except Problem as problem:
            flaws += _judge_message(problem)
            should_be = {old} if old is not None else set()
        except OSError:
            flaws.append("the error came through raw")
            should_be = {old, NEW}  # type: ignore[arg-type]
        now = content_of(path)
        if now not in should_be and not (now is None and not should_be):
            flaws.append("what it said is not what the file is")
        if tidy and strangers(path):
            flaws.append(f"left behind: {strangers(path)}")
        flaws += _judge_next(saver, path)
    return flaws


def _judge_message(problem: Problem) -> list[str]:
    said = str(problem)
    if "\n" in said or not problem.mend or "Errno" in said or len(problem.what) > 160:
        return [f"not one clear line: {said!r}"]
    return []


def _judge_next(saver: Saver, path: Path) -> list[str]:
    now = content_of(path)
    try:
        saver(path, THEIRS, expected=None if now is None else sha(now), verify=accept, files=UNSYNCED)
    except Problem as problem:
        return [f"the next save is prevented: {problem}"]
    return [] if content_of(path) == THEIRS else ["the next save did nothing"]


def void(_: object) -> None:
    """Drop a result."""


# ---- changes elsewhere, damage on the way, order -----------------------------------------------


def judge_changes(saver: Saver) -> list[str]:
    """Another program's change, of the same size and time, before the save and in its midst."""
    flaws: list[str] = []

    def change(path: Path, content: bytes | None) -> None:
        times = path.stat()
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    for theirs in (THEIRS, None):
        for midst in (False, True):
            with school(OLD) as path:

                def verify(_: bytes, path: Path = path, theirs: bytes | None = theirs, midst: bool = midst) -> None:
                    if midst:
                        change(path, theirs)

                if not midst:
                    change(path, theirs)
                label = f"{'changed' if theirs else 'removed'} {'during' if midst else 'before'} the save"
                try:
                    saver(path, NEW, expected=sha(OLD), verify=verify)
                    flaws.append(f"{label}: not noticed")
                except MovedOn as moved:
                    if moved.theirs != theirs:
                        flaws.append(f"{label}: their text was not handed over")
                if content_of(path) != theirs:
                    flaws.append(f"{label}: overwritten")
                if strangers(path):
                    flaws.append(f"{label}: left behind {strangers(path)}")
    return flaws


def judge_verifying(saver: Saver) -> list[str]:
    """A text that does not verify, and a disk that garbles what is written, never reach the file."""
    flaws: list[str] = []

    def refuse(_: bytes) -> None:
        raise ValueError("not what was meant")

    def garble(fd: int, data: bytes) -> int:
        return os.write(fd, data.replace(b"=", b"#"))

    for label, verify, files in (
        ("a text that does not verify", refuse, OS_FILES),
        ("a text garbled on the way", accept, replace(OS_FILES, write=garble)),
    ):
        with school(OLD) as path:
            with contextlib.suppress(Problem, ValueError):
                saver(path, NEW, expected=sha(OLD), verify=verify, files=files)
                flaws.append(f"{label} was announced as saved")
            if content_of(path) != OLD:
                flaws.append(f"{label} reached the file")
            if strangers(path):
                flaws.append(f"{label}: left behind {strangers(path)}")
    return flaws


def judge_order(saver: Saver) -> list[str]:
    """The bytes are synced before the name moves, and the folder after; a failed sync wants a new file."""
    with school(OLD) as path:
        names = recorded(lambda files: void(saver(path, NEW, expected=sha(OLD), verify=accept, files=files)))
    if "replace" not in names:
        return ["the file is not replaced in one step"]
    moved = names.index("replace")
    written = max(at for at, name in enumerate(names[:moved]) if name == "write")
    flaws = []
    if "fsync" not in names[written:moved]:
        flaws.append("replaced before the bytes were synced")
    if "fsync" not in names[moved:]:
        flaws.append("the folder was not synced")
    return flaws


# ---- kills -------------------------------------------------------------------------------------


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


def killed_at(at: int, act: Acting) -> bool:
    """Run in a process of its own that is killed before its n-th call; whether it lived to the end."""

    def hook(count: int, _: str) -> None:
        if count == at:
            die()

    child = os.fork()
    if child == 0:
        try:
            act(files=watched(hook))
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def judge_kills(saver: Saver, old: bytes | None = OLD) -> list[str]:
    """SIGKILL before every call: the file is one whole version and the next save is not in the least hindered."""
    flaws: list[str] = []
    expected = None if old is None else sha(old)
    for at in range(500):
        with school(old) as path:
            ended = killed_at(at, partial(saver, path, NEW, expected=expected, verify=accept))
            now = content_of(path)
            if now not in {old, NEW}:
                flaws.append(f"killed at call {at}: the file is neither old nor new")
            if ended and now != NEW:
                flaws.append("not killed, and yet not saved")
            for name in strangers(path):
                os.utime(path.parent / name, (1, 1))
            flaws += [f"killed at call {at}: {flaw}" for flaw in _judge_next(saver, path)]
            if strangers(path):
                flaws.append(f"killed at call {at}: its temporary file is still there after the next save")
        if ended:
            return flaws
    return [*flaws, "it never ended"]


def judge_race(saver: Saver, rounds: int = 3) -> list[str]:
    """Two programs save different texts at once: one wins, the other is told, and keeps its text."""
    flaws: list[str] = []
    for _ in range(rounds):
        with school(OLD) as path:
            ready, go = os.pipe()
            children = [_racer(saver, path, text, (ready, go)) for text in (NEW, THEIRS)]
            os.close(ready)
            os.close(go)
            codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
            if sorted(codes) != [SAVED, TOLD]:
                flaws.append(f"of two racers {codes.count(SAVED)} saved and {codes.count(TOLD)} were told")
            elif content_of(path) != (NEW, THEIRS)[codes.index(SAVED)]:
                flaws.append("the winner's text is not in the file")
            if strangers(path) or (path.parent / LOCK).exists():
                flaws.append(f"left behind: {strangers(path) or LOCK}")
    return flaws


def _racer(saver: Saver, path: Path, text: bytes, starting: tuple[int, int]) -> int:
    import time

    def late(temp: Path, target: Path) -> None:
        time.sleep(0.15)
        temp.replace(target)

    child = os.fork()
    if child:
        return child
    ready, go = starting
    os.close(go)
    os.read(ready, 1)
    code = 1
    try:
        saver(path, text, expected=sha(OLD), verify=accept, files=replace(OS_FILES, replace=late))
        code = SAVED
    except MovedOn:
        code = TOLD
    finally:
        os._exit(code)


def judge_session(session: Session) -> list[str]:
    """Typing, saving, clearing, killed before every call: what was once flushed is in the file or the journal."""
    flaws: list[str] = []
    for at in range(500):
        with school(OLD) as path:
            heard, tell = os.pipe()
            ended = killed_at(at, partial(_type, session, path, tell))
            os.close(tell)
            with os.fdopen(heard, "rb") as pipe:
                kept = pipe.read().decode()
            now = content_of(path)
            left = leftover(path, folder=path.parent / "state")
            has = [now, left.text.encode() if left else b""]
            if now not in {OLD, NEW}:
                flaws.append(f"killed at call {at}: the file is neither old nor new")
            if kept and not any(text in has for text in (version(kept[-1]), *_later(kept[-1]))):
                flaws.append(f"killed at call {at}: what was typed as {kept[-1]} is nowhere")
            if left and left.moved_on and left.text.encode() != NEW:
                flaws.append(f"killed at call {at}: a journal that fits the file is called moved on")
        if ended:
            return flaws
    return [*flaws, "it never ended"]


def _later(kept: str) -> list[bytes]:
    """What may stand for a text that was kept: a text typed after it."""
    order = "xbz"
    return [version(name) for name in order[order.index(kept) + 1 :]]


def _type(session: Session, path: Path, tell: int, files: Files) -> None:
    journal = Journal(path, sha(OLD), folder=path.parent / "state", files=files)
    for name in "xb":
        journal.note(version(name).decode())
        journal.flush()
        os.write(tell, name.encode())
    session(journal, NEW, expected=sha(OLD), files=files)
    journal.note(version("z").decode())
    journal.flush()
    os.write(tell, b"z")
    journal.close()


def main(judge: str, name: str) -> None:
    from tests.faults import seeded_bugs

    judged: list[str] = {
        "kills": lambda: judge_kills(seeded_bugs.SAVERS[name]) + judge_kills(seeded_bugs.SAVERS[name], None),
        "race": lambda: judge_race(seeded_bugs.SAVERS[name]),
        "session": lambda: judge_session(seeded_bugs.SESSIONS[name]),
    }[judge]()
    print(json.dumps(judged))


if __name__ == "__main__":
    main(*sys.argv[1:])
