"""The workspace: the folder that holds ``clauses/`` and ``schools/``, found as git finds its root."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from composer.policy.library import unknown
from composer.policy.problems import Problem
from composer.store.slugs import check_slug, inside

POLICY = "policy.toml"
LOCK = "policy.lock"
APPROVALS = "approvals"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where the library is read from and the schools' policies live. ``schools`` need not exist yet."""

    root: Path
    clauses: Path
    schools: Path
    bundled: bool
    """Whether the library is the one that came with the program."""


def find_workspace(start: Path, *, named: Path | None = None) -> Workspace:
    """The workspace that ``start`` is in: the nearest folder upwards with ``clauses/`` or ``schools/``.

    Without one it is ``start`` itself, with the library that came with the program. ``named`` is taken as it is.

    Raises:
        Problem: The named folder does not exist, or the program came without a library.
    """
    if named is not None:
        if not named.is_dir():
            raise Problem("there is no such folder", "name one that exists after -C", path=named)
        root = named.resolve()
    else:
        here = start.resolve()
        root = next((folder for folder in (here, *here.parents) if _is_root(folder)), here)
    own = root / "clauses"
    bundled = not own.is_dir()
    return Workspace(root, bundled_library() if bundled else own, root / "schools", bundled)


def bundled_library() -> Path:
    """The library that came with the program: in the package, or beside it in a checkout.

    Raises:
        Problem: There is none.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "clauses", package.parent / "clauses"):
        if folder.is_dir():
            return folder
    raise Problem("the program came without a clause library", "install it again, or use -C with a workspace")


def schools(workspace: Workspace) -> list[str]:
    """The slugs of the schools that have a policy, in order; other folders are not looked at."""
    try:
        folders = sorted(path.name for path in workspace.schools.iterdir() if (path / POLICY).is_file())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Problem(f"cannot be read: {error.strerror}", "check the folder", path=workspace.schools) from error
    return [name for name in folders if _is_slug(name)]


def policy_path(workspace: Workspace, slug: str) -> Path:
    """Where a school's policy is, or would be.

    Raises:
        Problem: The slug is not one, or leads out of the workspace.
    """
    path = workspace.schools / check_slug(slug, "school") / POLICY
    inside(workspace.schools, path)
    return path


def lock_path(workspace: Workspace, slug: str) -> Path:
    """Where a school's lock is, or would be; raises as ``policy_path``."""
    path = policy_path(workspace, slug).with_name(LOCK)
    inside(workspace.schools, path)
    return path


def approvals_folder(workspace: Workspace, slug: str) -> Path:
    """Where a school's approvals are, or would be; raises as ``policy_path``."""
    folder = policy_path(workspace, slug).with_name(APPROVALS)
    inside(workspace.schools, folder)
    return folder


def may_have_approvals(workspace: Workspace, slug: str) -> bool:
    """Whether there is anything of that name beside the policy, sound or not; raises as ``policy_path``."""
    return os.path.lexists(policy_path(workspace, slug).with_name(APPROVALS))


def approved_schools(workspace: Workspace) -> list[str]:
    """The slugs of the schools that have approvals, in order, whatever became of their policies.

    One with anything of that name is among them: what is no folder, or leads nowhere, is to be told and not passed by.

    Raises:
        Problem: The folder of schools cannot be read.
    """
    try:
        folders = sorted(path.name for path in workspace.schools.iterdir() if os.path.lexists(path / APPROVALS))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Problem(f"cannot be read: {error.strerror}", "check the folder", path=workspace.schools) from error
    return [name for name in folders if _is_slug(name)]


def existing_policy(workspace: Workspace, slug: str) -> Path:
    """Where a school's policy is.

    Raises:
        Problem: There is none; the message names the nearest school that has one.
    """
    path = policy_path(workspace, slug)
    if not path.is_file():
        raise unknown("school", slug, schools(workspace))
    return path


def last_changed(workspace: Workspace, slug: str) -> datetime:
    """When a school's policy was last saved, in UTC.

    Raises:
        Problem: There is no such school.
    """
    return datetime.fromtimestamp(existing_policy(workspace, slug).stat().st_mtime, UTC)


def _is_root(folder: Path) -> bool:
    return (folder / "clauses").is_dir() or (folder / "schools").is_dir()


def _is_slug(name: str) -> bool:
    try:
        check_slug(name, "school")
    except Problem:
        return False
    return True
