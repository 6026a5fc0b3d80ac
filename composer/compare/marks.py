"""Track changes in one line of plain text: `[-old-]{+new+}`, readable without colour."""

from collections.abc import Iterable

from composer.compare.edits import Block, Span, TextDiff

_MARKS = {"del": ("[-", "-]"), "ins": ("{+", "+}")}


def marked(diff: TextDiff) -> str:
    """The new text with what went in `[-…-]` and what came in `{+…+}`.

    White space around the marked words stays outside the marks, so that list items and paragraphs keep their
    lines. A moved passage has `↕` and the number of its move at both its places. Layout is shown as the new
    text has it.
    """
    return "".join(_block(block) for block in diff.blocks)


def _block(block: Block) -> str:
    if block.kind in ("same", "layout"):
        return block.new
    note = f"↕{block.move} " if block.move else ""
    if block.kind == "replaced":
        return _mark(Span("del", block.old.rstrip()), note) + _mark(Span("ins", block.new), note)
    return marked_spans(block.spans, note)


def marked_spans(spans: Iterable[Span], note: str = "") -> str:
    """The spans of one block with marks; `note` is put first inside each mark."""
    parts: list[str] = []
    spans = list(spans)
    for at, span in enumerate(spans):
        if span.kind == "same":
            parts.append(span.text)
        elif span.blank:
            # A line break that became a space: what the new text has is enough.
            alone = span.kind == "del" and not (at + 1 < len(spans) and spans[at + 1].kind == "ins")
            parts.append(span.text if span.kind == "ins" or alone else "")
        else:
            parts.append(_mark(span, note))
    return "".join(parts)


def _mark(span: Span, note: str) -> str:
    words = span.text.strip()
    if not words:
        return span.text
    start = span.text.index(words)
    opening, closing = _MARKS[span.kind]
    return f"{span.text[:start]}{opening}{note}{words}{closing}{span.text[start + len(words) :]}"
