"""People's own particulars in a document that anyone may read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.families.names import everyday, known, words_of
from composer.policy.patterns import later

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from composer.checks.subject import Passage, Setting

_BEFORE_AT = later(r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}\Z")
_AFTER_AT = later(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_PART = later(r"[a-z]+")
_MOBILE = later(r"(?<![\w+])(?:\+44[ -]?(?:\(0\)[ -]?)?|0044[ -]?|\(?0)7(?:[ -]?\)?[ -]?\d){9}(?![\d-]*\d)")
_POSTCODE = later(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?[ ]?[0-9][A-Z]{2}\b")
_LETTER_AND_DIGIT = later(r"[A-Z][0-9]")
"""What a postcode has and most texts have not, found more quickly than the whole."""
_STREET = later(
    r"(?:\b(?:Flat|Apartment) \w+,? )?\b[0-9]{1,4}[a-zA-Z]?,? (?:[A-Z][\w'’-]* ){1,3}"
    r"(?:Avenue|Close|Court|Crescent|Drive|Gardens|Grove|Hill|Lane|Mews|Park|Place|Rise|Road|Row|Square|Street|Terrace|View|Walk|Way)\b"
)
_OF_A_BODY = later(
    r"(?i)\b(?:school|academy|college|office|council|commissioner|authority|centre|trust|hall|department|ltd|limited"
    r"|write to|ysgol|nursery|union|diocese|church|charity|headquarters|house)\b"
)
_LONGEST_ADDRESS = 120
_PUPIL = r"(?:\{\{ ?pupils? ?\}\}|\b(?:pupil|student|learner|child|boy|girl|pupils|students|learners|children))"
_CALLED = later(r"\b(?:called|named) (?P<name>[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?)\b")
_PUPIL_IS = later(rf"(?i:{_PUPIL}),? (?:(?:is|was) )?\Z")
_FULL_NAME = later(r"\b(?=(?P<name>[A-Z][a-z]+ (?:[A-Z]['’])?[A-Z][a-z]+)\b)[A-Z]")
# With a capital it is as often a title: Pupil Premium Grant.
_A_PUPIL = later(rf"{_PUPIL},? \Z")
_IN_YEAR = later(r"(?:,? \(|,? (?:in|of) |, )(?:(?:Year|Class|Form|Primary) [0-9A-Z]|[PS][1-7]\b|Reception\b)")
_MORE_BEFORE = later(r"\b[A-Z][\w’'-]* \Z")
"""Another word with a capital before a name: it is the title of something."""
_LOOK_BACK = 30
_CAPITAL_NEXT = later(r" [A-Z]")
_TITLES = ("Mr", "Ms", "Miss", "Mx", "Dr")
_TITLED = later(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? (?:[A-Z]\.? )?(?:[A-Z]['’]|Mac|Mc)?[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b"
    r"(?: (?:Mac|Mc)?[A-Z][a-z]+-[A-Z][a-z]+\b)?"
)


_SHORTEST_ROLE = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Public:
    roles: frozenset[str]
    long_roles: tuple[str, ...]
    """Those after which the rest of a mailbox may be anything: ``officeadmin``."""
    domains: tuple[str, ...]
    telephones: tuple[str, ...]
    ours: tuple[str, ...]
    """The school's names run together, without the words that say what kind of school it is."""


@lru_cache(maxsize=4)
def _public(setting: Setting) -> _Public:
    addresses = setting.rules.get("public-address", ())
    mailboxes = setting.rules.get("role-mailbox", ())
    names = known(setting)
    roles = [word.casefold().removesuffix("@") for rule in mailboxes for word in rule.words]
    return _Public(
        frozenset(roles),
        tuple(role for role in roles if len(role) > _SHORTEST_ROLE),
        tuple(word.casefold() for rule in addresses if rule.group != "telephone" for word in rule.words),
        tuple(word.casefold() for rule in addresses if rule.group == "telephone" for word in rule.words),
        tuple(core for name in names.allowed if (core := "".join(names.core(name)))),
    )


def personal_data(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """A person's address, number or name."""
    text = passage.text
    entry = setting.library.values.get(passage.id) if passage.kind == "value" else None
    if entry is not None and entry.personal:
        yield Hit("This answer puts personal data into a public document", 0, len(text), severity="warn")
    if "@" in text:
        yield from _mail(text, setting)
    if "07" in text or "44" in text:
        yield from _mobiles(text, setting)
    before = 0
    for match in _POSTCODE.finditer(text) if _LETTER_AND_DIGIT.search(text) else ():
        yield from _home(text, match, before)
        before = match.end()
    yield from _named(text, setting)


def _mail(text: str, setting: Setting) -> Iterator[Hit]:
    at = text.find("@")
    while at >= 0:
        before = _BEFORE_AT.search(text, max(0, at - 64), at)
        after = _AFTER_AT.match(text, at + 1)
        if before is not None and after is not None and not _of_a_post(before[0], after[0], setting):
            said = text[before.start() : after.end()]
            message = f"“{said}” looks like one person's address"
            yield Hit(message, before.start(), after.end(), "Give the mailbox of a post or an office instead")
        at = text.find("@", at + 1)


def _of_a_post(mailbox: str, host: str, setting: Setting) -> bool:
    public = _public(setting)
    host = host.casefold()
    if not mailbox.casefold().strip("x"):  # a blank, and told as one
        return True
    if any(host == end or host.endswith(f".{end}") for end in public.domains):
        return True
    parts = _PART.findall(mailbox.casefold())
    said = "".join(parts)
    if said in public.roles or any(part in public.roles for part in parts) or mailbox.casefold() in public.roles:
        return True
    return said.startswith(public.long_roles) or any(core in said for core in public.ours)


def _mobiles(text: str, setting: Setting) -> Iterator[Hit]:
    for match in _MOBILE.finditer(text):
        if not any(words in _around(text, match).casefold() for words in _public(setting).telephones):
            mend = "Give a landline or the number of a post, or say whose telephone it is"
            yield Hit(f"“{match[0]}” is a mobile number", match.start(), match.end(), mend)


def _around(text: str, match: re.Match[str]) -> str:
    """The line and the sentence that a number stands in, roughly."""
    start = max(text.rfind("\n", 0, match.start()), text.rfind(". ", 0, match.start()), match.start() - 200) + 1
    stop = min(each for each in (text.find("\n", match.end()), match.end() + 100, len(text)) if each >= 0)
    return text[max(0, start) : stop]


def _home(text: str, postcode: re.Match[str], before: int) -> Iterator[Hit]:
    """A street with a number before a postcode; with a school's or an office's name it is theirs."""
    first = max(before, postcode.start() - _LONGEST_ADDRESS)
    first = max(first, text.rfind("\n\n", first, postcode.start()))
    streets = list(_STREET.finditer(text, first, postcode.start()))
    if not streets:
        return
    street = streets[-1]
    if not _OF_A_BODY.search(text, first, postcode.end()):
        said = " ".join(text[street.start() : postcode.end()].split())
        mend = "Take the address out, or give the school's"
        yield Hit(f"“{said}” looks like somebody's home", street.start(), postcode.end(), mend)


def _named(text: str, setting: Setting) -> Iterator[Hit]:
    if "called " in text or "named " in text:
        for match in _CALLED.finditer(text):
            if _PUPIL_IS.search(text, max(0, match.start() - _LOOK_BACK), match.start()):
                yield from _called(match, setting)
    for match in _FULL_NAME.finditer(text):
        yield from _full_name(text, match, setting)
    if any(title in text for title in _TITLES):
        met = set()
        for match in _TITLED.finditer(text):
            if match[0] not in met:
                met.add(match[0])
                mend = "Name the post, which stays when a person leaves"
                yield Hit(f"“{match[0]}” is a person's name", match.start(), match.end(), mend, "info")


def _called(match: re.Match[str], setting: Setting) -> Iterator[Hit]:
    if " " in match["name"]:
        yield _pupil(match)
    elif not _is_everyday(match["name"], setting):
        mend = "Leave the name out, or say that the child is invented"
        yield Hit(f"“{match['name']}” is a child's name", match.start("name"), match.end("name"), mend, "warn")


def _full_name(text: str, match: re.Match[str], setting: Setting) -> Iterator[Hit]:
    first, stop = max(0, match.start() - _LOOK_BACK), match.end("name")
    if _A_PUPIL.search(text, first, match.start()):
        if not _CAPITAL_NEXT.match(text, stop) and _is_a_person(match["name"], setting):
            yield _pupil(match)
    elif (
        _IN_YEAR.match(text, stop)
        and not _MORE_BEFORE.search(text, first, match.start())
        and _is_a_person(match["name"], setting)
    ):
        yield Hit(f"“{match['name']}” may be a child's name", match.start(), stop, "Leave the name out", "warn")


def _pupil(match: re.Match[str]) -> Hit:
    mend = "Leave the name out"
    return Hit(f"“{match['name']}” names a child", match.start("name"), match.end("name"), mend)


def _is_a_person(name: str, setting: Setting) -> bool:
    """Whether neither word is an everyday one, nor the school's name."""
    return not any(_is_everyday(word, setting) for word in name.split()) and not known(setting).is_allowed(
        words_of(name)
    )


def _is_everyday(word: str, setting: Setting) -> bool:
    return word.casefold() in everyday(setting)


CHECKS = (
    Check(
        "personal-data",
        38,
        "Personal data",
        "block",
        "The policy is public: whatever it says about one person can be read, copied and kept by anyone.",
        "Take it out, and name a post instead of a person",
        passage=personal_data,
    ),
)
