"""Hard reading: counted in the school's own words and left alone in the library's."""

from __future__ import annotations

import pytest

from composer.checks.families import readable
from composer.checks.subject import Passage
from composer.policy.readability import reading, sentences
from tests.checks.bench import Seeded, found, in_file, library, school, setting, with_local, with_text, words

CHECK = "hard-to-read"
LONG = "We " + "walk and " * 15 + "sing."
SEEDED = {
    CHECK: Seeded(
        words="pursuant to",
        policy=lambda: with_text("purpose", "We share good news.\nIt is kept pursuant to the rules.\n"),
        at="purpose",
        line=2,
    )
}


def test_a_long_sentence_is_pointed_at_whole() -> None:
    (finding,) = in_file(f"# Policy\n\nShort one. {LONG} Short again.\n", CHECK)
    assert finding.place.words == LONG
    assert "32 words" in finding.message
    assert finding.severity == "info"


def test_a_placeholder_counts_as_the_words_it_prints_as() -> None:
    said = "We " + "walk and " * 12 + "sing {{headteacher}}."
    assert in_file(f"# Policy\n\n{said}\n", CHECK) == []
    assert len(in_file(f"# Policy\n\nWe {said}\n", CHECK)) == 0
    assert len(in_file(f"# Policy\n\nOh we {said}\n", CHECK)) == 1


def test_a_list_under_a_colon_is_not_one_long_sentence() -> None:
    items = "".join(f"- walk and sing number {at};\n" for at in range(12))
    assert in_file(f"# Policy\n\nWe like to:\n\n{items}", CHECK) == []


@pytest.mark.parametrize(
    "said", ["hereinafter", "in accordance with", "Prior to", "aforementioned", "shall", "utilise"]
)
def test_lawyers_words_are_named_with_others_in_their_place(said: str) -> None:
    (finding,) = in_file(f"# Policy\n\n{said} the rules, so be kind.\n", CHECK)
    assert finding.place.words == said
    assert finding.mend.startswith("Write “")


def test_words_that_only_look_like_a_lawyer_s() -> None:
    assert in_file("# Policy\n\nSaid Tom: shall I post it? Here and after lunch we act on it.\n", CHECK) == []


def test_the_library_s_own_text_is_the_library_s_business() -> None:
    draft = school()
    as_is = {key for key, decision in draft.policy.decisions.items() if decision.mode == "as-is"}
    assert not as_is & {finding.place.id for finding in found(draft, CHECK)}


def test_a_very_long_clause_is_told_as_a_whole() -> None:
    draft = with_local("long-one", "Long one", "We sing and play and run.\n" * 60)
    (finding,) = [each for each in found(draft, CHECK) if each.place.id == "long-one"]
    assert "360 words" in finding.message
    assert finding.place.words == ""


HARD = (
    "Organisational accountability necessitates comprehensive documentation of institutional"
    " communication responsibilities.\n"
)


def test_a_reading_age_above_that_of_parents_is_told_for_what_they_read() -> None:
    draft = with_local("hard-one", "Hard one", HARD * 7)
    assert "reading age" in "".join(each.message for each in found(draft, CHECK) if each.place.id == "hard-one")
    everybody = with_text("purpose", HARD * 7)
    assert "reading age" in "".join(each.message for each in found(everybody, CHECK) if each.place.id == "purpose")


def test_a_clause_that_only_staff_read_may_be_harder() -> None:
    passage = Passage("clause", "x", HARD * 7, state="local")
    counted = readable._reading(passage, setting())
    clause = next(clause for clause in library().clauses.values() if not {"parents", "pupils"} & set(clause.readers))
    staff = Passage("clause", clause.id, HARD * 7, state="adapted")
    assert counted.age > 20
    assert list(readable._whole_clause(staff, counted, setting())) == []
    assert len(list(readable._whole_clause(passage, counted, setting()))) == 1


def test_a_file_s_reading_age_is_told_once() -> None:
    findings = in_file(f"# Policy\n\n{HARD * 5}\n## More\n\n{HARD * 5}", CHECK)
    assert [finding.place.kind for finding in findings if "reading age" in finding.message] == ["file"]


def test_the_rough_count_stays_within_a_year_of_the_exact_one() -> None:
    clauses = list(library().clauses.values())[::12]
    for clause in clauses:
        exact = reading(sentences(clause.body, library())).age
        rough = readable._reading(Passage("clause", clause.id, clause.body), setting()).age
        assert abs(exact - rough) < 1, clause.id


def test_the_sample_schools_are_told_of_length_and_of_nothing_else() -> None:
    for slug in ("oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"):
        findings = found(school(slug), CHECK)
        assert words(findings) == [""] * len(findings)
        assert all("his clause has" in finding.message for finding in findings)
