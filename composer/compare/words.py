"""The difference of two texts in words: the inside of a changed sentence.

The engine is diff-match-patch, run over whole tokens instead of characters and only on pieces of bounded size.
What is larger goes through rapidfuzz, and what is larger still is cut at words that occur once in both
texts. Nothing here looks at a clock, so the same texts give the same diff on any machine.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from composer.compare.edits import Span, SpanKind
from composer.compare.sequences import Pair, common_ends, longest_increasing, unique_pairs
from composer.text import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Edit = tuple[int, int, int, int]
"""`old[a:b]` became `new[c:d]`, as `(a, b, c, d)`; either may be empty."""

_ENGINE_CELLS = 4_000
"""Largest product of token counts for diff-match-patch: about two sentences of thirty words."""
_CELLS = 36_000_000
"""Largest product of token counts for the plain longest common subsequence: 6,000 tokens each, 5 MB."""
_FIRST_CODE = 0xF0000
_DEPTH = 6
"""How often a piece between anchors is searched for anchors of its own."""
_MOST_CHANGED = 0.66
"""A larger share of changed words is shown as old text, new text."""
_FEW_WORDS = 4
"""Texts of fewer words in all are always shown word by word: "No." against "Yes." says enough."""


def diff_words(old: str, new: str) -> tuple[Span, ...]:
    """The spans that turn `old` into `new`, on whole words.

    Two texts of which about two thirds of the words differ give one `del` and one `ins`. White space that
    differs only in kind (a line break for a space) never stands in the way of matching words.
    """
    if old == new:
        return (Span("same", old),) if old else ()
    left, right = tokens(old), tokens(new)
    head, tail = common_ends(left, right)
    old_codes, new_codes = _codes(left[head : len(left) - tail], right[head : len(right) - tail])
    edits = _tidied(_edits(old_codes, new_codes, head, head), left, right)
    if _mostly_changed(edits, left, right):
        return tuple(span for span in (Span("del", old), Span("ins", new)) if span.text)
    return _spans(edits, left, right)


def _codes(left: Sequence[str], right: Sequence[str]) -> tuple[list[int], list[int]]:
    """One number for each different token; all white space without a blank line is one token."""
    known: dict[str, int] = {}
    old, new = ([known.setdefault(_blank_alike(token), len(known)) for token in side] for side in (left, right))
    return old, new


def _blank_alike(piece: str) -> str:
    if not piece.isspace():
        return piece
    return "\n\n" if piece.count("\n") > 1 else " "


def _edits(old: Sequence[int], new: Sequence[int], at: int, to: int, depth: int = 0) -> "Iterator[Edit]":
    """What differs between two sequences of codes; `at` and `to` are added to the positions."""
    head, tail = common_ends(old, new)
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    at, to = at + head, to + head
    if not old or not new or set(old).isdisjoint(new):
        if old or new:
            yield at, at + len(old), to, to + len(new)
        return
    found = _anchors(old, new) if depth < _DEPTH else []
    cells = len(old) * len(new)
    if found:
        i = j = 0
        for a, b in [*found, (len(old), len(new))]:
            if i < a or j < b:
                yield from _edits(old[i:a], new[j:b], at + i, to + j, depth + 1)
            i, j = a + 1, b + 1
    elif cells <= _ENGINE_CELLS:
        yield from _engine_edits(old, new, at, to)
    elif cells <= _CELLS:
        yield from _plain_edits(old, new, at, to)
    else:
        yield at, at + len(old), to, to + len(new)


def _anchors(old: Sequence[int], new: Sequence[int]) -> list[Pair]:
    """Tokens that occur once in each sequence and keep their order."""
    unique = unique_pairs(old, new)
    if len(unique) < 2:
        return unique
    return [unique[place] for place in longest_increasing([new_at for _, new_at in unique])]


@cache
def _engine() -> Any:
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    return engine


def _engine_edits(old: Sequence[int], new: Sequence[int], at: int, to: int) -> "Iterator[Edit]":
    """diff-match-patch over code points of the private planes, where no token looks like a newline."""
    dense: dict[int, str] = {}
    texts = ["".join(dense.setdefault(c, chr(_FIRST_CODE + len(dense))) for c in side) for side in (old, new)]
    diffs = _engine().diff_main(texts[0], texts[1], False)  # noqa: FBT003
    a, b, c, d = at, at, to, to
    for kind, text in diffs:
        if kind < 0:
            b += len(text)
        elif kind > 0:
            d += len(text)
        else:
            if a < b or c < d:
                yield a, b, c, d
            a = b = b + len(text)
            c = d = d + len(text)
    if a < b or c < d:
        yield a, b, c, d


def _plain_edits(old: Sequence[int], new: Sequence[int], at: int, to: int) -> "Iterator[Edit]":
    from rapidfuzz.distance import LCSseq

    a = b = c = d = 0
    for code in LCSseq.opcodes(old, new):
        if code.tag == "equal":
            if a < b or c < d:
                yield at + a, at + b, to + c, to + d
            a = b = code.src_end
            c = d = code.dest_end
        else:
            b, d = code.src_end, code.dest_end
    if a < b or c < d:
        yield at + a, at + b, to + c, to + d


def _tidied(edits: "Iterable[Edit]", left: Sequence[str], right: Sequence[str]) -> list[Edit]:
    """Edits as a reader would make them: no lone words kept between larger changes, phrases in one piece.

    The rule is diff-match-patch's semantic clean-up, counted in tokens: what stayed between two edits joins
    them when it is no longer than either. White space alone joins only a phrase for a phrase.
    """
    tidy: list[Edit] = []
    for edit in edits:
        a, b, c, d = _slid(edit, left, right)
        while tidy:
            i, j, k, m = tidy[-1]
            kept = a - j
            if kept > max(j - i, m - k) or kept > max(b - a, d - c):
                break
            phrase = _has_words(left, i, b) and _has_words(right, k, d)
            if not phrase and not _has_words(left, j, a):
                break
            a, c = i, k
            tidy.pop()
        tidy.append((a, b, c, d))
    return tidy


def _slid(edit: Edit, left: Sequence[str], right: Sequence[str]) -> Edit:
    """A pure insertion or deletion moved so that it ends, not starts, with its space: `{+very +}`."""
    a, b, c, d = edit
    if a == b < len(left) and d < len(right) and right[c] == right[d] == left[a] == " ":
        return a + 1, b + 1, c + 1, d + 1
    if c == d < len(right) and b < len(left) and left[a] == left[b] == right[c] == " ":
        return a + 1, b + 1, c + 1, d + 1
    return edit


def _has_words(side: Sequence[str], start: int, stop: int) -> bool:
    # By position: edits that keep growing must not be copied each time.
    return any(not side[at].isspace() for at in range(start, stop))


def _is_word(piece: str) -> bool:
    return piece[0].isalnum() or piece[:2] == "{{"


def _mostly_changed(edits: Sequence[Edit], left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether too many words changed to show them one by one."""
    touched = sum(b - a + d - c for a, b, c, d in edits)
    if touched * 2 < len(left) + len(right):
        return False
    words = sum(map(_is_word, left)) + sum(map(_is_word, right))
    if words < _FEW_WORDS:
        return False
    changed = 0
    for a, b, c, d in edits:
        changed += sum(map(_is_word, left[a:b])) + sum(map(_is_word, right[c:d]))
    return changed > _MOST_CHANGED * words


def _spans(edits: Sequence[Edit], left: Sequence[str], right: Sequence[str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    i = j = 0
    for a, b, c, d in [*edits, (len(left), len(left), len(right), len(right))]:
        _same(spans, left[i:a], right[j:c])
        _add(spans, "del", "".join(left[a:b]))
        _add(spans, "ins", "".join(right[c:d]))
        i, j = b, d
    return tuple(spans)


def _same(spans: list[Span], old: Sequence[str], new: Sequence[str]) -> None:
    """Tokens that match; where they are white space of another kind they become a blank `del` and `ins`."""
    if old == new:
        _add(spans, "same", "".join(old))
        return
    for was, now in zip(old, new, strict=True):
        if was == now:
            _add(spans, "same", was)
        else:
            _add(spans, "del", was)
            _add(spans, "ins", now)


def _add(spans: list[Span], kind: SpanKind, text: str) -> None:
    if not text:
        return
    if spans and spans[-1].kind == kind:
        spans[-1] = Span(kind, spans[-1].text + text)
    else:
        spans.append(Span(kind, text))
