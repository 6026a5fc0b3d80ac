"""One school's policy while it is worked on: journal, save, what others did, copies beside."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from composer.policy import answering, changes, decisions
from composer.policy.evidence import Evidence, ScenarioAnswer
from composer.policy.problems import Problem
from composer.policy.standing import changed_since
from composer.session import Session
from composer.store import atomic, school_files
from composer.store.workfile import WorkFile
from composer.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft

SLUG = "oakfield-primary"
ON = date(2026, 11, 22)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, tmp_path / "clauses", tmp_path / "schools", bundled=False)


@pytest.fixture
def policy(workspace: Workspace, decided: Draft) -> Path:
    return school_files.new_school(workspace, SLUG, decided).path


@pytest.fixture
def opened(workspace: Workspace, library: Library, policy: Path) -> Callable[[], WorkFile]:
    """A function that opens the school again, as a new session would."""
    return lambda: WorkFile(workspace, SLUG, library, state=workspace.root / "state")


@pytest.fixture
def work(opened: Callable[[], WorkFile]) -> WorkFile:
    return opened()


@pytest.fixture
def dropped(library: Library, model: Model) -> Callable[[Draft], Draft]:
    """A function that drops the purpose."""
    return lambda draft: decisions.drop(draft, library, model, "purpose", "Not here.", by="me", on=ON)


def all_files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_opening_and_closing_writes_nothing(opened: Callable[[], WorkFile], workspace: Workspace, policy: Path) -> None:
    before = all_files(workspace.root)

    work = opened()
    work.note(work.draft)
    work.flush()
    work.outside()
    work.close()

    assert all_files(workspace.root) == before


def test_what_was_not_saved_is_found_by_the_next_session(
    work: WorkFile, opened: Callable[[], WorkFile], dropped: Callable[[Draft], Draft]
) -> None:
    typed = dropped(work.draft)
    work.note(typed)
    assert work.due
    work.close()

    left = opened().unsaved()

    assert left is not None
    assert not left.moved_on
    assert changes.applied(left.changes, opened().draft) == typed
    assert abs((datetime.now(UTC) - left.when).total_seconds()) < 60


def test_unsaved_work_can_be_discarded_for_good(
    work: WorkFile, opened: Callable[[], WorkFile], dropped: Callable[[Draft], Draft]
) -> None:
    work.note(dropped(work.draft))
    work.close()
    left = opened().unsaved()
    assert left is not None

    left.discard()

    assert opened().unsaved() is None


def test_going_back_to_what_the_file_has_leaves_nothing_unsaved(
    work: WorkFile, opened: Callable[[], WorkFile], dropped: Callable[[Draft], Draft]
) -> None:
    work.note(dropped(work.draft))
    work.flush()
    work.note(work.draft)
    work.close()

    assert opened().unsaved() is None


def test_saving_writes_both_files_and_clears_the_journal(
    work: WorkFile, opened: Callable[[], WorkFile], dropped: Callable[[Draft], Draft], policy: Path
) -> None:
    typed = dropped(work.draft)
    work.note(typed)
    work.flush()

    saved = work.save(typed)

    assert saved == typed == opened().draft
    assert b"Not here." in policy.read_bytes()
    assert not list((policy.parents[2] / "state").rglob("*.journal"))
    work.close()
    assert opened().unsaved() is None


def test_saving_nothing_new_leaves_the_bytes(work: WorkFile, workspace: Workspace) -> None:
    before = all_files(workspace.root)

    work.save(work.draft)

    assert all_files(workspace.root) == before


def test_a_clause_without_words_is_not_saved(work: WorkFile, policy: Path) -> None:
    before = policy.read_bytes()
    blank = replace(work.draft.policy.decisions["celebrating-achievement"], text="\n")
    policy_now = replace(work.draft.policy, decisions={**work.draft.policy.decisions, "celebrating-achievement": blank})

    with pytest.raises(Problem, match="celebrating-achievement has no text"):
        work.save(replace(work.draft, policy=policy_now))

    assert policy.read_bytes() == before


def touch(path: Path, old: bytes, new: bytes) -> None:
    """Change a file, keeping its size's and time's look where they allow it."""
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(old, new))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.parametrize("name", ["policy.toml", "policy.lock"])
def test_a_change_from_outside_is_noticed_and_never_overwritten(
    work: WorkFile, dropped: Callable[[Draft], Draft], policy: Path, name: str
) -> None:
    assert work.outside() == "same"
    path = policy.with_name(name)
    path.write_bytes(path.read_bytes() + b"# theirs\n")
    theirs = path.read_bytes()

    assert work.outside() == "changed"
    with pytest.raises(atomic.MovedOn):
        work.save(dropped(work.draft))
    assert path.read_bytes() == theirs


def test_a_change_of_the_same_size_and_time_is_caught_by_saving(
    work: WorkFile, dropped: Callable[[Draft], Draft], policy: Path
) -> None:
    touch(policy, b"once a week", b"once a YEAR")

    with pytest.raises(atomic.MovedOn):
        work.save(dropped(work.draft))
    assert b"once a YEAR" in policy.read_bytes()


def test_a_policy_that_is_gone_is_noticed(work: WorkFile, policy: Path) -> None:
    policy.rename(policy.with_name("elsewhere.toml"))

    assert work.outside() == "gone"
    with pytest.raises(Problem):
        work.look()


def test_looking_does_not_take_over_and_taking_over_does(work: WorkFile, policy: Path) -> None:
    touch(policy, b"once a week", b"twice a week")
    before = work.draft

    found = work.look()

    assert work.draft == before
    assert work.outside() == "changed"
    assert work.take_over(found).policy.decisions["celebrating-achievement"].reason == "We post twice a week."
    assert work.outside() == "same"


def test_half_written_toml_is_a_problem_and_the_last_good_policy_stays(work: WorkFile, policy: Path) -> None:
    before = work.draft
    policy.write_bytes(policy.read_bytes()[:200] + b'x = "half')

    with pytest.raises(Problem):
        work.look()
    assert work.draft == before


def test_unsaved_work_on_a_file_that_moved_on_says_so(
    work: WorkFile, opened: Callable[[], WorkFile], dropped: Callable[[Draft], Draft], policy: Path
) -> None:
    work.note(dropped(work.draft))
    work.close()
    touch(policy, b"once a week", b"twice a week")

    left = opened().unsaved()

    assert left is not None
    assert left.moved_on
    both = changes.applied(left.changes, opened().draft).policy.decisions
    assert both["purpose"].mode == "dropped"
    assert both["celebrating-achievement"].reason == "We post twice a week."


def test_a_copy_beside_has_the_whole_policy_and_never_overwrites_another(
    work: WorkFile, dropped: Callable[[Draft], Draft], policy: Path, library: Library
) -> None:
    first = work.keep_beside(work.draft, "mine")
    second = work.keep_beside(dropped(work.draft), "mine")

    assert (first.name, second.name) == ("policy.mine-1.toml", "policy.mine-2.toml")
    assert b"Not here." not in first.read_bytes()
    assert b"Not here." in second.read_bytes()
    assert work.outside() == "same"


def test_without_the_lock_the_policy_may_only_be_read(
    workspace: Workspace, library: Library, policy: Path, dropped: Callable[[Draft], Draft]
) -> None:
    policy.with_name("policy.lock").unlink()
    before = all_files(workspace.root)

    work = WorkFile(workspace, SLUG, library, state=workspace.root / "state")

    assert "rebuild-lock oakfield-primary" in work.trouble
    with pytest.raises(Problem, match="not saved"):
        work.save(dropped(work.draft))
    assert all_files(workspace.root) == before


def test_a_state_folder_that_cannot_be_written_is_a_problem(
    workspace: Workspace, library: Library, policy: Path, dropped: Callable[[Draft], Draft]
) -> None:
    (workspace.root / "state").write_text("a file where a folder should be")
    work = WorkFile(workspace, SLUG, library, state=workspace.root / "state")
    work.note(dropped(work.draft))

    with pytest.raises(Problem):
        work.flush()


def test_two_sessions_do_not_take_each_others_typing(
    work: WorkFile, opened: Callable[[], WorkFile], dropped: Callable[[Draft], Draft]
) -> None:
    work.note(dropped(work.draft))
    work.flush()

    assert opened().unsaved() is None
    assert work.due is False
    work.close()
    assert opened().unsaved() is not None


# -- evidence ----------------------------------------------------------------------------------------------

STAGE = '\n[scenario.streamed-play]\nanswer = "does-not-apply"\nbecause = "We have no stage."\n'
SETTLED = ScenarioAnswer("settled", ("celebrating-achievement",))


def answered(draft: Draft, **scenarios: ScenarioAnswer) -> Draft:
    known = {**draft.policy.evidence.scenarios, **{key.replace("_", "-"): each for key, each in scenarios.items()}}
    return replace(draft, policy=replace(draft.policy, evidence=Evidence(known)))


def test_an_unsaved_answer_is_found_by_the_next_session(work: WorkFile, opened: Callable[[], WorkFile]) -> None:
    typed = answered(work.draft, own_child=ScenarioAnswer("open", because="In May."))
    work.note(typed)
    work.close()

    left = opened().unsaved()

    assert left is not None
    assert changes.applied(left.changes, opened().draft) == typed


def test_a_saved_answer_leaves_nothing_unsaved(work: WorkFile, opened: Callable[[], WorkFile]) -> None:
    saved = work.save(answered(work.draft, own_child=SETTLED))
    assert saved.lock.settled
    work.note(saved)
    work.close()

    assert opened().draft == saved
    assert opened().unsaved() is None


def test_answers_written_by_hand_meanwhile_join_with_unsaved_clauses(
    work: WorkFile, dropped: Callable[[Draft], Draft], policy: Path, library: Library
) -> None:
    session = Session(work.draft, library, today=ON)
    session.replace_draft(dropped(session.draft), "dropped Purpose")
    policy.write_text(policy.read_text("utf-8") + STAGE, encoding="utf-8")
    with pytest.raises(atomic.MovedOn):
        work.save(session.draft)
    found = work.look()
    mine, other = changes.between(work.draft, session.draft), changes.between(work.draft, found.draft)
    assert changes.clashes(mine, other) == ()

    joined = changes.applied(mine, found.draft)
    session.mark_saved(work.take_over(found))
    session.replace_draft(joined, "settled with the other version")
    session.mark_saved(work.save(joined))

    assert STAGE in policy.read_text("utf-8")
    assert session.policy.mode("purpose") == "dropped"
    assert session.policy.evidence.scenarios["streamed-play"].because == "We have no stage."
    assert not session.dirty


def test_an_answer_of_ours_joins_with_a_clause_changed_meanwhile(
    work: WorkFile, opened: Callable[[], WorkFile], library: Library, model: Model
) -> None:
    other = opened()
    theirs = decisions.adapt(
        other.draft, library, model, "celebrating-achievement", "Theirs.\n", by="x", on=ON, reason="y"
    )
    other.save(theirs)
    ours = answering.answer_scenario(work.draft, library, "own-child", SETTLED)
    with pytest.raises(atomic.MovedOn):
        work.save(ours)
    mine = changes.between(work.draft, ours)
    found = work.look()
    assert changes.clashes(mine, changes.between(work.draft, found.draft)) == ()
    work.take_over(found)

    saved = work.save(changes.applied(mine, found.draft))

    assert saved.text("celebrating-achievement") == "Theirs.\n"
    assert saved.policy.evidence.scenarios == {"own-child": SETTLED}
    # The answer was given on the words that the clause had here, and it has others by now.
    assert list(changed_since("own-child", saved)) == ["celebrating-achievement"]


def test_two_answers_to_one_scenario_clash(work: WorkFile) -> None:
    ours = answered(work.draft, own_child=ScenarioAnswer("open", because="Ours."))
    theirs = answered(work.draft, own_child=ScenarioAnswer("open", because="Theirs."))

    assert changes.clashes(changes.between(work.draft, ours), changes.between(work.draft, theirs)) == (
        "the answer about the scenario own-child",
    )
