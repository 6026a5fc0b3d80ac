"""The table of what can be exported, and what each export is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.export import making
from composer.export.changes_markdown import markdown
from composer.export.making import FORMATS, WHATS, Made, file_name, format_of, make, report_of, shown
from composer.export.markdown import approved, policy_markdown, published
from composer.export.page import Page, accepted, plain
from composer.export.stamping import dated, version_of
from composer.export.table_of_changes import table as table_of
from composer.policy.approval import Minuted
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.policy.policy import Draft
    from composer.session import Session
    from tests.conftest import OpenSession

MINUTED = Minuted("Full governing body", "Spring meeting", "3", date(2027, 3, 12), "IT lead")


@pytest.fixture
def session(open_session: OpenSession, decided: Draft) -> Session:
    """A school that has made every kind of decision, with a clause in each short version."""
    opened = open_session(decided)
    opened.mark("purpose", short=("staff", "parents", "pupils"))
    return opened


def page(session: Session, what: str, format_: str = "pdf", *, since: bool = False) -> Page:
    found = shown(session, what, format_, since=since)
    assert isinstance(found, Page)
    return found


@pytest.mark.parametrize(
    ("what", "format_", "since", "name"),
    [
        ("policy", "docx", False, "ash-social-media-policy.docx"),
        ("changes", "md", False, "ash-changes-from-the-model.md"),
        ("changes", "docx", True, "ash-changes-since-approval.docx"),
        ("redline", "html", False, "ash-redline.html"),
        ("redline", "pdf", True, "ash-redline-since-approval.pdf"),
        ("evidence", "md", True, "ash-evidence.md"),
        ("parents", "pdf", False, "ash-for-parents.pdf"),
    ],
)
def test_a_file_is_named_after_the_school_and_what_it_is(what: str, format_: str, since: bool, name: str) -> None:
    assert file_name("ash", what, format_, since=since) == name


def test_no_two_exports_have_one_name_and_each_name_tells_its_format() -> None:
    names = [
        file_name("ash", what, format_, since=since)
        for what in WHATS
        for format_ in FORMATS
        for since in ({False, WHATS[what].compares})
    ]
    assert len(set(names)) == len(names) == 4 * (8 + 3)
    assert all(FORMATS[format_of(name)].suffix == name[name.index(".") :] for name in names)
    endings = {"A.MD": "md", "a.markdown": "md", "a.htm": "html", "a.Docx": "docx", "a": "", "a.txt": "", "docx": ""}
    assert {name: format_of(name) for name in endings} == endings


@pytest.mark.parametrize("what", WHATS)
def test_everything_can_be_made_in_every_format_and_twice_alike(
    what: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Page] = []

    def face(made: Page) -> bytes:
        given.append(made)
        return repr(made).encode()

    monkeypatch.setattr("composer.export.word.page_docx", face)
    monkeypatch.setattr("composer.export.pdf.page_pdf", face)
    for format_ in FORMATS:
        assert make(session, what, format_) == make(session, what, format_) != Made(b"")
    assert {bool(each.against) for each in given} == {what in {"changes", "redline"}}
    for each in given:
        assert each.school == "Oakfield Primary School"
        assert each.title
        assert each.purpose == WHATS[what].purpose
    assert {each.version for each in given} == {
        "policy": {"Draft"},
        "changes": {"Policy: draft", "Draft, with changes marked"},
        "redline": {"Draft, with changes marked"},
    }.get(what, {"Policy: draft"})


def test_the_policy_is_the_published_text_in_every_face(session: Session) -> None:
    made = make(session, "policy", "md")
    assert made.data.decode() == published(session.document(), session.standing())
    found = page(session, "policy")
    assert (found.numbered, found.contents) == (True, True)
    numbers = {block.number.removeprefix("Appendix "): block.key for block in found.blocks if block.key}
    assert numbers == {
        clause.number: clause.id for section in session.document().sections for clause in section.clauses
    }
    assert make(session, "policy", "docx").data.startswith(b"PK")
    assert make(session, "policy", "pdf").data.startswith(b"%PDF-")
    assert b"<h1" in make(session, "policy", "html").data


def test_the_changes_are_a_report_and_in_word_the_policy_with_its_changes_tracked(session: Session) -> None:
    assert make(session, "changes", "md").data.decode() == markdown(report_of(session))
    assert page(session, "changes").title == "What our policy changes in the model, and why"
    words = [words for block in page(session, "changes").blocks for words in block.words]
    assert [each.text for each in words if each.mark == "ins"][:2] == ["like these", "every Friday"]
    assert [each.text for each in words if each.mark == "del"][:2] == ["like these", "We never use a surname."]
    assert page(session, "changes").against == "A county's model policy, version 2026.1"
    tracked, marked = page(session, "changes", "docx"), page(session, "redline", "docx")
    assert replace(tracked, purpose="") == replace(marked, purpose="")
    policy = page(session, "policy")
    settled = [block.text for block in accepted(marked).blocks if block.kind == "heading"]
    assert settled == [block.text for block in policy.blocks if block.kind == "heading"][-len(settled) :]
    assert "{++" in make(session, "redline", "md").data.decode()


def test_what_changed_since_the_approval_needs_one(session: Session) -> None:
    for what in WHATS:
        if WHATS[what].compares:
            with pytest.raises(Problem, match="not been approved yet"):
                make(session, what, "md", since=True)
    session.approval = approved(session.document(), MINUTED)
    session.drop("purpose", "It says nothing.")
    assert make(session, "changes", "md", since=True).data.decode().startswith("# What has changed in our policy since")
    assert "Our policy" not in page(session, "redline", since=True).against
    assert page(session, "redline", since=True).against == "the policy approved on 12 March 2027"
    assert "the policy approved on 12 March 2027" in make(session, "sentences", "md", since=True).data.decode()
    session.approval_trouble = Problem("the record is damaged")
    with pytest.raises(Problem, match="the record is damaged"):
        make(session, "sentences", "md", since=True)


def test_a_page_says_how_the_policy_stands_and_has_the_policys_own_day(session: Session) -> None:
    newest = max(each.decided_on for each in session.policy.decisions.values() if each.decided_on)
    assert (version_of(session), dated(session)) == ("Draft", newest)
    session.approval = approved(session.document(), MINUTED)
    assert (version_of(session), dated(session)) == ("Approved 12 March 2027", date(2027, 3, 12))
    assert page(session, "policy").version == "Approved 12 March 2027"
    session.drop("purpose", "It says nothing.")
    assert (version_of(session), dated(session)) == ("Changed since it was approved on 12 March 2027", newest)
    session.approval_trouble = Problem("damaged")
    assert version_of(session) == "Approval not known"


def test_of_an_approved_policy_the_approved_text_is_written(session: Session) -> None:
    text = policy_markdown(session.document(), MINUTED.front).replace("celebrate", "cele\\brate")
    session.approval = replace(approved(session.document(), MINUTED), text=text)
    assert make(session, "policy", "md").data.decode() == text


def test_a_policy_without_a_day_has_that_of_its_model_and_none_once_the_model_moved_on(
    open_session: OpenSession, new_draft: Draft
) -> None:
    session = open_session(new_draft)
    assert dated(session) == session.newest.date
    session.newest = replace(session.newest, version="2099", date=date(2099, 1, 1))
    assert dated(session) is None


def test_a_format_whose_package_is_missing_is_refused_before_anything_is_made(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "find_spec", lambda module: None)
    monkeypatch.setattr(making, "shown", lambda *_, **__: pytest.fail("made before it was known that it can be"))
    for format_, package in (("docx", "python-docx"), ("pdf", "typst")):
        with pytest.raises(Problem) as problem:
            make(session, "policy", format_)
        extra = FORMATS[format_].extra
        name = FORMATS[format_].name
        assert str(problem.value) == f"{name} files need the package {package}; pip install 'policy-composer[{extra}]'"
    monkeypatch.undo()
    assert make(session, "changes", "html")


def test_a_report_with_many_headings_has_contents_and_a_line_for_every_item(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = "We post weekly.\n\nStaff must never ask.\n\nNobody posts a *name* | 12.\n"
    session.adapt("celebrating-achievement", own, "Plainer.")
    found = page(session, "changes")
    (table,) = (block for block in found.blocks if block.kind == "table")
    changed = [plain(row.cells[1]).split("\n") for row in table.rows[1:]]
    told = [row.changed for row in table_of(report_of(session)).rows]
    assert [[line.removeprefix("• ") for line in lines] for lines in changed] == [list(each) for each in told]
    assert max(map(len, told)) > 1
    assert (
        "\n" not in make(session, "changes", "md").data.decode().split("| Clause |")[1].split("\n\n")[0].split("\n")[2]
    )
    assert [page(session, what).contents for what in ("changes", "evidence", "staff")] == [True, True, False]
    monkeypatch.setattr(making, "_FEW_HEADINGS", 99)
    assert not page(session, "evidence").contents


def test_only_the_policys_own_text_was_approved_and_marked_words_are_said_to_be(session: Session) -> None:
    session.approval = approved(session.document(), MINUTED)
    assert page(session, "staff").version == "Policy: approved 12 March 2027"
    assert page(session, "redline").version == "Approved 12 March 2027, with changes marked"
    assert page(session, "redline", since=True).version == "Approved 12 March 2027"


def test_what_a_pdf_shows_by_name_is_told(session: Session) -> None:
    assert make(session, "staff", "pdf").told == ""
    session.adapt("purpose", "We celebrate 🎓.\n", "With a cap.")
    told = "shown by name because the PDF's letters lack them: ⟨graduation cap⟩; Word and HTML have them"
    assert make(session, "staff", "pdf").told == told
    assert make(session, "staff", "html").told == ""
    assert making._named({str(at): f"⟨{at}⟩" for at in range(14)}).count("⟨") == 12
    assert ", and 2 more; Word" in making._named({str(at): f"⟨{at}⟩" for at in range(14)})
