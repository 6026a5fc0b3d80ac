"""Prose between triple quotes reads back exactly, whatever quotation marks and backslashes it has."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.store.toml_text import literal, prose


@pytest.mark.parametrize(
    "text", ['a\n"""', 'a\n"""\n', 'a\n"', 'a\n""""b', '\n"""a', 'a\n\\"', 'a\n\\\\"""', '\\\n""', "a\n\\", "\n\t\x00é"]
)
def test_marks_at_the_end_and_in_runs_stay_what_they_are(text: str) -> None:
    assert tomllib.loads("x = " + literal(text)) == {"x": text}
    assert tomllib.loads("x = " + prose(text)) == {"x": text}


@given(st.text(alphabet='"\\\n a'))
def test_every_mixture_of_quotes_backslashes_and_lines_reads_back(text: str) -> None:
    assert tomllib.loads("x = " + prose(text)) == {"x": text}
