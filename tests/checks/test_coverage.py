"""Gaps: what is needed here and nobody speaks of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from composer.policy.policy import Decision
from composer.policy.problems import Problem
from composer.policy.scenarios import Topic
from composer.store.library_data import read_topics
from tests.checks.bench import (
    PLAIN,
    REPOSITORY,
    Seeded,
    found,
    in_file,
    library,
    school,
    with_local,
    with_policy,
    with_profile,
)

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.policy import Draft

CHECK = "topic-gap"


def without(clause_id: str, reason: str = "") -> Draft:
    """The sample school with a clause dropped."""
    draft = school()
    dropped = Decision("dropped", reason=reason)
    return with_policy(draft, decisions={**draft.policy.decisions, clause_id: dropped})


SEEDED = {CHECK: Seeded(policy=lambda: without("review-and-triggers"), at="G14")}


def gaps(draft: Draft) -> dict[str, str]:
    """The severity of each gap by its topic."""
    return {finding.place.id: finding.severity for finding in found(draft, CHECK)}


def test_a_required_topic_without_a_clause_stands_in_the_way() -> None:
    assert gaps(without("review-and-triggers"))["G14"] == "block"
    (finding,) = [each for each in found(without("review-and-triggers"), CHECK) if each.place.id == "G14"]
    assert "Review" in finding.message
    assert "dropped" in finding.message
    assert "“" in finding.mend


def test_a_school_that_gave_its_reason_is_asked_and_not_stopped() -> None:
    assert gaps(without("review-and-triggers", "The governors' plan has the review dates."))["G14"] == "warn"


def test_a_recommended_topic_is_a_question() -> None:
    assert gaps(without("whistleblowing-protected"))["H05"] == "warn"


def test_what_the_school_says_in_its_own_words_counts() -> None:
    said = "The headteacher goes through this policy every summer, and the next review is in July.\n"
    assert "G14" not in gaps(with_local("looking-again", "Looking again", said, draft=without("review-and-triggers")))
    other = with_local("gardens", "Gardens", "We grow beans.\n", draft=without("review-and-triggers"))
    assert "G14" in gaps(other)


def test_an_undecided_clause_is_no_gap_yet() -> None:
    draft = school()
    left = {key: decision for key, decision in draft.policy.decisions.items() if key != "review-and-triggers"}
    assert "G14" not in gaps(with_policy(draft, decisions=left))


def test_the_need_follows_the_kind_of_school() -> None:
    topic = Topic("X06", "Adult pupils", "Roles", "…", "recommended", ("has:sixth_form", "phase:16-plus"), ("england",))
    assert topic.needed_by(PLAIN) == ""
    assert topic.needed_by(replace(PLAIN, has={"sixth_form": True})) == "recommended"
    assert topic.needed_by(replace(PLAIN, phase="16-plus")) == "recommended"
    assert topic.needed_by(replace(PLAIN, phase="16-plus", nation="wales")) == ""
    dropped = without("under-age-accounts")
    assert "R13" in gaps(dropped)
    assert "R13" not in gaps(with_profile(dropped, phase="nursery"))


def test_a_file_is_asked_for_required_topics_only_and_by_words() -> None:
    found_in = in_file("# Social media policy\n\nOur aim is to share good news.\n", CHECK)
    named = {finding.message for finding in found_in}
    assert any("Review cycle" in each for each in named)
    assert not any("Purpose" in each or "Training" in each for each in named)
    assert {(finding.severity, finding.place.kind) for finding in found_in} == {("warn", "file")}
    reviewed = in_file("# Social media policy\n\nIt is reviewed every year.\n", CHECK)
    assert not any("Review cycle" in each.message for each in reviewed)


def test_only_what_a_careful_reader_would_ask_for_is_missing_in_the_samples() -> None:
    assert {slug: gaps(school(slug)) for slug in ("oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd")} == {
        "oakfield-primary": {"G13": "warn"},
        "fenmoor-academy": {},
        "ysgol-maes-yr-ehedydd": {"G13": "warn"},
    }


def test_every_needed_topic_has_a_clause_and_words() -> None:
    covered = {topic for clause in library().clauses.values() for topic in clause.topics}
    needed = [topic for topic in library().topics.values() if topic.need]
    assert {topic.id for topic in needed} <= covered
    assert all(topic.words for topic in needed)
    assert {"required", "recommended"} == {topic.need for topic in needed}


TOPIC = '[topic.G01]\ntitle = "T"\ngroup = "G"\nasks = "A."\n'


def test_a_topic_s_need_is_read_and_may_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "topics.toml").write_text(TOPIC, encoding="utf-8")
    assert read_topics(tmp_path)["G01"] == Topic("G01", "T", "G", "A.")
    more = 'need = "required"\nwhen = ["phase:primary"]\nnations = ["wales"]\nwords = ["look  again"]\n'
    (tmp_path / "topics.toml").write_text(TOPIC + more, encoding="utf-8")
    read = read_topics(tmp_path)["G01"]
    assert read == Topic("G01", "T", "G", "A.", "required", ("phase:primary",), ("wales",), ("look again",))


@pytest.mark.parametrize(
    "bad", ['need = "perhaps"', 'when = ["phase:moon"]', 'nations = ["france"]', 'words = ["a"]', "need = 3"]
)
def test_a_wrong_need_is_told_with_its_line(tmp_path: Path, bad: str) -> None:
    (tmp_path / "topics.toml").write_text(f"{TOPIC}{bad}\n", encoding="utf-8")
    with pytest.raises(Problem) as problem:
        read_topics(tmp_path)
    assert problem.value.line == 5


def test_the_shipped_topics_can_be_read() -> None:
    assert len(read_topics(REPOSITORY / "clauses")) == 89


def test_a_blank_counts_as_what_it_prints_and_not_as_its_name() -> None:
    others = {key for key, clause in library().clauses.items() if "R06" in clause.topics}
    draft = school()
    for key in others & draft.policy.decisions.keys():
        dropped = Decision("dropped", reason="In the code.")
        draft = with_policy(draft, decisions={**draft.policy.decisions, key: dropped})
    assert "R06" in gaps(with_local("ours", "Ours", "Ask {{communications_lead}}.\n", draft=draft))
    assert "R06" not in gaps(with_local("ours", "Ours", "On contact with {{pupils}}.\n", draft=draft))
