"""XML of a stranger's document as small trees, read by expat under limits.

No document type is taken, in whatever encoding it is written, so that there are no entities to unfold and none to
fetch. How much there may be is counted while reading: how deep elements nest, how many there are in the file, and
how long one of them may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 150
MAX_ELEMENTS = 1_000_000
"""In all parts of one file; a page of a policy has 200 to 1,500."""
MAX_ATTRIBUTES = 3_000_000
MAX_TAG = 1_000_000
"""Bytes of one start tag, comment or the like. Expat before 2.6 reads long ones again and again."""
_CHUNK = 1 << 18

_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
"""The namespaces of ECMA-376, of its strict form in ISO/IEC 29500-1, and of what Word puts beside them."""

_UNREAD = frozenset(
    f"w:{name}"
    for name in (
        "rFonts", "sz", "szCs", "lang", "proofErr", "bookmarkStart", "bookmarkEnd", "color", "spacing", "kern", "jc",
        "lastRenderedPageBreak", "bCs", "iCs", "noProof", "keepNext", "keepLines", "widowControl", "contextualSpacing",
        "rPrChange", "pPrChange", "tblPrChange", "tcPrChange", "trPrChange", "sectPrChange", "tblGridChange",
        "latentStyles", "tcW", "tcBorders", "tblBorders", "tblW", "tblLook", "tcMar", "tblCellMar", "tabs", "pBdr",
        "rsids", "snapToGrid",
    )
)  # fmt: skip
"""Elements that say nothing about the words: they are not kept."""

_NO_ATTRIBUTES: dict[str, str] = {}


class Node:
    """An element: ``w:p`` whatever prefix the file has chosen, its attributes, elements and characters."""

    __slots__ = ("attributes", "kids", "said", "tag")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.kids: list[Node] = []
        self.said: list[str] = []

    @property
    def text(self) -> str:
        """Its own characters."""
        return "".join(self.said)

    def get(self, attribute: str, otherwise: str = "") -> str:
        """An attribute, such as ``w:val``."""
        return self.attributes.get(attribute, otherwise)

    def first(self, *path: str) -> Node | None:
        """The first element down this path of tags."""
        here: Node | None = self
        for tag in path:
            here = next((kid for kid in here.kids if kid.tag == tag), None) if here is not None else None
        return here

    def value(self, *path: str) -> str | None:
        """The ``w:val`` of the first element down this path; nothing where there is no such element."""
        found = self.first(*path)
        return None if found is None else found.get("w:val")

    def on(self, *path: str) -> bool | None:
        """Whether a switch such as ``w:b`` is on; nothing where it is not there."""
        value = self.value(*path)
        return None if value is None else value.lower() not in {"0", "false", "off", "none"}

    def every(self, tag: str) -> Iterator[Node]:
        """The elements with this tag at any depth, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.tag == tag:
                yield node
            waiting.extend(reversed(node.kids))


class Reader:
    """Reads the parts of one file; the limits count over all of them."""

    def __init__(self) -> None:
        self._elements = self._attributes = 0
        self._names: dict[str, str] = {}

    def tree(self, data: bytes) -> Node:
        """The root of one part.

        Raises:
            Problem: It is not XML or goes beyond a limit.
        """
        top = Node("", _NO_ATTRIBUTES)
        parser = self._parser(top)
        try:
            for start in range(0, len(data), _CHUNK):
                parser.Parse(data[start : start + _CHUNK], False)  # noqa: FBT003 - expat takes no keywords
                if min(start + _CHUNK, len(data)) - parser.CurrentByteIndex > MAX_TAG + _CHUNK:
                    raise _too_much("one part of it has no end for over a million characters")
            parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keywords
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise Problem(
                "is damaged: what is inside it cannot be read as XML", "open it in Word, let Word repair it and save it"
            ) from error
        return top.kids[0]

    def _parser(self, top: Node) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        names, open_nodes = self._names, [top]

        def start(name: str, attributes: dict[str, str]) -> None:
            self._elements += 1
            if self._elements > MAX_ELEMENTS or len(open_nodes) > MAX_DEPTH:
                raise _too_much("it is built of far more pieces, or deeper, than any document")
            if attributes:
                self._attributes += len(attributes)
                if self._attributes > MAX_ATTRIBUTES:
                    raise _too_much("it is built of far more pieces than any document")
                attributes = {
                    short: value
                    for key, value in attributes.items()
                    if not (short := names.get(key) or self._short(key)).startswith("w:rsid")
                }
            node = Node(names.get(name) or self._short(name), attributes or _NO_ATTRIBUTES)
            if node.tag not in _UNREAD or len(open_nodes) == 1:
                open_nodes[-1].kids.append(node)
            open_nodes.append(node)

        def end(_name: str) -> None:
            open_nodes.pop()

        def characters(text: str) -> None:
            open_nodes[-1].said.append(text)

        def doctype(*_about: object) -> None:
            raise Problem("holds a document type, which no Word document has", "do not trust it")

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = characters
        parser.StartDoctypeDeclHandler = doctype
        return parser

    def _short(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        short = f"{_SPACES.get(space, '?')}:{local}" if space else local
        if len(self._names) < _MANY_NAMES:
            self._names[name] = short
        return short


_MANY_NAMES = 10_000


def _too_much(what: str) -> Problem:
    return Problem(f"is not read, because {what}", "save it again in Word, or do not trust it")
