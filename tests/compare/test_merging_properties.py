"""No wrong merge, over random texts with random edits of two sides."""

import re
from collections import Counter

from hypothesis import example, given, settings

from composer.compare.hunks import canonical
from composer.compare.merging import Merge, merge
from composer.text import unix
from tests.compare.merge_texts import LAYOUTS, Layout, Triple, triples
from tests.compare.test_text_diff import TEXTS

MANY = settings(max_examples=60, deadline=None)


TAKEN_ALONG = Triple(
    # The sentence of the words w5 to w8 is moved and reworded, and its new place is in doubt for the sake of w1.
    "Staff must w1 w2 the w3 and w4.\n\nNever w9 w10 w11. Ask w12 w13 w14. Parents w15 w16 w17.\n\n"
    "Staff must w5 w6 the w7 and w8. Staff must w21 w1 the w23 and w24.\n",
    "Staff must w2 the w3 and w4.\n\nNever w9 w10 w11. Ask w12 w13 w14. Parents w15 w16 w17.\n\n"
    "Staff o1 w5 w6 the w7 and w8. Pupils may o2 o3 the o4 and o5.\n",
    "Staff t1 w1 w2 the w3 and w4.\n\nStaff must w5 w6 the w7 and w8. Staff must w21 w1 the w23 and w24.\n\n"
    "Never w9 w10 w11. Ask w12 w13 w14. Parents w15 w16 w17.\n",
    (),
)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\b[wot]\d+", text.lower()))


def senses(text: str) -> list[tuple[str, str]]:
    return [(unit.kind, unit.sense) for unit in canonical(text) if unit.kind not in ("blank", "break")]


def clean(merged: Merge) -> str:
    """What the merge takes without asking anybody."""
    return "\n".join(piece.result or "" for piece in merged.pieces if piece.state not in ("conflict", "suggestion"))


def shown(merged: Merge) -> str:
    asked = [piece for piece in merged.pieces if piece.state in ("conflict", "suggestion")]
    return "\n".join(text for piece in asked for text in (piece.ours, piece.theirs))


@MANY
@given(triples())
@example(TAKEN_ALONG)
def test_no_word_is_lost_and_none_comes_back(texts: Triple) -> None:
    merged = merge(texts.base, texts.ours, texts.theirs)
    was, mine, yours = words(texts.base), words(texts.ours), words(texts.theirs)
    taken, asked = words(clean(merged)), words(shown(merged))
    for word in was | mine | yours:
        if bool(mine[word]) == bool(yours[word]) or not was[word]:
            assert taken[word] or asked[word] or not (mine[word] or yours[word]), f"{word} is lost"
        else:
            assert not taken[word], f"{word} came back"
        assert taken[word] <= max(mine[word], yours[word], 1), f"{word} is there twice"


@MANY
@given(triples())
def test_no_sentence_is_made_that_nobody_wrote(texts: Triple) -> None:
    merged = merge(texts.base, texts.ours, texts.theirs)
    written = {sense for text in (texts.base, texts.ours, texts.theirs) for sense in senses(text)}
    written |= {sense for piece in merged.pieces if piece.state == "suggestion" for sense in senses(piece.result or "")}
    assert set(senses(merged.proposal)) <= written
    assert (merged.result is None) == any(piece.state in ("conflict", "suggestion") for piece in merged.pieces)


@MANY
@given(triples())
def test_pieces_joined_are_the_texts(texts: Triple) -> None:
    merged = merge(texts.base, texts.ours, texts.theirs)
    assert "".join(piece.base for piece in merged.pieces) == texts.base
    assert "".join(piece.ours for piece in merged.pieces) == texts.ours
    assert "".join(piece.theirs for piece in merged.pieces) == texts.theirs


@MANY
@given(triples())
def test_it_does_not_matter_whose_side_is_which(texts: Triple) -> None:
    one, other = merge(texts.base, texts.ours, texts.theirs), merge(texts.base, texts.theirs, texts.ours)
    assert one.clean == other.clean
    if one.clean:
        assert Counter(senses(one.proposal)) == Counter(senses(other.proposal))


@MANY
@given(triples(), LAYOUTS, LAYOUTS)
def test_layout_makes_no_conflict(texts: Triple, one: Layout, other: Layout) -> None:
    _, ours, theirs = texts.blocks
    plain = merge(texts.base, texts.ours, texts.theirs)
    laid = merge(texts.base, one.render(ours), other.render(theirs))
    assert laid.clean == plain.clean
    if plain.clean:
        assert senses(laid.proposal) == senses(plain.proposal)


@given(TEXTS, TEXTS)
def test_one_side_alone_is_taken_as_it_is(base: str, text: str) -> None:
    base, text = unix(base), unix(text)
    assert merge(base, text, base).result == text
    assert merge(base, text, text).result == text
    taken = merge(base, base, text)
    assert taken.result == (text if taken.state == "take-theirs" else base)


@given(TEXTS, TEXTS, TEXTS)
def test_any_three_texts_merge(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    assert "".join(piece.ours for piece in merged.pieces) == unix(ours)
    assert merged.clean == all(piece.result is not None and piece.state != "suggestion" for piece in merged.pieces)
