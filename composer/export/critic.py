"""A page as Markdown in which every change is marked with signs, so that it reads without colour: CriticMarkup.

The signs are those of https://criticmarkup.com: ``{++new++}``, ``{--gone--}``, ``{~~old~>new~~}`` and
``{>>note<<}``. Each stands inside one paragraph, item, heading or cell, so that the Markdown around it stays what
it is, and no word of the text can look like one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from composer.export import prose
from composer.export.page import Words, accepted, rejected
from composer.policy.dictionary import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.export.page import Block, Cell, Mark, Note, Page

_SIGN = re.compile(r"\{[+=-]{2}|[+=-]{2}\}")
_NEARLY = re.compile(r"([{}+=-])")
_ALIKE = re.compile(r"\{[+~>=-]{2}|[+~<=-]{2}\}|~>")
"""What looks like part of a mark where nothing can be escaped, as in code."""
_RUN = re.compile(r"`+")
_EDGES = re.compile(r"((?:\\\n|\s)*)(.*?)((?:\\\n|\s)*)", re.DOTALL)
"""Words between blanks and breaks, which stand outside bold type and links."""
_IN_LINK = str.maketrans({"|": "%7C", "{": "%7B", "}": "%7D"})
_RULE = r"\*\*\*"


def page_critic(page: Page) -> str:
    """The page as Markdown, with UTF-8 text, LF and one final newline; one without marks is plain Markdown.

    The contents are left out: no link finds a heading in which words are marked.
    """
    parts = [f"# {prose.one_line(page.title)}" if page.title else ""]
    parts += [f"**{prose.one_line(page.school)}**" if page.school else "", _about(page), _legend(page)]
    said = "\n\n".join(part for part in parts if part)
    body = "".join(_Writing().text(page.blocks))
    return f"{said}\n\n{body}".strip("\n") + "\n"


def _about(page: Page) -> str:
    if not page.about:
        return ""
    rows = [f"| {prose.one_line(label)} | {prose.one_line(said)} |" for label, said in page.about]
    return "\n".join([f"| {prose.one_line(page.about_heading)} | |", "|---|---|", *rows])


def _legend(page: Page) -> str:
    if not page.against:
        return ""
    beside = f"This is the whole document beside {prose.one_line(page.against)}"
    if accepted(page).blocks == rejected(page).blocks:
        return f"{beside}: no word is different."
    return (
        f"{beside}. Words in curly brackets are changes: "
        r"`++` marks what is new, `--` what is gone, `~~` what took the place of other words, the old ones first, "
        r"and `>>` a note on why."
    )


# Blocks


@dataclass
class _Writing:
    """What is remembered from one block to the next: how far each list is set in, and the number before."""

    widths: list[int] = field(default_factory=list)
    numbers: dict[int, tuple[int, str]] = field(default_factory=dict)
    before: Block | None = None

    def text(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block in blocks:
            first, rest = self._margins(block)
            lines = list(_lines(block))
            said = [f"{first}{lines[0]}".rstrip(), *(f"{rest}{line}".rstrip() for line in lines[1:])]
            yield f"{self._apart(block)}{chr(10).join(said)}\n"
            self.before = block

    def _margins(self, block: Block) -> tuple[str, str]:
        """What stands before the first line of a block, and before its other ones."""
        inside = block.level - 1 if block.kind == "item" else 0 if block.kind == "heading" else block.level
        self.widths += [2] * (inside - len(self.widths))
        del self.widths[inside:]
        margin = "> " * block.quoted + " " * sum(self.widths)
        if block.kind != "item":
            self.numbers = {level: last for level, last in self.numbers.items() if level <= inside}
            return margin, margin
        marker = self._marker(block)
        self.widths.append(len(marker))
        return margin + marker, margin + " " * len(marker)

    def _marker(self, block: Block) -> str:
        """The sign before an item; a list that counts anew right after another gets another stop."""
        self.numbers = {level: last for level, last in self.numbers.items() if level <= block.level}
        if not block.ordered:
            self.numbers.pop(block.level, None)
            return "- "
        number = int(block.number) if block.number.isdecimal() else 1
        last, stop = self.numbers.get(block.level, (number - 1, "."))
        if number <= last and block.mark == "same" and self.before is not None and self.before.mark == "same":
            stop = ")" if stop == "." else "."
        self.numbers[block.level] = number, stop
        return f"{number}{stop} "

    def _apart(self, block: Block) -> str:
        """The blank line between two blocks; two items stand together, where an item left without words would too."""
        before = self.before
        if before is None:
            return ""
        together = before.kind == block.kind == "item" and before.quoted == block.quoted
        stays = any(each.mark == "same" and not each.text.isspace() for each in block.words)
        same_list = (before.level, before.ordered) == (block.level, block.ordered)
        if together and (same_list or (stays and block.mark == "same")):
            return ""
        return ("> " * min(block.quoted, before.quoted)).rstrip() + "\n"


def _lines(block: Block) -> Iterator[str]:
    """The lines of a block without what stands before them."""
    notes = "".join(f" {_note(note)}" for note in block.notes)
    match block.kind:
        case "table":
            yield from _table(block)
        case "code":
            yield from _code(block)
        case "rule":
            yield _in_mark(_RULE, block.mark) if block.mark != "same" else "---"
        case "heading":
            number = f"{block.number}:" if block.number.startswith("Appendix") else block.number
            said = _heading(block, number)
            yield f"{'#' * block.level} {said}{notes}"
        case _:
            yield from f"{_opened(_text(block.words, block.mark))}{notes}".split("\n")


def _heading(block: Block, number: str) -> str:
    """A heading's words; the number of one that stays is nobody's change."""
    if number and block.mark != "same":
        return _text((Words(f"{number} "), *block.words), block.mark, line=True)
    said = f"{number} {_text(block.words, block.mark, line=True)}".strip()
    return f"{said[:-1]}\\#" if said.endswith("#") and not said.endswith("\\#") else said


def _opened(said: str) -> str:
    """A paragraph whose first word opens no list, heading or quotation, which blanks before it must not hide."""
    return said.strip("\n ")


def _table(block: Block) -> Iterator[str]:
    for at, row in enumerate(block.rows):
        cells = (_text(cell, block.mark if row.mark == "same" else row.mark, line=True) for cell in row.cells)
        yield f"| {' | '.join(cells)} |"
        if not at:
            yield "|---" * len(row.cells) + "|"


def _code(block: Block) -> Iterator[str]:
    """A block of code; one that is new or gone, or looks like a mark, is shown as lines: inside, no mark works."""
    said = prose.printed(block.text)
    if block.mark == "same" and not _ALIKE.search(said):
        longest = max((len(run) for run in _RUN.findall(said)), default=0)
        fence = "`" * max(3, longest + 1)
        yield from (fence, *said.split("\n"), fence)
        return
    lines = [line for line in said.split("\n") if line.strip()] or [""]
    for at, line in enumerate(lines, 1):
        yield _in_mark(_characters(line), block.mark) + ("\\" if at < len(lines) else "")


# Words


def _text(words: Cell, whole: Mark, *, line: bool = False) -> str:
    """A paragraph's words with their marks.

    Args:
        words: Its runs.
        whole: The mark of all of it; ``same`` where each run has its own.
        line: Whether it must stay on one line.
    """
    said: list[str] = []
    gone = ""
    for mark, run in groupby(words, lambda each: each.mark if whole == "same" else whole):
        inside = _styled(list(run), line=line)
        if gone and mark == "ins":
            said[-1] = f"{{~~{gone}~>{inside}~~}}"
        else:
            said.append(_in_mark(inside, mark))
        gone = inside if mark == "del" else ""
    return "".join(said)


def _in_mark(said: str, mark: Mark) -> str:
    if mark == "same" or not said:
        return said
    return f"{{++{said}++}}" if mark == "ins" else f"{{--{said}--}}"


def _note(note: Note) -> str:
    who = ", ".join(part for part in (note.by, in_words(note.on) if note.on is not None else "") if part)
    said = " ".join(note.text.split())
    return f"{{>>{_characters(f'{said} ({who})' if who else said)}<<}}"


def _styled(run: Sequence[Words], *, line: bool) -> str:
    """Runs of one mark with bold, italic and links; each opened once for neighbours that share it."""
    return "".join(
        _around("**" if bold else "", "".join(_italics(list(strong), line=line)), "**")
        for bold, strong in groupby(run, lambda each: each.bold)
    )


def _italics(run: Sequence[Words], *, line: bool) -> Iterator[str]:
    for italic, slanted in groupby(run, lambda each: each.italic):
        yield _around("*" if italic else "", "".join(_links(list(slanted), line=line)), "*")


def _links(run: Sequence[Words], *, line: bool) -> Iterator[str]:
    for link, linked in groupby(run, lambda each: each.link):
        said = "".join(_plain(each, line=line) for each in linked)
        live = link and not re.search(r"[<>\s\\]", link)
        yield _around("[" if live else "", said, f"](<{link.translate(_IN_LINK)}>)")


def _around(opens: str, said: str, closes: str) -> str:
    """Words between two signs, with the blanks around them outside; nothing but blanks gets none."""
    before, words, after = _edges(said)
    return f"{before}{opens}{words}{closes}{after}" if opens and words else said


def _edges(said: str) -> tuple[str, str, str]:
    found = _EDGES.fullmatch(said)
    assert found is not None  # noqa: S101 - every text is blanks, text, blanks
    return found[1], found[2], found[3]


def _plain(words: Words, *, line: bool) -> str:
    text = prose.printed(words.text)
    if words.code and "\n" not in text and "|" not in text and not _ALIKE.search(text) and text.strip():
        longest = max((len(run) for run in _RUN.findall(text)), default=0)
        ticks = "`" * (longest + 1)
        pad = " " if text.startswith("`") or text.endswith("`") or text != text.strip() else ""
        return f"{ticks}{pad}{text}{pad}{ticks}"
    if line:
        return _characters(text.replace("\n", " "))
    return "\\\n".join(_characters(piece) for piece in text.split("\n"))


def _characters(said: str) -> str:
    """Text in which every character means itself, with the blanks around it; none looks like a mark."""
    if not said.strip():
        return " " if said else ""
    before, words, after = _edges(said)
    literal = _SIGN.sub(lambda sign: _NEARLY.sub(r"\\\1", sign[0]), prose.literal(words))
    return f"{' ' if before else ''}{literal}{' ' if after else ''}"
