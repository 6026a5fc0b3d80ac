"""How long the differ takes. Figures to read, none to pass: `pytest -n 0 --benchmark-enable tests/benchmarks`."""

import random
from typing import Any

import pytest

from composer.compare.diff import diff, forget

WORDS = """
staff pupils parents governors must may should never post photographs online account consent policy headteacher
safeguarding lead report record decide within hours week platform message group image video closed public private
review agree approve training risk support question answer class year trip newsletter
"""


def prose(count: int, rng: random.Random) -> str:
    """About `count` words, one sentence a line, in paragraphs of three to six."""
    lines: list[str] = []
    while count > 0:
        for _ in range(rng.randint(3, 6)):
            words = rng.choices(WORDS.split(), k=rng.randint(7, 20))
            lines.append(f"{' '.join(words).capitalize()} {rng.randint(1, 999)}.\n")
            count -= len(words) + 1
        lines.append("\n")
    return "".join(lines)


def reworded(text: str, share: float, rng: random.Random) -> str:
    """The text with this share of its words, spread evenly, replaced, dropped or joined by a new one."""
    lines: list[str] = []
    for line in text.split("\n"):
        words = line.split(" ")
        for at in range(len(words) - 2, 0, -1):
            if rng.random() < share:
                words[at : at + 1] = rng.choice(([f"new{words[at]}"], [f"new{words[at]}"], [], [words[at], "inserted"]))
        lines.append(" ".join(words))
    return "\n".join(lines)


@pytest.mark.parametrize("count", [500, 2_000, 20_000])
def test_a_tenth_of_the_words_changed(benchmark: Any, count: int) -> None:
    rng = random.Random(count)
    old = prose(count, rng)
    new = reworded(old, 0.1, rng)
    change = benchmark.pedantic(diff, (old, new), setup=forget, rounds=7)
    assert change.new == new


def test_one_word_typed_in_a_long_text(benchmark: Any) -> None:
    old = prose(20_000, random.Random(1))
    middle = len(old) // 2
    typed = iter(range(10_000))

    def key() -> tuple[tuple[str, str], dict[str, str]]:
        return (old, f"{old[:middle]} word{next(typed)} {old[middle:]}"), {}

    assert benchmark.pedantic(diff, setup=key, rounds=30).changed


def test_one_word_typed_in_a_long_text_with_many_changes(benchmark: Any) -> None:
    rng = random.Random(2)
    old = prose(20_000, rng)
    new = reworded(old, 0.1, rng)
    middle = new.index("\n", len(new) // 2)
    typed = iter(range(10_000))

    def key() -> tuple[tuple[str, str], dict[str, str]]:
        return (old, f"{new[:middle]} word{next(typed)}{new[middle:]}"), {}

    diff(old, new)
    assert benchmark.pedantic(diff, setup=key, rounds=10).changed


LONG = prose(20_000, random.Random(3))
SHUFFLED = random.Random(4).sample(LONG.split(), len(LONG.split()))
HOSTILE = {
    "one letter": ("a" * 65_536, "b" * 65_536),
    "alternating words": ("a b " * 16_384, "b a " * 16_384),
    "alternating sentences": ("A. B. " * 11_000, "B. A. C. " * 7_000),
    "all words shuffled": (LONG, " ".join(SHUFFLED)),
    "all words once, shuffled": (
        " ".join(f"w{n}" for n in range(20_000)),
        " ".join(f"w{n * 7_919 % 20_000}" for n in range(20_000)),
    ),
    "all sentences moved": (LONG, "\n".join(reversed(LONG.split("\n")))),
    "most words changed": (LONG, reworded(LONG, 0.6, random.Random(5))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(benchmark: Any, name: str) -> None:
    old, new = HOSTILE[name]
    change = benchmark.pedantic(diff, (old, new), setup=forget, rounds=2)
    assert (change.old, change.new) == (old, new)
