"""Approving a policy, publishing what was approved, and verifying a published file."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from composer.cli.approving import approve_command, verify_command
from composer.cli.desk import Desk
from composer.cli.publishing import export_command
from composer.policy.decisions import take_out
from composer.policy.problems import Problem
from composer.store.school_files import save_school
from tests.cli.conftest import SCHOOL, everything

if TYPE_CHECKING:
    from pathlib import Path

    import click

    from tests.cli.conftest import Command

TODAY = date(2027, 3, 20)
GIVEN = ("--body", "Full governing body", "--meeting", "Spring term meeting", "--minute", "2027/14")
MARCH = (*GIVEN, "--on", "2027-03-12")
IN_WORDS = "Full governing body (Spring term meeting) on 12 March 2027, minute 2027/14"


@dataclass(frozen=True)
class Ended:
    """How one call ended: its status, what it said and what it noted."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Caller:
    """Calls commands in a workspace on a day that does not move."""

    root: Path

    def __call__(self, command: click.Command, *arguments: str, stdin: bytes = b"") -> Ended:
        desk = Desk(str(self.root))
        desk.today = TODAY
        found = CliRunner().invoke(command, arguments, obj=desk, standalone_mode=False, input=stdin)
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return Ended(found.return_value or 0, found.stdout, found.stderr)

    def refused(self, command: click.Command, *arguments: str) -> str:
        """The problem that a call ends with; nothing in the workspace may have changed."""
        before = everything(self.root)
        with pytest.raises(Problem) as problem:
            self(command, *arguments)
        assert everything(self.root) == before
        return str(problem.value)

    def change(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def exported(self, slug: str) -> bytes:
        return self(export_command, slug, "-o", "-").out.encode()


@pytest.fixture
def real(workspace: Path) -> Caller:
    return Caller(workspace)


@pytest.fixture
def ash(small: Path) -> Caller:
    """The small school with nothing left to settle."""
    caller = Caller(small)
    caller.change(POLICY, "[section.governance]\n", '[values]\ndsl = "the lead"\ndays = 2\n\n[section.governance]\n')
    return caller


POLICY = "schools/ash/policy.toml"
RECORD = "schools/ash/approvals/2027-03-12.toml"


def test_a_real_policy_is_approved_published_and_verified_until_a_word_changes(real: Caller) -> None:
    policy, line = f"schools/{SCHOOL}/policy.toml", "Anyone who is unsure may ask {{policy_owner}}."
    record = f"schools/{SCHOOL}/approvals/2027-03-12.toml"
    before = everything(real.root)
    done = real(approve_command, SCHOOL, *MARCH, "--by", "Clerk")
    assert done == Ended(
        0,
        f"Recorded: Oakfield Primary School, Social media policy, approved by {IN_WORDS}.\n"
        f"The exact text is kept in {record}: keep that file in git with the policy.\n"
        f"Publish it with: policy-composer export {SCHOOL}\n",
        "",
    )
    after = everything(real.root)
    assert after.keys() - before.keys() == {record}
    assert before.items() <= after.items()
    assert b'recorded-by = "Clerk"\n' in after[record]

    published = real.exported(SCHOOL)
    assert b"| Status | approved 12 March 2027 |\n" in published
    approved = f"the Social media policy of Oakfield Primary School approved by {IN_WORDS}"
    assert real(verify_command, "-", stdin=published) == Ended(
        0, f"standard input is, byte for byte, {approved}.\n", ""
    )

    real.change(policy, line, line.replace(" may", "\nmay"))
    assert real.exported(SCHOOL) == published

    real.change(policy, line.replace(" may", "\nmay"), line.replace("may", "must"))
    changed = real(export_command, SCHOOL, "-o", "-")
    assert changed.status == 0
    assert "changed since approval on 12 March 2027: what was written is not the approved text" in changed.err
    assert "| Approved by | not yet: changed since approval on 12 March 2027 |\n" in changed.out
    assert real(verify_command, "-", stdin=published).status == 0
    found = real(verify_command, "-", stdin=changed.out.encode())
    assert found.status == 1
    assert "Look at: was “may”, is now “must”\n" in found.out
    assert "Anyone who is unsure [-may-]{+must+} ask the deputy headteacher.\n" in found.out

    # Nothing but the approvals is read.
    (real.root / policy).write_text("broken = [")
    shutil.rmtree(real.root / "clauses")
    assert real(verify_command, "-", stdin=published).status == 0


def test_what_stands_before_an_approval_is_listed_and_nothing_is_written(small: Path) -> None:
    caller = Caller(small)
    caller.change(POLICY, 'reason = "We trust them."\n', "")
    before = everything(small)
    assert caller(approve_command, "ash", *MARCH) == Ended(
        1,
        "Not approved: ash is not ready.\n"
        "- Fill in: Who leads on safeguarding? (dsl), in 1.1 Purpose\n"
        "- 1.2 Safety is adapted without a reason: say why\n",
        "",
    )
    assert everything(small) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--on", "2027-03-21"), "21 March 2027 is still to come, and an approval is recorded after it was given"),
        (("--on", "2027-02-30"), "--on is a date, not '2027-02-30'; write it as"),
        (("--on", "20270312"), "--on is a date, not '20270312'"),
        (("--body", " "), "the body that approved is missing"),
        (("--minute", "a\nb"), "the minute reference is too long; write it on one line"),
        (("--meeting", "\x1b[2J"), "--meeting holds the character U+001B ESCAPE"),
        (("--by", ""), "--by is empty"),
    ],
)
def test_a_wrong_call_is_refused_and_writes_nothing(ash: Caller, arguments: tuple[str, ...], said: str) -> None:
    assert ash.refused(approve_command, "ash", *GIVEN, *arguments).startswith(said)


def test_an_approval_is_of_today_unless_a_day_is_named_and_never_before_the_last(ash: Caller) -> None:
    assert ash(approve_command, "ash", *GIVEN).status == 0
    assert (ash.root / "schools/ash/approvals/2027-03-20.toml").is_file()
    assert "12 March 2027 is before the last approval, on 20 March 2027" in ash.refused(approve_command, "ash", *MARCH)
    assert "recorded already" in ash.refused(approve_command, "ash", *GIVEN)
    assert ash(approve_command, "ash", *GIVEN[:-1], "2027/15").status == 0
    assert (ash.root / "schools/ash/approvals/2027-03-20-2.toml").is_file()


def test_a_finding_that_blocks_keeps_an_approval_out_until_somebody_with_a_name_sets_it_aside(real: Caller) -> None:
    from composer.cli.checking import check_command, set_aside_command

    real.change(f"schools/{SCHOOL}/policy.toml", "the office manager", "the office manager of Highmoor Academy")
    before = everything(real.root)
    ended = real(approve_command, SCHOOL, *MARCH)
    assert (ended.status, everything(real.root)) == (1, before)
    assert "Highmoor Academy" in ended.out + ended.err
    found = json.loads(real(check_command, SCHOOL, "--only", "block", "--json").out)
    (key,) = [each["key"] for each in found]
    assert "say who decides" in real.refused(set_aside_command, SCHOOL, key, "--reason", "We share her.")
    real(set_aside_command, SCHOOL, key, "--reason", "We share her.", "--by", "Headteacher")
    assert real(approve_command, SCHOOL, *MARCH).status == 0


def test_a_policy_that_can_only_be_read_is_not_approved(ash: Caller) -> None:
    ash(approve_command, "ash", *MARCH)
    published = ash.exported("ash")
    (ash.root / "schools/ash/policy.lock").unlink()
    assert "the policy can only be read: the lock is missing" in ash.refused(approve_command, "ash", *GIVEN)
    assert Desk(str(ash.root)).open("ash").session.standing().state == "trouble"
    assert ash(verify_command, "-", stdin=published).status == 0


def test_the_approved_text_is_published_while_a_clause_that_does_not_print_is_undecided_again(real: Caller) -> None:
    real(approve_command, SCHOOL, *MARCH)
    published = real.exported(SCHOOL)
    opened = Desk(str(real.root)).open(SCHOOL)
    draft = opened.session.draft
    dropped = next(each for each, decision in draft.policy.decisions.items() if not decision.printed)
    save_school(opened.stored, take_out(draft, dropped))

    found = real(export_command, SCHOOL, "-o", "-")
    assert found.out.encode() == published
    assert found.status == 1
    assert found.err == (
        f"policy-composer: {SCHOOL} is not ready for approval: 1 undecided clause; what was written is the text as it "
        "was approved\n"
    )
    again = real(approve_command, SCHOOL, *GIVEN)
    assert again.status == 1
    assert f"({dropped}) is undecided: take it, or drop it with a reason\n" in again.out


def test_an_earlier_approval_is_told_with_the_one_that_replaced_it(ash: Caller) -> None:
    ash(approve_command, "ash", *MARCH)
    first = ash.exported("ash")
    ash.change(POLICY, "Staff may ask first.", "Staff must ask first.")
    assert ash(approve_command, "ash", *GIVEN).status == 0
    assert ash(verify_command, "-", stdin=ash.exported("ash")).status == 0
    found = ash(verify_command, "-", stdin=first)
    assert found.status == 1
    assert found.out == (
        f"standard input is, byte for byte, the Social media policy of Ash School approved by {IN_WORDS}.\n"
        "A later approval has replaced that one: by Full governing body (Spring term meeting) on 20 March 2027, "
        "minute 2027/14.\n"
        f"The approved text is kept in {RECORD}.\n"
    )


def test_a_file_that_reads_the_same_is_told_by_what_differs(ash: Caller) -> None:
    ash(approve_command, "ash", *MARCH)
    windows = ash.exported("ash").replace(b"\n", b"\r\n")
    found = ash(verify_command, "-", stdin=b"\xef\xbb\xbf" + windows)
    assert found.status == 1
    assert found.out == (
        f"standard input is not, byte for byte, the Social media policy of Ash School approved by {IN_WORDS}.\n"
        "It reads the same; what differs: a byte order mark at its start and the line endings.\n"
        f"The approved text is kept in {RECORD}.\n"
    )
    data: dict[str, Any] = json.loads(ash(verify_command, "-", "--json", stdin=windows).out)
    assert data == {
        "file": "standard input",
        "state": "layout",
        "school": "ash",
        "approval": RECORD,
        "on": "2027-03-12",
        "body": "Full governing body",
        "meeting": "Spring term meeting",
        "minute": "2027/14",
        "newest": "2027-03-12",
        "differs": ["the line endings"],
        "diff": None,
    }


def test_only_the_words_that_differ_are_shown_of_a_rewrapped_file(ash: Caller) -> None:
    ash(approve_command, "ash", *MARCH)
    changed = ash.exported("ash").decode().replace("within 2 days", "within 9\ndays")
    changed = changed.replace("**Ash School**", "**Ash  School**")
    (ash.root / "web.md").write_bytes(changed.encode())
    found = ash(verify_command, str(ash.root / "web.md"))
    assert found.status == 1
    assert f"web.md is not the Social media policy of Ash School approved by {IN_WORDS}: words differ.\n" in found.out
    assert "Wrapping, spaces, quotes or dashes differ too.\n" in found.out
    assert "\n1 change, +1 −1 words.\n" in found.out
    assert "within [-2-]{+9+}\ndays" in found.out
    assert "Ash  School" not in found.out
    data = json.loads(ash(verify_command, str(ash.root / "web.md"), "--json").out)
    assert (data["state"], data["diff"]["words_added"], data["diff"]["old"]) == ("changed", 1, "approved 12 March 2027")


def test_a_file_that_is_no_policy_and_files_that_cannot_be_read(ash: Caller) -> None:
    nothing = ash.refused(verify_command, "-")
    assert nothing == "no approval is recorded here to compare with; record one with: policy-composer approve SCHOOL"
    ash(approve_command, "ash", *MARCH)
    found = ash(verify_command, "-", stdin=b"# Menu\n\nSoup\n")
    assert found == Ended(1, "standard input is no approved policy, and no version of one.\n", "")
    (ash.root / "picture.md").write_bytes(b"\x89PNG")
    (ash.root / "long.md").write_bytes(b" " * (4 * 1024 * 1024 + 1))
    for name, said in (
        ("picture.md", "is not UTF-8"),
        ("long.md", "bytes are more than"),
        ("none.md", "cannot be read"),
    ):
        assert said in ash.refused(verify_command, str(ash.root / name))
    assert "did you mean ash?" in ash.refused(verify_command, "-", "--school", "ahs")
    assert "there is no school" in ash.refused(verify_command, "-", "--school", "../ash")


def test_a_hostile_file_name_and_text_are_shown_as_text(ash: Caller) -> None:
    ash(approve_command, "ash", *MARCH)
    path = ash.root / "\x1b[2Jweb.md"
    path.write_bytes(ash.exported("ash").replace(b"Staff may", b"Staff \x1b[31m\xe2\x80\xaemay"))
    found = ash(verify_command, str(path))
    assert found.status == 1
    assert "\x1b" not in found.out
    assert "\u202e" not in found.out
    assert "␛[2Jweb.md is not" in found.out


def test_a_damaged_approval_locks_nobody_out_and_proves_nothing(ash: Caller, command: Command) -> None:
    ash(approve_command, "ash", *MARCH)
    published = ash.exported("ash")
    ash.change(RECORD, "Spring term", "Summer term")
    said = (
        f"{ash.root / RECORD}:18: this approval was changed by hand: what it says is not what its digest was taken of"
    )
    assert ash.refused(approve_command, "ash", *GIVEN).startswith(said)
    assert ash.refused(verify_command, "-").startswith(said)

    exported = ash(export_command, "ash", "-o", "-")
    assert exported.status == 0
    assert exported.err.startswith(f"policy-composer: {said}")
    assert exported.err.count("\n") == 1
    assert "| Approved by | not known: the record of the last approval is damaged |\n" in exported.out
    assert exported.out.encode() != published

    decided = command("drop", "ash", "purpose", "--reason", "No.", cwd=ash.root)
    assert (decided.status, decided.err) == (0, "")
    shown = command("verify", "-", cwd=ash.root, stdin=published)
    assert shown.problem.startswith(said)
    assert "get the file back from git" in shown.problem


def test_a_damaged_approval_of_one_school_is_only_noted_at_another(ash: Caller) -> None:
    shutil.copytree(ash.root / "schools/ash", ash.root / "schools/elm")
    ash.change("schools/elm/policy.toml", 'name = "Ash School"', 'name = "Elm School"')
    ash(approve_command, "ash", *MARCH)
    ash(approve_command, "elm", *MARCH)
    ours, theirs = ash.exported("ash"), ash.exported("elm")
    (ash.root / "schools/elm/approvals/2027-03-12.toml").write_text("schema = 1\n")
    found = ash(verify_command, "-", stdin=ours)
    assert found.status == 0
    assert "elm/approvals/2027-03-12.toml: this approval was changed by hand" in found.err
    assert ash(verify_command, "-", "--school", "ash", stdin=ours).err == ""
    for arguments in (("-",), ("-", "--school", "elm")):
        with pytest.raises(Problem, match=r"elm/approvals/2027-03-12\.toml: this approval was changed by hand"):
            ash(verify_command, *arguments, stdin=theirs)


def test_the_installed_command_ends_as_the_help_says(command: Command, ash: Caller) -> None:
    assert "Missing option '--meeting'" in command("approve", "ash", "--body", "x", cwd=ash.root).problem
    day = ("--on", "2026-01-05")
    assert command("approve", "ash", *GIVEN, *day, cwd=ash.root).status == 0
    assert command("export", "ash", cwd=ash.root).status == 0
    name = "ash-social-media-policy.md"
    assert command("verify", name, cwd=ash.root).status == 0
    (ash.root / name).write_bytes((ash.root / name).read_bytes() + b"\n")
    assert command("verify", name, cwd=ash.root).status == 1
    assert "cannot be read" in command("verify", "none.md", cwd=ash.root).problem
