"""Rules for a clause's text: every blank is filled, and the words are the school's own, plain and lasting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.policy import readability
from composer.policy.dictionary import UNASKED_BLANKS
from composer.policy.school import in_words
from composer.store.dictionaries import FACTS, VALUES
from composer.text import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from markdown_it.token import Token

    from composer.policy.clause import Clause
    from composer.policy.library import Library

_VOLATILE = (
    ("a year", re.compile(r"\b(?:19|20)\d\d\b"), "move it to facts.toml"),
    ("a telephone number", re.compile(r"(?:\+44|\b0)[ (]?\d(?:[ ()-]?\d){7,11}\b"), "move it to facts.toml"),
    (
        "an age",
        re.compile(
            r"\b(?:(?:minimum age|age|aged|ages)(?: of| is| limit| limit of| limit is)? \d{1,2}"
            r"|(?:under|over)[ -]?\d{1,2}s|\d{1,2}[ -]years?[ -]olds?"
            r"|\d{1,2} (?:or|and) (?:over|older|under|younger))\b",
            re.IGNORECASE,
        ),
        "a service's age is a fact: move it to facts.toml",
    ),
)
_TEMPLATE_VOICE = re.compile(
    r"\b(?:your (?:school|academy|setting|centre)|(?:you|schools|academies|settings) should"
    r"|this (?:template|model)|model policy|delete as (?:appropriate|applicable)"
    r"|(?:add|insert) (?:the |your )?(?:name|details)"
    r"|guidance note|TB[CA]|to be confirmed|XXX+)\b|_{3,}|<<|>>|(?<!\])\[[^\]\n]*\](?![(\[:])",
    re.IGNORECASE,
)
_SLASH = re.compile(r"(?<![\w/.:-])[A-Za-z’']+/[A-Za-z’']+(?![\w/-]|\.\w)")
_BRACES = re.compile(r"\{\{[^{}\n]{0,64}(?:\}\})?|\}\}")
_SAFE_LINK = re.compile(r"(?:https://|mailto:)\S+")
_LINK = re.compile(r"\]\([^)\s]*\)|<[a-z]+:[^>\s]*>|`[^`\n]*`")


def faults(clause: Clause, known: Container[str], library: Library) -> Iterator[tuple[int, str]]:
    """Everything to mend in a clause's body, each with its place there; its title is at place 0."""
    yield from blanks(clause.body, known, library)
    yield from _leans(clause, known, library)
    yield from _lasting(clause.body)
    yield from _own_voice(clause, library)
    yield from _markup(clause.body)
    yield from _plain(clause, library)


def blanks(text: str, known: Container[str], library: Library) -> Iterator[tuple[int, str]]:
    """Placeholders that nothing fills, each with its place in ``text``."""
    for match in PLACEHOLDER.finditer(text):
        inside = match[1]
        kind, _, name = inside.rpartition(":")
        if kind == "fact":
            if name not in library.facts:
                yield match.start(), f"{match[0]} is not in {FACTS}"
        elif kind == "ref":
            if name not in known:
                yield match.start(), f"{match[0]} leads to no clause"
        elif inside not in library.values and inside not in UNASKED_BLANKS:
            yield match.start(), f"{match[0]} is not in {VALUES}"
    for match in _BRACES.finditer(PLACEHOLDER.sub(lambda placeholder: " " * len(placeholder[0]), text)):
        yield match.start(), f"{match[0]} is no placeholder: write {{{{name}}}} in small letters"


def _leans(clause: Clause, known: Container[str], library: Library) -> Iterator[tuple[int, str]]:
    """References that ``needs`` does not tell of, and facts of another nation."""
    for match in PLACEHOLDER.finditer(clause.body):
        kind, _, name = match[1].rpartition(":")
        if kind == "ref" and name in known and name not in clause.needs and name != clause.id:
            yield match.start(), f"{match[0]} is not in needs: add {name} there"
        fact = library.facts.get(name) if kind == "fact" else None
        if fact is not None:
            outside = [in_words(nation) for nation in clause.nations if nation not in fact.nations]
            if outside:
                yield match.start(), f"{match[0]} does not hold in {', '.join(outside)}: see nations"


def _lasting(body: str) -> Iterator[tuple[int, str]]:
    plain = _masked(body)
    for what, pattern, mend in _VOLATILE:
        for match in pattern.finditer(plain):
            yield match.start(), f"{what} in clause text, {match[0]!r}: {mend}"


def _own_voice(clause: Clause, library: Library) -> Iterator[tuple[int, str]]:
    """A template's voice, a choice never made, and words that change with the nation or the kind of school."""
    plain = _LINK.sub(lambda match: " " * len(match[0]), _masked(clause.body))
    for match in _TEMPLATE_VOICE.finditer(plain):
        yield match.start(), f"{match[0]!r} is a template speaking: let the school speak"
    for match in _SLASH.finditer(plain):
        yield match.start(), f"{match[0]!r} is a choice never made: write one, or a placeholder"
    for entry in library.values.values():
        for word in entry.stands_for:
            spelled = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
            for match in spelled.finditer(plain):
                yield match.start(), f"{match[0]!r} changes with the school: write {{{{{entry.name}}}}}"
            if spelled.search(clause.title):
                yield 0, f"the title says {word!r}, which changes with the school: find a title without it"


def _masked(body: str) -> str:
    """The body with its placeholders covered, so that what they are called is not read as text."""
    return PLACEHOLDER.sub(lambda placeholder: "w" * len(placeholder[0]), body)


def _plain(clause: Clause, library: Library) -> Iterator[tuple[int, str]]:
    """Sentences too long for anybody, and a reading age too high for parents or pupils."""
    said = readability.sentences(clause.body, library)
    for sentence in said:
        if sentence.words > readability.LONGEST_SENTENCE:
            yield sentence.at, f"a sentence of {sentence.words} words: make it two, each under 30"
    if said and {"parents", "pupils"} & set(clause.readers):
        age = readability.reading(said).age
        if age > readability.OLDEST_READER:
            most = readability.OLDEST_READER
            yield 0, f"reading age {age:.1f}, and parents or pupils read this: shorter words and sentences, to {most}"


def _markup(body: str) -> Iterator[tuple[int, str]]:
    """Raw HTML, headings, pictures and links that go elsewhere than https and mailto."""
    starts = [0]
    for line in body.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    line_number = 0
    for token in _tokens(body):
        line_number = token.map[0] if token.map else line_number
        at = starts[line_number]
        if token.type == "html_block":
            yield at, "raw HTML in clause text: write Markdown"
        elif token.type == "heading_open":
            yield at, "a heading in clause text: the clause's title is its heading"
        for child in token.children or ():
            if child.type == "html_inline":
                yield body.find(child.content, at), "raw HTML in clause text: write Markdown"
            elif child.type == "image":
                yield at, "a picture in clause text: a policy has none"
            elif child.type == "link_open" and not _SAFE_LINK.fullmatch(str(child.attrs.get("href", ""))):
                yield at, "a link that is neither https nor mailto"


def _tokens(body: str) -> list[Token]:
    from markdown_it import MarkdownIt

    # HTML is on, and no link refused, so that they are seen; nothing is rendered here.
    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = _any_link  # type: ignore[method-assign]
    return parser.parse(body)


def _any_link(url: str) -> bool:
    return bool(url)
