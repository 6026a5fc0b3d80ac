"""The exported policy, read again by a Markdown parser: numbers, anchors, blanks, values."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from composer.export.markdown import complete, policy_markdown, unfinished
from composer.policy.anchors import anchor
from composer.policy.document import Document, OpenBlank, PrintedClause, PrintedSection, assemble
from composer.policy.policy import SectionHead

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft

HOSTILE_TITLES = [
    "A | B",
    "[x](javascript:alert(1))",
    "<script>alert(1)</script>",
    "# not a heading #",
    "C#",
    "*bold* _under_ `code` ~~gone~~",
    "one\ntwo",
    "\x1b[31m red \u202e",
    "1. First",
    "&lt;",
    "Ysgol Gynradd y Bont-faen, Łódź 🎓",
]


def reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def headings(text: str) -> list[tuple[int, str]]:
    tokens = reader().parse(text)
    return [
        (int(token.tag[1:]), "".join(child.content for child in tokens[at + 1].children or ()))
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def github_anchors(text: str) -> list[str]:
    """The anchors as GitHub's own script gives them, written here apart from ours."""
    taken: dict[str, int] = {}
    found = []
    for _, said in headings(text):
        base = slug = re.sub(r"[^\w\- ]", "", said.lower()).replace(" ", "-")
        while slug in taken:
            taken[base] += 1
            slug = f"{base}-{taken[base]}"
        taken[slug] = 0
        found.append(slug)
    return found


def links(text: str) -> list[str]:
    return [
        unquote(str(child.attrGet("href")))
        for token in reader().parse(text)
        for child in token.children or ()
        if child.type == "link_open"
    ]


def made(clause_title: str = "Purpose", text: str = "We post good news.", **changes: object) -> Document:
    clause = PrintedClause("purpose", "1.1", clause_title, "as-is", text, text)
    section = PrintedSection(SectionHead("governance", "Governance"), "1", "What it is for.", (clause,))
    plain = Document("Social media policy", "Oakfield Primary School", "A model", "2026.1", (section,), (), ())
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_the_whole_policy(decided: Draft, library: Library, model: Model) -> None:
    text = policy_markdown(assemble(decided, library, model))
    assert text == policy_markdown(assemble(decided, library, model))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text
    said = headings(text)
    assert said[:3] == [(1, "Social media policy"), (2, "Still to settle"), (2, "Contents")]
    assert [title for level, title in said if level == 3] == [
        "1.1 Purpose",
        "1.2 Safeguarding comes first",
        "2.1 Celebrating achievement",
        "2.2 Register of accounts",
        "2.3 Comments are open",
        "2.4 Former pupils' group",
        "Appendix A: Facebook",
    ]
    assert [title for level, title in said if level == 2][2:] == [
        "1 About this policy",
        "2 Using it well",
        "Appendices",
    ]


def test_every_contents_link_leads_to_its_heading(decided: Draft, library: Library, model: Model) -> None:
    text = policy_markdown(assemble(decided, library, model))
    anchors = github_anchors(text)
    assert len(set(anchors)) == len(anchors)
    found = [link for link in links(text) if link.startswith("#")]
    assert [link[1:] for link in found] == anchors[3:]


def test_every_open_blank_is_listed_and_marked(decided: Draft, library: Library, model: Model) -> None:
    document = assemble(decided, library, model)
    text = policy_markdown(document)
    assert document.open_blanks
    notice, _, rest = text.partition("## Contents")
    assert "not ready for approval" in notice
    for blank in document.open_blanks:
        assert blank.question in notice
        assert f"**\\[To fill in: {blank.question}\\]**" in rest
        for clause_id in blank.clauses:
            number = next(c.number for s in document.sections for c in s.clauses if c.id == clause_id)
            assert number in notice
    assert "Every other service" in notice
    assert "{{" not in text


def test_a_complete_policy_says_so_and_has_no_notice() -> None:
    text = policy_markdown(made())
    assert complete(made())
    assert unfinished(made()) == ""
    assert "Still to settle" not in text
    assert "not ready" not in text
    assert "| Status | complete |" in text


def test_what_is_left_in_words() -> None:
    blanks = (OpenBlank("value", "a", "Who?", ("purpose",)), OpenBlank("ref", "b", "a reference", ("purpose",)))
    left = made(open_blanks=blanks, undecided=("x",))
    assert (
        unfinished(left) == "1 blank to fill, 1 reference to a clause that is not in the policy and 1 undecided clause"
    )
    assert unfinished(made(sections=())) == "no clause to print"
    assert "- Mend: a reference. In section 1.1 (Purpose)." in policy_markdown(left)


def test_the_front_fields_are_told_or_not_yet() -> None:
    text = policy_markdown(made(), {"Approved by": "the governing body | committee"})
    assert "| Approved by | the governing body \\| committee |" in text
    assert "| Minute reference | *not yet* |" in text


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_titles_are_text(title: str) -> None:
    section = replace(made(title).sections[0], head=SectionHead("governance", title))
    document = made(title, title=title, school=title, model_title=title, sections=(section,))
    text = policy_markdown(document)
    tokens = reader().parse(text)
    shown = headings(text)
    assert [level for level, _ in shown] == [1, 2, 2, 3]
    assert [link[1:] for link in links(text)] == github_anchors(text)[2:]
    assert not [t for t in tokens if t.type in {"html_block", "fence", "code_block"}]
    assert sum(t.type == "tr_open" for t in tokens) == 10
    assert "\x1b" not in text
    assert "\u202e" not in text


@given(
    st.lists(
        st.tuples(
            st.one_of(st.just("a"), st.text(alphabet="aA b-_1.#*é|", max_size=6)),
            st.sampled_from(
                ["Text.", "# Own\n\ntext", "a\n\n## 1.2 A\n\n## Contents", "Purpose\n---", "```\n# no heading", "<b>"]
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_anchors_hold_whatever_titles_and_headings_there_are(parts: list[tuple[str, str]]) -> None:
    clauses = tuple(
        PrintedClause(f"c{at}", f"1.{at}", title, "as-is", text, text) for at, (title, text) in enumerate(parts, 1)
    )
    section = PrintedSection(SectionHead("s", "Purpose"), "1", "", clauses)
    text = policy_markdown(made(sections=(section,)))
    anchors = github_anchors(text)
    assert len(set(anchors)) == len(anchors)
    numbered = [slug for slug, (level, _) in zip(anchors, headings(text), strict=True) if level in {2, 3}]
    assert [link[1:] for link in links(text)] == numbered[1:]


def test_a_heading_that_is_there_before_takes_the_plain_anchor() -> None:
    first = PrintedClause("a", "1.1", "One", "as-is", "", "## 1.2 Two\n\n## 1.2 Two")
    second = PrintedClause("b", "1.2", "Two", "as-is", "", "Text.")
    text = policy_markdown(made(sections=(PrintedSection(SectionHead("s", "S"), "1", "", (first, second)),)))
    assert "(#12-two-2)" in text
    assert links(text) == ["#1-s", "#11-one", "#12-two-2"]
    titled = policy_markdown(made(title="Contents"))
    assert "](#contents" not in titled


def test_anchor_is_githubs() -> None:
    assert anchor("1.1 What we can't do: A & B") == "11-what-we-cant-do-a--b"
    assert anchor("Über_uns – née") == "über_uns--née"


def test_the_front_has_the_schools_own_answers_and_no_approval() -> None:
    text = policy_markdown(made(owner="The *deputy* | head", next_review="1 November 2027"))
    assert "| Owner | The \\*deputy\\* \\| head |" in text
    assert "| Next review due | 1 November 2027 |" in text
    for label in ("Approved by", "Approved on", "Minute reference"):
        assert f"| {label} | *not yet* |" in text
    plain = policy_markdown(made())
    assert "| Owner | *not yet* |" in plain
    assert "| Next review due | *not yet* |" in plain
    given = policy_markdown(made(owner="The head"), {"Owner": "The governors", "Approved by": "The governors"})
    assert "| Owner | The governors |" in given
    assert "| Approved by | The governors |" in given


def test_clauses_that_exclude_each_other_are_still_to_settle(decided: Draft, library: Library, model: Model) -> None:
    open_, facebook = library.clauses["comments-open"], library.clauses["facebook"]
    lib = replace(
        library,
        clauses={
            **library.clauses,
            "comments-open": replace(open_, clashes=("purpose",)),
            "facebook": replace(facebook, instead_of=("purpose",)),
        },
    )
    document = replace(assemble(decided, lib, model), open_blanks=(), undecided=(), undecided_titles=())

    assert not complete(document)
    assert unfinished(document) == (
        "3 clauses that exclude each other: 1.1 Purpose and 2.3 Comments are open; 1.1 Purpose and Appendix A Facebook"
    )
    text = policy_markdown(document)
    assert "| Status | draft, not ready for approval |" in text
    assert f"**This draft is not ready for approval:** {unfinished(document)}." in text
    assert "- Keep one, drop the other: section 1.1 (Purpose) or section 2.3 (Comments are open)." in text
    assert "- Keep one, drop the other: section 1.1 (Purpose) or Appendix A (Facebook)." in text
    both = unfinished(replace(document, undecided=("other-services",)))
    assert both.startswith("1 undecided clause and 3 clauses that exclude each other: 1.1 Purpose and ")


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_the_title_of_a_clause_that_excludes_another_is_text(title: str) -> None:
    document = made(title, excluding=(("purpose", "purpose"),))
    text = policy_markdown(document)
    plain = policy_markdown(replace(document, excluding=()))
    assert [said for _, said in headings(text) if said != "Still to settle"] == [s for _, s in headings(plain)]
    assert len(links(text)) == len(links(plain))
    assert "\x1b" not in text
