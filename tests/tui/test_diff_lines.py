"""A diff as lines of a width: nothing is lost, nothing is too wide, and a mark stays with its word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from composer.compare.diff import diff
from composer.text import visible
from composer.tui.widgets.diff_lines import GUTTER, VIEWS, Laid, Passage, View, lay

if TYPE_CHECKING:
    from composer.tui.widgets.diff_lines import Line

WORDS = ["Staff", "must", "may", "ask", "12", "24", "first.", "{{dsl}}"]
ODD = ["学校", "👩‍🏫", "é", "long" * 9, "“so”", "-", "1."]
PROSE = st.lists(
    st.tuples(st.sampled_from(WORDS + ODD), st.sampled_from([" ", "  ", "\n", "\n\n", "\n- "])), max_size=14
).map(lambda parts: "".join(word + gap for word, gap in parts))
TEXTS = PROSE | st.text("ab 学🙂.\n-", max_size=40) | st.text(max_size=40)
WIDTHS = st.integers(10, 60)
VIEW = st.sampled_from(list(VIEWS))


def told(line: Line) -> str:
    return "".join(text for text, _ in line.pieces)


def shown(laid: Laid) -> str:
    return "\n".join(f"{line.sign} {told(line)}".rstrip() for line in laid.lines)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(old=TEXTS, new=TEXTS, width=WIDTHS, view=VIEW)
@example(old="", new="学" * 30, width=10, view="marked")
@example(old="- a\n", new="- " + "🙂" * 9, width=11, view="marked")
def test_no_line_is_wider_than_it_may_be(old: str, new: str, width: int, view: View) -> None:
    laid = lay((Passage((("A heading that is longer than narrow", "head"),), diff(old, new)),), width, view)

    for line in laid.lines:
        assert cell_len(line.sign) == 1
        assert cell_len(told(line)) <= max(width - GUTTER, 8)


@given(old=TEXTS, new=TEXTS, width=WIDTHS)
def test_each_side_alone_is_whole(old: str, new: str, width: int) -> None:
    found = diff(old, new)
    for view, text in (("ours", new), ("model", old)):
        laid = lay((Passage(diff=found),), width, view)  # type: ignore[arg-type]
        assert squeezed("".join(told(line) for line in laid.lines)) == squeezed(visible(text))


@given(old=TEXTS, new=TEXTS, width=WIDTHS)
def test_marked_shows_both_sides_whole(old: str, new: str, width: int) -> None:
    """Every visible character of either side is there, in its order."""
    laid = lay((Passage(diff=diff(old, new)),), width, "marked", marks=False)
    pieces = [piece for line in laid.lines for piece in line.pieces]
    moved = any(look == "move" for _, look in pieces)
    if moved:
        return
    there = {"old": ("same", "del"), "new": ("same", "ins")}
    plain = diff(old, new)
    if any(block.kind == "layout" for block in plain.blocks):
        return
    for side, text in (("old", old), ("new", new)):
        assert squeezed("".join(t for t, look in pieces if look in there[side])) == squeezed(visible(text)), side


@given(old=TEXTS, new=TEXTS, width=WIDTHS)
def test_moved_words_are_shown_where_they_were_and_where_they_are(old: str, new: str, width: int) -> None:
    found = diff(old, new)
    words = squeezed("".join(told(line) for line in lay((Passage(diff=found),), width, "marked").lines))
    for block in found.blocks:
        if block.kind in {"moved-from", "moved-to"}:
            assert squeezed(visible(block.old or block.new)) in words


@given(old=TEXTS, new=TEXTS, width=st.integers(24, 60))
@example(old="Staff Staff ", new="Staff  ", width=24)
def test_a_mark_is_never_parted_from_its_word(old: str, new: str, width: int) -> None:
    clean = not any(mark in old + new for mark in ("[-", "-]", "{+", "+}", "¶"))
    for line in lay((Passage(diff=diff(old, new)),), width, "marked").lines:
        text = told(line).rstrip()
        if clean and not any(cell_len(word) > 18 for word in visible(f"{old} {new}").split()):
            assert not text.endswith(("[-", "{+")), text
            assert not text.lstrip().startswith(("-]", "+}")), text


@given(old=TEXTS, new=TEXTS, width=WIDTHS)
def test_each_change_has_a_line_of_its_own_number_in_order(old: str, new: str, width: int) -> None:
    found = diff(old, new)
    laid = lay((Passage(diff=found),), width, "marked")

    assert list(laid.changes) == sorted(laid.changes)
    assert [laid.lines[at].change for at in laid.changes] == list(range(len(laid.changes)))
    assert bool(laid.changes) == found.changed
    assert len(laid.changes) <= len(found.changes)


@given(old=TEXTS, new=TEXTS, view=VIEW)
def test_the_number_of_changes_does_not_hang_on_the_width(old: str, new: str, view: View) -> None:
    passage = (Passage(diff=diff(old, new)),)

    assert len(lay(passage, 20, view).changes) == len(lay(passage, 90, view).changes)


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("Wait 12 hours.\n", "Wait 24 hours.\n", ["± Wait [-12-]{+24+} hours."]),
        ("One.\nTwo.\n", "One.\nThree things.\nTwo.\n", ["  One.", "+ {+Three things.+}", "  Two."]),
        ("One.\nTwo is gone.\n", "One.\n", ["  One.", "− [-Two is gone.-]"]),
        (
            "Staff never post pictures of pupils anywhere.\n",
            "Ask the office, which keeps a list for you.\n",
            [
                "− [-Staff never post pictures of pupils anywhere.-]",
                "+ {+Ask the office, which keeps a list for you.+}",
            ],
        ),
        ("Same words here.\n", "Same   words\nhere.\n", ["≈ Same   words", "≈ here."]),
    ],
    ids=["a number", "a sentence more", "a sentence less", "another sentence", "layout"],
)
def test_how_a_change_reads(old: str, new: str, lines: list[str]) -> None:
    assert shown(lay((Passage(diff=diff(old, new)),), 70, "marked")).split("\n") == lines


def test_a_moved_sentence_says_from_and_to() -> None:
    old = "Staff ask the office before they post.\nPupils never post here.\nParents may comment.\n"
    new = "Pupils never post here.\nParents may comment.\nStaff ask the office before they post.\n"

    said = shown(lay((Passage(diff=diff(old, new)),), 70, "marked"))

    assert "↕ [moved from here: Staff ask the office before they post.]" in said
    assert "↕ [moved to here: Staff ask the office before they post.]" in said


def test_a_list_item_hangs_under_its_own_words() -> None:
    laid = lay((Passage(plain="- one two three four five six"),), 18, "marked")

    assert [told(line) for line in laid.lines] == ["- one two three", "  four five six"]


def test_several_passages_are_parted_by_a_line_and_count_on() -> None:
    one = Passage((("One", "head"),), diff("a b c d.\n", "a b c e.\n"), sign="±")
    two = Passage((("Two", "head"), ("Why: so.", "note")), diff("f g h i.\n", "f g h j.\n"), sign="±")

    laid = lay((one, two), 40, "marked")

    assert [told(line) for line in laid.lines] == [
        "One", "a b c [-d-]{+e+}.", "", "Two", "Why: so.", "f g h [-i-]{+j+}.",
    ]  # fmt: skip
    assert laid.changes == (1, 5)
    assert [line.sign for line in laid.lines] == ["±", "±", " ", "±", " ", "±"]


def test_a_break_of_paragraph_that_is_new_is_seen() -> None:
    said = shown(lay((Passage(diff=diff("One two. Three four.\n", "One two.\n\nThree four.\n")),), 60, "marked"))

    assert "¶" in said or "+" in said or "≈" in said


def test_a_whole_clause_carries_its_look() -> None:
    laid = lay((Passage(plain="Two\nlines.\n", plain_look="del"),), 40, "marked")

    assert [line.pieces for line in laid.lines] == [(("Two", "del"),), (("lines.", "del"),)]


def test_a_hostile_text_is_shown_as_signs() -> None:
    laid = lay((Passage((("A\x1b[31m", "head"),), diff("a \x1b]52;c;x\x07 b.\n", "a \x9b2J b.\n")),), 60, "marked")

    assert all(told(line).isprintable() for line in laid.lines)
    assert "␛" in told(laid.lines[0])
