"""The evidence is made of what the school recorded, says what was not recorded, and is safe and the same each time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from composer.compare.deviations import counts
from composer.export.evidence import Aside, evidence_markdown, still_open
from composer.policy.approval import Minuted
from composer.policy.evidence import Consultation, DeviceAnswer, Evidence, ProcessAnswer, ScenarioAnswer, SetAside
from composer.session import Session
from tests.checks.bench import (
    TODAY,
    library,
    school,
    session,
    with_evidence,
    with_policy,
    with_profile,
    with_text,
    with_values,
)

if TYPE_CHECKING:
    from composer.policy.policy import Draft

HEADINGS = [
    "Our school and its community",
    "Who was asked, and what changed because of it",
    "Where we depart from the model, and why",
    "Situations in which roles cross",
    "What the school does anyway, and its one channel",
    "Devices: benefits, risks, measures and owners",
    "Findings of the checks that were set aside",
    "Dated facts and their sources",
    "Related policies",
    "Review plan",
    "How far the policy is our own",
    "Commentary by aspect",
]
NASTY = "A | b <script>alert(1)</script>\n# not a heading [x](javascript:y) *bold* `code` ![i](http://x)"


def empty() -> Draft:
    """A policy about which nothing is recorded."""
    draft = school()
    bare = replace(draft.policy, values={}, sections={}, decisions={}, evidence=Evidence())
    return with_profile(replace(draft, policy=bare), platforms=(), has={})


def part(text: str, heading: str, level: int = 2) -> str:
    """What stands under one heading."""
    found = re.split(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))[heading]


@pytest.fixture(scope="module")
def made() -> str:
    return evidence_markdown(session())


def test_every_part_is_there_in_order_and_the_front_says_whose_it_is(made: str) -> None:
    assert [each for each in re.findall(r"^## (.+)$", made, re.MULTILINE) if each in HEADINGS] == HEADINGS
    front = made.split("\n## ", maxsplit=1)[0]
    assert "| School | Oakfield Primary School |" in front
    assert "| Based on | A county's model social media policy, version 2026.2 |" in front
    assert "| Approval | Not approved yet |" in front


def test_the_same_policy_gives_the_same_bytes(made: str) -> None:
    assert evidence_markdown(session()) == made
    assert made.endswith("\n")
    assert not made.endswith("\n\n")


def test_an_approved_policy_says_by_whom() -> None:
    from composer.export.markdown import approved

    view = session()
    view.approval = approved(view.document(), Minuted("Full governing body", "Spring", "2026/3", TODAY, "the clerk"))
    text = evidence_markdown(view)
    assert "| Approval | Approved 22 November 2026 |" in text
    assert "| Last approved by | Full governing body (Spring) on 22 November 2026, minute 2026/3 |" in text
    assert "- Approval: approved 22 November 2026" in part(text, "Review plan")


def test_the_context_is_the_profile_and_the_school_s_own_words(made: str) -> None:
    said = part(made, "Our school and its community")
    assert "| Roll | 140 |" in said
    assert "| Services it uses | Facebook and WhatsApp |" in said
    assert "> Half of the people who work here are parents of children at the school" in said


def test_who_was_asked_and_what_changed(made: str) -> None:
    said = part(made, "Who was asked, and what changed because of it")
    assert said.count("| Parents and carers |") == 2
    assert "| 13 October 2026 | Every class has its own week on the page" in said
    assert "Not asked" not in said
    log = {"a": Consultation("parents"), "b": Consultation("the bishop", "a letter", changed="A comma.")}
    said = part(
        evidence_markdown(session(with_evidence(consultations=log))), "Who was asked, and what changed because of it"
    )
    assert "| Parents and carers | parents | not recorded | not recorded | Nothing is recorded as changed. |" in said
    assert "| Others | the bishop | a letter | not recorded | A comma. |" in said
    assert "**Not asked:** pupils, staff and the recognised unions." in said


def test_each_departure_has_its_reason_or_says_that_none_is_recorded(made: str) -> None:
    said = part(made, "Where we depart from the model, and why")
    number = counts(session().comparison())
    assert f"{number['as-is']} as the model has them · {number['adapted']} adapted · " in said
    assert f" · {number['dropped']} left out · " in said
    assert "| Livestreaming lessons and events | left out (+0 −214 words) | We have never streamed a lesson" in said
    assert "| Appendix A Facebook | adapted" in said
    draft = school()
    silent = replace(draft.policy.decisions["class-livestreams"], reason="", decided_by="", decided_on=None)
    decisions = {**draft.policy.decisions, "class-livestreams": silent}
    said = evidence_markdown(session(with_policy(draft, decisions=decisions)))
    assert "| Livestreaming lessons and events | left out (+0 −214 words) | not recorded | not recorded |" in said


def test_every_situation_has_a_row_and_every_clause_its_situations(made: str) -> None:
    said = part(made, "Situations in which roles cross")
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", said, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, len(library().scenarios) + 1))
    assert "| 5.1 Staff who are also parents at the school | 1, 3" in said
    clauses = re.findall(r"^\| ((?:\d+\.\d+|Appendix) .+?) \| [\d, ]+ \|$", said, re.MULTILINE)
    numbers = [[int(part) for part in clause.split(" ")[0].split(".")] for clause in clauses if clause[0].isdigit()]
    assert numbers == sorted(numbers)


def test_a_situation_that_is_open_stands_at_the_front_and_in_its_row() -> None:
    draft = school()
    scenarios = {**draft.policy.evidence.scenarios, "own-child-at-school": ScenarioAnswer("open")}
    text = evidence_markdown(session(with_evidence(scenarios=scenarios)))
    title = library().scenarios["own-child-at-school"].title
    assert f"- {title}" in part(text, "What stands open")
    assert f"| {title} | parent, employee | ? open |" in text


def test_processes_tell_channel_and_clause(made: str) -> None:
    said = part(made, "What the school does anyway, and its one channel")
    assert "| Reporting an absence | ✓ used | The absence line, by call or text, before 8.45 am |" in said
    assert "| 3.1 Reporting an absence | Who posts: The office manager;" in said
    assert "| Clubs, teams and fixtures | ✓ used | The school's text and email service |" in said
    answer = {"lost-property": ProcessAnswer("yes")}
    said = evidence_markdown(session(with_evidence(processes=answer)))
    assert "| Lost property | ? open |  |  |  | it is used, and no authoritative channel is named |" in said
    assert "| Quiet hours for staff | ? open |  |  |  | it has no answer yet |" in said


def test_devices_are_a_table_with_owners_and_what_is_not_spoken_of(made: str) -> None:
    said = part(made, "Devices: benefits, risks, measures and owners")
    row = "| A school device is lost | ✓ has a measure | 6.3 Staff devices and taking pictures | The IT lead |  |"
    assert row in said
    assert "Not spoken of in this policy: Somebody has to explain a private need" in said
    draft = with_evidence(devices={"attention": DeviceAnswer(because="Nobody has a phone.")})
    said = evidence_markdown(session(draft))
    assert "| – does not arise here |  |  | Nobody has a phone. |" in said


def test_findings_set_aside_are_told_with_reason_and_name() -> None:
    heading = "Findings of the checks that were set aside"
    none = with_evidence(set_aside={})
    assert part(evidence_markdown(session(none)), heading).strip() == "No finding of the checks was set aside."
    asides = [
        Aside("It names another school", "2.1 | Aims", "A partner.", "the head", date(2026, 11, 3)),
        Aside("a", "b", "c"),
    ]
    said = part(evidence_markdown(session(none), asides), heading)
    assert "no longer count" not in said
    assert "| It names another school | 2.1 \\| Aims | A partner. | the head, 3 November 2026 |" in said
    assert "| a | b | c | nobody named |" in said
    outgrown = with_evidence(set_aside={key: SetAside("a", "clause", "b", "", "c") for key in ("a-1", "a-2")})
    assert part(evidence_markdown(session(outgrown)), heading).strip() == (
        "2 answers that were given to findings no longer count: the text has changed since, or nobody is named.\n\n"
        "No finding of the checks is set aside."
    )
    said = part(evidence_markdown(session(outgrown), asides[1:]), heading)
    assert said.startswith("\n\n1 answer that was given to findings no longer counts:")
    assert "| a | b | c | nobody named |" in said


def test_facts_are_those_that_the_text_uses_with_source_and_expiry(made: str) -> None:
    said = part(made, "Dated facts and their sources")
    fact = library().facts["kcsie-edition"]
    assert f"| {fact.value} (kcsie-edition) | 22 November 2026 | 31 January 2027 |" in said
    assert "(unverified) | 1.7 |" in said
    assert "estyn" not in said.casefold()
    late = session(today=date(2027, 2, 1))
    assert "31 January 2027, which has passed" in evidence_markdown(late)
    draft = school()
    facts = {**draft.lock.facts, "kcsie-edition": replace(draft.lock.facts["kcsie-edition"], value="the old edition")}
    old = replace(draft, lock=replace(draft.lock, facts=facts))
    assert f"The library now says: {fact.value}" in evidence_markdown(session(old))


def test_the_review_plan_has_every_date_and_the_model(made: str) -> None:
    said = part(made, "Review plan")
    assert "- Next review of the policy: 1 November 2027" in said
    assert "- Model: the policy rests on the newest version" in said
    assert "| 31 May 2027 | Reason for “Facebook” | look at the decision again |" in said
    assert "| 31 January 2027 | Fact “kcsie-edition” | confirm the fact |" in said
    unknown = replace(school(), lock=replace(school().lock, model_version=""))
    assert "nothing is recorded about the version" in part(evidence_markdown(session(unknown)), "Review plan")
    older = replace(school(), lock=replace(school().lock, model_version="2025.1"))
    said = part(evidence_markdown(session(older)), "Review plan")
    assert "the policy rests on version 2025.1, and version 2026.2 waits to be taken in" in said
    late = part(evidence_markdown(session(today=date(2027, 11, 2))), "Review plan")
    assert "- Next review of the policy: 1 November 2027, which has passed" in late


def test_fit_is_figures_and_no_mark(made: str) -> None:
    said = part(made, "How far the policy is our own")
    assert session().fit().shares.in_words in said
    assert re.search(r"\| Governance \| \+{8}-- \d+ enable · \d+ forbid \|", said)
    assert "score" not in said


def test_a_commentary_for_each_aspect_quotes_what_was_recorded(made: str) -> None:
    for aspect in library().aspects.values():
        assert f"### {aspect.title}" in made
    said = part(made, "Social media", 3)
    assert "2.1 What we use social media for was adapted: “Families told us in the survey" in said
    assert "“Which social media accounts does the school run?” The school's Facebook page." in said
    assert "Asked on 13 October 2026: pupils (two School Council meetings, and a show of hands" in said
    assert "Of the situations in which roles cross, numbered as above, 1, 2, 3," in said
    assert "What changed: “Every class has its own week on the page" in said
    assert (
        "In the school's words, situation 1: “Half of us are in such a group, so this is an ordinary Tuesday here.”"
        in said
    )
    assert "Reporting an absence (The absence line, by call or text, before 8.45 am)" in said
    assert "Nothing is recorded about filtering." in part(made, "Filtering", 3)
    said = part(made, "Self-evaluation", 3)
    assert "“On what date is this policy next reviewed?” 1 November 2027." in said
    assert "Nothing" not in said
    own = "Name each where it belongs: 3.5 The minibus, and places without a signal and 5.12 Help between languages."
    assert own in part(made, "Commentary by aspect")
    assert "level the school reaches" in made
    assert not re.search(r"level [1-5]|benchmark", made)


def test_where_nothing_is_recorded_it_says_so_and_invents_nothing() -> None:
    text = evidence_markdown(session(empty()))
    for aspect in library().aspects.values():
        heading = f"{aspect.title} ({aspect.strand})" if aspect.strand else aspect.title
        said = part(text, heading, 3)
        assert f"Nothing is recorded about {aspect.about}." in said, heading
        assert "The policy" not in said
        assert "answers" not in said
    for said in (
        "Nothing is recorded about the school's own context in its own words.",
        "Nothing is recorded about anybody having been asked.",
        "Nothing is recorded about the school's related policies.",
        "Nothing is recorded about the next review of the policy",
        "The text uses no dated fact.",
        "The policy says nothing of what devices are good for.",
    ):
        assert said in text, said


def test_a_library_without_lists_says_so() -> None:
    bare = replace(library(), scenarios={}, processes={}, devices={}, benefits={}, groups={}, aspects={})
    text = evidence_markdown(Session(empty(), bare, today=TODAY))
    assert "The library lists no situations" in text
    assert "The library lists no processes." in text
    assert "The library has no list of devices." in text
    assert "The library lists no aspects." in text


def test_text_of_people_means_itself_wherever_it_stands() -> None:
    log = {"a": Consultation(NASTY, NASTY, changed=NASTY)}
    draft = with_evidence(
        with_values(with_text("purpose", "We post.\n"), local_context=NASTY, main_channel="a | <b>"),
        consultations=log,
        scenarios={"own-child-at-school": ScenarioAnswer("settled", ("purpose",), NASTY)},
        processes={"absence": ProcessAnswer("yes", NASTY, NASTY, NASTY)},
        devices={"attention": DeviceAnswer(("purpose",), NASTY, NASTY)},
    )
    draft = with_profile(draft, name="A *school* | <i>")
    text = evidence_markdown(session(draft), [Aside(NASTY, NASTY, NASTY, NASTY)])
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = reader.parse(text)
    inline = [child.type for token in tokens for child in token.children or ()]
    assert not {"html_inline", "image", "link_open", "code_inline"} & set(inline)
    assert not any(token.type in {"html_block", "fence", "code_block"} for token in tokens)
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    assert not any("not a heading" in heading for heading in headings)
    widths = {len(re.findall(r"(?<!\\)\|", line)) for line in part(text, HEADINGS[1]).splitlines() if "|" in line}
    assert len(widths) == 1


def test_what_stands_open_is_told_in_lines() -> None:
    answers = {key: ScenarioAnswer("does-not-apply", because="No.") for key in library().scenarios}
    answers["own-child-at-school"] = ScenarioAnswer("open")
    processes = {key: ProcessAnswer("no") for key in library().processes}
    (left,) = still_open(session(with_evidence(scenarios=answers, processes=processes, devices={})))
    assert left == "1 situation in which roles cross still open"
    nothing = still_open(session(empty()))
    assert nothing == (
        f"{len(library().scenarios)} situations in which roles cross still open",
        f"{len(library().processes)} processes without an answer or a channel",
        "not asked: pupils, staff, parents and carers and the recognised unions",
    )
    draft = with_evidence(devices={"attention": DeviceAnswer(measures=("private-messages",))})
    assert "1 risk of devices without a measure" in still_open(session(draft))
