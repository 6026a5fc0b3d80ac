"""Taking in a newer model: what is told of each clause, and what each choice does to policy and lock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import text as prose
from composer.policy import decisions
from composer.policy.changes import applied, between
from composer.policy.library import ModelSection, in_print_order
from composer.policy.problems import Problem, Refusal
from composer.session import Session
from composer.session.update_states import CHOICES, STATE_SIGNS, STATE_WORDS, STATES
from composer.session.updating import Update
from composer.store.lock_file import parse_lock, write_lock
from composer.store.unsaved import from_json, to_json
from composer.text import word_count

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.clause import Clause
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft
    from composer.session.update_states import Choice

LATER = date(2027, 11, 22)

LONG = (
    "Staff may post good news about the school on any working day.\n"
    "Pictures are looked at by a second person before they are published.\n"
    "Comments are answered within two working days.\n"
)


def newer(
    library: Library,
    model: Model,
    *,
    bodies: dict[str, str] | None = None,
    gone: tuple[str, ...] = (),
    added: tuple[Clause, ...] = (),
    sections: tuple[ModelSection, ...] | None = None,
    **changes: Any,
) -> Library:
    """The library a year later: other words for some clauses, some gone, some new, another order."""
    clauses = {
        key: replace(clause, body=(bodies or {}).get(key, clause.body), rev=clause.rev + (key in (bodies or {})))
        for key, clause in library.clauses.items()
        if key not in gone
    }
    clauses.update({clause.id: clause for clause in added})
    kept = sections or tuple(
        replace(section, clauses=tuple(i for i in section.clauses if i not in gone)) for section in model.sections
    )
    later = replace(model, version="2027.1", sections=kept)
    return replace(
        library, clauses=in_print_order(clauses.values(), library.categories), models={model.id: later}, **changes
    )


def opened(draft: Draft, library: Library) -> tuple[Session, Update]:
    session = Session(draft, library, today=LATER, by="Clerk")
    return session, Update(session)


@pytest.fixture(scope="module")
def long(library: Library) -> Library:
    """The small library with three sentences in two of its clauses."""
    bodies = {"purpose": LONG, "celebrating-achievement": LONG, "comments-open": LONG, "class-livestreams": LONG}
    clauses = {key: replace(each, body=bodies.get(key, each.body)) for key, each in library.clauses.items()}
    return replace(library, clauses=clauses)


@pytest.fixture(scope="module")
def school(long: Library, model: Model, new_draft: Draft) -> Draft:
    """Two clauses as they are, two adapted, one dropped, one of its own, the rest undecided."""
    when = {"by": "IT lead", "on": date(2026, 11, 22)}
    draft = decisions.start(new_draft.policy.profile, model, long)
    for clause_id in ("purpose", "facebook"):
        draft = decisions.pick(draft, long, model, clause_id, **when)  # type: ignore[arg-type]
    for clause_id in ("celebrating-achievement", "comments-open"):
        own = LONG.replace("a second person", "the head's assistant")
        draft = decisions.adapt(draft, long, model, clause_id, own, reason="She knows the families.", **when)  # type: ignore[arg-type]
    draft = decisions.drop(draft, long, model, "class-livestreams", "We never livestream.", **when)  # type: ignore[arg-type]
    return decisions.add_local(
        draft, long, model, "former-pupils",
        title="Former pupils", section="positive-use", text="They have a group.\n", **when,  # type: ignore[arg-type]
    )  # fmt: skip


class TestStates:
    def test_every_state_has_words_and_a_sign_of_its_own(self) -> None:
        assert set(STATE_WORDS) == set(STATE_SIGNS) == {*STATES, "rewritten"}
        assert len(set(STATE_SIGNS.values())) == len(STATE_SIGNS)

    def test_nothing_is_new_under_the_same_library(self, school: Draft, long: Library) -> None:
        session, update = opened(school, long)

        assert {entry.state for entry in update.plan.entries} == {"nothing-new"}
        assert {entry.id for entry in update.plan.entries} == {c.id for c in session.outline_clauses()}
        assert update.plan.current
        assert not update.plan.open
        assert update.plan.counts["nothing-new"] == len(update.plan.entries)

    @pytest.mark.parametrize(
        ("clause_id", "body", "state", "clean"),
        [
            ("purpose", LONG.replace("good news", "happy news"), "take-theirs", True),
            ("purpose", LONG.replace("Staff may", "Staff must"), "take-theirs", False),
            ("purpose", LONG.replace("published.\n", "published. "), "layout", True),
            ("comments-open", LONG.replace("good news", "happy news"), "clean", True),
            ("comments-open", LONG.replace("two working", "five working"), "clean", False),
            ("comments-open", LONG.replace("a second person", "the head's assistant"), "already-same", True),
            ("comments-open", LONG.replace("published.\n", "published. "), "layout", True),
            ("comments-open", LONG.replace("are published", "go out"), "suggestion", False),
            ("comments-open", LONG.replace("a second person", "a governor"), "conflict", False),
            ("class-livestreams", LONG + "A guest is told.\n", "dropped", False),
            ("class-livestreams", LONG.replace("\n", " ", 1), "layout", True),
        ],
    )
    def test_the_state_of_a_clause_whose_words_changed(
        self, school: Draft, long: Library, model: Model, clause_id: str, body: str, state: str, *, clean: bool
    ) -> None:
        _, update = opened(school, newer(long, model, bodies={clause_id: body}))

        entry = update.entry(clause_id)
        assert (entry.state, entry.clean) == (state, clean)
        assert [each.id for each in update.plan.open] == [clause_id]
        assert entry.base == LONG
        assert entry.theirs == body
        assert not update.plan.current

    def test_a_suggestion_joins_the_words_of_both(self, school: Draft, long: Library, model: Model) -> None:
        body = LONG.replace("are published", "go out")
        _, update = opened(school, newer(long, model, bodies={"comments-open": body}))

        assert "looked at by the head's assistant before they go out." in update.entry("comments-open").proposal

    def test_a_clause_rewritten_under_the_same_revision_says_so(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        library = newer(long, model)
        purpose = replace(library.clauses["purpose"], body=LONG.replace("good news", "happy news"))
        library = replace(library, clauses={**library.clauses, "purpose": purpose})
        _, update = opened(school, library)

        entry = update.entry("purpose")
        assert (entry.state, entry.also, entry.clean) == ("take-theirs", ("rewritten",), False)
        assert "Rev 2 was rewritten in place" in entry.notes[0]
        assert update.plan.counts["rewritten"] == 1
        assert [each.id for each in update.plan.of_state("rewritten")] == ["purpose"]

    def test_what_left_the_library_and_what_left_the_model_only(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        sections = tuple(
            replace(each, clauses=tuple(i for i in each.clauses if i not in {"comments-open", "facebook"}))
            for each in model.sections
        )
        later = newer(long, model, gone=("facebook",), sections=sections)
        _, update = opened(school, later)

        assert [(entry.id, entry.state) for entry in update.plan.open] == [
            ("comments-open", "withdrawn"),
            ("facebook", "withdrawn"),
        ]
        assert "the library still does" in update.entry("comments-open").notes[0]
        assert "the library has it no more" in update.entry("facebook").notes[0]
        assert not update.plan.clean

    def test_a_new_clause_that_excludes_one_in_use(self, school: Draft, long: Library, model: Model) -> None:
        sections = tuple(
            replace(each, clauses=tuple("comments-closed" if i == "comments-open" else i for i in each.clauses))
            for each in model.sections
        )
        _, update = opened(school, newer(long, model, sections=sections))

        assert update.entry("comments-closed").state == "new"
        assert "“Comments are open”, which it excludes" in update.entry("comments-closed").notes[0]
        assert any("now has “Comments are closed” instead" in said for said in update.entry("comments-open").notes)

    def test_alternatives_that_came_and_went(self, school: Draft, long: Library, model: Model) -> None:
        clauses = dict(long.clauses)
        clauses["comments-closed"] = replace(clauses["comments-closed"], instead_of=("purpose",), clashes=())
        _, update = opened(school, replace(newer(long, model), clauses=clauses))

        assert [(entry.id, entry.state, entry.clean) for entry in update.plan.open] == [
            ("purpose", "alternatives", False),
            ("comments-open", "alternatives", False),
        ]
        assert update.entry("purpose").notes == ("“Comments are closed” is a new alternative to this clause.",)
        assert update.entry("comments-open").notes == ("“Comments are closed” is no alternative now.",)

    def test_a_fact_that_changed_is_told_with_its_number(self, school: Draft, long: Library, model: Model) -> None:
        facts = {**long.facts, "facebook-age": replace(long.facts["facebook-age"], value="16")}
        _, update = opened(school, newer(long, model, facts=facts))

        entry = update.entry("facebook")
        assert (entry.state, entry.pins, entry.clean) == ("pins", ("fact:facebook-age",), False)
        assert entry.notes == ("The fact facebook-age was “13” and is now “16”.",)
        assert entry.obligations == ("facebook-age: another number, period, duty or role",)

    def test_an_entry_of_the_dictionary_counts_only_where_it_prints_otherwise(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        values = {**library.values, "dsl": replace(library.values["dsl"], default="the safeguarding team")}
        later = newer(library, model, values=values)
        answered = decisions.set_value(decided, library, "dsl", "Mrs Lowe")

        assert opened(answered, later)[1].plan.open == ()
        entry = opened(decided, later)[1].entry("purpose")
        assert entry.state == "pins"
        assert "was “the Designated Safeguarding Lead” and is now “the safeguarding team”" in entry.notes[0]

    def test_a_clause_that_the_model_moved(self, school: Draft, long: Library, model: Model) -> None:
        first, second, third = model.sections
        moved = (
            replace(first, clauses=(*first.clauses, "comments-open")),
            replace(second, clauses=tuple(i for i in second.clauses if i != "comments-open")),
            third,
        )
        _, update = opened(school, newer(long, model, sections=moved))

        entry = update.entry("comments-open")
        assert (entry.state, entry.clean) == ("moved", True)
        assert "after “Safeguarding comes first” in “About this policy”; it was in “Using it well”" in entry.notes[0]
        assert [each.id for each in update.plan.open] == ["comments-open"]

    def test_sections_that_change_places_move_no_clause(self, school: Draft, long: Library, model: Model) -> None:
        first, second, third = model.sections
        library = newer(long, model, sections=(second, first, third))
        following, follow = opened(school, library)
        staying, stay = opened(school, library)

        entry = follow.entry("section:positive-use")
        assert [(each.id, each.state) for each in follow.plan.open] == [("section:positive-use", "moved")]
        assert entry.notes == ("The model has this section elsewhere now: first.",)
        assert entry.clean
        follow.settle(entry.id, "take")
        stay.settle(entry.id, "keep")
        assert list(following.policy.sections) == ["positive-use", "governance", "platform-appendices"]
        assert list(staying.policy.sections) == list(school.policy.sections)
        assert follow.plan.open == stay.plan.open == ()

    def test_a_section_headed_anew(self, school: Draft, long: Library, model: Model) -> None:
        first, *rest = model.sections
        library = newer(long, model, sections=(replace(first, title="What this is"), *rest))
        session, update = opened(school, library)

        assert [entry.id for entry in update.plan.open] == ["section:governance"]
        update.settle("section:governance", "take")
        assert session.lock.heads["governance"].title == "What this is"
        assert update.plan.current

    def test_a_fact_in_an_introduction_is_told_with_its_section(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        facts = {**long.facts, "kcsie-edition": replace(long.facts["kcsie-edition"], value="the 2027 edition")}
        library = newer(long, model, facts=facts)
        taking, take = opened(school, library)
        keeping, keep = opened(school, library)

        entry = take.entry("section:governance")
        assert (entry.state, entry.pins, entry.clean) == ("pins", ("fact:kcsie-edition",), False)
        assert "is now “the 2027 edition”" in entry.notes[0]
        take.settle(entry.id, "take")
        keep.settle(entry.id, "keep")
        assert taking.lock.facts["kcsie-edition"].value == "the 2027 edition"
        assert keeping.lock.facts == school.lock.facts
        assert take.plan.open == keep.plan.open == ()

    def test_a_title_and_a_freedom_that_changed(self, school: Draft, long: Library, model: Model) -> None:
        library = newer(long, model)
        clauses = {
            **library.clauses,
            "purpose": replace(library.clauses["purpose"], title="What it is for"),
            "facebook": replace(library.clauses["facebook"], freedom="statutory"),
        }
        session, update = opened(school, replace(library, clauses=clauses))

        assert update.entry("purpose").clean
        assert update.entry("purpose").notes == ("The title was “Purpose” and is now “What it is for”.",)
        assert not update.entry("facebook").clean
        assert "take advice before changing it" in update.entry("facebook").notes[0]
        update.settle("purpose", "take")
        assert session.title("purpose") == "What it is for"

    def test_an_older_lock_without_an_order_still_compares_the_words(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        bases = {key: replace(base, rivals=None) for key, base in school.lock.bases.items()}
        old = replace(school, lock=replace(school.lock, order={}, model_title="", bases=bases))
        body = LONG.replace("good news", "happy news")
        _, update = opened(old, newer(long, model, bodies={"purpose": body}))

        assert [(entry.id, entry.state) for entry in update.plan.open] == [("purpose", "take-theirs")]


class TestObligations:
    def test_a_duty_is_called_out_in_words_with_whose_it_is(self, school: Draft, long: Library, model: Model) -> None:
        _, update = opened(school, newer(long, model, bodies={"comments-open": LONG.replace("may", "must not")}))

        assert update.entry("comments-open").obligations == (
            f"the model: was “may”, is now “must not”, in “{LONG.splitlines()[0].replace('may', 'must not')}”",
        )

    def test_the_school_s_own_counts_too(self, long: Library, model: Model, school: Draft) -> None:
        own = LONG.replace("Staff may", "Staff must")
        draft = decisions.adapt(
            school, long, model, "comments-open", own, by="IT lead", on=LATER, reason="We are strict."
        )
        _, update = opened(draft, newer(long, model, bodies={"comments-open": LONG.replace("answered", "replied to")}))

        entry = update.entry("comments-open")
        assert entry.state == "clean"
        assert entry.obligations == (
            "the school: was “may”, is now “must”, in “Staff must post good news about the school on any working day.”",
        )
        assert not entry.clean

    def test_a_whole_new_sentence_is_quoted_not_counted(self, school: Draft, long: Library, model: Model) -> None:
        body = LONG + "Nobody must ever reply late, and no one may reply twice.\n"
        _, update = opened(school, newer(long, model, bodies={"purpose": body}))

        assert update.entry("purpose").obligations == (
            "the model: new: “Nobody must ever reply late, and no one may reply twice.”",
        )

    def test_every_clean_one_takes_none_of_them(self, school: Draft, long: Library, model: Model) -> None:
        bodies = {
            "purpose": LONG.replace("good news", "happy news"),
            "comments-open": LONG.replace("two working", "five working"),
            "celebrating-achievement": LONG.replace("good news", "happy news"),
        }
        session, update = opened(school, newer(long, model, bodies=bodies))

        taken = update.settle_clean()

        assert {entry.id for entry in taken} == {"purpose", "celebrating-achievement"}
        assert "five" not in session.text("comments-open")
        assert session.text("purpose") == bodies["purpose"]
        assert "happy news" in session.text("celebrating-achievement")
        assert "the head's assistant" in session.text("celebrating-achievement")
        assert [(each.id, each.state) for each in update.plan.open] == [
            ("celebrating-achievement", "reason"),
            ("comments-open", "clean"),
        ]
        session.undo()
        assert session.draft == school


class TestReasons:
    BODY = LONG + "A guest is told beforehand.\n"

    def test_the_reason_of_a_dropped_clause_is_put_again(self, school: Draft, long: Library, model: Model) -> None:
        session, update = opened(school, newer(long, model, bodies={"class-livestreams": self.BODY}))

        assert update.entry("class-livestreams").question == (
            "You dropped this because “We never livestream”. The clause now also covers: “A guest is told "
            "beforehand.” Does the reason still hold?"
        )
        update.settle("class-livestreams", "keep")
        assert session.policy.decisions["class-livestreams"].reason == "We never livestream."
        assert session.state("class-livestreams") == "dropped"
        assert not update.plan.open

    def test_a_merge_leaves_the_reason_to_confirm_until_somebody_does(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        library = newer(long, model, bodies={"comments-open": self.BODY})
        session, update = opened(school, library)

        update.settle("comments-open", "accept")
        entry = update.entry("comments-open")
        assert (entry.state, update.plan.current) == ("reason", True)
        assert "A guest is told beforehand." in entry.question

        again = Update(Session(session.draft, library, today=LATER, by="Clerk"))
        again.settle("comments-open", "keep")
        assert not again.plan.open

    def test_a_reason_given_with_the_merge_is_confirmed(self, school: Draft, long: Library, model: Model) -> None:
        session, update = opened(school, newer(long, model, bodies={"comments-open": self.BODY}))

        update.settle("comments-open", "accept", reason="She still knows the families.")

        assert not update.plan.open
        assert session.policy.decisions["comments-open"].reason == "She still knows the families."
        assert session.policy.decisions["comments-open"].decided_by == "Clerk"

    @pytest.mark.parametrize("how", ["another reason", "the model's words"])
    def test_a_reason_to_confirm_is_settled_outside_the_update_too(
        self, school: Draft, long: Library, model: Model, how: str
    ) -> None:
        session, update = opened(school, newer(long, model, bodies={"comments-open": self.BODY}))
        update.settle("comments-open", "accept")

        if how == "another reason":
            session.give_reason("comments-open", "She has done it for years.")
        else:
            session.restore("comments-open")
            session.adapt("comments-open", "Our own words.\n", "Shorter.")

        assert not update.plan.open

    def test_a_review_date_that_has_passed(self, school: Draft, long: Library) -> None:
        decision = replace(school.policy.decisions["comments-open"], review_by=date(2027, 2, 28))
        policy = replace(school.policy, decisions={**school.policy.decisions, "comments-open": decision})
        session, update = opened(replace(school, policy=policy), long)

        entry = update.entry("comments-open")
        assert (entry.state, entry.review_by) == ("review", date(2027, 2, 28))
        assert "by 28 February 2027; if the reason holds, that is the next 28 February." in entry.notes[-1]
        update.settle("comments-open", "keep")
        assert session.policy.decisions["comments-open"].review_by == date(2028, 2, 28)
        assert not update.plan.open

    def test_a_leap_day_comes_round_as_the_28th(self, school: Draft, long: Library) -> None:
        decision = replace(school.policy.decisions["comments-open"], review_by=date(2024, 2, 29))
        policy = replace(school.policy, decisions={**school.policy.decisions, "comments-open": decision})
        session, update = opened(replace(school, policy=policy), long)

        update.settle("comments-open", "keep")

        assert session.policy.decisions["comments-open"].review_by == date(2028, 2, 28)

    def test_a_deviation_may_be_given_up(self, school: Draft, long: Library) -> None:
        decision = replace(school.policy.decisions["class-livestreams"], review_by=date(2027, 1, 1))
        policy = replace(school.policy, decisions={**school.policy.decisions, "class-livestreams": decision})
        session, update = opened(replace(school, policy=policy), long)

        update.settle("class-livestreams", "take")

        assert session.state("class-livestreams") == "as-is"
        assert not update.plan.open


class TestChoices:
    @pytest.fixture
    def conflict(self, school: Draft, long: Library, model: Model) -> tuple[Session, Update]:
        return opened(
            school, newer(long, model, bodies={"comments-open": LONG.replace("a second person", "a governor")})
        )

    def test_keep_is_the_first_and_leaves_our_words(self, conflict: tuple[Session, Update]) -> None:
        session, update = conflict
        before = session.text("comments-open")

        assert CHOICES[0] == "keep"
        update.settle("comments-open", "keep")

        assert session.text("comments-open") == before
        assert session.base_text("comments-open") == LONG.replace("a second person", "a governor")
        assert update.plan.current
        assert session.lock.model_version == "2027.1"

    def test_take_gives_our_words_up(self, conflict: tuple[Session, Update]) -> None:
        session, update = conflict
        update.settle("comments-open", "take")

        assert (session.state("comments-open"), session.text("comments-open")) == (
            "as-is",
            LONG.replace("a second person", "a governor"),
        )

    def test_edit_takes_what_was_written(self, conflict: tuple[Session, Update]) -> None:
        session, update = conflict
        update.settle("comments-open", "edit", text="Two people look at each picture.\n", reason="Two are enough.")

        assert session.text("comments-open") == "Two people look at each picture.\n"
        assert session.policy.decisions["comments-open"].reason == "Two are enough."
        assert not update.plan.open

    def test_editing_back_to_the_model_s_words_is_no_deviation(self, conflict: tuple[Session, Update]) -> None:
        session, update = conflict
        update.settle("comments-open", "edit", text=update.entry("comments-open").theirs)

        assert session.state("comments-open") == "as-is"

    def test_decline_needs_a_reason_and_is_asked_again_only_when_the_model_changes_again(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        later = newer(long, model, bodies={"purpose": LONG.replace("good news", "happy news")})
        session, update = opened(school, later)
        with pytest.raises(Refusal, match="needs a reason"):
            update.settle("purpose", "decline")
        update.settle("purpose", "decline", reason="Good news is what we say.")

        assert (session.state("purpose"), session.text("purpose")) == ("adapted", LONG)
        assert session.policy.decisions["purpose"].reason == "Good news is what we say."
        assert Update(Session(session.draft, later, today=LATER)).plan.open == ()
        again = newer(later, later.models[model.id], bodies={"purpose": LONG.replace("good news", "glad news")})
        assert [entry.id for entry in Update(Session(session.draft, again, today=LATER)).plan.open] == ["purpose"]

    def test_a_declined_clause_whose_lock_was_never_saved_is_not_taken_among_the_clean_ones(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        later = newer(long, model, bodies={"purpose": f"{LONG}The garden is full of birds.\n"})
        session, update = opened(school, later)
        assert update.entry("purpose").clean
        update.settle("purpose", "decline", reason="We have no garden.")
        session, update = opened(replace(session.draft, lock=school.lock), later)

        update.settle_clean()
        assert (session.state("purpose"), session.text("purpose")) == ("adapted", LONG)
        assert session.policy.decisions["purpose"].reason == "We have no garden."

    def test_keeping_words_we_never_changed_needs_a_reason(self, school: Draft, long: Library, model: Model) -> None:
        session, update = opened(school, newer(long, model, bodies={"purpose": LONG.replace("good", "happy")}))

        with pytest.raises(Refusal, match="without a reason"):
            update.settle("purpose", "keep")
        assert session.draft is school

    def test_a_choice_that_is_not_offered_names_those_that_are(self, conflict: tuple[Session, Update]) -> None:
        session, update = conflict
        with pytest.raises(Refusal, match="keep / take / edit / decline"):
            update.settle("comments-open", "accept")
        with pytest.raises(Refusal, match="nothing to settle about “Purpose”"):
            update.settle("purpose", "take")
        with pytest.raises(Problem, match="did you mean comments-open"):
            update.settle("comment-open", "take")
        assert not session.dirty

    def test_a_new_clause_edited_to_the_model_s_own_words_is_taken_as_it_is(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        first, *rest = model.sections
        library = newer(long, model, sections=(replace(first, clauses=("having-a-say", *first.clauses)), *rest))
        session, update = opened(school, library)

        update.settle("having-a-say", "edit", text=update.entry("having-a-say").theirs)

        assert session.state("having-a-say") == "as-is"

    @pytest.mark.parametrize(
        ("choice", "state", "in_outline"),
        [("take", "as-is", True), ("keep", "undecided", True), ("decline", "dropped", True)],
    )
    def test_a_new_clause(
        self, school: Draft, long: Library, model: Model, choice: Choice, state: str, *, in_outline: bool
    ) -> None:
        first, *rest = model.sections
        library = newer(long, model, sections=(replace(first, clauses=("having-a-say", *first.clauses)), *rest))
        session, update = opened(school, library)
        assert session.state("having-a-say") == "available"
        assert update.entry("having-a-say").state == "new"

        update.settle("having-a-say", choice, reason="We ask twice a year." if choice == "decline" else None)

        assert session.state("having-a-say") == state
        assert ("having-a-say" in {clause.id for clause in session.outline_clauses()}) is in_outline
        assert session.outline_clauses()[0].id == "having-a-say"
        assert not update.plan.open
        assert update.plan.current

    def test_a_withdrawn_clause_kept_is_not_asked_about_again(self, school: Draft, long: Library, model: Model) -> None:
        library = newer(long, model, gone=("comments-open",))
        session, update = opened(school, library)
        words = session.text("comments-open")

        update.settle("comments-open", "keep")

        assert session.text("comments-open") == words
        assert session.state("comments-open") == "adapted"
        assert Update(Session(session.draft, library, today=LATER)).plan.open == ()
        assert {entry.id: entry.kind for entry in session.comparison().entries}["comments-open"] == "added"

    def test_a_withdrawn_clause_let_go_keeps_words_of_our_own(self, school: Draft, long: Library, model: Model) -> None:
        session, update = opened(school, newer(long, model, gone=("comments-open", "purpose")))
        words = session.text("comments-open")

        update.settle("comments-open", "take")
        update.settle("purpose", "take")

        assert session.state("comments-open") == "dropped"
        assert session.policy.decisions["comments-open"].text == words
        assert session.policy.decisions["comments-open"].reason == "The model has it no more."
        assert "purpose" not in session.policy.decisions
        assert not update.plan.open

    def test_a_clause_let_go_that_is_back_is_asked_about(self, school: Draft, long: Library, model: Model) -> None:
        gone = newer(long, model, gone=("comments-open",))
        session, update = opened(school, gone)
        update.settle("comments-open", "take")
        back, again = opened(session.draft, newer(long, model))

        assert again.entry("comments-open").state == "dropped"
        again.settle("comments-open", "keep")
        assert again.plan.open == ()
        assert back.state("comments-open") == "dropped"

    def test_what_was_typed_and_cleared_elsewhere_is_settled_first(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        session, update = opened(school, newer(long, model, bodies={"purpose": LONG.replace("good", "happy")}))
        session.edit("comments-open", "")

        update.settle("purpose", "take")

        assert session.text("comments-open") == school.text("comments-open")

    def test_a_fact_taken_and_a_fact_refused(self, school: Draft, long: Library, model: Model) -> None:
        facts = {**long.facts, "facebook-age": replace(long.facts["facebook-age"], value="16")}
        library = newer(long, model, facts=facts)
        taking, take = opened(school, library)
        take.settle("facebook", "take")
        keeping, keep = opened(school, library)
        keep.settle("facebook", "keep")

        assert taking.lock.facts["facebook-age"].value == "16"
        assert keeping.lock.facts["facebook-age"].value == "13"
        assert take.plan.open == keep.plan.open == ()
        facts = {**long.facts, "facebook-age": replace(long.facts["facebook-age"], value="18")}
        again = replace(library, facts=facts)
        assert [each.id for each in Update(Session(keeping.draft, again, today=LATER)).plan.open] == ["facebook"]

    def test_a_moved_clause_follows_or_stays(self, school: Draft, long: Library, model: Model) -> None:
        first, second, third = model.sections
        sections = (
            replace(first, clauses=("comments-open", *first.clauses)),
            replace(second, clauses=tuple(i for i in second.clauses if i != "comments-open")),
            third,
        )
        library = newer(long, model, sections=sections)
        following, follow = opened(school, library)
        follow.settle("comments-open", "take")
        staying, stay = opened(school, library)
        stay.settle("comments-open", "keep")

        assert following.policy.sections["governance"] == ("comments-open", "purpose")
        assert staying.policy.sections == school.policy.sections
        assert follow.plan.open == stay.plan.open == ()
        told = {entry.id: entry.moved for entry in staying.comparison().entries}
        assert told["comments-open"]
        assert not {entry.id for entry in following.comparison().entries if entry.moved}

    def test_half_way_keeps_what_was_settled_and_changes_nothing_else(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        bodies = {key: LONG.replace("a second person", "a governor") for key in ("purpose", "comments-open")}
        session, update = opened(school, newer(long, model, bodies=bodies))

        update.settle("purpose", "take")

        changed = between(school, session.draft)
        assert set(changed.decisions) | set(changed.bases) == {"purpose"}
        assert (changed.sections, changed.heads, changed.values, changed.taken) == ({}, {}, {}, None)
        assert session.lock.model_version == school.lock.model_version
        assert [entry.id for entry in update.plan.open] == ["comments-open"]

    def test_the_policy_reads_as_before_until_something_is_settled(
        self, school: Draft, long: Library, model: Model
    ) -> None:
        first, *rest = model.sections
        library = newer(
            long,
            model,
            bodies={"purpose": LONG.upper()},
            gone=("comments-open",),
            sections=(
                replace(first, title="Other", clauses=("having-a-say", *first.clauses)),
                *rest[1:],
            ),
        )
        before, _ = opened(school, long)
        after, _ = opened(school, library)

        assert after.document() == before.document()
        assert after.counts() == before.counts()

    def test_a_read_only_policy_is_left_alone(self, school: Draft, long: Library, model: Model) -> None:
        library = newer(long, model, bodies={"purpose": LONG.replace("good", "happy")})
        session = Session(school, library, today=LATER, read_only="the lock is missing")

        with pytest.raises(Refusal, match="read-only"):
            Update(session).settle("purpose", "take")


def test_what_was_settled_survives_the_journal_and_the_lock_s_file(
    school: Draft, long: Library, model: Model, tmp_path: Path
) -> None:
    facts = {**long.facts, "facebook-age": replace(long.facts["facebook-age"], value="16")}
    library = newer(long, model, bodies={"comments-open": LONG + "One more.\n"}, gone=("purpose",), facts=facts)
    session, update = opened(school, library)
    update.settle("comments-open", "accept")
    update.settle("purpose", "keep")
    update.settle("facebook", "keep")

    kept = from_json(to_json(between(school, session.draft)))
    assert applied(kept, school) == session.draft
    assert list(applied(kept, school).lock.order) == list(session.lock.order)
    lock = parse_lock(write_lock(session.lock), tmp_path / "policy.lock")
    assert lock == session.lock
    assert list(lock.order) == list(session.lock.order)
    assert lock.bases["comments-open"].reasoned_on == LONG
    assert set(lock.declined) == {"clause:purpose", "fact:facebook-age"}


# -- no word is lost ---------------------------------------------------------------------------------------

SENTENCES = (
    "We post on Mondays.", "Staff may reply at once.", "Nobody must share a password.", "A parent can ask us to stop.",
    "Pictures are kept for one year.", "The head reads all of it.", "- a picture of a cake", "- a song for the choir",
)  # fmt: skip
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map(lambda said: "\n".join(said) + "\n")


@given(
    ours=st.dictionaries(st.sampled_from(("purpose", "comments-open", "facebook")), texts, max_size=3),
    theirs=st.dictionaries(st.sampled_from(("purpose", "comments-open", "facebook", "class-livestreams")), texts),
    choices=st.lists(st.sampled_from(CHOICES), min_size=12, max_size=12),
)
def test_whatever_is_chosen_no_word_of_the_school_goes_unasked(
    library: Library, model: Model, decided: Draft, ours: dict[str, str], theirs: dict[str, str], choices: list[Choice]
) -> None:
    draft = decided
    for clause_id, text in ours.items():
        draft = decisions.adapt(draft, library, model, clause_id, text, by="IT lead", on=LATER, reason="Our own words.")
    session, update = opened(draft, newer(library, model, bodies=theirs))
    untouched = {entry.id for entry in update.plan.entries if not entry.open}
    before = {clause_id: session.text(clause_id) for clause_id in draft.policy.decisions}

    for choice in choices:
        waiting = [entry for entry in update.plan.open if choice in entry.offers]
        if not waiting:
            continue
        entry = waiting[0]
        words = session.text(entry.id)
        update.settle(entry.id, choice, text=entry.proposal, reason="A reason." if choice == "decline" else None)
        after = session.text(entry.id)
        if choice in {"keep", "decline"} and entry.mode != "dropped":
            assert after == words
        if choice == "accept":
            assert prose.sense_form(after) == prose.sense_form(entry.proposal)
        if choice == "take":
            assert after == entry.theirs
    for clause_id in untouched & before.keys():
        assert session.text(clause_id) == before[clause_id]
    assert set(session.policy.decisions) == set(draft.policy.decisions)
    assert all(base.exact == prose.exact_digest(base.text) for base in session.lock.bases.values())
    while session.draft is not draft:
        session.undo()
    assert session.draft == draft


def test_words_are_counted_the_same_after_a_plan_is_read(school: Draft, long: Library, model: Model) -> None:
    session, update = opened(school, newer(long, model, bodies={"purpose": LONG + "More.\n"}))
    before = sum(word_count(session.text(clause.id)) for clause in session.outline_clauses())

    assert update.plan is update.plan

    assert not session.dirty
    assert sum(word_count(session.text(clause.id)) for clause in session.outline_clauses()) == before
