"""How a call begins and ends: no terminal, names, imports, closed pipes, and what a mistake of ours looks like."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from composer.cli import frame
from composer.cli.output import as_json, columns

if TYPE_CHECKING:
    from tests.cli.conftest import Command


@pytest.fixture
def command(installed: Command) -> Command:
    """Here every call begins as a person's does."""
    return installed


def test_no_terminal(command: Command, small: Path) -> None:
    for call in ((), ("ash",)):
        problem = command(*call, cwd=small).problem
        for name in ("new", "pick", "adapt", "drop", "set", "diff", "export"):
            assert f" {name}," in problem


def test_a_word_that_is_neither_school_nor_command(command: Command, small: Path) -> None:
    assert "did you mean ash?" in command("ahs", cwd=small).problem
    assert "did you mean diff?" in command("dif", cwd=small).problem


def test_python_m_composer_is_the_same(small: Path) -> None:
    call = [sys.executable, "-m", "composer"]
    done = subprocess.run([*call, "--version"], cwd=small, capture_output=True, text=True)
    assert done.stdout.startswith("policy-composer ")
    wrong = subprocess.run([*call, "pick"], cwd=small, capture_output=True, text=True)
    assert wrong.stderr == "policy-composer: Missing argument 'SCHOOL'; see policy-composer pick --help\n"


FULL = Path("/dev/full")
CALLS = (
    "--version",
    "--help",
    "schools",
    "models",
    "clauses",
    "show safety --school ash",
    "values ash",
    "topics",
    "scenarios",
    "scenarios ash",
    "processes",
    "processes ash",
    "diff ash",
    "diff ash --format html",
    "export ash -o -",
    "export ash --what changes -o -",
    "library check",
    "set ash days=3",
    "pick ash extra",
    "drop ash extra",
    "restore ash safety",
)


def test_no_command_imports_textual(small: Path) -> None:
    script = (
        "import io, sys, contextlib\n"
        "from composer.cli.frame import _run\n"
        "for call in sys.argv[1:]:\n"
        "    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):\n"
        "        status = _run(call.split())\n"
        "    assert status in (0, 1), (call, status)\n"
        "    assert not {'textual', 'rich', 'composer.tui'} & set(sys.modules), call\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *CALLS], cwd=small, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_light_commands_stay_light() -> None:
    script = "import sys, composer.cli.frame as f\nf._run(['--version'])\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert not {"tomlkit", "markdown_it", "diff_match_patch", "rapidfuzz", "difflib", "json", "tomllib"} & loaded


def test_every_command_has_help_and_an_example() -> None:
    for name in frame.HOMES:
        command = frame.root.get_command(click.Context(frame.root), name)
        assert command is not None
        assert command.short_help
        if not isinstance(command, click.Group):
            assert f"{frame.PROGRAM} {name}" in (command.epilog or "")


def test_a_reader_that_goes_away_is_no_error(program: str, small: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run([program, "diff", "ash"], cwd=small, stdout=gone, stderr=subprocess.PIPE)
    assert done.stderr == b""
    assert done.returncode == frame.PIPE_CLOSED


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(program: str, small: Path) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run([program, "diff", "ash"], cwd=small, stdout=full, stderr=subprocess.PIPE)
    assert done.stderr.count(b"\n") == 1
    assert b"the disk is full" in done.stderr
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 141, ""),
        (PermissionError(13, "Permission denied", "/a/b"), 2, "policy-composer: /a/b: you have no permission here"),
        (
            ZeroDivisionError("the secret text"),
            2,
            "policy-composer: this is a mistake in the program (ZeroDivisionError at",
        ),
    ],
)
def test_every_end_is_quiet_or_one_line(
    error: BaseException, status: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: object) -> None:
        raise error

    monkeypatch.setattr(frame.root, "invoke", fails)
    assert frame._run([]) == status
    err = capsys.readouterr().err
    assert err.startswith(said)
    assert err.count("\n") == (1 if said else 0)
    assert "secret" not in err


def test_the_screen_opens_with_the_workspace_and_no_textual_variables(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[object, str | None, str, bool]] = []
    app = types.ModuleType("composer.tui.app")
    app.run = lambda workspace, slug, by: opened.append(  # type: ignore[attr-defined]
        (workspace.root, slug, by, "TEXTUAL_LOG" in os.environ)
    )
    monkeypatch.setitem(sys.modules, "composer.tui.app", app)
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", terminal)
    monkeypatch.setattr(sys, "stdout", terminal)
    # A copy, because the tests' own tools keep theirs there.
    monkeypatch.setattr(os, "environ", {**os.environ, "TEXTUAL_LOG": "/tmp/log", "TERM": "xterm"})
    assert frame._run(["-C", str(small), "ash"]) == 0
    assert frame._run(["-C", str(small), "--by", "the head", "ash"]) == 0
    assert frame._run(["-C", str(small), "ash", "--by", "governors"]) == 0
    assert opened == [(small.resolve(), "ash", by, False) for by in ("IT lead", "the head", "governors")]
    os.environ["TERM"] = "dumb"
    assert frame._run(["-C", str(small), "ash"]) == 2
    assert len(opened) == 3


def test_json_is_readable_and_safe_to_print() -> None:
    said = as_json({"é": "“Łódź” 🎓 \x1b]0;x\x07 \u202e\u00a0\U000e0041"})
    assert "“Łódź” 🎓" in said
    assert said.replace("\n", "").isprintable()
    import json

    assert json.loads(said) == {"é": "“Łódź” 🎓 \x1b]0;x\x07 \u202e\u00a0\U000e0041"}


def test_columns_stand_below_each_other() -> None:
    assert list(columns([["a", "bb", "c"], ["aaa", "b\n", "\x1b"]])) == ["a    bb  c", "aaa  b␊  ␛"]
