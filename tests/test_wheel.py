"""The wheel carries the library, so that the program works installed alone in an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.imports.docx_maker import docx, p

ROOT = Path(__file__).parent.parent
PROGRAM = "import sys, composer.cli as cli; assert cli.__file__.startswith(sys.argv.pop(1)); cli.main()"

pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel puts where packages are."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "alone")
    return folder / "alone"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def run(alone: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program of the wheel in a folder."""
    return subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM, str(alone), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(alone)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_wheel_alone_lists_the_clauses_in_an_empty_folder(alone: Path, empty: Path) -> None:
    shipped = {path.relative_to(alone / "composer/clauses") for path in (alone / "composer/clauses").rglob("*.*")}
    assert shipped == {path.relative_to(ROOT / "clauses") for path in (ROOT / "clauses").rglob("*.*")}
    ran = run(alone, empty, "clauses", "--json")
    assert ran.returncode == 0, ran
    assert '"id": "purpose"' in ran.stdout
    assert list(empty.iterdir()) == []


def test_the_wheel_alone_reads_word_whatever_lies_in_the_folder(alone: Path, empty: Path) -> None:
    (empty / "ours.docx").write_bytes(docx(p("Staff must ask first.")))
    for name in ("composer", "json", "xml", "zipfile"):
        (empty / f"{name}.py").write_text("raise SystemExit('this is not the program')\n")
    before = set(empty.iterdir())
    ran = run(alone, empty, "import", "ours.docx", "--as", "model", "--id", "ours", "--dry-run", "--json")
    assert ran.stderr == ""
    assert [each["title"] for each in json.loads(ran.stdout)["clauses"]] == ["Staff must ask first"]
    assert set(empty.iterdir()) == before
