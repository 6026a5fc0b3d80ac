"""The answers a school gives about what its policy has to have thought of, each from one draft to the next.

A function that changes nothing gives the draft itself back. Texts are taken as they will be read from the file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from composer import text as prose
from composer.policy.evidence import PROCESS_QUESTIONS
from composer.policy.filling import filled
from composer.policy.library import unknown
from composer.policy.policy import Draft
from composer.policy.problems import Refusal
from composer.policy.settled import repinned
from composer.policy.slugs import check_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from composer.policy.evidence import (
        Consultation,
        DeviceAnswer,
        Entry,
        ProcessAnswer,
        RelatedPolicy,
        ScenarioAnswer,
        SetAside,
    )
    from composer.policy.library import Library

LONGEST_ANSWER = 4_000
"""Characters of one text; a policy's file holds all of them beside the clauses."""
LONGEST_WORDS = 200
"""Characters that are kept of the words that a finding was about."""
MOST = 500
"""Entries of one kind."""


def answer_scenario(draft: Draft, library: Library, scenario_id: str, answer: ScenarioAnswer) -> Draft:
    """Answer a scenario; one that is settled is pinned to the texts that its clauses have now.

    Raises:
        Problem: There is no such scenario or clause; the message names the nearest.
        Refusal: It is settled by nothing, or by a clause that the policy does not print; or nothing says why it does
            not apply; or a text cannot be kept.
    """
    given = draft.policy.evidence.scenarios
    _check_listed("scenario", scenario_id, library.scenarios, given)
    clauses = tuple(dict.fromkeys(answer.clauses)) if answer.answer == "settled" else ()
    because = _kept(answer.because, "because")
    if answer.answer == "settled":
        if not clauses:
            raise Refusal(f"{scenario_id} is settled by no clause", "name the clauses of this policy that settle it")
        _check_printed(draft, library, clauses)
    if answer.answer == "does-not-apply" and not because:
        raise Refusal(f"nothing says why {scenario_id} does not apply", "say it in a sentence")
    answered = _with(draft, "scenarios", scenario_id, replace(answer, clauses=clauses, because=because))
    return repinned(answered, scenario_id)


def answer_process(draft: Draft, library: Library, process_id: str, answer: ProcessAnswer) -> Draft:
    """Answer a process, and fill the blanks of its clause that the answer is.

    Raises:
        Problem: There is no such process; the message names the nearest. Or the answer does not fit its blank.
        Refusal: A text cannot be kept.
    """
    given = draft.policy.evidence.processes
    _check_listed("process", process_id, library.processes, given)
    texts: dict[str, Any] = {key: _kept(str(getattr(answer, key)), key) for key in PROCESS_QUESTIONS}
    process, before = library.processes.get(process_id), given.get(process_id)
    # The name it prints under is kept with the answer, so that the library changing never changes the policy.
    title = answer.title or (before.title if before is not None else "") or (process.title if process else "")
    kept = replace(answer, **texts, title=_line(title, "title"))
    answered = _with(draft, "processes", process_id, kept)
    return answered if process is None else filled(answered, library, process, before, kept)


def answer_device(draft: Draft, library: Library, risk_id: str, answer: DeviceAnswer | None) -> Draft:
    """Say of a risk of devices what the school does about it; with None the library's own answer stands again.

    Raises:
        Problem: There is no such risk or clause; the message names the nearest.
        Refusal: Nothing is said, a measure is a clause that the policy does not print, or a text cannot be kept.
    """
    _check_listed("risk", risk_id, library.devices, draft.policy.evidence.devices)
    if answer is None:
        return _without(draft, "devices", risk_id, "answer of this school about the risk")
    measures = tuple(dict.fromkeys(answer.measures))
    kept = replace(
        answer, measures=measures, owner=_kept(answer.owner, "owner"), because=_kept(answer.because, "because")
    )
    if kept.because and (measures or kept.owner):
        raise Refusal(f"{risk_id} cannot have a measure and not apply as well", "say one of the two")
    if not (measures or kept.owner or kept.because):
        raise Refusal(f"nothing is said about the risk {risk_id}", "name a measure, an owner, or why it does not apply")
    _check_printed(draft, library, measures)
    return _with(draft, "devices", risk_id, kept)


def note_consultation(draft: Draft, library: Library, key: str, entry: Consultation | None) -> Draft:
    """Record whom the school asked; None takes the entry out.

    Raises:
        Problem: The key is none, or there is no such group.
        Refusal: Nobody is named, there is no such entry to take out, or a text cannot be kept.
    """
    check_slug(key, "consultation")
    if entry is None:
        return _without(draft, "consultations", key, "consultation")
    kept = replace(
        entry,
        who=_line(entry.who, "who"),
        how=_kept(entry.how, "how"),
        changed=_kept(entry.changed, "changed"),
    )
    if kept.group:
        _check_listed("group", kept.group, library.groups, {})
    if not kept.who:
        raise Refusal(f"{key} does not say who was asked", "name them, such as parents")
    return _with(draft, "consultations", key, kept)


def note_related(draft: Draft, key: str, entry: RelatedPolicy | None) -> Draft:
    """Record another policy of the school; None takes it out.

    Raises:
        Problem: The key is none.
        Refusal: It has no title, there is no such entry to take out, or a text cannot be kept.
    """
    check_slug(key, "related policy")
    if entry is None:
        return _without(draft, "related", key, "related policy")
    kept = replace(entry, title=_line(entry.title, "title"), where=_kept(entry.where, "where"))
    if not kept.title:
        raise Refusal(f"{key} has no title", "give the policy's title as it stands on its front page")
    return _with(draft, "related", key, kept)


def set_aside(draft: Draft, key: str, answer: SetAside, *, instead_of: Iterable[str] = ()) -> Draft:
    """Leave a finding as it is, with the reason; ``instead_of`` are answers to it that it has outgrown.

    Raises:
        Refusal: There is no reason, or a text cannot be kept.
    """
    check_slug(key, "finding")
    kept = replace(
        answer,
        place=_line(answer.place, "place"),
        words=kept_words(answer.words),
        reason=_kept(answer.reason, "the reason"),
        by=_line(answer.by, "the name"),
    )
    if not kept.reason:
        raise Refusal("setting a finding aside needs a reason", "say why it is right as it stands")
    for stale in instead_of:
        if stale != key and stale in draft.policy.evidence.set_aside:
            draft = _without(draft, "set_aside", stale, "")
    return _with(draft, "set_aside", key, kept)


def kept_words(said: str) -> str:
    """The words that a finding was about as its answer keeps them: on one line, and the beginning of many."""
    words = " ".join(prose.strip_controls(said).split())
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 2].rstrip()} …"


def ask_again(draft: Draft, key: str) -> Draft:
    """Take back that a finding was set aside.

    Raises:
        Refusal: It was not.
    """
    return _without(draft, "set_aside", key, "finding set aside under")


def _check_listed(kind: str, key: str, listed: Mapping[str, object], given: Mapping[str, object]) -> None:
    if listed and key not in listed and key not in given:
        raise unknown(kind, key, listed)
    check_slug(key, kind)


def _check_printed(draft: Draft, library: Library, clause_ids: Iterable[str]) -> None:
    decisions = draft.policy.decisions
    for clause_id in clause_ids:
        decision = decisions.get(clause_id)
        if decision is not None and decision.printed:
            continue
        if decision is None and clause_id not in library.clauses:
            raise unknown("clause", clause_id, dict.fromkeys([*decisions, *library.clauses]))
        why = "was dropped" if decision is not None else "is not in this policy"
        mend = f"{'restore' if decision is not None else 'pick'} it first, or name another clause"
        raise Refusal(f"{clause_id} {why}, so it is no answer here", mend)


def _kept(said: str, what: str) -> str:
    """A text of any number of lines as the file will give it back.

    Raises:
        Refusal: It holds a character that no file of ours may hold, or is too long.
    """
    text = prose.unix(said).strip()
    hostile = prose.first_hostile(text)
    if hostile is not None:
        raise Refusal(f"{what} holds the character {hostile[1]}", "write it without that")
    if len(text) > LONGEST_ANSWER:
        raise Refusal(f"{what} has {len(text):,} characters", f"use at most {LONGEST_ANSWER:,}")
    return text


def _line(said: str, what: str) -> str:
    return " ".join(_kept(said, what).split())


def _with(draft: Draft, part: str, key: str, entry: Entry) -> Draft:
    there = draft.policy.evidence.part(part)
    if there.get(key) == entry:
        return draft
    if key not in there and len(there) >= MOST:
        raise Refusal(f"this policy has {len(there)} of these already", "take one out first")
    return _put(draft, part, {**there, key: entry})


def _without(draft: Draft, part: str, key: str, what: str) -> Draft:
    there = draft.policy.evidence.part(part)
    if key not in there:
        near = prose.near(key, there)
        raise Refusal(f"there is no {what} {prose.visible(key)!r}", f"did you mean {near}?" if near else "")
    return _put(draft, part, {name: entry for name, entry in there.items() if name != key})


def _put(draft: Draft, part: str, entries: Mapping[str, Entry]) -> Draft:
    evidence = replace(draft.policy.evidence, **{part: entries})  # type: ignore[arg-type]
    return Draft(replace(draft.policy, evidence=evidence), draft.lock)
