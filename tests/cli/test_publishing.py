"""Exporting in every format: names, formats, where it goes, and what is refused."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from composer.cli import publishing
from composer.cli.approving import approve_command
from composer.cli.comparing import diff_command
from composer.cli.deciding import adapt_command, set_command
from composer.cli.desk import Desk
from composer.cli.publishing import export_command
from composer.export import making
from composer.policy.problems import Problem
from tests.cli.conftest import everything

if TYPE_CHECKING:
    from pathlib import Path

    import click

MINUTED = ("--body", "Full governing body", "--meeting", "Spring meeting", "--minute", "3", "--on", "2027-03-12")


@dataclass(frozen=True)
class Caller:
    """Calls commands in a workspace on a day that does not move."""

    root: Path

    def __call__(self, command: click.Command, *arguments: str) -> tuple[int, bytes, str]:
        desk = Desk(str(self.root))
        desk.today = date(2027, 3, 20)
        found = CliRunner().invoke(command, arguments, obj=desk, standalone_mode=False)
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.return_value or 0, found.stdout_bytes, found.stderr

    def export(self, *arguments: str) -> bytes:
        return self(export_command, "ash", *arguments)[1]

    def refused(self, *arguments: str) -> str:
        before = everything(self.root)
        with pytest.raises(Problem) as problem:
            self(export_command, "ash", *arguments)
        assert everything(self.root) == before
        return str(problem.value)


@pytest.fixture
def ash(small: Path, monkeypatch: pytest.MonkeyPatch) -> Caller:
    """A school with nothing left to settle; we stand in its workspace."""
    monkeypatch.chdir(small)
    call = Caller(small)
    call(set_command, "ash", "dsl=the Designated Safeguarding Lead")
    return call


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands in for the faces that take long; they have tests of their own."""
    monkeypatch.setattr("composer.export.word.page_docx", lambda page: f"PK {page.title} {page.against}".encode())
    monkeypatch.setattr("composer.export.pdf.page_pdf", lambda page: f"%PDF {page.title}".encode())


@pytest.mark.parametrize(
    ("arguments", "name", "begins"),
    [
        ((), "ash-social-media-policy.md", b"# Social media policy\n"),
        (("--format", "docx"), "ash-social-media-policy.docx", b"PK Social media policy"),
        (("--format", "pdf"), "ash-social-media-policy.pdf", b"%PDF Social"),
        (("--what", "changes", "--format", "html"), "ash-changes-from-the-model.html", b"<!DOCTYPE html>"),
        (("--what", "redline", "--format", "html"), "ash-redline.html", b"<!DOCTYPE html>"),
        (("--what", "sentences"), "ash-changed-sentences.md", b"# "),
        (("-o", "ours.docx"), "ours.docx", b"PK"),
        (("-o", "OURS.HTML"), "OURS.HTML", b"<!DOCTYPE html>"),
        (("-o", "ours", "--format", "pdf"), "ours", b"%PDF"),
        (("-o", "ours.txt"), "ours.txt", b"# Social media policy\n"),
        (("-o", "ours.markdown"), "ours.markdown", b"# Social media policy\n"),
        (("-o", "schools/ash/sent.pdf"), "schools/ash/sent.pdf", b"%PDF"),
    ],
)
@pytest.mark.usefixtures("quick")
def test_the_file_and_its_format_follow_from_what_is_asked(
    ash: Caller, arguments: tuple[str, ...], name: str, begins: bytes
) -> None:
    before = everything(ash.root)
    assert ash(export_command, "ash", *arguments) == (0, f"Wrote {name}.\n".encode(), "")
    after = everything(ash.root)
    assert set(after) - set(before) == {name}
    assert after[name].startswith(begins)
    assert {path: after[path] for path in before} == before


@pytest.mark.usefixtures("quick")
def test_what_a_pdf_shows_by_name_is_told_beside_the_file(ash: Caller) -> None:
    (ash.root / "text.md").write_text("Well done 🎓.\n", encoding="utf-8")
    ash(adapt_command, "ash", "safety", "--text-file", "text.md", "--reason", "We know now.")
    said = "shown by name because the PDF's letters lack them: ⟨graduation cap⟩; Word and HTML have them"
    assert ash(export_command, "ash", "--format", "pdf")[1:] == (
        b"Wrote ash-social-media-policy.pdf.\n",
        f"policy-composer: {said}\n",
    )
    assert ash(export_command, "ash", "-o", "-", "--format", "pdf")[2] == f"policy-composer: {said}\n"
    assert ash(export_command, "ash", "--format", "docx")[2] == ""


@pytest.mark.usefixtures("quick")
def test_standard_output_gets_the_very_bytes(ash: Caller) -> None:
    for format_ in ("md", "html", "docx", "pdf"):
        made = ash.export("-o", "-", "--format", format_)
        ash.export("--format", format_)
        assert (ash.root / f"ash-social-media-policy.{format_}").read_bytes() == made != b""


def test_what_is_refused(ash: Caller) -> None:
    assert "--format says pdf; let the name end in .pdf" in ash.refused("-o", "x.docx", "--format", "pdf")
    assert "let the name end in .docx for Word" in ash.refused("-o", "x.doc")
    assert "own files; name a file in .md / .html / .docx / .pdf" in ash.refused("-o", "schools/ash/policy.lock")
    assert "the clause library" in ash.refused("-o", "clauses/governance/x.pdf")
    for what in ("policy", "evidence", "parents"):
        assert "add --what changes, redline or sentences" in ash.refused("--what", what, "--since-approval")
    for what in ("changes", "redline", "sentences"):
        said = ash.refused("--what", what, "--since-approval")
        assert "ash has not been approved yet" in said
        assert "policy-composer approve ash" in said
    assert "no clause of the policy is marked for pupils" in ash.refused("--what", "pupils")
    (ash.root / "there.html").write_text("mine")
    assert "add --force to overwrite it" in ash.refused("-o", "there.html")
    ash.export("-o", "there.html", "--force")
    assert (ash.root / "there.html").read_bytes().startswith(b"<!DOCTYPE html>")


def test_without_its_package_a_format_is_one_line_and_nothing_is_written(
    ash: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "find_spec", lambda module: None)
    assert ash.refused("-o", "x.pdf") == "PDF files need the package typst; pip install 'policy-composer[pdf]'"
    assert "pip install 'policy-composer[word]'" in ash.refused("--what", "changes", "--format", "docx")


@pytest.mark.usefixtures("quick")
def test_every_comparison_can_be_with_the_approved_text(ash: Caller) -> None:
    ash(approve_command, "ash", *MINUTED)
    (ash.root / "text.md").write_text("Staff must never ask.\n", encoding="utf-8")
    ash(adapt_command, "ash", "safety", "--text-file", "text.md", "--reason", "We know now.")
    since = "--since-approval"
    status, made, said = ash(export_command, "ash", "--what", "changes", "--format", "docx", since)
    assert (status, made, said) == (0, b"Wrote ash-changes-since-approval.docx.\n", "")
    tracked = (ash.root / "ash-changes-since-approval.docx").read_bytes()
    assert tracked == b"PK Social media policy the policy approved on 12 March 2027"
    redline = ash.export("--what", "redline", since, "-o", "-").decode()
    assert "We know now." in redline
    assert ash(diff_command, "ash", "--format", "critic", since)[:2] == (1, redline.encode())
    sentences = ash.export("--what", "sentences", since, "-o", "-").decode()
    assert "Staff must never ask." in sentences
    assert ash(diff_command, "ash", "--format", "sentences", since)[:2] == (1, sentences.encode())
    with pytest.raises(Problem, match="prints the whole policy"):
        ash(diff_command, "ash", "safety", "--format", "critic")
    with pytest.raises(Problem, match="prints the whole policy"):
        ash(diff_command, "ash", "--only", "adapted", "--format", "sentences")


def test_a_comparison_without_a_reason_is_told(ash: Caller) -> None:
    path = ash.root / "schools/ash/policy.toml"
    path.write_text(path.read_text("utf-8").replace('reason = "We trust them."\n', ""), encoding="utf-8")
    for what in ("changes", "redline", "sentences"):
        status, _, said = ash(export_command, "ash", "--what", what, "-o", "-")
        assert (status, "no reason is given for safety" in said) == (1, True)
    assert ash(export_command, "ash", "-o", "-")[0] == 0


def test_a_terminal_is_not_sent_what_it_cannot_show(ash: Caller) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "composer", "export", "ash", "-o", "-", "--format", "docx"]
    done = subprocess.run(command, cwd=ash.root, stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "policy-composer: a terminal cannot show Word; name a file with -o FILE, or send it on with > FILE\n"
    )


class Terminal(io.StringIO):
    """A stream at which a person waits."""

    def isatty(self) -> bool:
        return True


def test_what_takes_long_is_told_to_a_person_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    timers: list[tuple[float, tuple[str, ...]]] = []

    class Timer:
        daemon = False

        def __init__(self, seconds: float, act: object, words: tuple[str, ...]) -> None:
            timers.append((seconds, words))

        def start(self) -> None:
            said.append("started")

        def cancel(self) -> None:
            said.append("over")

    monkeypatch.setattr("threading.Timer", Timer)
    with publishing._telling("making the PDF file …"):
        pass
    assert timers == []
    monkeypatch.setattr(sys, "stderr", Terminal())
    with publishing._telling("making the PDF file …"):
        said.append("made")
    assert (timers, said) == ([(0.5, ("making the PDF file …",))], ["started", "made", "over"])
