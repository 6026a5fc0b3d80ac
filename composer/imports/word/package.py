"""A Word file as the zip of XML parts that it is, opened under limits.

A ``.docx`` is a package as ECMA-376 part 2 lays down: parts by name in a zip, and beside each part a list of
relations, which say what it leads to. The file may come from anybody, so nothing in it is believed: sizes are
counted while it inflates and not read off its directory, names must stay inside the package, and a relation that
leads out of it is only ever an address in text. Nothing is fetched and no macro is run.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from composer.imports.word.package_xml import Reader
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.imports.word.package_xml import Node

MAX_PACKED = 10 * 1024 * 1024
"""Bytes of the file."""
MAX_UNPACKED = 50 * 1024 * 1024
"""Bytes of all the parts that are read."""
MAX_RATIO = 100
"""How many bytes may come out of one; a policy gives 5 to 30."""
MAX_PARTS = 2_000
_RATIO_FROM = 1_000_000
_CHUNK = 1 << 16
_TARGETS = 10_000

SAVE_AS_WORD = "open it in Word or LibreOffice and save it as Word document (.docx)"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part of the package leads."""

    kind: str
    """The last word of its type, such as ``hyperlink`` or ``footnotes``: the same in both namespaces."""
    target: str
    """A part's name, or an address if ``outside``."""
    outside: bool = False


class Package:
    """The parts of a Word file by name.

    Args:
        data: The file's bytes.
        name: The file's name, which every problem names.

    Raises:
        Problem: It is no Word file, is protected or damaged, or goes beyond a limit.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._packed = len(data)
        if len(data) > MAX_PACKED:
            raise self.problem(
                f"is larger than {MAX_PACKED >> 20} MB",
                "take large pictures out of it, save it again and import that",
            )
        foreign = what_else(data)
        if foreign is not None:
            raise self.problem(*foreign)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self._damaged() from error
        self._parts = self._listed(entries)
        self._unpacked = self._from = 0
        self._reader = Reader()
        kind = _kind_of_zip(self._parts)
        if kind is not None:
            raise self.problem(f"is {kind}, not a Word document", SAVE_AS_WORD)
        self.main = self._main_part()

    def problem(self, what: str, mend: str = "") -> Problem:
        """A problem with this file, said after the words ``the file``."""
        return Problem(f"the file {what}", mend, path=Path(self._name))

    def has(self, part: str) -> bool:
        """Whether there is a part of this name."""
        return part.lower() in self._parts

    def names(self) -> tuple[str, ...]:
        """Every part's name in small letters, in the order of the alphabet."""
        return tuple(sorted(self._parts))

    def xml(self, part: str) -> Node | None:
        """A part that is XML; nothing where there is none of this name."""
        if not part or not self.has(part):
            return None
        data = self._bytes(part)
        try:
            return self._reader.tree(data)
        except Problem as problem:
            raise self.problem(problem.what, problem.mend) from problem

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part leads to, by the relation's id."""
        folder, _, file = part.rpartition("/")
        tree = self.xml(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        found: dict[str, Relation] = {}
        for node in tree.kids if tree is not None else ():
            if not node.tag.endswith("Relationship") or len(found) >= _TARGETS:
                continue
            kind = node.get("Type").rpartition("/")[2]
            target = node.get("Target")
            outside = node.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[node.get("Id")] = Relation(kind, target, outside)
        return found

    def related(self, part: str, kind: str) -> str:
        """The first part of a kind that a part leads to; empty where there is none."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.outside:
                return relation.target
        return ""

    def _main_part(self) -> str:
        main = self.related("", "officeDocument")
        for part in (main, "word/document.xml"):
            if part and self.has(part):
                return part
        raise self.problem("is no Word document: there is no text in it where Word keeps it", SAVE_AS_WORD)

    def _listed(self, entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        if len(entries) > MAX_PARTS:
            raise self.problem(
                f"has more than {MAX_PARTS:,} parts, far more than any document", "save it again in Word"
            )
        found: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = entry.filename
            if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
                raise self.problem("holds a part whose name leads out of the file", "do not trust it")
            if name.lower() in found:
                raise self.problem("holds two parts of one name, so that programs would differ on what it says",
                                   "save it again in Word")  # fmt: skip
            if entry.flag_bits & 1:
                raise self.problem(*_PROTECTED)
            if not name.endswith("/"):
                found[name.lower()] = entry
        return found

    def _bytes(self, part: str) -> bytes:
        entry = self._parts[part.lower()]
        self._from += entry.compress_size
        pieces: list[bytes] = []
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_CHUNK):
                    self._unpacked += len(piece)
                    if self._unpacked > MAX_UNPACKED:
                        raise self.problem(f"unpacks to more than {MAX_UNPACKED >> 20} MB of text", "do not trust it")
                    if self._unpacked > max(_RATIO_FROM, MAX_RATIO * min(self._from, self._packed)):
                        raise self.problem(
                            f"unpacks to more than {MAX_RATIO} times its size, as no document does", "do not trust it"
                        )
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError) as error:
            raise self._damaged() from error
        return b"".join(pieces)

    def _damaged(self) -> Problem:
        return self.problem("is damaged and cannot be unpacked", "get it once more from where it came from")


_PROTECTED = (
    "is protected with a password",
    "open it in Word, take the password off (File, Info, Protect Document) and save it under a new name",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def what_else(data: bytes) -> tuple[str, str] | None:
    """What a file is that is no zip, and so no Word document, and the mend; nothing if it is a zip."""
    if not data:
        return "is empty", "get it once more from where it came from"
    if data.startswith(b"PK"):
        return None
    head = data[:2048].removeprefix(b"\xef\xbb\xbf")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _PROTECTED
        if "WordDocument".encode("utf-16-le") in data:
            return "is in Word's old format (.doc), which is not read", SAVE_AS_WORD
        return "is an old Office file, not a Word document", SAVE_AS_WORD
    for begins, kind in (
        (head.startswith(b"%PDF"), "a PDF"),
        (head.startswith(b"{\\rtf"), "a rich text file (.rtf)"),
        (_WEB_PAGE.match(head), "a web page"),
        (head.lower().startswith(b"mime-version:"), "a web page in one file (.mht)"),
        (b"schemas.microsoft.com/office" in head and b"<" in head[:1], "a Word document as one XML file"),
    ):
        if begins:
            return f"is {kind}, not a Word document", SAVE_AS_WORD
    return "is no Word document", SAVE_AS_WORD


def _kind_of_zip(parts: dict[str, zipfile.ZipInfo]) -> str | None:
    """What a zip is that is no Word document, as far as the names in it say."""
    for sign, kind in (
        ("xl/workbook.xml", "an Excel workbook"),
        ("xl/workbook.bin", "an Excel workbook"),
        ("ppt/presentation.xml", "a PowerPoint presentation"),
        ("index/document.iwa", "a Pages document"),
        ("index.zip", "a Pages document"),
        ("meta-inf/container.xml", "an e-book (.epub)"),
        ("content.xml", "an OpenDocument file (.odt)"),
    ):
        if sign in parts:
            return kind
    return None
