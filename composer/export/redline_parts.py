"""A page cut at its headings of sections and clauses, and which part of one page is which of another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.compare.sequences import Pair, heaviest_increasing, unique_pairs
from composer.text import sense_form

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from composer.export.page import Block

_SECTION, _CLAUSE = 2, 3


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it up to the next one: a clause, or a section's heading and introduction."""

    head: Block | None
    """None for what stands before the first heading."""
    body: tuple[Block, ...]
    section: int
    """Where the section that it belongs to stands among the parts; its own place for a section."""

    @property
    def level(self) -> int:
        """The level of its heading, 0 without one."""
        return self.head.level if self.head is not None else 0

    @property
    def key(self) -> str:
        """The id of the clause, where it is known."""
        return self.head.key if self.head is not None else ""

    @cached_property
    def title(self) -> str:
        """Its heading in the form in which titles are compared."""
        return sense_form(self.head.text).casefold() if self.head is not None else ""

    @cached_property
    def text(self) -> str:
        """The words under its heading."""
        return "\n\n".join(block.text for block in self.body)

    @property
    def weight(self) -> float:
        """How much there is to keep in its place."""
        return 1.0 + len(self.text)


@dataclass(frozen=True, slots=True)
class Matched:
    """The parts of two pages that belong together, by their places."""

    kept: tuple[Pair, ...]
    """Those that keep their order, rising on both sides; what stands before the first heading is always one."""
    moved: tuple[Pair, ...]
    """Those that stand elsewhere, in the order of the old page."""


def parts_of(blocks: Sequence[Block]) -> tuple[Part, ...]:
    """The parts in order; what stands before the first heading comes first, though it may be empty."""
    cuts = [at for at, block in enumerate(blocks) if _heads_a_part(block)]
    ends = [*cuts, len(blocks)]
    found = [Part(None, tuple(blocks[: ends[0]]), 0)]
    section = 0
    for start, stop in pairwise(ends):
        if blocks[start].level == _SECTION:
            section = len(found)
        found.append(Part(blocks[start], tuple(blocks[start + 1 : stop]), section))
    return tuple(found)


def _heads_a_part(block: Block) -> bool:
    return block.kind == "heading" and block.level in {_SECTION, _CLAUSE} and not block.quoted


def matched(old: Sequence[Part], new: Sequence[Part]) -> Matched:
    """Which parts belong together: clauses by their ids, else by title or text; sections by title or their clauses.

    As little as possible has moved, counted in words; a section's heading weighs as much as the clauses that it
    kept, so that a clause moves past a heading and not the heading past a clause.
    """
    clauses = list(_clauses(old, new))
    sections = list(_sections(old, new, clauses))
    shared = _shared(old, new, clauses)
    weighted = [(0, 0, 1.0)]
    weighted += ((a, b, old[a].weight + new[b].weight) for a, b in clauses)
    weighted += ((a, b, old[a].weight + new[b].weight + shared[a, b]) for a, b in sections)
    kept = heaviest_increasing(weighted)
    moved = {*clauses, *sections} - set(kept)
    return Matched(tuple(kept), tuple(sorted(moved)))


def _shared(old: Sequence[Part], new: Sequence[Part], clauses: Sequence[Pair]) -> Counter[Pair]:
    """How much each two sections have in common, as the weight of their clauses."""
    found: Counter[Pair] = Counter()
    for a, b in clauses:
        found[old[a].section, new[b].section] += int(old[a].weight + new[b].weight)
    return found


def _clauses(old: Sequence[Part], new: Sequence[Part]) -> Iterator[Pair]:
    left, right = (_of_level(parts, _CLAUSE) for parts in (old, new))
    yield from (by_id := _matching(old, new, left, right, lambda part: part.key or None))
    left, right = _others(left, right, by_id)
    for form in (lambda part: (part.title, part.text), lambda part: part.title, lambda part: part.text or None):
        found = [(a, b) for a, b in _matching(old, new, left, right, form) if not (old[a].key and new[b].key)]
        yield from found
        left, right = _others(left, right, found)


def _sections(old: Sequence[Part], new: Sequence[Part], clauses: Sequence[Pair]) -> Iterator[Pair]:
    """By title; of the others those of which each has most of the clauses that the other kept."""
    left, right = (_of_level(parts, _SECTION) for parts in (old, new))
    yield from (by_title := _matching(old, new, left, right, lambda part: part.title))
    left, right = _others(left, right, by_title)
    shared = _shared(old, new, clauses)
    of_old: Counter[int] = Counter()
    of_new: Counter[int] = Counter()
    for (a, b), weight in shared.items():
        of_old[a] += weight
        of_new[b] += weight
    for (a, b), weight in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if a in left and b in right and 2 * weight >= max(of_old[a], of_new[b]):
            left.remove(a)
            right.remove(b)
            yield a, b


def _of_level(parts: Sequence[Part], level: int) -> list[int]:
    return [at for at, part in enumerate(parts) if part.level == level]


def _others(left: Sequence[int], right: Sequence[int], pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    was, now = {a for a, _ in pairs}, {b for _, b in pairs}
    return [at for at in left if at not in was], [at for at in right if at not in now]


def _matching(
    old: Sequence[Part],
    new: Sequence[Part],
    left: Sequence[int],
    right: Sequence[int],
    form: Callable[[Part], Hashable],
) -> list[Pair]:
    """The parts of one form, None being none; the first of several with the first, the second with the second."""
    ours = _numbered([(at, form(old[at])) for at in left])
    theirs = _numbered([(at, form(new[at])) for at in right])
    places = unique_pairs([form for _, form in ours], [form for _, form in theirs])
    return [(ours[a][0], theirs[b][0]) for a, b in places]


def _numbered(forms: Sequence[tuple[int, Hashable]]) -> list[tuple[int, Hashable]]:
    times: Counter[Hashable] = Counter()
    found: list[tuple[int, Hashable]] = []
    for at, form in forms:
        if form is not None:
            times[form] += 1
            found.append((at, (form, times[form])))
    return found
