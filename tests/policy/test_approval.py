"""An approval, how a policy stands to it, what stands before it, and whether a published file is it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy import decisions
from composer.policy.approval import Approval, Minuted, Standing, approve, check_minuted, standing
from composer.policy.document import Document, OpenBlank, PrintedClause, PrintedSection, assemble
from composer.policy.policy import SectionHead
from composer.policy.problems import Problem, Refusal
from composer.policy.readiness import blockers, review_gone_by
from composer.policy.verifying import Record, layout_differences, verify

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft

TODAY = date(2027, 4, 1)
MINUTED = Minuted("Full governing body", "Spring term meeting", "2027/14", date(2027, 3, 12), "IT lead")
WORDS = "We post good news, and say why.\nStaff may ask the office."


def document(**changes: Any) -> Document:
    clauses = (
        PrintedClause("purpose", "1.1", "Purpose", "as-is", WORDS, WORDS),
        PrintedClause("safety", "1.2", "Safety", "adapted", "Ask.", "Ask first."),
    )
    section = PrintedSection(SectionHead("governance", "Governance"), "1", "What it is for.", clauses)
    other = PrintedSection(
        SectionHead("apps", "Appendices", "", appendix=True),
        "",
        "",
        (PrintedClause("fb", "A", "FB", "local", "x", "x"),),
    )
    plain = Document(
        "Social media policy",
        "Oakfield School",
        "A model",
        "2026.1",
        (section, other),
        (),
        (),
        (),
        (),
        "The head",
        "May",
    )
    return replace(plain, **changes)


def with_clause(at: int = 0, **changes: Any) -> Document:
    plain = document()
    section = plain.sections[0]
    clauses = list(section.clauses)
    clauses[at] = replace(clauses[at], **changes)
    return replace(plain, sections=(replace(section, clauses=tuple(clauses)), *plain.sections[1:]))


def with_section(**changes: Any) -> Document:
    plain = document()
    return replace(plain, sections=(replace(plain.sections[0], **changes), *plain.sections[1:]))


@pytest.fixture(scope="module")
def approval() -> Approval:
    return approve(document(), "# Social media policy\n\n**Oakfield School**\n\nWe post good news.\n", MINUTED)


def test_a_policy_says_how_it_stands_in_words(approval: Approval) -> None:
    assert standing(None, document()).in_words == "not approved yet"
    assert standing(approval, document()) == Standing("approved", approval)
    assert standing(approval, document()).in_words == "approved 12 March 2027"
    changed = standing(approval, with_clause(text="We post."))
    assert (changed.state, changed.in_words) == ("changed", "changed since approval on 12 March 2027")
    trouble = standing(None, document(), Problem("it was changed by hand", "get it back"))
    assert (trouble.state, trouble.approval, trouble.in_words) == ("trouble", None, "approval not known")
    assert trouble.trouble == "it was changed by hand; get it back"


@pytest.mark.parametrize(
    "now",
    [
        with_clause(text="We post good news,\nand say why. Staff  may ask\nthe office.\n"),
        with_clause(text=WORDS.replace("the office", "the\u00a0office")),
        with_clause(1, title="  Safety "),
        with_clause(id="another-id"),
        with_clause(state="adapted"),
        with_section(intro="What it is\nfor."),
        document(model_title="A newer model", model_version="2027.1"),
        document(undecided=("new",), undecided_titles=("New",)),
    ],
)
def test_what_changes_no_word_keeps_the_approval(approval: Approval, now: Document) -> None:
    assert standing(approval, now).state == "approved"


@pytest.mark.parametrize(
    "now",
    [
        with_clause(text=WORDS.replace("may", "must")),
        with_clause(text=WORDS.replace("good news,", "good news")),
        with_clause(text=WORDS.replace("\n", "\n\n")),
        with_clause(1, title="Our safety"),
        with_clause(number="1.3"),
        with_section(intro="What it is not for."),
        with_section(head=SectionHead("governance", "Governing")),
        with_section(clauses=document().sections[0].clauses[:1]),
        with_section(clauses=document().sections[0].clauses[::-1]),
        document(sections=document().sections[:1]),
        document(sections=document().sections[::-1]),
        document(sections=()),
        document(title="Social media rules"),
        document(school="Oakfield Academy"),
        document(owner="The deputy"),
        document(next_review="June"),
    ],
)
def test_a_word_or_the_order_ends_the_approval(approval: Approval, now: Document) -> None:
    assert standing(approval, now).state == "changed"


def test_a_clause_that_moves_to_the_next_section_ends_the_approval() -> None:
    """Each clause keeps its number and its place in the whole; only the section around it is another."""
    one, two = document().sections[0].clauses
    head = SectionHead("risk", "Risk")
    then = document(
        sections=(
            PrintedSection(SectionHead("governance", "Governance"), "1", "", (one, two)),
            PrintedSection(head, "2", "", (one,)),
        )
    )
    now = document(
        sections=(
            PrintedSection(SectionHead("governance", "Governance"), "1", "", (one,)),
            PrintedSection(head, "2", "", (two, one)),
        )
    )
    assert standing(approve(then, "", MINUTED), then).state == "approved"
    assert standing(approve(then, "", MINUTED), now).state == "changed"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"body": " "}, "the body that approved is missing"),
        ({"body": "\u200b"}, "the body that approved is missing"),
        ({"meeting": ""}, "the meeting is missing"),
        ({"minute": ""}, "the minute reference is missing"),
        ({"recorded_by": ""}, "who records the approval is missing"),
        ({"minute": "1\n2"}, "the minute reference is too long"),
        ({"body": "x" * 201}, "the body that approved is too long"),
        ({"meeting": "Spring\u202e"}, "the meeting holds the character U+202E"),
        ({"on": date(2027, 4, 2)}, "2 April 2027 is still to come"),
        ({"on": date(27, 3, 12)}, "0027-03-12 is not a date of an approval"),
        ({"on": date(2027, 3, 11)}, "11 March 2027 is before the last approval, on 12 March 2027"),
    ],
)
def test_an_approval_that_cannot_be_is_refused(approval: Approval, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_minuted(replace(MINUTED, **changes), today=TODAY, last=approval)
    assert str(refused.value).startswith(said)
    assert refused.value.mend


def test_the_day_itself_is_no_day_too_late_or_too_early(approval: Approval) -> None:
    check_minuted(replace(MINUTED, on=TODAY), today=TODAY, last=approval)
    check_minuted(MINUTED, today=TODAY, last=approval)
    check_minuted(replace(MINUTED, on=date(2001, 1, 1)), today=TODAY, last=None)


# What stands before an approval


def test_every_blocker_names_its_clause_and_what_to_do(decided: Draft, library: Library, model: Model) -> None:
    marked = "Ask.\n<<<<<<< ours\nFirst.\n=======\nLater.\n>>>>>>> theirs\n"
    draft = decisions.adapt(
        decided, library, model, "facebook", marked, by="IT lead", on=TODAY, reason="It was in conflict."
    )
    draft = decisions.pick(draft, library, model, "comments-closed", by="IT lead", on=TODAY)
    draft = decisions.drop(draft, library, model, "register-of-accounts", "No.", by="IT lead", on=TODAY)
    decision = replace(draft.policy.decisions["register-of-accounts"], reason=" ")
    policy = replace(draft.policy, decisions={**draft.policy.decisions, "register-of-accounts": decision})
    draft = replace(draft, policy=policy)
    found = blockers(draft, assemble(draft, library, model), conflicts=("Purpose",), findings=("No HR route: add one",))
    assert found == (
        "Mend: a reference to “Register of accounts”, which is not in this policy, in 1.2 Safeguarding comes first",
        "Fill in: Where do you post? (channels), in 2.1 Celebrating achievement",
        "Fill in: How soon do you answer? (reply_days), in 2.2 Comments are open",
        "Every other service (other-services) is undecided: take it, or drop it with a reason",
        "2.2 Comments are open and 2.4 Comments are closed exclude each other: keep one, drop the other",
        "Register of accounts is dropped without a reason: say why",
        "Appendix A Facebook has the marks of a merge in its text: keep what is right and take them out",
        "Purpose is in conflict with its update from the model: settle it",
        "No HR route: add one",
    )


def test_nothing_stands_before_a_finished_policy_and_something_before_an_empty_one(
    decided: Draft, library: Library, model: Model
) -> None:
    quiet = replace(decided, policy=replace(decided.policy, decisions={}))
    assert blockers(quiet, document()) == ()
    assert blockers(quiet, document(sections=())) == ("No clause is in the policy: take some from its model",)
    blank = OpenBlank("fact", "age", "the fact age", ("fb",))
    assert blockers(quiet, document(open_blanks=(blank,))) == ("Find: the fact age, in Appendix A FB",)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("<<<<<<< ours\na\n||||||| base\nb\n=======\nc\n>>>>>>> theirs", True),
        ("a\n>>>>>>> theirs\n", True),
        ("<<<<<<<\nleft", True),
        ("a\n||||||| base\n", True),
        ("A heading\n=======\n", False),
        ("Text with <<<<<<< in it", False),
        ("|||||||\n", True),
        ("- a\n  <<<<<<< ours\n", True),
        ("> >>>>>>> theirs\n", True),
        ("<<<<<<<<< nine", False),
    ],
)
def test_the_marks_of_a_merge_are_seen_and_markdown_is_not_taken_for_them(
    decided: Draft, text: str, marked: bool
) -> None:
    decision = replace(decided.policy.decisions["facebook"], mode="adapted", text=text, reason="So.")
    draft = replace(decided, policy=replace(decided.policy, decisions={"facebook": decision}))
    assert any("marks of a merge" in line for line in blockers(draft, document())) is marked
    dropped = replace(decision, mode="dropped")
    draft = replace(decided, policy=replace(decided.policy, decisions={"facebook": dropped}))
    assert blockers(draft, document()) == ()


# Whether a file is the approved one

TEXT = "# Social media policy\n\n**Oakfield School**\n\nWe post “good” news.\nStaff may ask.\n\n- One: café.\n"


def record(text: str, on: date = MINUTED.on, school: str = "oakfield", newest: Approval | None = None) -> Record:
    made = approve(document(), text, replace(MINUTED, on=on))
    return Record(school, f"{on}.toml", made, newest or made)


def test_only_the_same_bytes_are_the_approved_file() -> None:
    known = record(TEXT)
    assert verify(TEXT.encode(), [known]).state == "approved"
    assert verify(TEXT.encode(), []).state == "unknown"
    later = record(TEXT.replace("may", "must"), date(2028, 1, 1))
    earlier = replace(known, newest=later.approval)
    found = verify(TEXT.encode(), [earlier, later])
    assert (found.state, found.record) == ("earlier", earlier)
    assert verify(later.approval.text.encode(), [earlier, later]).state == "approved"


def test_a_text_that_two_schools_approved_is_the_one_that_still_stands() -> None:
    one, two = record(TEXT), record(TEXT, school="other")
    one = replace(one, newest=record("# x\n").approval)
    assert verify(TEXT.encode(), [two, one]).record == two
    assert verify(TEXT.encode(), [one, two]).record == two


@pytest.mark.parametrize(
    ("data", "differs"),
    [
        (TEXT.replace("\n", "\r\n").encode(), ("the line endings",)),
        (b"\xef\xbb\xbf" + TEXT.encode(), ("a byte order mark at its start",)),
        (TEXT.rstrip("\n").encode(), ("blanks at the ends of lines or of the file",)),
        (TEXT.replace("news.", "news.  ").encode(), ("blanks at the ends of lines or of the file",)),
        (TEXT.replace("é", "e\u0301").encode(), ("how accents are encoded",)),
        (TEXT.replace("news.\n", "news. ").encode(), ("wrapping, spaces, quotes or dashes",)),
        (TEXT.replace("“good”", '"good"').encode(), ("wrapping, spaces, quotes or dashes",)),
        (
            b"\xef\xbb\xbf" + TEXT.replace("news.\n", "news. ").replace("\n", "\r\n").encode(),
            ("a byte order mark at its start", "the line endings", "wrapping, spaces, quotes or dashes"),
        ),
    ],
)
def test_a_file_that_reads_the_same_is_told_by_what_differs(data: bytes, differs: tuple[str, ...]) -> None:
    found = verify(data, [record(TEXT)])
    assert (found.state, found.differs) == ("layout", differs)


def test_a_changed_word_is_compared_with_the_nearest_approval() -> None:
    first, second = record(TEXT), record(TEXT.replace("One", "Two"), date(2028, 1, 1))
    other = record(TEXT.replace("Oakfield", "Fenmoor").replace("may", "must"), school="fenmoor")
    file = TEXT.replace("may", "must")
    found = verify(file.encode(), [other, first, second])
    assert (found.state, found.record, found.same_policy) == ("changed", first, True)
    assert verify(file.replace("One", "Two").encode(), [first, second, other]).record == second
    renamed = verify(file.replace("Oakfield", "Ash").encode(), [first])
    assert (renamed.state, renamed.record, renamed.same_policy) == ("changed", first, False)
    assert verify(b"# A menu\n\nSoup\n", [first, second]).state == "unknown"
    assert verify(b"", [first]).state == "unknown"


@given(st.text(max_size=60), st.text(max_size=60))
def test_layout_is_told_exactly_when_the_texts_differ_and_read_the_same(ours: str, approved: str) -> None:
    from composer.text import sense_form

    approved = approved.replace("\r", "").removeprefix("\ufeff")
    same = sense_form(ours.removeprefix("\ufeff")) == sense_form(approved)
    assert bool(list(layout_differences(ours, approved))) is (same and ours != approved)


def test_a_next_review_that_has_passed_is_told(decided: Draft) -> None:
    due = replace(decided, policy=replace(decided.policy, values={"next_review": date(2026, 11, 1)}))

    assert review_gone_by(due, date(2026, 11, 1)) == ""
    assert review_gone_by(decided, date(2026, 11, 2)) == ""
    assert "is due on 1 November 2026, and that has passed" in review_gone_by(due, date(2026, 11, 2))
