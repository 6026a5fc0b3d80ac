"""A file from elsewhere, told by what is in it and what it is called, and read."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from composer.imports.markdown import LARGEST_TEXT, read_markdown
from composer.policy.problems import Problem
from composer.text import visible

if TYPE_CHECKING:
    from composer.imports.source import Source

LARGEST_DOCUMENT = 10 * 1024 * 1024
"""Bytes of a file that is imported; Word files come near it, Markdown may have far less."""

_TEXT_ENDINGS = (".md", ".markdown", ".txt", "")
_WORD_ENDINGS = (".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot")
_ZIPPED, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_AS_WORD = "save it as Word (.docx), or as Markdown (.md)"
_OTHERS = {
    ".pdf": "PDF file",
    ".odt": "LibreOffice document",
    ".rtf": "rich text file",
    ".pages": "Pages document",
    ".html": "web page",
    ".htm": "web page",
    ".xlsx": "spreadsheet",
    ".pptx": "presentation",
}


def read_document(data: bytes, name: str) -> Source:
    """A Word or Markdown file.

    Args:
        data: The file's bytes.
        name: What it is called; folders in front of it are left out of the result.

    Raises:
        Problem: It is of another kind, too long, damaged, or not text.
    """
    path = Path(name)
    ending, shown = path.suffix.lower(), visible(path.name, keep_newlines=False)
    if data.startswith((_ZIPPED, _OLD_OFFICE)) or ending in _WORD_ENDINGS:
        if ending in _OTHERS:
            raise Problem(f"this is a {_OTHERS[ending]}", _AS_WORD, path=path)
        from composer.imports.word.guarded import read_word_guarded

        return read_word_guarded(data, shown)
    if data.startswith(b"%PDF"):
        raise Problem("this is a PDF file", f"get the document it was made from, or {_AS_WORD}", path=path)
    if data.startswith(b"{\\rtf"):
        raise Problem("this is a rich text file", _AS_WORD, path=path)
    if ending not in _TEXT_ENDINGS:
        kind = _OTHERS.get(ending, f"file of a kind that is not read here ({ending})")
        raise Problem(f"this is a {kind}", _AS_WORD, path=path)
    if len(data) > LARGEST_TEXT:
        what = f"{len(data):,} bytes are more than the {LARGEST_TEXT:,} that a Markdown file may have"
        raise Problem(what, "cut it into several", path=path)
    source = read_markdown(_decoded(data, path), shown)
    return replace(source, digest=sha256(data).hexdigest())


def _decoded(data: bytes, path: Path) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Problem("this is UTF-16 text", "save it as UTF-8", path=path, line=1)
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Problem("this is not UTF-8 text", "save it as UTF-8", path=path, line=line) from error
