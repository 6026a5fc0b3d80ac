"""Other policies that a text names, and those that the school's list of related policies lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.checks.check import Hit
from composer.checks.phrases import found
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.checks.subject import Passage, PolicyLook, Setting, Subject

_TITLED = later(
    r"\b(?P<name>(?:[A-Z][\w'’-]*\s(?:(?:and|of|for|the|to|in|with|on|&)\s){0,2}){1,7}"
    r"(?:Policy|Policies|Procedures?|Code\sof\sConduct))\b"
)
_OPENERS = frozenset(
    ("the", "our", "this", "that", "each", "every", "a", "an", "see", "your", "its", "their", "any", "all", "other",
     "under", "in", "for", "when", "if", "as", "new", "school", "schools", "school's", "school’s", "and", "or",
     "with", "to", "on", "of", "from", "which", "where", "please", "read", "also")
)  # fmt: skip
_SAYS_LITTLE = frozenset(
    ("policy", "policies", "procedure", "procedures", "agreement", "agreements", "staff", "school", "schools",
     "trust", "the", "for", "of", "and", "our", "to", "in", "statement", "model", "template", "sample", "use",
     "this", "on", "with")
)  # fmt: skip
_OURS = later(r"\b(?:our|the|school['’]s)\s+(?:own\s+|staff\s+|school\s+)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """Another policy that a text names."""

    name: str
    start: int
    stop: int


def named(passage: Passage, setting: Setting) -> tuple[Named, ...]:
    """The policies that a passage names: by a title, or in small letters as one of the school's own."""
    text = passage.text
    names = []
    if "Polic" in text or "Procedure" in text or "Conduct" in text:
        for match in _TITLED.finditer(text):
            start = match.start()
            while (word := _FIRST.match(text, start)) and word[1].casefold() in _OPENERS and word.end() < match.end():
                start = word.end()
            names.append(Named(" ".join(text[start : match.end()].split()), start, match.end()))
    names += [
        Named(text[place.start : place.stop], place.start, place.stop)
        for place in found(passage, setting).get("named-policy", ())
        if _OURS.search(text[max(0, place.start - 40) : place.start])
    ]
    return tuple(names)


_FIRST = later(r"([\w'’-]+)\s+")


def unlisted(subject: Subject, policy: PolicyLook, names: Iterable[tuple[Passage, Named]]) -> Iterator[Hit]:
    """Policies that the text names and the school's list of related policies lacks: each once."""
    related = policy.draft.policy.evidence.related
    if not related:
        return
    met = [_content(each.title) for each in related.values()]
    met.append(_content(policy.draft.policy.title))
    services = {
        name.casefold() for each in subject.setting.library.platforms.values() for name in (each.name, *each.former)
    }
    for passage, each in names:
        content = _content(each.name)
        if not content or any(content <= known or known <= content for known in met if known):
            continue
        if any(service in each.name.casefold() for service in services if len(service) > 1):
            continue
        if passage.kind == "value" and not any(f"{{{{{passage.id}}}}}" in other.text for other in subject.prose):
            continue
        met.append(content)
        said = f"“{each.name}” is named here, but it is not among the school's related policies"
        mend = "Add it to the related policies, or use the title it has there"
        yield Hit(said, each.start, each.stop, mend, "warn", passage)


def _content(title: str) -> frozenset[str]:
    """The words by which a policy is told from others; a plural counts as its singular."""
    said = re.findall(r"[^\W\d_]+", title.casefold().replace("’s", "").replace("'s", ""))
    return frozenset(word.removesuffix("s") for word in said if word not in _SAYS_LITTLE)
