"""How long an import and an export take as whole commands, and how much memory: a part of the terminal's table.

What is imported is a Word file of about a hundred pages, which the exporter makes of two sample policies; they share
most of their clauses, so that nearly every piece has a rival. What is exported is the largest sample.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.export.making import shown
from composer.export.page import Page
from composer.export.word import page_docx
from composer.session import Session
from composer.store.library_files import load_library
from composer.store.school_files import open_school
from composer.store.workspace import find_workspace
from composer.text import word_count
from tests.faults.pty_driver import PROGRAM, REPOSITORY, environment

if TYPE_CHECKING:
    from pathlib import Path

LARGEST, SECOND = "fenmoor-academy", "oakfield-primary"
MODEL = "county-model"
WORDS = 30_000
"""Words of a hundred pages."""
SECONDS, MEGABYTES = 5.0, 300
"""What an import of a hundred pages may take."""
EXPORT_SECONDS = 0.3
"""The budget of every command on a sample school."""
EXPORTS = {
    "md": ("policy", "md"),
    "html": ("policy", "html"),
    "docx": ("policy", "docx"),
    "pdf": ("policy", "pdf"),
    "redline docx": ("redline", "docx"),
    "redline md": ("redline", "md"),
    "sentences md": ("sentences", "md"),
}
"""What is exported, and in which format."""

# A process is counted with what the one that starts it held until then, so a small one has to start it.
_WATCHED = """\
import resource, subprocess, sys, time
begun = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode
taken = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(status, taken, peak / 1_000_000)
"""


def sample(slug: str = LARGEST) -> Session:
    """A sample school, opened."""
    library = load_library(REPOSITORY / "clauses")
    return Session(open_school(find_workspace(REPOSITORY), slug, library).draft, library, today=date(2026, 11, 22))


@lru_cache(maxsize=1)
def long_document() -> bytes:
    """A Word file of about 30,000 words: the largest sample, and what it takes of another."""
    first, second = (_page(slug) for slug in (LARGEST, SECOND))
    blocks, count = [], 0
    for block in (*first.blocks, *second.blocks):
        blocks.append(block)
        count += word_count(block.text)
        if count >= WORDS:
            return page_docx(replace(first, blocks=tuple(blocks)))
    raise ValueError(f"the samples have only {count} words")


def _page(slug: str) -> Page:
    page = shown(sample(slug), "policy", "docx")
    assert isinstance(page, Page)
    return page


def watched(root: Path, state: Path, *arguments: str) -> tuple[float, float]:
    """Seconds and megabytes of a command; the memory is that of the largest of its processes."""
    call = [sys.executable, "-c", _WATCHED, PROGRAM, *arguments]
    done = subprocess.run(call, cwd=root, env=environment(state), capture_output=True, check=True)
    status, seconds, peak = done.stdout.split()
    if int(status) > 1:
        sys.exit(done.stderr.decode())
    return float(seconds), float(peak)


def commands(folder: Path, turns: int) -> list[tuple[str, float, float, str]]:
    """The rows of the table: a name, the median in seconds, the budget, and what else there is to say."""
    root, state = folder / "workspace", folder / "home" / "state"
    state.parent.mkdir(parents=True)
    shutil.copytree(REPOSITORY / "clauses", root / "clauses")
    shutil.copytree(REPOSITORY / "schools" / LARGEST, root / "schools" / LARGEST)
    (root / "long.docx").write_bytes(long_document())
    incoming = ("import", "long.docx", "--id", "incoming", "--as")
    calls = {
        "import as model, 100 pages": (*incoming, "model", "--dry-run"),
        "import as school, 100 pages": (*incoming, "school", "--model", MODEL),
    }
    for name, (what, format_) in EXPORTS.items():
        output = ("-o", f"out.{format_}", "--force")
        calls[f"export {name}, 68 pages"] = ("export", LARGEST, "--what", what, "--format", format_, *output)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for _ in range(turns):
        for name, arguments in calls.items():
            found[name].append(watched(root, state, *arguments))
    return [_row(name, measured) for name, measured in found.items()]


def _row(name: str, measured: list[tuple[float, float]]) -> tuple[str, float, float, str]:
    seconds = statistics.median(each for each, _ in measured)
    peak = max(each for _, each in measured)
    if not name.startswith("import"):
        return name, seconds, EXPORT_SECONDS, f"{peak:.0f} MB"
    return name, seconds, SECONDS, f"{peak:.0f} of {MEGABYTES} MB" + ("  OVER" if peak > MEGABYTES else "")
