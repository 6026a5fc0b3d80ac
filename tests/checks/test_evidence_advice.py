"""Advice about evidence that would break the law, and claims about data protection that the law does not make."""

from __future__ import annotations

import pytest

from composer.checks.running import check_named, run
from composer.checks.subject import Passage, Subject
from tests.checks.bench import Seeded, in_file, library, school, session, setting, with_text, words

SEEDED = {
    "evidence-advice": Seeded(
        words="take a copy",
        policy=lambda: with_text(
            "reporting-and-evidence",
            "Tell us at once.\nIf it is an indecent image of a child, take a copy for the file.\n",
        ),
        at="reporting-and-evidence",
        line=2,
    ),
    "data-overclaim": Seeded(
        words="GDPR prevents parents from taking photographs",
        file="# Photographs\n\nGDPR prevents parents from taking photographs at our concerts.\n",
        line=3,
    ),
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Take a screenshot of the nude image.", "screenshot"),
        ("Staff should save the indecent images to the drive.", "save the indecent images"),
        ("If a pupil receives a nude, tell the DSL.\nTake a screenshot first.", "screenshot"),
        ("Take screenshots as evidence.\nThis includes sexual images of a pupil.", "screenshots"),
        ("Print out any intimate photographs of pupils.", "Print out"),
        ("Do not delete the indecent image, but take a screenshot of it.", "screenshot"),
        ("Do not panic: keep a copy of the sexual images.", "keep a copy"),
        ("Do not share a nude picture. Take a screenshot and give it to the head.", "screenshot"),
        ("Where staff find sexual images of a child:\n\n- stay calm\n- tell the DSL\n- save a copy\n", "save a copy"),
    ],
)
def test_advice_to_keep_such_an_image_is_found(text: str, said: str) -> None:
    found_here = in_file(text, "evidence-advice")
    assert [(each.severity, each.place.words) for each in found_here] == [("block", said)]


@pytest.mark.parametrize(
    "text",
    [
        "Never copy, print, forward or screenshot an indecent image of a child.",
        "Staff must not take a screenshot of a nude image.",
        "Nobody saves a copy of an intimate image.",
        "Take a screenshot of the page, but never one that shows an intimate image.",
        "Take a screenshot of a cruel post.\nNever take one of a nude image, and do not copy it.",
        "Tell the DSL about a nude image without taking a copy.",
        "Take a screenshot of a cruel post and keep a copy of it.",
        "Keep the device safe when a nude image may be on it.",
        "An intimate image goes to the DSL.\n\nSave the date.\n",
        "Pupils learn not to send nudes.\nThey learn how to save evidence of bullying.",
        "Write down what was said about the sexual images.",
        "Staff save a copy of the register.\nThis is about bullying.\nSo is this.\nAn intimate image goes to the DSL.",
    ],
)
def test_a_refusal_and_other_evidence_are_no_fault(text: str) -> None:
    assert in_file(text, "evidence-advice") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Data protection law does not allow parents to film.", "Data protection law does not allow parents to film"),
        ("Parents must not take photographs because of GDPR.", "Parents must not take photographs because of GDPR"),
        ("Because of GDPR, families cannot photograph the play.", "Because of GDPR, families cannot photograph"),
        (
            "Under the Data Protection Act parents are not allowed to film.",
            "Under the Data Protection Act parents are not allowed to film",
        ),
        ("It is illegal to photograph other people's children.", "illegal to photograph"),
        ("It is against the law for parents to film in school.", "against the law for parents to film"),
        ("Parents, please note.\nUnder GDPR you must not share photos.", "Under GDPR you must not share photos"),
    ],
)
def test_a_claim_about_data_law_is_found(text: str, said: str) -> None:
    found_here = in_file(text, "data-overclaim")
    assert [each.severity for each in found_here] == ["warn"]
    assert said.startswith(words(found_here)[0])


@pytest.mark.parametrize(
    "text",
    [
        "GDPR does not stop parents from taking photographs.",
        "It is a myth that GDPR bans families from filming.",
        "Parents may photograph their own child; our privacy notice explains data protection.",
        "Under the UK GDPR we may not publish photographs without parents' consent.",
        "We ask parents not to film, for the safety of some children and not because of GDPR.",
        "It is illegal to take an indecent photograph of a child.",
        "We cannot stop parents because of GDPR from taking pictures.",
        "Under GDPR staff must not share photos of pupils.",
        "Parents must not stream. Data protection is explained elsewhere.",
        "Data protection prevents us from showing parents the photographs of other children.",
    ],
)
def test_what_the_law_does_say_is_no_fault(text: str) -> None:
    assert in_file(text, "data-overclaim") == []


def test_you_is_a_claim_only_where_families_are_spoken_to() -> None:
    text = "Under GDPR you must not share photos."
    assert in_file(f"# For staff\n\n{text}\n", "data-overclaim") == []
    assert len(in_file(f"# For parents\n\n{text}\n", "data-overclaim")) == 1


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_are_right(slug: str) -> None:
    assert [each for each in session(school(slug)).findings().open if each.check in SEEDED] == []


def test_a_very_long_sentence_is_read_and_the_fault_in_it_found() -> None:
    text = "take a screenshot of the nude image " * 1500
    assert len(in_file(text, "evidence-advice")) == 1
    assert len(in_file("GDPR prevents parents photographs " * 1500, "data-overclaim")) == 1


def test_the_library_s_own_words_are_right() -> None:
    passages = [Passage("clause", each.id, each.body, title=each.title) for each in library().clauses.values()]
    subject = Subject(setting(), tuple(passages))
    assert [each.place for each in run(subject, [check_named(check) for check in SEEDED])] == []
