"""What was typed at a real terminal and not saved: kill it, hang up, shut down, and look what is left."""

from __future__ import annotations

import random
import signal
import tomllib
from typing import TYPE_CHECKING

import pytest

from composer.store.library_files import load_library
from tests.faults.pty_driver import REPOSITORY, SCHOOL, Place, Terminal, make_place

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.pty, pytest.mark.xdist_group("pty")]

AT_RISK = 0.5
"""Seconds of typing that a kill may cost."""
CLAUSE = "account-security"
"""The sample school's first undecided clause, on which the screen opens."""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


def write(terminal: Terminal) -> None:
    """Open the clause that the screen opens on for writing, on a line of its own."""
    terminal.wait_for("Keeping our accounts secure", "Clause F3")
    terminal.press("a")
    terminal.wait_for("esc Done")
    terminal.press("enter")


def words(start: int, count: int) -> list[str]:
    return [f"w{number:03}" for number in range(start, start + count)]


def test_a_kill_costs_half_a_second_of_typing_at_most(place: Place) -> None:
    policy = place.policy.read_bytes()
    rng = random.Random(7)
    start = 0
    for round_ in range(3):
        with place.open() as terminal:
            if round_:
                terminal.wait_for("was not saved", "Take it up again")
                terminal.press("enter")
                terminal.wait_until(lambda: "was not saved" not in terminal.text, "the question to go")
            write(terminal)
            terminal.type_words(words(start, rng.randint(3, 16)), pace=0.04)
            terminal.look(rng.random() * 0.3)
            killed, lag = terminal.kill(), terminal.lag
            assert terminal.wait_for_end() == -signal.SIGKILL
            log = terminal.log
        kept = place.unsaved_text(CLAUSE)
        # A machine so busy that keys wait to be read cannot be blamed on the program.
        due = [typed.word for typed in log if typed.sent < killed - AT_RISK - lag]
        assert [word for word in due if word not in kept] == []
        assert place.policy.read_bytes() == policy
        start += len(log)
    for number in range(start):
        found = kept.count(f"w{number:03}")
        assert found <= 1, "a word that was taken up again must not come twice"


def test_typing_without_a_pause_is_kept_while_it_lasts(place: Place) -> None:
    with place.open() as terminal:
        write(terminal)
        terminal.type_words(words(0, 60), pace=0.006)
        killed, lag = terminal.kill(), terminal.lag
        terminal.wait_for_end()
        due = [typed.word for typed in terminal.log if typed.sent < killed - AT_RISK - lag]
    assert len(due) > 10
    kept = place.unsaved_text(CLAUSE)
    assert [word for word in due if word not in kept] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_go_it_keeps_everything_and_restores_the_terminal(place: Place, number: signal.Signals) -> None:
    policy = place.policy.read_bytes()
    with place.open() as terminal:
        write(terminal)
        typed = words(0, 8)
        terminal.type_words(typed[:-1], pace=0.02)
        terminal.press(typed[-1])
        terminal.kill(number)
        assert terminal.wait_for_end() == 1
        assert terminal.restored
        assert "Unsaved work on oakfield-primary is kept safe" in terminal.raw.decode()
    kept = place.unsaved_text(CLAUSE)
    assert [word for word in typed if word not in kept] == []
    assert place.policy.read_bytes() == policy


BLOCKED = (
    "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP});"
    "from composer.__main__ import main; main()"
)


@pytest.mark.parametrize("hangup", ["told by a signal", "found out by itself"])
def test_it_ends_when_the_terminal_is_closed(place: Place, hangup: str) -> None:
    policy = place.policy.read_bytes()
    terminal = place.open() if hangup == "told by a signal" else place.run(BLOCKED, SCHOOL)
    with terminal:
        write(terminal)
        typed = words(0, 4)
        terminal.type_words(typed)
        terminal.wait_until(lambda: all(each.seen for each in terminal.log), "all words on the screen")
        terminal.child.ptyproc.fileobj.close()
        terminal.child.closed = True
        terminal.wait_for_end(patience=12)
    kept = place.unsaved_text(CLAUSE)
    assert [word for word in typed if word not in kept] == []
    assert place.policy.read_bytes() == policy
    assert not list(place.state.glob("crashes/*"))


def test_a_kill_while_saving_leaves_one_whole_policy(tmp_path: Path) -> None:
    model = load_library(REPOSITORY / "clauses").clauses[CLAUSE].body.strip()
    rng = random.Random(11)
    for round_ in range(3):
        place = make_place(tmp_path / str(round_))
        before = tomllib.loads(place.policy.read_text())
        first = place.work_file()
        with place.open() as terminal:
            write(terminal)
            for word in words(0, 4):
                terminal.type_words([word], pace=0.005)
                terminal.press("ctrl+s")
            terminal.look(rng.random() * 0.2)
            killed, lag = terminal.kill(), terminal.lag
            terminal.wait_for_end()
            log = terminal.log
        policy = tomllib.loads(place.policy.read_text())
        saved = policy["clause"].pop(CLAUSE, {"text": ""})["text"]
        order = policy["section"]["positive-use"]["clauses"]
        policy["section"]["positive-use"]["clauses"] = [each for each in order if each != CLAUSE]
        assert policy == before
        assert not saved or f"{model}\n{' '.join(words(0, 4))}".startswith(saved.strip())
        after = place.work_file()
        assert after.trouble == "" or after.draft.policy != first.draft.policy
        kept = place.unsaved_text(CLAUSE) or saved
        assert [each.word for each in log if each.sent < killed - AT_RISK - lag and each.word not in kept] == []
