"""Blanks in text, and values that mean themselves wherever they are put."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from composer.policy import placeholders
from composer.policy.placeholders import Blank

if TYPE_CHECKING:
    from collections.abc import Callable

COMMONMARK = MarkdownIt("commonmark", {"html": False})
WITH_EXTRAS = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])

# No controls: a value that holds one is refused before it gets here.
ANYTHING = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
MARKUP = st.text("ab1 .)(-+#=*_`~<>[]!|&;\\:/\n\"'", min_size=1, max_size=20)


def shown(markdown: str, reader: MarkdownIt) -> str:
    """The text of Markdown that has to be one paragraph of nothing but text."""
    tokens = reader.parse(markdown)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text"}
    return "".join(child.content for child in children)


def test_three_kinds_of_blank_are_told_apart() -> None:
    text = "Ask {{dsl}}, see {{ ref:register-of-accounts }} and {{fact:kcsie-edition}}."

    assert list(placeholders.blanks(text)) == [
        Blank("value", "dsl", "{{dsl}}"),
        Blank("ref", "register-of-accounts", "{{ ref:register-of-accounts }}"),
        Blank("fact", "kcsie-edition", "{{fact:kcsie-edition}}"),
    ]


def test_names_come_once_and_in_order() -> None:
    text = "{{b}} {{a}} {{b}} {{fact:x}} {{ref:y}}"

    assert placeholders.names(text, "value") == ("b", "a")
    assert placeholders.names(text, "fact") == ("x",)
    assert placeholders.names(text, "ref") == ("y",)


@pytest.mark.parametrize(
    "text", ["{{}}", "{{ }}", "{dsl}", "{{Dsl}}", "{{d sl}}", "{{dsl}", "{{1a}}", "{{" + "a" * 65 + "}}"]
)
def test_other_braces_are_text(text: str) -> None:
    assert list(placeholders.blanks(text)) == []
    assert placeholders.fill(text, lambda blank: "X") == text


def test_filling_is_one_pass() -> None:
    answers = {"a": "{{b}}", "b": "never"}

    assert placeholders.fill("{{a}}!", lambda blank: answers[blank.name]) == "{{b}}!"


@pytest.mark.parametrize("piece", ["{{", "{{ ", "{{a", "{{a}", "}}", "{{fact:", "{{a }"])
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * (64 * 1024 // len(piece))
    started = time.process_time()
    list(placeholders.blanks(text))

    assert time.process_time() - started < 0.3


@example("1. a")
@example("12) a")
@example("1.")
@example("- a")
@example("+ a")
@example("-")
@example("--")
@example("---")
@example("-- --")
@example("===")
@example("# a")
@example("## a")
@example("#")
@example("<b>bold</b>")
@example("<https://example.org>")
@example("&amp;")
@example("https://example.org/a_b_c?x=1&y=2")
@example("C*of*E")
@example("[a]: b")
@example("![a](b)")
@example("a\\")
@example("a\nb  \nc")
@example("١. a")
@given(st.one_of(ANYTHING, MARKUP).filter(str.strip))
def test_an_escaped_value_reads_as_itself(value: str) -> None:
    flat = " ".join(value.split())

    assert shown(placeholders.escape(value), COMMONMARK) == flat
    assert shown(placeholders.escape(value), WITH_EXTRAS) == flat


@settings(max_examples=100)
@given(MARKUP.filter(str.strip))
def test_an_escaped_value_does_no_more_on_a_line_of_its_own(value: str) -> None:
    flat = " ".join(value.split())
    tokens = COMMONMARK.parse(f"Before it\n{placeholders.escape(value)}\nand after.")

    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "softbreak"}
    assert [child.content for child in children if child.type == "text"][1] == flat


@given(ANYTHING)
def test_an_escaped_value_stays_on_its_line(value: str) -> None:
    assert len(placeholders.escape(value).splitlines()) <= 1


OPENING = [
    "{{a}} asks.",
    "Yes.\n\n{{a}} asks.",
    "- {{a}} asks.",
    "Tell:\n\n1. one\n2. {{a}}",
    "> {{a}} asks.",
    "**{{a}}** asks.",
    "**Approval:** {{a}}",
    "**Approval**: {{a}}",
    "- **Who to ask:** {{a}}",
    "It ends. {{a}} asks.",
    "It ends.\n{{a}} asks.",
    "Does it? {{a}} asks.",
    "It does! {{a}} asks.",
    "(It ends.) {{a}} asks.",
    "“It ends.” {{a}} asks.",
    "It ends. “{{a}} asks.”",
    '"{{a}} asks."',
    "**It ends.** {{a}} asks.",
    "Tell:\n\n- one;\n- two.\n\n{{a}} asks.",
    "Tell:\n\n- one.\n- {{a}} asks.",
    "Tell:\n\n- **Who:** {{a}};\n- **What:** a name.",
]
INSIDE = [
    "Ask {{a}}.",
    "Ask\n{{a}} first.",
    "Ask one: {{a}}.",
    "Ask “{{a}}” first.",
    "Ask one, e.g. {{a}}.",
    "Ask **{{a}}** first.",
    "We ask **two things:** {{a}} and more.",
    "Ask Mr. {{a}}.",
    "Ask at 8.{{a}}",
    "| {{a}} | asks |",
    "We ask:\n\n- {{a}};\n- the office.",
    "We ask:\n\n- the office, or\n- {{a}}.",
    "We ask:\n\n- the office;\n- {{a}}.",
    "We ask:\n- one; and\n- {{a}} too.",
    "{{b}} or {{a}} asks.",
    "```\n{{a}}\n```",
]


def named(said: str) -> Callable[[Blank], str]:
    return lambda blank: placeholders.capital(said) if blank.opens and blank.name == "a" else said


@pytest.mark.parametrize("text", OPENING)
def test_a_value_that_opens_a_sentence_gets_its_capital(text: str) -> None:
    assert placeholders.fill(text, named("the head")) == text.replace("{{a}}", "The head")


@pytest.mark.parametrize("text", INSIDE)
def test_a_value_inside_a_sentence_stays_as_it_is(text: str) -> None:
    assert placeholders.fill(text, named("the head")) == text.replace("{{a}}", "the head").replace("{{b}}", "the head")


@pytest.mark.parametrize(
    ("said", "opens"),
    [
        ("the headteacher", "The headteacher"),
        ("x", "X"),
        ("école", "École"),
        ("iPads", "iPads"),
        ("eSafety lead", "eSafety lead"),
        ("The head", "The head"),
        ("8.45 am", "8.45 am"),
        ("*the* head", "*the* head"),
        ("office@ash.example", "office@ash.example"),
        ("https://ash.example", "https://ash.example"),
        ("www.ash.example", "www.ash.example"),
        ("ßa", "ßa"),
        ("", ""),
    ],
)
def test_what_a_capital_does(said: str, opens: str) -> None:
    assert placeholders.capital(said) == opens


@given(ANYTHING)
def test_a_capital_changes_one_letter_at_most_and_once(said: str) -> None:
    opens = placeholders.capital(said)

    assert opens[1:] == said[1:]
    assert opens[0] in {said[0], said[0].upper()}
    assert opens == said or (said[0].islower() and not said[1:2].isupper())
    assert placeholders.capital(opens) == opens


PIECE = st.sampled_from(
    [
        "{{a}}",
        " ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "**",
        "**To do:** ",
        "Go.",
        "e.g. ",
        "“",
        "”",
        "(",
        ")",
        "word",
        "?",
        "|",
    ]
)


@given(st.lists(PIECE, max_size=14).map("".join))
def test_capitals_change_nothing_but_the_first_letter_of_a_value(text: str) -> None:
    filled = placeholders.fill(text, named("the head"))

    assert filled.replace("The head", "the head") == placeholders.fill(text, lambda blank: "the head")
    for before in ("word ", "word, ", "word: ", "(see "):
        assert placeholders.fill(before + "{{a}}" + text, named("the head")).startswith(before + "the head")
    for end in ("Go. ", "Go? “", "Go.\n\n- "):
        assert placeholders.fill(end + "{{a}}" + text, named("the head")).startswith(end + "The head")


@given(ANYTHING.filter(str.strip))
def test_a_value_with_its_capital_still_means_itself(value: str) -> None:
    opens = placeholders.capital(" ".join(value.split()))

    assert shown(placeholders.escape(opens), COMMONMARK) == opens


@pytest.mark.parametrize("piece", ["**a", "(", "“", "> ", "- ", "**a:** ", "Go. {{a}}", "{{a}} "])
def test_sentences_are_found_in_linear_time(piece: str) -> None:
    text = piece * (64 * 1024 // len(piece))
    started = time.process_time()
    placeholders.openings(text + "{{a}}")

    assert time.process_time() - started < 2
