"""The finished document: filled, cross-referenced, its open blanks listed, and independent of the library."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy import decisions
from composer.policy.document import Document, assemble, read_plainly, value_in_force, values_needed
from composer.policy.outline import outline

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft

DAY = date(2026, 11, 22)


def printed(document: Document) -> dict[str, str]:
    return {clause.id: clause.text for section in document.sections for clause in section.clauses}


def filled(draft: Draft, library: Library, **values: Any) -> Draft:
    for name, value in values.items():
        draft = decisions.set_value(draft, library, name, value)
    return draft


def written(draft: Draft, library: Library, model: Model, clause_id: str, text: str) -> Draft:
    return decisions.adapt(draft, library, model, clause_id, text, by="IT lead", on=DAY, reason="Ours.")


def test_only_what_was_taken_prints(decided: Draft, library: Library, model: Model) -> None:
    document = assemble(decided, library, model)

    assert [(section.head.title, section.number) for section in document.sections] == [
        ("About this policy", "1"),
        ("Using it well", "2"),
        ("Appendices", ""),
    ]
    assert set(printed(document)) == {i for i, found in decided.policy.decisions.items() if found.mode != "dropped"}
    assert document.undecided == ("other-services",)
    assert (document.title, document.school) == ("Social media policy", "Oakfield Primary School")
    assert (document.model_title, document.model_version) == ("A county's model policy", "2026.1")


def test_an_empty_policy_prints_nothing(new_draft: Draft, library: Library, model: Model) -> None:
    document = assemble(new_draft, library, model)

    assert (document.sections, document.open_blanks) == ((), ())
    assert document.undecided == model.clause_ids


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40).filter(str.strip))
def test_read_plainly_a_value_is_what_was_typed(decided: Draft, library: Library, model: Model, value: str) -> None:
    draft = filled(decided, library, motto=value)
    said = read_plainly(draft, library, outline(draft, library, model), "Ours: “{{motto}}” {{reply_days}}", "purpose")

    assert said == f"Ours: “{' '.join(value.split())}” [To fill in: How soon do you answer?]"


class TestReferences:
    def test_to_a_section_and_to_an_appendix(self, decided: Draft, library: Library, model: Model) -> None:
        text = printed(assemble(decided, library, model))["safeguarding-first"]

        assert "See section 2.2 (Register of accounts) and Appendix A (Facebook).\n" in text

    def test_the_title_is_the_policys_own_and_means_itself(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        titled = replace(decided.policy.decisions["former-pupils"], title="*Alumni*")
        policy = replace(decided.policy, decisions={**decided.policy.decisions, "former-pupils": titled})
        draft = written(replace(decided, policy=policy), library, model, "purpose", "See {{ref:former-pupils}}.\n")

        assert printed(assemble(draft, library, model))["purpose"] == "See section 2.4 (\\*Alumni\\*).\n"

    @pytest.mark.parametrize(
        ("target", "title"),
        [("class-livestreams", "Class livestreams"), ("other-services", "Every other service"), ("nobody", "nobody")],
    )
    def test_to_what_does_not_print_is_an_open_blank(
        self, decided: Draft, library: Library, model: Model, target: str, title: str
    ) -> None:
        draft = written(decided, library, model, "purpose", f"See {{{{ref:{target}}}}}.\n")
        document = assemble(draft, library, model)
        question = f"a reference to “{title}”, which is not in this policy"

        assert printed(document)["purpose"] == f"See **\\[To fill in: {question}\\]**.\n"
        assert next(blank for blank in document.open_blanks if blank.kind == "ref").question == question


class TestValues:
    def test_the_default_stands_until_the_school_answers(self, decided: Draft, library: Library, model: Model) -> None:
        said = filled(decided, library, dsl="the deputy head")

        assert "go to the Designated Safeguarding Lead." in printed(assemble(decided, library, model))["purpose"]
        assert "go to the deputy head." in printed(assemble(said, library, model))["purpose"]
        assert value_in_force(said, library, "dsl") == "the deputy head"
        assert printed(assemble(decided, library, model))["purpose"].startswith("Oakfield Primary School uses")

    def test_lists_dates_and_numbers_print_in_words(self, decided: Draft, library: Library, model: Model) -> None:
        draft = filled(
            decided, library, channels=("Facebook", "X", "the website"), review_date=date(2026, 9, 1), reply_days=2
        )
        texts = printed(assemble(draft, library, model))

        assert "on Facebook, X and the website every" in texts["celebrating-achievement"]
        assert "checked on 1 September 2026." in texts["register-of-accounts"]
        assert "within 2 days" in texts["comments-open"]

    def test_a_value_means_itself(self, decided: Draft, library: Library, model: Model) -> None:
        draft = filled(decided, library, dsl="the *head* of <b>")

        assert "go to the \\*head\\* of \\<b\\>." in printed(assemble(draft, library, model))["purpose"]

    def test_a_value_is_never_read_again(self, decided: Draft, library: Library, model: Model) -> None:
        draft = filled(decided, library, dsl="{{fact:kcsie-edition}} {{motto}}", motto="Learn")

        assert "go to {{fact:kcsie-edition}} {{motto}}." in printed(assemble(draft, library, model))["purpose"]
        assert {blank.name for blank in assemble(draft, library, model).open_blanks}.isdisjoint({"motto"})

    def test_the_unfilled_text_is_kept_beside(self, decided: Draft, library: Library, model: Model) -> None:
        for section in assemble(filled(decided, library, dsl="X"), library, model).sections:
            for clause in section.clauses:
                assert clause.unfilled == decided.text(clause.id)


class TestOpenBlanks:
    def test_each_is_marked_and_listed_once_with_all_its_clauses(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        text = "In {{reply_days}} or {{reply_days}} days.\n{{channels}}\n"
        document = assemble(written(decided, library, model, "purpose", text), library, model)

        assert printed(document)["purpose"].startswith("In **\\[To fill in: How soon do you answer?\\]** or **\\[To")
        assert [(blank.kind, blank.name, blank.clauses) for blank in document.open_blanks] == [
            ("value", "reply_days", ("purpose", "comments-open")),
            ("value", "channels", ("purpose", "celebrating-achievement")),
            ("value", "review_date", ("register-of-accounts",)),
        ]

    def test_an_introduction_comes_before_its_clauses(self, decided: Draft, library: Library, model: Model) -> None:
        head = replace(decided.lock.heads["governance"], intro="{{zzz}}")
        lock = replace(decided.lock, heads={**decided.lock.heads, "governance": head})
        document = assemble(replace(decided, lock=lock), library, model)

        assert (document.open_blanks[0].name, document.open_blanks[0].clauses) == ("zzz", ("purpose",))
        assert document.open_blanks[0].question == "zzz, which has no question"
        assert document.sections[0].intro == "**\\[To fill in: zzz, which has no question\\]**"

    def test_a_full_policy_has_none(self, decided: Draft, library: Library, model: Model) -> None:
        draft = filled(decided, library, channels=("Facebook",), review_date=DAY, reply_days=1)
        document = assemble(draft, library, model)

        assert document.open_blanks == ()
        assert "To fill in" not in "".join(printed(document).values())


class TestFacts:
    def test_they_come_from_the_lock(self, decided: Draft, library: Library, model: Model) -> None:
        newer = {i: replace(fact, value="NEW") for i, fact in library.facts.items()}
        document = assemble(decided, replace(library, facts=newer), model)

        assert "follow Keeping children safe in education 2026." in printed(document)["safeguarding-first"]
        assert printed(document)["facebook"] == "The minimum age is 13.\n"
        assert document.sections[0].intro == (
            "Approved by the governing body under Keeping children safe in education 2026."
        )

    def test_those_in_the_schools_own_words_are_pinned_too(
        self, new_draft: Draft, library: Library, model: Model
    ) -> None:
        text = "Age {{fact:facebook-age}}, {{motto}}.\n"
        one = written(new_draft, library, model, "having-a-say", text)
        two = decisions.add_local(
            new_draft, library, model, "age", title="Age", section="risk", text=text, by="IT lead", on=DAY
        )
        for draft in (one, two):
            assert (draft.lock.facts["facebook-age"].value, draft.lock.values["motto"].question) == (
                "13",
                "What is the motto?",
            )
            assert "Age 13, " in next(iter(printed(assemble(draft, library, model)).values()))

    def test_one_that_opens_a_sentence_gets_its_capital_and_a_mark_does_not_change(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        edition = replace(library.facts["kcsie-edition"], value="the *edition* in force")
        newer = replace(library, facts={**library.facts, "kcsie-edition": edition})
        bare = replace(decided, lock=replace(decided.lock, facts={}))
        draft = written(bare, newer, model, "purpose", "{{fact:kcsie-edition}} counts.\n\n{{reply_days}} days.\n")

        assert printed(assemble(draft, newer, model))["purpose"] == (
            "The \\*edition\\* in force counts.\n\n**\\[To fill in: How soon do you answer?\\]** days.\n"
        )

    def test_a_reference_that_opens_a_sentence_gets_its_capital(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        draft = written(decided, library, model, "purpose", "{{ref:purpose}} counts.\n\nSee {{ref:purpose}}.\n")
        said = printed(assemble(draft, library, model))["purpose"]
        assert said.startswith("Section 1.1 (")
        assert "See section 1.1 (" in said

    def test_one_that_is_not_pinned_is_an_open_blank(self, decided: Draft, library: Library, model: Model) -> None:
        bare = replace(decided, lock=replace(decided.lock, facts={}))
        questions = {blank.question for blank in assemble(bare, library, model).open_blanks}
        assert "the fact facebook-age, which this policy has not pinned" in questions

        draft = written(decided, library, model, "purpose", "{{fact:nothing}}\n")
        questions = {blank.question for blank in assemble(draft, library, model).open_blanks}
        assert "the fact nothing, which the library does not have" in questions


@given(data=st.data())
def test_the_library_moving_on_never_changes_a_document(
    decided: Draft, library: Library, model: Model, data: st.DataObject
) -> None:
    """Texts, titles, introductions, facts, defaults and questions may all become others, or go."""
    new = st.sampled_from(["", "NEW.\n", "{{dsl}} {{motto}} {{fact:facebook-age}}\n"])
    gone = data.draw(st.booleans())
    moved_on = replace(
        library,
        clauses={} if gone else {
            i: replace(c, body=data.draw(new), title="NEW", rev=c.rev + 1, category="risk")
            for i, c in library.clauses.items()
        },
        categories={
            i: replace(c, title="NEW", intro=data.draw(new), order=9 - c.order, appendix=not c.appendix)
            for i, c in library.categories.items()
        },
        facts={} if gone else {i: replace(fact, value="NEW") for i, fact in library.facts.items()},
        values={} if gone else {
            i: replace(entry, default="NEW", question="NEW?", group="NEW") for i, entry in library.values.items()
        },
    )  # fmt: skip

    assert assemble(decided, moved_on, model) == assemble(decided, library, model)


def test_the_model_moving_on_never_changes_what_prints(decided: Draft, library: Library, model: Model) -> None:
    sections = tuple(replace(s, title="NEW", clauses=tuple(reversed(s.clauses))) for s in reversed(model.sections))
    gone = replace(model, version="2027.1", sections=sections[1:])
    found = assemble(decided, library, gone)

    assert found.sections == assemble(decided, library, model).sections
    assert found.model_version == "2026.1"


class TestValuesNeeded:
    def test_grouped_and_ordered_as_the_dictionary_has_them(self, decided: Draft, library: Library) -> None:
        needed = values_needed(decided, library)

        assert [(need.group, need.name, need.clauses) for need in needed] == [
            ("People", "dsl", ("purpose",)),
            ("People", "governing_body", ("purpose",)),
            ("Channels", "channels", ("celebrating-achievement",)),
            ("Replies", "reply_days", ("comments-open",)),
            ("Replies", "review_date", ("register-of-accounts",)),
        ]
        assert (needed[0].default, needed[0].value) == ("the Designated Safeguarding Lead", None)
        assert (needed[2].default, needed[2].example) == ("", "Facebook; the website")

    def test_a_dropped_clause_needs_nothing_and_an_unknown_name_comes_last(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        draft = decisions.drop(decided, library, model, "comments-open", "No.", by="IT lead", on=DAY)
        needed = values_needed(written(draft, library, model, "facebook", "{{unknown}} {{motto}}\n"), library)

        assert [need.name for need in needed] == [
            "dsl", "governing_body", "motto", "channels", "review_date", "unknown",
        ]  # fmt: skip
        assert needed[-1].group == "Not in the dictionary"
        assert needed[-1].question == "unknown is in the text, but the dictionary does not know it"

    def test_every_open_value_of_the_document_is_asked_for(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        asked = {need.name: need.clauses for need in values_needed(decided, library)}
        for blank in assemble(decided, library, model).open_blanks:
            assert asked[blank.name] == blank.clauses

    def test_the_default_is_the_pinned_one_and_the_value_the_schools(self, decided: Draft, library: Library) -> None:
        newer = {i: replace(entry, default="NEW") for i, entry in library.values.items()}
        needed = values_needed(filled(decided, library, dsl="X"), replace(library, values=newer))

        assert (needed[0].default, needed[0].value) == ("the Designated Safeguarding Lead", "X")
