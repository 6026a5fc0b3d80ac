"""Answers by profile and followers, as files: what ``values.toml`` may say, and what the lock and a policy hold."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.policy.dictionary import ValueEntry
from composer.policy.policy import Lock, Pinned
from composer.policy.problems import Problem
from composer.store.dictionaries import read_facts, read_platforms, read_values
from composer.store.library_files import load_library
from composer.store.lock_file import parse_lock, write_lock
from composer.store.policy_file import parse_policy
from tests.store.small_library import CLAUSE, POLICY, said_by, write_library

if TYPE_CHECKING:
    from composer.policy.library import Library

VALUES = """\
[value.pupil]
question = "Which word?"
type = "choice"
choices = ["pupil", "learner"]
default = "pupil"

[value.pupil.when]
"nation:wales" = "Learner"

[value.pupils]
follows = "pupil"

[value.pupils.forms]
pupil = "pupils"
learner = "learners"

[value.body]
question = "Who approves?"
type = "role"
default = "the governing body"

[value.body.when]
"type:academy" = "the board of trustees"
"platform:facebook" = "the page's owner"
"has:sixth_form" = "the college board"

[value.days]
question = "How soon?"
type = "int"
min = 1
max = 9

[value.days.when]
"phase:16-plus" = 3
"""


def read(root: Path, text: str) -> dict[str, ValueEntry]:
    (root / "values.toml").write_text(text, encoding="utf-8")
    return read_values(root)


def test_answers_by_profile_are_read_in_the_files_order(tmp_path: Path) -> None:
    values = read(tmp_path, VALUES)

    assert values["body"].when == (
        ("type:academy", "the board of trustees"),
        ("platform:facebook", "the page's owner"),
        ("has:sixth_form", "the college board"),
    )
    assert values["pupil"].when == (("nation:wales", "learner"),)
    assert values["days"].when == (("phase:16-plus", 3),)
    assert values["pupils"].follows == "pupil"
    assert dict(values["pupils"].forms) == {"pupil": "pupils", "learner": "learners"}
    assert list(values) == ["pupil", "pupils", "body", "days"]


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('"type:academy"', '"type:acadamy"', 23, "'acadamy' is not a type; choose community / "),
        ('"type:academy"', '"nation:france"', 23, "'france' is not a nation; choose england / wales"),
        ('"type:academy"', "academy", 23, "'academy' is not one test on the school's profile; write one of phase:"),
        ('"platform:facebook"', '"platform:Face book"', 24, "cannot be a platform"),
        ('"has:sixth_form"', '"has:Sixth form"', 25, "'Sixth form' cannot be a flag of the profile; for example"),
        ('"the board of trustees"', "7.5", 23, "type:academy is a text, a whole number, a date or a list of texts"),
        ('"the board of trustees"', '["a"]', 23, "body takes a role"),
        ('"the board of trustees"', '" "', 23, "body is empty"),
        ('"phase:16-plus" = 3', '"phase:16-plus" = 10', 34, "days is from 1 to 9, not 10; change the number"),
        ('"Learner"', '"scholar"', 8, "'scholar' is not a choice for pupil; choose pupil / learner"),
        (
            '[value.pupil.when]\n"nation:wales" = "Learner"',
            '\n[value.pupil.wen]\n"nation:wales" = "x"',
            8,
            "did you mean when?",
        ),
        ("[value.body.when]\n", "[value.pupils.when]\n", 22, r"no key 'when' in \[value.pupils\]; .*follows, forms"),
        (
            'default = "pupil"\n\n[value.pupil.when]\n',
            'default = "pupil"\nwhen = "x"\n\n[value.x]\n',
            6,
            "when is a table; write",
        ),
        ('follows = "pupil"', 'follows = "pupl"', 11, "there is no value 'pupl'; did you mean pupil?"),
        ('follows = "pupil"', 'follows = "pupils"', 11, "there is no value 'pupils'; did you mean pupil?"),
        (
            'follows = "pupil"',
            'follows = "body"',
            11,
            "pupils follows body, which is of type role; follow one of type choice",
        ),
        ('follows = "pupil"', "follows = 3", 11, "follows is a text, not a number"),
        ('follows = "pupil"', 'follows = "pupil"\nquestion = "Who?"', 12, r"no key 'question' in \[value.pupils\]"),
        ('pupil = "pupils"\n', "", 13, "pupils has no form for 'pupil'; add \"pupil\" = "),
        (
            'learner = "learners"',
            'lerner = "learners"',
            15,
            r"no key 'lerner' in \[value.pupils.forms\]; did you mean learner",
        ),
        ('"learners"', '""', 15, "pupils is empty"),
        ('[value.pupils.forms]\npupil = "pupils"\nlearner = "learners"\n', "", 10, "pupils has no form for 'pupil'"),
        (
            "[value.body]\nquestion",
            '[value.folk]\nfollows = "pupils"\n[value.folk.forms]\npupil = "x"\n\n[value.body]\nquestion',
            18,
            "folk follows pupils, which follows pupil; follow pupil",
        ),
        ("[value.pupils]", "[value.school_name]", 10, "school's profile"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    assert old in VALUES
    with pytest.raises(Problem, match=what) as caught:
        read(tmp_path, VALUES.replace(old, new, 1))

    assert caught.value.path == tmp_path / "values.toml"
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("size", range(0, len(VALUES), 5))
def test_no_prefix_of_the_dictionary_gives_a_traceback(tmp_path: Path, size: int) -> None:
    assert "\n" not in said_by(partial(read, tmp_path, VALUES[:size]))


LOCK = Lock(
    values={
        "body": Pinned("the governing body", "Who?", (("type:academy", "the board"), ("nation:wales", "y corff"))),
        "pupil": Pinned("pupil", "Which word?", (("nation:wales", "learner"),)),
        "pupils": Pinned("", "", follows="pupil", forms=(("learner", "learners"), ("young person", "young people"))),
    }
)


def test_the_lock_keeps_answers_and_forms_as_tables_of_their_own() -> None:
    text = write_lock(LOCK)

    assert parse_lock(text, Path("policy.lock")) == LOCK
    assert '[value.body.when]\n"type:academy" = "the board"\n"nation:wales" = "y corff"\n' in text
    assert '[value.pupils]\nvalue = ""\nquestion = ""\nfollows = "pupil"\n' in text
    assert '[value.pupils.forms]\nlearner = "learners"\n"young person" = "young people"\n' in text


def test_a_lock_of_before_reads_as_it_did() -> None:
    old = (
        'schema = 1\ndigest-scheme = 1\nmodel = ""\nmodel-version = ""\n\n'
        '[value.body]\nvalue = "the governing body"\nquestion = "Who?"\n'
    )

    assert parse_lock(old, Path("policy.lock")).values == {"body": Pinned("the governing body", "Who?")}


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('"type:academy"', '"type:acadamy"', 13, "'acadamy' is not a type"),
        ('"type:academy" = "the board"', '"type:academy" = 3', 13, "type:academy is a text, not a number"),
        ('follows = "pupil"', 'follows = "nobody"', 26, "pupils follows nobody, which this lock does not have"),
        ('follows = "pupil"', 'follows = "pupils"', 26, "pupils follows pupils, which this lock does not have"),
        ('follows = "pupil"\n', "", 23, "a value has forms when it follows another one"),
        ("[value.pupils.forms]", "[value.pupils.form]", 28, "did you mean forms"),
        ('learner = "learners"', "learner = true", 29, "learner is a text, not true or false"),
    ],
)
def test_a_damaged_lock_is_told(old: str, new: str, line: int, what: str) -> None:
    text = write_lock(LOCK)
    assert old in text
    with pytest.raises(Problem, match=what) as caught:
        parse_lock(text.replace(old, new, 1), Path("policy.lock"))

    assert caught.value.line == line
    assert "\n" not in str(caught.value)


class TestAPolicy:
    SET = POLICY.replace("reply_days = 3\n", 'pupils = "kids"\n').replace('dsl = "Mrs Hill"', 'dsl = "Mrs Hall"')
    LINE = SET[: SET.index("pupils =")].count("\n") + 1
    FOLLOWER = Pinned("", "", follows="pupil", forms=(("pupil", "pupils"),))

    @pytest.fixture
    def library(self, tmp_path: Path) -> Library:
        dsl = '[value.dsl]\nquestion = "Who?"\ntype = "role"\n'
        return load_library(write_library(tmp_path, values_toml=VALUES + dsl))

    def read(self, library: Library, lock: Lock | None = None, *, lenient: bool = False) -> object:
        loaded = parse_policy(self.SET.encode(), Path("policy.toml"), library, lock=lock, lenient=lenient)
        return loaded.policy.values["pupils"]

    def test_may_not_answer_a_follower(self, library: Library) -> None:
        for lock in (None, Lock(values={"pupil": Pinned("pupil"), "pupils": self.FOLLOWER})):
            with pytest.raises(Problem) as caught:
                self.read(library, lock)
            assert str(caught.value) == (
                f"policy.toml:{self.LINE}: pupils follows pupil and has no answer of its own; set pupil"
            )

    def test_still_answers_what_was_no_follower_when_it_was_decided_on(self, library: Library) -> None:
        assert self.read(library, Lock(values={"pupils": Pinned("pupils", "Which word?")})) == "kids"
        assert self.read(library, lenient=True) == "kids"

    def test_may_not_answer_what_was_a_follower_then(self, library: Library) -> None:
        plain = replace(library, values={**library.values, "pupils": ValueEntry("pupils", "Which word?")})
        with pytest.raises(Problem, match="set pupil"):
            self.read(plain, Lock(values={"pupil": Pinned("pupil"), "pupils": self.FOLLOWER}))


def test_a_fact_says_where_it_holds(tmp_path: Path) -> None:
    fact = '[fact.edition]\nvalue = "2026"\nas_of = 2026-09-01\n'
    (tmp_path / "facts.toml").write_text(fact)
    assert len(read_facts(tmp_path)["edition"].nations) == 4
    (tmp_path / "facts.toml").write_text(fact + 'nations = ["wales", "england"]\n')
    assert read_facts(tmp_path)["edition"].nations == ("england", "wales")
    (tmp_path / "facts.toml").write_text(fact + 'nations = ["France"]\n')
    with pytest.raises(Problem, match="'France' is not one of the nations; choose england") as caught:
        read_facts(tmp_path)
    assert caught.value.line == 4


def test_a_platform_says_whether_the_plan_names_it(tmp_path: Path) -> None:
    platform = '[platform.x]\nname = "X"\n'
    (tmp_path / "platforms.toml").write_text(platform)
    assert read_platforms(tmp_path)["x"].plan == ""
    (tmp_path / "platforms.toml").write_text(platform + 'plan = "unsettled"\n')
    assert read_platforms(tmp_path)["x"].plan == "unsettled"
    (tmp_path / "platforms.toml").write_text(platform + 'plan = "maybe"\n')
    with pytest.raises(Problem, match="plan is not 'maybe'; choose named / outside / unsettled") as caught:
        read_platforms(tmp_path)
    assert caught.value.line == 3


def test_a_clause_says_who_reads_it(tmp_path: Path) -> None:
    plain = "\n".join(line for line in CLAUSE.format(title="Images").split("\n") if not line.startswith("readers"))
    for given, readers in (
        ("", ("staff", "parents", "pupils", "governors")),
        ('readers = ["pupils", "staff"]\n', ("staff", "pupils")),
    ):
        text = plain.replace("rev = 2\nstrength", f"rev = 2\n{given}strength", 1)
        library = load_library(write_library(tmp_path, risk__images_md=text))
        assert library.clauses["images"].readers == readers
    text = plain.replace("rev = 2\nstrength", 'rev = 2\nreaders = ["parent"]\nstrength', 1)
    with pytest.raises(Problem, match="'parent' is not one of the readers; choose staff / parents") as caught:
        load_library(write_library(tmp_path, risk__images_md=text))
    assert caught.value.line == 4
