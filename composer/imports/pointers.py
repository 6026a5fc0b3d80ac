"""References by number in a document, which lead elsewhere once the policy numbers its clauses itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.policy.incoming import PieceSection

_POINTER = re.compile(
    r"\b(?:sections?|paragraphs?|paras?\.?|clauses?|parts?|points?|appendix|appendices|annexe?)\s+"
    r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}(?![0-9])|[A-Z](?![\w'’]))",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?:see|in|at|under|per|to|of|and|with)\s+(?P<number>[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,2})?)"
    r"(?![.,]?[0-9]|\s?(?:%|\\?\([a-z]|am\b|pm\b|GHz|metres?\b|m\b|out of\b|million\b|times\b|hours?\b|years?\b))",
    re.IGNORECASE,
)
_OF_AN_ITEM = re.compile(
    r"(?<![\w(])(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}\s?)?\\?\((?:[a-k]|i{1,3}|iv|vi{0,3})\\?\)(?!\w)"
)
_BY_LAW = re.compile(r"(?:\s*(?:,|and|or|to|–)\s*[0-9.]+){0,4}\s+(?:of|in|to)\s+(?:the\s+)?[A-Z]")
_OF_A_LAW = re.compile(r"\b(?:Act|[Rr]egulations?|Order|[Aa]rticle)\b[^.;\n]{0,40}\Z")


def pointers(sections: Sequence[PieceSection]) -> Iterator[str]:
    """A note for each piece that points to sections or appendices by their numbers, and where those are here.

    Items of a list by their letters are told too, since a list of letters is counted by figures here.
    """
    homes: dict[str, str] = {}
    for section in sections:
        for number, piece in [(section.number, section.pieces[0]), *((each.number, each) for each in section.pieces)]:
            homes.setdefault(number.casefold(), f"piece {piece.index}, {piece.title}")
    for piece in (piece for section in sections for piece in section.pieces):
        said = [
            " ".join(match[0].split())
            for match in _POINTER.finditer(piece.text)
            if not _BY_LAW.match(piece.text, match.end())
        ]
        numbers = {each.rsplit(maxsplit=1)[-1] for each in said}
        said += [
            match["number"]
            for match in _BARE.finditer(piece.text)
            if match["number"] not in numbers and match["number"] in homes
        ]
        if said:
            told = ", ".join(_led(each, homes) for each in dict.fromkeys(said))
            yield f"Piece {piece.index} ({piece.title}) points to {told}: the policy has numbers of its own."
        items = [
            "".join(match[0].split()).replace("\\", "")
            for match in _OF_AN_ITEM.finditer(piece.text)
            if not _BY_LAW.match(piece.text, match.end()) and not _OF_A_LAW.search(piece.text[: match.start()][-60:])
        ]
        if items:
            told = ", ".join(f"“{each}”" for each in dict.fromkeys(items))
            yield f"Piece {piece.index} ({piece.title}) speaks of {told}: lists are counted 1, 2, 3 here."


def _led(said: str, homes: Mapping[str, str]) -> str:
    """A reference, and where it leads here if that can be told."""
    home = homes.get(said.casefold()) or homes.get(said.rsplit(maxsplit=1)[-1].casefold())
    return f"“{said}” (here {home})" if home else f"“{said}”"
