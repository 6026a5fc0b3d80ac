"""Whether a policy is its school's own: what clauses carry, and what another school prints too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.session import Session
from composer.session.fit import beside
from tests.checks.bench import (
    TODAY,
    library,
    school,
    session,
    with_local,
    with_policy,
    with_profile,
    with_text,
    with_values,
)


def facts(draft: object, clause_id: str) -> tuple[str, ...]:
    fit = session(draft).fit()  # type: ignore[arg-type]
    return next(each.facts for each in fit.clauses if each.clause.id == clause_id)


def test_the_shares_are_those_of_the_outline() -> None:
    view = session()
    shares = view.fit().shares
    printed = [clause for clause in view.outline_clauses() if clause.number]
    assert shares.printed == len(printed)
    assert shares.local == sum(clause.state == "local" for clause in printed)
    assert shares.model_as_is == sum(clause.state == "as-is" and clause.in_model for clause in printed)
    assert shares.library_as_is == sum(clause.state == "as-is" and not clause.in_model for clause in printed)


def test_a_clause_carries_the_values_that_the_school_answered_and_no_role() -> None:
    assert facts(school(), "our-context") == ("roll", "local context", "languages", "official accounts")
    assert facts(school(), "account-managers") == ()


def test_an_answer_that_is_the_default_or_the_example_is_no_fact() -> None:
    months = replace(library().values["review_months"], example="6")
    other = replace(library(), values={**library().values, "review_months": months})
    for said, carried in ((12, ()), (6, ()), (18, ("review months",))):
        draft = with_text("purpose", "We look at it every {{review_months}} months.\n", with_values(review_months=said))
        fit = Session(draft, other, today=TODAY).fit()
        assert next(each.facts for each in fit.clauses if each.clause.id == "purpose") == carried


def test_an_answer_that_describes_the_school_counts_even_if_it_is_the_example() -> None:
    entry = library().values["phone_place"]
    draft = with_text("purpose", "They are in {{phone_place}}.\n", with_values(phone_place=entry.example))
    assert facts(draft, "purpose") == ("phone place",)


def test_an_answer_is_a_fact_once_it_is_another() -> None:
    changed = with_text("purpose", "We look at it every {{review_months}} months.\n", with_values(review_months=12))
    assert facts(changed, "purpose") == ()
    assert facts(with_values(changed, review_months=18), "purpose") == ("review months",)


def test_own_words_carry_the_name_a_value_written_out_and_local_words() -> None:
    assert "its name" in facts(with_text("purpose", "Here at Oakfield we post good news.\n"), "purpose")
    assert "an answer written out" in facts(with_text("purpose", "There are 140 of us.\n"), "purpose")
    assert facts(with_text("purpose", "We post about the lighthouse.\n"), "purpose") == ("local words: lighthouse",)
    assert facts(with_text("purpose", "We post good news.\n"), "purpose") == ()


def test_words_of_the_base_are_not_the_school_s_own() -> None:
    body = library().clauses["purpose"].body
    words = next(line for line in body.splitlines() if line[:1].isalpha() and "{{" not in line).rstrip(".")
    draft = with_values(with_text("purpose", f"{body}\nWe post good news.\n"), main_channel=words)
    assert facts(draft, "purpose") == ()
    assert facts(with_text("purpose", f"Here {words} again.\n", draft), "purpose") == ("an answer written out",)


def test_with_the_name_removed_what_tells_is_listed() -> None:
    tells = {tell.what: tell for tell in session().fit().tells}
    assert tells["roll"].said == "140"
    assert tells["languages"].said == "English, Polish and Romanian"
    assert tells["platforms"].said == "Facebook and WhatsApp"
    assert [clause.number for clause in tells["platforms"].clauses] == ["Appendix A", "Appendix B"]
    assert {"hamlets", "minibus"} <= set(tells["local words"].said.split(", "))
    assert "Oakfield" not in tells["local words"].said
    assert tells["local context"].said.endswith("…")


def test_an_answer_that_only_says_the_name_tells_nothing_without_it() -> None:
    tells = {tell.what: tell for tell in session(with_values(main_channel="Oakfield")).fit().tells}
    assert "main channel" not in tells


def test_a_policy_of_nothing_but_the_model_could_be_any_school_s() -> None:
    draft = school()
    as_is = {key: each for key, each in draft.policy.decisions.items() if each.mode == "as-is"}
    bare = with_profile(with_policy(draft, decisions=as_is, values={}), platforms=())
    fit = session(bare).fit()
    assert (fit.tells, fit.carrying) == ((), ())
    assert fit.verdict.startswith("With the name removed it could be any school's")


def test_the_same_policy_under_another_name_is_nearly_the_same() -> None:
    other = with_values(with_profile(name="Ashdown Primary School", also_known_as=("Ashdown",)), roll=90)
    other = with_local("pond", "The pond", "Nobody posts a picture of the pond in the snow.\n", draft=other)
    theirs = session(other)
    (found,) = beside(session(), [("ashdown", "Ashdown Primary School", theirs)]).alike
    assert found.near
    assert found.of == found.shared + 1


def test_a_name_in_the_text_does_not_hide_a_copy() -> None:
    ours = with_text("purpose", "At Oakfield Primary School we post good news every week.\n")
    for name in ("Ashdown Primary School", "Oakfield Primary School", "Oakfield"):
        theirs = with_profile(
            with_text("purpose", f"At {name} we post good news every week.\n"), name="Ashdown Primary School"
        )
        (found,) = beside(session(ours), [("ashdown", "Ashdown", session(theirs))]).alike
        assert found.score == 1.0


def test_schools_that_made_the_model_their_own_are_not_nearly_the_same() -> None:
    fit = beside(session(), [("fenmoor-academy", "Fenmoor Academy", session(school("fenmoor-academy")))])
    assert 0.3 < fit.alike[0].score < 0.7
    assert fit.near == ()


def test_sections_are_toned_in_print_order() -> None:
    sections = session().fit().sections
    assert [section.id for section in sections][:2] == ["governance", "positive-use"]
    assert sections[1].tone.enabling > sections[1].tone.forbidding


@pytest.mark.parametrize("text", ["", "{{roll}}\n", "(((a|b)+)+)+[\n" * 50])
def test_values_are_never_patterns(text: str) -> None:
    draft = with_values(with_text("purpose", text or "x\n"), main_channel="(a+)+[", roll=7)
    assert session(replace(draft)).fit().clauses
