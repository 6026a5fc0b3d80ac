"""A wrong call or file gets one line with place and mend, status 2, and nothing is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import CLAUSE, everything

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

POLICY = "schools/ash/policy.toml"

BROKEN: dict[str, tuple[str, bytes, bytes, tuple[str, ...], str]] = {
    # what: the file, what in it, by what it is replaced, the call, what the line has to say
    "broken TOML": (POLICY, b'title = "', b'title = ', ("diff", "ash"), "policy.toml:"),
    "unknown clause": (POLICY, b"[clause.purpose]", b"[clause.purpos]", ("pick", "ash", "extra"), "policy.toml:"),
    "order of what is not there": (POLICY, b'"purpose",', b'"purpose", "ghost",', ("export", "ash"), "ghost"),
    "unknown mode": (POLICY, b'mode = "as-is"', b'mode = "asis"', ("values", "ash"), "as-is"),
    "not UTF-8": (POLICY, b"Ash School", b"Ash Sch\xffol", ("diff", "ash"), "UTF-8"),
    "an escape in a text": (
        POLICY, b"We trust them.", b"We \\u001b[31m trust.", ("show", "safety", "--school", "ash"), "ESCAPE",
    ),
    "broken front matter": (
        "clauses/governance/purpose.md", b"rev = 1\nfreedom", b"rev = one\nfreedom", ("clauses",), "purpose.md:",
    ),
    "unknown key": ("clauses/governance/purpose.md", b"summary =", b"sumary =", ("library", "check"), "summary"),
    "a model of what is not there": (
        "clauses/models/county/model.toml", b'"safety"', b'"safty"', ("models",), "model.toml:",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file(what: str, command: Command, small: Path) -> None:
    name, good, bad, call, expected = BROKEN[what]
    text = (small / name).read_bytes()
    assert good in text
    (small / name).write_bytes(text.replace(good, bad, 1))
    before = everything(small)
    problem = command(*call, cwd=small).problem
    assert expected in problem
    assert re.search(r"\.(toml|md):\d+: ", problem), "the line does not say where"
    assert "; " in problem, "the line has no mend"
    assert everything(small) == before


def test_an_id_used_twice(command: Command, small: Path) -> None:
    other = small / "clauses/risk"
    other.mkdir()
    (other / "category.toml").write_text('title = "Risk"\norder = 2\n')
    (other / "purpose.md").write_text(CLAUSE.format(title="Twice", freedom="agreed", body="Again."))
    before = everything(small)
    problem = command("export", "ash", cwd=small).problem
    assert "purpose" in problem
    assert "risk/purpose.md" in problem
    assert everything(small) == before


def test_a_lost_lock_leaves_reading_and_a_way_back(command: Command, small: Path) -> None:
    (small / "schools/ash/policy.lock").unlink()
    before = everything(small)
    looked = command("show", "safety", "--school", "ash", cwd=small)
    assert looked.status == 0
    assert "Staff may ask first." in looked.out
    assert "policy.lock" in looked.err
    assert looked.err.count("\n") == 1
    for call in (("pick", "ash", "extra"), ("export", "ash")):
        assert "rebuild-lock ash" in command(*call, cwd=small).problem
    assert everything(small) == before
    rebuilt = command("rebuild-lock", "ash", cwd=small)
    assert rebuilt.status == 0
    assert "  purpose: rev 1 (as-is)\n" in rebuilt.out
    assert command("pick", "ash", "extra", cwd=small).status == 0
    assert "nothing to rebuild" in command("rebuild-lock", "ash", cwd=small).problem


def test_a_damaged_lock_is_not_guessed_from(command: Command, small: Path) -> None:
    lock = small / "schools/ash/policy.lock"
    lock.write_bytes(lock.read_bytes().replace(b"We post good news.", b"We post bad news."))
    before = everything(small)
    assert "policy.lock" in command("export", "ash", cwd=small).problem
    assert everything(small) == before


@pytest.mark.parametrize("slug", ["../ash", "/etc", "Ash", "con", "a\nb"])
def test_a_slug_that_is_none(slug: str, command: Command, small: Path) -> None:
    before = everything(small)
    details = ("--name", "X", "--phase", "primary", "--nation", "england", "--type", "community")
    command("new", slug, *details, cwd=small).problem  # noqa: B018 - it asserts
    assert everything(small) == before


def test_a_windows_file_is_read_and_left_alone(command: Command, small: Path) -> None:
    for path in small.rglob("*.*"):
        if path.suffix in {".toml", ".md"}:
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = everything(small)
    compared = command("diff", "ash", cwd=small)
    assert compared.status == 1
    assert "[-must-]{+may+}" in compared.out
    assert command("export", "ash", "-o", "-", cwd=small).status == 1
    assert everything(small) == before


def test_an_empty_folder_has_the_library_that_came_along(command: Command, tmp_path: Path) -> None:
    nothing = command("schools", cwd=tmp_path)
    assert nothing.status == 0
    assert "policy-composer new" in nothing.out
    assert "county-model" in command("models", cwd=tmp_path).out
    assert list(tmp_path.iterdir()) == []


CALLS: dict[str, tuple[tuple[str | bytes, ...], str]] = {
    "unknown school, near": (("diff", "ahs"), "did you mean ash?"),
    "unknown clause, near": (("pick", "ash", "extr"), "did you mean extra?"),
    "unknown option": (("diff", "ash", "--frmat", "text"), "policy-composer diff --help"),
    "unknown kind": (("diff", "ash", "--only", "droped"), "did you mean dropped?"),
    "no such folder": (("-C", "nowhere", "schools"), "nowhere"),
    "out of bounds": (("set", "ash", "days=99"), "from 1 to 9"),
    "no pair": (("set", "ash", "days"), "KEY=VALUE"),
    "no file": (("adapt", "ash", "purpose", "--reason", "x", "--text-file", "gone.md"), "gone.md"),
    "the model's own words": (("adapt", "ash", "safety", "--text-file", "same.md"), "the model's own words"),
    "not UTF-8 text": (("adapt", "ash", "purpose", "--reason", "x", "--text-file", "latin.md"), "latin.md:2"),
    "escape in a reason": (("drop", "ash", "purpose", "--reason", "\x1b[31m"), "ESCAPE"),
    "bytes that are no text": (("pick", "ash", b"\xff\x1b]0;x\x07"), "⟨U+DCFF⟩␛"),
    "over a file of ours": (("export", "ash", "-o", POLICY, "--force"), "own files"),
    "into the library": (("export", "ash", "-o", "clauses/governance/x.md"), "clause library"),
}


@pytest.mark.parametrize("what", CALLS)
def test_a_wrong_call(what: str, command: Command, small: Path) -> None:
    (small / "latin.md").write_bytes(b"Caf\xc3\xa9\nCaf\xe9\n")
    (small / "same.md").write_bytes(b"Staff must ask first.  \r\n")
    before = everything(small)
    call, expected = CALLS[what]
    problem = command(*call, cwd=small).problem
    assert expected in problem
    assert problem.isprintable()
    assert everything(small) == before
