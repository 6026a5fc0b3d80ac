"""What weight a change has: whether a governing body must read it, or whether it is wording, layout or place.

What counts as substance, and so gets a row in the table of changes:

- a clause added or left out;
- a whole sentence, list item, table row or heading that is new, gone or replaced by another;
- a change inside a sentence that the obligation watch calls out, or that puts in or takes out a run of
  ``PHRASE`` words or more;
- a sentence or list item that moved, in the same words, to another heading or under another lead-in: what it
  asks, and of whom, may hang on the words that it stands under.

All other changes inside sentences, moves within a clause, and a new title are *wording*. *Layout* changes no
word. A clause that has only *moved*, with its words as they were, is counted apart, whichever section it is in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from composer.compare.deviations import ClauseChange
from composer.compare.edits import Block, Span, TextDiff
from composer.compare.obligations import ObligationChange, watch
from composer.text import Unit, units, word_count

Weight = Literal["substantive", "wording", "layout", "moved", "none"]
PassageKind = Literal["new", "gone", "instead", "reworded", "moved"]

PHRASE = 6
"""Words in one run, new or gone within a sentence, from which on it is more than a matter of wording."""

_WHOLE: tuple[str, ...] = ("added", "dropped", "removed")
_KINDS: dict[str, PassageKind] = {
    "inserted": "new", "deleted": "gone", "replaced": "instead", "changed": "reworded", "moved-to": "moved"
}  # fmt: skip
# "Who must", "what should", "it fits nobody" and "no more than it needs to know" lay down no duty.
_WHO = r"(?<!\bwho )(?<!\bthat )(?<!\bwhich )(?<!\bwhat )"
_BINDS = re.compile(
    rf"{_WHO}\b(?:must|should|shall|may (?:only|not(?! be\b))|can only|(?<!may )never"
    r"|(?:is|are|be) (?:not )?(?:required|expected|obliged|forbidden) to)\b"
    r"|\b(?:school|we|staff|volunteers|(?:head)?teachers?|governors?|board|body|leads?|pupils?|parents) will\b"
    r"|(?:\A\W*|[:;,]\W+|\band |\bso )nobody(?! (?:has|needs?)\b)",
    re.IGNORECASE,
)
_HAS_TO = re.compile(rf"{_WHO}\b(?:has|have|needs?|ought) to\b(?! know)", re.IGNORECASE)
_NOT = re.compile(r"\b(?:no|not|nobody|none|never|without)\b", re.IGNORECASE)
_FEWEST = 4
"""Words of a sentence that asks something; fewer only lead in what follows."""
_OPENING = re.compile(r"[\s>]*(?:(?:[-*+•]|[0-9]{1,9}[.)])\s+)?(?:\*\*[^*\n]{1,80}\*\*\s*)?[*_\"'“‘(]*")


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing that changed in a clause's text."""

    kind: PassageKind
    old: str
    """Empty for what is new; the sentence as it was for `reworded`."""
    new: str
    """Empty for what is gone."""
    weighty: bool
    """Whether it makes the change one of substance."""
    spans: tuple[Span, ...] = ()
    """The words inside a `reworded` sentence."""
    duties: tuple[ObligationChange, ...] = ()
    """What the obligation watch has to say of it."""


def weigh(entry: ClauseChange, roles: Sequence[str] = ()) -> Weight:
    """The weight of a clause's change; the heaviest thing that happened to it decides.

    `roles` are words for roles that the obligation watch looks at.
    """
    if entry.kind in _WHOLE or (entry.kind == "adapted" and entry.diff is None):
        return "substantive"
    found = passages(entry.diff, roles) if entry.diff is not None else ()
    if any(passage.weighty for passage in found):
        return "substantive"
    if found or entry.was_title:
        return "wording"
    if entry.diff is not None and entry.diff.old != entry.diff.new:
        return "layout"
    return "moved" if entry.moved else "none"


def passages(found: TextDiff, roles: Sequence[str] = ()) -> tuple[Passage, ...]:
    """Every change of words of a diff, in the order of the new text; one of blanks and breaks alone is none."""
    duties: dict[int, list[ObligationChange]] = {}
    for change in watch(found, roles):
        duties.setdefault(change.block, []).append(change)
    elsewhere = _other_leads(found)
    return tuple(
        _passage(block, tuple(duties.get(at, ())), turned=block.move in elsewhere)
        for at, block in enumerate(found.blocks)
        if block.kind in _KINDS and (block.old + block.new).strip()
    )


def _passage(block: Block, duties: tuple[ObligationChange, ...], *, turned: bool) -> Passage:
    kind = _KINDS[block.kind]
    if kind == "reworded":
        phrase = any(span.kind != "same" and word_count(span.text) >= PHRASE for span in block.spans)
        return Passage(kind, block.old, block.new, phrase or bool(duties), block.spans, duties)
    has_words = word_count(block.old + block.new) > 0
    weighty = turned if kind == "moved" else has_words
    return Passage(kind, block.old, block.new, weighty, (), duties)


# -- what a passage stands under ---------------------------------------------------------------------------


def _other_leads(found: TextDiff) -> frozenset[int]:
    """The numbers of the moves that end under another heading or lead-in than they began under."""
    was: dict[int, str] = {}
    now: dict[int, str] = {}
    if any(block.move is not None for block in found.blocks):
        old = new = ""
        for block in found.blocks:
            if block.kind == "moved-from" and block.move is not None:
                was[block.move] = _lead(old, block.old)
            if block.kind == "moved-to" and block.move is not None:
                now[block.move] = _lead(new, block.new)
            old, new = old + block.old, new + block.new
    return frozenset(number for number, lead in now.items() if was.get(number, "") != lead)


def _lead(before: str, passage: str) -> str:
    """What a passage is read under: its heading, and for a list item the lead-in of its list.

    A passage that brings its own heading along is read under that.
    """
    of_item = _first(passage).kind == "item"
    above = units(before)
    for at in range(len(above) - 1, -1, -1):
        unit = above[at]
        if unit.kind == "heading":
            return unit.sense
        if of_item and unit.kind == "sentence":
            if unit.sense.endswith(":"):
                return unit.sense
            # A paragraph that leads nothing in ends the search; a second sentence of an item does not.
            of_item = at > 0 and above[at - 1].kind not in ("blank", "break")
    return ""


def _first(passage: str) -> Unit:
    return next((unit for unit in units(passage) if unit.sense), Unit(passage, "sentence", passage))


# -- what it asks -------------------------------------------------------------------------------------------


def asking(text: str, roles: Sequence[str] = ()) -> tuple[str, ...]:
    """The sentences and list items of a text that ask something of somebody, as they are written.

    Those that hold a duty (`must`, `should`, `will`, `never`, `may only`, "nobody …") and those that open with one
    of the `roles`: "{{headteacher}} is told the same day" asks as much. What only allows, as `may` does, and what
    says that something cannot be, is none.
    """
    named = tuple(role.casefold() for role in roles if role.strip())
    return tuple(
        unit.text
        for unit in units(text)
        if unit.kind in ("sentence", "item", "quote")
        and word_count(unit.text) >= _FEWEST
        and (_opens_with(unit.text, named) or _binds(unit.text))
    )


def _binds(sentence: str) -> bool:
    said = " ".join(sentence.split())
    if _BINDS.search(said):
        return True
    need = _HAS_TO.search(said)
    return need is not None and not _NOT.search(said, 0, need.start())


def _opens_with(sentence: str, named: tuple[str, ...]) -> bool:
    opening = _OPENING.match(sentence)
    return bool(named) and sentence[opening.end() if opening else 0 :].casefold().startswith(named)


# -- runs of words ------------------------------------------------------------------------------------------


def runs(spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """What went and what came in its place, at each changed spot of a sentence; either may be empty.

    Spots with only a blank between them are one; a spot without a word in it is left out.
    """
    went = came = gap = ""
    for span in (*spans, Span("same", "end")):
        if span.kind == "del":
            went, came, gap = went + gap + span.text, came + gap, ""
        elif span.kind == "ins":
            went, came, gap = went + gap, came + gap + span.text, ""
        elif span.blank and (went or came):
            gap += span.text
        else:
            if word_count(went + came):
                yield went.strip(), came.strip()
            went = came = gap = ""
