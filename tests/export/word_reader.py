"""Reads a Word file back as a page's blocks, with every tracked change accepted or rejected on the way.

A careful reader of ISO/IEC 29500-1, 17.13.5: where the end of a paragraph goes, what is left of the paragraph joins the
one after it and takes on its properties.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree as ET

from composer.export.page import Block, Row, Words
from composer.export.redline_blocks import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.export.page import Cell

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
APPENDIX = re.compile(r"\AAppendix [A-Z]+: ")
Side = Literal["accept", "reject"]


def part(made: bytes, name: str = "word/document.xml") -> ET.Element:
    """One part of the file."""
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return ET.fromstring(archive.read(name))


def resolved(made: bytes, side: Side) -> ET.Element:
    """The body of the file's document with all changes accepted or rejected."""
    body = part(made).find(f"{W}body")
    assert body is not None
    in_del = {id(each) for gone in body.iter(f"{W}del") for each in gone.iter()}
    for each in body.iter():
        assert each.tag not in {f"{W}t", f"{W}delText"} or (each.tag == f"{W}delText") == (id(each) in in_del)
    gone, kept = ("del", "ins") if side == "accept" else ("ins", "del")
    ended = {id(each) for each in body.iter(f"{W}p") if each.find(f"{W}pPr/{W}rPr/{W}{gone}") is not None}
    _resolve(body, W + gone, W + kept, ended)
    assert not [each for each in body.iter() if each.tag in {W + "ins", W + "del"}]
    for each in body.iter(f"{W}delText"):
        assert side == "reject"
        each.tag = f"{W}t"
    return body


def _resolve(parent: ET.Element, gone: str, kept: str, ended: set[int]) -> None:
    for child in list(parent):
        if child.tag == gone or (child.tag == f"{W}tr" and child.find(f"{W}trPr/{gone}") is not None):
            parent.remove(child)
            continue
        _resolve(child, gone, kept, ended)
        if child.tag == kept:
            at = list(parent).index(child)
            parent[at : at + 1] = list(child)
        elif child.tag == f"{W}tbl" and child.find(f"{W}tr") is None:
            parent.remove(child)
    if parent.tag not in {f"{W}p", f"{W}tc"}:
        _join(parent, ended)


def _join(parent: ET.Element, ended: set[int]) -> None:
    """Join each paragraph whose end is gone with what stands after it."""
    for child in list(parent):
        if id(child) not in ended:
            continue
        left = [each for each in child if each.tag != f"{W}pPr"]
        children = list(parent)
        after = children[children.index(child) + 1]
        if after.tag == f"{W}p":
            place = 1 if after.find(f"{W}pPr") is not None else 0
            after[place:place] = left
        else:
            assert after.tag == f"{W}tbl"
            assert not "".join(child.itertext()), "text cannot join a table"
        parent.remove(child)


def blocks(made: bytes, side: Side = "accept") -> list[Block]:
    """The blocks of the file below its front, without numbers, anchors, ids and notes."""
    return list(_blocks(resolved(made, side), _targets(made)))


def _targets(made: bytes) -> dict[str, str]:
    rels = part(made, "word/_rels/document.xml.rels")
    return {each.attrib["Id"]: each.attrib["Target"] for each in rels if each.get("TargetMode") == "External"}


def style_of(paragraph: ET.Element) -> str:
    """The id of a paragraph's style."""
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.attrib[f"{W}val"]


def _blocks(body: ET.Element, targets: dict[str, str]) -> Iterator[Block]:
    for child in body:
        if child.tag == f"{W}tbl":
            yield Block("table", rows=tuple(_rows(child, targets)))
        elif child.tag == f"{W}p" and style_of(child) not in {"", "Title", "Subtitle", "End"}:
            yield _block(child, targets)


def _rows(table: ET.Element, targets: dict[str, str]) -> Iterator[Row]:
    for row in table.iter(f"{W}tr"):
        cells = (cell.find(f"{W}p") for cell in row.iter(f"{W}tc"))
        head = row.find(f"{W}trPr/{W}tblHeader") is not None
        yield Row(tuple(_words(cell, targets) for cell in cells if cell is not None), head=head)


def _block(paragraph: ET.Element, targets: dict[str, str]) -> Block:
    style, words = style_of(paragraph), _words(paragraph, targets)
    if style.startswith("Heading"):
        return Block("heading", _without_number(words), level=int(style[-1]) + 1)
    if style.startswith(("ListBullet", "ListNumber")):
        level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
        assert level is not None
        return Block("item", words, level=int(level.attrib[f"{W}val"]) + 1, ordered=style.startswith("ListNumber"))
    if style == "Code":
        return Block("code", words)
    if style == "Rule":
        return Block("rule")
    return Block("paragraph", words, quoted=int(style == "Quote"))


def _without_number(words: Cell) -> Cell:
    """A heading's words after the number that is typed, which a tab ends, or a colon after that of an appendix."""
    for at, each in enumerate(words):
        rest = each.text.partition("\t")[2] if "\t" in each.text else APPENDIX.sub("", each.text)
        if rest != each.text:
            return (*((replace(each, text=rest),) if rest else ()), *words[at + 1 :])
    return words


def _words(parent: ET.Element, targets: dict[str, str], link: str = "") -> Cell:
    found: list[Words] = []
    for child in parent:
        if child.tag == f"{W}hyperlink":
            found += _words(child, targets, targets.get(child.get(f"{R}id", ""), "#"))
        elif child.tag == f"{W}r":
            found.append(_run(child, link))
    return joined(each for each in found if each.text)


def _run(run: ET.Element, link: str) -> Words:
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    text = "".join(each.text or "" if each.tag == f"{W}t" else signs.get(each.tag, "") for each in run)
    style = run.find(f"{W}rPr")
    has = {each.tag.removeprefix(W): each.get(f"{W}val", "") for each in style} if style is not None else {}
    code = has.get("rStyle") == "InlineCode" or "rFonts" in has
    return Words(text, bold="b" in has, italic="i" in has, code=code, link=link)
