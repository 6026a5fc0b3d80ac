"""Markdown from elsewhere, read into blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.imports.markdown import read_markdown
from composer.imports.reading import read_document
from composer.policy.problems import Problem
from composer.text import tokens, word_count

if TYPE_CHECKING:
    from composer.imports.source import Source, SourceBlock

WORDS = ("staff", "pupils", "must", "may", "ask", "first", "photographs", "Monday")


def read(text: str) -> Source:
    return read_markdown(text, "policy.md")


def only(text: str) -> SourceBlock:
    (block,) = read(text).blocks
    return block


def told(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.said) for each in read(text).left_out]


def test_headings_have_their_level_and_their_number_apart() -> None:
    first, second = read("# 4. Purpose\n\n## 4.1 *Staff*\n").blocks
    assert (first.kind, first.level, first.text, first.number, first.typed) == ("heading", 1, "Purpose", "4", True)
    assert (second.level, second.text, second.number, second.where) == (2, "*Staff*", "4.1", "line 3")


def test_lists_keep_their_nesting_and_their_numbers() -> None:
    blocks = read("- a\n\n  3. b\n\n     more\n  4. c\n- d\n").blocks
    assert [(each.kind, each.level, each.ordered, each.number, each.text) for each in blocks] == [
        ("item", 1, False, "", "a"),
        ("item", 2, True, "3", "b"),
        ("paragraph", 2, False, "", "more"),
        ("item", 2, True, "4", "c"),
        ("item", 1, False, "", "d"),
    ]


def test_tables_code_and_quotations_are_whole() -> None:
    table, code, quote = read("| a | b |\n|---|---|\n| 1 | 2 |\n\n    x = 1\n\n> one\n> - two\n").blocks
    assert (table.kind, table.text) == ("table", "| a | b |\n|---|---|\n| 1 | 2 |")
    assert (code.kind, code.text) == ("code", "```\nx = 1\n```")
    assert (quote.kind, quote.text) == ("quote", "one\n- two")


def test_a_table_in_a_list_has_no_bullet_in_it() -> None:
    assert only("- | a | b |\n  |---|---|\n  | 1 | 2 |\n").text == "| a | b |\n|---|---|\n| 1 | 2 |"


def test_numbered_lines_of_one_paragraph_are_paragraphs_of_their_own() -> None:
    blocks = read("4.1 Staff ask.\n4.2 Pupils may\nask too.\n").blocks
    assert [(each.number, each.text) for each in blocks] == [("4.1", "Staff ask."), ("4.2", "Pupils may\nask too.")]
    assert len(read("As it says in section\n4.2 Staff ask.\n").blocks) == 1


def test_a_short_line_above_4_1_bears_the_number_4() -> None:
    head, first = read("4 Staff\n\n4.1 Staff ask.\n").blocks
    assert (head.number, head.text, first.number) == ("4", "Staff", "4.1")
    assert read("4 Staff\n\nStaff ask.\n").blocks[0].number == ""


def test_links_to_secure_addresses_and_mailboxes_are_kept() -> None:
    said = '[a](https://a.example/x "t") <https://b.example> <head@a.example> [c](mailto:c@a.example)'
    assert only(said).text == said
    assert only("See [the page][p].\n\n[p]: https://a.example\n").text == "See [the page](https://a.example)."


def test_other_links_keep_their_words_and_are_told() -> None:
    assert only("See [the page](http://a.example) and <ftp://b.example>.").text == "See the page and ftp://b.example."
    assert told("See [the page](http://a.example).") == [("link", "http://a.example")]
    assert told("[unused]: https://a.example\n") == [("link", "https://a.example")]


def test_pictures_comments_and_programs_are_told() -> None:
    text = "One ![our *logo*](x.png \"Logo\") two <!-- three --> four <img alt='five'>\n\n<script>six()</script>\n"
    assert only(text).text == "One  two  four"
    assert told(text) == [
        ("picture", "our *logo* Logo"), ("comment", "three"), ("picture", "five"), ("program text", "<script>six()"),
    ]  # fmt: skip


def test_tags_go_and_their_words_stay() -> None:
    source = read("<div>\nHello <b>all</b>.<br>Next\n</div>\n")
    assert [each.text for each in source.blocks] == ["Hello all.\\\nNext"]
    assert source.notes == (
        "Tags of HTML were taken out, and the words between them kept: <div>, <b>, </b>, <br>, </div>.",
    )


def test_what_only_looks_like_a_tag_means_itself() -> None:
    assert only("Ask <insert name> if a < b, and `<b>` too.").text == "Ask <insert name> if a < b, and `<b>` too."
    assert only("Then <x y=1> here").text == "Then \\<x y=1> here"


def test_a_break_by_two_spaces_survives_editors_that_strip_them() -> None:
    assert only("one  \ntwo\n").text == "one\\\ntwo"


def test_front_matter_gives_the_title_and_is_told() -> None:
    source = read("---\ntitle: 'Model policy'\nowner: us\n---\nWords.\n")
    assert (source.title, source.blocks[0].where) == ("Model policy", "line 5")
    assert told('+++\ntitle = "Model"\n+++\nWords.\n') == [("front matter", 'title = "Model"')]


def test_a_table_of_contents_is_told() -> None:
    source = read("## Contents\n\n- [A](#a)\n  - [B](#b)\n- [C](#c)\n\n## A\n\nSee [B](#b).\n")
    assert [each.text for each in source.blocks] == ["A", "See B."]
    assert [(each.kind, each.said) for each in source.left_out] == [("contents list", "Contents A B C")]
    assert source.notes == ("Links from one place of the document to another were taken out, and their words kept.",)


def test_footnotes_keep_their_signs() -> None:
    assert [each.text for each in read("Ask.[^1]\n\n[^1]: https://a.example\n").blocks] == [
        "Ask.[^1]", "[^1]: https://a.example"
    ]  # fmt: skip


def test_characters_that_nobody_sees_are_told() -> None:
    source = read("One\u202etwo\u200b three\r\n")
    assert [each.text for each in source.blocks] == ["Onetwo three"]
    assert source.notes == ("Characters that nobody sees were taken out.",)


def test_what_is_nested_too_deeply_is_refused() -> None:
    for sign in ("> ", "- "):
        with pytest.raises(Problem, match="nested too deeply"):
            read(sign * 200 + "x")


@pytest.mark.parametrize(
    "hostile",
    ["[" * 60_000, "![a](" * 12_000, "``` ` " * 10_000, "<script>" * 8_000, "[x]" * 20_000, "<a " * 20_000,
     "[[x](" * 12_000, "<!--" * 15_000, "*" * 60_000, "\\" * 60_000],
    ids=str.__len__,
)  # fmt: skip
def test_hostile_text_ends(hostile: str) -> None:
    source = read(hostile)
    assert source.blocks or source.left_out


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"caf\xe9\n", "a.md", "a.md:1: this is not UTF-8 text; save it as UTF-8"),
        (b"one\ntwo \xff\n", "a.txt", "a.txt:2: this is not UTF-8 text; save it as UTF-8"),
        ("x".encode("utf-16"), "a.md", "a.md:1: this is UTF-16 text; save it as UTF-8"),
        (b"%PDF-1.7", "a.md", "a.md: this is a PDF file; get the document it was made from, or"),
        (b"{\\rtf1", "a.txt", "a.txt: this is a rich text file; save it as Word (.docx), or as Markdown (.md)"),
        (b"x", "a.odt", "a.odt: this is a LibreOffice document; save it as Word"),
        (b"PK\x03\x04", "a.xlsx", "a.xlsx: this is a spreadsheet; save it as Word"),
        (b"x", "a.xyz", "a.xyz: this is a file of a kind that is not read here (.xyz); save it"),
        (b"x" * 1_048_577, "a.md", "a.md: 1,048,577 bytes are more than the 1,048,576 that a Markdown file may have"),
    ],
)
def test_other_files_are_refused_by_their_kind(data: bytes, name: str, said: str) -> None:
    with pytest.raises(Problem) as caught:
        read_document(data, name)
    assert str(caught.value).startswith(said)


def test_a_file_is_known_by_its_bytes_digest_and_name() -> None:
    source = read_document(b"\xef\xbb\xbfWords.\r\n", "folder/a.md")
    assert (source.name, source.blocks[0].text, len(source.digest)) == ("a.md", "Words.", 64)


words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
shapes = st.sampled_from(
    ["{}", "# {}", "## {}", "- {}", "  - {}", "3. {}", "> {}", "**{}**", "| {} | x |\n|---|---|\n| y | z |",
     "[{}](https://a.example)", "<b>{}</b>", "![{}](a.png)", "<!-- {} -->", "```\n{}\n```", "{}  \n{}", "`{}`",
     "[{}]", "<{}>", "---"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.tuples(shapes, words, st.sampled_from(["\n", "\n\n"])), max_size=12))
def test_every_word_is_in_a_block_or_told(parts: list[tuple[str, str, str]]) -> None:
    text = "".join(shape.replace("{}", said) + end for shape, said, end in parts)
    source = read(text)
    here = " ".join([*(each.text for each in source.blocks), *(each.said for each in source.left_out)])
    for word in WORDS:
        assert _times(here, word) == _times(text, word)


def _times(text: str, word: str) -> int:
    return sum(token == word for token in tokens(text) if word_count(token))
