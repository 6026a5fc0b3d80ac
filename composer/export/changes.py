"""The faces of a comparison: plain text here, Markdown and data in modules of their own; HTML has ``html``.

Every mark is a sign and not only a style: ``[-gone-]`` and ``{+new+}`` in text, ``~~−gone~~`` and
``**+new**`` in Markdown.
"""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING

from composer.compare.edits import TextDiff
from composer.compare.marks import marked
from composer.compare.obligations import look_at, watch
from composer.export.changes_data import as_data
from composer.export.changes_markdown import markdown
from composer.export.report import (
    ALL_KINDS,
    About,
    Cut,
    FileReport,
    Report,
    counts_line,
    kind_in_words,
    notes,
    passages,
    sections_moved_in_words,
    sign,
    words,
)
from composer.export.table_of_changes import NOT_RECORDED, table
from composer.text import units, visible, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.compare.deviations import ClauseChange
    from composer.export.table_of_changes import Row

__all__ = ["ALL_KINDS", "About", "FileReport", "Report", "as_data", "markdown", "text"]

SHORT_PASSAGE = 60
"""Words of an added or dropped clause that are told in the list of all clauses."""

_CUT = "[…]"
_WIDTH = 78
_SPACED = re.compile(r"\n{3,}")


def text(report: Report | FileReport) -> str:
    """The comparison as plain text, with nothing in it that a terminal would act on."""
    lines = _file_text(report) if isinstance(report, FileReport) else _policy_text(report)
    return visible(_SPACED.sub("\n\n", "\n".join(lines)).rstrip("\n") + "\n")


# Plain text


def _policy_text(report: Report) -> Iterator[str]:
    if report.clause is None:
        yield f"{report.about.school}: {report.about.policy}"
        yield f"against {report.about.against}"
        yield ""
        yield counts_line(report)
        yield from _table_text(report)
    for section, entries in report.by_section():
        if report.clause is None:
            yield ""
            yield section
        for entry in entries:
            yield from _clause_text(report, entry)
    if not report.entries:
        yield ""
        yield "No clause is of that kind."


def _table_text(report: Report) -> Iterator[str]:
    """The table of substantive changes as a list, which a narrow terminal can show."""
    found = table(report)
    if found.rows:
        yield ""
        yield "Substantive changes"
        for row in found.rows:
            yield ""
            yield f"  {row.name} ({row.clause})"
            yield from _row_text(row)
    told = [found.besides, *(f"  {label}: {'; '.join(names)}" for label, names in found.lists)]
    for at, said in enumerate(line for line in (*told, sections_moved_in_words(report)) if line):
        if not at:
            yield ""
        yield from wrap(said, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _row_text(row: Row) -> Iterator[str]:
    cells = (
        ("Changed", row.changed),
        ("Why", (row.why or NOT_RECORDED,)),
        ("Decided", (row.decided,)),
        ("Asks", row.asks),
    )
    for label, items in cells:
        for at, said in enumerate(items):
            first = f"    {label + ':' if not at else '':9}"
            yield from wrap(
                said,
                _WIDTH,
                initial_indent=first,
                subsequent_indent=" " * len(first),
                break_long_words=False,
                break_on_hyphens=False,
            )


def _clause_text(report: Report, entry: ClauseChange) -> Iterator[str]:
    size = f" {words(entry.words_added, entry.words_removed)}" if entry.words_added or entry.words_removed else ""
    yield f"  {sign(entry):2} {kind_in_words(entry)}: {entry.title} ({entry.id}){size}"
    for label, said in notes(report, entry):
        yield f"       {label}: {' '.join(said.split())}"
    whole = report.clause is not None
    if entry.diff is not None and entry.diff.blocks:
        yield from _set_in(_marked(entry.diff, whole=whole))
    elif entry.kind in {"dropped", "removed"} and entry.base:
        yield from _set_in(_excerpt(entry.base, "[-", "-]", whole=whole))
    elif entry.kind == "added":
        yield from _set_in(_excerpt(entry.text or entry.base or "", "{+", "+}", whole=whole))


def _set_in(said: str) -> Iterator[str]:
    yield ""
    for line in said.strip("\n").split("\n"):
        yield f"       {line}".rstrip()
    yield ""


def _marked(diff: TextDiff, *, whole: bool) -> str:
    parts = []
    for piece in passages(diff, whole=whole):
        if isinstance(piece, Cut):
            parts.append(_CUT + ("\n" if piece.ends_line else " "))
        else:
            parts.append(marked(TextDiff((piece,))))
    return "".join(parts)


def _excerpt(said: str, opening: str, closing: str, *, whole: bool) -> str:
    """A whole clause in marks; of a long one its first sentences."""
    kept = said.strip()
    if not whole and word_count(kept) > SHORT_PASSAGE:
        taken: list[str] = []
        for unit in units(kept):
            taken.append(unit.text)
            if word_count("".join(taken)) > SHORT_PASSAGE // 3:
                break
        kept = "".join(taken).strip()
        rest = word_count(said) - word_count(kept)
        return f"{opening}{kept}{closing}\n{_CUT} {rest} more words" if rest else f"{opening}{kept}{closing}"
    return f"{opening}{kept}{closing}"


def _file_text(report: FileReport) -> Iterator[str]:
    yield f"{report.old} → {report.new}"
    yield report.verdict
    if report.diff.changed or report.diff.layout_only:
        for message in look_at(watch(report.diff)):
            yield f"Look at: {message}"
        yield ""
        yield _marked(report.diff, whole=False)
