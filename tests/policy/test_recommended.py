"""Recommendations, each with its reason in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.policy import decisions
from composer.policy.clause import NATIONS, Nation
from composer.policy.recommend import recommendations
from composer.policy.when import meets

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft
    from composer.policy.school import Profile

DAY = date(2026, 11, 22)


def at(draft: Draft, **profile: object) -> Draft:
    changed = replace(draft.policy.profile, **profile)  # type: ignore[arg-type]
    return replace(draft, policy=replace(draft.policy, profile=changed))


def pick(draft: Draft, library: Library, model: Model, clause_id: str) -> Draft:
    return decisions.pick(draft, library, model, clause_id, by="IT lead", on=DAY)


def test_each_has_its_reason(new_draft: Draft, library: Library, model: Model) -> None:
    assert recommendations(new_draft, library, model) == {
        "purpose": "because every policy needs it",
        "safeguarding-first": "because every policy needs it",
        "celebrating-achievement": "because the model has it",
        "class-livestreams": "because phase = primary",
        "comments-open": "because the model has it",
        "register-of-accounts": "because the model has it",
        "facebook": "because the school uses Facebook",
        "other-services": "because the model has it",
    }


def test_what_a_taken_clause_leans_on(new_draft: Draft, library: Library, model: Model) -> None:
    draft = pick(new_draft, library, model, "celebrating-achievement")

    found = recommendations(draft, library, model)
    assert found["register-of-accounts"] == "because “Celebrating achievement” leans on it"
    assert "celebrating-achievement" not in found


def test_what_is_leaned_on_comes_although_its_test_is_not_met(new_draft: Draft, library: Library, model: Model) -> None:
    needy = replace(library.clauses["purpose"], needs=("nursery-devices",))
    lib = replace(library, clauses={**library.clauses, "purpose": needy})

    assert "nursery-devices" not in recommendations(new_draft, lib, model)
    found = recommendations(pick(new_draft, lib, model, "purpose"), lib, model)
    assert found["nursery-devices"] == "because “Purpose” leans on it"


def test_nothing_leans_on_behalf_of_a_dropped_clause(decided: Draft, library: Library, model: Model) -> None:
    draft = decisions.take_out(decided, "register-of-accounts")
    draft = decisions.drop(draft, library, model, "celebrating-achievement", "No.", by="IT lead", on=DAY)

    assert recommendations(draft, library, model)["register-of-accounts"] == "because the model has it"


def test_what_the_model_lacks_is_recommended_by_the_library(new_draft: Draft, library: Library, model: Model) -> None:
    said = replace(library.clauses["having-a-say"], strength="recommended")
    lib = replace(library, clauses={**library.clauses, "having-a-say": said})

    assert recommendations(new_draft, lib, model)["having-a-say"] == "because the library recommends it"


def test_profile_decides(new_draft: Draft, library: Library, model: Model) -> None:
    found = recommendations(at(new_draft, nation="wales", phase="secondary", platforms=()), library, model)
    assert "cymraeg" in found
    assert not found.keys() & {"class-livestreams", "facebook", "nursery-devices"}

    found = recommendations(at(new_draft, has={"nursery": True}), library, model)
    assert found["nursery-devices"] == "because the school has nursery"
    assert "cymraeg" not in found


@pytest.mark.parametrize("relation", ["instead_of", "clashes"])
@pytest.mark.parametrize(
    ("taken", "other"), [("comments-open", "comments-closed"), ("comments-closed", "comments-open")]
)
def test_an_alternative_is_not_recommended_beside_the_other_whichever_names_it(
    new_draft: Draft, library: Library, model: Model, relation: str, taken: str, other: str
) -> None:
    bare = {i: replace(c, instead_of=(), clashes=()) for i, c in library.clauses.items()}
    closed = replace(bare["comments-closed"], **{relation: ("comments-open",)})  # type: ignore[arg-type]
    lib = replace(library, clauses={**bare, "comments-closed": closed})

    assert other not in recommendations(pick(new_draft, lib, model, taken), lib, model)
    assert ("comments-open" in recommendations(new_draft, lib, model)) is True


def test_the_models_own_of_two_alternatives_is_recommended(new_draft: Draft, library: Library, model: Model) -> None:
    both = replace(library.clauses["comments-open"], instead_of=("comments-closed",))
    lib = replace(library, clauses={**library.clauses, "comments-open": both})
    found = recommendations(new_draft, lib, model)

    assert found["comments-open"] == "because the model has it"
    assert "comments-closed" not in found


def test_decided_clauses_are_not_recommended(decided: Draft, library: Library, model: Model) -> None:
    assert not recommendations(decided, library, model).keys() & decided.policy.decisions.keys()


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("phase:primary", "phase = primary"),
        ("phase:secondary", None),
        ("nation:england", "nation = England"),
        ("type:community", "type = community"),
        ("type:academy", None),
        ("platform:facebook", "the school uses facebook"),
        ("platform:x", None),
        ("has:nursery", None),
        ("name:Oakfield Primary School", None),
        ("", None),
    ],
)
def test_a_test_is_met_or_not(profile: Profile, test: str, said: str | None) -> None:
    assert meets(test, profile) == said


@pytest.mark.parametrize("nation", NATIONS)
def test_a_clause_for_one_nation_is_for_that_nation(
    new_draft: Draft, library: Library, model: Model, nation: Nation
) -> None:
    assert ("cymraeg" in recommendations(at(new_draft, nation=nation), library, model)) == (nation == "wales")
