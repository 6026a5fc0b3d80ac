"""Other people's prose: shown safely, cut without loss, digested so that only what matters counts."""

import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import text as door
from composer.text import (
    exact_digest,
    exact_form,
    first_hostile,
    near,
    sense_digest,
    sense_form,
    strip_controls,
    tokens,
    units,
    unix,
    visible,
    word_count,
)

WELSH_FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
FAMILY = "👩\u200d👧\u200d👦"
ANYTHING = st.text(st.characters(), max_size=80)
# Bits that mean something to the code, so that random texts hit its branches.
PIECES = st.sampled_from(
    [
        "Staff",
        " must ",
        "not.",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "  ",
        "\t",
        "- ",
        "* ",
        "1. ",
        "2) ",
        "> ",
        "# ",
        "| a |",
        "---",
        "***",
        "===",
        "```",
        "~~~",
        "“",
        "”",
        "'",
        "’",
        "–",
        "—",
        "--",
        "-",
        " - ",
        "…",
        ".",
        "? ",
        "e.g. ",
        "8.45 a.m. ",
        "{{school}}",
        "{{ x",
        "}}",
        "\u0301",
        "\u200d",
        "👍",
        FAMILY,
        "\u00a0",
        "\u2028",
        "\x0b",
        "\x1f",
        "\x85",
        "Mr. ",
        "A. ",
        "x",
        "É",
        "•",
        "  - ",
        "https://a.b/c.",
        "_",
        "**",
        "ŵ",
        "\\",
    ]
)
NASTY = st.lists(PIECES, max_size=30).map("".join)
TEXTS = ANYTHING | NASTY


@given(TEXTS)
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(TEXTS)
def test_units_lose_nothing(text: str) -> None:
    assert "".join(unit.text for unit in units(text)) == text


@given(TEXTS)
def test_forms_are_fixed_points(text: str) -> None:
    assert exact_form(exact_form(text)) == exact_form(text)
    assert sense_form(sense_form(text)) == sense_form(text)


@given(TEXTS)
def test_forms_see_no_line_ending_or_composition(text: str) -> None:
    text = unix(text)
    windows = text.replace("\n", "\r\n")
    assert exact_digest(windows) == exact_digest(text)
    assert exact_digest(unicodedata.normalize("NFD", text)) == exact_digest(text)
    assert sense_digest(windows) == sense_digest(text)


@given(TEXTS)
def test_equal_in_exact_form_is_equal_in_sense(text: str) -> None:
    assert sense_form(exact_form(text)) == sense_form(text)


@given(TEXTS)
def test_what_is_shown_holds_nothing_hostile(text: str) -> None:
    for keep in (True, False):
        shown = visible(text, keep_newlines=keep)
        assert first_hostile(shown) is None
        assert visible(shown, keep_newlines=keep) == shown


@given(TEXTS)
def test_what_is_pasted_is_fit_to_keep(text: str) -> None:
    assert first_hostile(strip_controls(text)) is None
    assert strip_controls(strip_controls(text)) == strip_controls(text)


# -- showing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Staff post — “never” ‘alone’…",
        "Ysgol Gymraeg: ŵ ŷ",
        "Zażółć gęślą jaźń",
        "e\u0301te\u0301",
        FAMILY,
        WELSH_FLAG,
        "❤\ufe0f 👍🏽",
        "🫨",
        "two\nlines",
        "£5 · ½",
    ],
)
def test_honest_text_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text
    assert strip_controls(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("\x07\x7f", "␇␡"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("a\u00adb", "a⟨U+00AD⟩b"),
        ("a\u00a0b", "a␣b"),
        ("a\tb", "a b"),
        ("\u2028", "⟨U+2028⟩"),
        ("\x9b", "⟨U+009B⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("a\u200db", "a⟨U+200D⟩b"),
        ("\u3164\u2800", "⟨U+3164⟩⟨U+2800⟩"),
        ("a\U000e0100", "a⟨U+E0100⟩"),
        ("\r\n", "␍\n"),
        ("\U000e0067", "⟨U+E0067⟩"),
    ],
)
def test_the_unseen_is_shown_by_signs(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_place_of_one_line_gets_one_line() -> None:
    assert visible("one\ntwo", keep_newlines=False) == "one␊two"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ab\x1b", (2, "U+001B ESCAPE")),
        ("\u202e", (0, "U+202E RIGHT-TO-LEFT OVERRIDE")),
        ("a\x00", (1, "U+0000 NULL")),
        ("a\x84", (1, "U+0084 CONTROL CHARACTER")),
        ("\udcff", (0, "U+DCFF LONE SURROGATE")),
        ("x\r\n", (1, "U+000D CARRIAGE RETURN")),
        ("\u2029", (0, "U+2029 PARAGRAPH SEPARATOR")),
        ("a\tb\nŵ", None),
    ],
)
def test_the_first_hostile_character_is_named(text: str, found: tuple[int, str] | None) -> None:
    assert first_hostile(text) == found


def test_paste_keeps_words_and_breaks_lines_where_word_did() -> None:
    assert strip_controls("one\x0btwo\u2029three\x1b[0m\ufeff\u200b.\r\n\t") == "one\ntwo\nthree[0m.\n\t"


# -- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("don't  re-post", ["don't", "  ", "re-post"]),
        ("pupils’ work.", ["pupils", "’", " ", "work", "."]),
        ("by 8.45, £1,500", ["by", " ", "8.45", ",", " ", "£", "1,500"]),
        ("{{school_name}}s {{ dsl }}!", ["{{school_name}}", "s", " ", "{{ dsl }}", "!"]),
        ("{{Not One}}", ["{", "{", "Not", " ", "One", "}", "}"]),
        ("**bold**", ["**", "bold", "**"]),
        ("- item\r\n", ["-", " ", "item", "\r\n"]),
        (f"e\u0301te\u0301 {FAMILY}👍.", ["e\u0301te\u0301", " ", f"{FAMILY}👍", "."]),
        ("See https://a.b/c?d=1.", ["See", " ", "https://a.b/c?d=1", "."]),
        ("ŷd–x", ["ŷd", "–", "x"]),
    ],
)
def test_words_are_cut_where_a_reader_would(text: str, cut: list[str]) -> None:
    assert tokens(text) == cut


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("Don't re-post — ever.", 3), ("- {{dsl}} by 8.45\n", 3), ("👍 **yes**", 1)]
)
def test_words_are_counted_as_a_reader_would(text: str, count: int) -> None:
    assert word_count(text) == count


# -- sentences and list items ------------------------------------------------------------------------------


def cut(text: str) -> list[tuple[str, str]]:
    return [(unit.kind, unit.text) for unit in units(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ask Mr. Smith, Dr. Jones and J. Brown first.",
        "Platforms, e.g. Facebook, are listed.",
        "Call by 8.45 a.m. on the day.",
        "See No. 3 and para. 4.2 of the code.",
        "Read www.example.org.uk today.",
        "It costs 3.5 times as much.",
        "“Stop!” she said.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert [unit.text for unit in units(f"{sentence} Then more.")] == [f"{sentence} ", "Then more."]


def test_wrapped_and_unwrapped_prose_have_the_same_units() -> None:
    one = "Staff ask first. They must not post “alone”.\n“Never,” it says (see 3.)  Then ask.\n"
    other = "Staff ask\nfirst. They must not\npost \"alone\". 'Never,' it\nsays (see 3.) Then\nask.\n"
    assert [unit.sense for unit in units(one)] == [unit.sense for unit in units(other)]
    assert len(units(one)) == 4


def test_markdown_blocks_are_units_of_their_own() -> None:
    text = "# Use\nPosting is good.\n- One. Two.\n  wrapped\n1. Three\n| a | b |\n|---|---|\n\n"
    text += "> Quoted. More\n> quoted.\n\n***\n```\nx\n\ny\n```\n"
    assert cut(text) == [
        ("heading", "# Use\n"),
        ("sentence", "Posting is good.\n"),
        ("item", "- One. "),
        ("sentence", "Two.\n  wrapped\n"),
        ("item", "1. Three\n"),
        ("row", "| a | b |\n"),
        ("row", "|---|---|\n"),
        ("blank", "\n"),
        ("quote", "> Quoted. "),
        ("sentence", "More\n> quoted.\n"),
        ("blank", "\n"),
        ("rule", "***\n"),
        ("code", "```\nx\n\ny\n```\n"),
    ]
    assert units(text)[9].sense == "More quoted."


def test_rows_of_a_table_without_bars_at_its_sides_are_units() -> None:
    text = "Kept by:\nAccount | Who\n--- | :---: |\nClass page. It is new. | Ann\n| School page | Bob\nAll of them.\n"
    assert cut(text) == [
        ("sentence", "Kept by:\n"),
        ("row", "Account | Who\n"),
        ("row", "--- | :---: |\n"),
        ("row", "Class page. It is new. | Ann\n"),
        ("row", "| School page | Bob\n"),
        ("sentence", "All of them.\n"),
    ]
    assert cut("Ann | 1 | 2 | x\nBob | 3 | 4 | y\n") == [("row", "Ann | 1 | 2 | x\n"), ("row", "Bob | 3 | 4 | y\n")]
    for prose in ("Choose yes | no\nfrom the list.\n", "Yes | no\nmaybe | never | always | x\n", "- a | b\n  --- x\n"):
        assert [kind for kind, _ in cut(prose)] in (["sentence"], ["item"])


def test_each_line_that_says_where_a_link_leads_is_a_unit() -> None:
    text = '[form]: form.pdf\n[code]: <code.pdf> "The code."\nSee the [form][].\n[a note]: is no such line\n'
    assert cut(text) == [
        ("sentence", "[form]: form.pdf\n"),
        ("sentence", '[code]: <code.pdf> "The code."\n'),
        ("sentence", "See the [form][].\n[a note]: is no such line\n"),
    ]
    assert [text for _, text in cut("It is in\n[form]: form.pdf\n")] == ["It is in\n[form]: form.pdf\n"]


def test_a_number_in_running_text_starts_no_list() -> None:
    assert cut("It was agreed in\n2026. The rest follows.\n") == [
        ("sentence", "It was agreed in\n2026. "),
        ("sentence", "The rest follows.\n"),
    ]


def test_only_a_blank_that_parts_paragraphs_is_a_break() -> None:
    kinds = [unit.kind for unit in units("\n# A\n\nText.\n\nMore.\n\n- x\n\n- y\n\nEnd.\n\n")]
    blanks = [kind for kind in kinds if kind in ("blank", "break")]
    assert blanks == ["blank", "blank", "break", "blank", "blank", "break", "blank"]
    assert [unit.kind for unit in units("Text.\n\n> Quoted.\n\n> More.\n\nEnd.\n") if not unit.sense] == [
        "blank",
        "break",
        "break",
    ]


# -- forms -------------------------------------------------------------------------------------------------


def test_exact_form_is_the_one_the_lock_promises() -> None:
    assert exact_form("a  \r\n b\t\rcafe\u0301\n\n\n") == "a\n b\ncafé\n"
    assert exact_form("") == exact_form("\n \n") == ""
    assert exact_digest("a") == "sha256:87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"
    assert door.DIGEST_SCHEME == 1


BASE = "Staff “never” post alone – they re-ask.\nThe head decides.\n\n- One\n- Two\n"


@pytest.mark.parametrize(
    "same",
    [
        "Staff “never” post alone – they\nre‑ask. The head\ndecides.\n\n- One\n- Two",
        "Staff 'never' post alone—they re–ask.  The head decides.\n\n* One\n\n* Two\n\n",
        'Staff "never" post alone -- they re-ask.\u00a0The head decides.\n\n\n- One\n- Two\n',
    ],
)
def test_sense_ignores_how_it_is_laid_out(same: str) -> None:
    assert sense_digest(same) == sense_digest(BASE)
    assert exact_digest(same) != exact_digest(BASE)


@pytest.mark.parametrize(
    "other",
    [
        BASE.replace(".\nThe", ".\n\nThe"),
        BASE.replace("- One\n- Two", "One\nTwo"),
        BASE.replace("- One\n- Two", "- One Two"),
        BASE.replace("- Two", "  - Two"),
        BASE.replace("- One\n- Two", "1. One\n2. Two"),
        BASE.replace("Staff", "> Staff"),
        BASE.replace("Staff", "# Staff"),
        BASE.replace("never", "ever"),
        BASE.replace("decides.", "decides?"),
        BASE.replace("Staff", "staff"),
    ],
)
def test_sense_sees_structure_and_words(other: str) -> None:
    assert other != BASE
    assert sense_digest(other) != sense_digest(BASE)


# -- the rest ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "found"),
    [("celebrating-achievment", "celebrating-achievement"), ("Purpose", "purpose"), ("zzz", None), ("", None)],
)
def test_near_finds_what_was_meant(name: str, found: str | None) -> None:
    assert near(name, ["purpose", "celebrating-achievement", "class-livestreams"]) == found


HOSTILE = [
    ".",
    "-",
    "*",
    "_",
    "`",
    "=",
    "|",
    "a",
    "1",
    " ",
    "\t",
    "\n",
    "\r",
    "{",
    "{{",
    "{{a",
    "{{ ",
    "'",
    "a'",
    "a-",
    "1.",
    "1. ",
    "- ",
    "> ",
    ">",
    "# ",
    "a. ",
    "A. ",
    '"',
    '."',
    ". ",
    "—",
    " –",
    "\u0301",
    "\u200d",
    "👍",
    "👍\u200d",
    "https://",
    "https://.",
    "~~~\n",
    "```\n",
    "\u00a0",
    "\x1b",
    "\U0001f3f4\U000e0067",
    "- -",
    ">\n",
    "a\n\n",
]
WORK: list[Callable[[str], object]] = [
    tokens,
    units,
    word_count,
    sense_form,
    exact_form,
    visible,
    first_hostile,
    strip_controls,
    door.PLACEHOLDER.findall,
]


@pytest.mark.parametrize("seed", HOSTILE)
def test_work_is_linear_on_text_made_to_be_slow(seed: str) -> None:
    text = (seed * 65_536)[:65_536] + "!"
    for work in WORK:
        start = time.process_time()
        work(text)
        # Quadratic work takes minutes at this length; linear work some 20 ms. No machine is that slow.
        assert time.process_time() - start < 2, work


def test_the_door_loads_the_standard_library_only() -> None:
    slow = ("rapidfuzz", "textual", "diff_match_patch", "difflib")
    code = f"import sys, composer.text; print(*(name for name in {slow} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
