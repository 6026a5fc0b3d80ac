"""The journal: what is flushed can be found again, what is torn is ignored, what is live is left alone."""

from __future__ import annotations

import errno
import os
import socket
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import composer
from composer.policy.problems import Problem
from composer.store import journal as journal_module
from composer.store.atomic import OS_FILES, content_hash, save
from composer.store.journal import Journal, leftover, records, state_folder

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
BASE = content_hash(b"old\n")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_bytes(b"old\n")
    return path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def typed(policy: Path, state: Path, *texts: str) -> None:
    """What a session leaves that typed these texts, each flushed, and then died."""
    journal = Journal(policy, BASE, folder=state)
    for text in texts:
        journal.note(text)
        journal.flush()
    journal.close()


def journals(state: Path) -> list[Path]:
    return sorted((state / "journal").glob("*"))


def test_the_last_text_is_found_with_what_it_was_typed_on(policy: Path, state: Path) -> None:
    typed(policy, state, "one", "two \ud83d 学校\n")
    left = leftover(policy, folder=state)
    assert left is not None
    assert (left.path, left.text, left.base) == (policy.resolve(), "two \ud83d 学校\n", BASE)
    assert (left.host, left.pid) == (socket.gethostname(), os.getpid())
    assert abs((datetime.now(UTC) - left.when).total_seconds()) < 60
    assert not left.moved_on


def test_nothing_noted_leaves_nothing(policy: Path, state: Path) -> None:
    journal = Journal(policy, BASE, folder=state)
    journal.flush()
    assert not journal.due()
    journal.close()
    assert not state.exists()
    assert leftover(policy, folder=state) is None


def test_moved_on_when_the_file_is_another(policy: Path, state: Path) -> None:
    typed(policy, state, "mine")
    policy.write_bytes(b"ODD\n")
    left = leftover(policy, folder=state)
    assert left is not None
    assert left.moved_on
    policy.unlink()
    left = leftover(policy, folder=state)
    assert left is not None
    assert left.moved_on


def test_a_new_file_has_no_base(tmp_path: Path, state: Path) -> None:
    journal = Journal(tmp_path / "none.toml", None, folder=state)
    journal.note("mine")
    journal.close()
    left = leftover(tmp_path / "none.toml", folder=state)
    assert left is not None
    assert left.base is None
    assert not left.moved_on


def test_a_text_that_was_saved_after_all_is_not_offered(policy: Path, state: Path) -> None:
    typed(policy, state, "new\n")
    save(policy, b"new\n", expected=BASE, verify=lambda _: None)
    assert leftover(policy, folder=state) is None
    assert journals(state) == []


@posix
def test_a_link_and_its_target_have_one_journal(policy: Path, state: Path, tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to(policy)
    typed(tmp_path / "link.toml", state, "mine")
    left = leftover(policy, folder=state)
    assert left is not None
    assert left.text == "mine"
    assert leftover(tmp_path / "other.toml", folder=state) is None


# ---- when it writes ----------------------------------------------------------------------------


def test_notes_are_written_together_four_times_a_second(policy: Path, state: Path) -> None:
    clock, syncs = Clock(), 0

    def fsync(fd: int) -> None:
        nonlocal syncs
        syncs += not stat.S_ISDIR(os.fstat(fd).st_mode)
        os.fsync(fd)

    journal = Journal(policy, BASE, folder=state, clock=clock, files=replace(OS_FILES, fsync=fsync))
    for n in range(1000):
        journal.note(f"text {n}")
        if journal.due():
            journal.flush()
        clock.now += 0.01
    assert 38 <= syncs <= 41
    journal.note("last")
    clock.now += 0.25
    assert journal.due()
    journal.flush()
    assert not journal.due()
    journal.note("last")
    journal.flush()
    journal.close()
    assert 39 <= syncs <= 42
    left = leftover(policy, folder=state)
    assert left is not None
    assert left.text == "last"


def test_every_flush_is_synced_before_it_returns(policy: Path, state: Path) -> None:
    calls: list[str] = []

    def write(fd: int, data: bytes) -> int:
        calls.append("write")
        return os.write(fd, data)

    def fsync(fd: int) -> None:
        calls.append("fsync")
        os.fsync(fd)

    journal = Journal(policy, BASE, folder=state, files=replace(OS_FILES, write=write, fsync=fsync))
    journal.note("one")
    journal.flush()
    # The first one makes the file, so its name has to be synced too.
    assert calls == ["write", "fsync", "fsync"]
    calls.clear()
    journal.note("two")
    journal.flush()
    assert calls == ["write", "fsync"]
    journal.close()


def test_clear_forgets_and_counts_from_the_new_base(policy: Path, state: Path) -> None:
    journal = Journal(policy, BASE, folder=state)
    journal.note("new\n")
    journal.flush()
    assert len(journals(state)) == 1
    journal.clear(save(policy, b"new\n", expected=BASE, verify=lambda _: None))
    assert journals(state) == []
    assert not journal.due()
    journal.note("newer\n")
    journal.close()
    left = leftover(policy, folder=state)
    assert left is not None
    assert (left.text, left.base, left.moved_on) == ("newer\n", content_hash(b"new\n"), False)


def test_the_same_text_is_written_again_after_a_clear(policy: Path, state: Path) -> None:
    journal = Journal(policy, BASE, folder=state)
    journal.note("x")
    journal.flush()
    journal.clear()
    journal.note("x")
    journal.close()
    assert leftover(policy, folder=state) is not None


def test_the_journal_stays_small(policy: Path, state: Path) -> None:
    journal = Journal(policy, BASE, folder=state)
    for n in range(40):
        journal.note(f"{n} " + "x" * 100_000)
        journal.flush()
        assert sum(file.stat().st_size for file in journals(state)) <= journal_module.ROLL_AT
        assert len(journals(state)) == 1
    journal.close()
    left = leftover(policy, folder=state)
    assert left is not None
    assert left.text.startswith("39 ")


def test_a_journal_removed_under_a_session_is_made_again(policy: Path, state: Path) -> None:
    journal = Journal(policy, BASE, folder=state)
    journal.note("one")
    journal.flush()
    journals(state)[0].unlink()
    journal.note("one")
    journal.close()
    assert leftover(policy, folder=state) is not None


@posix
def test_it_is_for_the_user_only(policy: Path, state: Path) -> None:
    (state / "journal").mkdir(parents=True, mode=0o755)
    typed(policy, state, "mine")
    assert stat.S_IMODE((state / "journal").stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in journals(state)] == [0o600]


def test_the_state_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policy: Path) -> None:
    monkeypatch.delenv("POLICY_COMPOSER_STATE", raising=False)
    assert state_folder().name == "policy-composer"
    monkeypatch.setenv("POLICY_COMPOSER_STATE", str(tmp_path / "chosen"))
    journal = Journal(policy, BASE)
    journal.note("mine")
    journal.close()
    assert len(journals(tmp_path / "chosen")) == 1
    left = leftover(policy)
    assert left is not None
    left.discard()
    assert leftover(policy) is None


# ---- what is torn or damaged -------------------------------------------------------------------


def test_any_beginning_of_a_journal_gives_the_last_whole_record_or_none(policy: Path, state: Path) -> None:
    texts = ["one", "two, longer", "three\n"]
    typed(policy, state, *texts)
    file = journals(state)[0]
    data = file.read_bytes()
    payloads = list(records(data))
    ends = [sum(len(payload) + 12 for payload in payloads[: n + 1]) for n in range(3)]
    assert ends[-1] == len(data)
    borders = {end + by for end in [0, *ends] for by in (-1, 0, 1, 4, 12)}
    for size in range(len(data) + 1):
        whole = [text for text, end in zip(texts, ends, strict=True) if end <= size]
        assert list(records(data[:size])) == payloads[: len(whole)], size
        if size in borders or size % 10 == 0:
            file.write_bytes(data[:size])
            left = leftover(policy, folder=state)
            assert (left.text if left else None) == (whole[-1] if whole else None), size


@given(st.integers(0, 10_000), st.integers(1, 255), st.binary(max_size=40))
def test_damage_gives_an_earlier_record_or_none(at: int, flip: int, tail: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        policy, state = Path(folder, "policy.toml"), Path(folder, "state")
        typed(policy, state, "one", "two", "three")
        file = journals(state)[0]
        data = bytearray(file.read_bytes())
        data[at % len(data)] ^= flip
        file.write_bytes(bytes(data) + tail)
        left = leftover(policy, folder=state)
        assert left is None or left.text in {"one", "two"}


@given(st.binary(max_size=200))
def test_rubbish_is_no_journal(rubbish: bytes) -> None:
    assert list(records(rubbish)) == []


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b'{"text": 1}', b"[" * 100_000, b"\xff", b'"x"', b"null"])
def test_a_whole_record_of_something_else_is_no_journal(policy: Path, state: Path, payload: bytes) -> None:
    import zlib

    typed(policy, state, "mine")
    journals(state)[0].write_bytes(journal_module._HEADER.pack(b"PCJ1", len(payload), zlib.crc32(payload)) + payload)
    assert leftover(policy, folder=state) is None


@posix
def test_what_is_not_a_file_there_does_not_hang(policy: Path, state: Path) -> None:
    typed(policy, state, "mine")
    name = journals(state)[0]
    stem = name.name[:32]
    os.mkfifo(name.with_name(f"{stem}-0000000000000000-000001.journal"))
    name.with_name(f"{stem}-1111111111111111-000001.journal").symlink_to("/dev/zero")
    name.with_name(f"{stem}-2222222222222222-000001.journal").mkdir()
    left = leftover(policy, folder=state)
    assert left is not None
    assert left.text == "mine"


# ---- full disks --------------------------------------------------------------------------------


def test_a_full_disk_is_said_and_the_text_stays_noted(policy: Path, state: Path) -> None:
    clock = Clock()
    full = False

    def write(fd: int, data: bytes) -> int:
        if full:
            if len(data) > 5:
                return os.write(fd, data[:5])
            raise OSError(errno.ENOSPC, "full")
        return os.write(fd, data)

    journal = Journal(policy, BASE, folder=state, clock=clock, files=replace(OS_FILES, write=write))
    journal.note("one")
    journal.flush()
    full = True
    clock.now += 1
    journal.note("two")
    with pytest.raises(Problem, match="disk is full") as problem:
        journal.flush()
    assert "\n" not in str(problem.value)
    assert "two" not in str(problem.value)
    assert not journal.due(), "the next try waits its time"
    clock.now += 1
    assert journal.due()
    full = False
    journal.flush()
    journal.note("three")
    journal.close()
    left = leftover(policy, folder=state)
    assert left is not None
    assert left.text == "three"
    assert len(journals(state)) == 1


def test_what_was_flushed_survives_a_later_full_disk(policy: Path, state: Path) -> None:
    def fsync(fd: int) -> None:
        raise OSError(errno.EIO, "bad disk")

    journal = Journal(policy, BASE, folder=state)
    journal.note("one")
    journal.flush()
    journal._files = replace(OS_FILES, fsync=fsync)
    journal.note("two")
    with pytest.raises(Problem, match="disk reported an error"):
        journal.close()
    left = leftover(policy, folder=state)
    assert left is not None
    assert left.text in {"one", "two"}


def test_too_much_text_is_a_problem(policy: Path, state: Path) -> None:
    journal = Journal(policy, BASE, folder=state)
    journal.note("x" * (9 * 1024 * 1024))
    with pytest.raises(Problem, match="too many"):
        journal.flush()


# ---- who is alive ------------------------------------------------------------------------------

SESSION = """
import sys, time
from pathlib import Path
from composer.store.journal import Journal
journal = Journal(Path(sys.argv[1]), sys.argv[2], folder=Path(sys.argv[3]))
journal.note("theirs")
journal.flush()
print("typed", flush=True)
time.sleep(60)
"""


@posix
def test_a_live_session_is_not_offered_and_a_killed_one_is(policy: Path, state: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SESSION, policy, BASE, state],
        stdout=subprocess.PIPE,
        cwd=Path(composer.__file__).parent.parent,
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert leftover(policy, folder=state) is None
        # A second session on the same policy keeps a journal of its own, and clears only that.
        mine = Journal(policy, BASE, folder=state)
        mine.note("mine")
        mine.flush()
        assert len(journals(state)) == 2
        mine.clear()
        assert len(journals(state)) == 1
        child.kill()
    left = leftover(policy, folder=state)
    assert left is not None
    assert left.text == "theirs"
    assert left.pid == child.pid


@posix
def test_a_journal_that_its_session_removes_while_it_is_read_is_not_offered(policy: Path, state: Path) -> None:
    def opened(path: Path, flags: int, mode: int) -> int:
        fd = os.open(path, flags, mode)
        path.unlink()
        return fd

    typed(policy, state, "saved by now")
    assert leftover(policy, folder=state, files=replace(OS_FILES, open=opened)) is None


def test_without_locks_the_living_process_decides(policy: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lock(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    lockless = replace(OS_FILES, lock=lock)
    typed(policy, state, "mine")
    assert leftover(policy, folder=state) is not None, "a lock that can be had proves it dead"
    assert leftover(policy, folder=state, files=lockless) is None
    monkeypatch.setattr(socket, "gethostname", lambda: "elsewhere")
    assert leftover(policy, folder=state, files=lockless) is not None


def test_of_several_dead_sessions_the_newest_comes_first(policy: Path, state: Path) -> None:
    typed(policy, state, "older")
    time.sleep(0.01)
    typed(policy, state, "newer")
    offered = []
    while (left := leftover(policy, folder=state)) is not None:
        offered.append(left.text)
        left.discard()
    assert offered == ["newer", "older"]
    assert journals(state) == []


def test_a_session_that_ends_between_two_files_leaves_the_newer_text(policy: Path, state: Path) -> None:
    journal = Journal(policy, BASE, folder=state, files=replace(OS_FILES, unlink=lambda _: None))
    for text in ("one", "two"):
        journal.note(text + "x" * 600_000)
        journal.flush()
    journal.close()
    assert len(journals(state)) == 2
    left = leftover(policy, folder=state)
    assert left is not None
    assert left.text.startswith("two")
    left.discard()
    assert journals(state) == []
