"""Reading a Word document from others in a process of its own, so that it can neither hang nor fill the memory.

The process is this Python once more, without the user's settings or packages; it gets the file's bytes and gives
JSON back. Where the system has limits for memory and work it sets them itself; the time is limited everywhere.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from composer.imports.source import Highlight, Source, SourceBlock
from composer.imports.word.package import MAX_PACKED, Package, what_else
from composer.policy.incoming import LeftOut
from composer.policy.problems import Problem

SECONDS = 20
"""Of work; a document of 100 pages takes one. On a busy machine as much again may pass."""
MEMORY = 512 * 1024 * 1024
_MOST_ANSWERED = 100_000_000
_START = "import sys; sys.path.append(sys.argv.pop()); from composer.imports.word.child import main; main()"


def read_word_guarded(data: bytes, name: str, *, seconds: int = SECONDS, memory: int = MEMORY) -> Source:
    """A Word document as ``read_word`` reads it, in a process that is stopped in time.

    Args:
        data: The file's bytes.
        name: What it is called; folders in front of it are left out of the result.
        seconds: The most that the process may work, and half of the most that it may take.
        memory: The most bytes that it may use.

    Raises:
        Problem: It is no Word document, is protected or damaged, goes beyond a limit, or took too long.
    """
    shown = Path(name)
    if len(data) > MAX_PACKED or what_else(data) is not None:
        Package(data, name)
    answer = _answer(data, shown, seconds, memory)
    try:
        said = json.loads(answer)
        if "problem" in said:
            what, mend = said["problem"]
            raise Problem(str(what), str(mend), path=shown)
        source = _source(said["source"], PurePath(name).name)
    except (ValueError, KeyError, TypeError) as error:
        raise _unread(shown) from error
    if source.digest != sha256(data).hexdigest():
        raise _unread(shown)
    return source


def _answer(data: bytes, shown: Path, seconds: int, memory: int) -> bytes:
    root = str(Path(__file__).resolve().parents[3])
    command = [sys.executable, "-I", "-S", "-c", _START, str(memory), str(seconds), root]
    try:
        done = subprocess.run(  # noqa: S603 - our own Python on our own module
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2 * seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(shown) from error
    except (OSError, ValueError) as error:
        raise Problem(
            "no process could be started to read the file in safety", "close other programs and try again", path=shown
        ) from error
    if done.returncode in {-getattr(signal, "SIGXCPU", -1), -getattr(signal, "SIGKILL", -1)}:
        raise _too_long(shown)
    if done.returncode or len(done.stdout) > _MOST_ANSWERED:
        raise _unread(shown)
    return done.stdout


def _source(said: dict[str, Any], name: str) -> Source:
    """The document out of the process's answer, which is not taken on trust: a wrong type is an error."""
    blocks = []
    for block in said["blocks"]:
        marks = tuple(
            Highlight(int(each["start"]), int(each["end"]), str(each["colour"])) for each in block["highlights"]
        )
        blocks.append(SourceBlock(**{**block, "highlights": marks}))
    return Source(
        name=name,
        format="word",
        blocks=tuple(blocks),
        left_out=tuple(LeftOut(str(each["kind"]), str(each["said"]), str(each["where"])) for each in said["left_out"]),
        notes=tuple(str(note) for note in said["notes"]),
        digest=str(said["digest"]),
        title=str(said["title"]),
    )


def _too_long(shown: Path) -> Problem:
    return Problem("the file takes far longer to read than any document", "save it again in Word", path=shown)


def _unread(shown: Path) -> Problem:
    return Problem("the file cannot be read", "open it in Word, let Word repair it and save it again", path=shown)
