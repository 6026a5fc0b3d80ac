"""A school's document on its way into a policy: proposals, corrections, and nothing lost."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import text as prose
from composer.imports.matching import matcher
from composer.policy.clause import Clause
from composer.policy.dictionary import ValueEntry
from composer.policy.document import assemble, plainly
from composer.policy.incoming import CutUp, LeftOut, Origin, Piece, PieceSection
from composer.policy.library import Category, Library, Model, ModelSection
from composer.policy.policy import Draft, Heading
from composer.policy.problems import Problem, Refusal
from composer.session.importing import Importing
from composer.store.library_files import load_library
from composer.store.school_files import open_school
from composer.store.workspace import find_workspace
from tests.cli.conftest import REPOSITORY
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.imports.matching import Matcher
    from composer.policy.document import Document
    from composer.policy.school import Profile

PURPOSE = "Oakfield Primary School uses social media to celebrate what its pupils do. Questions go to Mrs Jones.\n"
LIVE = "A class may be livestreamed after Mrs Jones agrees.\n"
ANSWERS = "We answer within 3 days.\n"
OWN = "The minibus has no signal.\n\n- Nobody rings the driver.\n- The office keeps a list.\n"


@pytest.fixture(scope="module")
def matching(library: Library, model: Model) -> Matcher:
    """A matcher over the small library."""
    return matcher(library, model)


def sections(*found: tuple[str, list[tuple[str, str]]], title: str = "Being online") -> CutUp:
    """A document of sections, each with titles and texts."""
    made, index = [], 0
    for at, (heading, pieces) in enumerate(found, 1):
        cut = []
        for count, (name, text) in enumerate(pieces, 1):
            index += 1
            cut.append(Piece(index, name, "heading", text, f"{at}.{count}"))
        made.append(PieceSection(heading, tuple(cut), str(at), heading.startswith("Appendix")))
    return CutUp(title, tuple(made))


DOCUMENT = sections(
    ("Why", [("Purpose", PURPOSE), ("Our bus", OWN)]),
    ("Governance", [("Class livestreams", LIVE), ("Replies", ANSWERS)]),
    ("Appendix: Facebook", [("Facebook", "The minimum age is 13.\n")]),
)


@pytest.fixture
def importing(matching: Matcher, profile: Profile) -> Importing:
    """A small document, just proposed."""
    return begin(matching, profile)


def begin(matching: Matcher, profile: Profile, cut: CutUp = DOCUMENT) -> Importing:
    return Importing(cut, matching, profile, origin=Origin("old.docx"), today=TODAY, by="A governor")


def words(text: str) -> list[str]:
    return [token for token in prose.tokens(plainly(text)) if token[0].isalnum()]


def printed(importing: Importing) -> Document:
    return assemble(importing.draft(), importing.matching.library, importing.matching.model)


# -- the proposal ---------------------------------------------------------------------------------------------


def test_each_piece_is_proposed_with_its_score(importing: Importing) -> None:
    assert [(row.label, row.kind, row.id, row.score) for row in importing.rows] == [
        ("1", "as-is", "purpose", 100),
        ("2", "local", "our-bus", 0),
        ("3", "as-is", "class-livestreams", 100),
        ("4", "adapted", "comments-open", 100),
        ("5", "as-is", "facebook", 100),
    ]
    assert importing.rows[3].title == "Replies"
    assert importing.lacking == (
        *("safeguarding-first", "celebrating-achievement", "register-of-accounts"),
        "other-services",
    )
    assert not importing.can_undo


def test_what_the_document_says_in_blanks_becomes_values(importing: Importing) -> None:
    assert [(each.name, each.value, each.rows) for each in importing.values] == [
        ("dsl", "Mrs Jones", (0, 2)),
        ("reply_days", 3, (3,)),
    ]


def test_a_value_that_such_a_school_has_anyway_is_not_written(matching: Matcher, profile: Profile) -> None:
    text = LIVE.replace("Mrs Jones", "the Designated Safeguarding Lead")
    found = begin(matching, profile, sections(("Why", [("Class livestreams", text)])))
    assert [(each.name, each.value) for each in found.values] == [("dsl", None)]
    assert found.draft().policy.values == {}
    assert found.rows[0].kind == "as-is"


def test_a_piece_that_says_another_value_keeps_its_words(matching: Matcher, profile: Profile) -> None:
    pieces = [("Purpose", PURPOSE), ("Class livestreams", LIVE), ("Every other service", "Ask Mr Smith first.\n")]
    found = begin(matching, profile, sections(("Why", pieces)))
    assert [(row.kind, row.text) for row in found.rows][1:] == [
        ("as-is", "A class may be livestreamed after {{dsl}} agrees.\n"),
        ("adapted", "Ask Mr Smith first.\n"),
    ]
    assert found.rows[2].diff is not None
    assert found.rows[2].diff.old == "Ask {{dsl}} first.\n"


def test_known_values_go_back_into_an_adapted_text(matching: Matcher, profile: Profile) -> None:
    changed = PURPOSE.replace("celebrate what its pupils do", "show what its pupils can do").replace("go to", "are for")
    found = begin(matching, profile, sections(("Why", [("Purpose", changed), ("Class livestreams", LIVE)])))
    row = found.rows[0]
    assert row.kind == "adapted"
    assert row.text.startswith("{{school_name}} uses social media to show")
    assert row.text.endswith("Questions are for {{dsl}}.\n")
    assert 70 < row.score < 100


def test_a_value_in_other_letters_is_not_put_back(matching: Matcher, profile: Profile) -> None:
    pieces = [("Purpose", PURPOSE), ("Class livestreams", LIVE.replace("Mrs Jones", "mrs JONES"))]
    found = begin(matching, profile, sections(("Why", pieces)))
    assert (found.rows[1].kind, found.rows[1].text) == ("adapted", pieces[1][1])


@pytest.mark.parametrize("said", ["nobody but Mrs Jones", "Mrs Jones within 3 weeks", "neither Mrs Jones nor the head"])
def test_no_duty_or_deadline_hides_in_a_role(matching: Matcher, profile: Profile, said: str) -> None:
    found = begin(matching, profile, sections(("Why", [("Class livestreams", LIVE.replace("Mrs Jones", said))])))
    assert (found.rows[0].kind, found.values) == ("adapted", ())
    assert found.rows[0].look_at


def test_what_opens_a_sentence_shows_a_value_but_for_its_capital(profile: Profile) -> None:
    entries = (
        ValueEntry("dsl", "Who leads?", "role", default="the safeguarding lead"),
        ValueEntry("head", "Who heads it?", "role"),
        ValueEntry("office", "Where?", "role"),
    )
    body = "{{dsl}} is told. {{head}} decides. {{office}} knows, and {{office}} helps.\n"
    library = Library({"one": Category("one", "One", 1)}, {"told": Clause("told", "one", "Told", body, 1)})
    library = replace(library, values={each.name: each for each in entries})
    found = matcher(library, Model("m", "M", "P", "1", TODAY, (ModelSection("s", "S", ("told",)),)))
    text = "The safeguarding lead is told. The head decides. The office knows, and the office helps.\n"
    importing = begin(found, profile, sections(("Why", [("Told", text)])))
    assert {each.name: each.value for each in importing.values} == {
        "dsl": None,
        "head": "The head",
        "office": "the office",
    }
    assert importing.rows[0].kind == "as-is"


def test_a_fact_that_is_another_now_is_not_put_back(matching: Matcher, profile: Profile) -> None:
    found = begin(matching, profile, sections(("Why", [("Facebook", "The minimum age is 16.\n")])))
    assert (found.rows[0].kind, found.rows[0].text) == ("adapted", "The minimum age is 16.\n")


def test_a_reference_to_a_piece_is_one_to_its_clause(matching: Matcher, profile: Profile) -> None:
    follow = "Staff must follow Keeping children safe in education 2026.\n"
    text = f"{follow}See section 9.2 (Register of accounts) and Appendix A (Facebook).\n"
    register = "The school keeps a register, checked on 1 September 2026.\n"
    cut = sections(
        ("Why", [("Safeguarding comes first", text), ("Register of accounts", register)]),
        ("Appendix", [("Facebook", "The minimum age is 13.\n")]),
    )
    one, two = cut.sections
    named = (one.pieces[0], replace(one.pieces[1], number="9.2"))
    cut = replace(
        cut, sections=(replace(one, pieces=named), replace(two, pieces=(replace(two.pieces[0], number="A"),)))
    )
    found = begin(matching, profile, cut)
    assert [row.kind for row in found.rows] == ["as-is", "as-is", "as-is"]
    assert "section 1.2 (Register of accounts)" in printed(found).sections[0].clauses[0].text
    found.leave_out(1)
    assert found.rows[0].text == (
        f"{follow.replace('Keeping children safe in education 2026', '{{fact:kcsie-edition}}')}"
        "See section 9.2 (Register of accounts) and {{ref:facebook}}.\n"
    )


def test_a_reference_in_the_schools_own_words_is_numbered_anew_where_it_reads_the_same(
    matching: Matcher, profile: Profile
) -> None:
    text = "Zebras: see section 1.1 (Purpose), but Section 1.1 (Purpose), section 1.1 and section 1.2 (Purpose) stay.\n"
    own = "Lions: see section 1.1 (Purpose), section 1.1 and section 1.2 (Purpose).\n"
    cut = sections(("Why", [("Purpose", PURPOSE), ("Zebras", text), ("Lions", own)]))
    rows = begin(matching, profile, cut).rows
    assert rows[1].text == text
    assert rows[2].text == own.replace("section 1.1 (Purpose)", "{{ref:purpose}}")


def test_a_blank_of_the_dictionary_that_was_left_empty_stays_one(matching: Matcher, profile: Profile) -> None:
    found = begin(matching, profile, sections(("Why", [("Purpose", PURPOSE.replace("Mrs Jones", "{{dsl}}"))])))
    assert found.rows[0].kind == "as-is"
    assert found.values == ()


def test_a_title_of_a_section_or_an_opening_gives_way_to_the_clauses(matching: Matcher, profile: Profile) -> None:
    cut = sections(("Films of lessons", [("Films of lessons", LIVE)]))
    for titled in ("section", "opening"):
        piece = replace(cut.sections[0].pieces[0], titled_by=titled)
        found = begin(matching, profile, replace(cut, sections=(replace(cut.sections[0], pieces=(piece,)),)))
        assert (found.rows[0].kind, found.rows[0].title) == ("as-is", "Class livestreams")
        found.keep_title(0, keep=True)
        assert (found.rows[0].kind, found.rows[0].title) == ("adapted", "Films of lessons")


def test_a_document_without_text_is_refused(matching: Matcher, profile: Profile) -> None:
    with pytest.raises(Problem, match="no text"):
        begin(matching, profile, CutUp("Title", ()))


# -- corrections ----------------------------------------------------------------------------------------------


def test_matching_takes_the_clause_from_another_row(importing: Importing) -> None:
    importing.match(1, "purpose")
    assert [(row.id, row.confirmed) for row in importing.rows[:2]] == [("purpose-2", False), ("purpose", True)]
    assert importing.rows[0].kind == "local"
    assert importing.undo() == "matched 2 Our bus"
    assert importing.rows[0].id == "purpose"
    importing.redo()
    assert importing.rows[1].id == "purpose"


def test_a_row_is_the_schools_own_left_out_or_taken_back(importing: Importing) -> None:
    importing.local(0)
    assert (importing.rows[0].kind, importing.rows[0].id, importing.rows[0].text) == ("local", "purpose-2", PURPOSE)
    importing.leave_out(2)
    assert (importing.rows[2].kind, importing.rows[2].id, importing.rows[2].text) == ("left out", "", "")
    assert "class-livestreams" in importing.lacking
    importing.take_back(2)
    assert (importing.rows[2].kind, importing.rows[2].confirmed) == ("as-is", False)
    with pytest.raises(Refusal, match="not left out"):
        importing.take_back(2)


def test_a_clause_given_away_meanwhile_is_not_taken_twice(importing: Importing) -> None:
    importing.leave_out(2)
    importing.match(1, "class-livestreams")
    importing.take_back(2)
    assert [row.id for row in importing.rows].count("class-livestreams") == 1
    assert importing.draft().policy.mode("class-livestreams") == "adapted"


def test_what_is_left_out_gives_its_clause_free(matching: Matcher, profile: Profile) -> None:
    pieces = [("Class livestreams", LIVE), ("Both", f"{LIVE}\n{OWN}")]
    found = begin(matching, profile, sections(("Why", pieces)))
    found.leave_out(0)
    found.split(1, 0)
    assert [row.id for row in found.rows] == ["", "class-livestreams", "the-minibus-has-no-signal"]
    found.take_back(0)
    assert [row.id for row in found.rows][:2] == ["class-livestreams-2", "class-livestreams"]


def test_a_merge_keeps_the_second_heading_and_a_split_gives_it_back(importing: Importing) -> None:
    importing.merge_with_next(0)
    row = importing.rows[0]
    assert (row.label, row.piece.text) == ("1+2", f"{PURPOSE}\n#### Our bus\n\n{OWN}")
    assert [each.label for each in importing.rows] == ["1+2", "3", "4", "5"]
    points = [point.words for point in importing.split_points(0)]
    importing.split(0, points.index("Our bus"))
    assert [(each.label, each.piece.title, each.piece.text) for each in importing.rows[:2]] == [
        ("1+2", "Purpose", PURPOSE),
        ("1+2.2", "Our bus", OWN),
    ]
    assert [row.id for row in importing.rows[:2]] == ["purpose", "our-bus"]


def test_a_split_in_the_midst_is_titled_by_its_opening(importing: Importing) -> None:
    at = [point.words for point in importing.split_points(1)].index("Nobody rings the driver.")
    importing.split(1, at)
    row = importing.rows[2]
    assert (row.label, row.piece.title, row.piece.titled_by) == ("2.2", "Nobody rings the driver.", "opening")
    assert importing.position("2.2") == 2
    with pytest.raises(Refusal, match="no split point 9"):
        importing.split(2, 8)


def test_nothing_is_merged_over_the_end_of_a_section(importing: Importing) -> None:
    for index in (1, 4):
        with pytest.raises(Refusal, match="in its section"):
            importing.merge_with_next(index)
    importing.leave_out(3)
    with pytest.raises(Refusal, match="left out"):
        importing.merge_with_next(2)
    assert importing.confirmed == 1


def test_a_person_finds_a_piece_by_its_first_number(importing: Importing) -> None:
    importing.merge_with_next(0)
    assert importing.position("3") == 1
    with pytest.raises(Problem, match=r"piece 2 is part of 1\+2 now"):
        importing.position("2")
    with pytest.raises(Problem, match="no piece '9'; there are 1 to 5"):
        importing.position("9")


def test_clear_rows_are_confirmed_at_once(importing: Importing) -> None:
    importing.match(1, "other-services")
    assert importing.confirm_clear(90) == 4
    assert importing.confirm_clear(90) == 0
    assert importing.confirmed == 5
    importing.undo()
    importing.confirm(0)
    assert [row.confirmed for row in importing.rows] == [True, True, False, False, False]


def test_a_clear_row_that_changes_a_duty_waits_for_a_person(matching: Matcher, profile: Profile) -> None:
    changed = PURPOSE.replace("uses social", "may not use social")
    found = begin(matching, profile, sections(("Why", [("Purpose", changed), ("Class livestreams", LIVE)])))
    assert found.rows[0].look_at == ("“may not” is new",)
    assert found.confirm_clear(60) == 1
    assert [row.confirmed for row in found.rows] == [False, True]


def test_a_new_title_is_printed_and_the_old_one_remembered(importing: Importing) -> None:
    importing.retitle(1, "  The bus\n")
    importing.retitle(1, "The minibus")
    assert (importing.rows[1].title, importing.rows[1].id) == ("The minibus", "the-minibus")
    assert importing.was_titled(1) == "Our bus"
    with pytest.raises(Refusal, match="the title is empty"):
        importing.retitle(1, " ")
    importing.keep_title(3, keep=False)
    assert (importing.rows[3].kind, importing.was_titled(3)) == ("as-is", "Replies")


def test_a_person_sets_and_refuses_values(importing: Importing) -> None:
    def kinds() -> list[str]:
        return [row.kind for row in importing.rows]

    importing.set_value("dsl", None)
    assert kinds()[2] == "adapted"
    assert importing.draft().policy.values == {"reply_days": 3}
    importing.set_value("dsl", "Mrs Jones")
    assert kinds()[2] == "as-is"
    importing.set_value("channels", "Facebook; the website")
    assert importing.draft().policy.values["channels"] == ("Facebook", "the website")
    with pytest.raises(Problem, match="there is no value"):
        importing.set_value("dls", "x")
    with pytest.raises(Problem, match="whole number"):
        importing.set_value("reply_days", "soon")


def test_the_profile_decides_what_blanks_say(importing: Importing) -> None:
    before = importing.rows
    importing.set_profile(replace(importing.profile, name="Another School"))
    assert importing.rows[0].kind == "adapted"
    importing.undo()
    assert importing.rows == before


def test_what_cannot_be_done_changes_nothing(importing: Importing) -> None:
    before = importing.rows
    for wrong in (
        lambda: importing.match(0, "purpse"),
        lambda: importing.match(9, "purpose"),
        lambda: importing.confirm(-1),
        lambda: importing.set_title(" "),
        importing.undo,
        importing.redo,
    ):
        with pytest.raises(Problem):
            wrong()
    assert importing.rows == before
    assert not importing.can_undo


def test_suggestions_leave_confirmed_rows_alone(matching: Matcher, profile: Profile) -> None:
    both = sections(("Why", [("Purpose", f"{PURPOSE}\n{LIVE}")]))
    found = begin(matching, profile, both)
    assert [(each.kind, each.index) for each in found.suggestions] == [("split", 0)]
    found.confirm(0)
    assert found.suggestions == ()


# -- what it comes to ------------------------------------------------------------------------------------------


def test_the_draft_has_the_documents_sections_and_decisions(importing: Importing) -> None:
    draft = importing.draft()
    policy = draft.policy
    assert policy.title == "Being online"
    assert policy.sections == {
        "why": ("purpose", "our-bus"),
        "our-governance": ("class-livestreams", "comments-open"),
        "appendix-facebook": ("facebook",),
    }
    assert policy.headings == {
        "why": Heading("Why"),
        "our-governance": Heading("Governance"),
        "appendix-facebook": Heading("Appendix: Facebook", appendix=True),
    }
    modes = {key: (each.mode, each.title, each.reason) for key, each in policy.decisions.items()}
    assert modes == {
        "purpose": ("as-is", "", ""),
        "our-bus": ("local", "Our bus", ""),
        "class-livestreams": ("as-is", "", ""),
        "comments-open": ("adapted", "Replies", ""),
        "facebook": ("as-is", "", ""),
    }
    assert {(each.decided_by, each.decided_on) for each in policy.decisions.values()} == {("A governor", TODAY)}
    assert draft.lock.bases["purpose"].text == importing.matching.library.clauses["purpose"].body
    document = printed(importing)
    assert document.undecided == importing.lacking
    assert [section.intro for section in document.sections] == ["", "", ""]


APPROVED = "Approved by the governing body under Keeping children safe in education 2026."


@pytest.fixture
def introduced() -> CutUp:
    """A document with words under its headings before the first piece, not all of which a model prints there."""
    cut = sections(
        ("About this policy", [("About this policy", f"{APPROVED}\n"), ("Purpose", PURPOSE), ("Our bus", OWN)]),
        ("Good posts", [("Good posts", "What we post, and\nwhy.\n"), ("Class livestreams", LIVE)]),
        ("Replies", [("Replies", "What we post, and why.\n"), ("In time", ANSWERS)]),
    )
    own = [
        replace(each, pieces=(replace(each.pieces[0], titled_by="section"), *each.pieces[1:])) for each in cut.sections
    ]
    return replace(cut, sections=tuple(own))


def test_what_introduces_a_section_of_the_model_is_no_clause(
    matching: Matcher, profile: Profile, introduced: CutUp
) -> None:
    found = begin(matching, profile, introduced)
    assert [row.label for row in found.rows] == ["2", "3", "5", "6", "7"]
    with pytest.raises(Problem, match="no piece '4'; there are 2 to 7"):
        found.position("4")
    (note,) = found.notes
    assert note.startswith("What introduces “About this policy”, “Good posts” is what the model or the library prints")
    draft = found.draft()
    assert list(draft.policy.sections) == ["governance", "positive-use", "replies"]
    assert draft.policy.headings == {"positive-use": Heading("Good posts"), "replies": Heading("Replies")}
    document = assemble(draft, matching.library, matching.model)
    assert [(section.head.title, section.intro) for section in document.sections] == [
        ("About this policy", APPROVED),
        ("Good posts", "What we post, and why."),
        ("Replies", ""),
    ]
    assert [clause.number for section in document.sections for clause in section.clauses] == [
        *("1.1", "1.2", "2.1", "3.1", "3.2"),
    ]


def test_an_introduction_that_a_value_changes_stays_in_the_schools_words(
    matching: Matcher, profile: Profile, introduced: CutUp
) -> None:
    found = begin(matching, profile, introduced)
    found.set_value("governing_body", "the trustees")
    assert found.notes[1].startswith("What introduces “About this policy” would read otherwise")
    document = printed(found)
    first = document.sections[0]
    assert (first.head.id, first.intro) == ("about-this-policy", "")
    assert [each.id for each in first.clauses] == ["about-this-policy", "purpose", "our-bus"]
    assert (first.clauses[0].title, words(first.clauses[0].text)) == ("About this policy", words(APPROVED))


def test_the_introduction_of_a_section_that_is_left_out_is_told(
    matching: Matcher, profile: Profile, introduced: CutUp
) -> None:
    found = begin(matching, profile, introduced)
    found.leave_out(2)
    assert "positive-use" not in found.draft().policy.sections
    assert "- What introduces Good posts: What we post, and why.\n" in found.record()


def test_an_appendix_in_the_midst_stays_where_it_is(matching: Matcher, profile: Profile) -> None:
    found = begin(matching, profile, sections(("Appendix A", [("Bus", OWN)]), ("Why", [("Purpose", PURPOSE)])))
    assert [section.head.title for section in printed(found).sections] == ["Appendix A", "Why"]
    assert not any(each.appendix for each in found.draft().policy.headings.values())


def test_sections_and_titles_that_are_no_names_get_some(matching: Matcher, profile: Profile) -> None:
    cut = sections(("", [("", "Zebras.\n")]), ("Why", [("?!", OWN)]), ("Why", [("Our bus", "Lions.\n")]), title="")
    policy = begin(matching, profile, cut).draft().policy
    assert policy.title == "Social media policy"
    assert {key: each.title for key, each in policy.headings.items()} == {
        "introduction": "Introduction",
        "why": "Why",
        "why-2": "Why",
    }
    assert [each.title for each in policy.decisions.values()] == ["Zebras.", "?!", "Our bus"]


def test_the_record_tells_all_and_reads_as_text(matching: Matcher, profile: Profile) -> None:
    cut = replace(DOCUMENT, notes=("Piece 1 says “Mrs Jones” to “<b>you</b>”.", "Piece 2 says “rings the *”."))
    origin = Origin("old*.docx", "ab12", (LeftOut("picture", "Our [gate](x)", "paragraph 3"),), ("Read as accepted.",))
    found = Importing(cut, matching, profile, origin=origin, today=TODAY)
    found.leave_out(2)
    found.retitle(1, "The bus")
    assert found.notes == ("Read as accepted.", cut.notes[1])
    record = found.record()
    assert "- File: old\\*.docx\n- SHA-256: ab12\n- Taken in on 2026-11-22 by IT lead\n" in record
    assert "| 1 | Why | 1.1 Purpose | purpose, as-is | 100 % |" in record
    assert "the school's own clause the-bus" in record
    assert (
        "- The heading “Our bus” of piece 2, which is titled “The bus” now\n- Piece 3, Class livestreams: 9 words"
        in record
    )
    assert "- picture (paragraph 3): Our \\[gate\\](x)\n" in record
    assert "- Read as accepted.\n" in record
    assert "“rings the \\*”" in record
    assert "<b>" not in record
    assert "- dsl: Mrs Jones\n" in record
    assert "(safeguarding-first)\n" in record
    assert record == found.record()


# -- nothing is lost -------------------------------------------------------------------------------------------

TEXTS = st.sampled_from(
    [
        *(PURPOSE, LIVE, ANSWERS, OWN),
        "The minimum age is 13.\n",
        "We post good news on Facebook and the website.\nWe never use a surname.\n",
        "The school keeps a register, checked on 1 September 2026.\n",
        "mrs Jones. Mrs Jones\n\n1. Ask Mr Smith first.\n   And {{dsl}} too.\n2. {\\{dsl}\\}\n\n> quoted\n",
        "| a | b |\n|---|---|\n| Ask | Mrs \\*Jones\\* |\n",
        "#### Inner\n\nAsk the Designated Safeguarding Lead first. See section 1.1 (Purpose).\n",
        "Comments are switched off.\n\nWe answer within\n3 days. We post in both languages.\n",
    ]
)
TITLES = st.sampled_from(["Purpose", "Why *this*", "", "A & B", "Class livestreams"])
PIECES = st.lists(st.tuples(TITLES, TEXTS, st.sampled_from(["heading", "section", "opening"])), min_size=1, max_size=3)
DOCUMENTS = st.lists(st.tuples(st.sampled_from(["", "Why", "Risk", "Appendix"]), PIECES), min_size=1, max_size=3)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["confirm", "match", "local", "leave_out", "take_back", "merge", "split", "undo", "redo", "value", "refuse"]
        ),
        st.integers(0, 5),
        st.integers(0, 9),
    ),
    max_size=6,
)


def made(found: list[tuple[str, list[tuple[str, str, str]]]]) -> CutUp:
    cut, index = [], 0
    for heading, pieces in found:
        inside = []
        for title, text, titled in pieces:
            index += 1
            named = title if titled == "heading" and title else "Ask"
            by = titled if title else "opening"
            inside.append(Piece(index, named, by, text))  # type: ignore[arg-type]
        cut.append(PieceSection(heading, tuple(inside), "", heading == "Appendix"))
    return CutUp("", tuple(cut))


def take(importing: Importing, step: str, index: int, other: int) -> None:
    ids = tuple(importing.matching.library.clauses)
    steps: dict[str, Callable[[], object]] = {
        "confirm": lambda: importing.confirm(index),
        "match": lambda: importing.match(index, ids[other % len(ids)]),
        "local": lambda: importing.local(index),
        "leave_out": lambda: importing.leave_out(index),
        "take_back": lambda: importing.take_back(index),
        "merge": lambda: importing.merge_with_next(index),
        "split": lambda: importing.split(index, other),
        "undo": importing.undo,
        "redo": importing.redo,
        "value": lambda: importing.set_value(
            "dsl", ("Mrs Jones", "Mr Smith", "the Designated Safeguarding Lead")[other % 3]
        ),
        "refuse": lambda: importing.set_value("dsl", None),
    }
    with suppress(Refusal):
        steps[step]()


@given(DOCUMENTS, STEPS)
def test_no_word_is_lost_and_none_is_added(
    matching: Matcher,
    profile: Profile,
    found: list[tuple[str, list[tuple[str, str, str]]]],
    steps: list[tuple[str, int, int]],
) -> None:
    importing = begin(matching, profile, made(found))
    source = [word for section in importing.cut.sections for word in told(section.title, section.pieces)]
    for step in steps:
        take(importing, *step)
    rows = importing.rows
    assert [
        word
        for at, s in enumerate(importing.cut.sections)
        for word in told(s.title, [row.piece for row in rows if row.section == at])
    ] == source
    kept = [row for row in rows if row.kind != "left out"]
    assert len({row.id for row in kept}) == len(kept)
    assert len({row.label for row in rows}) == len(rows)
    if not kept:
        return
    document = printed(importing)
    clauses = [(section.head.title, each) for section in document.sections for each in section.clauses]
    fill = importing.draft().policy.values.get("dsl", "the Designated Safeguarding Lead")
    for (heading, clause), row in zip(clauses, kept, strict=True):
        assert (clause.id, clause.title, clause.state) == (row.id, row.title, row.kind)
        assert heading == (row.section_title or "Introduction")
        assert words(clause.text) == words(row.piece.text.replace("{{dsl}}", str(fill))), row
        if row.piece.titled_by == "heading":
            assert words(clause.title) == words(row.piece.title)
    while importing.can_undo:
        importing.undo()
    assert importing.rows == begin(matching, profile, importing.cut).rows


def told(title: str, pieces: object) -> list[str]:
    """The words of a section: its title, and of each piece the title, where it is the document's, and the text."""
    said = words(title)
    for piece in pieces:  # type: ignore[attr-defined]
        said += words(piece.title) if piece.titled_by == "heading" else []
        said += words(piece.text)
    return said


# -- a whole sample policy -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> tuple[Draft, Importing]:
    """A sample policy as the school has it, and its print on the way in again."""
    library = load_library(REPOSITORY / "clauses")
    draft = open_school(find_workspace(REPOSITORY), "oakfield-primary", library).draft
    found = matcher(library, library.model(draft.policy.model))
    document = assemble(draft, found.library, found.model)
    cut = CutUp(
        document.title,
        tuple(
            PieceSection(
                section.head.title,
                tuple(Piece(1, each.title, "heading", each.text, each.number) for each in section.clauses),
                section.number,
                section.head.appendix,
            )
            for section in document.sections
        ),
    )
    profile = replace(draft.policy.profile, also_known_as=(), partners=(), platforms=(), has={})
    return draft, Importing(cut, found, profile, today=TODAY)


def test_a_policy_that_was_printed_comes_back_as_it_was(sample: tuple[Draft, Importing]) -> None:
    draft, importing = sample
    again = importing.draft()
    long = {"our-context"}
    for clause_id, decision in draft.policy.decisions.items():
        if decision.printed and decision.mode != "local" and clause_id not in long:
            there = again.policy.decisions.get(clause_id)
            assert there is not None, clause_id
            assert there.mode == decision.mode, clause_id
    asked = {key: value for key, value in draft.policy.values.items() if key not in {"roll", "local_context"}}
    assert again.policy.values == asked
    document = assemble(again, importing.matching.library, importing.matching.model)
    first = assemble(draft, importing.matching.library, importing.matching.model)
    assert [(each.number, each.head.title) for each in document.sections] == [
        (each.number, each.head.title) for each in first.sections
    ]
    for one, other in zip(first.sections, document.sections, strict=True):
        for was, now in zip(one.clauses, other.clauses, strict=True):
            assert (was.number, was.title) == (now.number, now.title)
            assert words(was.text) == words(now.text), was.id


def test_its_cross_references_and_blanks_are_live_again(sample: tuple[Draft, Importing]) -> None:
    draft, importing = sample
    again = importing.draft()
    for clause_id in ("celebrating-achievement", "governors-online"):
        was, now = draft.text(clause_id), again.text(clause_id)
        live = [[name for name in prose.PLACEHOLDER.findall(text) if "ref:" in name] for text in (was, now)]
        assert live[0] == live[1] != [], clause_id
