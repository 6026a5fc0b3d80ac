"""The word-level merge of one sentence that both sides changed: never more than a suggestion."""

from collections import Counter
from collections.abc import Iterator

from composer.compare.words import diff_words
from composer.text import tokens

Change = tuple[int, int, str]
"""`base[start:stop]`, in characters, became another text."""


def bag(text: str) -> Counter[str]:
    """How often each word is in the text, in whichever case."""
    return Counter(token.casefold() for token in tokens(text) if token[0].isalnum() or token[:2] == "{{")


def merge_words(base: str, ours: str, theirs: str) -> str | None:
    """The sentence with the changes of both sides; `None` where they do not stand clearly apart.

    Between changes of different sides at least one word of the base stays. No word that only one side added
    is missing from what is returned, and none that one side deleted and the other left alone is in it.
    """
    sides = set(_changes(base, ours)), set(_changes(base, theirs))
    merged: list[str] = []
    at = 0
    last: Change | None = None
    for change in sorted(sides[0] | sides[1]):
        if last and not any(last in side and change in side for side in sides):
            apart = change[0] >= at and bag(base[at : change[0]])
            if not apart:
                return None
        merged += (base[at : change[0]], change[2])
        at, last = change[1], change
    merged.append(base[at:])
    text = "".join(merged)
    return text if _nothing_amiss(*(bag(one) for one in (base, ours, theirs, text))) else None


def _changes(base: str, side: str) -> Iterator[Change]:
    """What the side changed; white space alone is no change."""
    at, start, new = 0, 0, ""
    for span in diff_words(base, side):
        if span.kind == "same":
            if base[start:at].strip() or new.strip():
                yield start, at, new
            at += len(span.text)
            start, new = at, ""
        elif span.kind == "del":
            at += len(span.text)
        else:
            new += span.text
    if base[start:at].strip() or new.strip():
        yield start, at, new


def _nothing_amiss(base: Counter[str], ours: Counter[str], theirs: Counter[str], merged: Counter[str]) -> bool:
    """Whether every word is there as often as both sides' changes together make it."""
    for word in base | ours | theirs | merged:
        was, mine, yours = base[word], ours[word], theirs[word]
        both = (mine - was) * (yours - was) > 0
        if merged[word] != mine + yours - was and not (both and merged[word] in (mine, yours)):
            return False
    return True
