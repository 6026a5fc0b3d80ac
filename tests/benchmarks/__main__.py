"""All the figures in one go: ``python -m tests.benchmarks [--quick]``. They are to be read; none can fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks import terminal

if __name__ == "__main__":
    here = Path(__file__).parent
    columns = ("--benchmark-columns=median,iqr,rounds", "--benchmark-group-by=func", "--benchmark-sort=name")
    own = [
        sys.executable,
        "-m",
        "pytest",
        str(here),
        str(here / "documents_bench.py"),
        "-n",
        "0",
        "-q",
        "--benchmark-enable",
        "--benchmark-only",
        *columns,
    ]
    subprocess.run(own, check=True, cwd=here.parents[1])
    terminal.measure()
