"""The edges of a Word file: the heads of its tables, and what stands at the top of its pages."""

from __future__ import annotations

import pytest

from composer.export.page import Block, Page, Row, Words
from composer.export.word import page_docx
from tests.export.word_reader import W, part


def test_a_header_without_words_is_no_cell_of_its_own() -> None:
    rows = (Row(((Words("A"),), (), ()), head=True), Row(((Words("1"),), (Words("2"),), ())))
    made = page_docx(Page("P", "S", (Block("table", rows=rows),)))
    head, row = part(made).iter(f"{W}tr")
    (cell,) = head.iter(f"{W}tc")
    assert [each.get(f"{W}val") for each in cell.iter(f"{W}gridSpan")] == ["3"]
    assert sum(int(each.attrib[f"{W}w"]) for each in row.iter(f"{W}tcW")) == sum(
        int(each.attrib[f"{W}w"]) for each in cell.iter(f"{W}tcW")
    )
    assert len(list(row.iter(f"{W}tc"))) == 3


@pytest.mark.parametrize(("title", "apart"), [("Policy", "tab"), ("How our social media policy came about " * 2, "br")])
def test_what_has_no_room_at_the_top_of_a_page_stands_on_a_line_of_its_own(title: str, apart: str) -> None:
    made = page_docx(Page(title, "Ash School", (), version="Policy: approved 3 December 2025"))
    top = part(made, "word/header1.xml")
    assert [each.find(f"{W}{apart}") is not None for each in top.iter(f"{W}r")].count(True) == 1
