"""Expressions that are compiled when they are first used."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import composer.checks
from composer.policy.patterns import later

_STANDS_FOR_ONE = type(later(""))
_MODULES = [each.name for each in walk_packages(composer.checks.__path__, "composer.checks.") if not each.ispkg]
_MODULES += ["composer.policy.blank_shapes", "composer.policy.markup"]


def _inside(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return [found for each in value for found in _inside(each)]
    return [value] if isinstance(value, _STANDS_FOR_ONE) else []


def test_it_answers_as_the_expression_does() -> None:
    text = "Ask the head. Ask us."
    ours, plain = later(r"ask (\w+)", re.IGNORECASE), re.compile(r"ask (\w+)", re.IGNORECASE)
    for _ in range(2):
        assert ours.findall(text) == plain.findall(text) == ["the", "us"]
        assert [match.span() for match in ours.finditer(text, 3)] == [(14, 20)]
        assert ours.sub("see", text) == plain.sub("see", text)
        assert ours.split(text) == plain.split(text)
    assert ours.pattern == plain.pattern


def test_nothing_is_compiled_before_it_is_used() -> None:
    wrong = later("(")
    with pytest.raises(re.error):
        wrong.search("")


@pytest.mark.parametrize("name", _MODULES)
def test_every_expression_of_the_checks_is_one(name: str) -> None:
    for value in vars(import_module(name)).values():
        for each in _inside(value):
            assert each.search("") is None or each.search("").span() == (0, 0)
