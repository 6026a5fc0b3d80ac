"""Pictures, shapes, charts, equations and notes in a Word document: what they say is told, text boxes are handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.imports.word.told import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.imports.word.package import Package, Relation
    from composer.imports.word.package_xml import Node
    from composer.imports.word.told import Told

_NOTES = {
    "w:footnoteReference": ("footnotes", "w:footnote", "footnote"),
    "w:endnoteReference": ("endnotes", "w:endnote", "endnote"),
    "w:commentReference": ("comments", "w:comment", "comment"),
}
_SIMPLE_MATHS = frozenset(("m:oMath", "m:r", "m:t", "m:rPr", "m:ctrlPr", "w:rPr", "m:sty", "m:nor", "m:lit", "m:scr"))


class Drawings:
    """Tells what stands in or beside a paragraph and is no text of it."""

    def __init__(self, package: Package, relations: dict[str, Relation], told: Told) -> None:
        self._package = package
        self._relations = relations
        self._told = told
        self._notes: dict[str, dict[str, str]] = {}
        self._seen: set[tuple[str, str]] = set()

    def read(self, node: Node, where: str) -> list[Node]:
        """Tell a drawing, and give the contents of its text boxes."""
        boxes = list(_boxes(node))
        self._told.boxes += len(boxes)
        tags = {each.tag for each in _outside_boxes(node)}
        alt = " ".join(_alternative(node).split())
        if node.tag == "w:object":
            self._told.add("embedded object", _first(node, "o:OLEObject", "ProgID") or alt, where)
        elif "c:chart" in tags:
            self._told.add("chart", self._words("chart", node, "c:chart", "r:id") or alt, where)
        elif "dgm:relIds" in tags:
            self._told.add("diagram", self._words("diagramData", node, "dgm:relIds", "r:dm") or alt, where)
        elif tags & {"pic:pic", "a:blip", "v:imagedata"}:
            self._told.add("picture", alt, where)
        elif not boxes and not _is_line(node):
            self._told.add("drawing", " ".join((_first(node, "v:textpath", "string") or alt).split()), where)
        return boxes

    def note(self, reference: Node, where: str) -> None:
        """Tell a footnote, an endnote or a comment at the place it belongs to."""
        part, tag, kind = _NOTES[reference.tag]
        number = reference.get("w:id")
        if (kind, number) not in self._seen:
            self._seen.add((kind, number))
            self._told.add(kind, self._said(part, tag).get(number, ""), where)

    def rest(self) -> None:
        """Tell the notes and comments that no place of the text leads to, and what stands above and below the pages."""
        for part, tag, kind in _NOTES.values():
            for number, said in self._said(part, tag).items():
                if said and (kind, number) not in self._seen:
                    self._told.add(kind, said)
        told: set[tuple[str, str]] = set()
        for relation in self._relations.values():
            kind = relation.kind
            if kind not in {"header", "footer"} or relation.outside:
                continue
            tree = self._package.xml(relation.target)
            said = words_of(tree) if tree is not None else ""
            if tree is not None and (kind, said) not in told:
                told.add((kind, said))
                self._told.add(kind, said)
                self._beside(tree, kind)

    def equation(self, node: Node) -> tuple[str, bool]:
        """What an equation says, and whether that is all there is to it: no fraction, root or the like."""
        simple = all(each.tag in _SIMPLE_MATHS or each.tag.startswith("w:") for each in _outside_boxes(node))
        return "".join(each.text for each in node.every("m:t")), simple

    def _beside(self, tree: Node, kind: str) -> None:
        """Tell the pictures and the watermark of a header."""
        for shape in tree.every("v:textpath"):
            self._told.add("watermark", shape.get("string"), kind)
        for tag in ("wp:docPr", "v:imagedata"):
            for picture in tree.every(tag):
                self._told.add("picture", " ".join((picture.get("descr") or picture.get("o:title")).split()), kind)

    def _said(self, part: str, tag: str) -> dict[str, str]:
        """The words of each note of one kind, by its id."""
        if part not in self._notes:
            target = next(
                (each.target for each in self._relations.values() if each.kind == part and not each.outside), ""
            )
            tree = self._package.xml(target)
            self._notes[part] = {
                node.get("w:id"): words_of(node)
                for node in (tree.kids if tree is not None else ())
                if node.tag == tag and node.get("w:type", "normal") == "normal"
            }
        return self._notes[part]

    def _words(self, kind: str, node: Node, tag: str, attribute: str) -> str:
        """The words of the part that a chart or a diagram is kept in."""
        relation = self._relations.get(_first(node, tag, attribute))
        if relation is None or relation.outside or relation.kind != kind:
            return ""
        tree = self._package.xml(relation.target)
        return words_of(tree) if tree is not None else ""


def _boxes(node: Node) -> Iterator[Node]:
    for each in _outside_boxes(node):
        if each.tag == "w:txbxContent":
            yield each


def _outside_boxes(node: Node) -> Iterator[Node]:
    """The elements of a drawing, down to its text boxes and not into them; of two ways to show one the first."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        if each.tag != "w:txbxContent":
            waiting.extend(kid for kid in reversed(each.kids) if kid.tag != "mc:Fallback")


def _alternative(node: Node) -> str:
    for tag, attribute in (("wp:docPr", "descr"), ("pic:cNvPr", "descr"), ("wp:docPr", "title"), ("v:shape", "alt"),
                           ("v:imagedata", "o:title")):  # fmt: skip
        if found := _first(node, tag, attribute):
            return found
    return ""


def _is_line(node: Node) -> bool:
    return any(each.get("o:hr") in {"t", "true", "1"} for each in _outside_boxes(node))


def _first(node: Node, tag: str, attribute: str) -> str:
    return next((each.get(attribute) for each in _outside_boxes(node) if each.tag == tag and each.get(attribute)), "")
