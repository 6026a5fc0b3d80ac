"""What stands beside a departure, on the small policy: what the school decided, why, who and when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from composer.export.markdown import approved
from composer.export.page import Note
from composer.export.redline import policy_redline
from composer.policy.approval import Minuted
from composer.policy.decisions import note_reason
from composer.policy.problems import Problem
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.export.page import Page
    from composer.policy.policy import Draft
    from composer.session import Session
    from tests.conftest import OpenSession

MINUTED = Minuted("Full governing body", "Autumn meeting", "12.3", TODAY, "IT lead")


@pytest.fixture
def session(decided: Draft, open_session: OpenSession) -> Session:
    return open_session(decided)


def notes(page: Page) -> dict[tuple[str, str], Note]:
    """The note at each heading that has one, by the clause (or the section's title) and the heading's mark."""
    assert all(len(block.notes) <= 1 for block in page.blocks)
    return {(block.key or block.text, block.mark): block.notes[0] for block in page.blocks if block.notes}


def said(session: Session, clause_id: str, mark: str = "same", *, since: bool = False) -> str:
    return notes(policy_redline(session, since=since))[clause_id, mark].text


def test_every_kind_of_departure_against_the_model(session: Session) -> None:
    session.pick("comments-closed")
    found = notes(policy_redline(session))

    assert found == {
        ("celebrating-achievement", "same"): Note("Adapted: We post once a week.", "IT lead", TODAY),
        ("class-livestreams", "del"): Note("Left out: We never livestream.", "IT lead", TODAY),
        ("former-pupils", "ins"): Note("Added, the school's own: They asked for one.", "IT lead", TODAY),
        ("comments-closed", "ins"): Note("Added from the library.", "IT lead", TODAY),
        ("other-services", "del"): Note(
            "Undecided: nobody has decided about this clause, so it is not in the policy.", "", None
        ),
    }


def test_a_reason_that_is_missing_is_said_to_be(session: Session) -> None:
    session.edit("purpose", "Ours.\n")
    session.edit("having-a-say", "Ours.\n")

    assert said(session, "purpose") == "Adapted. No reason is given yet."
    assert said(session, "having-a-say", "ins") == "Added from the library and adapted. No reason is given yet."


def test_what_changing_a_clause_means_is_said(session: Session) -> None:
    session.adapt("safeguarding-first", "Staff should.\n", "We say so.")

    assert said(session, "safeguarding-first") == (
        "Adapted: We say so.\nTake care: set by law or statutory guidance: take advice before changing it."
    )


def test_a_move_is_told_at_both_places_once_with_its_reason(session: Session) -> None:
    session.move("safeguarding-first", before="facebook")
    noted = note_reason(session.draft, "safeguarding-first", "It belongs to the page.", by="IT lead", on=TODAY)
    session.replace_draft(noted, "noted why")
    found = notes(policy_redline(session))

    assert found["safeguarding-first", "del"].text.startswith("Moved: it now stands as Appendix A in “Appendices”.")
    assert found["safeguarding-first", "ins"] == Note(
        "Moved: it stood as 1.2 in “About this policy”.\nWhy: It belongs to the page.", "IT lead", TODAY
    )


def test_since_the_approval(session: Session) -> None:
    session.approval = approved(session.document(), MINUTED)
    assert notes(policy_redline(session, since=True)) == {}

    session.set_value("governing_body", "the board")
    session.set_value("dsl", "Ms Ash")
    session.adapt("register-of-accounts", "The register is kept.\n", "Shorter.")
    session.drop("comments-open", "Too much.")
    session.pick("other-services")
    page = policy_redline(session, since=True)
    found = {key: note.text for key, note in notes(page).items()}

    assert found == {
        ("About this policy", "same"): "Changed: another value or dated fact is filled in",
        ("purpose", "same"): "Changed: another value or dated fact is filled in",
        ("register-of-accounts", "same"): "Changed: Shorter.",
        ("comments-open", "del"): "Left out: Too much.",
        ("other-services", "ins"): "Added: taken from the model",
    }
    assert page.against == "the policy approved on 22 November 2026"


def test_values_are_no_change_against_the_model(session: Session) -> None:
    before = policy_redline(session)
    session.set_value("governing_body", "the board")

    def marks(page: Page) -> list[str]:
        return [block.mark for block in page.blocks]

    assert marks(policy_redline(session)) == marks(before)


def test_without_an_approval_there_is_nothing_to_compare_with(session: Session) -> None:
    with pytest.raises(Problem, match="not been approved"):
        policy_redline(session, since=True)


def test_a_title_of_the_school_is_marked(session: Session) -> None:
    own = replace(session.policy.decisions["celebrating-achievement"], title="Celebrating together")
    draft = session.draft
    decisions = {**draft.policy.decisions, "celebrating-achievement": own}
    session.replace_draft(replace(draft, policy=replace(draft.policy, decisions=decisions)), "retitled it")

    head = next(block for block in policy_redline(session).blocks if block.key == "celebrating-achievement")

    assert [(each.mark, each.text) for each in head.words] == [
        ("same", "Celebrating "),
        ("del", "achievement"),
        ("ins", "together"),
    ]
