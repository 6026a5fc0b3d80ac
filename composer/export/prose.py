"""Other people's Markdown, made fit to stand in a document of ours.

A clause's text may use Markdown, but it may not reach beyond its clause: no live HTML, no image, no link
but to ``https:`` and ``mailto:``, no heading that competes with the document's own, no code block that
swallows what follows. What is not allowed is shown as the text it is; no word goes missing.

The rewriting works on the source. A parser then judges the result as the most permissive reader would
read it, and a text that still does not pass is shown character by character.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.policy.placeholders import escape
from composer.text import strip_controls, unix, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_RISKY = re.compile(r"[<\[`]|~~~|^[ \t>*+.)0-9-]*#|^[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE)
"""Without one of these a text has no link, HTML, code block or heading, and needs no parser."""
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_NO_BREAK = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " "})

_MAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}"
_GOOD_AUTOLINK = rf"<(?:https://[^<>\s]*|mailto:[^<>\s]*|{_MAIL})>"
_CODE = re.compile(rf"\\[\s\S]|{_GOOD_AUTOLINK}|(`+)")
_SYNTAX = re.compile(
    rf"\\[\s\S]|{_GOOD_AUTOLINK}"
    r"|(?P<html><)(?=[A-Za-z/!?])"
    r"|!?\[(?P<label>[^\[\]\\\n`<]*)\]"
    r"\((?P<to>(?:[^()\s<>\\`]|\([^()\s<>\\`]*\))*)(?:[ \t]+\"[^\"\n\\<`]*\")?\)"
    r"|(?P<image>!)(?=\[)"
    r"|(?P<link>\]\()(?!(?:https://|mailto:)\S)"
    r"|(?P<definition>\]:)",
    re.IGNORECASE,
)
_GOOD_LINK = re.compile(r"(?:https://|mailto:)\S", re.IGNORECASE)
_UNDERLINE = re.compile(r"[=-]+[ \t]*$")
_STRONG = re.compile(r"\*\*|__|(?<![\w*])[*_](?=\w)|(?<=[\w.,;:!?)])[*_](?![\w*])")
_LABELLED = re.compile(r"\[([^\[\]]*)\]\(<?([^()<>\s]*)>?\)")
_LOWEST_HEADING, _TOP_BODY_HEADING = 6, 4


def body(text: str) -> str:
    """A clause's text as it may stand under its heading: tame Markdown, without blank lines around it."""
    said = printed(text).strip("\n")
    if not _RISKY.search(_ESCAPED.sub("", said)):
        return said
    tame = _tame(said)
    return tame if not _faults(tame) else _as_characters(said)


def one_line(text: str) -> str:
    """A title or name in Markdown: its characters mean themselves, and it stays on its line."""
    plain = literal(printed(text))
    return f"{plain[:-1]}\\#" if plain.endswith("#") and not plain.endswith("\\#") else plain


def literal(line: str) -> str:
    """One line in which every character means itself, wherever a paragraph may break."""
    plain = escape(line)
    return f"\\{plain}" if _UNDERLINE.match(plain) else plain


def unmarked(text: str) -> str:
    """A clause's text without the signs of bold type, italics and links; where a link leads stands behind it."""
    return _LABELLED.sub(r"\1 (\2)", _STRONG.sub("", text))


def printed(text: str) -> str:
    """Text as it leaves the program: no controls, nothing unseen, no-break spaces as plain ones."""
    return visible(strip_controls(unix(text)).translate(_NO_BREAK))


def headings(markdown: str) -> tuple[str, ...]:
    """What each heading of a text reads as, in order; readers make their anchors of it."""
    if "#" not in markdown:
        return ()
    tokens = _reader().parse(markdown)
    found = []
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            found.append("".join(child.content for child in token.children or () if child.type != "image"))
    return tuple(found)


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=2)
def _judge(*, tables: bool) -> MarkdownIt:
    """A reader that lets everything live."""
    from markdown_it import MarkdownIt

    judge = MarkdownIt("commonmark", {"html": True})
    judge.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - called by name
    return judge.enable("table") if tables else judge


def _faults(text: str) -> bool:
    """Whether any reader would find live HTML, an image, a link out of bounds, a heading too high, or no end."""
    for tables in (False, True):
        env: dict[str, object] = {}
        tokens = _judge(tables=tables).parse(f"{text}\n\nend", env)
        last = tokens[-2:-1]
        if env.get("references") or not last or last[0].content != "end" or last[0].level != 1:
            return True
        if any(_fault(token) for token in _all(tokens)):
            return True
    return False


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _fault(token: Token) -> bool:
    if token.type in {"html_block", "html_inline", "image"}:
        return True
    if token.type == "link_open":
        return not _GOOD_LINK.match(str(token.attrGet("href") or ""))
    return token.type == "heading_open" and int(token.tag[1:]) < _TOP_BODY_HEADING


def _tame(text: str) -> str:
    lines = text.split("\n")
    tokens = _reader().parse(text)
    code: set[int] = set()
    prose: list[tuple[int, int]] = []
    for token in tokens:
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "fence":
            code.update(range(start + 1, end))
        elif token.type == "code_block":
            code.update(range(start, end))
        elif token.type == "inline":
            prose.append((start, end))
    told = set(code)
    for start, end in prose:
        lines[start:end] = _tame_prose("\n".join(lines[start:end])).split("\n")
        told.update(range(start, end))
    for at, line in enumerate(lines):
        if at not in told:
            lines[at] = _SYNTAX.sub(_tamed, line)
    _lower_headings(lines, tokens)
    return _closed("\n".join(lines), tokens)


def _tame_prose(text: str) -> str:
    """One paragraph with everything but its code spans made tame."""
    parts: list[str] = []
    at = start = 0
    while found := _CODE.search(text, at):
        at = found.end()
        ticks = found.group(1)
        if not ticks:
            continue
        close = re.compile(rf"(?<!`){ticks}(?!`)").search(text, at)
        if close is None:
            continue
        inside = text[at : close.start()]
        # A code span over a line end or a cell border is read differently by different readers.
        if "\n" not in inside and "|" not in inside:
            parts += [_SYNTAX.sub(_tamed, text[start : found.start()]), text[found.start() : close.end()]]
            start = close.end()
        at = close.end()
    return "".join([*parts, _SYNTAX.sub(_tamed, text[start:])])


def _tamed(match: re.Match[str]) -> str:
    said = match.group(0)
    if match.group("html"):
        return "&lt;"
    if match.group("label") is not None:
        label, to = match.group("label"), match.group("to")
        if _GOOD_LINK.match(to):
            return said.removeprefix("!")
        return f"{label} ({to})" if to.casefold().startswith("http://") else label
    if match.group("image"):
        return "\\!"
    if match.group("link"):
        return "]\\("
    return "]\\:" if match.group("definition") else said


def _lower_headings(lines: list[str], tokens: Sequence[Token]) -> None:
    """Put a text's own headings below the clause's, the highest at level four."""
    found = [token for token in tokens if token.type == "heading_open" and token.map is not None]
    top = min((int(token.tag[1:]) for token in found), default=0)
    for token in found:
        assert token.map is not None  # noqa: S101
        start, end = token.map
        level = min(_LOWEST_HEADING, int(token.tag[1:]) - top + _TOP_BODY_HEADING)
        if token.markup.startswith("#"):
            lines[start] = lines[start].replace(token.markup, "#" * level, 1)
        elif token.level == 0:
            words = " ".join(line.strip() for line in lines[start : end - 1])
            lines[start:end] = [f"{'#' * level} {words}", *[""] * (end - start - 1)]
        else:
            lines[end - 1] = _UNDERLINE.sub(lambda rule: f"\\{rule.group(0)}", lines[end - 1])


def _closed(text: str, tokens: Sequence[Token]) -> str:
    """The text with a code block that nobody closed closed at its end."""
    if not tokens or tokens[-1].type != "fence":
        return text
    after = _reader().parse(f"{text}\n\nend")
    return text if after[-1].type == "paragraph_close" else f"{text}\n{tokens[-1].markup}"


def _as_characters(text: str) -> str:
    """The text with every character meaning itself; its lines and paragraphs stay."""
    return "\n".join(literal(line) for line in text.split("\n"))
