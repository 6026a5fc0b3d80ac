"""Links: what is wrong with an address can be seen without opening it. Nothing is ever looked up."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from composer.checks.check import Check, Hit
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from composer.checks.finding import Severity
    from composer.checks.subject import Passage, Setting, Subject
    from composer.policy.evidence import RelatedPolicy
    from composer.policy.rules import Rule

STALE_AFTER = timedelta(days=731)
"""A related policy that nobody has reviewed for longer is told."""

_MARKDOWN = later(r"(?<![\\!])\[([^\[\]\n]{0,300})\]\(([^()\n]{0,500}(?:\([^()\n]{0,100}\)[^()\n]{0,300})?)\)")
_HREF = later(r"""<a\s[^<>]{0,200}?href=["']([^"'<>\n]{0,500})["'][^<>]{0,200}>([^<]{0,300})</a>""", re.IGNORECASE)
_BARE = later(r"(?i)\bhttps?://[^\s<>()\[\]{}\"'“”‘’|*`]+")
_BROKEN = later(
    r"(?i)(?<![\w/])(?:https?:/(?!/)[a-z0-9]|https?//:?[a-z0-9]|https?:\\\\|https?;//|https?:///|htt:?//|htp:?s?//|htps://|ttps?://|hhttps?://"
    r"|https?://https?:/*|www,[a-z]|www\.\.)[^\s<>()\[\]\"']{0,200}"
)
_SPACED = later(r"(?i)\bhttps?://(?=\s|$)")
_APART = later(r"\[([^\[\]\n]{1,200})\] \((https?://[^\s()]{1,300})\)")
_UNCLOSED = later(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()]{1,300})(?=\s|$)(?![^\n]{0,200}\))")
_HOST = later(r"(?i)(?:[a-z][a-z0-9+.-]{0,20}:)?(?://)?(?:[^/@\s]{0,60}@)?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+)")
_PLAIN_HOST = later(
    r"(?i)(?<![\w@/.-])(?:www\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}(?:/[^\s<>()\[\]\"']{0,200})?"
)
_MAIL = later(r"(?i)(?<![\w.+-])[a-z0-9][a-z0-9._+-]{0,63}@+[a-z0-9-]{1,63}(?:[.,]{1,2}[a-z0-9-]{1,63}){0,5}")
_MAIL_SPACED = later(
    r"(?i)\b(?:office|admin|head|info|enquiries|contact|dsl|safeguarding)@\s+[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}"
)
_MAIL_END = later(r"(?i)[.,](?:con|cmo|coom|vom|ukk|co\.u|co\.k)$")
_KNOWN_SCHEME = later(r"(?i)(?:https://|mailto:|tel:|sms:|#|\{\{)")


_SIGNS = ("](", "] (", "//", "@", "www", "ttp", ".uk", ".com", ".co", ".tv", ".me", "href")
"""Without one of these there is no address."""


class _Fault(NamedTuple):
    start: int
    stop: int
    message: str
    mend: str
    severity: Severity | None = None


def broken_links(subject: Subject) -> Iterator[Hit]:
    """Addresses that cannot work, lead to a site of the past or were put in by a stranger, and policies grown old."""
    for passage in subject.passages:
        for fault in subject.of(_in_passage, passage):
            yield Hit(fault.message, fault.start, fault.stop, fault.mend, fault.severity, passage)
    if subject.policy is not None:
        related = subject.policy.draft.policy.evidence.related
        for key, policy in related.items():
            yield from _of_related(key, policy, subject.setting)


def _of_related(key: str, policy: RelatedPolicy, setting: Setting) -> Iterator[Hit]:
    if policy.reviewed is not None and policy.reviewed + STALE_AFTER < setting.today:
        what = f"{policy.title} was last reviewed on {_day(policy.reviewed)}, more than two years ago"
        mend = "See whether it still says the same as this policy, and note the date"
        yield Hit(what, mend=mend, kind="related", id=key, name=policy.title)
    for fault in _found_in(policy.where, setting):
        yield Hit(fault.message, 0, 0, fault.mend, fault.severity, None, "related", key, policy.title)


def _in_passage(passage: Passage, setting: Setting) -> tuple[_Fault, ...]:
    return _found_in(passage.text, setting)


def _found_in(text: str, setting: Setting) -> tuple[_Fault, ...]:
    """Every fault, of those in the same place the weightier and longer one."""
    if not any(sign in text for sign in _SIGNS):
        return ()
    kept: list[_Fault] = []
    taken = bytearray(len(text))
    for fault in sorted(_faults(text, setting), key=lambda each: (each.severity is None, each.start, -each.stop)):
        if taken.find(1, fault.start, fault.stop) < 0:
            taken[fault.start : fault.stop] = b"\1" * (fault.stop - fault.start)
            kept.append(fault)
    return tuple(kept)


def _faults(text: str, setting: Setting) -> Iterator[_Fault]:
    rules = [rule for rule in setting.rules.get("stray-link", ()) if rule.holds_for(setting.profile, setting.today)]
    for match in _MARKDOWN.finditer(text):
        target = match[2].strip()
        yield from _strange(match.start(), match.end(), f"{target} {match[1]}", target, rules)
        yield from _of_target(match, target)
    for match in _HREF.finditer(text):
        yield from _strange(match.start(), match.end(), f"{match[1]} {match[2]}", match[1], rules)
    for match in _PLAIN_HOST.finditer(text):
        said = match[0] if match[0][:4].casefold() == "www." else ""
        yield from _strange(match.start(), match.end(), said, match[0], rules)
    yield from _of_syntax(text)
    for match in _BARE.finditer(text):
        address = match[0].rstrip(".,;:!?_")
        start, stop = match.start(), match.start() + len(address)
        yield from _strange(start, stop, address, address, rules)
        yield from _of_bare(start, stop, address)
    yield from _of_mail(text, rules)


def _of_target(match: re.Match[str], target: str) -> Iterator[_Fault]:
    start, stop = match.start(), match.end()
    # A title may follow the address: [words](address "title").
    address = re.sub(r"\s+[\"'][^\"']*[\"']$", "", target).strip("<>")
    if not address or address == "#":
        yield _Fault(start, stop, f"the link “{match[1]}” leads nowhere", "Give it its address, or make it plain words")
    elif re.search(r"\s", address):
        yield _Fault(start, stop, f"there is a space in the address of the link “{match[1]}”", "Take the space out")
    elif not _KNOWN_SCHEME.match(address) and not re.match(r"(?i)https?:", address) and not _BROKEN.match(address):
        what = f"the link “{match[1]}” has no full address, so it leads nowhere from a printed or copied policy"
        yield _Fault(start, stop, what, "Write the whole address, beginning with https://")


def _of_syntax(text: str) -> Iterator[_Fault]:
    for match in _BROKEN.finditer(text):
        yield _Fault(match.start(), match.end(), f"“{match[0]}” is not an address that works", "Begin it with https://")
    for match in _SPACED.finditer(text):
        yield _Fault(
            match.start(), match.end(), "an address breaks off after “://”", "Write the whole address in one piece"
        )
    for match in _APART.finditer(text):
        what = f"a space parts “{match[1]}” from its address, so it is not a link"
        yield _Fault(match.start(), match.end(), what, "Take out the space between ] and (")
    for match in _UNCLOSED.finditer(text):
        yield _Fault(match.start(), match.end(), f"the link “{match[1]}” is not closed", "Put ) after the address")


def _of_bare(start: int, stop: int, address: str) -> Iterator[_Fault]:
    host = re.sub(r"(?i)^https?://", "", address).split("/")[0].split("?")[0]
    if "." not in host.strip(".") or ".." in host:
        yield _Fault(start, stop, f"“{address}” names no site", "Write the whole address")
    elif address[:5].casefold() == "http:":
        yield _Fault(
            start, stop, f"“{address}” begins with http:// and so is not protected on its way", "Begin it with https://"
        )


def _strange(start: int, stop: int, said: str, target: str, rules: Iterable[Rule]) -> Iterator[_Fault]:
    """What the dated lists know of an address: a site of the past, or a link that no school would set."""
    match = _HOST.match(target)
    host = match[1].casefold() if match is not None else ""
    small = said.casefold()
    for rule in rules:
        if rule.group == "host" and any(host == word or host.endswith(f".{word}") for word in rule.words):
            mend = f"Look for it at {rule.instead}" if rule.instead else "Take the link out, or find where it went"
            yield _Fault(start, stop, f"“{host}” is a site of the past: {rule.says}", mend, rule.severity or None)
        elif rule.group == "spam" and host and not any(word.casefold() in small for word in rule.unless):
            word = next((word for word in rule.words if word.casefold() in small), "")
            if word:
                what = f"a link speaks of “{word}”: {rule.says}"
                mend = "Take the link out, and have the website looked at"
                yield _Fault(start, stop, what, mend, rule.severity or None)


def _of_mail(text: str, rules: Iterable[Rule]) -> Iterator[_Fault]:
    if "@" not in text:
        return
    typos = [word for rule in rules if rule.group == "typo" for word in rule.words]
    for match in _MAIL_SPACED.finditer(text):
        yield _Fault(match.start(), match.end(), f"there is a space in the address “{match[0]}”", "Take the space out")
    for match in _MAIL.finditer(text):
        name, _, host = match[0].partition("@")
        wrong = (
            host.startswith("@")
            or "." not in host
            or "," in host
            or ".." in host
            or name.endswith(".")
            or _MAIL_END.search(host) is not None
            or any(host.casefold() == typo or host.casefold().endswith(f".{typo}") for typo in typos)
        )
        # “pupils@school” in a sentence is more often a handle than an address, unless it is a link.
        handle = "." not in host and "," not in host and not text[: match.start()].endswith("mailto:")
        if wrong and not (handle and not host.startswith("@")) and not _sentence_ends(match[0], text, match.end()):
            yield _Fault(
                match.start(), match.end(), f"“{match[0]}” is not an e-mail address that works", "Mend the address"
            )


def _sentence_ends(address: str, text: str, stop: int) -> bool:
    """Whether only a comma of the sentence was taken for a part of the address: ``a@school.example,b``."""
    return "," in address and text[stop : stop + 1] == "@"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


CHECKS = (
    Check(
        "link",
        11,
        "Broken or stale link",
        "info",
        "A reader who follows a link should arrive where the school meant; a dead one hides the help it promised.",
        "Mend the address",
        whole=broken_links,
    ),
)
