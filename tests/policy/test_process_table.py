"""The table of processes that a clause prints: the school's answers, its order, and nothing of the library's."""

from __future__ import annotations

from dataclasses import replace

from composer.policy.evidence import ProcessAnswer
from composer.session import Session
from composer.session.answering import Answering
from tests.checks.bench import TODAY, found, library, school, session, with_evidence

CLAUSE = "the-channel-that-counts"


def with_table(**answers: ProcessAnswer) -> Session:
    view = session(with_evidence(processes={key.replace("_", "-"): answer for key, answer in answers.items()}))
    view.pick(CLAUSE)
    return view


def printed(view: Session) -> str:
    return next(
        clause.text for section in view.document().sections for clause in section.clauses if clause.id == CLAUSE
    )


def rows(view: Session) -> list[str]:
    return [line for line in printed(view).splitlines() if line.startswith("|")][2:]


def test_each_process_in_use_is_a_row_in_the_order_of_the_school_s_file() -> None:
    view = with_table(
        trips=ProcessAnswer("yes", "the trip phone", "One picture after we are back"),
        lost_property=ProcessAnswer("no", "the office"),
        consultation=ProcessAnswer("later", "the survey"),
        absence=ProcessAnswer("yes", "the absence line", title="Being away"),
    )
    assert rows(view) == [
        "| Trips | The trip phone | One picture after we are back |",
        "| Being away | The absence line | Nothing so far |",
    ]
    assert "process_channels" not in {blank.name for blank in view.document().open_blanks}


def test_what_a_person_typed_stays_in_its_cell() -> None:
    view = with_table(trips=ProcessAnswer("yes", "a | b\n# c", "<b>*d*</b>"))
    assert rows(view) == [r"| Trips | A \| b # c | \<b\>\*d\*\</b\> |"]


def test_without_an_answer_the_table_is_a_blank_that_is_told_once() -> None:
    view = with_table()
    assert "To fill in: each process" in printed(view)
    assert [blank.name for blank in view.document().open_blanks] == ["process_channels"]
    (finding,) = found(view.draft, "unfilled-blank")
    assert (finding.place.id, finding.place.words) == (CLAUSE, "{{process_channels}}")
    assert "process_channels" not in {need.name for need in view.values_needed()}


def test_answering_keeps_the_name_so_that_a_library_with_other_words_changes_nothing() -> None:
    view = with_table()
    Answering(view).process("parents-evenings", ProcessAnswer("yes", "the booking page"))
    assert rows(view) == ["| Parents' evenings and reports | The booking page | Nothing so far |"]
    renamed = {key: replace(each, title="Else") for key, each in library().processes.items()}
    later = Session(view.draft, replace(library(), processes=renamed), today=TODAY)
    assert rows(later) == rows(view)


def test_the_channel_that_is_a_value_is_in_the_table_without_being_typed_twice() -> None:
    assert "absence_channel" in school().policy.values
    assert rows(with_table(absence=ProcessAnswer("yes"))) == ["| Absence | The absence line | Nothing so far |"]
