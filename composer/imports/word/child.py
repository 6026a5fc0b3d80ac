"""The process in which a Word document from others is read: bytes in, one line of JSON out.

It is started by :mod:`composer.imports.word.guarded` and by nothing else.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict


def main() -> None:
    """Read a document from standard input under limits, and write what it says to standard output.

    Arguments are the most bytes of memory and the most seconds of work.
    """
    _limit(int(sys.argv[1]), int(sys.argv[2]))
    from composer.imports.word.reading import read_word
    from composer.policy.problems import Problem

    answer: dict[str, object]
    try:
        answer = {"source": asdict(read_word(sys.stdin.buffer.read(), "document.docx"))}
    except Problem as problem:
        answer = {"problem": [problem.what, problem.mend]}
    except MemoryError:
        answer = {"problem": ["the file takes more memory to read than any document", "save it again in Word"]}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        # A system may know a limit and not let it be set, as macOS does with memory.
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(what)[1]
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
