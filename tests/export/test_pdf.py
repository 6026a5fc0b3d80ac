"""The PDF face: PDF/UA-1, the same bytes everywhere, text that never becomes layout, and one line when it cannot be."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from composer.export import pdf
from composer.export.page import Block, Mark, Note, Page, Row, Words
from composer.export.pdf import by_name, page_pdf
from composer.export.pdf_data import data
from composer.policy.problems import Problem
from tests.export.pages import pages

if TYPE_CHECKING:
    from pathlib import Path

CODE = (
    "#panic(1)",
    "]) #set text(size: 99pt)",
    "$x^2$ *b* _i_ `c` @ref <label> = h",
    "\\ \\u{41} //c /* d",
    '"quoted" {{blank}} [a](b)',
    "\ud800 \x00 \u202e",
    "-- --- ~ ... '",
)


def w(text: str, mark: Mark = "same", link: str = "") -> Words:
    return Words(text, mark, link=link)


def heading(text: str, level: int = 2, mark: Mark = "same", number: str = "", anchor: str = "") -> Block:
    return Block("heading", (w(text),), mark, level, number=number, anchor=anchor)


def paragraph(*words: Words, mark: Mark = "same") -> Block:
    return Block("paragraph", words, mark)


def inflated(made: bytes) -> bytes:
    """The file with what is packed in it unpacked, for looking things up."""
    found = [made]
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            found.append(zlib.decompress(stream[1]))
        except zlib.error:
            continue
    return b"\n".join(found)


@pytest.fixture(scope="module")
def page() -> Page:
    table = Block(
        "table",
        rows=(
            Row(((w("Channel", link="https://www.example.org/head"),), (w("Use"),)), head=True),
            Row(((w("Text"),), (w("urgent "), w("news", "ins")))),
            Row(((w("Old"),),), mark="del"),
        ),
    )
    blocks = (
        replace(
            heading("Purpose", number="1", anchor="purpose"),
            notes=(Note("Families asked.\nTwice.", "Head", date(2025, 11, 3)),),
        ),
        paragraph(
            w("We post "), w("twice", "del"), w("once", "ins", "#purpose"), w(" a week: "), w("more", link="#deep")
        ),
        heading("Gone", 3, "del", "1.1"),
        heading("Deep", 6, number="Appendix A", anchor="deep"),
        Block("item", (w("first"),), level=1),
        Block("item", (w("third"),), "ins", level=2, ordered=True, number="3", notes=(Note("Because."),)),
        table,
        Block("code", (Words("set x\n  y", code=True),), "del"),
        Block("paragraph", (w("quoted words", link="https://www.example.org/away"),), quoted=1),
        Block("rule"),
        heading("Roles", number="2", anchor="roles"),
    )
    return Page(
        "Social media policy",
        "Ash School",
        blocks,
        (("Approved by", "The governing body"),),
        "About this policy",
        numbered=True,
        contents=True,
        version="Approved 3 December 2025",
        dated=date(2025, 12, 3),
        against="the text of 1 May 2024",
        purpose="The policy as it was approved",
    )


@pytest.fixture(scope="module")
def made(page: Page) -> bytes:
    return page_pdf(page)


def test_it_is_a_tagged_pdf_ua_with_title_language_author_and_the_day_of_the_policy(made: bytes) -> None:
    whole = inflated(made)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in whole
    assert b"/MarkInfo" in whole
    assert b"/Lang(en-GB)" in whole
    assert b"/DisplayDocTitle true" in whole
    assert "Social media policy – Ash School".encode() in whole
    assert b"<dc:creator><rdf:Seq><rdf:li>Ash School</rdf:li>" in whole
    assert b"The policy as it was approved" in whole
    assert set(re.findall(rb"<xmp:(?:Create|Modify)Date>([^<]*)<", whole)) == {b"2025-12-03T00:00:00Z"}
    assert b"D:20251203" in whole


def test_headings_are_bookmarks_with_their_numbers_and_tables_have_heads(made: bytes) -> None:
    whole = inflated(made)
    titles = [_text(each) for each in re.findall(rb"/Title(\([^)]*\)|<[^>]*>)", whole)]
    assert {"1 Purpose", "1.1 −Gone", "Appendix A Deep", "2 Roles"} <= set(titles)
    for tag in (b"/TH", b"/H1", b"/H2", b"/LBody", b"/BlockQuote", b"/TOCI", b"/Link"):
        assert b"/S" + tag in whole, tag
    assert b"(https://www.example.org/away)" in whole


def _text(string: bytes) -> str:
    """A string of a PDF: between brackets, or in hex digits as UTF-16 where it is not ASCII."""
    inner = bytes.fromhex(string[1:-1].decode()) if string[:1] == b"<" else string[1:-1]
    return inner.decode("utf-16" if inner[:1] == b"\xfe" else "latin-1")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads the file back")
def test_every_word_is_on_the_paper(made: bytes, tmp_path: Path) -> None:
    file = tmp_path / "made.pdf"
    file.write_bytes(made)
    ran = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, timeout=30)
    said = " ".join(ran.stdout.decode().split())
    for words in (
        "Ash School Social media policy Approved 3 December 2025",
        "About this policy Approved by The governing body",
        "compared with the text of 1 May 2024",
        "Note: Families asked. Twice. Head, 3 November 2025",
        "We post −twice+once a week: more",
        "1.1 −Gone",
        "Appendix A Deep",
        "3. +third Note: Because.",
        "Channel Use Text urgent +news −Old",
        "−set x y",
        "quoted words",
        "Page 1 of ",
    ):
        assert words in said
    assert re.search(r"Contents 1 Purpose \W+1 ", said)


def test_the_same_page_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    program = (
        "from composer.export.reading import page_of\n"
        "from composer.export.pdf import page_pdf\n"
        "from hashlib import sha256\n"
        "p = page_of('# T\\n\\n**S**\\n\\n## A ✓\\n\\n- b\\n\\n| c |\\n|---|\\n| `d` |\\n')\n"
        "found = sha256(page_pdf(p)).hexdigest()"
    )
    here: dict[str, str] = {}
    exec(program, here)
    environment = {
        **os.environ,
        "TZ": "Asia/Tokyo",
        "HOME": str(tmp_path),
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
    }
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    ran = subprocess.run(
        [sys.executable, "-c", f"{program}\nprint(found)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout.strip() == here["found"]


def test_a_page_without_a_day_holds_no_date(page: Page) -> None:
    assert not re.search(rb"CreateDate|ModifyDate|CreationDate", inflated(page_pdf(replace(page, dated=None))))


@pytest.mark.parametrize("code", CODE)
def test_text_never_becomes_layout(code: str) -> None:
    words = (Words(code), Words(code, code=True, bold=True, italic=True))
    note = Note(code, code, date(2025, 1, 1))
    blocks = (
        Block("heading", words, level=2, number=code, anchor=code, notes=(note,)),
        Block("item", (*words, Words("x", link=f"#{code}")), level=1),
        Block("code", words[:1], notes=(note,)),
        Block("table", rows=(Row((words, ())), Row((words,)))),
    )
    whole = Page(code, code, blocks, ((code, code),), code, contents=True, version=code, against=code, purpose=code)
    assert page_pdf(replace(whole, language=code)).startswith(b"%PDF-1.7")


@settings(max_examples=20)
@given(pages())
def test_any_page_can_be_set(page: Page) -> None:
    assert page_pdf(replace(page, contents=True)).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        (heading(""), heading("x", anchor="x"), heading("x", anchor="x")),
        (Block("table"), Block("table", rows=(Row(()),)), Block("table", rows=(Row(((),), head=True),))),
        tuple(Block("item", (w("x"),), level=level, quoted=level) for level in range(1, 60)),
        (paragraph(w("a" * 500), w("", "ins"), w("\n", "del"), w("https://www.example.org/" + "b" * 3000)),),
        (paragraph(w("gone", "del", "https://www.example.org"), w("new", "ins", "https://www.example.org")),),
        (Block("table", rows=(Row(((w("a", link="https://a.example"),),), head=True), *[Row(((w("b"),),))] * 90)),),
        (Block("item", level=1, ordered=True, number="999999999"), Block("item", level=1, ordered=True, number="x")),
    ],
)
def test_odd_pages_can_be_set(blocks: tuple[Block, ...]) -> None:
    assert page_pdf(Page("", "", blocks, contents=True)).startswith(b"%PDF-1.7")


def test_what_no_font_has_is_shown_by_its_name() -> None:
    page = Page("T", "S", (paragraph(w("Well done 🎓 and 👩‍🏫, 中; ẅ Łódź Ελλ Мир אב ✓ → é\u0333 ☑️")),), contents=True)
    named = by_name(page)
    assert sorted(named.values()) == ["⟨U+4E2D⟩", "⟨graduation cap⟩", "⟨school⟩", "⟨woman⟩"]
    said = "".join(run["text"] for run in runs_of(page))
    for cluster, name in named.items():
        said = said.replace(cluster, name)
    assert said.startswith("Well done ⟨graduation cap⟩ and ⟨woman⟩⟨school⟩, ⟨U+4E2D⟩; ẅ Łódź")
    assert page_pdf(page).startswith(b"%PDF-1.7")


def test_a_page_of_ordinary_letters_needs_no_names(page: Page) -> None:
    assert by_name(page) == {}


def runs_of(page: Page) -> list[dict[str, str]]:
    """The runs of a page of one paragraph, as the layout gets them."""
    nodes: Any = data(page, str)["nodes"]
    return [run for group in nodes[0]["words"] for run in group["runs"]]


def test_the_data_has_every_word_once_and_links_that_may_live() -> None:
    page = Page(
        "T", "S", (paragraph(w("a", link="javascript:x"), w("b", link="#no"), w("c", link="https://c.example")),)
    )
    assert [(run["text"], run["link"]) for run in runs_of(page)] == [("a", ""), ("b", ""), ("c", "https://c.example")]


def test_words_with_their_own_sign_get_no_second_one() -> None:
    nodes: Any = data(Page("T", "S", (paragraph(w("−struck out", "del"), w("new", "ins")),)), str)["nodes"]
    assert [group["sign"] for group in nodes[0]["words"]] == ["", "+"]


def test_a_long_address_may_go_on_in_a_new_line_and_stays_itself() -> None:
    page = Page("T", "S", (paragraph(w("see https://www.example.org/a-long/path?q=1 or " + "x" * 70)),))
    (said,) = (run["text"] for run in runs_of(page))
    assert said.replace("\u200b", "") == page.blocks[0].text
    assert max(map(len, re.split("[\u200b ]", said))) <= 30


def test_without_typst_one_line_says_what_to_do(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    assert by_name(Page("🎓", "", ()))
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(Problem, match=r"PDF files need the package typst; pip install 'policy-composer\[pdf\]'"):
        page_pdf(page)
    with pytest.raises(Problem, match="need the package typst"):
        by_name(Page("🎓", "", ()))


def test_what_typst_refuses_is_one_line(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_template", lambda: b'#panic("no")')
    with pytest.raises(Problem, match=r"\Athis cannot be set as PDF: .*; export it as html or docx\Z"):
        page_pdf(page)


def test_a_page_without_marks_says_that_no_word_is_different(page: Page) -> None:
    plain = replace(page, blocks=(heading("Purpose"), paragraph(w("Words."))))
    assert data(page, str)["marked"]
    assert not data(plain, str)["marked"]
    assert page_pdf(plain) != page_pdf(replace(plain, against=""))


def test_only_a_policys_long_contents_are_followed_by_a_new_page() -> None:
    page = Page("T", "S", tuple(heading(f"Part {at}") for at in range(16)), contents=True, numbered=True)
    assert data(page, str)["long"]
    assert not data(replace(page, numbered=False), str)["long"]
    assert not data(replace(page, blocks=page.blocks[1:]), str)["long"]
