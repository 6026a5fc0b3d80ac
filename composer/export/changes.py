"""The faces of a comparison: plain text, Markdown and data. HTML has a module of its own.

Every mark is a sign and not only a style: ``[-gone-]`` and ``{+new+}`` in text, ``~~−gone~~`` and
``**+new**`` in Markdown.
"""

from __future__ import annotations

import re
from itertools import groupby
from string import punctuation
from typing import TYPE_CHECKING

from composer.compare.edits import TextDiff
from composer.compare.marks import marked
from composer.compare.obligations import look_at, watch
from composer.export import prose
from composer.export.report import (
    ALL_KINDS,
    About,
    Cut,
    FileReport,
    Report,
    changes_in_words,
    consequence,
    kind_in_words,
    notes,
    passages,
    sign,
    words,
)
from composer.text import units, visible, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.compare.deviations import ClauseChange
    from composer.compare.edits import Block, Span
    from composer.compare.obligations import ObligationChange

__all__ = ["ALL_KINDS", "About", "FileReport", "Report", "as_data", "markdown", "text"]

SHORT_PASSAGE = 60
"""Words of an added or dropped clause that are told in the list of all clauses."""

_CUT = "[…]"
_MARKS = ("~~", "**")
_SPACED = re.compile(r"\n{3,}")


def text(report: Report | FileReport) -> str:
    """The comparison as plain text, with nothing in it that a terminal would act on."""
    lines = _file_text(report) if isinstance(report, FileReport) else _policy_text(report)
    return visible(_SPACED.sub("\n\n", "\n".join(lines)).rstrip("\n") + "\n")


def markdown(report: Report | FileReport) -> str:
    """The comparison as Markdown: what a governing body reads beside the policy."""
    parts = _file_markdown(report) if isinstance(report, FileReport) else _policy_markdown(report)
    return "\n\n".join(parts) + "\n"


def as_data(report: Report | FileReport) -> dict[str, object]:
    """The comparison as plain data, for JSON; the keys are those that ``diff --help`` lists."""
    if isinstance(report, FileReport):
        return {
            "old": report.old,
            "new": report.new,
            "changed": report.diff.changed,
            "layout_only": report.diff.layout_only,
            "words_added": report.diff.words_added,
            "words_removed": report.diff.words_removed,
            "obligations": _obligations(watch(report.diff)),
            "blocks": _blocks(report.diff),
        }
    return {
        "school": report.about.school,
        "policy": report.about.policy,
        "model": report.about.model,
        "model_version": report.about.model_version,
        "counts": report.counts,
        "words_added": report.comparison.words_added,
        "words_removed": report.comparison.words_removed,
        "clauses": [_clause_data(report, entry) for entry in report.entries],
    }


# Data


def _clause_data(report: Report, entry: ClauseChange) -> dict[str, object]:
    return {
        "id": entry.id,
        "title": entry.title,
        "section": entry.section,
        "kind": entry.kind,
        "moved": entry.moved,
        "moved_note": entry.moved_note,
        "deviates": entry.deviates,
        "reason": entry.reason,
        "freedom": entry.freedom,
        "consequence": consequence(entry),
        "model_changed": bool(entry.moved_on),
        "words_added": entry.words_added,
        "words_removed": entry.words_removed,
        "obligations": _obligations(report.obligations(entry)),
        "diff": None
        if entry.diff is None
        else {"old": entry.diff.old, "new": entry.diff.new, "blocks": _blocks(entry.diff)},
    }


def _obligations(found: Sequence[ObligationChange]) -> list[dict[str, str]]:
    return [{"kind": each.kind, "old": each.old, "new": each.new, "message": each.message} for each in found]


def _blocks(diff: TextDiff) -> list[dict[str, object]]:
    return [
        {
            "kind": block.kind,
            "old": block.old,
            "new": block.new,
            "move": block.move,
            "spans": [{"kind": span.kind, "text": span.text} for span in block.spans],
        }
        for block in diff.blocks
    ]


# Plain text


def _policy_text(report: Report) -> Iterator[str]:
    if report.clause is None:
        yield f"{report.about.school}: {report.about.policy}"
        yield f"against {report.about.against}"
        yield ""
        yield counts_line(report)
    for section, entries in report.by_section():
        if report.clause is None:
            yield ""
            yield section
        for entry in entries:
            yield from _clause_text(report, entry)
    if not report.entries:
        yield ""
        yield "No clause is of that kind."


def counts_line(report: Report) -> str:
    """``19 as-is · 9 adapted · …``, all kinds named."""
    said = [f"{number} {kind}" for kind, number in report.counts.items()]
    return " · ".join([*said, words(report.comparison.words_added, report.comparison.words_removed)])


def _clause_text(report: Report, entry: ClauseChange) -> Iterator[str]:
    size = f" {words(entry.words_added, entry.words_removed)}" if entry.words_added or entry.words_removed else ""
    yield f"  {sign(entry):2} {kind_in_words(entry)}: {entry.title} ({entry.id}){size}"
    for label, said in notes(report, entry):
        yield f"       {label}: {' '.join(said.split())}"
    whole = report.clause is not None
    if entry.diff is not None and entry.diff.blocks:
        yield from _set_in(_marked(entry.diff, whole=whole))
    elif entry.kind == "dropped" and entry.base:
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


# Markdown


def _policy_markdown(report: Report) -> Iterator[str]:
    yield "# What our policy changes in the model, and why"
    yield (
        f"**{prose.one_line(report.about.school)}**, {prose.one_line(report.about.policy)}, "
        f"against {prose.one_line(report.about.against)}."
    )
    yield f"{counts_line(report)}."
    yield "Words in ~~−struck out~~ are the model's and gone; words in **+bold** are the school's and new."
    for section, entries in report.by_section():
        yield f"## {prose.one_line(section)}"
        # Clauses there is nothing to say about stand together in lists, so that the others are found.
        for plain, run in groupby(entries, lambda entry: not entry.deviates and not entry.moved_on):
            if plain:
                yield "\n".join(f"- {prose.one_line(f'{sign(entry)} {entry.title}')}: {entry.kind}" for entry in run)
            else:
                for entry in run:
                    yield from _clause_markdown(report, entry)


def _clause_markdown(report: Report, entry: ClauseChange) -> Iterator[str]:
    yield f"### {prose.one_line(f'{sign(entry)} {entry.title}')}: {kind_in_words(entry)}"
    told = [f"- {label}: {prose.one_line(said)}" for label, said in notes(report, entry)]
    if entry.diff is not None and entry.diff.changed:
        told.append(f"- Size: {changes_in_words(entry.diff)}")
    if told:
        yield "\n".join(told)
    if entry.diff is not None and entry.diff.blocks:
        yield _quoted(_markdown_words(entry.diff))
    elif entry.kind == "dropped" and entry.base:
        yield _quoted(_markdown_mark(entry.base.strip(), "~~", "−"))
    elif entry.kind == "added" and (entry.text or entry.base):
        yield _quoted(_markdown_mark((entry.text or entry.base or "").strip(), "**", "+"))


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
