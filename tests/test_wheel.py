"""The wheel carries the library, so that the program works installed alone in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_alone_lists_the_clauses_in_an_empty_folder(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    alone = tmp_path / "alone"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(alone)
    shipped = {path.relative_to(alone / "composer/clauses") for path in (alone / "composer/clauses").rglob("*.*")}
    assert shipped == {path.relative_to(ROOT / "clauses") for path in (ROOT / "clauses").rglob("*.*")}
    empty = tmp_path / "empty"
    empty.mkdir()
    program = "import sys, composer.cli as cli; assert cli.__file__.startswith(sys.argv.pop(1)); cli.main()"
    ran = subprocess.run(
        [sys.executable, "-c", program, str(alone), "clauses", "--json"],
        cwd=empty,
        env={**os.environ, "PYTHONPATH": str(alone)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert '"id": "purpose"' in ran.stdout
    assert list(empty.iterdir()) == []
