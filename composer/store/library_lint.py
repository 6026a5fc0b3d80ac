"""What a sound library would not have: names that lead nowhere, facts in clause text, markup, things out of date.

``library_files`` refuses what cannot be read; what is found here can be read and ought to be mended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from composer.policy.dictionary import PROFILE_BLANKS
from composer.policy.placeholders import names
from composer.store.clause_files import clause_path
from composer.store.dictionaries import FACTS, LAW, PLATFORMS, VALUES
from composer.store.fields import Source, read_text
from composer.store.front_matter import FrontMatter, split
from composer.store.library_files import CATEGORY
from composer.store.model_files import MODEL, MODELS
from composer.text import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from datetime import date
    from pathlib import Path

    from markdown_it.token import Token

    from composer.policy.clause import Clause
    from composer.policy.library import Library

LONGEST_SUMMARY = 110
"""Characters; what a list shows beside a title."""

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
_BRACES = re.compile(r"\{\{[^{}\n]{0,64}(?:\}\})?|\}\}")
_SAFE_LINK = re.compile(r"(?:https://|mailto:)\S+")


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One thing to mend."""

    path: Path
    line: int | None
    message: str


def lint(library: Library, clauses_dir: Path, *, today: date) -> tuple[LintFinding, ...]:
    """Everything to mend in a library that was read from ``clauses_dir``, in the order of its files.

    Raises:
        Problem: A file went away or changed its form since the library was read.
    """
    found = chain(
        chain.from_iterable(_clause(clause, None, library, clauses_dir, today) for clause in library.clauses.values()),
        chain.from_iterable(
            _clause(clause, model_id, library, clauses_dir, today)
            for model_id, model in library.models.items()
            for clause in model.overlay.values()
        ),
        _intros(library, clauses_dir),
        _dictionaries(library, clauses_dir, today),
    )
    return tuple(sorted(found, key=lambda finding: (finding.path.as_posix(), finding.line or 0, finding.message)))


def _clause(clause: Clause, model_id: str | None, library: Library, root: Path, today: date) -> Iterator[LintFinding]:
    path = clause_path(root if model_id is None else root / MODELS / model_id, clause.category, clause.id)
    front = split(read_text(path, root), path)
    known = library.clauses if model_id is None else {**library.clauses, **library.models[model_id].overlay}
    for key, message in chain(_names(clause, known, library), _upkeep(clause, today)):
        yield LintFinding(path, front.table.source.line((key,)) or 1, message)
    for at, message in chain(_blanks(clause.body, known, library), _volatile(clause.body), _markup(clause.body)):
        yield LintFinding(path, _body_line(front, at), message)


def _body_line(front: FrontMatter, at: int) -> int:
    return front.body_line + front.body.count("\n", 0, at)


def _names(clause: Clause, known: Container[str], library: Library) -> Iterator[tuple[str, str]]:
    """Ids in the front matter that lead nowhere, each with its key."""
    for key in ("needs", "clashes", "instead_of"):
        for name in getattr(clause, key):
            if name == clause.id:
                yield key, f"{key} names the clause itself"
            elif name not in known:
                yield key, f"{key} names {name}, which is no clause"
    for name in clause.basis:
        if name not in library.laws:
            yield "basis", f"basis names {name}, which is not in {LAW}"
    key, _, wanted = clause.when.partition(":")
    if key == "platform" and wanted not in library.platforms:
        yield "when", f"when names {wanted}, which is not in {PLATFORMS}"


def _upkeep(clause: Clause, today: date) -> Iterator[tuple[str, str]]:
    if not clause.summary:
        yield "summary", "there is no summary: one line that says what the clause is for"
    elif len(clause.summary) > LONGEST_SUMMARY:
        yield "summary", f"the summary has {len(clause.summary)} characters; a list shows {LONGEST_SUMMARY}"
    if clause.rev not in {entry.rev for entry in clause.history}:
        yield "rev", f"the history does not say what rev {clause.rev} changed"
    if clause.review_by is not None and clause.review_by < today:
        yield "review_by", f"the clause was to be reviewed by {clause.review_by}"


def _blanks(text: str, known: Container[str], library: Library) -> Iterator[tuple[int, str]]:
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
        elif inside not in library.values and inside not in PROFILE_BLANKS:
            yield match.start(), f"{match[0]} is not in {VALUES}"
    for match in _BRACES.finditer(PLACEHOLDER.sub(lambda placeholder: " " * len(placeholder[0]), text)):
        yield match.start(), f"{match[0]} is no placeholder: write {{{{name}}}} in small letters"


def _volatile(body: str) -> Iterator[tuple[int, str]]:
    plain = PLACEHOLDER.sub(lambda placeholder: "x" * len(placeholder[0]), body)
    for what, pattern, mend in _VOLATILE:
        for match in pattern.finditer(plain):
            yield match.start(), f"{what} in clause text, {match[0]!r}: {mend}"


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


def _intros(library: Library, root: Path) -> Iterator[LintFinding]:
    """Placeholders in what categories and models say above their clauses."""
    places = [(root / category.id / CATEGORY, category.intro) for category in library.categories.values()]
    places += [(root / MODELS / model.id / MODEL, model.intro) for model in library.models.values()]
    for path, intro in places:
        for _, message in _blanks(intro, library.clauses, library):
            yield LintFinding(path, Source(path, read_text(path, root)).line(("intro",)), message)


def _dictionaries(library: Library, root: Path, today: date) -> Iterator[LintFinding]:
    """Entries that nobody uses, lead nowhere or are out of date."""
    clauses = [*library.clauses.values(), *(c for model in library.models.values() for c in model.overlay.values())]
    intros = [category.intro for category in library.categories.values()]
    intros += [model.intro for model in library.models.values()]
    whole = "\n".join([*(clause.body for clause in clauses), *intros])
    facts = {*names(whole, "fact"), *(platform.minimum_age for platform in library.platforms.values())}
    laws = {key for clause in clauses for key in clause.basis}
    say = _Sayer(root)
    for name in library.values.keys() - set(names(whole, "value")):
        yield say(VALUES, ("value", name), f"no clause asks for {name}")
    for name in library.facts.keys() - facts:
        yield say(FACTS, ("fact", name), f"nothing uses the fact {name}")
    for name in library.laws.keys() - laws:
        yield say(LAW, ("law", name), f"no clause rests on {name}")
    for fact in library.facts.values():
        if fact.expires is not None and fact.expires < today:
            yield say(FACTS, ("fact", fact.id, "expires"), f"the fact {fact.id} expired on {fact.expires}: check it")
    ids = {clause.id for clause in clauses}
    for platform in library.platforms.values():
        where = ("platform", platform.id)
        if platform.minimum_age and platform.minimum_age not in library.facts:
            yield say(PLATFORMS, (*where, "minimum_age"), f"{platform.minimum_age} is not in {FACTS}")
        if platform.appendix and platform.appendix not in ids:
            yield say(PLATFORMS, (*where, "appendix"), f"{platform.appendix} is no clause")


class _Sayer:
    """Makes findings about dictionary files; reads each file once, and only when there is one."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._sources: dict[str, Source] = {}

    def __call__(self, file: str, where: tuple[str, ...], message: str) -> LintFinding:
        path = self._root / file
        if file not in self._sources:
            self._sources[file] = Source(path, read_text(path, self._root))
        return LintFinding(path, self._sources[file].line(where), message)
