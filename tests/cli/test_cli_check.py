"""``check``, ``check-file`` and ``set-aside`` as somebody at a terminal uses them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from composer.policy import decisions
from composer.store.library_files import load_library
from composer.store.school_files import open_school, save_school
from composer.store.workspace import find_workspace
from tests.conftest import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

SCHOOL = "oakfield-primary"
TEXT = "Ask your school about the page.\n"


@pytest.fixture
def bad(workspace: Path) -> Path:
    """The sample school with a template's voice in one clause."""
    opened = open_school(find_workspace(workspace), SCHOOL, load_library(workspace / "clauses"))
    library = load_library(workspace / "clauses")
    model = library.model(opened.draft.policy.model)
    text = opened.draft.text("purpose") + "\n" + TEXT
    draft = decisions.adapt(
        opened.draft, library.under(model), model, "purpose", text, by="IT lead", on=TODAY, reason="Ours."
    )
    save_school(opened, draft)
    return workspace


def voices(out: str) -> list[dict[str, object]]:
    return [each for each in json.loads(out) if each["check"] == "template-voice"]


def test_check_names_the_clause_the_line_and_the_mend_and_exits_1(command: Command, bad: Path) -> None:
    run = command("check", SCHOOL, cwd=bad)
    assert run.status == 1
    (line,) = [line for line in run.out.splitlines() if "your school" in line]
    assert line.startswith("! warn: 1.1 ")
    assert "“your school” speaks to the person who drafts a policy" in line
    assert "policy-composer set-aside oakfield-primary " in run.out


def test_json_has_the_exact_place(command: Command, bad: Path) -> None:
    (finding,) = voices(command("check", SCHOOL, "--json", cwd=bad).out)
    place = finding["place"]
    assert isinstance(place, dict)
    assert (place["kind"], place["id"], place["words"]) == ("clause", "purpose", "your school")
    text = open_school(find_workspace(bad), SCHOOL, load_library(bad / "clauses")).draft.text("purpose")
    assert text[place["start"] : place["stop"]] == "your school"
    assert text.split("\n")[place["line"] - 1] == TEXT.strip()
    assert (finding["severity"], finding["number"], finding["set_aside"]) == ("warn", 7, None)


def test_a_finding_set_aside_is_counted_and_shown_with_its_reason_until_the_text_changes(
    command: Command, bad: Path
) -> None:
    found = command("check", SCHOOL, "--json", cwd=bad).out
    key = str(voices(found)[0]["key"])
    before = sum(each["set_aside"] is not None for each in json.loads(found))
    run = command("set-aside", SCHOOL, key, "--reason", "A quotation.", "--by", "The head", cwd=bad)
    assert run.status == 0, run
    assert "Set aside: “your school”" in run.out
    assert f" · {before + 1} set aside" in command("check", SCHOOL, cwd=bad).out
    told = command("check", SCHOOL, "--all", cwd=bad).out
    assert "set aside by The head on " in told
    assert "A quotation." in told
    policy = bad / "schools" / SCHOOL / "policy.toml"
    policy.write_text(policy.read_text("utf-8").replace("Ask your school about", "Do ask your school about"), "utf-8")
    run = command("check", SCHOOL, cwd=bad)
    assert "your school" in run.out
    assert "the text has changed since" in run.out


def test_asking_again_opens_it(command: Command, bad: Path) -> None:
    key = str(voices(command("check", SCHOOL, "--json", cwd=bad).out)[0]["key"])
    command("set-aside", SCHOOL, key, "--reason", "A quotation.", "--by", "The head", cwd=bad)
    assert command("set-aside", SCHOOL, key, "--ask-again", cwd=bad).status == 0
    assert voices(command("check", SCHOOL, "--json", cwd=bad).out)[0]["set_aside"] is None
    assert "A quotation." not in (bad / "schools" / SCHOOL / "policy.toml").read_text("utf-8")


LONG = f"{' and'.join([' one word'] * 11)}."


def test_of_advice_that_repeats_itself_the_first_is_told_and_the_rest_counted(command: Command, bad: Path) -> None:
    (bad / "long.md").write_text("# Our policy\n\n" + f"So{LONG}\n\n" * 8, "utf-8")
    run = command("check-file", "long.md", "--school", SCHOOL, cwd=bad)
    assert run.out.count("This sentence has") == 3
    assert "i info: and 5 more of “Hard to read”, on lines 9, 11, 13, 15, 17\n" in run.out
    every = command("check-file", "long.md", "--school", SCHOOL, "--only", "info", cwd=bad)
    assert every.out.count("This sentence has") == 8
    data = json.loads(command("check-file", "long.md", "--school", SCHOOL, "--json", cwd=bad).out)
    assert sum(each["check"] == "hard-to-read" and each["place"]["line"] > 0 for each in data) == 8
    assert f"{sum(each['severity'] == 'info' for each in data)} info in long.md." in run.out


def test_what_has_one_mend_for_the_whole_file_is_told_with_it_once(command: Command, bad: Path) -> None:
    (bad / "short.md").write_text("# Our policy\n\nBe kind.\n", "utf-8")
    out = command("check-file", "short.md", "--school", SCHOOL, cwd=bad).out
    assert out.count("Nothing here seems to speak of") > 3
    assert out.count("    Say what the school does about it\n") == 1


def test_another_name_that_may_stand_in_a_file_is_given_with_the_call(command: Command, bad: Path) -> None:
    (bad / "trust.md").write_text("# Our policy\n\nWe belong to the Lantern Learning Trust.\n", "utf-8")
    profile = "--name X --phase primary --nation england --type academy"
    called = ("check-file", "trust.md", *profile.split())
    assert "Lantern Learning Trust" in command(*called, cwd=bad).out
    assert "Lantern Learning Trust" not in command(*called, "--also", "Lantern Learning Trust", cwd=bad).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check-file", "policy.md", "--school", SCHOOL, "--also", "X"), "--also goes without --school"),
        (("set-aside", SCHOOL, "template-voice-00000000", "--reason", "x"), "there is no finding"),
        (("set-aside", SCHOOL, "nothing", "--ask-again"), "there is no finding"),
        (("set-aside", SCHOOL, "nothing", "--ask-again", "--reason", "x"), "--ask-again takes no reason"),
        (("check", "oakfeild"), "oakfield-primary"),
        (("check-file", "no-such.md", "--school", SCHOOL), "no-such.md"),
        (("check-file", "policy.md"), "does not know whose policy it is"),
        (("check-file", "policy.md", "--school", SCHOOL, "--name", "X"), "--name goes without --school"),
        (("check-file", "policy.md", "--name", "X"), "--phase"),
        (
            ("check-file", "policy.md", "--name", "X", "--phase", "big", "--nation", "wales", "--type", "community"),
            "not a phase",
        ),
        (("check-file", "empty.md", "--school", SCHOOL), "there is no policy in it"),
        (("check-file", "binary.md", "--school", SCHOOL), "binary.md"),
        (("check-file", "escape.md", "--school", SCHOOL), "escape.md:2"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    command: Command, bad: Path, arguments: tuple[str, ...], said: str
) -> None:
    (bad / "policy.md").write_text("# P\n", "utf-8")
    (bad / "empty.md").write_text(" \n", "utf-8")
    (bad / "binary.md").write_bytes(b"\xff\xfe\x00")
    (bad / "escape.md").write_text("a\n\x1b[2J\n", "utf-8")
    before = (bad / "schools" / SCHOOL / "policy.toml").read_bytes()
    assert said in command(*arguments, cwd=bad).problem
    assert (bad / "schools" / SCHOOL / "policy.toml").read_bytes() == before


def test_nothing_is_set_aside_without_a_reason(command: Command, bad: Path) -> None:
    key = str(voices(command("check", SCHOOL, "--json", cwd=bad).out)[0]["key"])
    assert "reason" in command("set-aside", SCHOOL, key, cwd=bad).problem


def test_check_file_tells_file_and_line_as_editors_read_them(command: Command, workspace: Path) -> None:
    (workspace / "ours.md").write_text(f"# Our policy\n\n{TEXT}", "utf-8")
    run = command("check-file", "ours.md", "--school", SCHOOL, "--explain", cwd=workspace)
    assert run.status == 1
    assert "ours.md:3: ! warn: “your school”" in run.out
    assert "Why: The school has to speak for itself" in run.out
    described = ("--name", "Hill School", "--phase", "primary", "--nation", "wales", "--type", "community")
    run = command("check-file", "-", *described, "--json", cwd=workspace, stdin=TEXT.encode())
    assert voices(run.out)[0]["place"]["line"] == 1  # type: ignore[index]


def test_a_damaged_rule_is_one_line_with_its_place(command: Command, workspace: Path) -> None:
    (workspace / "clauses" / "rules" / "own.toml").write_text('[template-voice.x]\nword = ["x"]\n', "utf-8")
    problem = command("check", SCHOOL, cwd=workspace).problem
    assert "own.toml:2" in problem


def test_an_authority_adds_a_rule_by_adding_a_file(command: Command, workspace: Path) -> None:
    rule = '[template-voice.ours]\nwords = ["social media"]\ninstead = "the web"\n'
    (workspace / "clauses" / "rules" / "own.toml").write_text(rule, "utf-8")
    run = command("check", SCHOOL, "--only", "warn", cwd=workspace)
    assert "Write “the web”" in run.out
