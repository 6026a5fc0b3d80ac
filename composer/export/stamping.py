"""What the page of an export says of itself beside its words: numbers, marks, how the policy stands and its day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.export.page import Words, marked, plain
from composer.export.prose import printed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from composer.export.exported import Exported
    from composer.export.page import Block, Cell, Page
    from composer.export.report import Report


def with_marks(page: Page, against: str) -> Page:
    """The page of a report with the marks of its Markdown, ``~~−gone~~`` and ``**+new**``, as a page marks words."""
    blocks = (replace(block, words=tuple(map(_marked, block.words))) for block in page.blocks)
    return replace(page, blocks=tuple(blocks), against=against)


def with_items(page: Page, report: Report) -> Page:
    """The page of a report with every item in a cell of its table on a line of its own, which Markdown cannot have."""
    from composer.export.table_of_changes import COLUMNS, table

    at = next((at for at, block in enumerate(page.blocks) if _heads(block) == COLUMNS), -1)
    if at < 0:
        return page
    head, *rows = page.blocks[at].rows
    told = zip(rows, table(report).rows, strict=True)
    lines = (replace(row, cells=_in_lines(row.cells, (found.changed, found.asks))) for row, found in told)
    listed = replace(page.blocks[at], rows=(head, *lines))
    return replace(page, blocks=(*page.blocks[:at], listed, *page.blocks[at + 1 :]))


def _heads(block: Block) -> tuple[str, ...]:
    return tuple(map(plain, block.rows[0].cells)) if block.rows else ()


def _in_lines(cells: Sequence[Cell], items: tuple[Sequence[str], Sequence[str]]) -> tuple[Cell, ...]:
    """The cells of a row in which what changed and what it asks are told in lines, where that is more than one."""
    clause, changed, why, who, asks = cells
    changed, asks = (
        (Words("\n".join(f"• {printed(item)}" for item in said)),) if len(said) > 1 else cell
        for cell, said in zip((changed, asks), items, strict=True)
    )
    return (clause, changed, why, who, asks)


def _marked(words: Words) -> Words:
    if words.mark == "del":
        return replace(words, text=words.text.removeprefix("−"))
    if words.bold and words.text.startswith("+"):
        return replace(words, text=words.text[1:], bold=False, mark="ins")
    return words


def numbers(view: Exported) -> Mapping[str, str]:
    """The clause that each number heads, in the text that is published now."""
    standing = view.standing()
    if standing.state == "approved" and standing.approval is not None:
        return {clause.number: clause.id for clause in standing.approval.clauses}
    return {clause.number: clause.id for section in view.document().sections for clause in section.clauses}


def stamped(page: Page, view: Exported, purpose: str, *, is_policy: bool) -> Page:
    """The page with what every file says of itself: whose it is, how it stands, its day and its purpose.

    Args:
        page: The page.
        view: The policy.
        purpose: What the file says of itself.
        is_policy: Whether the page is the policy's own text; what is only about the policy was approved by nobody.
    """
    version = version_of(view)
    if not is_policy:
        version = f"Policy: {version[:1].lower()}{version[1:]}"
    return replace(
        page,
        school=page.school or view.document().school,
        version=f"{version}, with changes marked" if is_policy and marked(page) else version,
        dated=dated(view),
        purpose=purpose,
    )


def version_of(view: Exported) -> str:
    """What the text is, in a few words: ``Approved 3 December 2025`` or ``Draft``."""
    standing = view.standing()
    if standing.state == "trouble":
        return "Approval not known"
    if standing.approval is None:
        return "Draft"
    if standing.state == "approved":
        return f"Approved {standing.approval.when}"
    return f"Changed since it was approved on {standing.approval.when}"


def dated(view: Exported) -> date | None:
    """The policy's own day: of its approval, else of its newest decision, else of the model it was taken from."""
    standing = view.standing()
    if standing.state == "approved" and standing.approval is not None:
        return standing.approval.on
    decided = [each.decided_on for each in view.policy.decisions.values() if each.decided_on is not None]
    if decided:
        return max(decided)
    # A newer model has another day, and the library moving on changes no export.
    return view.newest.date if view.newest.version == view.model.version else None
