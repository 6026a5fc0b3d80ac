"""In whose short version a clause stands: the model's mark is pinned, and the school's own holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from composer.policy import decisions, short
from composer.policy.problems import Problem, Refusal
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.policy.clause import Audience
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft
    from tests.conftest import OpenSession


def marked(library: Library, **clauses: tuple[Audience, ...]) -> Library:
    """The library with other marks."""
    new = {key.replace("_", "-"): said for key, said in clauses.items()}
    return replace(
        library,
        clauses={key: replace(each, short=new.get(key, each.short)) for key, each in library.clauses.items()},
    )


@pytest.fixture
def parents(library: Library) -> Library:
    """The library in which the purpose is for parents."""
    return marked(library, purpose=("parents",))


def test_a_mark_is_pinned_when_the_clause_is_decided_on(parents: Library, model: Model, new_draft: Draft) -> None:
    assert short.mark_of(new_draft, parents, "purpose") == ("parents",)
    draft = decisions.pick(new_draft, parents, model, "purpose", by="IT lead", on=TODAY)
    later = marked(parents, purpose=("pupils",))
    assert short.marks(draft, later) == {"purpose": ("parents",)}


def test_a_lock_that_kept_no_mark_has_the_library_s(parents: Library, model: Model, new_draft: Draft) -> None:
    draft = decisions.pick(new_draft, parents, model, "purpose", by="IT lead", on=TODAY)
    old = replace(draft, lock=replace(draft.lock, bases={"purpose": replace(draft.lock.bases["purpose"], short=None)}))
    assert short.mark_of(old, parents, "purpose") == ("parents",)
    assert short.mark_of(old, marked(parents, purpose=()), "purpose") == ()


def test_the_school_s_own_mark_comes_before_the_model_s(parents: Library, decided: Draft) -> None:
    now = short.mark(decided, parents, "purpose", ["pupils", "staff", "pupils"])
    assert short.mark_of(now, parents, "purpose") == ("staff", "pupils")
    nobody = short.mark(now, parents, "purpose", [])
    assert short.mark_of(nobody, parents, "purpose") == ()
    assert nobody.lock is decided.lock
    assert short.mark(nobody, parents, "purpose", ()) is nobody


def test_a_clause_left_to_the_model_has_the_mark_of_today(parents: Library, decided: Draft) -> None:
    """A person asked for it, so what was pinned moves too; the words that the decision rests on do not."""
    assert short.mark_of(decided, parents, "purpose") == ()
    own = short.mark(decided, parents, "purpose", ("pupils",))
    now = short.mark(own, parents, "purpose", None)
    assert now.policy.decisions["purpose"].short is None
    assert short.mark_of(now, parents, "purpose") == ("parents",)
    assert replace(now.lock.bases["purpose"], short=()) == decided.lock.bases["purpose"]
    assert short.mark(now, parents, "purpose", None) is now


def test_a_clause_of_the_school_s_own_is_in_no_short_version_until_it_says_so(parents: Library, decided: Draft) -> None:
    assert short.mark_of(decided, parents, "former-pupils") == ()
    now = short.mark(decided, parents, "former-pupils", ("parents",))
    assert short.marks(now, parents)["former-pupils"] == ("parents",)
    assert short.mark_of(short.mark(now, parents, "former-pupils", None), parents, "former-pupils") == ()


def test_what_does_not_print_is_in_no_short_version(library: Library, decided: Draft) -> None:
    assert "class-livestreams" not in short.marks(decided, library)
    with pytest.raises(Refusal, match=r"class-livestreams is dropped.*; restore it first"):
        short.mark(decided, library, "class-livestreams", ("parents",))
    with pytest.raises(Refusal, match=r"cymraeg is not in the policy.*; pick it first"):
        short.mark(decided, library, "cymraeg", ("parents",))


def test_a_clause_that_the_library_lacks_speaks_to_everybody(library: Library, decided: Draft) -> None:
    narrow = replace(library.clauses["purpose"], readers=("staff",))
    told = short.readers(decided, replace(library, clauses={**library.clauses, "purpose": narrow}))
    assert told["purpose"] == ("staff",)
    assert told["former-pupils"] == ("staff", "parents", "pupils", "governors")


def test_no_other_decision_loses_the_mark(library: Library, model: Model, decided: Draft) -> None:
    clause_id = "celebrating-achievement"
    now = short.mark(decided, library, clause_id, ("parents",))
    dropped = decisions.drop(now, library, model, clause_id, "No.", by="IT lead", on=TODAY)
    for after in (
        decisions.restore(now, library, model, clause_id, by="IT lead", on=TODAY),
        decisions.adapt(now, library, model, clause_id, "Other words.\n", by="IT lead", on=TODAY),
        decisions.adapt(now, library, model, clause_id, now.base_text(clause_id), by="IT lead", on=TODAY),
        decisions.give_reason(now, clause_id, "Another.", by="IT lead", on=TODAY),
        dropped,
        decisions.pick(dropped, library, model, clause_id, by="IT lead", on=TODAY),
    ):
        assert after.policy.decisions[clause_id].short == ("parents",), after.policy.decisions[clause_id]


def test_marking_is_one_step_that_can_be_undone(open_session: OpenSession, decided: Draft) -> None:
    session = open_session(decided)
    session.mark("purpose", "former-pupils", short=("pupils",))
    assert session.policy.decisions["purpose"].short == ("pupils",)
    step = session.undo()
    assert step.label == "marked 2 clauses for short versions"
    assert session.draft == decided
    session.redo()
    assert session.policy.decisions["former-pupils"].short == ("pupils",)
    session.mark("purpose", short=("pupils",))
    assert session.undo().label == "marked 2 clauses for short versions", "nothing changed, so there was no step"


def test_marking_is_refused_as_a_whole(open_session: OpenSession, decided: Draft) -> None:
    session = open_session(decided)
    with pytest.raises(Problem, match="class-livestreams is dropped"):
        session.mark("purpose", "class-livestreams", short=("pupils",))
    with pytest.raises(Problem, match="did you mean purpose"):
        session.mark("purpos", short=("pupils",))
    assert session.draft is decided
    with pytest.raises(Refusal, match="read-only"):
        open_session(decided, read_only="no lock").mark("purpose", short=())


def test_taking_in_a_newer_text_keeps_the_school_s_mark_and_takes_the_model_s(
    open_session: OpenSession, library: Library, model: Model, decided: Draft
) -> None:
    from composer.policy.updating import with_text
    from composer.session.update_plan import plan_of

    words = "Another purpose.\n"
    newer = replace(library.clauses["purpose"], body=words, rev=3, short=("parents", "pupils"))
    later = replace(library, clauses={**library.clauses, "purpose": newer})
    own = short.mark(decided, library, "purpose", ("staff",))
    for draft, said in ((decided, ("parents", "pupils")), (own, ("staff",))):
        now = with_text(draft, later, "purpose", words, reason=None, by="IT lead", on=TODAY)
        assert now.policy.mode("purpose") == "as-is"
        assert short.mark_of(now, later, "purpose") == said
    adapted = decisions.adapt(own, library, model, "purpose", "Ours.\n", by="IT lead", on=TODAY, reason="Why.")
    back = with_text(adapted, later, "purpose", words, reason=None, by="IT lead", on=TODAY)
    assert back.policy.mode("purpose") == "as-is"
    assert short.mark_of(back, later, "purpose") == ("staff",)

    from composer.session import Session

    session = Session(decided, replace(later, models={model.id: replace(model, version="2027.1")}), today=TODAY)
    entry = next(each for each in plan_of(session).entries if each.id == "purpose")
    assert any("is now in that for parents and carers, pupils" in note for note in entry.notes), entry.notes


def test_a_mark_in_words() -> None:
    assert short.in_words(()) == "none"
    assert short.in_words(("staff", "parents")) == "staff, parents and carers"
