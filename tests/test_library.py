"""The shipped library: whole, in date on the day it was made, and as good as its issue asks for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.policy import decisions
from composer.policy.document import assemble
from composer.policy.library_summary import summarise
from composer.policy.readability import OLDEST_READER, reading, sentences
from composer.policy.scenarios import settled_by
from composer.policy.school import TYPES, Profile
from composer.policy.tone import tone_of
from composer.store.library_files import load_library
from composer.store.lint import lint

if TYPE_CHECKING:
    from composer.policy.clause import Nation
    from composer.policy.library import Library

CLAUSES = Path(__file__).parent.parent / "clauses"
MADE_ON = date(2026, 11, 22)
"""The day on which facts and law were last looked at; the command itself uses the day's own date."""


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped library."""
    return load_library(CLAUSES)


def test_the_lint_finds_nothing_on_the_day_it_was_made(library: Library) -> None:
    assert [f"{each.path}:{each.line}: {each.message}" for each in lint(library, CLAUSES, today=MADE_ON)] == []


def test_facts_go_out_of_date_and_are_told(library: Library) -> None:
    found = lint(library, CLAUSES, today=date(2028, 11, 22))
    expired = {each.message.split()[2] for each in found if "expired on" in each.message}
    assert expired == set(library.facts)


def test_it_covers_what_a_policy_may_speak_of(library: Library) -> None:
    found = summarise(library)
    assert found.clauses >= 110
    assert len(found.categories) == 8
    assert all(found.categories.values())
    assert (found.topics.done, found.topics.of) == (89, 89)
    assert (found.scenarios.done, found.scenarios.of) == (44, 44)
    assert (found.processes.done, found.processes.of) == (22, 22)
    assert (found.platforms.done, found.platforms.of) == (18, 18)
    assert len(found.models) == 3


def test_where_schools_differ_there_are_alternatives(library: Library) -> None:
    found = summarise(library).alternatives
    for family in (
        ("phones-handed-in", "phones-in-lockers", "phones-off-in-bags"),
        ("comments-closed", "comments-held-for-approval", "comments-open-and-moderated"),
        ("broadcast-only", "private-messages"),
        ("former-pupils", "former-pupils-official-only"),
        ("class-groups", "class-groups-run-by-school"),
        ("image-identifiability", "images-with-permission", "images-without-faces"),
    ):
        assert family in found
    assert len(found) == 9
    assert all(len(family) > 1 for family in found)


def test_every_model_enables_more_than_it_forbids(library: Library) -> None:
    for model in summarise(library).models:
        assert model.tone.enabling >= model.tone.forbidding > 0, model.id


LABELS = (
    "Decision", "Purpose", "Audience", "Age", "Owner", "Settings", "Images", "Comments and messages", "Reporting",
    "Review",
)  # fmt: skip


def test_an_appendix_is_one_page_with_ten_parts(library: Library) -> None:
    for platform in library.platforms.values():
        if platform.status != "closed":
            clause = library.clauses[platform.appendix]
            assert re.findall(r"^- \*\*(.+?):\*\*", clause.body, re.MULTILINE) == list(LABELS), clause.id
            assert len(clause.body.split()) < 260, clause.id
            if platform.minimum_age:
                assert f"{{{{fact:{platform.minimum_age}}}}}" in clause.body, clause.id
            assert clause.when == f"platform:{platform.id}"


def test_a_device_risk_has_a_measure_and_an_owner_and_the_benefit_comes_first(library: Library) -> None:
    seen = 0
    for clause in library.clauses.values():
        for item in re.split(r"^(?=- )", clause.body, flags=re.MULTILINE):
            if item.startswith("- **Risk:**"):
                seen += 1
                assert re.search(r"\*\*Measure:\*\* \S", item), clause.id
                assert re.search(r"\*\*Owner:\*\* \S", item), clause.id
        if "**Risk:**" in clause.body:
            assert 0 <= clause.body.find("**Benefit:**") < clause.body.index("**Risk:**"), clause.id
    assert seen >= 30


def test_nobody_is_told_to_copy_an_intimate_image_of_a_child(library: Library) -> None:
    copies = re.compile(r"\b(?:screenshot|save|copy|forward|print|keep)(?:s|ed)?\b", re.IGNORECASE)
    for clause in library.clauses.values():
        for sentence in sentences(clause.body, library):
            if re.search(r"\b(?:intimate|nude|indecent)\b", sentence.text) and copies.search(sentence.text):
                assert re.search(r"\b(?:never|not|nobody)\b", sentence.text), f"{clause.id}: {sentence.text}"
    assert "never views, copies, screenshots" in library.clauses["intimate-and-ai-images"].body


def test_the_conduct_clauses_are_fair(library: Library) -> None:
    body = {clause.id: clause.body for clause in library.in_category("hr-escalation")}
    procedure = body["procedure-and-who-decides"]
    for name in ("disciplinary_procedure", "employer", "hr_adviser", "allegations_contact", "ref:proportionality-test"):
        assert f"{{{{{name}}}}}" in procedure
    assert "union representative or a colleague" in procedure
    assert "appeal" in procedure
    assert re.findall(r"^\*\*(.+)\*\*$", body["graded-examples"], re.MULTILINE) == [
        "Usually settled by a conversation or advice",
        "May be misconduct",
        "May be gross misconduct",
    ]
    assert len(re.findall(r"^\d+\. ", body["proportionality-test"], re.MULTILINE)) == 10
    assert "{{whistleblowing_policy}}" in body["whistleblowing-protected"]
    assert library.clauses["whistleblowing-protected"].strength == "required"
    for clause_id in ("class-groups", "complaints-and-criticism"):
        assert re.search(r"complain|criticis", library.clauses[clause_id].body)
        assert tone_of(library.clauses[clause_id].body).enabling > 0


def test_what_parents_and_pupils_read_is_within_reach(library: Library) -> None:
    for clause in library.clauses.values():
        if {"parents", "pupils"} & set(clause.readers):
            assert reading(sentences(clause.body, library)).age <= OLDEST_READER, clause.id


def test_every_scenario_has_a_clause_in_every_nation_that_has_its_roles(library: Library) -> None:
    """Scotland has no governing bodies: what is asked of governors there is not settled by a clause for them."""
    settled = settled_by(library.clauses.values())
    for scenario in library.scenarios.values():
        nations = {nation for clause_id in settled[scenario.id] for nation in library.clauses[clause_id].nations}
        missing = {"england", "wales", "scotland", "northern-ireland"} - nations
        assert missing <= ({"scotland"} if "governor" in scenario.id else set()), scenario.id


NOUNS: list[tuple[Nation, str, str, tuple[str, ...]]] = [
    ("england", "community", "county-model", ("The governing body", "the headteacher", "pupils")),
    ("england", "academy", "trust-model", ("board of trustees", "the principal", "The employer is the trust")),
    (
        "wales",
        "community",
        "wales-model",
        ("learners", "the Designated Safeguarding Person", "The employer is the local"),
    ),
    ("northern-ireland", "controlled", "county-model", ("the Board of Governors", "the Designated Teacher")),
    ("scotland", "education-authority", "county-model", ("the education authority", "Child Protection Coordinator")),
]


@pytest.mark.parametrize(("nation", "type_", "model_id", "nouns"), NOUNS)
def test_nouns_and_employer_follow_the_profile(
    library: Library, nation: Nation, type_: str, model_id: str, nouns: tuple[str, ...]
) -> None:
    said = whole_model(library, Profile("Elm School", "primary", nation, type_), model_id)
    for noun in nouns:
        assert noun in said
    other = {"learners"} if nation != "wales" else {"pupil", "pupils", "Designated Safeguarding Lead"}
    for word in other:
        assert not re.search(rf"\b{word}\b", said), word


@pytest.mark.parametrize("model_id", ["county-model", "trust-model", "wales-model"])
def test_a_model_reads_for_every_kind_of_school_it_is_written_for(library: Library, model_id: str) -> None:
    model = library.model(model_id)
    for nation in model.nations:
        for type_ in model.types or TYPES[nation]:
            said = whole_model(library, Profile("Elm School", "secondary", nation, type_), model_id)
            assert "a reference to" not in said
            assert not re.search(r"\bthe the\b|\ba a\b|\bthe a\b|\{\{|\bof the the\b", said), (nation, type_)


def whole_model(library: Library, profile: Profile, model_id: str) -> str:
    """The text of a school that takes its whole model as it is."""
    model = library.model(model_id)
    known = library.under(model)
    draft = decisions.start(profile, model, known, "Policy")
    for clause_id in model.clause_ids:
        draft = decisions.pick(draft, known, model, clause_id, by="IT lead", on=MADE_ON)
    document = assemble(draft, known, model)
    text = "\n".join(clause.text for section in document.sections for clause in section.clauses)
    return re.sub(r"\*\*\\\[To fill in: .*?\\\]\*\*", "an answer", text)
