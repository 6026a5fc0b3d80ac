"""A school's document made ready for matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from composer.imports.as_school import for_school, guess_name, guess_phase
from composer.imports.reading import read_document

if TYPE_CHECKING:
    from composer.policy.library import Library


@pytest.mark.parametrize(
    ("text", "name", "phase"),
    [
        ("# Social media policy of Hill Primary School\n", "Hill Primary School", "primary"),
        ("# Policy\n\n**St Mary's C of E High School**\n", "St Mary's C of E High School", "secondary"),
        ("# Policy\n\nYsgol y Bryn\n", "Ysgol y Bryn", ""),
        ("# Policy\n\nThe Marsh Academy has rules.\n", "Marsh Academy", ""),
        ("# Policy\n\nThe School has rules, and this school too.\n", "", ""),
    ],
)
def test_the_schools_name_is_guessed_from_the_first_lines(text: str, name: str, phase: str) -> None:
    found = guess_name(read_document(text.encode(), "a.md"))
    assert found == name
    assert guess_phase(found) == phase


def test_only_blanks_of_the_dictionary_become_placeholders(library: Library) -> None:
    text = "# Policy\n\n## Who\n\nAsk [DSL] at [Name of School], or look on [the moon].\n"
    cut, origin = for_school(read_document(text.encode(), "ours.md"), library.values)
    assert cut.pieces[0].text == "Ask {{dsl}} at {{school_name}}, or look on [the moon].\n"
    assert origin.name == "ours.md"
    assert [note for note in origin.notes if "stays as it is written" in note] == [
        "The blank “[the moon]” (piece 1) stays as it is written: fill it in by hand."
    ]
    assert sum("is filled from the school's answers" in note for note in origin.notes) == 2


FRONT = """\
# Social media policy

**Hill School**

| About this policy | |
|---|---|
| School | Hill School |
| Policy | Our policy |
| Based on | A model |
| Status | draft |
| Owner | *not yet* |

## Still to settle

**This draft is not ready for approval:** 1 undecided clause.

- Take or drop 1 clause of the model: Purpose

## Who

Ask us.
"""


def test_what_our_exports_print_before_a_policy_is_told_and_no_clause(library: Library) -> None:
    cut, origin = for_school(read_document(FRONT.encode(), "ours.md"), library.values)
    assert [(section.title, [piece.text for piece in section.pieces]) for section in cut.sections] == [
        ("Who", ["Ask us.\n"])
    ]
    assert [(each.kind, each.said) for each in origin.left_out] == [
        (
            "title page",
            (
                "Hill School About this policy School Hill School Policy Our policy Based on A model Status draft "
                "Owner not yet"
            ),
        ),
        (
            "list of what is still to settle",
            "This draft is not ready for approval: 1 undecided clause. - Take or drop 1 clause of the model: Purpose",
        ),
    ]


@pytest.mark.parametrize("changed", ["| Based on |", "**Hill School**\n", "Still to settle", "**This draft is"])
def test_a_front_page_of_the_schools_own_stays(library: Library, changed: str) -> None:
    own = {"**Hill School**\n": "**Hill School**\n\nStaff must ask first.\n"}.get(
        changed, "| Ours |" if "|" in changed else "Ours"
    )
    cut, origin = for_school(read_document(FRONT.replace(changed, own).encode(), "ours.md"), library.values)
    assert len(cut.sections) == 2
    assert len(origin.left_out) == 1
