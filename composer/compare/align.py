"""Which sentence of the new text is which sentence of the old one.

Equal units are matched first (those that occur once anchor the rest), then moved ones are found, and what is
left between two matches is paired by the words it shares. Equal means equal in sense: wrapping, quotes
and dashes do not count.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from composer.compare.sequences import Pair, common_ends, heaviest_increasing, longest_increasing, unique_pairs
from composer.text import Unit

_ALIKE = 0.4
"""Least share of words that two sentences have in common (Dice) to be shown as one, reworded."""
_CUT_FROM = 0.6
"""Least share of its words that a part of a split sentence has from the whole."""
_SUBSTANCE = 4
"""Fewest words of a sentence that is worth calling moved."""
_FEW_PAIRS = 1_500
"""Up to this many possible pairs a gap is compared each with each; above, only by rare words."""
_RARE = 8
"""A word in more units of a gap than this says nothing about which belong together."""
_CELLS = 400_000_000
"""Largest product of unit counts for the plain longest common subsequence: 20,000 units each, 50 MB."""
_WORD = re.compile(r"[^\W_]+(?:['–][^\W_]+)*")
_BLANKS = ("blank", "break")
_PROSE = ("sentence", "item", "quote")


@dataclass(frozen=True, slots=True)
class Alignment:
    """Positions of units that belong together."""

    pairs: tuple[Pair, ...]
    """Units that keep their order; rising on both sides. Equal or reworded."""
    moves: tuple[tuple[Pair, ...], ...]
    """Units that read the same and stand elsewhere; each move is a run of neighbours."""


def align(old: Sequence[Unit], new: Sequence[Unit]) -> Alignment:
    """Match the units of two texts; every unit is in one pair or one move at most."""
    of_old = [at for at, unit in enumerate(old) if unit.kind not in _BLANKS]
    of_new = [at for at, unit in enumerate(new) if unit.kind not in _BLANKS]
    words_old, words_new = [old[at] for at in of_old], [new[at] for at in of_new]
    keys_old, keys_new = [_key(unit) for unit in words_old], [_key(unit) for unit in words_new]
    pairs = _equal(words_old, words_new, keys_old, keys_new)
    moves = _moves(keys_old, keys_new, pairs)
    gone = {a for move in moves for a, _ in move}
    come = {b for move in moves for _, b in move}
    alike: list[Pair] = []
    for (i, j), (a, b) in pairwise([(-1, -1), *pairs, (len(of_old), len(of_new))]):
        alike += _alike(
            [(at, words_old[at]) for at in range(i + 1, a) if at not in gone],
            [(at, words_new[at]) for at in range(j + 1, b) if at not in come],
        )
    matched = [(of_old[a], of_new[b]) for a, b in sorted([*pairs, *alike])]
    return Alignment(
        tuple(_with_blanks(old, new, matched)),
        tuple(tuple((of_old[a], of_new[b]) for a, b in move) for move in moves),
    )


# -- equal -------------------------------------------------------------------------------------------------


def _key(unit: Unit) -> str:
    """Equal for units that read the same and are the same kind of thing."""
    return unit.sense if unit.kind == "sentence" else f"{unit.kind}\n{unit.sense}"


def _equal(old_units: Sequence[Unit], new_units: Sequence[Unit], old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pairs of equal units that rise on both sides: common ends, anchors, and again between the anchors."""
    found: list[Pair] = []
    todo = [(0, len(old), 0, len(new))]
    while todo:
        i, a, j, b = todo.pop()
        head, tail = common_ends(old[i:a], new[j:b])
        found += ((i + at, j + at) for at in range(head))
        found += ((a - 1 - at, b - 1 - at) for at in range(tail))
        i, a, j, b = i + head, a - tail, j + head, b - tail
        left, right = old[i:a], new[j:b]
        if not left or not right or set(left).isdisjoint(right):
            continue
        cuts = [(i + x, j + y) for x, y in _anchors(old_units[i:a], new_units[j:b], unique_pairs(left, right))]
        if cuts:
            found += cuts
            todo += ((p + 1, r, q + 1, s) for (p, q), (r, s) in pairwise([(i - 1, j - 1), *cuts, (a, b)]))
        else:
            found += ((i + x, j + y) for x, y in _subsequence(left, right))
    return sorted(found)


def _anchors(old: Sequence[Unit], new: Sequence[Unit], unique: list[Pair]) -> list[Pair]:
    """Of the units that occur once in each text those that keep their order; the others moved.

    Where the order leaves a choice, the longer sentences stay, and those that keep reworded ones in place.
    """
    kept = [unique[at] for at in longest_increasing([to for _, to in unique])]
    if len(kept) == len(unique):
        return kept
    equal = set(unique)
    weighted = [(a, b, 1.0 + min(len(old[a].sense), 200) / 200) for a, b in unique]
    if len(old) * len(new) <= _FEW_PAIRS:
        for a, was in enumerate(old):
            for b, now in enumerate(new):
                likeness = _likeness(was, now)
                if likeness >= _ALIKE and (a, b) not in equal:
                    weighted.append((a, b, likeness * likeness))
    return [pair for pair in heaviest_increasing(weighted) if pair in equal]


def _subsequence(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """A longest common subsequence of items of which none anchors; nothing when that would take too long."""
    places: dict[str, list[int]] = {}
    for at, item in enumerate(new):
        places.setdefault(item, []).append(at)
    times = Counter(old)
    if sum(times[item] * len(at) for item, at in places.items()) <= _FEW_PAIRS:
        return heaviest_increasing(
            [(at, to, 1.0 + len(item)) for at, item in enumerate(old) for to in places.get(item, ())]
        )
    if len(old) * len(new) > _CELLS:
        return []
    from rapidfuzz.distance import LCSseq

    names: dict[str, int] = {}
    coded = [[names.setdefault(item, len(names)) for item in side] for side in (old, new)]
    return [
        (code.src_start + at, code.dest_start + at)
        for code in LCSseq.opcodes(coded[0], coded[1])
        if code.tag == "equal"
        for at in range(code.src_end - code.src_start)
    ]


# -- moved -------------------------------------------------------------------------------------------------


def _moves(old: Sequence[str], new: Sequence[str], pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Runs of units, given by their keys, left over on both sides that read the same, one for one."""
    kept_old, kept_new = {a for a, _ in pairs}, {b for _, b in pairs}
    left = [at for at in range(len(old)) if at not in kept_old]
    right = [at for at in range(len(new)) if at not in kept_new]
    if not left or not right:
        return []
    times_old = Counter(old[at] for at in left)
    times_new = Counter(new[at] for at in right)
    where = {new[at]: at for at in right if times_new[new[at]] == 1}
    to = {at: where[old[at]] for at in left if times_old[old[at]] == 1 and old[at] in where and _has_substance(old[at])}
    _grow(to, old, new, set(left), set(right))
    runs: list[list[Pair]] = []
    for at in sorted(to):
        if runs and runs[-1][-1] == (at - 1, to[at] - 1):
            runs[-1].append((at, to[at]))
        else:
            runs.append([(at, to[at])])
    return runs


def _grow(to: dict[int, int], old: Sequence[str], new: Sequence[str], left: set[int], right: set[int]) -> None:
    """Let short neighbours, such as the heading of a moved paragraph, move along with it."""
    taken = set(to.values())
    for step in (1, -1):
        for start in sorted(to, reverse=step < 0):
            at, there = start + step, to[start] + step
            while at in left and there in right and at not in to and there not in taken and old[at] == new[there]:
                to[at] = there
                taken.add(there)
                at, there = at + step, there + step


def _has_substance(key: str) -> bool:
    return len(_WORD.findall(key.rpartition("\n")[2])) >= _SUBSTANCE


# -- alike -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def _vocabulary(sense: str) -> frozenset[str]:
    return frozenset(_WORD.findall(sense.casefold()))


def is_cut_from(unit: Unit, whole: Iterable[Unit], rest: Iterable[Unit]) -> bool:
    """Whether the unit reads like a part of `whole` of which `rest` is what is left: a sentence split in two."""
    words = _vocabulary(unit.sense)
    source: frozenset[str] = frozenset().union(*(_vocabulary(one.sense) for one in whole))
    missing = source.difference(*(_vocabulary(one.sense) for one in rest))
    return bool(missing) and len(words & source) >= _CUT_FROM * len(words) and 2 * len(words & missing) >= len(missing)


def _likeness(old: Unit, new: Unit) -> float:
    """Share of words in common, 0 to 1; 0 for kinds that never turn into each other.

    The same words that became another kind of thing are not alike: no mark inside them could tell what changed.
    """
    turned = old.kind != new.kind
    if turned and (old.text == new.text or not (old.kind in _PROSE and new.kind in _PROSE)):
        return 0.0
    one, other = _vocabulary(old.sense), _vocabulary(new.sense)
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def _alike(old: Sequence[tuple[int, Unit]], new: Sequence[tuple[int, Unit]]) -> list[Pair]:
    """Reworded units of one gap, in order: the selection that has most in common."""
    if not old or not new:
        return []
    if len(old) == len(new) and all(_likeness(was, now) > 0.5 for (_, was), (_, now) in zip(old, new, strict=True)):
        return [(a, b) for (a, _), (b, _) in zip(old, new, strict=True)]
    weighted: list[tuple[int, int, float]] = []
    for i, j in _candidates(old, new):
        likeness = _likeness(old[i][1], new[j][1])
        if likeness >= _ALIKE:
            # Squared, so that one good pair wins over two poor ones.
            weighted.append((i, j, likeness * likeness))
    return [(old[i][0], new[j][0]) for i, j in heaviest_increasing(weighted)]


def _candidates(old: Sequence[tuple[int, Unit]], new: Sequence[tuple[int, Unit]]) -> Iterator[Pair]:
    if len(old) * len(new) <= _FEW_PAIRS:
        yield from ((i, j) for i in range(len(old)) for j in range(len(new)))
        return
    places: dict[str, list[int]] = {}
    for j, (_, unit) in enumerate(new):
        for word in _vocabulary(unit.sense):
            places.setdefault(word, []).append(j)
    for i, (_, unit) in enumerate(old):
        shared: Counter[int] = Counter()
        for word in _vocabulary(unit.sense):
            found = places.get(word, ())
            if len(found) <= _RARE:
                shared.update(found)
        best = sorted(shared.items(), key=lambda item: (-item[1], abs(item[0] - i), item[0]))
        yield from ((i, j) for j, _ in best[:_RARE])


# -- blank stretches ---------------------------------------------------------------------------------------


def _with_blanks(old: Sequence[Unit], new: Sequence[Unit], matched: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs with those of blank stretches: in each gap the first with the first, the last with the last."""
    for before, (a, b) in pairwise([(-1, -1), *matched, (len(old), len(new))]):
        if before[0] >= 0:
            yield before
        i, j = before[0] + 1, before[1] + 1
        if i == a or j == b:
            continue
        starts = old[i].kind in _BLANKS and new[j].kind in _BLANKS
        if starts:
            yield i, j
        ends = old[a - 1].kind in _BLANKS and new[b - 1].kind in _BLANKS
        if ends and not (starts and (i == a - 1 or j == b - 1)):
            yield a - 1, b - 1
