"""Answers from the command line: scenarios, processes, devices, who was asked and the related policies."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import everything
from tests.cli.test_cli_evidence import PROCESSES, SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

FILLS = '\n[process.absence.fills]\nwho_posts = "dsl"\n'
RISKS = """\
[risk.phone-lost]
title = "A phone is lost"

[risk.phone-lost.says]
purpose = "We post good news"

[risk.phone-lost.measures]
safety = "Staff must ask first"
"""
GROUPS = '[group.parents]\ntitle = "parents"\nwords = ["parent", "parents"]\n'


@pytest.fixture
def told(small: Path) -> Path:
    """The small workspace with scenarios, processes, a risk and a group."""
    lists = {"scenarios": SCENARIOS, "processes": PROCESSES + FILLS, "devices": RISKS, "groups": GROUPS}
    for name, text in lists.items():
        (small / "clauses" / f"{name}.toml").write_text(text, encoding="utf-8")
    return small


def policy(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "schools/ash/policy.toml").read_text("utf-8"))


def lock(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "schools/ash/policy.lock").read_text("utf-8"))


def said(command: Command, root: Path, *arguments: str) -> str:
    run = command(*arguments, cwd=root)
    assert (run.status, run.err) == (0, ""), run
    return run.out


def test_a_scenario_is_settled_opened_and_does_not_apply(command: Command, told: Path) -> None:
    call = ("answer-scenario", "ash", "own-child")
    assert said(command, told, *call, "--settled-by", "purpose", "safety", "--because", "We asked.") == (
        "Settled by 1.1 Purpose; 1.2 Safety: A parent on the staff (own-child); 2 open.\n"
    )
    assert policy(told)["scenario"] == {
        "own-child": {"answer": "settled", "clauses": ["purpose", "safety"], "because": "We asked."}
    }
    assert set(lock(told)["settled"]["own-child"]) == {"purpose", "safety"}
    assert said(command, told, *call, "--settled-by", "purpose").startswith("Settled by 1.1 Purpose: ")
    assert policy(told)["scenario"]["own-child"]["because"] == "We asked."
    before = everything(told)
    assert said(command, told, *call, "--settled-by", "purpose") == "Nothing to change: the policy says so already.\n"
    assert everything(told) == before
    assert said(command, told, *call, "--does-not-apply", "No parents here.") == (
        "Does not apply: A parent on the staff (own-child); 2 open.\n"
    )
    assert policy(told)["scenario"]["own-child"] == {"answer": "does-not-apply", "because": "No parents here."}
    assert "settled" not in lock(told)
    assert said(command, told, *call, "--open", "--because", "In May.").startswith("Open: ")
    assert policy(told)["scenario"]["own-child"] == {"answer": "open", "because": "In May."}
    assert said(command, told, *call, "--open") == "Nothing to change: the policy says so already.\n"
    assert policy(told)["scenario"]["own-child"] == {"answer": "open", "because": "In May."}
    assert said(command, told, *call, "--open", "--because", "").startswith("Open: ")
    assert policy(told)["scenario"]["own-child"] == {"answer": "open"}


def test_a_process_is_answered_piece_by_piece(command: Command, told: Path) -> None:
    call = ("answer-process", "ash", "absence")
    assert said(command, told, *call, "--channel", "The line") == "Used: Absence (absence).\n"
    assert said(command, told, *call, "--who-posts", "The office.") == "Used: Absence (absence); dsl = the office.\n"
    kept = {"use": "yes", "channel": "The line", "who_posts": "The office.", "title": "Absence"}
    assert policy(told)["process"] == {"absence": kept}
    assert policy(told)["values"]["dsl"] == "the office"
    assert said(command, told, *call, "--who-posts", "The clerk.") == (
        "Used: Absence (absence); dsl = the clerk (was the office).\n"
    )
    assert said(command, told, *call, "--who-posts", "The office.")
    assert said(command, told, "set", "ash", "dsl=the head")
    assert said(command, told, *call, "--channel", "", "--social-media", "A word") == (
        "Open, because it is used, and no authoritative channel is named: Absence (absence); "
        "the answer says “The office.”, and the clause “the head” (dsl).\n"
    )
    assert said(command, told, *call, "--use", "no", "--who-posts", "") == "Not used: Absence (absence).\n"
    assert policy(told)["process"] == {"absence": {"use": "no", "social_media": "A word", "title": "Absence"}}
    assert said(command, told, *call, "--use", "no") == "Nothing to change: the policy says so already.\n"
    stands = json.loads(command("processes", "ash", "--json", cwd=told).out)[0]
    assert (stands["state"], stands["channel"], stands["channel_from"], stands["differs"]) == ("no", "", "", "")


def test_a_risk_is_answered(command: Command, told: Path) -> None:
    call = ("answer-device", "ash", "phone-lost")
    assert said(command, told, *call, "--measure", "safety", "purpose", "--owner", "the office") == (
        "Measured by 1.2 Safety; 1.1 Purpose: phone-lost.\n"
    )
    assert said(command, told, *call, "--owner", "the head") == "Answered: phone-lost.\n"
    assert policy(told)["device"] == {"phone-lost": {"measures": ["safety", "purpose"], "owner": "the head"}}
    assert said(command, told, *call, "--does-not-apply", "No phones.") == "Does not apply: phone-lost.\n"
    assert policy(told)["device"] == {"phone-lost": {"because": "No phones."}}
    assert said(command, told, *call, "--library") == "As the library says: phone-lost.\n"
    assert "device" not in policy(told)
    path = told / "schools/ash/policy.toml"
    by_hand = f'{path.read_text("utf-8")}\n[device.phone-lost]\nmeasures = ["safety"]\nbecause = "We lend one."\n'
    path.write_text(by_hand, encoding="utf-8")
    assert "cannot have a measure and not apply" in command(*call, "--owner", "the head", cwd=told).problem
    assert path.read_text("utf-8") == by_hand


def test_who_was_asked_is_noted(command: Command, told: Path) -> None:
    call = ("consulted", "ash", "2026-parents")
    first = ("--who", "parents", "--how", "A survey", "--on", "2026-10-03", "--group", "parents")
    assert said(command, told, *call, *first) == "Noted 2026-parents: parents.\n"
    assert said(command, told, *call, "--changed", "Replies are quicker.", "--on", "")
    assert policy(told)["consultation"] == {
        "2026-parents": {
            "who": "parents",
            "group": "parents",
            "how": "A survey",
            "changed": "Replies are quicker.",
        }
    }
    assert said(command, told, *call, "--remove") == "Took out 2026-parents.\n"
    assert "consultation" not in policy(told)


def test_the_related_policies_are_listed_and_noted(command: Command, told: Path) -> None:
    assert said(command, told, "related", "ash") == "No related policy is noted.\n"
    call = ("related", "ash", "conduct")
    assert said(command, told, *call, "--title", "Conduct", "--reviewed", "2026-01-12") == "Noted conduct: Conduct.\n"
    assert said(command, told, *call, "--where", "Staff room") == "Noted conduct: Conduct.\n"
    assert said(command, told, "related", "ash", "other", "--title", "Other")
    assert said(command, told, "related", "ash") == (
        "Conduct (conduct): reviewed 12 January 2026; Staff room\nOther (other): no review noted\n"
    )
    assert json.loads(command("related", "ash", "--json", cwd=told).out) == [
        {"key": "conduct", "title": "Conduct", "where": "Staff room", "reviewed": "2026-01-12"},
        {"key": "other", "title": "Other", "where": "", "reviewed": None},
    ]
    assert said(command, told, *call, "--remove") == "Took out conduct.\n"
    assert list(policy(told)["related-policy"]) == ["other"]


@pytest.mark.parametrize(
    ("call", "what"),
    [
        ("answer-scenario ash own-chlid --open", "there is no scenario 'own-chlid'; did you mean own-child?"),
        ("answer-scenario ash own-child", "answer-scenario takes one of --settled-by, --does-not-apply, --open; see"),
        ("answer-scenario ash own-child --open --settled-by purpose", "answer-scenario takes one of --settled-by"),
        ("answer-scenario ash own-child purpose", "'purpose' is one word too many; name clauses behind --settled-by"),
        ("answer-scenario ash own-child --settled-by extra", "extra is not in this policy, so it is no answer here;"),
        ("answer-scenario ash own-child --settled-by prupose", "there is no clause 'prupose'; did you mean purpose?"),
        ("answer-scenario ash own-child --does-not-apply x --because y", "--because goes without --does-not-apply"),
        ("answer-scenario ash own-child --open --because \x1b", "--because holds the character U+001B ESCAPE"),
        ("answer-scenario ash own-child --open --by ", "--by is empty"),
        ("answer-scenario nobody own-child --open", "there is no school"),
        ("answer-process ash absense --use no", "there is no process 'absense'; did you mean absence?"),
        ("answer-process ash absence", "answer-process says nothing; name --use, --channel"),
        ("answer-process ash absence --who-posts x", "absence has no answer yet; say --use yes, no or later as well"),
        ("answer-process ash absence --use perhaps", "Invalid value for '--use'"),
        ("answer-device ash phone-lots --owner x", "there is no risk 'phone-lots'; did you mean phone-lost?"),
        (
            "answer-device ash phone-lost",
            "answer-device takes one of --measure or --owner, --does-not-apply, --library",
        ),
        ("answer-device ash phone-lost --library", "there is no answer of this school about the risk 'phone-lost'"),
        ("answer-device ash phone-lost --measure extra", "extra is not in this policy"),
        ("consulted ash 2026-staff", "consulted says nothing about it; see policy-composer consulted --help"),
        ("consulted ash 2026-staff --how x", "2026-staff does not say who was asked"),
        ("consulted ash 2026-staff --who x --on today", "--on is a date, not 'today'; write it as 2026-11-22"),
        ("consulted ash 2026-staff --who x --group parnets", "there is no group 'parnets'; did you mean parents?"),
        ("consulted ash 2026_staff --who x", "'2026_staff' cannot be a consultation"),
        ("consulted ash 2026-staff --remove --who x", "--remove goes alone"),
        ("consulted ash 2026-staff --remove", "there is no consultation '2026-staff'"),
        ("related ash --title x", "related does not say which policy; name its key, such as behaviour"),
        ("related ash conduct", "related says nothing about it"),
        ("related ash conduct --json", "--json goes without KEY"),
        ("related ash conduct --where x", "conduct has no title"),
    ],
)
def test_bad_calls_are_one_line_and_write_nothing(command: Command, told: Path, call: str, what: str) -> None:
    before = everything(told)
    run = command(*call.split(" "), cwd=told)
    assert run.problem.startswith(what), run.problem
    assert everything(told) == before


def test_a_policy_without_its_lock_is_not_answered(command: Command, told: Path) -> None:
    (told / "schools/ash/policy.lock").unlink()
    run = command("answer-scenario", "ash", "own-child", "--open", cwd=told)
    assert "rebuild-lock ash" in run.problem


def test_a_lock_made_anew_says_that_answers_count_on_the_texts_of_today(command: Command, told: Path) -> None:
    assert said(command, told, "answer-scenario", "ash", "own-child", "--settled-by", "purpose")
    (told / "schools/ash/policy.lock").unlink()
    told_so = (
        "1 situation answered as settled counts as answered on the texts of today: see policy-composer scenarios ash"
    )
    assert told_so in said(command, told, "rebuild-lock", "ash").splitlines()
    assert set(lock(told)["settled"]) == {"own-child"}
