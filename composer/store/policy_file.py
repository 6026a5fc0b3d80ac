"""A school's policy on disk: ``schools/<slug>/policy.toml``, written by people and by this program.

Read strictly: every key and word is known or a problem with its line and the nearest known one. The tables
of the evidence are read in ``evidence_file``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer import text as prose
from composer.policy.clause import NATIONS
from composer.policy.library import unknown
from composer.policy.policy import MODES, SCHEMA, Decision, Heading, SchoolPolicy
from composer.policy.problems import Problem
from composer.policy.school import PHASES, Profile, check_profile
from composer.store import atomic
from composer.store.dictionaries import accepted, audiences, plain
from composer.store.evidence_file import EVIDENCE, check_evidence, normal_evidence, read_evidence
from composer.store.fields import LARGEST_FILE, Source, Table, check_name, parse
from composer.store.toml_layout import header_path, statements

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from composer.policy.dictionary import Value
    from composer.policy.library import Library
    from composer.policy.policy import Lock

TOP_KEYS = ("schema", "title", "model", "school", "values", "section", "clause", *EVIDENCE)
PROFILE_KEYS = ("name", "phase", "nation", "type", "also_known_as", "partners", "platforms")
CLAUSE_KEYS = ("mode", "title", "reason", "decided_by", "decided_on", "review_by", "short", "text")


SECTION_KEYS = ("title", "appendix", "clauses")


@dataclass(frozen=True, slots=True)
class LoadedPolicy:
    """A policy file as it was read."""

    policy: SchoolPolicy
    text: str
    """The file's text exactly: with its byte order mark and line ends."""
    data: dict[str, object]
    """All of the file as TOML has it, the tables of the evidence too."""
    hash: str
    """The content hash of the file's bytes."""


def read_policy(path: Path, library: Library | None = None, *, lock: Lock | None = None) -> LoadedPolicy:
    """Read and check a school's policy.

    With a library (of the school's model: ``Library.under``) its model, clauses and values are checked too.
    What the lock knows is known, because a clause that the library no longer has stays in the policy.

    Raises:
        Problem: The first thing that is wrong, with its line.
    """
    data = atomic.read(path, limit=LARGEST_FILE)
    return parse_policy(data, path, library, lock=lock)


def parse_policy(
    data: bytes, path: Path, library: Library | None = None, *, lock: Lock | None = None, lenient: bool = False
) -> LoadedPolicy:
    """The policy in the bytes of a file; ``path`` is for messages.

    ``lenient`` lets names pass that the library does not know: a lock that cannot be read may have known them.

    Raises:
        Problem: As ``read_policy``.
    """
    said = atomic.decode(data, path)
    source = Source(path, prose.unix(said))
    tables = parse(source)
    policy = interpret(source, tables)
    if library is not None:
        policy = check_against(policy, Table(source, tables), library, lock, lenient=lenient)
    return LoadedPolicy(policy, data.decode("utf-8"), tables, atomic.content_hash(data))


def normal(policy: SchoolPolicy) -> SchoolPolicy:
    """The policy as it is once it was in a file: clause texts end with one newline, and the like."""
    profile = replace(policy.profile, name=" ".join(policy.profile.name.split()))
    decisions = {key: _normal_decision(decision) for key, decision in policy.decisions.items()}
    values = {key: _normal_value(value) for key, value in policy.values.items()}
    evidence = normal_evidence(policy.evidence)
    headings = {
        key: replace(heading, title=heading.title.strip())
        for key, heading in policy.headings.items()
        if key in policy.sections
    }
    return replace(
        policy,
        title=policy.title.strip(),
        profile=profile,
        values=values,
        decisions=decisions,
        evidence=evidence,
        headings=headings,
    )


def _normal_value(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(item.strip() for item in value)
    return prose.unix(value).strip() if isinstance(value, str) else value


def _normal_decision(decision: Decision) -> Decision:
    return replace(
        decision,
        title=decision.title.strip(),
        reason=prose.unix(decision.reason).strip(),
        decided_by=decision.decided_by.strip(),
        text=normal_text(decision.text),
    )


def normal_text(text: str) -> str:
    """A clause's text with LF line ends and exactly one at its end; empty when it says nothing."""
    said = prose.unix(text)
    return said.rstrip("\n") + "\n" if said.strip() else ""


def interpret(source: Source, data: dict[str, object]) -> SchoolPolicy:
    """The policy that a file's data stand for, as far as can be told without a library.

    Raises:
        Problem: With its line.
    """
    top = Table(source, data)
    schema = top.whole("schema", least=1)
    if schema > SCHEMA:
        raise top.problem(
            f"this policy is of schema {schema}, and this program knows {SCHEMA}", "update the program", "schema"
        )
    top.only(*TOP_KEYS)
    evidence = read_evidence(top)
    _refuse_inline(source)
    decisions = {key: _decision(key, table) for key, table in top.table("clause").tables()}
    values = top.table("values")
    return SchoolPolicy(
        top.text("title"),
        top.slug(top.text("model"), "model", "model"),
        _profile(top.table("school")),
        {check_name(values, key, "value"): plain(values, key) for key in values.data},
        _sections(top.table("section"), decisions),
        decisions,
        schema,
        evidence,
        _headings(top.table("section")),
    )


def check_against(
    policy: SchoolPolicy, top: Table, library: Library, lock: Lock | None, *, lenient: bool = False
) -> SchoolPolicy:
    """The policy with its values as the library's dictionary reads them.

    Raises:
        Problem: Neither the library nor the lock knows the model, a clause or a value.
    """
    if policy.model not in library.models:
        near = unknown("model", policy.model, library.models)
        mend = f"get clauses/models/{policy.model}/ back, or name another model here and run policy-composer update"
        raise top.problem(near.what, f"{mend}: {near.mend}" if near.mend else mend, "model")
    model = library.model(policy.model)
    known = {**library.clauses, **model.overlay}
    dictionary = {**library.values, **model.values}
    bases = lock.bases if lock is not None else {}
    clauses = top.table("clause")
    for clause_id, decision in policy.decisions.items():
        own = decision.mode == "local" or (decision.mode == "dropped" and bool(decision.text))
        if not (own or lenient or clause_id in known or clause_id in bases):
            raise clauses.blame(unknown("clause", clause_id, {**known, **bases}), clause_id)
    values = top.table("values")
    pinned = lock.values if lock is not None else {}
    read: dict[str, Value] = {}
    for name, value in policy.values.items():
        entry = dictionary.get(name)
        if entry is None and name not in pinned and not lenient:
            raise values.blame(unknown("value", name, {**dictionary, **pinned}), name)
        follows = pinned[name].follows if name in pinned else entry.follows if entry is not None else ""
        if follows and not lenient:
            raise values.problem(f"{name} follows {follows} and has no answer of its own", f"set {follows}", name)
        # What was a choice when the school answered stays one, whatever the library offers now.
        once = name in pinned and value in pinned[name].choices
        read[name] = value if entry is None or entry.follows or once else accepted(entry, values, name)
    if not lenient:
        check_evidence(policy.evidence, top, library, lock)
    return replace(policy, values=read)


_KEYED: dict[tuple[str, ...], str] = {(kind,): f"[{kind}.ID]" for kind in ("section", "clause", *EVIDENCE)}
"""What holds nothing but tables, each with how one of them is headed."""


def _refuse_inline(source: Source) -> None:
    """Each table has its own header, so that it can be changed, and merged by git, without touching others."""
    where: tuple[str, ...] = ()
    for statement in statements(source.text):
        said = source.text[statement.start : statement.end]
        if statement.header:
            where = header_path(said)
        elif where in _KEYED or (not where and _opens_table(said)):
            line = source.text.count("\n", 0, statement.start) + 1
            raise Problem(
                "a table is written inside another one here",
                f"give it a line of its own, such as {_KEYED.get(where, '[clause.purpose]')}",
                path=source.path,
                line=line,
            )


def _opens_table(said: str) -> bool:
    name, _, value = said.partition("=")
    return "." in name or value.lstrip().startswith("{")


def _profile(table: Table) -> Profile:
    if not table.data:
        raise table.problem("the policy says nothing about its school", "add [school] with name, phase, nation, type")
    flags = [key for key in table.data if key.startswith("has_")]
    table.only(*PROFILE_KEYS, *flags)
    name = table.text("name")
    phase = table.one_of("phase", PHASES)
    nation = table.one_of("nation", NATIONS)
    type_ = table.text("type")
    try:
        profile = check_profile(name, phase, nation, type_)
    except Problem as problem:
        raise table.blame(problem, "name" if "name" in problem.what else "type") from None
    return replace(
        profile,
        also_known_as=table.texts("also_known_as"),
        partners=table.texts("partners"),
        platforms=table.slugs("platforms", "platform"),
        has={check_name(table, key, "flag").removeprefix("has_"): table.flag(key) for key in flags},
    )


def _sections(table: Table, decisions: Mapping[str, Decision]) -> dict[str, tuple[str, ...]]:
    seen: dict[str, str] = {}
    sections: dict[str, tuple[str, ...]] = {}
    for section_id, section in table.tables():
        section.slug(section_id, "section")
        section.only(*SECTION_KEYS)
        ids = section.slugs("clauses", "clause id")
        for clause_id in ids:
            if clause_id in seen:
                mend = "keep it in one of them"
                raise section.problem(f"{clause_id} is in the section {seen[clause_id]} too", mend, "clauses")
            if clause_id not in decisions:
                guess = prose.near(clause_id, decisions)
                mend = f"did you mean {guess}?" if guess else f"add [clause.{clause_id}] with a mode, or take it out"
                raise section.problem(f"{clause_id} is listed, but there is no [clause.{clause_id}]", mend, "clauses")
            seen[clause_id] = section_id
        sections[section_id] = ids
    return sections


def _headings(table: Table) -> dict[str, Heading]:
    found: dict[str, Heading] = {}
    for section_id, section in table.tables():
        if "title" in section.data:
            found[section_id] = Heading(section.text("title"), section.flag("appendix"))
        elif "appendix" in section.data:
            raise section.problem("appendix goes with a title of the school's own", 'add title = "…"', "appendix")
    return found


def _decision(clause_id: str, table: Table) -> Decision:
    table.slug(clause_id, "clause id")
    table.only(*CLAUSE_KEYS)
    decision = Decision(
        table.one_of("mode", MODES),
        table.prose("reason", "").strip(),
        table.text("decided_by", ""),
        table.day("decided_on"),
        table.day("review_by"),
        table.text("title", ""),
        normal_text(table.prose("text", "")),
        audiences(table) if "short" in table.data else None,
    )
    if decision.mode in {"adapted", "local"} and not decision.text:
        raise table.problem(f"{clause_id} is {decision.mode} and has no text", 'add text = """…"""', "mode")
    if decision.mode == "as-is" and decision.text:
        raise table.problem(f"{clause_id} is as-is and has a text of its own", 'write mode = "adapted"', "mode")
    if decision.mode == "local" and not decision.title:
        raise table.problem(f"{clause_id} is local and has no title", 'add title = "…"', "mode")
    return decision
