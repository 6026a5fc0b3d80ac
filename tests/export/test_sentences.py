"""The plain list of sentences: what went, what came, what changed, and why, on the small policy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from composer.export.making import report_of
from composer.export.markdown import approved
from composer.export.sentences import NOTHING, sentences_markdown
from composer.policy import decisions
from composer.policy.approval import Minuted
from composer.policy.problems import Problem
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft
    from composer.session import Session
    from tests.conftest import OpenSession

MINUTED = Minuted("Full governing body", "Autumn meeting", "12.3", TODAY, "IT lead")
WHO = "(IT lead, 22 November 2026)"


@pytest.fixture
def session(decided: Draft, open_session: OpenSession) -> Session:
    return open_session(decided)


def under(text: str, heading: str) -> list[str]:
    """The lines under a clause's heading."""
    found = text.split(f"### {heading}\n\n", 1)[1]
    return found.split("\n\n", 1)[0].rstrip("\n").split("\n")


def test_it_begins_with_what_is_compared_and_how_much_differs(session: Session) -> None:
    assert sentences_markdown(session).split("\n\n")[:4] == [
        "# What is different, sentence by sentence",
        "**Oakfield Primary School**",
        "Social media policy, beside A county's model policy, version 2026.1.",
        "Clauses: 1 adapted, 1 dropped, 1 added, 1 undecided. Sentences and list items: 2 removed, 1 added, 1 changed.",
    ]


def test_each_clause_that_differs_says_what_and_why(session: Session) -> None:
    session.set_value("channels", ("A", "B"))
    found = sentences_markdown(session)

    assert under(found, "2.1 Celebrating achievement") == [
        "- Changed: “We post good news on A and B.” became “We post good news on A and B every Friday.”",
        "- Removed: “We never use a surname.”",
        f"- Why: We post once a week. {WHO}",
    ]
    assert under(found, "Class livestreams (left out)") == [
        "- Removed: the whole clause (8 words). It said:",
        "  - “A class may be livestreamed after the Designated Safeguarding Lead agrees.”",
        f"- Why: We never livestream. {WHO}",
    ]
    assert under(found, "2.4 Former pupils' group") == [
        "- Added: the whole clause (8 words). It says:",
        "  - “Former pupils have a group of their own.”",
        f"- Why: They asked for one. {WHO}",
    ]
    assert under(found, "Every other service") == [
        "- Undecided: Nobody has decided about this clause, so it is not in the policy."
    ]
    assert "Purpose" not in found


def test_a_clause_that_only_moved_or_got_a_title(session: Session) -> None:
    session.move("safeguarding-first", before="facebook")
    draft = session.draft
    own = replace(draft.policy.decisions["purpose"], title="Why “we” do this")
    kept = {**draft.policy.decisions, "purpose": own}
    session.replace_draft(replace(draft, policy=replace(draft.policy, decisions=kept)), "retitled it")
    found = sentences_markdown(session)

    assert under(found, "Appendix A: Safeguarding comes first") == [
        "- Moved: it stands after “Why “we” do this” in “About this policy” in the model.",
        "- Decided: IT lead, 22 November 2026.",
    ]
    assert under(found, "1.1 Why “we” do this")[0] == "- Title: “Purpose” became “Why ‘we’ do this”."


def test_marks_of_markdown_are_not_read_out(session: Session) -> None:
    session.adapt(
        "purpose",
        "- **Who:** _all_ of us, see [the page](https://example.org/a_b)\n\n| For | Who |\n|---|---|\n| a | {{dsl}} |\n"
        "\n**At school:** {{dsl}}.\n"
        "\n1. 2 \\* 3 and __more__.\n",
        "We say so.",
    )
    added = [line for line in under(sentences_markdown(session), "1.1 Purpose") if line.startswith("- Added")]

    assert added == [
        "- Added: “Who: all of us, see the page (https://example.org/a\\_b)”",
        "- Added: “For; Who”",
        "- Added: “a; the Designated Safeguarding Lead”",
        "- Added: “At school: The Designated Safeguarding Lead.”",
        "- Added: “2 \\* 3 and more.”",
    ]


def test_sentences_that_moved_and_words_that_only_look_different(session: Session) -> None:
    first, second = session.text("purpose").rstrip("\n").split("\n")
    session.adapt("purpose", f"{second}\n{first}\n", "This order.")
    session.adapt("safeguarding-first", session.text("safeguarding-first").replace(".\n", ".\n\n\n"), "Airy.")
    found = sentences_markdown(session)

    assert under(found, "1.1 Purpose")[0].startswith("- Moved within the clause: “")
    assert under(found, "1.2 Safeguarding comes first")[0] == "- Layout: no word is different."
    assert "1 moved within their clause." in found


def test_nothing_differs(new_draft: Draft, library: Library, model: Model, open_session: OpenSession) -> None:
    draft = new_draft
    for clause_id in model.clause_ids:
        draft = decisions.pick(draft, library, model, clause_id, by="IT lead", on=TODAY)

    assert sentences_markdown(open_session(draft)).rstrip("\n").split("\n\n")[3:] == [NOTHING]


def test_since_the_approval(session: Session) -> None:
    session.approval = approved(session.document(), MINUTED)
    draft = session.draft
    session.replace_draft(replace(draft, policy=replace(draft.policy, title="Being online")), "renamed it")
    session.drop("register-of-accounts", "Too *much*.")
    found = sentences_markdown(session, since=True)

    assert "beside the policy approved on 22 November 2026." in found
    assert under(found, "Register of accounts (was 2.2, left out)") == [
        "- Removed: the whole clause (15 words). It said:",
        "  - “The school keeps a register, checked on \\[To fill in: When was it last checked?\\].”",
        f"- Why: Too \\*much\\*. {WHO}",
    ]
    assert under(found, "Title, school, owner and next review")[:2] == [
        "- Removed: “Policy: Social media policy”",
        "- Added: “Policy: Being online”",
    ]


def test_without_an_approval_there_is_nothing_to_compare_with(session: Session) -> None:
    with pytest.raises(Problem, match="not been approved"):
        sentences_markdown(session, since=True)


def test_a_whole_clause_has_as_many_words_as_in_the_report_of_the_changes(session: Session) -> None:
    counted = [line for line in sentences_markdown(session).split("\n") if "the whole clause (" in line]
    numbers = [line.split("(")[1].split(" ")[0] for line in counted]
    report = report_of(session)
    assert numbers == [
        str(entry.words_removed or entry.words_added) for entry in report.entries if entry.kind in {"dropped", "added"}
    ]
