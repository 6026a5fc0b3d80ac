"""Blanks of every shape are found, and what only looks like one is let be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.checks.of_policy import setting_of, subject_of
from composer.checks.running import check_named, run
from composer.policy.policy import Lock
from composer.session import Session
from tests.checks.bench import (
    TODAY,
    Seeded,
    found,
    in_file,
    library,
    school,
    session,
    with_local,
    with_policy,
    with_text,
    with_values,
    words,
)

CHECK = "unfilled-blank"
SEEDED = {
    CHECK: Seeded(
        words="[name of team]",
        policy=lambda: with_text("purpose", "Why we have this policy.\n\nThe [name of team] keeps it up to date.\n"),
        at="purpose",
        line=3,
    )
}


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("The [Name of School] social media policy.", "[Name of School]"),
        ("Link governor: [ ]", "[ ]"),
        ("**Link governor:** [  ]", "[  ]"),
        ("- Named governor: []", "[]"),
        ("It is kept by [X] at the office.", "[X]"),
        ("It is looked at every [X] working days.", "[X]"),
        ("The [[school]] has a page.", "[[school]]"),
        ("We check within [number\nof] days.", "[number\nof]"),
        ("Write to “[Name of Headteacher]” first.", "[Name of Headteacher]"),
        ("This is [...] of the rules.", "[...]"),
        ("The <insert name of school> has a page.", "<insert name of school>"),
        ("The <school> has a page.", "<school>"),
        ("Dear <<First name>>,", "<<First name>>"),
        ("Dear «School_Name»,", "«School_Name»"),
        ("The lead is {name}.", "{name}"),
        ("The lead is {{dsl}}.", "{{dsl}}"),
        ("The lead is {{ School Name }}.", "{{ School Name }}"),
        ("Ask %SCHOOL_NAME% first.", "%SCHOOL_NAME%"),
        ("Our telephone number is _______.", "_______"),
        ("Our telephone number is \\_\\_\\_\\_.", "\\_\\_\\_\\_"),
        ("The chair is ............ of this town.", "............"),
        ("Ask XXX first.", "XXX"),
        ("We answer in XX working days.", "XX"),
        ("We answer within X working days.", "X"),
        ("From September 20XX on.", "20XX"),
        ("A device is worth £X.", "£X"),
        ("Reviewed dd/mm/yyyy by the head.", "dd/mm/yyyy"),
        ("Reviewed XX/XX/20XX by the head.", "XX/XX/20XX"),
        ("Next look: ?? by the board.", "??"),
        ("Telephone 00000 000000 now.", "00000 000000"),
        ("Lead governor: TBC", "TBC"),
        ("The lead is tba.", "tba"),
        ("Link governor: to be confirmed", "to be confirmed"),
        ("| Link governor | to be confirmed |", "to be confirmed"),
        ("Please insert name here.", "Please insert name"),
        ("The governors (insert names of all) meet.", "(insert names of all)"),
        ("The link governors are:\n\n(add names)", "(add names)"),
        ("Add name(s) here", "Add name(s)"),
        ("He/she (delete as appropriate) decides.", "(delete as appropriate)"),
        ("He or she, delete as applicable, decides.", "delete as applicable"),
        ("The headteacher (name) decides.", "(name)"),
        ("At Name of School we post with care.", "Name of School"),
        ("Write to office@yourschool.sch.uk.", "yourschool"),
        ("We ask ==the head== first.", "==the head=="),
        ("We ask <mark>the head</mark> first.", "<mark>the head</mark>"),
        ("Designated safeguarding lead:\n\nDeputy:\n", "Designated safeguarding lead"),
        ("| Link governor | |\n| --- | --- |", "Link governor"),
        ("**\\[To fill in: Who leads?\\]** decides.", "[To fill in:"),
    ],
)
def test_a_blank_is_found_in_a_file(text: str, blank: str) -> None:
    findings = in_file(text, CHECK)
    assert blank in [each.replace("\\[To", "[To") for each in words(findings)], words(findings)


@pytest.mark.parametrize(
    "text",
    [
        "Read [our rules](https://example.org/rules) and [the form][form].\n\n[form]: form.pdf\n",
        "Read [the form][] and [form].\n\n# Later\n\nMore.\n\n[form]: form.pdf\n[the form]: other.pdf\n",
        "![A child reading](picture.png)",
        "As agreed.[^1] And this.[^note]\n\n[^1]: In June.\n[^note]: In July.\n",
        "- [ ] I have read it\n- [x] I agree\n* [X] I ask\n- [X] terms agreed\n1. [ ] First\n> - [ ] Quoted\n",
        "| I agree | Yes |\n| --- | --- |\n| [ ] | [x] |\n",
        "I agree: Yes [ ] No [ ]",
        "She wrote “I don't [sic] know” and “[he] said so”.",
        "The court said so in [2025] UKSC 1 and [2019-20] EWHC 7, see also [12].",
        "It is long [see section 3], and has a rule [Updated May 2026].",
        'The letter said “we shall […] ask”, and "they [...] came".',
        "Insert the plug, then insert your card; never insert a pupil's name in a caption.",
        "Never insert the USB stick of somebody else.",
        "Write `[name]`, `{{dsl}}` or `<name>` so.\n\n```\n[name] XXX\n```\n",
        "An \\[escaped\\] bracket.",
        "It is exxxact, AXXX and XXXL in XXL, Part XXX of the Act.",
        "Love from us all, “xxx”.",
        "X (formerly Twitter) is used; on X we say little; we use X every day.",
        "On X days pass quickly. <br> A<b>bold</b> word<br/> and <https://example.org/a_b> or <office@example.org>.",
        "Signed: ____________ Date: ________\n\nPrint name: ..............\n",
        "One\n\n______\n\nTwo\n\n***\n",
        "Purpose ............ 3\nScope .............. 4\n",
        "A ___very strong___ word, and so on… and on.",
        "Write every date in the format dd/mm/yyyy.",
        "Dates of trips are to be confirmed with parents each term, and details to follow by letter.",
        "| Name | Role |\n| --- | --- |\n| A. Smith | Head |\n",
        "Name of School: Oakfield. Headteacher:\n\nThe headteacher leads.",
        "Headteacher: Mrs Ahmed\nLink governor: Mr Poole\n",
        "A heading {#with-an-id} and {.class} and {% tag %}.",
        "What now?? Nobody knew.",
        "Is 3 < 4 and 5 > 2? Yes.",
        "The price is £10, and £X-rated is no word.",
        "# A title\n\nTitle\n=====\n\nMore.\n",
    ],
)
def test_what_only_looks_like_a_blank_is_let_be(text: str) -> None:
    assert words(in_file(text, CHECK)) == []


def test_a_title_is_looked_at_too_and_the_line_is_that_of_the_file() -> None:
    first = in_file("Text.\n\n# [Name of School] policy\n\nMore.\n", CHECK)[0]
    assert (first.place.words, first.place.line, first.severity) == ("[Name of School]", 3, "block")
    assert "[Name of School]" in first.message


def test_a_long_bracket_is_one_finding_and_not_one_for_each_thing_in_it() -> None:
    assert words(in_file("The [insert name of school, TBC] decides.\n", CHECK)) == ["[insert name of school, TBC]"]


@pytest.mark.parametrize("answer", ["TBC", "name", "?", "-", "[name]", "to be confirmed", "XXX", "{{dsl}}", "unknown"])
def test_a_value_that_says_nothing_is_a_blank(answer: str) -> None:
    findings = [each for each in found(with_values(link_governor=answer), CHECK) if each.place.kind == "value"]
    assert [each.place.id for each in findings] == ["link_governor"]


def test_an_answer_in_words_is_none() -> None:
    draft = with_values(link_governor="the governor whose name is on the board, and who is known")
    assert found(draft, CHECK) == []


def test_a_value_that_nothing_fills_is_told_once_with_its_question() -> None:
    draft = with_local("our-own", "Our own", "Ask {{policy_owner}}, then {{policy_owner}}.\n")
    bare = with_values(draft, policy_owner=None)
    findings = found(bare, CHECK)
    assert words(findings) == ["{{policy_owner}}"]
    assert library().values["policy_owner"].question.rstrip("?") in findings[0].message


def test_an_unknown_blank_names_the_near_one_and_its_place() -> None:
    findings = found(with_text("purpose", "One.\n\nAsk {{policy_ownr}} first.\n"), CHECK)
    assert [(each.place.words, each.place.id, each.place.line) for each in findings] == [
        ("{{policy_ownr}}", "purpose", 3)
    ]
    assert "{{policy_owner}}" in findings[0].mend


@pytest.mark.parametrize(
    "written", ["{{Policy Owner}}", "{{policy owner}}", "{{policy_owner", "{{}}", "{{policy_owner}"]
)
def test_a_blank_whose_name_is_none_is_told(written: str) -> None:
    assert words(found(with_text("purpose", f"Ask {written} first.\n"), CHECK)) == [written]


def test_facts_and_references_that_lead_nowhere_are_told_and_those_that_lead_somewhere_are_not() -> None:
    draft = with_text("purpose", "See {{ref:no-such-clause}}, {{fact:no-such-fact}} and {{ref:purpose}}.\n")
    findings = found(draft, CHECK)
    assert words(findings) == ["{{ref:no-such-clause}}", "{{fact:no-such-fact}}"]


def test_every_open_blank_of_the_document_is_told_and_no_other() -> None:
    draft = with_local(
        "our-own", "Our own", "{{policy_owner}}, {{ref:gone}}, {{fact:gone}}, {{dslx}}, {{school_name}}.\n"
    )
    draft = with_policy(draft, values={})
    draft = replace(draft, lock=replace(draft.lock, facts={}))
    open_blanks = {blank.name for blank in session(draft).document().open_blanks}
    told = {each.place.words.strip("{}").rpartition(":")[2] for each in found(draft, CHECK)}
    assert told == open_blanks


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_left_nothing_open(slug: str) -> None:
    assert found(school(slug), CHECK) == []


def test_a_placeholder_in_a_title_is_told_because_titles_are_not_filled() -> None:
    draft = with_local("our-own", "What {{dsl}} does", "We post with care.\n")
    findings = found(draft, CHECK)
    assert [(each.place.kind, each.place.words) for each in findings] == [("title", "{{dsl}}")]


def test_a_lock_that_is_lost_makes_no_fact_a_blank() -> None:
    draft = replace(school(), lock=Lock())
    view = Session(draft, library(), today=TODAY, read_only="the lock is missing")
    held = setting_of(draft, view.library, TODAY)
    facts = [each for each in run(subject_of(view, held), [check_named(CHECK)]) if "{{fact:" in each.place.words]
    assert facts == []
    assert [each for each in found(draft, CHECK) if "{{fact:" in each.place.words]
