"""Runs as Markdown: read again by a Markdown reader they say what the document says, in its style."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from composer.imports.word.text import Span, address, all_bold, clean, lines, markdown, plain, without_start

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

letters = st.text("ab 1.)(-+#=*_~`[]<>|&;{}!\\\n“”,:é>\u00a0", max_size=8)
spans = st.lists(
    st.builds(
        Span,
        letters,
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "", "yellow", "green"]),
        st.sampled_from(["", "", "", "https://example.org/"]),
    ),
    max_size=6,
)


def shown(text: str) -> tuple[str, list[str]]:
    """What a reader sees, with the sort of every token that is not mere words."""
    found, sorts = [], []
    for token in READER.parse(text):
        sorts.append(token.type)
        for child in token.children or ():
            found.append("\n" if child.type in {"softbreak", "hardbreak"} else child.content)
            sorts.append(child.type)
    return "".join(found), sorts


@settings(max_examples=60, deadline=None)
@given(spans)
def test_every_character_means_itself(runs: list[Span]) -> None:
    kept, _ = clean(runs)
    text, highlights = markdown(kept)
    seen, sorts = shown(text)
    plainly = plain(kept)
    if any(span.link for span in kept):
        assert "".join(seen.split()) == "".join(plainly.split())
    else:
        assert seen.replace("\u00a0", "") == plainly.replace("\u00a0", "")
    assert set(sorts) <= {
        "paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak", "strong_open", "strong_close",
        "em_open", "em_close", "link_open", "link_close", "text_special",
    }  # fmt: skip
    for mark in highlights:
        assert 0 <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end] == text[mark.start : mark.end].strip(" \n")


@settings(max_examples=40, deadline=None)
@given(spans)
def test_a_highlight_can_be_replaced(runs: list[Span]) -> None:
    """It holds whole words with whole marks, so that what stands instead of it leaves the rest as it was."""
    text, highlights = markdown(clean(runs)[0])
    for mark in highlights:
        inside = shown("x" + text[mark.start : mark.end].replace("\n", " ") + "x")[1]
        assert "strong_open" not in inside or text[mark.start : mark.end].startswith("**")
        assert shown(text[: mark.start] + "QQQ" + text[mark.end :])[0].count("QQQ") == 1


def test_bold_goes_where_its_marks_would_not_be_read() -> None:
    assert markdown([Span("a"), Span("(b)", bold=True), Span("c")])[0] == "a(b)c"
    assert markdown([Span("a "), Span("(b)", bold=True), Span(" c")])[0] == "a **(b)** c"
    assert markdown([Span("a", bold=True), Span("b", italic=True)])[0] == "**a**b"
    assert markdown([Span("a ", bold=True), Span("b", bold=True, italic=True)])[0] == "**a b**"
    assert markdown([Span("ab", bold=True, italic=True)])[0] == "***ab***"


def test_what_opens_a_line_does_not_open_a_list() -> None:
    said = "1. a\n- b\n# c\n+ d\n===\n---\n> e\n12) f\n-\nplain - 1. x"
    assert markdown([Span(said)])[0] == (
        "1\\. a  \n\\- b  \n\\# c  \n\\+ d  \n\\===  \n\\---  \n\\> e  \n12\\) f  \n\\-  \nplain - 1. x"
    )


def test_what_looks_like_the_line_under_a_table_head_does_not_make_a_table() -> None:
    assert shown(markdown([Span("a | b\n:-")])[0])[0] == "a | b\n:-"


def test_a_call_before_a_link_makes_no_picture() -> None:
    assert markdown([Span("Look!"), Span("x", link="https://e/")])[0] == "Look\\![x](https://e/)"


def test_spaces_are_one_and_none_at_the_ends() -> None:
    kept, gone = clean([Span(" a \t"), Span("  b\u200b ", bold=True), Span(" \n "), Span("c "), Span(" \n ")])
    assert (plain(kept), gone) == ("a b\nc", 1)


def test_starts_and_lines() -> None:
    assert plain(without_start([Span("ab"), Span("cd", bold=True)], 3)) == "d"
    assert [plain(line) for line in lines([Span("a\nb"), Span("c\n \nd")])] == ["a", "bc", "d"]
    assert all_bold([Span("a", bold=True), Span(" ")])


def test_addresses() -> None:
    assert address(" https://example.org/a(b)|{{c}} ") == "https://example.org/a%28b%29%7C%7B%7Bc%7D%7D"
    assert address("mailto:a@example.org") == "mailto:a@example.org"
    for other in ("http://a", "javascript:x", "https://", "file:///a", "", "//a", "https:///a", "ht\u0000tps://a"):
        assert address(other) == ""
