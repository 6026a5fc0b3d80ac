"""Decisions: each a function from one draft to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from composer import text as prose
from composer.policy import decisions
from composer.policy.policy import Draft, Lock
from composer.policy.problems import Problem, Refusal

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Decision

DAY = date(2026, 11, 22)
LATER = date(2027, 1, 8)
WORDS = "Our own words.\n"

Decide = Callable[..., Draft]


def newer(library: Library) -> Library:
    """The library a year on: every clause has another text and a higher rev."""
    clauses = {i: replace(c, body=f"New {c.id}.\n", rev=c.rev + 1) for i, c in library.clauses.items()}
    return replace(library, clauses=clauses)


@pytest.fixture
def make(library: Library, model: Model) -> Decide:
    """Calls a decision by name with the library, the model, who and when."""

    def call(name: str, draft: Draft, clause_id: str, *args: Any, lib: Library = library, **kwargs: Any) -> Draft:
        found: Draft = getattr(decisions, name)(
            draft, lib, model, clause_id, *args, **{"by": "IT lead", "on": DAY, **kwargs}
        )
        return found

    return call


def decision(draft: Draft, clause_id: str) -> Decision:
    return draft.policy.decisions[clause_id]


class TestPick:
    def test_it_is_recorded_as_is_with_its_base(self, make: Decide, new_draft: Draft, library: Library) -> None:
        draft = make("pick", new_draft, "purpose")
        base, clause = draft.lock.bases["purpose"], library.clauses["purpose"]

        assert (decision(draft, "purpose").mode, decision(draft, "purpose").text) == ("as-is", "")
        assert (decision(draft, "purpose").decided_by, decision(draft, "purpose").decided_on) == ("IT lead", DAY)
        assert (base.text, base.rev, base.title, base.category) == (clause.body, 2, "Purpose", "governance")
        assert (base.exact, base.sense) == (prose.exact_digest(clause.body), prose.sense_digest(clause.body))
        assert draft.text("purpose") == clause.body

    def test_it_goes_where_the_model_has_it(self, make: Decide, new_draft: Draft) -> None:
        draft = new_draft
        for clause_id in ("comments-open", "celebrating-achievement", "class-livestreams", "comments-closed"):
            draft = make("pick", draft, clause_id)

        assert draft.policy.sections["positive-use"] == (
            "celebrating-achievement",
            "class-livestreams",
            "comments-open",
            "comments-closed",
        )

    def test_a_category_the_model_lacks_becomes_a_section_in_its_place(self, make: Decide, new_draft: Draft) -> None:
        draft = make("pick", make("pick", new_draft, "other-services"), "nursery-devices")

        assert draft.policy.sections["risk"] == ("nursery-devices",)
        assert draft.lock.heads["risk"].title == "Managing risk"
        assert draft.lock.heads["positive-use"].title == "Using it well"

    def test_twice_is_refused(self, make: Decide, decided: Draft) -> None:
        with pytest.raises(Refusal, match="purpose is already in the policy as it is; adapt it"):
            make("pick", decided, "purpose")

    def test_the_schools_own_clause_is_refused(self, make: Decide, decided: Draft) -> None:
        with pytest.raises(Refusal, match="former-pupils is the school's own"):
            make("pick", decided, "former-pupils")

    @pytest.mark.parametrize("clause_id", ["celebrating-achievement", "class-livestreams"])
    def test_a_changed_clause_goes_back_to_the_text_it_was_decided_on(
        self, make: Decide, decided: Draft, library: Library, clause_id: str
    ) -> None:
        draft = make("pick", decided, clause_id, lib=newer(library), on=LATER)

        assert decision(draft, clause_id).mode == "as-is"
        assert decision(draft, clause_id).decided_on == LATER
        assert draft.text(clause_id) == library.clauses[clause_id].body
        assert draft.lock.bases == decided.lock.bases

    def test_a_base_left_over_in_the_lock_is_not_taken_for_a_new_decision(
        self, make: Decide, decided: Draft, library: Library
    ) -> None:
        kept = {i: d for i, d in decided.policy.decisions.items() if i != "purpose"}
        without = replace(decided, policy=replace(decided.policy, decisions=kept))
        draft = make("pick", without, "purpose", lib=newer(library))

        assert draft.text("purpose") == "New purpose.\n"


class TestAdapt:
    def test_the_schools_words_are_kept_beside_the_base(self, make: Decide, new_draft: Draft, library: Library) -> None:
        draft = make("adapt", new_draft, "purpose", WORDS, reason=" Shorter. ")

        assert (decision(draft, "purpose").mode, decision(draft, "purpose").reason) == ("adapted", "Shorter.")
        assert draft.text("purpose") == WORDS
        assert draft.base_text("purpose") == library.clauses["purpose"].body
        assert draft.policy.sections["governance"] == ("purpose",)

    def test_the_base_stays_when_the_library_moves_on(self, make: Decide, decided: Draft, library: Library) -> None:
        draft = make("adapt", decided, "purpose", WORDS, lib=newer(library))

        assert draft.base_text("purpose") == library.clauses["purpose"].body
        assert draft.lock.bases["purpose"].rev == 2

    def test_a_blank_reason_keeps_the_one_there_is(self, make: Decide, decided: Draft) -> None:
        for reason in (None, " "):
            draft = make("adapt", decided, "celebrating-achievement", WORDS, reason=reason, on=LATER)
            assert decision(draft, "celebrating-achievement").reason == "We post once a week."
            assert decision(draft, "celebrating-achievement").decided_on == LATER

    def test_the_reason_for_dropping_is_no_reason_for_adapting(self, make: Decide, decided: Draft) -> None:
        draft = make("adapt", decided, "class-livestreams", WORDS)

        assert decision(draft, "class-livestreams").reason == ""
        assert decision(draft, "class-livestreams").wants_reason

    @pytest.mark.parametrize("start", ["new_draft", "decided"])
    def test_without_a_change_it_is_as_is(
        self, make: Decide, request: pytest.FixtureRequest, library: Library, start: str
    ) -> None:
        text = library.clauses["celebrating-achievement"].body.replace("\n", " \r\n") + "\r\n"
        draft = make("adapt", request.getfixturevalue(start), "celebrating-achievement", text, reason="Why?")

        assert decision(draft, "celebrating-achievement").mode == "as-is"
        assert decision(draft, "celebrating-achievement").reason == ""
        assert decision(draft, "celebrating-achievement").text == ""

    def test_a_title_of_the_schools_own_is_still_an_adaptation(self, decided: Draft, library: Library) -> None:
        before = replace(decision(decided, "purpose"), mode="adapted", title="Why", text=decided.text("purpose"))
        policy = replace(decided.policy, decisions={**decided.policy.decisions, "purpose": before})

        assert decisions.settle(replace(decided, policy=policy), "purpose").policy == policy

    def test_text_is_stored_without_controls_and_with_one_final_newline(self, make: Decide, new_draft: Draft) -> None:
        draft = make("adapt", new_draft, "purpose", "One.\r\nTwo\x1b.\u200b \n\n\n", reason="x")

        assert draft.text("purpose") == "One.\nTwo.\n"

    @pytest.mark.parametrize("text", ["", " \n\t", "\x1b", "\u200b"])
    def test_empty_text_is_refused(self, make: Decide, decided: Draft, text: str) -> None:
        with pytest.raises(Refusal, match="purpose would have no text; write it, or drop the clause"):
            make("adapt", decided, "purpose", text, reason="x")

    def test_the_cap_is_in_bytes(self, make: Decide, new_draft: Draft) -> None:
        make("adapt", new_draft, "purpose", "é" * (32 * 1024), reason="x")
        with pytest.raises(Refusal, match=r"purpose has 65,537 bytes of text; a clause has at most 65,536: cut it"):
            make("adapt", new_draft, "purpose", "é" * (32 * 1024) + "x", reason="x")

    def test_an_unknown_clause_names_the_nearest(self, make: Decide, new_draft: Draft) -> None:
        with pytest.raises(Problem, match=r"there is no clause 'purpos'; did you mean purpose\?"):
            make("adapt", new_draft, "purpos", WORDS, reason="x")


class TestReason:
    @pytest.mark.parametrize("clause_id", ["celebrating-achievement", "class-livestreams", "former-pupils"])
    def test_it_is_taken_for_what_was_changed(self, decided: Draft, clause_id: str) -> None:
        draft = decisions.give_reason(decided, clause_id, " Because. ", by="Head", on=LATER)

        assert (decision(draft, clause_id).reason, decision(draft, clause_id).decided_by) == ("Because.", "Head")

    @pytest.mark.parametrize("clause_id", ["purpose", "other-services"])
    def test_it_is_refused_for_what_was_not(self, decided: Draft, clause_id: str) -> None:
        with pytest.raises(Refusal, match=f"{clause_id} is not changed, so it needs no reason"):
            decisions.give_reason(decided, clause_id, "Because.", by="Head", on=LATER)

    def test_an_empty_one_is_refused(self, decided: Draft) -> None:
        with pytest.raises(Refusal, match="the reason is empty"):
            decisions.give_reason(decided, "class-livestreams", " ", by="Head", on=LATER)

    def test_the_same_one_changes_nothing(self, decided: Draft) -> None:
        same = decisions.give_reason(decided, "class-livestreams", "We never livestream. ", by="Head", on=LATER)
        assert same is decided

    def test_it_is_wanted_exactly_for_adapted_and_dropped_clauses_without_one(self, decided: Draft) -> None:
        for found in decided.policy.decisions.values():
            assert not found.wants_reason
            assert replace(found, reason=" ").wants_reason == (found.mode in {"adapted", "dropped"})


class TestDrop:
    def test_place_and_words_are_kept(self, make: Decide, decided: Draft) -> None:
        draft = make("drop", decided, "celebrating-achievement", "No time.")
        found = decision(draft, "celebrating-achievement")

        assert (found.mode, found.reason, found.printed) == ("dropped", "No time.", False)
        assert found.text == decided.text("celebrating-achievement")
        assert draft.policy.sections == decided.policy.sections
        assert draft.lock.bases == decided.lock.bases

    def test_an_undecided_clause_gets_base_and_place(self, make: Decide, new_draft: Draft, library: Library) -> None:
        draft = make("drop", new_draft, "purpose", "Not ours.")

        assert draft.base_text("purpose") == library.clauses["purpose"].body
        assert draft.policy.sections["governance"] == ("purpose",)

    @pytest.mark.parametrize("clause_id", ["purpose", "celebrating-achievement", "former-pupils", "other-services"])
    def test_it_needs_a_reason(self, make: Decide, decided: Draft, clause_id: str) -> None:
        with pytest.raises(Refusal, match=f"dropping {clause_id} needs a reason; say why"):
            make("drop", decided, clause_id, " ")

    def test_twice_is_refused(self, make: Decide, decided: Draft) -> None:
        with pytest.raises(Refusal, match="class-livestreams is already dropped; restore it"):
            make("drop", decided, "class-livestreams", "Again.")

    def test_what_the_model_lacks_goes_without_a_trace(self, make: Decide, decided: Draft) -> None:
        draft = make("drop", make("pick", decided, "comments-closed"), "comments-closed", "")

        assert (draft.policy, draft.lock.bases) == (decided.policy, decided.lock.bases)

    def test_what_the_model_lacks_and_the_school_reworded_needs_a_reason(self, make: Decide, decided: Draft) -> None:
        draft = make("adapt", decided, "comments-closed", WORDS, reason="Ours.")
        with pytest.raises(Refusal, match="needs a reason"):
            make("drop", draft, "comments-closed", "")

        assert make("drop", draft, "comments-closed", "No.").text("comments-closed") == WORDS

    def test_what_was_never_there_is_refused(self, make: Decide, decided: Draft) -> None:
        with pytest.raises(Refusal, match="having-a-say is not in the policy, so there is nothing to drop"):
            make("drop", decided, "having-a-say", "x")
        with pytest.raises(Problem, match=r"there is no clause 'having-say'; did you mean having-a-say\?"):
            make("drop", decided, "having-say", "x")


class TestRestore:
    @pytest.mark.parametrize("clause_id", ["celebrating-achievement", "class-livestreams"])
    def test_it_is_the_locked_text_even_when_the_library_moved_on(
        self, make: Decide, decided: Draft, library: Library, clause_id: str
    ) -> None:
        without = replace(library, clauses={i: c for i, c in library.clauses.items() if i != clause_id})
        for lib in (newer(library), without):
            draft = make("restore", decided, clause_id, lib=lib)

            assert decision(draft, clause_id).mode == "as-is"
            assert draft.text(clause_id) == library.clauses[clause_id].body
            assert decision(draft, clause_id).text == ""
            assert draft.policy.sections == decided.policy.sections

    @pytest.mark.parametrize(
        ("clause_id", "said"),
        [
            ("purpose", "purpose already has the model's words"),
            ("former-pupils", "former-pupils is the school's own clause and has no model; drop it to leave it out"),
            ("other-services", "nothing was decided about other-services, so there is nothing to restore; pick it"),
            ("former-pupil", "there is no clause 'former-pupil'; did you mean former-pupils?"),
        ],
    )
    def test_refusals(self, make: Decide, decided: Draft, clause_id: str, said: str) -> None:
        with pytest.raises(Problem, match=said):
            make("restore", decided, clause_id)


class TestLocal:
    def test_it_comes_at_the_end_of_its_section_with_no_base(self, decided: Draft) -> None:
        assert decided.policy.sections["positive-use"][-1] == "former-pupils"
        assert decided.title("former-pupils") == "Former pupils' group"
        assert "former-pupils" not in decided.lock.bases

    def test_new_words_keep_it_local_and_keep_its_reason(self, make: Decide, decided: Draft) -> None:
        draft = make("adapt", decided, "former-pupils", WORDS, by="Head")
        found = decision(draft, "former-pupils")

        assert (found.mode, found.text, found.reason) == ("local", WORDS, "They asked for one.")
        assert (found.title, found.decided_by) == ("Former pupils' group", "Head")

    @pytest.mark.parametrize("way_back", ["restore", "pick"])
    def test_dropped_it_comes_back_as_it_was(self, make: Decide, decided: Draft, way_back: str) -> None:
        dropped = make("drop", decided, "former-pupils", "Nobody runs it.")
        back = make(way_back, dropped, "former-pupils")

        assert not decision(dropped, "former-pupils").printed
        assert replace(decision(back, "former-pupils"), reason="They asked for one.") == decision(
            decided, "former-pupils"
        )

    def test_dropped_it_may_be_rewritten(self, make: Decide, decided: Draft) -> None:
        dropped = make("drop", decided, "former-pupils", "Nobody runs it.")
        draft = make("adapt", dropped, "former-pupils", WORDS)

        assert (decision(draft, "former-pupils").mode, decision(draft, "former-pupils").reason) == ("local", "")
        assert draft.text("former-pupils") == WORDS

    def test_a_section_the_policy_has_not_yet_is_opened(self, make: Decide, new_draft: Draft) -> None:
        draft = make("add_local", new_draft, "phones", title=" Our\n phones ", section="risk", text="Off.")

        assert draft.policy.sections["risk"] == ("phones",)
        assert (draft.title("phones"), draft.text("phones")) == ("Our phones", "Off.\n")

    @pytest.mark.parametrize(
        ("clause_id", "wrong", "said"),
        [
            ("former-pupils", {}, "the id former-pupils is taken; choose another id"),
            ("having-a-say", {}, "the id having-a-say is taken"),
            ("../x", {}, "'../x' cannot be a clause id; use a-z, 0-9 and single hyphens, such as x"),
            ("a\n", {}, "cannot be a clause id"),
            ("A b", {}, "cannot be a clause id; use a-z, 0-9 and single hyphens, such as a-b"),
            ("con", {}, "cannot be a clause id: Windows keeps the name"),
            ("a" * 65, {}, "has 65 characters; use at most 64"),
            ("x", {"title": " "}, "the clause has no title; give it one"),
            ("x", {"text": "\n"}, "x would have no text"),
            ("x", {"text": "x" * 65537}, "x has 65,537 bytes"),
            ("x", {"section": "positive"}, "there is no section 'positive'; did you mean positive-use?"),
            ("x", {"section": "risky"}, "there is no section 'risky'; did you mean risk?"),
        ],
    )
    def test_refusals(self, make: Decide, decided: Draft, clause_id: str, wrong: dict[str, str], said: str) -> None:
        with pytest.raises(Problem, match=said):
            make("add_local", decided, clause_id, **{"title": "T", "section": "governance", "text": "T.", **wrong})


class TestValues:
    def test_a_value_is_set_changed_in_its_place_and_emptied(self, decided: Draft, library: Library) -> None:
        one = decisions.set_value(decided, library, "dsl", "the deputy head")
        two = decisions.set_value(one, library, "reply_days", 2)
        three = decisions.set_value(two, library, "dsl", "the head of year")

        assert list(three.policy.values.items()) == [("dsl", "the head of year"), ("reply_days", 2)]
        assert decisions.set_value(three, library, "dsl", None).policy.values == {"reply_days": 2}
        assert decisions.set_value(decided, library, "dsl", None) == decided

    def test_an_unknown_one_names_the_nearest(self, decided: Draft, library: Library) -> None:
        with pytest.raises(Problem, match=r"there is no value 'reply_day'; did you mean reply_days\?"):
            decisions.set_value(decided, library, "reply_day", 2)


class TestRelock:
    def test_a_lost_lock_is_rebuilt_from_the_library_of_today(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        rebuilt = decisions.relock(Draft(decided.policy, replace(decided.lock, bases={}, heads={})), library, model)

        assert rebuilt == replace(decided, lock=replace(decided.lock, values=rebuilt.lock.values))
        assert set(decided.lock.values) >= set(rebuilt.lock.values) >= {"dsl", "channels", "governing_body"}

    def test_of_a_lock_that_lacks_one_clause_the_rest_stays(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        old = replace(decided.lock.bases["class-livestreams"], text="As it was.\n")
        whole = replace(decided.lock, bases={**decided.lock.bases, "class-livestreams": old}, model_version="2020")
        lacking = replace(whole, bases={i: base for i, base in whole.bases.items() if i != "purpose"})
        newer = replace(library, clauses={i: c for i, c in library.clauses.items() if i != "celebrating-achievement"})

        assert decisions.relock(Draft(decided.policy, lacking), newer, model).lock == whole

    def test_the_schools_own_clause_gets_no_base(self, decided: Draft, library: Library, model: Model) -> None:
        clash = replace(library, clauses={**library.clauses, "former-pupils": library.clauses["purpose"]})

        assert "former-pupils" not in decisions.relock(Draft(decided.policy, Lock()), clash, model).lock.bases

    def test_words_of_a_withdrawn_clause_can_be_edited_and_brought_back(
        self, make: Decide, decided: Draft, library: Library, model: Model
    ) -> None:
        gone = "celebrating-achievement"
        lib = replace(library, clauses={i: c for i, c in library.clauses.items() if i != gone})
        rebuilt = decisions.relock(Draft(decided.policy, Lock()), lib, model)

        assert make("adapt", rebuilt, gone, WORDS, lib=lib).text(gone) == WORDS
        assert make("restore", rebuilt, gone, lib=lib).policy.mode(gone) == "local"

    def test_words_that_are_lost_are_not_restored_as_nothing(
        self, make: Decide, decided: Draft, library: Library, model: Model
    ) -> None:
        gone = "class-livestreams"
        lib = replace(library, clauses={i: c for i, c in library.clauses.items() if i != gone})
        with pytest.raises(Refusal, match="the words of class-livestreams are lost"):
            make("restore", decisions.relock(Draft(decided.policy, Lock()), lib, model), gone, lib=lib)
