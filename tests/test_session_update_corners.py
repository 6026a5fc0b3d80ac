"""Corners of taking in a newer model: titles, places, facts, what is clean, and what comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from composer.policy import decisions
from composer.policy.changes import applied, between, clashes
from composer.policy.dictionary import ValueEntry
from composer.policy.library import ModelSection, in_print_order
from composer.session import Session
from composer.session.updating import Update
from composer.store.lock_file import parse_lock, write_lock

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.library import Library, Model
    from composer.policy.policy import Decision, Draft

LATER = date(2027, 11, 22)
WHEN = {"by": "IT lead", "on": date(2026, 11, 22)}


def later(library: Library, model: Model, version: str = "2027.1", **changed: object) -> Library:
    """The library with the next version of its model; clause ids as ``comments_open`` change or (None) remove one."""
    sections = changed.pop("sections", model.sections)
    beside = {key: changed.pop(key) for key in ("facts", "values", "categories") if key in changed}
    clauses = dict(library.clauses)
    for name, how in changed.items():
        clause_id = name.replace("_", "-")
        if how is None:
            del clauses[clause_id]
        else:
            clauses[clause_id] = replace(clauses[clause_id], **how)  # type: ignore[arg-type]
    kept = tuple(replace(each, clauses=tuple(i for i in each.clauses if i in clauses)) for each in sections)  # type: ignore[attr-defined]
    newest = replace(model, version=version, sections=kept)
    return replace(
        library,
        clauses=in_print_order(clauses.values(), beside.get("categories", library.categories)),  # type: ignore[arg-type]
        models={newest.id: newest},
        **beside,  # type: ignore[arg-type]
    )


def opened(draft: Draft, library: Library) -> tuple[Session, Update]:
    session = Session(draft, library, today=LATER, by="Clerk")
    return session, Update(session)


def as_decided(draft: Draft, clause_id: str, **changed: object) -> Draft:
    """The draft as if somebody had written something into one clause of the file by hand."""
    decision: Decision = replace(draft.policy.decisions[clause_id], **changed)  # type: ignore[arg-type]
    return replace(draft, policy=replace(draft.policy, decisions={**draft.policy.decisions, clause_id: decision}))


class TestTitles:
    def test_a_title_alone_gives_no_adapted_words_up(self, decided: Draft, library: Library, model: Model) -> None:
        words = decided.text("celebrating-achievement")
        session, update = opened(decided, later(library, model, celebrating_achievement={"title": "Good news"}))

        assert update.entry("celebrating-achievement").state == "clean"
        update.settle_clean()

        assert session.text("celebrating-achievement") == words
        assert session.state("celebrating-achievement") == "adapted"
        assert session.title("celebrating-achievement") == "Good news"
        assert update.plan.current

    @pytest.mark.parametrize("clause_id", ["celebrating-achievement", "comments-open"])
    def test_what_is_declined_keeps_its_title_and_the_reason(
        self, decided: Draft, library: Library, model: Model, clause_id: str
    ) -> None:
        title, words = decided.title(clause_id), decided.text(clause_id)
        session, update = opened(
            decided, later(library, model, "2027.1", **{clause_id.replace("-", "_"): {"title": "Other"}})
        )

        update.settle(clause_id, "decline", reason="Parents know the old title.")

        assert (session.title(clause_id), session.text(clause_id)) == (title, words)
        assert session.policy.decisions[clause_id].reason == "Parents know the old title."
        assert not update.plan.open

    def test_a_duty_in_a_title_is_called_out(self, decided: Draft, library: Library, model: Model) -> None:
        _, update = opened(decided, later(library, model, purpose={"title": "Staff must not post"}))

        assert update.entry("purpose").obligations == ("the model: rewritten: “Staff must not post”",)
        assert not update.plan.clean

    def test_a_title_of_the_school_s_own_stops_no_other_clause(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        draft = as_decided(decided, "comments-open", title="Replies")
        session, update = opened(draft, later(library, model, comments_open={"body": "We answer soon.\n", "rev": 2}))

        update.settle("comments-open", "take")

        assert (session.title("comments-open"), session.text("comments-open")) == ("Replies", "We answer soon.\n")


class TestCleanOnes:
    def test_an_adapted_clause_without_a_reason_is_left_to_a_person(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        own = as_decided(
            decided, "celebrating-achievement", reason="", text=f"{library.clauses['purpose'].body}Ours.\n"
        )
        library = later(library, model, celebrating_achievement={"title": "Good news"}, facebook={"title": "Meta"})
        session, update = opened(own, library)

        assert [entry.id for entry in update.settle_clean()] == ["facebook"]
        assert session.text("celebrating-achievement").endswith("Ours.\n")

    def test_the_review_of_a_dropped_clause_is_not_put_off(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        draft = as_decided(decided, "class-livestreams", review_by=date(2027, 1, 1))
        session, update = opened(draft, later(library, model, class_livestreams={"title": "Streams"}))

        assert update.settle_clean() == ()
        assert session.policy.decisions["class-livestreams"].review_by == date(2027, 1, 1)


class TestMoves:
    def test_every_new_order_is_reached_and_nothing_is_asked_twice(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        ids = ("purpose", "safeguarding-first", "register-of-accounts", "comments-open", "facebook")
        one = replace(model, sections=(ModelSection("governance", "All", ids),))
        library = replace(library, models={model.id: one})
        begun = decisions.start(decided.policy.profile, one, library)
        for clause_id in ids:
            begun = decisions.pick(begun, library, one, clause_id, **WHEN)  # type: ignore[arg-type]
        for order in permutations(ids):
            session, update = opened(begun, later(library, one, sections=(ModelSection("governance", "All", order),)))
            asked = [entry.id for entry in update.plan.open]
            update.settle_clean()
            assert len(asked) == len(set(asked))
            assert session.policy.sections["governance"] == order
            assert update.plan.current

    def test_sections_too(self, decided: Draft, library: Library, model: Model) -> None:
        for order in permutations(model.sections):
            session, update = opened(decided, later(library, model, sections=order))
            update.settle_clean()
            assert list(session.policy.sections) == [section.id for section in order]
            assert update.plan.current

    def test_a_section_that_changed_places_is_something_to_save(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        first, second, third = model.sections
        library = later(library, model, sections=(second, first, third), purpose={"body": "It must.\n"})
        session, update = opened(decided, library)

        update.settle("section:positive-use", "keep")

        assert session.draft == decided
        assert session.dirty

    def test_keeping_a_place_confirms_no_reason(self, decided: Draft, library: Library, model: Model) -> None:
        clause_id = "celebrating-achievement"
        base = replace(decided.lock.bases[clause_id], reasoned_on="We post good news.\n")
        draft = replace(decided, lock=replace(decided.lock, bases={**decided.lock.bases, clause_id: base}))
        first, second, third = model.sections
        moved = (
            replace(first, clauses=(clause_id, *first.clauses)),
            replace(second, clauses=second.clauses[1:]),
            third,
        )
        _, update = opened(draft, later(library, model, sections=moved))

        update.settle(clause_id, "keep")

        assert [(entry.id, entry.state) for entry in update.plan.open] == [(clause_id, "reason")]


class TestSections:
    def test_a_section_that_the_model_never_had_may_be_headed_anew(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        draft = decisions.pick(decided, library, model, "nursery-devices", **WHEN)  # type: ignore[arg-type]
        categories = {**library.categories, "risk": replace(library.categories["risk"], title="Risks")}
        session, update = opened(draft, later(library, model, categories=categories))

        update.settle("section:risk", "take")

        assert session.lock.heads["risk"].title == "Risks"
        assert update.plan.current

    def test_one_of_an_older_lock_without_an_order_too(self, decided: Draft, library: Library, model: Model) -> None:
        old = replace(decided, lock=replace(decided.lock, order={}, model_title=""))
        first, *rest = model.sections
        session, update = opened(old, later(library, model, sections=(replace(first, title="What it is"), *rest)))

        update.settle("section:governance", "take")

        assert session.lock.order == {section.id: section.clauses for section in model.sections}


class TestPins:
    def fact(self, library: Library, model: Model, **changed: object) -> Library:
        facts = {**library.facts, "facebook-age": replace(library.facts["facebook-age"], value="16")}
        return later(library, model, "2027.1", facts=facts, **changed)

    def test_keeping_our_words_refuses_no_fact(self, decided: Draft, library: Library, model: Model) -> None:
        own = "Nobody under {{fact:facebook-age}} has an account.\n"
        draft = decisions.adapt(decided, library, model, "facebook", own, reason="Shorter.", **WHEN)  # type: ignore[arg-type]
        session, update = opened(draft, self.fact(library, model, facebook={"body": "Ask first.\n", "rev": 2}))

        update.settle("facebook", "keep")

        assert [(entry.id, entry.state) for entry in update.plan.open] == [("facebook", "pins")]
        assert not session.lock.declined
        update.settle("facebook", "take")
        assert session.lock.facts["facebook-age"].value == "16"

    def test_a_clause_of_the_school_s_own_is_told_of_a_fact(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        draft = decisions.retype(
            decided,
            library,
            model,
            "former-pupils",
            "Over {{fact:facebook-age}} only.\n",
            **WHEN,  # type: ignore[arg-type]
        )
        draft = decisions.take_out(draft, "facebook")
        _, update = opened(draft, self.fact(library, model))

        assert [(entry.id, entry.state) for entry in update.plan.open] == [("former-pupils", "pins")]

    def test_an_entry_that_now_follows_another_leaves_a_lock_that_can_be_read(
        self, decided: Draft, library: Library, model: Model, tmp_path: Path
    ) -> None:
        lead = ValueEntry("lead", "Who?", "choice", choices=("A", "B"), default="A")
        dsl = ValueEntry("dsl", "", follows="lead", forms=(("A", "the A lead"), ("B", "the B lead")))
        library = later(library, model, values={**library.values, "dsl": dsl, "lead": lead})
        session, update = opened(decided, library)
        update.settle("purpose", "take")
        answered, asked = opened(
            decisions.set_value(decided, library_of(decided, library, dsl), "dsl", "Ms Z"), library
        )

        assert parse_lock(write_lock(session.lock), tmp_path / "policy.lock") == session.lock
        assert "the A lead" in "".join(clause.text for each in session.document().sections for clause in each.clauses)
        assert not asked.plan.open
        assert answered.policy.values == {"dsl": "Ms Z"}


def library_of(draft: Draft, library: Library, entry: ValueEntry) -> Library:
    """The library before an entry followed another one."""
    return replace(library, values={**library.values, entry.name: replace(entry, follows="", forms=())})


def test_a_clause_withdrawn_a_second_time_is_asked_about_again(decided: Draft, library: Library, model: Model) -> None:
    gone = later(library, model, comments_open=None)
    back = later(library, model, "2028.1", comments_open={"body": "Replies are open.\n", "rev": 2})
    session, update = opened(decided, gone)
    update.settle("comments-open", "keep")
    session, update = opened(session.draft, back)
    update.settle("comments-open", "take")

    _, update = opened(
        session.draft, replace(gone, models={model.id: replace(gone.models[model.id], version="2029.1")})
    )

    assert [(entry.id, entry.state) for entry in update.plan.open] == [("comments-open", "withdrawn")]


def test_two_people_one_of_whom_updates(decided: Draft, library: Library, model: Model) -> None:
    library = later(library, model, purpose={"body": "We post good news.\n", "rev": 3}, facebook={"title": "Meta"})
    mine, update = opened(decided, library)
    update.settle("purpose", "take")
    other, _ = opened(decided, library)
    other.drop("comments-open", "Nobody writes.")
    same, _ = opened(decided, library)
    same.adapt("purpose", "Our own purpose.\n", "Shorter.")
    changed = between(decided, mine.draft)

    assert clashes(changed, between(decided, other.draft)) == ()
    joined = applied(changed, other.draft)
    assert (joined.text("purpose"), joined.policy.mode("comments-open")) == ("We post good news.\n", "dropped")
    assert clashes(changed, between(decided, same.draft)) == ("the clause purpose",)
