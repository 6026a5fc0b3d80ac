"""Matching of plain sequences: what words, sentences and clauses have in common.

Every function works on hashable items, is deterministic, and is near linear but where it says otherwise.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence

Pair = tuple[int, int]
"""A position in the old sequence and the one in the new sequence that it is matched with."""


def common_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """How many items are equal at the start, and how many more at the end."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    most -= head
    tail = 0
    while tail < most and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Positions of a longest strictly increasing run of values; of several such runs always the same one."""
    tails: list[int] = []
    tail_values: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        place = bisect_left(tail_values, value)
        before.append(tails[place - 1] if place else -1)
        if place == len(tails):
            tails.append(at)
            tail_values.append(value)
        else:
            tails[place] = at
            tail_values[place] = value
    run: list[int] = []
    at = tails[-1] if tails else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]


def unique_pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Items that occur once in each sequence, in the old order: patience diff's anchors, before any is dropped."""
    times_old, times_new = Counter(old), Counter(new)
    where = {item: at for at, item in enumerate(new) if times_new[item] == 1}
    return [(at, where[item]) for at, item in enumerate(old) if times_old[item] == 1 and item in where]


def heaviest_increasing(pairs: Sequence[tuple[int, int, float]]) -> list[Pair]:
    """Of weighted pairs, those of the heaviest selection that rises on both sides and uses each position once.

    Takes n log n steps for n pairs; weights are above zero.
    """
    # A Fenwick tree over the new positions holds, for each prefix, the pair that ends the heaviest selection.
    size = max((new for _, new, _ in pairs), default=-1) + 1
    tree = [-1] * (size + 1)
    total = [0.0] * len(pairs)
    before = [-1] * len(pairs)
    # Pairs of one old position come with the new position falling, so that none builds on another.
    order = sorted(range(len(pairs)), key=lambda at: (pairs[at][0], -pairs[at][1]))
    for at in order:
        _, new, weight = pairs[at]
        best = -1
        place = new
        while place:
            if tree[place] >= 0 and (best < 0 or total[tree[place]] > total[best]):
                best = tree[place]
            place &= place - 1
        before[at] = best
        total[at] = weight + (total[best] if best >= 0 else 0.0)
        place = new + 1
        while place <= size:
            if tree[place] < 0 or total[at] > total[tree[place]]:
                tree[place] = at
            place += place & -place
    run: list[Pair] = []
    at = max(order, key=total.__getitem__, default=-1)
    while at >= 0:
        run.append(pairs[at][:2])
        at = before[at]
    return run[::-1]
