"""The evidence in a ``policy.toml``: the tables ``scenario``, ``process``, ``consultation``, ``related-policy``.

They are read strictly and never written: people keep them by hand, and a save leaves them as they are. A clause
that an answer names and that is dropped later is no mistake in the file: the scenario is open again, and
``fallen_in`` tells where that is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer import text as prose
from composer.policy.evidence import (
    ANSWERS,
    USES,
    Consultation,
    Evidence,
    ProcessAnswer,
    RelatedPolicy,
    ScenarioAnswer,
)
from composer.policy.library import unknown
from composer.store.fields import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from composer.policy.library import Library
    from composer.policy.problems import Problem
    from composer.store.fields import Table
    from composer.store.school_files import OpenPolicy

EVIDENCE = ("related-policy", "scenario", "process", "consultation")
"""The tables, in the order a new file has them."""

SCENARIO_KEYS = ("answer", "clauses", "because")
PROCESS_KEYS = ("use", "channel", "social_media", "who_posts", "wrong_channel", "other_policy", "other_route")
CONSULTATION_KEYS = ("who", "how", "on", "changed")
RELATED_KEYS = ("title", "where", "reviewed")


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
    )


def check_evidence(evidence: Evidence, top: Table, library: Library) -> None:
    """Refuse scenarios and processes that the library does not list; one without such lists knows no better.

    Raises:
        Problem: With its line and the nearest that there is.
    """
    lists: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("scenario", evidence.scenarios),
        ("process", evidence.processes),
    )
    for kind, said in lists:
        # Only where it is needed: the library reads these lists when they are first looked at.
        listed: Mapping[str, object] = (library.scenarios if kind == "scenario" else library.processes) if said else {}
        for key in said:
            if listed and key not in listed:
                raise top.table(kind).blame(unknown(kind, key, listed), key)


def fallen_in(opened: OpenPolicy, library: Library) -> Iterator[Problem]:
    """Every answer that says settled and names a clause which the policy on disk does not print, with its line."""
    draft = opened.draft
    if not draft.policy.evidence.scenarios:
        return
    from composer.policy.standing import fallen_out

    source = Source(opened.path, prose.unix(opened.text.removeprefix("\ufeff")))
    for key, answer in draft.policy.evidence.scenarios.items():
        reasons = fallen_out(answer, draft, library) if answer.answer == "settled" else ()
        if reasons:
            what = f"{key} is open again because {' and '.join(reasons)}"
            mend = 'name other clauses, or write answer = "open"'
            yield source.problem(what, mend, ("scenario", key, "clauses"))


def evidence_tables(evidence: Evidence) -> Iterator[tuple[tuple[str, str], dict[str, object]]]:
    """The tables that a new file holds, each with its path."""
    by_kind = (evidence.related, evidence.scenarios, evidence.processes, evidence.consultations)
    keys = (RELATED_KEYS, SCENARIO_KEYS, PROCESS_KEYS, CONSULTATION_KEYS)
    for kind, entries, names in zip(EVIDENCE, by_kind, keys, strict=True):
        for key, entry in entries.items():
            said = {name: getattr(entry, name) for name in names}
            yield (kind, key), {name: value for name, value in said.items() if value}


def _scenario(key: str, table: Table) -> ScenarioAnswer:
    table.slug(key, "scenario")
    table.only(*SCENARIO_KEYS)
    answer = table.one_of("answer", ANSWERS)
    found = ScenarioAnswer(answer, table.slugs("clauses", "clause id"), _said(table, "because"))
    if answer == "settled" and not found.clauses:
        raise table.problem(f"{key} is settled by no clause", 'add clauses = ["…"]', "answer")
    if answer == "does-not-apply" and not found.because:
        raise table.problem(f"{key} does not apply, and nothing says why", 'add because = "…"', "answer")
    return found


def _process(key: str, table: Table) -> ProcessAnswer:
    table.slug(key, "process")
    table.only(*PROCESS_KEYS)
    texts = {name: _said(table, name) for name in PROCESS_KEYS[1:]}
    use = table.one_of("use", USES, "yes" if texts["channel"] else None)
    return ProcessAnswer(use, **texts)


def _consultation(key: str, table: Table) -> Consultation:
    table.slug(key, "consultation")
    table.only(*CONSULTATION_KEYS)
    return Consultation(table.text("who"), _said(table, "how"), table.day("on"), _said(table, "changed"))


def _related(key: str, table: Table) -> RelatedPolicy:
    table.slug(key, "related policy")
    table.only(*RELATED_KEYS)
    return RelatedPolicy(table.text("title"), _said(table, "where"), table.day("reviewed"))


def _said(table: Table, key: str) -> str:
    """A text of any number of lines, empty when the key is not there."""
    return table.prose(key, "").strip()
