"""Matching of plain sequences, against brute force."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from composer.compare.sequences import common_ends, heaviest_increasing, longest_increasing, unique_pairs

SMALL = st.lists(st.integers(0, 5), max_size=8)


@given(SMALL)
def test_the_longest_increasing_run_is_longest(values: list[int]) -> None:
    run = [values[at] for at in longest_increasing(values)]
    assert run == sorted(set(run))
    best = max(
        size
        for size in range(len(values) + 1)
        if any(list(some) == sorted(set(some)) for some in combinations(values, size))
    )
    assert len(run) == best


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 9)), max_size=8))
def test_the_heaviest_selection_is_heaviest(weighted: list[tuple[int, int, int]]) -> None:
    weighted = list({pair[:2]: pair for pair in weighted}.values())
    chosen = heaviest_increasing([(a, b, float(weight)) for a, b, weight in weighted])
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(chosen))
    best = 0
    for size in range(len(weighted) + 1):
        for some in combinations(sorted(weighted), size):
            if all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(some)):
                best = max(best, sum(weight for _, _, weight in some))
    weights = {(a, b): weight for a, b, weight in weighted}
    assert sum(weights[pair] for pair in chosen) == best


@given(SMALL, SMALL)
def test_common_ends_do_not_overlap(old: list[int], new: list[int]) -> None:
    head, tail = common_ends(old, new)
    assert old[:head] == new[:head]
    assert old[len(old) - tail :] == new[len(new) - tail :]
    assert head + tail <= min(len(old), len(new))


def test_unique_pairs_leave_out_what_repeats() -> None:
    assert unique_pairs("abcad", "dxcba") == [(1, 3), (2, 2), (4, 0)]
