"""How far an open policy is its school's own: what it carries of this school, and what other policies print too."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.policy import answers, placeholders
from composer.policy.dictionary import in_words
from composer.policy.fit import TELLING_GROUPS, ClauseFit, Fit, SectionTone, Shares, Tell, alike, sentences_in
from composer.policy.scenarios import of_library
from composer.policy.standing import Named
from composer.policy.tone import tone_of_all
from composer.text import PLACEHOLDER, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from composer.policy.document import Document, PrintedClause
    from composer.policy.library import Library
    from composer.policy.scenarios import Process, Scenario, Topic
    from composer.session.policy_view import PolicyView

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LEAST_LETTERS = 4
_FACTUAL = ("text", "int", "list")
"""The types of values that may be a fact of one school."""
_MOST_WORDS = 8
"""Local words that are named."""
_FEW_WORDS = 3
"""From so many local words on that are used more than once, those used once are left out."""
_SHOWN_WORDS = 3
"""Local words that are named for one clause."""
_LONGEST_SAID = 120
"""Characters of an answer that is told."""


def fit_of(view: PolicyView) -> Fit:
    """The policy by itself; ``beside`` adds other policies."""
    document = view.document()
    look = _Look(view)
    numbered = [
        (clause, Named(clause.id, clause.title, f"{'Appendix ' if section.head.appendix else ''}{clause.number}"))
        for section in document.sections
        for clause in section.clauses
    ]
    clauses = tuple(ClauseFit(named, clause.state, tuple(look.facts(clause))) for clause, named in numbered)
    sections = (
        SectionTone(
            section.head.id, section.head.title, tone_of_all((section.intro, *(each.text for each in section.clauses)))
        )
        for section in document.sections
    )
    return Fit(_shares(view, document), clauses, tuple(look.tells(numbered)), tuple(sections))


def beside(view: PolicyView, others: Iterable[tuple[str, str, PolicyView]]) -> Fit:
    """The same with other policies of the workspace beside it, each as its slug, its name and a view of it."""
    profile = view.policy.profile
    # The names of ours are blanked out of theirs too: a copy often keeps one where nobody looked.
    names = (profile.name, *profile.also_known_as)
    ours = _sentences(view, names)
    found = alike(ours, ((slug, name, _sentences(other, names)) for slug, name, other in others))
    return replace(view.fit(), alike=found)


def _sentences(view: PolicyView, names: tuple[str, ...]) -> frozenset[str]:
    """The sentences that a policy prints; it is not assembled for that, since filling its blanks takes as long."""
    draft = view.draft
    printed = (draft.text(clause.id) for clause in view.outline_clauses() if clause.number)
    return sentences_in(printed, (draft.policy.profile.name, *names))


def _shares(view: PolicyView, document: Document) -> Shares:
    count: Counter[str] = Counter()
    for section in document.sections:
        for clause in section.clauses:
            origin = "model" if clause.id in view.model_ids else "library"
            count["local" if clause.state == "local" else f"{origin}_{clause.state.replace('-', '_')}"] += 1
    return Shares(**count)


class _Look:
    """Looks for what only this school would write."""

    def __init__(self, view: PolicyView) -> None:
        self._draft, self._library = view.draft, view.library
        profile = view.policy.profile
        self._names = tuple(name for name in (profile.name, *profile.also_known_as) if name)
        self._name = _any_of(self._names)
        self._own = dict(self._own_values())
        self._typed = _any_of([said for name, said in self._own.items() if _says_something(said, self._name)])
        self._known = vocabulary(self._library) | {word.casefold() for each in self._names for word in _words(each)}

    def _own_values(self) -> Iterator[tuple[str, str]]:
        """The values that the school itself answered, and not as the dictionary would have.

        Who does a thing, which noun is used and when the next review is are told in every policy: they are left out,
        and so is an answer that is the dictionary's example to the letter, but for those that describe the school.
        """
        for name, value in self._draft.policy.values.items():
            entry, said = self._library.values.get(name), in_words(value)
            first = answers.first_answer(self._draft, self._library, name).text
            if entry is None or entry.type not in _FACTUAL or said.casefold() == first.casefold():
                continue
            if entry.group in TELLING_GROUPS or said.casefold() != entry.example.casefold():
                yield name, said

    def facts(self, clause: PrintedClause) -> Iterator[str]:
        """What a clause carries of this school, in words."""
        blanks = placeholders.names(clause.unfilled, "value")
        asked = dict.fromkeys(answers.asked(self._draft, self._library, blank) for blank in blanks)
        yield from (_called(name) for name in asked if name in self._own)
        if clause.state not in {"adapted", "local"}:
            return
        own = self._own_words(clause)
        if self._name.search(own):
            yield "its name"
        if self._typed.search(own):
            yield "an answer written out"
        words = list(dict.fromkeys(self._local(own)))[:_SHOWN_WORDS]
        if words:
            yield f"local words: {', '.join(words)}"

    def _own_words(self, clause: PrintedClause) -> str:
        """The sentences of a clause that its base does not have, without blanks."""
        base = {unit.sense for unit in units(self._draft.base_text(clause.id))}
        new = "".join(unit.text for unit in units(clause.unfilled) if unit.sense not in base)
        return PLACEHOLDER.sub(" ", new)

    def _local(self, text: str) -> Iterator[str]:
        """Words that no clause of the library uses and that are no part of the school's name."""
        for word in _words(self._name.sub(" ", text)):
            plain = word.casefold()
            if len(word) >= _LEAST_LETTERS and plain not in self._known and not _forms(plain) & self._known:
                yield word

    def tells(self, numbered: list[tuple[PrintedClause, Named]]) -> Iterator[Tell]:
        """What would still tell which school it is."""
        where: dict[str, list[Named]] = {}
        for clause, named in numbered:
            for blank in placeholders.names(clause.unfilled, "value"):
                where.setdefault(answers.asked(self._draft, self._library, blank), []).append(named)
        for name, said in self._own.items():
            entry = self._library.values.get(name)
            telling = entry is not None and entry.group in TELLING_GROUPS and entry.type != "choice"
            if telling and name in where and _says_something(said, self._name):
                yield Tell(_called(name), _short(said), tuple(dict.fromkeys(where[name])))
        yield from self._platforms({clause.id: named for clause, named in numbered})
        yield from self._local_words(numbered)

    def _platforms(self, printed: Mapping[str, Named]) -> Iterator[Tell]:
        known = (self._library.platforms.get(each) for each in self._draft.policy.profile.platforms)
        there = [each for each in known if each is not None and each.appendix in printed]
        if there:
            names = in_words(tuple(each.name for each in there))
            yield Tell("platforms", names, tuple(printed[each.appendix] for each in there))

    def _local_words(self, numbered: list[tuple[PrintedClause, Named]]) -> Iterator[Tell]:
        count: Counter[str] = Counter()
        where: dict[str, Named] = {}
        for clause, named in numbered:
            own = self._own_words(clause) if clause.state in {"adapted", "local"} else ""
            for blank in placeholders.names(clause.unfilled, "value"):
                own += f" {self._own.get(blank, '')}" if self._is_prose(blank) else ""
            for word in self._local(own):
                count[word] += 1
                where.setdefault(word, named)
        if count:
            often = [word for word in count if count[word] > 1]
            chosen = often if len(often) >= _FEW_WORDS else list(count)
            most = sorted(chosen, key=lambda word: (-count[word], -len(word), word))[:_MOST_WORDS]
            yield Tell("local words", ", ".join(most), tuple(dict.fromkeys(where[word] for word in most)))

    def _is_prose(self, name: str) -> bool:
        entry = self._library.values.get(name)
        return entry is not None and entry.multiline


@lru_cache(maxsize=1)
def _vocabulary(bodies: tuple[str, ...]) -> frozenset[str]:
    # All words at once, which is quicker.
    return frozenset(" ".join(_words("\n".join(bodies))).casefold().split())


def vocabulary(library: Library) -> frozenset[str]:
    """Every word that the library uses, in small letters: in its clauses, its lists and its dictionary."""
    clauses = (f"{each.title}\n{each.summary}\n{each.body}" for each in of_library(library))
    listed: tuple[Mapping[str, Topic | Scenario | Process], ...]
    listed = library.topics, library.scenarios, library.processes
    lists = (f"{each.title}\n{each.asks}" for entries in listed for each in entries.values())
    values = (
        "\n".join((each.question, each.example, *each.choices, *each.stands_for, *(said for _, said in each.forms)))
        for each in library.values.values()
    )
    return _vocabulary((*clauses, *lists, *values))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("’", "'"))


_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "ly", "er")


def _forms(plain: str) -> set[str]:
    """A word in small letters with its common endings on and off, so that a plural is no word of its own."""
    cut = {plain.removesuffix(ending) for ending in _ENDINGS}
    return cut | {f"{each}{ending}" for each in cut for ending in (*_ENDINGS, "e")}


def _any_of(said: Iterable[str]) -> re.Pattern[str]:
    """Finds any of some texts as whole words; nothing where there is none."""
    longest_first = sorted({each for each in said if each.strip()}, key=lambda each: (-len(each), each))
    joined = "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in longest_first)
    return re.compile(joined or r"(?!)", re.IGNORECASE)


def _says_something(said: str, name: re.Pattern[str]) -> bool:
    """Whether an answer has something left to tell when the school's name is taken out of it."""
    return bool(re.search(r"\d", said)) or sum(len(word) >= _LEAST_LETTERS for word in _words(name.sub(" ", said))) > 0


def _called(name: str) -> str:
    return name.replace("_", " ")


def _short(said: str) -> str:
    flat = " ".join(said.split())
    return flat if len(flat) <= _LONGEST_SAID else f"{flat[:_LONGEST_SAID].rsplit(' ', 1)[0]} …"
