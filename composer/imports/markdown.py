"""A Markdown document from elsewhere, read into blocks whose texts are the document's own characters.

It is cut by CommonMark's own rules, with tables. Front matter, pictures, comments, tags of HTML and links that lead
neither to a secure address nor to a mailbox are told and not kept; of all else no word is lost. Footnotes keep their
signs, since Markdown itself has none.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from composer import text as prose
from composer.imports.markdown_inline import Inside
from composer.imports.source import Source, SourceBlock
from composer.imports.typed_numbers import levels, split_number
from composer.policy.incoming import LeftOut
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

LARGEST_TEXT = 1024 * 1024
"""Bytes of a Markdown file that is imported."""

_DEEPEST = 60
_SHORT = 100
_FEWEST_POINTERS = 3
_FRONT = re.compile(r"\A(---|\+\+\+)[^\S\n]*\n(.*?)^(?:\1|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^title[^\S\n]*[:=][^\S\n]*(.+?)[^\S\n]*$", re.MULTILINE | re.IGNORECASE)
_CONTENTS = re.compile(r"[*_]*(?:table of )?contents:?[*_]*", re.IGNORECASE)
_POINTER = re.compile(r"[*_]*\[[^\[\]\n]*\]\(#[^()\n]*\)[*_]*")
_QUOTE = re.compile(r"^[^\S\n]*>[^\S\n]?", re.MULTILINE)
_MARKERS = re.compile(r"^[\s>]*(?:(?:[-*+]|[0-9]{1,9}[.)])\s+)+")
_WHOLLY_BOLD = re.compile(r"(\*\*\*|\*\*|__)(?=\S)((?:(?!\*\*|__)[\s\S]){1,400})(?<=\S)\1[.:]?")


def read_markdown(text: str, name: str) -> Source:
    """A Markdown or plain text file, decoded and with any line ends.

    Raises:
        Problem: It nests lists and quotations too deeply to be read.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    lines = prose.unix(text)
    plain = prose.strip_controls(lines)
    notes = ("Characters that nobody sees were taken out.",) if plain != lines else ()
    front = _FRONT.match(plain)
    left_out: list[LeftOut] = []
    title = ""
    if front is not None:
        said = _TITLE.search(front[2])
        title = said[1].strip("\"' \t") if said else ""
        left_out.append(LeftOut("front matter", " ".join(front[2].split()), "line 1"))
    skipped = front.end() if front is not None else 0
    walk = _Walk(name, plain[skipped:], plain.count("\n", 0, skipped) + 1)
    blocks = tuple(_numbered_by_the_next(list(_without_contents(list(walk.blocks()), walk))))
    return Source(
        name,
        "markdown",
        blocks,
        (*left_out, *walk.left_out),
        (*notes, *walk.notes()),
        digest,
        title,
    )


def _without_contents(blocks: Sequence[SourceBlock], walk: _Walk) -> Iterator[SourceBlock]:
    """The blocks without a list of links into the document itself, which is its table of contents."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        headed = _CONTENTS.fullmatch(block.text) is not None and block.kind in ("heading", "paragraph")
        start = at + headed
        stop = start
        while stop < len(blocks) and blocks[stop].where in walk.pointers:
            stop += 1
        if stop - start < _FEWEST_POINTERS:
            yield block
            at += 1
        else:
            said = " ".join(each.text for each in blocks[at:stop])
            walk.left_out.append(LeftOut("contents list", " ".join(said.split()), block.where))
            at = stop


def _numbered_by_the_next(blocks: Sequence[SourceBlock]) -> Iterator[SourceBlock]:
    """The blocks, with ``4 Staff`` above a paragraph 4.1 taken for a heading's number, as it would be no sentence."""
    for at, block in enumerate(blocks):
        following = levels(blocks[at + 1].number) if at + 1 < len(blocks) else ()
        if block.kind == "paragraph" and not block.number and len(following) > 1 and len(block.text) < _SHORT:
            number, rest = split_number(block.text, heading=True)
            if levels(number) == following[:1] and rest[-1:] not in ".;,:?!":
                yield replace(block, text=rest, number=number, typed=True)
                continue
        yield block


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import reference

    def definition(state: StateBlock, line: int, last: int, silent: bool) -> bool:  # noqa: FBT001 - a rule's signature
        if state.src.startswith("[^", state.bMarks[line] + state.tShift[line]):
            return False
        return reference(state, line, last, silent)

    parser = MarkdownIt("commonmark", {"maxNesting": 2 * _DEEPEST}).enable("table")
    parser.core.ruler.disable("inline")
    parser.block.ruler.at("reference", definition)
    return parser


@dataclass
class _List:
    ordered: bool
    number: int
    fresh: bool = False
    """Whether the item that is open has no block yet."""


@dataclass
class _Walk:
    """One document's tokens turned into blocks."""

    name: str
    text: str
    first_line: int
    left_out: list[LeftOut] = field(default_factory=list)
    pointers: set[str] = field(default_factory=set)
    """Where the list items stand that are nothing but a link into the document."""

    def __post_init__(self) -> None:
        env: dict[str, dict[str, dict[str, str]]] = {}
        self._tokens = _parser().parse(self.text, env)
        if any(token.level >= 2 * _DEEPEST - 4 for token in self._tokens):
            raise Problem(
                "lists or quotations are nested too deeply", "write it with fewer levels", path=Path(self.name)
            )
        self._references = env.get("references", {})
        links = {label: found["href"] for label, found in self._references.items()}
        self._inside = Inside(links, self.left_out)
        self._lines = self.text.split("\n")
        self._lists: list[_List] = []

    def notes(self) -> Iterator[str]:
        """What was done in reading; asked for when the blocks have been."""
        tags = self._inside.tags
        if tags:
            said = ", ".join(f"{tag} ({count}×)" if count > 1 else tag for tag, count in tags.items())
            yield f"Tags of HTML were taken out, and the words between them kept: {said}."
        if self._inside.inner_links:
            yield "Links from one place of the document to another were taken out, and their words kept."

    def blocks(self) -> Iterator[SourceBlock]:
        """Every block in order; what is left out of them is told on the way."""
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.type in ("blockquote_open", "table_open"):
                yield from self._whole(token)
                at = _close(self._tokens, at)
            else:
                yield from self._block(token, self._tokens[at + 1 : at + 2])
            at += 1
        for label, found in self._references.items():
            if label not in self._inside.used:
                self.left_out.append(LeftOut("link", found["href"], "a definition that nothing refers to"))

    def _block(self, token: Token, following: Sequence[Token]) -> Iterator[SourceBlock]:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                start = token.attrs.get("start", 1)
                self._lists.append(_List(token.type.startswith("o"), int(start) - 1))
            case "list_item_open":
                self._lists[-1].number += 1
                self._lists[-1].fresh = True
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "heading_open":
                yield from self._heading(token, following[0].content)
            case "paragraph_open":
                yield from self._paragraph(token, following[0].content)
            case "fence" | "code_block":
                fence = token.markup or _fence_for(token.content)
                body = token.content if token.content.endswith("\n") or not token.content else f"{token.content}\n"
                yield self._placed(SourceBlock("code", f"{fence}{token.info}\n{body}{fence}"), token)
            case "html_block":
                yield from self._paragraph(token, token.content.strip("\n"))
            case "hr":
                yield self._placed(SourceBlock("rule", "---"), token)

    def _where(self, token: Token) -> str:
        return f"line {(token.map[0] if token.map else 0) + self.first_line}"

    def _placed(self, block: SourceBlock, token: Token) -> SourceBlock:
        """A block where it stands: in a list, or in none."""
        block = replace(block, where=self._where(token))
        if not self._lists or block.kind == "heading":
            return block
        inner = self._lists[-1]
        block = replace(block, level=len(self._lists))
        if not inner.fresh:
            return block
        inner.fresh = False
        number = str(inner.number) if inner.ordered else ""
        if block.kind == "paragraph":
            return replace(block, kind="item", ordered=inner.ordered, number=number)
        return block

    def _heading(self, token: Token, content: str) -> Iterator[SourceBlock]:
        said = self._inside.cleaned(content, self._where(token))
        number, rest = split_number(said, heading=True)
        if said:
            block = SourceBlock("heading", rest, int(token.tag[1:]), number=number, typed=bool(number))
            yield self._placed(block, token)

    def _paragraph(self, token: Token, content: str) -> Iterator[SourceBlock]:
        if self._lists and _POINTER.fullmatch(content):
            self.pointers.add(self._where(token))
        said = self._inside.cleaned(content, self._where(token))
        for part in _numbered_lines(said) if not self._lists else [said]:
            headed = _WHOLLY_BOLD.fullmatch(part) is not None
            number, rest = split_number(part, heading=headed) if not self._lists else ("", part)
            if part:
                bold = _WHOLLY_BOLD.fullmatch(rest) is not None
                block = SourceBlock("paragraph", rest, number=number, typed=bool(number), bold=bold)
                yield self._placed(block, token)

    def _whole(self, token: Token) -> Iterator[SourceBlock]:
        first, last = token.map or [0, 0]
        lines = self._lines[first:last]
        if token.type == "table_open":
            lines[0] = _MARKERS.sub("", lines[0]) if self._lists else lines[0]
            rows = [self._inside.cleaned(_QUOTE.sub("", line).strip(), self._where(token)) for line in lines]
            text = "\n".join(row.replace("\\\n", " ") for row in rows if row)
            yield self._placed(SourceBlock("table", text), token)
            return
        lines[0] = lines[0][lines[0].find(">") :]
        said = self._inside.cleaned(_QUOTE.sub("", "\n".join(lines)), self._where(token))
        if said:
            yield self._placed(SourceBlock("quote", said), token)


def _numbered_lines(text: str) -> list[str]:
    """A paragraph cut before each of its lines that bears the next number: ``4.1 …`` and below it ``4.2 …``."""
    parts: list[str] = []
    before: tuple[int, ...] = ()
    for line in text.split("\n"):
        number = levels(split_number(line)[0])
        follows = len(number) > 1 and number[:-1] == before[:-1] and number[-1] == before[-1] + 1
        if not parts or (before and follows):
            parts.append(line)
            before = number if len(number) > 1 else ()
        else:
            parts[-1] += f"\n{line}"
    return parts


def _close(tokens: Sequence[Token], at: int) -> int:
    """Where the token is that closes the one at ``at``."""
    opened = tokens[at]
    return next(
        place
        for place in range(at + 1, len(tokens))
        if tokens[place].nesting < 0 and tokens[place].level == opened.level
    )


def _fence_for(content: str) -> str:
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    return "`" * max(3, longest + 1)
