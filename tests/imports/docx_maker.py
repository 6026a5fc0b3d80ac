"""Word files out of raw XML, so that every shape a stranger's program may write can be made."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("w", W),
        ("r", R),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
        ("c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
        ("dgm", "http://schemas.openxmlformats.org/drawingml/2006/diagram"),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("o", "urn:schemas-microsoft-com:office:office"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
    )
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def style(
    style_id: str, name: str, *, based_on: str = "", paragraph: str = "", run: str = "", kind: str = "paragraph"
) -> str:
    """A style; ``paragraph`` and ``run`` are what stands in its properties."""
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


STYLES = "".join(
    (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
        style("Title", "Title"),
        *(
            style(f"berschrift{level}", f"heading {level}", paragraph=f'<w:outlineLvl w:val="{level - 1}"/>')
            for level in range(1, 5)
        ),
        style("Unterkapitel", "My own", based_on="berschrift2", run="<w:b/>"),
        style("TOCHeading", "TOC Heading", based_on="berschrift1", paragraph='<w:outlineLvl w:val="9"/>'),
        style("TOC1", "toc 1"),
        style("Quote", "Quote"),
        style("ListBullet", "List Bullet"),
        style("Strong", "Strong", run="<w:b/>", kind="character"),
    )
)


def level(at: int, kind: str, text: str, *, start: int = 1, left: int | None = None, more: str = "") -> str:
    """A level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f"<w:lvlText w:val={quoteattr(text)}/>"
        f'<w:pPr><w:ind w:left="{360 * (at + 1) if left is None else left}"/></w:pPr></w:lvl>'
    )


def abstract(list_id: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{list_id}">{"".join(levels)}</w:abstractNum>'


def num(num_id: int, abstract_id: int, more: str = "") -> str:
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{abstract_id}"/>{more}</w:num>'


OUTLINE, BULLETS, STEPS = 1, 2, 3
NUMBERING = "".join(
    (
        abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)")),
        abstract(2, level(0, "bullet", "\uf0b7"), level(1, "bullet", "o")),
        abstract(3, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"), level(2, "lowerRoman", "%3.")),
        num(OUTLINE, 1),
        num(BULLETS, 2),
        num(STEPS, 3),
    )
)


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str, properties: str = "") -> str:
    """A run; ``properties`` such as ``<w:b/>``."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{t(text)}</w:r>"


def p(
    *runs: str, style: str = "", num: tuple[int, int] | None = None, indent: int | None = None, more: str = ""
) -> str:
    """A paragraph; a run that is no XML becomes one."""
    inside = "".join(each if each.startswith("<") else r(each) for each in runs)
    properties = "".join(
        (
            f'<w:pStyle w:val="{style}"/>' if style else "",
            f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else "",
            f'<w:ind w:left="{indent}"/>' if indent is not None else "",
            more,
        )
    )
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def h(level: int, *runs: str, num: tuple[int, int] | None = None) -> str:
    return p(*runs, style=f"berschrift{level}", num=num)


def table(*rows: Sequence[str]) -> str:
    """A table; a cell that is no XML becomes one paragraph."""
    lines = ("".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def field(instruction: str, result: str, *, mark: str = "separate") -> str:
    """A complex field in runs of its own."""
    shown = f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>{result}' if mark else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def relations(*entries: tuple[str, str, str], outside: Sequence[tuple[str, str, str]] = ()) -> str:
    """A part of relations: id, kind and target of each."""
    inside = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target={quoteattr(to)}/>' for i, kind, to in entries)
    links = "".join(
        f'<Relationship Id="{i}" Type="{R}/{kind}" Target={quoteattr(to)} TargetMode="External"/>'
        for i, kind, to in outside
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}">{inside}{links}</Relationships>'


def part(root: str, inside: str) -> str:
    return f"{HEAD}<{root} {SPACES}>{inside}</{root}>"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts, in this order; of no day, since the bytes stand in the names of tests."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(
    *body: str,
    styles: str = STYLES,
    numbering: str = NUMBERING,
    parts: Mapping[str, tuple[str, str]] | None = None,
    links: Mapping[str, str] | None = None,
    title: str = "",
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A Word file.

    Args:
        body: What stands in its body.
        styles: What stands in its list of styles.
        numbering: What stands in its list of lists.
        parts: More parts that the text leads to: the relation's kind, and the part's XML; the relation's id is the key.
        links: Addresses by relation id.
        title: The title in its properties.
        extra: Parts that nothing leads to.
    """
    named = {key: (kind, f"{key}.xml", xml) for key, (kind, xml) in (parts or {}).items()}
    files: dict[str, str | bytes] = {
        "_rels/.rels": relations(
            ("rId1", "officeDocument", "word/document.xml"), ("rId2", "metadata/core-properties", "docProps/core.xml")
        ),
        "word/document.xml": part("w:document", f"<w:body>{''.join(body)}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": relations(
            ("s", "styles", "styles.xml"),
            ("n", "numbering", "/word/numbering.xml"),
            *((key, kind, file) for key, (kind, file, _) in named.items()),
            outside=[(key, "hyperlink", to) for key, to in (links or {}).items()],
        ),
        "word/styles.xml": part("w:styles", styles),
        "word/numbering.xml": part("w:numbering", numbering),
        "docProps/core.xml": part("cp", f"<dc:title>{escape(title)}</dc:title>"),
        **{f"word/{file}": xml for _, file, xml in named.values()},
        **(extra or {}),
    }
    return zipped(files)
