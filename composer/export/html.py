"""The HTML face of a comparison: one file that needs no other, runs nothing and fetches nothing."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from composer.compare.obligations import look_at, watch
from composer.export import prose
from composer.export.changes import counts_line
from composer.export.report import Cut, FileReport, Report, kind_in_words, notes, passages, sign, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.compare.deviations import ClauseChange
    from composer.compare.edits import Block, TextDiff

_STYLE = """\
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #1a1a1a; background: #fff }
h1, h2, h3 { line-height: 1.25 }
.words { white-space: pre-wrap; border-left: 3px solid #999; padding-left: 1rem }
ins { color: #0550ae; font-weight: bold; text-decoration: underline }
del { color: #953800; text-decoration: line-through }
.cut { color: #555 }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html(report: Report | FileReport) -> str:
    """The comparison as a web page; marks have a sign inside, so that no colour is needed."""
    body = _file(report) if isinstance(report, FileReport) else _policy(report)
    title = f"{report.old} → {report.new}" if isinstance(report, FileReport) else report.about.school
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en-GB">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_safe(title)}</title>",
            f"<style>\n{_STYLE}</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )


def _policy(report: Report) -> Iterator[str]:
    yield "<h1>What our policy changes in the model, and why</h1>"
    about = report.about
    yield f"<p><strong>{_safe(about.school)}</strong>, {_safe(about.policy)}, against {_safe(about.against)}.</p>"
    yield f"<p>{_safe(counts_line(report))}.</p>"
    for section, entries in report.by_section():
        yield f"<h2>{_safe(section)}</h2>"
        for entry in entries:
            yield from _clause(report, entry)


def _clause(report: Report, entry: ClauseChange) -> Iterator[str]:
    size = f" ({words(entry.words_added, entry.words_removed)})" if entry.words_added or entry.words_removed else ""
    yield f"<h3>{_safe(sign(entry))} {_safe(entry.title)}: {_safe(kind_in_words(entry))}{size}</h3>"
    told = [f"<li>{_safe(label)}: {_safe(said)}</li>" for label, said in notes(report, entry)]
    if told:
        yield "<ul>" + "".join(told) + "</ul>"
    if entry.diff is not None and entry.diff.blocks:
        yield _words(entry.diff)
    elif entry.kind == "dropped" and entry.base:
        yield f'<div class="words"><del>−{_safe(entry.base.strip())}</del></div>'
    elif entry.kind == "added" and (entry.text or entry.base):
        yield f'<div class="words"><ins>+{_safe((entry.text or entry.base or "").strip())}</ins></div>'


def _file(report: FileReport) -> Iterator[str]:
    yield f"<h1>{_safe(report.old)} → {_safe(report.new)}</h1>"
    yield f"<p>{_safe(report.verdict)}</p>"
    told = [f"<li>Look at: {_safe(message)}</li>" for message in look_at(watch(report.diff))]
    if told:
        yield "<ul>" + "".join(told) + "</ul>"
    if report.diff.changed or report.diff.layout_only:
        yield _words(report.diff)


def _words(diff: TextDiff) -> str:
    parts = []
    for piece in passages(diff):
        if isinstance(piece, Cut):
            number = f"{piece.sentences} unchanged sentence{'' if piece.sentences == 1 else 's'}"
            parts.append(f'<span class="cut">[… {number} …]</span>' + ("\n" if piece.ends_line else " "))
        else:
            parts.append(_block(piece))
    return f'<div class="words">{"".join(parts).strip()}</div>'


def _block(block: Block) -> str:
    if block.kind in {"same", "layout"}:
        return _safe(block.new)
    note = f"↕{block.move} " if block.move else ""
    parts = []
    for span in block.spans:
        said = _safe(span.text)
        if span.kind == "same" or span.blank:
            parts.append(said if span.kind != "del" else "")
        else:
            kept = said.strip()
            start = said.index(kept)
            tag, mark = ("del", "−") if span.kind == "del" else ("ins", "+")
            parts.append(f"{said[:start]}<{tag}>{mark}{note}{kept}</{tag}>{said[start + len(kept) :]}")
    return "".join(parts)


def _safe(text: str) -> str:
    return escape(prose.printed(text), quote=True)
