"""Thinking a policy through: each answer is one step of the session and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy import answering
from composer.policy.evidence import SetAside
from composer.policy.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.finding import Finding
    from composer.policy.evidence import (
        Consultation,
        DeviceAnswer,
        ProcessAnswer,
        RelatedPolicy,
        ScenarioAnswer,
    )
    from composer.policy.policy import Draft
    from composer.session.open_policy import Session


class Answering:
    """The answers of one open policy. Each method raises a ``Problem`` or ``Refusal`` and then changes nothing."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def scenario(self, scenario_id: str, answer: ScenarioAnswer) -> None:
        """Answer a scenario. One that is open again is settled by the same answer, on the texts as they are now."""
        session = self.session
        made = answering.answer_scenario(self._now(), session.library, scenario_id, answer)
        known = session.library.scenarios.get(scenario_id)
        self._do(f"answered the scenario {known.title if known is not None else scenario_id}", made)

    def process(self, process_id: str, answer: ProcessAnswer) -> tuple[str, ...]:
        """Answer a process; the values of its clause that the answer filled."""
        session = self.session
        before = self._now()
        made = answering.answer_process(before, session.library, process_id, answer)
        known = session.library.processes.get(process_id)
        values = made.policy.values
        filled = tuple(name for name, value in values.items() if before.policy.values.get(name) != value)
        more = f" and filled {', '.join(filled)}" if filled else ""
        self._do(f"answered the process {known.title if known is not None else process_id}{more}", made)
        return filled

    def device(self, risk_id: str, answer: DeviceAnswer | None) -> None:
        """Answer a risk of devices; None leaves it to the library's own answer again."""
        made = answering.answer_device(self._now(), self.session.library, risk_id, answer)
        said = "answered" if answer is not None else "took back the answer to"
        self._do(f"{said} the risk {risk_id}", made)

    def consultation(self, key: str, entry: Consultation | None) -> None:
        """Record whom the school asked; None takes the entry out."""
        made = answering.note_consultation(self._now(), self.session.library, key, entry)
        said = "noted" if entry is not None else "took out"
        self._do(f"{said} the consultation {key}", made)

    def related(self, key: str, entry: RelatedPolicy | None) -> None:
        """Record another policy of the school; None takes it out."""
        made = answering.note_related(self._now(), key, entry)
        said = "noted" if entry is not None else "took out"
        self._do(f"{said} the related policy {key}", made)

    def set_aside(self, finding: Finding, reason: str, by: str) -> None:
        """Leave a finding as it is, and say why; what stands in the way of approval takes a name.

        An answer that was given to it when its text was another one goes.
        """
        session = self.session
        now = self._now()
        if finding.severity == "block" and not by.strip():
            raise Refusal("this finding stands in the way of approval", "say who decides that it may stay")
        place = finding.place
        answer = SetAside(finding.check, place.kind, place.id, place.words, reason, by, session.today)
        made = answering.set_aside(now, finding.key, answer, instead_of=tuple(self._outgrown(finding)))
        self._do(f"set a finding aside: {finding.message}", made)

    def ask_again(self, key: str) -> None:
        """Take back that a finding was set aside."""
        self._do(f"asked the finding {key} again", answering.ask_again(self._now(), key))

    def _outgrown(self, finding: Finding) -> Iterator[str]:
        """Answers about these very words whose text has changed since; what was said of other words stays."""
        findings = self.session.findings()
        before, words = findings.before.get(finding.key), answering.kept_words(finding.place.words)
        live = {each.key for each in (*findings.open, *(each for each, _ in findings.aside))}
        for key, answer in self.session.policy.evidence.set_aside.items():
            here = (answer.check, answer.kind, answer.place) == (finding.check, finding.place.kind, finding.place.id)
            if here and answer.words == words and key not in live and (answer == before or key in findings.gone):
                yield key

    def _now(self) -> Draft:
        self.session.finish_typing()
        return self.session.draft

    def _do(self, label: str, made: Draft) -> None:
        self.session.replace_draft(made, label)
