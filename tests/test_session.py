"""One open policy: decisions, editing, reasons, comparison, saving."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.compare import deviations
from composer.policy.problems import Problem, Refusal
from composer.session import Session, counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft
    from tests.conftest import OpenSession

WORDS = "Our own words.\n"


@pytest.fixture
def busy(open_session: OpenSession, decided: Draft) -> Session:
    """A policy with every kind of decision, open."""
    return open_session(decided)


class TestStates:
    def test_every_state(self, busy: Session) -> None:
        assert {i: busy.state(i) for i in ("purpose", "celebrating-achievement", "class-livestreams")} == {
            "purpose": "as-is",
            "celebrating-achievement": "adapted",
            "class-livestreams": "dropped",
        }
        assert busy.state("former-pupils") == "local"
        assert busy.state("other-services") == "undecided"
        assert busy.state("comments-closed") == "available"

    def test_counts_leave_out_what_is_only_available(self, busy: Session) -> None:
        assert busy.counts() == {"as-is": 5, "adapted": 1, "dropped": 1, "added": 1, "undecided": 1}
        assert counts(()) == {"as-is": 0, "adapted": 0, "dropped": 0, "added": 0, "undecided": 0}

    def test_counts_are_those_of_the_comparison(self, busy: Session) -> None:
        busy.pick("comments-closed", "nursery-devices")
        busy.adapt("having-a-say", "We ask parents and staff.\n", "Staff too.")
        compared = deviations.counts(busy.comparison())

        assert busy.counts() == {kind: number for kind, number in compared.items() if kind != "moved"}
        assert busy.counts() == {"as-is": 5, "adapted": 1, "dropped": 1, "added": 4, "undecided": 1}

    def test_texts_of_decided_undecided_and_unknown_clauses(self, busy: Session, library: Library) -> None:
        assert busy.text("celebrating-achievement") == "We post good news on {{channels}} every Friday.\n"
        assert busy.base_text("celebrating-achievement") == library.clauses["celebrating-achievement"].body
        assert busy.text("other-services") == busy.base_text("other-services") == "Ask {{dsl}} first.\n"
        assert busy.base_text("former-pupils") == ""
        assert (busy.text("nobody"), busy.base_text("nobody"), busy.title("nobody")) == ("", "", "nobody")
        assert busy.title("former-pupils") == "Former pupils' group"
        assert busy.title("comments-closed") == "Comments are closed"

    def test_a_base_left_over_in_the_lock_is_no_base(self, open_session: OpenSession, decided: Draft) -> None:
        old = replace(decided.lock.bases["purpose"], text="Old.\n", exact="sha256:0")
        lock = replace(decided.lock, bases={**decided.lock.bases, "other-services": old})
        session = open_session(replace(decided, lock=lock))

        assert session.base_text("other-services") == session.text("other-services")
        assert session.moved_on("other-services") == ""
        assert not session.diff("other-services").changed

    def test_an_unknown_model_names_the_nearest(self, open_session: OpenSession, decided: Draft) -> None:
        with pytest.raises(Problem, match=r"there is no model 'county-modell'; did you mean county-model\?"):
            open_session(replace(decided, policy=replace(decided.policy, model="county-modell")))

    def test_the_models_own_words_are_in_place(self, library: Library, model: Model, new_draft: Draft) -> None:
        ours = replace(library.clauses["purpose"], body="The county's own.\n")
        laid = replace(library, models={model.id: replace(model, overlay={"purpose": ours})})

        assert Session(new_draft, laid, today=date(2026, 1, 1)).text("purpose") == "The county's own.\n"


class TestMovedOn:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"body": "New.\n", "rev": 3}, "rev 2 here, rev 3 in the library"),
            ({"body": "New.\n"}, "rev 2 was rewritten in place"),
            ({"rev": 3}, ""),
            ({}, ""),
        ],
    )
    def test_it_is_said_in_words(self, library: Library, decided: Draft, change: dict[str, object], said: str) -> None:
        newer = replace(library.clauses["purpose"], **change)  # type: ignore[arg-type]
        lib = replace(library, clauses={**library.clauses, "purpose": newer})
        session = Session(decided, lib, today=date(2026, 1, 1))

        assert session.moved_on("purpose") == said
        assert not session.diff("purpose").changed

    def test_a_clause_withdrawn_from_the_library(self, library: Library, model: Model, decided: Draft) -> None:
        left = tuple(replace(s, clauses=tuple(i for i in s.clauses if i != "purpose")) for s in model.sections)
        lib = replace(
            library,
            clauses={i: c for i, c in library.clauses.items() if i != "purpose"},
            models={model.id: replace(model, sections=left)},
        )
        session = Session(decided, lib, today=date(2026, 1, 1))

        assert session.moved_on("purpose") == "withdrawn from the library"
        assert session.text("purpose") == library.clauses["purpose"].body


class TestPick:
    def test_several_are_one_step(self, session: Session, new_draft: Draft) -> None:
        session.pick("purpose", "facebook", "comments-closed")

        assert {session.state(i) for i in ("purpose", "facebook", "comments-closed")} == {"as-is"}
        assert session.undo().label == "picked 3 clauses"
        assert session.draft == new_draft

    def test_all_or_none(self, session: Session, new_draft: Draft) -> None:
        for wrong in ("nobody", "purpose"):
            with pytest.raises(Problem):
                session.pick("purpose", "facebook", wrong)
            assert session.draft is new_draft

    def test_none_is_no_step(self, session: Session) -> None:
        session.pick()
        with pytest.raises(Refusal, match="there is nothing to undo"):
            session.undo()


class TestAdapt:
    def test_it_needs_a_reason_the_first_time(self, busy: Session, decided: Draft) -> None:
        with pytest.raises(Refusal, match="adapting purpose needs a reason; say why"):
            busy.adapt("purpose", WORDS, " ")
        assert busy.draft is decided
        busy.adapt("purpose", WORDS, "Shorter.")
        busy.adapt("purpose", "Even shorter.", "")

        assert busy.policy.decisions["purpose"].reason == "Shorter."
        assert busy.text("purpose") == "Even shorter.\n"

    def test_the_schools_own_clause_and_the_models_own_words_need_none(self, busy: Session) -> None:
        busy.adapt("former-pupils", WORDS, "")
        busy.adapt("celebrating-achievement", busy.base_text("celebrating-achievement"), "")

        assert busy.text("former-pupils") == WORDS
        assert busy.state("celebrating-achievement") == "as-is"


class TestEdit:
    def type(self, session: Session, clause_id: str, *texts: str) -> None:
        for text in texts:
            session.edit(clause_id, text)

    def test_a_burst_is_one_step(self, busy: Session, decided: Draft) -> None:
        self.type(busy, "purpose", "O", "Ou", "Our")
        busy.finish_edit("purpose")

        assert (busy.text("purpose"), busy.state("purpose")) == ("Our\n", "adapted")
        assert busy.undo().label == "edited Purpose"
        assert busy.draft == decided
        busy.redo()
        assert busy.text("purpose") == "Our\n"

    def test_after_the_end_of_a_burst_comes_another_step(self, busy: Session) -> None:
        for text in ("One.", "Two."):
            busy.edit("purpose", text)
            busy.finish_edit("purpose")
        busy.undo()

        assert busy.text("purpose") == "One.\n"

    @pytest.mark.parametrize(
        "clause_id",
        ["purpose", "celebrating-achievement", "class-livestreams", "former-pupils", "other-services", "cymraeg"],
    )
    @pytest.mark.parametrize("end", ["the same", "nothing"])
    def test_a_burst_that_comes_to_nothing_leaves_no_step(
        self, busy: Session, decided: Draft, clause_id: str, end: str
    ) -> None:
        state, first = busy.state(clause_id), busy.text(clause_id)
        self.type(busy, clause_id, "Something else", first.rstrip() + " \n\n" if end == "the same" else " \n")
        busy.finish_edit(clause_id)

        assert busy.draft == decided
        assert busy.state(clause_id) == state
        with pytest.raises(Refusal, match="nothing to undo"):
            busy.undo()

    def test_typing_the_models_words_again_is_as_is(self, busy: Session) -> None:
        self.type(busy, "celebrating-achievement", "x", busy.base_text("celebrating-achievement"))
        assert busy.state("celebrating-achievement") == "adapted"
        busy.finish_edit("celebrating-achievement")

        assert busy.state("celebrating-achievement") == "as-is"
        assert busy.undo().label == "edited Celebrating achievement"
        assert busy.text("celebrating-achievement") == "We post good news on {{channels}} every Friday.\n"

    def test_typing_nothing_new_is_no_step(self, busy: Session, decided: Draft) -> None:
        busy.edit("purpose", busy.text("purpose") + "\n")
        busy.edit("other-services", busy.text("other-services").replace("\n", "\r\n"))
        assert busy.draft is decided

    def test_an_emptied_clause_stays_empty_while_it_is_typed_in(self, busy: Session) -> None:
        self.type(busy, "purpose", "")
        assert busy.text("purpose").strip() == ""
        self.type(busy, "purpose", "New.")
        busy.finish_edit("purpose")
        assert busy.text("purpose") == "New.\n"

    def test_the_reason_is_asked_for_afterwards_and_kept(self, busy: Session) -> None:
        assert list(busy.reasons_wanted) == []
        self.type(busy, "purpose", "New.")
        busy.finish_edit("purpose")
        assert list(busy.reasons_wanted) == ["purpose"]
        busy.give_reason("purpose", "Shorter.")
        assert list(busy.reasons_wanted) == []
        self.type(busy, "purpose", "Newer.")
        busy.finish_edit("purpose")
        assert list(busy.reasons_wanted) == []
        assert busy.policy.decisions["purpose"].reason == "Shorter."

    @pytest.mark.parametrize(
        "act",
        [
            lambda session: session.pick("other-services"),
            lambda session: session.edit("facebook", "Typed elsewhere."),
            lambda session: session.drop("facebook", "No."),
            lambda session: session.restore("celebrating-achievement"),
            lambda session: session.move("purpose", after="safeguarding-first"),
            lambda session: session.move_by_one("purpose", 1),
            lambda session: session.set_value("dsl", "X"),
            lambda session: session.give_reason("former-pupils", "Why."),
            lambda session: session.add_local("x", "X", "governance", "X."),
            lambda session: session.adapt("facebook", "X.", "Y."),
        ],
    )
    def test_any_other_act_ends_the_burst_first(self, busy: Session, act: Callable[[Session], None]) -> None:
        self.type(busy, "purpose", "x", "")
        act(busy)

        assert busy.state("purpose") == "as-is"
        busy.undo()
        assert not busy.dirty

    def test_undoing_in_the_middle_of_a_burst_takes_all_of_it_back(self, busy: Session, decided: Draft) -> None:
        self.type(busy, "purpose", "One.", "Two.")
        busy.undo()
        assert busy.draft is decided
        busy.redo()
        assert busy.text("purpose") == "Two.\n"
        busy.edit("purpose", "Three.")
        busy.undo()
        assert busy.text("purpose") == "Two.\n"

    def test_undoing_an_emptied_clause_leaves_nothing_to_redo(self, busy: Session, decided: Draft) -> None:
        self.type(busy, "purpose", "")
        busy.undo()
        assert busy.draft is decided
        with pytest.raises(Refusal, match="there is nothing to redo"):
            busy.redo()

    def test_text_over_the_cap_is_refused_and_nothing_is_lost(self, busy: Session) -> None:
        busy.edit("purpose", "Ours.")
        with pytest.raises(Refusal, match="purpose has 65,537 bytes"):
            busy.edit("purpose", "x" * 65537)
        assert busy.text("purpose") == "Ours.\n"


class TestDrop:
    @pytest.mark.parametrize(
        ("clause_id", "needs"),
        [("purpose", True), ("other-services", True), ("former-pupils", True), ("comments-closed", False)],
    )
    def test_whether_it_needs_a_reason(self, busy: Session, clause_id: str, needs: bool) -> None:
        if clause_id == "comments-closed":
            busy.pick(clause_id)
        before = busy.draft

        assert busy.drop_needs_reason(clause_id) is needs
        assert busy.draft is before
        busy.drop(clause_id, "No." if needs else "")
        assert busy.state(clause_id) == ("dropped" if needs else "available")

    def test_what_cannot_be_dropped_is_refused_at_once(self, busy: Session) -> None:
        with pytest.raises(Refusal, match="class-livestreams is already dropped"):
            busy.drop_needs_reason("class-livestreams")


class TestNames:
    def test_an_unknown_clause_names_the_nearest_everywhere(self, busy: Session) -> None:
        acts: list[Callable[[], None]] = [
            lambda: busy.pick("purpos"),
            lambda: busy.adapt("purpos", "x", "y"),
            lambda: busy.edit("purpos", "x"),
            lambda: busy.drop("purpos", "x"),
            lambda: busy.restore("purpos"),
            lambda: busy.give_reason("purpos", "x"),
            lambda: busy.move("purpos", after="facebook"),
            lambda: busy.move("facebook", before="purpos"),
            lambda: busy.move_by_one("purpos", 1),
        ]
        for act in acts:
            with pytest.raises(Problem, match=r"there is no clause 'purpos'; did you mean purpose\?"):
                act()


class TestValues:
    def test_several_are_one_step_and_all_or_none(self, busy: Session, decided: Draft) -> None:
        busy.set_values({"dsl": "X", "reply_days": 3})
        assert busy.undo().label == "filled 2 values"
        assert busy.draft == decided
        with pytest.raises(Problem, match=r"there is no value 'dsk'; did you mean dsl\?"):
            busy.set_values({"dsl": "X", "dsk": "Y"})
        assert busy.draft == decided

    def test_what_stays_as_it_is_is_no_step(self, busy: Session) -> None:
        busy.set_value("dsl", "X")
        before = busy.draft
        busy.set_values({"dsl": "X", "reply_days": None})
        assert busy.draft is before
        assert busy.undo().label == "filled dsl"

    def test_they_are_never_deviations(self, busy: Session) -> None:
        before = busy.comparison()
        busy.set_values({"dsl": "X", "channels": ("Facebook",), "reply_days": 1})

        assert busy.comparison() == before
        assert "X." in next(c.text for s in busy.document().sections for c in s.clauses if c.id == "purpose")
        assert busy.diff("purpose").changes == ()

    def test_a_piece_of_text_as_it_will_read_with_other_answers_tried_out(self, busy: Session) -> None:
        busy.set_values({"dsl": "the *head*", "reply_days": 2})
        text = "Ask {{dsl}} in {{reply_days}} days; see {{ref:facebook}}."
        before = busy.draft

        assert busy.filled(text, "purpose") == "Ask the *head* in 2 days; see Appendix A (Facebook)."
        assert busy.filled(text, "purpose", {"dsl": "X", "reply_days": 9}).startswith("Ask X in 9 days")
        assert busy.filled(text, "purpose", {"dsl": None}).startswith("Ask the Designated Safeguarding Lead in")
        assert "[To fill in: How soon do you answer?]" in busy.filled(text, "purpose", {"reply_days": None})
        assert busy.draft is before


class TestComparison:
    def test_every_kind(self, busy: Session) -> None:
        found = {entry.id: entry for entry in busy.comparison().entries}

        assert {i: entry.kind for i, entry in found.items()} == {
            "purpose": "as-is",
            "safeguarding-first": "as-is",
            "celebrating-achievement": "adapted",
            "register-of-accounts": "as-is",
            "class-livestreams": "dropped",
            "comments-open": "as-is",
            "former-pupils": "added",
            "facebook": "as-is",
            "other-services": "undecided",
        }
        assert not any(entry.moved for entry in found.values())
        assert found["safeguarding-first"].freedom == "statutory"
        assert found["class-livestreams"].reason == "We never livestream."
        change = found["celebrating-achievement"].diff
        assert change is not None
        assert (change.old, change.new) == (
            busy.base_text("celebrating-achievement"),
            busy.text("celebrating-achievement"),
        )

    def test_a_library_clause_the_model_lacks_is_added_and_a_move_is_a_move(self, busy: Session) -> None:
        busy.pick("comments-closed")
        busy.move("register-of-accounts", before="celebrating-achievement")
        found = {entry.id: entry for entry in busy.comparison().entries}

        assert (found["comments-closed"].kind, found["comments-closed"].deviates) == ("added", True)
        assert [i for i, entry in found.items() if entry.moved] in (
            ["register-of-accounts"],
            ["celebrating-achievement"],
        )

    def test_a_model_that_moved_on_is_no_deviation(self, library: Library, decided: Draft) -> None:
        newer = {i: replace(c, body="New.\n", rev=9, freedom="agreed") for i, c in library.clauses.items()}
        before = Session(decided, library, today=date(2026, 1, 1)).comparison()
        after = Session(decided, replace(library, clauses=newer), today=date(2026, 1, 1)).comparison()

        assert [e.id for e in after.deviations] == [e.id for e in before.deviations]
        assert [e.diff for e in after.entries] == [e.diff for e in before.entries]
        assert {e.id: e.moved_on for e in after.entries}["purpose"]


def test_a_change_of_role_is_called_out_with_how_often(busy: Session) -> None:
    busy.edit("purpose", busy.base_text("purpose").replace("{{dsl}}", "{{governing_body}}"))
    assert busy.obligations(busy.diff("purpose")) == ("was “{{dsl}}”, is now “{{governing_body}}”",)
