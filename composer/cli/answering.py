"""Commands that think a policy through: answers about scenarios, processes and devices, and who was asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from composer.cli.deciding import by_option
from composer.cli.frame import command
from composer.cli.looking import json_option
from composer.cli.output import json_out, out
from composer.policy.evidence import (
    USES,
    Consultation,
    DeviceAnswer,
    ProcessAnswer,
    RelatedPolicy,
    ScenarioAnswer,
)
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.cli.desk import Desk, Opened
    from composer.policy.dictionary import Value
    from composer.policy.evidence import Answer, Use
    from composer.session import Session

_UNCHANGED = "Nothing to change: the policy says so already."


@command(
    "answer-scenario",
    "Answer a situation in which roles cross.",
    example="answer-scenario oakfield-primary own-child-at-school --settled-by staff-who-are-parents confidentiality\n"
    "answer-scenario oakfield-primary leaver-still-has-access --does-not-apply 'The office closes accounts that day.'",
)
@click.argument("school")
@click.argument("scenario", metavar="ID")
@click.option("--settled-by", "settled_by", metavar="CLAUSE...", multiple=True, help="The clauses that settle it here.")
@click.argument("more", metavar="", nargs=-1)
@click.option("--because", metavar="REASON", help="What is to be known beside the clauses; kept if given before.")
@click.option("--does-not-apply", "reason", metavar="REASON", help="Why it does not arise in this school.")
@click.option("--open", "opens", is_flag=True, help="Say that it is not settled yet; --because may say why.")
@by_option
@click.pass_obj
def answer_scenario_command(
    desk: Desk,
    school: str,
    scenario: str,
    settled_by: tuple[str, ...],
    more: tuple[str, ...],
    because: str | None,
    reason: str | None,
    *,
    opens: bool,
    by: str,
) -> None:
    """Answer the scenario ID of SCHOOL: settled by clauses of its policy, or not applying, or open.

    One that is open again because a clause has changed is settled anew by naming the clause again.
    """
    from composer.session.answering import Answering

    clauses = _list(settled_by, more, "--settled-by")
    _one_of("answer-scenario", {"--settled-by": bool(clauses), "--does-not-apply": reason is not None, "--open": opens})
    if because is not None and reason is not None:
        raise Problem("--because goes without --does-not-apply", "say the reason once")
    opened = desk.open_to_decide(school, by)
    session = opened.session
    before = session.policy.evidence.scenarios.get(scenario)
    if reason is None:
        state: Answer = "settled" if clauses else "open"
        kept = before.because if before is not None and before.answer == state else ""
        answer = ScenarioAnswer(state, clauses, desk.typed(because, "--because") if because is not None else kept)
    else:
        answer = ScenarioAnswer("does-not-apply", (), desk.typed(reason, "--does-not-apply"))
    Answering(session).scenario(scenario, answer)
    listed = session.library.scenarios.get(scenario)
    title = f"{listed.title} ({scenario})" if listed is not None else scenario
    if _saved(opened):
        left = sum(each.state == "open" for each in session.scenarios())
        told = {"settled": f"Settled by {_named(session, clauses)}", "open": "Open"}.get(
            answer.answer, "Does not apply"
        )
        out(f"{told}: {title}; {left} open.")


@command(
    "answer-process",
    "Say how social media is used for something the school does.",
    example="answer-process oakfield-primary absence --channel 'the absence line' --who-posts 'the office manager'\n"
    "answer-process oakfield-primary lettings --use later",
)
@click.argument("school")
@click.argument("process", metavar="ID")
@click.option("--use", type=click.Choice(USES), help="Whether social media is used for it.")
@click.option("--channel", metavar="TEXT", help="The one channel that counts.")
@click.option("--social-media", metavar="TEXT", help="What social media does for it.")
@click.option("--who-posts", metavar="TEXT", help="Who posts.")
@click.option("--wrong-channel", metavar="TEXT", help="What happens to something that arrives another way.")
@click.option("--other-policy", metavar="TEXT", help="Which other policy must say the same.")
@click.option("--other-route", metavar="TEXT", help="The route of those who cannot use the channel.")
@click.option("--title", metavar="TEXT", help="How the policy calls it in its table of channels.")
@by_option
@click.pass_obj
def answer_process_command(
    desk: Desk, /, school: str, process: str, use: Use | None, by: str, **texts: str | None
) -> None:
    """Answer the process ID of SCHOOL. Only what is given changes; '' empties a text.

    An answer that is also a blank of a clause fills that blank, unless other processes share it.
    """
    from composer.session.answering import Answering

    given = {key: desk.typed(said, f"--{key.replace('_', '-')}") for key, said in texts.items() if said is not None}
    if use is None and not given:
        raise Problem("answer-process says nothing", "name --use, --channel or another of its options")
    opened = desk.open_to_decide(school, by)
    session = opened.session
    before = session.policy.evidence.processes.get(process)
    if before is None and use is None and not given.get("channel"):
        raise Problem(f"{process} has no answer yet", "say --use yes, no or later as well")
    changed: dict[str, Any] = {**given, **({"use": use} if use is not None else {})}
    values_before = session.policy.values
    filled = Answering(session).process(process, replace(before or ProcessAnswer("yes"), **changed))
    listed = session.library.processes.get(process)
    if _saved(opened):
        states = {each.process.id: each for each in session.processes()}
        told = _process_told(states[process].state, states[process].because)
        values = "".join(f"; {name} = {session.policy.values[name]}{_was(values_before.get(name))}" for name in filled)
        title = f"{listed.title} ({process})" if listed is not None else process
        differs = f"; {states[process].differs}" if states[process].differs else ""
        out(f"{told}: {title}{values}{differs}.")


def _was(value: Value | None) -> str:
    """What a value was before an answer filled it, so that nothing typed goes without a word."""
    from composer.policy.dictionary import in_words

    return f" (was {in_words(value)})" if value is not None else ""


def _process_told(state: str, because: str) -> str:
    from composer.policy.standing import STANDING_IN_WORDS

    words = STANDING_IN_WORDS[state].capitalize()  # type: ignore[index]
    return f"{words}, because {because}" if because else words


@command(
    "answer-device",
    "Say what the school does about a risk of devices.",
    example="answer-device oakfield-primary phone-lost --measure phones-handed-in --owner 'the office manager'\n"
    "answer-device oakfield-primary phone-lost --library",
)
@click.argument("school")
@click.argument("risk")
@click.option(
    "--measure", "measures", metavar="CLAUSE...", multiple=True, help="The clauses that are its measure here."
)
@click.argument("more", metavar="", nargs=-1)
@click.option("--owner", metavar="WHO", help="Who sees to it.")
@click.option("--does-not-apply", "reason", metavar="REASON", help="Why the risk does not arise in this school.")
@click.option("--library", "as_library", is_flag=True, help="Leave it to the library's own answer again.")
@by_option
@click.pass_obj
def answer_device_command(
    desk: Desk,
    school: str,
    risk: str,
    measures: tuple[str, ...],
    more: tuple[str, ...],
    owner: str | None,
    reason: str | None,
    *,
    as_library: bool,
    by: str,
) -> None:
    """Answer RISK for SCHOOL where the library's own answer does not fit.

    --owner alone keeps the measures that were named before.
    """
    from composer.session.answering import Answering

    clauses = _list(measures, more, "--measure")
    kept = bool(clauses) or owner is not None
    _one_of(
        "answer-device",
        {"--measure or --owner": kept, "--does-not-apply": reason is not None, "--library": as_library},
    )
    opened = desk.open_to_decide(school, by)
    before = opened.session.policy.evidence.devices.get(risk, DeviceAnswer())
    answer: DeviceAnswer | None = None
    if reason is not None:
        answer = DeviceAnswer(because=desk.typed(reason, "--does-not-apply"))
    elif kept:
        said = desk.typed(owner, "--owner") if owner is not None else before.owner
        # Written by hand, a reason may stand beside measures: that is refused, and never lost without a word.
        answer = DeviceAnswer(clauses or before.measures, said, before.because if before.measures else "")
    Answering(opened.session).device(risk, answer)
    if _saved(opened):
        measured = f"Measured by {_named(opened.session, clauses)}" if clauses else "Answered"
        told = "As the library says" if answer is None else "Does not apply" if answer.because else measured
        out(f"{told}: {risk}.")


@command(
    "consulted",
    "Note who was asked about the policy.",
    example="consulted oakfield-primary 2026-parents --who parents --how 'a survey, 84 replies' --on 2026-10-03\n"
    "consulted oakfield-primary 2026-parents --remove",
)
@click.argument("school")
@click.argument("key")
@click.option("--who", metavar="WHO", help="Who was asked.")
@click.option("--how", metavar="TEXT", help="How, and how many answered.")
@click.option("--on", metavar="DATE", help="When, as 2026-11-22; '' takes the date out.")
@click.option("--changed", metavar="TEXT", help="What the answers changed in the policy.")
@click.option("--group", metavar="GROUP", help="The group of the library that they belong to.")
@click.option("--remove", is_flag=True, help="Take the entry out.")
@by_option
@click.pass_obj
def consulted_command(
    desk: Desk, /, school: str, key: str, on: str | None, by: str, *, remove: bool, **texts: str | None
) -> None:
    """Note under KEY, such as 2026-parents, whom SCHOOL asked about its policy. Only what is given changes."""
    from composer.session.answering import Answering

    changed = _given(desk, texts, "on", on)
    _given_or_removed("consulted", changed, remove=remove)
    opened = desk.open_to_decide(school, by)
    before = opened.session.policy.evidence.consultations.get(key)
    entry = None if remove else replace(before or Consultation(""), **changed)
    Answering(opened.session).consultation(key, entry)
    if _saved(opened):
        asked = opened.session.policy.evidence.consultations
        out(f"Took out {key}." if entry is None else f"Noted {key}: {asked[key].who}.")


@command(
    "related",
    "List the school's other policies that this one leans on, or note one.",
    example="related oakfield-primary\n"
    "related oakfield-primary behaviour --title 'Behaviour Policy' --reviewed 2026-03-17",
    keys="a list of key, title, where, reviewed (a date, or null).",
)
@click.argument("school")
@click.argument("key", required=False)
@click.option("--title", metavar="TITLE", help="Its title.")
@click.option("--where", metavar="TEXT", help="Where it is found.")
@click.option("--reviewed", metavar="DATE", help="When it was last reviewed, as 2026-11-22; '' takes the date out.")
@click.option("--remove", is_flag=True, help="Take it out.")
@json_option
@by_option
@click.pass_obj
def related_command(
    desk: Desk,
    /,
    school: str,
    key: str | None,
    reviewed: str | None,
    by: str,
    *,
    remove: bool,
    as_json: bool,
    **texts: str | None,
) -> None:
    """List the related policies of SCHOOL, or note one under KEY. Only what is given changes."""
    from composer.session.answering import Answering

    changed = _given(desk, texts, "reviewed", reviewed)
    if key is None:
        if changed or remove:
            raise Problem("related does not say which policy", "name its key, such as behaviour")
        _list_related(desk.open(school), as_json=as_json)
        return
    if as_json:
        raise Problem("--json goes without KEY", "leave one of them out")
    _given_or_removed("related", changed, remove=remove)
    opened = desk.open_to_decide(school, by)
    before = opened.session.policy.evidence.related.get(key)
    entry = None if remove else replace(before or RelatedPolicy(""), **changed)
    Answering(opened.session).related(key, entry)
    if _saved(opened):
        there = opened.session.policy.evidence.related
        out(f"Took out {key}." if entry is None else f"Noted {key}: {there[key].title}.")


def _list_related(opened: Opened, *, as_json: bool) -> None:
    opened.tell_trouble()
    related = opened.session.policy.evidence.related
    if as_json:
        json_out(
            [
                {"key": key, "title": each.title, "where": each.where, "reviewed": each.reviewed}
                for key, each in related.items()
            ]
        )
        return
    from composer.policy.dictionary import in_words

    for key, each in related.items():
        reviewed = f"reviewed {in_words(each.reviewed)}" if each.reviewed is not None else "no review noted"
        out(f"{each.title} ({key}): {reviewed}" + (f"; {' '.join(each.where.split())}" if each.where else ""))
    if not related:
        out("No related policy is noted.")


def _saved(opened: Opened) -> bool:
    """Save what was answered; where nothing is new, say so instead."""
    if not opened.session.dirty:
        out(_UNCHANGED)
        return False
    opened.save()
    return True


def _given(desk: Desk, texts: dict[str, str | None], day: str, said: str | None) -> dict[str, Any]:
    from composer.policy.dictionary import read_date

    changed: dict[str, Any] = {key: desk.typed(text, f"--{key}") for key, text in texts.items() if text is not None}
    if said is not None:
        changed[day] = read_date(f"--{day}", said) if said.strip() else None
    return changed


def _given_or_removed(name: str, changed: dict[str, Any], *, remove: bool) -> None:
    if remove and changed:
        raise Problem("--remove goes alone", "leave the other options out")
    if not remove and not changed:
        raise Problem(f"{name} says nothing about it", f"see policy-composer {name} --help")


def _list(named: tuple[str, ...], more: tuple[str, ...], option: str) -> tuple[str, ...]:
    """What stands behind an option that takes several words, once or more."""
    if more and not named:
        raise Problem(f"{more[0]!r} is one word too many", f"name clauses behind {option}")
    return tuple(dict.fromkeys((*named, *more)))


def _one_of(name: str, given: dict[str, bool]) -> None:
    if sum(given.values()) != 1:
        raise Problem(f"{name} takes one of " + ", ".join(given), f"see policy-composer {name} --help")


def _named(session: Session, clause_ids: Iterable[str]) -> str:
    numbers = {clause.id: clause.number for section in session.outline() for clause in section.clauses}
    return "; ".join(f"{numbers.get(each, '')} {session.title(each)}".strip() for each in clause_ids)
