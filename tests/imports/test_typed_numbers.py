"""Numbers that somebody typed, told from numbers that are part of a sentence."""

from __future__ import annotations

import pytest

from composer.imports.typed_numbers import levels, ordinal, split_number


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("4.2 Staff must ask.", "4.2", "Staff must ask."),
        ("4.2. Staff must ask.", "4.2", "Staff must ask."),
        ("4.2\tStaff must ask.", "4.2", "Staff must ask."),
        ("4) Staff", "4", "Staff"),
        ("(a) a pupil", "a", "a pupil"),
        ("(iv) four", "iv", "four"),
        ("Appendix B: Consent", "Appendix B", "Consent"),
        ("Section 3: Staff", "Section 3", "Staff"),
        ("**4.2** Staff", "4.2", "Staff"),
        ("**4.2 Staff** must", "4.2", "**Staff** must"),
    ],
)
def test_a_number_before_the_words(text: str, number: str, rest: str) -> None:
    assert split_number(text) == (number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "2024 was a year of change.",
        "12 months is the longest time.",
        "1.5 metres apart",
        "e.g. a class page",
        "Section 3 of the Act says so.",
        "Appendix A shows the form.",
        "Appendix A",
        "4.2",
        "",
    ],
)
def test_a_number_that_is_part_of_the_words(text: str) -> None:
    assert split_number(text) == ("", text)


@pytest.mark.parametrize("text", ["4 Purpose", "A. Purpose", "Annex 1 Letter", "Appendix A – Form"])
def test_of_a_heading_more_is_a_number(text: str) -> None:
    assert split_number(text, heading=True)[0]
    assert split_number("12 months", heading=True) == ("", "12 months")


def test_numbers_in_parts_and_as_items() -> None:
    assert levels("4.2") == (4, 2)
    assert levels("1.0") == (1,)
    assert levels("Appendix B") == ()
    assert [ordinal(number) for number in ("4.2.3", "b", "iv", "i", "C")] == [3, 2, 4, 1, 3]
    assert ordinal("i", before=8) == 9
    assert ordinal("Appendix B") is None


def test_it_is_quick_on_any_text() -> None:
    for sign in "(*1.Aa\t ":
        assert split_number(sign * 65_536) is not None
