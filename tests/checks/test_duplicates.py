"""The same thing said twice, and the everyday look-alikes of the library."""

from __future__ import annotations

from composer.checks.families.duplicates import near_duplicate
from composer.checks.subject import Passage, Subject
from tests.checks.bench import Seeded, found, in_file, library, school, setting, with_local

CHECK = "near-duplicate"


def said(clause_id: str) -> str:
    """The library's text of a clause."""
    return library().clauses[clause_id].body


SEEDED = {
    CHECK: Seeded(
        policy=lambda: with_local("once-more", "Once more", said("confidentiality").replace("never", "at no time")),
        at="once-more",
    )
}
OTHER = "The garden club meets on Mondays to sow beans and to count worms with the caretaker. " * 4


def test_the_later_of_the_two_names_the_earlier() -> None:
    (finding,) = found(with_local("once-more", "Once more", said("confidentiality")), CHECK)
    assert (finding.severity, finding.place.kind, finding.place.words) == ("info", "clause", "")
    assert "10 in 10" in finding.message
    assert "Keeping confidences" in finding.message


def test_a_part_of_a_longer_clause_is_a_duplicate_and_a_shared_sentence_is_none() -> None:
    paragraphs = said("confidentiality").strip().split("\n")
    half = "\n".join(paragraphs[: len(paragraphs) // 2])
    assert [finding.place.id for finding in found(with_local("half", "Half", half), CHECK)] == ["half"]
    assert found(with_local("sentence", "Sentence", f"{paragraphs[0]}\n{OTHER}"), CHECK) == []


def test_a_short_text_is_never_a_duplicate() -> None:
    short = "We tell parents on the school website before anything changes.\n"
    assert in_file(f"# One\n\n{short}\n# Two\n\n{short}", CHECK) == []


def test_two_sections_of_a_file() -> None:
    (finding,) = in_file(f"# One\n\n{OTHER}\n\n# Two\n\nOther words.\n\n# Three\n\n{OTHER}\n", CHECK)
    assert (finding.place.kind, finding.place.name) == ("file", "“Three”")
    assert "“One”" in finding.message


def test_the_library_s_look_alikes_are_told_apart() -> None:
    passages = [Passage("clause", clause.id, clause.body, clause.title) for clause in library().clauses.values()]
    assert list(near_duplicate(Subject(setting(), tuple(passages)))) == []


def test_the_sample_school_says_each_thing_once() -> None:
    assert found(school(), CHECK) == []
