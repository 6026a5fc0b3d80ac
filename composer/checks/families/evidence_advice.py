"""Pictures and the law: advice that would break it, and claims that it does not make."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.checks.subject import sentences
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.checks.finding import PlaceKind
    from composer.checks.phrases import Found
    from composer.checks.subject import Passage, Sentence, Setting
    from composer.policy.rules import RuleKind

Groups = dict[str, dict[int, "list[Found]"]]
"""The places of phrases by the group of their rule, and then by the number of their sentence."""

_MOST_IN_A_SENTENCE = 20
"""Places of one group; no sentence that a person wrote has more, and what is compared stays little."""

_REACH = 90
"""Characters over which ``never`` still governs ``copy`` in “never views, opens, forwards, prints or copies”."""

_LONGEST_LIST = 12
"""Sentences after which a list is no longer read as one with the words that lead to it."""

_TURN = later(
    r"[;:!?]|\.\s|\b(?:and|but|then|instead|delet\w*|los\w*|panic\w*|worry|ignor\w*|hesitate)\b", re.IGNORECASE
)
"""What ends the reach of a refusal: “do not delete it, but take a screenshot”."""

_OF_OTHER = later(
    r"\s+of\s+(?!(?:it|them|this|these|what|any|all|such|the (?:image|picture|photo|video|screen))\b)\w", re.IGNORECASE
)
"""“a screenshot of the cruel post”: the words say themselves what is kept."""

_BUT_NEVER = later(
    r"\b(?:but|except|unless|other than|apart from|never|not)\b[^.;:]{0,40}\b(?:one|ones|any|those|where|if|when|of)\b",
    re.IGNORECASE,
)
"""The carve-out that follows the advice: “save a picture of the screen, but never one that shows …”."""


def unlawful_evidence_advice(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Advice to keep or copy an intimate image, with no word that a child's is never kept or copied."""
    groups = _groups(passage, setting, "evidence", "image", "act")
    said = sentences(passage, setting) if groups else ()
    images, acts = groups.get("image", {}), groups.get("act", {})
    for at in sorted(acts):
        of_itself = _OF_OTHER.match(passage.text, acts[at][0].stop) is not None
        near = [place for place in _around(said, at) if place in images and (place == at or not of_itself)]
        if near and not _carved_out(passage.text, said, at, groups):
            act, image = acts[at][0], images[near[0]][0]
            words, shown = passage.text[act.start : act.stop], passage.text[image.start : image.stop]
            what = f"“{words}” is advised beside “{shown}”, and nothing here says that such images are never kept"
            yield Hit(what, act.start, act.stop)


def _around(said: Sequence[Sentence], at: int) -> Iterator[int]:
    """A sentence, its neighbours, and in a list the sentence that leads to the list."""
    yield from (at, at - 1, at + 1)
    for before in range(at - 1, max(at - _LONGEST_LIST, -1), -1):
        if said[before].kind == "heading":
            return
        if said[before].text.rstrip().endswith(":"):
            yield before
            return


def _carved_out(text: str, said: Sequence[Sentence], at: int, groups: Groups) -> bool:
    """Whether the advice is limited in its own sentence, or refused there or nearby."""
    for act in groups.get("act", {})[at]:
        for image in groups.get("image", {}).get(at, ()):
            if act.stop <= image.start and _BUT_NEVER.search(text, act.stop, image.start):
                return True
    return any(
        any(_refuses(text, refusal, act) for act in groups.get("act", {}).get(place, ()))
        or any(_refuses_to_keep(text, refusal, image) for image in groups.get("image", {}).get(place, ()))
        for place in {*_around(said, at)}
        for refusal in groups.get("refusal", {}).get(place, ())
    )


_KEEPS = later(r"\b(?:cop(?:y|ie[sd]|ying)|print\w*|sav(?:e[sd]?|ing)|keep\w*|kept|stor(?:e[sd]?|ing)|download\w*)\b")
_TURNS = later(r"[;:!?]|\.\s|\b(?:but|then|instead|delet\w*)\b", re.IGNORECASE)


def _refuses_to_keep(text: str, refusal: Found, image: Found) -> bool:
    """“Never view, copy, print or save a nude”: the ban and the picture, with what is not done between them."""
    between = text[refusal.stop : image.start]
    near = 0 <= image.start - refusal.stop <= _REACH
    return near and _KEEPS.search(between) is not None and _TURNS.search(between) is None


def _refuses(text: str, refusal: Found, act: Found) -> bool:
    between = text[refusal.stop : act.start]
    return 0 <= act.start - refusal.stop <= _REACH and _TURN.search(between) is None


def overclaimed_data_law(passage: Passage, setting: Setting) -> Iterator[Hit]:
    """Data protection law given as the reason why families may not take pictures."""
    groups = _groups(passage, setting, "data-claim", "picture")
    said = sentences(passage, setting) if groups else ()
    for at in sorted(groups.get("picture", {})):
        here = {name: places[at] for name, places in groups.items() if at in places}
        near = at - 1 in groups.get("family", {}) or any(word in passage.title.casefold() for word in _FAMILIES)
        claim = None if "right" in here else _claim(here, said[at], families_near=near)
        if claim is not None:
            words = passage.text[claim[0] : claim[1]]
            yield Hit(f"“{words}” claims more than data protection law says", *claim)


_FAMILIES = ("parent", "famil", "carer", "visitor")


def _claim(here: dict[str, list[Found]], sentence: Sentence, *, families_near: bool) -> tuple[int, int] | None:
    """The words of a claim: it is called a crime, the law bans what families do, or they may not because of it."""
    for crime in here.get("crime", ()):
        for picture in here["picture"]:
            if 0 <= picture.start - crime.stop <= _NEAR:
                return crime.start, picture.stop
    for law in here.get("law", ()):
        claim = _law_bans(here, law, sentence) or _because_of_law(here, law, sentence, families_near=families_near)
        if claim is not None:
            return claim
    return None


def _law_bans(here: dict[str, list[Found]], law: Found, sentence: Sentence) -> tuple[int, int] | None:
    for ban in here.get("bans", ()):
        for family in here.get("family", ()):
            between = sentence.text[ban.stop - sentence.start : family.start - sentence.start]
            if 0 <= ban.start - law.stop <= _NEAR and 0 <= family.start - ban.stop <= _NEAR and not _US.search(between):
                return law.start, max(family.stop, _first_after(here["picture"], family.stop))
    return None


def _because_of_law(
    here: dict[str, list[Found]], law: Found, sentence: Sentence, *, families_near: bool
) -> tuple[int, int] | None:
    cause = _CAUSE.search(sentence.text[: law.start - sentence.start])
    if cause is None:
        return None
    # “You” may be a colleague: it counts only where families are spoken to.
    spoken_to = None if "family" not in here and families_near else here.get("family", ())
    for refused in here.get("may-not", ()):
        who = _says_who(spoken_to, refused, sentence)
        if who >= 0 and any(each.start > refused.start for each in here["picture"]):
            start = min(sentence.start + cause.start(), who)
            return start, max(law.stop, _first_after(here["picture"], refused.stop))
    return None


_NEAR = 40
_US = later(r"\b(?:us|we|school|staff)\b", re.IGNORECASE)
_CAUSE = later(
    r"\b(?:because of|due to|owing to|under|by|as a result of|in line with|to comply with|breach(?:es)?(?: of)?"
    r"|against|for|thanks to)"
    r"(?: (?:the|our|new|current|UK))*\s*\Z",
    re.IGNORECASE,
)
_YOU = later(r"\byou\s*\Z", re.IGNORECASE)


def _says_who(families: Iterable[Found] | None, refused: Found, sentence: Sentence) -> int:
    """Where those stand who may not: families just before the words, or “you” where ``families`` is None; or -1."""
    if families is None:
        match = _YOU.search(sentence.text[: refused.start - sentence.start])
        return sentence.start + match.start() if match is not None else -1
    return next((each.start for each in families if 0 <= refused.start - each.stop <= _NEAR), -1)


def _first_after(places: Sequence[Found], start: int) -> int:
    return next((each.stop for each in places if each.start >= start), 0)


def _groups(passage: Passage, setting: Setting, kind: RuleKind, *needed: str) -> Groups:
    """The places of a kind; nothing where one of the groups that are needed does not stand in the passage at all."""
    places = found(passage, setting).get(kind, ())
    if not {*needed} <= {each.rule.group for each in places}:
        return {}
    said = sentences(passage, setting)
    groups: Groups = {}
    for each in places:
        at = bisect_right(said, each.start, key=lambda one: one.start) - 1
        if at >= 0 and each.rule.holds_for(setting.profile, setting.today):
            held = groups.setdefault(each.rule.group, {}).setdefault(at, [])
            if len(held) < _MOST_IN_A_SENTENCE:
                held.append(each)
    return groups


_PROSE: frozenset[PlaceKind] = frozenset(("clause", "intro", "file"))

CHECKS = (
    Check(
        "evidence-advice",
        31,
        "Unlawful advice about evidence",
        "block",
        "To copy, print or keep an intimate image of a child can be a crime, even for an adult who only means to help.",
        "Say that nobody views, copies, prints, forwards or keeps such an image, and who is told at once",
        passage=unlawful_evidence_advice,
        kinds=_PROSE,
    ),
    Check(
        "data-overclaim",
        32,
        "Too much claimed for data law",
        "warn",
        "Data protection law leaves alone the pictures that a family takes for itself; a school with a rule of its own "
        "should give its true reason.",
        "Give the school's own reason, such as the safety of children who must not be found, or take the claim out",
        passage=overclaimed_data_law,
        kinds=_PROSE,
    ),
)
