"""The HTML face, read back by a parser: whole, safe, and made for readers of every kind."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

import composer.export.web
from composer.export.page import Block, Mark, Note, Page, Row, Words
from composer.export.reading import page_of
from composer.export.web import page_html
from tests.export.pages import pages

_VOID = {"br", "hr", "meta"}
_STYLE = Path(composer.export.web.__file__).with_name("web.css").read_text("utf-8")

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp;",
    "--><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "\u202eright to left\x1b[31m\x00",
)
LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://www.example.org",
    "//www.example.org",
    "#nowhere",
    'https://www.example.org/" onclick="alert(1)',
    "https://www.example.org/\x00",
)


class Read(HTMLParser):
    """What a browser would make of a file: its elements, with the text of each, and whether each is closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str], list[str]]] = []
        self.found: list[tuple[str, dict[str, str], str]] = []
        self.within: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.within.append((self.open[-1][0] if self.open else "", tag))
        if tag in _VOID:
            self.found.append((tag, named, ""))
            self.handle_data("\n")
        else:
            self.open.append((tag, named, []))

    def handle_endtag(self, tag: str) -> None:
        opened, named, said = self.open.pop()
        assert opened == tag
        self.found.append((tag, named, "".join(said)))

    def handle_data(self, data: str) -> None:
        for _, _, said in self.open:
            said.append(data)

    def all(self, *tags: str) -> list[str]:
        return [said for tag, _, said in self.found if tag in tags]

    def attributes(self, tag: str) -> list[dict[str, str]]:
        return [named for each, named, _ in self.found if each == tag]

    def one(self, tag: str) -> str:
        (said,) = self.all(tag)
        return said


def w(text: str, mark: Mark = "same", link: str = "") -> Words:
    return Words(text, mark, link=link)


def heading(text: str, level: int = 2, mark: Mark = "same", number: str = "", anchor: str = "") -> Block:
    return Block("heading", (w(text),), mark, level, number=number, anchor=anchor)


def paragraph(*words: Words, mark: Mark = "same") -> Block:
    return Block("paragraph", words, mark)


@pytest.fixture(scope="module")
def page() -> Page:
    table = Block(
        "table",
        rows=(
            Row(((w("Channel"),), (w("For"),), ()), head=True),
            Row(((w("Text"),), (w("urgent "), w("news", "ins")), (w("office"),))),
            Row(((w("Page"),), (w("joy"),)), mark="del"),
        ),
    )
    return Page(
        "Social media policy",
        "Ash School",
        (
            heading("Governance", number="1", anchor="1-governance"),
            replace(
                heading("Purpose", 3, number="1.1", anchor="11-purpose"),
                notes=(Note("Families asked.\nTwice.", "Head", date(2025, 11, 3)),),
            ),
            paragraph(
                w("We post "), w("twice", "del"), w("once", "ins"), w(" a week. See "), w("1", link="#1-governance")
            ),
            Block("item", (w("first"),), level=1),
            Block("item", (w("gone"),), "del", level=1),
            Block("item", (w("inner"),), level=2, ordered=True, number="3"),
            paragraph(w("A new paragraph."), mark="ins"),
            heading("Livestreams", 3, "del", number="1.2"),
            heading("Breakfast", 3, "ins", number="1.2", anchor="12-breakfast"),
            heading("Deep", 6, anchor="deep"),
            table,
            Block("code", (Words("a\n  b", code=True),)),
            Block("paragraph", (w("said"),), quoted=1),
            heading("Appendices", anchor="appendices"),
        ),
        (("School", "Ash School"), ("Approved by", "The governing body")),
        "About this policy",
        numbered=True,
        contents=True,
        version="Approved 3 December 2025",
        dated=date(2025, 12, 3),
        against="the text approved on 1 May 2024",
        purpose="The policy as it was approved",
    )


@pytest.fixture(scope="module")
def read(page: Page) -> Read:
    return Read(page_html(page))


def test_the_head_says_what_the_file_is_and_forbids_everything(read: Read) -> None:
    assert read.one("title") == "Social media policy – Ash School"
    assert read.attributes("html") == [{"lang": "en-GB"}]
    metas = {each.get("name") or each.get("http-equiv"): each.get("content", "") for each in read.attributes("meta")}
    assert metas["description"] == "The policy as it was approved"
    assert metas["author"] == "Ash School"
    assert metas["dcterms.date"] == "2025-12-03"
    digest = b64encode(sha256(read.one("style").encode()).digest()).decode()
    assert metas["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_nothing_runs_and_nothing_is_fetched(page: Page, read: Read) -> None:
    assert {tag for tag, _, _ in read.found}.isdisjoint({"script", "link", "img", "iframe", "form", "base", "object"})
    assert not [
        name for _, named, _ in read.found for name in named if name.startswith("on") or name in {"src", "style"}
    ]
    assert not re.search(r"url\(|@import|</", _STYLE)


def test_landmarks_skip_link_and_about_table(read: Read) -> None:
    for tag in ("header", "nav", "main", "footer", "h1"):
        assert len(read.all(tag)) == 1, tag
    assert read.attributes("nav")[0]["aria-label"] == "Contents"
    first = read.attributes("a")[0]
    assert first == {"class": "skip", "href": "#" + read.attributes("main")[0]["id"]}
    assert read.one("caption") == "About this policy"
    assert [(named, said) for tag, named, said in read.found if tag == "th"][:2] == [
        ({"scope": "row"}, "School"),
        ({"scope": "row"}, "Approved by"),
    ]


def test_headings_leave_no_gap_and_every_link_within_leads_somewhere(read: Read) -> None:
    levels = [int(tag[1]) for tag, _, _ in read.found if re.fullmatch(r"h[1-6]", tag)]
    assert levels == [1, 2, 2, 3, 3, 3, 4, 2]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [named["id"] for _, named, _ in read.found if "id" in named]
    assert len(ids) == len(set(ids))
    assert {each["href"][1:] for each in read.attributes("a")} <= set(ids)


def test_contents_are_nested_links_to_the_two_highest_levels(read: Read) -> None:
    nav = read.one("nav")
    for words in ("1 Governance", "1.1 Purpose", "Livestreams", "Breakfast", "Appendices"):
        assert words in nav
    assert "Deep" not in nav
    assert ("li", "ul") in read.within


def test_a_page_without_contents_has_no_list_of_them(page: Page) -> None:
    found = Read(page_html(replace(page, contents=False)))
    assert found.all("nav") == []
    assert found.attributes("a")[-1]["href"] == "#page.top"


def test_marks_are_elements_signs_and_words(read: Read) -> None:
    assert "inserted: +once end of insertion" in read.all("ins")
    assert "deleted: −twice end of deletion" in read.all("del")
    assert "deleted: −gone end of deletion" in read.all("del")
    assert "inserted: +A new paragraph. end of insertion" in read.all("ins")
    assert read.all("h3")[1:] == [
        "deleted: −1.2 Livestreams end of deletion",
        "inserted: +1.2 Breakfast end of insertion",
    ]
    rows = read.all("tr")
    assert "Texturgent inserted: +news end of insertionoffice" in rows
    assert "deleted: −Page end of deletiondeleted: −joy end of deletion" in rows


def test_the_marks_are_explained_once_with_what_they_compare(page: Page, read: Read) -> None:
    (told,) = (said for tag, named, said in read.found if named.get("class") == "told")
    assert "compared with the text approved on 1 May 2024" in told
    assert "told" not in [each.get("class") for each in Read(page_html(replace(page, against=""))).attributes("div")]


def test_words_with_their_own_sign_get_no_second_one() -> None:
    found = Read(page_html(page_of("~~−struck out~~", struck=True)))
    assert found.all("del") == ["deleted: −struck out end of deletion"]


def test_a_note_says_why_who_and_when(read: Read) -> None:
    (note,) = (said for _, named, said in read.found if named.get("class") == "note")
    assert note.split("\n") == ["", "Note: Families asked.", "Twice.", "Head, 3 November 2025", ""]


def test_lists_tables_code_and_quotations(read: Read) -> None:
    assert read.attributes("ol") == [{"start": "3"}]
    assert ("li", "ol") in read.within
    labels = [named.get("aria-label") for named in read.attributes("table")]
    assert labels == [None, "Table: Deep"]
    heads = [(named, said) for tag, named, said in read.found if tag == "th"][2:]
    assert heads == [({"scope": "col"}, "Channel"), ({"scope": "col"}, "For")]
    assert read.one("pre") == "a\n  b"
    assert read.one("blockquote").strip() == "said"
    assert len([said for said in read.all("tr") if said]) == 5


def test_lines_links_and_styles_of_words() -> None:
    words = (
        Words("a\nb", bold=True, italic=True),
        Words("site", link="https://www.example.org/x?y&z"),
        Words("mailto:a@ash.example", link="mailto:a@ash.example"),
        Words("c", code=True),
    )
    html = page_html(Page("T", "", (paragraph(*words),)))
    assert "<strong><em>a<br>b</em></strong>" in html
    assert '<a class="away" href="https://www.example.org/x?y&amp;z">site</a>' in html
    assert '<a href="mailto:a@ash.example">mailto:a@ash.example</a><code>c</code>' in html


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_text_in_every_place(payload: str) -> None:
    words = (Words(payload, link="https://www.example.org/"),)
    note = Note(payload, payload, date(2025, 1, 1))
    blocks = (
        Block("heading", words, level=2, number=payload, anchor=payload, notes=(note,)),
        Block("paragraph", words, "ins"),
        Block("item", words, level=1, notes=(note,)),
        Block("code", words),
        Block("table", rows=(Row((words,), head=True), Row((words, words, words)))),
    )
    whole = Page(
        payload,
        payload,
        blocks,
        ((payload, payload),),
        payload,
        contents=True,
        version=payload,
        language=payload,
        against=payload,
        purpose=payload,
    )
    html = page_html(whole)
    found = Read(html)
    allowed = {"class", "id", "href", "lang", "name", "content", "charset", "http-equiv", "scope", "role", "tabindex"}
    assert {name for _, named, _ in found.found for name in named} <= allowed | {"aria-label", "aria-hidden"}
    assert {tag for tag, _, _ in found.found}.isdisjoint({"script", "img", "svg", "b"})
    assert found.attributes("html") == [{"lang": "en-GB"}]
    assert len(found.all("style")) == len(found.all("title")) == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", html)
    if payload.isprintable():
        assert found.one("code") == payload


@pytest.mark.parametrize("link", LINKS)
def test_a_link_that_may_not_live_is_its_words(link: str) -> None:
    found = Read(page_html(Page("T", "", (paragraph(w("here", link=link)), heading("x", anchor="x")))))
    assert [each["href"] for each in found.attributes("a")] == ["#page.text", "#page.top"]
    assert "here" in found.one("main")


@settings(max_examples=50)
@given(pages())
def test_any_page_is_well_formed_and_loses_no_word(page: Page) -> None:
    found = Read(page_html(page))
    said = " ".join("".join(found.all("main")).split())
    for block in page.blocks:
        cells = [cell for row in block.rows for cell in row.cells] or [block.words]
        for each in (run.text for cell in cells for run in cell):
            assert all(part in said for part in each.split())


def test_the_same_page_gives_the_same_file(page: Page) -> None:
    assert page_html(page) == page_html(replace(page))
    assert page_html(page).endswith("</html>\n")


def test_the_colours_differ_enough_for_everyone() -> None:
    """Seven to one, by the formula of WCAG, for every ink on every paper that it stands on."""
    schemes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", part)) for part in _STYLE.split(":root {")[1:]]
    assert len(schemes) == 3
    pairs = [(ink, paper) for ink in ("ink", "quiet", "link") for paper in ("paper", "shade")]
    for colours in schemes:
        for ink, paper in [*pairs, ("new", "new-paper"), ("gone", "gone-paper")]:
            light, dark = sorted((_luminance(colours[ink]), _luminance(colours[paper])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 7, (ink, paper)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_marks_are_explained_before_the_first_of_them_and_only_where_there_are_some() -> None:
    gone = Block("heading", (Words("Gone"),), "del", level=2)
    stays = Block("heading", (Words("Stays"),), level=2)
    page = Page("T", "S", (gone, stays), contents=True, against="the model")
    made = page_html(page)
    assert made.index("Words like these") < made.index("<nav") < made.index(">Gone<")
    same = page_html(replace(page, blocks=(stays,)))
    assert "<p>No word is different, compared with the model.</p>" in same
    assert "Words like these" not in same
