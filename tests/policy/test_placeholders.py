"""Blanks in text, and values that mean themselves wherever they are put."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from composer.policy import placeholders
from composer.policy.placeholders import Blank

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
