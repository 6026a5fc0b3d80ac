"""Commands about what a policy has to have thought of: scenarios, processes and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.looking import json_option
from composer.cli.output import count, json_out, note, out
from composer.policy.scenarios import covered_by, of_library, settled_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.cli.desk import Desk, Opened
    from composer.policy.clause import Clause
    from composer.policy.library import Library
    from composer.policy.scenarios import Process, Scenario
    from composer.policy.standing import Named, ProcessState, ScenarioState

_NAMED = "clauses (id, title, number: empty where it does not print)"


@command(
    "scenarios",
    "List situations in which roles cross, and what settles each.",
    example="scenarios\nscenarios oakfield-primary",
    keys="a list of id, title, roles, risk, asks, topics; without SCHOOL also clauses (id, title); with SCHOOL also "
    f"state (settled, does-not-apply or open), because, {_NAMED}, could_settle and offered (the same, for an open one: "
    "clauses of this policy, and of the library).",
)
@click.argument("school", required=False)
@json_option
@click.pass_obj
def scenarios_command(desk: Desk, school: str | None, *, as_json: bool) -> int:
    """List the scenarios of the library with the clauses that settle each, or how each stands in SCHOOL's policy.

    Answer one with answer-scenario, or by hand in policy.toml: [scenario.ID] with answer, clauses and because.
    The exit status is 1 when a scenario of SCHOOL is open.
    """
    if school is None:
        _list_scenarios(desk.library, as_json=as_json)
        return 0
    opened = desk.open(school)
    opened.tell_trouble()
    states = opened.session.scenarios()
    _tell_fallen(opened)
    if as_json:
        json_out([_scenario_state(each) for each in states])
    else:
        _print_scenarios(states, school)
    return 1 if any(each.state == "open" for each in states) else 0


def _list_scenarios(library: Library, *, as_json: bool) -> None:
    clauses = _by_id(library)
    settling = settled_by(clauses.values())
    scenarios = library.scenarios.values()
    if as_json:
        json_out(
            [{**_about_scenario(each), "clauses": _titles(settling.get(each.id, ()), clauses)} for each in scenarios]
        )
        return
    for each in scenarios:
        out(f"{each.title} ({each.id})")
        out(f"    {_told(settling.get(each.id, ()), clauses) or 'no clause of the library settles it'}")
    lacking = sum(each.id not in settling for each in scenarios)
    out(_closing(len(scenarios), "scenario", lacking, "settled"))


def _print_scenarios(states: Sequence[ScenarioState], school: str) -> None:
    from composer.policy.standing import ANSWER_IN_WORDS, ANSWER_SIGNS, tally

    for each in states:
        out(f"{ANSWER_SIGNS[each.state]} {ANSWER_IN_WORDS[each.state]}: {each.scenario.title} ({each.scenario.id})")
        if each.state == "settled":
            out(f"    by {_names(each.clauses)}" + (f": {_line(each.because)}" if each.because else ""))
        elif each.because:
            said = _line(each.because)
            out(f"    because {said}" if each.state == "does-not-apply" else f"    {said}")
        if each.could:
            out(f"    this policy has: {_names(each.could)}")
        if each.offered:
            out(f"    the library has: {_names(each.offered)}")
    if not states:
        out("The library has no scenarios.")
        return
    out(f"{tally(states)}.")
    if any(each.state == "open" for each in states):
        how = "--settled-by CLAUSE, or --does-not-apply REASON"
        out(f"Answer one with: policy-composer answer-scenario {school} ID {how}")


def _scenario_state(each: ScenarioState) -> dict[str, object]:
    return {
        **_about_scenario(each.scenario),
        "state": each.state,
        "because": each.because,
        "clauses": [_named(clause) for clause in each.clauses],
        "could_settle": [_named(clause) for clause in each.could],
        "offered": [_named(clause) for clause in each.offered],
    }


def _about_scenario(each: Scenario) -> dict[str, object]:
    return {
        "id": each.id,
        "title": each.title,
        "roles": list(each.roles),
        "risk": each.risk,
        "asks": each.asks,
        "topics": list(each.topics),
    }


def _tell_fallen(opened: Opened) -> None:
    """Say on standard error which answers name a clause that the policy does not print, each with its line."""
    from composer.store.evidence_file import fallen_in

    for problem in fallen_in(opened.stored, opened.session.library):
        note(str(problem))


@command(
    "processes",
    "List what the school does anyway, its channel, and what social media does for it.",
    example="processes\nprocesses oakfield-primary",
    keys="a list of id, title, helps, asks, topics, words; without SCHOOL also clause (id, title, or null); with "
    "SCHOOL also state (yes, no, later or open), because, channel, channel_from (the value it comes from; empty where "
    "the answer says it), social_media, who_posts, wrong_channel, other_policy, other_route, differs (from what the "
    "clause prints), clause (id, title, number: empty where it does not print; or null), said (whether "
    "the words still stand in that clause).",
)
@click.argument("school", required=False)
@json_option
@click.pass_obj
def processes_command(desk: Desk, school: str | None, *, as_json: bool) -> int:
    """List the processes of the library with the clause that settles each, or how each stands in SCHOOL's policy.

    Answer one with answer-process, or by hand in policy.toml: [process.ID] with use, channel and social_media.
    The exit status is 1 when a process of SCHOOL has no answer, or is used and has no channel.
    """
    if school is None:
        _list_processes(desk.library, as_json=as_json)
        return 0
    opened = desk.open(school)
    opened.tell_trouble()
    states = opened.session.processes()
    if as_json:
        json_out([_process_state(each) for each in states])
    else:
        _print_processes(states, school)
    return 1 if any(each.state == "open" for each in states) else 0


def _list_processes(library: Library, *, as_json: bool) -> None:
    clauses = _by_id(library)
    processes = library.processes.values()
    if as_json:
        json_out([{**_about_process(each), "clause": _title(each.clause, clauses)} for each in processes])
        return
    for each in processes:
        out(f"{each.title} ({each.id})")
        out(f"    {_told([each.clause], clauses) if each.clause else 'no clause of the library speaks of it'}")
    out(_closing(len(processes), "process", sum(not each.clause for each in processes), "spoken of"))


def _print_processes(states: Sequence[ProcessState], school: str) -> None:
    from composer.policy.standing import STANDING_IN_WORDS, STANDING_SIGNS, process_tally

    for each in states:
        out(f"{STANDING_SIGNS[each.state]} {STANDING_IN_WORDS[each.state]}: {each.process.title} ({each.process.id})")
        if each.because:
            out(f"    {each.because}")
        for question, answer in each.told:
            out(f"    {question}: {_line(answer)}")
        if each.differs:
            out(f"    {each.differs}")
        out(f"    {each.clause_told}")
    if not states:
        out("The library has no processes.")
        return
    out(f"{process_tally(states)}.")
    if any(each.state == "open" for each in states):
        out(f"Answer one with: policy-composer answer-process {school} ID --use yes|no|later --channel TEXT")


def _process_state(each: ProcessState) -> dict[str, object]:
    answers = ("social_media", "who_posts", "wrong_channel", "other_policy", "other_route")
    return {
        **_about_process(each.process),
        "state": each.state,
        "because": each.because,
        "channel": each.channel,
        "channel_from": each.channel_from,
        "differs": each.differs,
        **{key: getattr(each.answer, key) if each.answer is not None else "" for key in answers},
        "clause": _named(each.clause) if each.clause is not None else None,
        "said": each.said,
    }


def _about_process(each: Process) -> dict[str, object]:
    return {
        "id": each.id,
        "title": each.title,
        "helps": each.helps,
        "asks": each.asks,
        "topics": list(each.topics),
        "words": each.words,
    }


@command(
    "topics",
    "List the topics a policy may speak of, and the clauses that cover each.",
    example="topics",
    keys="a list of id, title, group, asks, clauses (id, title).",
)
@json_option
@click.pass_obj
def topics_command(desk: Desk, *, as_json: bool) -> None:
    """List the topics of the library, each with the clauses that cover it."""
    clauses = _by_id(desk.library)
    covering = covered_by(clauses.values())
    topics = desk.library.topics.values()
    if as_json:
        json_out(
            [
                {
                    "id": each.id,
                    "title": each.title,
                    "group": each.group,
                    "asks": each.asks,
                    "clauses": _titles(covering.get(each.id, ()), clauses),
                }
                for each in topics
            ]
        )
        return
    group = ""
    for each in topics:
        if each.group != group:
            if group:
                out()
            group = each.group
            out(group)
        out(f"  {each.id}  {each.title}")
        out(f"       {_told(covering.get(each.id, ()), clauses) or 'no clause of the library covers it'}")
    out(_closing(len(topics), "topic", sum(each.id not in covering for each in topics), "covered"))


def _closing(number: int, noun: str, lacking: int, done: str) -> str:
    if not number:
        return f"The library has no {'processes' if noun == 'process' else noun + 's'}."
    said = count(number, noun) if noun != "process" or number == 1 else f"{number} processes"
    return f"{said}; {lacking} not {done} by any clause." if lacking else f"{said}; each is {done} by a clause."


def _by_id(library: Library) -> dict[str, Clause]:
    return {clause.id: clause for clause in of_library(library)}


def _told(clause_ids: Iterable[str], clauses: dict[str, Clause]) -> str:
    return "; ".join(f"{clauses[each].title} ({each})" if each in clauses else each for each in clause_ids)


def _titles(clause_ids: Iterable[str], clauses: dict[str, Clause]) -> list[dict[str, str] | None]:
    return [_title(each, clauses) for each in clause_ids]


def _title(clause_id: str, clauses: dict[str, Clause]) -> dict[str, str] | None:
    if not clause_id:
        return None
    return {"id": clause_id, "title": clauses[clause_id].title if clause_id in clauses else ""}


def _named(clause: Named) -> dict[str, str]:
    return {"id": clause.id, "title": clause.title, "number": clause.number}


def _names(clauses: Iterable[Named]) -> str:
    return "; ".join(str(clause) if clause.number else f"{clause.title} ({clause.id})" for clause in clauses)


def _line(text: str) -> str:
    return " ".join(text.split())
