"""The arrows between the rooms of the code, and what starting the program drags in."""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import composer

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "pyproject.toml"

# Everything but the face, and what only runs the program.
ROOMS = ("text", "policy", "compare", "session", "store", "export", "cli")

HEAVY = ("textual", "rich", "tomlkit", "diff_match_patch", "rapidfuzz", "markdown_it", "click", "asyncio")


def contracts() -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads(CONFIG.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return found


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh Python has after running ``code``."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(json.loads(done.stdout))


def modules_of(room: str) -> list[str]:
    found = importlib.import_module(f"composer.{room}")
    inside = getattr(found, "__path__", None)
    names = [] if inside is None else [each.name for each in pkgutil.walk_packages(inside, f"composer.{room}.")]
    return [f"composer.{room}", *names]


@pytest.mark.parametrize("contract", [str(each["id"]) for each in contracts()])
def test_the_arrows_between_the_rooms(contract: str, capsys: pytest.CaptureFixture[str]) -> None:
    from importlinter.cli import lint_imports

    broken = lint_imports(str(CONFIG), limit_to_contracts=(contract,), no_cache=True, no_logo=True)

    assert not broken, capsys.readouterr().out


def test_every_room_has_its_arrows_and_every_arrow_its_purpose() -> None:
    sources = {str(each) for contract in contracts() for each in _listed(contract, "source_modules")}
    sources |= {str(each) for contract in contracts() for each in _listed(contract, "protected_modules")}
    rooms = {f"composer.{each.name}" for each in pkgutil.iter_modules(composer.__path__)}

    assert rooms - {"composer.__main__"} <= sources
    assert all(len(str(contract["name"]).split()) > 5 for contract in contracts())


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_but_the_face_loads_textual(room: str) -> None:
    loaded = loaded_by("\n".join(f"import {name}" for name in modules_of(room)))

    assert f"composer.{room}" in loaded
    assert not {name for name in loaded if name.split(".")[0] in {"textual", "rich"}}


@pytest.mark.parametrize("room", ["text", "policy", "store"])
def test_only_compare_loads_diff_match_patch(room: str) -> None:
    assert "diff_match_patch" not in loaded_by("\n".join(f"import {name}" for name in modules_of(room)))


@pytest.mark.parametrize("code", ["import composer", "import composer.__main__"])
def test_importing_the_program_loads_nothing_heavy(code: str) -> None:
    loaded = loaded_by(code) - loaded_by("pass")

    assert loaded <= {"composer", "composer.__main__"}


def test_the_values_load_nothing_heavy() -> None:
    loaded = loaded_by("\n".join(f"import {name}" for name in modules_of("policy")))

    assert not {name for name in loaded if name.split(".")[0] in HEAVY}
    assert {name.split(".")[1] for name in loaded if name.startswith("composer.")} == {"policy", "text"}


def _listed(contract: dict[str, object], key: str) -> list[object]:
    found = contract.get(key, [])
    return found if isinstance(found, list) else []
