"""A clause's text stays inside its clause: nothing live, no heading too high, nothing swallowed, no word lost."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from composer.export import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt\n>alert(1)</script>",
    "before <img src=x onerror=alert(1)> after",
    "<!-- gone\n\n## Fake\n-->",
    "<?php echo 1 ?>",
    "<![CDATA[x]]>",
    "\\\\<b>live?</b>",
    "\\<b>not live</b>",
    "`code` <b>x</b> `more`",
    "``a ` b`` <b>x</b>",
    "` <b>x</b>",
    "[x](a`b) <b>bold</b> `c",
    "| `a | <b>x</b> ` |\n|---|---|\n| `a | <b>x</b> ` |",
    "- item\n\n      <b>code in an item</b>\n\n  <b>text in an item</b>",
    "> <div>\n> quoted\n> </div>",
    "[label](javascript:alert(1))",
    "[label](JaVaScRiPt:alert(1) 'title')",
    "[label](&#106;avascript:alert(1))",
    "[label]( <javascript:alert(1)> )",
    "[label](data:text/html;base64,AAAA)",
    "[label](//elsewhere.example)",
    "[label](../../etc/passwd)",
    "[label](file:///etc/passwd)",
    "[la[b]el](javascript:alert(1))",
    "[label\nbroken](javascript:alert(1))",
    "[label](\njavascript:alert(1))",
    "[label][1]\n\n[1]: javascript:alert(1)",
    "[1]\n\n[1]:\n  https://elsewhere.example 'title'",
    "> [1]: https://elsewhere.example\n\n[1]",
    "[a]:x\n[b]: https://y `\n[b] `<b>`",
    "![image](https://tracker.example/x.png)",
    "![image][1]\n\n[1]: https://tracker.example/x.png",
    "![](javascript:alert(1))",
    "[![inner](https://a.example/x.png)](https://b.example)",
    "<javascript:alert(1)>",
    "<http://plain.example>",
    "# Top\n\n### Third\n\ntext",
    "Title\n=====\n\nSecond\n---\n\ntext",
    "> Quoted title\n> ===\n",
    "- Item title\n  ---\n",
    "9. ## Deep",
    "text\n***\n* * *",
    "```\nnever closed\n## Fake",
    "~~~~ <b>\nnever closed",
    "- ```\n  never closed in an item",
    "    indented <b>code</b>",
    "<https://good.example/?a=1&b=2> and <head@school.example>",
    "[good](https://good.example/a_(b)) [post](mailto:office@school.example)",
    "5 < 7 and a <3 and x<y",
    "Tom & Jerry &lt;b&gt; &amp;lt;",
    "[\\(javascript:x)     `]:`](>()",
    "\u202eevil\u2066 \u200bzero\ufeff \x1b[31mred\x9b \u00a0nbsp \x00",
]


def live(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def most_permissive(*, tables: bool) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True})
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader.enable("table") if tables else reader


def assert_tame(text: str) -> None:
    for tables in (False, True):
        env: dict[str, object] = {}
        tokens = most_permissive(tables=tables).parse(f"## 1 One\n\n{text}\n\n## 2 Two\n", env)
        found = list(live(tokens))
        assert not [token for token in found if token.type in {"html_block", "html_inline", "image"}]
        for token in found:
            if token.type == "link_open":
                assert re.match(r"https://|mailto:", str(token.attrGet("href")), re.IGNORECASE)
        assert not env.get("references")
        headings = [token for token in tokens if token.type == "heading_open"]
        assert [token.tag for token in headings if token.tag in {"h1", "h2", "h3"}] == ["h2", "h2"]
        assert tokens[-2].content == "2 Two"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]", text)


@pytest.mark.parametrize("payload", HOSTILE)
def test_nothing_in_a_clause_reaches_beyond_it(payload: str) -> None:
    assert_tame(prose.body(payload))
    assert_tame(prose.body(f"Plain first.\n\n{payload}\n\nPlain last."))


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                *"<>`[]()!\\#*_|~-=:&a1 \n\n",
                "    ",
                "](",
                "]:",
                "```",
                "~~~",
                "<b>",
                "</",
                "<!--",
                "https://x ",
                "> ",
                "- ",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_no_mixture_of_signs_reaches_beyond_its_clause(text: str) -> None:
    assert_tame(prose.body(text))


@given(st.lists(st.sampled_from([*"<>`[]()!\\#*_|~-=.1:& a", "http://x ", "</b>"]), max_size=20).map("".join))
def test_a_title_means_its_characters(text: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).parse(f"## 1 {prose.one_line(text)}\n")
    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
    read = "".join(child.content for child in tokens[1].children or ())
    assert read == f"1 {' '.join(text.split())}".strip()


def test_plain_policy_text_is_left_alone() -> None:
    text = "We post **good** news, *every* week.\nAsk first.\n\n- one\n- two\n\n1. first\n2. second\n\n> quoted, 5 < 7"
    assert prose.body(f"\n{text}\n\n") == text


def test_allowed_links_and_code_stay() -> None:
    text = 'See [the page](https://a.example/x "title"), <https://b.example>, [us](mailto:o@s.example) and `<b>`.'
    assert prose.body(text) == text
    fenced = "```\n<b> [x](javascript:y)\n```"
    assert prose.body(fenced) == fenced


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("[our form](/forms/1)", "our form"),
        ("[our form](http://s.example/f)", "our form (http://s.example/f)"),
        ("[x](javascript:alert(1))", "x"),
        ("![badge](https://s.example/b.png)", "[badge](https://s.example/b.png)"),
        ("```\nnever closed", "```\nnever closed\n```"),
        ("| `a | <b> ` |\n|---|---|", "| `a | &lt;b> ` |\n|---|---|"),
        ("a <b>c</b>", "a &lt;b>c&lt;/b>"),
        ("## Who\n\n#### When", "#### Who\n\n###### When"),
        ("Who\n===\ntext", "#### Who\n\ntext"),
        ("Key Stage\u00a02", "Key Stage 2"),
        ("so\u00adcial\u200b", "social"),
    ],
)
def test_what_is_not_allowed_is_shown_as_text(written: str, printed: str) -> None:
    assert prose.body(written) == printed


@pytest.mark.parametrize(
    "sign", ["<", "[", "`", "](", "![", "\\", "-", "=", "#", "> ", "- ", "a@", "*", "]:", "<a", "~~~\n"]
)
def test_work_is_bounded_on_text_made_to_be_slow(sign: str) -> None:
    """64 KB of one sign; the parser, which is not ours, may take its time but not minutes."""
    text = sign * (16 * 1024 // len(sign))
    started = time.perf_counter()
    for pattern in (prose._RISKY, prose._ESCAPED, prose._CODE, prose._SYNTAX):
        pattern.sub("", text)
        pattern.sub("", f"{text}x")
    prose._tame_prose(text)
    assert time.perf_counter() - started < 2
