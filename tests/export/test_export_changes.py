"""The faces of a comparison tell the same thing: who changed what, why, and which words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from composer.compare.diff import diff
from composer.compare.edits import Block
from composer.export import changes
from composer.export.html import html
from composer.export.report import About, Cut, FileReport, Report, passages
from composer.policy import decisions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft
    from composer.session import Session

OLD = "We may post.\nStaff must ask first.\nOne.\nTwo.\nThree.\nFour.\n\n- a\n- b\n"
NEW = "We may post.\nStaff must never ask first.\nOne.\nTwo.\nThree.\nFour.\n\n- a\n- b and c\n"


@pytest.fixture
def report(decided: Draft, open_session: Callable[[Draft], Session]) -> Report:
    return report_of(open_session(decided))


def report_of(session: Session, **narrowed: object) -> Report:
    return Report(session.comparison(), About.of(session.document(), session.outline()), **narrowed)  # type: ignore[arg-type]


def test_the_text_tells_every_clause_with_sign_state_and_reason(report: Report) -> None:
    said = changes.text(report)
    lines = said.split("\n")
    assert lines[0] == "Oakfield Primary School: Social media policy"
    assert lines[3].startswith("5 as-is · 1 adapted · 1 dropped · 1 added · 1 undecided · 0 moved · +")
    for entry in report.comparison.entries:
        assert entry.title in said
    assert "  ±  adapted: Celebrating achievement (celebrating-achievement)" in said
    assert "       Reason: We post once a week." in lines
    assert "  ✗  dropped: Class livestreams" in said
    assert "  +  added: Former pupils' group" in said
    assert "  ?  undecided: Every other service" in said
    assert "{+every Friday+}" in said
    assert "{{channels}}" in said


def test_a_changed_clause_that_is_not_free_says_what_that_means(
    decided: Draft, library: Library, model: Model, open_session: Callable[[Draft], Session]
) -> None:
    day: date | None = decided.policy.decisions["purpose"].decided_on
    assert day is not None
    draft = decisions.drop(decided, library, model, "safeguarding-first", "No.", by="IT lead", on=day)
    report = report_of(open_session(draft))
    for face in (changes.text(report), changes.markdown(report), html(report)):
        assert "set by law or statutory guidance: take advice before changing it" in face
    data = changes.as_data(report)["clauses"]
    assert isinstance(data, list)
    told = {entry["id"]: entry["consequence"] for entry in data}
    assert told["safeguarding-first"].startswith("set by law")
    assert told["celebrating-achievement"] == ""


def test_a_missing_reason_is_told(
    decided: Draft, library: Library, model: Model, open_session: Callable[[Draft], Session]
) -> None:
    day = decided.policy.decisions["purpose"].decided_on
    assert day is not None
    draft = decisions.retype(decided, library, model, "purpose", "Other.\n", by="IT lead", on=day)
    assert "Reason: none given yet" in changes.text(report_of(open_session(draft)))


def test_a_report_can_be_narrowed(decided: Draft, open_session: Callable[[Draft], Session]) -> None:
    session = open_session(decided)
    only = report_of(session, kinds=("dropped",))
    assert [entry.id for entry in only.entries] == ["class-livestreams"]
    assert only.differs
    assert not report_of(session, kinds=("as-is",)).differs
    assert not report_of(session, clause="purpose").differs
    assert report_of(session, clause="celebrating-achievement").differs
    assert "No clause is of that kind." in changes.text(report_of(session, kinds=("moved",)))


def test_the_data_has_the_documented_keys_and_rebuilds_both_texts(report: Report) -> None:
    data = json.loads(json.dumps(changes.as_data(report)))
    assert list(data) == [
        "school", "policy", "model", "model_version", "since", "counts", "words_added", "words_removed",
        "sections_moved", "changes", "substantive", "clauses",
    ]  # fmt: skip
    adapted = next(entry for entry in data["clauses"] if entry["kind"] == "adapted")
    spans = [span for block in adapted["diff"]["blocks"] for span in block["spans"]]
    assert "".join(span["text"] for span in spans if span["kind"] != "ins") == adapted["diff"]["old"]
    assert "".join(span["text"] for span in spans if span["kind"] != "del") == adapted["diff"]["new"]


def test_two_files_in_every_face() -> None:
    report = FileReport("old.md", "new.md", diff(OLD, NEW))
    said = changes.text(report)
    assert "2 changes, +3 −0 words" in said
    assert "Look at: was “must”, is now “must never”" in said
    assert "[…]" in said
    assert "Three." not in said
    assert "**+never**" in changes.markdown(report)
    assert "<ins>+never</ins>" in html(report)
    assert changes.as_data(report)["changed"] is True
    assert "They are the same." in changes.text(FileReport("a", "b", diff(OLD, OLD)))
    assert "only layout" in changes.text(FileReport("a", "b", diff("It's “so”.", 'It\'s "so".')))


@given(
    st.lists(st.sampled_from(["A b c.", "D e.", "\n", "\n\n", "- item\n", "must not ", "X y z w."]), max_size=25),
    st.data(),
)
def test_leaving_out_loses_no_change(words: list[str], data: st.DataObject) -> None:
    old = " ".join(words)
    at = data.draw(st.integers(0, len(words)))
    new = " ".join([*words[:at], "New words here.", *words[at:]])
    found = diff(old, new)
    shown = list(passages(found))
    assert [p for p in shown if isinstance(p, Block) and p.is_change] == [b for b in found.blocks if b.is_change]
    kept = "".join(p.new for p in shown if isinstance(p, Block))
    assert "New words here." in kept
    assert list(passages(found, whole=True)) == list(found.blocks)
    assert all(p.sentences > 0 for p in shown if isinstance(p, Cut))


HOSTILE = "<script>alert(1)</script> [x](javascript:y) **b** ~~s~~ {{dsl}} # h \x1b[31m \u202e | `c`"


@pytest.mark.parametrize("place", ["old", "new", "name"])
def test_hostile_words_are_words_in_every_face(place: str) -> None:
    texts = {"old": "Plain words here.", "new": "Plain words there.", "name": "a.md"}
    texts[place] = f"Plain {HOSTILE} words."
    report = FileReport(texts["name"], "b.md", diff(texts["old"], texts["new"]))
    page = html(report)
    assert "<script" not in page
    assert tags(page) <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "p",
        "ul",
        "li",
        "div",
        "ins",
        "del",
        "span",
    }
    tokens = MarkdownIt("commonmark", {"html": True}).parse(changes.markdown(report))
    kinds = {child.type for token in tokens for child in [token, *(token.children or ())]}
    assert not kinds & {"html_block", "html_inline", "link_open", "code_inline", "em_open"}
    assert sum(token.type == "heading_open" for token in tokens) == 1
    for face in (page, changes.markdown(report), changes.text(report)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", face)


@given(
    st.lists(st.sampled_from(["word", "Other", ",", ".", " ", "\n", "- ", "**", "(", ")", "it's"]), max_size=20).map(
        "".join
    ),
    st.lists(st.sampled_from(["word", "Changed", ",", ".", " ", "\n", "- ", "~~", "(", ")", "12"]), max_size=20).map(
        "".join
    ),
)
def test_every_mark_of_the_markdown_is_one(old: str, new: str) -> None:
    """Each mark that is written is read as one, also beside a comma or a bracket."""
    assert_marks_hold(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Word other words here.", "Word, other words here."),
        ("(word) a b c", "(new) a b c"),
        ("A word, b c d e", "A word b c d e"),
        ("One “two” three four", "One “2” three four"),
        ("It is 12% of all", "It is 24% of all"),
    ],
)
def test_marks_hold_beside_signs(old: str, new: str) -> None:
    assert_marks_hold(old, new)


def assert_marks_hold(old: str, new: str) -> None:
    report = FileReport("old", "new", diff(old, new))
    written = changes.markdown(report)
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(written)
    inline = [child for token in tokens for child in token.children or ()]
    read = sum(child.type in {"strong_open", "s_open"} for child in inline)
    bare = re.sub(r"\\.", "", written)
    assert read == (bare.count("**") + bare.count("~~")) / 2


def tags(page: str) -> set[str]:
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            found.add(tag)

    Reader().feed(page)
    return found


def test_an_adapted_clause_of_the_library_is_told_against_its_base_with_what_that_means(
    decided: Draft, library: Library, model: Model, open_session: Callable[[Draft], Session]
) -> None:
    day = decided.policy.decisions["purpose"].decided_on
    assert day is not None
    agreed = replace(library.clauses["having-a-say"], freedom="agreed", body="We ask parents and staff once a year.\n")
    lib = replace(library, clauses={**library.clauses, "having-a-say": agreed})
    own = "We ask parents and unions twice a year.\n"
    draft = decisions.adapt(decided, lib, model, "having-a-say", own, by="IT lead", on=day)
    draft = decisions.pick(draft, lib, model, "comments-closed", by="IT lead", on=day)
    session = open_session(draft)
    report = report_of(session)
    by_id = {entry.id: entry for entry in report.comparison.entries}
    change = session.diff("having-a-say")

    assert (change.words_added, change.words_removed) == (2, 2)
    assert (by_id["having-a-say"].words_added, by_id["having-a-say"].words_removed) == (2, 2)
    said = changes.text(report)
    assert "  +  added: Having a say (having-a-say) +2 −2 words" in said
    assert "[-staff once-]{+unions twice+}" in said
    assert "- Size: 1 change, +2 −2 words" in changes.markdown(report)
    for face in (said, changes.markdown(report), html(report)):
        assert "agreed with the unions: changing it means local consultation first" in face
        assert "Reason: none given yet" in face
        assert "Source: the library" in face
        assert "adapted by the school; the model does not have it" in face
        assert "words; the model does not have this clause" in face
    assert "       Source: the school's own" in said.split("\n")
    data = changes.as_data(report)["clauses"]
    assert isinstance(data, list)
    told = {entry["id"]: entry["consequence"] for entry in data}
    assert told["having-a-say"].startswith("agreed with the unions")
    assert told["comments-closed"] == told["former-pupils"] == ""


def test_a_clause_is_quoted_as_it_reads(decided: Draft, open_session: Callable[[Draft], Session]) -> None:
    session = open_session(decided)
    session.set_value("channels", ("Facebook",))
    first = "We post good news on {{channels}} with {{dsl}}.\n\n"
    own = f"{first}- **Who:** {{{{dsl}}}}, *always*, says [so](https://a.example).\n\n#### Then\n\n* a\n"
    session.adapt("celebrating-achievement", own, "Plainer.")
    said = changes.markdown(report_of(session, read=session.plain_reader(), roles=session.roles))
    quoted = said.split("### ± 2.1 Celebrating achievement: adapted\n", 1)[1].split("\n#", 1)[0]
    assert [line.rstrip("\\") for line in quoted.split("\n") if line.startswith("> ") and "−" not in line] == [
        "> We post good news on Facebook **+with the Designated Safeguarding Lead**.",
        "> **+• Who: The Designated Safeguarding Lead, always, says so (https://a.example).**",
        "> **+Then**",
        "> **+• a**",
    ]
    assert "> ~~−A class may be livestreamed after the Designated Safeguarding Lead agrees.~~" in said
    assert "{{" not in said
    assert "- Look at: “The Designated Safeguarding Lead” is new" in quoted


def test_words_that_only_take_the_place_of_a_blank_are_no_difference(
    decided: Draft, open_session: Callable[[Draft], Session]
) -> None:
    session = open_session(decided)
    session.set_value("channels", ("Facebook",))
    base = session.draft.lock.bases["celebrating-achievement"].text
    session.adapt("celebrating-achievement", base.replace("{{channels}}", "Facebook"), "We have one.")
    said = changes.markdown(report_of(session, read=session.plain_reader()))
    quoted = said.split("Celebrating achievement: adapted\n", 1)[1].split("\n#", 1)[0]
    assert "- Words: none is different" in quoted
    assert ">" not in quoted


def test_the_marks_are_explained_where_there_are_some(decided: Draft, open_session: Callable[[Draft], Session]) -> None:
    legend = "Words ~~−like these~~ are the model's and gone; words **+like these** are the school's and new."
    assert legend in changes.markdown(report_of(open_session(decided)))
    assert "like these" not in changes.markdown(report_of(open_session(decided), kinds=("as-is",)))
