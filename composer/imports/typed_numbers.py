"""Numbers that somebody typed in front of a heading or paragraph, told from numbers that are part of the sentence.

``4.2 Staff must``, ``4.2. Staff``, ``4) Staff``, ``(a) a pupil`` and ``Appendix B: Consent`` are numbered;
``2024 was``, ``12 months`` and ``1.5 metres`` are not.
"""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"(?P<number>(?:section|part|chapter)\s+(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}|[A-Z]|[IVX]{1,5})(?=\s*[:.–—-])"
    r"|(?:appendix|appendices|annexe?|schedule)\s+(?:[0-9]{1,3}|[A-Z]|[IVX]{1,5})(?![\w'’]))"
    r"(?:\s*[:.)–—-]+\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_NAMED_IN_TEXT = re.compile(
    r"(?P<number>(?:[Ss]ection|[Pp]art|[Cc]hapter|[Aa]ppendix|[Aa]nnexe?|[Ss]chedule)\s+"
    r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}|[A-Z]|[IVX]{1,5}))\s*[:.–—-]+\s+(?=[^\sa-z])"
)
_DEEP = re.compile(r"(?P<number>[0-9]{1,2}(?:\.[0-9]{1,3}){1,4})(?:\\?[.)]?\s+|\\?[.)]\s*)(?=[^\sa-z%])")
_STOPPED = re.compile(r"(?P<number>[0-9]{1,2})(?:\\?[.)]\s+|\t\s*)(?=\S)")
_BRACKETED = re.compile(r"\\?\((?P<number>[a-z]|[ivx]{2,5}|[0-9]{1,2})\\?\)\s+(?=\S)")
_LETTER = re.compile(r"(?P<number>[a-z]|[ivx]{2,5})\\?\)\s+(?=\S)")
_OF_HEADING = re.compile(r"(?P<number>[0-9]{1,2}|[A-Z]\\?[.)])\s+(?=[^\sa-z])")
_OPENING = re.compile(r"(\*\*|__|)")
_LEVELS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})*")
_ROMAN = {"i": 1, "v": 5, "x": 10}

APPENDIX = re.compile(r"(?:appendix|annexe?|schedule)\s+(?:[0-9]{1,3}|[A-Z]|[IVX]{1,5})(?![\w'’])", re.IGNORECASE)
"""What an appendix is called, at the start of its heading or as its number."""


def split_number(text: str, *, heading: bool = False) -> tuple[str, str]:
    """The number in front of a text, without the stop or bracket after it, and the rest; the number may be empty.

    Bold type that the number opens goes on with what follows it. Of a heading more is taken for a number, since it
    is no sentence: ``4 Purpose``.
    """
    bold = _OPENING.match(text)
    mark = bold[1] if bold else ""
    ways = (_DEEP, _STOPPED, _BRACKETED, _LETTER)
    for pattern in (_NAMED, *ways, _OF_HEADING) if heading else (_NAMED_IN_TEXT, *ways):
        found = pattern.match(text, len(mark))
        if found is not None:
            return _bare(found["number"]), mark + text[found.end() :]
        closed = _closed(pattern, text, mark)
        if closed is not None:
            return closed
    return "", text


def _closed(pattern: re.Pattern[str], text: str, mark: str) -> tuple[str, str] | None:
    """A number that is bold alone, before a text that is not: ``**4.2** Staff``."""
    close = text.find(mark, len(mark)) if mark else -1
    inside, rest = text[len(mark) : close].strip(), text[close + len(mark) :].strip()
    if not 0 < close <= 24 or not rest:
        return None
    found = pattern.match(f"{inside} {rest[0]}")
    return (_bare(found["number"]), rest) if found is not None and found.end() > len(inside) else None


def _bare(number: str) -> str:
    return " ".join(number.split()).rstrip(".)\\")


def levels(number: str) -> tuple[int, ...]:
    """A decimal number in its parts, ``4.2`` as 4 and 2; ``1.0`` is 1. Empty for any other number."""
    if not _LEVELS.fullmatch(number):
        return ()
    parts = tuple(int(part) for part in number.split("."))
    return parts[:-1] if len(parts) > 1 and parts[-1] == 0 else parts


def ordinal(number: str, before: int = 0) -> int | None:
    """Which item of its list a number names: 2 for ``4.2``, ``2``, ``b`` and ``ii``; None for a number in words.

    Args:
        number: The number.
        before: Which item stood before it in the same list, which tells the letter ``i`` from the Roman number.
    """
    parts = levels(number)
    if parts:
        return parts[-1]
    said = number.lower()
    if len(said) == 1 and "a" <= said <= "z":
        letter = ord(said) - ord("a") + 1
        return 1 if said == "i" and before != letter - 1 else letter
    if said and set(said) <= set(_ROMAN):
        values = [_ROMAN[sign] for sign in said]
        return sum(-v if any(v < later for later in values[at + 1 :]) else v for at, v in enumerate(values))
    return None
