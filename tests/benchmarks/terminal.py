"""How long a person waits at a real terminal. Figures to read, none to pass: ``python -m tests.benchmarks.terminal``.

Every figure is a median. First paint is measured in turns with ``bare_app.py``, so that both meet the same
machine; compare figures within one run only. ``--quick`` takes a third of the samples.
"""

from __future__ import annotations

import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import composer
from tests.faults.pty_driver import PATIENCE, SCHOOL, Terminal, command_line, make_place

if TYPE_CHECKING:
    from collections.abc import Callable

TURNS = 3 if "--quick" in sys.argv else 9
KEYS = 10 if "--quick" in sys.argv else 30
SECTIONS, CLAUSES = 10, 20
WORDS = """
staff pupils parents governors must may should never post photographs online account consent policy lead headteacher
safeguarding report record decide within hours week platform message group image video closed
"""
ESCAPES = re.compile(rb"\x1b(?:\[[^@-~]*[@-~]|\][^\x07]*\x07)")
READ_SECTIONS = 7
"""Sections of the library that make a policy of about 18,000 words."""
LONGEST = 8_500
"""Words in a clause of nearly 64 KB, the longest that there may be."""


def prose(count: int) -> str:
    """About this many words, a sentence a line, in paragraphs of four."""
    rng = random.Random(count)
    lines: list[str] = []
    while count > 0:
        words = rng.choices(WORDS.split(), k=min(count, rng.randint(8, 18)))
        lines.append(f"{' '.join(words).capitalize()}.\n" + ("\n" if len(lines) % 4 == 3 else ""))
        count -= len(words)
    return "".join(lines)


def workspace(folder: Path, first_clause: str) -> Path:
    """A library of 200 clauses, and a school that has decided on none; the first clause has this text."""
    sections = []
    for section in range(SECTIONS):
        home = folder / "clauses" / f"part-{section}"
        home.mkdir(parents=True)
        (home / "category.toml").write_text(f'title = "Part {section}"\norder = {section + 1}\nintro = "What it is."\n')
        ids = [f"clause-{section}-{number}" for number in range(CLAUSES)]
        for clause_id in ids:
            text = first_clause if clause_id == "clause-0-0" else prose(120)
            (home / f"{clause_id}.md").write_text(
                f'+++\ntitle = "The {clause_id}"\nrev = 1\nstrength = "required"\nfreedom = "local-choice"\n'
                'stance = "enabling"\nsummary = "What it says."\ntopics = []\nsettles = []\nbasis = []\nneeds = []\n'
                'review_by = 2027-09-01\n\n[[history]]\nrev = 1\ndate = 2026-09-01\nkind = "substantive"\n'
                f'note = "First issue."\n+++\n{text}'
            )
        listed = ", ".join(f'"{clause_id}"' for clause_id in ids)
        sections.append(f'[section.part-{section}]\ntitle = "Part {section}"\nclauses = [{listed}]\n')
    model = folder / "clauses" / "models" / "big"
    model.mkdir(parents=True)
    (model / "model.toml").write_text(
        'title = "A big model"\npublisher = "A county"\nversion = "1"\ndate = 2026-09-01\n\n' + "\n".join(sections)
    )
    (folder / "clauses" / "values.toml").write_text("")
    profile = ("--name", "Big School", "--phase", "primary", "--nation", "england", "--type", "community")
    done = command_line(folder, folder / "state", "new", "big-school", *profile, "--model", "big")
    if done.returncode:
        sys.exit(done.stderr.decode())
    return folder


class Watch(Terminal):
    """A terminal that looks for text in what is written, without the cost of a screen."""

    def until(self, text: bytes, since: int = 0) -> float:
        """Read on until this text was written after the first so many bytes; the time at which it was there."""
        end = time.monotonic() + PATIENCE
        while True:
            if text in ESCAPES.sub(b"", bytes(self.raw[since:])):
                return time.monotonic()
            if time.monotonic() > end:
                raise TimeoutError(f"{text!r} never came; the last was {bytes(self.raw[-2000:])!r}")
            self.raw += self.child.read_nonblocking(65_536, PATIENCE)

    def settle(self, quiet: float = 0.3) -> int:
        """Read on until nothing has been written for a while; how much has been written by then."""
        import pexpect

        while True:
            try:
                self.raw += self.child.read_nonblocking(65_536, quiet)
            except pexpect.TIMEOUT:
                return len(self.raw)


def elapsed(act: Callable[[], object]) -> float:
    """The seconds something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def commands(folder: Path) -> list[tuple[str, float, float, str]]:
    """Commands that open no screen, on the sample school."""
    place = make_place(folder)
    calls = {
        "--version": (0.13, ("--version",)),
        "schools": (0.3, ("schools",)),
        "clauses": (0.3, ("clauses",)),
        "diff": (0.3, ("diff", SCHOOL)),
        "export -o -": (0.3, ("export", SCHOOL, "-o", "-")),
    }
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(TURNS):
        for name, (_, arguments) in calls.items():
            times[name].append(elapsed(partial(command_line, place.root, place.state, *arguments)))
    return [(name, statistics.median(times[name]), budget, "") for name, (budget, _) in calls.items()]


def first_paint(folder: Path) -> list[tuple[str, float, float, str]]:
    """From the start of the process to the first clause in the outline, beside a bare Textual program."""
    bare = (sys.executable, str(Path(__file__).with_name("bare_app.py")))
    root = workspace(folder, prose(120))
    ours, theirs = [], []
    for turn in range(TURNS + 1):
        with Watch(root, root / "state", command=bare) as terminal:
            bare_time = terminal.until(b"Clause 0.0") - terminal.started
        with Watch(root, root / "state", "big-school") as terminal:
            our_time = terminal.until(b"The clause-0-0") - terminal.started
        if turn:
            theirs.append(bare_time)
            ours.append(our_time)
    base, own = statistics.median(theirs), statistics.median(ours)
    return [
        ("first paint, bare program", base, 0.0, ""),
        ("first paint, 200 clauses", own, 1.5 * base, f"{own / base:.2f} × bare"),
    ]


def typing(folder: Path, words: int) -> list[tuple[str, float, float, str]]:
    """From a key to its letter in the editor, and from a word's last letter to the word in the diff."""
    root = workspace(folder, prose(words))
    rng = random.Random(words)
    letters, diffs = [], []
    with Watch(root, root / "state", "big-school", columns=160, rows=45) as terminal:
        terminal.until(b"The clause-0-0")
        terminal.settle()
        terminal.press("a")
        terminal.until(b"esc Done")
        terminal.press("\r")
        terminal.settle()
        typed = ""
        for _ in range(KEYS):
            letter = rng.choice("bcdfghjklmnpqrstvwxz")
            typed += letter
            since = len(terminal.raw)
            sent = time.monotonic()
            terminal.press(letter)
            letters.append(terminal.until(typed.encode(), since) - sent)
            # As fast as a fast typist, so that some keys meet the diff of the keys before.
            due = time.monotonic() + 0.06 + rng.random() * 0.09
            while time.monotonic() < due:
                try:
                    terminal.raw += terminal.child.read_nonblocking(65_536, max(due - time.monotonic(), 0.001))
                except Exception:  # noqa: BLE001 (nothing to read is no news)
                    break
        for _ in range(max(KEYS // 3, 3)):
            typed += rng.choice("bcdfghjklmnpqrstvwxz")
            since = terminal.settle()
            sent = time.monotonic()
            terminal.press(typed[-1])
            diffs.append(terminal.until(typed.encode() + b"+}", since) - sent)
    slow = statistics.quantiles(letters, n=20)[-1]
    return [
        (f"key to screen, {words:,} words", statistics.median(letters), 0.025, f"p95 {slow * 1000:.0f} ms"),
        (f"key to diff, {words:,} words", statistics.median(diffs), 0.15, f"worst {max(diffs) * 1000:.0f} ms"),
    ]


def reading(folder: Path) -> list[tuple[str, float, float, str]]:
    """From the key to the first screenful of a policy of about 18,000 words, and from there to the help."""
    root = workspace(folder, prose(120))
    sections = [f"--section=part-{section}" for section in range(SECTIONS - READ_SECTIONS, SECTIONS)]
    for section in sections:
        done = command_line(root, root / "state", "pick", "big-school", section)
        if done.returncode:
            sys.exit(done.stderr.decode())
    words = len(command_line(root, root / "state", "export", "big-school", "-o", "-").stdout.split())
    opened, answered = [], []
    with Watch(root, root / "state", "big-school", columns=120, rows=36) as terminal:
        terminal.until(b"The clause-0-0")
        for turn in range(TURNS + 1):
            since = terminal.settle()
            sent = time.monotonic()
            terminal.press("w")
            seen = terminal.until(b"Minute reference", since)
            # At once, while the rest is still on its way.
            since, pressed = len(terminal.raw), time.monotonic()
            terminal.press("?")
            helped = terminal.until(b"esc closes", since)
            if turn:
                opened.append(seen - sent)
                answered.append(helped - pressed)
            terminal.settle()
            terminal.press("?")
            terminal.settle()
            terminal.press("escape")
    return [
        (f"key to policy, {words:,} words", statistics.median(opened), 0.3, f"worst {max(opened) * 1000:.0f} ms"),
        ("from there at once to help", statistics.median(answered), 0.0, f"worst {max(answered) * 1000:.0f} ms"),
    ]


def bare_typing(folder: Path) -> list[tuple[str, float, float, str]]:
    """The same keys in the bare program."""
    rng = random.Random(1)
    times = []
    command = (sys.executable, str(Path(__file__).with_name("bare_app.py")), "--write")
    with Watch(folder, folder, command=command) as terminal:
        terminal.until(b"Clause 0.0")
        terminal.settle()
        typed = ""
        for _ in range(KEYS):
            typed += rng.choice("bcdfghjklmnpqrstvwxz")
            since = terminal.settle(0.05)
            sent = time.monotonic()
            terminal.press(typed[-1])
            times.append(terminal.until(typed.encode(), since) - sent)
    slow = statistics.quantiles(times, n=20)[-1]
    return [("key to screen, bare program", statistics.median(times), 0.0, f"p95 {slow * 1000:.0f} ms")]


def main() -> None:
    """Measure everything and print it."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} cores, load {load}; Python {platform.python_version()}, {platform.platform()}", flush=True)
    print(f"{'':32}{'median':>10}{'budget':>10}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        parts: list[Callable[[], list[tuple[str, float, float, str]]]] = [
            lambda: commands(home / "commands"),
            lambda: first_paint(home / "paint"),
            lambda: reading(home / "reading"),
            lambda: bare_typing(home),
            *(partial(typing, home / str(words), words) for words in (500, 5_000, LONGEST)),
        ]
        for part in parts:
            for name, seconds, budget, note in part():
                allowed = f"{budget * 1000:7.0f} ms" if budget else " " * 10
                over = "  OVER" if budget and seconds > budget else ""
                print(f"{name:32}{seconds * 1000:7.0f} ms{allowed}  {note}{over}", flush=True)
        shutil.rmtree(home / "commands", ignore_errors=True)


def measure() -> None:
    """Compile the program as an installation would, then measure and print."""
    # As installed, where modules are compiled once, whatever this shell tells Python about it.
    compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    program = str(Path(composer.__file__).parent)
    subprocess.run([sys.executable, "-m", "compileall", "-q", program], check=True, env=compiled)
    main()


if __name__ == "__main__":
    measure()
