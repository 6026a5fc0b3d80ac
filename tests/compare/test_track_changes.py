"""Track changes in plain text."""

import pytest

from composer.compare.diff import diff
from composer.compare.marks import marked
from composer.compare.words import diff_words


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Reply in 12 hours.\n", "Reply in 24 hours.\n", "Reply in [-12-]{+24+} hours.\n"),
        ("One is here.\n", "One is here.\nTwo is new.\n", "One is here.\n{+Two is new.+}\n"),
        ("One is here.\nTwo goes.\n", "One is here.\n", "One is here.\n[-Two goes.-]\n"),
        (
            "- Passwords in the safe.\n",
            "- Nobody shares accounts.\n",
            "[-- Passwords in the safe.-]{+- Nobody shares accounts.+}\n",
        ),
        ("a b c", "a  b c", "a  b c"),
        ("", "", ""),
    ],
)
def test_marks_stand_round_words_not_round_lines(old: str, new: str, line: str) -> None:
    assert marked(diff(old, new)) == line


@pytest.mark.parametrize(
    ("old", "new", "spans"),
    [
        ("Ask the very old head.", "Ask the quite new head.", ["=Ask the ", "-very old", "+quite new", "= head."]),
        ("They post it now.", "They post now.", ["=They post ", "-it ", "=now."]),
        ("Post it, then ask.", "Post it and then ask.", ["=Post it", "-,", "+ and", "= then ask."]),
        ("do to do do", "the do to do not do", ["+the ", "=do to do ", "+not ", "=do"]),
        ("Yes.", "No.", ["-Yes", "+No", "=."]),
        ("cafe\u0301 menu is here", "cafe menu is here", ["-cafe\u0301", "+cafe", "= menu is here"]),
        (
            "All of this is gone now.",
            "Nothing like it stays over there.",
            ["-All of this is gone now.", "+Nothing like it stays over there."],
        ),
    ],
)
def test_changes_fall_on_whole_tokens(old: str, new: str, spans: list[str]) -> None:
    signs = {"same": "=", "del": "-", "ins": "+"}
    assert [signs[span.kind] + span.text for span in diff_words(old, new)] == spans


@pytest.mark.parametrize("size", [60, 400, 7_000])
def test_every_engine_finds_the_same_small_change(size: int) -> None:
    """No token occurs once, so that nothing anchors and each size takes its own way."""
    words = [f"w{n % 10}" for n in range(size)]
    old, new = " ".join(["x", *words, "y", *words, "z"]), " ".join(["z", *words, "q", *words, "x"])
    spans = diff_words(old, new)
    assert "".join(span.text for span in spans if span.kind != "ins") == old
    assert "".join(span.text for span in spans if span.kind != "del") == new
