"""Findings set aside: counted, shown with their reason, and asked again when the text changes."""

from __future__ import annotations

from dataclasses import replace

from composer.checks.answered import answered
from composer.checks.finding import Finding, Place
from composer.policy.answering import kept_words
from composer.policy.evidence import SetAside
from tests.checks.bench import session, with_evidence, with_text, with_values

TEXT = "Ask your school about the page.\n"


def one(severity: str = "warn", key: str = "a-12345678") -> Finding:
    return Finding("a", severity, "Something", "Mend it", Place("clause", "purpose"), key)  # type: ignore[arg-type]


def answer(**changed: str) -> SetAside:
    return replace(SetAside("a", "clause", "purpose", "", "It is right."), **changed)  # type: ignore[arg-type]


def test_an_answer_takes_its_finding_out_of_what_is_open_and_keeps_the_reason() -> None:
    found = answered([one()], {"a-12345678": answer()})
    assert found.open == ()
    assert [(each.key, said.reason) for each, said in found.aside] == [("a-12345678", "It is right.")]
    assert found.tally == "1 set aside"


def test_what_blocks_is_not_silenced_without_a_name() -> None:
    assert answered([one("block")], {"a-12345678": answer()}).open
    assert not answered([one("block")], {"a-12345678": answer(by="The head")}).open


def test_an_answer_to_other_words_is_told_beside_the_finding_that_took_its_place() -> None:
    found = answered([one(key="a-99999999")], {"a-12345678": answer()})
    assert [each.key for each in found.open] == ["a-99999999"]
    assert found.before["a-99999999"].reason == "It is right."
    assert found.gone == ()


def test_answers_in_one_place_go_to_the_findings_with_their_words() -> None:
    def at(words: str, key: str) -> Finding:
        return replace(one(key=key), place=Place("clause", "purpose", words=words))

    long = "word " * 60
    given = {
        "a-3": answer(words="gone words", reason="3"),
        "a-2": answer(words="your setting", reason="2"),
        "a-1": answer(words="your school", reason="1"),
        "a-4": answer(words=kept_words(long), reason="4"),
    }
    asked = [at("our school", "b-0"), at("your\nschool", "b-1"), at("your setting", "b-2"), at(long, "b-4")]
    found = answered(asked, given)
    assert {key: said.reason for key, said in found.before.items()} == {"b-0": "3", "b-1": "1", "b-2": "2", "b-4": "4"}
    assert found.gone == ()
    assert found.unnamed == frozenset()


def test_an_answer_to_the_same_text_that_only_lacks_a_name_is_told_as_that() -> None:
    block = one("block")
    found = answered([block, one("block", "a-99999999")], {block.key: answer()})
    assert found.unnamed == {block.key}
    assert list(found.before) == [block.key]
    assert found.gone == ()


def test_an_answer_without_any_finding_is_told_as_gone() -> None:
    assert answered([], {"a-12345678": answer()}).gone == ("a-12345678",)
    assert answered([one(key="a-99999999")], {"a-12345678": answer(place="other")}).gone == ("a-12345678",)


def test_a_finding_is_asked_again_when_its_sentence_changes_and_not_when_another_does() -> None:
    draft = with_text("purpose", f"Our pages are for all. {TEXT}")
    (finding,) = [each for each in session(draft).findings().open if each.check == "template-voice"]
    said = SetAside(finding.check, "clause", "purpose", "your school", "A quotation.", "The head")

    def left(text: str) -> list[str]:
        changed = with_evidence(with_text("purpose", text), set_aside={finding.key: said})
        return [each.message for each in session(changed).findings().open if each.check == "template-voice"]

    assert left(f"Our pages are for all. {TEXT}") == []
    assert left(f"Our pages are for everybody here. {TEXT}") == []
    assert left("Our pages are for all. Do ask your school about the page.\n") != []


def test_a_blank_that_the_document_does_not_tell_itself_stands_in_the_way_of_approval() -> None:
    shapes = "Ask {{nobody_knows}}, or [insert the name of {{dsl}} here], or {{No such}}, or {{dsl here.\n"
    told = session(with_text("confidentiality", shapes)).approval_blockers()
    for said in ("“[insert the name of {{dsl}} here]” ", "“{{No such}}” is", "“{{dsl” is", "(nobody_knows), in 4.2"):
        assert sum(said in each for each in told) == 1, said
    assert sum("nobody_knows" in each for each in told) == 1
    value = session(with_values(main_channel="the channel of {{dsl}}")).approval_blockers()
    assert sum("{{dsl}}" in each for each in value) == 1
