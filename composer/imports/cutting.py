"""A document cut into sections and the pieces that may become clauses.

The rules, in the order in which they are asked:

- **Title.** ``cutting_heads.titled``: a Word file's own title, else a first heading that is over all the others.
- **Sections** begin at the headings of the highest rank that is used more than once, and at any above it. Words before
  the first are a section without a title. A heading with nothing under it is joined with the next of its section, or
  of the document: ``Part 2: Staff``.
- **Pieces** of a section are, where it has them, its sub-headings; deeper headings stay in the text. Without
  sub-headings they are the short bold paragraphs of a section of ``LONG_ENOUGH`` words, or else its paragraphs with
  numbers of two parts (4.1, 4.2), titled by a bold line over them, by their own bold first words or by their opening.
  Without any of them the section is one piece, under the section's title. Words before the first piece are a piece
  under it too. A numbered list (1, 2, 3) is a list, unless the document has no heading and is mostly one.
- A piece of more than ``TOO_LONG`` words is cut at the headings inside it, and one that no clause could hold between
  paragraphs.
- **Appendices** are headings that say so (``Appendix A``, ``Annex 1``) and what stands under a heading
  ``Appendices``; each is one piece, with its own headings in its text.

Typed numbers are kept apart from the words, and references to them are told, because the policy has numbers of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from composer import text as prose
from composer.imports.cutting_heads import OPENING_WORDS, Part, bold_headings, opening_of, parts, plain_text, titled
from composer.imports.cutting_text import cut_to_size, in_sizes, markdown_of
from composer.imports.pointers import pointers
from composer.imports.typed_numbers import levels
from composer.policy.incoming import CutUp, Piece, PieceSection
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.imports.source import Source, SourceBlock
    from composer.policy.incoming import TitledBy

LONG_ENOUGH = 120
"""Words of a section that is cut at its bold paragraphs; a shorter one is one piece."""

MOST_PIECES = 1_000
"""Pieces of one document; a policy has some 100, and each becomes a file that every command reads."""

TOO_LONG = 600
"""Words of a piece that is cut further, at the headings inside it."""

_FEWEST = 2
_MOST_OF_IT = 0.5
_LEAD_IN = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{2,100}?)[.:–—-]?\1[^\S\n]*[.:–—-]?[^\S\n]+(?=\S)")


def cut(source: Source) -> CutUp:
    """The document in sections and pieces; what of it was left out is in ``source``.

    Raises:
        Problem: There are no words in it, or it falls into too many pieces.
    """
    title, blocks = titled(source)
    blocks = tuple(cut_to_size(blocks))
    if not any(prose.word_count(block.text) for block in blocks):
        mend = "see that it is the right file, and that its words are no picture"
        raise Problem("there is no text in this document to import", mend, path=Path(source.name))
    drafts = _sections(parts(blocks))
    many = sum(len(section.pieces) for section in drafts)
    if many > MOST_PIECES:
        what = f"this document falls into {many:,} pieces, and at most {MOST_PIECES:,} can be clauses"
        mend = "cut it into several documents, or make fewer of its paragraphs headings"
        raise Problem(what, mend, path=Path(source.name))
    sections = tuple(_numbered(drafts))
    return CutUp(title, sections, tuple(pointers(sections)))


def _numbered(drafts: Sequence[PieceSection]) -> Iterator[PieceSection]:
    index = 0
    for section in drafts:
        pieces = []
        for piece in section.pieces:
            index += 1
            pieces.append(replace(piece, index=index))
        yield replace(section, pieces=tuple(pieces))


# -- sections -----------------------------------------------------------------------------------------------


def _sections(found: Sequence[Part]) -> list[PieceSection]:
    rank = _rank(found)
    if not any(part.level for part in found):
        return [PieceSection("", tuple(_headless(found[0].body)))]
    made: list[PieceSection] = []
    waiting: Part | None = None
    for group in _groups(found, rank):
        if waiting is not None and made and (group[0].appendix or group[0].appendices):
            made, waiting = _with_last(made, waiting), None
        head = group[0] if waiting is None else _joined(waiting, group[0])
        waiting = None
        body = [head, *group[1:]]
        if head.level and not _has_text(head) and len(group) == 1:
            waiting = head
        elif head.appendix or head.appendices:
            _add_appendix(made, body)
        else:
            made.append(PieceSection(head.title, tuple(_pieces(body)), head.number))
    return _with_last(made, waiting)


def _rank(found: Sequence[Part]) -> int:
    """The level at which sections begin."""
    used = Counter(part.level for part in found if part.level and not (part.appendix or part.appendices))
    used = used or Counter(part.level for part in found if part.level)
    often = [level for level, times in used.items() if times >= _FEWEST]
    return min(often or used, default=1)


def _groups(found: Sequence[Part], rank: int) -> Iterator[list[Part]]:
    """The parts of each section; an appendix is one, and all that is under ``Appendices`` is one."""
    group: list[Part] = []
    for part in found:
        head = group[0] if group else None
        if head is None:
            begins = True
        elif head.appendices and part.level >= head.level:
            begins = not part.appendix and part.level == head.level
        elif head.appendix:
            begins = part.level <= head.level or part.appendix
        else:
            begins = part.level <= rank or part.appendix or part.appendices or head.level == 0
        if begins and group:
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _joined(one: Part, other: Part) -> Part:
    title = f"{one.title.rstrip(': ')}: {other.title}" if other.title else one.title
    return replace(other, level=other.level or one.level, title=title, number=other.number or one.number)


def _has_text(part: Part) -> bool:
    return bool(markdown_of(part.body))


def _with_last(made: list[PieceSection], waiting: Part | None) -> list[PieceSection]:
    """The sections, with a last heading that has nothing under it at the end of the last piece."""
    if waiting is None:
        return made
    text = f"**{waiting.title}**\n"
    if not made:
        return [PieceSection("", (_piece(text, waiting.title, "opening", waiting),))]
    last = made[-1].pieces[-1]
    ended = replace(last, text=f"{last.text}\n{text}")
    return [*made[:-1], replace(made[-1], pieces=(*made[-1].pieces[:-1], ended))]


def _add_appendix(made: list[PieceSection], group: Sequence[Part]) -> None:
    """Put an appendix with those before it, or all that stand under one heading into a section of theirs."""
    head = group[0]
    if head.appendices:
        inner = [replace(head, body=head.body, title=head.title), *group[1:]]
        depth = min((part.level for part in group[1:]), default=0)
        pieces = tuple(_under(inner, depth))
        made.append(PieceSection(head.title, pieces, head.number, appendix=True))
        return
    pieces = tuple(_in_parts(_nested(head.body, group[1:]), head.title, "heading", head))
    before = made[-1] if made else None
    if before is not None and before.appendix and not before.title:
        made[-1] = replace(before, pieces=(*before.pieces, *pieces))
    else:
        made.append(PieceSection("", pieces, appendix=True))


# -- pieces -------------------------------------------------------------------------------------------------


def _pieces(group: Sequence[Part]) -> Iterator[Piece]:
    """The pieces of a section: its head and the parts under it."""
    if len(group) > 1:
        yield from _under(group, min(part.level for part in group[1:]))
    else:
        yield from _own(group[0])


def _under(group: Sequence[Part], depth: int) -> Iterator[Piece]:
    """A section's own words, then a piece for each sub-heading of this depth; deeper ones stay in the text."""
    head = group[0]
    pieces = list(_of_section(head, head.body)) if _has_text(head) else []
    waiting: Part | None = None
    subs: list[list[Part]] = []
    for part in group[1:]:
        if part.level <= depth or not subs:
            subs.append([part])
        else:
            subs[-1].append(part)
    for sub in subs:
        top = sub[0] if waiting is None else _joined(waiting, sub[0])
        waiting = None
        blocks = _nested(top.body, sub[1:])
        if markdown_of(blocks):
            pieces += _shortened(blocks, top)
        else:
            waiting = top
    if waiting is not None:
        text = f"**{waiting.title}**\n"
        if pieces:
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text}\n{text}")
        else:
            pieces = [_piece(text, head.title, "section", waiting)]
    yield from pieces


def _nested(body: Sequence[SourceBlock], inner: Sequence[Part]) -> list[SourceBlock]:
    blocks = list(body)
    for part in inner:
        blocks += [*((part.block,) if part.block is not None else ()), *part.body]
    return blocks


def _shortened(blocks: Sequence[SourceBlock], head: Part) -> Iterator[Piece]:
    """A sub-heading's piece; a long one is cut at the headings inside it."""
    words = sum(prose.word_count(block.text) for block in blocks)
    inner = [at for at, block in enumerate(blocks) if block.kind == "heading"]
    shallowest = min((blocks[at].level for at in inner), default=0)
    starts = [at for at in inner if blocks[at].level == shallowest] or bold_headings(blocks)
    if words <= TOO_LONG or len(starts) < _FEWEST:
        yield from _in_parts(blocks, head.title, "heading", head)
        return
    yield from _cut_at(blocks, starts, head, "heading")


def _cut_at(blocks: Sequence[SourceBlock], starts: Sequence[int], head: Part, titled_by: TitledBy) -> Iterator[Piece]:
    """A piece for what stands before the first start, and one for each; a start with nothing under it is no start."""
    stops = [*starts[1:], len(blocks)]
    kept = [at for at, stop in zip(starts, stops, strict=True) if markdown_of(blocks[at + 1 : stop])]
    opening = blocks[: kept[0]] if kept else blocks
    title = head.title
    if markdown_of(opening):
        yield from _in_parts(opening, head.title, titled_by, head)
        title = ""
    for at, stop in zip(kept, [*kept[1:], len(blocks)], strict=True):
        block = blocks[at]
        own = plain_text(block.text).rstrip(": ")
        # A heading whose piece begins at once with another one is named together with it.
        said = f"{title.rstrip(': ')}: {own}" if title and titled_by == "heading" else own
        title = ""
        part = Part(block.level, said, block.number, (), block)
        yield from _in_parts(blocks[at + 1 : stop], said, "heading", part)


def _own(head: Part) -> Iterator[Piece]:
    """The pieces of a section without sub-headings."""
    bold = bold_headings(head.body)
    if head.level and len(bold) >= _FEWEST and head.words >= LONG_ENOUGH:
        yield from _cut_at(head.body, bold, head, "section")
        return
    yield from _of_section(head, head.body)


def _of_section(head: Part, blocks: Sequence[SourceBlock]) -> Iterator[Piece]:
    """Words directly under a section's heading: its numbered paragraphs where it has them, else one piece."""
    numbers = [levels(block.number) if block.kind in ("paragraph", "item") else () for block in blocks]
    starts = [at for at, number in enumerate(numbers) if len(number) == 2]
    if len(starts) >= _FEWEST or starts[:1] == [0]:
        yield from _at_numbers(blocks, starts, head)
    elif head.title:
        yield from _in_parts(blocks, head.title, "section", head)
    else:
        yield from _in_parts(blocks, "", "opening", head)


def _headless(blocks: Sequence[SourceBlock]) -> Iterator[Piece]:
    """The pieces of a document without any heading: its numbered paragraphs where it is mostly those."""
    head = Part(0, "", "", ())
    tops = [at for at, block in enumerate(blocks) if block.level <= 1 and block.number]
    outer = [block for block in blocks if block.level <= 1]
    starts = [at for at in tops if len(levels(blocks[at].number)) == 1]
    if len(starts) > _FEWEST and len(starts) >= _MOST_OF_IT * len(outer):
        yield from _at_numbers(blocks, starts, head)
    else:
        yield from _of_section(head, blocks)


def _at_numbers(blocks: Sequence[SourceBlock], starts: Sequence[int], head: Part) -> Iterator[Piece]:
    """A piece for each numbered paragraph with what follows it, titled by its own first words."""
    heads = [_headed(blocks, at) for at in starts]
    if markdown_of(blocks[: heads[0]]):
        titled_by: TitledBy = "section" if head.title else "opening"
        yield from _in_parts(blocks[: heads[0]], head.title, titled_by, head)
    for at, above, stop in zip(starts, heads, [*heads[1:], len(blocks)], strict=True):
        block = blocks[at]
        over = [plain_text(each.text).rstrip(": ") for each in blocks[above:at]]
        first = replace(block, kind="paragraph", number="", level=0)
        rest = [replace(each, level=max(each.level - block.level, 0)) for each in blocks[at + 1 : stop]]
        part = Part(0, "", block.number, (), block)
        lead = _LEAD_IN.match(block.text)
        if over:
            yield from _in_parts([first, *rest], ": ".join(over), "heading", part)
        elif bold_headings([block, first]) == [0] and markdown_of(rest):
            yield from _in_parts(rest, plain_text(block.text).rstrip(": "), "heading", part)
        elif lead is not None and prose.word_count(lead[2]) <= OPENING_WORDS:
            first = replace(first, text=block.text[lead.end() :])
            yield from _in_parts([first, *rest], plain_text(lead[2]), "heading", part)
        else:
            yield from _in_parts([first, *rest], "", "opening", part)


def _headed(blocks: Sequence[SourceBlock], at: int) -> int:
    """Where the bold lines begin that stand as headings over a numbered paragraph; its own place if there are none."""
    start = at
    while start and not blocks[start - 1].number and bold_headings(blocks[start - 1 : start + 1]):
        start -= 1
    return start


def _in_parts(blocks: Sequence[SourceBlock], title: str, titled_by: TitledBy, head: Part) -> Iterator[Piece]:
    """The blocks as one piece, or as many as a clause's size asks for; the later ones are titled by their opening."""
    for run in in_sizes(blocks):
        text = markdown_of(run)
        if text:
            yield _piece(text, title, titled_by, head, run)
            title, titled_by = "", "opening"


def _piece(text: str, title: str, titled_by: TitledBy, head: Part, blocks: Sequence[SourceBlock] = ()) -> Piece:
    first = head.block if head.block is not None else next(iter(blocks), None)
    where = first.where if first is not None else ""
    if titled_by == "opening" or not title:
        return Piece(0, opening_of(text), "opening", text, head.number, where)
    return Piece(0, title, titled_by, text, "" if titled_by == "section" else head.number, where)
