"""Links that cannot work, lead to a site of the past or were put in by a stranger."""

from __future__ import annotations

from datetime import date

import pytest

from composer.checks.families.links import broken_links
from composer.checks.of_file import subject_of_file
from composer.policy.evidence import RelatedPolicy
from tests.checks.bench import Seeded, found, in_file, school, session, setting, with_evidence, with_text, words

SEEDED = {
    "link": Seeded(
        words="http://www.oakfield-primary.example/news",
        policy=lambda: with_text("purpose", "Our news is here.\nSee http://www.oakfield-primary.example/news.\n"),
        at="purpose",
        line=2,
    )
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("See http://oakfield.example.", "http://oakfield.example"),
        ("See [our page]().", "[our page]()"),
        ("See [our page](#).", "[our page](#)"),
        ("See [our page](/policies/behaviour).", "[our page](/policies/behaviour)"),
        ("See [our page](behaviour.docx).", "[our page](behaviour.docx)"),
        ("See [our page](https://oakfield.example/a page).", "[our page](https://oakfield.example/a page)"),
        ("See [our page] (https://oakfield.example).", "[our page] (https://oakfield.example)"),
        ("See [our page](https://oakfield.example for more.", "[our page](https://oakfield.example"),
        ("See https:/oakfield.example/page.", "https:/oakfield.example/page."),
        ("See https//oakfield.example.", "https//oakfield.example."),
        ("See htps://oakfield.example.", "htps://oakfield.example."),
        ("See https:// oakfield.example.", "https://"),
        ("See https://oakfield/page.", "https://oakfield/page"),
        ("See www,oakfield.example.", "www,oakfield.example."),
        ("Write to office@@oakfield.example.", "office@@oakfield.example"),
        ("Write to office@oakfield,example.", "office@oakfield,example"),
        ("Write to head@oakfield.con.", "head@oakfield.con"),
        ("Write to someone@gmial.com.", "someone@gmial.com"),
        ("Write to office@ oakfield.example.", "office@ oakfield.example"),
        ("See https://www.becta.org.uk/safety.", "https://www.becta.org.uk/safety"),
        ("See www.thinkuknow.co.uk for help.", "www.thinkuknow.co.uk"),
        ("See becta.org.uk.", "becta.org.uk"),
    ],
)
def test_an_address_that_cannot_work_is_found(text: str, said: str) -> None:
    found_here = in_file(text, "link")
    assert [(each.severity, each.place.words) for each in found_here] == [("info", said)]


@pytest.mark.parametrize(
    "text",
    [
        "See https://www.oakfield-primary.example/policies.",
        "See [our page](https://www.oakfield-primary.example/policies_(all)).",
        'See [our page](https://www.oakfield-primary.example "Our page").',
        "See [below](#complaints), or write to [us](mailto:office@oakfield.example).",
        "See <https://www.oakfield-primary.example>, or ring [us](tel:01234567890).",
        "Write to office@oakfield.example, please, or to head@oakfield.sch.uk.",
        "Follow @oakfield or pupils@home, at 9 a.m. each day.",
        "- [ ] ask the office\n- [x] told the parents\n",
        "See www.oakfield-primary.example, which is ours (or so we hope).",
        "Help with betting is at https://www.begambleaware.org.",
        "The pharmacy and the betting shop are near the school.",
        "Ask at https://www.nhs.uk/service-search/pharmacy/find-a-pharmacy.",
        "See https://www.gov.uk, e.g. this page, and https://ico.org.uk.",
        "Read clause [1] and [2] (both are short).",
    ],
)
def test_sound_addresses_and_other_signs_are_no_fault(text: str) -> None:
    assert in_file(text, "link") == []


@pytest.mark.parametrize(
    "text",
    [
        "See [our school](https://best-casino-bonus.example/x).",
        "See [online betting sites](https://x.example).",
        'See <a href="https://x.example">free pharmacy</a>.',
        "See https://www.bet365-offers.example/now.",
    ],
)
def test_a_link_that_a_stranger_put_in_is_a_warning(text: str) -> None:
    assert [each.severity for each in in_file(text, "link")] == ["warn"]


def test_a_related_policy_that_nobody_has_reviewed_for_two_years_is_told_at_it() -> None:
    page = "http://www.oakfield.example/policies"
    related = {
        "old": RelatedPolicy("Behaviour Policy", "Staff handbook", date(2024, 11, 20)),
        "two-years": RelatedPolicy("Complaints Policy", "Staff handbook", date(2024, 11, 22)),
        "never": RelatedPolicy("Charging Policy"),
        "weak-link": RelatedPolicy("Equality Policy", page, date(2026, 1, 1)),
    }
    told = found(with_evidence(related=related), "link")
    assert [(each.severity, each.place.kind, each.place.id) for each in told] == [
        ("info", "related", "old"),
        ("info", "related", "weak-link"),
    ]
    assert told[0].message == "Behaviour Policy was last reviewed on 20 November 2024, more than two years ago"


def test_a_host_counts_with_its_subdomains_and_not_inside_another_name() -> None:
    assert words(in_file("See https://schools.becta.org.uk/x.", "link")) == ["https://schools.becta.org.uk/x"]
    assert in_file("See https://notbecta.org.uk/x.", "link") == []


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_links_are_right(slug: str) -> None:
    assert [each for each in session(school(slug)).findings().open if each.check == "link"] == []


@pytest.mark.parametrize(
    "sign", ["[", "[](", "](", "a@", "a.", "www.", "http://", "<a ", "https://https://", "[a](http://"]
)
def test_a_page_of_one_repeated_sign_is_read(sign: str) -> None:
    subject = subject_of_file(sign * (64_000 // len(sign)), setting())
    assert all(hit.stop <= 64_000 for hit in broken_links(subject))
