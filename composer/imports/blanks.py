"""The blanks of a document from elsewhere, each with the placeholder that is proposed for it.

Blanks are told by their shape (``policy.blank_shapes``), by words such as "insert name here", by the double braces of a
mail merge, and by a colour on a few words. A colour on a whole sentence, and a bracket that holds one, is a note to
whoever drafts: it stays, and is told. So does a line to sign on.

A blank with words in it is one placeholder wherever it stands. One without, such as XXX, and one that may ask for
anything of its kind, such as [name] or [date], is told apart by the label before it, else by its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer import text as prose
from composer.imports import blank_names
from composer.imports.cutting import cut as cut_up
from composer.policy.blank_shapes import shapes
from composer.policy.incoming import Blank
from composer.policy.problems import Problem
from composer.text import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from composer.imports.source import Source, SourceBlock
    from composer.policy.dictionary import ValueEntry
    from composer.policy.incoming import CutUp, Piece

MOST_IN_COLOUR = 6
"""Words that are a blank because of their colour; more are a note."""

MOST_IN_BRACKETS = 10
"""Words in brackets that are a blank; more are a note."""

_HINT = "unfilled control"
"""What a Word document's reader gives as the colour of such words."""

_OPEN, _SHUT = "\ue000", "\ue001"
"""Where a coloured stretch starts and stops while the document is cut a second time to find it."""

_ESCAPE = re.compile(r"\\([!-/:-@\[\]-_{-~])")
_BRACES = re.compile(r"\{\{([^{}\n]{1,80})\}\}")
_DOUBLED = re.compile(r"\{(?=\{)|\}(?=\})")
_BY_WORDS = re.compile(
    r"\((?:please )?(?:insert|enter|add|state|name of|give)\b[^()\n]{1,80}\)"
    r"|\b(?:insert|enter|type)\s+(?:the |your |a )?[\w'’ -]{2,50}?\s+here\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:\A|[\n|.,;]|\b(?:or|and)\b)[\s>*_+-]*([A-Za-z][\w'’ /&-]{1,48}?)[*_]*(?::[*_]*|[*_]*\s*\|)[\s*_]*\Z"
)
_UNIT = re.compile(r"[\s*_]*((?:working |school |calendar )?(?:minutes|hours|days|weeks|months|terms|years))\b")
_TO_SIGN = re.compile(r"\b(?:sign(?:ed|ature)?|date|dated|print(?:ed)? name|name|on behalf of)\b", re.IGNORECASE)
_DATE = re.compile(r"[dDmMyYxX0_20-9]{1,4}[/.-]")
_REMARKS = frozenset(("sic", "…", "...", "emphasis added", "our emphasis"))
_AROUND = 40
_MOST_IN_LABEL = 4
"""Words before a colon that are a label; of a longer sentence the last two are."""
_SIGNS = re.compile(r"[\\\[\]<>{}«»()_*=]+")
_THE = re.compile(r"\bthe\s+[*_]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A blank at one place of one piece."""

    piece: Piece
    start: int
    stop: int
    said: str
    """The words in it that tell what is asked; empty where it has none."""
    line: bool = False

    @property
    def written(self) -> str:
        return self.piece.text[self.start : self.stop]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The blanks of a document."""

    blanks: tuple[Blank, ...]
    notes: tuple[str, ...] = ()
    """What looks like a blank and is left as it stands, as sentences."""


def propose(
    cut: CutUp, source: Source, values: Mapping[str, ValueEntry], earlier: Mapping[str, ValueEntry] | None = None
) -> Proposal:
    """A placeholder for every blank.

    Args:
        cut: The document, cut up.
        source: The same document as it was read, for its colours.
        values: The dictionary.
        earlier: The entries that an earlier edition of the document brought; a blank that asks the same keeps its name.
    """
    notes: list[str] = []
    coloured = _coloured(cut, source, notes)
    spots: list[_Spot] = []
    for piece in cut.pieces:
        found = [*_shaped(piece, notes), *coloured.get(piece.index, ())]
        spots += _apart(found)
    blanks = _named(spots, values, earlier or {})
    notes += [
        f"The title of piece {piece.index} has a blank in it, “{piece.title}”: write it out."
        for piece in cut.pieces
        if piece.titled_by != "opening" and any(_shaped(replace(piece, text=piece.title), []))
    ]
    return Proposal(blanks, tuple(notes))


def with_placeholders(piece: Piece, blanks: Iterable[Blank]) -> str:
    """A piece's text with these blanks as placeholders; double braces of its own that are none mean themselves."""
    places = [(start, stop, each.name) for each in blanks for at, start, stop in each.places if at == piece.index]
    said, done = [], 0
    for start, stop, name in sorted(places):
        said += [_harmless(piece.text[done:start]), f"{{{{{name}}}}}"]
        done = stop
    return "".join((*said, _harmless(piece.text[done:])))


def _harmless(text: str) -> str:
    return _DOUBLED.sub(r"\g<0>\\", text)


# -- finding ------------------------------------------------------------------------------------------------


def _shaped(piece: Piece, notes: list[str]) -> Iterator[_Spot]:
    """What looks like a blank by its shape or its words."""
    bare, at = _unescaped(piece.text)
    for match in PLACEHOLDER.finditer(bare):
        if ":" not in match[1]:
            yield _spot(piece, at, *match.span(), match[1].replace("_", " "))
    for match in _BRACES.finditer(bare):
        if not PLACEHOLDER.fullmatch(match[0]) and prose.word_count(match[1]):
            yield _spot(piece, at, *match.span(), match[1].replace("_", " "))
    for match in _BY_WORDS.finditer(bare):
        yield _spot(piece, at, *match.span(), match[0])
    for shape in shapes(bare):
        written = bare[shape.start : shape.stop]
        if shape.inside.casefold() in _REMARKS:
            continue
        if prose.word_count(written) > MOST_IN_BRACKETS:
            notes.append(f"“{_short(written)}” in piece {piece.index} reads like a note to whoever drafts; it stays.")
        elif shape.kind == "line" and _TO_SIGN.search(_line_before(bare, shape.start)):
            note = f"Piece {piece.index} ({piece.title}) has a line to sign on; it stays."
            notes.extend([note] if note not in notes[-1:] else [])
        else:
            spot = _spot(piece, at, shape.start, shape.stop, shape.inside or written)
            yield replace(spot, line=shape.kind == "line")


def _spot(piece: Piece, at: list[int], start: int, stop: int, words: str) -> _Spot:
    return _Spot(piece, at[start], at[stop], blank_names.said_in(words))


def _unescaped(text: str) -> tuple[str, list[int]]:
    """The text without its backslashes, and where in the text each character of it stands, its backslash included."""
    if "\\" not in text:
        return text, list(range(len(text) + 1))
    said: list[str] = []
    at: list[int] = []
    done = 0
    for match in _ESCAPE.finditer(text):
        said += [text[done : match.start()], match[1]]
        at += [*range(done, match.start()), match.start()]
        done = match.end()
    said.append(text[done:])
    at += range(done, len(text) + 1)
    return "".join(said), at


def _line_before(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at][-60:]


def _apart(found: Iterable[_Spot]) -> list[_Spot]:
    """Spots that do not overlap, in order; of two that do, the one that starts first and of those the longer."""
    kept: list[_Spot] = []
    for spot in sorted(found, key=lambda spot: (spot.start, -spot.stop)):
        if not kept or spot.start >= kept[-1].stop:
            kept.append(spot)
    return kept


def _coloured(cut: CutUp, source: Source, notes: list[str]) -> dict[int, list[_Spot]]:
    """The short stretches that the document marks with a colour, by piece; longer ones are told."""
    if not any(block.highlights for block in source.blocks):
        return {}
    try:
        marked = cut_up(replace(source, blocks=tuple(_signed(block) for block in source.blocks)))
    except Problem:
        return {}
    found: dict[int, list[_Spot]] = {}
    for piece, twin in zip(cut.pieces, marked.pieces, strict=False):
        if piece.text != twin.text.replace(_OPEN, "").replace(_SHUT, ""):
            notes.append(
                f"Words in colour near piece {piece.index} ({piece.title}) could not be placed: look for them."
            )
            break
        for start, stop in _stretches(twin.text):
            words = piece.text[start:stop]
            count = prose.word_count(words)
            if not _is_hint(words, source) and (count > MOST_IN_COLOUR or words.rstrip("*_ ").endswith((".", "?"))):
                colour = _colour(words, source)
                notes.append(f"“{_short(words)}” in piece {piece.index} is marked {colour}: the school decides.")
            elif count:
                spot = _Spot(piece, start, stop, blank_names.said_in(words))
                found.setdefault(piece.index, []).append(spot)
    return found


def _colour(words: str, source: Source) -> str:
    """How the document marks these words, as far as its name for it tells."""
    for block in source.blocks:
        for each in block.highlights:
            said = block.text[each.start : each.end].strip("*_ ")
            if said and said in words:
                return each.colour if each.colour.isalpha() else "in colour"
    return "in colour"


def _is_hint(words: str, source: Source) -> bool:
    """Whether these words are what a control says that nobody filled in."""
    hints = (
        block.text[each.start : each.end].strip("*_ ")
        for block in source.blocks
        for each in block.highlights
        if each.colour == _HINT
    )
    return words.strip("*_ ") in hints


def _signed(block: SourceBlock) -> SourceBlock:
    """A block with a sign at either end of what is in colour, inside the signs of bold type around it."""
    text, done, said = block.text, 0, []
    for each in sorted(block.highlights, key=lambda each: each.start):
        start, stop = max(each.start, done), each.end
        while start < stop and text[start] in "*_ ":
            start += 1
        while stop > start and text[stop - 1] in "*_ ":
            stop -= 1
        if start < stop and block.kind != "heading":
            said += [text[done:start], _OPEN, text[start:stop], _SHUT]
            done = stop
    return replace(block, text="".join((*said, text[done:])))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where the text without the signs has what stands between them; neighbours with only a blank between are one."""
    found: list[tuple[int, int]] = []
    start = at = 0
    for part in re.split(f"([{_OPEN}{_SHUT}])", text):
        if part == _OPEN:
            start = at
        elif part == _SHUT:
            if found and found[-1][1] + 1 >= start:
                start = found.pop()[0]
            found.append((start, at))
        else:
            at += len(part)
    return iter(found)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST_TOLD else f"{flat[:_LONGEST_TOLD].rsplit(' ', 1)[0]}…"


_LONGEST_TOLD = 90


# -- naming -------------------------------------------------------------------------------------------------


def _named(
    spots: Iterable[_Spot], values: Mapping[str, ValueEntry], earlier: Mapping[str, ValueEntry]
) -> tuple[Blank, ...]:
    """The spots as blanks, in the order in which the document has them first."""
    before = {entry.question: name for name, entry in earlier.items()}
    taken: dict[str, object] = dict.fromkeys((*values, *earlier))
    used: set[str] = set()
    by_words: dict[str, tuple[str, str]] = {}
    found: dict[tuple[str, str], Blank] = {}
    for spot in spots:
        key, words = _asked(spot)
        name = blank_names.known(words if key.startswith("label:") else spot.said, values)
        question = ""
        if name:
            spot = _without_article(spot, name, values)  # noqa: PLW2901 - the same spot, grown by a word
        else:
            if key not in by_words:
                question = _question(spot)
                own = blank_names.named(words) or "blank"
                again = own if own in earlier and own not in used and not key.startswith("place:") else ""
                made = before.get(question) or again or blank_names.untaken(own, taken)
                taken[made] = None
                used.add(made)
                by_words[key] = (made, question)
            name, question = by_words[key]
        place = (spot.piece.index, spot.start, spot.stop)
        blank = found.get((spot.written, name)) or Blank(spot.written, name, not question, question)
        pieces = dict.fromkeys((*blank.pieces, spot.piece.index))
        found[spot.written, name] = replace(blank, pieces=tuple(pieces), places=(*blank.places, place))
    return tuple(found.values())


def _asked(spot: _Spot) -> tuple[str, str]:
    """What makes a blank the same as another one, and the words to name it by."""
    vague = blank_names.vague(spot.said)
    worded = any(char.isalpha() for char in spot.said) and not _bare(spot)
    if worded and not vague:
        return f"words: {spot.said}", spot.said
    text = spot.piece.text
    label = _LABEL.search(text[max(0, spot.start - 120) : spot.start])
    words = blank_names.said_in(label[1]) if label is not None else ""
    if len(words.split()) > _MOST_IN_LABEL:
        words = " ".join(words.split()[-2:])
    if words:
        return f"label: {words}", words
    unit = _UNIT.match(text, spot.stop)
    here = f"place: {spot.piece.index} {spot.start}"
    if unit is not None:
        return here, f"number of {unit[1].split()[-1]}"
    return here, spot.said if vague and worded else "date" if _DATE.match(spot.written) else ""


def _bare(spot: _Spot) -> bool:
    """Whether a blank is only signs: XXX, a line, ``dd/mm/yyyy``."""
    return spot.line or not re.search(r"[^\W\d_xX]{2}", re.sub(r"[dDmMyY]{2,4}", "", spot.written))


def _question(spot: _Spot) -> str:
    if not _bare(spot) and not blank_names.vague(spot.said):
        return f"What goes in place of “{' '.join(_SIGNS.sub(' ', spot.written).split())}”?"
    text = spot.piece.text
    before = text[max(text.rfind("\n", 0, spot.start) + 1, spot.start - _AROUND) : spot.start]
    after = text[spot.stop : spot.stop + _AROUND].split("\n", 1)[0]
    # Half a word at either end would read badly.
    before = before.partition(" ")[2] if len(before) == _AROUND else before
    after = after.rpartition(" ")[0] if len(after) == _AROUND else after
    blank = "___" if _bare(spot) else f"[{spot.said}]"
    said = _ESCAPE.sub(r"\1", f"{before}{blank}{after}")
    return f"What goes into the blank in “{' '.join(said.split())}”?"


def _without_article(spot: _Spot, name: str, values: Mapping[str, ValueEntry]) -> _Spot:
    """A spot that takes in the "the" before it, where the value brings its own."""
    entry = values.get(name)
    if entry is None or not isinstance(entry.default, str) or not entry.default.startswith("the "):
        return spot
    article = _THE.search(spot.piece.text[max(0, spot.start - 8) : spot.start])
    bold = article is not None and article[0].rstrip()[-1:] in "*_"
    return spot if article is None or bold else replace(spot, start=spot.start - len(article[0]))
