"""The one door for other people's prose.

Three things happen here and nowhere else: text is made safe to show (:func:`visible`, :func:`first_hostile`,
:func:`strip_controls`), text is brought into the two forms that digests are taken of (:func:`exact_form`,
:func:`sense_form`), and text is cut (:func:`tokens` for words, :func:`units` for sentences and list items).
Both cuts lose nothing: joined again they give the text back, whatever was in it.

Work is linear in the length of the text, also on text made to be slow.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

DIGEST_SCHEME = 1
"""Version of the two forms below; it goes wherever a digest is stored, and changes when a form changes."""

PLACEHOLDER = re.compile(r"\{\{ ?([a-z][a-z0-9_:-]{0,63}) ?\}\}")
"""A `{{placeholder}}`; group 1 is its key. The length limit keeps hostile text linear."""

# -- showing -----------------------------------------------------------------------------------------------

_SYMBOLS = "\u2190-\u2bff\U0001f000-\U0001faff"
_HOSTILE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# str.isprintable() says yes to these, and they show as nothing.
_BLANK_BUT_PRINTABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0d\U000e0100-\U000e01ef]"
)
# Group 1 is harmless: the joiner inside an emoji, and the flags of England, Scotland and Wales, which are
# spelt with tag characters.
_SUSPECT = re.compile(
    f"((?<=[{_SYMBOLS}\ufe0f])\u200d(?=[{_SYMBOLS}])"
    "|(?<=\U0001f3f4)\U000e0067\U000e0062"
    "(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)"
    "\U000e007f)"
    "|[^ -~]"
)
# Emoji newer than this Python's Unicode tables are unassigned to it, and are still emoji.
_EMOJI = re.compile("[\U0001f000-\U0001faff]")
_STRIPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINE_SEPARATORS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_CONTROL_NAMES = {
    0x00: "NULL", 0x07: "BELL", 0x08: "BACKSPACE", 0x0B: "LINE TABULATION", 0x0C: "FORM FEED",
    0x0D: "CARRIAGE RETURN", 0x1B: "ESCAPE", 0x7F: "DELETE", 0x85: "NEXT LINE",
    0x9B: "CONTROL SEQUENCE INTRODUCER", 0x9D: "OPERATING SYSTEM COMMAND",
}  # fmt: skip


def unix(text: str) -> str:
    """The text with every line ending as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def visible(text: str, *, keep_newlines: bool = True) -> str:
    """The text with everything unseen or dangerous to a terminal turned into a sign.

    C0 controls become their pictures (`␛`), a tab one space, a no-break space `␣`, and other controls,
    bidi and zero-width characters, soft hyphens, tags and unassigned code points `⟨U+202E⟩`. Accents,
    curly quotes, dashes, Welsh, Polish and emoji are left alone. With `keep_newlines=False` a line feed is
    shown too (`␊`), for places that have one line only.
    """
    printable = (text.replace("\n", "") if keep_newlines else text).isprintable()
    if printable and (text.isascii() or not _BLANK_BUT_PRINTABLE.search(text)):
        return text

    def shown(match: re.Match[str]) -> str:
        char = match[0]
        if match[1] or (char == "\n" and keep_newlines):
            return char
        return _sign(char)

    return _SUSPECT.sub(shown, text)


def _sign(char: str) -> str:
    code = ord(char)
    if char == "\t":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if char in "\u00a0\u202f":
        return "␣"
    if _BLANK_BUT_PRINTABLE.match(char):
        return f"⟨U+{code:04X}⟩"
    if char.isprintable() or unicodedata.category(char) == "Zs" or _EMOJI.match(char):
        return char
    return f"⟨U+{code:04X}⟩"


def first_hostile(text: str) -> tuple[int, str] | None:
    """Where the first character stands that no file of ours may hold, and its name; `None` when clean.

    Refused are C0 controls but line feed and tab, delete, C1, bidi controls, the line and paragraph
    separators and lone surrogates. A carriage return is among them: take :func:`unix` first.
    The name is like `U+202E RIGHT-TO-LEFT OVERRIDE`.
    """
    match = _HOSTILE.search(text)
    if match is None:
        return None
    code = ord(match[0])
    fallback = "LONE SURROGATE" if 0xD800 <= code <= 0xDFFF else "CONTROL CHARACTER"
    name = _CONTROL_NAMES.get(code) or unicodedata.name(match[0], fallback)
    return match.start(), f"U+{code:04X} {name}"


def strip_controls(text: str) -> str:
    """Pasted text made fit to keep: controls and unseen characters go, other line separators become LF.

    The joiner inside an emoji and the tags of the three national flags stay; no visible character goes.
    """
    text = _LINE_SEPARATORS.sub("\n", unix(text))
    if text.replace("\n", "").isprintable():
        return text
    keep = {match.start() + at for match in _SUSPECT.finditer(text) if match[1] for at in range(len(match[1]))}
    return _STRIPPED.sub(lambda match: match[0] if match.start() in keep else "", text)


# -- cutting into words ------------------------------------------------------------------------------------

_PUNCTUATION = (
    "\x00-\x08\x0e-\x1b!-/:-@\\[-`{-\x9f\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8"
    "\u00bb\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u3001-\u303f"
)
# The ASCII run first: the full class is tried range by range, and most words never need it.
_LETTERS = f"(?:[A-Za-z0-9]++[^\\s{_PUNCTUATION}{_SYMBOLS}]*+|[^\\s{_PUNCTUATION}{_SYMBOLS}]++)"
_WORDS = (
    r"\{\{ ?[a-z][a-z0-9_:-]{0,63} ?\}\}"
    r"|https?://[^\s<>()\[\]{}\"'“”‘’]*[^\s<>()\[\]{}\"'“”‘’.,;:!?*_]"
    rf"|{_LETTERS}(?:(?:['’-]|(?<=\d)[.,:](?=\d)){_LETTERS})*"
)
_WORD = re.compile(_WORDS)
_TOKEN = re.compile(
    rf"{_WORDS}|\s+|[{_SYMBOLS}][{_SYMBOLS}\u200d\u20e3\ufe0e\ufe0f\U000e0020-\U000e007f]*"
    r"|(?:\*+|_+|~+|`+|#+|=+|\.+|-+|(?s:.))[\u0300-\u036f\u200d\ufe0f]*"
)


def tokens(text: str) -> list[str]:
    """The text cut into words, runs of white space, marks and signs; joined they are the text again.

    A word keeps its inner apostrophes, hyphens and combining marks, a number its point or comma, and a
    web address or a `{{placeholder}}` is one token. Runs of one Markdown mark (`**`, `##`), and of emoji,
    are one token; other punctuation is one token a sign.
    """
    return _TOKEN.findall(text)


def word_count(text: str) -> int:
    """How many words a reader would count; a placeholder, a number and a web address are one each."""
    return len(_WORD.findall(text))


# -- cutting into sentences and list items -----------------------------------------------------------------

UnitKind = Literal["sentence", "item", "quote", "heading", "row", "code", "rule", "break", "blank"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text that is compared as one: mostly a sentence."""

    text: str
    """The piece with the white space that follows it, so that units joined are the text."""
    kind: UnitKind
    """`item`, `quote` and `sentence` are sentences; the first two open a list item or a quotation.
    `break` is a blank stretch that parts two paragraphs, `blank` one that changes nothing."""
    sense: str
    """The piece as :func:`sense_form` reads it: equal when only quotes, dashes, spaces or wrapping differ."""


# Indented as far as one likes and with any kind of space, since the sense form drops both.
_MARKER = re.compile(r"[^\S\n]*([-*+•]|[0-9]{1,9}[.)])(?=\s|$)")
_QUOTED = re.compile(r"\A(?:[^\S\n]*>)+")
_HEADING = re.compile(r"[^\S\n]*#{1,6}(?=\s|$)")
_FENCE = re.compile(r"[^\S\n]*(```|~~~)")
_CUT = re.compile(r"(?<=[.!?…\"'’”)\]*_])\s+")
_UNDER_HEADER = re.compile(r"[^\S\n]*(?:\|[^\S\n]*)?:?-+:?(?:[^\S\n]*\|[^\S\n]*:?-+:?)+[^\S\n]*(?:\|[^\S\n]*)?")
_DEFINITION = re.compile(r" {0,3}\[[^\]\[^][^\]\[]*\]:[^\S\n]*[^\s]+(?:[^\S\n]+[\"'(].*)?[^\S\n]*")
_MANY_BARS = 3
_CLOSERS = "\"'’”)]*_"
_NEVER_ENDS = frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "prof", "rev", "st", "cf", "vs", "viz", "e.g", "i.e", "eg", "ie", "para",
     "paras", "pp", "fig", "inc")
)  # fmt: skip
_MAY_END = frozenset(("a.m", "p.m", "am", "pm", "etc", "ltd"))


def units(text: str) -> list[Unit]:
    """The text cut into sentences, list items, headings, table rows, code blocks and blank stretches.

    A wrapped paragraph and one with a sentence a line give the same units but for the white space in them.
    The units' texts joined are the text again.
    """
    found: list[Unit] = []
    for piece, is_blank in _stretches(text):
        if is_blank:
            found.append(Unit(piece, "blank", ""))
        else:
            pieces = _cut_remembered(piece) if len(piece) <= 4096 else _cut(piece)
            if found and found[-1].kind == "blank" and _would_run_on(found, pieces[0].kind):
                found[-1] = Unit(found[-1].text, "break", "")
            found.extend(pieces)
    return found


def _would_run_on(found: list[Unit], kind: UnitKind) -> bool:
    """Whether a unit, but for the blank that ends `found`, would be part of the block before the blank."""
    for at in range(len(found) - 2, -1, -1):
        before = found[at]
        if before.kind not in ("sentence", "item", "quote"):
            return False
        if kind == "sentence":
            return True
        if kind != "quote" or before.kind != "sentence":
            return kind == "quote" and before.sense.startswith(">")
    return False


def _stretches(text: str) -> Iterable[tuple[str, bool]]:
    """The text as runs of blank lines (true) and runs of others; a fenced code block stays whole."""
    lines = text.split("\n")
    last = lines.pop()
    lines = [f"{line}\n" for line in lines]
    if last:
        lines.append(last)
    fenced = "```" in text or "~~~" in text
    start = 0
    fence = ""
    blank = False
    for at, line in enumerate(lines):
        if fence:
            if line.lstrip().startswith(fence) and line.strip() == fence[0] * len(line.strip()):
                yield "".join(lines[start : at + 1]), False
                start, fence = at + 1, ""
            continue
        opening = _FENCE.match(line) if fenced else None
        is_blank = line.isspace()
        if at > start and (opening or is_blank != blank):
            yield "".join(lines[start:at]), blank
            start = at
        blank = is_blank
        if opening:
            fence = opening[1]
    if start < len(lines):
        yield "".join(lines[start:]), blank and not fence


def _cut(stretch: str) -> tuple[Unit, ...]:
    """The units of one run of lines without a blank line among them, or of one code block."""
    if _FENCE.match(stretch):
        return (Unit(stretch, "code", exact_form(stretch).rstrip("\n")),)
    found: list[Unit] = []
    block: list[str] = []
    kind: UnitKind = "sentence"
    in_list = False
    lines = stretch.split("\n")
    rows = _open_rows(lines) if "|" in stretch else frozenset()
    for at, line in enumerate(lines):
        opens = "row" if at in rows else _opening(line, block, kind, in_list=in_list)
        if opens is not None:
            if block:
                found.extend(_sentences("\n".join(block) + "\n", kind))
            block, kind = [], opens
            in_list = in_list or opens == "item"
        block.append(line)
    found.extend(_sentences("\n".join(block), kind))
    return tuple(found)


_cut_remembered = lru_cache(maxsize=8192)(_cut)


def _open_rows(lines: list[str]) -> frozenset[int]:
    """Which lines are rows of a table, though they have no bar at the start.

    They are known by the dashes under the first row or, where those went missing, by many bars on two lines.
    """
    bars = [line.count("|") for line in lines]
    bars = [
        many if many and _opening(line, [], "sentence", in_list=False) in ("sentence", "row") else 0
        for line, many in zip(lines, bars, strict=True)
    ]
    rows: set[int] = set()
    for at in range(1, len(lines)):
        if bars[at - 1] and _UNDER_HEADER.fullmatch(lines[at]):
            rows |= {at - 1, at}
        elif bars[at] and at - 1 in rows:
            rows.add(at)
        elif min(bars[at - 1], bars[at]) >= _MANY_BARS:
            rows |= {at - 1, at}
    return frozenset(rows)


def _opening(line: str, block: list[str], within: UnitKind, *, in_list: bool) -> UnitKind | None:
    """What the line opens; `None` when it goes on with the block before it, which is `within`."""
    kind: UnitKind = "sentence"
    runs_on = bool(block) and within not in ("row", "heading", "rule") and not _is_definition(block)
    if line[:1].isalpha():
        return None if runs_on else kind
    rest = line
    if quoted := _QUOTED.match(line):
        kind, rest = "quote", line[quoted.end() :]
    head = rest.lstrip()[:1]
    if head == "|":
        return "row"
    if head == "#" and _HEADING.match(rest):
        return "heading"
    if _is_rule(rest):
        return "rule"
    marker = _MARKER.match(rest)
    # As in Markdown: a number in running text does not start a list, unless it is 1.
    if marker and (not block or in_list or not marker[1][0].isdigit() or marker[1][:-1] == "1"):
        return "item"
    if runs_on and (kind == "sentence" or _QUOTED.match(block[0])):
        return None
    return kind


def _is_definition(block: list[str]) -> bool:
    """Whether the block is one line that says where a link leads, such as `[form]: form.pdf`."""
    return len(block) == 1 and "]:" in block[0] and _DEFINITION.fullmatch(block[0]) is not None


def _is_rule(line: str) -> bool:
    if line.lstrip()[:1] not in ("-", "*", "_", "="):
        return False
    signs = "".join(line.split())
    return len(signs) >= 3 and signs[0] in "-*_=" and signs == signs[0] * len(signs)


def _sentences(block: str, kind: UnitKind) -> Iterable[Unit]:
    """The units of one block; the first has the block's kind, the rest are sentences."""
    if not block:
        return
    if kind in ("row", "heading", "rule"):
        yield Unit(block, kind, _sense(block, kind))
        return
    quoted = _QUOTED.match(block) is not None
    start = 0
    for space in _CUT.finditer(block, _body_start(block)):
        end = space.end()
        if end < len(block) and _ends_sentence(block, start, space.start(), end):
            piece = block[start:end]
            yield Unit(piece, kind, _sense(_unquoted(piece, block, start) if quoted else piece, kind))
            start, kind = end, "sentence"
    piece = block[start:]
    yield Unit(piece, kind, _sense(_unquoted(piece, block, start) if quoted else piece, kind))


def _unquoted(piece: str, block: str, start: int) -> str:
    """A piece of a quotation without the `>` of its lines, but for the one that opens the quotation."""
    first, *others = piece.split("\n")
    if start and block[start - 1] == "\n":
        first = _QUOTED.sub("", first, count=1)
    return "\n".join([first, *(_QUOTED.sub("", line, count=1) for line in others)])


def _body_start(block: str) -> int:
    """Where a block's words start, after quotation and list markers."""
    quoted = _QUOTED.match(block)
    at = quoted.end() if quoted else 0
    marker = _MARKER.match(block, at)
    return marker.end() + 1 if marker else at


def _ends_sentence(block: str, start: int, stop: int, following: int) -> bool:
    """Whether the white space from `stop` to `following` parts two sentences."""
    parts = block[max(start, stop - 40) : stop].split()
    word = parts[-1].rstrip(_CLOSERS) if parts else ""
    if not word or word[-1] not in ".!?…":
        return False
    ahead = block[following : following + 12].lstrip("> \t\"'‘“([*_")[:1]
    if ahead.islower():
        return False
    if word[-1] != "." or word.endswith(".."):
        return True
    bare = word.lstrip("\"'‘“([*_")[:-1]
    if len(bare) == 1 and bare.isupper() and bare != "I":
        return False
    name = bare.lower()
    if name in ("no", "nos"):
        return not ahead.isdigit()
    if name in _MAY_END:
        return ahead.isupper()
    return name not in _NEVER_ENDS


# -- forms and digests -------------------------------------------------------------------------------------

_QUOTES = str.maketrans(dict.fromkeys('‘’‚‛“”„‟«»‹›"ʼ´', "'") | {"…": "..."})
_SHORT_DASH = "-‐‑‒–−"
_DASH = re.compile(f" ?(?:[{_SHORT_DASH}—―]{{2,}}|[—―]) ?| [{_SHORT_DASH}] |[{_SHORT_DASH}]")
_STYLED = re.compile(f'[{_SHORT_DASH}"]')


def _sense(piece: str, kind: UnitKind) -> str:
    """One unit without quote styles, dash styles, spaces and wrapping; what opens its block stays."""
    head = ""
    if kind != "sentence" and (quoted := _QUOTED.match(piece)):
        head = ">" * quoted[0].count(">") + " "
        piece = piece[quoted.end() :].removeprefix(" ")
    if kind == "item" and (marker := _MARKER.match(piece)):
        indent = len(piece[: marker.start(1)].expandtabs(4))
        head += " " * indent + ("-" if marker[1] in "*+" else marker[1]) + " "
        piece = piece[marker.end() :]
    if _is_rule(piece):
        piece = "===" if "=" in piece else "***"
    return (head + _fold(piece)).rstrip(" ")


def _fold(words: str) -> str:
    """Prose on one line with one kind of quote and dash: an em dash is a spaced en dash."""
    words = " ".join(words.split())
    if words.isascii() and not _STYLED.search(words):
        return words
    words = unicodedata.normalize("NFC", words).translate(_QUOTES)
    folded = _DASH.sub(lambda match: " – " if len(match[0]) > 1 or match[0] in "—―" else "–", words)
    return " ".join(folded.split())


def exact_form(text: str) -> str:
    """The text with LF, in NFC, no blanks at line ends and one final newline (none when there is no text)."""
    lines = [line.rstrip(" \t") for line in unicodedata.normalize("NFC", unix(text)).split("\n")]
    body = "\n".join(lines).rstrip("\n")
    return f"{body}\n" if body else ""


def sense_form(text: str) -> str:
    """The text as it reads: also without quote styles, dash styles, spaces and wrapping.

    Paragraphs, list items, headings and quotations stay what they are: splitting a paragraph or turning it
    into a list gives another form. It is made to be compared, not shown.
    """
    blocks: list[str] = []
    opens = True
    for unit in units(exact_form(text)):
        if unit.kind in ("break", "blank"):
            opens = True
            continue
        if opens or unit.kind != "sentence":
            blocks.append(unit.sense)
        else:
            blocks[-1] += f" {unit.sense}"
        opens = unit.kind in ("heading", "row", "code", "rule")
    return "\n\n".join(blocks) + "\n" if blocks else ""


def digest(form: str) -> str:
    """`sha256:` and 64 hex digits of a form; lone surrogates are digested, not refused."""
    import hashlib

    return "sha256:" + hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest()


def exact_digest(text: str) -> str:
    """The digest of the text's exact form."""
    return digest(exact_form(text))


def sense_digest(text: str) -> str:
    """The digest of the text's sense form."""
    return digest(sense_form(text))


# -- names -------------------------------------------------------------------------------------------------


def near(name: str, candidates: Iterable[str]) -> str | None:
    """The known name that was probably meant, for "did you mean"; `None` when none is close."""
    import difflib

    known = {candidate.casefold()[:64]: candidate for candidate in candidates}
    match = difflib.get_close_matches(name.casefold()[:64], known, n=1, cutoff=0.6)
    return known[match[0]] if match else None
