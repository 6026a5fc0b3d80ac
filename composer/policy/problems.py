"""What can be wrong with a call or a file, said in one line.

::

    Exception
    └── Problem              the call or a file is wrong: place, what, mend
        └── Refusal          a decision that cannot be made as things stand

The store adds ``MovedOn`` for a file that somebody else changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Problem(Exception):
    """Something a person must mend before the program can go on.

    ``str(problem)`` is one line: ``file:line: what; mend``.

    Args:
        what: What is wrong, in words.
        mend: What to do about it, as an imperative; may be empty.
        path: The file it is in, where there is one.
        line: The line in that file, counted from 1.
    """

    def __init__(self, what: str, mend: str = "", *, path: Path | None = None, line: int | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend
        self.path = path
        self.line = line

    def __str__(self) -> str:
        """Place, what is wrong and the mend, on one line."""
        place = ""
        if self.path is not None:
            place = f"{self.path}:{self.line}: " if self.line is not None else f"{self.path}: "
        said = f"{place}{self.what}" + (f"; {self.mend}" if self.mend else "")
        return " ".join(said.split())


class Refusal(Problem):
    """A decision that is not possible in the policy's present state; nothing was changed."""
