"""The parts of a Word file put together, as bytes that are the same for the same page."""

from __future__ import annotations

import zipfile
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from composer.export.word.markup import NAMESPACES, NO_DAY, TEXT_WIDTH, one_line
from composer.export.word.runs import paragraph, plain_run
from composer.export.word.styles import known_language, styles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from composer.export.page import Page
    from composer.export.word.body import Body

_HEIGHT, _WIDTH = 16838, 11906
_MARGIN, _EDGE = 1418, 680
_HEADER_LINE = 96
"""About as many letters stand side by side at the top of a page; of more the last would go on a line by themselves."""
_SIDE = (_WIDTH - TEXT_WIDTH) // 2
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>policy-composer</Application></Properties>"
)
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def package(page: Page, body: Body) -> bytes:
    """The file of a page whose text is written."""
    from docx import Document

    document = Document()
    _strip(document)
    language = known_language(page.language)
    _fill(document.styles.element, styles(page.language, numbered=body.numbered))
    _fill(document.part.numbering_part.element, body.lists.xml(numbered=body.numbered))
    _fill(document.settings.element, _settings(language))
    _comments(document, body.notes.xml())
    section = document.element.body.sectPr
    _edges(document, page, body)
    _fill(document.element.body, f"<w:body {NAMESPACES}>{body.xml}</w:body>")
    document.element.body.append(section)
    _links(document, body.ink.targets)
    _properties(document, page, language)
    made = BytesIO()
    document.save(made)
    return _fixed(made.getvalue())


def _strip(document: Document) -> None:
    """Take out what the library's own template brings: its picture, its fonts and theme, its second set of styles."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    kept = {
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.NUMBERING,
        RELATIONSHIP_TYPE.SETTINGS,
        RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
        RELATIONSHIP_TYPE.CORE_PROPERTIES,
    }
    for rels in (document.part.rels, package.rels):
        for name in [name for name, rel in rels.items() if rel.reltype not in kept]:
            del rels[name]
    app = Part(PackURI("/docProps/app.xml"), CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _APP, package)
    package.relate_to(app, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)


def _fill(element: BaseOxmlElement, xml: str) -> None:
    """Give an element of the file the children that are written in the text, in place of its own."""
    from docx.oxml import parse_xml

    element[:] = parse_xml(xml)[:]


def _settings(language: str) -> str:
    # Without the mode Word opens the file as one of an older Word and says so in its title bar.
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _comments(document: Document, xml: str) -> None:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    if not xml:
        return
    # The library's own way of adding a comment looks at the clock.
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()
    part = Part(PackURI("/word/comments.xml"), CONTENT_TYPE.WML_COMMENTS, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def _edges(document: Document, page: Page, body: Body) -> None:
    """The paper, and what stands at the top and the bottom of each page of it."""
    from docx.shared import Twips

    section = document.sections[0]
    section.page_width, section.page_height = Twips(_WIDTH), Twips(_HEIGHT)
    section.left_margin = section.right_margin = Twips(_SIDE)
    section.top_margin = section.bottom_margin = Twips(_MARGIN)
    section.header_distance = section.footer_distance = Twips(_EDGE)
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    names = " · ".join(one_line(name) for name in (page.school, page.title) if name.strip())
    inside = plain_run(names, body.ink)
    if page.version:
        version = one_line(page.version)
        apart = "<w:tab/>" if len(names) + len(version) <= _HEADER_LINE else "<w:br/>"
        inside += f"<w:r>{apart}</w:r>{plain_run(version, body.ink)}"
    _edge(section.header.part.element, paragraph(inside, "Header", body.ink))
    pages = (
        f"{plain_run('Page ', body.ink)}{_FIELD.format('PAGE')}{plain_run(' of ', body.ink)}{_FIELD.format('NUMPAGES')}"
    )
    _edge(section.footer.part.element, paragraph(pages, "Footer", body.ink))


def _edge(element: BaseOxmlElement, xml: str) -> None:
    _fill(element, f"<w:hdr {NAMESPACES}>{xml}</w:hdr>")


def _links(document: Document, targets: Mapping[str, str]) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE

    for target, name in targets.items():
        document.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, target, name, is_external=True)


def _properties(document: Document, page: Page, language: str) -> None:
    about = document.core_properties
    when = datetime.combine(page.dated or NO_DAY, time())
    about.title = one_line(page.title)
    about.subject = one_line(page.purpose)
    about.author = about.last_modified_by = one_line(page.school)
    about.comments = about.keywords = ""
    about.language = language
    about.created = about.modified = when
    about.revision = 1


def _fixed(made: bytes) -> bytes:
    """The archive with its parts in one order and without the time at which it was packed."""
    fixed = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, date_time=(NO_DAY.year, NO_DAY.month, NO_DAY.day, 0, 0, 0))
            entry.create_system = 0
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED, 6)
    return fixed.getvalue()
