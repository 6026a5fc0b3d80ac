"""A document cut into sections and pieces: what is a title, a section, a clause, an appendix, and that no word goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.imports.cutting import LONG_ENOUGH, TOO_LONG, cut
from composer.imports.cutting_text import markdown_of
from composer.imports.markdown import read_markdown
from composer.imports.source import Source, SourceBlock
from composer.policy.decisions import LONGEST_CLAUSE
from composer.policy.problems import Problem
from composer.text import tokens, word_count

if TYPE_CHECKING:
    from composer.policy.incoming import CutUp


def cut_text(text: str) -> CutUp:
    return cut(read_markdown(text, "policy.md"))


def shown(found: CutUp) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (section.title, [(piece.number, piece.title, piece.titled_by) for piece in section.pieces])
        for section in found.sections
    ]


def test_sub_headings_are_pieces_and_deeper_ones_stay_in_the_text() -> None:
    found = cut_text(
        "# Policy\n\n## Staff\n\n### Accounts\n\nAsk.\n\n#### At home\n\nAsk too.\n\n## Pupils\n\nAsk us.\n"
    )
    assert found.title == "Policy"
    assert shown(found) == [("Staff", [("", "Accounts", "heading")]), ("Pupils", [("", "Pupils", "section")])]
    assert found.pieces[0].text == "Ask.\n\n#### At home\n\nAsk too.\n"
    assert [piece.index for piece in found.pieces] == [1, 2]


def test_words_before_the_first_heading_and_the_first_sub_heading() -> None:
    found = cut_text("Made in May.\n\n# One\n\nFor all.\n\n## Part\n\nText.\n\n# Two\n\nText.\n")
    assert shown(found) == [
        ("", [("", "Made in May", "opening")]),
        ("One", [("", "One", "section"), ("", "Part", "heading")]),
        ("Two", [("", "Two", "section")]),
    ]


def test_numbered_paragraphs_are_pieces_and_their_numbers_are_apart() -> None:
    found = cut_text(
        "## 4 Staff\n\nIn general.\n\n4.1 Staff must ask the head before they post.\n\n- one\n\n"
        "4.2 **Passwords.** Nobody shares one.\n\n## 5 Pupils\n\nText.\n"
    )
    assert shown(found)[0] == (
        "Staff",
        [
            ("", "Staff", "section"),
            ("4.1", "Staff must ask the head before they post", "opening"),
            ("4.2", "Passwords", "heading"),
        ],
    )
    assert found.sections[0].number == "4"
    assert [piece.text for piece in found.pieces[1:3]] == [
        "Staff must ask the head before they post.\n\n- one\n", "Nobody shares one.\n"
    ]  # fmt: skip


def test_a_numbered_list_in_a_section_is_a_list() -> None:
    found = cut_text("## Staff\n\n1. Ask.\n2. Wait.\n\n## Pupils\n\nText.\n")
    assert [piece.text for piece in found.pieces] == ["1. Ask.\n2. Wait.\n", "Text.\n"]


def test_a_document_that_is_one_numbered_list_is_cut_at_its_numbers() -> None:
    found = cut_text(
        "# Policy\n\nFor all.\n\n1. Ask first. Then post.\n\n2. Wait.\n\n   - long\n\n3. Post.\n\nWell done.\n"
    )
    assert shown(found) == [
        ("", [("", "For all", "opening"), ("1", "Ask first", "opening"), ("2", "Wait", "opening"),
              ("3", "Post", "opening")])
    ]  # fmt: skip
    assert [piece.text for piece in found.pieces[1:]] == [
        "Ask first. Then post.\n", "Wait.\n\n- long\n", "Post.\n\nWell done.\n"
    ]  # fmt: skip


def test_bold_paragraphs_head_a_document_without_headings() -> None:
    found = cut_text(
        "**ANYSHIRE COUNCIL**\n\n**Model policy**\n\n**1. Aims**\n\n1.1 We ask.\n\n1.2 We wait.\n\n"
        "**2. Staff**\n\n2.1 Staff ask.\n\n2.2 Staff wait.\n\n**Appendix 1 Form**\n\nName:\n"
    )
    assert found.title == "ANYSHIRE COUNCIL: Model policy"
    assert [(section.number, section.title, section.appendix) for section in found.sections] == [
        ("1", "Aims", False), ("2", "Staff", False), ("", "", True)
    ]  # fmt: skip
    assert [(piece.number, piece.title) for piece in found.pieces] == [
        ("1.1", "We ask"), ("1.2", "We wait"), ("2.1", "Staff ask"), ("2.2", "Staff wait"), ("Appendix 1", "Form")
    ]  # fmt: skip


def test_one_bold_paragraph_is_no_heading() -> None:
    found = cut_text("Words.\n\n**Bold**\n\nMore words.\n")
    assert [piece.text for piece in found.pieces] == ["Words.\n\n**Bold**\n\nMore words.\n"]


def test_bold_paragraphs_cut_a_long_section_only() -> None:
    for words, pieces in ((LONG_ENOUGH, 2), (10, 1)):
        body = f"**Accounts**\n\n{'word ' * words}\n\n**Pictures**\n\nAsk.\n"
        assert len(cut_text(f"## A\n\n{body}\n## B\n\nText.\n").sections[0].pieces) == pieces


def test_a_long_piece_is_cut_at_the_headings_inside_it() -> None:
    inner = "".join(f"### {name}\n\n{'word ' * TOO_LONG}\n\n" for name in ("Accounts", "Pictures"))
    found = cut_text(f"# A\n\n## Staff\n\n{inner}# B\n\nText.\n")
    assert shown(found)[0] == ("A", [("", "Staff: Accounts", "heading"), ("", "Pictures", "heading")])


def test_appendices_are_one_piece_each() -> None:
    found = cut_text(
        "# P\n\n## 1 Aims\n\nText.\n\n## Appendix A: Form\n\nName.\n\n### Date\n\nDay.\n\n## Annex 2 List\n\n- one\n"
    )
    last = found.sections[-1]
    assert (last.title, last.appendix) == ("", True)
    assert [(piece.number, piece.title, piece.text) for piece in last.pieces] == [
        ("Appendix A", "Form", "Name.\n\n#### Date\n\nDay.\n"), ("Annex 2", "List", "- one\n")
    ]  # fmt: skip


def test_the_only_appendix_may_have_no_letter() -> None:
    found = cut_text("# Staff\n\nAsk.\n\n# Pupils\n\nAsk.\n\n# Appendix: forms\n\nSign.\n")
    assert [(each.title, each.appendix) for each in found.sections] == [("Staff", False), ("Pupils", False), ("", True)]
    assert found.pieces[-1].title == "Appendix: forms"


def test_what_stands_under_appendices_is_appendices() -> None:
    found = cut_text("# Aims\n\nText.\n\n# Appendices\n\n## Form\n\nName.\n\n## List\n\n- one\n\n# After\n\nText.\n")
    assert [(section.title, section.appendix, len(section.pieces)) for section in found.sections] == [
        ("Aims", False, 1), ("Appendices", True, 2), ("After", False, 1)
    ]  # fmt: skip


def test_a_heading_with_nothing_under_it_is_no_part_of_the_appendices() -> None:
    found = cut_text("# Staff\n\nAsk.\n\n# Gaps\n\n# Appendices\n\n## Appendix 1\n\nText.\n")
    assert [(each.title, each.appendix) for each in found.sections] == [("Staff", False), ("Appendices", True)]
    assert found.pieces[0].text == "Ask.\n\n**Gaps**\n"


def test_headings_with_nothing_under_them_are_kept() -> None:
    found = cut_text("Text.\n\n## Part 1\n\n## Aims\n\nText.\n\n### Empty\n\n### Full\n\nText.\n\n### Last\n\n## End\n")
    assert shown(found)[1] == ("Part 1: Aims", [("", "Part 1: Aims", "section"), ("", "Empty: Full", "heading")])
    assert found.pieces[-1].text == "Text.\n\n**Last**\n\n**End**\n"
    assert [piece.text for piece in cut_text("# One\n\n# Two\n").pieces] == ["**Two**\n"]


def test_whole_paragraphs_in_a_headings_dress_are_paragraphs() -> None:
    found = cut_text(f"## A\n\nText.\n\n## {'word ' * 30}\n\n## B\n\nText.\n")
    assert [section.title for section in found.sections] == ["A", "B"]


def test_the_title_is_the_document_s_own() -> None:
    assert cut_text("---\ntitle: From the front\n---\n# From the page\n\n## A\n\nText.\n").title == "From the page"
    assert cut_text("---\ntitle: Policy\n---\nText.\n\n# A\n\nText.\n\n# B\n\nText.\n").title == "Policy"
    assert cut_text("# Policy\n\n# Aims\n\nText.\n\n# Staff\n\nText.\n").title == "Policy"
    assert cut_text("# Aims\n\nText.\n\n# Staff\n\nText.\n").title == ""
    blocks = (SourceBlock("heading", "policy", 1), SourceBlock("paragraph", "Text."))
    word = Source("a.docx", "word", blocks, title="Policy")
    assert (cut(word).title, len(cut(word).sections)) == ("Policy", 1)


def test_a_first_line_over_what_is_numbered_is_the_title() -> None:
    found = cut_text(
        "# Our social media policy\n\nMade in May.\n\n# 1 Aims\n\nAsk.\n\n# 2 Staff\n\nAsk.\n\n# Annex A\n\nAsk.\n"
    )
    assert (found.title, [each.title for each in found.sections]) == (
        "Our social media policy", ["", "Aims", "Staff", ""]
    )  # fmt: skip
    assert cut_text("# Foreword\n\nHello.\n\n# 1 Aims\n\nAsk.\n\n# 2 Staff\n\nAsk.\n").title == ""
    found = cut_text(
        "**MODEL POLICY ON MEDIA**\n\nIssued.\n\n**1. AIMS**\n\n1.1 Ask.\n\n**2. STAFF**\n\n2.1 Ask.\n\n"
        "**ANNEX 1**\n\n**A LETTER**\n\nDear all\n"
    )
    assert (found.title, [each.title for each in found.sections]) == (
        "MODEL POLICY ON MEDIA",
        ["", "AIMS", "STAFF", ""],
    )
    assert cut_text("Rules for pictures\n\n1. Ask.\n2. Wait.\n3. Post.\n").title == "Rules for pictures"
    assert cut_text("Rules for pictures\n\n| a | b |\n|---|---|\n| c | d |\n").title == "Rules for pictures"
    assert cut_text("Ask first.\n\n1. Ask.\n2. Wait.\n3. Post.\n").title == ""


def test_a_bold_line_over_a_numbered_paragraph_is_its_title() -> None:
    found = cut_text(
        "# 5 Harm\n\n**Unkind words**\n\n5.1 Ask.\n\n**Threats**\n\n5.2 Tell.\n\n5.3 Wait.\n\n# 6 B\n\nText.\n"
    )
    assert shown(found)[0] == (
        "Harm",
        [("5.1", "Unkind words", "heading"), ("5.2", "Threats", "heading"), ("5.3", "Wait", "opening")],
    )
    assert [piece.text for piece in found.sections[0].pieces] == ["Ask.\n", "Tell.\n", "Wait.\n"]


def test_a_piece_always_has_a_title() -> None:
    assert [piece.title for piece in cut_text("( XX )\n").pieces] == ["( … )"]
    assert [piece.title for piece in cut_text(f"{'y' * 300}\n").pieces] == ["y" * 120]
    assert [piece.title for piece in cut_text("[{a: ]\n").pieces] == ["a"]
    assert [piece.title for piece in cut_text("| Owner | [name] |\n|---|---|\n| Date | May |\n").pieces] == ["Owner"]


def test_references_by_number_are_told() -> None:
    (note,) = cut_text(
        "## 1 Aims\n\nSee section 2.1, paragraph 9.9 and section 3 of the Education Act.\n\n"
        "## 2 Staff\n\n2.1 Ask.\n\n2.2 Wait.\n"
    ).notes
    told = "“section 2.1” (here piece 2, Ask), “paragraph 9.9”"
    assert note == f"Piece 1 (Aims) points to {told}: the policy has numbers of its own."


def test_references_without_a_word_before_them_and_letters_of_items_are_told() -> None:
    text = (
        "## 1 Aims\n\nAs 2.2 says; see 2.1 for more, in 2.4 GHz, to 7.5.\n\n"
        "## 2 Staff\n\n2.1 All in (a) and 2.1(b) sign; "
        "regulation 3(c) of the Schools Order, the Act (d).\n\n2.2 Wait.\n"
    )
    assert cut_text(text).notes == (
        "Piece 1 (Aims) points to “2.1” (here piece 2, All in (a) and 2.1(b) sign): the policy has numbers of its own.",
        "Piece 2 (All in (a) and 2.1(b) sign) speaks of “(a)”, “2.1(b)”: lists are counted 1, 2, 3 here.",
    )


def test_nothing_to_import_is_said() -> None:
    for text in ("", "---\n", "![picture](a.png)\n"):
        with pytest.raises(Problem, match="there is no text in this document to import"):
            cut_text(text)


def test_a_document_of_far_too_many_pieces_is_refused() -> None:
    with pytest.raises(Problem, match="falls into 1,001 pieces, and at most 1,000 can be clauses"):
        cut_text("# A\n\nB\n\n" * 1_001)


def test_a_piece_fits_a_clause() -> None:
    for body in ("Some words.\n\n" * 5_200, "word " * 14_000, "x" * 70_000):
        found = cut_text(f"## A\n\n{body}\n\n## B\n\nText.\n")
        assert all(0 < len(piece.text.encode()) <= LONGEST_CLAUSE for piece in found.pieces)
        assert found.sections[0].pieces[0].title == "A"
        assert "".join("".join(piece.text.split()) for piece in found.sections[0].pieces) == "".join(body.split())


def test_lists_are_written_as_they_were() -> None:
    text = "1. one\n   - inner\n\n     more\n   - next\n2. two\n\nBetween.\n\n4. four\n\n> said\n"
    blocks = read_markdown(text, "a.md").blocks
    assert [(each.kind, each.level, each.number, each.text) for each in blocks] == [
        (each.kind, each.level, each.number, each.text) for each in read_markdown(markdown_of(blocks), "a.md").blocks
    ]


def test_letters_are_counted_by_figures_and_a_new_list_begins_anew() -> None:
    blocks = [SourceBlock("item", text, 1, ordered=True, number=number) for number, text in
              (("a", "one"), ("b", "two"), ("a", "other"), ("x.y", "odd"))]  # fmt: skip
    assert markdown_of(blocks) == "1. one\n2. two\n1) other\n- x.y odd\n"


kinds = st.sampled_from(
    ["# {}", "## {}", "### {}", "{}", "{}", "1.1 {}", "1.2 **Lead.** {}", "2. {}", "(a) {}", "- {}", "  - {}", "> {}",
     "**{}**", "## 3. {}", "## Appendix A: {}", "# Appendices",
     "| {} | y |\n|---|---|\n| z | z |", "---", "```\n{}\n```"]
)  # fmt: skip
texts = st.lists(
    st.tuples(kinds, st.lists(st.sampled_from(["ask", "Staff", "must", "first."]), min_size=1, max_size=4))
)


@settings(max_examples=50)
@given(texts.map(lambda parts: "\n\n".join(kind.replace("{}", " ".join(said)) for kind, said in parts)))
def test_the_words_of_the_source_in_order_are_the_words_of_the_pieces(text: str) -> None:
    source = read_markdown(text, "policy.md")
    try:
        found = cut(source)
    except Problem:
        assert not any(word_count(block.text) for block in source.blocks)
        return
    here = [found.title]
    for section in found.sections:
        here.append(section.title)
        for piece in section.pieces:
            inner = read_markdown(piece.text, "piece.md")
            here += [piece.title] if piece.titled_by == "heading" else []
            here += [f"{block.number if block.typed else ''} {block.text}" for block in inner.blocks]
    assert _words(" ".join(here)) == _words(" ".join(block.text for block in source.blocks))


def _words(text: str) -> list[str]:
    return [token for token in tokens(text) if word_count(token)]
