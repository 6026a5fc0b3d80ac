"""Whether consequences at work are fair, and nobody is made to keep silent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.finding import PlaceKind
    from composer.checks.phrases import Found
    from composer.checks.subject import Passage, Subject
    from composer.policy.rules import RuleKind

_NONE_OF = "no weighing of what happened, no procedure by name and nobody to bring along"


def dismissal_unweighed(subject: Subject) -> Iterator[Hit]:
    """Talk of dismissal where nothing says that it is weighed, by which procedure, or that anybody may come along."""
    threats = [(each, places) for each in subject.prose if (places := _of(subject, each, "dismissal"))]
    if not threats:
        return
    fair = any(_of(subject, each, "fair-route") for each in subject.prose)
    for passage, places in threats:
        ours = passage.state in {"adapted", "local"}
        if (ours and not _of(subject, passage, "fair-route")) or (subject.policy is None and not fair):
            said = passage.text[places[0].start : places[0].stop]
            yield Hit(f"“{said}”, and beside it {_NONE_OF}", places[0].start, places[0].stop, passage=passage)
    if subject.policy is not None and not fair and not any(each.state in {"adapted", "local"} for each, _ in threats):
        first = threats[0][0].name
        yield Hit(f"{first} speaks of dismissal, and the policy has {_NONE_OF}", name="the policy", about="dismissal")


def gagging(subject: Subject) -> Iterator[Hit]:
    """A rule of silence about the school that saves neither complaints, nor whistleblowing, nor union work."""
    saved = by_rule = False
    for passage in subject.prose:
        saving = _of(subject, passage, "whistleblowing")
        saved = saved or any(each.rule.group == _WRONGDOING for each in saving)
        silence = _of(subject, passage, "gagging")
        by_rule = by_rule or bool(_of(subject, passage, "conduct-rule"))
        for each in _apart(silence, passage.text) if not saving else ():
            said = passage.text[each.start : each.stop]
            message = f"“{said}” leaves no room for a complaint, for whistleblowing or for a union"
            yield Hit(message, each.start, each.stop, passage=passage)
    if by_rule and not saved:
        kind: PlaceKind = "file" if subject.policy is None else "policy"
        yield Hit(
            "There are rules of conduct, and nothing says that reporting wrongdoing stays protected",
            mend="Say that nothing here stops anybody from reporting wrongdoing as the law allows",
            kind=kind,
            name="the whole file" if subject.policy is None else "the policy",
        )


_WRONGDOING = "wrongdoing"
"""The group of the rules that name whistleblowing, and not only a complaint or a union."""


def _of(subject: Subject, passage: Passage, kind: RuleKind) -> tuple[Found, ...]:
    return subject.of(found, passage).get(kind, ())


_OF_THE_SCHOOL = later(
    r"(?<=school|cademy|ollege)\s+(?!(?:and|or|on|in|at|to|by|as|for|from|with|via|through|using|when|while|if|unless|without|online"
    r"|anywhere|publicly|either|itself|nor|but|outside|during|because|whether|again)\b)[a-z]",
    re.IGNORECASE,
)
"""A word that makes it a thing of the school, such as its budget, and not the school."""


def _apart(places: tuple[Found, ...], text: str) -> Iterator[Found]:
    """The places that mean the school itself, without those that lie within a longer one."""
    stop = -1
    for each in sorted(places, key=lambda each: (each.start, -each.stop)):
        if each.stop > stop and not _OF_THE_SCHOOL.match(text, each.stop):
            yield each
            stop = each.stop


CHECKS = (
    Check(
        "dismissal-unweighed",
        29,
        "Dismissal without a fair route",
        "warn",
        "Whoever may lose their work over a post is owed a fair look, a known procedure and somebody beside them.",
        "Name the procedure, say what is weighed first, and that the person may bring somebody",
        whole=dismissal_unweighed,
    ),
    Check(
        "gagging",
        30,
        "A rule of silence",
        "warn",
        "Staff and families may criticise, complain and report wrongdoing; a rule that seems to forbid it hides harm.",
        "Limit it to confidences and to speaking for the school, and say that complaints and whistleblowing stay free",
        whole=gagging,
    ),
)
