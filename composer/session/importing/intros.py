"""The introductions of sections: words under a heading that the model or the library prints there too.

Such words are no clause. The section is then the model's own, prints them itself, and keeps its number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer import text as prose
from composer.policy.document import plainly
from composer.policy.pinning import section_heads
from composer.session.importing.printing import Printing, reads_the_same

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from composer.policy.dictionary import Value
    from composer.policy.incoming import CutUp, Piece
    from composer.policy.policy import Draft, SectionHead
    from composer.session.importing.rows import Matching


@dataclass(frozen=True, slots=True)
class Introduction:
    """The first words of a section, and the section of the model or the library that begins with them."""

    section: int
    """The place of the section in the document, from 0."""
    piece: Piece
    head: SectionHead


def parted(cut: CutUp, matching: Matching) -> tuple[CutUp, tuple[Introduction, ...]]:
    """A document without what introduces its sections, and these introductions.

    The pieces that stay keep their numbers. Words that are all of a section are no introduction.
    """
    heads = {head.id: head for head in section_heads(matching.model, matching.library) if head.intro.strip()}
    in_model = {section.id for section in matching.model.sections}
    found: list[Introduction] = []
    sections = list(cut.sections)
    for at, section in enumerate(cut.sections):
        first, *rest = section.pieces or (None,)
        if first is None or not rest or first.titled_by != "section":
            continue
        for head in heads.values():
            # Under a title of the school's own, only a section of the model is sure to keep its introduction.
            known = head.id in in_model or head.title == section.title
            if known and head.appendix == section.appendix and _pattern(head.intro).fullmatch(_sense(first.text)):
                found.append(Introduction(at, first, head))
                sections[at] = replace(section, pieces=tuple(rest))
                del heads[head.id]
                break
    return replace(cut, sections=tuple(sections)), tuple(found)


def printed(
    found: Iterable[Introduction], draft: Draft, matching: Matching, values: Mapping[str, Value]
) -> Iterator[Introduction]:
    """Those that print word for word what the document says, with the school's values in their blanks."""
    printing = Printing(draft, matching.library, values, {})
    return (each for each in found if reads_the_same(printing.fill(each.head.intro), each.piece.text))


def noted(found: Sequence[Introduction], same: Container[Introduction], cut: CutUp) -> Iterator[str]:
    """Notes that tell why these words are in no piece; ``same`` are those that print word for word."""
    kept = [f"“{cut.sections[each.section].title}”" for each in found if each in same]
    own = [f"“{cut.sections[each.section].title}”" for each in found if each not in same]
    if kept:
        told = "is what the model or the library prints there too: it stays the section's introduction and is no clause"
        yield f"What introduces {', '.join(kept)} {told}."
    if own:
        told = "would read otherwise with the school's values: it becomes a clause of the school's own"
        yield f"What introduces {', '.join(own)} {told}."


def _pattern(intro: str) -> re.Pattern[str]:
    """What reads like an introduction with its blanks filled by a few words each."""
    said = _sense(prose.PLACEHOLDER.sub(_BLANK, intro)).split(_BLANK)
    return re.compile(r"\S+(?: \S+){0,7}?".join(map(re.escape, said)))


_BLANK = "\ue000"
"""Stands for a blank while a text is folded; no text has it."""


def _sense(text: str) -> str:
    return prose.sense_form(plainly(text))
