"""The rows of an import: made from a document that was cut up, merged, split, named and numbered."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from composer.policy.document import plainly
from composer.policy.incoming import opening
from composer.policy.outline import letter
from composer.policy.placeholders import escape
from composer.policy.problems import Refusal
from composer.session.importing.rows import Kept
from composer.text import strip_controls

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from composer.policy.incoming import CutUp
    from composer.session.importing.rows import Matching

_HEADING = re.compile(r"#{1,6} +([^\n]+?)(?: +#+)? *(?:\n+|\Z)")


def kept_rows(cut: CutUp, proposed: Sequence[str | None]) -> tuple[Kept, ...]:
    """A row for every piece, each with the clause that it is proposed as."""
    where = [at for at, section in enumerate(cut.sections) for _ in section.pieces]
    return tuple(
        Kept(piece, (piece.index,), section, clause_id=clause_id)
        for piece, section, clause_id in zip(cut.pieces, where, proposed, strict=True)
    )


def label(row: Kept) -> str:
    """What a person calls a row: ``4``, ``4+5``, ``4.2``."""
    return "+".join(map(str, row.numbers)) + (f".{row.part}" if row.part > 1 else "")


def title_of(row: Kept, matching: Matching) -> str:
    """The title a row prints under.

    A heading of the document is kept. Where the document has none for it, a matched row has its clause's.
    """
    keeps = row.keeps_title
    if keeps is None:
        keeps = row.piece.titled_by in ("heading", "person")
    if row.clause_id is not None and not (keeps and row.piece.title.strip()):
        return matching.library.clauses[row.clause_id].title
    return " ".join(strip_controls(row.piece.title).split()) or opening(row.piece.text) or "Untitled"


def merged(one: Kept, other: Kept | None) -> Kept:
    """Two rows as one; a heading of the second one's own stays, as a heading in the text.

    Raises:
        Refusal: They stand in two sections, or one of them is left out.
    """
    if other is None or other.section != one.section:
        raise Refusal(f"nothing follows piece {label(one)} in its section", "merge it the other way round, or leave it")
    if one.left_out or other.left_out:
        raise Refusal(f"piece {label(one if one.left_out else other)} is left out", "take it back first")
    headed = other.piece.titled_by in ("heading", "person")
    heading = f"#### {escape(other.piece.title)}\n\n" if headed else ""
    piece = replace(one.piece, text=f"{one.piece.text.rstrip()}\n\n{heading}{other.piece.text.lstrip()}")
    numbers = tuple(dict.fromkeys((*one.numbers, *other.numbers)))
    part = one.part if numbers == one.numbers else 1
    return replace(one, piece=piece, numbers=numbers, part=part, confirmed=False)


def split(row: Kept, at: int) -> list[Kept]:
    """A row as two; a heading that the second part begins with becomes its title."""
    head, tail = row.piece.text[:at].rstrip() + "\n", row.piece.text[at:].lstrip("\n")
    heading = _HEADING.match(tail)
    if heading is not None and tail[heading.end() :].strip():
        second = replace(
            row.piece, title=plainly(heading[1]), titled_by="heading", text=tail[heading.end() :], number=""
        )
    else:
        second = replace(row.piece, title=opening(tail), titled_by="opening", text=tail, number="")
    first = replace(row, piece=replace(row.piece, text=head), clause_id=None, confirmed=False)
    return [first, replace(first, piece=second, keeps_title=None, first_title="")]


def with_parts(rows: Sequence[Kept], index: int) -> list[Kept]:
    """The rows with the parts of the one that was just split at ``index`` counted on."""
    found = list(rows)
    for at in range(index + 1, len(found)):
        if found[at].numbers != found[index].numbers:
            break
        found[at] = replace(found[at], part=found[at - 1].part + 1)
    return found


def appendices(cut: CutUp) -> frozenset[int]:
    """The sections that print as appendices: those at the end of the document. One in the midst stays in its place."""
    found: list[int] = []
    for at in range(len(cut.sections) - 1, -1, -1):
        if not cut.sections[at].appendix:
            break
        found.append(at)
    return frozenset(found)


def numbers(rows: Sequence[Kept], appendix: Container[int]) -> tuple[str, ...]:
    """The number that each row will print under; empty for what is left out."""
    found: list[str] = []
    numbered = lettered = 0
    for section, group in groupby(rows, key=lambda row: row.section):
        inside = list(group)
        if section not in appendix and not all(row.left_out for row in inside):
            numbered += 1
        count = 0
        for row in inside:
            if row.left_out:
                found.append("")
            elif section in appendix:
                lettered += 1
                found.append(letter(lettered))
            else:
                count += 1
                found.append(f"{numbered}.{count}")
    return tuple(found)
