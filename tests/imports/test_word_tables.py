"""Tables of a Word document as Markdown tables."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from composer.imports.word import tables as word_tables
from composer.imports.word.reading import read_word
from composer.policy.problems import Problem
from tests.imports.docx_maker import BULLETS, docx, h, p, r, table


def only(*body: str) -> str:
    (block,) = read_word(docx(*body), "x.docx").blocks
    assert (block.kind, block.where) == ("table", "table 1")
    return block.text


def cell(*inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(inside)}</w:tc>"


def rows(*lines: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def test_the_first_row_is_the_head() -> None:
    text = only(table(["Who", r"What | how"], [p(r("Staff", "<w:b/>")), ""]))
    assert text == "| Who | What \\| how |\n| --- | --- |\n| **Staff** |  |"
    assert "<th>Who</th>" in MarkdownIt("commonmark").enable("table").render(text)


def test_a_head_is_not_bold_twice() -> None:
    yellow = p(r("What", '<w:b/><w:highlight w:val="yellow"/>'))
    (block,) = read_word(
        docx(table([p(r("Who", "<w:b/>")), yellow, ""], [p(r("a", "<w:b/>")), "", "c"])), "x.docx"
    ).blocks
    assert block.text == "| Who | What |  |\n| --- | --- | --- |\n| **a** |  | c |"
    assert [block.text[each.start : each.end] for each in block.highlights] == ["What"]
    assert only(table([p(r("Who", "<w:b/>")), "What"])) == "| **Who** | What |\n| --- | --- |"


def test_paragraphs_lines_and_items_of_a_cell_are_on_one_line() -> None:
    inside = (
        p("Ask:")
        + p("the head", num=(BULLETS, 0))
        + p("a parent.", num=(BULLETS, 0))
        + p("x<", "<w:r><w:br/></w:r>", "y")
    )
    assert only(table([inside, "b"])) == "| Ask: the head; a parent. x\\<; y | b |\n| --- | --- |"


def test_merged_cells_are_empty_but_for_the_first() -> None:
    span, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    text = only(
        rows(
            cell(p("Both"), properties=span) + cell(p("c")),
            cell(p("Down"), properties=down) + cell(p("b")) + cell(p("c")),
            cell(p(), properties=on) + cell(p("e")) + cell(p("f")),
        )
    )
    assert text == "| Both |  | c |\n| --- | --- | --- |\n| Down | b | c |\n|  | e | f |"


def test_columns_and_rows_in_which_nothing_stands_are_left_off() -> None:
    assert only(table(["a", "", "b"], ["", "", ""], ["c", "", ""])) == "| a | b |\n| --- | --- |\n| c |  |"
    assert read_word(docx(table(["", ""])), "x.docx").blocks == ()


def test_the_words_of_a_table_in_a_table_are_kept() -> None:
    assert only(table([table(["in", "side"]) + p("after"), "b"])) == "| in; side; after | b |\n| --- | --- |"


def test_a_table_of_one_column_is_a_frame() -> None:
    source = read_word(docx(table([h(1, "Scope") + p("4.2 Staff ask")], ["Text"])), "x.docx")
    assert [(block.kind, block.number, block.text) for block in source.blocks] == [
        ("heading", "", "Scope"),
        ("paragraph", "4.2", "Staff ask"),
        ("paragraph", "", "Text"),
    ]


def test_rows_and_cells_that_a_tracked_change_takes_away_are_told() -> None:
    gone = f"<w:trPr><w:del/></w:trPr>{cell(p('old'))}{cell(p('row'))}"
    new = f"<w:trPr><w:ins/></w:trPr>{cell(p('new'))}{cell(p('x'), properties='<w:cellDel/>')}"
    source = read_word(docx(rows(cell(p("a")) + cell(p("b")), gone, new)), "x.docx")
    assert source.blocks[0].text == "| a | b |\n| --- | --- |\n| new |  |"
    assert [(each.kind, each.said, each.where) for each in source.left_out] == [
        ("deleted words", "old row", "paragraph 1"),
        ("deleted words", "x", "table 1"),
    ]
    assert source.notes == ("3 tracked changes were read as accepted.",)


def test_rows_and_cells_in_controls_are_seen() -> None:
    row = f"<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{cell(p('a'))}</w:sdtContent></w:sdt>{cell(p('b'))}</w:tr>"
    assert only(f"<w:tbl>{row}</w:sdtContent></w:sdt></w:tbl>") == "| a | b |\n| --- | --- |"


def test_highlights_are_places_in_the_whole_table() -> None:
    yellow = p(r("Name: "), r("[who]", '<w:highlight w:val="yellow"/>'))
    (block,) = read_word(docx(table(["a", "b"], ["c", p("First.") + yellow])), "x.docx").blocks
    assert [block.text[each.start : each.end] for each in block.highlights] == ["\\[who\\]"]


def test_spans_and_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = rows(cell(p("a"), properties='<w:gridSpan w:val="999999999"/>') + cell(p("b")))
    assert only(wide) == "| a | b |\n| --- | --- |"
    monkeypatch.setattr(word_tables, "MOST_CELLS", 100)
    with pytest.raises(Problem, match=r"x.docx: the file has a table of more than 100 cells"):
        read_word(docx(wide.replace("</w:tbl>", "<w:tr/></w:tbl>")), "x.docx")
