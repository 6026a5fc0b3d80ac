"""The job of an IT lead, done from the command line on the sample school and on a new one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from tests.sample_school import make_unfinished

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

SCHOOL = "oakfield-primary"


def compared(command: Command, workspace: Path, school: str = SCHOOL) -> dict[str, dict[str, Any]]:
    data = json.loads(command("diff", school, "--json", cwd=workspace).out)
    return {entry["id"]: entry for entry in data["clauses"]}


def test_looking(command: Command, real_workspace: Path) -> None:
    schools = json.loads(command("schools", "--json", cwd=real_workspace).out)
    oakfield = next(school for school in schools if school["slug"] == SCHOOL)
    assert oakfield["name"] == "Oakfield Primary School"
    assert oakfield["counts"]["adapted"] >= 5
    assert oakfield["counts"]["dropped"] >= 2
    assert oakfield["counts"]["added"] >= 1
    assert list(oakfield["counts"]) == ["as-is", "adapted", "dropped", "added", "undecided"]
    table = command("schools", cwd=real_workspace / "schools" / SCHOOL)
    assert SCHOOL in table.out
    assert table.status == 0

    models = command("models", cwd=real_workspace)
    assert "county-model" in models.out

    found = command("clauses", "PICTURE", "--category", "positive-use", cwd=real_workspace)
    assert found.status == 0
    assert "image-consent" in found.out
    assert "purpose" not in found.out.split()
    nothing = command("clauses", "no-such-words-anywhere", cwd=real_workspace)
    assert (nothing.status, nothing.out) == (1, "")

    shown = command("show", "image-consent", cwd=real_workspace)
    assert "Freedom:" in shown.out
    assert "Rests on:" in shown.out
    about = json.loads(command("show", "class-groups", "--school", SCHOOL, "--json", cwd=real_workspace).out)
    assert about["school"]["state"] == "adapted"
    assert about["school"]["reason"]
    assert "{+" in about["school"]["diff"]

    values = command("values", SCHOOL, cwd=real_workspace)
    assert values.status == 0
    assert "review_months = 12" in values.out
    assert values.err == ""


def test_comparing_and_exporting(command: Command, workspace: Path) -> None:
    entries = compared(command, workspace)
    said = command("diff", SCHOOL, cwd=workspace)
    assert said.status == 1
    for entry in entries.values():
        assert entry["title"] in said.out
    dropped = command("diff", SCHOOL, "--only", "dropped", cwd=workspace)
    assert dropped.out.count("✗  dropped:") == sum(entry["kind"] == "dropped" for entry in entries.values())
    as_is = next(entry for entry in entries.values() if entry["kind"] == "as-is" and not entry["moved"])
    assert command("diff", SCHOOL, as_is["id"], cwd=workspace).status == 0

    first = command("export", SCHOOL, cwd=workspace)
    made = workspace / f"{SCHOOL}-social-media-policy.md"
    policy = made.read_text(encoding="utf-8")
    assert first.out == f"Wrote {made.name}.\n"
    again = command("export", SCHOOL, cwd=workspace)
    assert "--force" in again.problem
    assert command("export", SCHOOL, "--force", cwd=workspace).status == first.status
    assert made.read_text(encoding="utf-8") == policy == command("export", SCHOOL, "-o", "-", cwd=workspace).out
    assert "{{" not in policy
    assert "Oakfield Primary School" in policy
    tokens = MarkdownIt("commonmark").parse(policy)
    titles = [tokens[at + 1].content for at, token in enumerate(tokens) if token.tag == "h2" and token.nesting == 1]
    numbered = [int(title.split()[0]) for title in titles if title[0].isdigit()]
    assert numbered == list(range(1, len(numbered) + 1))
    assert titles[-1] == "Appendices"

    changes = command("export", SCHOOL, "--what", "changes", "-o", "-", cwd=workspace)
    assert "We never livestream" in changes.out or "livestream" in changes.out
    page = command("diff", SCHOOL, "--format", "html", cwd=workspace)
    assert page.out.startswith("<!DOCTYPE html>")


def test_a_new_school_from_nothing_to_an_exported_policy(command: Command, small: Path) -> None:
    empty = command("new", "birch", cwd=small)
    for word in ("--name", "--phase (nursery / primary", "--nation (england", "--type"):
        assert word in empty.problem
    assert "is the name of a command" in command("new", "diff", cwd=small).problem
    made = command(
        "new", "birch", "--name", "Birch School", "--phase", "primary", "--nation", "england", "--type", "community",
        cwd=small,
    )  # fmt: skip
    assert made.status == 0
    assert "2 clauses to decide on" in made.out

    picked = command("pick", "birch", "purpose", "extra", "--by", "The headteacher", cwd=small)
    assert picked.out.startswith("Picked 2 clauses: purpose, extra.\n")
    assert "1 blank to fill and 1 undecided clause" in picked.out
    draft = command("export", "birch", "-o", "draft.md", cwd=small)
    assert draft.status == 1
    assert draft.err.count("\n") == 1
    assert "To fill in: Who leads on safeguarding?" in (small / "draft.md").read_text()

    (small / "own.md").write_bytes(b"\xef\xbb\xbfStaff must tell {{dsl}} first.\r\nWithin a day.\r\n")
    needs_reason = command("adapt", "birch", "safety", "--text-file", "own.md", cwd=small)
    assert "needs a reason" in needs_reason.problem
    adapted = command("adapt", "birch", "safety", "--text-file", "own.md", "--reason", "Names a role.", cwd=small)
    assert adapted.out.startswith("Adapted Safety (safety): +")
    local = command(
        "add", "birch", "pupils", "--title", "Pupils' page", "--section", "governance", "--text-file", "-",
        cwd=small, stdin=b"Pupils <b>help</b>.\n",
    )  # fmt: skip
    assert "as 1.4 in the section Governance" in local.out
    moved = command("move", "birch", "pupils", "--before", "purpose", cwd=small)
    assert "it is now 1.1" in moved.out
    filled = command("set", "birch", "dsl=the *safeguarding* lead", "days=5", cwd=small)
    assert "Nothing is left to settle" in filled.out
    assert command("set", "birch", "days=5", cwd=small).out.startswith("Nothing to change")

    done = command("export", "birch", "-o", "-", cwd=small)
    assert (done.status, done.err) == (0, "")
    assert "Ask the \\*safeguarding\\* lead, within 5 days." in done.out
    assert "Pupils &lt;b>help&lt;/b>." in done.out
    text = (small / "schools/birch/policy.toml").read_text()
    assert 'decided_by = "The headteacher"' in text
    assert "\r" not in text

    restored = command("restore", "birch", "safety", cwd=small)
    assert "    Staff must tell {{dsl}} first.\n    Within a day.\n" in restored.out
    dropped = command("drop", "birch", "extra", cwd=small)
    assert dropped.status == 0
    assert "extra" not in (small / "schools/birch/policy.toml").read_text()
    without = command("drop", "birch", "safety", cwd=small)
    assert "needs a reason" in without.problem
    kept = command("set", "birch", "days=", cwd=small)
    assert "days is empty now" in kept.out


def test_two_files(command: Command, tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("Staff may post.\n")
    (tmp_path / "new.md").write_text("Staff must not post.\n")
    same = command("diff-files", "old.md", "old.md", cwd=tmp_path)
    assert same.status == 0
    other = command("diff-files", "old.md", "-", cwd=tmp_path, stdin=(tmp_path / "new.md").read_bytes())
    assert other.status == 1
    assert "old.md → standard input" in other.out
    assert "was “may”, is now “must not”" in other.out
    data = json.loads(command("diff-files", "old.md", "new.md", "--json", cwd=tmp_path).out)
    assert data["obligations"][0]["old"] == "may"


def test_a_whole_section_is_picked_at_once(command: Command, workspace: Path) -> None:
    make_unfinished(workspace)
    picked = command("pick", SCHOOL, "--section", "positive-use", "--by", "the head", cwd=workspace)
    assert picked.status == 0
    assert picked.out.startswith("Picked Keeping our accounts secure (account-security).")
    policy = (workspace / "schools" / SCHOOL / "policy.toml").read_text(encoding="utf-8")
    assert '[clause.account-security]\nmode = "as-is"\ndecided_by = "the head"' in policy
    again = command("pick", SCHOOL, "--section", "positive-use", cwd=workspace)
    assert again.problem.startswith("nothing in the section positive-use is undecided")
    assert "there is no section 'positive'" in command("pick", SCHOOL, "--section", "positive", cwd=workspace).problem
    assert command("pick", SCHOOL, cwd=workspace).problem.startswith("pick names no clause")


def test_a_mistyped_command_is_named_with_the_nearest(command: Command, workspace: Path) -> None:
    assert command("pik", SCHOOL, "purpose", cwd=workspace).problem == (
        "there is no school or command 'pik'; did you mean pick?"
    )
    assert "'x' is one word too many" in command(SCHOOL, "x", cwd=workspace).problem
