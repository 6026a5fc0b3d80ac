"""Obligation watch: changes that alter what people must do, told in words.

A `may` that became `must not`, a "not" that went, 12 hours that became 24: one short word in a long sentence,
and the ones that matter. What is found is a prompt to look, not a judgement.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Literal

from composer.compare.edits import Block, TextDiff
from composer.compare.leads import ITEM_MARK, items
from composer.text import PLACEHOLDER

ObligationKind = Literal["duty", "negation", "number", "period", "limit", "choice", "role"]
"""A `limit` says how far, how often or how soon a duty goes (`at least`, `only`, `usually`, `immediately`). A `choice`
is a pair of small words of which one took the other's place (`and` and `or`, `before` and `after`)."""


@dataclass(frozen=True, slots=True)
class ObligationChange:
    """One obligation word, number, period or role that is not what it was."""

    kind: ObligationKind
    old: str
    """As the old text has it; empty when it is new."""
    new: str
    """As the new text has it; empty when it is gone."""
    message: str
    """The change in words, such as `was "may", is now "must not"`."""
    block: int
    """Index of the block in the diff."""


@dataclass(frozen=True, slots=True)
class _Term:
    kind: ObligationKind
    text: str
    start: int

    @property
    def meaning(self) -> str:
        """The term however it is spelt or wrapped."""
        text = " ".join(self.text.casefold().replace("’", "'").split())
        return _SPELT.get(text, text)


_KINDS: dict[str, ObligationKind] = {
    "duty": "duty", "negation": "negation", "period": "period", "number": "number", "limit": "limit",
    "choice": "choice", "role": "role",
}  # fmt: skip
_SPELT = {
    "cannot": "can not", "can't": "can not", "mustn't": "must not", "shouldn't": "should not",
    "won't": "will not", "shan't": "shall not", "no less than": "at least", "no fewer than": "at least",
    "not less than": "at least", "not fewer than": "at least", "no more than": "at most",
    "not more than": "at most", "a maximum of": "at most", "a minimum of": "at least", "up to": "at most",
    "forbidden": "prohibited", "banned": "prohibited", "permitted": "allowed", "annually": "yearly",
    "normally": "usually", "generally": "usually", "straight away": "immediately", "at once": "immediately",
}  # fmt: skip
_WORDS = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand"
)
_COUNT = rf"(?:\d+(?:[.,]\d+)*|an?|half an?|one|{_WORDS}|every|each|per|the same|that)"
# "One" is mostly a pronoun, so by itself it is no number.
_NUMBERS = rf"\d+(?:[.,:]\d+)*|(?i:{_WORDS}|twice)(?!\w)"
_LENGTH = (
    r"(?:(?:school|working|calendar|academic|full) )?"
    r"(?:minute|hour|day|night|week|fortnight|month|term|half-term|year)s?"
)
# A capital May or Will is mostly a month or a name, so those two count in small letters or all capitals.
_DUTIES = (
    r"[Cc]annot|CANNOT|(?:[Cc]a|[Mm]ust|[Ss]hould|[Ww]o|[Ss]ha)n['’]t|[Nn]ever|NEVER"
    r"|(?:[Mm]ust|MUST|may|MAY|[Ss]hould|SHOULD|[Ss]hall|SHALL|will|WILL|[Cc]an|CAN)(?:\s+(?:not|NOT|never|only)\b)?"
    r"|(?:is|are|be)\s+(?:not\s+)?(?:required|expected|allowed|permitted|forbidden|obliged)\s+to"
    r"|(?:has|have|need|needs|ought)\s+to"
    r"|(?:[Rr]equired|[Oo]ptional|[Mm]andatory|[Cc]ompulsory|[Vv]oluntary|[Pp]rohibited|[Ff]orbidden|[Bb]anned"
    r"|[Aa]llowed|[Pp]ermitted|[Rr]efuse[ds]?)"
)
_OFTEN = (
    r"(?:(?:once|twice|(?:three|four) times)\s+(?:an?|each|every|per)\s+(?:(?:school|working|academic) )?"
    r"(?:day|week|fortnight|month|half-term|term|year)"
    r"|(?:hourly|daily|weekly|fortnightly|monthly|half-termly|termly|yearly|annually))"
)
_LIMITS = (
    r"at\s+(?:least|most|once)|up\s+to|(?:no|not)\s+(?:more|less|fewer)\s+than|a\s+(?:maximum|minimum)\s+of"
    r"|(?:more|less|fewer)\s+than|only|always|usually|normally|generally|sometimes|immediately|straight\s+away"
    r"|as\s+soon\s+as|some|most"
)
_CHOICES = r"and|or|before|after|within|over|under|above|below"
_GROUPS = {
    word: words[0]
    for words in (
        ("at least", "at most", "more than", "less than", "fewer than"),
        ("always", "usually", "sometimes"),
        ("immediately", "as soon as"),
        ("only", "some", "most"),
        ("and", "or"),
        ("before", "after", "within"),
        ("over", "under", "above", "below"),
    )
    for word in words
}
"""Limits and choices of one sort; a word of one sort does not become a word of another."""
_NEGATIONS = r"(?i:no\s+longer|not|no|none|nor|neither|without|unless|except|nobody|nothing|\w{2,12}n['’]t)"


@lru_cache(maxsize=64)
def _pattern(roles: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(re.escape(role) for role in sorted(roles, key=lambda role: (-len(role), role)))
    role = rf"(?P<role>(?i:{named}))(?!\w)|" if named else ""
    return re.compile(
        rf"(?<!\w)(?:{role}(?P<duty>{_DUTIES})(?!\w)|(?P<period>(?i:{_OFTEN}|{_COUNT}[ \n-]{_LENGTH}))(?!\w)"
        rf"|(?P<limit>(?i:{_LIMITS}))(?!\w)|(?P<choice>(?i:{_CHOICES}))(?!\w)"
        rf"|(?P<negation>{_NEGATIONS})(?!\w)|(?P<number>{_NUMBERS}))"
    )


def watch(diff: TextDiff, roles: Iterable[str] = ()) -> tuple[ObligationChange, ...]:
    """The obligation changes of a diff, in its order.

    `roles` are names of roles (or placeholders for them) to watch as well. In a sentence that is wholly new or
    gone only duties, negations and periods are told. A move and a change of layout tell nothing, unless a list item
    comes under, or leaves, a lead-in that binds.
    """
    pattern = _pattern(tuple(sorted({role for role in roles if role.strip()})))
    listed = listed_under(diff)
    return tuple(
        change
        for at, block in enumerate(diff.blocks)
        for change in (
            *(_in_block(block, at, pattern) if block.kind in ("changed", "replaced", "inserted", "deleted") else ()),
            *(each for each in listed if each.block == at),
        )
    )


def kinds_said(text: str) -> frozenset[ObligationKind]:
    """What sorts of obligation words a text has."""
    return frozenset(term.kind for term in _terms(text, _pattern(())))


def listed_under(diff: TextDiff) -> tuple[ObligationChange, ...]:
    """The list items that came under a lead-in with a duty or a negation, such as “Staff must not:”, or left one."""
    found = []
    for item in items(diff):
        was, now = _binding(item.was_under), _binding(item.now_under)
        if item.was_under and item.now_under and was == now and diff.blocks[item.block].kind != "replaced":
            continue
        if was and now:
            said = f"changed under “{now}”" if was == now else f"was under “{was}”, is now under “{now}”"
        elif was or now:
            said = f"new under “{now}”" if now else f"gone from under “{was}”"
        else:
            continue
        block = diff.blocks[item.block]
        found.append(ObligationChange("duty", was, now, f"{said}: “{_shortly(block.new or block.old)}”", item.block))
    return tuple(found)


def _shortly(item: str) -> str:
    """The first words of a list item, without its mark."""
    words = ITEM_MARK.sub("", " ".join(item.split())).split(" ")
    return " ".join(words[:_FEW]) + (" …" if len(words) > _FEW else "")


_FEW = 12


def _binding(lead: str) -> str:
    """The duty of a lead-in, else its negation; empty where it has neither."""
    terms = list(_terms(lead, _pattern(()))) if lead else []
    said = [term.text for kind in ("duty", "negation") for term in terms if term.kind == kind]
    return " ".join(said[0].split()) if said else ""


def look_at(found: Iterable[ObligationChange]) -> Iterator[str]:
    """Each obligation change in words, once, with how often it is there."""
    for message, times in Counter(change.message for change in found).items():
        yield message if times == 1 else f"{message}, {times} times"


def _in_block(block: Block, at: int, pattern: re.Pattern[str]) -> Iterator[ObligationChange]:
    old, new = list(_terms(block.old, pattern)), list(_terms(block.new, pattern))
    if not block.old or not block.new:
        told = ("duty", "negation", "period")
        old = [term for term in old if term.kind in told]
        new = [term for term in new if term.kind in told]
    old, new = _unmatched(block, old, new)
    for kind in _KINDS.values():
        was = [term for term in old if term.kind == kind]
        now = [term for term in new if term.kind == kind]
        for before, after in _paired(kind, was, now):
            if before and after and before.meaning == after.meaning:
                continue
            texts = before.text if before else "", after.text if after else ""
            yield ObligationChange(kind, *texts, _message(*texts), at)


def _paired(kind: ObligationKind, was: list[_Term], now: list[_Term]) -> Iterator[tuple[_Term | None, _Term | None]]:
    """Which term became which. One negation word does not become another: each goes or comes by itself."""
    if kind == "negation":
        yield from ((term, None) for term in _beyond(was, now))
        yield from ((None, term) for term in _beyond(now, was))
    elif kind in ("limit", "choice"):
        for sort in dict.fromkeys(map(_sort, [*was, *now])):
            old, new = ([term for term in side if _sort(term) == sort] for side in (was, now))
            yield from zip_longest(old, new) if kind == "limit" else zip(old, new, strict=False)
    else:
        yield from zip_longest(was, now)


def _sort(term: _Term) -> str:
    return _GROUPS.get(term.meaning, "")


def _beyond(terms: list[_Term], others: list[_Term]) -> Iterator[_Term]:
    """The terms that are more than the others have of the same meaning."""
    left = [term.meaning for term in others]
    for term in terms:
        if term.meaning in left:
            left.remove(term.meaning)
        else:
            yield term


def _terms(text: str, pattern: re.Pattern[str]) -> Iterator[_Term]:
    """The terms of a text; what a placeholder is called and how a list or section is numbered say nothing of duties."""
    said_apart = [PLACEHOLDER] if "{{" in text else []
    said_apart += [_NUMBERED, *([_PLACES] if "#" in text or "section" in text else [])]
    unread = {at for each in said_apart for found in each.finditer(text) for at in range(*found.span())}
    for match in pattern.finditer(text):
        kind = _KINDS[match.lastgroup or ""]
        if kind == "duty" and _MAY_NOT.fullmatch(match[0]) and _STATE.match(text, match.end()):
            yield _Term("negation", match[0][-3:], match.end() - 3)
            continue
        if kind == "role" or match.start() not in unread:
            yield _Term(kind, match[0], match.start())


# "May not be safe" says what is possible and forbids nothing; only these words are sure to.
_MAY_NOT = re.compile(r"may\s+not", re.IGNORECASE)
_STATE = re.compile(r"\s+be\s+(?:safe|able|known|true|possible|well|there|ready)(?!\w)", re.IGNORECASE)
# The number of a heading, of its line in the contents, of a link to it and of a reference to it.
_PLACES = re.compile(
    r"^#{1,6}[ \t]+\d+(?:\.\d+)*|\[\d+(?:\.\d+)*(?=[ .][^\]\n]{1,200}\]\(#)|\]\(#[^)\s]{1,200}\)"
    r"|(?<!\w)[Ss]ection \d+(?:\.\d+)*(?= \()",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"^[ \t>]*[0-9]{1,9}[.)](?=\s)", re.MULTILINE)


def _unmatched(block: Block, old: list[_Term], new: list[_Term]) -> tuple[list[_Term], list[_Term]]:
    """Terms without those that stand in the same place in both texts, or mean the same at the same turn."""
    places: dict[int, int] = {}
    i = j = 0
    for span in block.spans:
        if span.kind == "same":
            places |= {i + step: j + step for step in range(len(span.text))}
        i += len(span.text) * (span.kind != "ins")
        j += len(span.text) * (span.kind != "del")
    there = {(term.kind, term.meaning, term.start): term for term in new}
    kept_old, kept_new = set(), set()
    for term in old:
        twin = there.get((term.kind, term.meaning, places.get(term.start, -1)))
        if twin:
            kept_old.add(term)
            kept_new.add(twin)
    left = [term for term in old if term not in kept_old]
    right = [term for term in new if term not in kept_new]
    if block.kind == "replaced":
        for term in list(left):
            twin = next((one for one in right if (one.kind, one.meaning) == (term.kind, term.meaning)), None)
            if twin:
                left.remove(term)
                right.remove(twin)
    return left, right


def _message(old: str, new: str) -> str:
    was, now = " ".join(old.split()), " ".join(new.split())
    if was and now:
        return f"was “{was}”, is now “{now}”"
    return f"“{was}” is gone" if was else f"“{now}” is new"
