"""Commands that check: a school's policy, a plain Markdown file, and what is set aside of what they find."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.looking import json_option
from composer.cli.output import count, json_out, note, out
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.checks.answered import Findings
    from composer.checks.finding import Finding
    from composer.checks.subject import Setting
    from composer.cli.desk import Desk
    from composer.policy.evidence import SetAside

_KEYS = (
    "a list of key, check, number, severity (block, warn or info), message, mend, why, place (kind, id, name, line, "
    "start, stop, words: characters of the clause's text as written, or of the file; 0 and empty where no words are "
    "meant)"
)
SEVERITY_CHOICE = click.Choice(["block", "warn", "info"])

explain_option = click.option("--explain", is_flag=True, help="Say of each check why it matters.")
only_option = click.option("--only", type=SEVERITY_CHOICE, multiple=True, help="Only findings of this weight.")


@command(
    "check",
    "Say what does not fit this school yet, and where.",
    example="check oakfield-primary\ncheck oakfield-primary --only block --explain",
    keys=f"{_KEYS}, set_aside (reason, by, on; null for an open one), set_aside_before (the same, for an open one "
    "whose text was another when somebody set it aside, or that takes a name and has none).",
)
@click.argument("school")
@only_option
@explain_option
@click.option("--all", "everything", is_flag=True, help="List what is set aside too, with its reason.")
@json_option
@click.pass_obj
def check_command(
    desk: Desk, school: str, *, only: tuple[str, ...], explain: bool, everything: bool, as_json: bool
) -> int:
    """Check SCHOOL's policy and list what is found, each with its place, what is wrong and what to do about it.

    What blocks stands in the way of approval until it is mended or set aside by somebody with a name. Checks look
    at words and dates and know no network. The exit status is 1 when a finding is open.
    """
    opened = desk.open(school)
    opened.tell_trouble()
    findings = opened.session.findings()
    shown = [each for each in findings.open if not only or each.severity in only]
    aside = [each for each in findings.aside if not only or each[0].severity in only]
    if as_json:
        json_out(
            [_data(each, None, findings.before.get(each.key)) for each in shown]
            + [_data(each, answer, None) for each, answer in aside]
        )
        return 1 if shown else 0
    for number, each in enumerate(shown):
        if number:
            out()
        since = "nobody is named" if each.key in findings.unnamed else "the text has changed since"
        _print(each, findings.before.get(each.key), since, explain=explain)
    if everything and aside:
        out("\nSet aside:" if shown else "Set aside:")
        for each, answer in aside:
            out(f"– {_where(each)}{each.message}")
            out(f"    {_told(answer)} ({each.key})")
    _close(findings, school, shown, everything=everything)
    return 1 if shown else 0


def _close(findings: Findings, school: str, shown: list[Finding], *, everything: bool) -> None:
    from composer.checks.running import every_check

    if shown:
        out()
    out(f"{findings.tally}." if findings.open or findings.aside else f"{len(every_check())} checks found nothing.")
    if findings.gone:
        note(f"{count(len(findings.gone), 'answer')} to findings that are no longer there: {', '.join(findings.gone)}")
    if shown:
        out(f"Leave one as it is: policy-composer set-aside {school} {shown[0].key} --reason REASON --by NAME")
    elif findings.aside and not everything:
        out(f"See what is set aside, and why: policy-composer check {school} --all")


@command(
    "check-file",
    "Check a policy that the school already has as a Markdown file.",
    example="check-file our-policy.md --school oakfield-primary\n"
    "check-file our-policy.md --name 'Oakfield Primary School' --phase primary --nation england --type community",
    keys=f"{_KEYS}.",
)
@click.argument("file")
@click.option("--school", metavar="SCHOOL", help="The school of this workspace whose policy it is.")
@click.option("--name", metavar="NAME", help="Without --school: the school's full name.")
@click.option("--phase", metavar="PHASE", help="Without --school: nursery, primary, middle, secondary …")
@click.option("--nation", metavar="NATION", help="Without --school: england, wales, scotland or northern-ireland.")
@click.option("--type", "type_", metavar="TYPE", help="Without --school: the type of school, such as community.")
@click.option(
    "--also",
    metavar="NAME",
    multiple=True,
    help="Without --school: another name that may stand in it, such as its trust, its council or a partner.",
)
@only_option
@explain_option
@json_option
@click.pass_obj
def check_file_command(
    desk: Desk,
    file: str,
    school: str | None,
    name: str | None,
    phase: str | None,
    nation: str | None,
    type_: str | None,
    *,
    also: tuple[str, ...],
    only: tuple[str, ...],
    explain: bool,
    as_json: bool,
) -> int:
    """Run every check that makes sense on FILE, a Markdown policy as the school has it; - reads standard input.

    Nothing is written and nothing is sent. Each finding stands behind the file's name and the line, as editors read
    it. The exit status is 1 when something is found.
    """
    from composer.checks.of_file import subject_of_file
    from composer.checks.running import every_check, run

    text = desk.text_from(file)
    called = "standard input" if file == "-" else file
    if not text.strip():
        raise Problem("there is no policy in it", "name a file with one", path=Path(called))
    named = {"--name": name, "--phase": phase, "--nation": nation, "--type": type_}
    found = run(subject_of_file(text, _setting(desk, school, named, also)))
    shown = [each for each in found if not only or each.severity in only]
    if as_json:
        json_out([_data(each, None, None) for each in shown])
        return 1 if shown else 0
    first, more = (shown, {}) if only else _first_of_each(shown)
    for number, each in enumerate(first):
        alike = number + 1 < len(first) and _said_alike(each, first[number + 1])
        _print(each, None, explain=explain, file=called, mend=not alike)
        if not alike:
            out()
    for check_id, others in more.items():
        _more(check_id, others, called)
    if shown:
        out(f"{_tally(shown)} in {called}.")
        if not only and {each.severity for each in shown} > {"block"}:
            out("Only what blocks, which comes first: the same call with --only block")
    else:
        checks = sum(not check.needs_policy for check in every_check())
        out(f"{checks} checks found nothing in {called}.")
    return 1 if shown else 0


_MOST_ALIKE = 3
"""Findings of advice by one check that are told in full; a long sentence is seen as well as the tenth as the third."""


def _first_of_each(found: list[Finding]) -> tuple[list[Finding], dict[str, list[Finding]]]:
    """The findings, those of advice only as far as a reader bears them, and by check what was left off."""
    first: list[Finding] = []
    met: Counter[str] = Counter()
    more: dict[str, list[Finding]] = {}
    for each in found:
        met[each.check] += each.severity == "info"
        if each.severity == "info" and met[each.check] > _MOST_ALIKE:
            more.setdefault(each.check, []).append(each)
        else:
            first.append(each)
    return first, more


def _said_alike(one: Finding, other: Finding) -> bool:
    """Whether two findings of the whole file have one mend, so that it is told once under them all."""
    return not (one.place.line or other.place.line) and (one.check, one.mend) == (other.check, other.mend)


def _more(check_id: str, others: list[Finding], file: str) -> None:
    from composer.checks.running import check_named

    lines = tuple(dict.fromkeys(str(each.place.line) for each in others if each.place.line))
    where = f", on line{'s' if len(lines) > 1 else ''} {', '.join(lines)}" if lines else ""
    out(f"{file}: i info: and {len(others)} more of “{check_named(check_id).title}”{where}")
    out("    See them all: the same call with --only info\n")


def _tally(found: list[Finding]) -> str:
    from composer.checks.answered import Findings

    return Findings(tuple(found)).tally


def _setting(desk: Desk, school: str | None, named: dict[str, str | None], also: tuple[str, ...]) -> Setting:
    """What a file is held against: a school of the workspace, or one that the call describes.

    Raises:
        Problem: Neither or both are named, or not all of what describes a school.
    """
    from composer.checks.of_policy import setting_of
    from composer.cli.deciding import require
    from composer.policy.policy import Draft, Lock, SchoolPolicy
    from composer.policy.school import check_profile

    given = [option for option, said in named.items() if said is not None] + (["--also"] if also else [])
    if school is not None:
        if given:
            raise Problem(f"{given[0]} goes without --school", "name the school, or describe it")
        session = desk.open(school).session
        return setting_of(session.draft, session.library, desk.today)
    if not given:
        mend = "name one of this workspace with --school, or describe it with --name, --phase, --nation and --type"
        raise Problem("check-file does not know whose policy it is", mend)
    require("check-file", named)
    name = desk.typed(named["--name"], "name")
    profile = check_profile(name, named["--phase"] or "", named["--nation"] or "", named["--type"] or "")
    profile = replace(profile, partners=tuple(desk.typed(each, "--also") for each in also))
    return setting_of(Draft(SchoolPolicy("", "", profile), Lock()), desk.library, desk.today)


@command(
    "set-aside",
    "Leave a finding as it is, and say why.",
    example="set-aside oakfield-primary other-school-3f09ac12 --reason 'We share a minibus with them.' --by 'Head'\n"
    "set-aside oakfield-primary other-school-3f09ac12 --ask-again",
)
@click.argument("school")
@click.argument("finding")
@click.option("--reason", metavar="REASON", default="", help="Why it is right as it is.")
@click.option("--by", metavar="WHO", default="", help="Who decides; needed for what stands in the way of approval.")
@click.option("--ask-again", is_flag=True, help="Take the answer back, so that the finding is open again.")
@click.pass_obj
def set_aside_command(desk: Desk, school: str, finding: str, reason: str, by: str, *, ask_again: bool) -> int:
    """Set FINDING aside in SCHOOL's policy; check tells each finding's name in brackets.

    The reason is kept in policy.toml, shown and counted, and the finding is asked again when the text it is about
    changes.
    """
    from composer.session.answering import Answering

    opened = desk.open_to_decide(school, desk.typed(by, "--by") or "IT lead")
    session, findings = opened.session, opened.session.findings()
    if ask_again:
        if reason or by:
            raise Problem("--ask-again takes no reason", "give the reason, or --ask-again")
        if finding not in session.policy.evidence.set_aside:
            raise _no_finding(finding, session.policy.evidence.set_aside, f"see: policy-composer check {school} --all")
        Answering(session).ask_again(finding)
        opened.save()
        out(f"{finding} is asked again.")
        return 0
    known = {each.key: each for each in (*findings.open, *(each for each, _ in findings.aside))}
    if finding not in known:
        raise _no_finding(finding, known, f"list them with: policy-composer check {school}")
    Answering(session).set_aside(known[finding], desk.typed(reason, "reason"), desk.typed(by, "--by"))
    opened.save()
    out(f"Set aside: {known[finding].message}.")
    out(f"{session.findings().tally}.")
    return 0


def _no_finding(name: str, known: Iterable[str], mend: str) -> Problem:
    from composer.policy.library import unknown

    near = unknown("finding", name, known)
    return near if near.mend.startswith("did you mean") else Problem(near.what, mend)


def _print(
    finding: Finding, before: SetAside | None, since: str = "", *, explain: bool, file: str = "", mend: bool = True
) -> None:
    from composer.checks.finding import SEVERITY_SIGNS
    from composer.checks.running import check_named

    sign = f"{SEVERITY_SIGNS[finding.severity]} {finding.severity}"
    if file:
        line = f":{finding.place.line}" if finding.place.line else ""
        out(f"{file}{line}: {sign}: {finding.message}")
    else:
        out(f"{sign}: {_where(finding)}{finding.message}")
    if not mend:
        return
    # A file has nowhere to keep an answer, so its findings need no name.
    out(f"    {finding.mend}" + ("" if file else f" ({finding.key})"))
    if before is not None:
        out(f"    {_told(before)}; {since}")
    if explain:
        out(f"    Why: {check_named(finding.check).why}")


def _where(finding: Finding) -> str:
    place = finding.place
    said = f"{place.name}, line {place.line}" if place.line and place.name and place.kind == "clause" else place.name
    return f"{said}: " if said else ""


def _told(answer: SetAside) -> str:
    who = f" by {answer.by}" if answer.by else ""
    return f"set aside{who}{f' on {answer.on}' if answer.on else ''}: {' '.join(answer.reason.split())}"


def _data(finding: Finding, aside: SetAside | None, before: SetAside | None) -> dict[str, object]:
    from composer.checks.running import check_named

    check, place = check_named(finding.check), finding.place
    return {
        "key": finding.key,
        "check": check.id,
        "number": check.number,
        "severity": finding.severity,
        "message": finding.message,
        "mend": finding.mend,
        "why": check.why,
        "place": {
            "kind": place.kind,
            "id": place.id,
            "name": place.name,
            "line": place.line,
            "start": place.start,
            "stop": place.stop,
            "words": place.words,
        },
        "set_aside": _answer(aside),
        "set_aside_before": _answer(before),
    }


def _answer(answer: SetAside | None) -> dict[str, object] | None:
    if answer is None:
        return None
    return {"reason": answer.reason, "by": answer.by, "on": answer.on}
