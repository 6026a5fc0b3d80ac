"""Scenarios, processes and topics from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import everything

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

TOPICS = """\
[topic.G01]
title = "Front matter"
group = "Governance"
asks = "Owner, version."

[topic.G02]
title = "Aims"
group = "Governance"
asks = "Why."
"""
SCENARIOS = """\
[scenario.own-child]
title = "A parent on the staff"
roles = ["employee", "parent"]
risk = "Confidences."
asks = "What she may say."
topics = ["G01"]

[scenario.streamed-play]
title = "A parent streams the play"
roles = ["parent", "publisher"]
risk = "Children who must not be seen."
asks = "Where a camera may stand."

[scenario.nobody-knows]
title = "Something new"
roles = ["a", "b"]
risk = "Unknown."
asks = "Anything."
"""
PROCESSES = """\
[process.absence]
title = "Absence"
helps = "A pinned reminder."
asks = "The channel."
clause = "purpose"
words = "Ask {{dsl}}"

[process.lost-property]
title = "Lost property"
helps = "A picture."
asks = "No names."
"""
LAW = '[law.kcsie]\ntitle = "KCSIE"\ncertainty = "weakly-sourced"\nchecked = 2026-11-22\n'
EVIDENCE = """
[scenario.own-child]
answer = "settled"
clauses = ["purpose"]
because = "We asked staff."

[process.absence]
channel = "The absence line"
social_media = "A pinned reminder"
"""


@pytest.fixture
def told(small: Path) -> Path:
    """The small workspace with topics, scenarios and processes, and some answers."""
    clauses = small / "clauses"
    for name, text in (("topics", TOPICS), ("scenarios", SCENARIOS), ("processes", PROCESSES), ("law", LAW)):
        (clauses / f"{name}.toml").write_text(text, encoding="utf-8")
    front = 'topics = ["G01"]\nsettles = ["own-child"]\nbasis = ["kcsie"]\n'
    for name, lines in (("purpose", front), ("extra", 'settles = ["streamed-play"]\n')):
        path = clauses / "governance" / f"{name}.md"
        path.write_text(path.read_text("utf-8").replace("rev = 1\nfreedom", f"rev = 1\n{lines}freedom"), "utf-8")
    policy = small / "schools/ash/policy.toml"
    policy.write_text(policy.read_text("utf-8") + EVIDENCE, encoding="utf-8")
    return small


def change(root: Path, old: str, new: str) -> int:
    """Change the policy file; the line where the change begins."""
    path = root / "schools/ash/policy.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.count("\n", 0, text.index(old)) + 1


def test_the_library_lists_what_settles_each(command: Command, told: Path) -> None:
    run = command("scenarios", cwd=told)
    assert (run.status, run.err) == (0, "")
    assert run.out == (
        "A parent on the staff (own-child)\n"
        "    Purpose (purpose)\n"
        "A parent streams the play (streamed-play)\n"
        "    Extra (extra)\n"
        "Something new (nobody-knows)\n"
        "    no clause of the library settles it\n"
        "3 scenarios; 1 not settled by any clause.\n"
    )
    data = json.loads(command("scenarios", "--json", cwd=told).out)
    assert data[0] == {
        "id": "own-child",
        "title": "A parent on the staff",
        "roles": ["employee", "parent"],
        "risk": "Confidences.",
        "asks": "What she may say.",
        "topics": ["G01"],
        "clauses": [{"id": "purpose", "title": "Purpose"}],
    }


def test_how_scenarios_stand_in_a_school(command: Command, told: Path) -> None:
    run = command("scenarios", "ash", cwd=told)
    assert (run.status, run.err) == (1, "")
    assert run.out == (
        "✓ settled: A parent on the staff (own-child)\n"
        "    by 1.1 Purpose: We asked staff.\n"
        "? open: A parent streams the play (streamed-play)\n"
        "    it has no answer yet\n"
        "    the library has: Extra (extra)\n"
        "? open: Something new (nobody-knows)\n"
        "    it has no answer yet\n"
        "1 settled · 0 do not apply · 2 open.\n"
        "Answer one with: policy-composer answer-scenario ash ID --settled-by CLAUSE, or --does-not-apply REASON\n"
    )
    assert command("pick", "ash", "extra", cwd=told).status == 0
    assert "    this policy has: 1.3 Extra\n" in command("scenarios", "ash", cwd=told).out
    open_one = json.loads(command("scenarios", "ash", "--json", cwd=told).out)[1]
    assert open_one["state"] == "open"
    assert open_one["clauses"] == open_one["offered"] == []
    assert open_one["could_settle"] == [{"id": "extra", "title": "Extra", "number": "1.3"}]


def test_all_settled_is_done_and_clean(command: Command, told: Path) -> None:
    more = (
        '\n[scenario.streamed-play]\nanswer = "does-not-apply"\nbecause = "We have no stage."\n'
        '\n[scenario.nobody-knows]\nanswer = "settled"\nclauses = ["safety"]\n'
    )
    change(told, EVIDENCE, EVIDENCE + more)
    run = command("scenarios", "ash", cwd=told)
    assert (run.status, run.err) == (0, "")
    assert "– does not apply: A parent streams the play (streamed-play)\n    because We have no stage.\n" in run.out
    assert run.out.endswith("2 settled · 1 does not apply · 0 open.\n")


def test_a_clause_dropped_later_opens_the_scenario_again(command: Command, told: Path) -> None:
    assert command("drop", "ash", "purpose", "--reason", "No.", cwd=told).status == 0
    run = command("scenarios", "ash", cwd=told)
    assert run.status == 1
    assert "? open: A parent on the staff (own-child)\n    because “Purpose” was dropped\n" in run.out
    line = change(told, 'clauses = ["purpose"]\nbecause', 'clauses = ["purpose"]\nbecause')
    assert run.err == (
        f"policy-composer: {told}/schools/ash/policy.toml:{line}: own-child is open again because “Purpose” was "
        'dropped; name other clauses, or write answer = "open"\n'
    )
    assert EVIDENCE in (told / "schools/ash/policy.toml").read_text("utf-8")


def test_a_clause_changed_later_opens_the_scenario_again_until_it_is_answered_anew(
    command: Command, told: Path
) -> None:
    assert command("pick", "ash", "extra", cwd=told).status == 0
    settled = command("scenarios", "ash", cwd=told).out
    assert "✓ settled: A parent on the staff (own-child)\n" in settled
    (told / "new.md").write_text("We post all news.\n", encoding="utf-8")
    call = ("adapt", "ash", "purpose", "--text-file", "new.md", "--reason", "Shorter.")
    assert command(*call, cwd=told).status == 0
    before = everything(told)
    run = command("scenarios", "ash", cwd=told)
    assert run.status == 1
    said = "because “Purpose” has changed since this was answered (then it had the model's words)"
    assert f"? open: A parent on the staff (own-child)\n    {said}\n" in run.out
    answer = "answer-scenario ash own-child --settled-by purpose"
    assert run.err.endswith(f"own-child is open again {said}; if it still holds: policy-composer {answer}\n")
    assert everything(told) == before, "looking writes nothing"
    again = command(*answer.split(), cwd=told)
    assert again.out == "Settled by 1.1 Purpose: A parent on the staff (own-child); 2 open.\n"
    assert command("scenarios", "ash", cwd=told).out == settled
    assert EVIDENCE in (told / "schools/ash/policy.toml").read_text("utf-8")


def test_how_processes_stand(command: Command, told: Path) -> None:
    listed = command("processes", cwd=told)
    assert (listed.status, listed.out.splitlines()[1]) == (0, "    Purpose (purpose)")
    assert listed.out.endswith("2 processes; 1 not spoken of by any clause.\n")
    run = command("processes", "ash", cwd=told)
    assert (run.status, run.err) == (1, "")
    assert run.out == (
        "✓ used: Absence (absence)\n"
        "    The one channel: The absence line\n"
        "    Social media: A pinned reminder\n"
        "    1.1 Purpose speaks of it\n"
        "? open: Lost property (lost-property)\n"
        "    it has no answer yet\n"
        "    no clause of the library speaks of it\n"
        "1 used · 0 not used · 0 later · 1 open.\n"
        "Answer one with: policy-composer answer-process ash ID --use yes|no|later --channel TEXT\n"
    )
    (absence, lost) = json.loads(command("processes", "ash", "--json", cwd=told).out)
    assert absence["clause"] == {"id": "purpose", "title": "Purpose", "number": "1.1"}
    assert (absence["state"], absence["channel"], absence["said"]) == ("yes", "The absence line", True)
    assert (absence["channel_from"], absence["differs"]) == ("", "")
    assert (lost["state"], lost["channel"], lost["clause"]) == ("open", "", None)
    later = '\n[process.lost-property]\nuse = "later"\nwho_posts = "The office"\nother_route = "A letter"\n'
    change(told, EVIDENCE, EVIDENCE + later)
    run = command("processes", "ash", cwd=told)
    assert run.status == 0
    assert "    Who posts: The office\n    Another route: A letter\n" in run.out


def test_topics(command: Command, told: Path) -> None:
    run = command("topics", cwd=told)
    assert run.status == 0
    assert run.out == (
        "Governance\n"
        "  G01  Front matter\n"
        "       Purpose (purpose)\n"
        "  G02  Aims\n"
        "       no clause of the library covers it\n"
        "2 topics; 1 not covered by any clause.\n"
    )
    assert json.loads(command("topics", "--json", cwd=told).out)[0]["clauses"] == [
        {"id": "purpose", "title": "Purpose"}
    ]


def test_what_stands_behind_a_clause_is_shown(command: Command, told: Path) -> None:
    said = command("show", "purpose", cwd=told).out
    assert "Readers:       everyone\n" in said
    assert "Topics:        G01 Front matter\n" in said
    assert "Settles:       A parent on the staff\n" in said
    assert "Rests on:      KCSIE (weakly sourced: check before you rely on it)\n" in said
    data = json.loads(command("show", "purpose", "--json", cwd=told).out)
    assert data["settles"] == [{"id": "own-child", "title": "A parent on the staff"}]
    assert data["basis"][0]["title"] == "KCSIE"


def test_clauses_are_found_by_what_they_settle(command: Command, told: Path) -> None:
    assert "extra" in command("clauses", "streams", "play", cwd=told).out


def test_without_lists_each_says_so(command: Command, small: Path) -> None:
    for name in ("scenarios", "processes", "topics"):
        run = command(name, cwd=small)
        assert (run.status, run.out) == (0, f"The library has no {name}.\n")
        assert command(name, "--json", cwd=small).out == "[]\n"
    assert command("scenarios", "ash", cwd=small).status == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[scenario.own-child]", "[scenario.own-chlid]", "there is no scenario 'own-chlid'; did you mean own-child?"),
        ('answer = "settled"', 'answer = "yes"', "answer is not 'yes'; choose settled / does-not-apply / open"),
        ("[process.absence]", "[process.absense]", "there is no process 'absense'; did you mean absence?"),
    ],
)
def test_bad_evidence_is_one_line(command: Command, told: Path, old: str, new: str, said: str) -> None:
    line = change(told, old, new)
    for call in (("scenarios", "ash"), ("processes", "ash"), ("pick", "ash", "extra")):
        assert command(*call, cwd=told).problem == f"{told}/schools/ash/policy.toml:{line}: {said}"


def test_bad_calls_and_bad_lists_are_one_line(command: Command, told: Path) -> None:
    assert "ash" in command("scenarios", "ahs", cwd=told).problem
    (told / "clauses/scenarios.toml").write_text("[scenario.x]\n", encoding="utf-8")
    assert command("scenarios", cwd=told).problem.startswith(f"{told}/clauses/scenarios.toml:1: [scenario.x] ")
    assert command("clauses", cwd=told).status == 0
