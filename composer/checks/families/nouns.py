"""One noun for one thing: what the place is called, and what the people in it are called."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import Found, found
from composer.checks.proper_nouns import bare
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import Passage, Setting, Subject
    from composer.policy.rules import Rule, RuleKind

_QUOTED = later(
    r"“[^“”\n]{0,300}”|\"[^\"\n]{0,300}\"|(?<!\w)‘[^‘’\n]{0,200}’(?!\w)|(?<![*\w])\*[^*\n]{1,200}\*(?![*\w])"
    r"|(?<!\w)_[^_\n]{1,200}_(?!\w)"
)
_WORD = later(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAPITAL_BEFORE = later(r"(?:^|[^.?!:\s*>|-][\"”)]?\s)[A-Z][\w’'-]*[ ]$")
_CAPITAL_AFTER = later(r"(?:['’]s?)?[ ](?:for )?[A-Z]")
_LOOK_BACK = 40
_OF_A_PHASE: dict[str, frozenset[str]] = {
    "nursery": frozenset(("nursery", "setting")),
    "16-plus": frozenset(("college",)),
}


def own_words(passage: Passage, *, of_file: bool) -> bool:
    """Whether the school wrote it, and not the library."""
    return of_file or passage.kind in {"intro", "value"} or passage.state in {"adapted", "local"}


def setting_nouns(passage: Passage, setting: Setting) -> tuple[Found, ...]:
    """The nouns for the place in a passage; ask for it through ``Subject.of``."""
    return _not_excused(passage, setting, "setting-noun", _settled(setting))


def person_nouns(passage: Passage, setting: Setting) -> tuple[Found, ...]:
    """The nouns for people in a passage; ask for it through ``Subject.of``."""
    return _not_excused(passage, setting, "person-noun", frozenset())


def _not_excused(passage: Passage, setting: Setting, kind: RuleKind, settled: frozenset[str]) -> tuple[Found, ...]:
    """What is neither in quotation marks, nor in a title with capitals, nor in a phrase that means something else."""
    phrases = found(passage, setting)
    nouns = [each for each in phrases.get(kind, ()) if each.rule.group not in settled]
    if not nouns:
        return ()
    spans = [match.span() for match in _QUOTED.finditer(passage.text)]
    spans += [(each.start, each.stop) for each in phrases.get("well-known", ()) if each.rule.group == "people"]
    spans.sort()
    kept, at, reach = [], 0, -1
    for noun in nouns:
        while at < len(spans) and spans[at][0] <= noun.start:
            reach = max(reach, spans[at][1])
            at += 1
        if noun.stop > reach and not _in_a_title(passage, noun):
            kept.append(noun)
    return tuple(kept)


def _in_a_title(passage: Passage, noun: Found) -> bool:
    """Whether it stands among words with capitals, as in the title of a law or another policy."""
    text = passage.text
    if passage.kind == "title" or not any(char.isupper() for char in text[noun.start : noun.stop]):
        return False
    before = text[max(0, noun.start - _LOOK_BACK) : noun.start]
    return bool(_CAPITAL_AFTER.match(text, noun.stop) or _CAPITAL_BEFORE.search(before))


# -- the place ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def own_places(setting: Setting) -> frozenset[str]:
    """Every noun that may stand for this school or for a part or partner of it."""
    profile = setting.profile
    said = {bare(word) for name in (profile.name, *profile.also_known_as, *profile.partners) for word in name.split()}
    parts = {part for part, has in profile.has.items() if has}
    return frozenset(said | parts | _OF_A_PHASE.get(profile.phase, frozenset()))


@lru_cache(maxsize=8)
def _settled(setting: Setting) -> frozenset[str]:
    """Nouns that are right here, so that nobody need look at where they stand."""
    own, its_noun = own_places(setting), _its_noun(setting)
    # An academy is a school too; a college or a centre calls itself one only by mistake.
    return frozenset(own | {"school"}) if its_noun not in _NO_SCHOOL else own - {its_noun, "school"}


def _its_noun(setting: Setting) -> str:
    return setting.profile.name.split()[-1].casefold()


_NO_SCHOOL = frozenset(("centre", "college", "nursery"))


def setting_noun(subject: Subject) -> Iterator[Hit]:
    """Nouns that belong to a place of another kind."""
    setting, its_noun = subject.setting, _its_noun(subject.setting)
    places = [(passage, each) for passage in subject.passages for each in subject.of(setting_nouns, passage)]
    many = Counter(each.rule.group for _, each in places)
    right = {its_noun} | ({"school"} if many["school"] > many[its_noun] else set())
    for passage, each in _once(places):
        rule = each.rule
        if rule.group not in right and rule.holds_for(setting.profile, setting.today):
            said = " ".join(passage.text[each.start : each.stop].split())
            yield _hit(passage, each, f"“{said}” is not the word for {setting.profile.name}", "")


# -- the people --------------------------------------------------------------------------------------------


def person_noun(subject: Subject) -> Iterator[Hit]:
    """Nouns for people that are not the school's own."""
    of_file = subject.policy is None
    places: dict[str, list[tuple[Passage, Found]]] = {}
    for passage in subject.passages:
        if own_words(passage, of_file=of_file):
            for each in subject.of(person_nouns, passage):
                if each.rule.holds_for(subject.setting.profile, subject.setting.today):
                    places.setdefault(each.rule.group, []).append((passage, each))
    for group, found_here in places.items():
        answers = tuple(answer for name in group.split() if (answer := subject.setting.answers.get(name, "")))
        if of_file:
            yield from _mixed(found_here, answers)
        elif answers:
            wrong = [(passage, each) for passage, each in found_here if not _is_ours(each.rule, answers)]
            for passage, each in _once(wrong):
                said = passage.text[each.start : each.stop]
                ours = _in_its_place(said, _same_number(said, answers))
                yield _hit(passage, each, f"“{said}”: the school's own word is “{ours}”", f"Write “{ours}”")


def _mixed(found_here: list[tuple[Passage, Found]], answers: tuple[str, ...]) -> Iterator[Hit]:
    """In a plain file only what stands beside another noun for the same people, and the rarer of them."""
    many = Counter(each.rule.key for _, each in found_here)
    if len(many) == 1:
        return
    ours = {each.rule.key for _, each in found_here if _is_ours(each.rule, answers)}
    usual = max(many, key=lambda key: (many[key], key in ours))
    right = {usual} | (ours if len(ours) > 1 else set())
    said_usually = next(passage.text[each.start : each.stop] for passage, each in found_here if each.rule.key == usual)
    for passage, each in _once([(passage, each) for passage, each in found_here if each.rule.key not in right]):
        said = passage.text[each.start : each.stop]
        yield _hit(passage, each, f"“{said}” stands beside “{said_usually}” for the same people", "")


def _hit(passage: Passage, each: Found, message: str, mend: str) -> Hit:
    return Hit(" ".join(message.split()), each.start, each.stop, mend, passage=passage)


def _is_ours(rule: Rule, answers: tuple[str, ...]) -> bool:
    said = [f" {' '.join(_WORD.findall(answer.casefold()))} " for answer in answers]
    return any(f" {word.casefold().removeprefix('the ')} " in answer for word in rule.words for answer in said)


def _same_number(said: str, answers: tuple[str, ...]) -> str:
    """Of the answers the one in the plural for a plural, where the dictionary has both."""
    alike = [answer for answer in answers if answer.endswith("s") == said.endswith("s")]
    return (alike or answers)[0]


_DEPUTY = later(r"(?:vice|deputy|assistant)(?=\s)", re.IGNORECASE)


def _in_its_place(said: str, answer: str) -> str:
    """The school's word as it stands where another stood: without "the" that was not there, and a deputy's as one."""
    ours = answer if said.casefold().startswith("the ") else answer.removeprefix("the ")
    deputy = _DEPUTY.match(said)
    if deputy is None:
        return ours
    return f"{'assistant' if deputy[0].casefold() == 'assistant' else 'deputy'} {ours}"


def _once(found_here: list[tuple[Passage, Found]]) -> Iterator[tuple[Passage, Found]]:
    met: set[tuple[int, str]] = set()
    for passage, each in found_here:
        key = (id(passage), each.rule.key)
        if key not in met:
            met.add(key)
            yield passage, each


CHECKS = (
    Check(
        "setting-noun",
        4,
        "The wrong noun for the school",
        "warn",
        "A noun for another kind of place makes a reader wonder whether the text was written for this one.",
        "Say “the school”, or what the school calls itself",
        whole=setting_noun,
    ),
    Check(
        "person-noun",
        5,
        "The wrong noun for people",
        "warn",
        "Two nouns for the same people make a reader wonder whether others are meant.",
        "Choose one noun and keep to it",
        whole=person_noun,
    ),
)
