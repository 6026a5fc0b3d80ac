"""Numbers as Word shows them, the depth of lists, and numbers that were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from composer.imports.word.numbering import written
from composer.imports.word.reading import read_word
from tests.imports.docx_maker import (
    BULLETS,
    NUMBERING,
    OUTLINE,
    STEPS,
    STYLES,
    abstract,
    docx,
    h,
    level,
    num,
    p,
    r,
    style,
    table,
)

if TYPE_CHECKING:
    from composer.imports.source import Source


def read(*body: str, **more: str) -> Source:
    return read_word(docx(*body, **more), "policy.docx")  # type: ignore[arg-type]


def numbers(*body: str, **more: str) -> list[str]:
    return [block.number for block in read(*body, **more).blocks]


def shape(*body: str, **more: str) -> list[tuple[str, int, bool, str]]:
    return [(block.kind, block.level, block.ordered, block.number) for block in read(*body, **more).blocks]


def test_headings_and_paragraphs_are_numbered() -> None:
    assert shape(
        h(1, "Scope", num=(OUTLINE, 0)),
        p("Staff must", num=(OUTLINE, 1)),
        p("Pupils must", num=(OUTLINE, 1)),
        p("first", num=(OUTLINE, 2)),
        h(1, "Rules", num=(OUTLINE, 0)),
        p("Parents may", num=(OUTLINE, 1)),
        p("first", num=(OUTLINE, 2)),
    ) == [
        ("heading", 1, False, "1"),
        ("paragraph", 0, False, "1.1"),
        ("paragraph", 0, False, "1.2"),
        ("item", 1, True, "a"),
        ("heading", 1, False, "2"),
        ("paragraph", 0, False, "2.1"),
        ("item", 1, True, "a"),
    ]


def test_a_level_that_was_not_met_counts_from_its_start() -> None:
    assert numbers(*(p("x", num=(OUTLINE, at)) for at in (1, 1, 0, 2, 1))) == ["1.1", "1.2", "2", "a", "2.2"]


def test_lists_of_one_kind_count_on_unless_one_starts_anew() -> None:
    more = (
        NUMBERING
        + num(7, STEPS)
        + num(8, STEPS, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
    )
    body = [p("x", num=(each, 0)) for each in (STEPS, STEPS, 7, 8, 8, STEPS)]
    assert numbers(*body, numbering=more) == ["1", "2", "3", "5", "6", "7"]


def test_an_override_may_replace_a_level() -> None:
    changed = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1.", start=3)}</w:lvlOverride>'
    assert numbers(p("x", num=(9, 0)), p("y", num=(9, 0)), numbering=NUMBERING + num(9, STEPS, changed)) == [
        "III",
        "IV",
    ]


def test_when_a_level_starts_anew_can_be_set() -> None:
    def counted(restart: str) -> list[str]:
        lists = abstract(1, level(0, "decimal", "%1"), level(1, "decimal", "%2", more=restart)) + num(1, 1)
        return numbers(*(p("x", num=(1, at)) for at in (0, 1, 0, 1)), numbering=lists)

    assert counted("") == ["1", "1", "2", "1"]
    assert counted('<w:lvlRestart w:val="0"/>') == ["1", "1", "2", "2"]
    assert counted('<w:lvlRestart w:val="1"/>') == ["1", "1", "2", "1"]


def test_legal_numbering_and_words_in_the_label() -> None:
    lists = (
        abstract(1, level(0, "upperRoman", "Section %1:"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
        + abstract(2, level(0, "upperLetter", "Appendix %1 –"))
        + num(1, 1)
        + num(2, 2)
    )
    body = [h(1, "x", num=(1, 0)), p("y", num=(1, 1)), h(1, "z", num=(2, 0)), h(1, "z", num=(2, 0))]
    assert numbers(*body, numbering=lists) == ["Section I", "1.1", "Appendix A", "Appendix B"]


def test_numbers_come_from_styles_too() -> None:
    own = (
        STYLES
        + style("Clause", "Clause", paragraph=f'<w:numPr><w:numId w:val="{OUTLINE}"/></w:numPr>')
        + style("Sub", "Sub", based_on="Clause", paragraph='<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    )
    body = [p("x", style="Clause"), p("y", style="Sub"), p("none", style="Sub", num=(0, 0)), p("z", style="Sub")]
    assert numbers(*body, styles=own) == ["1", "1.1", "", "1.2"]


def test_a_style_finds_its_level_in_the_list() -> None:
    own = STYLES + style("Deep", "Deep", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>')
    lists = abstract(1, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2", more='<w:pStyle w:val="Deep"/>')) + num(
        1, 1
    )
    assert numbers(p("x", num=(1, 0)), p("y", style="Deep"), styles=own, numbering=lists) == ["1", "1.1"]


def test_a_list_may_lead_to_another_by_style() -> None:
    own = STYLES + style("Linked", "Linked", paragraph='<w:numPr><w:numId w:val="3"/></w:numPr>', kind="numbering")
    lists = (
        '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="Linked"/></w:abstractNum>' + NUMBERING + num(9, 9)
    )
    assert numbers(p("x", num=(9, 0)), p("y", num=(9, 1)), styles=own, numbering=lists) == ["1", "a"]


def test_empty_numbered_paragraphs_are_counted_as_word_counts_them() -> None:
    assert numbers(p("x", num=(STEPS, 0)), p(num=(STEPS, 0)), p("y", num=(STEPS, 0))) == ["1", "3"]


def test_lists_that_say_nonsense_are_no_lists() -> None:
    assert shape(p("x", num=(99, 0)), p("y", num=(STEPS, 8))) == [("paragraph", 0, False, "")] * 2
    assert numbers(p("x", num=(1, 0)), numbering=num(1, 5)) == [""]


def test_nested_bullets_and_steps() -> None:
    assert shape(
        p("a", num=(BULLETS, 0)),
        p("b", num=(BULLETS, 1)),
        p("of the item", indent=720),
        p("c", num=(BULLETS, 0)),
        p("d", num=(STEPS, 1)),
        p("e", num=(BULLETS, 0)),
        p("after"),
        p("f", num=(BULLETS, 1)),
        p("g", style="ListBullet"),
    ) == [
        ("item", 1, False, ""),
        ("item", 2, False, ""),
        ("paragraph", 2, False, ""),
        ("item", 1, False, ""),
        ("item", 2, True, "a"),
        ("item", 1, False, ""),
        ("paragraph", 0, False, ""),
        ("item", 1, False, ""),
        ("item", 1, False, ""),
    ]


def test_text_that_is_indented_throughout_is_in_no_list() -> None:
    body = [p("text", indent=720), p("a", num=(BULLETS, 1)), p("text", indent=720)]
    assert [found[1] for found in shape(*body)] == [0, 1, 0]


def test_bold_steps_are_headings_only_where_there_are_no_others() -> None:
    steps = [p(r("Purpose", "<w:b/>"), num=(STEPS, 0)), p("Text")]
    assert shape(*steps)[0] == ("paragraph", 0, False, "1")
    assert shape(*steps, h(1, "Scope"))[0] == ("item", 1, True, "1")


def test_numbers_in_a_table_are_kept_as_text() -> None:
    source = read(table([p("Ask", num=(STEPS, 0)), p(num=(STEPS, 0))], [p("x", num=(BULLETS, 0)), "y"]))
    assert source.blocks[0].text == "| 1. Ask | 2 |\n| --- | --- |\n| x | y |"


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("upperLetter", {2: "B", 28: "BB"}),
        ("lowerRoman", {4: "iv", 9: "ix", 1999: "mcmxcix", 4000: "4000"}),
        ("upperRoman", {14: "XIV"}),
        ("decimalZero", {3: "03", 12: "12"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 22: "22nd"}),
        ("cardinalText", {3: "Three", 99: "99"}),
        ("ordinalText", {2: "Second"}),
        ("none", {1: ""}),
        ("hebrew1", {3: "3"}),
        ("lowerLetter", {0: "0"}),
    ],
)
def test_ways_to_write_a_count(kind: str, counts: dict[int, str]) -> None:
    assert {count: written(count, kind) for count in counts} == counts


@pytest.mark.parametrize(
    ("said", "number", "text"),
    [
        ("4.2 Staff must", "4.2", "Staff must"),
        ("4.2\tstaff must", "4.2", "staff must"),
        ("4.2. Staff", "4.2", "Staff"),
        ("4.2.1 Staff", "4.2.1", "Staff"),
        ("4) Staff", "4", "Staff"),
        ("12\tStaff", "12", "Staff"),
        ("(a) a pupil", "a", "a pupil"),
        ("iv.\tpupils", "iv", "pupils"),
        ("a. pupils", "a", "pupils"),
        ("B)\tPupils", "B", "Pupils"),
        ("2024 was a year", "", "2024 was a year"),
        ("12 months", "", "12 months"),
        ("4.5 million people", "", "4.5 million people"),
        ("A. Smith", "", "A. Smith"),
        ("I agree", "", "I agree"),
        ("e. g. this", "", "e. g. this"),
        ("4.2", "", "4.2"),
        ("**4.2** Staff", "", r"\*\*4.2\*\* Staff"),
    ],
)
def test_typed_numbers(said: str, number: str, text: str) -> None:
    (block,) = read(p(said)).blocks
    assert (block.number, block.text, block.typed) == (number, text, bool(number))


@pytest.mark.parametrize(
    ("said", "number", "text"),
    [
        ("3 Scope", "3", "Scope"),
        ("Appendix B: Forms", "Appendix B", "Forms"),
        ("Appendix A – Forms", "Appendix A", "Forms"),
        ("Section 3: Photos", "Section 3", "Photos"),
        ("Appendix A", "", "Appendix A"),
        ("2024 review", "", "2024 review"),
    ],
)
def test_typed_numbers_of_headings(said: str, number: str, text: str) -> None:
    (block,) = read(h(1, said)).blocks
    assert (block.number, block.text, block.typed) == (number, text, bool(number))


def test_a_typed_number_may_look_otherwise_than_its_text() -> None:
    (block,) = read(p(r("4.2 ", "<w:b/>"), r("Staff "), r("must", "<w:i/>"))).blocks
    assert (block.number, block.text) == ("4.2", "Staff *must*")


def test_typed_lists() -> None:
    assert shape(
        p("1. One"),
        p("(a) inside"),
        p("(b) inside"),
        p("2. Two"),
        p("• bullet"),
        p("-\tdash"),
        p("– en dash"),
        p("3.1 A paragraph"),
        p("(i) roman"),
        p("(ii) roman"),
    ) == [
        ("item", 1, True, "1"),
        ("item", 2, True, "a"),
        ("item", 2, True, "b"),
        ("item", 1, True, "2"),
        ("item", 1, False, ""),
        ("item", 1, False, ""),
        ("item", 1, False, ""),
        ("paragraph", 0, False, "3.1"),
        ("item", 1, True, "i"),
        ("item", 1, True, "ii"),
    ]


def test_letters_go_on_to_i_without_becoming_roman() -> None:
    body = [p(f"({letter}) x") for letter in "abcdefghij"]
    assert {found[1] for found in shape(*body)} == {1}
