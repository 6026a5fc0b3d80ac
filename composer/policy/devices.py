"""Devices: what they are good for, what can go wrong, and which printed clause is the measure against it.

The library lists benefits and risks, each with the phrases by which a clause says so. A school's own answer about a
risk goes before the library's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Literal, get_args

from composer.policy import answers, document, placeholders
from composer.policy.outline import title_of
from composer.policy.standing import Named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from composer.policy.evidence import DeviceAnswer
    from composer.policy.library import Library
    from composer.policy.outline import OutlineSection
    from composer.policy.policy import Draft

RiskStanding = Literal["measured", "without-measure", "does-not-apply", "not-stated"]
RISK_STANDINGS: tuple[RiskStanding, ...] = get_args(RiskStanding)

RISK_SIGNS: dict[RiskStanding, str] = {
    "measured": "✓",
    "without-measure": "!",
    "does-not-apply": "–",
    "not-stated": "·",
}
RISK_IN_WORDS: dict[RiskStanding, str] = {
    "measured": "has a measure",
    "without-measure": "has no measure",
    "does-not-apply": "does not arise here",
    "not-stated": "not spoken of",
}


@dataclass(frozen=True, slots=True)
class Benefit:
    """Something that devices are good for."""

    id: str
    title: str
    says: Mapping[str, str] = field(default_factory=dict)
    """For each clause that says so, a phrase of its text."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that can go wrong with devices."""

    id: str
    title: str
    says: Mapping[str, str] = field(default_factory=dict)
    """For each clause that states it, a phrase of its text."""
    measures: Mapping[str, str] = field(default_factory=dict)
    """For each clause that is a measure against it, a phrase of the line that says so."""
    owner: str = ""
    """The value that names who sees to it."""


@dataclass(frozen=True, slots=True)
class BenefitState:
    """One benefit in one policy."""

    benefit: Benefit
    stated: tuple[Named, ...] = ()
    """The printed clauses that say so."""


@dataclass(frozen=True, slots=True)
class RiskState:
    """How one risk stands in one policy."""

    risk: Risk
    state: RiskStanding
    stated: tuple[Named, ...] = ()
    """The printed clauses that state it."""
    measures: tuple[Named, ...] = ()
    """The printed clauses that are a measure against it."""
    owner: str = ""
    """Who sees to it, in words; empty where nobody is named."""
    because: str = ""
    """The school's own words about it."""
    offered: tuple[Named, ...] = ()
    """Where it has no measure: clauses of the library that are one, and that this policy does not print."""
    own: bool = False
    """Whether the school stated it in a text of its own, and the library does not list it."""


@dataclass(frozen=True, slots=True)
class DeviceTable:
    """Devices in one policy: every benefit and every risk of the library, and the risks that only the school states."""

    benefits: tuple[BenefitState, ...] = ()
    risks: tuple[RiskState, ...] = ()

    def of_state(self, state: RiskStanding) -> tuple[RiskState, ...]:
        """The risks that stand so."""
        return tuple(each for each in self.risks if each.state == state)

    @property
    def tally(self) -> str:
        """``9 with a measure · 1 without · 2 do not arise here · 8 not spoken of``."""
        count = Counter(each.state for each in self.risks)
        verb = "does" if count["does-not-apply"] == 1 else "do"
        return (
            f"{count['measured']} with a measure · {count['without-measure']} without · "
            f"{count['does-not-apply']} {verb} not arise here · {count['not-stated']} not spoken of"
        )


@dataclass(frozen=True, slots=True)
class _Printed:
    """The clauses that print, as the table looks them up."""

    draft: Draft
    library: Library
    sections: Sequence[OutlineSection]
    numbers: Mapping[str, str]

    def read(self, words: str, clause_id: str) -> str:
        """Words of a clause as they print, without the full stop at their end."""
        said = words
        if "{{" in words:
            said = document.read_plainly(self.draft, self.library, self.sections, words, clause_id)
        return said.rstrip(".")

    def named(self, clause_id: str) -> Named:
        return Named(clause_id, title_of(self.draft, self.library, clause_id), self.numbers.get(clause_id, ""))

    def all_named(self, clause_ids: Iterable[str]) -> tuple[Named, ...]:
        return tuple(self.named(each) for each in clause_ids)

    def saying(self, phrases: Mapping[str, str]) -> list[str]:
        """The clauses that print and still say their phrase, in print order."""
        found = [each for each, said in phrases.items() if each in self.numbers and self._says(each, said)]
        order = list(self.numbers)
        return sorted(found, key=order.index)

    def _says(self, clause_id: str, phrase: str) -> bool:
        return _fold(phrase) in _fold(self.draft.text(clause_id))

    def measured_in_own_words(self, clause_id: str, phrase: str) -> bool:
        """Whether the line that states a risk in this clause goes on with a measure, in whatever words.

        Where the school told the risk in running text of its own, only a person can see whether a measure stands
        beside it: it gets the benefit of the doubt.
        """
        wanted = _fold(phrase)
        lines = [each for each in _lines(self.draft.text(clause_id)) if wanted in _fold(each.risk)]
        if not lines:
            return self.draft.policy.mode(clause_id) == "adapted"
        return any(each.measure for each in lines)

    def owners(self, clause_id: str, phrase: str) -> list[str]:
        """Whom the lines that state a risk in this clause name, unfilled."""
        wanted = _fold(phrase)
        lines = _lines(self.draft.text(clause_id))
        return [each.owner for each in lines if each.owner and wanted in _fold(each.risk)]


def device_table(draft: Draft, library: Library, sections: Sequence[OutlineSection]) -> DeviceTable:
    """The table for one policy; ``sections`` is its outline.

    Raises:
        Problem: The library's list is not right.
    """
    numbers = {clause.id: clause.number for section in sections for clause in section.clauses if clause.number}
    printed = _Printed(draft, library, sections, numbers)
    given = draft.policy.evidence.devices
    benefits = (BenefitState(each, printed.all_named(printed.saying(each.says))) for each in library.benefits.values())
    listed = [_stands(each, given.get(each.id), printed) for each in library.devices.values()]
    return DeviceTable(tuple(benefits), (*listed, *_own_risks(printed)))


def _stands(risk: Risk, answer: DeviceAnswer | None, printed: _Printed) -> RiskState:
    stated = printed.saying(risk.says)
    found = printed.saying(risk.measures)
    found += [i for i in stated if i not in found and printed.measured_in_own_words(i, risk.says[i])]
    because, wanted = "", False
    if answer is not None:
        because = answer.because
        if answer.measures:
            found, wanted = [each for each in answer.measures if each in printed.numbers], True
        elif because:
            return RiskState(risk, "does-not-apply", printed.all_named(stated), because=because)
    state: RiskStanding = "measured" if found else "without-measure" if stated or wanted else "not-stated"
    offered = [] if found else [i for i in risk.measures if i not in printed.numbers and i in printed.library.clauses]
    nation = printed.draft.policy.profile.nation
    offered = [each for each in offered if nation in printed.library.clauses[each].nations]
    return RiskState(
        risk,
        state,
        printed.all_named(stated),
        printed.all_named(found),
        _owner(risk, answer, stated, found, printed) if state != "not-stated" else "",
        because,
        printed.all_named(offered),
    )


def _owner(
    risk: Risk, answer: DeviceAnswer | None, stated: Sequence[str], measures: Sequence[str], printed: _Printed
) -> str:
    """Who sees to a risk: as the school answered, else as the line that states it says, else as a measure names them.

    What the library holds for usual is told only where a clause of this policy says it too.
    """
    if answer is not None and answer.owner:
        return placeholders.capital(answer.owner)
    said = [printed.read(owner, each) for each in stated for owner in printed.owners(each, risk.says[each])]
    if said:
        # One clause may say of the same person what another only names.
        fullest = [one for one in said if not any(other != one and other.startswith(one) for other in said)]
        return "; ".join(dict.fromkeys(fullest))
    named = any(risk.owner in placeholders.names(printed.draft.text(each), "value") for each in measures)
    return placeholders.capital(answers.answer(printed.draft, printed.library, risk.owner)) if named else ""


@dataclass(frozen=True, slots=True)
class _Line:
    """One item of a clause that states a risk by its label."""

    risk: str
    measure: str
    owner: str


_RISK = re.compile(r"\*\*Risk(?::\*\*|\*\*:)", re.IGNORECASE)
_ENDS = re.compile(r"\*\*Benefits?(?::\*\*|\*\*:)|\n[ \t]*\n", re.IGNORECASE)
_LABEL = re.compile(r"\*\*(Measure|Owner)s?(?::\*\*|\*\*:)", re.IGNORECASE)


@lru_cache(maxsize=512)
def _lines(text: str) -> tuple[_Line, ...]:
    """The risks that a text states with their labels, each with what its item says besides."""
    found = []
    for item in _RISK.split(text)[1:]:
        parts = _LABEL.split(_ENDS.split(item, maxsplit=1)[0])
        said = {label.casefold(): _flat(words) for label, words in zip(parts[1::2], parts[2::2], strict=True)}
        found.append(_Line(_flat(parts[0]), said.get("measure", ""), said.get("owner", "")))
    return tuple(found)


def _flat(words: str) -> str:
    return " ".join(words.split()).removesuffix(" -").strip()


@lru_cache(maxsize=512)
def _fold(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()


def _own_risks(printed: _Printed) -> Iterator[RiskState]:
    """The risks of devices that the school's own words state and the library does not list."""
    policy = printed.draft.policy
    about = _about_devices(printed.library)
    home = _home(about, printed.library)
    own = policy.sections.get(home, ())
    for clause_id in printed.numbers:
        mode = policy.decisions[clause_id].mode
        if (mode == "adapted" and clause_id in about) or (mode == "local" and clause_id in own):
            yield from _own_lines(clause_id, printed)


def _own_lines(clause_id: str, printed: _Printed) -> Iterator[RiskState]:
    base = _fold(printed.draft.base_text(clause_id))
    known = [_fold(each.says[clause_id]) for each in printed.library.devices.values() if clause_id in each.says]
    for at, line in enumerate(_lines(printed.draft.text(clause_id)), 1):
        folded = _fold(line.risk)
        if not folded or folded in base or any(phrase in folded for phrase in known):
            continue
        here = (printed.named(clause_id),)
        risk = Risk(f"{clause_id}-{at}", printed.read(line.risk, clause_id))
        state: RiskStanding = "measured" if line.measure else "without-measure"
        owner = printed.read(line.owner, clause_id)
        yield RiskState(risk, state, here, here if line.measure else (), owner, own=True)


def _about_devices(library: Library) -> frozenset[str]:
    """The clauses that the library's list names."""
    named = chain(
        *((*each.says, *each.measures) for each in library.devices.values()),
        *(each.says for each in library.benefits.values()),
    )
    return frozenset(named)


def _home(about: Iterable[str], library: Library) -> str:
    """The section that most of those clauses belong to; empty when there are none."""
    count = Counter(library.clauses[each].category for each in about if each in library.clauses)
    return max(sorted(count), key=count.__getitem__, default="")
