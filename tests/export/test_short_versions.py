"""Short versions: marked clauses whole, under the numbers of the full policy, and what else it has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.export.markdown import approved
from composer.export.short import short_markdown, short_of
from composer.policy.approval import Minuted, Standing, standing
from composer.policy.clause import AUDIENCES, READERS
from composer.policy.document import Document, OpenBlank, PrintedClause, PrintedSection
from composer.policy.policy import SectionHead
from composer.policy.problems import Problem
from composer.policy.school import Profile
from composer.policy.short import mark
from composer.session import Session
from composer.store.library_files import load_library
from composer.store.school_files import open_school
from composer.store.workspace import find_workspace
from composer.text import word_count
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.policy.clause import Audience
    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from tests.conftest import OpenSession

ROOT = Path(__file__).parents[2]
MINUTED = Minuted("Full governing body", "Spring meeting", "2027/14", date(2027, 3, 12), "IT lead")
MOST_WORDS: dict[Audience, int] = {"pupils": 1_600, "parents": 2_500, "staff": 4_100}
"""What a sample school's short version may have, its front and its list of what else there is included."""


def clause(clause_id: str, number: str, text: str = "We post news.\n") -> PrintedClause:
    return PrintedClause(clause_id, number, clause_id.capitalize(), "as-is", text, text)


DOCUMENT = Document(
    "Social media policy",
    "Ash School",
    "A model",
    "1",
    (
        PrintedSection(SectionHead("one", "Governance"), "1", "Everything here.", (clause("purpose", "1.1"),)),
        PrintedSection(
            SectionHead("two", "Risk and care"),
            "2",
            "",
            (clause("talk", "2.1"), clause("groups", "2.2", "See section 1.1 (Purpose).\n"), clause("law", "2.3")),
        ),
        PrintedSection(SectionHead("more", "Appendices", appendix=True), "", "", (clause("facebook", "A"),)),
    ),
    (),
    (),
    owner="The head",
    next_review="1 May 2028",
)
MARKS: dict[str, tuple[Audience, ...]] = {"groups": ("parents",), "facebook": ("parents", "pupils")}
SPEAKS = {**dict.fromkeys(("purpose", "talk", "groups", "facebook"), READERS), "law": ("governors",)}
NONE = Standing("none")


def made(audience: Audience = "parents", stands: Standing = NONE, document: Document = DOCUMENT, **more: str) -> str:
    return short_of(document, audience, MARKS, SPEAKS, stands, **more)


def test_marked_clauses_stand_whole_under_the_numbers_of_the_full_policy() -> None:
    text = made()
    assert text == made()
    assert text.startswith(
        "# Social media policy: for parents and carers\n\n**Ash School**\n\n"
        "| About this short version | |\n|---|---|\n| Full policy | Social media policy |\n"
        "| How it stands | not approved yet |\n| Owner | The head |\n| Next review due | 1 May 2028 |\n\n"
        "This is a short version for parents and carers."
    )
    assert "The full policy is what counts" in text
    body = text[text.index("## 2 ") : text.index("## Also")]
    assert body == (
        "## 2 Risk and care\n\n### 2.2 Groups\n\nSee section 1.1 (Purpose).\n\n"
        "## Appendices\n\n### Appendix A: Facebook\n\nWe post news.\n\n"
    )


def test_what_else_speaks_to_them_is_told_by_number_and_title() -> None:
    assert made().endswith(
        "## Also in the full policy\n\nThe full policy has these parts for parents and carers too:\n\n"
        "- **1 Governance:** 1.1 Purpose\n- **2 Risk and care:** 2.1 Talk\n"
    )
    everything = dict.fromkeys(SPEAKS, AUDIENCES)
    assert "Also in" not in short_of(DOCUMENT, "parents", everything, SPEAKS, NONE)


def test_pupils_are_spoken_to_in_their_own_way_and_by_the_school_s_word() -> None:
    text = made("pupils", called="students")
    assert text.startswith("# Social media policy: for students\n")
    assert "This is for you." in text
    assert "these words may still change" in text
    assert "## More in the longer policy\n\nThe longer policy also has these parts for students:\n" in text
    assert "# Social media policy: for pupils\n" in made("pupils")


def test_where_nothing_is_marked_the_command_that_marks_is_named() -> None:
    with pytest.raises(Problem) as caught:
        made("staff")
    assert str(caught.value) == (
        "no clause of the policy is marked for staff; mark some with: policy-composer mark SCHOOL CLAUSE --short staff"
    )


def test_of_an_approved_policy_it_is_the_approved_text() -> None:
    approval = approved(DOCUMENT, MINUTED)
    now = replace(DOCUMENT, sections=tuple(_spaced(section) for section in DOCUMENT.sections))
    stands = standing(approval, now)
    assert stands.state == "approved"
    text = made(stands=stands, document=now)
    assert (
        "| How it stands | approved by Full governing body (Spring meeting) on 12 March 2027, minute 2027/14 |" in text
    )
    assert "made from the text that was approved on 12 March 2027" in text
    assert text[text.index("## 2 ") :] == made()[made().index("## 2 ") :], "to the letter, not as it is wrapped now"
    assert "These words were agreed on 12 March 2027." in made("pupils", stands, now)


def _spaced(section: PrintedSection) -> PrintedSection:
    return replace(section, clauses=tuple(replace(each, text=each.text.replace(" ", "\n")) for each in section.clauses))


def test_a_policy_that_changed_says_so() -> None:
    stands = Standing("changed", approved(DOCUMENT, MINUTED))
    text = made(stands=stands)
    assert "| How it stands | changed since approval on 12 March 2027 |" in text
    assert "is made from the changed text, which is not approved yet" in text
    assert "the new words are not agreed yet" in made("pupils", stands)
    assert "it is not known whether this text is approved" in made(stands=Standing("trouble", None, "oh"))


def test_a_draft_says_what_is_left_and_its_blanks_stay_marked() -> None:
    blank = OpenBlank("value", "dsl", "Who leads?", ("groups",))
    sections = tuple(
        replace(
            section,
            clauses=tuple(replace(each, text=r"Ask **\[To fill in: Who leads?\]**.") for each in section.clauses),
        )
        for section in DOCUMENT.sections
    )
    text = made(document=replace(DOCUMENT, sections=sections, open_blanks=(blank,), owner=""))
    assert "**This is a draft with work left to do:** 1 blank to fill." in text
    assert r"Ask **\[To fill in: Who leads?\]**." in text
    assert "| Owner | *not yet* |" in text


def test_names_are_text() -> None:
    hostile = "<b>x</b> | # {who}"
    text = made(document=replace(DOCUMENT, title=hostile, school=hostile, owner=hostile))
    assert text.startswith("# \\<b\\>x\\</b\\> \\| # {who}: for parents and carers\n")
    assert text.count("<b") == text.count("\\<b") == 4


def test_an_open_policy_makes_its_own(open_session: OpenSession, library: Library, decided: Draft) -> None:
    session = open_session(mark(decided, library, "former-pupils", ("pupils",)))
    text = short_markdown(session, "pupils")
    assert "### 2.4 Former pupils' group\n\nFormer pupils have a group of their own.\n" in text
    assert "1.1 Purpose" in text


# The library that is shipped


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library(ROOT / "clauses")


PROFILES = {
    "county-model": Profile("Elm School", "primary", "england", "community"),
    "trust-model": Profile("Elm School", "secondary", "england", "academy"),
    "wales-model": Profile("Elm School", "primary", "wales", "community"),
}


@pytest.mark.parametrize("model_id", PROFILES)
def test_each_model_has_a_short_version_for_each_audience(shipped: Library, model_id: str) -> None:
    model = shipped.model(model_id)
    clauses = shipped.under(model).clauses
    for audience, least in (("staff", 8), ("parents", 5), ("pupils", 3)):
        marked = [each for each in model.clause_ids if audience in clauses[each].short]
        assert len(marked) >= least, (audience, marked)


def test_an_alternative_is_marked_as_what_it_stands_instead_of(shipped: Library) -> None:
    """So that a school which chooses the other rule loses no part of its short version."""
    for clause_id, each in shipped.clauses.items():
        for other in each.instead_of:
            assert each.short == shipped.clauses[other].short, (clause_id, other)


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_short_versions_of_the_sample_schools_are_short(shipped: Library, slug: str) -> None:
    opened = open_school(find_workspace(ROOT), slug, shipped)
    session = Session(opened.draft, shipped, today=TODAY)
    for audience, most in MOST_WORDS.items():
        text = short_markdown(session, audience)
        assert text.count("\n### ") >= 3, audience
        assert word_count(text) <= most, (audience, word_count(text))
        assert "To fill in" not in text
