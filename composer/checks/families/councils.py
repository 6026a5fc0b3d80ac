"""Another council, diocese, trust or union branch than the school's own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from composer.checks.check import Check, Hit
from composer.checks.families.names import everyday
from composer.checks.phrases import found
from composer.checks.proper_nouns import LINKING, Token, bare, runs, stretches
from composer.checks.subject import Passage, sentence_at, sentences
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.checks.finding import Severity
    from composer.checks.subject import Setting, Subject

What = Literal["council", "abolished", "diocese", "trust", "union"]

_IN_ANY_CASE = ("council", "authority", "dioces", "borough of", "safeguarding", "services", "branch", "district")
_IN_CAPITALS = ("LA", "LEA", "MASH", "MBC", "CBC")
_AFTER = later(
    r"(?:['’]s)?\s+(?:(?P<form>county|city|borough|metropolitan)\s+(?:borough\s+)?)?"
    r"(?P<head>council|local\s+(?:education\s+)?authority|education\s+authority|(?:arch)?diocese)\b"
)
_FORMS = frozenset(("county", "city", "borough", "metropolitan", "district", "unitary", "royal", "london"))
_WITH_SCHOOLS = frozenset(("county", "city", "borough", "metropolitan"))
"""Words before "council" that make a place nobody listed a council with schools, and not a parish's or a school's."""
_HEADS = frozenset(
    ("council", "la", "lea", "authority", "lado", "mash", "mbc", "cbc", "services", "partnership", "board")
)
_ONLY_AFTER = {
    "authority": frozenset(("local", "education")),
    "services": frozenset(("children",)),
    "partnership": frozenset(("children", "safeguarding")),
    "board": frozenset(("children", "safeguarding")),
}
_BETWEEN = _FORMS | {"local", "education", "safeguarding", "children", "adults", "and"}
_DIOCESES = frozenset(("diocese", "archdiocese"))
_BRANCHES = frozenset(("branch", "district", "division", "association"))
_BRANCH_OF = later(r"\s+(?:branch|district|division|association)\s+of\s+(?:the\s+)?([A-Z][A-Za-z]+)")
_BRANCH = later(r"\s+(?:branch|district|division|association)\b")
_LONGEST_PLACE = 6
_COMPASS = frozenset(("north", "south", "east", "west", "mid", "new"))
"""Before a place they make it another one."""

_DECIDES = later(
    r"(?i)\b(?:employ\w*|authority|LADO|LA|LEA|designated officer|human resources|HR|personnel|disciplin\w*|adopt\w*"
    r"|agreed|approved|contracts?|conditions of service|code of conduct|maintain\w*|report(?:s|ed)?|refer(?:s|red)?"
    r"|polic(?:y|ies)|procedures?)\b"
)
"""Words of a sentence in which a council is the school's employer or authority."""
_ELSEWHERE = later(
    r"(?i)\b(?:neighbour\w*|border\w*|nearby|other councils?|another council|such as|sources?|guidance|published"
    r"|website|research|liv(?:e|es|ing) in|(?:children|families|pupils) from|transport\w*|adapted from)\b"
)
"""Words of a sentence in which a council is somebody else, and named on purpose."""


@dataclass(frozen=True, slots=True)
class Body:
    """A council, diocese, trust or branch that a passage names."""

    what: What
    name: str
    """What tells it from others: ``norfolk``."""
    start: int
    stop: int
    says: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Lists:
    places: frozenset[str]
    dioceses: frozenset[str]
    unions: frozenset[str]
    gone: frozenset[str]
    """Whole names of councils that are no more."""


@lru_cache(maxsize=4)
def _lists(setting: Setting) -> _Lists:
    rules = setting.rules.get("council", ())
    gone = (rule.words for rule in rules if rule.group == "abolished")
    places = (rule.words for rule in rules if rule.group != "abolished")
    bodies: dict[str, list[str]] = {"diocese": [], "union": []}
    for rule in setting.rules.get("body", ()):
        bodies.setdefault(rule.group, []).extend(rule.words)
    return _Lists(
        frozenset(_key(word.split()) for words in places for word in words),
        frozenset(_key(word.split()) for word in bodies["diocese"]),
        frozenset(bodies["union"]),
        frozenset(_key(name.split()) for names in gone for name in names),
    )


def _key(words: Sequence[str]) -> str:
    return " ".join(bare(word).replace("-", " ") for word in words).replace("&", "and")


def _name(tokens: Sequence[Token]) -> str:
    return _key([token.said for token in tokens])


# -- who is named ------------------------------------------------------------------------------------------


def named(passage: Passage, setting: Setting) -> tuple[Body, ...]:
    """The councils, dioceses and branches that a passage names; ask for it through ``Subject.of``."""
    lists = _lists(setting)
    text = passage.text
    if not _may_name(text, lists):
        return ()
    bodies: list[Body] = []
    for run in runs(text):
        for tokens in stretches(run.tokens):
            bodies += _in_words(tokens, lists, setting)
            if tokens[-1].stop == run.stop:
                bodies += _before_small_letters(tokens, text, lists, setting)
    # A council that is no more is found by its whole name, and may be told as what it is: the former one.
    return tuple(each for each in bodies if _key(text[each.start : each.stop].split()) not in lists.gone)


def _may_name(text: str, lists: _Lists) -> bool:
    """Whether it is worth looking: most passages name none."""
    small = text.casefold()
    return any(word in small for word in _IN_ANY_CASE) or any(word in text for word in (*_IN_CAPITALS, *lists.unions))


def _in_words(tokens: tuple[Token, ...], lists: _Lists, setting: Setting) -> Iterator[Body]:
    for at, token in enumerate(tokens):
        if token.bare in _DIOCESES:
            yield from _diocese(tokens, at, lists)
        elif token.bare == "borough" and at + 1 < len(tokens) and tokens[at + 1].bare == "of":
            place = _first_place(tokens[at + 2 :], lists)
            if place:
                yield Body("council", _name(place), tokens[0].start, place[-1].end)
        elif token.said in lists.unions:
            yield from _branch(tokens, at, lists)
        elif at and token.bare in _HEADS and tokens[at - 1].bare in _ONLY_AFTER.get(token.bare, (tokens[at - 1].bare,)):
            yield from _council(tokens[:at], token.end, "", lists, setting)


def _before_small_letters(tokens: tuple[Token, ...], text: str, lists: _Lists, setting: Setting) -> Iterator[Body]:
    branch = _BRANCH_OF.match(text, tokens[-1].stop)
    if branch is not None and branch[1] in lists.unions:
        yield Body("union", _name(tokens), tokens[0].start, branch.end())
    after = _AFTER.match(text, tokens[-1].stop)
    if after is None:
        at = next((at for at, token in enumerate(tokens[:-1]) if token.said in lists.unions), None)
        branch = _BRANCH.match(text, tokens[-1].stop)
        if at is not None and branch is not None:
            yield Body("union", _name(tokens[at + 1 :]), tokens[at].start, branch.end())
    elif after["head"].endswith("diocese"):
        place = _last_place(tokens, lists.dioceses)
        if place:
            yield Body("diocese", _name(place), place[0].start, after.end())
    else:
        yield from _council(tokens, after.end(), after["form"] or "", lists, setting)


def _council(before: tuple[Token, ...], stop: int, form: str, lists: _Lists, setting: Setting) -> Iterator[Body]:
    """The council whose place stands before a word such as "Council"."""
    many, forms = len(before), set()
    while many and before[many - 1].bare in _BETWEEN:
        forms.add(before[many - 1].bare)
        many -= 1
    if "district" in forms:  # without schools: they are the county's
        return
    place = _last_place(before[:many], lists.places)
    if place and len(place) < many and before[many - len(place) - 1].bare in _COMPASS:
        place = ()
    if not place and (form in _WITH_SCHOOLS or forms & _WITH_SCHOOLS):
        place = _unlisted(before[:many], setting)
    if place:
        yield Body("council", _name(place), place[0].start, stop)


def _unlisted(tokens: tuple[Token, ...], setting: Setting) -> tuple[Token, ...]:
    """The last words that are nobody's everyday words: a place that the list does not have."""
    first = len(tokens)
    while first and tokens[first - 1].bare not in LINKING and tokens[first - 1].bare not in everyday(setting):
        first -= 1
    return tokens[first:]


def _last_place(tokens: tuple[Token, ...], places: frozenset[str]) -> tuple[Token, ...]:
    if not tokens or not _may_end(tokens[-1].bare, places):
        return ()
    for many in range(min(_LONGEST_PLACE, len(tokens)), 0, -1):
        if _name(tokens[-many:]) in places:
            return tokens[-many:]
    return ()


def _may_end(word: str, places: frozenset[str]) -> bool:
    return word.rpartition("-")[2] in _last_words(places)


@lru_cache(maxsize=8)
def _last_words(places: frozenset[str]) -> frozenset[str]:
    return frozenset(place.rpartition(" ")[2] for place in places)


def _first_place(tokens: tuple[Token, ...], lists: _Lists) -> tuple[Token, ...]:
    for many in range(min(_LONGEST_PLACE, len(tokens)), 0, -1):
        said = _name(tokens[:many])
        if said in lists.places or said in lists.dioceses:
            return tokens[:many]
    return ()


def _diocese(tokens: tuple[Token, ...], at: int, lists: _Lists) -> Iterator[Body]:
    if at + 2 < len(tokens) and tokens[at + 1].bare == "of":
        place = _first_place(tokens[at + 2 :], lists) or tokens[at + 2 : at + 3]
        yield Body("diocese", _name(place), tokens[at].start, place[-1].end)
    else:
        place = _last_place(tokens[:at], lists.dioceses)
        if place:
            yield Body("diocese", _name(place), place[0].start, tokens[at].stop)


def _branch(tokens: tuple[Token, ...], at: int, lists: _Lists) -> Iterator[Body]:
    place = _last_place(tokens[:at], lists.places)
    if place:
        yield Body("union", _name(place), place[0].start, tokens[at].stop)
    stop = next((each for each in range(at + 2, len(tokens)) if tokens[each].bare in _BRANCHES), None)
    if stop is not None and not any(each.bare in LINKING for each in tokens[at:stop]):
        yield Body("union", _name(tokens[at + 1 : stop]), tokens[at].start, tokens[stop].stop)


# -- who of them is the school's ---------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _own(setting: Setting, publisher: str) -> frozenset[tuple[str, str]]:
    """The bodies that the profile, the answer about the employer and the model's publisher name."""
    profile = setting.profile
    stated = (*profile.also_known_as, *profile.partners, setting.answers.get("employer", ""), publisher)
    own: set[tuple[str, str]] = set()
    places = _lists(setting).places
    for text in (*stated, profile.name):
        own |= {(body.what, body.name) for body in named(Passage("value", "", text), setting)}
    for text in stated:
        plain = f" {_key(text.split())} "
        own |= {(what, place) for place in places for what in ("council", "union") if f" {place} " in plain}
        own.add(("trust", plain.strip()))
    return frozenset(own)


def other_council(subject: Subject) -> Iterator[Hit]:
    """Bodies that are not the school's, or that nobody said are; each once in a passage."""
    policy = subject.policy
    own = _own(subject.setting, policy.model.publisher if policy is not None else "")
    by_what: dict[What, list[tuple[Passage, Body]]] = {}
    for passage in subject.passages:
        for body in (*subject.of(named, passage), *subject.of(_listed, passage)):
            by_what.setdefault(body.what, []).append((passage, body))
    for passage, body in _once(by_what.pop("abolished", [])):
        said = passage.text[body.start : body.stop]
        yield Hit(f"“{said}”: {body.says}", body.start, body.stop, _RENAME, "block", passage)
    for what, all_named in by_what.items():
        yield from _others(subject, what, all_named, own)


_RENAME = "Name the council or authority that the school has now"
_ASK = "If it is ours, add it to the partners in the school's profile; if it is not, write our own"


def _listed(passage: Passage, setting: Setting) -> tuple[Body, ...]:
    """Abolished councils and trusts, which are found by their whole names."""
    phrases = found(passage, setting)
    gone = [each for each in phrases.get("council", ()) if each.rule.group == "abolished"]
    trusts = [each for each in phrases.get("body", ()) if each.rule.group == "trust"]
    return (
        *(Body("abolished", each.rule.key, each.start, each.stop, each.rule.says) for each in gone),
        *(
            Body("trust", _key(passage.text[each.start : each.stop].split()), each.start, each.stop)
            for each in trusts
            if not any(bare(passage.text[each.start : each.stop].split()[-1]) == end for end in ("trust", "federation"))
        ),
    )


def _others(
    subject: Subject, what: What, all_named: list[tuple[Passage, Body]], own: frozenset[tuple[str, str]]
) -> Iterator[Hit]:
    foreign = [(passage, body) for passage, body in all_named if (what, body.name) not in own]
    if not foreign:
        return
    ours_is_known = len(foreign) < len(all_named) or any(kind == what == "council" for kind, _ in own)
    often = Counter(body.name for _, body in foreign)
    usual = "" if ours_is_known else max(often, key=lambda name: often[name])
    # Each union has its own branches, so that two of them are no contradiction.
    if usual and (len(often) == 1 or what == "union"):
        passage, body = foreign[0]
        said = passage.text[body.start : body.stop]
        yield Hit(f"“{said}”: is this the school's own {_WORDS[what]}?", body.start, body.stop, _ASK, "warn", passage)
        return
    for passage, body in _once([each for each in foreign if each[1].name != usual]):
        said = " ".join(passage.text[body.start : body.stop].split())
        beside = "is named beside another, and they cannot both be the school's"
        why = "is not the school's own" if ours_is_known else beside
        message = f"“{said}” {why} {_WORDS[what]}"
        yield Hit(message, body.start, body.stop, "", _severity(subject, passage, body), passage)


_WORDS: dict[What, str] = {"council": "council", "diocese": "diocese", "trust": "trust", "union": "union branch"}


def _severity(subject: Subject, passage: Passage, body: Body) -> Severity:
    sentence = sentence_at(subject.of(sentences, passage), body.start)
    said = sentence.text if sentence is not None else passage.text
    decides = body.what == "council" and _DECIDES.search(said) and not _ELSEWHERE.search(said)
    return "block" if decides else "warn"


def _once(all_named: list[tuple[Passage, Body]]) -> Iterator[tuple[Passage, Body]]:
    met: set[tuple[int, str]] = set()
    for passage, body in all_named:
        key = (id(passage), body.name)
        if key not in met:
            met.add(key)
            yield passage, body


CHECKS = (
    Check(
        "other-council",
        3,
        "Another council",
        "warn",
        "Whoever reads of another council, diocese, trust or branch may turn to the wrong office.",
        "Write our own, or add this one to the partners in the school's profile if it is named on purpose",
        whole=other_council,
    ),
)
