"""The README is true: its keys are the program's, its commands exist, its pictures are there."""

from __future__ import annotations

import re
from pathlib import Path

from composer.cli.frame import HOMES
from composer.cli.library_figures import summary_lines
from composer.store.library_files import load_library
from composer.tui.actions import key_reference

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def between(mark: str) -> str:
    return README.split(f"<!-- {mark} -->\n")[1].split(f"<!-- /{mark} -->")[0]


def test_the_key_reference_is_that_of_the_table_of_actions() -> None:
    assert between("keys") == key_reference()


def test_every_command_it_names_exists_and_none_is_left_out() -> None:
    part = README.split("## What it does")[1].split("## What it promises")[0]
    cells = [line.rsplit(" | ", 1)[1] for line in part.splitlines() if line.startswith("| ") and " | " in line[2:]]
    prose = "\n".join(line for line in part.splitlines() if not line.startswith("|"))
    written = re.findall(r"`(?:policy-composer )?([a-z][a-z-]+)[ `]", "\n".join(cells))
    written += re.findall(r"`([a-z][a-z-]+) [^`]+`", prose)
    named = set(written) - {"policy-composer"}
    assert named <= set(HOMES), named - set(HOMES)
    unnamed = set(HOMES) - named - {"schools", "models", "rebuild-lock"}
    assert not unnamed, unnamed


def test_its_pictures_are_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) >= 2
    for picture in pictures:
        assert (ROOT / picture).read_text(encoding="utf-8").lstrip().startswith("<svg")


def test_ci_runs_its_test_command() -> None:
    command = next(line for line in between("tests").splitlines() if line.startswith("python3 "))
    assert command.endswith(".venv/bin/pytest")
    assert "<!-- tests -->" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_the_library_in_counts_is_that_of_the_program() -> None:
    library = load_library(ROOT / "clauses")
    assert between("library") == "```text\n" + "\n".join(summary_lines(library)) + "\n```\n"
