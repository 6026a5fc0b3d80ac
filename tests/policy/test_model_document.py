"""The model's own document: as the school took it, with the school's values and the model's own numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from composer.policy import decisions, moving
from composer.policy.model_document import model_document
from composer.policy.policy import Heading
from composer.policy.process_table import QUESTION
from composer.policy.taken import model_as_taken
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.policy.document import Document
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft


def numbers(document: Document) -> dict[str, str]:
    return {clause.id: clause.number for section in document.sections for clause in section.clauses}


def text(document: Document, clause_id: str) -> str:
    return next(c.text for section in document.sections for c in section.clauses if c.id == clause_id)


def test_it_is_the_whole_model_in_its_own_order(decided: Draft, library: Library, model: Model) -> None:
    found = model_document(decided, library, model)

    assert tuple(numbers(found)) == model.clause_ids
    assert numbers(found)["class-livestreams"] == "2.3"
    assert numbers(found)["facebook"] == "A"
    assert {clause.state for section in found.sections for clause in section.clauses} == {"as-is"}


def test_what_the_school_decided_shows_nowhere(decided: Draft, library: Library, model: Model) -> None:
    draft = decisions.adapt(decided, library, model, "purpose", "Ours.\n", by="IT lead", on=TODAY, reason="r")
    draft = decisions.drop(draft, library, model, "safeguarding-first", "r", by="IT lead", on=TODAY)
    own = replace(draft.policy.decisions["purpose"], title="Our own purpose")
    draft = replace(draft, policy=replace(draft.policy, decisions={**draft.policy.decisions, "purpose": own}))
    draft = moving.move(draft, "register-of-accounts", before="purpose")

    assert model_document(draft, library, model).sections == model_document(decided, library, model).sections


def test_references_have_the_numbers_of_the_model(decided: Draft, library: Library, model: Model) -> None:
    moved = moving.move(decided, "register-of-accounts", before="purpose")

    assert "section 2.2 (Register of accounts)" in text(model_document(moved, library, model), "safeguarding-first")


def test_values_and_pinned_facts_are_those_of_the_school(decided: Draft, library: Library, model: Model) -> None:
    policy = replace(decided.policy, values={**decided.policy.values, "dsl": "Ms Ash"})
    later = replace(library, facts={i: replace(fact, value="newer") for i, fact in library.facts.items()})

    found = model_document(replace(decided, policy=policy), later, model)

    assert "Questions go to Ms Ash." in text(found, "purpose")
    assert "Keeping children safe in education 2026" in text(found, "safeguarding-first")


def test_a_fact_that_only_an_undecided_clause_names_is_the_library_s(
    library: Library, model: Model, draft: Draft
) -> None:
    found = model_document(replace(draft, lock=replace(draft.lock, facts={})), library, model)

    assert "The minimum age is 13." in text(found, "facebook")


def test_texts_are_those_that_were_decided_on_and_else_the_library_s(
    decided: Draft, library: Library, model: Model
) -> None:
    undecided = decisions.take_out(decided, "comments-open")
    clauses = {i: replace(clause, body="Newer words.\n", title="Newer") for i, clause in library.clauses.items()}
    later = replace(library, clauses=clauses)

    found = model_document(undecided, later, model)

    assert "Newer" not in text(found, "purpose")
    assert text(found, "comments-open") == "Newer words.\n"

    remembered = replace(undecided, lock=decided.lock)
    assert text(model_document(remembered, later, model), "comments-open") == "Newer words.\n"


def test_a_clause_that_the_library_withdrew_is_there_while_the_lock_has_it(
    decided: Draft, library: Library, model: Model
) -> None:
    gone = replace(library, clauses={i: clause for i, clause in library.clauses.items() if i != "purpose"})
    taken = model_as_taken(decided, gone, model)

    assert numbers(model_document(decided, gone, taken))["purpose"] == "1.1"

    without = decisions.take_out(decided, "purpose")
    assert "purpose" not in numbers(model_document(without, gone, model))


def test_sections_that_the_policy_lacks_or_heads_itself_are_headed_as_the_model_does(
    decided: Draft, library: Library, model: Model
) -> None:
    headings = {"governance": Heading("Our own beginning"), "positive-use": Heading("Ours", appendix=True)}
    heads = {i: head for i, head in decided.lock.heads.items() if i != "platform-appendices"}
    own = replace(decided, policy=replace(decided.policy, headings=headings), lock=replace(decided.lock, heads=heads))

    found = model_document(own, library, model)

    assert [(section.number, section.head.title) for section in found.sections] == [
        ("1", "About this policy"),
        ("2", "Using it well"),
        ("", "Appendices"),
    ]
    assert found.sections[2].intro == "One page a service."


def test_blanks_that_nothing_fills_are_marked(decided: Draft, library: Library, model: Model) -> None:
    policy = replace(decided.policy, values={})
    table = replace(library.clauses["having-a-say"], id="channels-table", body="{{process_channels}}\n")
    later = replace(library, clauses={**library.clauses, "channels-table": table})
    sections = (replace(model.sections[0], clauses=(*model.sections[0].clauses, "channels-table")), *model.sections[1:])

    found = model_document(replace(decided, policy=policy), later, replace(model, sections=sections))

    assert "**\\[To fill in: How soon do you answer?\\]**" in text(found, "comments-open")
    assert QUESTION in text(found, "channels-table")


@pytest.fixture
def draft(decided: Draft) -> Draft:
    """The policy with nothing decided about the Facebook page."""
    return decisions.take_out(decided, "facebook")
