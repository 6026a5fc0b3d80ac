"""The difference of two texts: aligned by sentences and list items, told in words.

Equal texts cost one comparison. Results are remembered by pairs of sentences, in bounded memory, so that
while someone types only the sentence under the cursor is compared again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from composer.compare.align import Alignment, align
from composer.compare.edits import Block, BlockKind, Span, TextDiff, whole
from composer.compare.words import diff_words
from composer.text import Unit, units

_BLANKS = ("blank", "break")
_STARTS_ANEW = ("item", "heading", "row", "code", "rule")
_REMEMBERED = 4_096
"""Longest text, in characters, that is worth remembering."""


def diff(old: str, new: str) -> TextDiff:
    """What turns `old` into `new`. Both are taken as they are; line endings and blanks are part of them."""
    if old == new:
        return TextDiff((whole("same", old, new),) if old else ())
    if len(old) <= _REMEMBERED and len(new) <= _REMEMBERED:
        return _diff_remembered(old, new)
    return _diff(old, new)


def _diff(old: str, new: str) -> TextDiff:
    head, tail = _untouched(old, new)
    was, now = units(old[head : len(old) - tail]), units(new[head : len(new) - tail])
    ends = [whole("same", text, text) for text in (old[:head], old[len(old) - tail :]) if text]
    before, after = (ends[:1], ends[1:]) if head else ([], ends)
    return TextDiff(tuple(_merged([*before, *_blocks(was, now, align(was, now)), *after])))


_diff_remembered = lru_cache(maxsize=512)(_diff)


def _untouched(old: str, new: str) -> tuple[int, int]:
    """How many characters of whole paragraphs are equal at the start and at the end.

    It spares cutting a long text again for each key typed in it. A code block may hold blank lines, so with
    one about nothing is said.
    """
    if any(fence in text for fence in ("```", "~~~") for text in (old, new)):
        return 0, 0
    most = min(len(old), len(new))
    shared = _most_equal(most, lambda a, b: old[a:b] == new[a:b])
    head = old.rfind("\n\n", 0, shared) + 2
    head = head if head > 1 else 0
    shared = _most_equal(most - head, lambda a, b: old[len(old) - b : len(old) - a] == new[len(new) - b : len(new) - a])
    blank = old.find("\n\n", len(old) - shared)
    return head, len(old) - blank - 2 if blank >= 0 else 0


def _most_equal(most: int, equal: Callable[[int, int], bool]) -> int:
    """The largest length up to `most` at which two texts are equal, given a test of a stretch of both."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if equal(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def forget() -> None:
    """Drop everything remembered; for measurements."""
    from composer import text
    from composer.compare import align as aligning

    for cache in (_diff_remembered, _pair_remembered, text._cut_remembered, aligning._vocabulary):  # noqa: SLF001
        cache.cache_clear()


def _blocks(old: Sequence[Unit], new: Sequence[Unit], found: Alignment) -> Iterator[Block]:
    from_old = {a: number for number, move in enumerate(found.moves, 1) for a, _ in move}
    to_new = {b: number for number, move in enumerate(found.moves, 1) for _, b in move}
    i = j = 0
    for a, b in [*found.pairs, (len(old), len(new))]:
        if i < a or j < b:
            yield from _gap(
                list(_pieces([(old[at], from_old.get(at)) for at in range(i, a)])),
                list(_pieces([(new[at], to_new.get(at)) for at in range(j, b)])),
            )
        if a < len(old):
            yield _pair(old[a], new[b])
        i, j = a + 1, b + 1


# -- matched ------------------------------------------------------------------------------------------------


def _pair(old: Unit, new: Unit) -> Block:
    if old.text == new.text:
        return Block("same", old.text, new.text, (Span("same", old.text),))
    alike = old.sense == new.sense and old.kind == new.kind
    if len(old.text) + len(new.text) > _REMEMBERED:
        return _reworded(old.text, new.text, alike)
    return _pair_remembered(old.text, new.text, alike)


def _reworded(old: str, new: str, alike: bool) -> Block:  # noqa: FBT001 - lru_cache keeps positions apart
    spans = diff_words(old, new)
    if alike:
        return Block("layout", old, new, spans)
    kept = any(span.kind == "same" and not span.blank for span in spans)
    return Block("changed", old, new, spans) if kept else whole("replaced", old, new)


_pair_remembered = lru_cache(maxsize=8192)(_reworded)


# -- unmatched ----------------------------------------------------------------------------------------------

Piece = tuple[list[Unit], int | None]
"""Neighbouring units with the number of the move they are part of; `None` when they are gone or new."""


def _pieces(run: Iterable[tuple[Unit, int | None]]) -> Iterator[Piece]:
    """The unmatched units of one side of a gap, by moves; blank stretches go with what stands before them."""
    piece: list[Unit] = []
    number: int | None = None
    for unit, move in run:
        blank = unit.kind in _BLANKS
        if piece and not blank and move != number and not _all_blank(piece):
            yield piece, number
            piece = []
        if not blank:
            number = move
        piece.append(unit)
    if piece:
        yield piece, number


def _all_blank(run: Iterable[Unit]) -> bool:
    return all(unit.kind in _BLANKS for unit in run)


def _text(run: Iterable[Unit]) -> str:
    return "".join(unit.text for unit in run)


def _gap(old: list[Piece], new: list[Piece]) -> Iterator[Block]:
    """The blocks of one gap: what went, what moved away, what came, what moved here."""
    if len(old) + len(new) == 1 and _all_blank((old or new)[0][0]):
        run = (old or new)[0][0]
        # Parting or joining paragraphs is a change; any other blank lines are layout.
        kind: BlockKind = "deleted" if old else "inserted"
        if all(unit.kind == "blank" for unit in run):
            kind = "layout"
        yield whole(kind, _text(run) if old else "", _text(run) if new else "")
        return
    went: list[list[Unit]] = []
    for piece, number in old:
        yield from (_lone(run, gone=True) for run in went)
        went = [] if number else _passages(piece)
        if number:
            yield whole("moved-from", _text(piece), "", number)
    unmoved = bool(new) and new[0][1] is None
    yield from _instead(went, _passages(new[0][0]) if unmoved else [])
    for piece, number in new[1:] if unmoved else new:
        if number:
            yield whole("moved-to", "", _text(piece), number)
        else:
            yield from (_lone(run, gone=False) for run in _passages(piece))


def _passages(run: Iterable[Unit]) -> list[list[Unit]]:
    """A run cut into paragraphs, list items and the like, each with the blank stretch after it."""
    passages: list[list[Unit]] = [[]]
    for unit in run:
        last = passages[-1]
        anew = unit.kind in _STARTS_ANEW or bool(last and last[-1].kind in _BLANKS)
        if anew and unit.kind not in _BLANKS and not _all_blank(last):
            passages.append([])
        passages[-1].append(unit)
    return passages


def _instead(went: Sequence[Sequence[Unit]], came: Sequence[Sequence[Unit]]) -> Iterator[Block]:
    """Passages of one place in both texts: like for like is a replacement, the rest went or came."""
    at = 0
    for old, new in zip(went, came, strict=False):
        if _nature(old) != _nature(new):
            break
        yield whole("replaced", _text(old), _text(new))
        at += 1
    yield from (_lone(run, gone=True) for run in went[at:])
    yield from (_lone(run, gone=False) for run in came[at:])


def _nature(passage: Iterable[Unit]) -> str:
    """`prose` or the kind of the passage's first unit that is not blank; empty for blank stretches."""
    first = next((unit.kind for unit in passage if unit.kind not in _BLANKS), "")
    return "prose" if first in ("sentence", "quote") else first


def _lone(run: Sequence[Unit], *, gone: bool) -> Block:
    """A block of one text only; a blank stretch beside other changes is part of those, and so layout."""
    if gone:
        return whole("layout" if _all_blank(run) else "deleted", _text(run), "")
    return whole("layout" if _all_blank(run) else "inserted", "", _text(run))


def _merged(blocks: Iterable[Block]) -> Iterator[Block]:
    """Neighbouring blocks that are the same, or differ in layout only, made one."""
    run: list[Block] = []
    for block in blocks:
        if run and (block.kind != run[0].kind or block.kind not in ("same", "layout")):
            yield _one(run)
            run = []
        run.append(block)
    if run:
        yield _one(run)


def _one(run: Sequence[Block]) -> Block:
    if len(run) == 1:
        return run[0]
    old = "".join(block.old for block in run)
    new = "".join(block.new for block in run)
    if run[0].kind == "same":
        return Block("same", old, new, (Span("same", old),))
    return Block("layout", old, new, tuple(span for block in run for span in block.spans))
