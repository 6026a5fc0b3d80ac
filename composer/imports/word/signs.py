"""Signs of the fonts Symbol and Wingdings, in which a character's code says nothing of what it shows."""

from __future__ import annotations

import re

_CODE = re.compile(r"[0-9A-Fa-f]{2,4}")
_PRIVATE = range(0xF000, 0xF100)
_SIGNS = {
    0xB7: "•", 0xA7: "▪", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xFC: "✓", 0xFE: "☑", 0xFD: "☒", 0xFB: "✗",
    0x78: "☒", 0xE0: "→", 0xDF: "←", 0xD8: "▪", 0x4A: "☺", 0x4C: "☹", 0x28: "☎", 0x2A: "✉", 0x6C: "●", 0x6E: "■",
    0x76: "❖", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xD3: "©", 0xD2: "®",
}  # fmt: skip


def sign_of(code: str) -> str:
    """The character for a code in hexadecimal; empty where only the font knows it."""
    if not _CODE.fullmatch(code):
        return ""
    number = int(code, 16)
    if number in _PRIVATE:
        return _SIGNS.get(number - _PRIVATE.start, "")
    return chr(number) if chr(number).isprintable() else ""
