"""Clauses that exclude each other: which pairs a policy prints, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.policy import decisions
from composer.policy.alternatives import rivals, side_by_side, to_drop
from composer.policy.document import assemble

if TYPE_CHECKING:
    from composer.policy.dictionary import Value
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft

DAY = date(2026, 11, 22)
PAIR = ("comments-open", "comments-closed")


def pick(draft: Draft, library: Library, model: Model, *clause_ids: str) -> Draft:
    for clause_id in clause_ids:
        draft = decisions.pick(draft, library, model, clause_id, by="IT lead", on=DAY)
    return draft


def related(library: Library, **excludes: tuple[str, ...]) -> Library:
    """The library with no relations but these, which ``clashes`` states."""
    bare = {i: replace(c, instead_of=(), clashes=()) for i, c in library.clauses.items()}
    told = {i.replace("_", "-"): others for i, others in excludes.items()}
    return replace(library, clauses={**bare, **{i: replace(bare[i], clashes=told[i]) for i in told}})


@pytest.mark.parametrize("relation", ["instead_of", "clashes"])
@pytest.mark.parametrize(("says", "other"), [PAIR, PAIR[::-1]])
def test_two_that_exclude_each_other_are_a_pair_whichever_says_so(
    decided: Draft, library: Library, model: Model, relation: str, says: str, other: str
) -> None:
    bare = related(library)
    lib = replace(bare, clauses={**bare.clauses, says: replace(bare.clauses[says], **{relation: (other,)})})  # type: ignore[arg-type]

    assert side_by_side(decided, lib) == ()
    assert side_by_side(pick(decided, lib, model, "comments-closed"), lib) == (PAIR,)
    assert side_by_side(pick(decided, lib, model, "comments-closed"), bare) == ()


def test_an_adapted_clause_still_excludes_and_a_dropped_one_does_not(
    decided: Draft, library: Library, model: Model
) -> None:
    both = pick(decided, library, model, "comments-closed")
    adapted = decisions.adapt(both, library, model, "comments-closed", "Off.\n", by="IT lead", on=DAY, reason="So.")
    dropped = decisions.drop(both, library, model, "comments-open", "Nobody reads them.", by="IT lead", on=DAY)

    assert side_by_side(adapted, library) == (PAIR,)
    assert side_by_side(dropped, library) == ()
    assert rivals(dropped, library, "comments-open") == ("comments-closed",)


def test_three_of_a_family_are_three_pairs_in_the_order_of_the_policy(
    decided: Draft, library: Library, model: Model
) -> None:
    lib = related(library, purpose=("comments-open", "facebook"), facebook=("comments-open",))

    assert side_by_side(decided, lib) == (
        ("purpose", "comments-open"),
        ("purpose", "facebook"),
        ("comments-open", "facebook"),
    )
    document = assemble(decided, lib, model)
    assert document.exclude_each_other == {"purpose", "comments-open", "facebook"}


def test_a_printed_rival_is_to_be_dropped(decided: Draft, library: Library, model: Model) -> None:
    both = pick(decided, library, model, "comments-closed")
    said = "“Comments are closed” stands beside “Comments are open”: a policy has one of them; drop the other"

    assert to_drop(both, library, model, ["comments-closed"]) == {"comments-open": said}
    assert list(to_drop(both, library, model, ["comments-open"])) == ["comments-closed"]
    assert list(to_drop(both, library, model, [*PAIR])) == ["comments-closed"], "a pair is told once"
    assert to_drop(both, library, model, ["purpose"]) == {}
    assert to_drop(decided, library, model, ["comments-closed"]) == {}, "it is not in the policy"


def test_an_undecided_clause_of_the_model_is_to_be_dropped_with_a_reason(
    new_draft: Draft, library: Library, model: Model
) -> None:
    draft = pick(new_draft, library, model, "comments-closed")

    assert to_drop(draft, library, model, ["comments-closed"]) == {
        "comments-open": "The model has “Comments are open” instead of “Comments are closed”, undecided yet; "
        "drop it, with a reason"
    }
    draft = decisions.drop(draft, library, model, "comments-open", "Closed.", by="IT lead", on=DAY)
    assert to_drop(draft, library, model, ["comments-closed"]) == {}
    assert to_drop(pick(new_draft, library, model, "comments-open"), library, model, ["comments-open"]) == {}


def test_a_document_names_the_pairs_and_the_schools_own_answers(decided: Draft, library: Library, model: Model) -> None:
    both = pick(decided, library, model, "comments-closed")
    assert (assemble(decided, library, model).excluding, assemble(both, library, model).excluding) == ((), (PAIR,))

    plain = assemble(decided, library, model)
    assert (plain.owner, plain.next_review) == ("", "")
    values: dict[str, Value] = {"policy_owner": "the deputy headteacher", "next_review": date(2027, 11, 1)}
    answered = assemble(replace(decided, policy=replace(decided.policy, values=values)), library, model)
    assert (answered.owner, answered.next_review) == ("The deputy headteacher", "1 November 2027")
