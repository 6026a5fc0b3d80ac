"""Approvals on disk: what is written is read back, and what was touched is never taken for an approval."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import text as prose
from composer.policy.approval import Approval, ApprovedClause, ApprovedSection
from composer.policy.problems import Problem, Refusal
from composer.store.approval_file import (
    LARGEST_APPROVAL,
    approvals,
    last_approval,
    parse_approval,
    save_approval,
    write_approval,
)
from composer.store.workspace import Workspace, approved_schools
from tests.store.test_lock_file import SLUG, TEXT

NAME = Path("2027-03-12.toml")


def made(**changes: Any) -> Approval:
    text = changes.pop("text", "# Policy\n\n**Oakfield**\n\nAsk \\*first\\* — “always”.\n")
    plain = Approval(
        date(2027, 3, 12),
        "Full governing body",
        "Spring term meeting",
        "2027/14",
        "IT lead",
        "Oakfield",
        "Policy",
        "The head",
        "1 May 2028",
        "A county's model",
        "2026.1",
        (ApprovedSection("governance", "1", "Governance", "Why.\n"), ApprovedSection("apps", "", "Appendices", "")),
        (
            ApprovedClause("safety", "governance", "1.1", "Safety", "adapted", "Ask *first*.\n"),
            ApprovedClause("facebook", "apps", "A", "Facebook", "local", "No.\n"),
        ),
        text,
        prose.digest(text),
        prose.sense_digest(text),
    )
    return replace(plain, **changes)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "schools/oakfield").mkdir(parents=True)
    return Workspace(tmp_path, tmp_path / "clauses", tmp_path / "schools", bundled=False)


def folder(workspace: Workspace) -> Path:
    return workspace.schools / "oakfield/approvals"


CLAUSES = st.lists(st.builds(ApprovedClause, SLUG, SLUG, TEXT, TEXT, st.just("as-is"), TEXT), max_size=3)
SECTIONS = st.lists(st.builds(ApprovedSection, SLUG, TEXT, TEXT, TEXT), max_size=3)


@given(TEXT, TEXT, TEXT, SECTIONS, CLAUSES)
def test_what_is_written_is_read_back(
    body: str, title: str, text: str, sections: list[ApprovedSection], clauses: list[ApprovedClause]
) -> None:
    approval = made(
        body=prose.unix(body),
        title=prose.unix(title),
        text=prose.unix(text),
        sections=tuple({each.id: each for each in sections}.values()),
        clauses=tuple({each.id: each for each in clauses}.values()),
    )
    said = write_approval(approval)
    assert parse_approval(said, NAME) == approval
    assert tomllib.loads(said)["text"] == approval.text
    assert write_approval(parse_approval(said, NAME)) == said


def test_the_file_is_for_people_too() -> None:
    said = write_approval(made())
    assert said.startswith("# Written by policy-composer: what was approved, and the exact text. Do not edit.\n")
    assert 'meeting = "Spring term meeting"\nminute = "2027/14"\n' in said
    assert 'sections = ["governance", "apps"]\nclauses = ["safety", "facebook"]\n' in said
    assert said.index("[clause.safety]") < said.index("[clause.facebook]")


EDITS = {
    "a word of the text": ("Ask \\\\*first", "Ask \\\\*last", "the text is not the one its digest was taken of"),
    "its digest too": ('exact = "sha256:', 'exact = "sha256:0', "the text is not the one its digest was taken of"),
    "the sense digest": ('sense = "sha256:', 'sense = "sha256:0', "what it says is not what its digest was taken of"),
    "the minute": ("2027/14", "2027/15", "what it says is not what its digest was taken of"),
    "a clause": ("Ask *first*", "Ask *last*", "what it says is not what its digest was taken of"),
    "the order": ('["safety", "facebook"]', '["facebook", "safety"]', "what it says is not what its digest"),
    "a clause left out": ('["safety", "facebook"]', '["safety"]', "clauses does not list the same as the tables"),
    "a clause twice": ('["safety", "facebook"]', '["safety", "safety"]', "clauses names safety twice"),
    "a missing key": ('meeting = "Spring term meeting"\n', "", "this file has no meeting"),
    "an unknown key": ("minute =", "minutes = 1\nminute =", "there is no key 'minutes'"),
    "an unknown key within": ("[section.apps]\n", "[section.apps]\nx = 1\n", "there is no key 'x' in [section.apps]"),
    "no such day": ("on = 2027-03-12", "on = 2027-02-30", "this is not TOML: "),
    "a day as text": ("on = 2027-03-12", 'on = "2027-03-12"', "on is a date, not a text"),
    "another day": ("on = 2027-03-12", "on = 2027-03-13", "on is 2027-03-13, which is not the date in the file's name"),
    "a state": ('state = "local"', 'state = "dropped"', "state is not 'dropped'"),
    "not TOML": ("schema = 1", "schema = ", "this is not TOML: "),
    "a hostile character": ("Governance", "Gover\u202enance", "section.governance.title holds U+202E"),
}


@pytest.mark.parametrize(("old", "new", "said"), EDITS.values(), ids=EDITS.keys())
def test_an_edit_by_hand_is_told_with_the_way_out(workspace: Workspace, old: str, new: str, said: str) -> None:
    path = save_approval(workspace, "oakfield", made())
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = path.read_bytes()
    approval, trouble = last_approval(workspace, "oakfield")
    assert approval is None
    assert trouble is not None
    assert trouble.path == path
    assert trouble.what.startswith(f"this approval was changed by hand: {said}")
    assert trouble.mend.startswith("get the file back from git")
    with pytest.raises(Problem, match="changed by hand"):
        save_approval(workspace, "oakfield", made(on=date(2027, 5, 1)))
    assert [each.read_bytes() for each in folder(workspace).iterdir()] == [before]


@pytest.mark.parametrize("field", [each.name for each in fields(Approval) if each.name not in {"on", "text", "exact"}])
def test_nothing_an_approval_says_can_be_changed_unseen(field: str) -> None:
    """Each field in turn gets another value under the old digest of the record."""
    old = {
        "sections": (ApprovedSection("governance", "1", "Governance", ""), ApprovedSection("apps", "", "Apps", "")),
        "clauses": (*made().clauses[:1], replace(made().clauses[1], number="B")),
    }
    plain = write_approval(made())
    other = write_approval(made(**{field: old.get(field, "something else")}))
    record = next(line for line in plain.split("\n") if line.startswith("record = "))
    forged = "\n".join(record if line.startswith("record = ") else line for line in other.split("\n"))
    assert forged not in (plain, other)
    with pytest.raises(Problem, match="what it says is not what its digest was taken of"):
        parse_approval(forged, NAME)


def test_a_newer_program_wrote_it() -> None:
    for key in ("schema", "digest-scheme"):
        with pytest.raises(Problem, match="of a newer version of the program"):
            parse_approval(write_approval(made()).replace(f"{key} = 1", f"{key} = 2"), NAME)


def test_line_ends_of_windows_are_no_edit() -> None:
    assert parse_approval(write_approval(made()).replace("\n", "\r\n"), NAME) == made()


def test_a_second_approval_of_one_day_stands_beside_the_first(workspace: Workspace) -> None:
    assert last_approval(workspace, "oakfield") == (None, None)
    first = save_approval(workspace, "oakfield", made())
    before = first.read_bytes()
    for number in range(2, 12):
        path = save_approval(workspace, "oakfield", made(minute=f"2027/{number}"))
        assert path.name == f"2027-03-12-{number}.toml"
    save_approval(workspace, "oakfield", made(on=date(2026, 12, 1)))
    assert first.read_bytes() == before
    minutes = [each.approval.minute for each in approvals(workspace, "oakfield") if each.approval is not None]
    assert minutes == ["2027/14", "2027/14", *(f"2027/{number}" for number in range(2, 12))]
    assert last_approval(workspace, "oakfield") == (made(minute="2027/11"), None)
    assert sorted(each.name for each in folder(workspace).iterdir() if each.name.startswith(".")) == []


def test_the_very_same_is_not_recorded_twice(workspace: Workspace) -> None:
    save_approval(workspace, "oakfield", made())
    with pytest.raises(Refusal, match="recorded already"):
        save_approval(workspace, "oakfield", made())
    assert len(list(folder(workspace).iterdir())) == 1


@pytest.mark.parametrize(
    "name", ["last.toml", "2027-13-01.toml", "2027-03-12-1.toml", "2027-03-12-02.toml", "2027-03-12.bak.toml"]
)
def test_a_name_that_is_no_date_is_told(workspace: Workspace, name: str) -> None:
    path = save_approval(workspace, "oakfield", made())
    path.rename(path.with_name(name))
    approval, trouble = last_approval(workspace, "oakfield")
    assert approval is None
    assert "its name is not the date of an approval" in str(trouble)
    with pytest.raises(Problem, match="its name is not the date"):
        approvals(workspace, "oakfield")


def test_other_files_beside_them_are_left_alone(workspace: Workspace) -> None:
    save_approval(workspace, "oakfield", made())
    (folder(workspace) / "README.md").write_text("Ours.")
    (folder(workspace) / "scan.pdf").write_bytes(b"%PDF")
    assert last_approval(workspace, "oakfield") == (made(), None)


def test_only_the_last_one_counts_for_the_standing_and_all_for_the_record(workspace: Workspace) -> None:
    first = save_approval(workspace, "oakfield", made())
    save_approval(workspace, "oakfield", made(on=date(2028, 1, 1)))
    first.write_bytes(b"")
    assert last_approval(workspace, "oakfield") == (made(on=date(2028, 1, 1)), None)
    damaged, sound = approvals(workspace, "oakfield")
    assert damaged.approval is None
    assert damaged.trouble is not None
    assert sound.approval is not None


def test_nothing_outside_the_schools_is_read_or_written(workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text(write_approval(made()), encoding="utf-8")
    folder(workspace).mkdir()
    (folder(workspace) / "2027-03-12.toml").symlink_to(outside)
    assert "leads out of the folder" in str(last_approval(workspace, "oakfield")[1])
    (folder(workspace) / "2027-03-12.toml").unlink()
    folder(workspace).rmdir()
    (tmp_path / "elsewhere").mkdir()
    folder(workspace).symlink_to(tmp_path / "elsewhere")
    assert "leads out of the folder" in str(last_approval(workspace, "oakfield")[1])
    with pytest.raises(Problem, match="leads out of the folder"):
        save_approval(workspace, "oakfield", made())
    assert list((tmp_path / "elsewhere").iterdir()) == []
    for slug in ("../oakfield", "", "Oakfield", "con"):
        with pytest.raises(Problem, match="cannot be a school"):
            save_approval(workspace, slug, made())


def test_what_could_not_be_read_back_is_not_written(workspace: Workspace) -> None:
    with pytest.raises(Problem, match="at most"):
        save_approval(workspace, "oakfield", made(title="x" * LARGEST_APPROVAL))
    # A carriage return is lost in reading: the record is compared before it gets its name.
    with pytest.raises(Problem, match="not saved: what the disk gave back"):
        save_approval(workspace, "oakfield", made(title="a\rb"))
    assert approvals(workspace, "oakfield") == ()


def test_schools_with_approvals_are_found_without_a_policy(workspace: Workspace) -> None:
    assert approved_schools(workspace) == []
    save_approval(workspace, "oakfield", made())
    (workspace.schools / "Not A Slug/approvals").mkdir(parents=True)
    (workspace.schools / "ash").mkdir()
    assert approved_schools(workspace) == ["oakfield"]
    (workspace.schools / "ash/approvals").write_text("no folder")
    (workspace.schools / "elm").mkdir()
    (workspace.schools / "elm/approvals").symlink_to("nowhere")
    assert approved_schools(workspace) == ["ash", "elm", "oakfield"]
    assert "cannot be read" in str(last_approval(workspace, "ash")[1])
    assert "this link leads nowhere" in str(last_approval(workspace, "elm")[1])
    assert approved_schools(replace(workspace, schools=workspace.root / "none")) == []
