"""The styles of a Word file: the names that Word itself gives them, so that its menus and other readers know them."""

from __future__ import annotations

import re

from composer.export.word.markup import NAMESPACES, STEP, TEXT_WIDTH
from composer.export.word.numbering import BULLETS, HEADINGS

_DARK = "1F3864"
_GREY = "404040"
_LINK = "0B3D91"
_BORDER = "8496B0"
_SHADE = "DCE4F0"
_FONT = "Arial"
"""A plain face that Word has everywhere, and LibreOffice has one of the same widths for."""
_CODE_FONT = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
_SINGLE = '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
_OWN = frozenset({"Code", "Rule", "TableText", "TableHeading", "End"})
"""The styles that Word has no name of its own for."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_FALLBACK_LANGUAGE = "en-GB"

_DEFAULT_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)


def styles(language: str, *, numbered: bool) -> str:
    """The styles of the file.

    Args:
        language: What its text is written in.
        numbered: Whether the heading styles count.
    """
    return "".join(
        [
            f"<w:styles {NAMESPACES}>",
            _defaults(known_language(language)),
            _paragraph("Normal", "Normal", default=True),
            _DEFAULT_STYLES,
            _paragraph("BodyText", "Body Text"),
            *_front(),
            *_headings(numbered=numbered),
            *_contents(),
            *_lists(),
            *_others(),
            *_characters(),
            _table(),
            "</w:styles>",
        ]
    )


def known_language(language: str) -> str:
    """The language of a page as the file names it."""
    return language if _LANGUAGE.fullmatch(language) else _FALLBACK_LANGUAGE


def _defaults(language: str) -> str:
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{_FONT}" w:eastAsia="{_FONT}" w:hAnsi="{_FONT}" '
        f'w:cs="{_FONT}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )


def _paragraph(
    name: str,
    shown: str,
    properties: str = "",
    runs: str = "",
    *,
    based_on: str = "Normal",
    following: str = "",
    default: bool = False,
) -> str:
    """A paragraph style; properties and runs in the order of the schema."""
    kind = ' w:default="1"' if default else ' w:customStyle="1"' if name in _OWN else ""
    parts = [
        f'<w:style w:type="paragraph"{kind} w:styleId="{name}">',
        f'<w:name w:val="{shown}"/>',
        "" if default else f'<w:basedOn w:val="{based_on}"/>',
        f'<w:next w:val="{following}"/>' if following else "",
        "<w:qFormat/>",
        f"<w:pPr>{properties}</w:pPr>" if properties else "",
        f"<w:rPr>{runs}</w:rPr>" if runs else "",
        "</w:style>",
    ]
    return "".join(parts)


def _bold(size: int, colour: str = _DARK) -> str:
    return f'<w:b/><w:bCs/><w:color w:val="{colour}"/>{_size(size)}'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _line(side: str, eighths: int, space: int) -> str:
    """A border, as thick as so many eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{_BORDER}"/>'


def _front() -> list[str]:
    return [
        _paragraph(
            "Title", "Title", '<w:spacing w:before="1200" w:after="120" w:line="240" w:lineRule="auto"/>', _bold(52),
            following="Subtitle",
        ),
        _paragraph(
            "Subtitle", "Subtitle", '<w:spacing w:after="480"/>', f'<w:color w:val="{_GREY}"/>{_size(32)}',
            following="BodyText",
        ),
    ]  # fmt: skip


def _headings(*, numbered: bool) -> list[str]:
    looks = {1: (32, 400, 160), 2: (26, 320, 100), 3: (24, 240, 80), 4: (22, 200, 80), 5: (22, 200, 80)}
    made = []
    for level, (size, before, after) in looks.items():
        number = ""
        if numbered and level == 1:
            number = f'<w:numPr><w:numId w:val="{HEADINGS}"/></w:numPr>'
        elif numbered and level == 2:
            number = f'<w:numPr><w:ilvl w:val="1"/><w:numId w:val="{HEADINGS}"/></w:numPr>'
        made.append(
            _paragraph(
                f"Heading{level}",
                f"heading {level}",
                f'<w:keepNext/><w:keepLines/>{number}<w:spacing w:before="{before}" w:after="{after}" w:line="259" '
                f'w:lineRule="auto"/><w:outlineLvl w:val="{level - 1}"/>',
                _bold(size),
                following="BodyText",
            )
        )
    return made


def _contents() -> list[str]:
    return [
        _paragraph(
            "TOCHeading", "TOC Heading", '<w:keepNext/><w:pageBreakBefore/><w:spacing w:after="200"/>', _bold(32),
            following="BodyText",
        ),
        _entry(1, 567, 0, f"<w:b/><w:bCs/>{_size(20)}"),
        _entry(2, 1276, 567, _size(20)),
    ]  # fmt: skip


def _entry(level: int, text_at: int, number_at: int, runs: str) -> str:
    before = 60 if level == 1 else 0
    return _paragraph(
        f"TOC{level}",
        f"toc {level}",
        f'<w:tabs><w:tab w:val="left" w:pos="{text_at}"/>'
        f'<w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
        f'<w:spacing w:before="{before}" w:after="10" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:left="{text_at}" w:right="567" w:hanging="{text_at - number_at}"/>',
        runs,
    )


def _lists() -> list[str]:
    made = []
    for level in range(1, 6):
        rank = "" if level == 1 else str(level)
        shown = f" {level}" if level > 1 else ""
        depth = f'<w:ilvl w:val="{level - 1}"/>' if level > 1 else ""
        made += [
            _paragraph(
                f"ListBullet{rank}",
                f"List Bullet{shown}",
                f'<w:numPr>{depth}<w:numId w:val="{BULLETS}"/></w:numPr><w:spacing w:after="90"/>',
            ),
            _paragraph(f"ListNumber{rank}", f"List Number{shown}", '<w:spacing w:after="90"/>'),
            _paragraph(
                f"ListContinue{rank}",
                f"List Continue{shown}",
                f'<w:spacing w:after="90"/><w:ind w:left="{STEP * level}"/>',
            ),
        ]
    return made


def _others() -> list[str]:
    tight = '<w:spacing w:before="30" w:after="30" w:line="252" w:lineRule="auto"/>'
    return [
        _paragraph(
            "Quote", "Quote",
            f"<w:pBdr>{_line('left', 18, 10)}</w:pBdr>"
            f'<w:ind w:left="{STEP}" w:right="284"/>',
        ),
        _paragraph(
            "Code", "Code",
            f"<w:pBdr>{''.join(_line(side, 4, 4) for side in ('top', 'left', 'bottom', 'right'))}</w:pBdr>"
            '<w:spacing w:line="252" w:lineRule="auto"/>',
            f"{_CODE_FONT}<w:noProof/>{_size(20)}",
        ),
        _paragraph("Rule", "Rule", f"<w:pBdr>{_line('bottom', 6, 1)}</w:pBdr>"),
        _paragraph("TableText", "Table Text", tight, _size(19)),
        _paragraph("TableHeading", "Table Heading", tight, _bold(19), based_on="TableText"),
        _paragraph("End", "End", '<w:spacing w:after="0" w:line="20" w:lineRule="exact"/>', _size(2)),
        _paragraph(
            "Header", "header",
            f"<w:pBdr>{_line('bottom', 4, 4)}</w:pBdr>"
            f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>{_SINGLE}',
            f'<w:color w:val="{_GREY}"/>{_size(18)}',
        ),
        _paragraph(
            "Footer", "footer", f'{_SINGLE}<w:jc w:val="right"/>',
            f'<w:color w:val="{_GREY}"/>{_size(18)}',
        ),
        _paragraph(
            "CommentText", "annotation text", '<w:spacing w:after="60" w:line="240" w:lineRule="auto"/>', _size(20)
        ),
    ]  # fmt: skip


def _characters() -> list[str]:
    looks = {
        "Hyperlink": ("Hyperlink", "", f'<w:color w:val="{_LINK}"/><w:u w:val="single"/>'),
        "InlineCode": ("Inline Code", ' w:customStyle="1"', f"{_CODE_FONT}<w:noProof/>{_size(20)}"),
        "CommentReference": ("annotation reference", "", _size(16)),
    }
    return [
        f'<w:style w:type="character"{own} w:styleId="{name}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{look}</w:rPr></w:style>'
        for name, (shown, own, look) in looks.items()
    ]


def _table() -> str:
    borders = "".join(_line(side, 4, 0) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    shade = f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/></w:tcPr>'
    bold = f'<w:rPr><w:b/><w:bCs/><w:color w:val="{_DARK}"/></w:rPr>'
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="PolicyTable"><w:name w:val="Policy Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>"
        '<w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow">{bold}{shade}</w:tblStylePr>'
        f'<w:tblStylePr w:type="firstCol">{bold}</w:tblStylePr></w:style>'
    )
