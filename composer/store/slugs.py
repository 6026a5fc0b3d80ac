"""Staying inside a folder; what makes a name safe as a file name is in ``composer.policy.slugs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.problems import Problem
from composer.policy.slugs import check_slug, slug_from
from composer.store.disk import resolved

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_slug", "inside", "slug_from"]


def inside(root: Path, path: Path) -> Path:
    """Where ``path`` really leads, links followed, if that is inside ``root``.

    Raises:
        Problem: It leads out of ``root``.
    """
    target = resolved(path)
    if not target.is_relative_to(resolved(root)):
        raise Problem("this leads out of the folder it should be in", f"keep it inside {root}", path=path)
    return target
