"""The HTML face of a page: one file that needs no other, runs nothing and fetches nothing.

It is made for readers of every kind: landmarks, headings without a gap, marks that are signs and words before they
are colours, and a style for paper. What the page says is text wherever it stands; :func:`composer.export.web_text.safe`
is the one place where text becomes HTML.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from composer.export.page import marked
from composer.export.shape import Entry, Head, Leaf, Listing, contents, heads, shape
from composer.export.web_text import Speech, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.export.page import Block, Page, Row
    from composer.export.shape import Node

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_WIDE = 3
"""From this many columns a table may be wider than a telephone, and is moved sideways by itself."""


def page_html(page: Page) -> str:
    """The page as one HTML file, with LF and one final newline."""
    said = Speech(frozenset(head.name for head in heads(page)))
    return "\n".join([*_head(page), "<body>", *_body(page, said), "</body>", "</html>", ""])


@lru_cache(maxsize=1)
def _style() -> tuple[str, str]:
    """The style sheet, and the hash by which a browser knows that it is ours."""
    style = f"\n{files('composer.export').joinpath('web.css').read_text('utf-8')}"
    return style, b64encode(sha256(style.encode()).digest()).decode()


def _head(page: Page) -> Iterator[str]:
    style, digest = _style()
    title = " – ".join(each for each in (page.title, page.school) if each)
    language = page.language if _LANGUAGE.match(page.language) else "en-GB"
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    only = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield f'<meta http-equiv="Content-Security-Policy" content="{only}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="color-scheme" content="light dark">'
    if page.purpose:
        yield f'<meta name="description" content="{safe(page.purpose)}">'
    if page.school:
        yield f'<meta name="author" content="{safe(page.school)}">'
    if page.dated is not None:
        yield f'<meta name="dcterms.date" content="{page.dated.isoformat()}">'
    yield f"<title>{safe(title)}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"


def _body(page: Page, said: Speech) -> Iterator[str]:
    # A full stop is in no anchor, so these names meet no heading's.
    yield '<a class="skip" href="#page.text">Skip to the text</a>'
    yield '<header id="page.top">'
    if page.school:
        yield f'<p class="school">{safe(page.school)}</p>'
    yield f"<h1>{safe(page.title)}</h1>"
    if page.version:
        yield f'<p class="version">{safe(page.version)}</p>'
    yield from _about(page)
    yield from _marks_told(page)
    yield "</header>"
    listed = contents(page)
    if listed:
        yield '<nav aria-label="Contents" id="page.contents">'
        yield '<h2 class="contents">Contents</h2>'
        yield from _contents(listed, said)
        yield "</nav>"
    yield '<main id="page.text" tabindex="-1">'
    yield from _Nodes(said).all(shape(page))
    yield "</main>"
    yield "<footer>"
    yield f"<p>{safe(' · '.join(each for each in (page.school, page.title, page.version) if each))}</p>"
    yield '<p class="back"><a href="#page.{}">Back to the {}</a></p>'.format(*["contents" if listed else "top"] * 2)
    yield "</footer>"


def _contents(listed: Sequence[Head], said: Speech) -> Iterator[str]:
    """Links to the headings, those one deeper in a list within."""
    yield "<ul>"
    deep = False
    for at, head in enumerate(listed):
        if deep and head.depth == 1:
            yield "</ul></li>"
            deep = False
        follows = listed[at + 1].depth if at + 1 < len(listed) else 1
        end = "</li>" if head.depth > 1 or follows == 1 else "<ul>"
        yield f'<li><a href="#{safe(head.name)}">{said.entry(head.block)}</a>{end}'
        deep = deep or end == "<ul>"
    if deep:
        yield "</ul></li>"
    yield "</ul>"


def _about(page: Page) -> Iterator[str]:
    if not page.about:
        return
    yield '<table class="about">'
    if page.about_heading:
        yield f"<caption>{safe(page.about_heading)}</caption>"
    yield "<tbody>"
    for label, text in page.about:
        yield f'<tr><th scope="row">{safe(label)}</th><td>{safe(text)}</td></tr>'
    yield "</tbody></table>"


def _marks_told(page: Page) -> Iterator[str]:
    """What the marks are, said once before the first of them, which may stand in the contents."""
    if not page.against:
        return
    yield '<div class="told" role="note">'
    if not marked(page):
        yield f"<p>No word is different, compared with {safe(page.against)}.</p>"
        yield "</div>"
        return
    yield f"<p>This text shows what has changed, compared with {safe(page.against)}.</p>"
    yield (
        "<ul>"
        '<li><ins><span class="sign">+</span>Words like these</ins> have a plus sign before them and a line below '
        "them: they are new.</li>"
        '<li><del><span class="sign">−</span>Words like these</del> have a minus sign before them and a line through '
        "them: they are gone.</li></ul>"
    )
    yield "</div>"


class _Nodes:
    """Writes the tree of a page."""

    def __init__(self, said: Speech) -> None:
        self.said = said
        self.under = ""
        """What the last heading reads as; tables are named by it."""
        self.tables = 0

    def all(self, nodes: Sequence[Node]) -> Iterator[str]:
        for node in nodes:
            match node:
                case Head():
                    yield from self._heading(node)
                case Leaf():
                    yield from self._leaf(node.block)
                case Listing():
                    yield from self._list(node)
                case _:
                    yield "<blockquote>"
                    yield from self.all(node.inner)
                    yield "</blockquote>"

    def _heading(self, head: Head) -> Iterator[str]:
        tag = f"h{min(head.depth + 1, 6)}"
        self.under = " ".join(each for each in (head.block.number, head.block.text) if each)
        self.tables = 0
        yield f'<{tag} id="{safe(head.name)}">{self.said.heading(head.block)}</{tag}>'
        yield from self._notes(head.block)

    def _leaf(self, block: Block) -> Iterator[str]:
        match block.kind:
            case "table":
                yield from self._table(block)
            case "rule":
                yield "<hr>"
            case "code":
                yield f"<pre><code>{self.said.words(block.words, block.mark, code=True)}</code></pre>"
            case _:
                yield f"<p>{self.said.words(block.words, block.mark)}</p>"
        yield from self._notes(block)

    def _list(self, listing: Listing) -> Iterator[str]:
        if listing.ordered:
            first = listing.entries[0].number
            yield "<ol>" if first == 1 else f'<ol start="{first}">'
        else:
            yield "<ul>"
        expected = listing.entries[0].number
        for entry in listing.entries:
            yield from self._entry(entry, "" if entry.number == expected else f' value="{entry.number}"')
            expected = entry.number + 1 if listing.ordered else 0
        yield "</ol>" if listing.ordered else "</ul>"

    def _entry(self, entry: Entry, value: str) -> Iterator[str]:
        said = self.said.words(entry.block.words, entry.block.mark)
        if not entry.inner and not entry.block.notes:
            yield f"<li{value}>{said}</li>"
            return
        yield f"<li{value}>{said}"
        yield from self._notes(entry.block)
        yield from self.all(entry.inner)
        yield "</li>"

    def _notes(self, block: Block) -> Iterator[str]:
        for note in block.notes:
            first, *more = note.text.split("\n")
            yield '<div class="note" role="note">'
            yield f"<p><strong>Note:</strong> {safe(first)}</p>"
            yield from (f"<p>{safe(line)}</p>" for line in more if line.strip())
            day = f"{note.on.day} {note.on:%B %Y}" if note.on is not None else ""
            who = ", ".join(each for each in (note.by, day) if each)
            if who:
                yield f'<p class="who">{safe(who)}</p>'
            yield "</div>"

    def _table(self, block: Block) -> Iterator[str]:
        columns = max((len(row.cells) for row in block.rows), default=0)
        self.tables += 1
        label = f"Table: {self.under}" if self.under else "Table"
        if self.tables > 1:
            label = f"{label} ({self.tables})"
        if columns >= _WIDE:
            yield f'<div class="wide" role="group" aria-label="{safe(label)}, can be moved sideways" tabindex="0">'
        yield f'<table aria-label="{safe(label)}">'
        part = ""
        for row in block.rows:
            wanted = "thead" if row.head else "tbody"
            if part != wanted:
                yield f"</{part}><{wanted}>" if part else f"<{wanted}>"
                part = wanted
            yield self._row(row, columns, row.mark if row.mark != "same" else block.mark)
        yield f"</{part}></table>" if part else "</table>"
        if columns >= _WIDE:
            yield "</div>"

    def _row(self, row: Row, columns: int, mark: str) -> str:
        cells = []
        for cell in (*row.cells, *[()] * (columns - len(row.cells))):
            said = self.said.words(cell, mark)
            # A heading without words would be read out as one that is missing.
            cells.append(f'<th scope="col">{said}</th>' if row.head and said else f"<td>{said}</td>")
        return f"<tr>{''.join(cells)}</tr>"
