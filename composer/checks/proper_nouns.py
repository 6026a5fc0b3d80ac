"""Runs of words with capitals, in which names of schools and councils are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

LINKING = frozenset(("of", "and", "&", "upon", "on", "with", "the", "in", "yr", "y", "ar", "under"))
"""Small words inside a name."""

_SMALL_WORDS = (
    "a about above across after all also an another any are as asked at be because before below between "
    "both but by can could dear did do does during each either every everyone few for from had has have "
    "he her here his how i if inside into is it its may many me more most must my near neither no nobody "
    "none nor not once one only or other our out outside over per please same see shall she should since "
    "so some such than that the their them then there these they this those though through to under "
    "unless until us was we were what when where whether which while who whole whose why will with within "
    "without would you your"
)
NOT_IN_A_NAME = frozenset(_SMALL_WORDS.split())
"""Words that begin a sentence or stand in a heading with a capital, and are no part of a name."""

_CAPITAL = "A-ZÀ-ÖØ-ÞŴŶ"
_NAME_WORD = (
    rf"(?:St\.|C\. ?of ?E\.?|C of E|(?:[{_CAPITAL}]\.){{2,3}}"
    rf"|[{_CAPITAL}][^\W_]*+(?:[’'-][^\W_]++)*+(?:(?<=s)[’'](?=[ ]))?)"
)
_LINK = r"(?:of the|and the|on the|in the|of|and|&|upon|on|with|under|yr|y|ar)"
_MOST_WORDS = 24
"""A run goes no further, so that what looks at each of its words in turn takes no long time."""
_GAP = r"(?:[ \t]++\n?|\n)[ \t]*+"
_RUN = later(rf"(?<![\w/@.-]){_NAME_WORD}(?:{_GAP}(?:{_LINK}{_GAP})?+\(?{_NAME_WORD}\)?){{0,{_MOST_WORDS}}}+")
_TOKEN = later(r"St\.|C\. ?of ?E\.?|C of E|[^\s()]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a run."""

    said: str
    start: int
    stop: int
    first: bool = False
    """Whether it opens the run, and may have its capital from that."""

    @property
    def bare(self) -> str:
        """The word without its capital, and without its ’s."""
        return bare(self.said)

    @property
    def end(self) -> int:
        """Where it ends without its ’s."""
        return self.stop - (2 if self.said.endswith(("'s", "’s", "'S", "’S")) else 0)


@dataclass(frozen=True, slots=True)
class Run:
    """Words with capitals that follow each other, with the small words between them."""

    tokens: tuple[Token, ...]
    start: int
    stop: int


def bare(word: str) -> str:
    """A word in small letters, without a possessive ending."""
    said = word.casefold().replace("’", "'")
    return said.removesuffix("'s").removesuffix("'")


@lru_cache(maxsize=1024)
def runs(text: str) -> tuple[Run, ...]:
    """Every run of the text, in order; remembered, since several checks ask."""
    return tuple(_runs(text))


def _runs(text: str) -> Iterator[Run]:
    for match in _RUN.finditer(text):
        pieces = _TOKEN.finditer(text, match.start(), match.end())
        tokens = tuple(Token(each[0], each.start(), each.end(), at == 0) for at, each in enumerate(pieces))
        yield Run(tokens, match.start(), match.end())


def stretches(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The run cut at words that are no part of a name: in a heading they have capitals too."""
    first = 0
    for at, token in enumerate(tokens):
        if token.bare == "our" and at + 1 < len(tokens) and tokens[at + 1].bare == "lady":
            continue
        if token.bare in NOT_IN_A_NAME or (token.bare in LINKING and token.said[:1].isupper()):
            yield from _without_links(tokens[first:at])
            first = at + 1
    yield from _without_links(tokens[first:])


def _without_links(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    first = 0
    while first < len(tokens) and tokens[first].bare in LINKING:
        first += 1
    if first < len(tokens):
        yield tokens[first:]
