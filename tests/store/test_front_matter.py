from __future__ import annotations

from pathlib import Path

import pytest

from composer.policy.problems import Problem
from composer.store.front_matter import split

PATH = Path("clause.md")


def test_front_matter_and_body_come_apart() -> None:
    front = split('+++\ntitle = "A"\n+++\n\n\nFirst.\n\n- Second.\n\n\n', PATH)
    assert front.table.data == {"title": "A"}
    assert front.body == "First.\n\n- Second.\n"
    assert front.body_line == 6


def test_indentation_of_the_first_line_and_a_later_fence_stay() -> None:
    front = split("+++\n+++ \n    code\n+++\nmore\n", PATH)
    assert front.body == "    code\n+++\nmore\n"


@pytest.mark.parametrize("text", ["+++\n+++", "+++\n+++\n", "+++\n+++\n \n\n"])
def test_an_empty_body_is_empty(text: str) -> None:
    assert split(text, PATH).body == ""


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "no front matter"),
        ("Body.\n", 1, "no front matter"),
        (' +++\ntitle = "A"\n+++\n', 1, "no front matter"),
        ('+++\ntitle = "A"\n', 3, "does not end"),
        ('+++\ntitle = "A"\ntitle = "B"\n+++\n', 3, "Cannot overwrite"),
        ("+++\ntitle = \n+++\n", 2, "not TOML"),
        ('+++\ntitle = "A\n+++\nBody.\n', 2, "not TOML"),
        ('+++\na = 1\ntitle = "A\u202eB"\n+++\n', 3, "title holds U+202E RIGHT-TO-LEFT OVERRIDE"),
        ('+++\na = 1\ntitle = "A\\u001bB"\n+++\n', 3, "title holds U+001B ESCAPE"),
        ("+++\na = 1\n+++\n\nFine.\nNot\x1bfine.\n", 6, "the text holds U+001B ESCAPE"),
        ("+++\na = " + "[" * 5000 + "\n+++\n", None, "nested too deeply"),
        ("+++\n" + "a." * 5000 + 'a = "\\\\"\n+++\n', 2, "nested too deeply"),
        ("+++\na = " + "9" * 5000 + "\n+++\n", None, "not one"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int | None, what: str) -> None:
    with pytest.raises(Problem, match=what.replace("+", r"\+")) as caught:
        split(text, PATH)
    assert caught.value.line == line
    assert caught.value.path == PATH
    assert "\n" not in str(caught.value)
