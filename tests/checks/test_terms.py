"""Short forms that nobody spells out, and one term in two spellings."""

from __future__ import annotations

import pytest

from tests.checks.bench import Seeded, found, in_file, school, with_local, with_text, words

CHECK = "undefined-term"
SEEDED = {
    CHECK: Seeded(
        words="KCSIE",
        policy=lambda: with_text("purpose", "We hold to the spirit of it.\nKCSIE says more.\n"),
        at="purpose",
        line=2,
    )
}


def test_each_short_form_is_told_once_where_it_first_stands() -> None:
    text = "# Policy\n\nTell the DSL. The DSL tells the LADO.\n\n## More\n\nThe AUP is signed.\n"
    findings = in_file(text, CHECK)
    assert words(findings) == ["DSL", "LADO", "AUP"]
    assert [finding.place.line for finding in findings] == [3, 3, 7]
    assert {finding.severity for finding in findings} == {"info"}


@pytest.mark.parametrize(
    "said",
    [
        "Tell the Designated Safeguarding Lead (DSL). The DSL helps.",
        "Tell the DSL (the Designated Safeguarding Lead).",
        "DSL means the person who leads on safeguarding. Tell the DSL.",
        "The Designated Safeguarding Lead is in; the DSL helps.",
        "**MAT**: Multi-academy trust. The MAT decides.",
        "A PDF from the BBC, seen in the UK on TV, about AI and ICT, with a USB stick, by the PTA.",
        "You MUST NOT do this. Staff must never do that, and it is not allowed.",
        "GARDENING MATTERS HUGELY to us.",
        "Use the https://DSL.example/ABC page, or write to ABC@example.org, or `XYZ`.",
        "It is kept under policy IJND and form AB.",
        "Read about COVID in GCSE lessons in part II.",
    ],
)
def test_what_is_spelt_out_or_known_to_all_is_fine(said: str) -> None:
    assert in_file(f"# Policy\n\n{said}\n", CHECK) == []


def test_what_a_blank_prints_in_full_spells_out_its_short_form() -> None:
    assert found(with_text("purpose", "Tell {{dsl}} first.\nThe DSL helps.\n"), CHECK) == []


@pytest.mark.parametrize(
    ("said", "pointed_at"),
    [
        ("Our e-safety lead helps. Learn e-safety. Ask about esafety.", "esafety"),
        ("Send an email. Send an email. Send an e-mail.", "e-mail"),
        ("We post on Youtube every week.", "Youtube"),
        ("Join us on Tik Tok.", "Tik Tok"),
        ("Read about e-safety. Ask about e-Safety. Learn e-safety.", "e-Safety"),
    ],
)
def test_a_term_in_two_spellings_is_pointed_at_where_it_is_rarer(said: str, pointed_at: str) -> None:
    assert words(in_file(f"# Policy\n\n{said}\n", CHECK)) == [pointed_at]


@pytest.mark.parametrize(
    "said",
    [
        "E-safety matters. We teach e-safety.",
        "We teach e-safety; see the E-Safety Policy.",
        "Find us at facebook.com/oakfield or www.youtube.com/oakfield.",
        "Email us. We read each email.",
        "Watch online, on the line that we draw.",
    ],
)
def test_capitals_of_titles_and_addresses_are_no_second_spelling(said: str) -> None:
    assert in_file(f"# Policy\n\n{said}\n", CHECK) == []


def test_a_term_that_the_policy_explains_is_spelt_as_it_is_explained() -> None:
    bad = with_local("our-page", "Our page", "Every Official Account has two managers, and socialmedia is fun.\n")
    assert words(found(bad, CHECK)) == ["Official Account", "socialmedia"]
    fine = "This is in the Official Account Register; social-media work is done on an official account.\n"
    assert found(with_local("our-page", "Our page", fine), CHECK) == []


def test_a_list_of_terms_in_a_file_counts_as_well() -> None:
    text = (
        "# Policy\n\n- **Social media** means any service.\n- An **official account** is ours.\n"
        "- **Staff** means everyone.\n\n"
        "## Rules\n\nAsk before an Official Account is opened.\n"
    )
    assert words(in_file(text, CHECK)) == ["Official Account"]


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_explain_what_they_say(slug: str) -> None:
    assert found(school(slug), CHECK) == []
