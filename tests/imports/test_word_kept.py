"""Nothing is lost: every word of a document is in its title, in a block or told, and in each of them in its order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st

from composer.imports.word.reading import read_word
from tests.imports.docx_maker import BULLETS, OUTLINE, STEPS, docx, field, p, part, r, table

PIECES = [
    "staff",
    "4.2",
    "a*b",
    "[Name",
    "School]",
    "|",
    "_x_",
    "(a)",
    "1.",
    "#",
    "{{dsl}}",
    "&amp;",
    "é",
    "–",
    "12 months",
    "<x>",
]


@dataclass(frozen=True)
class Made:
    """XML, and the words in it that are kept and told."""

    xml: str
    kept: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


words = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join)
looks = st.sampled_from(["", "<w:b/>", "<w:i/>", "<w:b/><w:i/>", '<w:highlight w:val="yellow"/>', "<w:strike/>"])


def run(said: str, look: str, way: str) -> Made:
    plain = r(f" {said} ", look)
    match way:
        case "ins" | "moveTo" | "smartTag" | "customXml":
            return Made(f"<w:{way}>{plain}</w:{way}>", (said,))
        case "del":
            return Made(f"<w:del>{plain.replace('w:t', 'w:delText')}</w:del>", (), (said,))
        case "moveFrom":
            return Made(f"<w:moveFrom>{plain}</w:moveFrom>")
        case "vanish":
            return Made(r(f" {said} ", "<w:vanish/>"), (), (said,))
        case "sdt":
            return Made(f"<w:sdt><w:sdtContent>{plain}</w:sdtContent></w:sdt>", (said,))
        case "field":
            return Made(field("REF x", plain), (said,))
        case "page":
            return Made(field("PAGE", plain), (), (said,))
        case "link":
            return Made(f'<w:hyperlink r:id="l">{plain}</w:hyperlink>', (said,))
        case "note":
            return Made(f'{plain}<w:r><w:footnoteReference w:id="1"/></w:r>', (said,))
    return Made(plain, (said,))


WAYS = [
    "",
    "",
    "",
    "ins",
    "del",
    "moveTo",
    "moveFrom",
    "smartTag",
    "customXml",
    "vanish",
    "sdt",
    "field",
    "page",
    "link",
    "note",
]
runs = st.builds(run, words, looks, st.sampled_from(WAYS))


def paragraph(inside: list[Made], style: str, num: tuple[int, int] | None, gone: bool) -> Made:
    mark = "<w:rPr><w:del/></w:rPr>" if gone else ""
    xml = p(*(each.xml for each in inside), style=style, num=num, more=mark)
    return _all(inside, xml)


def _all(inside: list[Made], xml: str) -> Made:
    return Made(xml, sum((each.kept for each in inside), ()), sum((each.told for each in inside), ()))


paragraphs = st.builds(
    paragraph,
    st.lists(runs, max_size=4),
    st.sampled_from(["", "", "Title", "berschrift1", "berschrift2", "Quote", "ListBullet"]),
    st.sampled_from([None, None, (OUTLINE, 0), (OUTLINE, 1), (BULLETS, 0), (BULLETS, 1), (STEPS, 0)]),
    st.sampled_from([False, False, False, True]),
)
cells = st.lists(
    st.builds(lambda inside: _all(inside, p(*(each.xml for each in inside))), st.lists(runs, max_size=2)),
    min_size=1,
    max_size=2,
)


def of_cells(rows: list[list[list[Made]]]) -> Made:
    flat = [made for row in rows for cell in row for made in cell]
    return _all(flat, table(*(["".join(made.xml for made in cell) for cell in row] for row in rows)))


def boxed(inside: list[Made], box: Made) -> Made:
    drawn = f"<w:r><w:pict><v:textbox><w:txbxContent>{box.xml}</w:txbxContent></v:textbox></w:pict></w:r>"
    return _all([*inside, box], p(*(each.xml for each in inside), drawn))


blocks = st.one_of(
    paragraphs,
    paragraphs,
    st.builds(of_cells, st.lists(st.lists(cells, min_size=1, max_size=3), min_size=1, max_size=2)),
    st.builds(boxed, st.lists(runs, max_size=2), paragraphs),
    st.builds(
        lambda inside: Made(f"<w:sdt><w:sdtContent>{inside.xml}</w:sdtContent></w:sdt>", inside.kept, inside.told),
        paragraphs,
    ),
)
NOTE = part("w:footnotes", f'<w:footnote w:id="1">{p("noted once")}</w:footnote>')
_WORD = re.compile(r"[^\W_]+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def cut(*texts: str) -> list[str]:
    return [word for text in texts for word in _WORD.findall(text)]


ABOVE = "A line stands above the title in the document; here the title comes first."


def with_first(title: list[str], said: list[str]) -> list[list[str]]:
    """The words with those of the title put first, from each place where they stand together."""
    places = [at for at in range(len(said)) if said[at : at + len(title)] == title]
    return [[*title, *said[:at], *said[at + len(title) :]] for at in places]


@example(
    [
        paragraph([run("4.2", "", "")], "", None, gone=False),
        paragraph([run("staff", "", "")], "Title", None, gone=False),
    ]
)
@settings(max_examples=60, deadline=None)
@given(st.lists(blocks, max_size=6))
def test_every_word_is_kept_or_told_in_its_order(made: list[Made]) -> None:
    data = docx(*(each.xml for each in made), links={"l": "https://l/"}, parts={"f": ("footnotes", NOTE)})
    source = read_word(data, "x.docx")
    shown = [source.title]
    for block in source.blocks:
        text = _ESCAPE.sub(r"\1", block.text.replace("](https://l/)", ""))
        shown += [block.number if block.typed else "", text]
    expected = cut(*(said for each in made for said in each.kept))
    orders = with_first(cut(source.title), expected) if ABOVE in source.notes else [expected]
    assert cut(*shown) in orders
    told = [each.said for each in source.left_out if each.kind != "footnote"]
    assert cut(*told) == cut(*(said for each in made for said in each.told))
    notes = [each.said for each in source.left_out if each.kind == "footnote"]
    assert notes == ["noted once"]
