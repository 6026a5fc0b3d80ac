"""The installed command, run as a person runs it, on copies of real and made-up workspaces."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parents[2]
SCHOOL = "oakfield-primary"

CLAUSE = """\
+++
title = "{title}"
rev = 1
freedom = "{freedom}"
summary = "About {title}."

[[history]]
rev = 1
date = 2026-09-01
kind = "substantive"
note = "First issue."
+++
{body}
"""

SMALL = {
    "clauses/governance/category.toml": 'title = "Governance"\norder = 1\n',
    "clauses/governance/purpose.md": CLAUSE.format(
        title="Purpose", freedom="local-choice", body="We post good news.\nAsk {{dsl}}, within {{days}} days."
    ),
    "clauses/governance/safety.md": CLAUSE.format(title="Safety", freedom="statutory", body="Staff must ask first."),
    "clauses/governance/extra.md": CLAUSE.format(title="Extra", freedom="agreed", body="Something more."),
    "clauses/values.toml": (
        '[value.dsl]\nquestion = "Who leads on safeguarding?"\ntype = "role"\n\n'
        '[value.days]\nquestion = "How many days?"\ntype = "int"\nmin = 1\nmax = 9\ndefault = 2\n'
    ),
    "clauses/models/county/model.toml": (
        'title = "A county\'s model"\npublisher = "A county"\nversion = "1"\ndate = 2026-09-01\n\n'
        '[section.governance]\ntitle = "Governance"\nclauses = ["purpose", "safety"]\n'
    ),
}


@dataclass(frozen=True)
class Run:
    """How one call ended."""

    status: int
    out: str
    err: str

    @property
    def problem(self) -> str:
        """The one line on standard error of a call that failed."""
        assert self.status == 2, self
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        assert self.err.startswith("policy-composer: ")
        assert "Traceback" not in self.err
        return self.err.removeprefix("policy-composer: ").rstrip("\n")


class Command(Protocol):
    """Runs the installed command in a folder."""

    def __call__(self, *arguments: str | bytes, cwd: Path, stdin: bytes = b"", **environment: str) -> Run: ...


@pytest.fixture(scope="session")
def program() -> str:
    """Where the command is installed."""
    found = shutil.which("policy-composer", path=sysconfig.get_path("scripts"))
    found = found or shutil.which("policy-composer", path=str(Path(sys.executable).parent))
    assert found, "policy-composer is not installed"
    return found


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables for a process in which modules are compiled once, as installed, whatever the tests are told."""
    return {"PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("compiled")), "PYTHONDONTWRITEBYTECODE": ""}


@pytest.fixture(scope="session")
def installed(program: str, compiled: dict[str, str]) -> Command:
    """A function that runs the command from its very start."""

    def run(*arguments: str | bytes, cwd: Path, stdin: bytes = b"", **environment: str) -> Run:
        done = subprocess.run(
            [program, *arguments],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            timeout=60,
            env={**os.environ, **compiled, **environment},
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def call_server(compiled: dict[str, str]) -> Iterator[socket.socket]:
    """A process that runs each call in a process of its own, without loading the program anew."""
    ours, theirs = socket.socketpair()
    ours.settimeout(60)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.call_server", str(theirs.fileno())],
        cwd=REPOSITORY,
        env={**os.environ, **compiled},
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    yield ours
    ours.close()
    server.wait(60)


@pytest.fixture(scope="session")
def command(
    program: str, installed: Command, call_server: socket.socket, tmp_path_factory: pytest.TempPathFactory
) -> Command:
    """A function that runs the command; from its very start where variables are given, which Python may read then."""
    streams = {name: tmp_path_factory.mktemp("streams") / name for name in ("stdin", "stdout", "stderr")}

    def run(*arguments: str | bytes, cwd: Path, stdin: bytes = b"", **environment: str) -> Run:
        if environment:
            return installed(*arguments, cwd=cwd, stdin=stdin, **environment)
        for path, content in zip(streams.values(), (stdin, b"", b""), strict=True):
            path.write_bytes(content)
        call = {
            "argv": [program, *map(os.fsdecode, arguments)],
            "cwd": str(cwd),
            "environ": dict(os.environ),
            **{name: str(path) for name, path in streams.items()},
        }
        call_server.sendall(f"{json.dumps(call)}\n".encode())
        status = b""
        while not status.endswith(b"\n"):
            got = call_server.recv(64)
            assert got, "the server of calls has ended"
            status += got
        return Run(int(status), streams["stdout"].read_bytes().decode(), streams["stderr"].read_bytes().decode())

    return run


@pytest.fixture(scope="session")
def real_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's library and its sample school; not to be changed."""
    from composer.store.library_files import load_library
    from composer.store.school_files import open_school, rebuild_lock
    from composer.store.workspace import find_workspace

    root = tmp_path_factory.mktemp("real")
    shutil.copytree(REPOSITORY / "clauses", root / "clauses")
    shutil.copytree(REPOSITORY / "schools" / SCHOOL, root / "schools" / SCHOOL)
    library = load_library(root / "clauses")
    opened = open_school(find_workspace(root), SCHOOL, library)
    if opened.lock_trouble is not None:
        rebuild_lock(opened, library)
    return root


@pytest.fixture
def workspace(real_workspace: Path, tmp_path: Path) -> Path:
    """The same to work in."""
    root = tmp_path / "workspace"
    shutil.copytree(real_workspace, root)
    return root


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A made-up workspace: three clauses, one model of two, one school that took one and adapted the other."""
    from composer.policy import decisions
    from composer.policy.school import Profile
    from composer.store.library_files import load_library
    from composer.store.school_files import new_school
    from composer.store.workspace import find_workspace

    root = tmp_path / "small"
    for name, text in SMALL.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    library = load_library(root / "clauses")
    model = library.model("county")
    day = date(2026, 11, 22)
    draft = decisions.start(Profile("Ash School", "primary", "england", "community"), model, library)
    draft = decisions.pick(draft, library, model, "purpose", by="IT lead", on=day)
    draft = decisions.adapt(
        draft, library, model, "safety", "Staff may ask first.\n", by="IT lead", on=day, reason="We trust them."
    )
    new_school(find_workspace(root), "ash", draft)
    return root


def everything(root: Path) -> dict[str, bytes]:
    """Every file of a folder and what is in it."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
