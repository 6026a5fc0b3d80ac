"""Where a text has a clause's blanks filled in, and the text with those blanks put back.

A clause says ``Tell {{dsl}} the same day``, a school's document ``Tell Mrs Jones the same day``. The words of both
are aligned, and what stands between the neighbours of a blank is what the school says there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.compare.obligations import kinds_said
from composer.policy.incoming import Run
from composer.policy.placeholders import parse
from composer.text import PLACEHOLDER, tokens, units

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

LONGEST_RUN = 30
"""Words and signs that may stand for one blank; more than that is the school's own text."""

_BINDING = frozenset(("duty", "negation"))
"""Words of these sorts fill no blank: who reads ``nobody but Mrs Jones`` as a name loses a duty."""
_CONDITIONS = frozenset(("only", "if", "when", "whenever", "where", "while", "provided"))
_JOINING = frozenset((*("and", "or", "but", "to", "of", "with"), *",;:"))
"""No name begins or ends with these: what does is a part of a sentence."""

_STYLES = str.maketrans("‘’‚“”„–—‑‐", "'''\"\"\"----")
_APOSTROPHES = frozenset("'’")
_OWNER = re.compile(r"(.+)(['’])(s)", re.IGNORECASE)

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words and signs without the white space, ready to be aligned."""

    said: tuple[str, ...]
    """As they count in a comparison: small letters, one kind of quote and dash."""
    places: tuple[Pair, ...]
    """Where each stands in the text."""


@lru_cache(maxsize=4096)
def words_of(text: str) -> Words:
    """The words and signs of a text, without the backslashes of Markdown.

    What ends in ``'s`` is three of them, so that a blank may own something.
    """
    said, places, at = list[str](), list[Pair](), 0
    for piece in tokens(text):
        if not piece.isspace() and piece != "\\":
            # Every word of a library and a document comes by here: what most of them lack is not looked for.
            plain = (piece if piece.isascii() else piece.translate(_STYLES)).casefold()
            owner = _OWNER.fullmatch(piece) if piece[-2:-1] in _APOSTROPHES else None
            if owner is None:
                said.append(plain)
                places.append((at, at + len(piece)))
            else:
                said += (plain[:-2], "'", "s")
                places += [(at + owner.start(group), at + owner.end(group)) for group in (1, 2, 3)]
        at += len(piece)
    return Words(tuple(said), tuple(places))


def runs_of(clause: str, text: str, *, backwards: bool = False) -> tuple[Run, ...]:
    """What ``text`` says in the place of each blank of ``clause``; blanks of which that cannot be told are left out.

    Where a run may end in more than one place, ``backwards`` tells the last of them.
    """
    if "{{" not in clause:
        return ()
    old, new = words_of(clause), words_of(text)
    partner = dict(_aligned(old.said, new.said, backwards=backwards))
    found: list[Run] = []
    for at, word in enumerate(old.said):
        if not word.startswith("{{") or at in partner:
            continue
        first = partner[at - 1] + 1 if at - 1 in partner else 0 if at == 0 else None
        last = partner[at + 1] if at + 1 in partner else len(new.said) if at == len(old.said) - 1 else None
        if first is not None and last is not None and 0 < last - first <= LONGEST_RUN:
            run = _run(clause[slice(*old.places[at])], text, new.places[first][0], new.places[last - 1][1])
            found += (each for each in run if each.blank.kind != "value" or _fills(each.said))
    return tuple(found)


def _fills(said: str) -> bool:
    """Whether words may be a value: of one sentence at most, whole, and without a duty or a condition."""
    words = words_of(said).said
    sentences = sum(unit.kind not in ("blank", "break") for unit in units(said))
    whole = sentences == 1 and words[0] not in _JOINING and words[-1] not in _JOINING
    return whole and not _CONDITIONS & set(words) and not kinds_said(said) & _BINDING


def known_runs(clause: str, printed: Sequence[str | None], text: str) -> tuple[Run, ...]:
    """Where ``text`` says what the blanks of ``clause`` print as; None stands for a blank that prints nothing known."""
    blanks = list(PLACEHOLDER.finditer(clause))
    filled, spans, at = "", list[tuple[str, int, int]](), 0
    for blank, said in zip(blanks, printed, strict=True):
        filled += clause[at : blank.start()]
        at = blank.end()
        if said is not None:
            spans.append((blank[0], len(filled), len(filled) + len(said)))
        filled += said if said is not None else blank[0]
    filled += clause[at:]
    old, new = words_of(filled), words_of(text)
    partner = dict(_aligned(old.said, new.said))
    found, nth = list[Run](), 0
    for written, start, end in spans:
        while nth < len(old.places) and old.places[nth][0] < start:
            nth += 1
        first = nth
        while nth < len(old.places) and old.places[nth][1] <= end:
            nth += 1
        matched = [partner.get(each) for each in range(first, nth)]
        known = [each for each in matched if each is not None]
        if known and len(known) == len(matched) and known[-1] - known[0] == len(known) - 1:
            found += _run(written, text, new.places[known[0]][0], new.places[known[-1]][1])
    return tuple(found)


def _run(written: str, text: str, start: int, end: int) -> Iterator[Run]:
    said, inside = text[start:end], PLACEHOLDER.fullmatch(written)
    if inside is not None and "\n\n" not in said and "{{" not in said:
        yield Run(parse(written, inside[1]), start, end, said)


def _aligned(old: Sequence[str], new: Sequence[str], *, backwards: bool = False) -> list[Pair]:
    """Positions that belong together: as many equal words as can keep their order."""
    if backwards:
        last_old, last_new = len(old) - 1, len(new) - 1
        turned = _aligned(old[::-1], new[::-1])
        return [(last_old - at, last_new - there) for at, there in reversed(turned)]
    from rapidfuzz.distance import LCSseq

    codes: dict[str, int] = {}
    coded = [[codes.setdefault(word, len(codes)) for word in side] for side in (old, new)]
    return [
        (code.src_start + at, code.dest_start + at)
        for code in LCSseq.opcodes(coded[0], coded[1])
        if code.tag == "equal"
        for at in range(code.src_end - code.src_start)
    ]


def put_back(text: str, runs: Sequence[Run]) -> str:
    """``text`` with a placeholder in the place of each run."""
    pieces, at = list[str](), 0
    for run in runs:
        pieces += (text[at : run.start], run.blank.written)
        at = run.end
    return "".join((*pieces, text[at:]))


def in_common(old: Counter[str], new: Counter[str]) -> int:
    """How many words two texts share, whatever their order."""
    small, large = (old, new) if len(old) < len(new) else (new, old)
    return sum(min(times, large[word]) for word, times in small.items() if word in large)
