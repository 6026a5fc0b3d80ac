from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.store.library_files import load_library
from composer.store.library_lint import lint
from tests.store.small_library import CLAUSE, FILES, write_library

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 22)
GOOD = CLAUSE.format(title="Purpose")
USED = {
    "risk__images_md": GOOD.replace('strength = "required"', 'strength = "required"\nbasis = ["kcsie"]')
    + "Within {{reply_days}} days.\n"
}


def findings(root: Path, **changed: str | None) -> list[tuple[str, int | None, str]]:
    write_library(root, **{**USED, **changed})
    found = lint(load_library(root), root, today=TODAY)
    return [(finding.path.relative_to(root).as_posix(), finding.line, finding.message) for finding in found]


def test_a_sound_library_has_nothing_to_mend(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("See {{ref:nowhere}}.", "{{ref:nowhere}} leads to no clause"),
        ("See {{fact:nothing}}.", "{{fact:nothing}} is not in facts.toml"),
        ("Ask {{nobody}}.", "{{nobody}} is not in values.toml"),
        ("Ask {{DSL}}.", "{{DSL}} is no placeholder"),
        ("Ask {{ twice", "{{ twice is no placeholder"),
        ("Ask }}.", "}} is no placeholder"),
        ("Ask <b>him</b>.", "raw HTML"),
        ("<!-- hidden -->", "raw HTML"),
        ("<script>x</script>", "raw HTML"),
        ("# Heading", "a heading"),
        ("Heading\n---", "a heading"),
        ("> ## Heading", "a heading"),
        ("[a](http://a.uk)", "neither https nor mailto"),
        ("[a](javascript:alert(1))", "neither https nor mailto"),
        ("[a](/etc/passwd)", "neither https nor mailto"),
        ("[a][b]\n\n[b]: data:text/html,x", "neither https nor mailto"),
        ("<file:///etc>", "neither https nor mailto"),
        ("![a](https://a.uk/a.png)", "a picture"),
        ("Since 2026 we do.", "a year in clause text, '2026'"),
        ("Call 01234 567 890 now.", "a telephone number"),
        ("Call +44 20 7946 0000.", "a telephone number"),
        ("Its minimum age is 13.", "an age"),
        ("Nobody under-16s.", "an age"),
        ("For 13-year-olds.", "an age"),
        ("You must be 13 or over.", "an age"),
    ],
)
def test_the_text_is_looked_into(tmp_path: Path, body: str, what: str) -> None:
    found = findings(tmp_path, governance__purpose_md=f"{GOOD}\nFine.\n\n{body}\n")
    assert found
    assert all(path == "governance/purpose.md" and what in message for path, _, message in found)
    assert found[0][1] == GOOD.count("\n") + 4


@pytest.mark.parametrize(
    "body",
    [
        "[a](https://a.uk/x) and <mailto:a@b.uk>.",
        "Within 24 hours, on 3 occasions, for 12 months; not over 30 days.",
        "`{{dsl}}` & {{ref:words}} > {{school_name}} < 3.",
        "- An item.\n- **Bold**.\n\n1. One.",
    ],
)
def test_ordinary_text_is_fine(tmp_path: Path, body: str) -> None:
    assert findings(tmp_path, governance__purpose_md=f"{GOOD}\n{body}\n") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("rev = 2\ns", 'rev = 2\nneeds = ["nowhere"]\ns', 4, "needs names nowhere"),
        ("rev = 2\ns", 'rev = 2\nclashes = ["purpose"]\ns', 4, "names the clause itself"),
        ("rev = 2\ns", 'rev = 2\ninstead_of = ["x"]\ns', 4, "instead_of names x"),
        ("rev = 2\ns", 'rev = 2\nbasis = ["x"]\ns', 4, "basis names x"),
        ("rev = 2\ns", 'rev = 2\nwhen = "platform:x"\ns', 4, "when names x"),
        ("rev = 2\ns", "rev = 2\nreview_by = 2026-11-21\ns", 4, "to be reviewed by 2026-11-21"),
        ("rev = 2\ns", "rev = 3\ns", 3, "does not say what rev 3 changed"),
        ('summary = "What it is for."', f'summary = "{"x" * 111}"', 5, "111 characters"),
        ('summary = "What it is for."\n', "", 1, "no summary"),
    ],
)
def test_the_front_matter_is_looked_into(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    assert old in GOOD
    found = findings(tmp_path, governance__purpose_md=GOOD.replace(old, new, 1))
    assert [(path, at) for path, at, _ in found] == [("governance/purpose.md", line)]
    assert what in found[0][2]


def test_today_is_in_time(tmp_path: Path) -> None:
    text = GOOD.replace("rev = 2\ns", "rev = 2\nreview_by = 2026-11-22\ns", 1)
    facts = FILES["facts.toml"] + "expires = 2026-11-22\n"
    assert findings(tmp_path, governance__purpose_md=text, facts_toml=facts) == []


def test_the_dictionaries_are_looked_into(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        values_toml=FILES["values.toml"] + '\n[value.unused]\nquestion = "?"\n',
        facts_toml=FILES["facts.toml"] + 'expires = 2026-11-21\n\n[fact.idle]\nvalue = "x"\nas_of = 2026-01-01\n',
        law_toml=FILES["law.toml"] + '\n[law.idle]\ntitle = "x"\nchecked = 2026-01-01\n',
        platforms_toml=FILES["platforms.toml"] + 'minimum_age = "none"\nappendix = "nowhere"\n',
        risk__category_toml=FILES["risk/category.toml"].replace("Boundaries.", "Ask {{nobody}}."),
    )
    assert found == [
        ("facts.toml", 5, "the fact edition expired on 2026-11-21: check it"),
        ("facts.toml", 7, "nothing uses the fact idle"),
        ("law.toml", 6, "no clause rests on idle"),
        ("platforms.toml", 3, "none is not in facts.toml"),
        ("platforms.toml", 4, "nowhere is no clause"),
        ("risk/category.toml", 3, "{{nobody}} is not in values.toml"),
        ("values.toml", 12, "no clause asks for unused"),
    ]


def test_a_models_own_words_are_looked_into(tmp_path: Path) -> None:
    text = GOOD + "See {{ref:extra}} and {{ref:nowhere}}.\n"
    found = findings(tmp_path, models__county__risk__privacy_md=text, models__county__risk__extra_md=GOOD)
    assert [(path, message) for path, _, message in found] == [
        ("models/county/risk/privacy.md", "{{ref:nowhere}} leads to no clause")
    ]
