"""A school's own document taken in: proposed, corrected and made, with nothing written before."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from composer.cli.desk import Desk
from composer.cli.importing_school import Corrections, correct
from composer.imports.as_school import for_school
from composer.imports.matching import matcher
from composer.imports.reading import read_document
from composer.policy.clause import Clause
from composer.policy.library import Category, Library, Model, ModelSection
from composer.policy.problems import Problem
from composer.policy.school import Profile
from composer.session.importing import Importing
from tests.cli.conftest import everything

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command, Run

TEXT = """\
# Being online at Hill Primary School

## Why

### 1.1 Purpose

We post good news.
Ask Mrs Jones, within 3 days.

### 1.2 Our bus

The minibus has no signal.

Nobody rings the driver. The office rings.

## Care

### 2.1 Ask first

Staff must ask first. Nobody waits for [the name of the moon].
"""

PROFILE = ("--name", "Hill Primary School", "--phase", "primary", "--nation", "england", "--type", "community")


@pytest.fixture
def importing(small: Path) -> Path:
    """A small workspace with a document to import."""
    (small / "ours.md").write_text(TEXT)
    return small


def run_import(command: Command, cwd: Path, *more: str) -> Run:
    return command("import", "ours.md", "--as", "school", "--id", "hill", *more, cwd=cwd)


def test_the_proposal_is_shown_and_nothing_written(command: Command, importing: Path) -> None:
    run = run_import(command, importing)
    assert run.status == 1, run.err
    assert run.err == ""
    assert "3 pieces, matched to A county's model, version 1." in run.out
    assert "1 as-is, 1 adapted, 1 the school's own (local), 0 left out; 0 clauses of the model" in run.out
    assert "The school seems to be: Hill Primary School" in run.out
    lines = [" ".join(line.split()) for line in run.out.splitlines()]
    assert "1 1.1 Purpose as-is purpose 100 %" in lines
    assert "2 1.2 Our bus local" in lines
    assert "dsl: Mrs Jones" in lines
    assert "[the name of the moon]" in run.out
    assert not (importing / "schools" / "hill").exists()


def test_one_piece_is_shown_with_its_difference_and_where_it_may_be_split(command: Command, importing: Path) -> None:
    run = run_import(command, importing, "--match", "2=extra", "--show", "2")
    assert run.status == 1, run.err
    assert run.out.startswith("Piece 2 (line 10): 1.2 Our bus\nBecomes: adapted extra, 0 % the same\n")
    assert "{+The minibus has no signal.+}" in run.out
    assert "It may be split before:\n  1 Nobody rings the driver.\n  2 The office rings.\n" in run.out


def test_the_proposal_is_made_as_corrected(command: Command, importing: Path) -> None:
    run = run_import(
        *(command, importing, "--write", *PROFILE, "--split", "2@1", "--match", "2.2=extra", "--leave-out", "3"),
        *("--retitle", "2=The bus", "--title", "Online at Hill", "--by", "The head"),
    )
    assert (run.status, run.err) == (0, "")
    assert "of 4 pieces: 1 as-is, 1 adapted, 1 the school's own, 1 left out.\n" in run.out
    assert "The model has 1 clause that it lacks" in run.out
    folder = importing / "schools" / "hill"
    assert sorted(each.name for each in folder.iterdir()) == ["import.md", "policy.lock", "policy.toml"]
    policy = tomllib.loads((folder / "policy.toml").read_text())
    assert policy["title"] == "Online at Hill"
    assert policy["section"] == {"why": {"title": "Why", "clauses": ["purpose", "the-bus", "extra"]}}
    assert policy["values"] == {"dsl": "Mrs Jones", "days": 3}
    assert policy["clause"]["extra"]["text"] == "Nobody rings the driver. The office rings.\n"
    assert {each["decided_by"] for each in policy["clause"].values()} == {"The head"}
    record = (folder / "import.md").read_text()
    assert "- Piece 3, Ask first: 12 words\n" in record
    assert "“Our bus”" in record
    exported = command("export", "hill", "-o", "-", cwd=importing)
    assert "### 1.1 Purpose\n\nWe post good news.\nAsk Mrs Jones, within 3 days.\n" in exported.out


def test_the_same_document_gives_the_same_files(command: Command, importing: Path) -> None:
    made = []
    for slug in ("hill", "dale"):
        run = command("import", "ours.md", "--as", "school", "--id", slug, "--write", *PROFILE, cwd=importing)
        assert run.status == 0, run.err
        made.append(everything(importing / "schools" / slug))
    assert made[0] == made[1]


def test_merged_pieces_keep_their_first_number(command: Command, importing: Path) -> None:
    run = run_import(command, importing, "--merge", "1", "--local", "1", "--json")
    assert run.status == 1, run.err
    data = json.loads(run.out)
    assert [(each["piece"], each["kind"]) for each in data["pieces"]] == [("1+2", "local"), ("3", "adapted")]
    assert data["lacking"] == ["purpose"]


def test_the_json_has_the_documented_keys(command: Command, importing: Path) -> None:
    from composer.cli.importing_school import KEYS

    data = json.loads(run_import(command, importing, "--json").out)
    assert [key for key in data if f"{key} (" not in KEYS and f"{key}:" not in KEYS and f"{key}," not in KEYS] == []
    piece = data["pieces"][0]
    assert [key for key in piece if key not in KEYS] == []
    assert piece["diff"]["old"] == piece["diff"]["new"]
    assert data["values"][0] == {"name": "dsl", "said": "Mrs Jones", "set": True, "pieces": ["1"]}
    assert data["counts"] == {"as-is": 1, "adapted": 1, "local": 1, "left_out": 0}
    assert data["written"] is None
    written = json.loads(run_import(command, importing, "--json", "--write", *PROFILE).out)
    assert written["written"].endswith("policy.toml")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--show", "0"), "there is no piece '0'"),
        (("--write",), "import needs also --name NAME, --phase"),
        (("--write", *PROFILE[:-1], "academie"), "'academie' is not a type of school in England"),
        (("--match", "1=purpse"), "did you mean purpose?"),
        (("--title", "\x1b[2J"), "title holds the character"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(
    command: Command, importing: Path, more: tuple[str, ...], said: str
) -> None:
    before = everything(importing)
    assert said in run_import(command, importing, *more).problem
    assert everything(importing) == before


@pytest.fixture(scope="module")
def proposed() -> Importing:
    """The document as it is proposed, to be corrected and then put back."""
    desk = Desk(None)
    cut, origin = for_school(read_document(TEXT.encode(), "ours.md"), {})
    clause = Clause("extra", "one", "Extra", "Something more.\n", 1)
    library = Library({"one": Category("one", "One", 1)}, {"extra": clause})
    model = Model("m", "M", "P", "1", desk.today, (ModelSection("s", "S", ("extra",)),))
    profile = Profile("Hill Primary School", "primary", "england", "community")
    return Importing(cut, matcher(library, model), profile, origin=origin, today=desk.today)


@pytest.mark.parametrize(
    ("corrections", "said"),
    [
        (Corrections(matches=("1",)), "--match '1' is not piece=something"),
        (Corrections(matches=("9=extra",)), "there is no piece '9'; there are 1 to 3"),
        (Corrections(merges=("2",)), "nothing follows piece 2 in its section"),
        (Corrections(merges=("x",)), "a piece takes a number, not 'x'"),
        (Corrections(merges=("1",), locals=("2",)), "piece 2 is part of 1+2 now"),
        (Corrections(splits=("1@9",)), "piece 1 has no split point 9"),
        (Corrections(splits=("1@0",)), "piece 1 has no split point 0"),
        (Corrections(splits=("1@x",)), "--split takes a number, not 'x'"),
        (Corrections(titles=("1= ",)), "--retitle '1= ' is not piece=something"),
        (Corrections(matches=("1=extra", "2=extra")), "--match 1=extra and --match 2=extra cannot both be"),
        (Corrections(matches=("1=extra",), locals=("1",)), "--match 1=extra and --local 1 cannot both be"),
        (Corrections(merges=("1",), locals=("1",), left_out=("1+2",)), "--local 1 and --leave-out 1+2 cannot both be"),
    ],
)
def test_a_wrong_correction_is_told(proposed: Importing, corrections: Corrections, said: str) -> None:
    with pytest.raises(Problem) as caught:
        correct(proposed, corrections)
    assert said in str(caught.value)
    undo_all(proposed)


@pytest.mark.parametrize(
    ("corrections", "labels"),
    [
        (Corrections(splits=("1@1", "2@1")), ["1", "1.2", "2", "2.2", "3"]),
        (Corrections(splits=("2@1", "2@2")), ["1", "2", "2.2", "2.3", "3"]),
        (Corrections(merges=("1",), splits=("2@1",)), ["1+2", "2.2", "3"]),
        (Corrections(merges=("1",), splits=("1@1",)), ["1", "1+2", "3"]),
        (Corrections(merges=("1",), splits=("1@1",), left_out=("1",)), ["1", "1+2", "3"]),
    ],
)
def test_numbers_stay_those_of_the_proposal(proposed: Importing, corrections: Corrections, labels: list[str]) -> None:
    correct(proposed, corrections)
    found = [row.label for row in proposed.rows]
    undo_all(proposed)
    assert found == labels


def undo_all(importing: Importing) -> None:
    while importing.can_undo:
        importing.undo()


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("ash", "there is a folder for ash already"),
        ("diff", "'diff' is the name of a command"),
        ("../out", "cannot be a school's short name"),
    ],
)
def test_an_import_never_goes_over_a_school(command: Command, importing: Path, slug: str, said: str) -> None:
    before = everything(importing)
    run = command("import", "ours.md", "--as", "school", "--id", slug, "--write", *PROFILE, cwd=importing)
    assert said in run.problem
    assert everything(importing) == before


def test_with_several_models_one_is_named(command: Command, workspace: Path) -> None:
    (workspace / "ours.md").write_text(TEXT)
    problem = run_import(command, workspace).problem
    assert "there is more than one model; name one with --model: county-model" in problem
    assert run_import(command, workspace, "--nation", "wales", "--type", "community").status == 1


def test_words_that_are_not_carried_over_are_told_shortly(command: Command, importing: Path) -> None:
    lines = "".join(f"- [{at} Heading number {at}](#heading-{at})\n" for at in range(1, 13))
    (importing / "ours.md").write_text(TEXT.replace("## Why", f"## Contents\n\n{lines}\n## Why"))
    line = next(line for line in run_import(command, importing).out.splitlines() if "contents list" in line)
    assert line.endswith("6 Heading number 6 … (49 words)")
    data = json.loads(run_import(command, importing, "--json").out)
    assert data["not_carried"][0]["said"].endswith("12 Heading number 12")


def test_a_changed_duty_is_called_out(command: Command, importing: Path) -> None:
    (importing / "ours.md").write_text(TEXT.replace("We post good", "We must not post good"))
    run = run_import(command, importing)
    changed = run.out[run.out.index("Changes what people must do:") :].splitlines()[1]
    assert changed.startswith("  piece 1 (purpose)")
    assert "“must not” is new" in changed
    assert "Look at:\n" in run_import(command, importing, "--show", "1").out
    pieces = json.loads(run_import(command, importing, "--json").out)["pieces"]
    assert [bool(piece["look_at"]) for piece in pieces[:2]] == [True, False]


def test_a_merged_piece_is_shown_by_its_first_number(command: Command, importing: Path) -> None:
    assert "Piece 1+2" in run_import(command, importing, "--merge", "1", "--show", "1").out
