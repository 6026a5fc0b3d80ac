"""Rules on disk: read from any number of files, and a bad entry is one problem with its file and line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy.clause import NATIONS
from composer.policy.problems import Problem
from composer.policy.rules import RULE_KINDS
from composer.store import rule_files
from composer.store.library_files import load_library
from composer.store.lint import lint
from composer.store.rule_files import read_rules
from tests.store.small_library import write_library

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 22)
WHOLE = """\
[council.old-county]
words = ["Old County Council", "Old * Council"]
unless = ["until 2019", "formerly"]
exact_case = true
nations = ["england"]
types = ["community"]
group = "counties"
instead = "the new council"
severity = "info"
says = \"\"\"
It is no longer
there.\"\"\"
since = 2019-04-01
source = "the council's own page"
"""


def write(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / "rules" / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def test_a_whole_entry_is_read(tmp_path: Path) -> None:
    rule = read_rules(write(tmp_path, one=WHOLE))["council"][0]
    assert (rule.key, rule.kind, rule.words) == ("old-county", "council", ("Old County Council", "Old * Council"))
    assert (rule.unless, rule.exact_case, rule.nations) == (("until 2019", "formerly"), True, ("england",))
    assert (rule.types, rule.group, rule.instead, rule.severity) == (
        ("community",),
        "counties",
        "the new council",
        "info",
    )
    assert (rule.says, rule.since) == ("It is no longer there.", date(2019, 4, 1))
    assert rule.source == "the council's own page"


def test_an_entry_with_words_alone_holds_everywhere(tmp_path: Path) -> None:
    rule = read_rules(write(tmp_path, one='[hole.some]\nwords = ["of by"]\n'))["hole"][0]
    assert (rule.nations, rule.severity, rule.since, rule.exact_case, rule.unless) == (NATIONS, "", None, False, ())


def test_without_a_folder_there_are_no_rules_and_every_kind_is_there(tmp_path: Path) -> None:
    assert read_rules(tmp_path) == dict.fromkeys(RULE_KINDS, ())


def test_files_are_read_in_the_order_of_their_names_and_others_are_let_be(tmp_path: Path) -> None:
    root = write(tmp_path, b='[hole.late]\nwords = ["of of"]\n', a='[hole.early]\nwords = ["of by"]\n')
    (root / "rules" / "notes.md").write_text("Not a rule.", "utf-8")
    (root / "rules" / ".hidden.toml").write_text("no TOML", "utf-8")
    assert [rule.key for rule in read_rules(root)["hole"]] == ["early", "late"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[whole.some]\nwords = ["of by"]\n', 1, "'whole'"),
        ("[hole]\nsome = 3\n", 2, "some is a table"),
        ('[hole.some]\nword = ["of by"]\n', 2, "'word' in [hole.some]"),
        ("[hole.some]\nwords = []\n", 2, "has no words"),
        ('[hole.some]\ngroup = "a"\n', 1, "has no words"),
        ('[hole.some]\nwords = "of by"\n', 2, "a list of texts"),
        ('[hole.some]\nwords = ["of by", 3]\n', 2, "a list of texts"),
        ('[hole.some]\nwords = ["of by", ""]\n', 2, "empty"),
        ('[hole.some]\nwords = ["..."]\n', 2, "no phrase"),
        ('[hole.some]\nwords = ["#"]\n', 2, "no phrase"),
        ('[hole.some]\nwords = ["* by"]\n', 2, "no phrase"),
        ('[hole.some]\nwords = ["of *"]\n', 2, "no phrase"),
        ('[hole.some]\nwords = ["of b*"]\n', 2, "* inside a word"),
        ('[hole.some]\nwords = ["of by", "of by"]\n', 2, "twice"),
        (f'[hole.some]\nwords = ["{"long " * 30}by"]\n', 2, "152 characters"),
        ('[hole.some]\nwords = ["of by"]\nunless = ["*"]\n', 3, "no phrase"),
        ('[hole.some]\nwords = ["of by"]\nexact_case = 1\n', 3, "exact_case is true or false"),
        ('[hole.some]\nwords = ["of by"]\nnations = ["mercia"]\n', 3, "mercia"),
        ('[hole.some]\nwords = ["of by"]\ntypes = ["palace"]\n', 3, "palace"),
        ('[hole.some]\nwords = ["of by"]\nseverity = "grave"\n', 3, "grave"),
        ('[hole.some]\nwords = ["of by"]\nsince = "2019"\n', 3, "since is a date"),
        ('[hole.some]\nwords = ["of by"]\ngroup = 3\n', 3, "group is a text"),
        ('[hole.some]\nwords = ["of by"]\nsays = 3\n', 3, "says is a text"),
        ('[hole.Some_Thing]\nwords = ["of by"]\n', 1, "Some_Thing"),
        ('[hole.some]\nwords = ["of by\n', 2, "not TOML"),
        ('[hole.some]\nwords = ["of \\u202e by"]\n', 2, "U+202E"),
    ],
)
def test_a_bad_entry_is_one_problem_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    root = write(tmp_path, one=text)
    with pytest.raises(Problem) as caught:
        read_rules(root)
    assert says in caught.value.what
    assert (caught.value.path, caught.value.line) == (root / "rules" / "one.toml", line)
    assert caught.value.mend


def test_a_name_that_another_file_has_already_is_told_in_the_second(tmp_path: Path) -> None:
    root = write(tmp_path, a='[hole.some]\nwords = ["of by"]\n', b='\n[hole.some]\nwords = ["of of"]\n')
    with pytest.raises(Problem, match=r"hole\.some") as caught:
        read_rules(root)
    assert (caught.value.path, caught.value.line) == (root / "rules" / "b.toml", 2)


def test_the_same_name_may_stand_in_two_kinds(tmp_path: Path) -> None:
    rules = read_rules(write(tmp_path, one='[hole.some]\nwords = ["a of"]\n[duty.some]\nwords = ["must"]\n'))
    assert (rules["hole"][0].key, rules["duty"][0].key) == ("some", "some")


def test_a_library_is_opened_without_looking_at_its_rules_and_checked_with_them(tmp_path: Path) -> None:
    write_library(tmp_path)
    write(tmp_path, one='[hole.some]\nword = ["of by"]\n')
    library = load_library(tmp_path)
    with pytest.raises(Problem) as caught:
        lint(library, tmp_path, today=TODAY)
    assert caught.value.path == tmp_path / "rules" / "one.toml"


def test_a_phrase_that_its_own_rule_excuses_is_to_be_mended(tmp_path: Path) -> None:
    write_library(tmp_path)
    write(tmp_path, a='[hole.one]\nwords = ["use of by", "of by"]\nunless = ["use of", "off"]\n')
    told = [each for each in lint(load_library(tmp_path), tmp_path, today=TODAY) if each.path.name == "rules"]
    assert [each.message for each in told] == ["hole.one never finds 'use of by': its own unless excuses it"]


@given(st.lists(st.text("aé9_ *\t'-", max_size=6) | st.text("a *", min_size=118, max_size=123), min_size=1, max_size=3))
def test_a_list_that_is_taken_at_sight_is_one_that_word_by_word_is_right_too(phrases: list[str]) -> None:
    if rule_files._are_plain(phrases):
        for phrase in phrases:
            parts = phrase.split()
            assert phrase == phrase.strip()
            assert any(char.isalnum() for char in phrase)
            assert "*" not in {parts[0], parts[-1]}
            assert all(part == "*" or "*" not in part for part in parts)
            assert len(phrase) <= 120
        assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize("phrases", [["School"], ["a * b", "c"], ["The O'Neill-Smith", "9 to 5"], ["x" * 120]])
def test_an_ordinary_list_is_taken_at_sight(phrases: list[str]) -> None:
    assert rule_files._are_plain(phrases)


@pytest.mark.parametrize("phrases", [["a", 1], ["a\nb"], [], ["a", "a"], [" a"], ["a*"], ["x" * 121]])
def test_any_other_list_is_looked_at_word_by_word(phrases: list[object]) -> None:
    assert not rule_files._are_plain(phrases)
