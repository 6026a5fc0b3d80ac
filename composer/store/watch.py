"""Noticing that a file was changed elsewhere while it is open here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from composer.policy.problems import Problem
from composer.store.atomic import LARGEST
from composer.store.disk import content_hash, read_plain, resolved

if TYPE_CHECKING:
    from pathlib import Path


def changed_outside(path: Path, known_hash: str | None) -> Literal["same", "changed", "gone"]:
    """How the file stands to the content we know; ``None`` for a file that was not there.

    The content decides: git and sync programs can leave size and time as they were. A file that
    can no longer be read counts as changed, and reading it says why.
    """
    try:
        now = content_hash(read_plain(resolved(path), limit=LARGEST))
    except (FileNotFoundError, NotADirectoryError):
        return "same" if known_hash is None else "gone"
    except (OSError, Problem):
        return "changed"
    return "same" if now == known_hash else "changed"
