"""The phrases of rules are found wherever they stand as written, in one walk that no text makes long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from composer.checks import phrases
from composer.checks.phrases import in_text
from composer.checks.subject import Passage
from composer.policy.rules import Rule
from tests.checks.bench import setting

if TYPE_CHECKING:
    from collections.abc import Sequence


def rule(*words: str, **more: Any) -> Rule:
    return Rule("some", "hole", words, **more)


def said(text: str, *rules: Rule) -> list[str]:
    return [text[each.start : each.stop] for each in in_text(text, rules)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ask your school first.", "your school"),
        ("YOUR School", "your school"),
        ("ask your\nschool", "your school"),
        ("ask **your** *school*", "your school"),
        ("ask your \\[school\\]", "your [school]"),
        ("the school’s own", "school's own"),
        ("the school's own", "school’s own"),
        ("by (names) all", "(names)"),
        ("TBC", "tbc"),
        ("Ysgol Tŷ Gwyn", "ysgol tŷ gwyn"),
        ("Ysgol Ty\u0302 Gwyn", "ysgol tŷ gwyn"),
        ("Ysgol Tŷ Gwyn", "ysgol ty\u0302 gwyn"),
        ("ask {{dsl}} first", "{{dsl}} first"),
        ("KCSIE 2023 says", "KCSIE 20##"),
        ("on 01/09/13, said", "##/##/##"),
        ("aged 13+", "aged ##+"),
        ("add the names of all here", "add * here"),
        ("add here", "add * here"),
        ("add one two three four here", "add * here"),
    ],
)
def test_a_phrase_stands_where_its_words_do(text: str, words: str) -> None:
    assert len(said(text, rule(words))) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ask yourself, school", "your school"),
        ("your schools", "your school"),
        ("your pre-school", "your school"),
        ("ask your.\n\nSchool begins", "your school"),
        ("# All is your\n\nschool", "your school"),
        ("- your\n- school", "your school"),
        ("- your\n* school", "your school"),
        ("ask {{your}} school", "your school"),
        ("the school", "school's"),
        ("KCSIE 202", "KCSIE 20##"),
        ("KCSIE 20XX", "KCSIE 20##"),
        ("add one two three four five here", "add * here"),
        ("add it. Now here", "add * here"),
        ("add it; now here", "add * here"),
        ("add it\n\nnow here", "add * here"),
        ("- add it\n- now here", "add * here"),
    ],
)
def test_a_phrase_stands_nowhere_else(text: str, words: str) -> None:
    assert said(text, rule(words)) == []


def test_the_words_are_those_of_the_text_with_their_places() -> None:
    text = "One.\nAsk **Your\nSchool** or YOUR SCHOOL."
    assert said(text, rule("your school")) == ["Your\nSchool", "YOUR SCHOOL"]


def test_capitals_count_where_the_rule_says_so_but_not_in_what_excuses_it() -> None:
    bath = rule("Bath", exact_case=True, unless=("Tub",))
    assert said("Bath or bath", bath) == ["Bath"]
    assert said("Bath in a tub", bath) == []


def test_words_of_the_same_sentence_excuse_and_those_of_another_do_not() -> None:
    one = rule("schools should", unless=("guidance says", "by * law"))
    assert said("The guidance says that schools should.", one) == []
    assert said("Schools should, the guidance says.", one) == []
    assert said("Schools should, by an old law.", one) == []
    assert said("The guidance says so. Schools should.", one) == ["Schools should"]
    assert said("- The guidance says so\n- Schools should", one) == ["Schools should"]
    assert said("Schools should.\n\nThe guidance says so.", one) == ["Schools should"]


def test_an_excuse_is_that_of_its_rule_alone() -> None:
    first, second = rule("schools should", unless=("guidance",)), rule("schools should")
    assert in_text("The guidance: schools should.", (first, second))[0].rule is second


def test_a_star_takes_as_few_words_as_it_can_and_several_may_stand_in_a_phrase() -> None:
    assert said("add a here and here", rule("add * here")) == ["add a here"]
    assert said("one a two b c three", rule("one * two * three")) == ["one a two b c three"]
    assert said("one two one two three", rule("one * two three")) == ["one two one two three", "one two three"]


def test_all_rules_of_a_setting_are_found_by_kind_in_the_order_of_the_text() -> None:
    found = phrases.found(Passage("file", "", "TBC. This exemplar is for your school."), setting())
    assert [each.rule.key for each in found["insert-here"]] == ["to-come"]
    assert [each.rule.key for each in found["template-voice"]] == ["this-template", "your-school"]
    assert "hole" not in found


def test_the_same_rules_are_prepared_once_and_others_again() -> None:
    one = setting()
    other = replace(one, rules={"hole": (rule("a noun"),)})
    passage = Passage("file", "", "Here stands a noun of your school.")
    assert phrases.found(passage, one) is phrases.found(passage, one)
    assert list(phrases.found(passage, other)) == ["hole"]


SIZE = 64 * 1024
HOSTILE = {
    "one word": "a " * (SIZE // 2),
    "no space": "a" * SIZE,
    "stars": "* " * (SIZE // 2),
    "braces": "{{ a" * (SIZE // 4),
    "new lines": "\n" * SIZE,
    "spaces": "a" + " " * (SIZE - 2) + "b",
    "hyphens": "a-" * (SIZE // 2),
    "apostrophes": "’a" * (SIZE // 2),
    "marks": "e\u0301" * (SIZE // 2),
    "numbers": "1" * SIZE,
    "one sentence of finds": "your school " * (SIZE // 12),
}


class Counted(str):
    """A word that counts how often it is compared."""

    __slots__ = ()
    times = 0

    def __eq__(self, other: object) -> bool:
        Counted.times += 1
        return str.__eq__(self, other)

    def __hash__(self) -> int:
        return str.__hash__(self)


def test_many_stars_are_tried_together_and_not_one_after_the_other() -> None:
    pieces = ["a", "*"] * 25 + ["b"]
    words: Sequence[str] = [Counted("a")] * 400
    Counted.times = 0
    assert phrases._read_on(pieces, words, 0) is None
    assert Counted.times < len(pieces) * len(words)


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_the_work_on_hostile_text_grows_with_its_length(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = (rule("your school", "a * a * b", "your * nowhere", unless=("a a a b", "school * nowhere")),)
    compared = 0
    same = phrases._same

    def counted(piece: str, said: str) -> bool:
        nonlocal compared
        compared += 1
        return same(piece, said)

    monkeypatch.setattr(phrases, "_same", counted)
    work = []
    for text in (HOSTILE[kind][: SIZE // 2], HOSTILE[kind]):
        compared = 0
        in_text(text, rules)
        work.append(compared)
    assert work[1] <= 2 * work[0] + 100
    assert work[1] <= 20 * SIZE


def test_an_excuse_is_looked_for_in_the_same_walk() -> None:
    excused = replace(rule("your school"), unless=("nowhere", "your plan"))
    text = HOSTILE["one sentence of finds"]
    assert len(said(text, excused)) == text.count("your school")
    assert said(f"{text} your plan", excused) == []


def test_a_phrase_with_a_star_is_read_on_though_its_last_word_is_a_shape_or_in_other_letters() -> None:
    assert said("Rated by all as GOOD in 2024", rule("rated * good")) == ["Rated by all as GOOD"]
    assert said("Rated by all as GOOD in 2024", rule("rated * ####")) == []
    assert said("Rated so in 2024", rule("rated * ####")) == ["Rated so in 2024"]
    assert said("Rated by all as GOOD", rule("Rated * Good", exact_case=True)) == []
    assert said("Rated by all as Good", rule("Rated * Good", exact_case=True)) == ["Rated by all as Good"]


def test_phrases_of_one_word_come_before_longer_ones_that_begin_alike() -> None:
    assert said("your school", rule("your school"), rule("your")) == ["your", "your school"]
    assert said("your School", rule("your school", exact_case=True), rule("your School", exact_case=True)) == [
        "your School"
    ]
