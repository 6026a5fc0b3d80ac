from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from composer.policy.problems import Problem
from composer.store.workspace import (
    bundled_library,
    existing_policy,
    find_workspace,
    last_changed,
    lock_path,
    policy_path,
    schools,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("marker", ["clauses", "schools"])
def test_the_nearest_folder_upwards_is_the_root(tmp_path: Path, marker: str) -> None:
    (tmp_path / "schools").mkdir()
    root = tmp_path / "inner"
    (root / marker).mkdir(parents=True)
    deep = root / "a" / "b"
    deep.mkdir(parents=True)
    workspace = find_workspace(deep)
    assert workspace.root == root
    assert workspace.schools == root / "schools"
    assert workspace.bundled == (marker == "schools")
    assert workspace.clauses == (root / "clauses" if marker == "clauses" else bundled_library())


def test_a_file_called_clauses_is_no_marker(tmp_path: Path) -> None:
    (tmp_path / "schools").mkdir()
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "clauses").write_text("")
    assert find_workspace(inner).root == tmp_path


def test_anywhere_else_the_bundled_library_serves(tmp_path: Path) -> None:
    workspace = find_workspace(tmp_path)
    assert workspace.root == tmp_path
    assert workspace.bundled
    assert (workspace.clauses / "values.toml").is_file()
    assert schools(workspace) == []


def test_a_named_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "schools").mkdir()
    named = tmp_path / "other"
    named.mkdir()
    assert find_workspace(tmp_path, named=named).root == named
    with pytest.raises(Problem, match="no such folder"):
        find_workspace(tmp_path, named=tmp_path / "missing")


def test_schools_are_folders_with_a_policy(tmp_path: Path) -> None:
    for slug in ("oak", "ash", "Not-A-Slug", "empty"):
        (tmp_path / "schools" / slug).mkdir(parents=True)
        if slug != "empty":
            (tmp_path / "schools" / slug / "policy.toml").write_text("")
    (tmp_path / "schools" / "file").write_text("")
    workspace = find_workspace(tmp_path)
    assert schools(workspace) == ["ash", "oak"]
    assert existing_policy(workspace, "oak") == policy_path(workspace, "oak")
    assert lock_path(workspace, "oak").name == "policy.lock"
    with pytest.raises(Problem, match="did you mean oak"):
        existing_policy(workspace, "oka")


@pytest.mark.parametrize("slug", ["../etc", "..", ".", "", "a/b", "a\\b", "con", "A", "oak\n", "/etc", "x" * 65])
def test_a_slug_is_a_name_and_no_path(tmp_path: Path, slug: str) -> None:
    with pytest.raises(Problem):
        policy_path(find_workspace(tmp_path), slug)


def test_a_link_does_not_lead_out_of_the_workspace(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "policy.toml").write_text("")
    root = tmp_path / "root"
    (root / "schools").mkdir(parents=True)
    (root / "schools" / "oak").symlink_to(outside)
    with pytest.raises(Problem, match="leads out"):
        policy_path(find_workspace(root), "oak")


def test_last_changed_is_told_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "schools" / "oak" / "policy.toml"
    path.parent.mkdir(parents=True)
    path.write_text("")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert last_changed(find_workspace(tmp_path), "oak") == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_reading_imports_neither_tomlkit_nor_the_screen() -> None:
    code = (
        "import sys, composer.store.school_files, composer.store.library_files\n"
        "print([name for name in ('tomlkit', 'textual', 'markdown_it', 'filelock') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
