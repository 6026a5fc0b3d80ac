from __future__ import annotations

import os
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest

from composer.policy.clause import NATIONS, Revision
from composer.policy.problems import Problem
from composer.store.library_files import load_library
from tests.store.small_library import CLAUSE, FILES, in_full, said_by, write_library

if TYPE_CHECKING:
    from pathlib import Path

GOOD = CLAUSE.format(title="Purpose")


def front(*lines: str) -> str:
    """A clause with more lines in its front matter, the first of them on line 4."""
    return GOOD.replace("rev = 2\nstrength", "\n".join(["rev = 2", *lines, "strength"]), 1)


def test_a_library_is_read_whole(tmp_path: Path) -> None:
    library = load_library(write_library(tmp_path))
    assert list(library.categories) == ["governance", "risk"]
    assert list(library.clauses) == ["purpose", "words", "images", "privacy"]
    purpose = library.clauses["purpose"]
    assert (purpose.title, purpose.rev, purpose.category, purpose.nations) == ("Purpose", 2, "governance", NATIONS)
    assert purpose.body == "{{school_name}} asks {{dsl}} about Purpose.\nIt is {{fact:edition}}.\n"
    assert purpose.history[0] == Revision(1, date(2025, 9, 1), "substantive", "First issue.")
    assert library.values["dsl"].default == "the DSL"
    assert (library.values["reply_days"].minimum, library.values["reply_days"].maximum) == (1, 30)
    assert library.facts["edition"].as_of == date(2026, 9, 1)
    assert library.laws["kcsie"].nations == ("england",)
    assert library.platforms["facebook"].name == "Facebook"
    county = library.model("county")
    assert county.clause_ids == ("purpose", "words", "privacy")
    assert library.clauses["privacy"].title == "Privacy"
    assert library.under(county).clauses["privacy"].title == "Privacy, in the county's words"


def test_the_files_beside_the_clauses_may_be_missing(tmp_path: Path) -> None:
    root = write_library(tmp_path, values_toml=None, facts_toml=None, law_toml=None, platforms_toml=None)
    library = load_library(root)
    assert not library.values
    assert not library.facts
    assert library.clauses


def test_no_library_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no clause library"):
        load_library(tmp_path / "clauses")


def test_a_byte_order_mark_and_crlf_do_not_matter(tmp_path: Path) -> None:
    plain = load_library(write_library(tmp_path / "plain"))
    write_library(tmp_path / "windows")
    for path in (tmp_path / "windows").rglob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_library(tmp_path / "windows") == plain


def test_hidden_and_other_files_are_not_looked_at(tmp_path: Path) -> None:
    root = write_library(tmp_path)
    for name in ("governance/.purpose.md.swp", "governance/purpose.md~", "README.md", ".git/config", "risk/x.txt"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(b"\xff\x00")
    assert len(load_library(root).clauses) == 4


def test_every_optional_key_is_read(tmp_path: Path) -> None:
    text = front(
        'id = "purpose"',
        'freedom = "agreed"',
        'stance = "enabling"',
        'topics = ["P16"]',
        'settles = ["own-child"]',
        'basis = ["kcsie"]',
        'needs = ["words"]',
        'clashes = ["images"]',
        'instead_of = ["privacy"]',
        'when = "has:nursery"',
        'nations = ["wales", "england"]',
        "review_by = 2027-09-01",
    )
    clause = load_library(write_library(tmp_path, governance__purpose_md=text)).clauses["purpose"]
    assert (clause.freedom, clause.stance, clause.topics) == ("agreed", "enabling", ("P16",))
    assert (clause.needs, clause.clashes, clause.instead_of) == (("words",), ("images",), ("privacy",))
    assert (clause.when, clause.nations) == ("has:nursery", ("england", "wales"))
    assert (clause.settles, clause.basis, clause.review_by) == (("own-child",), ("kcsie",), date(2027, 9, 1))


@pytest.mark.parametrize(
    ("extra", "what"),
    [
        ('titel = "x"', "did you mean title"),
        ('strenght = "x"', "did you mean strength"),
        ('freedom = "free"', "choose local-choice / agreed / statutory"),
        ('stance = "warm"', "choose enabling"),
        ('topics = "P16"', "list of texts"),
        ("topics = [1]", "list of texts"),
        ('needs = ["Words"]', "cannot be a clause id"),
        ('needs = ["../words"]', "cannot be a clause id"),
        ('needs = ["words", "words"]', "twice"),
        ('nations = ["France"]', "choose england"),
        ('when = "phase"', "one test"),
        ('when = "size:big"', "one test"),
        ('when = "phase:prymary"', "choose nursery"),
        ('when = "type:school"', "choose community"),
        ('when = "platform:Face Book"', "cannot be a platform"),
        ('when = "has:a nursery"', "flag of the profile"),
        ('review_by = "2027-09-01"', "is a date, not a text"),
        ("review_by = 2027-09-01T10:00:00", "not a date with a time"),
        ('id = "other"', "its file's name, purpose"),
        ("summary = 3", "Cannot overwrite|summary is a text"),
        ('settles = ["a b"]', "cannot be a scenario"),
        ('instead_of = ["\\u001b[2J"]', "instead_of holds U\\+001B ESCAPE"),
        ('when = "\u202e"', "when holds U\\+202E"),
    ],
)
def test_a_wrong_key_is_told_with_its_line(tmp_path: Path, extra: str, what: str) -> None:
    root = write_library(tmp_path, governance__purpose_md=front(extra))
    with pytest.raises(Problem, match=what) as caught:
        load_library(root)
    assert caught.value.path == root / "governance" / "purpose.md"
    assert caught.value.line in ({6, 7} if extra.startswith("summary") else {4})
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "what"),
    [
        ("governance__purpose_md", "rev = 2\nstrength", "rev = 0\nstrength", 3, "rev is 1 or more"),
        ("governance__purpose_md", "rev = 2\nstrength", "rev = true\nstrength", 3, "whole number"),
        ("governance__purpose_md", 'title = "Purpose"\n', "", None, "has no title"),
        ("governance__purpose_md", 'title = "Purpose"\n', 'title = " "\n', 2, "title is empty"),
        ("governance__purpose_md", 'title = "Purpose"\n', 'title = "a\\nb"\n', 2, "one line"),
        ("governance__purpose_md", 'kind = "wording"', 'kind = "big"', 16, "choose substantive"),
        ("governance__purpose_md", "date = 2026-09-01", "", 13, "no date"),
        ("governance__purpose_md", 'note = "Plainer."', 'notes = "Plainer."', 17, "did you mean note"),
        ("governance__category_toml", "order = 1", 'order = "1"', 2, "whole number"),
        ("governance__category_toml", "order = 1", "ordre = 1", 2, "did you mean order"),
        ("governance__category_toml", "order = 1", "", None, "has no order"),
        ("values_toml", 'type = "role"', 'type = "rule"', 3, "choose text"),
        ("values_toml", "[value.dsl]", "[values.dsl]", 1, "did you mean value"),
        ("values_toml", "[value.dsl]", "[value.DSL]", 1, "cannot be the name of a value"),
        ("values_toml", "[value.dsl]", "[value.school_name]", 1, "school's profile"),
        ("values_toml", 'default = "the DSL"', "default = 1.5", 4, "text, a whole number"),
        ("values_toml", 'default = "the DSL"', 'default = "a\\nb"', 4, "one line"),
        ("values_toml", 'default = "the DSL"', "min = 1", 1, "limits go with"),
        ("values_toml", 'type = "role"', 'type = "choice"', 1, "lacks choices"),
        ("values_toml", "max = 30", "max = 0", 9, "above max"),
        ("values_toml", "max = 30", "default = 31\nmax = 30", 10, "from 1 to 30"),
        ("facts_toml", "as_of = 2026-09-01\n", "", 1, "no as_of"),
        ("facts_toml", 'source = "gov.uk"', 'certainty = "sure"', 4, "choose sourced"),
        ("facts_toml", "[fact.edition]\n", 'fact = "x"\n[other]\n', 2, "no key 'other'"),
        ("law_toml", '"england"', '"England"', 3, "choose england"),
        ("law_toml", "checked", 'expires = "soon"\nchecked', 4, "expires is a date"),
        ("platforms_toml", 'name = "Facebook"', 'name = "Facebook"\nstatus = "dead"', 3, "choose live"),
        ("platforms_toml", 'name = "Facebook"', 'name = "Facebook"\nappendix = "../x"', 3, "cannot be a clause"),
        ("models__county__model_toml", '"words"', '"wrods"', 8, "did you mean words"),
        ("models__county__model_toml", '"words"', '"purpose"', 8, "twice"),
        ("models__county__model_toml", '["privacy"]', '["words"]', 12, "in the section governance already"),
        ("models__county__model_toml", "[section.risk]", "[section.Risk]", 10, "cannot be a section"),
        ("models__county__model_toml", 'version = "2026.1"', "version = 2026.1", 3, "version is a text, not a number"),
        ("models__county__model_toml", 'version = "2026.1"', 'overlay = "x"', 3, "no key 'overlay'"),
    ],
)
def test_each_file_is_checked(tmp_path: Path, name: str, old: str, new: str, line: int | None, what: str) -> None:
    text = FILES[in_full(name)]
    assert old in text
    root = write_library(tmp_path, **{name: text.replace(old, new, 1)})
    with pytest.raises(Problem, match=what) as caught:
        load_library(root)
    assert caught.value.path == root / in_full(name)
    assert caught.value.line == line


def test_an_id_used_twice_names_both_files(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="purpose is used twice") as caught:
        load_library(write_library(tmp_path, risk__purpose_md=GOOD))
    assert caught.value.path == tmp_path / "risk" / "purpose.md"
    assert str(tmp_path / "governance" / "purpose.md") in str(caught.value)


def test_an_overlay_may_add_a_clause_but_no_category(tmp_path: Path) -> None:
    root = write_library(tmp_path, models__county__risk__extra_md=GOOD)
    assert "extra" in load_library(root).model("county").overlay
    write_library(root, models__county__rsk__more_md=GOOD)
    with pytest.raises(Problem, match="did you mean risk"):
        load_library(root)


def test_folders_are_checked(tmp_path: Path) -> None:
    root = write_library(tmp_path / "a", governance__category_toml=None)
    with pytest.raises(Problem, match=r"no category\.toml"):
        load_library(root)
    root = write_library(tmp_path / "b")
    (root / "risk" / "deeper").mkdir()
    with pytest.raises(Problem, match="no folders in it"):
        load_library(root)
    root = write_library(tmp_path / "c", models__county__model_toml=None)
    with pytest.raises(Problem, match=r"no model\.toml"):
        load_library(root)
    root = write_library(tmp_path / "d")
    (root / "Bad Name").mkdir()
    with pytest.raises(Problem, match="rename the folder"):
        load_library(root)
    root = write_library(tmp_path / "e")
    (root / "risk" / "Bad name.md").write_text(GOOD)
    with pytest.raises(Problem, match="rename the file"):
        load_library(root)


@pytest.mark.parametrize("body", ["", "\n\n"])
def test_a_clause_has_a_text(tmp_path: Path, body: str) -> None:
    head = GOOD[: GOOD.rindex("+++") + 4]
    with pytest.raises(Problem, match="has no text"):
        load_library(write_library(tmp_path, risk__images_md=head + body))


def test_sizes_are_capped(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="bytes of text"):
        load_library(write_library(tmp_path / "a", risk__images_md=GOOD + "x" * 65_536))
    with pytest.raises(Problem, match="262,144"):
        load_library(write_library(tmp_path / "b", values_toml="#" * 300_000))


def test_only_ordinary_files_inside_the_library_are_read(tmp_path: Path) -> None:
    root = write_library(tmp_path / "a")
    os.mkfifo(root / "risk" / "pipe.md")
    with pytest.raises(Problem, match="not an ordinary file"):
        load_library(root)
    root = write_library(tmp_path / "b")
    (tmp_path / "secret.md").write_text(GOOD)
    (root / "risk" / "link.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(Problem, match="leads out"):
        load_library(root)


def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    root = write_library(tmp_path)
    (root / "risk" / "images.md").write_bytes(GOOD.encode() + b"caf\xe9\n")
    with pytest.raises(Problem, match="not UTF-8") as caught:
        load_library(root)
    assert caught.value.line == GOOD.count("\n") + 1


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_prefix_of_a_file_gives_a_traceback(tmp_path: Path, name: str) -> None:
    root = write_library(tmp_path)
    text = FILES[name].encode()
    for size in range(0, len(text), 7):
        (root / name).write_bytes(text[:size])
        said = said_by(partial(load_library, root))
        assert not said or (said.startswith(str(root)) and "\n" not in said)
