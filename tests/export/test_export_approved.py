"""What is published: the approved text to the byte, or a text whose front says that it is not."""

from __future__ import annotations

from datetime import date

import pytest

from composer.export.markdown import approved, policy_markdown, published
from composer.policy.approval import Minuted, Standing, standing
from tests.export.test_export_markdown import made

MINUTED = Minuted("Full governing body | all", "Spring *term* meeting", "2027/14", date(2027, 3, 12), "IT lead")


def front(text: str) -> list[str]:
    return text.split("| About this policy | |\n|---|---|\n")[1].split("\n\n", maxsplit=1)[0].split("\n")


def test_the_approved_text_says_who_approved_it_when_and_where_it_is_minuted() -> None:
    document = made(owner="The head", next_review="1 May 2028")
    approval = approved(document, MINUTED)
    assert front(approval.text) == [
        "| School | Oakfield Primary School |",
        "| Policy | Social media policy |",
        "| Based on | A model, version 2026.1 |",
        "| Status | approved 12 March 2027 |",
        "| Owner | The head |",
        "| Approved by | Full governing body \\| all (Spring \\*term\\* meeting) |",
        "| Approved on | 12 March 2027 |",
        "| Minute reference | 2027/14 |",
        "| Next review due | 1 May 2028 |",
    ]
    plain = policy_markdown(document)
    assert "| Status | complete |\n" in plain
    assert approval.text.split("\n\n")[3:] == plain.split("\n\n")[3:]
    assert (approval.school, approval.model, approval.model_version) == (document.school, "A model", "2026.1")
    assert approval.recorded_by == "IT lead"
    assert "IT lead" not in approval.text


def test_an_approved_policy_is_published_to_the_byte_whatever_the_model_is_called_now() -> None:
    approval = approved(made(), MINUTED)
    now = made(text="We post\ngood  news.", model_title="Another model", undecided=("new",), undecided_titles=("New",))
    assert published(now, standing(approval, now)) == approval.text
    assert policy_markdown(now, MINUTED.front) != approval.text


def test_a_policy_that_changed_says_so_at_its_front() -> None:
    now = made(text="We post no news.")
    text = published(now, standing(approved(made(), MINUTED), now))
    assert "We post no news." in text
    assert "| Status | complete |" in front(text)
    assert "| Approved by | not yet: changed since approval on 12 March 2027 |" in front(text)
    assert "| Approved on | *not yet* |" in front(text)
    assert "| Minute reference | *not yet* |" in front(text)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Standing("none"), "*not yet*"),
        (Standing("trouble", None, "oh"), "not known: the record of the last approval is damaged"),
    ],
)
def test_a_policy_without_a_record_claims_nothing(state: Standing, said: str) -> None:
    text = published(made(), state)
    assert f"| Approved by | {said} |" in front(text)
    assert "| Approved on | *not yet* |" in front(text)
    assert published(made(), Standing("none")) == policy_markdown(made())
