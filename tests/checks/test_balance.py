"""A page of prohibitions is counted; limits among permissions, and sections about harm, are not."""

from __future__ import annotations

from tests.checks.bench import Seeded, found, in_file, library, school, with_local, with_policy, words

_FORBIDS = (
    "Staff must not use social media at work. Staff must never answer a comment. Nobody posts pictures. "
    "Staff must not write to parents. Accounts are not allowed. Groups are forbidden. Links are prohibited.\n"
)
_ENABLES = "Staff may post good news. Families can comment. We welcome questions. Everyone is free to join.\n"

SEEDED = {
    "only-prohibitions": Seeded(
        words="Clubs",
        file=f"# Policy\n\n{_ENABLES}\n# Clubs\n\n{_FORBIDS}",
        line=5,
    )
}


def test_a_whole_page_of_prohibitions_is_told_once_with_its_count() -> None:
    findings = in_file(f"# Code\n\n{_FORBIDS}\n# More\n\n{_FORBIDS}", "only-prohibitions")
    assert [finding.message for finding in findings] == [
        "14 sentences forbid and none enables: this is a page of prohibitions"
    ]


def test_few_sentences_and_sections_about_harm_are_left_in_peace() -> None:
    assert (
        in_file("# Clubs\n\nStaff must not post. Nobody comments. Links are prohibited.\n", "only-prohibitions") == []
    )
    assert in_file(f"# Policy\n\n{_ENABLES}\n# Online bullying\n\n{_FORBIDS}", "only-prohibitions") == []


def test_a_section_about_harm_is_told_when_it_is_extreme() -> None:
    text = f"# Policy\n\n{_ENABLES * 3}\n# Online bullying\n\n{_FORBIDS}\n{_FORBIDS}"
    assert words(in_file(text, "only-prohibitions")) == ["Online bullying"]


def test_a_section_of_a_policy_that_only_forbids_is_named_by_its_title() -> None:
    draft = with_local("more-rules", "More rules", _FORBIDS * 40, section="everyday-processes")
    findings = found(draft, "only-prohibitions")
    assert [(finding.place.kind, finding.place.id) for finding in findings] == [("title", "everyday-processes")]
    assert findings[0].message.startswith("300 sentences forbid")


def test_a_policy_without_good_uses_is_told() -> None:
    draft = school()
    printed = {
        key: each for key, each in draft.policy.decisions.items() if key in draft.policy.sections["hr-escalation"]
    }
    stern = {key: each for key, each in printed.items() if library().clauses[key].stance != "enabling"}
    draft = with_policy(draft, decisions=stern)
    assert [finding.place.kind for finding in found(draft, "only-prohibitions")] == ["policy"]


def test_the_sample_schools_are_in_balance() -> None:
    for slug in ("oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"):
        assert found(school(slug), "only-prohibitions") == []
