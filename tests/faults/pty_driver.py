"""The true program at a pseudo-terminal, driven as a person would drive it.

The driver starts the installed command, feeds all that it writes to an emulated screen, and keeps its
own log of what was typed and when it was seen, so that what the program kept can be judged.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pyte

from composer.store.library_files import load_library
from composer.store.workfile import WorkFile
from composer.store.workspace import find_workspace
from tests.sample_school import make_unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from composer.store.workfile import Unsaved

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = str(Path(sys.executable).with_name("policy-composer"))
SCHOOL = "oakfield-primary"
PATIENCE = 20.0
"""Seconds to wait for something that ought to happen at once; a busy machine may take a while."""

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "end": "\x1b[F",
    "f9": "\x1b[20~",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
    "ctrl+a": "\x01",
    "ctrl+k": "\x0b",
}


@dataclass
class Typed:
    """One word, when its last letter was sent, and when it was first seen on the screen."""

    word: str
    sent: float
    seen: float | None = None


class Terminal:
    """One run of the program on a screen of its own.

    Args:
        folder: The folder it is started in.
        state: Where it keeps its journals.
        arguments: What follows the command.
        command: The command itself, if it is not the installed one.
        env: Variables to set on top of a plain environment.
    """

    def __init__(
        self,
        folder: Path,
        state: Path,
        *arguments: str,
        command: Sequence[str] = (PROGRAM,),
        columns: int = 120,
        rows: int = 36,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.raw = bytearray()
        self.log: list[Typed] = []
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.started = time.monotonic()
        self.child = pexpect.spawn(
            command[0],
            [*command[1:], *arguments],
            cwd=str(folder),
            env={**environment(state), **(env or {})},
            dimensions=(rows, columns),
            echo=False,
        )
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = self.child.ptyproc.delayafterterminate = 0.05

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not self.child.closed:
            error.add_note(f"on the screen:\n{self.text}")
        with contextlib.suppress(ProcessLookupError, pexpect.ExceptionPexpect):
            if self.child.isalive():
                os.kill(self.child.pid, signal.SIGKILL)
                self.child.wait()
        if not self.child.closed:
            self.child.close(force=True)

    # Seeing

    @property
    def text(self) -> str:
        """What the screen shows, line by line."""
        return "\n".join(self._screen.display)

    def look(self, seconds: float = 0.05) -> bool:
        """Take in what the program writes, waiting for it no longer than this; False when there was nothing."""
        try:
            data = self.child.read_nonblocking(65_536, seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += data
        self._stream.feed(data)
        self._note_seen()
        return True

    def wait_until(self, holds: Callable[[], bool], what: str) -> None:
        """Read on until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {what}; the screen:\n{self.text}")
            if not self.look() and not self.child.isalive() and not self.look() and not holds():
                raise AssertionError(f"the program ended before {what}; it said:\n{self.text}")

    def wait_for(self, *texts: str) -> None:
        """Read on until the screen shows all of these at once."""
        self.wait_until(lambda: all(text in self.text for text in texts), f"{texts}")

    def row_of(self, text: str) -> int:
        """The number of the first row that shows this."""
        return next(number for number, line in enumerate(self._screen.display) if text in line)

    def looks_of(self, row: int) -> set[tuple[bool, bool, bool]]:
        """The looks that need no colour, found in a row: bold, underlined, reversed."""
        cells = self._screen.buffer[row]
        return {
            (cells[x].bold, cells[x].underscore, cells[x].reverse) for x in range(self._screen.columns) if x in cells
        }

    def _note_seen(self) -> None:
        waiting = [typed for typed in self.log if typed.seen is None]
        if waiting:
            shown, now = self.text, time.monotonic()
            for typed in waiting:
                if typed.word in shown:
                    typed.seen = now

    # Doing

    def press(self, *keys: str) -> None:
        """Send keys by name, or text as it is."""
        for key in keys:
            self.send(KEYS.get(key, key).encode())

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        os.write(self.child.child_fd, data)

    def type_words(self, words: Sequence[str], pace: float = 0.04) -> None:
        """Type words with a blank after each, a key every so many seconds, and log them."""

        def type_on() -> None:
            for word in words:
                for letter in f"{word} ":
                    if letter == " ":
                        self.log.append(Typed(word, time.monotonic()))
                    self.send(letter.encode())
                    time.sleep(pace)

        # Whoever types does not wait for the screen.
        typist = threading.Thread(target=type_on)
        typist.start()
        while typist.is_alive():
            self.look(0.01)
        typist.join()

    @property
    def lag(self) -> float:
        """The longest that the machine has held up a word on its way to the screen so far."""
        now = time.monotonic()
        return max(((typed.seen or now) - typed.sent for typed in self.log), default=0.0)

    def kill(self, number: int = signal.SIGKILL) -> float:
        """Send a signal; returns the time it was sent."""
        now = time.monotonic()
        os.kill(self.child.pid, number)
        return now

    def wait_for_end(self, patience: float = PATIENCE) -> int:
        """Read on until the process has ended; its exit status, negative for a signal."""
        end = time.monotonic() + patience
        while self.child.isalive():
            if time.monotonic() > end:
                raise AssertionError(f"the program did not end; the screen:\n{self.text}")
            if not self.child.closed:
                self.look()
            else:
                time.sleep(0.02)
        while not self.child.closed and self.look():
            pass
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)

    @property
    def restored(self) -> bool:
        """Whether the terminal was left as it was found: main screen, cursor, no mouse, no paste marks."""
        left = {
            b"\x1b[?1049h": b"\x1b[?1049l",
            b"\x1b[?25l": b"\x1b[?25h",
            b"\x1b[?1000h": b"\x1b[?1000l",
            b"\x1b[?1003h": b"\x1b[?1003l",
            b"\x1b[?2004h": b"\x1b[?2004l",
        }
        return all(-1 < self.raw.rfind(entered) < self.raw.rfind(undone) for entered, undone in left.items())


def environment(state: Path) -> dict[str, str]:
    """A plain environment: nothing of the developer's reaches the program."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(state.parent),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "POLICY_COMPOSER_STATE": str(state),
    }


def command_line(folder: Path, state: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command that opens no screen."""
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=folder,
        env={**environment(state), **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


@dataclass(frozen=True)
class Place:
    """A workspace of its own, with the real library and the sample school, and a state folder."""

    root: Path
    state: Path

    @property
    def policy(self) -> Path:
        """The sample school's policy file."""
        return self.root / "schools" / SCHOOL / "policy.toml"

    def open(self, *arguments: str, env: Mapping[str, str] | None = None, **settings: int) -> Terminal:
        """Start the program here, at the sample school unless told otherwise."""
        return Terminal(self.root, self.state, *(arguments or (SCHOOL,)), env=env, **settings)  # type: ignore[arg-type]

    def run(self, code: str, *arguments: str) -> Terminal:
        """Start a piece of Python here that starts the program in its own way."""
        return Terminal(self.root, self.state, *arguments, command=(sys.executable, "-c", code))

    def work_file(self) -> WorkFile:
        """The sample school's files, as the program opens them."""
        workspace = find_workspace(self.root, named=self.root)
        return WorkFile(workspace, SCHOOL, load_library(workspace.clauses), state=self.state)

    def unsaved(self) -> Unsaved | None:
        """What a session that has ended left unsaved."""
        return self.work_file().unsaved()

    def unsaved_text(self, clause_id: str) -> str:
        """The text of a clause as a session that has ended left it unsaved."""
        left = self.unsaved()
        decision = left.changes.decisions.get(clause_id) if left is not None else None
        return decision.text if decision is not None else ""


def make_place(folder: Path) -> Place:
    """A workspace with copies of the real library and the sample school, two of whose clauses are undecided."""
    place = Place(folder / "workspace", folder / "home" / "state")
    place.state.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(REPOSITORY / "clauses", place.root / "clauses")
    shutil.copytree(REPOSITORY / "schools" / SCHOOL, place.root / "schools" / SCHOOL)
    make_unfinished(place.root)
    return place
