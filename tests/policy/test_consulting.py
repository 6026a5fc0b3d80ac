"""Who was asked: entries find their groups by the words people use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.policy.consulting import groups_asked, groups_of
from composer.policy.evidence import Consultation, Evidence
from tests.checks.bench import PLAIN, library, school, session


def asked(who: str, group: str = "") -> tuple[str, ...]:
    return groups_of(Consultation(who, group=group), library().groups)


@pytest.mark.parametrize(
    ("who", "groups"),
    [
        ("Pupils", ("pupils",)),
        ("the School Council", ("pupils",)),
        ("staff and parents", ("staff", "parents")),
        ("Polish-speaking families", ("parents",)),
        ("parent governors", ("governors",)),
        ("staff governors and the clerk", ("governors",)),
        ("parents of pupils in Year 6", ("parents",)),
        ("the sixth form", ("pupils", "sixth-form")),
        ("union representatives", ("unions",)),
        ("staff unions", ("unions",)),
        ("the PTA", ("parents-association",)),
        ("Friends of Oakfield", ("parents-association",)),
        ("the parents’ association", ("parents-association",)),
        ("student teachers", ("staff",)),
        ("transport escorts, drivers and respite carers", ("volunteers",)),
        ("the bishop", ()),
        ("staffing agency", ()),
    ],
)
def test_the_words_of_who_say_the_group(who: str, groups: tuple[str, ...]) -> None:
    assert asked(who) == groups


def test_the_group_that_an_entry_names_wins_over_its_words() -> None:
    assert asked("parents", "unions") == ("unions",)
    assert asked("parents", "no-such-group") == ()


def test_required_groups_that_nobody_asked_are_missing_in_the_library_s_order() -> None:
    log = {"a": Consultation("parents", changed="More."), "b": Consultation("the bishop")}
    found = groups_asked(Evidence(consultations=log), library(), PLAIN)
    assert [each.group.id for each in found.asked] == ["parents"]
    assert found.of("parents") == ("a",)
    assert found.of("pupils") == ()
    assert found.others == ("b",)
    assert [group.id for group in found.missing] == ["pupils", "staff", "unions"]
    assert found.missing_told == "pupils, staff and the recognised unions"
    assert [key for key, _ in found.changed] == ["a"]


def test_a_group_that_only_some_schools_have_is_asked_for_in_those_alone() -> None:
    sixth = replace(library().groups["sixth-form"], required=True)
    with_it = replace(library(), groups={"sixth-form": sixth})
    assert groups_asked(Evidence(), with_it).missing == ()
    assert groups_asked(Evidence(), with_it, PLAIN).missing == ()
    there = replace(PLAIN, has={"sixth_form": True})
    assert groups_asked(Evidence(), with_it, there).missing == (sixth,)


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_asked_everyone_and_every_entry_has_a_group(slug: str) -> None:
    found = session(school(slug)).consulted()
    assert (found.missing, found.others) == ((), ())


def test_a_library_without_groups_misses_nobody() -> None:
    found = groups_asked(Evidence(consultations={"a": Consultation("staff")}), replace(library(), groups={}))
    assert (found.asked, found.others, found.missing, found.missing_told) == ((), ("a",), (), "")
