from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy.dictionary import ValueEntry
from composer.policy.policy import Decision, Lock, Pinned
from composer.policy.problems import Problem
from composer.store.library_files import load_library
from composer.store.lock_file import parse_lock, write_lock
from composer.store.policy_file import normal_text, parse_policy, read_policy
from tests.store.small_library import POLICY, base, said_by, write_library

if TYPE_CHECKING:
    from composer.policy.library import Library

PATH = Path("policy.toml")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_library(write_library(tmp_path_factory.mktemp("clauses")))


def test_a_policy_is_read_whole(small: Library, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, encoding="utf-8")
    loaded = read_policy(path, small)
    policy = loaded.policy
    assert (policy.title, policy.model, policy.schema) == ("Social media policy", "county", 1)
    assert policy.profile.name == "Oakfield Primary School"
    assert policy.profile.also_known_as == ("Oakfield",)
    assert policy.profile.has == {"nursery": False}
    assert policy.values == {"dsl": "Mrs Hill", "reply_days": 3}
    assert list(policy.sections.items()) == [("governance", ("purpose", "words")), ("risk", ("club",))]
    assert list(policy.decisions) == ["purpose", "words", "images", "club"]
    words = policy.decisions["words"]
    assert words.text == 'Words of our own, with a \\ and "quotes".\n\n- An item.\n'
    assert (words.reason, words.decided_by, words.decided_on) == ("Plainer.", "IT lead", date(2026, 11, 20))
    assert policy.decisions["club"].text == "Own words.\n"
    assert loaded.text == POLICY
    assert loaded.data["related-policy"] == {"conduct": {"title": "Conduct", "reviewed": date(2026, 1, 12)}}
    assert len(loaded.hash) == 64


def test_crlf_and_a_byte_order_mark_are_read_the_same(small: Library) -> None:
    plain = parse_policy(POLICY.encode(), PATH, small)
    windows = b"\xef\xbb\xbf" + POLICY.replace("\n", "\r\n").encode()
    read = parse_policy(windows, PATH, small)
    assert read.policy == plain.policy
    assert read.text.encode() == windows


def changed(old: str, new: str) -> bytes:
    assert old in POLICY
    return POLICY.replace(old, new, 1).encode()


def line_of(said: str) -> int:
    return next(at for at, line in enumerate(POLICY.split("\n"), 1) if line.startswith(said))


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("schema = 1\n", "", None, "has no schema"),
        ("schema = 1", "schema = 2", "schema", "update the program"),
        ("schema = 1", 'schema = "1"', "schema", "whole number"),
        ('model = "county"', 'model = "../county"', "model", "cannot be a model"),
        ('model = "county"', 'model = "conty"', "model", "did you mean county"),
        ('model = "county"', 'modle = "county"', "model", "did you mean model"),
        ("[values]", "[valeus]", "[values]", "did you mean values"),
        ('name = "Oakfield Primary School"\n', "", "[school]", r"\[school\] has no name"),
        ('phase = "primary"', 'phase = "prime"', "phase", "choose nursery"),
        ('nation = "england"', 'nation = "wales"\nx = 1', 13, "no key 'x'"),
        ('type = "community"', 'type = "controlled"', "type", "not a type of school in England"),
        ('also_known_as = ["Oakfield"]', "also_known_as = [1]", "also_known_as", "list of texts"),
        ("has_nursery = false", 'has_nursery = "no"', "has_nursery", "true or false"),
        ("has_nursery = false", "has_Nursery = false", "has_nursery", "name of a flag"),
        ("has_nursery = false", "hass_nursery = false", "has_nursery", "no key 'hass_nursery'"),
        ('dsl = "Mrs Hill"', 'dls = "Mrs Hill"', "dsl", "did you mean dsl"),
        ('dsl = "Mrs Hill"', "dsl = 1.5", "dsl", "text, a whole number"),
        ('dsl = "Mrs Hill"', 'dsl = "a\\nb"', "dsl", "one line"),
        ("reply_days = 3", 'reply_days = "soon"', "reply_days", "whole number"),
        ("reply_days = 3", "reply_days = 99", "reply_days", "from 1 to 30"),
        ("reply_days = 3", "reply_days = 10:30:00", "reply_days", "text, a whole number"),
        ('  "words",', '  "wrods",', "clauses", "did you mean words"),
        ('  "words",', '  "purpose",', "clauses", "twice"),
        ('clauses = ["club"]', 'clauses = ["words"]', 'clauses = ["club"]', "in the section governance too"),
        ('clauses = ["club"]', 'clauses = ["club"]\nintro = "Risk"', 32, "there are: title, appendix, clauses"),
        ('mode = "as-is"', 'mode = "asis"', 'mode = "as-is"', "choose as-is"),
        ('mode = "as-is"', 'mode = "as-is"\ntext = "Own."', 'mode = "as-is"', "adapted"),
        ('reason = "Plainer."', 'raeson = "Plainer."', 'reason = "Plainer."', "did you mean reason"),
        ("decided_on = 2026-11-20", 'decided_on = "today"', "decided_on", "is a date"),
        ('mode = "dropped"', 'mode = "adapted"', 'mode = "dropped"', "has no text"),
        ('title = "The club"\n', "", 'mode = "local"', "has no title"),
        ("[clause.images]", "[clause.imags]", "[clause.images]", "did you mean images"),
        ("[clause.images]", "[clause.words]", "[clause.images]", "Cannot declare"),
        ("[clause.images]", "[clause.Images]", "[clause.images]", "cannot be a clause id"),
        ("[clause.images]", '[clause."../images"]', "[clause.images]", "cannot be a clause id"),
        ("[clause.images]\nmode", "[clause]\nimages.mode", 'mode = "dropped"', "inside another"),
        ("[related-policy.conduct]", "[[related-policy]]", "[related-policy.conduct]", "related-policy is a table"),
        ('who = "parents"', 'who = "a\u2028b"', "who", "who holds U\\+2028 LINE SEPARATOR"),
        ('who = "parents"', 'who = "\\u009b"', "who", "who holds U\\+009B"),
        ('title = "Conduct"', 'title = "\x1b[2J"', 'title = "Conduct"', "title holds U\\+001B ESCAPE"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    small: Library, old: str, new: str, line: str | int | None, what: str
) -> None:
    with pytest.raises(Problem, match=what) as caught:
        parse_policy(changed(old, new), PATH, small)
    assert caught.value.line == (line_of(line) if isinstance(line, str) else line)
    assert caught.value.path == PATH
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_an_inline_table_is_refused(small: Library) -> None:
    data = POLICY.split("[values]")[0] + 'values = { dsl = "x" }\n'
    with pytest.raises(Problem, match="no key 'values' in \\[school\\]"):
        parse_policy(data.encode(), PATH, small)
    data = POLICY.replace('model = "county"', 'model = "county"\nscenario = { x = { answer = "open" } }')
    with pytest.raises(Problem, match="line of its own"):
        parse_policy(data.encode(), PATH, small)


def test_without_a_library_names_are_not_checked() -> None:
    data = changed('dsl = "Mrs Hill"', 'dls = "Mrs Hill"').replace(b"[clause.images]", b"[clause.imags]")
    assert "imags" in parse_policy(data, PATH).policy.decisions


def test_what_the_lock_knows_is_known(small: Library) -> None:
    data = changed("[clause.images]", "[clause.gone]").replace(b"[values]\n", b'[values]\nold_value = "x"\n')
    lock = Lock(bases={"gone": base("Gone.\n")}, values={"old_value": Pinned("")})
    policy = parse_policy(data, PATH, small, lock=lock).policy
    assert policy.mode("gone") == "dropped"
    assert policy.values["old_value"] == "x"


def test_an_answer_that_was_a_choice_stays_one_whatever_the_library_offers_now(small: Library) -> None:
    now = ValueEntry("comments", "Are they open?", "choice", choices=("Closed", "Held"))
    library = replace(small, values={**small.values, "comments": now})
    data = changed("[values]\n", '[values]\ncomments = "Open"\n')
    lock = Lock(values={"comments": Pinned("", "Are they open?", choices=("Open", "Closed"))})

    assert parse_policy(data, PATH, library, lock=lock).policy.values["comments"] == "Open"
    assert parse_lock(write_lock(lock), PATH) == lock
    for known in (Lock(), Lock(values={"comments": Pinned("")})):
        with pytest.raises(Problem, match="'Open' is not a choice"):
            parse_policy(data, PATH, library, lock=known)


def test_a_dropped_clause_of_the_schools_own_needs_no_library(small: Library) -> None:
    data = changed('mode = "local"', 'mode = "dropped"\nreason = "No longer."')
    assert parse_policy(data, PATH, small).policy.mode("club") == "dropped"


def test_a_decided_clause_need_not_be_listed(small: Library) -> None:
    assert parse_policy(changed('clauses = ["club"]', "clauses = []"), PATH, small).policy.section_of("club") is None


def test_a_model_may_be_given_as_the_school_sees_it(small: Library) -> None:
    under = small.under(small.model("county"))
    assert parse_policy(POLICY.encode(), PATH, under) == parse_policy(POLICY.encode(), PATH, small)


@pytest.mark.parametrize(
    ("said", "kept"),
    [("", ""), (" \n", ""), ("a", "a\n"), ("a\n\n\n", "a\n"), ("\n a \n", "\n a \n"), ("a\r\nb\r", "a\nb\n")],
)
def test_a_text_ends_with_one_newline(said: str, kept: str) -> None:
    assert normal_text(said) == kept


def test_not_utf8_too_long_or_no_file(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    with pytest.raises(Problem, match="not there"):
        read_policy(path)
    path.write_bytes(POLICY.encode() + b"# caf\xe9\n")
    with pytest.raises(Problem, match="not UTF-8") as caught:
        read_policy(path)
    assert caught.value.line == POLICY.count("\n") + 1
    path.write_bytes(POLICY.encode() + b"#" * 262_144)
    with pytest.raises(Problem, match="262,144"):
        read_policy(path)


def test_no_prefix_gives_a_traceback(small: Library) -> None:
    data = POLICY.encode()
    for size in range(len(data)):
        assert "\n" not in said_by(partial(parse_policy, data[:size], PATH, small))


@given(st.data())
def test_no_damage_gives_a_traceback(data: st.DataObject) -> None:
    file = bytearray(POLICY.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(file) - 1))
        size = data.draw(st.integers(0, 12))
        file[at : at + size] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b'"""', b"[[", b"]\n", b"\\", b"'", b"= {"])
        )
    assert "\n" not in said_by(partial(parse_policy, bytes(file), PATH))


@pytest.mark.parametrize(
    "said",
    [
        "[" * 60_000,
        "x = " + "[" * 60_000,
        "x = " + "{a=" * 60_000,
        "x" + ".x" * 60_000 + " = 1",
        "[x" + ".x" * 60_000 + "]",
        "x = {x" + ".x" * 60_000 + " = 1}",
        "x" + '."."' * 60_000 + " = 1",
        "[scenario" + ".x" * 30_000 + "]",
        "[scenario.x]\n" + "a.b.c.d.e.f.g.h.i.j.k.l = 1\n",
        "x = " + "9" * 9000,
        "[scenario.x]\nx = 0x" + "f" * 9000,
        "[scenario.x]\nx = nan",
        "[scenario.x]\nx = [1, [1, inf]]",
        '"' * 100_001,
        "'" * 100_001,
        '"""' + '""\\' * 60_000,
        "x = " + "\\" * 100_000,
        "#" * 100_000 + "\n=",
        " " * 100_000 + "=",
        "=" * 100_000,
        "x = 1\n" * 40_000,
        "[x]\n" * 40_000,
    ],
    ids=lambda said: said[:12],
)
def test_a_file_made_to_be_slow_gives_a_sentence(said: str) -> None:
    for text in (said, POLICY + said + "\n"):
        started = perf_counter()
        with pytest.raises(Problem) as caught:
            parse_policy(text.encode(), PATH)
        assert perf_counter() - started < 2
        assert len(str(caught.value)) < 1000


def test_a_decision_is_kept_field_by_field() -> None:
    data = changed('mode = "as-is"', 'mode = "as-is"\ntitle = "Aims"\nreview_by = 2027-01-02')
    decision = parse_policy(data, PATH).policy.decisions["purpose"]
    assert decision == replace(Decision("as-is"), title="Aims", review_by=date(2027, 1, 2))
