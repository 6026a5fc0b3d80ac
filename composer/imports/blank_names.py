"""What a blank of somebody else's document is called here: an entry of the dictionary, or a readable name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.policy.dictionary import PROFILE_BLANKS, UNASKED_BLANKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.policy.dictionary import ValueEntry

LONGEST = 40
"""Characters of a name that is made."""

_WORD = re.compile(r"[a-z0-9]+")
_ASKS = frozenset(
    ("insert", "enter", "add", "type", "state", "give", "specify", "please", "here", "your", "the", "a", "an", "our",
     "this", "relevant", "appropriate", "complete", "fill", "in", "out", "to", "be", "tbc", "eg", "e", "g", "s", "i",
     "provide", "put", "name", "names", "of", "for", "and", "or", "x", "xx", "xxx", "xxxx", "details", "text", "click",
     "tap", "choose", "select", "item")
)  # fmt: skip
_VAGUE = frozenset(
    ("name", "names", "date", "number", "phone number", "telephone number", "email", "email address", "address",
     "title", "details", "role", "job title", "signature", "time", "person", "policy", "link", "contact")
)  # fmt: skip
_KEEPS = frozenset(("name", "names", "of", "for", "and", "or", "in", "to", "details"))
_SCHOOL = r"(?:school|academy|setting|college|nursery|establishment|organisation)"
_OF_SCHOOL = rf"(?:{_SCHOOL}s? |{_SCHOOL} s )*"
_BODY = r"(?:governing (?:body|board)|board of (?:governors|trustees)|local governing body|trust board)"

_KNOWN: tuple[tuple[str, str], ...] = (
    (rf"(?:full )?(?:name of )?{_SCHOOL}(?: (?:or )?{_SCHOOL}){{0,3}}(?: s)?(?: full)?(?: name)?", "school_name"),
    (
        r"(?:head ?teacher|head|principal)(?: (?:or )?(?:head ?teacher|head|principal))?(?: s)?(?: title)?",
        "headteacher",
    ),
    (r"(?:dsl|designated safeguarding (?:lead|person|officer)|designated teacher|child protection coordinator)", "dsl"),
    (_BODY, "governing_body"),
    (r"(?:governors|trustees)(?: (?:or )?(?:governors|trustees))?", "governors"),
    (rf"chair(?: of (?:governors|trustees|{_BODY}))?", "chair"),
    (r"(?:safeguarding |online safety |link )+governor", "link_governor"),
    (r"(?:senco|sendco|alnco)", "needs_lead"),
    (r"(?:policy (?:owner|author|lead)|owner of policy|person responsible for policy)", "policy_owner"),
    (r"(?:it|ict|computing|network) (?:lead|manager|coordinator|co ordinator|technician)", "it_lead"),
    (r"(?:dpo|data protection (?:officer|lead|contact))", "data_protection_contact"),
    (r"(?:hr|human resources)(?: (?:adviser|advisor|provider|team|department))?", "hr_adviser"),
    (r"(?:lado|local authority designated officer)", "allegations_contact"),
    (r"(?:communications|social media) (?:lead|officer|manager|coordinator)", "communications_lead"),
    (r"(?:date of )?(?:next )?review date|date of (?:next )?review|next review", "next_review"),
    (rf"{_OF_SCHOOL}(?:email|e mail|office email)(?: address)?|{_OF_SCHOOL}contact email", "contact_address"),
    (r"(?:name of )?(?:staff )?code of conduct(?: policy)?", "code_of_conduct"),
    (r"(?:name of )?(?:staff )?disciplinary (?:policy|procedure)", "disciplinary_procedure"),
    (r"(?:name of )?whistle ?blowing (?:policy|procedure)", "whistleblowing_policy"),
    (r"(?:name of )?complaints (?:policy|procedure)", "complaints_procedure"),
    (r"(?:name of )?behaviour policy", "behaviour_policy"),
    (r"(?:name of )?(?:safeguarding|child protection)(?: and child protection)? policy", "safeguarding_policy"),
    (r"(?:pupils|students|learners)(?: (?:or )?(?:pupils|students|learners)){0,2}", "pupils"),
    (r"(?:name of )?(?:pta|friends of school|parents association)", "pta_name"),
    (r"(?:name of )?(?:vle|learning platform)", "learning_platform"),
)
"""What the words in a blank say, and the entry of the dictionary that answers it."""

_COMPILED = tuple((re.compile(said), name) for said, name in _KNOWN)
_A_PERSON = re.compile(
    r"\bnames?\b.*\b(?:head|headteacher|principal|dsl|lead|officer|governor|chair|person|staff|teacher|manager|"
    r"coordinator|adviser|senco)\b|\b(?:phone|telephone|tel|mobile)\b"
)


def said_in(inside: str) -> str:
    """The words in a blank, in small letters, without those that only ask for it to be filled in."""
    words = _WORD.findall(inside.casefold().replace("'", " ").replace("’", " "))
    kept = [word for word in words if word not in _ASKS or word in _KEEPS]
    while kept and kept[0] in ("of", "for", "and", "or", "in", "to", "details"):
        del kept[0]
    while kept and kept[-1] in ("of", "for", "and", "or", "in", "to"):
        kept.pop()
    return " ".join(kept)


def known(said: str, values: Mapping[str, ValueEntry]) -> str:
    """The entry of the dictionary, or the blank of the profile, that ``said`` asks for; empty when none surely does.

    Args:
        said: The words in the blank, as ``said_in`` gives them.
        values: The dictionary.
    """
    if not said:
        return ""
    for pattern, name in _COMPILED:
        if pattern.fullmatch(said) and (name in values or name in PROFILE_BLANKS):
            return name
    slug = "_".join(said.split())
    if slug in values:
        return slug
    for name, entry in values.items():
        spoken = [*entry.stands_for, *((entry.default,) if isinstance(entry.default, str) else ())]
        if any(said_in(word) == said for word in spoken):
            return name
    return ""


def vague(said: str) -> bool:
    """Whether the words in a blank could ask for something else at every place: a name, a date."""
    return said in _VAGUE


def named(said: str) -> str:
    """A name for what no dictionary has: ``name_of_it_provider``; empty when there are no words to make one of."""
    words = _WORD.findall(said.casefold())
    while words and not words[0][0].isalpha():
        del words[0]
    name = ""
    for word in words:
        longer = f"{name}_{word}" if name else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        name = longer
    parts = name.split("_")
    while len(parts) > 1 and parts[-1] in ("of", "for", "and", "or", "in", "to", "the"):
        parts.pop()
    return "_".join(parts)


def untaken(name: str, taken: Mapping[str, object]) -> str:
    """``name``, or with a number where it is taken, or is one that the program fills itself."""
    found, count = name, 1
    while found in taken or found in UNASKED_BLANKS:
        count += 1
        found = f"{name}_{count}"
    return found


def personal(said: str) -> bool:
    """Whether an answer would put a person's name or number into a public document."""
    return _A_PERSON.search(said) is not None
