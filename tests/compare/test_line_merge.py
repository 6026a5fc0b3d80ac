"""Texts whose lines stand for themselves, merged line by line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from composer.compare.line_merge import merge_lines

BASE = 'title = "Photos"\nrev = 1\nreaders = ["staff"]\n\n[[history]]\nrev = 1\nnote = "First."\n'


def states(base: str, ours: str, theirs: str) -> list[str]:
    return [piece.state for piece in merge_lines(base, ours, theirs)]


def result(base: str, ours: str, theirs: str) -> str | None:
    parts = [piece.result for piece in merge_lines(base, ours, theirs)]
    return None if None in parts else "".join(part for part in parts if part is not None)


def test_neighbouring_lines_are_independent() -> None:
    ours, theirs = BASE.replace("Photos", "Pictures"), BASE.replace("rev = 1\nreaders", "rev = 2\nreaders")
    assert result(BASE, ours, theirs) == BASE.replace("Photos", "Pictures").replace("rev = 1\nr", "rev = 2\nr")


def test_a_line_changed_twice_is_one_conflict_and_nothing_else_is() -> None:
    found = merge_lines(BASE, BASE.replace("Photos", "Pictures"), BASE.replace("Photos", "Images"))
    assert [piece.state for piece in found] == ["conflict", "same"]
    assert (found[0].base, found[0].ours) == ('title = "Photos"\n', 'title = "Pictures"\n')
    assert found[0].result is None
    assert states("a\nb\nc\n", "A\nB\nc\n", "a\nX\nc\n") == ["ours", "conflict", "same"]


def test_both_adding_in_one_place_is_a_conflict_unless_it_is_the_same() -> None:
    assert states(BASE, BASE + "a = 1\n", BASE + "b = 1\n") == ["same", "conflict"]
    assert states(BASE, BASE + "a = 1\n", BASE + "a = 1\n") == ["same", "both"]
    mended = BASE.replace("First.", "First issue.")
    assert result(BASE, BASE + "a = 1\n", mended) == mended + "a = 1\n"
    assert states(BASE, BASE + "a = 1\n", mended + "b = 1\n") == ["same", "conflict"]


def test_a_line_that_one_side_removed_is_gone() -> None:
    assert result(BASE, BASE.replace("rev = 1\nreaders", "readers"), BASE) == BASE.replace(
        "rev = 1\nreaders", "readers"
    )
    assert states("a\nb\nc\n", "a\nc\n", "a\nB\nc\n") == ["same", "conflict", "same"]


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", "e\n"]), max_size=7).map("".join)


@settings(max_examples=150)
@given(LINES, LINES, LINES)
def test_nothing_is_lost_and_one_side_alone_is_taken_whole(base: str, ours: str, theirs: str) -> None:
    found = merge_lines(base, ours, theirs)
    assert "".join(piece.base for piece in found) == base
    assert "".join(piece.ours for piece in found) == ours
    assert "".join(piece.theirs for piece in found) == theirs
    for piece in found:
        assert (piece.result is None) == (piece.state == "conflict")
        assert piece.result in (None, piece.ours, piece.theirs)
    assert result(base, base, theirs) == theirs
    assert result(base, ours, base) == ours
    assert result(base, ours, ours) == ours
