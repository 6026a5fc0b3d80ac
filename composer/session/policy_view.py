"""One policy as it can be looked at: its states, texts, document and comparison. Nothing here changes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from composer import text as prose
from composer.compare.diff import diff
from composer.policy import document, recommend
from composer.policy.outline import OutlineClause, OutlineSection, outline, title_of
from composer.policy.own_sections import standing_for
from composer.policy.taken import model_as_taken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from composer.checks.answered import Findings
    from composer.checks.finding import Finding
    from composer.checks.subject import Setting, Subject
    from composer.compare.deviations import Comparison, PolicyClause
    from composer.compare.edits import TextDiff
    from composer.policy.approval import Approval, Standing
    from composer.policy.consulting import Consulted
    from composer.policy.devices import DeviceTable
    from composer.policy.dictionary import Value
    from composer.policy.document import Document, ValueNeeded
    from composer.policy.evidence import SetAside
    from composer.policy.fit import Fit
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft, Lock, SchoolPolicy, State
    from composer.policy.problems import Problem
    from composer.policy.standing import ProcessState, ScenarioState

T = TypeVar("T")


class PolicyView:
    """A policy with its lock, under a library.

    What follows from them is worked out when first asked for and kept until the policy changes.

    Args:
        draft: The policy and its lock.
        library: The whole library; the model's own words are laid over it here.
        today: The date on which it is looked at.
        read_only: Why nothing may be changed; empty when everything may.
    """

    def __init__(self, draft: Draft, library: Library, *, today: date, read_only: str = "") -> None:
        self.newest: Model = library.model(draft.policy.model)
        """The model as the library has it now."""
        self.library: Library = library.under(self.newest)
        self.today = today
        self.read_only = read_only
        self.approval: Approval | None = None
        """The school's last approval; whoever opens the files puts it here."""
        self.approval_trouble: Problem | None = None
        """What is wrong with the record of the last approval, if anything."""
        self._draft = draft
        self._cache: dict[str, object] = {}
        self._setting: tuple[object, Setting] | None = None
        """What checks hold the words against, behind the parts of the draft that it comes from."""
        self._subject: Subject | None = None
        """What was checked last."""

    @property
    def model(self) -> Model:
        """The model as the school took it: the one that the policy is compared with."""
        return self._kept("model", lambda: model_as_taken(self._draft, self.library, self.newest))

    @property
    def model_ids(self) -> frozenset[str]:
        """The clauses of the model as the school took it."""
        return self._kept("model_ids", lambda: frozenset(self.model.clause_ids))

    @property
    def draft(self) -> Draft:
        """The policy and its lock as they are now."""
        return self._draft

    @property
    def policy(self) -> SchoolPolicy:
        """The policy as it is now."""
        return self._draft.policy

    @property
    def lock(self) -> Lock:
        """The lock as it is now."""
        return self._draft.lock

    def state(self, clause_id: str) -> State:
        """A clause's state in this policy."""
        mode = self.policy.mode(clause_id)
        if mode is not None:
            return mode
        return "undecided" if clause_id in self.model_ids else "available"

    def title(self, clause_id: str) -> str:
        """A clause's title as this policy has it, else as the library has it."""
        return title_of(self._draft, self.library, clause_id)

    def text(self, clause_id: str) -> str:
        """The text a person reads or edits: the policy's, else the library's."""
        if clause_id in self.policy.decisions:
            return self._draft.text(clause_id)
        return library_text(self.library, clause_id)

    def base_text(self, clause_id: str) -> str:
        """The model text that the clause is compared with; empty for a local clause."""
        if clause_id in self.policy.decisions:
            return self._draft.base_text(clause_id)
        return library_text(self.library, clause_id)

    def moved_on(self, clause_id: str) -> str:
        """How the library's clause differs from the one that was decided on, in words; empty when it does not."""
        base, clause = self.lock.bases.get(clause_id), self.library.clauses.get(clause_id)
        if base is None or clause_id not in self.policy.decisions:
            return ""
        if clause is None:
            return "withdrawn from the library"
        if prose.exact_digest(clause.body) == base.exact:
            return ""
        if clause.rev == base.rev:
            return f"rev {base.rev} was rewritten in place"
        return f"rev {base.rev} here, rev {clause.rev} in the library"

    @property
    def reasons_wanted(self) -> tuple[str, ...]:
        """Clauses that were adapted or dropped and still lack a reason."""
        return tuple(i for i, decision in self.policy.decisions.items() if decision.wants_reason)

    def outline(self) -> tuple[OutlineSection, ...]:
        """The policy section by section, numbered as it prints."""
        return self._kept("outline", lambda: outline(self._draft, self.library, self.model))

    def outline_of(self, draft: Draft) -> tuple[tuple[OutlineSection, ...], Model]:
        """The outline of another draft of this policy, and the model that draft rests on."""
        if draft is self._draft:
            return self.outline(), self.model
        model = model_as_taken(draft, self.library, self.newest)
        return outline(draft, self.library, model), model

    def outline_clauses(self) -> tuple[OutlineClause, ...]:
        """Every clause of the outline, in order."""
        return tuple(clause for section in self.outline() for clause in section.clauses)

    def document(self) -> Document:
        """The policy as it prints."""
        return self._kept("document", lambda: document.assemble(self._draft, self.library, self.model))

    def standing(self) -> Standing:
        """How the policy as it is now stands to its last approval."""
        from composer.policy import approval

        if self.read_only and self.approval is not None:
            return approval.Standing("trouble", None, self.read_only)
        return approval.standing(self.approval, self.document(), self.approval_trouble)

    def approval_blockers(self) -> tuple[str, ...]:
        """Why the policy cannot be approved yet, one line each; empty when it can."""
        from composer.policy.readiness import blockers

        conflicts = self.update_conflicts()
        return blockers(self._draft, self.document(), conflicts=conflicts, findings=self._blocking())

    def _blocking(self) -> tuple[str, ...]:
        """The findings that stand in the way and are no open blank, which the document tells itself."""
        from composer.policy.problems import Problem

        try:
            found = self.findings().of("block")
        except Problem as problem:
            return (f"The checks cannot be made: {problem}",)
        return tuple(f"{each.place.name}: {each.message}: {each.mend}" for each in found if not _open_blank(each))

    def update_conflicts(self) -> tuple[str, ...]:
        """Titles of the clauses that are in conflict with the newest model."""
        from composer.session.update_plan import plan_of

        return tuple(entry.title for entry in plan_of(self).of_state("conflict"))

    def recommendations(self) -> dict[str, str]:
        """Clauses recommended for this school and not decided yet, each with its reason."""
        return self._kept("recommended", lambda: recommend.recommendations(self._draft, self.library, self.model))

    def values_needed(self) -> tuple[ValueNeeded, ...]:
        """The blanks that the printed clauses need, grouped."""
        return self._kept("values", lambda: document.values_needed(self._draft, self.library))

    def filled(self, text: str, clause_id: str, instead: Mapping[str, Value | None] | None = None) -> str:
        """A piece of a clause's text as it will read in print, with other answers tried out."""
        policy = self.policy
        tried = {key: value for key, value in {**policy.values, **(instead or {})}.items() if value is not None}
        draft = replace(self._draft, policy=replace(policy, values=tried))
        return document.read_plainly(draft, self.library, self.outline(), text, clause_id)

    def diff(self, clause_id: str) -> TextDiff:
        """The clause against its base, unfilled: values are never deviations."""
        return diff(self.base_text(clause_id), self.text(clause_id))

    @property
    def roles(self) -> tuple[str, ...]:
        """How roles are written in clause text: the blanks of that type. A change of one is called out."""
        return tuple(f"{{{{{name}}}}}" for name, entry in self.library.values.items() if entry.type == "role")

    def obligations(self, diff: TextDiff) -> tuple[str, ...]:
        """What a diff does to duties, negations, numbers, periods and roles, in words."""
        from composer.compare.obligations import look_at, watch

        return tuple(look_at(watch(diff, self.roles)))

    def comparison(self) -> Comparison:
        """The whole policy against the model."""
        return self._kept("comparison", self._compare)

    def since_approval(self) -> Comparison:
        """The policy as it prints now against the text that was approved last.

        Raises:
            Problem: It was never approved, or the record of its approval is damaged.
        """
        from composer.policy.problems import Problem
        from composer.session.since_approval import since_approval

        if self.approval_trouble is not None:
            raise self.approval_trouble
        approval = self.approval
        if approval is None:
            raise Problem("the policy has not been approved yet, so there is nothing to compare with")
        return since_approval(self, approval)

    def plain_reader(self) -> Callable[[str], str]:
        """A function that reads a piece of unfilled text out, as ``reading.plain_reader`` tells."""
        from composer.session.reading import plain_reader

        return plain_reader(self)

    @property
    def role_words(self) -> tuple[str, ...]:
        """What the roles are called in this policy's printed text, for the obligation watch."""
        from composer.session.reading import role_words

        return role_words(self)

    def scenarios(self) -> tuple[ScenarioState, ...]:
        """How every scenario stands; raises a ``Problem`` where the library's list is not right."""
        from composer.policy import standing

        return self._kept("scenarios", lambda: standing.scenario_states(self._draft, self.library, self.outline()))

    def processes(self) -> tuple[ProcessState, ...]:
        """How every process stands; raises as ``scenarios``."""
        from composer.policy import standing

        return self._kept("processes", lambda: standing.process_states(self._draft, self.library, self.outline()))

    def devices(self) -> DeviceTable:
        """Benefits and risks of devices as this policy has them; raises as ``scenarios``."""
        from composer.policy.devices import device_table

        return self._kept("devices", lambda: device_table(self._draft, self.library, self.outline()))

    def consulted(self) -> Consulted:
        """Who was asked, by group, and who was not; raises as ``scenarios``."""
        from composer.policy.consulting import groups_asked

        policy = self.policy
        return self._kept("consulted", lambda: groups_asked(policy.evidence, self.library, policy.profile))

    def fit(self) -> Fit:
        """How far the policy is this school's own; other policies are not looked at."""
        from composer.session.fit import fit_of

        return self._kept("fit", lambda: fit_of(self))

    def findings(self) -> Findings:
        """What the checks find in the policy as it is now, held against what was set aside.

        After a keystroke only what the keystroke can have changed is checked again. Raises a ``Problem`` where one of
        the library's lists or rules is not right.
        """
        return self._kept("findings", self._checked)

    def asides(self) -> tuple[tuple[str, str, SetAside], ...]:
        """The findings that somebody set aside: what was found, where, and the answer; raises as ``findings``."""
        # Checking everything takes time that a policy in which nothing was set aside need not wait for.
        found = self.findings().aside if self.policy.evidence.set_aside else ()
        return tuple((finding.message, finding.place.name, answer) for finding, answer in found)

    def counts(self) -> dict[str, int]:
        """How many clauses of each kind, beside the model; undecided ones included, merely available ones not."""
        return self._kept("counts", lambda: counts(self.outline()))

    def _checked(self) -> Findings:
        from composer.checks.answered import answered
        from composer.checks.of_policy import setting_of, subject_of
        from composer.checks.running import run

        policy = self.policy
        held_against = (policy.profile, policy.values, policy.evidence.related, self.lock.values)
        if self._setting is None or self._setting[0] != held_against:
            self._setting = held_against, setting_of(self._draft, self.library, self.today)
        self._subject = subject_of(self, self._setting[1], self._subject)
        return answered(run(self._subject), policy.evidence.set_aside)

    def _kept(self, key: str, make: Callable[[], T]) -> T:
        if key not in self._cache:
            self._cache[key] = make()
        return self._cache[key]  # type: ignore[return-value]

    def _compare(self) -> Comparison:
        from composer.compare import deviations

        own = standing_for(self.policy, self.model)
        places = [
            deviations.ModelPlace(clause_id, own.get(section.id, section.id), self.title(clause_id), section.title)
            for section in self.model.sections
            for clause_id in section.clauses
        ]
        return deviations.compare(places, self._policy_clauses())

    def _policy_clauses(self) -> Sequence[PolicyClause]:
        from composer.compare import deviations

        found = []
        for section in self.outline():
            for line in section.clauses:
                decision = self.policy.decisions.get(line.id)
                base = self.lock.bases.get(line.id)
                found.append(
                    deviations.PolicyClause(
                        line.id,
                        section.head.id,
                        line.title,
                        decision.mode if decision is not None else "undecided",
                        self.base_text(line.id) or None,
                        self._draft.text(line.id) if decision is not None and decision.printed else None,
                        line.in_model,
                        decision.reason if decision is not None else "",
                        base.freedom if base is not None else self._freedom(line.id),
                        bool(self.moved_on(line.id)),
                        line.number,
                        decision.decided_by if decision is not None else "",
                        decision.decided_on if decision is not None else None,
                    )
                )
        return found

    def _freedom(self, clause_id: str) -> str:
        clause = self.library.clauses.get(clause_id)
        return clause.freedom if clause is not None else "local-choice"


def _open_blank(finding: Finding) -> bool:
    """Whether the words are one placeholder in a text that the document fills, and nothing else."""
    return finding.place.kind in {"clause", "intro"} and prose.PLACEHOLDER.fullmatch(finding.place.words) is not None


def counts(sections: Sequence[OutlineSection]) -> dict[str, int]:
    """How many clauses of an outline there are of each kind, as a comparison counts them."""
    from composer.compare.deviations import KINDS, kind_of

    found: dict[str, int] = dict.fromkeys(KINDS, 0)
    for section in sections:
        for clause in section.clauses:
            if clause.state != "available":
                found[kind_of(clause.state, in_model=clause.in_model)] += 1
    return found


def library_text(library: Library, clause_id: str) -> str:
    """The library's text of a clause; empty when it has none of that id."""
    clause = library.clauses.get(clause_id)
    return clause.body if clause is not None else ""
