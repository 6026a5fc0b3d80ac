from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.policy import decisions
from composer.policy.problems import Problem
from composer.policy.school import check_profile
from composer.store import atomic
from composer.store.library_files import load_library
from composer.store.school_files import OpenPolicy, new_school, open_school, rebuild_lock, save_school
from composer.store.workspace import Workspace, find_workspace
from tests.store.small_library import POLICY, write_library

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft

TODAY = date(2026, 11, 22)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    write_library(tmp_path / "clauses")
    return find_workspace(tmp_path)


@pytest.fixture
def library(workspace: Workspace) -> Library:
    return load_library(workspace.clauses)


@pytest.fixture
def model(library: Library) -> Model:
    return library.model("county")


@pytest.fixture
def started(library: Library, model: Model) -> Draft:
    return decisions.start(check_profile("Oakfield", "primary", "england", "community"), model, library)


@pytest.fixture
def opened(workspace: Workspace, library: Library, model: Model, started: Draft) -> OpenPolicy:
    under = library.under(model)
    draft = decisions.pick(started, under, model, "purpose", by="IT lead", on=TODAY)
    draft = decisions.adapt(draft, under, model, "privacy", "Our words", by="IT lead", on=TODAY)
    new_school(workspace, "oak", draft)
    return open_school(workspace, "oak", library)


def retitled(opened: OpenPolicy, title: str) -> Draft:
    return replace(opened.draft, policy=replace(opened.draft.policy, title=title))


def test_a_new_school_opens_as_it_was_written(workspace: Workspace, library: Library, started: Draft) -> None:
    written = new_school(workspace, "oak", started)
    assert open_school(workspace, "oak", library) == written
    assert written.path == workspace.root / "schools" / "oak" / "policy.toml"
    assert written.draft == started


def test_a_text_gets_its_last_newline(opened: OpenPolicy) -> None:
    assert opened.draft.policy.decisions["privacy"].text == "Our words\n"
    assert opened.draft.lock.bases["privacy"].title == "Privacy, in the county's words"


def test_a_school_is_begun_once(workspace: Workspace, opened: OpenPolicy, started: Draft) -> None:
    before = opened.path.read_bytes()
    with pytest.raises(Problem, match="a folder for oak already"):
        new_school(workspace, "oak", started)
    assert opened.path.read_bytes() == before
    with pytest.raises(Problem, match="cannot be a school"):
        new_school(workspace, "../oak", started)


def test_a_school_that_cannot_be_written_leaves_no_folder(workspace: Workspace, started: Draft) -> None:
    hostile = replace(started, policy=replace(started.policy, title="\x1b"))
    with pytest.raises(Problem):
        new_school(workspace, "oak", hostile)
    assert not (workspace.schools / "oak").exists()


def test_opening_writes_nothing(workspace: Workspace, library: Library, opened: OpenPolicy) -> None:
    def state() -> dict[str, tuple[bytes, int]]:
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in opened.path.parent.iterdir()}

    before = state()
    open_school(workspace, "oak", library)
    assert state() == before
    opened.lock_path.unlink()
    open_school(workspace, "oak", library)
    assert set(state()) == {"policy.toml"}


def test_saving_is_what_opening_finds(workspace: Workspace, library: Library, model: Model, opened: OpenPolicy) -> None:
    draft = decisions.drop(opened.draft, library, model, "words", "Not here.", by="IT lead", on=TODAY)
    saved = save_school(opened, draft)
    assert saved.draft == draft
    assert open_school(workspace, "oak", library) == saved
    assert save_school(saved, draft) == saved


def test_saving_nothing_writes_nothing(opened: OpenPolicy) -> None:
    before = [path.stat().st_mtime_ns for path in (opened.path, opened.lock_path)]
    assert save_school(opened, opened.draft) == opened
    assert [path.stat().st_mtime_ns for path in (opened.path, opened.lock_path)] == before


def test_a_change_of_the_policy_alone_leaves_the_lock(opened: OpenPolicy) -> None:
    before = opened.lock_path.stat().st_mtime_ns
    saved = save_school(opened, retitled(opened, "Our policy"))
    assert opened.lock_path.stat().st_mtime_ns == before
    assert (saved.hash != opened.hash, saved.lock_hash == opened.lock_hash) == (True, True)


def test_another_persons_change_is_left_alone(opened: OpenPolicy) -> None:
    theirs = opened.text.replace('title = "Social', 'title = "Their')
    opened.path.write_text(theirs)
    with pytest.raises(atomic.MovedOn):
        save_school(opened, retitled(opened, "Ours"))
    lock_only = replace(opened.draft, lock=replace(opened.draft.lock, model_version="2027"))
    with pytest.raises(atomic.MovedOn):
        save_school(opened, lock_only)
    assert opened.path.read_text() == theirs


def test_neither_file_is_written_when_the_lock_moved_on(
    workspace: Workspace, library: Library, model: Model, opened: OpenPolicy
) -> None:
    opened.lock_path.write_text(opened.lock_path.read_text() + "\n")
    draft = decisions.drop(opened.draft, library, model, "words", "Not here.", by="IT lead", on=TODAY)
    with pytest.raises(atomic.MovedOn) as caught:
        save_school(opened, draft)
    assert caught.value.path == opened.lock_path
    assert opened.path.read_text() == opened.text


def test_a_save_cut_off_between_the_files_is_told_and_can_be_repeated(
    workspace: Workspace, library: Library, model: Model, opened: OpenPolicy
) -> None:
    draft = decisions.drop(opened.draft, library, model, "words", "Not here.", by="IT lead", on=TODAY)
    lock = opened.lock_path.read_bytes()
    saved = save_school(opened, draft)
    opened.lock_path.write_bytes(lock)
    trouble = open_school(workspace, "oak", library).lock_trouble
    assert trouble is not None
    assert "does not have the text of words" in str(trouble)
    assert save_school(opened, draft) == saved


@pytest.mark.parametrize("tells", [Problem("not saved: the disk is full"), atomic.MovedOn(Path("policy.lock"), b"")])
def test_a_lock_that_cannot_be_saved_leaves_the_policy_as_it_was(
    library: Library, model: Model, opened: OpenPolicy, monkeypatch: pytest.MonkeyPatch, tells: Problem
) -> None:
    def full(*_: object) -> str:
        raise tells

    monkeypatch.setattr("composer.store.school_files._save_lock", full)
    draft = decisions.drop(opened.draft, library, model, "words", "Not here.", by="IT lead", on=TODAY)
    with pytest.raises(type(tells)):
        save_school(opened, draft)
    assert opened.path.read_text() == opened.text


@pytest.mark.parametrize("harm", ["missing", "emptied", "edited", "not utf-8", "newer"])
def test_lock_trouble_makes_the_policy_read_only(
    workspace: Workspace, library: Library, opened: OpenPolicy, harm: str
) -> None:
    lock = opened.lock_path
    text = lock.read_text()
    match harm:
        case "missing":
            lock.unlink()
        case "emptied":
            lock.write_text("")
        case "edited":
            lock.write_text(text.replace("asks {{dsl}}", "tells {{dsl}}", 1))
        case "not utf-8":
            lock.write_bytes(b"\xff" + text.encode())
        case _:
            lock.write_text(text.replace("schema = 1", "schema = 2", 1))
    troubled = open_school(workspace, "oak", library)
    assert troubled.lock_trouble is not None
    assert "policy-composer rebuild-lock oak" in str(troubled.lock_trouble)
    assert troubled.draft.lock.bases == {}
    with pytest.raises(Problem, match="not saved: the policy can only be read"):
        save_school(troubled, retitled(troubled, "Ours"))
    rebuilt = rebuild_lock(troubled, library)
    assert rebuilt.lock_trouble is None
    assert open_school(workspace, "oak", library) == rebuilt
    assert rebuilt.draft.lock.bases == opened.draft.lock.bases


def test_a_clause_withdrawn_from_the_library_stays(workspace: Workspace, opened: OpenPolicy) -> None:
    (workspace.clauses / "models/county/risk/privacy.md").unlink()
    (workspace.clauses / "risk/privacy.md").unlink()
    path = workspace.clauses / "models/county/model.toml"
    path.write_text(path.read_text().replace('"privacy"', ""))
    library = load_library(workspace.clauses)
    again = open_school(workspace, "oak", library)
    assert again.lock_trouble is None
    assert again.draft == opened.draft
    opened.lock_path.write_text("damaged")
    troubled = open_school(workspace, "oak", library)
    assert troubled.lock_trouble is not None
    with pytest.raises(Problem, match="does not have privacy any more"):
        rebuild_lock(troubled, library)
    opened.lock_path.unlink()
    with pytest.raises(Problem, match="there is no clause 'privacy'"):
        open_school(workspace, "oak", library)


def test_a_policy_without_decisions_on_the_model_needs_no_lock(
    workspace: Workspace, library: Library, model: Model, started: Draft
) -> None:
    draft = decisions.add_local(
        started, library, model, "club", title="Club", section="risk", text="Ask {{dsl}}.\n", by="IT", on=TODAY
    )
    new_school(workspace, "oak", draft).lock_path.unlink()
    opened = open_school(workspace, "oak", library)
    assert (opened.lock_trouble, opened.lock_hash) == (None, None)
    assert opened.draft == draft
    dropped = decisions.drop(opened.draft, library, model, "club", "No club.", by="IT", on=TODAY)
    saved = save_school(opened, dropped)
    assert open_school(workspace, "oak", library).lock_trouble is None
    picked = decisions.pick(saved.draft, library, model, "purpose", by="IT", on=TODAY)
    assert save_school(saved, picked).lock_hash is not None
    assert open_school(workspace, "oak", library).lock_trouble is None


def test_a_hand_written_policy_is_opened_read_only_and_rebuilt(workspace: Workspace, library: Library) -> None:
    path = workspace.schools / "oak" / "policy.toml"
    path.parent.mkdir(parents=True)
    path.write_text(POLICY, encoding="utf-8")
    rebuilt = rebuild_lock(open_school(workspace, "oak", library), library)
    assert set(rebuilt.draft.lock.bases) == {"purpose", "words", "images"}
    assert path.read_text(encoding="utf-8") == POLICY


def test_a_policy_too_long_to_be_opened_again_is_not_saved(opened: OpenPolicy) -> None:
    with pytest.raises(Problem, match="262,144"):
        save_school(opened, retitled(opened, "x" * 270_000))
    assert opened.path.read_text() == opened.text


def test_half_a_character_is_not_saved(opened: OpenPolicy) -> None:
    with pytest.raises(Problem, match="LONE SURROGATE"):
        save_school(opened, retitled(opened, "x\ud800"))


def test_a_dropped_clause_of_the_school_s_own_whose_id_the_library_uses_later(
    workspace: Workspace, opened: OpenPolicy, library: Library, model: Model
) -> None:
    where = {"title": "Club", "section": "risk", "text": "Ours."}
    draft = decisions.add_local(opened.draft, library, model, "club", by="IT", on=TODAY, **where)
    save_school(opened, decisions.drop(draft, library, model, "club", "No club.", by="IT", on=TODAY))

    later = replace(library, clauses={**library.clauses, "club": replace(library.clauses["purpose"], id="club")})

    assert open_school(workspace, "oak", later).lock_trouble is None


def test_an_order_of_sections_alone_is_saved(workspace: Workspace, opened: OpenPolicy, library: Library) -> None:
    turned = dict(reversed(list(opened.draft.lock.order.items())))
    save_school(opened, replace(opened.draft, lock=replace(opened.draft.lock, order=turned)))

    assert list(open_school(workspace, "oak", library).draft.lock.order) == list(turned)
