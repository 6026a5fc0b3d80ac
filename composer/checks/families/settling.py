"""Situations and processes that the school has not thought through yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.policy.dictionary import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.checks.subject import Subject
    from composer.policy.standing import Named, ProcessState, ScenarioState

_MANY = 12
"""Open scenarios; with more, and none answered, one line says it all."""
_MOST_NAMED = 3
"""Clauses or processes that a line names."""


def open_scenario(subject: Subject) -> Iterator[Hit]:
    """Every situation in which roles cross that no clause settles and nobody has ruled out."""
    if subject.policy is None:
        return
    states = subject.policy.scenarios()
    still_open = [each for each in states if each.state == "open"]
    if len(still_open) > _MANY and not subject.policy.draft.policy.evidence.scenarios:
        yield Hit(
            f"None of the {len(states)} situations in which roles cross has an answer yet",
            mend="Go through them one by one: which clause settles it, or why it does not apply",
            kind="scenario",
            name="all scenarios",
        )
        return
    for each in still_open:
        title = each.scenario.title.rstrip(".")
        because = each.because.strip().rstrip(".") or "it has no answer yet"
        again = because.startswith("because ")
        yield Hit(
            f"“{title}” is open again {because}" if again else f"“{title}” is open: {because}",
            mend=_could_settle(each),
            kind="scenario",
            id=each.scenario.id,
            name="where roles cross",
        )


def _could_settle(state: ScenarioState) -> str:
    if state.could:
        return f"Say which clause settles it, such as {_named(state.could)}, or why it does not apply"
    if state.offered:
        return f"Take a clause that settles it, such as {_named(state.offered)}, or say why it does not apply"
    return "Write a clause that settles it, or say why it does not apply"


def _named(clauses: Sequence[Named]) -> str:
    return " or ".join(f"“{'Appendix ' if each.number.isalpha() else ''}{each}”" for each in clauses[:_MOST_NAMED])


def process_without_channel(subject: Subject) -> Iterator[Hit]:
    """Processes without the one channel that counts, those with two, and those that nobody has answered."""
    if subject.policy is None:
        return
    states = subject.policy.processes()
    for each in states:
        if each.state == "open" and each.answer is not None:
            yield _at(each, "Social media is used for it, and no channel is named that counts")
        if each.differs:
            mend = "Keep the right one of the two: the answer, or the value that fills the clause"
            yield _at(each, each.differs[0].upper() + each.differs[1:], mend)
    without = [each for each in states if each.answer is None]
    if without:
        left = len(without) - _MOST_NAMED
        titles = (*(each.process.title for each in without[:_MOST_NAMED]), *([f"{left} more"] if left > 0 else []))
        yield Hit(
            f"{len(without)} of {len(states)} processes have no answer yet: {in_words(titles)}",
            mend="Say for each whether social media is used for it, and which channel counts",
            kind="process",
            id=without[0].process.id if len(without) == 1 else "",
            name=without[0].process.title if len(without) == 1 else "processes",
        )


def _at(state: ProcessState, message: str, mend: str = "") -> Hit:
    return Hit(message, mend=mend, kind="process", id=state.process.id, name=state.process.title)


CHECKS = (
    Check(
        "open-scenario",
        33,
        "A situation that is not settled",
        "warn",
        "Where one person has two roles, a policy that is silent leaves them to guess, and to be blamed afterwards.",
        "Say which clause settles it, or why it does not apply",
        whole=open_scenario,
        needs_policy=True,
    ),
    Check(
        "process-without-channel",
        34,
        "A process without its channel",
        "warn",
        "Where two channels seem to count, somebody uses the wrong one on the day that matters.",
        "Name the one channel that counts",
        whole=process_without_channel,
        needs_policy=True,
    ),
)
