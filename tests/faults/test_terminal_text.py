"""Bytes that reach a real terminal: nothing that others wrote may act on it, and colour is never needed."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from composer.session import Session
from tests.faults.pty_driver import SCHOOL, Place, Terminal, command_line, make_place

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.pty, pytest.mark.xdist_group("pty")]

OSC_52 = "\x1b]52;c;cHduZWQ=\x07"
TITLE = "\x1b]0;pwned\x07"
LINK = "\x1b]8;;https://evil.example\x1b\\pwned\x1b]8;;\x1b\\"
C1 = "\x9b31mpwned\x9d52;c;cHduZWQ=\x9c"
BIDI = "\u202edenwp\u2066"
HOSTILE = f"{OSC_52}{TITLE}{LINK}{C1}{BIDI}\x1b[31m\x1bc"
RAW_CONTROLS = re.compile("[\x00-\x06\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no run of the program writes: the controls that Textual itself does not use, C1, and bidi signs."""
POINTER_SHAPE = re.compile(rb"\x1b\]22;[a-z-]+\x07")
"""The one operating system command that Textual gives of its own accord."""
SGR = re.compile(rb"\x1b\[([\d;:]*)m")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


def judge(raw: bytes) -> None:
    """Nothing in these bytes is what another's text made of the terminal."""
    raw = POINTER_SHAPE.sub(b"", raw)
    assert b"\x1b]" not in raw, "an operating system command"
    assert b"\x1bc" not in raw, "a reset"
    assert b"\x1bP" not in raw, "a device control string"
    assert RAW_CONTROLS.findall(raw.decode()) == []


@pytest.mark.parametrize("payload", [OSC_52, TITLE, LINK, C1, BIDI], ids=["osc 52", "title", "link", "c1", "bidi"])
def test_a_hostile_name_is_refused_in_one_line(place: Place, payload: str) -> None:
    escaped = "".join(f"\\u{ord(sign):04x}" for sign in payload)
    text = place.policy.read_text()
    place.policy.write_text(text.replace('"Oakfield Primary School"', f'"Oakfield {escaped}"'))
    done = command_line(place.root, place.state, "diff", SCHOOL)
    assert done.returncode == 2
    judge(done.stdout + done.stderr)
    assert done.stderr.count(b"\n") == 1
    assert b"policy.toml" in done.stderr
    assert b"name" in done.stderr


def test_hostile_text_from_everywhere_is_shown_and_does_nothing(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    folder = tmp_path / f"ours {HOSTILE.replace('/', '')}"
    shutil.move(place.root, folder)
    place = Place(folder, place.state)
    (folder / "schools" / f"bad{HOSTILE.replace('/', '')}").mkdir()
    shutil.copytree(folder / "schools" / SCHOOL, folder / "schools" / "broken")
    (folder / "schools" / "broken" / "policy.toml").write_text(f'"{HOSTILE}" = ', encoding="utf-8")
    leave_hostile_work(place)
    with Terminal(folder, place.state, rows=45) as terminal:
        terminal.wait_for("Oakfield Primary School", "! broken", "n New school")
        terminal.press("down", "enter")
        terminal.wait_for("was not saved", "pwned")
        terminal.press("enter")
        terminal.wait_for("● unsaved", "Clause F3")
        terminal.wait_until(lambda: "was not saved" not in terminal.text, "the question to go")
        terminal.press("a")
        terminal.wait_for("esc Done")
        terminal.send(b"\x1b[200~pasted" + HOSTILE.encode() + b"thus\x1b[201~")
        terminal.wait_for("{+", "thus")
        terminal.press("f9")
        terminal.wait_for("The policy    The whole policy", "policy.md")
        terminal.press("n", "ctrl+a", "ctrl+k")
        terminal.wait_until(lambda: "policy.md" not in terminal.text, "the line to be empty")
        terminal.send(b"\x1b[200~to here" + (C1 + BIDI).encode() + b"\x1b[201~")
        terminal.wait_for("to here")
        terminal.press("end", ".md", "enter")
        terminal.wait_for("Written")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    judge(bytes(terminal.raw))
    assert [path.name.startswith("to here") for path in folder.glob("*.md")] == [True]


def leave_hostile_work(place: Place) -> None:
    """A journal as a session of another, less careful program might have left it."""
    from datetime import date

    work = place.work_file()
    session = Session(work.draft, work._library, today=date(2026, 11, 22))
    session.edit("account-security", f"It is pwned {HOSTILE} here.\n")
    work.note(session.draft)
    work.close()


def colours(raw: bytes) -> set[str]:
    """The colour codes among the looks that were sent."""
    found = set()
    for codes in SGR.findall(raw):
        parts = codes.decode().split(";")
        while parts:
            code = parts.pop(0)
            if code in {"38", "48"}:
                found.add(code)
                del parts[: 4 if parts[:1] == ["2"] else 2]
            elif code.isdigit() and (30 <= int(code) <= 49 or 90 <= int(code) <= 107):
                found.add(code)
    return found - {"39", "49"}


def show_the_screens(terminal: Terminal) -> None:
    """Lists, the compose screen, writing with a diff, and a dialog."""
    terminal.wait_for("Oakfield Primary School", "Choose one")
    terminal.press("enter")
    terminal.wait_for("▸? Keeping our accounts", "Clause F3", "a Adapt")
    assert terminal.text.count("▸?") == 1
    terminal.press("a")
    terminal.wait_for("esc Done")
    terminal.type_words(["Mauve"])
    terminal.wait_for("{+Mauve+}")


def test_without_colour_nothing_is_coloured_and_the_place_still_shows(place: Place) -> None:
    with place.open("-C", str(place.root), env={"NO_COLOR": "1"}) as terminal:
        show_the_screens(terminal)
        looks = terminal.looks_of(terminal.row_of("{+Mauve+}"))
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert colours(bytes(terminal.raw)) == set()
    assert any(bold or underlined for bold, underlined, _ in looks), "an insertion is bold or underlined"


@pytest.mark.parametrize("term", ["linux", "xterm"])
def test_sixteen_colours_will_do(place: Place, term: str) -> None:
    with place.open("-C", str(place.root), env={"TERM": term, "COLORTERM": ""}) as terminal:
        show_the_screens(terminal)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert not {"38", "48"} & colours(bytes(terminal.raw)), "colours that such a terminal has not"


def test_a_dumb_terminal_is_told_of_the_commands(place: Place) -> None:
    with place.open(env={"TERM": "dumb"}) as terminal:
        assert terminal.wait_for_end() == 2
    assert b"\x1b" not in terminal.raw
    said = " ".join(terminal.raw.decode().split())
    assert all(f" {command}" in said for command in ("pick", "adapt", "diff", "export"))


def test_no_terminal_at_all_is_told_of_the_commands(place: Place) -> None:
    done = command_line(place.root, place.state, SCHOOL)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"pick, adapt" in done.stderr
