"""What is written when the program fails: where it failed, and never what anybody wrote."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KEPT = 10
"""Crash files that are kept; older ones are removed."""


def write_crash_file(error: BaseException, state: Path) -> Path:
    """Write the places an error went through, without its message or any variable; returns the file."""
    folder = state / "crashes"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [type(error).__qualname__, *(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)]
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    for old in sorted(folder.glob("*.txt"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path
