"""The Markdown face of a comparison: what a governing body reads beside the policy.

Marks are ``~~−gone~~`` and ``**+new**``, each a sign and not only a style. A clause is quoted as it reads, with its
blanks filled.
"""

from __future__ import annotations

import re
from itertools import groupby
from string import punctuation
from typing import TYPE_CHECKING

from composer.compare.diff import diff
from composer.compare.obligations import look_at, watch
from composer.export import prose
from composer.export.report import (
    LOOK_AT,
    Cut,
    FileReport,
    Report,
    changes_in_words,
    counts_line,
    kind_in_words,
    notes,
    passages,
    sections_moved_in_words,
    sign,
)
from composer.export.table_of_changes import COLUMNS, NOT_RECORDED, numbered_name, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.compare.deviations import ClauseChange
    from composer.compare.edits import Block, Span, TextDiff

_CUT = "[…]"
_MARKS = ("~~", "**")
_LINE_SIGN = re.compile(r"^([^\S\n]*)(?:[-*+](?=[^\S\n])|#{1,6}[^\S\n]+)", re.MULTILINE)


def markdown(report: Report | FileReport) -> str:
    """The comparison as Markdown."""
    parts = _file_markdown(report) if isinstance(report, FileReport) else _policy_markdown(report)
    return "\n\n".join(parts) + "\n"


def _policy_markdown(report: Report) -> Iterator[str]:
    yield f"# {report.about.heading}"
    yield (
        f"**{prose.one_line(report.about.school)}**, {prose.one_line(report.about.policy)}, "
        f"against {prose.one_line(report.about.against)}."
    )
    yield f"{counts_line(report)}."
    yield from _table_markdown(report)
    if report.differs:
        gone, new = report.about.legend
        yield f"Words ~~−like these~~ {gone}; words **+like these** {new}."
    for section, entries in report.by_section():
        yield f"## {prose.one_line(section)}"
        # Clauses there is nothing to say about stand together in lists, so that the others are found.
        for plain, run in groupby(entries, lambda entry: _nothing_to_say(report, entry)):
            if plain:
                yield "\n".join(f"- {prose.one_line(f'{sign(entry)} {_name(entry)}')}: {entry.kind}" for entry in run)
            else:
                for entry in run:
                    yield from _clause_markdown(report, entry)


def _name(entry: ClauseChange) -> str:
    """A clause with its number, by which it is found in the policy; one that is gone has none there."""
    return entry.title if entry.kind in {"dropped", "removed"} else numbered_name(entry.number, entry.title)


def _nothing_to_say(report: Report, entry: ClauseChange) -> bool:
    return not entry.deviates and not (entry.moved_on and report.about.since is None)


def _table_markdown(report: Report) -> Iterator[str]:
    """The table of substantive changes, and what else changed."""
    found = table(report)
    yield "## Substantive changes"
    if found.rows:
        rows = [
            COLUMNS,
            *(
                (row.name, _cell(row.changed), row.why or NOT_RECORDED, row.decided, _cell(row.asks))
                for row in found.rows
            ),
        ]
        lines = [f"| {' | '.join(_in_cell(said) for said in row)} |" for row in rows]
        yield "\n".join([lines[0], "|---" * len(COLUMNS) + "|", *lines[1:]])
    else:
        yield "No clause has changed in substance."
    if found.besides:
        yield found.besides
        yield "\n".join(f"- {label}: {prose.one_line('; '.join(names))}" for label, names in found.lists)
    for said in (found.waiting, sections_moved_in_words(report)):
        if said:
            yield prose.one_line(said)
    yield "## Every change in full"


def _cell(items: Sequence[str]) -> str:
    return "; ".join(items)


def _in_cell(said: str) -> str:
    """Text as it may stand in a cell: on one line, every character meaning itself, a border too."""
    return prose.one_line(" ".join(said.split()))


def _clause_markdown(report: Report, entry: ClauseChange) -> Iterator[str]:
    yield f"### {prose.one_line(f'{sign(entry)} {_name(entry)}')}: {kind_in_words(entry)}"
    told = [
        f"- {label}: {prose.one_line(report.read(said) if label == LOOK_AT else said)}"
        for label, said in notes(report, entry)
    ]
    if entry.diff is not None and entry.diff.changed:
        told.append(f"- Size: {changes_in_words(entry.diff)}")
    found = diff(_as_read(report, entry.diff.old), _as_read(report, entry.diff.new)) if entry.diff is not None else None
    if found is not None and entry.diff is not None and not found.changed and entry.diff.old != entry.diff.new:
        told.append("- Words: none is different")
    if told:
        yield "\n".join(told)
    if found is not None and found.changed:
        yield _quoted(_markdown_words(found))
    elif entry.kind in {"dropped", "removed"} and entry.base:
        yield _quoted(_markdown_mark(_as_read(report, entry.base).strip(), "~~", "−"))
    elif entry.kind == "added" and (entry.text or entry.base):
        yield _quoted(_markdown_mark(_as_read(report, entry.text or entry.base or "").strip(), "**", "+"))


def _as_read(report: Report, text: str) -> str:
    """A clause's text as it is quoted: no blank, no sign of Markdown, a bullet before what is listed."""
    return _LINE_SIGN.sub(lambda sign: sign[1] + ("" if "#" in sign[0] else "•"), prose.unmarked(report.read(text)))


def _file_markdown(report: FileReport) -> Iterator[str]:
    yield f"# {prose.one_line(report.old)} → {prose.one_line(report.new)}"
    yield report.verdict
    told = [f"- Look at: {prose.one_line(message)}" for message in look_at(watch(report.diff))]
    if told:
        yield "\n".join(told)
    if report.diff.changed or report.diff.layout_only:
        yield _quoted(_markdown_words(report.diff))


def _markdown_words(diff: TextDiff) -> str:
    parts: list[str] = []
    for piece in passages(diff):
        if isinstance(piece, Cut):
            parts.append(f"{_CUT}{chr(10) if piece.ends_line else ' '}")
        else:
            parts += _markdown_block(piece)
    return _apart(parts)


def _markdown_block(block: Block) -> Iterator[str]:
    if block.kind in {"same", "layout"}:
        yield _characters(block.new)
        return
    note = f"↕{block.move} " if block.move else ""
    for span in block.spans:
        yield _markdown_span(span, note)


def _markdown_span(span: Span, note: str) -> str:
    if span.kind == "same":
        return _characters(span.text)
    if span.blank:
        return span.text if span.kind == "ins" else ""
    return _markdown_mark(span.text, *(("~~", f"−{note}") if span.kind == "del" else ("**", f"+{note}")))


def _markdown_mark(said: str, mark: str, inside: str) -> str:
    """A passage in marks, line by line, because a mark does not reach over the end of a paragraph."""
    lines = []
    for line in said.split("\n"):
        kept = line.strip()
        if not kept:
            lines.append(line)
            continue
        start = line.index(kept)
        lines.append(f"{line[:start]}{mark}{inside}{_characters(kept)}{mark}{line[start + len(kept) :]}")
    return "\n".join(lines)


def _characters(said: str) -> str:
    """Text in which every character means itself; blanks and line ends stay."""
    lines = []
    for line in prose.printed(said).split("\n"):
        kept = line.strip()
        start = line.index(kept) if kept else len(line)
        lines.append(line[:start] + prose.literal(kept) + line[start + len(kept) :])
    return "\n".join(lines)


def _apart(parts: Sequence[str]) -> str:
    """The parts joined; a mark that touches a word or another mark gets a blank, without which it is none."""
    said = ""
    for part in parts:
        if said and part:
            opens, closes = part.startswith(_MARKS), said.endswith(_MARKS)
            if (opens and (closes or _is_word(said[-1]))) or (closes and _is_word(part[0])):
                said += " "
        said += part
    return said


def _is_word(sign: str) -> bool:
    return not sign.isspace() and sign not in punctuation


def _quoted(said: str) -> str:
    """A passage as a quotation in which every line keeps its own line."""
    lines = said.strip("\n").split("\n")
    last = len(lines) - 1
    return "\n".join(
        f"> {line.strip()}{'' if at == last or not lines[at + 1].strip() else chr(92)}" if line.strip() else ">"
        for at, line in enumerate(lines)
    )
