"""A sentence that lost a noun is found; one that only reads strangely is let be."""

from __future__ import annotations

import pytest

from composer.checks.running import check_named
from tests.checks.bench import Seeded, found, in_file, school, with_local, with_text, words

SEEDED = {
    "hole": Seeded(
        words="rules that are expected to",
        policy=lambda: with_text("purpose", "We say why.\n\nThese are the rules that are expected to keep.\n"),
        at="purpose",
        line=3,
    )
}


@pytest.mark.parametrize(
    ("text", "hole"),
    [
        ("It covers the use of by people in it.", "use of by"),
        ("These are the rules that are expected to keep.", "rules that are expected to"),
        ("Ask the .", "the ."),
        ("A picture is chosen by the, and kept.", "the,"),
        ("It is decided by the.", "the."),
        ("It is decided by the ;", "the ;"),
        ("Ask the and wait.", "the and"),
        ("The is responsible for this page.", "The is"),
        ("The of the school decides.", "The of"),
        ("It is kept by of the office.", "by of"),
        ("It is the the school's page.", "the the"),
        ("It is kept from of the office.", "from of"),
        ("The headteacher and and the board.", "and and"),
        ("Ask the office , and wait.", "office ,"),
        ("Ask the office .", "office ."),
        ("Write to  and wait.", "to  and"),
        ("The account is led by  who answers.", "by  who"),
        ("The lead () decides.", "lead ()"),
        ("The lead ( , deputy) decides.", "lead ( , deputy)"),
        ("The lead (and) decides.", "lead (and)"),
        ("The lead (Mrs Ahmed, ) decides.", "Ahmed, )"),
        ("The lead, , decides.", "lead, ,"),
        ("Email: .", "Email: ."),
        ("It is called “”.", "called “”"),
        ("We follow the 's policy.", "the 's"),
        ("Ask the office and.", "and."),
        ("We are there between and 5 pm.", "between and"),
    ],
)
def test_a_hole_is_found(text: str, hole: str) -> None:
    assert words(in_file(text, "hole")) == [hole]


@pytest.mark.parametrize(
    "text",
    [
        "Hand it in by Friday, and work up to noon. It is a class of under-16s.",
        "She said that that was so, and that he had had time. What it is is kind.",
        "Old phones are disposed of by the office, made use of by the class and taken care of by us.",
        "The people we look up to. What it is made of. What we stand for. The page she spoke of is gone.",
        "Our use of and access to pictures; respect for and trust in people; led by and for pupils.",
        "We comply with the:\n\n- law\n- rules\n\nIt is in line with the\n\n- model\n",
        "By and large, to and fro; by the by, the to-do list, the on/off switch and the at-risk list.",
        "The A level class, the WHO, the Our Lady group; Plan A is B, and paragraph a of section 3.",
        "Ask.  Then wait.  And  then go  home.\nLine with two spaces  \nand on.",
        "The word “the” and the word *the* and `the .` and “and”.",
        "One, two and/or three. Files such as .pdf and .docx; wait … and . . . so on...",
        "| the | and |\n| --- | --- |\n| of  and | ( ) |\n| Name ,  | () |\n",
        "Yes ( ) No ( )\n\n- ( ) Yes\n",
        "f() and `g()` and [a page]() and [it](a.md).",
        "The headteacher, {{dsl}}, and the {{school_name}} page. {{dsl}}'s page.",
        "Rules that are expected to change next year, and rules that are expected to be kept.",
        "See www.example.org/the. and https://example.org/a,,b for it.",
        "# The\n\nand more\n",
        "’Twas the night. Rock 'n' roll. The pupils’ survey, the 1990s and James's.",
        "Eich ysgol chi a'i phobl, yn y dref; an honest rule, a unit, an hour of it.",
    ],
)
def test_what_only_reads_strangely_is_let_be(text: str) -> None:
    assert words(in_file(text, "hole")) == []


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_have_no_holes(slug: str) -> None:
    assert found(school(slug), "hole") == []


def test_an_article_before_a_blank_that_brings_its_own_is_told_with_what_it_prints_as() -> None:
    draft = with_local("our-own", "Our own", "Ask the {{policy_owner}} first, then {{policy_owner}}.\n")
    findings = found(draft, "hole")
    assert words(findings) == ["the {{policy_owner}}"]
    assert "“the the deputy headteacher”" in findings[0].message


def test_the_message_names_the_words_and_the_check_only_asks_for_a_look() -> None:
    finding = in_file("Ask\nthe and wait.\n", "hole")[0]
    assert (finding.place.line, finding.severity) == (2, "warn")
    assert "“the and”" in finding.message
    assert check_named("hole").number == 9
