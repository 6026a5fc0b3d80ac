"""A plain Markdown file cut into passages: every word in one of them, at its own line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from composer.checks.of_file import subject_of_file
from tests.checks.bench import in_file, setting

FILE = """\
---
title: Something for a website
layout: page
---

Before any heading.

# Social media

First *line*.

Talking
-------

## Staff ##

1. One.
2. Two.

```
# no heading
```
"""


def test_headings_and_the_text_under_them_are_passages_with_their_lines() -> None:
    found = [(each.kind, each.title, each.level, each.first_line) for each in subject_of_file(FILE, setting()).passages]
    assert found == [
        ("file", "", 0, 5),
        ("title", "Social media", 1, 8),
        ("file", "Social media", 1, 9),
        ("title", "Talking", 2, 12),
        ("title", "Staff", 2, 15),
        ("file", "Staff", 2, 16),
    ]


def test_a_finding_points_at_the_line_and_the_characters_of_the_file() -> None:
    text = FILE + "\nAsk your school.\n"
    (finding,) = in_file(text, "template-voice")
    assert text[finding.place.start : finding.place.stop] == "your school"
    assert text.split("\n")[finding.place.line - 1] == "Ask your school."


LINES = st.sampled_from(
    ["# A", "## B ##", "Title", "===", "---", "- item", "Some words here.", "", "```", "| a | b |", "|---|---|", "> q"]
)


@settings(max_examples=150)
@given(st.lists(LINES, max_size=14))
def test_no_word_is_in_two_passages_and_each_passage_is_what_stands_there(lines: list[str]) -> None:
    text = "\n".join(lines)
    place = 0
    for passage in subject_of_file(text, setting()).passages:
        assert text[passage.offset : passage.offset + len(passage.text)] == passage.text
        assert passage.offset >= place
        assert passage.first_line == text.count("\n", 0, passage.offset) + 1
        skipped = text[place : passage.offset]
        assert not any(char.isalnum() for char in skipped), skipped
        place = passage.offset + len(passage.text)
