"""The policy that an import becomes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.policy import decisions
from composer.policy.pinning import with_head
from composer.policy.policy import Draft, Heading
from composer.policy.slugs import LONGEST, slug_from
from composer.session.importing.cuts import appendices, title_of
from composer.session.importing.intros import printed
from composer.session.importing.rows import Kept
from composer.text import strip_controls

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from composer.policy.dictionary import Value
    from composer.policy.library import Library
    from composer.policy.policy import SectionHead
    from composer.session.importing import Importing
    from composer.session.importing.rows import Row

OPENING = "Introduction"
"""The title of what stands before the first heading of a document."""


def row_ids(rows: Sequence[Kept], library: Library) -> tuple[str, ...]:
    """The clause id of each row: of the clause it is matched to, else one made of its title; empty when left out."""
    taken = set(library.clauses)
    found = []
    for row in rows:
        if row.left_out:
            found.append("")
        elif row.clause_id is not None:
            found.append(row.clause_id)
        else:
            found.append(_free(slug_from(row.piece.title, "clause"), taken))
            taken.add(found[-1])
    return tuple(found)


def draft_of(importing: Importing, start: Draft, values: Mapping[str, Value]) -> Draft:
    """A draft with the document's sections and a decision for each row.

    What the model heads stays pinned, so that an update can tell what became of it; the sections in print are the
    document's own.
    """
    matching = importing.matching
    same = {each.section: each.head for each in printed(importing.introductions, start, matching, values)}
    ids = _section_ids(importing, same)
    last = appendices(importing.cut)
    headings = {
        section_id: Heading(_title(importing, at), at in last)
        for at, section_id in ids.items()
        if at not in same or same[at].title != _title(importing, at)
    }
    policy = replace(start.policy, sections=dict.fromkeys(ids.values(), ()), headings=headings)
    draft = Draft(policy, start.lock)
    for at, head in same.items():
        if at in ids:
            draft = with_head(draft, matching.library, head)
    for name, value in values.items():
        draft = decisions.set_value(draft, matching.library, name, value)
    draft = _with_own_introductions(importing, draft, ids, same)
    for row in importing.rows:
        if row.kind != "left out":
            draft = _decided(importing, draft, row, ids[row.section])
    return draft


def _with_own_introductions(importing: Importing, draft: Draft, ids: Mapping[int, str], same: Container[int]) -> Draft:
    """The draft with a clause for what introduces a section and reads otherwise in print now: a value changed it."""
    matching = importing.matching
    taken = {*matching.library.clauses, *(row.id for row in importing.rows)}
    for each in importing.introductions:
        if each.section in ids and each.section not in same:
            clause_id = _free(slug_from(each.piece.title, "clause"), taken)
            taken.add(clause_id)
            draft = decisions.add_local(
                *(draft, matching.library, matching.model, clause_id),
                title=title_of(Kept(each.piece, (), each.section), matching),
                section=ids[each.section],
                text=decisions.as_kept(each.piece.text),
                by=importing.by,
                on=importing.today,
            )
    return draft


def _decided(importing: Importing, draft: Draft, row: Row, section: str) -> Draft:
    matching, by, on = importing.matching, importing.by, importing.today
    if row.kind == "local":
        return decisions.add_local(
            *(draft, matching.library, matching.model, row.id),
            title=row.title,
            section=section,
            text=row.text,
            by=by,
            on=on,
        )
    sections = {**draft.policy.sections, section: (*draft.policy.sections[section], row.id)}
    draft = replace(draft, policy=replace(draft.policy, sections=sections))
    draft = decisions.pick(draft, matching.library, matching.model, row.id, by=by, on=on)
    if row.kind == "as-is":
        return draft
    draft = decisions.adapt(draft, matching.library, matching.model, row.id, row.text, by=by, on=on)
    if row.title == row.clause_title:
        return draft
    decision = replace(
        draft.policy.decisions[row.id], mode="adapted", title=row.title, text=decisions.as_kept(row.text)
    )
    return replace(draft, policy=replace(draft.policy, decisions={**draft.policy.decisions, row.id: decision}))


def _section_ids(importing: Importing, same: Mapping[int, SectionHead]) -> dict[int, str]:
    """An id for each section that prints.

    It is one of the model or the library only where the document has the introduction that comes along.
    """
    matching = importing.matching
    reserved = {*matching.library.categories, *(section.id for section in matching.model.sections)}
    found: dict[int, str] = {}
    for at in sorted({row.section for row in importing.rows if row.kind != "left out"}):
        if at in same:
            found[at] = same[at].id
            continue
        slug = slug_from(_title(importing, at), "section")
        if slug in reserved:
            slug = f"our-{slug}"[:LONGEST].rstrip("-")
        found[at] = _free(slug, {*reserved, *found.values()})
    return found


def _title(importing: Importing, section: int) -> str:
    return " ".join(strip_controls(importing.cut.sections[section].title).split()) or OPENING


def _free(slug: str, taken: Container[str]) -> str:
    """The slug, with a number behind it where it is taken."""
    wanted, count = slug, 1
    while wanted in taken:
        count += 1
        wanted = f"{slug[: LONGEST - 4].rstrip('-')}-{count}"
    return wanted
