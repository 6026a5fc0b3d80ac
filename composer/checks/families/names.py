"""Another school's name: in running text, in headings and values, and inside links and file names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.checks.proper_nouns import LINKING, NOT_IN_A_NAME, Token, bare, runs, stretches
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.checks.subject import Passage, Setting

_CHURCH = later(r"\b(?:church of england|c\. ?of ?e\.?|c of e|cofe|c\.e\.?)(?!\w)")
_BARE_WORD = later(r"[^\W_]+")
_OWN = later(r"['’]s\b|['’](?=\s|$)")
_COURT = later(r"\bv\.?(?:\s+\w+){0,3}\s*$")
_AGAINST = later(r"\s+v\.?\s")
_SAINT = frozenset(("st", "saint", "ss", "sts"))
_WORD = later(r"[a-z]+")
_LONGEST_ACRONYM = 4
_AGES = {
    "infant": "infant", "infants": "infant", "junior": "junior", "juniors": "junior", "primary": "primary",
    "secondary": "secondary", "high": "secondary", "comprehensive": "secondary", "nursery": "nursery",
}  # fmt: skip
"""Words of a name that say for which ages a school is; "academy" and "college" say it of none."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What the names in a text are held against, worked out once for a setting."""

    any_head: re.Pattern[str]
    heads: frozenset[str]
    """The words a school's name ends in, in small letters."""
    kinds: frozenset[str]
    """Words of a school's name that say what kind it is."""
    welsh: frozenset[str]
    own: tuple[str, ...]
    nobody: frozenset[tuple[str, ...]]
    """Well-known names and everyday words that look like a school's."""
    allowed: tuple[tuple[str, ...], ...]
    """The names that may stand in the text."""
    slug_head: re.Pattern[str]
    invented: re.Pattern[str] | None
    invented_words: tuple[str, ...]
    """The same names as words: mostly none is there, and that is quicker to see."""
    public: tuple[str, ...]

    def is_allowed(self, words: Iterable[str]) -> bool:
        """Whether these words of a name are a part of one that may stand in the text."""
        said = tuple(words)
        core = self.core(said)
        if not core:
            return said in self.allowed
        if any(_within(said, name) or _within(core, name) for name in self.allowed):
            return True
        # St Cuthberts is St Cuthbert's without its sign.
        plain = tuple(word.removesuffix("s") for word in core)
        return any(_within(plain, tuple(word.removesuffix("s") for word in name)) for name in self.allowed)

    def is_sister(self, words: tuple[str, ...]) -> bool:
        """Whether a name with the school's own words is that of a school for other ages: Millbrook Junior School."""
        if not self.core(words) or any(_within(words, name) for name in self.allowed):
            return False
        ages, ours = (frozenset(_AGES[word] for word in name if word in _AGES) for name in (words, self.own))
        return bool(ages and ours) and ages.isdisjoint(ours)

    def core(self, words: Iterable[str]) -> tuple[str, ...]:
        """What is left of a name without the words that say what kind of school it is."""
        return tuple(word for word in words if word not in self.kinds and word not in self.heads)


@lru_cache(maxsize=4)
def known(setting: Setting) -> Known:
    """What this setting knows of names."""
    rules = {rule.key: rule.words for rule in setting.rules.get("name-part", ())}
    heads = rules.get("last-word", ("School",))
    either = "|".join(re.escape(word) for word in (*heads, *rules.get("welsh", ())))
    slugs = "|".join(re.escape(word.casefold()) for word in heads if word not in {"High", "Centre", "Trust"})
    # Both begin with the sign between two words, which is found quickly.
    welsh = "|".join(rf"(?<=(?<![a-z]){re.escape(word)}[-_])" for word in rules.get("welsh", ())) or "(?!)"
    invented_words = tuple(word for rule in setting.rules.get("named-body", ()) for word in rule.words)
    invented = "|".join(re.escape(word) for word in invented_words)
    nobody = (rule.words for rule in setting.rules.get("well-known", ()) if rule.group == "no school")
    return Known(
        re.compile(rf"\b(?:{either}|{either.upper()})\b"),
        frozenset(bare(word) for word in heads),
        frozenset(bare(word) for word in rules.get("kind-of-school", ())) | {"ce"},
        frozenset(bare(word) for word in rules.get("welsh", ())),
        words_of(setting.profile.name),
        frozenset(words_of(phrase) for phrases in nobody for phrase in phrases),
        tuple(words for name in setting.allowed if (words := words_of(name))),
        re.compile(rf"[-_](?:(?:{slugs})(?![a-z])|(?:{welsh})(?=[a-z]))", re.IGNORECASE),
        re.compile(rf"\b(?:{invented})\b") if invented else None,
        invented_words,
        tuple(word for rule in setting.rules.get("public-address", ()) for word in rule.words),
    )


@lru_cache(maxsize=4)
def everyday(setting: Setting) -> frozenset[str]:
    """The words that the library's clauses use: what is among them is an everyday word and hardly a name."""
    return frozenset(
        word for clause in setting.library.clauses.values() for word in _WORD.findall(clause.body.casefold())
    )


def words_of(name: str) -> tuple[str, ...]:
    """A name's words, so that two ways of writing it are alike."""
    said = _CHURCH.sub(" ce ", _OWN.sub("", name.casefold())).replace("&", " and ")
    words = ("st" if word in _SAINT else word for word in _BARE_WORD.findall(said))
    return tuple(word for word in words if word != "the")


def _within(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    many = len(words)
    return many > 0 and any(name[at : at + many] == words for at in range(len(name) - many + 1))


# -- names in running text ---------------------------------------------------------------------------------


def other_school(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Names of schools that are not the school's own, nor one it may name."""
    names = known(setting)
    own = setting.profile.name
    text = passage.text
    spoken = (*_in_prose(text, names, setting), *_where_we_are(text, names, setting), *_invented(text, names))
    met = [(start, stop, False) for start, stop in spoken]
    met += [(start, stop, True) for start, stop in _in_links(text, names, setting)]
    # “INSERT SCHOOL” is a blank and told as one.
    asked = found(passage, setting).get("insert-here", ()) if met else ()
    blanks = [each for each in asked if each.rule.group in {"", "label"}]
    reached = 0
    for start, stop, linked in sorted(met):
        if start < reached or any(start <= blank.start < stop for blank in blanks):
            continue
        reached = stop
        said = " ".join(text[start:stop].split())
        if linked:
            yield Hit(f"The link or file name “{said}” carries another school's name", start, stop)
        else:
            yield Hit(f"“{said}” is not {own}, nor among the other names and partners in its profile", start, stop)


def _invented(text: str, names: Known) -> Iterator[tuple[int, int]]:
    if names.invented is not None and any(word in text for word in names.invented_words):
        for match in names.invented.finditer(text):
            if not names.is_allowed(words_of(match[0])):
                yield match.span()


_HERE_WE = later(r"[Aa](?<!\w.)t ((?:St\.? )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})(?=,? we\b)")


def _where_we_are(text: str, names: Known, setting: Setting) -> Iterator[tuple[int, int]]:
    """“At Hillview we believe …”: whoever says so is there, whatever word the name ends in."""
    for match in _HERE_WE.finditer(text) if " we" in text else ():
        common, words = everyday(setting), words_of(match[1])
        named = "st" in words or any(word not in common and word not in names.kinds for word in words)
        if named and not (names.is_allowed(words) or _ends_well_known(words, names)):
            yield match.span(1)


def _in_prose(text: str, names: Known, setting: Setting) -> Iterator[tuple[int, int]]:
    if names.any_head.search(text) is None:
        return
    for run in runs(text):
        for tokens in stretches(run.tokens):
            for name in _candidates(tokens, names, setting):
                if _is_another(text, name, names, setting) and not _excused(text, name):
                    said = _pointed_at(text, name, names, setting)
                    yield said[0].start, said[-1].end


def _candidates(tokens: tuple[Token, ...], names: Known, setting: Setting) -> Iterator[tuple[Token, ...]]:
    """What may be names of schools in a stretch of words with capitals."""
    welsh = next((at for at, token in enumerate(tokens[:-1]) if token.bare in names.welsh), None)
    if welsh is not None:
        common = everyday(setting)
        stop = welsh + 2
        while stop < len(tokens) and (tokens[stop].bare in LINKING or tokens[stop].bare not in common):
            stop += 1
        while tokens[stop - 1].bare in LINKING:
            stop -= 1
        yield tokens[welsh:stop]
        return
    first = 0
    for at, token in enumerate(tokens):
        if token.bare not in names.heads:
            continue
        owns = token.end < token.stop
        if owns or (at > first and not _ends_later(tokens[at + 1 :], names)):
            if at > first:
                yield tokens[first : at + 1]
            first = at + 1
            while first < len(tokens) and tokens[first].bare in LINKING:
                first += 1


def _ends_later(tokens: tuple[Token, ...], names: Known) -> bool:
    """Whether the name goes on to another word that ends it: Junior School, Schools Trust."""
    for token in tokens:
        if token.bare in names.heads:
            return True
        if token.bare not in names.kinds:
            return False
    return False


def _is_another(text: str, name: tuple[Token, ...], names: Known, setting: Setting) -> bool:
    words = words_of(" ".join(token.said for token in name))
    if _ends_well_known(words, names) or words[:2] == ("university", "of"):
        return False
    if any(names.is_allowed(words_of(" ".join(token.said for token in part))) for part in _parts(text, name)):
        return names.is_sister(words)
    core = tuple(word for word in names.core(words) if word not in LINKING)
    if core and (words[0] in names.welsh or any(word in _SAINT for word in words)):
        return True
    if not core or name[-2].bare in LINKING:
        return False
    common = everyday(setting)
    return any(_is_a_name(token, core, common, names) for token in name)


def _is_a_name(token: Token, core: tuple[str, ...], common: frozenset[str], names: Known) -> bool:
    """Whether a word can only be somebody's name; short words in capitals are as often an acronym."""
    if not set(words_of(token.said)) & set(core) or not any(char.isalpha() for char in token.said):
        return False
    if len(token.said) <= _LONGEST_ACRONYM and sum(char.isupper() for char in token.said) > 1:
        return False
    parts = [part for part in _WORD.findall(token.bare) if part not in LINKING]
    return any(part not in common and part not in names.kinds and len(part) > 1 for part in parts) and not (
        token.first and token.bare.endswith(("ing", "ly", "ed")) and len(core) == 1
    )


def _parts(text: str, name: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The name, and what stands after each "of", "and" or line break in it: the governors of Oakfield School."""
    yield name
    for at, token in enumerate(name[:-1], 1):
        if token.bare in LINKING or "\n" in text[token.stop : name[at].start]:
            yield name[at:]


def _pointed_at(text: str, name: tuple[Token, ...], names: Known, setting: Setting) -> tuple[Token, ...]:
    """The name without everyday words before an "of": the governors of Hillview Primary School."""
    common = everyday(setting)
    best = name
    for part in _parts(text, name):
        before = name[: len(name) - len(part)]
        plain = all(token.bare in common or token.bare in LINKING for token in before)
        church = any(token.bare in {"church", "lady"} for token in before)
        if plain and not church and names.core(words_of(" ".join(token.said for token in part))):
            best = part
    return best


def _ends_well_known(words: tuple[str, ...], names: Known) -> bool:
    return any(words[at:] in names.nobody for at in range(len(words)))


def _excused(text: str, name: tuple[Token, ...]) -> bool:
    """Whether it is a case in court, or a blank to be filled in, which is another check's business."""
    before, after = text[max(0, name[0].start - 40) : name[0].start], text[name[-1].stop : name[-1].stop + 2]
    if _COURT.search(before) or _AGAINST.match(text, name[-1].stop):
        return True
    blank = before[-1:] in {"[", "<"} or before.endswith("{{")
    return blank and after[:1] in {"]", ">", "}"} and after[1:2] != "("


# -- names in links and file names -------------------------------------------------------------------------

_IN_CHUNK = later(r"[^\s()<>\[\]\"“”|]+")
_SLUG_PART = later(r"[A-Za-z0-9]++")
_SLUG = later(r"[A-Za-z0-9]++(?:(?:-|_)[A-Za-z0-9]++)++")
_LEADS_SOMEWHERE = later(r"://|^www\.|/|\.(?:pdf|docx?|odt|html?|md|aspx?|php|jpe?g|png)\b")
_HOST = later(r"(?<![a-z0-9.-])(?:[a-z0-9-]{1,63}\.){1,6}sch\.uk\b", re.IGNORECASE)
_FEWEST_PARTS = 3
_SURE_ENDS = frozenset(("school", "academy", "college", "federation"))
_MOST_NAMES = {True: 5, False: 2}
_SHORT = 5


def _in_links(text: str, names: Known, setting: Setting) -> Iterator[tuple[int, int]]:
    if names.slug_head.search(text) is not None:
        for chunk in _IN_CHUNK.finditer(text):
            if names.slug_head.search(chunk[0]) is not None and not _is_public(chunk[0], names):
                yield from _in_slugs(chunk, names, setting)
    if "sch.uk" in text:
        for match in _HOST.finditer(text):
            if not _is_our_host(match[0], names):
                yield match.span()


def _is_public(chunk: str, names: Known) -> bool:
    return "/" in chunk and any(address in chunk.casefold() for address in names.public)


def _in_slugs(chunk: re.Match[str], names: Known, setting: Setting) -> Iterator[tuple[int, int]]:
    leads = _LEADS_SOMEWHERE.search(chunk[0]) is not None
    for slug in _SLUG.finditer(chunk[0]):
        parts = list(_SLUG_PART.finditer(slug[0]))
        words = [part[0].casefold() for part in parts]
        stop = _end_of_welsh(words, names, setting)
        if stop:
            first = next(at for at, word in enumerate(words) if word in names.welsh)
            said = "".join(words[first:stop])
            own = ("".join(name) for name in names.allowed)
            if not any(said in name or (name in said and name.startswith(words[first])) for name in own):
                at = chunk.start() + slug.start()
                yield at + parts[first].start(), at + parts[stop - 1].end()
            continue
        last = next((at for at, word in enumerate(words) if at and word in names.heads), None)
        if last is None or "v" in words or not (leads or last + 1 >= _FEWEST_PARTS):
            continue
        while last + 1 < len(words) and words[last + 1] in names.heads:
            last += 1
        first = last
        while first and words[first - 1] not in _LITTLE and not words[first - 1].isdigit():
            first -= 1
        core = names.core(words[first : last + 1])
        common = everyday(setting)
        # Without the word "school" a long row of words is a title: networking-policies-primary.
        if len(core) > _MOST_NAMES[words[last] in _SURE_ENDS]:
            continue
        if any(word not in common for word in core) and not _same_squeezed(core, names):
            at = chunk.start() + slug.start()
            yield at + parts[first].start(), at + parts[last].end()


def _end_of_welsh(words: list[str], names: Known, setting: Setting) -> int:
    """Where a Welsh name in a file's name ends: ``ysgol-y-bryn`` in ``ysgol-y-bryn-policy``; 0 when there is none."""
    first = next((at for at, word in enumerate(words) if word in names.welsh), len(words))
    stop = first + 1
    while stop < len(words) and (words[stop] in LINKING or words[stop] not in everyday(setting)):
        stop += 1
    while stop > first + 1 and words[stop - 1] in LINKING:
        stop -= 1
    return stop if first + 1 < stop <= len(words) else 0


_LITTLE = NOT_IN_A_NAME | LINKING


def _same_squeezed(core: tuple[str, ...], names: Known) -> bool:
    """Whether the words run together are those of an allowed name: ``oakfieldprimary``."""
    said = "".join(core)
    return any(said in "".join(name) or _core_in(said, name, names) for name in names.allowed)


def _core_in(said: str, name: tuple[str, ...], names: Known) -> bool:
    core = "".join(names.core(name))
    return bool(core) and core in said


def _is_our_host(host: str, names: Known) -> bool:
    labels = [label.replace("-", "") for label in host.casefold().split(".")[:-2] if label != "www"]
    initials = {"".join(word[0] for word in name) for name in names.allowed}
    for label in labels:
        if label in initials or _same_squeezed((label,), names):
            return True
    # A short label may be initials that nobody can tell, and so may be ours.
    return not labels or len(labels[0]) < _SHORT


CHECKS = (
    Check(
        "other-school",
        2,
        "Another school's name",
        "block",
        "A reader who finds another school's name takes the text for a copy, and trusts the rest of it less.",
        "Write the school's own name, or add this one to the other names or partners in the school's profile",
        passage=other_school,
    ),
)
