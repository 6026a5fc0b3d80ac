"""The dictionary that ships: the nouns and roles it gives each kind of school."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from composer.policy import decisions
from composer.policy.dictionary import in_words
from composer.policy.document import value_in_force
from composer.policy.library import Category, Library, Model, ModelSection
from composer.policy.school import TYPES, check_profile
from composer.store.dictionaries import read_values

VALUES = read_values(Path(__file__).parents[2] / "clauses")
MODEL = Model("m", "A model", "A county", "1", date(2026, 9, 1), (ModelSection("governance", "Governance", ()),))
LIBRARY = Library({"governance": Category("governance", "Governance", 1)}, {}, VALUES, models={"m": MODEL})
NOUNS = ("pupil", "pupils", "headteacher", "governing_body", "governors", "chair", "dsl", "needs_lead")
TRUST = ("the board of trustees", "trustees and local governors", "the chair of the board of trustees")
BODY = ("the governing body", "governors", "the chair of the governing body")


def said(nation: str, type_: str, *names: str, phase: str = "primary") -> tuple[str, ...]:
    draft = decisions.start(check_profile("Ash School", phase, nation, type_), MODEL, LIBRARY)
    return tuple(value_in_force(draft, LIBRARY, name) for name in names)


@pytest.mark.parametrize(
    ("nation", "type_", "nouns"),
    [
        ("england", "community", ("the headteacher", *BODY)),
        ("england", "voluntary-aided", ("the headteacher", *BODY)),
        ("england", "independent", ("the headteacher", *BODY)),
        ("england", "academy", ("the principal", *TRUST)),
        ("england", "free-school", ("the principal", *TRUST)),
        ("england", "academy-special", ("the principal", *TRUST)),
        (
            "wales",
            "pupil-referral-unit",
            (
                "the headteacher",
                "the management committee",
                "members of the management committee",
                "the chair of the management committee",
            ),
        ),
        (
            "scotland",
            "education-authority",
            (
                "the headteacher",
                "the education authority",
                "members of the parent council",
                "the education authority's link officer",
            ),
        ),
        ("scotland", "independent", ("the headteacher", *BODY)),
        (
            "northern-ireland",
            "controlled",
            ("the principal", "the Board of Governors", "governors", "the chair of the Board of Governors"),
        ),
    ],
)
def test_who_leads_and_who_governs(nation: str, type_: str, nouns: tuple[str, ...]) -> None:
    assert said(nation, type_, "headteacher", "governing_body", "governors", "chair") == nouns


@pytest.mark.parametrize(
    ("nation", "roles"),
    [
        ("england", ("pupil", "pupils", "the Designated Safeguarding Lead", "the SENCO")),
        (
            "wales",
            ("learner", "learners", "the Designated Safeguarding Person", "the Additional Learning Needs Coordinator"),
        ),
        ("scotland", ("pupil", "pupils", "the Child Protection Coordinator", "the support for learning lead")),
        ("northern-ireland", ("pupil", "pupils", "the Designated Teacher", "the SENCO")),
    ],
)
def test_every_type_of_a_nation_has_its_nouns(nation: str, roles: tuple[str, ...]) -> None:
    for type_ in next(types for key, types in TYPES.items() if key == nation):
        assert said(nation, type_, "pupil", "pupils", "dsl", "needs_lead") == roles
        assert all(said(nation, type_, *NOUNS))


@pytest.mark.parametrize(
    ("nation", "type_", "route"),
    [
        ("england", "community", ("the local authority", "the local authority's schools' HR service")),
        ("wales", "voluntary-controlled", ("the local authority", "the local authority's schools' HR service")),
        ("england", "pupil-referral-unit", ("the local authority", "the local authority's schools' HR service")),
        ("england", "voluntary-aided", ("the governing body", "the HR service that the governing body uses")),
        ("wales", "foundation", ("the governing body", "the HR service that the governing body uses")),
        ("england", "foundation-special", ("the governing body", "the HR service that the governing body uses")),
        ("england", "free-school", ("the trust", "the trust's HR team")),
        ("wales", "independent", ("the proprietor", "")),
        ("scotland", "education-authority", ("the education authority", "")),
        ("scotland", "grant-aided", ("", "")),
        ("northern-ireland", "controlled", ("the Education Authority", "")),
        ("northern-ireland", "catholic-maintained", ("", "")),
    ],
)
def test_the_employer_and_the_hr_route_go_together(nation: str, type_: str, route: tuple[str, str]) -> None:
    assert said(nation, type_, "employer", "hr_adviser") == route


def test_the_words_of_a_college() -> None:
    assert said("england", "community", "pupils", "headteacher", phase="16-plus") == ("students", "the principal")


def test_only_england_has_an_answer_for_allegations() -> None:
    for nation, types in TYPES.items():
        told = said(nation, types[0], "allegations_contact")
        assert told == (("the Local Authority Designated Officer",) if nation == "england" else ("",))


def test_no_answer_leaves_the_choice_to_the_reader() -> None:
    for entry in VALUES.values():
        answers = [in_words(value) for _, value in entry.when] + [form for _, form in entry.forms]
        answers += [in_words(entry.default)] if entry.default is not None else []
        assert not [answer for answer in answers if "/" in answer or " or " in answer], entry.name
