"""`merge-files`: three files to one, by itself and as a merge driver of git."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.cli import frame
from composer.compare.merging import Merge, Piece
from tests.cli.conftest import CLAUSE, Run, everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Command

BASE = "Staff may post news. We check each post. Parents can ask us.\n\n- One a day.\n- None at night.\n"
OURS = BASE.replace("post news", "post good news")
THEIRS = BASE.replace("Parents can ask", "Parents and carers can ask")
BOTH = OURS.replace("Parents can ask", "Parents and carers can ask")
STRICTER = BASE.replace("may post", "must not post")
CHECKED = BASE.replace("check each post", "look at each post")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three files to merge, and nothing else."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("b.md", BASE), ("o.md", OURS), ("t.md", THEIRS)):
        Path(name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def merged(files: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Run]:
    """Runs merge-files on three texts, or on the files as they are, in this process."""

    def run(*options: str, base: str | None = None, ours: str | None = None, theirs: str | None = None) -> Run:
        for name, text in (("b.md", base), ("o.md", ours), ("t.md", theirs)):
            if text is not None:
                Path(name).write_bytes(text.encode())
        call = options if options and not options[0].startswith("-") else ("b.md", "o.md", "t.md", *options)
        status = frame._run(["merge-files", *call])
        said = capsysbinary.readouterr()
        return Run(status, said.out.decode(), said.err.decode())

    return run


def test_sentences_side_by_side_merge(merged: Callable[..., Run]) -> None:
    assert merged() == Run(0, BOTH, "")


def test_one_sentence_changed_twice_is_one_conflict(merged: Callable[..., Run]) -> None:
    theirs = BASE.replace("We check each post", "Nobody reads them").replace("at night", "at weekends")
    run = merged(ours=BASE.replace("We check each post", "Somebody looks first"), theirs=theirs)
    assert run.status == 1
    assert run.out == (
        "Staff may post news.\n<<<<<<< o.md\nSomebody looks first.\n||||||| b.md\nWe check each post.\n=======\n"
        "Nobody reads them.\n>>>>>>> t.md (obligation: “Nobody” is new)\n"
        "Parents can ask us.\n\n- One a day.\n- None at weekends.\n"
    )
    assert run.err == "policy-composer: 1 conflict\n"


def test_an_obligation_waits_for_a_person_unless_allowed(merged: Callable[..., Run]) -> None:
    run = merged(ours=CHECKED, theirs=STRICTER)
    assert run.status == 1
    assert ">>>>>>> t.md (obligation: was “may”, is now “must not”)\n" in run.out
    assert run.out.count("<<<<<<<") == 1
    assert "1 conflict; 1 for an obligation alone (was “may”, is now “must not”)" in run.err
    assert "--allow-obligations" in run.err
    allowed = merged("--allow-obligations")
    assert allowed == Run(0, CHECKED.replace("may post", "must not post"), "")


def test_an_obligation_that_we_changed_waits_too(merged: Callable[..., Run]) -> None:
    run = merged(ours=STRICTER, theirs=CHECKED)
    assert run.status == 1
    assert "<<<<<<< o.md (obligation: was “may”, is now “must not”)\n" in run.out


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(BASE, STRICTER), (STRICTER, BASE), (STRICTER, STRICTER), (STRICTER, BASE.replace(". ", ".\n"))],
)
def test_where_one_side_changed_no_word_there_is_nothing_to_merge(
    merged: Callable[..., Run], ours: str, theirs: str
) -> None:
    assert merged(ours=ours, theirs=theirs) == Run(0, STRICTER, "")


def test_a_blank_that_holds_a_role_is_an_obligation(merged: Callable[..., Run]) -> None:
    base = "Ask {{dsl}} before you post anything here.\n\nWe check each post.\n"
    ours, theirs = base.replace("We check", "We always check"), base.replace("{{dsl}}", "{{headteacher}}")
    run = merged(base=base, ours=ours, theirs=theirs)
    assert run.status == 1
    assert "was “{{dsl}}”, is now “{{headteacher}}”" in run.out


def test_a_suggestion_is_a_conflict_with_the_words_beside_it(
    merged: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = Piece("suggestion", BASE, OURS, THEIRS, "Staff may post good news\nof us.\n")
    monkeypatch.setattr("composer.compare.merging.merge", lambda *_: Merge("suggestion", (piece,)))
    run = merged()
    assert run.status == 1
    assert run.out.startswith("<<<<<<< o.md\nStaff may post good news.")
    assert "good news of us" not in run.out
    assert run.err == "policy-composer: 1 conflict; 1 sentence could be joined: “Staff may post good news of us.”\n"
    data = json.loads(merged("--json").out)
    assert (data["state"], data["result"]) == ("suggestion", None)
    assert data["pieces"][0]["result"] == piece.result


def test_json_has_a_state_for_each_sentence(merged: Callable[..., Run]) -> None:
    run = merged("--json")
    data = json.loads(run.out)
    assert run.status == 0
    assert (data["state"], data["clean"], data["conflicts"], data["result"]) == ("clean", True, 0, BOTH)
    assert {"ours", "theirs"} < {piece["state"] for piece in data["pieces"]}
    for side, text in (("base", BASE), ("ours", OURS), ("theirs", THEIRS)):
        assert "".join(piece[side] for piece in data["pieces"]) == text

    run = merged("--json", theirs=STRICTER)
    data = json.loads(run.out)
    assert run.status == 1
    assert (data["clean"], data["result"]) == (False, None)
    assert {"side": "theirs", "kind": "duty", "old": "may", "new": "must not"}.items() <= data["obligations"][0].items()


# -- front matter ------------------------------------------------------------------------------------------

CLAUSED = CLAUSE.format(title="Posts", freedom="agreed", body=BASE.rstrip("\n"))


def test_front_matter_is_merged_line_by_line_and_never_read_as_prose(merged: Callable[..., Run]) -> None:
    ours = CLAUSED.replace('title = "Posts"', 'title = "Our posts"').replace("post news", "post good news")
    theirs = CLAUSED.replace("rev = 1\nfreedom", "rev = 2\nfreedom").replace("Parents can", "Parents and carers can")
    run = merged(base=CLAUSED, ours=ours, theirs=theirs)
    expected = ours.replace("rev = 1\nfreedom", "rev = 2\nfreedom").replace("Parents can", "Parents and carers can")
    assert run == Run(0, expected, "")


def test_a_line_of_front_matter_changed_twice(merged: Callable[..., Run]) -> None:
    run = merged(
        base=CLAUSED, ours=CLAUSED.replace('"Posts"', '"Our posts"'), theirs=CLAUSED.replace('"Posts"', '"Any posts"')
    )
    assert run.status == 1
    assert run.out.startswith(
        '+++\n<<<<<<< o.md\ntitle = "Our posts"\n||||||| b.md\ntitle = "Posts"\n=======\n'
        'title = "Any posts"\n>>>>>>> t.md\nrev = 1\n'
    )
    assert run.out.count("<<<<<<<") == 1


def test_front_matter_that_would_not_read_is_one_conflict(merged: Callable[..., Run]) -> None:
    ours = CLAUSED.replace("rev = 1\nfreedom", "rev = 1\nneeds = []\nfreedom")
    theirs = CLAUSED.replace("\n\n[[history]]", "\nneeds = []\n\n[[history]]")
    run = merged(base=CLAUSED, ours=ours, theirs=theirs)
    assert run.status == 1
    assert run.out.count("<<<<<<<") == 1
    assert run.out.endswith(f">>>>>>> t.md\n+++\n{BASE}")


def test_where_one_has_no_front_matter_all_is_text(merged: Callable[..., Run]) -> None:
    assert merged(base=CLAUSED, ours=CLAUSED, theirs=BASE) == Run(0, BASE, "")


# -- files -------------------------------------------------------------------------------------------------


def test_the_result_has_the_line_ends_and_the_mark_of_our_file(merged: Callable[..., Run]) -> None:
    windows = "\ufeff" + OURS.replace("\n", "\r\n")
    assert merged(ours=windows) == Run(0, "\ufeff" + BOTH.replace("\n", "\r\n"), "")
    assert merged(base=BASE.replace("\n", "\r\n"), ours=OURS) == Run(0, BOTH, "")


def test_standard_input_is_one_of_the_three(
    merged: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(STRICTER.encode())))
    run = merged("b.md", "o.md", "-")
    assert run.status == 1
    assert ">>>>>>> standard input (obl" in run.out


def test_names_and_size_of_the_markers(merged: Callable[..., Run]) -> None:
    names = ("--base-name", "1.0", "--ours-name", "mine", "--theirs-name", "a\x1bb", "--marker-size", "9")
    run = merged(*names, theirs=STRICTER)
    assert [line for line in run.out.splitlines() if line[:3] in {"<<<", "|||", "===", ">>>"}] == [
        "<<<<<<<<< mine", "||||||||| 1.0", "=========", ">>>>>>>>> a␛b (obligation: was “may”, is now “must not”)",
    ]  # fmt: skip


def test_the_names_git_gives_its_temporary_files_are_not_shown(merged: Callable[..., Run], files: Path) -> None:
    (files / ".merge_file_b1").write_text(BASE)
    (files / ".merge_file_o2").write_text(CHECKED)
    (files / ".merge_file_t3").write_text(STRICTER)
    run = merged(".merge_file_b1", ".merge_file_o2", ".merge_file_t3", "-o", ".merge_file_o2")
    assert run.status == 1
    written = (files / ".merge_file_o2").read_text()
    assert written.startswith("<<<<<<< ours\nStaff may post news.\n||||||| base\n")
    assert ">>>>>>> theirs (obligation: " in written


def test_the_result_may_go_over_an_input_and_over_another_file_only_by_force(
    merged: Callable[..., Run], files: Path
) -> None:
    (files / "other.md").write_text("Mine.\n")
    before = everything(files)
    refused = merged("-o", "other.md")
    assert "there already" in refused.problem
    assert "--force" in refused.problem
    assert everything(files) == before
    assert merged("-o", "other.md", "--force") == Run(0, "", "")
    assert (files / "other.md").read_text() == BOTH
    assert merged("-o", "new.md").status == 0
    assert merged("-o", str(files / "o.md")).status == 0
    assert everything(files) == {**before, "other.md": BOTH.encode(), "new.md": BOTH.encode(), "o.md": BOTH.encode()}


def test_conflicts_are_written_too_and_json_is_said_beside_it(merged: Callable[..., Run], files: Path) -> None:
    run = merged("-o", "o.md", "--json", ours=CHECKED, theirs=STRICTER)
    assert run.status == 1
    assert json.loads(run.out)["conflicts"] == 1
    assert (files / "o.md").read_text().count("<<<<<<<") == 1


def test_the_library_is_written_only_where_a_clause_of_it_is_merged(
    merged: Callable[..., Run], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    clause = Path("clauses/governance/purpose.md")
    changed = clause.read_text().replace("We post good news.", "We often post good news.")
    Path("t.md").write_text(changed)
    Path("b.md").write_text(clause.read_text())
    before = everything(small)
    for target in ("clauses/governance/new.md", "clauses/values.toml", "schools/ash/policy.toml"):
        assert merged("b.md", str(clause), "t.md", "-o", target, "--force").problem
    wrong = ("b.md", "t.md", "clauses/values.toml", "-o", "clauses/values.toml")
    assert "own files" in merged(*wrong).problem
    assert everything(small) == before
    assert merged("b.md", str(clause), "t.md", "-o", str(clause)).status == 0
    assert clause.read_text() == changed


WRONG = {
    "missing": (("b.md", "o.md", "gone.md"), "gone.md"),
    "a folder": (("b.md", "folder", "t.md"), "folder"),
    "not UTF-8": (("b.md", "o.md", "latin.md"), "latin.md:1"),
    "an escape": (("b.md", "escape.md", "t.md"), "ESCAPE"),
    "too large": (("b.md", "large.md", "t.md"), "large.md"),
    "standard input twice": (("b.md", "-", "-"), "only be one"),
    "two files": (("b.md", "o.md"), "THEIRS"),
    "a marker too short": (("b.md", "o.md", "t.md", "--marker-size", "0"), "marker-size"),
    "over a folder": (("b.md", "o.md", "t.md", "-o", "folder", "--force"), "folder"),
    "into no folder": (("b.md", "o.md", "t.md", "-o", "nowhere/x.md"), "nowhere"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_call_writes_nothing(what: str, merged: Callable[..., Run], files: Path) -> None:
    (files / "folder").mkdir()
    (files / "latin.md").write_bytes(b"Caf\xe9\n")
    (files / "escape.md").write_bytes(b"a\x1b[31m\n")
    (files / "large.md").write_bytes(b"a\n" * 600_000)
    before = everything(files)
    call, expected = WRONG[what]
    options = call if "-o" in call else (*call, "-o", "o.md")
    problem = merged(*options).problem
    assert expected in problem
    assert everything(files) == before


def test_a_dictionary_in_disorder_stops_no_merge(merged: Callable[..., Run], files: Path) -> None:
    (files / "clauses").mkdir()
    (files / "clauses/values.toml").write_text("<<<<<<< ours\n")
    run = merged()
    assert (run.status, run.out) == (0, BOTH)
    assert "roles are not looked for" in run.err


# -- git ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_merges_clauses_with_it(program: str, tmp_path: Path, command: Command) -> None:
    """Two branches: neighbouring sentences merge where plain git conflicts; then a duty waits for a person."""
    alone = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ} | {
        "HOME": str(tmp_path),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    clause = tmp_path / "clauses/governance/posts.md"

    def git(*call: str) -> subprocess.CompletedProcess[str]:
        settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        return subprocess.run(["git", *settings, *call], cwd=tmp_path, env=alone, capture_output=True, text=True)

    def commit(text: str, on: str) -> None:
        git("checkout", "-q", "-B", on, "root")
        clause.write_bytes(text.encode())
        git("commit", "-qam", on)

    clause.parent.mkdir(parents=True)
    clause.write_text(CLAUSED)
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "base")
    git("tag", "root")
    commit(CLAUSED.replace(BASE, THEIRS), "theirs")
    commit(CLAUSED.replace(BASE, STRICTER), "stricter")
    commit(CLAUSED.replace(BASE, OURS), "ours")
    assert git("merge", "-q", "theirs").returncode == 1
    git("merge", "--abort")

    (tmp_path / ".git/info/attributes").write_text("clauses/**/*.md merge=policy\n")
    git("config", "merge.policy.driver", f'"{program}" merge-files %O %A %B -o %A --marker-size %L')
    done = git("merge", "-q", "theirs")
    assert done.returncode == 0, done
    assert clause.read_text() == CLAUSED.replace(BASE, BOTH)

    done = git("merge", "stricter")
    assert done.returncode == 1, done
    assert "1 conflict" in done.stdout + done.stderr
    assert clause.read_text().count("<<<<<<<") == 1
    assert "<<<<<<< ours\nStaff may post good news.\n||||||| base\nStaff may post news.\n" in clause.read_text()
