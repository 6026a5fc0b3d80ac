"""Barriers for readers who hear the text or do not see its colours."""

from __future__ import annotations

import pytest

from tests.checks.bench import Seeded, found, in_file, school, with_text, words

CHECK = "accessibility"
SEEDED = {
    CHECK: Seeded(
        words="click here",
        policy=lambda: with_text("purpose", "We share good news.\nFor more, [click here](https://example.org/a).\n"),
        at="purpose",
        line=2,
    )
}


@pytest.mark.parametrize(
    ("said", "pointed_at"),
    [
        ("Read [here](https://example.org/a).", "here"),
        ("For the form click here.", "click here"),
        ("[https://example.org/a/b](https://example.org/a/b)", "https://example.org/a/b"),
        ("It is at https://example.org/forms/7, as ever.", "https://example.org/forms/7"),
        ("![](pupils.png)", "![](pupils.png)".removesuffix("(pupils.png)")),
        ("![IMG_2041.jpg](pupils.png)", "![IMG_2041.jpg]"),
        ("<img src='a.png'>", "<img src='a.png'>"),
        ("DO NOT USE YOUR PHONE HERE today.", "DO NOT USE YOUR PHONE HERE"),
        ("What is new is shown in red.", "shown in red"),
        ("The red words are rules.", "red words"),
        ("|  |  |\n| --- | --- |\n| a | b |", "|  |  |"),
        ("| a | b | c |\n| d | e | f |", "| a | b | c |"),
    ],
)
def test_a_barrier_is_pointed_at(said: str, pointed_at: str) -> None:
    findings = in_file(f"# Policy\n\n{said}\n", CHECK)
    assert words(findings) == [pointed_at]
    assert findings[0].severity == "warn"


@pytest.mark.parametrize(
    "said",
    [
        "Read [the complaints procedure](https://example.org/a), which is kept here.",
        "Visit example.org or write to office@example.org.",
        "The site is https://example.org, in short.",
        "[form]: https://example.org/forms/7",
        "![A child waters a bean](bean.png) and <img alt='Beans' src='b.png'>",
        "Use `![](a.png)` in code.",
        "Tell the DSL, the LADO, the SENCO and the MAT about GDPR.",
        "NOTE: this is short. It is NOT OK.",
        "Bring TV CD PC UK things.",
        "Team A played in red shirts, and the bus is green.",
        "| Who | What |\n| --- | --- |\n| Staff | Post |",
        "| | Mon | Tue |\n|:--|:-:|--:|\n| Ann | x | |",
        "title: A POLICY ABOUT SOCIAL MEDIA",
    ],
)
def test_what_everybody_can_read_is_fine(said: str) -> None:
    assert in_file(f"# Policy\n\n{said}\n", CHECK) == []


def test_headings_go_down_one_level_at_a_time() -> None:
    assert words(in_file("# Policy\n\nText.\n\n### Deep\n\nText.\n", CHECK)) == ["Deep"]
    assert (
        in_file("## Policy\n\nText.\n\n### One\n\nText.\n\n## Two\n\n### Three\n\n#### Four\n\n# Five\n", CHECK) == []
    )
    in_clause = with_text("purpose", "#### One\n\nText.\n\n###### Two\n\nText.\n")
    assert words(found(in_clause, CHECK)) == ["###### Two"]
    assert found(with_text("purpose", "#### One\n\nText.\n\n##### Two\n\nText.\n"), CHECK) == []


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_have_no_barriers(slug: str) -> None:
    assert found(school(slug), CHECK) == []
