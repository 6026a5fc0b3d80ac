"""The table of substantive changes: true, short and plain in every face."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from composer.compare.deviations import Comparison, ModelPlace, PolicyClause, compare
from composer.export import changes
from composer.export.html import html
from composer.export.report import About, Report
from composer.export.table_of_changes import COLUMNS, Row, table
from composer.session.reading import plain_reader
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.policy.policy import Draft
    from composer.session import Session

BASE = "We post good news on our page.\nStaff should ask before they post a picture.\nOne more line.\n"
ABOUT = About("A school", "A policy", "A model", "1", {"one": "The first section", "two": "The second section"})


def report_on(*clauses: PolicyClause, model: str = "", roles: tuple[str, ...] = ()) -> Report:
    places = [ModelPlace(name, "one", name.upper()) for name in model]
    return Report(compare(places, clauses), ABOUT, roles=roles)


def adapted(text: str, base: str = BASE, **more: object) -> PolicyClause:
    clause = PolicyClause("a", "one", "Pictures", "adapted", base, text, True, "They asked.", number="1.2")
    return replace(clause, decided_by="Head", decided_on=TODAY, **more)  # type: ignore[arg-type]


def row(text: str, base: str = BASE, roles: tuple[str, ...] = (), **more: object) -> Row:
    (found,) = table(report_on(adapted(text, base, **more), roles=roles)).rows
    return found


def test_a_row_says_what_changed_why_who_decided_and_what_it_asks() -> None:
    found = row(BASE.replace("should ask", "must ask") + "Nobody posts a picture of a child at home.\n")
    assert found.name == "1.2 Pictures"
    assert found.changed == (
        "“should” is now “must”",
        "New sentence: “Nobody posts a picture of a child at home.”",
    )
    assert (found.why, found.decided) == ("They asked.", "Head, 22 November 2026")
    assert found.asks == (
        "Was “should”, is now “must”: “Staff must ask before they post a picture.”",
        "New: “Nobody posts a picture of a child at home.”",
    )


@pytest.mark.parametrize(
    ("text", "changed", "asks"),
    [
        (
            BASE.replace("Staff should ask before they post a picture.\n", ""),
            ("Gone: “Staff should ask before they post a picture.”",),
            ("No longer said here: “Staff should ask before they post a picture.”",),
        ),
        (
            BASE.replace("should ask", "should not ask"),
            ("“not” is new in “Staff should not ask before they post a picture.”",),
            ("Was “should”, is now “should not”: “Staff should not ask before they post a picture.”",),
        ),
        (
            BASE + "The page has a cat on it.\n",
            ("New sentence: “The page has a cat on it.”",),
            ("No new duty stands out; read the new words",),
        ),
        (
            BASE.replace("One more line.", "Cats and dogs live in the old barn."),
            ("“One more line.” is now “Cats and dogs live in the old barn.”",),
            ("No new duty stands out; read the new words",),
        ),
        (
            BASE.replace("our page", "our page and in the paper that the village prints"),
            ("Added: “and in the paper that the village prints”",),
            ("Nothing new",),
        ),
    ],
)
def test_a_change_of_the_text_in_words(text: str, changed: tuple[str, ...], asks: tuple[str, ...]) -> None:
    found = row(text)
    assert found.changed == changed
    assert found.asks == asks


def test_many_changes_are_cut_to_those_of_weight_and_the_rest_is_counted() -> None:
    lines = [f"Line number {at} tells of one thing among many others.\n" for at in range(7)]
    old = "".join(lines)
    new = old.replace("among many", "among so many") + "".join(f"Staff must do thing {at}.\n" for at in range(5))
    found = row(new, old)
    assert found.changed[0] == "“so” is new in “Line number 0 tells of one thing among so many others.”"
    assert found.changed[3].startswith("New: “Staff must do thing 0. Staff must do thing 1.")
    assert found.changed[-1] == "and 4 more"
    assert len(found.changed) == 5
    assert found.asks == (*(f"New: “Staff must do thing {at}.”" for at in range(3)), "and 2 more")


def test_a_long_quotation_is_cut_around_the_change() -> None:
    old = "At the start of this sentence " + "there are words and " * 12 + "staff may look at them.\n"
    found = row(old.replace("may look", "must look"), old)
    quoted = found.asks[0].partition(": ")[2]
    assert quoted.startswith("“… ")
    assert quoted.endswith("staff must look at them.”")
    assert len(quoted.split()) <= 26
    long = "New words " * 60 + "end.\n"
    assert row(f"{BASE}{long}").changed[0].endswith(" …”")


def test_one_role_that_went_everywhere_is_told_once() -> None:
    old = "".join(f"{{{{dsl}}}} reads page {at} of the long book.\n" for at in ("one", "six", "nine"))
    found = row(old.replace("{{dsl}}", "{{head}}"), old, ("{{dsl}}", "{{head}}"))
    assert found.changed == ("“{{dsl}}” is now “{{head}}”, 3 times",)
    assert found.asks == ("Was “{{dsl}}”, is now “{{head}}”, 3 times",)


def test_whole_clauses_and_moves() -> None:
    found = table(
        report_on(
            PolicyClause("c", "two", "Moved", "as-is", "Same.\n", None, number="2.1"),
            PolicyClause("b", "one", "Left out", "dropped", BASE, None, reason="No.", freedom="agreed"),
            PolicyClause("x", "one", "Ours", "local", None, "# H\n\nWe sing. All must sing here.\n", False, number="A"),
            PolicyClause("y", "one", "Theirs", "as-is", "We dance.\n", None, False, number="1.9"),
            model="bc",
        )
    )
    dropped, ours, theirs = found.rows
    assert dropped.name == "Left out"
    assert dropped.changed == ("Left out: the whole clause (18 words)",)
    assert dropped.decided == "not recorded"
    assert dropped.asks == (
        "No longer said here: “Staff should ask before they post a picture.”",
        "Agreed with the unions: changing it means local consultation first",
    )
    assert ours.name == "Appendix A Ours"
    assert ours.changed == ("Added: the school's own clause (7 words)", "It begins: “We sing.”")
    assert ours.asks == ("New: “All must sing here.”",)
    assert theirs.changed[0] == "Added: the library's words; the model does not have this clause (2 words)"
    assert found.moved == ("2.1 Moved",)
    assert found.counts == {"substantive": 3, "wording": 0, "layout": 0, "moved": 1}
    assert found.besides == "Besides these, 1 clause moved with every word kept."


def test_wording_and_layout_are_counted_apart_and_named() -> None:
    wording = replace(adapted(BASE.replace("good news", "happy news")), id="b", title="Words", number="1.3")
    layout = replace(adapted(BASE.replace("news on", "news\non")), id="c", title="Lines", number="1.4")
    report = report_on(adapted(BASE.replace("should", "must")), wording, layout)
    found = table(report)
    assert found.besides == "Besides these, 1 clause changed in wording only and 1 clause in layout only."
    assert found.lists == (("Wording only", ("1.3 Words",)), ("Layout only", ("1.4 Lines",)))
    for face in (changes.text(report), changes.markdown(report), html(report)):
        assert found.besides in face
        assert "Wording only: 1.3 Words" in face.replace("\\", "")
    assert table(report_on(layout)).besides == "In all, 1 clause changed in layout only."
    assert "No clause has changed in substance." in changes.markdown(report_on(layout))
    data = changes.as_data(report)
    assert data["changes"] == {"substantive": 1, "wording": 1, "layout": 1, "moved": 0}


def test_the_table_is_a_table_in_markdown_and_a_narrow_list_in_text() -> None:
    new = BASE.replace("should ask", "must ask") + "Nobody posts a | border or <b>bold</b> *words*\tat home.\n"
    report = report_on(adapted(new, reason="One line,\n\n| and another."))
    tokens = MarkdownIt("commonmark").enable("table").parse(changes.markdown(report))
    cells = [tokens[at + 1] for at, token in enumerate(tokens) if token.type in {"th_open", "td_open"}]
    said = ["".join(child.content for child in cell.children or ()) for cell in cells]
    assert said[:5] == list(COLUMNS)
    assert len(said) == 10
    assert said[5] == "1.2 Pictures"
    assert "a | border or <b>bold</b> words at home." in said[6]
    assert said[7] == "One line, | and another."
    text = changes.text(report)
    table_lines = text[text.index("Substantive changes") : text.index("The first section")].split("\n")
    assert max(len(line) for line in table_lines) <= 78
    assert "    Asks:    Was “should”, is now “must”: “Staff must ask before they post a" in table_lines
    page = html(report)
    assert page.count("<tr>") == 2
    assert "<b>" not in page
    rows = changes.as_data(report)["substantive"]
    assert isinstance(rows, list)
    assert list(rows[0]) == ["clause", "number", "title", "changed", "why", "who", "on", "asks"]
    assert (rows[0]["clause"], rows[0]["number"], rows[0]["who"], rows[0]["on"]) == ("a", "1.2", "Head", "2026-11-22")


def test_sections_that_moved_are_told_once_and_undecided_clauses_are_told_too() -> None:
    ours = [PolicyClause(name, "two" if name == "c" else "one", name, "as-is", "T.\n", None) for name in "cab"]
    places = [ModelPlace(name, "two" if name == "c" else "one", name) for name in "abcd"]
    report = Report(compare(places, ours), ABOUT)
    assert report.differs
    for face in (changes.text(report), changes.markdown(report), html(report)):
        assert "In another order than in the model: the section “The " in face
    assert "1 clause of the model is still undecided." in changes.markdown(report)
    assert Report(Comparison((), ("one",)), ABOUT).differs
    assert not Report(Comparison((), ("one",)), ABOUT, kinds=("dropped",)).differs


def test_quotations_read_as_the_policy_reads(decided: Draft, open_session: Callable[[Draft], Session]) -> None:
    session = open_session(decided)
    about = About.of(session.document(), session.outline())
    report = Report(session.comparison(), about, roles=session.roles, read=plain_reader(session))
    by_id = {row.clause: row for row in table(report).rows}
    assert by_id["celebrating-achievement"].decided == "IT lead, 22 November 2026"
    assert by_id["celebrating-achievement"].changed == (
        "“every Friday” is new in “We post good news on [Where do you post?] every Friday.”",
        "Gone: “We never use a surname.”",
    )
    assert by_id["class-livestreams"].why == "We never livestream."
    assert by_id["former-pupils"].number == "2.4"
    old = "On Mondays {{dsl}} reads the page and the letters.\n"
    asked = replace(report_on(adapted(old.replace("{{dsl}}", "nobody"), old)), read=plain_reader(session))
    assert table(asked).rows[0].changed == ("“the Designated Safeguarding Lead” is now “nobody”",)
    read = plain_reader(session)
    assert read("{{dsl}} reads {{ref:facebook}} and {{fact:kcsie-edition}}, a \\* {{nothing}}.") == (
        "The Designated Safeguarding Lead reads “Facebook” and Keeping children safe in education 2026, a * [nothing]."
    )
