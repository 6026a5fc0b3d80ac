"""Which blocks of a document are its headings, and how deep each stands.

Headings are what has a heading's style or sign, but for whole paragraphs that somebody gave it. A document without any
may have others: short paragraphs in bold or in capitals, and short ones numbered ``4`` above ones numbered ``4.1``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from composer import text as prose
from composer.imports.typed_numbers import APPENDIX, levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt

    from composer.imports.source import Source, SourceBlock

LONGEST_HEADING = 25
"""Words; what has a heading's style and more words is a paragraph."""

OPENING_WORDS = 8
"""Words of a text's opening that are its title."""

_LONGEST_OPENING = 120
_BRACKETS = re.compile(r"[\[\]<>«»{}]+")
_UNFILLED = re.compile(r"\b[Xx]{2,}\b|_{2,}")
_LONGEST_BOLD = 12
_ONE_APPENDIX = re.compile(r"(?:appendix|annexe?)\s*(?:[:–—-]|\Z)", re.IGNORECASE)
_SIGNS = re.compile(r"\A[\s>]*(?:(?:[-*+]|[0-9]{1,9}[.)]|#{1,6})\s+)*")
_SHORT_LABEL = 4
_SHORTEST_TITLE = 3
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it, up to the next heading."""

    level: int
    """From 1; 0 for what stands before the first heading."""
    title: str
    number: str
    body: tuple[SourceBlock, ...]
    block: SourceBlock | None = None
    """The heading itself."""

    @property
    def appendix(self) -> bool:
        """Whether its own heading calls it an appendix."""
        return APPENDIX.match(self.number or self.title) is not None or _ONE_APPENDIX.match(self.title) is not None

    @property
    def appendices(self) -> bool:
        """Whether it is the heading over all appendices."""
        return _over_appendices(self.title)

    @property
    def words(self) -> int:
        """Words under the heading."""
        return sum(prose.word_count(block.text) for block in self.body)


def _over_appendices(title: str) -> bool:
    return title.strip(" :*").casefold() in ("appendices", "annexes", "appendixes", "schedules")


def plain_text(markdown: str) -> str:
    """Words of a heading as they read, without signs of Markdown; a link's address follows in brackets."""
    said: list[str] = []
    to = ""
    for token in _parser().parseInline(" ".join(markdown.replace("\\\n", " ").split()))[0].children or ():
        if token.type in ("text", "code_inline"):
            said.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            said.append(" ")
        elif token.type == "link_open":
            to = str(token.attrs.get("href", ""))
        elif token.type == "link_close" and to and "".join(said[-1:]) != to:
            said.append(f" ({to})")
    return " ".join("".join(said).split())


def without_signs(markdown: str) -> str:
    """A passage without the signs before it of an item, a heading or a quotation."""
    return _SIGNS.sub("", markdown)


def opening_of(text: str) -> str:
    """The first words of a text, as a title; an ellipsis says that it goes on."""
    first = next((block for block in text.split("\n\n") if prose.word_count(block)), text)
    first = re.split(r"\n(?=[^\S\n]*(?:[-*+]|[0-9]{1,9}[.)])\s|\|)", first, maxsplit=1)[0]
    cells = [cell for cell in re.split(r"(?<!\\)\|", first) if prose.word_count(cell)] if first[:1] == "|" else []
    first = cells[0] if cells else first
    said = plain_text(without_signs(first))
    words = _UNFILLED.sub("…", _BRACKETS.sub("", said)).split()
    cut_short = words[:OPENING_WORDS]
    for at, word in enumerate(cut_short[:-1], 1):
        if word[-1] in ".:;?!" and at > 1:
            return " ".join(cut_short[:at])[:_LONGEST_OPENING].rstrip(".:; ")
    title = " ".join(cut_short)[:_LONGEST_OPENING].rstrip(".,:; ")
    return f"{title}…" if len(words) > OPENING_WORDS or not title else title


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def titled(source: Source) -> tuple[str, tuple[SourceBlock, ...]]:
    """The document's title, and its blocks without the heading that says it.

    A Word file's own title stands. Else the first heading is the title where it stands alone at the top, where
    nothing of its own stands under it and a heading of its own rank follows, or where it has no number and the others
    do. Others that stand under it in the same way, as on a cover, are part of it. Over a table or numbered paragraphs
    without any heading a short line is the title.
    """
    blocks = _from_first_words(source.blocks)
    if not blocks:
        return source.title, ()
    first, rest = blocks[0], blocks[1:]
    if not source.title and _is_label(first, rest):
        return plain_text(first.text).rstrip(": "), rest
    said = plain_text(first.text) if _may_head(first) else ""
    if said and source.title and _same_words(said, source.title):
        return source.title, rest
    if (source.title and source.format == "word") or not _is_title(first, rest):
        return source.title, blocks
    while len(rest) > 1 and _as_high(rest[0], first) and _is_title(rest[0], rest[1:]) and _may_head(rest[1]):
        said, rest = f"{said.rstrip(': ')}: {plain_text(rest[0].text)}", rest[1:]
    return said, rest


def _is_label(first: SourceBlock, rest: tuple[SourceBlock, ...]) -> bool:
    """Whether a short line stands over nothing but a table or numbered paragraphs, in a document without headings."""
    if first.kind != "paragraph" or first.number or first.level or not rest:
        return False
    counted = rest[0].kind == "table" or (bool(rest[0].number) and rest[0].level <= 1)
    return counted and _short(first) and not any(_may_head(block) for block in rest)


def _from_first_words(blocks: tuple[SourceBlock, ...]) -> tuple[SourceBlock, ...]:
    at = next((at for at, block in enumerate(blocks) if block.kind != "rule"), len(blocks))
    return blocks[at:]


def _as_high(block: SourceBlock, first: SourceBlock) -> bool:
    return block.kind != "heading" or (first.kind == "heading" and block.level <= first.level)


def _is_title(first: SourceBlock, rest: tuple[SourceBlock, ...]) -> bool:
    """Whether a block is a heading over all that follows."""
    return _may_head(first) and APPENDIX.match(first.text) is None and not first.number and _tops(first, rest)


def _tops(first: SourceBlock, rest: tuple[SourceBlock, ...]) -> bool:
    following = next((block for block in rest if block.kind != "rule"), None)
    if following is None:
        return False
    if first.kind == "heading":
        others = [block for block in rest if is_heading(block) and not APPENDIX.match(block.number or block.text)]
        alone = all(block.level > first.level for block in others)
        return alone or (is_heading(following) and following.level == first.level) or _counted(first, others)
    heads = [block for block in rest if _stands_out(block)]
    return any(is_heading(block) for block in rest) or _stands_out(following) or _counted(first, heads)


def _counted(first: SourceBlock, others: Sequence[SourceBlock]) -> bool:
    """Whether the headings of a rank have numbers, up to the appendices, and the first has none but is long enough."""
    beside = [block for block in others if block.level <= first.level]
    body = list(takewhile(lambda block: not _begins_appendices(block), beside))
    long_enough = prose.word_count(first.text) >= _SHORTEST_TITLE
    return long_enough and len(body) >= _FEWEST and all(block.number for block in body)


def _begins_appendices(block: SourceBlock) -> bool:
    return _over_appendices(block.text) or APPENDIX.match(block.number or plain_text(block.text)) is not None


def _may_head(block: SourceBlock) -> bool:
    return is_heading(block) or (block.kind == "paragraph" and _stands_out(block))


def is_heading(block: SourceBlock) -> bool:
    """Whether a block is a heading by its style or sign, and no paragraph in its dress."""
    return block.kind == "heading" and prose.word_count(block.text) <= LONGEST_HEADING


def bold_headings(blocks: Sequence[SourceBlock]) -> list[int]:
    """The places of short bold paragraphs that serve as headings of what stands under them."""
    return [
        at
        for at, block in enumerate(blocks)
        if _stands_out(block) and at + 1 < len(blocks) and (blocks[at + 1].kind != "item" or not _leads_in(block))
    ]


def _stands_out(block: SourceBlock) -> bool:
    """Whether a paragraph, or an item with a number, is short and wholly in bold or in capitals."""
    listed = block.kind == "item" and block.ordered and block.level <= 1
    if not (listed or (block.kind == "paragraph" and block.level == 0)):
        return False
    said = plain_text(block.text) if len(block.text) < 400 else ""
    words = prose.word_count(said)
    if not said or not 0 < words <= _LONGEST_BOLD or said[-1] in ".;,?!)" or (said[-1] == ":" and words > _SHORT_LABEL):
        return False
    return block.bold or _wholly_bold(block.text) or (said.isupper() and sum(map(str.isalpha, said)) > _SHORT_LABEL)


def _wholly_bold(text: str) -> bool:
    bare = text.strip().rstrip(":")
    return len(bare) > 4 and bare[:2] == bare[-2:] == "**" and "**" not in bare[2:-2].strip("*")


def _leads_in(block: SourceBlock) -> bool:
    return plain_text(block.text).endswith(":")


def _same_words(one: str, other: str) -> bool:
    return prose.sense_form(one).casefold() == prose.sense_form(other).casefold()


def parts(blocks: Sequence[SourceBlock]) -> tuple[Part, ...]:
    """The document at its headings; a first part without one where words stand before them."""
    found = {at: block.level for at, block in enumerate(blocks) if is_heading(block)} or _unstyled(blocks)
    starts = [*found, len(blocks)]
    opening = tuple(blocks[: starts[0]])
    made = [Part(0, "", "", opening)] if any(block.kind != "rule" for block in opening) else []
    for at, stop in pairwise(starts):
        block = blocks[at]
        made.append(Part(found[at], plain_text(block.text), block.number, tuple(blocks[at + 1 : stop]), block))
    return tuple(made)


def _unstyled(blocks: Sequence[SourceBlock]) -> dict[int, int]:
    """Headings of a document without heading styles, each with its level; none when there is only one."""
    found = {at: levels(blocks[at].number) for at in bold_headings(blocks)}
    for at, block in enumerate(blocks[:-1]):
        number, following = levels(block.number), levels(blocks[at + 1].number)
        if len(number) == 1 and following[:1] == number and len(following) > 1 and _short(block):
            found[at] = number
    if len(found) < _FEWEST:
        return {}
    unnumbered = 2 if any(len(number) == 1 for number in found.values()) else 1
    return {
        at: 1 if APPENDIX.match(blocks[at].number or plain_text(blocks[at].text)) else len(found[at]) or unnumbered
        for at in sorted(found)
    }


def _short(block: SourceBlock) -> bool:
    said = block.text.strip()
    return prose.word_count(said) <= _LONGEST_BOLD and said[-1:] not in ".;,:?!"
