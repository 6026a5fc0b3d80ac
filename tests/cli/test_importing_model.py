"""``import FILE --as model``, on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import everything

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command, Run

FIRST = """\
# Model policy

## 1 Purpose

At [Name of School] we ask [IT provider] for help, as section 2.2 says.

## 2 Staff

2.1 **Accounts.** Staff must keep their own accounts private, and must not add pupils.

2.2 Two people hold each password, and it is changed once a year in the spring.

![The council's logo](logo.png)

## Appendix A: Form

I agree to pictures of my child on the school's page.
"""
SECOND = """\
# Model policy

Version 2.

## 1 Staff

1.1 Two people hold each password, and it is changed once a term.

1.2 **Accounts.** Staff must keep their own accounts private, and must not add pupils or parents.

1.3 **Pictures.** A picture is posted when its parents agree to it.

## 2 Purpose

At [Name of School] we ask [IT provider] for help, as section 2.2 says.
"""
AS_MODEL = ("--as", "model", "--id", "anyshire")
PUBLISHER = ("--publisher", "Anyshire Council")


@pytest.fixture
def documents(small: Path) -> Path:
    (small / "first.md").write_text(FIRST, "utf-8")
    (small / "second.md").write_text(SECOND, "utf-8")
    return small


@pytest.fixture
def imported(command: Command, documents: Path) -> Run:
    return command("import", "first.md", *AS_MODEL, *PUBLISHER, "--version", "1", cwd=documents)


def test_what_came_of_it_is_told(imported: Run, documents: Path, command: Command) -> None:
    assert (imported.status, imported.err) == (1, "")
    assert imported.out.startswith("first.md: Model policy, version 1 of ")
    for line in (
        "3 sections, 4 clauses.",
        "Staff (staff)",
        "  2.1  Accounts ",
        "Appendices (appendices), appendices",
        "  {{school_name}} for [Name of School] (piece 1), in the dictionary",
        "  {{it_provider}} for [IT provider] (piece 1), new: What goes in place of “IT provider”?",
        "Left out:\n  picture (line 13): The council's logo",
        "  Piece 1 (Purpose) points to “section 2.2” (here piece 3, ",
        "what was done is told in import.md there.",
    ):
        assert line in imported.out
    assert "Model policy" in command("models", cwd=documents).out
    record = (documents / "clauses/models/anyshire/import.md").read_text("utf-8")
    assert "- picture (line 13): The council's logo" in record


def test_a_dry_run_writes_nothing(command: Command, documents: Path) -> None:
    before = everything(documents)
    run = command("import", "first.md", *AS_MODEL, "--dry-run", cwd=documents)
    assert (run.status, run.out.endswith("\nNothing is written (--dry-run).\n")) == (1, True)
    assert everything(documents) == before


def test_a_document_that_is_carried_whole_has_status_0(command: Command, documents: Path) -> None:
    (documents / "plain.md").write_text("# A\n\n## B\n\nText.\n\n## C\n\nMore text.\n", "utf-8")
    run = command("import", "plain.md", *AS_MODEL, *PUBLISHER, "--date", "2026-09-01", cwd=documents)
    assert (run.status, run.out.splitlines()[:2]) == (
        0, ["plain.md: A, version 2026 of 1 September 2026.", "2 sections, 2 clauses."]
    )  # fmt: skip


def test_json_has_every_key(command: Command, documents: Path) -> None:
    run = command("import", "first.md", *AS_MODEL, *PUBLISHER, "--json", "--nation", "wales", cwd=documents)
    said = json.loads(run.out)
    assert set(said) == {
        "file", "sha256", "model", "title", "publisher", "version", "date", "later", "sections", "clauses", "gone",
        "placeholders", "left_out", "notes", "written",
    }  # fmt: skip
    assert (said["publisher"], said["later"], said["gone"]) == ("Anyshire Council", False, [])
    assert [(each["number"], each["id"], each["state"]) for each in said["clauses"]][1] == ("2.1", "accounts", "new")
    assert said["written"].endswith("anyshire")
    help_ = " ".join(command("import", "--help", cwd=documents).out.split())
    for key in (*said, *said["clauses"][0], *said["placeholders"][0], *said["left_out"][0], *said["sections"][0]):
        assert key in help_


@pytest.mark.usefixtures("imported")
def test_a_school_takes_a_later_edition_in(command: Command, documents: Path) -> None:
    def run(*arguments: str, stdin: bytes = b"") -> Run:
        return command(*arguments, cwd=documents, stdin=stdin)

    new = ("--name", "Oak School", "--phase", "primary", "--nation", "england", "--type", "community")
    assert run("new", "oak", *new, "--model", "anyshire").status == 0
    passwords = next(path.stem for path in documents.glob("clauses/models/anyshire/*/two-people*.md"))
    assert run("set", "oak", "it_provider=Ash IT").status == 0
    assert run("pick", "oak", "purpose-anyshire", passwords, "form").status == 0
    ours = b"Staff must keep their own accounts private, and must not add pupils. We mean it.\n"
    assert run("adapt", "oak", "accounts", "--text-file", "-", "--reason", "Clearer.", stdin=ours).status == 0
    assert "At Oak School we ask Ash IT for help" in run("export", "oak", "-o", "-").out

    later = run("import", "second.md", *AS_MODEL)
    assert "5 clauses: 2 new, 1 as before, 2 reworded; 1 gone." in later.out
    assert "Gone since the edition before:\n  form\n" in later.out
    assert "A school takes it in with: policy-composer update SCHOOL" in later.out

    plan = {each["id"]: each for each in json.loads(run("update", "oak", "--json").out)["entries"]}
    assert plan[passwords]["state"] == "take-theirs"
    assert plan["accounts"]["theirs"].endswith("pupils or parents.\n")
    assert plan["accounts"]["state"] in {"clean", "suggested", "conflict"}
    assert (plan["form"]["state"], plan["pictures"]["state"]) == ("withdrawn", "new")
    assert "At Oak School we ask Ash IT for help" in run("export", "oak", "-o", "-").out
    assert run("check", "oak").err == ""


@pytest.mark.usefixtures("imported")
def test_the_same_file_again_changes_no_clause(command: Command, documents: Path) -> None:
    before = everything(documents)
    run = command("import", "first.md", *AS_MODEL, "--version", "1", cwd=documents)
    assert "4 clauses: 4 as before; 0 gone." in run.out
    assert "The edition before is called version 1 too: give this one another with --version." in run.out
    after = everything(documents)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"clauses/models/anyshire/import.md"}
    assert set(after) == set(before)


def test_what_is_wrong_is_one_line_and_writes_nothing(command: Command, documents: Path) -> None:
    (documents / "bad.md").write_bytes(b"caf\xe9\n")
    (documents / "empty.md").write_bytes(b"\n")
    before = everything(documents)
    for arguments, said in (
        (("first.md", *AS_MODEL), "import does not know who publishes this model; name them with --publisher"),
        (
            ("first.md", "--as", "model", "--id", "county", *PUBLISHER),
            "there is a model of this id that was not imported",
        ),
        (("first.md", "--as", "model", "--id", "../x", *PUBLISHER), "'../x' cannot be a model"),
        (("bad.md", *AS_MODEL, *PUBLISHER), "bad.md:1: this is not UTF-8 text; save it as UTF-8"),
        (("empty.md", *AS_MODEL, *PUBLISHER), "empty.md: there is no text in this document to import"),
        (("none.md", *AS_MODEL, *PUBLISHER), "none.md: cannot be read"),
        (("first.md", *AS_MODEL, *PUBLISHER, "--date", "May"), "--date is a date, not 'May'"),
        (("first.md", *AS_MODEL, *PUBLISHER, "--nation", "france"), "--nation is not 'france'; choose england"),
        (("first.md", *AS_MODEL, *PUBLISHER, "--match", "1=x"), "--match goes with --as school"),
        (("first.md", "--as", "school", "--id", "oak", *PUBLISHER), "--publisher goes with --as model"),
        (("first.md", *AS_MODEL, "--publisher", "A\x1b[2J"), "--publisher holds the character U+001B ESCAPE"),
    ):
        assert said in command("import", *arguments, cwd=documents).problem
    assert everything(documents) == before


def test_text_from_others_does_nothing_to_the_terminal(command: Command, documents: Path) -> None:
    (documents / "odd.md").write_text(
        "# A\n\n## B \x1b[2J\u202e\n\nText [\x1b]0;x\x07 name].\n\n## C\n\nText.\n", "utf-8"
    )
    run = command("import", "odd.md", *AS_MODEL, *PUBLISHER, cwd=documents)
    assert run.status == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(run.out + run.err)
    assert command("models", cwd=documents).status == 0


def test_without_a_library_of_its_own_the_workspace_gets_one(command: Command, tmp_path: Path) -> None:
    (tmp_path / "first.md").write_text(FIRST, "utf-8")
    dry = command("import", "first.md", *AS_MODEL, "--dry-run", cwd=tmp_path)
    assert (dry.status, (tmp_path / "clauses").exists()) == (1, False)
    run = command("import", "first.md", *AS_MODEL, *PUBLISHER, cwd=tmp_path)
    assert run.out.startswith("The clause library that came with the program is now in ")
    assert (tmp_path / "clauses/models/anyshire/model.toml").is_file()
    assert (tmp_path / "clauses/models/county-model/model.toml").is_file()


@pytest.mark.usefixtures("imported")
def test_a_model_that_a_cut_off_import_moved_aside_comes_back(command: Command, documents: Path) -> None:
    models = documents / "clauses" / "models"
    (models / "anyshire").rename(models / ".anyshire.earlier")
    run = command("import", "first.md", *AS_MODEL, "--version", "1.1", cwd=documents)
    assert run.err == (
        "policy-composer: an earlier import of anyshire was cut off; the model is back as it was before that\n"
    )
    assert "4 clauses: 4 as before; 0 gone." in run.out
    assert sorted(path.name for path in models.iterdir()) == ["anyshire", "county"]
