"""The Word face: what Word, LibreOffice and python-docx find in the file."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.export.page import Block, Page, Row, Words
from composer.export.reading import page_of
from composer.export.word import page_docx
from composer.policy.problems import Problem
from tests.export.word_reader import R, W, blocks, part, style_of

if TYPE_CHECKING:
    from docx.document import Document as OpenDocument

MARKDOWN = """\
# Social media policy

**Ash & Elm School**

| About this policy | |
|---|---|
| Status | complete |

## Contents

- [1 Governance](#1-governance)

## 1 Governance

What it is for.

### 1.1 Purpose

We say [where](https://example.org/a?b=1&c=2), [to whom](mailto:office@example.org) and [how](#21-pictures).

- one
  - inner
- *two*

  More of two.

3. third
4. fourth

Text in [***both***](https://example.org).

1. first

### 1.2 Duties

> Said **once**.

| What | Who |
|---|---|
| Post | Staff |

#### Inner

`code`

## 2 Practice

### 2.1 Pictures

```
x = 1
```

---

## Appendices

### Appendix A: Video

One.

### Appendix B: Chat

Two.
"""
PAGE = replace(
    page_of(MARKDOWN, numbered=True), version="Draft", dated=date(2025, 12, 3), purpose="The policy as it is published"
)


@pytest.fixture(scope="module")
def made() -> bytes:
    return page_docx(PAGE)


@pytest.fixture(scope="module")
def opened(made: bytes) -> OpenDocument:
    return Document(BytesIO(made))


def test_the_words_are_those_of_the_page_in_real_styles(opened: OpenDocument) -> None:
    said = [(each.style.name, each.text) for each in opened.paragraphs if each.style and each.style.name != "End"]

    assert said[:2] == [("Title", "Social media policy"), ("Subtitle", "Ash & Elm School")]
    assert said[2:] == [
        ("Heading 1", "Governance"),
        ("Body Text", "What it is for."),
        ("Heading 2", "Purpose"),
        ("Body Text", "We say where, to whom and how."),
        ("List Bullet", "one"),
        ("List Bullet 2", "inner"),
        ("List Bullet", "two"),
        ("List Continue", "More of two."),
        ("List Number", "third"),
        ("List Number", "fourth"),
        ("Body Text", "Text in both."),
        ("List Number", "first"),
        ("Heading 2", "Duties"),
        ("Quote", "Said once."),
        ("Heading 3", "Inner"),
        ("Body Text", "code"),
        ("Heading 1", "Practice"),
        ("Heading 2", "Pictures"),
        ("Code", "x = 1"),
        ("Rule", ""),
        ("Heading 1", "Appendices"),
        ("Heading 2", "Video"),
        ("Body Text", "One."),
        ("Heading 2", "Chat"),
        ("Body Text", "Two."),
    ]


def test_bold_links_and_tables_are_read_back(made: bytes) -> None:
    found = {each.text: each for each in blocks(made)}

    assert [each.link for each in found["We say where, to whom and how."].words] == [
        "", "https://example.org/a?b=1&c=2", "", "mailto:office@example.org", "", "#", "",
    ]  # fmt: skip
    assert [each.bold for each in found["Said once."].words] == [False, True, False]
    assert [each.italic for each in found["two"].words] == [True]
    assert [each.code for each in found["code"].words] == [True]
    assert [row.head for row in found["What\tWho\nPost\tStaff"].rows] == [True, False]


def numbering(made: bytes, style: str, text: str) -> tuple[str, str]:
    """The list and the level that a paragraph names itself."""
    for each in part(made).iter(f"{W}p"):
        if style_of(each) == style and "".join(each.itertext()) == text:
            found = [each.find(f"{W}pPr/{W}numPr/{W}{name}") for name in ("numId", "ilvl")]
            return tuple("" if one is None else one.attrib[f"{W}val"] for one in found)  # type: ignore[return-value]
    raise AssertionError(text)


def test_word_counts_sections_clauses_and_appendices(made: bytes) -> None:
    styles = part(made, "word/styles.xml")
    linked = {each.attrib[f"{W}styleId"]: each.find(f"{W}pPr/{W}numPr/{W}numId") for each in styles.iter(f"{W}style")}

    assert linked["Heading1"] is not None
    assert linked["Heading2"] is not None
    assert numbering(made, "Heading2", "Purpose") == ("", "")
    assert numbering(made, "Heading1", "Appendices")[0] == "0"
    assert numbering(made, "Heading2", "Video") == numbering(made, "Heading2", "Chat") != ("", "")
    texts = {each.get(f"{W}val") for each in part(made, "word/numbering.xml").iter(f"{W}lvlText")}
    assert {"%1", "%1.%2", "Appendix %1:"} <= texts


@pytest.mark.parametrize("wrong", ["2", "1.1"])
def test_numbers_that_counting_does_not_give_are_typed(wrong: str) -> None:
    page = Page("P", "S", (Block("heading", (Words("One"),), level=2, number=wrong),), numbered=True)

    assert ("Heading 1", f"{wrong}\tOne") in [
        (each.style.name, each.text) for each in Document(BytesIO(page_docx(page))).paragraphs if each.style
    ]


def starts(made: bytes) -> dict[str, str]:
    """The number with which each list of the file begins that says so."""
    lists = part(made, "word/numbering.xml").iter(f"{W}num")
    found = ((each.attrib[f"{W}numId"], each.find(f"{W}lvlOverride/{W}startOverride")) for each in lists)
    return {name: start.attrib[f"{W}val"] for name, start in found if start is not None}


def test_every_list_that_counts_begins_anew_at_its_own_number(made: bytes) -> None:
    third, fourth, first = (numbering(made, "ListNumber", text)[0] for text in ("third", "fourth", "first"))

    assert third == fourth != first
    assert starts(made) == {third: "3", first: "1"}
    assert numbering(made, "ListBullet2", "inner")[1] == "1"


def test_a_nested_list_goes_on_after_the_list_inside_it_and_a_jump_begins_another() -> None:
    def item(text: str, number: str, level: int = 1) -> Block:
        return Block("item", (Words(text),), level=level, ordered=bool(number), number=number)

    page = Page("P", "S", (item("a", "1"), item("x", "", 2), item("b", "2"), item("c", "7"), item("big", "99999")))
    made = page_docx(page)

    lists = [numbering(made, "ListNumber", text)[0] for text in ("a", "b", "c", "99999. big")]
    assert lists[0] == lists[1] != lists[2]
    assert lists[3] == "0"
    assert starts(made)[lists[2]] == "7"


def test_contents_are_a_field_with_its_entries_ready_and_no_question_asked(made: bytes) -> None:
    document = part(made)
    entries = [each for each in document.iter(f"{W}p") if style_of(each).startswith("TOC")]

    assert [(style_of(each), "".join(t.text or "" for t in each.iter(f"{W}t"))) for each in entries] == [
        ("TOCHeading", "Contents"),
        ("TOC1", "1Governance"),
        ("TOC2", "1.1Purpose"),
        ("TOC2", "1.2Duties"),
        ("TOC1", "2Practice"),
        ("TOC2", "2.1Pictures"),
        ("TOC1", "Appendices"),
        ("TOC2", "Appendix A: Video"),
        ("TOC2", "Appendix B: Chat"),
    ]
    assert [each.text for each in document.iter(f"{W}instrText")] == [' TOC \\o "1-2" \\h \\z \\u ']
    assert [each.get(f"{W}fldCharType") for each in document.iter(f"{W}fldChar")] == ["begin", "separate", "end"]
    names = [each.get(f"{W}name") for each in document.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names))
    assert {each.get(f"{W}anchor") for each in document.iter(f"{W}hyperlink") if not each.get(f"{R}id")} <= set(names)
    assert part(made, "word/settings.xml").find(f"{W}updateFields") is None
    assert not list(document.iter(f"{W}dirty"))


def test_a_link_in_the_text_has_a_bookmark_that_updating_the_contents_leaves(made: bytes) -> None:
    link = next(each for each in part(made).iter(f"{W}hyperlink") if "".join(each.itertext()) == "how")

    assert link.attrib[f"{W}anchor"].startswith("_Ref")


def test_the_top_of_a_page_says_whose_it_is_and_the_bottom_which_of_how_many(opened: OpenDocument) -> None:
    section = opened.sections[0]

    assert section.header.paragraphs[0].text == "Ash & Elm School · Social media policy\tDraft"
    assert section.footer.paragraphs[0].text == "Page 1 of 1"
    fields = section.footer.paragraphs[0].paragraph_format.element.iter(f"{W}instrText")
    assert [each.text for each in fields] == [" PAGE ", " NUMPAGES "]
    assert section.page_width is not None
    assert (round(section.page_width.mm), round((section.page_height or section.page_width).mm)) == (210, 297)


def test_the_file_says_what_it_is_and_not_what_made_it(made: bytes, opened: OpenDocument) -> None:
    about = opened.core_properties

    assert (about.title, about.subject) == ("Social media policy", "The policy as it is published")
    assert (about.author, about.last_modified_by) == ("Ash & Elm School",) * 2
    assert about.created == about.modified
    assert about.created is not None
    assert about.created.date() == PAGE.dated
    assert (about.language, about.revision, about.comments, about.keywords) == ("en-GB", 1, "", "")
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert archive.namelist() == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/app.xml",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/footer1.xml",
            "word/header1.xml",
            "word/numbering.xml",
            "word/settings.xml",
            "word/styles.xml",
        ]
        assert not [name for name in archive.namelist() if b"python-docx" in archive.read(name)]
    languages = {each.get(f"{W}val") for each in part(made, "word/styles.xml").iter(f"{W}lang")}
    assert languages == {"en-GB"}


def test_a_table_says_its_header_and_what_it_is_about(made: bytes) -> None:
    about, plain = part(made).iter(f"{W}tbl")

    assert [each.find(f"{W}trPr/{W}tblHeader") is not None for each in plain.iter(f"{W}tr")] == [True, False]
    for name, said in (("tblCaption", "Duties"), ("tblDescription", "Columns: What; Who")):
        found = plain.find(f"{W}tblPr/{W}{name}")
        assert found is not None
        assert found.get(f"{W}val") == said
    caption = about.find(f"{W}tblPr/{W}tblCaption")
    assert caption is not None
    assert caption.get(f"{W}val") == "About this policy"
    assert sum(int(each.attrib[f"{W}w"]) for each in plain.iter(f"{W}gridCol")) == 9184


def test_what_word_has_no_column_for_stands_in_the_last_one() -> None:
    row = Row(tuple((Words(f"c{at}"),) for at in range(70)))
    page = Page("P", "S", (Block("table", rows=(row,)),))

    (found,) = blocks(page_docx(page))

    assert len(found.rows[0].cells) == 63
    assert found.rows[0].cells[-1][0].text == "c62 | c63 | c64 | c65 | c66 | c67 | c68 | c69"


# The order in which the schema of WordprocessingML has the children of its properties; Word calls a file that has
# another one damaged. ISO/IEC 29500-1, annex A.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr tabs spacing ind jc outlineLvl rPr",
    "rPr": "ins del rStyle rFonts b bCs i iCs strike noProof color sz szCs u lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "trPr": "cantSplit tblHeader ins del",
    "tcPr": "tcW gridSpan shd",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr rPr",
    "numbering": "abstractNum num",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
    "sectPr": "headerReference footerReference type pgSz pgMar cols docGrid",
    "comment": "p",
}


def test_properties_have_the_order_of_the_schema(made: bytes) -> None:
    names = ("document", "styles", "numbering", "settings", "header1", "footer1")
    seen = set()
    for name in names:
        for each in part(made, f"word/{name}.xml").iter():
            kind = each.tag.removeprefix(W)
            if kind in ORDER:
                places = [ORDER[kind].split().index(child.tag.removeprefix(W)) for child in each]
                assert places == sorted(places), f"{name}: {ET.tostring(each)[:300]!r}"
                seen.add(kind)

    assert seen == set(ORDER) - {"comment"}


HOSTILE = (
    "]]> <w:p> & \" '",
    "\x00\x07\x1b[31m\x85",
    "\u202eright to left\u2066",
    "\ud800 \ufffe \uffff",
    "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 e\u0301",
    "w" * 20_000,
    "שלום عليكم",
    "a\r\nb\u2028c\td",
)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=20), min_size=1, max_size=3))
def test_no_text_breaks_the_file(texts: list[str]) -> None:
    words = tuple(Words(text, link=f"https://example.org/{text}") for text in texts)
    name = texts[0]
    page = Page(
        name, name, (Block("heading", words, level=2, number=name, anchor=name), Block("table", rows=(Row((words,)),))),
        ((name, name),), name, numbered=True, contents=True, version=name, language=name, against=name, purpose=name,
    )  # fmt: skip

    made = page_docx(page)

    with zipfile.ZipFile(BytesIO(made)) as archive:
        for each in archive.namelist():
            ET.fromstring(archive.read(each))


@pytest.mark.parametrize(
    ("to", "target"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://example.org/a b?c=é#d", "https://example.org/a%20b?c=%C3%A9#d"),
        ("mailto:head@example.org?subject=Hi", "mailto:head@example.org?subject=Hi"),
        ("https://[bad", ""),
        ("https://", ""),
        ("https://user@example.org/", ""),
        ("https://example.org:99999999/", ""),
        ("https://example.org/%zz", ""),
        ("mailto:", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://example.org/" + "a" * 3000, ""),
        ("#nowhere", ""),
    ],
)
def test_only_an_address_that_every_reader_takes_is_a_link(to: str, target: str) -> None:
    made = page_docx(Page("P", "S", (Block("paragraph", (Words("here", link=to),)),)))

    rels = part(made, "word/_rels/document.xml.rels")
    assert [each.get("Target") for each in rels if each.get("TargetMode") == "External"] == [target] * bool(target)
    assert [(each.text, each.words[0].link) for each in blocks(made)] == [("here", target)]


def test_the_same_page_gives_the_same_bytes_in_another_process(made: bytes) -> None:
    program = (
        "import hashlib; from tests.export.test_word import PAGE; from composer.export.word import page_docx; "
        "print(hashlib.sha256(page_docx(PAGE)).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
    )

    assert run.stdout.strip() == hashlib.sha256(made).hexdigest()
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_page_is_a_file_and_has_a_day() -> None:
    opened = Document(BytesIO(page_docx(Page("", "", (), contents=True))))

    assert opened.core_properties.created is not None
    assert opened.core_properties.created.date() == date(1980, 1, 1)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)

    with pytest.raises(
        Problem, match=r"Word files need the package python-docx; pip install 'policy-composer\[word\]'"
    ):
        page_docx(PAGE)
