"""Names that become file names."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy.problems import Problem
from composer.store.slugs import check_slug, inside, slug_from

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("slug", ["a", "oakfield", "st-marys", "school-2", "2026", "a" * 64, "com10", "console"])
def test_slugs_that_are_fine(slug: str) -> None:
    assert check_slug(slug) == slug


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-a",
        "a-",
        "a--b",
        "A",
        "a_b",
        "a.b",
        "..",
        "a/b",
        "a\\b",
        "a\n",
        "\na",
        "a\0",
        "é",
        "a١",
        "a" * 65,
        "con",
        "nul",
        "com1",
        "lpt9",
        "a\x1b[31m",
    ],
)
def test_slugs_that_are_refused_in_one_plain_line(text: str) -> None:
    with pytest.raises(Problem) as problem:
        check_slug(text, "clause id")
    said = str(problem.value)
    assert said.isprintable()
    assert "clause id" in said


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("St Mary's C of E Primary", "st-marys-c-of-e-primary"),
        ("St Mary’s C.of E. (VA) Primary", "st-marys-cof-e-va-primary"),
        ("Ysgol Gynradd Tŷ Gwyn", "ysgol-gynradd-ty-gwyn"),
        ("Art & Design Łódź", "art-and-design-lodz"),
        ("  ", "school"),
        ("学校", "school"),
        ("Con", "con-1"),
        ("../../etc/passwd", "etc-passwd"),
        ("word " * 30, "-".join(["word"] * 13)[:64]),
    ],
)
def test_suggestions(name: str, slug: str) -> None:
    assert slug_from(name) == slug


@given(st.text(max_size=300))
def test_every_suggestion_is_a_slug(name: str) -> None:
    assert check_slug(slug_from(name)) == slug_from(name)


@pytest.mark.parametrize("unit", ["a", "a-", "-", "é", "\ufdfa", "'"])
def test_long_names_are_quick(unit: str) -> None:
    start = time.perf_counter()
    slug_from(unit * 65536)
    with pytest.raises(Problem):
        check_slug(unit * 65536)
    assert time.perf_counter() - start < 0.2


def test_inside(tmp_path: Path) -> None:
    root = tmp_path / "schools"
    root.mkdir()
    assert inside(root, root / "oakfield") == (root / "oakfield").resolve()
    for path in (root / "..", root / ".." / "clauses", tmp_path / "schools-2", root / "a\0b"):
        with pytest.raises(Problem):
            inside(root, path)
    (root / "link").symlink_to(tmp_path)
    with pytest.raises(Problem, match="out of"):
        inside(root, root / "link" / "x")
    (root / "loop").symlink_to("loop")
    with pytest.raises(Problem):
        inside(root, root / "loop")
