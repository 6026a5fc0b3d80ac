"""The whole program at a real terminal: from nothing to a policy, stray bytes, no network, and its own faults."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest
from textual.drivers import linux_driver

from composer.tui.driver import SturdyDriver
from tests.faults.pty_driver import SCHOOL, Place, Terminal, environment, make_place

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.pty, pytest.mark.xdist_group("pty")]

CLAUSE = "account-security"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


def test_from_an_empty_folder_to_a_printed_policy_by_keyboard(tmp_path: Path) -> None:
    folder, state = tmp_path / "empty", tmp_path / "home" / "state"
    folder.mkdir()
    state.parent.mkdir()
    with Terminal(folder, state, columns=80, rows=24) as terminal:
        terminal.wait_for("There is no school here yet", "Press n")
        terminal.press("n")
        terminal.wait_for("A new school", "Short name")
        terminal.press("Elm Lane School")
        terminal.wait_for("elm-lane-school", "writes schools/")
        terminal.press("ctrl+s")
        terminal.wait_for("the phase is not chosen")
        choose(terminal, "Primary", "16 plus")
        terminal.press("tab", "tab")
        choose(terminal, "Community", "Academy")
        terminal.press("ctrl+s")
        terminal.wait_for("Elm Lane School · Social media policy", "What this policy is for", "p Pick")
        policy = folder / "schools" / "elm-lane-school" / "policy.toml"
        assert policy.is_file()
        terminal.press("p")
        terminal.wait_for("✓ 1.1 What this policy is for")
        terminal.press("down", "a")
        terminal.wait_for("esc Done")
        terminal.press("enter", "Elm Lane itself wrote this.")
        terminal.wait_for("Elm Lane itself wrote this.", "unsaved")
        terminal.press("escape")
        terminal.wait_for("Why does this school change")
        terminal.press("We wanted it in our words.", "enter")
        terminal.wait_for("Reason kept")
        terminal.press("v")
        terminal.wait_for("Values · Elm Lane School")
        terminal.press("The head of Elm Lane", "enter", "ctrl+s")
        terminal.wait_for("Saved")
        terminal.press("escape")
        terminal.wait_for("p Pick")
        terminal.press("f9")
        terminal.wait_for("The policy    The whole policy", "elm-lane-school-social-media-policy.md")
        terminal.press("enter")
        terminal.wait_for("Written")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    printed = (folder / "elm-lane-school-social-media-policy.md").read_text()
    saved = policy.read_text()
    assert printed.startswith("# Social media policy")
    assert "Elm Lane School" in printed
    for text in (printed, saved):
        assert "Elm Lane itself wrote this." in text
        assert "The head of Elm Lane" in text
    assert "We wanted it in our words." in saved


def choose(terminal: Terminal, option: str, other: str) -> None:
    """In the list that has the focus, choose by typing its words."""
    terminal.press("enter")
    terminal.wait_for(option, other)
    terminal.press(option, "enter")
    terminal.wait_until(lambda: f" {option} " in terminal.text and other not in terminal.text, "the list to close")


def test_keys_work_in_the_order_they_were_pressed(place: Place) -> None:
    with place.open() as terminal:
        terminal.wait_for("▸? Keeping our accounts", "Clause F3", "a Adapt")
        terminal.send(b"\x1b[A\x1b[A\x1b[Ba")
        terminal.wait_for("The people who run our accounts", "esc Done")
        terminal.send(b"\rPressed all at once by a fast typist.\x13")
        terminal.wait_for("Pressed all at once", "Saved")
        assert "Pressed all at once by a fast typist.\n" in place.policy.read_text()
        terminal.send(b"And then left.\x11")
        assert terminal.wait_for_end() == 0
    assert f"[clause.{CLAUSE}]" not in place.policy.read_text()
    assert "typist.And then left.\n" in place.unsaved_text("account-managers")


def test_a_byte_that_is_no_text_does_not_end_the_program(place: Place) -> None:
    with place.open() as terminal:
        terminal.wait_for("Keeping our accounts secure", "Clause F3")
        terminal.press("a")
        terminal.wait_for("esc Done")
        terminal.press("enter", "before")
        terminal.send(b"\xff")
        terminal.press("after caf")
        terminal.send("é".encode()[:1])
        terminal.wait_for("after caf")
        terminal.send("é".encode()[1:])
        terminal.wait_for("after café")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert "before\N{REPLACEMENT CHARACTER}after café" in place.unsaved_text(CLAUSE)


def test_textual_still_reads_keys_the_way_the_driver_mends() -> None:
    names = linux_driver.LinuxDriver.run_input_thread.__code__.co_names
    assert "getincrementaldecoder" in names, "Textual decodes input elsewhere now: mend it in composer.tui.driver"
    assert vars(linux_driver)["getincrementaldecoder"]("utf-8")().decode(b"a\xffb") == "a\N{REPLACEMENT CHARACTER}b"
    assert "_run_input_thread" in vars(linux_driver.LinuxDriver)
    assert "_run_input_thread" in vars(SturdyDriver)


NO_NETWORK = """
import os, socket

def refused(*arguments, **named):
    with open(os.environ["TRIED"], "a") as file:
        print(arguments[1:], file=file)
    raise OSError(101, "Network is unreachable")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refused
socket.getaddrinfo = socket.create_connection = socket.gethostbyname = refused
with open(os.environ["TRIED"], "a"):
    pass
"""


def test_as_a_module_without_a_network_it_is_the_same_program(place: Place, tmp_path: Path) -> None:
    tried = tmp_path / "tried"
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sitecustomize.py").write_text(NO_NETWORK)
    env = {"PYTHONPATH": str(tmp_path / "blocked"), "TRIED": str(tried)}
    command = (sys.executable, "-m", "composer")
    with Terminal(place.root, place.state, SCHOOL, command=command, env=env) as terminal:
        terminal.wait_for("Keeping our accounts secure", "Clause F3", "p Pick")
        terminal.press("p")
        terminal.wait_for("✓ 2.4 Keeping our accounts")
        terminal.press("ctrl+s")
        terminal.wait_for("Saved")
        terminal.press("f9")
        terminal.wait_for("The policy    The whole policy")
        terminal.press("enter")
        terminal.wait_for("Written")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert f"[clause.{CLAUSE}]" in place.policy.read_text()
    assert tried.read_text() == ""


FAULT = """
from composer.tui.screens.compose import ComposeScreen

def action_cycle_view(self):
    secret = self.session.text("account-security")
    raise RuntimeError(f"cannot show {secret}")

ComposeScreen.action_show_changes = action_cycle_view
from composer.__main__ import main
main()
"""


def test_a_fault_of_its_own_keeps_the_work_and_tells_no_text(place: Place) -> None:
    with place.run(FAULT, SCHOOL) as terminal:
        terminal.wait_for("Keeping our accounts secure", "Clause F3")
        terminal.press("a")
        terminal.wait_for("esc Done")
        terminal.press("enter", "Mauve elephants")
        terminal.wait_for("Mauve elephants")
        terminal.send(b"\x1bOS")
        assert terminal.wait_for_end() == 1
        assert terminal.restored
        said = terminal.raw.decode().rpartition("\x1b[?1004l")[2]
    (crash,) = (place.state / "crashes").iterdir()
    assert stat.S_IMODE(crash.stat().st_mode) == 0o600
    assert stat.S_IMODE(crash.parent.stat().st_mode) == 0o700
    told = crash.read_text()
    assert told.startswith("RuntimeError\n")
    assert "action_cycle_view" in told
    for word in ("Mauve", "accounts", "cannot show", "secret"):
        assert word not in told
        assert word not in said
    assert said.strip().count("\n") == 0, said
    assert str(crash) in said
    assert "kept safe" in said
    assert "Traceback" not in said
    assert "Mauve elephants" in place.unsaved_text(CLAUSE)


def test_settings_of_textual_from_outside_change_nothing(place: Place, tmp_path: Path) -> None:
    log = tmp_path / "textual.log"
    env = {"TEXTUAL_LOG": str(log), "TEXTUAL_DRIVER": "os:nothing", "TEXTUAL_PRESS": "a,X", "TEXTUAL_SCREENSHOT": "0"}
    with place.open(env=env) as terminal:
        terminal.wait_for("Keeping our accounts secure", "Clause F3", "p Pick")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert not log.exists()
    assert place.unsaved() is None
    assert "TEXTUAL_LOG" not in environment(place.state)
    assert os.environ.get("TEXTUAL_LOG") is None
