"""Review dates: what a policy has to look at again, because its day has come or is near.

Told are the policy's own next review, the decisions with a ``review_by``, and the facts and the law under the
printed text that expire. A fact whose value changed in the library is no matter of dates: update tells it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from composer.policy import placeholders
from composer.policy.dictionary import in_words
from composer.policy.outline import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.policy.library import Library
    from composer.policy.policy import Draft

WITHIN = timedelta(days=60)
"""How near a date has to be to be told."""

NEXT_REVIEW = "next_review"
"""The value that holds the policy's own review date."""

DueKind = Literal["policy", "decision", "fact", "law"]
DUE_KINDS: tuple[DueKind, ...] = get_args(DueKind)

DueState = Literal["overdue", "due today", "soon"]

DUE_SIGNS: dict[DueState, str] = {"overdue": "!", "due today": "!", "soon": "◷"}
"""One sign a state; each is told in words beside it."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to look at again."""

    kind: DueKind
    name: str
    """A clause's id, a fact's id or a law's key; for the policy, the name of the value that holds the date."""
    what: str
    """What it is, in words: ``policy review``, ``reason for “Class livestreams”``."""
    on: date
    state: DueState
    days: int
    """Days from today until then; negative when the day is past."""

    @property
    def in_words(self) -> str:
        """``overdue since 1 September 2026 (82 days)``, ``due today`` or ``due on 15 January 2027 (in 54 days)``.

        A fact or a law is not due: it ``expired on``, ``expires today`` or ``expires on`` its date.
        """
        expiry, day = self.kind in {"fact", "law"}, in_words(self.on)
        count = "1 day" if abs(self.days) == 1 else f"{abs(self.days)} days"
        if self.state == "overdue":
            return f"expired on {day} ({count} ago)" if expiry else f"overdue since {day} ({count})"
        if self.state == "due today":
            return "expires today" if expiry else "due today"
        return f"{'expires' if expiry else 'due'} on {day} (in {count})"


def due(draft: Draft, library: Library, today: date, within: timedelta = WITHIN) -> tuple[Due, ...]:
    """What is overdue, due today or falls due ``within`` that time: by date, then by kind.

    ``library`` is the one that this school sees: its model's own words in place. A fact or a law is good on the
    day it expires and not after.
    """
    last = today + within
    found = [
        *_own_review(draft, today, last),
        *_decisions(draft, library, today, last),
        *_facts(draft, library, today, last),
        *_laws(draft, library, today, last),
    ]
    return tuple(sorted(found, key=lambda each: (each.on, DUE_KINDS.index(each.kind), each.name)))


def tally(found: Sequence[Due]) -> str:
    """How many are due, in words: ``2 overdue · 1 due within 60 days``; empty when nothing is."""
    counts = [(sum(each.state == state for each in found), told) for state, told in _TOLD.items()]
    return " · ".join(f"{number} {told}" for number, told in counts if number)


_TOLD: dict[DueState, str] = {
    "overdue": "overdue",
    "due today": "due today",
    "soon": f"due within {WITHIN.days} days",
}


def in_brief(found: Sequence[Due], room: int) -> str:
    """One line of at most about ``room`` characters: the tally, then the first by name and how many more there are.

    The first is always named, however long its name; empty when nothing is due.
    """
    if not found:
        return ""
    said = f"{tally(found)}: {_named(found[0])}"
    for at, each in enumerate(found[1:], 1):
        longer = f"{said}; {_named(each)}"
        if len(longer + _more(len(found) - at - 1)) > room:
            return said + _more(len(found) - at)
        said = longer
    return said


def _named(each: Due) -> str:
    return f"{each.what} {'today' if each.state == 'due today' else in_words(each.on)}"


def _more(number: int) -> str:
    return f"; and {number} more" if number else ""


def _due(kind: DueKind, name: str, what: str, on: date, today: date) -> Due:
    days = (on - today).days
    return Due(kind, name, what, on, "overdue" if days < 0 else "soon" if days else "due today", days)


def _own_review(draft: Draft, today: date, last: date) -> Iterator[Due]:
    on = draft.policy.values.get(NEXT_REVIEW)
    if isinstance(on, date) and on <= last:
        yield _due("policy", NEXT_REVIEW, "policy review", on, today)


def _decisions(draft: Draft, library: Library, today: date, last: date) -> Iterator[Due]:
    for clause_id, decision in draft.policy.decisions.items():
        if decision.review_by is not None and decision.review_by <= last:
            title = f"“{title_of(draft, library, clause_id)}”"
            what = f"reason for {title}" if decision.mode in {"adapted", "dropped"} else f"clause {title}"
            yield _due("decision", clause_id, what, decision.review_by, today)


def _facts(draft: Draft, library: Library, today: date, last: date) -> Iterator[Due]:
    """The facts pinned for the printed text that the library no longer vouches for, or soon will not."""
    nation = draft.policy.profile.nation
    near = {
        fact.id: fact.expires
        for fact in library.facts.values()
        if fact.expires is not None and fact.expires <= last and nation in fact.nations and fact.id in draft.lock.facts
    }
    if near:
        texts = (text for text in _printed_texts(draft) if "fact:" in text)
        named = {name for text in texts for name in placeholders.names(text, "fact")}
        for name, expires in near.items():
            if name in named:
                yield _due("fact", name, f"fact “{name}”", expires, today)


def _laws(draft: Draft, library: Library, today: date, last: date) -> Iterator[Due]:
    """The law that printed clauses rest on and that expired, or soon does."""
    nation = draft.policy.profile.nation
    near = {
        law.key: (law.title, law.expires)
        for law in library.laws.values()
        if law.expires is not None and law.expires <= last and nation in law.nations
    }
    if near:
        printed = [library.clauses.get(clause_id) for clause_id in _printed(draft)]
        rested_on = {key for clause in printed if clause is not None for key in clause.basis}
        for key, (title, expires) in near.items():
            if key in rested_on:
                yield _due("law", key, f"law “{title}”", expires, today)


def _printed(draft: Draft) -> list[str]:
    return [clause_id for clause_id, decision in draft.policy.decisions.items() if decision.printed]


def _printed_texts(draft: Draft) -> Iterator[str]:
    """The texts that print, unfilled: clauses, and the introductions of the sections that have one."""
    printed = _printed(draft)
    for clause_id in printed:
        yield draft.text(clause_id)
    for section, ids in draft.policy.sections.items():
        head = draft.lock.heads.get(section)
        if head is not None and not set(ids).isdisjoint(printed):
            yield head.intro
