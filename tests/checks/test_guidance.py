"""Law and guidance of the past, of another nation and of another kind of school."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.checks.families.guidance import superseded_guidance, wrong_nation_law, wrong_school_type
from composer.checks.of_file import subject_of_file
from composer.checks.running import check_named, run
from composer.checks.subject import Passage, Subject
from composer.policy.school import TYPES, Profile
from tests.checks.bench import (
    PLAIN,
    Seeded,
    found,
    in_file,
    library,
    school,
    session,
    setting,
    with_profile,
    with_text,
    with_values,
    words,
)

if TYPE_CHECKING:
    from composer.policy.clause import Nation

SEEDED = {
    "superseded-guidance": Seeded(
        words="KCSIE 2018",
        file="# Online safety\n\nOur duties come from law.\n\nStaff have read paragraph 67 of KCSIE 2018.\n",
        line=5,
    ),
    "wrong-nation-law": Seeded(
        words="Estyn",
        policy=lambda: with_text("purpose", "This policy is for everyone.\nEstyn may ask to see it.\n"),
        at="purpose",
        line=2,
    ),
    "wrong-school-type": Seeded(
        words="governing body's disciplinary",
        file="A breach is dealt with under the governing body's disciplinary procedure.\n",
        profile=Profile("Fenmoor Academy", "secondary", "england", "academy"),
        line=1,
    ),
}


def at(nation: Nation, type_: str) -> Profile:
    return Profile("Oakfield Primary School", "primary", nation, type_)


def guidance(text: str, profile: Profile = PLAIN, *, today: date = date(2026, 11, 22)) -> list[tuple[str, str]]:
    return [(each.severity, each.place.words) for each in in_file(text, "superseded-guidance", profile, today=today)]


# -- superseded guidance -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "severity", "said"),
    [
        ("We follow KCSIE 2019.", "block", "KCSIE 2019"),
        ("We follow KCSIE (September 2023).", "block", "KCSIE (September 2023"),
        (
            "See Keeping Children Safe in Education (DfE, 2018).",
            "block",
            "Keeping Children Safe in Education (DfE, 2018",
        ),
        ("The 2022 edition of KCSIE asks for it.", "block", "2022 edition of KCSIE"),
        ("Keeping Children Safe in Education 2024 applies.", "block", "Keeping Children Safe in Education 2024"),
        ("We follow KCSIE 2025.", "info", "KCSIE 2025"),
        ("As paragraph 138 of KCSIE says, we filter.", "warn", "paragraph 138 of KCSIE"),
        ("KCSIE, para. 220, asks for searches.", "warn", "KCSIE, para. 220"),
        ("Kept under the Data Protection Act 1998.", "block", "Data Protection Act 1998"),
        ("Kept under the Data Protection Act (1998).", "block", "Data Protection Act (1998)"),
        ("We monitor mail as RIPA 2000 allows.", "warn", "RIPA 2000"),
        (
            "The DfE's non-statutory guidance on mobile phones is followed.",
            "warn",
            "non-statutory guidance on mobile phones",
        ),
        ("The phone guidance is non-statutory.", "warn", "phone guidance is non-statutory"),
        ("Filters are approved by Becta.", "warn", "Becta"),
        ("Every volunteer has a CRB check.", "warn", "CRB"),
        ("It may be referred to the NCTL.", "warn", "NCTL"),
        ("It may be referred to the GTC.", "warn", "GTC"),
        ("This serves Every Child Matters.", "warn", "Every Child Matters"),
        ("We follow Working Together 2018.", "warn", "Working Together 2018"),
        ("We hold the ICT Mark.", "warn", "ICT Mark"),
        ("We were judged good by Ofsted.", "warn", "We were judged good"),
        ("We are an Outstanding school.", "warn", "an Outstanding school"),
    ],
)
def test_what_was_replaced_is_found(text: str, severity: str, said: str) -> None:
    assert guidance(text) == [(severity, said)]


@pytest.mark.parametrize(
    "text",
    [
        "We follow {{fact:kcsie-edition}}.",
        "KCSIE asks for a policy on phones.",
        "KCSIE has asked for this since 2016.",
        "The UK GDPR replaced the Data Protection Act 1998.",
        "We keep to the Data Protection Act 2018.",
        "Watching a profile covertly may need authority under RIPA.",
        "The DBS replaced the Criminal Records Bureau.",
        "We believe that every child matters.",
        "Ofsted rated the school good in March 2019.",
        "The quality of posts is rated good, and outstanding school work is shown.",
        "The outstanding work of Ofsted inspectors is no matter for this policy.",
        "Phone guidance was non-statutory until June 2026.",
        "The non-statutory curriculum is taught without phones.",
        "GTC Scotland advises its teachers.",
    ],
)
def test_notes_of_history_and_other_words_are_no_fault(text: str) -> None:
    assert guidance(text) == []


def test_a_year_and_a_paragraph_together_are_told_once_and_as_the_weightier() -> None:
    assert guidance("See paragraph 67 of KCSIE 2018.") == [("block", "KCSIE 2018")]


def test_phone_guidance_could_be_called_non_statutory_before_the_duty_began() -> None:
    text = "The DfE's non-statutory guidance on mobile phones is followed."
    assert guidance(text, today=date(2026, 6, 28)) == []
    assert len(guidance(text, today=date(2026, 6, 29))) == 1
    assert guidance(text, at("wales", "community")) == []


def test_the_mend_names_the_dated_fact_where_a_placeholder_can_be_filled() -> None:
    (finding,) = found(with_text("purpose", "We follow KCSIE 2019.\n"), "superseded-guidance")
    assert finding.mend == "Write {{fact:kcsie-edition}}"
    assert finding.message == "“KCSIE 2019”: a newer edition came into force on 1 September 2025"
    (in_a_file,) = in_file("We follow KCSIE 2019.", "superseded-guidance")
    assert "{{" not in in_a_file.mend


# -- another nation ----------------------------------------------------------------------------------------

WALES, SCOTLAND = at("wales", "community"), at("scotland", "education-authority")
NORTH = at("northern-ireland", "controlled")


@pytest.mark.parametrize(
    ("text", "profile", "said"),
    [
        ("The Education and Inspections Act 2006 lets us act.", SCOTLAND, "Education and Inspections Act"),
        ("The Education and Inspections Act 2006 lets us act.", NORTH, "Education and Inspections Act"),
        ("We have regard to KCSIE.", WALES, "KCSIE"),
        ("We have regard to Keeping Children Safe in Education.", SCOTLAND, "Keeping Children Safe in Education"),
        (
            "It is an offence under section 179 of the Online Safety Act.",
            SCOTLAND,
            "section 179 of the Online Safety Act",
        ),
        ("The Online Safety Act 2023, s.179, makes it one.", SCOTLAND, "Online Safety Act 2023, s.179"),
        ("Estyn inspects us.", PLAIN, "Estyn"),
        ("Ofsted inspects us.", WALES, "Ofsted"),
        ("Ofsted's inspectors may ask.", NORTH, "Ofsted's"),
        ("Teachers answer to GTC Scotland.", PLAIN, "GTC Scotland"),
        ("We follow GIRFEC.", PLAIN, "GIRFEC"),
        ("Education Scotland inspects us.", WALES, "Education Scotland"),
        ("Staff are registered with the Education Workforce Council.", PLAIN, "Education Workforce Council"),
    ],
)
def test_another_nation_s_law_is_found(text: str, profile: Profile, said: str) -> None:
    found_here = in_file(text, "wrong-nation-law", profile)
    assert [(each.severity, each.place.words) for each in found_here] == [("block", said)]


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        ("We have regard to KCSIE, and Ofsted inspects us.", PLAIN),
        ("The Education and Inspections Act 2006 lets us act.", PLAIN),
        ("The Education and Inspections Act 2006 lets us act.", WALES),
        ("Section 179 of the Online Safety Act makes it an offence.", WALES),
        ("Section 179 of the Online Safety Act does not extend to Scotland.", SCOTLAND),
        ("The Online Safety Act puts duties on services.", SCOTLAND),
        ("Estyn inspects us, and Hwb has advice.", WALES),
        ("Families who moved here from schools in England may know the word Ofsted.", WALES),
        ("Keeping learners safe is everyone's work.", WALES),
        ("Getting it right for a child matters.", PLAIN),
    ],
)
def test_a_nation_s_own_law_and_a_comparison_are_no_fault(text: str, profile: Profile) -> None:
    assert in_file(text, "wrong-nation-law", profile) == []


def test_what_was_not_checked_against_the_text_only_warns() -> None:
    (finding,) = in_file("The Equality Act 2010 asks for it.", "wrong-nation-law", NORTH)
    assert (finding.severity, finding.place.words) == ("warn", "Equality Act 2010")


def test_a_partner_with_such_a_name_is_named_on_purpose() -> None:
    profile = Profile("Oakfield", "primary", "england", "community", partners=("Education Scotland Exchange",))
    assert in_file("We write to the Education Scotland Exchange.", "wrong-nation-law", profile) == []
    assert words(in_file("We write to Education Scotland.", "wrong-nation-law", profile)) == ["Education Scotland"]


def test_a_fact_of_another_nation_is_found_where_it_would_be_printed() -> None:
    draft = with_text("purpose", "We follow {{fact:keeping-learners-safe}}.\n")
    (finding,) = found(draft, "wrong-nation-law")
    assert (finding.place.id, finding.place.words) == ("purpose", "{{fact:keeping-learners-safe}}")
    assert "a fact of Wales" in finding.message


# -- another kind of school --------------------------------------------------------------------------------

ACADEMY, AIDED = at("england", "academy"), at("england", "voluntary-aided")


@pytest.mark.parametrize(
    ("text", "profile", "said"),
    [
        ("This meets section 175 of the Education Act 2002.", ACADEMY, "section 175 of the Education Act"),
        ("The School Staffing (England) Regulations 2009 apply.", ACADEMY, "School Staffing (England) Regulations"),
        ("All staff are employed by the local authority.", AIDED, "staff are employed by the local authority"),
        ("The local authority employs our staff.", AIDED, "local authority employs"),
        ("The local authority is the employer.", at("england", "foundation"), "local authority is the employer"),
        ("The academy trust hears appeals.", PLAIN, "academy trust"),
        ("Our funding agreement says so.", PLAIN, "funding agreement"),
        ("We follow diocesan guidance.", PLAIN, "diocesan"),
    ],
)
def test_wording_for_another_kind_of_school_is_found(text: str, profile: Profile, said: str) -> None:
    found_here = in_file(text, "wrong-school-type", profile)
    assert [(each.severity, each.place.words) for each in found_here] == [("warn", said)]


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        ("This meets section 175 of the Education Act 2002.", PLAIN),
        ("Section 157 and not section 175 of the Education Act is ours.", ACADEMY),
        ("All staff are employed by the local authority.", PLAIN),
        ("Visiting staff who are employed by the local authority follow this too.", AIDED),
        ("The local governing body's disciplinary committee hears it.", ACADEMY),
        ("The academy trust hears appeals.", ACADEMY),
        ("We work with the academy trust next door.", PLAIN),
        ("People whom the local authority employs may visit.", AIDED),
        ("Another academy trust uses the same hall.", PLAIN),
        ("We follow diocesan guidance.", AIDED),
        ("Families and the diocese share the hall.", PLAIN),
    ],
)
def test_what_fits_the_kind_of_school_or_speaks_of_others_is_no_fault(text: str, profile: Profile) -> None:
    assert in_file(text, "wrong-school-type", profile) == []


def test_the_school_s_answer_about_its_employer_is_held_against_its_kind() -> None:
    draft = with_profile(school("fenmoor-academy"))
    (finding,) = found(with_values(draft, employer="the county council"), "wrong-school-type")
    assert (finding.place.kind, finding.place.id, finding.place.words) == ("value", "employer", "council")
    assert found(with_values(employer="the academy trust"), "wrong-school-type")
    assert not found(with_values(employer="the county council"), "wrong-school-type")


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_are_right(slug: str) -> None:
    assert [each for each in session(school(slug)).findings().open if each.check in SEEDED] == []


@pytest.mark.parametrize("nation", TYPES)
def test_the_library_is_right_in_every_kind_of_school(nation: Nation) -> None:
    checks = [check_named(check) for check in SEEDED]
    clauses = [each for each in library().clauses.values() if nation in each.nations]
    passages = tuple(Passage("clause", each.id, each.body, title=each.title) for each in clauses)
    for type_ in TYPES[nation]:
        subject = Subject(setting(at(nation, type_)), passages)
        assert [each.place for each in run(subject, checks)] == []


@pytest.mark.parametrize("model", ["county-model", "trust-model", "wales-model"])
def test_the_models_own_words_are_right_where_they_are_used(model: str) -> None:
    chosen = library().models[model]
    passages = tuple(Passage("clause", each.id, each.body, title=each.title) for each in chosen.overlay.values())
    nation = chosen.nations[0]
    for type_ in chosen.types or TYPES[nation]:
        subject = Subject(setting(at(nation, type_)), passages)
        assert [each.place for each in run(subject, [check_named(check) for check in SEEDED])] == []


def test_a_page_of_repeated_names_is_read_in_one_go() -> None:
    (passage,) = subject_of_file("KCSIE 2018 Estyn diocesan " * 2400, setting()).passages
    for check in (superseded_guidance, wrong_nation_law, wrong_school_type):
        assert len(list(check(passage, setting()))) == 2400
