"""The anchors of headings, as GitHub and its like give them: what a contents list links to."""

from __future__ import annotations

import unicodedata


def anchor(heading: str) -> str:
    """The anchor of a heading that is the first of its words."""
    kept = (sign for sign in heading.strip().lower() if sign in " -" or _in_word(sign))
    return "".join(kept).replace(" ", "-")


def _in_word(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind[0] in "LM" or kind in {"Nd", "Nl", "Pc"}


class Anchors:
    """Gives each heading of a document its anchor, a repeated one with a number after it, in the order they stand."""

    def __init__(self) -> None:
        self._times: dict[str, int] = {}

    def take(self, heading: str) -> str:
        """The anchor of the next heading."""
        plain = name = anchor(heading)
        while name in self._times:
            self._times[plain] += 1
            name = f"{plain}-{self._times[plain]}"
        self._times[name] = 0
        return name
