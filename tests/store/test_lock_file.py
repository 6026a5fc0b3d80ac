from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import text as prose
from composer.policy.policy import Lock, Pinned, SectionHead
from composer.policy.problems import Problem
from composer.store.lock_file import parse_lock, read_lock, write_lock
from tests.store.small_library import base, said_by

PATH = Path("policy.lock")


TEXT = st.text(alphabet=st.sampled_from("ab \t\n\"'\\{}[]#=é’—😀\u00a0\u200b+-1.")) | st.text().filter(
    lambda said: prose.first_hostile(said) is None
)
SLUG = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True).filter(
    lambda said: said not in {"con", "prn", "aux", "nul"} and not said.startswith(("com", "lpt"))
)
NAME = st.from_regex(r"[a-z][a-z0-9]{0,9}(_[a-z0-9]{1,9}){0,2}", fullmatch=True)
TEST = st.sampled_from(["type:academy", "type:community", "nation:wales", "phase:primary", "has:nursery", "platform:x"])
PLAIN = st.builds(
    Pinned, TEXT, TEXT, st.lists(st.tuples(TEST, TEXT), unique_by=lambda pair: pair[0], max_size=3).map(tuple)
)
FORMS = st.lists(st.tuples(TEXT, TEXT), unique_by=lambda pair: pair[0], min_size=1, max_size=3).map(tuple)


@st.composite
def pinned_values(draw: st.DrawFn) -> dict[str, Pinned]:
    """Dictionary entries as a lock has them: each follower beside what it follows."""
    plain: dict[str, Pinned] = draw(st.dictionaries(NAME, PLAIN, max_size=3))
    names = draw(st.sets(NAME.filter(lambda name: name not in plain), max_size=2)) if plain else set()
    followed = st.sampled_from(sorted(plain) or [""])
    return {**plain, **{name: Pinned("", "", (), draw(followed), draw(FORMS)) for name in names}}


BASES = st.builds(
    lambda made, rivals, reasoned_on: replace(made, rivals=rivals, reasoned_on=reasoned_on),
    st.builds(base, TEXT, st.integers(1, 99), TEXT),
    st.none() | st.lists(SLUG, max_size=2, unique=True).map(tuple),
    TEXT,
)
LOCKS = st.builds(
    Lock,
    TEXT,
    TEXT,
    st.dictionaries(SLUG, BASES, max_size=4),
    st.dictionaries(SLUG, st.builds(SectionHead, st.just(""), TEXT, TEXT, st.booleans()), max_size=3),
    st.dictionaries(SLUG, st.builds(Pinned, TEXT), max_size=3),
    pinned_values(),
    st.dictionaries(SLUG, st.just(()), max_size=3),
    TEXT,
    st.dictionaries(st.sampled_from(("clause:a", "fact:b", "section:c")), st.sampled_from(("withdrawn", "sha256:0"))),
    st.dictionaries(SLUG, st.dictionaries(SLUG, TEXT.map(prose.sense_digest), min_size=1, max_size=2), max_size=3),
).map(
    lambda lock: Lock(
        lock.model,
        lock.model_version,
        lock.bases,
        {key: SectionHead(key, head.title, head.intro, head.appendix) for key, head in lock.heads.items()},
        lock.facts,
        lock.values,
        {key: (f"{key[:50]}-1", f"{key[:50]}-2") for key in lock.order},
        lock.model_title,
        lock.declined,
        lock.settled,
    )
)


@given(LOCKS)
def test_a_lock_reads_back_as_it_was_written(lock: Lock) -> None:
    assert parse_lock(write_lock(lock), PATH) == lock


@given(LOCKS)
def test_the_same_lock_is_the_same_text_whatever_its_order(lock: Lock) -> None:
    turned = Lock(
        lock.model,
        lock.model_version,
        dict(reversed(list(lock.bases.items()))),
        dict(reversed(list(lock.heads.items()))),
        dict(reversed(list(lock.facts.items()))),
        dict(reversed(list(lock.values.items()))),
        lock.order,
        lock.model_title,
        dict(reversed(list(lock.declined.items()))),
        {key: dict(reversed(list(pins.items()))) for key, pins in reversed(list(lock.settled.items()))},
    )
    assert write_lock(turned) == write_lock(lock)


LOCK = Lock(
    "county",
    "2026.1",
    {"words": base("Words.\nMore.\n"), "purpose": base('A "text" \\ and """.\n', 3)},
    {"governance": SectionHead("governance", "Governance", "Intro.", appendix=True)},
    {"edition": Pinned("2026")},
    {"dsl": Pinned("the DSL", "Who?")},
    {"governance": ("purpose", "words"), "aside": ("other",)},
    "A county's model",
    {"clause:gone": "withdrawn"},
    {"own-child": {"words": prose.sense_digest("Words of then.\n")}},
)


def test_a_lock_is_made_to_be_looked_at() -> None:
    text = write_lock(LOCK)
    lines = text.split("\n")
    assert lines[0].startswith("# Written by policy-composer")
    assert "Do not edit" in lines[0]
    assert text.index("[clause.purpose]") < text.index("[clause.words]")
    assert "Words.\nMore.\n" in text
    assert text.endswith("\n")
    assert tomllib.loads(text)["digest-scheme"] == 1


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Words.", "Wards.", "stored text of words"),
        ("sha256:", "sha256:0", "stored text of purpose"),
        ("rev = 3", "rev = 0", "rev is 1 or more"),
        ("rev = 3\n", "", r"\[clause.purpose\] has no rev"),
        ('"agreed"', '"free"', "choose local-choice"),
        ("schema = 1", "schema = 2", "newer version"),
        ("digest-scheme = 1", "digest-scheme = 9", "newer version"),
        ("[clause.words]", "[clause.Words]", "cannot be a clause"),
        ("[value.dsl]", '[value."d s"]', "name of a value"),
        ('model = "county"\n', "", "has no model"),
        ('question = "Who?"', 'quest = "Who?"', "did you mean question"),
        ('"2026"', '"\\u001b"', "U\\+001B ESCAPE"),
        ("[fact.edition]", "[clause.words]", "not TOML"),
        ('"other"', '"words"', "words has two places in the model's order"),
        ('"other"', '"Other"', "cannot be a clause id"),
        ("aside = ", '"a side" = ', "cannot be a section"),
        ('"withdrawn"', "3", "clause:gone is a text"),
        ("[settled.own-child]", "[settled.Own]", "cannot be a scenario"),
        ("[settled.own-child]\nwords =", '[settled.own-child]\n"a b" =', "cannot be a clause id"),
        ("[settled.own-child]\nwords = ", '[settled.own-child]\nwords = "x"\nmore = ', "no digest of words"),
        ("[settled.own-child]\nwords = ", "[settled.own-child]\nwords = 3\nmore = ", "words is a text"),
        ('[settled.own-child]\nwords = "sha256:', '[settled.own-child]\nwords = "sha256:0', "no digest of words"),
    ],
)
def test_a_damaged_lock_is_told(old: str, new: str, what: str) -> None:
    text = write_lock(LOCK)
    assert old in text
    with pytest.raises(Problem, match=what) as caught:
        parse_lock(text.replace(old, new, 1), PATH)
    assert caught.value.path == PATH
    assert "\n" not in str(caught.value)


def test_a_lock_from_before_scenarios_were_pinned_is_a_lock() -> None:
    text = write_lock(LOCK)
    older = text[: text.index("\n[settled.own-child]")]
    assert parse_lock(older, PATH) == replace(LOCK, settled={})
    assert write_lock(replace(LOCK, settled={"own-child": {}})) == older


def test_line_ends_that_git_changed_are_no_damage() -> None:
    text = write_lock(Lock("county", "1", {"a": base("One.\nTwo.\n")}))
    assert parse_lock(text.replace("\n", "\r\n"), PATH) == parse_lock(text, PATH)


def test_a_difference_in_quotes_alone_is_damage_too() -> None:
    lock = Lock(bases={"a": base("The school's page.\n")})
    with pytest.raises(Problem, match="stored text of a "):
        parse_lock(write_lock(lock).replace("school's", "school’s"), PATH)


def test_no_prefix_of_a_lock_gives_a_traceback(tmp_path: Path) -> None:
    data = write_lock(LOCK).encode()
    path = tmp_path / "policy.lock"
    for size in range(0, len(data), 3):
        path.write_bytes(data[:size])
        assert "\n" not in said_by(partial(read_lock, path))
