"""A merge on paper: one conflict a sentence, sound Markdown whichever side is kept, and the same as data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.compare.merging import Merge, Piece, SideChange, merge
from composer.compare.obligations import ObligationChange
from composer.export.merged import MergedFile, Names, as_data, markdown
from composer.text import sense_form

STRICTER = SideChange("theirs", ObligationChange("duty", "may", "must not", "was “may”, is now “must not”", 0))


def same(text: str) -> Piece:
    return Piece("same", text, text, text, text)


def conflict(base: str, ours: str, theirs: str) -> Piece:
    return Piece("conflict", base, ours, theirs, None)


def shown(*pieces: Piece, ask: bool = True) -> str:
    return markdown(MergedFile(Merge("conflict", pieces), ask_obligations=ask))


def kept(text: str, side: str) -> str:
    """What is left when a person deletes the markers and every side but one."""
    left = []
    now = ""
    for line in text.splitlines(keepends=True):
        if line.startswith(("<<<<<<<", "|||||||", "=======", ">>>>>>>")):
            now = {"<": "ours", "|": "base", "=": "theirs", ">": ""}[line[0]]
        elif now in ("", side):
            left.append(line)
    return "".join(left)


def test_a_sentence_in_a_paragraph_has_lines_of_its_own() -> None:
    assert shown(same("One.  "), conflict("Two. ", "Two a.  ", "Two b."), same("Three.\n")) == (
        "One.\n<<<<<<< ours\nTwo a.\n||||||| base\nTwo.\n=======\nTwo b.\n>>>>>>> theirs\nThree.\n"
    )


def test_a_side_that_took_the_sentence_out_is_empty() -> None:
    gone = Piece("ours", "Two. ", "", "Two. ", "")
    assert shown(same("One. "), gone, conflict("Three.", "", "Third.")) == (
        "One.\n<<<<<<< ours\n||||||| base\nThree.\n=======\nThird.\n>>>>>>> theirs\n"
    )


def test_items_keep_their_indentation_and_each_is_a_conflict_by_itself() -> None:
    text = shown(
        same("- a\n"),
        conflict("  - b\n", "  - c\n", "  - d\n"),
        conflict("  - e\n", "  - f\n", "  - g\n"),
        same("- h\n"),
    )
    assert text.count("<<<<<<<") == 2
    assert kept(text, "theirs") == "- a\n  - d\n  - g\n- h\n"


def test_a_suggestion_is_shown_as_a_conflict() -> None:
    joined = Piece("suggestion", "We post.\n", "We post news.\n", "We often post.\n", "We often post news.\n")
    file = MergedFile(Merge("suggestion", (joined,)))
    assert "We often post news." not in markdown(file)
    assert markdown(file).startswith("<<<<<<< ours\nWe post news.\n|||||||")
    assert file.result is None


def test_an_obligation_is_named_beside_the_side_that_changed_it() -> None:
    piece = Piece("theirs", "Staff may.\n", "Staff may.\n", "Staff must not.\n", "Staff must not.\n", (STRICTER,))
    assert shown(same("One.\n"), piece).endswith(
        "Staff must not.\n>>>>>>> theirs (obligation: was “may”, is now “must not”)\n"
    )
    assert shown(same("One.\n"), piece, ask=False) == "One.\nStaff must not.\n"


def test_what_both_sides_wrote_needs_nobody() -> None:
    piece = Piece("both", "Staff may.\n", "Staff must not.\n", "Staff must not.\n", "Staff must not.\n", (STRICTER,))
    assert shown(piece) == "Staff must not.\n"


def test_names_and_obligations_stay_on_the_line_and_do_nothing_to_a_terminal() -> None:
    change = ObligationChange("role", "", "the\nhead", "“the\nhead\x1b[31m” is new", 0)
    piece = Piece("conflict", "a\n", "b\n", "c\n", None, (SideChange("ours", change),))
    text = markdown(MergedFile(Merge("conflict", (piece,))), Names("x\ny", "\x1b]0;z\x07.md", ""), marker=9)
    assert text.splitlines() == [
        "<<<<<<<<< ␛]0;z␇.md (obligation: “the␊head␛[31m” is new)", "b", "||||||||| x␊y", "a", "=========", "c",
        ">>>>>>>>>",
    ]  # fmt: skip


def test_a_sentence_that_would_open_a_list_is_not_put_at_the_start_of_a_line() -> None:
    text = shown(same("He said. "), conflict("- Yes.\n", "- No.\n", "- Well.\n"))
    assert kept(text, "ours") == "He said. - No.\n"
    text = shown(same("Ask. "), conflict("A. ", "B. ", "C. "), same("- Yes.\n"))
    assert kept(text, "theirs") == "Ask.\nC. - Yes.\n"


def test_paragraphs_are_not_run_together_by_the_side_that_is_kept() -> None:
    text = shown(conflict("One.\n\n", "", "One. Two.\n"), Piece("same", "Three.\n", "Three.\n", "", "Three.\n"))
    assert kept(text, "theirs") == "One. Two.\n\nThree.\n"
    numbered = Piece("theirs", "", "", "2. Send it.\n", "2. Send it.\n")
    text = shown(conflict("Ask.\n", "Ask us.\n", "1. Ask them.\n"), numbered)
    assert sense_form(kept(text, "ours")) == "Ask us.\n\n2. Send it.\n"


def test_a_paragraph_that_one_side_broke_stays_whole_for_the_other() -> None:
    text = shown(same("One.\n"), conflict("Two.\n", "\nTwo then.\n", "Two now.\n"))
    assert kept(text, "theirs") == "One.\nTwo now.\n"
    assert kept(text, "ours") == "One.\n\nTwo then.\n"


def test_data() -> None:
    piece = Piece("theirs", "Staff may.\n", "Staff may.\n", "Staff must not.\n", "Staff must not.\n", (STRICTER,))
    made = Merge("clean", (same("One.\n"), piece))
    change = {"side": "theirs", "kind": "duty", "old": "may", "new": "must not", "message": STRICTER.message}
    data = as_data(MergedFile(made))
    assert data["state"] == "clean"
    assert (data["clean"], data["conflicts"], data["result"]) == (False, 1, None)
    assert data["obligations"] == [change]
    assert data["pieces"] == [
        {"state": "same", "conflict": False, "base": "One.\n", "ours": "One.\n", "theirs": "One.\n", "result": "One.\n",
         "obligations": []},
        {"state": "theirs", "conflict": True, "base": "Staff may.\n", "ours": "Staff may.\n",
         "theirs": "Staff must not.\n", "result": "Staff must not.\n", "obligations": [change]},
    ]  # fmt: skip
    allowed = as_data(MergedFile(made, ask_obligations=False))
    assert (allowed["clean"], allowed["result"]) == (True, "One.\nStaff must not.\n")


WORDING = st.sampled_from(["We post.", "We never post.", "Ask first.", "Ask twice.", ""])


@st.composite
def three_texts(draw: st.DrawFn) -> tuple[str, ...]:
    """Three texts of the same paragraphs and items, worded by chance."""
    texts = ["", "", ""]
    for opening, after in draw(
        st.lists(st.sampled_from([("", " "), ("", "\n\n"), ("- ", "\n"), ("> ", "\n\n"), ("## ", "\n\n")]), max_size=8)
    ):
        for side in range(3):
            words = draw(WORDING)
            start = opening if texts[side].endswith("\n") or not texts[side] else ""
            texts[side] += f"{start}{words}{after}" if words else ""
    return tuple(texts)


@settings(max_examples=80)
@given(three_texts())
@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_each_sentence_of_the_side_that_is_kept_is_one_of_the_three_texts(side: str, texts: tuple[str, ...]) -> None:
    base, ours, theirs = texts
    left = kept(markdown(MergedFile(merge(base, ours, theirs))), side)
    known = {line for text in texts for line in _sentences(text)}
    assert _sentences(left) <= known


def _sentences(text: str) -> set[tuple[str, bool]]:
    """Each sentence, and whether it stands in a quotation, of which only the first sentence has the sign."""
    from composer.text import units

    found, at = set(), 0
    for unit in units(text):
        if unit.sense:
            line = text[text.rfind("\n", 0, at) + 1 :]
            found.add((unit.sense.removeprefix("> "), line.lstrip().startswith(">")))
        at += len(unit.text)
    return found


def test_a_sentence_of_a_wrapped_quotation_stays_in_it() -> None:
    lead = "> " + "News is posted. " * 20
    base = f"{lead}Names are\n> kept here. Pages are\n> checked each spring.\n"
    text = markdown(MergedFile(merge(base, base.replace("kept", "held"), base.replace("kept", "read"))))
    assert "<<<<<<< ours\n> Names are\n> held here.\n|||||||" in text
    assert ">>>>>>> theirs\n> Pages are\n> checked each spring.\n" in text
    assert [sense_form(kept(text, side)) for side in ("ours", "theirs")] == [
        sense_form(base.replace("kept", word)) for word in ("held", "read")
    ]


def test_the_row_of_a_table_that_one_side_took_out_keeps_its_header() -> None:
    base = "News.\n\n| Page | Rule |\n|---|---|\n| A | Look at it. |\n| B | Staff must ask. |\n\nEnd here.\n"
    ours = base.replace("News.", "Good news.")
    text = markdown(MergedFile(merge(base, ours, "News.\n\nEnd here.\n")))
    assert text.count("<<<<<<<") == 1
    assert sense_form(kept(text, "ours")) == sense_form(ours)
    assert sense_form(kept(text, "theirs")) == sense_form("Good news.\n\nEnd here.\n")
    only_a_row = markdown(
        MergedFile(merge(base, ours, base.replace("| A | Look at it. |\n| B | Staff must ask. |\n", "")))
    )
    assert "<<<<<<< ours\n| B | Staff must ask. |\n" in only_a_row
