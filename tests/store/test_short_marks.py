"""Marks for short versions in files: of a clause, of a policy, of its lock and of its journal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.policy.changes import applied, between, clashes
from composer.policy.policy import Draft, Lock
from composer.policy.short import mark
from composer.store.library_files import load_library
from composer.store.lint.front import names
from composer.store.lock_file import parse_lock, write_lock
from composer.store.policy_file import parse_policy
from composer.store.policy_toml import write_policy
from composer.store.unsaved import from_json, to_json
from tests.store.small_library import CLAUSE, POLICY, base, said_by, write_library

if TYPE_CHECKING:
    from composer.policy.library import Library
    from composer.policy.policy import SchoolPolicy

PATH = Path("policy.toml")
IMAGES = '[clause.images]\nmode = "dropped"'
CLUB = '[clause.club]\nmode = "local"\ntitle = "The club"\n'


def read(text: str) -> SchoolPolicy:
    return parse_policy(text.encode(), PATH).policy


def clause_with(line: str) -> str:
    return CLAUSE.format(title="Images").replace('summary = "What it is for."\n', f'summary = "What."\n{line}\n')


def test_a_clause_says_in_whose_short_version_it_stands(tmp_path: Path) -> None:
    root = write_library(tmp_path, risk__images_md=clause_with('short = ["pupils", "parents"]'))
    clauses = load_library(root).clauses
    assert clauses["images"].short == ("parents", "pupils")
    assert clauses["purpose"].short == ()


@pytest.mark.parametrize("who", ["governors", "Parents", "everyone"])
def test_there_is_no_short_version_for_anybody_else(tmp_path: Path, who: str) -> None:
    root = write_library(tmp_path, risk__images_md=clause_with(f'short = ["parents", "{who}"]'))
    said = said_by(lambda: load_library(root))
    assert "images.md:6: " in said
    assert f"there is no short version for {who!r}; choose staff / parents / pupils" in said


def test_a_clause_stands_in_no_short_version_for_people_it_does_not_speak_to(tmp_path: Path) -> None:
    marked = clause_with('readers = ["staff", "parents"]\nshort = ["parents", "pupils"]')
    root = write_library(tmp_path, risk__images_md=marked)
    library = load_library(root)
    assert list(names(library.clauses["images"], library.clauses, library)) == [
        ("short", "short names pupils, to whom the clause does not speak: see readers")
    ]


def test_a_policy_says_so_too_and_keeps_its_lines() -> None:
    text = POLICY.replace(IMAGES, f'{IMAGES}\nshort = ["pupils", "parents"]  # ours')
    before = read(text)
    assert before.decisions["images"].short == ("parents", "pupils")
    assert before.decisions["club"].short is None
    after = replace(before, title="Another title")
    assert 'short = ["pupils", "parents"]  # ours\n' in write_policy(text, before, after)


@pytest.mark.parametrize(("short", "line"), [((), "short = []\n"), (("parents",), 'short = ["parents"]\n')])
def test_a_mark_is_one_line_before_the_text_and_goes_without_a_trace(short: tuple[str, ...], line: str) -> None:
    before = read(POLICY)
    club = replace(before.decisions["club"], short=short)  # type: ignore[arg-type]
    after = replace(before, decisions={**before.decisions, "club": club})
    text = write_policy(POLICY, before, after)
    assert text == POLICY.replace(CLUB, CLUB + line)
    assert read(text) == after
    assert write_policy(text, after, before) == POLICY
    assert f"{line}text = " in write_policy(None, None, after)


def test_an_unknown_word_in_a_policy_is_told_with_its_line() -> None:
    text = POLICY.replace(CLUB, f'{CLUB}short = ["teachers"]\n')
    line = text[: text.index("teachers")].count("\n") + 1
    said = said_by(lambda: read(text))
    assert said == f"policy.toml:{line}: there is no short version for 'teachers'; choose staff / parents / pupils"
    wrong = POLICY.replace(CLUB, f'{CLUB}short = "parents"\n')
    assert "short is a list of texts" in said_by(lambda: read(wrong))


@pytest.mark.parametrize("short", [None, (), ("staff", "parents")])
def test_the_lock_keeps_a_mark_or_that_it_knows_of_none(short: tuple[str, ...] | None) -> None:
    lock = Lock("county", "1", {"any": replace(base("Text.\n"), short=short)})  # type: ignore[arg-type]
    text = write_lock(lock)
    assert ("short = " in text) == (short is not None)
    assert parse_lock(text, Path("policy.lock")) == lock


def test_a_lock_with_an_unknown_word_is_damaged() -> None:
    text = write_lock(Lock("county", "1", {"any": base("Text.\n")})).replace("short = []", 'short = ["all"]')
    assert "policy.lock:" in said_by(lambda: parse_lock(text, Path("policy.lock")))


def test_the_journal_keeps_marks(decided: Draft, library: Library) -> None:
    marked = replace(
        library, clauses={**library.clauses, "facebook": replace(library.clauses["facebook"], short=("staff",))}
    )
    now = mark(mark(decided, library, "purpose", ("pupils",)), library, "former-pupils", ())
    now = mark(now, marked, "facebook", None)
    found = from_json(to_json(between(decided, now)))
    assert applied(found, decided) == now
    assert now.lock.bases["facebook"].short == ("staff",)
    assert now.policy.decisions["former-pupils"].short == ()


def test_work_kept_by_an_older_version_has_no_marks(decided: Draft) -> None:
    text = to_json(between(Draft(replace(decided.policy, decisions={}), Lock()), decided))
    older = text.replace(', "short": null', "").replace(', "short": []', "")
    assert "short" not in older
    found = from_json(older)
    assert found.decisions["purpose"] == decided.policy.decisions["purpose"]
    assert all(kept is not None and kept.short is None for kept in found.bases.values())


def test_a_mark_of_one_and_words_of_another_are_put_to_a_person(decided: Draft, library: Library) -> None:
    marked = mark(decided, library, "purpose", ("pupils",))
    other = replace(decided.policy.decisions["purpose"], reason="Why.")
    reworded = replace(
        decided, policy=replace(decided.policy, decisions={**decided.policy.decisions, "purpose": other})
    )
    assert clashes(between(decided, marked), between(decided, reworded)) == ("the clause purpose",)
