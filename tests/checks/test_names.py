"""Names of other schools, councils, dioceses, trusts and branches; and every name that is nobody else's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from composer.checks.proper_nouns import runs
from tests.checks.bench import (
    PLAIN,
    Seeded,
    found,
    in_file,
    school,
    with_local,
    with_profile,
    with_text,
    with_values,
    words,
)

if TYPE_CHECKING:
    from composer.policy.school import Profile

SEEDED = {
    "other-school": Seeded(
        words="Hillview Primary School",
        policy=lambda: with_text("purpose", "We want to be kind online.\nHillview Primary School uses social media.\n"),
        at="purpose",
        line=2,
    ),
    "other-council": Seeded(
        words="Avon County Council",
        file="# Policy\n\nWe are one school.\n\nStaff are employed by Avon County Council.\n",
        line=5,
    ),
}

WITH_PARTNERS = replace(
    PLAIN, partners=("Norfolk County Council", "Lowmoor Junior School", "St Mary's C of E Primary School")
)


def schools(text: str, profile: Profile = PLAIN) -> list[str]:
    """The words that are taken for another school's name in a line of text."""
    return words(in_file(f"# Policy\n\n{text}\n", "other-school", profile))


def councils(text: str, profile: Profile = PLAIN) -> list[tuple[str, str]]:
    """What is taken for another council in a line of text, with how heavy it is."""
    findings = in_file(f"# Policy\n\n{text}\n", "other-council", profile)
    return [(finding.severity, finding.place.words) for finding in findings]


# -- another school ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Staff at St Mary's C of E Primary School agree.", "St Mary's C of E Primary School"),
        ("Staff of St. Peter’s RC School agree.", "St. Peter’s RC School"),
        ("We follow Hillview Academy's rules.", "Hillview Academy"),
        ("Everyone at Hillview College agrees.", "Hillview College"),
        ("The governors of Hillview Primary agree.", "Hillview Primary"),
        ("Governors of Hillview Infant and Nursery School agree.", "Hillview Infant and Nursery School"),
        ("It belongs to the Hillview Learning Trust.", "Hillview Learning Trust"),
        ("It belongs to Hillview & Lowmoor Federation.", "Hillview & Lowmoor Federation"),
        ("The Academy's Staff\nHillview School", "Hillview School"),
        ("Ysgol y Bryn and Governors agreed this.", "Ysgol y Bryn"),
        ("Staff of Hillview C.E. Primary School agree.", "Hillview C.E. Primary School"),
        ("Staff of New Hillview (VA) Primary School agree.", "New Hillview (VA) Primary School"),
        ("Staff of West\nHillview Primary School agree.", "West\nHillview Primary School"),
        ("Ysgol Bryn Coch agreed this.", "Ysgol Bryn Coch"),
        ("They moved from Coleg Hirael last year.", "Coleg Hirael"),
        ("POLICY OF HILLVIEW PRIMARY SCHOOL", "HILLVIEW PRIMARY SCHOOL"),
        ("In Anytown we know each other.", "Anytown"),
        ("This is St Elsewhere.", "St Elsewhere"),
        ("Oakfield Park Primary School agreed it.", "Oakfield Park Primary School"),
        ("See https://www.web.uk/exampletown-primary-school/policy.", "exampletown-primary-school"),
        ("See [the policy](files/hillview-primary-school-policy.pdf).", "hillview-primary-school"),
        ("See www.hillview-primary.county.sch.uk for it.", "www.hillview-primary.county.sch.uk"),
    ],
)
def test_a_name_of_another_school_is_found_with_its_very_words(text: str, name: str) -> None:
    assert schools(text) == [name]


@pytest.mark.parametrize("name", ["ysgol-y-bryn", "Ysgol_Bryn", "coleg-gwent"])
def test_a_welsh_name_in_a_file_s_name_is_found(name: str) -> None:
    assert schools(f"The form is [here](/files/{name}-policy.pdf).") == [name]
    assert schools("The form is [here](/files/colegol-x.pdf) or [there](/files/xysgol-y-bryn.pdf).") == []


def test_two_names_in_one_sentence_are_two_findings() -> None:
    assert schools("Hillview School and Lowmoor Junior School agree.") == ["Hillview School", "Lowmoor Junior School"]


def test_the_title_of_a_file_is_held_against_the_profile() -> None:
    theirs = in_file("# Hillview Primary School Social Media Policy\n\nText.\n", "other-school")
    assert [(each.place.kind, each.place.words, each.place.line) for each in theirs] == [
        ("title", "Hillview Primary School", 1)
    ]
    assert in_file("# Oakfield Primary School Social Media Policy\n\nText.\n", "other-school") == []


def test_a_value_that_was_typed_is_looked_at() -> None:
    draft = with_values(local_context="Hillview School stands in a village.")
    assert [(each.place.kind, each.place.id) for each in found(draft, "other-school")] == [("value", "local_context")]


@pytest.mark.parametrize(
    "text",
    [
        "Oakfield School, Oakfield's page and Oakfield Primary are us, and so is the Oakfield Primary School Academy.",
        "The governors of Oakfield Primary School and the Friends of Oakfield School met.",
        "See https://www.oakfield-primary.county.sch.uk and files/oakfield-primary-school-policy.pdf.",
        "See www.ops.county.sch.uk and head@oakfield.county.sch.uk.",
    ],
)
def test_the_school_s_own_name_in_any_of_its_forms_is_no_finding(text: str) -> None:
    assert schools(text) == []


def test_partners_and_related_policies_may_be_named() -> None:
    assert schools("Lowmoor Junior School and St. Mary’s CE Primary School know.", WITH_PARTNERS) == []
    assert schools("Lowmoor Junior School knows.") == ["Lowmoor Junior School"]


def test_what_kind_of_school_it_is_makes_no_name_its_own() -> None:
    theirs = replace(PLAIN, name="Lowmoor Nursery School", also_known_as=())
    assert schools("Hillview Infant and Nursery School agrees.", theirs) == ["Hillview Infant and Nursery School"]


@pytest.mark.parametrize(
    "text",
    [
        "A high school, any High School, the Academy and each Primary School.",
        "Every School has rules. The Whole School Approach. When School ends, School Governors go home.",
        "Sunday School, the School Council, our Home School Agreement and a Sixth Form Centre.",
        "The National College, the Big Lottery, the UK Safer Internet Centre and the Anna Freud Centre help.",
        "The Child Exploitation and Online Protection Centre and the Information Commissioner's Office.",
        "The court said so in Higgs v Farmor's School, and in *Smith v. Hillview School*.",
        "See https://www.courts.uk/cases/smith-v-hillview-school.",
        "Trust your own judgement. Families Trust us. Parents of School children.",
        "TikTok's Safety Centre, Instagram's Help Centre, an NHS Trust and the DfE School list.",
        "[Name of School] and [Hillview School] are blanks.",
        "Using School devices and Visiting School staff.",
        "A whole-school view, home-school work, and https://www.gov.uk/guidance/hillview-primary-school.",
        "See https://www.help.uk/keeping-children-safe-in-school and mobile-phones-at-school.html.",
        "See files/online-networking-policies-primary.pdf.",
        "Association of School and College Leaders.",
    ],
)
def test_common_words_and_well_known_names_are_no_school(text: str) -> None:
    assert schools(text) == []


@pytest.mark.parametrize(
    "heading", ["Photographs Taken at School", "Using Social Media in Our Academy", "Roles of the School and Trust"]
)
def test_capitals_of_a_heading_make_no_name(heading: str) -> None:
    assert in_file(f"# Policy\n\n## {heading}\n\nText.\n", "other-school") == []


def test_a_run_of_capitals_is_cut_so_that_it_takes_no_long_time() -> None:
    assert max(len(run.tokens) for run in runs("Hillview School " * 4000)) <= 25
    assert schools("UNISON " * 3000 + "SCHOOL") == []


# -- another council ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Staff are employed by Suffolk County Council.", "Suffolk County Council"),
        ("Report it to the Suffolk LADO.", "Suffolk LADO"),
        ("Report it to Suffolk's local authority.", "Suffolk's local authority"),
        ("Leeds City Council adopted this policy.", "Leeds City Council"),
        ("The London Borough of Camden employs our staff.", "London Borough of Camden"),
        ("The procedure is that of Bath and North East Somerset Council.", "Bath and North East Somerset Council"),
        ("Barsetshire County Council employs us.", "Barsetshire County Council"),
    ],
)
def test_another_authority_blocks_where_the_profile_names_ours(text: str, said: str) -> None:
    assert councils(text, WITH_PARTNERS) == [("block", said)]
    assert councils(text.replace("employ", "please"), WITH_PARTNERS) != []


def test_a_neighbour_named_on_purpose_is_only_asked_about() -> None:
    text = "Many children from Suffolk County Council's area, which has procedures of its own, come to us."
    assert councils(text, WITH_PARTNERS) == [("warn", "Suffolk County Council")]
    assert councils(text, replace(WITH_PARTNERS, partners=("Norfolk County Council", "Suffolk County Council"))) == []


def test_the_only_council_is_asked_about_once() -> None:
    text = "Norfolk County Council employs us.\n\nNorfolk LA helps.\n\n## More\n\nNorfolk Council helps."
    [only] = in_file(f"# Policy\n\n{text}\n", "other-council")
    assert (only.severity, only.place.words) == ("warn", "Norfolk County Council")
    assert only.message.endswith("?")
    assert councils(text, WITH_PARTNERS) == []


def test_of_two_councils_the_rarer_is_the_finding() -> None:
    text = "Norfolk County Council employs us, and Norfolk LA helps. Tell Suffolk LA about an allegation."
    assert councils(text) == [("block", "Suffolk LA")]


def test_the_employer_that_the_school_answered_is_its_own() -> None:
    draft = with_values(employer="Norfolk County Council")
    draft = with_local(
        "ours", "Who employs us", "Suffolk LA is our employer.\nSuffolk LA helps.\nAsk Norfolk LA.\n", draft=draft
    )
    assert words(found(draft, "other-council")) == ["Suffolk LA"]


def test_a_council_that_is_no_more_blocks_whatever_the_profile_says() -> None:
    theirs = replace(PLAIN, partners=("Avon County Council",))
    assert councils("Avon County Council employs us.", theirs) == [("block", "Avon County Council")]
    assert councils("The former Avon County Council wrote it.") == []
    assert councils("Ask the Education and Library Board.") == [("block", "Education and Library Board")]


@pytest.mark.parametrize(
    "text",
    [
        "The School Council, the Parent Council and the Arts Council met the Education Workforce Council.",
        "The county council, our local authority, the Local Authority and its Designated Officer.",
        "Many live in Kent or read Kent's guidance, and the General Teaching Council for Scotland writes to them.",
        "South Cambridgeshire District Council, Kent District Council and East Hampshire Council empty the bins.",
        "The Local Governing Board and Oakfield Parish Council agree with the local branch of UNISON.",
    ],
)
def test_a_place_alone_and_councils_of_other_kinds_are_no_finding(text: str) -> None:
    assert councils(text) == []
    assert councils(text, WITH_PARTNERS) == []


def test_a_diocese_a_trust_and_a_branch_are_asked_about() -> None:
    assert councils("The Diocese of Norwich helps us.") == [("warn", "Diocese of Norwich")]
    assert councils("The Diocese of Norwich and Ely diocese help.") == [("warn", "Ely diocese")]
    assert councils("We belong to United Learning.") == [("warn", "United Learning")]
    assert councils("We belong to United Learning.", replace(PLAIN, partners=("United Learning",))) == []
    assert councils("The Norfolk branch of UNISON agreed.") == [("warn", "Norfolk branch of UNISON")]
    assert councils("The Norfolk branch of UNISON and NEU Suffolk District agreed.", WITH_PARTNERS) == [
        ("warn", "NEU Suffolk District")
    ]


# -- the samples -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", ["other-school", "other-council"])
@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_name_nobody_else(slug: str, check: str) -> None:
    assert found(school(slug), check) == []


def test_what_was_our_own_name_is_another_school_s_once_the_profile_has_another() -> None:
    draft = with_text("purpose", "Oakfield Primary School is kind.\n")
    assert found(draft, "other-school") == []
    renamed = with_profile(draft, name="Lowmoor Primary School", also_known_as=())
    assert words(found(renamed, "other-school")) == ["Oakfield Primary School"]
