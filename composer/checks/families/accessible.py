"""What shuts readers out of the printed policy: headings out of order, tables without heads, links without names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found
from composer.checks.subject import sentences
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import Passage, Sentence, Setting, Subject

_IMAGE = later(r"!\[(?P<alt>[^\]\n]*)\](?=[(\[])")
_IMAGE_TAG = later(r"<img\b[^>\n]{0,400}>", re.IGNORECASE)
_ALT = later(r"\balt\s*=\s*[\"']?\s*[^\s\"'>]", re.IGNORECASE)
_FILE_NAME = later(
    r"\s*(?:[\w-]+\.(?:png|jpe?g|gif|svg|webp|heic)|(?:IMG|DSC|image|picture|photo)[_ -]?[0-9]*)\s*", re.IGNORECASE
)
_LINK_OF_ADDRESS = later(r"(?<!!)\[(?P<text>\s*<?(?:https?://|www\.)[^\]\s]+\s*)\]\(")
_BARE_ADDRESS = later(
    r"(?<![(\[<\"'=\w])<?(?P<address>https?://[^\s<>()\[\]/]+/[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'\"*_])"
)
_CAPITALS = later(r"(?<![\w’'-])[A-Z][A-Z’']*(?:[ -]+[A-Z][A-Z’']*|[ -]+I(?!\w)){3,}(?![\w’'])")
_LONG_WORD = later(r"[A-Z]{4,}")
_FEWEST_LONG = 2
_METADATA = later(r"[a-z][a-z_-]*:\s")
_DASHES = later(r"[\s|:-]*-[\s|:-]*")
_CODE = later(r"`[^`\n]*`")
_LEVEL = later(r"[^\S\n]*(#{1,6})[^\S\n]+\S")


@dataclass(frozen=True, slots=True)
class _Barrier:
    said: str
    mend: str
    start: int
    stop: int


def accessibility(subject: Subject) -> Iterator[Hit]:
    """Everything that a person who hears the text, or sees it without colours, misses."""
    yield from _levels_of_file(subject)
    for passage in subject.prose:
        for each in subject.of(_barriers, passage):
            yield Hit(each.said, each.start, each.stop, each.mend, passage=passage)
        places = subject.of(found, passage)
        for place in places.get("link-text", ()):
            words = _LABEL.sub("", passage.text[place.start : place.stop])
            start = passage.text.index(words, place.start)
            mend = "Let the link's words say what it leads to"
            yield Hit(f"“{words}” does not say where the link leads", start, start + len(words), mend, passage=passage)
        for place in places.get("colour-signal", ()):
            words = passage.text[place.start : place.stop]
            said = f"“{words}” means nothing to a reader who does not see the colour"
            yield Hit(said, place.start, place.stop, "Say it with a word or a sign as well", passage=passage)


_LABEL = later(r"\A\[|\]?\(\Z")


def _levels_of_file(subject: Subject) -> Iterator[Hit]:
    """Headings of a file that skip a level."""
    above = 0
    for passage in subject.passages:
        if passage.kind == "title" and passage.level:
            if above and passage.level > above + 1:
                yield Hit(_skips(above, passage.level), 0, len(passage.text), _ONE_DOWN, passage=passage)
            above = passage.level


_ONE_DOWN = "Go down one level at a time"


def _skips(above: int, level: int) -> str:
    return f"this heading of level {level} comes straight after one of level {above}"


def _barriers(passage: Passage, setting: Setting) -> tuple[_Barrier, ...]:
    text = passage.text
    said = sentences(passage, setting)
    found = [*_levels(passage, said), *_tables(text, said)]
    if len(_LONG_WORD.findall(text)) >= _FEWEST_LONG:
        found += _shouting(said)
    if "[" in text or "<" in text or "://" in text:
        plain = _CODE.sub(lambda match: " " * len(match[0]), text)
        found += [*_images(plain), *_addresses(plain)]
    return tuple(sorted(found, key=lambda each: each.start))


def _levels(passage: Passage, said: tuple[Sentence, ...]) -> Iterator[_Barrier]:
    """Headings inside a clause that skip a level; those of a file are passages of their own."""
    above = 0
    for each in said if passage.kind != "file" else ():
        match = _LEVEL.match(each.text) if each.kind == "heading" else None
        if match is not None:
            level = len(match[1])
            if above and level > above + 1:
                yield _Barrier(_skips(above, level), _ONE_DOWN, each.start, each.start + len(each.text.rstrip()))
            above = level


def _tables(text: str, said: tuple[Sentence, ...]) -> Iterator[_Barrier]:
    """Tables whose first row has no heads of columns."""
    rows: list[Sentence] = []
    for each in (*said, None):
        if each is not None and each.kind == "row" and (not rows or not text[rows[-1].stop : each.start].strip()):
            rows.append(each)
            continue
        if len(rows) > 1 and not _has_head(rows):
            first = rows[0]
            said_so = "this table has no row that says what its columns are"
            mend = "Put a row with a name for each column first, and dashes under it"
            yield _Barrier(said_so, mend, first.start, first.start + len(first.text.rstrip()))
        rows = [each] if each is not None and each.kind == "row" else []


def _has_head(rows: list[Sentence]) -> bool:
    return re.search(r"[^\W_]", rows[0].text) is not None and _DASHES.fullmatch(rows[1].text) is not None


def _shouting(said: tuple[Sentence, ...]) -> Iterator[_Barrier]:
    for each in said:
        if each.kind in {"code", "heading", "row"} or each.text.islower() or _METADATA.match(each.text):
            continue
        for match in _CAPITALS.finditer(each.text):
            if len(_LONG_WORD.findall(match[0])) >= _FEWEST_LONG:
                mend = "Write it in small letters; make it bold if it has to stand out"
                start = each.start + match.start()
                yield _Barrier("a run of words in capitals is hard to read", mend, start, start + len(match[0]))


def _images(text: str) -> Iterator[_Barrier]:
    mend = "Say in words what the picture shows"
    for match in _IMAGE.finditer(text):
        if not match["alt"].strip() or _FILE_NAME.fullmatch(match["alt"]):
            said = "this picture has no words for a reader who cannot see it"
            yield _Barrier(said, mend, match.start(), match.end())
    for match in _IMAGE_TAG.finditer(text):
        if not _ALT.search(match[0]):
            said = "this picture has no words for a reader who cannot see it"
            yield _Barrier(said, mend, match.start(), match.end())


_DEFINITION = later(r"(?m)^[^\S\n]{0,3}\[[^\]\n]+\]:[^\S\n]*<?\Z")


def _addresses(text: str) -> Iterator[_Barrier]:
    mend = "Make a link of the name of what it leads to"
    for match in _LINK_OF_ADDRESS.finditer(text):
        said = "this link is told by its address, which a screen reader spells out"
        yield _Barrier(said, mend, match.start("text"), match.end("text"))
    for match in _BARE_ADDRESS.finditer(text):
        if not _DEFINITION.search(text[max(0, match.start() - 80) : match.start()]):
            said = "this address stands bare in the text, and a screen reader spells it out"
            yield _Barrier(said, mend, match.start("address"), match.end("address"))


CHECKS = (
    Check(
        "accessibility",
        36,
        "A barrier for some readers",
        "warn",
        "Some people hear the policy read aloud, move through it by its headings or see it without colours.",
        "Write it so that it can be heard as well as seen",
        whole=accessibility,
    ),
)
