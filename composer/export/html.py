"""The HTML face of a comparison: one file that needs no other, runs nothing and fetches nothing."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from composer.compare.obligations import look_at, watch
from composer.export import prose
from composer.export.report import (
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
from composer.export.table_of_changes import COLUMNS, NOT_RECORDED, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.compare.deviations import ClauseChange
    from composer.compare.edits import Block, TextDiff

_STYLE = """\
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1a1a1a; background: #fff }
h1, h2, h3 { line-height: 1.25 }
.words { white-space: pre-wrap; border-left: 3px solid #999; padding-left: 1rem }
ins { color: #0550ae; font-weight: bold; text-decoration: underline }
del { color: #953800; text-decoration: line-through }
.cut { color: #555 }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
caption { text-align: left; font-weight: bold }
th, td { border: 1px solid #999; padding: .3rem .5rem; text-align: left; vertical-align: top }
td ul { margin: 0; padding-left: 1rem }
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
            "<main>",
            *body,
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _policy(report: Report) -> Iterator[str]:
    about = report.about
    yield f"<h1>{_safe(about.heading)}</h1>"
    yield f"<p><strong>{_safe(about.school)}</strong>, {_safe(about.policy)}, against {_safe(about.against)}.</p>"
    yield f"<p>{_safe(counts_line(report))}.</p>"
    yield from _table(report)
    for section, entries in report.by_section():
        yield f"<h2>{_safe(section)}</h2>"
        for entry in entries:
            yield from _clause(report, entry)


def _table(report: Report) -> Iterator[str]:
    found = table(report)
    yield "<h2>Substantive changes</h2>"
    if found.rows:
        yield "<table>"
        yield "<thead><tr>" + "".join(f'<th scope="col">{_safe(column)}</th>' for column in COLUMNS) + "</tr></thead>"
        yield "<tbody>"
        for row in found.rows:
            yield (
                f'<tr><th scope="row">{_safe(row.name)}</th><td>{_list(row.changed)}</td>'
                f"<td>{_safe(row.why or NOT_RECORDED)}</td><td>{_safe(row.decided)}</td><td>{_list(row.asks)}</td></tr>"
            )
        yield "</tbody></table>"
    else:
        yield "<p>No clause has changed in substance.</p>"
    if found.besides:
        yield f"<p>{_safe(found.besides)}</p>"
        yield _list([f"{label}: {'; '.join(names)}" for label, names in found.lists])
    for said in (found.waiting, sections_moved_in_words(report)):
        if said:
            yield f"<p>{_safe(said)}</p>"


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{_safe(item)}</li>" for item in items) + "</ul>"


def _clause(report: Report, entry: ClauseChange) -> Iterator[str]:
    size = f" ({words(entry.words_added, entry.words_removed)})" if entry.words_added or entry.words_removed else ""
    yield f"<h3>{_safe(sign(entry))} {_safe(entry.title)}: {_safe(kind_in_words(entry))}{size}</h3>"
    told = [f"<li>{_safe(label)}: {_safe(said)}</li>" for label, said in notes(report, entry)]
    if told:
        yield "<ul>" + "".join(told) + "</ul>"
    if entry.diff is not None and entry.diff.blocks:
        yield _words(entry.diff)
    elif entry.kind in {"dropped", "removed"} and entry.base:
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
