"""A newer model, taken in from the command line: each choice settles its clause and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import socket
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from composer.cli.frame import main
from composer.policy import decisions
from composer.policy.school import Profile
from composer.store.library_files import load_library
from composer.store.school_files import new_school
from composer.store.workspace import find_workspace
from tests.cli.conftest import CLAUSE, Run, everything
from tests.earlier_models import MODEL_IDS, SHIPPED, earlier_workspace

if TYPE_CHECKING:
    from composer.policy.policy import Draft
    from tests.cli.conftest import Command

PROFILES = {
    "county-model": Profile("Oakfield Primary School", "primary", "england", "community", platforms=("facebook", "x")),
    "trust-model": Profile("Ashdown Academy", "secondary", "england", "academy", platforms=("instagram", "x")),
    "wales-model": Profile("Ysgol y Bryn", "primary", "wales", "community", platforms=("facebook",)),
}
OURS = "Our own sentence stands here at the end."
each_model = pytest.mark.parametrize("model_id", MODEL_IDS)


class Call(Protocol):
    """Calls the command in this process, in a workspace."""

    def __call__(self, *arguments: str, cwd: Path) -> Run: ...


@pytest.fixture
def call(capsysbinary: pytest.CaptureFixture[bytes]) -> Call:
    """As the installed command ends and prints, without the time that a new process takes."""

    def run(*arguments: str, cwd: Path) -> Run:
        with pytest.raises(SystemExit) as ended:
            main(["-C", str(cwd), *arguments])
        said = capsysbinary.readouterr()
        assert isinstance(ended.value.code, int)
        return Run(ended.value.code, said.out.decode(), said.err.decode())

    return run


def data_of(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run.out)
    return found


def entries_of(run: Run) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in data_of(run)["entries"]}


def choosing(entries: dict[str, dict[str, Any]], *order: str) -> list[str]:
    """For every open entry the first of these choices that it offers, as options."""
    chosen: list[str] = []
    for entry in entries.values():
        if entry["offers"]:
            chosen += [f"--{next(each for each in order if each in entry['offers'])}", entry["id"]]
    return chosen


# -- the models that ship ----------------------------------------------------------------------------------


def as_last_year(model_id: str, root: Path) -> Draft:
    """A school's policy on last year's model: every second clause that was reworded since is adapted, one dropped."""
    library = load_library(root / "clauses")
    model = library.model(model_id)
    seen, day = library.under(model), date(2025, 11, 1)
    draft = decisions.start(PROFILES[model_id], model, seen)
    for clause_id in model.clause_ids:
        draft = decisions.pick(draft, seen, model, clause_id, by="Clerk", on=day)
    reworded = [clause_id for clause_id in model.overlay if clause_id in model.clause_ids]
    for clause_id in reworded[::2]:
        text = f"{draft.text(clause_id).rstrip()}\n{OURS}\n"
        draft = decisions.adapt(draft, seen, model, clause_id, text, by="Clerk", on=day, reason="We say more.")
    return decisions.drop(draft, seen, model, reworded[1], "We never do.", by="Clerk", on=day)


@pytest.fixture(scope="module")
def last_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school on last year's version of each model, under the library as it ships; last year's is gone."""
    root = earlier_workspace(tmp_path_factory.mktemp("last-year"))
    for model_id in MODEL_IDS:
        new_school(find_workspace(root), model_id, as_last_year(model_id, root))
    shutil.rmtree(root / "clauses")
    (root / "clauses").symlink_to(SHIPPED, target_is_directory=True)
    return root


@pytest.fixture
def schools(last_year: Path, tmp_path: Path) -> Path:
    """The same to work in."""
    root = tmp_path / "workspace"
    shutil.copytree(last_year / "schools", root / "schools")
    (root / "clauses").symlink_to(SHIPPED, target_is_directory=True)
    return root


@each_model
def test_a_dry_run_lists_every_clause_and_writes_nothing(call: Call, last_year: Path, model_id: str) -> None:
    before = everything(last_year / "schools")
    listed = call("update", model_id, "--dry-run", cwd=last_year)
    data = data_of(call("update", model_id, "--json", cwd=last_year))

    assert (listed.status, listed.err) == (1, "")
    assert everything(last_year / "schools") == before
    library = load_library(SHIPPED)
    policy = tomllib.loads((last_year / f"schools/{model_id}/policy.toml").read_text())
    known = {*policy["clause"], *library.model(model_id).clause_ids}
    assert known == {entry["id"] for entry in data["entries"] if not entry["id"].startswith("section:")}
    assert all(re.search(rf"(?<![\w-]){clause_id}(?![\w-])", listed.out) for clause_id in known)
    assert (data["version"], data["newest"], data["current"]) == ("2025.1", "2026.2", False)
    for state in ("new", "withdrawn", "moved", "layout"):
        assert data["counts"][state] > 0, state
    told = " ".join(listed.out.split())
    for entry in data["entries"]:
        for said in (*entry["notes"], *entry["obligations"], entry["question"]):
            assert " ".join(said.split()) in told
    wide = [line for line in listed.out.splitlines() if len(line) > 80 and not line.startswith("    policy-composer ")]
    assert wide == []


@each_model
def test_take_clean_takes_no_obligation_and_nothing_that_it_does_not_name(
    call: Call, schools: Path, model_id: str
) -> None:
    before = entries_of(call("update", model_id, "--json", cwd=schools))
    clean = [entry_id for entry_id, entry in before.items() if entry["clean"]]
    watched = [entry_id for entry_id, entry in before.items() if entry["obligations"]]

    taken = call("update", model_id, "--take-clean", "--json", cwd=schools)

    after = entries_of(taken)
    assert taken.status == 1
    assert [each["id"] for each in data_of(taken)["settled"]] == clean
    assert clean
    assert watched
    assert not {*clean} & {*watched}
    for entry_id, entry in before.items():
        if entry_id not in clean and entry_id in after:
            assert {**after[entry_id], "notes": entry["notes"]} == entry, entry_id
    assert {each for each in before if each not in after} <= {each for each in clean if each.startswith("section:")}
    assert all(after[each]["state"] in {"nothing-new", "reason"} for each in clean if each in after)
    assert data_of(taken)["version"] == "2025.1"


@each_model
def test_keeping_everything_loses_no_word_and_ends_on_the_newest_version(
    call: Call, schools: Path, model_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "socket", offline)
    before = entries_of(call("update", model_id, "--json", cwd=schools))
    chosen = choosing(before, "keep", "decline", "accept", "take")

    settled = call("update", model_id, *chosen, "--reason", "We have thought about it.", "--json", cwd=schools)

    after = entries_of(settled)
    ours = {each: entry["ours"] for each, entry in before.items() if entry["ours"] and not each.startswith("section:")}
    assert {entry_id: after[entry_id]["ours"] for entry_id in ours} == ours
    data = data_of(settled)
    assert (settled.status, data["version"], data["current"]) == (0, "2026.2", True)
    assert all(not entry["offers"] for entry in after.values())


def test_a_whole_update_in_three_sittings(call: Call, schools: Path) -> None:
    school, folder = "county-model", schools / "schools/county-model"
    first = {name: tomllib.loads((folder / name).read_text()) for name in ("policy.toml", "policy.lock")}

    sitting = call("update", school, "--take", "facebook", cwd=schools)

    assert sitting.status == 1
    assert "Settled 1 change:\n  take     Facebook (facebook): takes the model's words\nLeft: " in sitting.out
    then = {name: tomllib.loads((folder / name).read_text()) for name in ("policy.toml", "policy.lock")}
    first["policy.toml"]["clause"].pop("facebook")
    then["policy.toml"]["clause"].pop("facebook")
    assert then["policy.toml"] == first["policy.toml"]
    changed = {key for key in then["policy.lock"] if then["policy.lock"][key] != first["policy.lock"].get(key)}
    assert changed <= {"clause", "fact", "value"}
    for pinned in ("fact", "value"):
        assert first["policy.lock"][pinned].items() <= then["policy.lock"][pinned].items()
    was, now = first["policy.lock"]["clause"], then["policy.lock"]["clause"]
    assert [key for key in now if now[key] != was.get(key)] == ["facebook"]

    call("update", school, "--take-clean", cwd=schools)
    rest = entries_of(call("update", school, "--json", cwd=schools))
    last = call("update", school, *choosing(rest, "accept", "take", "keep"), cwd=schools)

    assert "The words that image-identifiability had until now, to keep if you need them:\n" in last.out
    assert f"    {OURS}\n" in last.out
    again = call("update", school, cwd=schools)
    if again.status:
        left = entries_of(call("update", school, "--json", cwd=schools))
        assert {entry["state"] for entry in left.values()} == {"nothing-new", "reason"}
        last = call("update", school, *choosing(left, "keep"), cwd=schools)
        again = call("update", school, cwd=schools)
    assert last.status == 0
    assert "Nothing is left: the policy rests on version 2026.2 of A county's model social media policy." in " ".join(
        last.out.split()
    )
    assert again.status == 0
    assert "Nothing new: the policy rests on version 2026.2, the newest." in again.out


def test_one_clause_is_shown_with_its_four_texts_and_what_can_be_chosen(call: Call, last_year: Path) -> None:
    shown = call("update", "county-model", "image-identifiability", cwd=last_year)

    assert shown.status == 1
    for said in (
        "\n  ! conflict\n",
        "\n  Base → the model now\n",
        "\n  Base → ours\n",
        f"{{+{OURS}+}}",
        "\n  To begin from: ours where the two conflict, marked against ours\n",
        "\n  Both changed this (1 of 1): conflict\n    base: ",
        "\n    theirs:    [-",
        "still hold?",
        "\n    keep     keeps our words: the reason still holds\n",
        "             policy-composer update county-model --keep image-identifiability\n",
        "--decline image-identifiability --reason REASON\n",
    ):
        assert said in shown.out, said


def test_the_installed_command_updates_the_same(command: Command, schools: Path) -> None:
    listed = command("update", "wales-model", cwd=schools)
    assert (listed.status, listed.err) == (1, "")
    assert listed.out.startswith("Ysgol y Bryn: ")
    assert "was “five school days”, is now “two school days”, in “" in " ".join(listed.out.split())
    edited = command(
        "update", "wales-model", "--edit", "small-concerns-early", "--text-file", "-", "--reason", "Ours.",
        cwd=schools, stdin=b"We talk early.\n",
    )  # fmt: skip
    assert edited.status == 1
    assert "  edit     " in edited.out
    assert "We talk early." in (schools / "schools/wales-model/policy.toml").read_text()


# -- a small model -----------------------------------------------------------------------------------------

MODEL = """\
title = "A county's model"
publisher = "A county"
version = "{version}"
date = 2026-09-01

[section.governance]
title = "Governance"
clauses = [{governance}]

[section.risk]
title = "Risk"
clauses = [{risk}]
"""
WORDS = {
    "purpose": "We post good news.\nThe age is {{fact:age}}.",
    "safety": "Staff may ask first.\nWe answer in ten days.",
    "images": "Faces are shown.\nNames are not.",
    "phones": "Phones stay in bags at {{fact:age}}.",
}


def write_model(
    root: Path, version: str = "1", governance: str = '"purpose", "safety"', risk: str = '"images", "phones"'
) -> None:
    text = MODEL.format(version=version, governance=governance, risk=risk)
    (root / "clauses/models/county/model.toml").write_text(text)


def write_clause(root: Path, clause_id: str, body: str, rev: int = 1, extra: str = "") -> None:
    """A clause of the library, in these words and under this revision."""
    text = CLAUSE.format(title=clause_id.capitalize(), freedom="local-choice", body=body)
    history = text[text.index("[[history]]") : text.index("+++\n", 4)]
    more = "".join(history.replace("rev = 1", f"rev = {number}") for number in range(2, rev + 1))
    text = text.replace("rev = 1\nfreedom", f"{extra}rev = {rev}\nfreedom", 1)
    (root / f"clauses/governance/{clause_id}.md").write_text(text.replace(history, history + more))


def write_fact(root: Path, value: str) -> None:
    (root / "clauses/facts.toml").write_text(
        f'[fact.age]\nvalue = "{value}"\nas_of = 2026-09-01\nsource = "example.org"\n'
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small library and a school: two clauses as they are, one adapted, one dropped."""
    root = tmp_path_factory.mktemp("small")
    for folder in ("clauses/governance", "clauses/models/county"):
        (root / folder).mkdir(parents=True)
    (root / "clauses/governance/category.toml").write_text('title = "Governance"\norder = 1\n')
    write_fact(root, "13")
    write_model(root)
    for clause_id, body in WORDS.items():
        write_clause(root, clause_id, body)
    library = load_library(root / "clauses")
    model, day = library.model("county"), date(2025, 11, 1)
    draft = decisions.start(Profile("Ash School", "primary", "england", "community"), model, library)
    draft = decisions.pick(draft, library, model, "purpose", by="Clerk", on=day)
    draft = decisions.pick(draft, library, model, "phones", by="Clerk", on=day)
    draft = decisions.adapt(
        draft, library, model, "safety", f"{WORDS['safety']}\nWe thank them.\n", by="Clerk", on=day, reason="Thanks."
    )
    draft = decisions.drop(draft, library, model, "images", "We take none.", by="Clerk", on=day)
    new_school(find_workspace(root), "ash", draft)
    return root


@pytest.fixture
def small(made: Path, tmp_path: Path) -> Path:
    """The same to work in."""
    return Path(shutil.copytree(made, tmp_path / "small"))


def state(call: Call, root: Path, clause_id: str) -> tuple[str, list[str]]:
    entry = entries_of(call("update", "ash", "--json", cwd=root))[clause_id]
    return entry["state"], entry["also"]


def test_nothing_new_is_said_kindly(call: Call, small: Path) -> None:
    before = everything(small)
    said = call("update", "ash", cwd=small)
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "Ash School: A county's model, 1\n"
        "Nothing new: the policy rests on version 1, the newest.\n"
        "\n"
        "4 nothing new\n"
        "\n"
        "Nothing new (4)\n"
        "  · purpose, safety, images, phones\n"
    )
    assert everything(small) == before
    assert call("update", "ash", "--take-clean", cwd=small).out.startswith("There was nothing clean to take.\nNothing")
    assert everything(small) == before


def test_a_declined_change_is_asked_about_again_only_when_the_model_changes_again(call: Call, small: Path) -> None:
    write_clause(small, "purpose", "We must post good news.\nThe age is {{fact:age}}.", 2)
    assert "Look at: the model: " in call("update", "ash", cwd=small).out
    assert "is there a reason" not in call("update", "ash", "--keep", "purpose", cwd=small).out

    declined = call("update", "ash", "--decline", "purpose", "--reason", "We may.", "--by", "The head", cwd=small)

    assert declined.status == 0
    decision = tomllib.loads((small / "schools/ash/policy.toml").read_text())["clause"]["purpose"]
    assert (decision["mode"], decision["reason"], decision["decided_by"]) == ("adapted", "We may.", "The head")
    assert decision["text"] == f"{WORDS['purpose']}\n"
    assert call("update", "ash", cwd=small).status == 0
    write_clause(small, "purpose", "We must never post bad news.\nThe age is {{fact:age}}.", 3)
    again = call("update", "ash", cwd=small)
    assert again.status == 1
    assert "You adapted this because “We may”." in again.out


def test_words_changed_under_the_same_revision_are_told_and_need_a_person(call: Call, small: Path) -> None:
    write_clause(small, "purpose", "We post good news often.\nThe age is {{fact:age}}.")
    said = call("update", "ash", cwd=small)
    assert "and among them: 1 rewritten in place under the same revision\n" in said.out
    assert "  ↓ Purpose (purpose) · rewritten in place under the same revision\n" in said.out
    assert "Rev 1 was rewritten in place" in said.out
    assert "None is clean: each needs a person." in said.out
    assert "The policy rests on the newest version. What is listed here changed in the\n" in said.out
    assert call("update", "ash", "--take-clean", cwd=small).status == 1


def test_a_fact_that_changed_is_one_for_all_its_clauses(call: Call, small: Path) -> None:
    write_fact(small, "16")
    before = everything(small)
    said = call("update", "ash", cwd=small)
    assert "Placeholder or fact changed (2)\n" in said.out
    assert "was “13” and is now “16”. It also stands in 1 other clause." in " ".join(said.out.split())
    refused = call("update", "ash", "--take", "purpose", "--keep", "phones", cwd=small)
    assert "age is one for purpose and phones" in refused.problem
    assert everything(small) == before

    taken = call("update", "ash", "--take", "purpose", "--take", "phones", cwd=small)

    assert taken.status == 0
    assert "Settled 2 changes:" in taken.out
    assert "The age is 16." in call("export", "ash", "-o", "-", cwd=small).out


def test_a_new_alternative_is_told(call: Call, small: Path) -> None:
    write_clause(small, "lockers", "Phones are locked away.", extra='instead_of = ["phones"]\n')
    assert state(call, small, "phones") == ("alternatives", [])
    assert "“Lockers” is a new alternative to this clause." in call("update", "ash", "phones", cwd=small).out
    assert call("update", "ash", "--keep", "phones", cwd=small).status == 0
    assert state(call, small, "phones") == ("nothing-new", [])


def test_a_new_clause_that_excludes_one_we_have_is_told_with_the_command(call: Call, small: Path) -> None:
    write_clause(small, "lockers", "Phones are locked away.", extra='instead_of = ["phones"]\n')
    write_model(small, "2", risk='"images", "phones", "lockers"')
    taken = call("update", "ash", "--take", "lockers", "--keep", "phones", cwd=small)
    assert "policy-composer drop ash phones --reason REASON\n" in taken.out
    assert "To settle before it can be exported: 2 clauses that exclude each other" in taken.out


def test_a_version_that_changed_no_clause_is_noted_on_request(call: Call, small: Path) -> None:
    write_model(small, "2")
    said = call("update", "ash", cwd=small)
    assert said.status == 1
    assert "No clause of this policy has changed. Note that it rests on 2 now with: policy-composer update ash" in (
        " ".join(said.out.split())
    )
    noted = call("update", "ash", "--take-clean", cwd=small)
    assert noted.status == 0
    assert "the policy rests on version 2 of A county's model" in noted.out


def test_what_moved_and_what_was_merged_is_clean(call: Call, small: Path) -> None:
    write_model(small, "2", governance='"purpose"', risk='"safety", "images", "phones"')
    write_clause(small, "safety", "Staff may ask before.\nWe answer in ten days.", 2)
    dry = call("update", "ash", "--take-clean", "--dry-run", cwd=small)
    assert dry.out.startswith("Not written: this would settle 1 change:\n  clean    Safety (safety): different sent")
    assert state(call, small, "safety") == ("clean", ["moved"])
    call("update", "ash", "--take-clean", cwd=small)
    policy = tomllib.loads((small / "schools/ash/policy.toml").read_text())
    assert policy["clause"]["safety"]["text"] == "Staff may ask before.\nWe answer in ten days.\nWe thank them.\n"
    assert policy["section"]["risk"]["clauses"][0] == "safety"
    asked = call("update", "ash", cwd=small)
    assert asked.status == 1
    assert "Reason to confirm (1)\n" in asked.out
    assert call("update", "ash", "--keep", "safety", cwd=small).status == 0


def test_an_obligation_that_would_merge_cleanly_waits_for_a_person(call: Call, small: Path) -> None:
    write_clause(small, "safety", "Staff must not ask first.\nWe answer in ten days.", 2)
    said = call("update", "ash", cwd=small)
    assert "Different sentences, clean (1)\n" in said.out
    assert "Look at: the model: was “may”, is now “must not”, in “" in said.out
    call("update", "ash", "--take-clean", cwd=small)
    assert state(call, small, "safety") == ("clean", [])
    accepted = call("update", "ash", "--accept", "safety", "--reason", "Thanks still.", cwd=small)
    assert accepted.status == 0
    decision = tomllib.loads((small / "schools/ash/policy.toml").read_text())["clause"]["safety"]
    assert decision["reason"] == "Thanks still."
    assert decision["text"] == "Staff must not ask first.\nWe answer in ten days.\nWe thank them.\n"


def test_a_suggestion_is_shown_and_is_what_an_edit_begins_from(call: Call, small: Path) -> None:
    own = small / "own.md"
    own.write_text("Staff may ask first, kindly.\nWe answer in ten days.\n")
    call("adapt", "ash", "safety", "--text-file", str(own), cwd=small)
    write_clause(small, "safety", "All staff may ask first.\nWe answer in ten days.", 2)
    shown = call("update", "ash", "safety", cwd=small)
    assert "  Both changed this (1 of 1): same sentence, suggestion\n" in shown.out
    assert "    suggested: [-Staff-]{+All staff+} may ask first, kindly." in shown.out
    proposed = call("update", "ash", "safety", "--text", cwd=small)
    assert (proposed.status, proposed.out) == (0, "All staff may ask first, kindly.\nWe answer in ten days.\n")
    edited = call("update", "ash", "--edit", "safety", "--text-file", str(own), "--reason", "Kind.", cwd=small)
    assert edited.status == 0


def test_a_dropped_clause_asks_its_reason_again_and_can_come_back(call: Call, small: Path) -> None:
    write_clause(small, "images", "Faces are shown.\nNames are not.\nVoices are heard.", 2)
    shown = call("update", "ash", "images", cwd=small)
    question = "You dropped this because “We take none”. The clause now also covers: “Voices are heard.”"
    assert question in " ".join(shown.out.split())
    assert "  Ours: the clause is left out here.\n" in shown.out
    begun = call("update", "ash", "images", "--text", cwd=small)
    assert begun.out == "Faces are shown.\nNames are not.\nVoices are heard.\n"
    kept = call("update", "ash", "--keep", "images", "--reason", "None at all.", "--review-by", "2999-09-01", cwd=small)
    assert kept.status == 0
    decision = tomllib.loads((small / "schools/ash/policy.toml").read_text())["clause"]["images"]
    assert (decision["reason"], decision["review_by"]) == ("None at all.", date(2999, 9, 1))


def test_a_review_date_that_has_passed_is_listed(call: Call, small: Path) -> None:
    path = small / "schools/ash/policy.toml"
    path.write_text(path.read_text().replace('reason = "Thanks."', 'reason = "Thanks."\nreview_by = 2001-02-03'))
    said = call("update", "ash", cwd=small)
    assert said.status == 1
    assert "to be looked at again by 3 February 2001; if the reason holds, that is the next 3 February." in " ".join(
        said.out.split()
    )
    assert call("update", "ash", "--keep", "safety", cwd=small).status == 0


def test_a_withdrawn_clause_stays_until_a_person_decides(call: Call, small: Path) -> None:
    (small / "clauses/governance/safety.md").unlink()
    write_model(small, "2", governance='"purpose"')
    assert state(call, small, "safety") == ("withdrawn", [])
    shown = call("update", "ash", "safety", cwd=small)
    assert "The model now: has no such clause.\n" in shown.out
    assert "{+We thank them.+}" in shown.out
    gone = call("update", "ash", "--take", "safety", "--reason", "It went.", cwd=small)
    assert gone.status == 0
    assert "We thank them." in (small / "schools/ash/policy.toml").read_text()
    assert tomllib.loads((small / "schools/ash/policy.toml").read_text())["clause"]["safety"]["reason"] == "It went."


def test_a_clause_that_nobody_decided_on_is_shown_as_the_model_has_it(call: Call, small: Path) -> None:
    write_clause(small, "lockers", "Phones are locked away.")
    write_model(small, "2", risk='"images", "phones", "lockers"')
    new = call("update", "ash", "lockers", cwd=small)
    assert "  + new in the model\n\n  The model's text\n\n    Phones are locked away.\n\n" in new.out
    assert "    keep     leaves it undecided, in its place in the outline\n" in new.out
    assert call("update", "ash", "--keep", "lockers", cwd=small).status == 0
    write_model(small, "3")
    gone = call("update", "ash", "lockers", cwd=small)
    assert gone.status == 1
    assert "  The model now: has no such clause.\n\n  Ours: nothing was decided about it.\n" in gone.out
    data = data_of(call("update", "ash", "lockers", "purpose", "--json", cwd=small))
    assert [entry["id"] for entry in data["entries"]] == ["lockers", "purpose"]
    assert call("update", "ash", "--take-clean", cwd=small).status == 0


def test_a_common_reason_never_goes_over_one_that_is_there(call: Call, small: Path) -> None:
    for clause_id in ("safety", "purpose", "images"):
        write_clause(small, clause_id, "Everything is new here.", 2)
    before = tomllib.loads((small / "schools/ash/policy.toml").read_text())["clause"]

    call("update", "ash", "--keep", "safety", "--keep", "images", "--decline", "purpose", "--reason", "New.", cwd=small)

    after = tomllib.loads((small / "schools/ash/policy.toml").read_text())["clause"]
    assert (after["safety"]["reason"], after["images"]["reason"]) == (
        before["safety"]["reason"],
        before["images"]["reason"],
    )
    assert after["purpose"]["reason"] == "New."


def test_one_choice_that_is_refused_leaves_all_unwritten(call: Call, small: Path) -> None:
    write_clause(small, "safety", "Staff must ask first.\nWe answer in ten days.", 2)
    write_clause(small, "purpose", "We post.\nThe age is {{fact:age}}.", 2)
    before = everything(small)
    refused = call("update", "ash", "--accept", "safety", "--keep", "images", cwd=small)
    assert refused.problem == "there is nothing to settle about “Images”; the model has nothing new for it"
    refused = call("update", "ash", "--accept", "safety", "--keep", "purpose", cwd=small)
    assert "would depart from the model without a reason; decline it, with one" in refused.problem
    assert everything(small) == before


def test_its_json_has_the_keys_that_the_help_names(call: Call, small: Path) -> None:
    write_clause(small, "safety", "Staff must ask first.\nWe answer in ten days.", 2)
    keys = call("update", "--help", cwd=small).out.split("Keys of the JSON:")[1].split("Example:")[0]
    data = data_of(call("update", "ash", "--accept", "safety", "--dry-run", "--json", cwd=small))
    assert (data["written"], data["settled"]) == (False, [{"id": "safety", "choice": "accept", "replaced": ""}])
    entry = entries_of(call("update", "ash", "--json", cwd=small))["safety"]
    for key in (*data, *entry, *entry["pieces"][0], *data["settled"][0]):
        assert re.search(rf"\b{key}\b", keys), key


# -- bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("--keep safety --take safety", "safety is named with --keep and with --take; choose one of them"),
        ("safty", "there is no clause in this update 'safty'; did you mean safety?"),
        ("--take safty", "there is no clause in this update 'safty'; did you mean safety?"),
        ("safety --take-clean", "this call makes choices, and none for safety; name each clause with its own option"),
        ("--take safety images", "this call makes choices, and none for images; .* such as --take images"),
        ("--decline safety", "declining safety needs a reason; say why"),
        ("--edit safety", "the text is missing; name its file with --text-file"),
        ("--edit safety --text-file none.md", "none.md: "),
        ("--edit safety --edit images --text-file x.md", "--edit names 2 clauses and there is one text"),
        ("--take safety --text-file x.md", "--text-file goes with --edit"),
        ("--take safety --reason Why", "--reason has no place here"),
        ("--take safety --review-by 2999-01-01", "--review-by has no place here"),
        ("--take-clean --reason Why", "--reason goes with a choice"),
        ("--review-by 2999-01-01", "--review-by goes with a choice"),
        ("--keep safety --review-by 2001-01-01", "--review-by 2001-01-01 does not lie ahead"),
        ("--keep safety --review-by soon", "--review-by is a date, not 'soon'"),
        ("--keep safety --reason  ", "--reason is empty"),
        ("--text", "--text prints the proposed text of one clause"),
        ("safety --text --json", "--text prints the proposed text of one clause"),
        ("--take purpose", "there is nothing to settle about “Purpose”"),
        ("--take safety --by  ", "--by is empty"),
    ],
)
def test_a_wrong_call_is_told_in_one_line_and_writes_nothing(call: Call, small: Path, said: str, what: str) -> None:
    write_clause(small, "safety", "Staff must ask first.\nWe answer in ten days.", 2)
    before = everything(small)
    assert re.search(what, call("update", "ash", *said.replace("  ", " ").split(" "), cwd=small).problem)
    assert everything(small) == before


LOCK = "schools/ash/policy.lock"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("may ask first", "must ask first", "the policy can only be read: .*; get policy.lock back, or run: "),
        ("[clause.safety]", "[clause.safer]", "the lock does not have the text of safety"),
        ("", None, "the lock is missing"),
    ],
)
def test_a_lock_in_trouble_is_no_base_to_update_from(
    call: Call, small: Path, old: str, new: str | None, what: str
) -> None:
    lock = small / LOCK
    text = lock.read_text()
    assert old in text
    lock.unlink() if new is None else lock.write_text(text.replace(old, new))
    write_clause(small, "safety", "Staff should ask.", 2)
    before = everything(small)
    for options in ([], ["--dry-run", "--take-clean"], ["--take", "safety"], ["--json"]):
        problem = call("update", "ash", *options, cwd=small).problem
        assert re.search(what, problem), problem
        assert "policy-composer rebuild-lock ash" in problem
    assert everything(small) == before


def test_a_model_that_is_gone_is_told_with_both_ways_to_mend_it(call: Call, small: Path) -> None:
    (small / "clauses/models/county").rename(small / "clauses/models/borough")
    before = everything(small)
    problem = call("update", "ash", cwd=small).problem
    assert problem.endswith(
        "there is no model 'county'; get clauses/models/county/ back, or name another model here and run "
        "policy-composer update: there are: borough"
    )
    assert "policy.toml:" in problem
    assert everything(small) == before


def test_a_policy_goes_over_to_another_model_and_loses_no_word(call: Call, small: Path) -> None:
    (small / "clauses/models/county").rename(small / "clauses/models/borough")
    (small / "clauses/models/borough/model.toml").write_text(
        MODEL.replace("A county's model", "A borough's model").format(
            version="7", governance='"safety", "purpose"', risk='"images"'
        )
    )
    path = small / "schools/ash/policy.toml"
    path.write_text(path.read_text().replace('model = "county"', 'model = "borough"'))

    listed = call("update", "ash", cwd=small)
    assert listed.status == 1
    assert listed.out.startswith("Ash School: A county's model, 1 → A borough's model, 7\n")
    before = entries_of(call("update", "ash", "--json", cwd=small))
    assert before["phones"]["state"] == "withdrawn"
    settled = call("update", "ash", *choosing(before, "keep", "take"), "--json", cwd=small)

    after = entries_of(settled)
    assert settled.status == 0
    assert {key: entry["ours"] for key, entry in after.items()} == {key: entry["ours"] for key, entry in before.items()}
    assert "against A borough's model, version 7\n" in call("diff", "ash", cwd=small).out


def test_two_models_with_one_id_are_both_named(call: Call, small: Path) -> None:
    shutil.copytree(small / "clauses/models/county", small / "clauses/models/county-new")
    copied = small / "clauses/models/county-new/model.toml"
    copied.write_text(f'id = "county"\n{copied.read_text()}')
    before = everything(small)
    problem = call("update", "ash", cwd=small).problem
    assert "county-new/model.toml:1: two models with one id: clauses/models/county and clauses/models/county-new; " in (
        problem
    )
    assert everything(small) == before
