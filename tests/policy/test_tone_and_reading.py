"""Enabling and forbidding sentences, and how hard a text is to read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy.dictionary import ValueEntry
from composer.policy.library import Library
from composer.policy.readability import reading, sentences
from composer.policy.tone import Tone, tone_of, tone_of_all


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("Staff may join the class group.", Tone(1, 0)),
        ("Staff must not answer for the school.", Tone(0, 1)),
        ("Staff may not post pictures.", Tone(0, 1)),
        ("We never pair a face with a full name.", Tone(0, 1)),
        ("Nobody needs an account to be part of it.", Tone(1, 0)),
        ("They need not report gossip, and we will not ask them to.", Tone(1, 1)),
        ("Staff may join, but do not speak for the school.", Tone(1, 1)),
        ("The register is kept by the office.", Tone(0, 0)),
        ("We cannot promise an answer at night.", Tone(0, 1)),
        ("Criticism that is civil is never removed.", Tone(1, 0)),
        ("We:\n\n- welcome ideas;\n- do not name children.\n", Tone(1, 1)),
        ("", Tone()),
    ],
)
def test_a_sentence_enables_forbids_both_or_neither(text: str, tone: Tone) -> None:
    assert tone_of(text) == tone


def test_a_tone_is_counted_by_sentence_in_whatever_letters() -> None:
    assert tone_of("PUPILS MAY POST. Staff MUST NOT post, and Must Not shout.") == Tone(1, 1)
    assert tone_of("- You need not ask.\n- Nobody may post.\n- It can help.\n") == Tone(3, 1)
    # The only letter that gets longer when it is made small must not move what follows into the next sentence.
    assert tone_of("\u0130" * 20 + " can go. They may go.") == Tone(2, 0)


def test_words_around_what_relieves_stay_where_they_are() -> None:
    assert tone_of("Staff must no blame not post.") == Tone(1, 0)
    assert tone_of("You need not ask. They may.") == Tone(2, 0)


@given(st.lists(st.sampled_from(["Staff may ask.\n", "They must not shout.\n", "It is kept.\n"]), max_size=8))
def test_tones_of_texts_add_up(texts: list[str]) -> None:
    whole = tone_of("\n".join(texts))
    assert tone_of_all(texts) == whole == Tone(texts.count("Staff may ask.\n"), texts.count("They must not shout.\n"))


LIBRARY = Library({}, {}, {"dsl": ValueEntry("dsl", "Who?", "role", default="the safeguarding lead")})


def test_sentences_are_counted_as_they_will_be_read() -> None:
    text = "Ask **{{dsl}}**, as {{ref:purpose}} says.\n\n- Then wait;\n- and {{nobody}} knows.\n"
    said = sentences(text, LIBRARY)
    assert [sentence.words for sentence in said] == [9, 2, 4]
    assert said[0].text == "Ask the safeguarding lead, as the section named says."
    assert said[1].at == "Ask **{{dsl}}**, as {{ref:purpose}} says.\n\n- Then wait;\n- and {{nobody}} knows.\n".index(
        "- T"
    )


def test_hard_words_and_long_sentences_make_a_text_harder() -> None:
    def age(text: str) -> float:
        return reading(sentences(text, LIBRARY)).age

    plain = "We ask you first. You may say no. We will not mind."
    assert age(plain) < 9
    assert age(plain) < age("We always ask for your permission first, and you may of course refuse it.")
    assert age("Organisational accountability necessitates comprehensive documentation.") > 20


def test_the_figures_are_of_the_whole_text() -> None:
    found = reading(sentences("One two three. Four five.\n\n- six\n", LIBRARY))
    assert (found.words, found.sentences, found.longest) == (6, 3, 3)
