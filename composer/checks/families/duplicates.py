"""The same thing said twice: two clauses, or two parts of a file, in nearly the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from composer.checks.check import Check, Hit
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import Passage, Setting, Subject

_WORD = later(r"[^\W_]+")
_FEWEST_WORDS = 40
_ALIKE = 0.6
"""The share of the shorter text's runs of three words that stand in the longer one too."""
_LIKELY = 0.45
"""The same share as the sample of runs tells it, below which the runs themselves are not compared."""
_SAMPLED = 4
"""One run in so many is in the sample: it keeps the joining of a whole policy well below a millisecond."""


def near_duplicate(subject: Subject) -> Iterator[Hit]:
    """Texts that say nearly the same as a longer one."""
    runs = [(at, passage) for at, passage in enumerate(subject.passages) if passage.kind in {"clause", "file"}]
    sampled = [(at, passage, *subject.of(_runs, passage)) for at, passage in runs]
    by_length = sorted((each for each in sampled if each[2]), key=lambda each: (-len(each[2]), each[0]))
    met: set[int] = set()
    for place, (at, passage, whole, sample) in enumerate(by_length):
        if sample and len(sample & met) >= _LIKELY * len(sample):
            for other_at, other, other_whole, other_sample in by_length[:place]:
                if len(sample & other_sample) >= _LIKELY * len(sample):
                    share = len(whole & other_whole) / len(whole)
                    if share >= _ALIKE:
                        first, second = (other, passage) if other_at < at else (passage, other)
                        yield _hit(first, second, share)
                        break
        met |= sample


def _hit(first: Passage, second: Passage, share: float) -> Hit:
    said = f"about {round(share * 10)} in 10 of the words are those of {first.name}"
    return Hit(said, passage=second, about=f"{first.kind} {first.id or first.title}")


def _runs(passage: Passage, setting: Setting) -> tuple[frozenset[int], frozenset[int]]:  # noqa: ARG001
    """Every run of three words of a text of some length as a number, and a sample of them."""
    words = " ".join(_WORD.findall(passage.text.casefold())).encode().split(b" ")
    if len(words) <= _FEWEST_WORDS:
        return frozenset(), frozenset()
    # The numbers are the same on every computer and every day, so that findings are.
    whole = frozenset(map(crc32, map(b" ".join, zip(words, words[1:], words[2:], strict=False))))
    return whole, frozenset([run for run in whole if run % _SAMPLED == 0])


CHECKS = (
    Check(
        "near-duplicate",
        39,
        "Nearly the same twice",
        "info",
        "Of two texts that say the same, one is changed some day and the other is forgotten.",
        "Keep one of them, and refer to it from the other place",
        whole=near_duplicate,
    ),
)
