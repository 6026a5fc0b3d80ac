"""The lists of devices, groups and aspects are read strictly, and linted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.policy.problems import Problem
from composer.store.library_files import load_library
from composer.store.lint import lint
from tests.checks.bench import library
from tests.store.small_library import write_library

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEVICES = """\
[benefit.help]
title = "Help comes"

[benefit.help.says]
purpose = "about Purpose"

[risk.lost]
title = "It is lost"
owner = "dsl"

[risk.lost.says]
purpose = "about Purpose"

[risk.lost.measures]
purpose = "about Purpose"
"""
GROUPS = """\
[group.pupils]
title = "pupils"
words = ["pupils"]
required = true
when = "phase:primary"
"""
AWARD = """\
[aspect.social-media]
title = "Social media"
strand = "Policies"
about = "accounts"
asks = "Who runs them."
topics = ["G01"]
clauses = ["purpose"]
groups = ["pupils"]
values = ["dsl"]
devices = true
"""
TOPICS = '[topic.G01]\ntitle = "T"\ngroup = "G"\nasks = "A."\n'


def lists(root: Path, **changed: str) -> Path:
    files = {"devices_toml": DEVICES, "groups_toml": GROUPS, "award_toml": AWARD, "topics_toml": TOPICS, **changed}
    write_library(root, **files)
    return root


def test_the_lists_are_read(tmp_path: Path) -> None:
    found = load_library(lists(tmp_path))
    assert found.benefits["help"].says == {"purpose": "about Purpose"}
    risk = found.devices["lost"]
    assert (risk.title, risk.owner, risk.measures) == ("It is lost", "dsl", {"purpose": "about Purpose"})
    group = found.groups["pupils"]
    assert (group.title, group.words, group.required, group.when) == ("pupils", ("pupils",), True, "phase:primary")
    aspect = found.aspects["social-media"]
    assert (aspect.strand, aspect.topics, aspect.clauses, aspect.groups, aspect.values, aspect.devices) == (
        "Policies",
        ("G01",),
        ("purpose",),
        ("pupils",),
        ("dsl",),
        True,
    )


def test_without_the_files_the_lists_are_empty(tmp_path: Path) -> None:
    write_library(tmp_path)
    found = load_library(tmp_path)
    empty: tuple[Mapping[str, object], ...] = (found.benefits, found.devices, found.groups, found.aspects)
    assert [len(each) for each in empty] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("file", "old", "new", "which", "line", "said"),
    [
        ("devices_toml", "title", "titel", "benefits", 2, "titel"),
        ("devices_toml", "[risk.lost.measures]", "[risk.lost.measure]", "devices", 14, "measure"),
        ("devices_toml", "[risk.lost]", "[risk.Lost]", "devices", 7, "Lost"),
        ("devices_toml", 'owner = "dsl"', 'owner = "The DSL"', "devices", 9, "The DSL"),
        ("devices_toml", 'purpose = "about Purpose"\n\n[risk', "\n[risk", "benefits", 4, "names no clause"),
        ("devices_toml", "purpose = ", "Purpose! = ", "benefits", 5, ""),
        ("groups_toml", '["pupils"]', "[]", "groups", 3, "has no words"),
        ("groups_toml", '"phase:primary"', '"phase:infant"', "groups", 5, "infant"),
        ("groups_toml", "true", '"yes"', "groups", 4, "true or false"),
        ("award_toml", "G01", "Topic 1", "aspects", 6, "Topic 1"),
        ("award_toml", 'asks = "Who runs them."', 'asks = " "', "aspects", 5, "asks is empty"),
        ("award_toml", '["dsl"]', '["D-S-L"]', "aspects", 9, "D-S-L"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, which: str, line: int, said: str
) -> None:
    text = {"devices_toml": DEVICES, "groups_toml": GROUPS, "award_toml": AWARD}[file]
    assert old in text
    root = lists(tmp_path, **{file: text.replace(old, new, 1)})
    with pytest.raises(Problem) as caught:
        len(getattr(load_library(root), which))
    assert said in str(caught.value)
    assert caught.value.path is not None
    assert (caught.value.path.name, caught.value.line) == (file.replace("_", "."), line)


def lists_faults(root: Path) -> list[tuple[str, int | None, str]]:
    found = lint(load_library(root), root, today=date(2026, 11, 22))
    ours = {"devices.toml", "groups.toml", "award.toml"}
    return [(each.path.name, each.line, each.message) for each in found if each.path.name in ours]


def test_sound_lists_have_nothing_to_mend(tmp_path: Path) -> None:
    assert lists_faults(lists(tmp_path)) == []


def test_what_the_lists_name_has_to_be_there(tmp_path: Path) -> None:
    devices = DEVICES.replace("about Purpose", "of the sea", 1).replace(
        '[risk.lost.measures]\npurpose = "about Purpose"', '[risk.lost.measures]\nnowhere = "x"'
    )
    award = AWARD.replace("G01", "G09").replace('["purpose"]', '["nowhere"]').replace('["pupils"]', '["elves"]')
    root = lists(
        tmp_path,
        devices_toml=devices.replace('"dsl"', '"reply_days"'),
        award_toml=award.replace('["dsl"]', '["nobody"]'),
    )
    assert lists_faults(root) == [
        ("award.toml", 6, "G09 is not in topics.toml"),
        ("award.toml", 7, "nowhere is not in the library"),
        ("award.toml", 8, "elves is not in groups.toml"),
        ("award.toml", 9, "nobody is not in values.toml"),
        ("devices.toml", 5, "the text of purpose does not say 'of the sea'"),
        ("devices.toml", 9, "reply_days is no role in values.toml: lost has no owner"),
        ("devices.toml", 15, "nowhere is no clause"),
    ]


def test_the_shipped_lists_are_whole() -> None:
    shipped = library()
    assert [key for key, group in shipped.groups.items() if group.required] == ["pupils", "staff", "parents", "unions"]
    assert len(shipped.aspects) == 21
    assert {clause for risk in shipped.devices.values() for clause in risk.measures} <= set(shipped.clauses)
    told = {clause for benefit in shipped.benefits.values() for clause in benefit.says}
    told |= {clause for risk in shipped.devices.values() for clause in risk.says}
    assert {clause.id for clause in shipped.in_category("mobile-devices")} <= told
