"""References that lead nowhere, and those that only look as if they did."""

from __future__ import annotations

import pytest

from composer.policy.evidence import RelatedPolicy
from tests.checks.bench import Seeded, found, in_file, school, with_evidence, with_local, with_text, with_values, words

CHECK = "dead-reference"
SEEDED = {
    CHECK: Seeded(
        words="section 14.7",
        policy=lambda: with_text("purpose", "We use social media kindly.\nThe limits are in section 14.7.\n"),
        at="purpose",
        line=2,
    )
}


@pytest.mark.parametrize(
    ("said", "pointed_at"),
    [
        ("See Appendix K for the form.", ["Appendix K"]),
        ("Paragraph 3.42 says so.", ["Paragraph 3.42"]),
        ("It is told in sections 2 and 31.", ["31"]),
        ("As clause 55 of this policy says.", ["clause 55"]),
        ("As section 9.91 of our policy says.", ["section 9.91"]),
        ("See Appendix 4.", ["Appendix 4"]),
    ],
)
def test_a_number_that_the_policy_does_not_have_stands_in_the_way(said: str, pointed_at: list[str]) -> None:
    findings = [each for each in found(with_text("purpose", f"{said}\n"), CHECK) if each.severity == "block"]
    assert words(findings) == pointed_at
    assert all(each.place.kind == "clause" and each.place.id == "purpose" for each in findings)


@pytest.mark.parametrize(
    "said",
    [
        "Section 89 of the Education and Inspections Act 2006 allows it.",
        "The Education Act 2002, section 175, asks it of us.",
        "Paragraph 140 of KCSIE says more.",
        "{{fact:kcsie-edition}} says so in paragraph 140.",
        "Annex C of the guidance has the detail.",
        "See section 14.7 of the {{behaviour_policy}}.",
        "The Behaviour and Kindness Policy, section 14.7, says so.",
        "A section 47 enquiry is not ours to tell of.",
        "Section 89(1) leaves it to the school.",
        "In Year 6 and Key Stage 2, part 3 of the course is taught.",
        "One section of the page is for clubs, and an appendix is not needed.",
    ],
)
def test_law_and_other_documents_are_not_numbers_of_this_policy(said: str) -> None:
    assert found(with_text("purpose", f"{said}\n"), CHECK) == []


def test_a_number_that_is_right_today_is_better_written_as_a_reference() -> None:
    (finding,) = found(with_text("purpose", "The people are told in section 1.3.\n"), CHECK)
    assert (finding.severity, finding.place.words) == ("info", "section 1.3")
    assert "{{ref:who-this-covers}}" in finding.mend
    (whole,) = found(with_text("purpose", "The people are told in section 1.\n"), CHECK)
    assert whole.severity == "info"
    assert "title" in whole.mend


def test_a_title_above_or_below_has_to_be_there() -> None:
    bad = with_text("purpose", "See “How we share the moon” below.\nSee “Words we use” below.\n")
    assert words(found(bad, CHECK)) == ["How we share the moon"]
    assert found(bad, CHECK)[0].severity == "warn"


def test_two_clauses_that_only_send_the_reader_to_each_other() -> None:
    one = with_local("first-half", "First half", "See {{ref:second-half}}.\n")
    both = with_local("second-half", "Second half", "See {{ref:first-half}}.\n", draft=one)
    assert [finding.place.id for finding in found(both, CHECK)] == ["first-half", "second-half"]
    told = with_local(
        "second-half", "Second half", "Everyone tells {{dsl}} at once; see {{ref:first-half}}.\n", draft=one
    )
    assert found(told, CHECK) == []


def test_a_policy_that_the_text_names_has_to_be_among_the_related_ones() -> None:
    bad = with_text("purpose", "Our Screen Time Policy says more.\nThe Screen Time Policy is short.\n")
    assert words(found(bad, CHECK)) == ["Screen Time Policy"]
    assert found(bad, CHECK)[0].severity == "warn"
    small = with_text("purpose", "It is in our mobile phone policy.\n")
    assert words(found(small, CHECK)) == ["mobile phone policy"]


@pytest.mark.parametrize(
    "said",
    [
        "The Behaviour Policy and the Code of Conduct for Staff say more.",
        "Our Child Protection Policy comes first.",
        "This Social Media Policy is for everyone.",
        "The School Policy is kept in the office.",
        "Facebook's Privacy Policy is long.",
        "Every club needs a mobile phone policy.",
    ],
)
def test_names_that_are_registered_or_somebody_else_s_are_fine(said: str) -> None:
    assert found(with_text("purpose", f"{said}\n"), CHECK) == []


def test_the_school_s_own_answers_name_policies_too_once() -> None:
    bad = with_values(behaviour_policy="Marvellous Manners Policy")
    (finding,) = found(bad, CHECK)
    assert (finding.place.kind, finding.place.id) == ("value", "behaviour_policy")
    nothing_listed = with_evidence(bad, related={})
    assert found(nothing_listed, CHECK) == []
    listed = with_evidence(bad, related={"behaviour": RelatedPolicy("Marvellous manners policy")})
    assert "Marvellous Manners Policy" not in words(found(listed, CHECK))


def test_an_empty_heading_for_related_documents() -> None:
    empty = "# Policy\n\nText.\n\n## Related documents\n\n## Review\n\nEvery year.\n"
    (finding,) = in_file(empty, CHECK)
    assert (finding.place.words, finding.place.line, finding.severity) == ("Related documents", 5, "warn")
    assert words(in_file("# Policy\n\nText.\n\n## 7. Linked policies and documents\n\n-\n", CHECK)) == [
        "7. Linked policies and documents"
    ]
    assert words(in_file("# Policy\n\nText.\n\n**Related policies:**\n\n**Review**\n\nSoon.\n", CHECK)) == [
        "Related policies"
    ]
    full = "# Policy\n\n## Related documents\n\n- Behaviour policy\n\n**Related policies:**\n\n- Code of conduct\n"
    assert in_file(full, CHECK) == []
    assert in_file("# Policy\n\n## Related documents\n\n### In school\n\nThe behaviour policy.\n", CHECK) == []


def test_numbers_of_a_file_are_those_that_stand_in_it() -> None:
    aim = "# Policy\n\n## 1. Aim\n\n1.1 We share news.\n\n1.2 We are kind; see section 1.1.\n\n"
    head = f"{aim}## 2. Rules\n\n2.1 Ask first.\n\n"
    assert in_file(f"{head}See paragraph 2.1.\n", CHECK) == []
    (finding,) = in_file(f"{head}See section 4.7 for more.\n", CHECK)
    assert (finding.place.words, finding.severity, finding.place.line) == ("section 4.7", "block", 13)
    assert words(in_file(f"{head}See Appendix B.\n\n## Appendix A\n\nForm.\n", CHECK)) == ["Appendix B"]
    (lost,) = in_file("# Policy\n\nUse the form in Appendix B.\n", CHECK)
    assert lost.severity == "warn"


def test_a_file_whose_numbers_were_lost_says_nothing_about_them() -> None:
    assert in_file("# Policy\n\n## Aim\n\nSee section 4.7 and section 3.\n", CHECK) == []


@pytest.mark.parametrize("said", ["|-", "section 1 ", "related policies\n", "see “a", "- \n", "Appendix ", "1.1."])
def test_hostile_text_is_read_in_one_go(said: str) -> None:
    in_file(f"# Policy\n\nSee Appendix K.\n\n{said * 8000}\n", CHECK)


def test_the_sample_school_is_without_fault() -> None:
    assert found(school(), CHECK) == []
