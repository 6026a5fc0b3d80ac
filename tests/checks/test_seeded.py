"""For every check one document that is bad on purpose: the right finding at the right place, and every row is there."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

import tests.checks
from composer.checks.running import every_check

if TYPE_CHECKING:
    from tests.checks.bench import Seeded

SEEDED: dict[str, Seeded] = {}
for module in pkgutil.iter_modules(tests.checks.__path__):
    if module.name.startswith("test_") and module.name != "test_seeded":
        SEEDED |= getattr(import_module(f"tests.checks.{module.name}"), "SEEDED", {})


@pytest.mark.parametrize("check_id", sorted(SEEDED))
def test_the_seeded_fault_is_found_at_its_place(check_id: str) -> None:
    seeded = SEEDED[check_id]
    places = [finding.place for finding in seeded.findings(check_id)]
    assert any(
        place.words == seeded.words
        and (not seeded.at or place.id == seeded.at)
        and (not seeded.line or place.line == seeded.line)
        for place in places
    ), places


def test_every_check_has_a_seeded_document_and_all_forty_rows_are_there() -> None:
    assert {check.id for check in every_check()} == set(SEEDED)
    assert set(range(1, 41)) <= {check.number for check in every_check()}
