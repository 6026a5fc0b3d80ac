"""Devices, consultations, fit and the evidence from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import SCHOOL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

DEVICES = """\
[benefit.news]
title = "Good news travels"

[benefit.news.says]
purpose = "We post good news"

[risk.delay]
title = "An answer comes late"
owner = "dsl"

[risk.delay.says]
purpose = "We post good news"

[risk.delay.measures]
purpose = "within {{days}} days"

[risk.silence]
title = "Nobody says anything"
owner = "dsl"

[risk.silence.says]
extra = "Something more"

[risk.silence.measures]
extra = "Something more"
"""
GROUPS = """\
[group.staff]
title = "staff"
words = ["staff"]
required = true

[group.parents]
title = "parents"
words = ["parents"]
required = true
"""
LOG = """
[consultation.2026-staff]
who = "staff"
how = "a meeting"
on = 2026-10-06
changed = "A word."

[consultation.2026-bishop]
who = "the bishop"
"""


@pytest.fixture
def listed(small: Path) -> Path:
    """The small workspace with lists of devices and groups, and two entries in the log."""
    for name, text in (("devices", DEVICES), ("groups", GROUPS)):
        (small / f"clauses/{name}.toml").write_text(text, encoding="utf-8")
    policy = small / "schools/ash/policy.toml"
    policy.write_text(policy.read_text("utf-8") + LOG, encoding="utf-8")
    return small


def test_devices_are_told_with_measure_and_owner(command: Command, listed: Path) -> None:
    done = command("devices", "ash", cwd=listed)
    assert (done.status, done.err) == (0, "")
    assert "  ✓ Good news travels: 1.1 Purpose\n" in done.out
    assert "  ✓ An answer comes late (delay): has a measure\n" in done.out
    assert "      measure: 1.1 Purpose\n" in done.out
    assert "  · Nobody says anything (silence): not spoken of\n      the library has: Extra (extra)\n" in done.out
    assert done.out.endswith("1 with a measure · 0 without · 0 do not arise here · 1 not spoken of.\n")


def test_a_risk_without_a_measure_is_something_to_see(command: Command, listed: Path) -> None:
    (listed / "clauses/devices.toml").write_text(DEVICES.replace("within {{days}} days", "never said"), "utf-8")
    done = command("devices", "ash", "--json", cwd=listed)
    assert done.status == 1
    assert "policy-composer answer-device ash RISK --measure CLAUSE" in command("devices", "ash", cwd=listed).out
    data = json.loads(done.out)
    assert data["counts"] == {"measured": 0, "without-measure": 1, "does-not-apply": 0, "not-stated": 1}
    assert data["risks"][0] == {
        "id": "delay",
        "title": "An answer comes late",
        "state": "without-measure",
        "stated": [{"id": "purpose", "title": "Purpose", "number": "1.1"}],
        "measures": [],
        "offered": [],
        "owner": "",
        "because": "",
        "own": False,
    }


def test_who_was_asked_and_who_was_not(command: Command, listed: Path) -> None:
    done = command("consultations", "ash", cwd=listed)
    assert done.status == 1
    assert done.out == (
        "✓ staff\n    staff, 6 October 2026: a meeting (2026-staff)\n      changed: A word.\n"
        "· others\n    the bishop (2026-bishop)\n! parents: not asked\n"
        "Note who was asked with: policy-composer consulted ash KEY --who WHO --how HOW --on DATE\n"
    )
    data = json.loads(command("consultations", "ash", "--json", cwd=listed).out)
    assert data["missing"] == [{"id": "parents", "title": "parents"}]
    assert data["groups"][0]["asked"][0]["on"] == "2026-10-06"
    assert data["others"][0] == {"key": "2026-bishop", "who": "the bishop", "how": "", "on": None, "changed": ""}


def test_without_lists_the_commands_say_so(command: Command, small: Path) -> None:
    done = command("devices", "ash", cwd=small)
    assert (done.status, done.out) == (0, "The library has no list of devices.\n")
    done = command("consultations", "ash", cwd=small)
    assert (done.status, done.out) == (0, "Nobody was asked yet.\n")


def test_fit_tells_counts_and_other_policies(command: Command, small: Path) -> None:
    policy = small / "schools/ash"
    (small / "schools/oak").mkdir()
    for path in policy.iterdir():
        if path.is_file():
            text = path.read_text("utf-8").replace("Ash", "Oak")
            (small / "schools/oak" / path.name).write_text(text, encoding="utf-8")
    (small / "schools/broken").mkdir()
    (small / "schools/broken/policy.toml").write_text("schema = 1\n", encoding="utf-8")
    done = command("fit", "ash", cwd=small)
    assert done.status == 1
    assert done.out.startswith("Of 2 clauses: ")
    assert "nearly the same" in done.out
    assert "not compared" in done.err
    data = json.loads(command("fit", "ash", "--json", cwd=small).out)
    (other,) = data["alike"]
    assert (other["slug"], other["score"], other["near"]) == ("oak", 1.0, True)
    assert data["shares"]["printed"] == 2
    assert data["verdict"]


def test_the_sample_school_fits_and_is_no_copy(command: Command, workspace: Path) -> None:
    done = command("fit", SCHOOL, cwd=workspace)
    assert (done.status, done.err) == (0, "")
    assert "  roll: 140\n" in done.out
    assert "nearly the same" not in done.out


def test_the_evidence_is_written_and_its_gaps_are_told(command: Command, workspace: Path) -> None:
    policy = workspace / f"schools/{SCHOOL}/policy.toml"
    text = policy.read_text("utf-8")
    assert 'who = "pupils"' in text
    policy.write_text(text.replace('who = "pupils"', 'who = "the caretaker\'s cat"'), encoding="utf-8")
    done = command("export", SCHOOL, "--what", "evidence", cwd=workspace)
    assert done.status == 1
    assert done.out == f"Wrote {SCHOOL}-evidence.md.\n"
    assert f"the evidence of {SCHOOL} has gaps: " in done.err
    assert "not asked: pupils" in done.err
    made = (workspace / f"{SCHOOL}-evidence.md").read_text("utf-8")
    assert "**Not asked:** pupils." in made
    assert made == command("export", SCHOOL, "--what", "evidence", "-o", "-", cwd=workspace).out
    again = command("export", SCHOOL, "--what", "evidence", cwd=workspace)
    assert again.status == 2


def test_evidence_without_a_gap_is_done_and_clean(command: Command, small: Path) -> None:
    done = command("export", "ash", "--what", "evidence", "-o", "-", cwd=small)
    assert (done.status, done.err) == (0, "")
    assert "What stands open" not in done.out


def test_no_such_school(command: Command, small: Path) -> None:
    for name in ("devices", "consultations", "fit"):
        assert "elm" in command(name, "elm", cwd=small).problem
