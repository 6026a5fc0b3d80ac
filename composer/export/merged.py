"""A merge on paper: Markdown with a conflict marked at each sentence in dispute, and plain data for programs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer.text import units, visible

if TYPE_CHECKING:
    from composer.compare.merging import Merge, Piece, Side, SideChange

_TAIL = 200
"""As much of what stands before a piece as tells whether it starts a line or a paragraph."""
_BLANK_END = re.compile(r"(?:\A|\n)[ \t]*\n\Z")
_QUOTED = re.compile(r"[ \t]*>[ \t>]*")
_ROW = re.compile(r"\s*\|")
_UNDER_HEADER = re.compile(r"[ \t]*\|[ \t:|-]*-[ \t:|-]*\n?")

MARKER = 7
"""How many signs a conflict marker has, unless told."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the three texts are called in the markers."""

    base: str = "base"
    ours: str = "ours"
    theirs: str = "theirs"


@dataclass(frozen=True)
class MergedFile:
    """A merge, and what in it waits for a person.

    Args:
        merge: The merge.
        ask_obligations: Whether a piece that merged cleanly is in conflict where it changes an obligation.
    """

    merge: Merge
    ask_obligations: bool = True

    @property
    def conflicts(self) -> tuple[Piece, ...]:
        """The pieces that a person has to settle, suggestions among them."""
        return tuple(piece for piece in self.merge.pieces if self.asks(piece))

    def asks(self, piece: Piece) -> bool:
        """Whether a piece is shown as a conflict."""
        if piece.state in ("conflict", "suggestion"):
            return True
        return self.ask_obligations and bool(piece.obligations) and piece.state not in ("same", "both")

    @property
    def result(self) -> str | None:
        """The merged text; ``None`` where something waits for a person."""
        return None if self.conflicts else self.merge.result


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the text as it will stand: one text, or three with markers."""

    base: str
    ours: str
    theirs: str
    settled: str | None
    changes: tuple[SideChange, ...] = ()
    steady: bool = True
    """Whether it may start a line of its own and still mean what it does in each text."""
    parted: tuple[bool, bool, bool] = (False, False, False)
    """Whether it starts a paragraph, or is not there at all, in base, ours and theirs."""
    quoted: tuple[str, str, str] = ("", "", "")
    """What has to stand before it in base, ours and theirs if it starts a line, to stay in its quotation."""

    @property
    def on_a_line(self) -> _Part:
        """The part as it reads where it starts a line."""
        base, ours, theirs = (mark + text if text else "" for mark, text in zip(self.quoted, self.sides, strict=True))
        mark = next((mark for mark, text in zip(self.quoted, self.sides, strict=True) if text == self.settled), "")
        return replace(self, base=base, ours=ours, theirs=theirs, settled=self.settled and mark + self.settled)

    @property
    def sides(self) -> tuple[str, str, str]:
        """Base, ours and theirs."""
        return self.base, self.ours, self.theirs


def markdown(file: MergedFile, names: Names | None = None, marker: int = MARKER) -> str:
    """The merged text, with markers and all three wordings around each piece that waits for a person.

    Each marker is a line of its own, also in the middle of a paragraph, so that a text with the markers and
    the unwanted wordings deleted reads as it should.
    """
    names = names or Names()
    made: list[str] = []
    before: _Part | None = None
    for each in _parts(file):
        if each.settled == "":
            continue
        marker_between = None in (before.settled if before else "", each.settled)
        part = each.on_a_line if marker_between else each
        if before is not None and marker_between:
            made[-1] = _whole_lines(made[-1])
            if _would_run_on(before, part):
                made.append("\n")
        made.append(_marked(part, names, marker) if part.settled is None else part.settled)
        before = part
    return "".join(made)


def _would_run_on(before: _Part, part: _Part) -> bool:
    """Whether a part would become one paragraph with what is before it, where a person keeps a side of either."""
    first = [before.settled] if before.settled is not None else before.sides
    then = [part.settled] if part.settled is not None else part.sides
    if all(_BLANK_END.search(text) for text in first) or all(text.startswith("\n") for text in then if text):
        return False
    if all(part.parted):
        return True
    return any(_is_absorbed(_whole_lines(one), two) for one in first for two in then if one and two)


def _is_absorbed(before: str, text: str) -> bool:
    """Whether a list item or the like would be read as a further sentence of the paragraph before it."""
    kind = units(text)[0].kind
    if kind in ("sentence", "quote", "blank", "break"):
        return False
    at = 0
    for unit in units(before + text):
        if at >= len(before):
            return at > len(before) or unit.kind != kind
        at += len(unit.text)
    return True


def as_data(file: MergedFile) -> dict[str, object]:
    """The merge as plain data, for JSON; the keys are those that ``merge-files --help`` lists."""
    return {
        "state": file.merge.state,
        "clean": not file.conflicts,
        "conflicts": len(file.conflicts),
        "obligations": [_change(each) for each in file.merge.obligations],
        "result": file.result,
        "pieces": [
            {
                "state": piece.state,
                "conflict": file.asks(piece),
                "base": piece.base,
                "ours": piece.ours,
                "theirs": piece.theirs,
                "result": piece.result,
                "obligations": [_change(each) for each in piece.obligations],
            }
            for piece in file.merge.pieces
        ],
    }


def _change(each: SideChange) -> dict[str, str]:
    change = each.change
    return {
        "side": each.side,
        "kind": change.kind,
        "old": change.old,
        "new": change.new,
        "message": change.message,
    }


def _parts(file: MergedFile) -> list[_Part]:
    """The parts in order; one that cannot start a line where a marker would put it goes with those before."""
    parts: list[_Part] = []
    ends: tuple[str, ...] = ("\n", "\n", "\n")
    lines: tuple[str, ...] = ("", "", "")
    for piece in file.merge.pieces:
        texts = (piece.base, piece.ours, piece.theirs)
        steady = all(end.endswith("\n") or not _opens_a_block(text) for end, text in zip(ends, texts, strict=True))
        was, mine, yours = (not text or bool(_BLANK_END.search(end)) for end, text in zip(ends, texts, strict=True))
        base, ours, theirs = (found[0] if (found := _QUOTED.match(line)) else "" for line in lines)
        lines = tuple(_line_after(line, text) for line, text in zip(lines, texts, strict=True))
        ends = tuple((end + text)[-_TAIL:] for end, text in zip(ends, texts, strict=True))
        settled = None if file.asks(piece) else piece.result
        part = _Part(
            *texts,
            settled,
            piece.obligations if settled is None else (),
            steady,
            (was, mine, yours),
            (base, ours, theirs),
        )
        if settled is None and any(_ROW.match(text) for text in texts):
            part = _with_header(parts, part)
        while parts and not part.steady and (part.settled is None or parts[-1].settled is None):
            part = _together(parts.pop(), part)
        parts.append(part)
    return parts


def _line_after(line: str, text: str) -> str:
    """How the line starts in which a text ends that begins within `line`."""
    _, broken, last = text.rpartition("\n")
    return (last if broken else line + last)[:_TAIL]


def _with_header(parts: list[_Part], row: _Part) -> _Part:
    """A row in conflict together with the rows before it, if they and the table's header go: else it is no row."""
    start = len(parts)
    while start and parts[start - 1].settled == "" and any(map(_ROW.match, parts[start - 1].sides)):
        start -= 1
    gone = parts[start:]
    if not any(_UNDER_HEADER.fullmatch(text) for part in gone for text in part.sides):
        return row
    del parts[start:]
    base, ours, theirs = ("".join(texts) for texts in zip(*(part.sides for part in (*gone, row)), strict=True))
    return replace(gone[0], base=base, ours=ours, theirs=theirs, settled=None, changes=row.changes)


def _together(first: _Part, second: _Part) -> _Part:
    """Two parts as one conflict; a settled one reads the same in all three."""
    one, two = (
        replace(part, base=part.settled, ours=part.settled, theirs=part.settled) if part.settled is not None else part
        for part in (first, second)
    )
    texts = (one.base + two.base, one.ours + two.ours, one.theirs + two.theirs)
    return _Part(*texts, None, one.changes + two.changes, first.steady, first.parted, first.quoted)


def _opens_a_block(text: str) -> bool:
    """Whether the text, at the start of a line, would be a list item, a heading or the like."""
    return bool(text) and not text[0].isalpha() and units(text)[0].kind not in ("sentence", "blank", "break")


def _marked(part: _Part, names: Names, marker: int) -> str:
    return "".join(
        (
            _line("<" * marker, names.ours, _obligations(part, "ours")),
            _whole_lines(part.ours),
            _line("|" * marker, names.base, ""),
            _whole_lines(part.base),
            "=" * marker + "\n",
            _whole_lines(part.theirs),
            _line(">" * marker, names.theirs, _obligations(part, "theirs")),
        )
    )


def _line(marker: str, name: str, why: str) -> str:
    return " ".join(filter(None, (marker, visible(name, keep_newlines=False).strip(), why))) + "\n"


def _obligations(part: _Part, side: Side) -> str:
    """What a side did to duties, numbers and the like, each once, in words fit for one line."""
    found = list(Counter(each.message for each in part.changes if each.side == side))
    return f"(obligation: {visible('; '.join(found), keep_newlines=False)})" if found else ""


def _whole_lines(text: str) -> str:
    # Two spaces before a line end would be a line break in Markdown.
    return text if not text or text.endswith("\n") else text.rstrip(" \t") + "\n"
