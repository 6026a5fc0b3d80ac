"""What changed since the approval, and the table of substantive changes, on the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from composer.cli.approving import approve_command
from composer.cli.comparing import diff_command
from composer.cli.deciding import adapt_command, drop_command, pick_command, set_command
from composer.cli.desk import Desk
from composer.cli.publishing import export_command
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

    def __call__(self, command: click.Command, *arguments: str) -> tuple[int, str]:
        desk = Desk(str(self.root))
        desk.today = date(2027, 3, 20)
        found = CliRunner().invoke(command, arguments, obj=desk, standalone_mode=False)
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.return_value or 0, found.stdout

    def refused(self, command: click.Command, *arguments: str) -> str:
        before = everything(self.root)
        with pytest.raises(Problem) as problem:
            self(command, *arguments)
        assert everything(self.root) == before
        return str(problem.value)


@pytest.fixture
def ash(small: Path) -> Caller:
    """A school that is not approved yet, with nothing left to settle."""
    call = Caller(small)
    call(set_command, "ash", "dsl=the Designated Safeguarding Lead")
    return call


@pytest.fixture
def approved(ash: Caller) -> Caller:
    assert ash(approve_command, "ash", *MINUTED)[0] == 0
    return ash


def test_without_an_approval_there_is_nothing_to_compare_with(ash: Caller) -> None:
    for call in ((diff_command, "ash"), (export_command, "ash", "--what", "changes")):
        said = ash.refused(*call, "--since-approval")
        assert "ash has not been approved yet" in said
        assert "policy-composer approve ash" in said


def test_the_status_is_0_while_nothing_differs_and_1_when_something_does(approved: Caller) -> None:
    status, said = approved(diff_command, "ash", "--since-approval")
    assert status == 0
    assert "against the policy approved on 12 March 2027" in said
    assert approved(diff_command, "ash")[0] == 1

    approved(set_command, "ash", "days=5")
    approved(drop_command, "ash", "safety", "--reason", "It stands elsewhere.")
    approved(pick_command, "ash", "extra")
    status, said = approved(diff_command, "ash", "--since-approval")
    assert status == 1
    assert "0 unchanged · 1 changed · 1 removed · 1 added · 0 moved" in said
    assert "    Changed: Left out: the whole clause (4 words)" in said
    assert "    Why:     It stands elsewhere." in said
    assert "    Decided: IT lead, 20 March 2027" in said
    assert "Values and dated facts" in said
    assert approved(diff_command, "ash", "purpose", "--since-approval")[0] == 1
    status, said = approved(diff_command, "ash", "safety", "--since-approval")
    assert (status, "removed: Safety" in said) == (1, True)


def test_the_data_and_what_it_is_narrowed_to(approved: Caller) -> None:
    approved(pick_command, "ash", "extra")
    status, said = approved(diff_command, "ash", "--since-approval", "--json")
    data = json.loads(said)
    assert (status, data["since"]) == (1, "2027-03-12")
    assert data["counts"] == {"unchanged": 2, "changed": 0, "removed": 0, "added": 1, "moved": 0}
    assert data["changes"] == {"substantive": 1, "wording": 0, "layout": 0, "moved": 0}
    assert [row["clause"] for row in data["substantive"]] == ["extra"]
    assert json.loads(approved(diff_command, "ash", "--json")[1])["since"] is None
    assert approved(diff_command, "ash", "--since-approval", "--only", "unchanged")[0] == 0
    assert "did you mean removed?" in approved.refused(diff_command, "ash", "--since-approval", "--only", "remvoed")
    assert "adapted" in approved.refused(diff_command, "ash", "--since-approval", "--only", "adapted")
    assert "unchanged" in approved.refused(diff_command, "ash", "--only", "unchanged")
    assert "did you mean purpose?" in approved.refused(diff_command, "ash", "purpos", "--since-approval")


def test_the_changes_since_the_approval_are_a_file_of_their_own(
    approved: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "text.md").write_text("Staff must never ask.\n", encoding="utf-8")
    approved(adapt_command, "ash", "safety", "--text-file", str(tmp_path / "text.md"), "--reason", "We know now.")
    assert approved(export_command, "ash", "--what", "changes", "--since-approval")[0] == 0
    made = (tmp_path / "here" / "ash-changes-since-approval.md").read_text("utf-8")
    assert "| 1.2 Safety | “Staff may ask first.” is now “Staff must never ask.” | We know now. |" in made
    assert "We know now. | IT lead, 20 March 2027 |" in made
    assert "policy approved on 12 March 2027" in made
    approved(export_command, "ash", "--what", "changes")
    against = (tmp_path / "here" / "ash-changes-from-the-model.md").read_text("utf-8")
    assert "| Clause | What changed | Why | Who decided | What it asks of us |" in against
    assert "take advice before changing it" in against
    assert "add --what changes" in approved.refused(export_command, "ash", "--since-approval")


def test_a_damaged_record_of_approval_is_told_and_never_compared_with(approved: Caller) -> None:
    record = approved.root / "schools/ash/approvals/2027-03-12.toml"
    record.write_text(record.read_text("utf-8").replace("good news", "bad news"), encoding="utf-8")
    assert "2027-03-12.toml" in approved.refused(diff_command, "ash", "--since-approval")
    noted = CliRunner().invoke(diff_command, ["ash", "--since-approval"], obj=Desk(str(approved.root)))
    assert noted.stderr == ""
    (approved.root / "schools/ash/policy.lock").unlink()
    assert "rebuild-lock ash" in approved.refused(diff_command, "ash", "--since-approval")
