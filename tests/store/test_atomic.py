"""Saving and reading single files: links, modes, refusals, messages."""

from __future__ import annotations

import errno
import os
import socket
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import composer
from composer.policy.problems import Problem
from composer.store.atomic import OS_FILES, MovedOn, Unconfirmed, content_hash, decode, read, save, write_new
from composer.store.turn import lock_path, turn
from composer.store.watch import changed_outside

ROOT = Path(composer.__file__).parent.parent
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


def accept(_: bytes) -> None:
    """Any text will do."""


def put(path: Path, data: bytes, expected: bytes | None = None) -> str:
    return save(path, data, expected=None if expected is None else content_hash(expected), verify=accept)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "oakfield" / "policy.toml"
    path.parent.mkdir()
    path.write_bytes(b"old\n")
    return path


def names(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


# ---- saving ------------------------------------------------------------------------------------


def test_save_returns_the_hash_of_what_is_there(policy: Path) -> None:
    assert put(policy, b"new\n", b"old\n") == content_hash(policy.read_bytes()) == content_hash(b"new\n")
    assert names(policy) == ["policy.toml"]


def test_a_new_file_is_made(policy: Path) -> None:
    put(policy.with_name("policy.lock"), b"lock\n")
    assert names(policy) == ["policy.lock", "policy.toml"]
    assert policy.with_name("policy.lock").stat().st_nlink == 1


@posix
def test_a_new_file_heeds_the_umask(policy: Path) -> None:
    before = os.umask(0o027)
    try:
        put(policy.with_name("new.toml"), b"x")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert stat.S_IMODE(policy.with_name("new.toml").stat().st_mode) == 0o640


def test_a_file_that_should_not_exist_is_not_overwritten(policy: Path) -> None:
    with pytest.raises(MovedOn) as moved:
        put(policy, b"new\n")
    assert moved.value.theirs == b"old\n" == policy.read_bytes()


def test_moved_on_is_seen_with_the_same_size_and_time(policy: Path) -> None:
    at = policy.stat().st_mtime_ns
    policy.write_bytes(b"ODD\n")
    os.utime(policy, ns=(at, at))
    assert policy.stat().st_mtime_ns == at
    with pytest.raises(MovedOn) as moved:
        put(policy, b"new\n", b"old\n")
    assert moved.value.theirs == b"ODD\n" == policy.read_bytes()
    assert "\n" not in str(moved.value)
    assert names(policy) == ["policy.toml"]


def test_a_file_that_was_removed_is_not_brought_back(policy: Path) -> None:
    policy.unlink()
    with pytest.raises(MovedOn) as moved:
        put(policy, b"new\n", b"old\n")
    assert moved.value.theirs is None
    assert names(policy) == []


def test_saving_again_after_a_save_that_was_cut_off_at_its_end(policy: Path) -> None:
    put(policy, b"new\n", b"old\n")
    assert put(policy, b"new\n", b"old\n") == content_hash(b"new\n")


@posix
def test_a_symbolic_link_stays_and_its_target_is_written(policy: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "policy.toml"
    link.symlink_to("../oakfield/policy.toml")
    put(link, b"new\n", b"old\n")
    assert link.is_symlink()
    assert policy.read_bytes() == b"new\n"
    assert names(link) == names(policy) == ["policy.toml"]


@posix
def test_links_in_a_circle_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for act in (lambda: put(tmp_path / "a", b""), lambda: read(tmp_path / "a", limit=9)):
        with pytest.raises(Problem, match="links"):
            act()


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_stays(policy: Path, mode: int) -> None:
    policy.chmod(mode)
    put(policy, b"new\n", b"old\n")
    assert stat.S_IMODE(policy.stat().st_mode) == mode


@posix
def test_the_owner_is_asked_to_stay_and_the_group_where_only_that_is_allowed(policy: Path) -> None:
    asked: list[tuple[int, int]] = []

    def chown(_: int, uid: int, gid: int) -> None:
        asked.append((uid, gid))
        if uid != -1:
            raise PermissionError(errno.EPERM, "no")

    def fstat(fd: int) -> os.stat_result:
        real = os.fstat(fd)
        return os.stat_result((*real[:4], 54321, 54322, *real[6:]))

    old = policy.stat()
    save(
        policy,
        b"new\n",
        expected=content_hash(b"old\n"),
        verify=accept,
        files=replace(OS_FILES, fchown=chown, fstat=fstat),
    )
    assert asked == [(old.st_uid, old.st_gid), (-1, old.st_gid)]


def test_a_file_marked_read_only_is_left_alone(policy: Path) -> None:
    with pytest.raises(Problem, match="read-only"):
        save(
            policy,
            b"new\n",
            expected=content_hash(b"old\n"),
            verify=accept,
            files=replace(OS_FILES, writable=lambda _: False),
        )
    assert policy.read_bytes() == b"old\n"


def test_a_folder_is_not_a_file(policy: Path) -> None:
    with pytest.raises(Problem, match="folder"):
        put(policy.parent, b"x")


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="not there") as problem:
        put(tmp_path / "none" / "policy.toml", b"x")
    assert "\n" not in str(problem.value)
    assert "Errno" not in str(problem.value)


def test_a_problem_of_the_verifier_comes_through_as_it_is(policy: Path) -> None:
    def refuse(_: bytes) -> None:
        raise Problem("differs from the policy")

    with pytest.raises(Problem, match=r"^differs from the policy$"):
        save(policy, b"new\n", expected=content_hash(b"old\n"), verify=refuse)
    assert names(policy) == ["policy.toml"]


def test_an_interruption_leaves_nothing_behind(policy: Path) -> None:
    def interrupted(_: bytes) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(policy, b"new\n", expected=content_hash(b"old\n"), verify=interrupted)
    assert names(policy) == ["policy.toml"]
    assert policy.read_bytes() == b"old\n"


def test_the_verifier_is_handed_the_bytes_of_the_disk(policy: Path) -> None:
    seen: list[bytes] = []
    save(policy, b"new\n", expected=content_hash(b"old\n"), verify=seen.append)
    assert seen == [b"new\n"]


@posix
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_folder_that_cannot_be_synced_is_passed(policy: Path, number: int) -> None:
    results = [0, number]

    def fsync(_: int) -> None:
        if code := results.pop(0):
            raise OSError(code, "no")

    put_with = replace(OS_FILES, fsync=fsync)
    save(policy, b"new\n", expected=content_hash(b"old\n"), verify=accept, files=put_with)
    assert results == []


@posix
def test_a_folder_sync_that_fails_says_that_the_text_is_in_place(policy: Path) -> None:
    results = [0, errno.EIO]

    def fsync(_: int) -> None:
        if code := results.pop(0):
            raise OSError(code, "no")

    with pytest.raises(Unconfirmed, match="in place") as problem:
        save(
            policy,
            b"new\n",
            expected=content_hash(b"old\n"),
            verify=accept,
            files=replace(OS_FILES, fsync=fsync),
        )
    assert problem.value.saved == content_hash(policy.read_bytes()) == content_hash(b"new\n")


@pytest.mark.parametrize(("tries", "saved"), [(3, True), (1000, False)])
def test_a_file_that_windows_shares_is_tried_again_for_a_while(policy: Path, tries: int, saved: bool) -> None:
    left = tries
    now = 0.0

    def shared(temp: Path, target: Path) -> None:
        nonlocal left
        left -= 1
        if left >= 0:
            error = PermissionError(errno.EACCES, "sharing violation")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        temp.replace(target)

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    files = replace(OS_FILES, replace=shared, sleep=sleep, clock=lambda: now)
    try:
        save(policy, b"new\n", expected=content_hash(b"old\n"), verify=accept, files=files)
    except Problem:
        assert not saved
        assert 2 <= now <= 3
    assert policy.read_bytes() == (b"new\n" if saved else b"old\n")
    assert names(policy) == ["policy.toml"]


def test_what_a_killed_save_left_is_removed_once_it_is_old(policy: Path) -> None:
    old, young, other = (policy.with_name(f".{name}.tmp") for name in ("policy.toml.aa", "policy.toml.bb", "else.cc"))
    for path in (old, young, other):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    os.utime(other, (1, 1))
    put(policy, b"new\n", b"old\n")
    assert names(policy) == [other.name, young.name, "policy.toml"]


# ---- turns -------------------------------------------------------------------------------------


def test_a_turn_held_too_long_is_one_line_that_names_the_holder(policy: Path) -> None:
    now = 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    with turn(policy, OS_FILES), pytest.raises(Problem) as problem:
        save(
            policy,
            b"new\n",
            expected=content_hash(b"old\n"),
            verify=accept,
            files=replace(OS_FILES, sleep=sleep, clock=lambda: now),
        )
    assert now >= 2
    said = str(problem.value)
    assert str(os.getpid()) in said
    assert socket.gethostname() in said
    assert "\n" not in said
    assert policy.read_bytes() == b"old\n"
    assert names(policy) == ["policy.toml"]


def test_a_lock_file_left_behind_hinders_nobody(policy: Path) -> None:
    lock_path(policy).write_text("somewhere, process 1, since 09:00:00 UTC\n")
    put(policy, b"new\n", b"old\n")
    assert names(policy) == ["policy.toml"]


@posix
def test_a_lock_file_replaced_while_it_was_taken_is_taken_again(policy: Path) -> None:
    taken = 0

    def lock(fd: int) -> None:
        nonlocal taken
        taken += 1
        OS_FILES.lock(fd)
        if taken == 1:
            # As when the holder before us removes its file, and a third program makes a new one.
            lock_path(policy).unlink()
            lock_path(policy).touch()

    save(policy, b"new\n", expected=content_hash(b"old\n"), verify=accept, files=replace(OS_FILES, lock=lock))
    assert taken == 2
    assert names(policy) == ["policy.toml"]


def test_a_file_system_without_locks_can_still_be_saved_to(policy: Path) -> None:
    def lock(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    save(policy, b"new\n", expected=content_hash(b"old\n"), verify=accept, files=replace(OS_FILES, lock=lock))
    assert policy.read_bytes() == b"new\n"


def test_of_two_programs_one_wins_and_the_other_is_told(policy: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from composer.store.atomic import *\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "try: save(Path(sys.argv[1]), sys.argv[2].encode(), expected=content_hash(b'old\\n'), verify=lambda _: None)\n"
        "except MovedOn as moved: print('told', moved.theirs.decode())\n"
        "else: print('won', sys.argv[2])\n"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", script, policy, text],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for text in ("left", "right")
    ]
    for racer in racers:
        assert racer.stdout
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = sorted(racer.communicate()[0].strip() for racer in racers)
    winner = policy.read_text()
    assert said == [f"told {winner}", f"won {winner}"]


# ---- reading -----------------------------------------------------------------------------------


def test_read_gives_the_bytes(policy: Path) -> None:
    assert read(policy, limit=4, root=policy.parent) == b"old\n"


def test_read_refuses_what_is_too_long_and_says_how_long(policy: Path) -> None:
    policy.write_bytes(b"x" * 5000)
    with pytest.raises(Problem, match=r"5,000 bytes are more than the 4,000"):
        read(policy, limit=4000)


def test_a_file_that_grows_while_it_is_read_is_refused_too(policy: Path) -> None:
    def fstat(fd: int) -> os.stat_result:
        real = os.fstat(fd)
        return os.stat_result((*real[:6], 0, *real[7:]))

    policy.write_bytes(b"x" * 5000)
    with pytest.raises(Problem, match="more than"):
        read(policy, limit=4000, files=replace(OS_FILES, fstat=fstat))


@posix
def test_read_refuses_what_is_not_an_ordinary_file_without_hanging(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("pipe", "link", "zero"):
        with pytest.raises(Problem, match="not an ordinary file"):
            read(tmp_path / name, limit=100)
    with pytest.raises(Problem, match="folder"):
        read(tmp_path, limit=100)
    with pytest.raises(Problem, match="not there"):
        read(tmp_path / "none", limit=100)


@posix
def test_a_file_that_becomes_a_pipe_just_before_it_is_opened_does_not_hang(policy: Path) -> None:
    def swapped(path: Path, flags: int, mode: int) -> int:
        assert flags & os.O_NONBLOCK, "this would hang"
        path.unlink()
        os.mkfifo(path)
        return os.open(path, flags, mode)

    with pytest.raises(Problem, match="not an ordinary file"):
        read(policy, limit=9, files=replace(OS_FILES, open=swapped))


@posix
def test_read_refuses_a_link_out_of_the_root(policy: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"s")
    (policy.parent / "link").symlink_to("../secret")
    (policy.parent / "fine").symlink_to("policy.toml")
    with pytest.raises(Problem, match="out of"):
        read(policy.parent / "link", limit=9, root=policy.parent)
    with pytest.raises(Problem, match="out of"):
        read(policy.parent / ".." / "secret", limit=9, root=policy.parent)
    assert read(policy.parent / "fine", limit=9, root=policy.parent) == b"old\n"


def test_a_name_with_a_nul_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        read(tmp_path / "a\0b", limit=9)


def test_decode(policy: Path) -> None:
    assert decode("Ŵ\r\n".encode(), policy) == "Ŵ\r\n"
    assert decode(b"\xef\xbb\xbfx", policy) == "x"


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"a\nb\nc\xa3\n", 3, "byte 5 is 0xa3"),
        (b"\xef\xbb\xbfa\n\xa3", 2, "byte 5 is 0xa3"),
        (b"\xff\xfea\0", 1, "UTF-16"),
        (b"a\xe2\x82", 1, "byte 1 is 0xe2"),
    ],
)
def test_what_is_not_utf8_names_line_and_byte(policy: Path, data: bytes, line: int, says: str) -> None:
    with pytest.raises(Problem, match=says) as problem:
        decode(data, policy)
    assert str(problem.value).startswith(f"{policy}:{line}: ")
    assert "\n" not in str(problem.value)


# ---- exported files ----------------------------------------------------------------------------


def test_an_export_is_written_and_not_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    write_new(path, b"one", overwrite=False)
    with pytest.raises(Problem, match="exists"):
        write_new(path, b"two", overwrite=False)
    assert path.read_bytes() == b"one"
    write_new(path, b"three", overwrite=True)
    assert path.read_bytes() == b"three"
    assert names(path) == ["policy.md"]


def test_an_export_does_not_overwrite_what_appears_at_the_last_moment(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"

    def fsync(fd: int) -> None:
        os.fsync(fd)
        if not path.exists():
            path.write_bytes(b"theirs")

    for links in (os.link, refused_link):
        path.unlink(missing_ok=True)
        with pytest.raises(Problem, match="exists"):
            write_new(path, b"ours", overwrite=False, files=replace(OS_FILES, fsync=fsync, link=links))
        assert path.read_bytes() == b"theirs"
        assert names(path) == ["policy.md"]


def refused_link(_: Path, __: Path) -> None:
    raise PermissionError(errno.EPERM, "this file system has no hard links")


def test_a_file_system_without_hard_links_gets_new_files_too(tmp_path: Path) -> None:
    write_new(tmp_path / "policy.md", b"one", overwrite=False, files=replace(OS_FILES, link=refused_link))
    assert names(tmp_path / "x") == ["policy.md"]


@posix
def test_an_export_onto_a_pipe_or_folder_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(Problem, match=r"ordinary|folder"):
            write_new(path, b"x", overwrite=True)


# ---- changes outside ---------------------------------------------------------------------------


def test_changed_outside_goes_by_content(policy: Path) -> None:
    known = content_hash(b"old\n")
    assert changed_outside(policy, known) == "same"
    at = policy.stat().st_mtime_ns
    policy.write_bytes(b"ODD\n")
    os.utime(policy, ns=(at, at))
    assert changed_outside(policy, known) == "changed"
    policy.write_bytes(b"old\n")
    assert changed_outside(policy, known) == "same"
    assert changed_outside(policy, None) == "changed"
    policy.unlink()
    assert changed_outside(policy, known) == "gone"
    assert changed_outside(policy, None) == "same"


@posix
def test_what_can_no_longer_be_read_counts_as_changed(policy: Path) -> None:
    policy.unlink()
    os.mkfifo(policy)
    assert changed_outside(policy, content_hash(b"old\n")) == "changed"
