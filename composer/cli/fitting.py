"""Commands about whether the policy is this school's own: devices, who was asked, and fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.looking import json_option
from composer.cli.output import count, json_out, note, out
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from composer.cli.desk import Desk
    from composer.policy.consulting import Consulted
    from composer.policy.devices import BenefitState, DeviceTable, RiskState
    from composer.policy.evidence import Consultation
    from composer.policy.fit import Fit
    from composer.policy.standing import Named
    from composer.session.policy_view import PolicyView

_NAMED = "clauses (id, title, number: empty where it does not print)"
_WIDTH = 10
"""Signs of a bar."""


@command(
    "devices",
    "Show what devices are good for here, their risks, the measures and who sees to them.",
    example="devices oakfield-primary",
    keys=f"benefits: a list of id, title, {_NAMED}; risks: a list of id, title, state (measured, without-measure, "
    "does-not-apply or not-stated), stated and measures and offered (each as the clauses above; offered are those of "
    "the library that could be a measure), owner, because, own (whether only the school states it); counts (of each "
    "state).",
)
@click.argument("school")
@json_option
@click.pass_obj
def devices_command(desk: Desk, school: str, *, as_json: bool) -> int:
    """Show SCHOOL's table of devices, made from the clauses that print.

    A school's own answer about a risk, given with answer-device, goes before the library's. The exit status is 1
    when a risk that the policy states has no measure.
    """
    opened = desk.open(school)
    opened.tell_trouble()
    table = opened.session.devices()
    if as_json:
        json_out(_devices_data(table))
    else:
        _print_devices(table)
        if table.of_state("without-measure"):
            out(f"Answer for one with: policy-composer answer-device {school} RISK --measure CLAUSE --owner WHO")
            out("or write the measure beside the risk in its clause.")
    return 1 if table.of_state("without-measure") else 0


def _print_devices(table: DeviceTable) -> None:
    if not table.benefits and not table.risks:
        out("The library has no list of devices.")
        return
    out("Benefits")
    for benefit in table.benefits:
        told = _names(benefit.stated) or "not spoken of"
        out(f"  {'✓' if benefit.stated else '·'} {benefit.benefit.title}: {told}")
    out()
    out("Risks")
    for risk in table.risks:
        _print_risk(risk)
    out()
    out(f"{table.tally}.")


def _print_risk(each: RiskState) -> None:
    from composer.policy.devices import RISK_IN_WORDS, RISK_SIGNS

    out(f"  {RISK_SIGNS[each.state]} {each.risk.title} ({each.risk.id}): {RISK_IN_WORDS[each.state]}")
    told = (
        ("stated in", _names(each.stated)),
        ("measure", _names(each.measures)),
        ("owner", each.owner),
        ("because", _line(each.because)),
        ("the library has", _names(each.offered)),
    )
    for label, said in told:
        if said:
            out(f"      {label}: {said}")


def _devices_data(table: DeviceTable) -> dict[str, object]:
    from composer.policy.devices import RISK_STANDINGS

    return {
        "benefits": [_benefit_data(each) for each in table.benefits],
        "risks": [_risk_data(each) for each in table.risks],
        "counts": {state: len(table.of_state(state)) for state in RISK_STANDINGS},
    }


def _benefit_data(each: BenefitState) -> dict[str, object]:
    return {"id": each.benefit.id, "title": each.benefit.title, "clauses": _clauses(each.stated)}


def _risk_data(each: RiskState) -> dict[str, object]:
    return {
        "id": each.risk.id,
        "title": each.risk.title,
        "state": each.state,
        "stated": _clauses(each.stated),
        "measures": _clauses(each.measures),
        "offered": _clauses(each.offered),
        "owner": each.owner,
        "because": each.because,
        "own": each.own,
    }


@command(
    "consultations",
    "Show who was asked about the policy, what changed, and who was not asked.",
    example="consultations oakfield-primary",
    keys="groups: a list of id, title, required, asked: a list of key, who, how, on, changed; others (the entries "
    "that belong to no group, the same way); missing: a list of id, title.",
)
@click.argument("school")
@json_option
@click.pass_obj
def consultations_command(desk: Desk, school: str, *, as_json: bool) -> int:
    """Show SCHOOL's consultation log by group, and name the groups that nobody asked.

    An entry belongs to the group that it names, else to those whose words its "who" has. The exit status is 1 when
    a group that should be asked was not.
    """
    opened = desk.open(school)
    opened.tell_trouble()
    consulted, log = opened.session.consulted(), opened.session.policy.evidence.consultations
    if as_json:
        json_out(
            {
                "groups": [
                    {
                        "id": each.group.id,
                        "title": each.group.title,
                        "required": each.group.required,
                        "asked": [_entry_data(key, log[key]) for key in each.entries],
                    }
                    for each in consulted.asked
                ],
                "others": [_entry_data(key, log[key]) for key in consulted.others],
                "missing": [{"id": each.id, "title": each.title} for each in consulted.missing],
            }
        )
    else:
        for line in _consulted_lines(consulted, log):
            out(line)
        if consulted.missing:
            out(f"Note who was asked with: policy-composer consulted {school} KEY --who WHO --how HOW --on DATE")
    return 1 if consulted.missing else 0


def _consulted_lines(consulted: Consulted, log: Mapping[str, Consultation]) -> Iterator[str]:
    for each in consulted.asked:
        yield f"✓ {each.group.title}"
        for key in each.entries:
            yield from _entry_lines(key, log[key])
    if consulted.others:
        yield "· others"
        for key in consulted.others:
            yield from _entry_lines(key, log[key])
    for group in consulted.missing:
        yield f"! {group.title}: not asked"
    if not log:
        yield "Nobody was asked yet."
    elif not consulted.missing:
        yield f"{count(len(log), 'consultation')}; every group that should be asked was."


def _entry_lines(key: str, entry: Consultation) -> Iterator[str]:
    from composer.policy.dictionary import in_words

    when = f", {in_words(entry.on)}" if entry.on is not None else ""
    how = f": {_line(entry.how)}" if entry.how else ""
    yield f"    {_line(entry.who)}{when}{how} ({key})"
    if entry.changed:
        yield f"      changed: {_line(entry.changed)}"


def _entry_data(key: str, entry: Consultation) -> dict[str, object]:
    return {
        "key": key,
        "who": entry.who,
        "how": entry.how,
        "on": entry.on.isoformat() if entry.on is not None else None,
        "changed": entry.changed,
    }


@command(
    "fit",
    "Show how far the policy is the school's own: counts, and never one mark.",
    example="fit oakfield-primary",
    keys="shares (printed, model_as_is, model_adapted, library_as_is, library_adapted, local); verdict; clauses: a "
    "list of id, title, number, state, facts (empty: it carries none of this school); tells: a list of what, said, "
    "clauses (id, title, number); sections: a list of id, title, enabling, forbidding; alike: a list of slug, name, "
    "shared, of, score (0 to 1), near.",
)
@click.argument("school")
@json_option
@click.pass_obj
def fit_command(desk: Desk, school: str, *, as_json: bool) -> int:
    """Show what share of SCHOOL's clauses is the model's, adapted or its own, and which carry a fact of this school.

    It says what would still tell the school with its name removed, which other policies of the workspace print
    nearly the same, and how many sentences of each section enable and forbid. The exit status is 1 when another
    policy is nearly the same, or when nothing would tell the school.
    """
    from composer.session.fit import beside

    opened = desk.open(school)
    opened.tell_trouble()
    fit = beside(opened.session, _others(desk, school))
    if as_json:
        json_out(_fit_data(fit))
    else:
        for line in _fit_lines(fit):
            out(line)
    return 1 if fit.near or not fit.tells else 0


def _others(desk: Desk, school: str) -> Iterator[tuple[str, str, PolicyView]]:
    """The other policies of the workspace; one that cannot be read is told and left out."""
    from composer.session.policy_view import PolicyView
    from composer.store.school_files import open_school
    from composer.store.workspace import schools

    for slug in schools(desk.workspace):
        if slug != school:
            try:
                draft = open_school(desk.workspace, slug, desk.library).draft
                view = PolicyView(draft, desk.library, today=desk.today)
            except Problem as problem:
                note(f"not compared: {problem}")
                continue
            yield slug, draft.policy.profile.name, view


def _fit_lines(fit: Fit) -> Iterator[str]:
    from composer.policy.fit import bar

    yield fit.shares.in_words
    yield ""
    yield fit.verdict
    for tell in fit.tells:
        yield f"  {tell.what}: {tell.said}"
    if fit.bare:
        yield ""
        yield "Clauses that carry no fact of this school:"
        for each in fit.bare:
            yield f"  {each.clause} ({each.clause.id}), {each.state}"
    yield ""
    yield "Sentences that enable and that forbid:"
    for section in fit.sections:
        yield f"  {bar(section.tone.enabling, section.tone.forbidding, _WIDTH)}  {section.title}"
    if fit.alike:
        yield ""
        yield "Other policies here, with names and values blanked out:"
        for other in fit.alike:
            yield f"  {'!' if other.near else '·'} {other.in_words}{': nearly the same' if other.near else ''}"


def _fit_data(fit: Fit) -> dict[str, object]:
    shares = fit.shares
    kinds = ("printed", "model_as_is", "model_adapted", "library_as_is", "library_adapted", "local")
    return {
        "shares": {kind: getattr(shares, kind) for kind in kinds},
        "verdict": fit.verdict,
        "clauses": [{**_clause(each.clause), "state": each.state, "facts": list(each.facts)} for each in fit.clauses],
        "tells": [{"what": each.what, "said": each.said, "clauses": _clauses(each.clauses)} for each in fit.tells],
        "sections": [
            {
                "id": each.id,
                "title": each.title,
                "enabling": each.tone.enabling,
                "forbidding": each.tone.forbidding,
            }
            for each in fit.sections
        ],
        "alike": [
            {
                "slug": each.slug,
                "name": each.name,
                "shared": each.shared,
                "of": each.of,
                "score": round(each.score, 3),
                "near": each.near,
            }
            for each in fit.alike
        ],
    }


def _clauses(clauses: Iterable[Named]) -> list[dict[str, str]]:
    return [_clause(each) for each in clauses]


def _clause(clause: Named) -> dict[str, str]:
    return {"id": clause.id, "title": clause.title, "number": clause.number}


def _names(clauses: Iterable[Named]) -> str:
    return "; ".join(str(each) if each.number else f"{each.title} ({each.id})" for each in clauses)


def _line(text: str) -> str:
    return " ".join(text.split())
