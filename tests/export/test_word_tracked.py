"""Word's tracked changes: all accepted give the new page, all rejected the old one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings

from composer.cli.desk import Desk
from composer.export.page import Block, Note, Page, Row, Words, accepted, rejected
from composer.export.redline import policy_redline, redline
from composer.export.word import page_docx
from tests.export.pages import pairs
from tests.export.word_reader import W, blocks, part, resolved, style_of

if TYPE_CHECKING:
    from composer.export.page import Mark
    from tests.export.word_reader import Side

DAY = date(2026, 1, 2)
SIDES: tuple[Side, ...] = ("accept", "reject")


def expected(page: Page) -> list[Block]:
    """What a Word file shows of a page's blocks."""
    kept = []
    for block in page.blocks:
        if block.kind == "table" and not block.rows:
            continue
        level = 0 if block.kind not in {"heading", "item"} else block.level
        quoted = block.quoted if block.kind == "paragraph" else 0
        kept.append(replace(block, number="", anchor="", key="", notes=(), level=level, quoted=quoted))
    return kept


def paragraph(text: str, mark: str = "same", *, kind: str = "paragraph", **more: object) -> Block:
    return Block(kind, (Words(text),), mark=mark, **more)  # type: ignore[arg-type]


def heading(text: str, number: str, mark: str = "same", level: int = 2, **more: object) -> Block:
    return paragraph(text, mark, kind="heading", level=level, number=number, anchor=text.lower(), **more)


def table(*rows: str, mark: str = "same") -> Block:
    """A table; the first sign of a row is its mark."""
    marks: dict[str, Mark] = {"=": "same", "+": "ins", "-": "del"}
    made = (Row(tuple((Words(cell),) for cell in row[1:].split("|")), mark=marks[row[0]]) for row in rows)
    return Block("table", rows=tuple(made), mark=mark)  # type: ignore[arg-type]


def marked(*found: Block, **more: object) -> Page:
    page = Page("Policy", "Ash School", found, numbered=True, against="the model", dated=DAY)
    return replace(page, **more)  # type: ignore[arg-type]


def both_sides(page: Page) -> bytes:
    made = page_docx(page)
    assert blocks(made, "accept") == expected(accepted(page))
    assert blocks(made, "reject") == expected(rejected(page))
    return made


@settings(max_examples=30)
@given(pairs())
def test_accepting_all_gives_the_new_page_and_rejecting_all_the_old_one(pair: tuple[Page, Page]) -> None:
    both_sides(redline(*pair, against="the model"))


def test_a_real_policy_comes_out_as_itself_and_as_its_model() -> None:
    session = Desk(str(Path(__file__).parents[2])).open("brackenhope-primary").session
    page = policy_redline(session)

    both_sides(replace(page, about=(), dated=DAY))

    assert sum(block.mark != "same" for block in page.blocks) > 20


HARD = marked(
    heading("Gone at the start", "1", "del"),
    paragraph("gone with it", "del"),
    heading("Stays", "1"),
    paragraph("gone before a table", "del"),
    table("=a|b", "=c|d", "+e|f", "-g|h"),
    paragraph("gone between tables", "del"),
    table("=only", "+row"),
    table("=old|old", "=table|.", mark="del"),
    table("=new|new", "=table|.", mark="ins"),
    paragraph("new", "ins", quoted=1),
    paragraph("one", kind="item", level=1, ordered=True, number="1"),
    paragraph("two, gone", "del", kind="item", level=1, ordered=True, number="2"),
    paragraph("two", "ins", kind="item", level=1, ordered=True, number="2"),
    Block("item", (Words("three"), Words(" and", "del"), Words(" or", "ins")), level=1, ordered=True, number="3"),
    Block("paragraph", (Words("all new", "ins"),)),
    Block("paragraph", (Words("all gone", "del"),)),
    Block("code", (Words("x = 1\ny = 2", "del", code=True),), mark="del"),
    paragraph("gone at the end", "del"),
)


def test_hard_neighbours_come_out_on_both_sides() -> None:
    both_sides(HARD)
    both_sides(replace(HARD, blocks=HARD.blocks[::-1]))


def test_no_two_tables_meet_and_a_text_ends_with_a_paragraph_that_stays() -> None:
    made = page_docx(HARD)

    for side in SIDES:
        tags = [each.tag for each in resolved(made, side)]
        assert all({one, two} != {f"{W}tbl"} for one, two in pairwise(tags))
        assert tags[-2:] == [f"{W}p", f"{W}sectPr"]


def test_a_table_of_which_every_row_goes_is_gone() -> None:
    both_sides(marked(paragraph("before"), table("-a|b", "-c|d"), paragraph("after")))


def test_what_was_new_and_is_gone_again_is_on_neither_side() -> None:
    page = marked(Block("paragraph", (Words("new "), Words("not", "del")), mark="ins"), paragraph("stays"))

    made = page_docx(page)

    assert [each.text for each in blocks(made, "accept")] == ["new ", "stays"]
    assert [each.text for each in blocks(made, "reject")] == ["stays"]


def test_every_change_is_by_the_school_on_the_day_and_has_an_id_of_its_own() -> None:
    note = Note("Ours is smaller.", "The head", date(2025, 12, 3))
    page = marked(
        heading("One", "1"),
        paragraph("new", "ins"),
        heading("Two", "1.1", level=3, notes=(note,)),
        table("+a"),
        paragraph("gone", "del"),
        school='Ash & "Oak" School',
    )

    found = [each for each in part(page_docx(page)).iter() if each.tag in {f"{W}ins", f"{W}del"}]

    assert {each.get(f"{W}author") for each in found} == {'Ash & "Oak" School'}
    assert [each.attrib[f"{W}date"][:10] for each in found] == ["2026-01-02"] * 2 + ["2025-12-03"] * 5
    assert len({each.get(f"{W}id") for each in found}) == len(found)


def test_neighbours_change_at_different_minutes() -> None:
    # LibreOffice joins two paragraphs when it makes one change of the end of one and the start of the next.
    tail, head = (
        Block("paragraph", (Words("a"), Words("b", "ins"))),
        Block("paragraph", (Words("c", "ins"), Words("d"))),
    )
    page = marked(tail, head, tail, paragraph("whole", "ins"), head)

    paragraphs = [each for each in part(page_docx(page)).iter(f"{W}p") if style_of(each) == "BodyText"]
    times = [{found.get(f"{W}date") for found in each.iter(f"{W}ins")} for each in paragraphs]

    assert len(times) == 5
    assert all(len(each) == 1 for each in times)
    assert all(one != two for one, two in pairwise(times))


def test_a_number_that_changes_is_a_change_and_right_on_both_sides() -> None:
    page = marked(
        heading("Old", "1", "del"),
        heading("Kept", "1"),
        heading("New", "1.1", "ins", level=3),
        heading("Also", "1.2", level=3),
        heading("Appendices", ""),
        heading("Post", "Appendix A", "del", level=3),
        heading("Video", "Appendix A", level=3),
        contents=True,
    )
    made = page_docx(page)

    def headings(side: Side, style: str) -> list[str]:
        found = resolved(made, side).iter(f"{W}p")
        return [
            "".join(
                "\t" if each.tag == f"{W}tab" else each.text or ""
                for each in one.iter()
                if each.tag in {f"{W}t", f"{W}tab"}
            )
            for one in found
            if style_of(one).startswith(style)
        ]

    new = ["1\tKept", "1.1\tNew", "1.2\tAlso", "Appendices", "Appendix A: Video"]
    old = ["1\tOld", "2\tKept", "2.1\tAlso", "Appendices", "Appendix A: Post", "Appendix B: Video"]
    assert headings("accept", "Heading") == new
    assert headings("reject", "Heading") == old
    assert headings("accept", "TOC")[1:] == new
    assert headings("reject", "TOC")[1:] == old


def test_a_note_is_a_comment_beside_its_heading_and_goes_with_it() -> None:
    why = Note("Left out: we have no bus.\nAsk again in May.", "Mr O'Neil & co", date(2025, 12, 3))
    page = marked(heading("Bus", "1", "del", notes=(why,)), heading("Rest", "1", notes=(Note("Moved."),)))

    made = page_docx(page)

    comments = part(made, "word/comments.xml")
    assert [each.get(f"{W}author") for each in comments] == ["Mr O'Neil & co", "Ash School"]
    assert [each.get(f"{W}initials") for each in comments] == ["MOC", "AS"]
    assert [each.get(f"{W}date") for each in comments] == ["2025-12-03T00:00:00Z", "2026-01-02T00:00:00Z"]
    assert [["".join(p.itertext()) for p in each] for each in comments] == [
        ["Left out: we have no bus.", "Ask again in May."],
        ["Moved."],
    ]
    for side, left in zip(SIDES, (["1"], ["0", "1"]), strict=True):
        found = resolved(made, side).iter(f"{W}commentReference")
        assert [each.get(f"{W}id") for each in found] == left


def test_a_page_that_compares_with_nothing_has_no_changes_and_shows_what_is_struck() -> None:
    page = replace(HARD, against="")

    found = {each.tag.removeprefix(W) for each in part(page_docx(page)).iter()}

    assert not found & {"ins", "del", "delText"}
    assert {"strike", "u"} <= found


def test_a_page_that_compares_and_does_not_differ_says_so() -> None:
    said = ["".join(each.itertext()) for each in part(page_docx(marked(heading("Rest", "1")))).iter(f"{W}p")]
    assert any(each.startswith("No word is different, compared with ") for each in said)
    assert not any(each.startswith("Every change") for each in said)
