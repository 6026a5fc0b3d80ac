"""Devices: a risk that the policy states and does nothing against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import Subject
    from composer.policy.devices import RiskState

_OFFERED = 3
"""Clauses named in one mend."""


def risk_without_measure(subject: Subject) -> Iterator[Hit]:
    """Risks of devices that a printed clause states, or that the school answered, and that have no measure."""
    assert subject.policy is not None  # noqa: S101 - needs_policy
    for each in subject.policy.devices().of_state("without-measure"):
        title = each.risk.title
        where = "; ".join(str(clause) for clause in each.stated)
        said = f"{where} names the risk “{title}”, and" if where else f"You answered for the risk “{title}”, and"
        yield Hit(
            f"{said} no clause that prints is a measure against it",
            mend=_mend(each),
            kind="device",
            id=each.risk.id,
            name=f"the risk “{title}”",
            about=f"{title}\n{where}",
        )


def _mend(each: RiskState) -> str:
    offered = [f"“{clause.title}”" for clause in each.offered[:_OFFERED]]
    if each.own:
        return "Write the measure beside the risk, after **Measure:**, and who sees to it after **Owner:**"
    said = f"Take {' or '.join(offered)}, or write" if offered else "Write"
    return f"{said} a measure beside the risk, or answer that it does not arise here"


CHECKS = (
    Check(
        "risk-without-measure",
        41,
        "A risk without a measure",
        "warn",
        "Where a policy names a risk of devices and says nothing against it, people have to meet it alone.",
        "Say what is done against it, and who sees to it",
        whole=risk_without_measure,
        needs_policy=True,
    ),
)
