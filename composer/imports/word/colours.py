"""The colour that marks words in a Word document, by highlighter or by shading."""

from __future__ import annotations

import re
from colorsys import rgb_to_hsv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from composer.imports.word.package_xml import Node

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_NO_COLOUR = frozenset(("", "none", "auto", "white", "black"))
_HUES = (
    (20, "red"),
    (40, "orange"),
    (70, "yellow"),
    (165, "green"),
    (200, "cyan"),
    (265, "blue"),
    (335, "magenta"),
    (361, "red"),
)
_DARK, _GREY = 0.2, 0.08


def highlight_of(properties: Node | None) -> str:
    """The colour in which a run, or a paragraph, is marked; empty for none."""
    if properties is None:
        return ""
    marker = properties.value("w:highlight") or ""
    if marker not in _NO_COLOUR:
        return marker
    shading = properties.first("w:shd")
    return colour_name(shading.get("w:fill")) if shading is not None else ""


def colour_name(fill: str) -> str:
    """A colour in hexadecimal by a common name; empty for white, black and no colour."""
    if not _HEX.fullmatch(fill):
        return "" if fill.lower() in _NO_COLOUR else fill
    red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, strength, light = rgb_to_hsv(red, green, blue)
    if light < _DARK or (strength < _GREY and light > 1 - _GREY):
        return ""
    if strength < _GREY:
        return "grey"
    return next(name for limit, name in _HUES if hue * 360 < limit)
