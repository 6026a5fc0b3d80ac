"""The evidence in a ``policy.toml``: answers, consultations, related policies and findings set aside.

They are read strictly. A clause that an answer names and that is dropped or changed later is no mistake in the file:
the scenario is open again, and ``fallen_in`` tells where that is written.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from composer import text as prose
from composer.policy.evidence import (
    ANSWERS,
    PARTS,
    PROCESS_QUESTIONS,
    USES,
    Consultation,
    DeviceAnswer,
    Evidence,
    ProcessAnswer,
    RelatedPolicy,
    ScenarioAnswer,
    SetAside,
)
from composer.policy.library import unknown
from composer.store.fields import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from composer.policy.evidence import Entry
    from composer.policy.library import Library
    from composer.policy.policy import Lock
    from composer.policy.problems import Problem
    from composer.store.fields import Table
    from composer.store.school_files import OpenPolicy

E = TypeVar("E", bound="Entry")

EVIDENCE = {
    "related-policy": "related",
    "scenario": "scenarios",
    "process": "processes",
    "device": "devices",
    "consultation": "consultations",
    "finding": "set_aside",
}
"""The tables, in the order a new file has them, each with the part of the evidence that it holds."""

EVIDENCE_KEYS: dict[str, tuple[str, ...]] = {
    "related-policy": ("title", "where", "reviewed"),
    "scenario": ("answer", "clauses", "because"),
    "process": ("use", *PROCESS_QUESTIONS, "title"),
    "device": ("measures", "owner", "because"),
    "consultation": ("who", "group", "how", "on", "changed"),
    "finding": ("check", "kind", "place", "words", "reason", "by", "on"),
}
"""The keys of each table, in the order they are written."""


def read_evidence(top: Table) -> Evidence:
    """The evidence in a policy's file.

    Raises:
        Problem: The first thing that is wrong, with its line.
    """
    return Evidence(
        {key: _scenario(key, table) for key, table in top.table("scenario").tables()},
        {key: _process(key, table) for key, table in top.table("process").tables()},
        {key: _consultation(key, table) for key, table in top.table("consultation").tables()},
        {key: _related(key, table) for key, table in top.table("related-policy").tables()},
        {key: _device(key, table) for key, table in top.table("device").tables()},
        {key: _finding(key, table) for key, table in top.table("finding").tables()},
    )


def check_evidence(evidence: Evidence, top: Table, library: Library, lock: Lock | None = None) -> None:
    """Refuse what the library does not list; one without such a list knows no better.

    A scenario that the lock has pinned and a process that has its title were listed when they were answered: a
    library that lists them no more does not keep a school out.

    Raises:
        Problem: With its line and the nearest that there is.
    """
    lists: tuple[tuple[str, Iterable[str], Callable[[], Mapping[str, object]]], ...] = (
        ("scenario", evidence.scenarios, lambda: library.scenarios),
        ("process", evidence.processes, lambda: library.processes),
        ("device", evidence.devices, lambda: library.devices),
    )
    for kind, said, listed in lists:
        # Only where it is needed: the library reads these lists when they are first looked at.
        known = listed() if said else {}
        for key in said:
            if known and key not in known and not _once_listed(kind, key, evidence, lock):
                raise top.table(kind).blame(unknown("risk" if kind == "device" else kind, key, known), key)
    for key, entry in evidence.consultations.items():
        if entry.group and library.groups and entry.group not in library.groups:
            raise top.table("consultation").table(key).blame(unknown("group", entry.group, library.groups), "group")


def _once_listed(kind: str, key: str, evidence: Evidence, lock: Lock | None) -> bool:
    if kind == "scenario":
        return lock is not None and key in lock.settled
    return kind == "process" and bool(evidence.processes[key].title)


def fallen_in(opened: OpenPolicy, library: Library) -> Iterator[Problem]:
    """Every answer that says settled and no longer is so by the policy on disk, with its line."""
    draft = opened.draft
    if not draft.policy.evidence.scenarios:
        return
    from composer.policy.standing import changed_since, fallen_out

    source = Source(opened.path, prose.unix(opened.text.removeprefix("\ufeff")))
    for key, answer in draft.policy.evidence.scenarios.items():
        reasons = fallen_out(key, draft, library) if answer.answer == "settled" else ()
        if reasons:
            what = f"{key} is open again because {' and '.join(reasons)}"
            mend = 'name other clauses, or write answer = "open"'
            if len(changed_since(key, draft)) == len(reasons):
                by = " ".join(answer.clauses)
                mend = f"if it still holds: policy-composer answer-scenario {opened.slug} {key} --settled-by {by}"
            yield source.problem(what, mend, ("scenario", key, "clauses"))


def evidence_tables(evidence: Evidence) -> Iterator[tuple[tuple[str, str], dict[str, object]]]:
    """Every table of the evidence with its path, as a file holds it."""
    for kind, part in EVIDENCE.items():
        for key, entry in evidence.part(part).items():
            said = {name: getattr(entry, name) for name in EVIDENCE_KEYS[kind]}
            yield (kind, key), {name: value for name, value in said.items() if value}


def normal_evidence(evidence: Evidence) -> Evidence:
    """The evidence as it is once it was in a file: texts have nothing blank around them."""
    parts = {part: {key: normal_entry(each) for key, each in evidence.part(part).items()} for part in PARTS}
    normal = Evidence(**parts)  # type: ignore[arg-type]
    return evidence if normal == evidence else normal


def normal_entry(entry: E) -> E:
    """One entry as it is once it was in a file."""
    said = {each.name: getattr(entry, each.name) for each in fields(entry)}
    texts: dict[str, Any] = {name: prose.unix(text).strip() for name, text in said.items() if isinstance(text, str)}
    return replace(entry, **texts)


def _scenario(key: str, table: Table) -> ScenarioAnswer:
    table.slug(key, "scenario")
    table.only(*EVIDENCE_KEYS["scenario"])
    answer = table.one_of("answer", ANSWERS)
    found = ScenarioAnswer(answer, table.slugs("clauses", "clause id"), _said(table, "because"))
    if answer == "settled" and not found.clauses:
        raise table.problem(f"{key} is settled by no clause", 'add clauses = ["…"]', "answer")
    if answer == "does-not-apply" and not found.because:
        raise table.problem(f"{key} does not apply, and nothing says why", 'add because = "…"', "answer")
    return found


def _process(key: str, table: Table) -> ProcessAnswer:
    table.slug(key, "process")
    table.only(*EVIDENCE_KEYS["process"])
    texts = {name: _said(table, name) for name in PROCESS_QUESTIONS}
    use = table.one_of("use", USES, "yes" if texts["channel"] else None)
    return ProcessAnswer(use, **texts, title=_said(table, "title"))


def _consultation(key: str, table: Table) -> Consultation:
    table.slug(key, "consultation")
    table.only(*EVIDENCE_KEYS["consultation"])
    group = table.slug(table.text("group"), "group", "group") if "group" in table.data else ""
    return Consultation(table.text("who"), _said(table, "how"), table.day("on"), _said(table, "changed"), group)


def _related(key: str, table: Table) -> RelatedPolicy:
    table.slug(key, "related policy")
    table.only(*EVIDENCE_KEYS["related-policy"])
    return RelatedPolicy(table.text("title"), _said(table, "where"), table.day("reviewed"))


def _device(key: str, table: Table) -> DeviceAnswer:
    table.slug(key, "risk")
    table.only(*EVIDENCE_KEYS["device"])
    answer = DeviceAnswer(table.slugs("measures", "clause id"), _said(table, "owner"), _said(table, "because"))
    if answer == DeviceAnswer():
        raise table.problem(f"nothing is said about the risk {key}", 'add measures = ["…"], owner or because')
    return answer


def _finding(key: str, table: Table) -> SetAside:
    table.slug(key, "finding")
    table.only(*EVIDENCE_KEYS["finding"])
    answer = SetAside(
        table.slug(table.text("check"), "check", "check"),
        table.slug(table.text("kind"), "kind of place", "kind"),
        table.text("place", ""),
        _said(table, "words"),
        _said(table, "reason"),
        table.text("by", ""),
        table.day("on"),
    )
    if not answer.reason:
        raise table.problem(f"{key} is set aside, and nothing says why", 'add reason = "…"', "check")
    return answer


def _said(table: Table, key: str) -> str:
    """A text of any number of lines, empty when the key is not there."""
    return table.prose(key, "").strip()
