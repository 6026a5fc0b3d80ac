"""The checks are run in order, and a keystroke looks again only at what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from composer.checks.check import Check, Hit
from composer.checks.of_file import subject_of_file
from composer.checks.of_policy import setting_of, subject_of
from composer.checks.running import every_check, run
from tests.checks.bench import library, school, session, setting, with_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import Passage, Setting

LOOKED: list[str] = []


def look(passage: Passage, setting: Setting) -> Iterator[Hit]:
    LOOKED.append(passage.id)
    at = passage.text.find("xyzzy")
    while at >= 0:
        yield Hit("A bad word", at, at + 5)
        at = passage.text.find("xyzzy", at + 1)


CHECK = Check(
    "bad-word", 99, "A bad word", "warn", "Why.", "Mend it", passage=look, kinds=frozenset(("clause", "file"))
)


def test_only_the_clause_that_was_typed_in_is_looked_at_again() -> None:
    held = setting_of(school(), library(), session().today)
    before = subject_of(session(), held)
    run(before, [CHECK])
    LOOKED.clear()
    typed = session(with_text("purpose", "An xyzzy word.\n"))
    found = run(subject_of(typed, held, before), [CHECK])
    assert LOOKED == ["purpose"]
    assert [finding.place.id for finding in found] == ["purpose"]


def test_findings_come_in_the_order_of_the_text_and_the_same_words_twice_have_two_names() -> None:
    found = run(subject_of_file("An xyzzy, xyzzy day.\n\n# Two\n\nNot xyzzy.\n", setting()), [CHECK])
    assert [finding.place.line for finding in found] == [1, 1, 5]
    first, second, third = (finding.key for finding in found)
    assert second == f"{first}-2"
    assert third.rpartition("-")[0] == "bad-word"


def test_every_check_says_what_a_person_has_to_know() -> None:
    for check in every_check():
        assert (check.passage is None) != (check.whole is None), check.id
        assert check.why.endswith((".", "?")), check.id
        assert check.mend, check.id
        assert not check.mend.endswith("."), check.id
    ids = [check.id for check in every_check()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("said", ["", "\n\n", "# \n", "{{", "[", "\u200d" * 50, "| |\n|-|\n" * 20, "a " * 3000])
def test_no_text_makes_a_check_fall_over(said: str) -> None:
    run(subject_of_file(said, setting()))
