"""The list of schools: how each stands to its approval, and what is due."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from composer.cli.desk import Desk
from composer.cli.looking import schools_command
from composer.export.markdown import policy_markdown
from composer.policy.approval import Minuted, approve
from composer.store.approval_file import save_approval
from tests.cli.conftest import everything

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 22)
POLICY = "schools/ash/policy.toml"
LAW = '[law.act]\ntitle = "The Act"\nnations = ["england"]\nchecked = 2026-11-22\nexpires = 2026-12-31\n'


@pytest.fixture
def dated(small: Path) -> Path:
    """The school with a review of its own, a reason to look at again and law that ends."""
    change(small / "clauses/values.toml", "", '\n[value.next_review]\nquestion = "When is the next?"\ntype = "date"\n')
    change(small / "clauses/governance/purpose.md", "rev = 1\nf", 'basis = ["act"]\nrev = 1\nf')
    (small / "clauses/law.toml").write_text(LAW, encoding="utf-8")
    change(small / POLICY, 'reason = "We trust them."', 'reason = "We trust them."\nreview_by = 2026-09-01')
    change(small / POLICY, "[section.governance]\n", "[values]\nnext_review = 2026-11-22\n\n[section.governance]\n")
    return small


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, text
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")


def listed(root: Path, *arguments: str) -> Result:
    """The command on a day that does not move."""
    desk = Desk(str(root))
    desk.today = TODAY
    return CliRunner().invoke(schools_command, arguments, obj=desk, standalone_mode=False)


def data(root: Path) -> dict[str, Any]:
    found = listed(root, "--json")
    assert found.return_value == 0, found.output
    (school,) = json.loads(found.stdout)
    assert isinstance(school, dict)
    return school


def approved(root: Path) -> Path:
    """The policy as it stands now, approved."""
    opened = Desk(str(root)).open("ash").session.document()
    minuted = Minuted("Governing body", "Autumn meeting", "2026/41", date(2026, 11, 3), "Clerk")
    return save_approval(Desk(str(root)).workspace, "ash", approve(opened, policy_markdown(opened), minuted))


def test_what_is_due_stands_below_the_table(dated: Path) -> None:
    before = everything(dated)
    found = listed(dated)
    assert found.return_value == 0
    assert found.stdout.splitlines()[0].endswith("  last changed  approval")
    assert found.stdout.splitlines()[1].endswith("  not approved yet")
    assert found.stdout.splitlines()[2:] == [
        "",
        "ash: 1 overdue · 1 due today · 1 due within 60 days",
        "  ! reason for “Safety”: overdue since 1 September 2026 (82 days)",
        "  ! policy review: due today",
        "  ◷ law “The Act”: expires on 31 December 2026 (in 39 days)",
    ]
    assert everything(dated) == before


def test_with_nothing_due_the_table_stands_alone(small: Path) -> None:
    assert len(listed(small).stdout.splitlines()) == 2
    assert data(small)["due"] == []


def test_the_json_has_the_approval_and_all_that_is_due(dated: Path) -> None:
    school = data(dated)
    assert list(school)[-2:] == ["approval", "due"]
    assert school["approval"] == {"state": "none", "on": None, "in_words": "not approved yet"}
    assert [(each["kind"], each["name"], each["state"], each["days"]) for each in school["due"]] == [
        ("decision", "safety", "overdue", -82),
        ("policy", "next_review", "due today", 0),
        ("law", "act", "soon", 39),
    ]
    assert school["due"][0] == {
        "kind": "decision",
        "name": "safety",
        "what": "reason for “Safety”",
        "on": "2026-09-01",
        "state": "overdue",
        "days": -82,
        "in_words": "overdue since 1 September 2026 (82 days)",
    }


def test_a_long_list_is_cut_and_long_lines_are_folded(dated: Path) -> None:
    title = "Safety of everyone who may ever be seen in a picture that the school has posted"
    change(dated / POLICY, "review_by = 2026-09-01", f'review_by = 2026-09-01\ntitle = "{title}"')
    change(dated / POLICY, "[clause.purpose]\n", "[clause.purpose]\nreview_by = 2027-01-01\n")
    policy = (dated / POLICY).read_text("utf-8")
    extra = '\n[clause.{0}]\nmode = "local"\ntitle = "Own {0}"\nreview_by = 2027-01-0{1}\ntext = """\nWords.\n"""\n'
    for at, name in enumerate(("one", "two"), 2):
        policy = policy.replace('clauses = ["', f'clauses = ["{name}", "', 1) + extra.format(name, at)
    (dated / POLICY).write_text(policy, encoding="utf-8")
    lines = listed(dated).stdout.splitlines()[3:]
    assert lines[0] == "ash: 1 overdue · 1 due today · 4 due within 60 days"
    assert all(len(line) <= 80 for line in lines)
    assert lines[2].startswith("    ")
    assert lines[-1] == "  and 3 more dates: policy-composer schools --json"
    assert len(data(dated)["due"]) == 6


def test_the_approval_is_told_until_a_word_changes(small: Path) -> None:
    approved(small)
    assert data(small)["approval"] == {"state": "approved", "on": "2026-11-03", "in_words": "approved 3 November 2026"}
    assert listed(small).stdout.splitlines()[1].endswith("  approved 3 November 2026")

    change(small / POLICY, "Staff may ask first.", "Staff may\nask first.")
    assert data(small)["approval"]["state"] == "approved"
    change(small / POLICY, "ask first.", "ask at once.")
    assert data(small)["approval"] == {
        "state": "changed",
        "on": "2026-11-03",
        "in_words": "changed since approval on 3 November 2026",
    }


def test_a_model_that_has_moved_on_is_told_with_what_to_do(small: Path) -> None:
    assert (data(small)["model_version"], data(small)["newest_version"]) == ("1", "1")
    change(small / "clauses/models/county/model.toml", 'version = "1"', 'version = "2"')

    assert (data(small)["model_version"], data(small)["newest_version"]) == ("1", "2")
    assert listed(small).stdout.splitlines()[3:] == [
        "ash: the model has moved on, 1 → 2. Take it in with:",
        "  policy-composer update ash",
    ]


def test_a_damaged_approval_is_told_and_the_school_still_listed(small: Path) -> None:
    path = approved(small)
    change(path, "Staff may ask first.", "Staff must ask first.")
    found = listed(small, "--json")
    assert found.return_value == 0
    assert json.loads(found.stdout)[0]["approval"]["state"] == "trouble"
    assert "this approval was changed by hand" in found.stderr
    assert found.stderr.count("\n") == 1


def test_without_its_lock_a_school_says_nothing_of_its_words(small: Path) -> None:
    approved(small)
    (small / "schools/ash/policy.lock").unlink()
    found = listed(small, "--json")
    assert json.loads(found.stdout)[0]["approval"]["state"] == "trouble"
    assert found.return_value == 0
