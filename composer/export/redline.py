"""The whole policy with every word marked that is new or gone beside its model, or beside what was approved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.export.page import Note, Page
from composer.export.redline_blocks import between, heading_between, joined, whole
from composer.export.redline_notes import notes_of, placed
from composer.export.redline_parts import matched, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.compare.sequences import Pair
    from composer.export.exported import Exported
    from composer.export.page import Block, Mark
    from composer.export.redline_parts import Part
    from composer.policy.document import Document

STILL_TO_SETTLE = "Still to settle"


def redline(old: Page, new: Page, *, against: str = "", notes: Mapping[str, Note] | None = None) -> Page:
    """The new page in which every word is marked that the old one lacks, and what is gone from it stands too.

    Accepting every change gives the blocks of ``new``, and rejecting every change those of ``old``, with runs of one
    style joined, but for this: a heading, or an item of a list that counts, has one number and one anchor. One that
    stays has those of the new page on both sides, and one that is gone keeps its number and has no anchor. Numbers
    in the text are words like any others. Title, school and front table are the new page's and have no marks, and
    nor does a list of what is still to settle in a draft, which is left out.

    Clauses belong together by ``Block.key``. One that stands elsewhere is gone at its old place and new at its new
    one, and says at both where the other is. The work is bounded by the size of the texts.

    Args:
        old: The page to compare with.
        new: The page as it is now. Marks and notes that either page has already do not count.
        against: What the old page is, in words.
        notes: What to say about a clause, by its id, at its heading: where it is now, or where it was.
    """
    was, now = parts_of(_settled(old)), parts_of(_settled(new))
    found = matched(was, now)
    blocks = tuple(_merged(was, now, found.kept, _move_notes(was, now, found.moved)))
    marked = replace(new, blocks=blocks, against=against)
    return placed(marked, notes or {})


def _settled(page: Page) -> list[Block]:
    """The blocks of a page without marks, and without the list of what is still to settle."""
    kept: list[Block] = []
    within = False
    for block in page.blocks:
        if block.kind == "heading" and block.level <= 2:
            within = block.text == STILL_TO_SETTLE and not block.number
        if not within:
            kept.append(_plain(block))
    return kept


def _plain(block: Block) -> Block:
    rows = tuple(
        replace(
            row, mark="same", cells=tuple(joined(replace(each, mark="same") for each in cell) for cell in row.cells)
        )
        for row in block.rows
    )
    words = joined(replace(each, mark="same") for each in block.words)
    return replace(block, words=words, rows=rows, mark="same", notes=())


def _merged(
    old: Sequence[Part], new: Sequence[Part], kept: Sequence[Pair], notes: Mapping[tuple[Mark, int], Note]
) -> Iterator[Block]:
    """Both pages in one; between two parts that stay, what is gone stands before what is new."""
    i = j = 0
    for a, b in [*kept, (len(old), len(new))]:
        yield from _gap(old, new, range(i, a), range(j, b), notes)
        if a < len(old):
            yield from _pair(old[a], new[b])
        i, j = a + 1, b + 1


def _gap(
    old: Sequence[Part], new: Sequence[Part], gone: range, come: range, notes: Mapping[tuple[Mark, int], Note]
) -> Iterator[Block]:
    """What went and came at one place; each up to the next section first, so that it stands in the section before."""
    left, right = _next_section(old, gone), _next_section(new, come)
    for went, came in ((gone[:left], come[:right]), (gone[left:], come[right:])):
        for at in went:
            yield from _whole(old[at], "del", notes.get(("del", at)))
        for at in came:
            yield from _whole(new[at], "ins", notes.get(("ins", at)))


def _next_section(parts: Sequence[Part], among: range) -> int:
    return next((at for at, place in enumerate(among) if parts[place].section == place), len(among))


def _whole(part: Part, mark: Mark, note: Note | None) -> Iterator[Block]:
    if part.head is not None:
        yield replace(whole(part.head, mark), notes=(note,) if note is not None else ())
    for block in part.body:
        yield whole(block, mark)


def _pair(old: Part, new: Part) -> Iterator[Block]:
    if old.head is not None and new.head is not None:
        yield heading_between(old.head, new.head)
    yield from between(old.body, new.body)


def _move_notes(old: Sequence[Part], new: Sequence[Part], moved: Sequence[Pair]) -> dict[tuple[Mark, int], Note]:
    """What is said of a part that moved, at both its places; of a clause that went along with its section nothing."""
    pairs = set(moved)
    found: dict[tuple[Mark, int], Note] = {}
    for a, b in moved:
        if old[a].level > 2 and (old[a].section, new[b].section) in pairs:
            continue
        along = " with the clauses in it" if old[a].section == a else ""
        same = "" if along or old[a].text != new[b].text else " Its words are the same."
        found["del", a] = Note(f"Moved{along}: it now stands {_place(new, b)}.{same}")
        found["ins", b] = Note(f"Moved{along}: it stood {_place(old, a)}.{same}")
    return found


def _place(parts: Sequence[Part], at: int) -> str:
    """Where a part stands, in words: by its number, and a clause in its section."""
    part, section = parts[at], parts[parts[at].section]
    number = part.head.number if part.head is not None else ""
    said = f"as {number}" if number else "elsewhere"
    if section is part or section.head is None:
        return said
    return f"{said} in “{section.head.text}”"


# A policy


def policy_redline(view: Exported, *, since: bool = False) -> Page:
    """The policy as it is published, marked against its model, or against the text that was last approved.

    Beside every departure stand what the school decided and why. Against the model the school's values are in both
    texts, and so are never marked.

    Args:
        view: The policy.
        since: Whether to compare with the approved text; ``view.since_approval()`` raises where there is none.
    """
    from composer.export.markdown import policy_markdown, published
    from composer.export.report import About
    from composer.policy.model_document import model_document

    document, outline = view.document(), view.outline()
    changes = view.since_approval() if since else view.comparison()
    if since and view.approval is not None:
        about = About.since_approval(document, outline, view.approval)
        old = _numbered(view.approval.text, {clause.number: clause.id for clause in view.approval.clauses})
    else:
        about = About.of(document, outline)
        model = model_document(view.draft, view.library, view.model)
        old = _numbered(policy_markdown(model), _ids(model))
    new = _numbered(published(document, view.standing()), _ids(document))
    marked = redline(old, new, against=about.against)
    moved = {block.key for block in marked.blocks if block.notes}
    sections = {section.number: f"section:{section.head.id}" for section in document.sections if section.number}
    return placed(marked, notes_of(changes, since=since, told=moved), sections)


def _numbered(markdown: str, ids: Mapping[str, str]) -> Page:
    from composer.export.reading import page_of

    return page_of(markdown, numbered=True, ids=ids)


def _ids(document: Document) -> dict[str, str]:
    return {clause.number: clause.id for section in document.sections for clause in section.clauses}
