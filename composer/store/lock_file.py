"""The lock on disk: ``schools/<slug>/policy.lock``, the texts that a policy was decided on.

Machine-written TOML: whole, sorted, the same bytes for the same lock. Every base text is stored with its
digests, and reading takes them again: a text that was touched is a damaged lock, and a base is never guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer import text as prose
from composer.policy.clause import FREEDOMS
from composer.policy.policy import Base, Lock, Pinned, SectionHead
from composer.store import toml_text
from composer.store.dictionaries import audiences, tested
from composer.store.fields import Source, Table, check_name, parse, read_text
from composer.store.toml_text import header, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SCHEMA = 1
LARGEST_LOCK = 4 * 1024 * 1024
"""Bytes; a lock holds the text of every decided clause."""

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_HEAD = """\
# Written by policy-composer: the texts this policy was decided on. Do not edit.
# Keep this file with policy.toml, in git too.
"""


def write_lock(lock: Lock) -> str:
    """The lock as the text of its file."""
    parts = [_HEAD]
    top = {"schema": SCHEMA, "digest-scheme": prose.DIGEST_SCHEME, "model": lock.model}
    titled = {"model-title": lock.model_title} if lock.model_title else {}
    parts += _lines({**top, "model-version": lock.model_version, **titled})
    for name, mapping in (("order", lock.order), ("declined", dict(sorted(lock.declined.items())))):
        if mapping:
            parts += _table((name,), mapping)
    for section_id, head in sorted(lock.heads.items()):
        entry = {"title": head.title, "intro": head.intro, "appendix": head.appendix}
        parts += _table(("section", section_id), entry)
    for clause_id, base in sorted(lock.bases.items()):
        parts += _table(("clause", clause_id), _base_entry(base))
    for name, fact in sorted(lock.facts.items()):
        parts += _table(("fact", name), {"value": fact.value})
    for name, value in sorted(lock.values.items()):
        more = {key: said for key, said in (("follows", value.follows), ("choices", value.choices)) if said}
        parts += _table(("value", name), {"value": value.value, "question": value.question, **more})
        for inner, pairs in (("when", value.when), ("forms", value.forms)):
            if pairs:
                parts += _table(("value", name, inner), dict(pairs))
    for scenario_id, pins in sorted(lock.settled.items()):
        if pins:
            parts += _table(("settled", scenario_id), dict(sorted(pins.items())))
    return "".join(parts)


def read_lock(path: Path) -> Lock:
    """The lock in a file.

    Raises:
        Problem: It cannot be read, is damaged or was written by a newer version of the program.
    """
    return parse_lock(read_text(path, limit=LARGEST_LOCK), path)


def parse_lock(text: str, path: Path) -> Lock:
    """The lock in the text of a file; ``path`` is for messages.

    Raises:
        Problem: As ``read_lock``.
    """
    # Git on Windows may check it out with other line ends; that is no damage.
    source = Source(path, prose.unix(text))
    top = Table(source, parse(source))
    top.only(
        *("schema", "digest-scheme", "model", "model-version", "model-title"),
        *("order", "declined", "section", "clause", "fact", "value", "settled"),
    )
    _check_version(top, "schema", SCHEMA)
    _check_version(top, "digest-scheme", prose.DIGEST_SCHEME)
    values = {key: _value(table) for key, table in _by_name(top.table("value"))}
    for name, value in values.items():
        if value.follows and (value.follows not in values or values[value.follows].follows):
            what = f"{name} follows {prose.visible(value.follows)}, which this lock does not have as a value"
            raise top.problem(what, "get the file back from git", "value", name, "follows")
    return Lock(
        top.prose("model"),
        top.prose("model-version"),
        {key: _base(key, table) for key, table in _by_slug(top.table("clause"), "clause")},
        {key: _section(key, table) for key, table in _by_slug(top.table("section"), "section")},
        {key: _fact(table) for key, table in _by_slug(top.table("fact"), "fact")},
        values,
        _order(top.table("order")),
        top.prose("model-title", ""),
        {key: top.table("declined").text(key) for key in top.table("declined").data},
        {key: _pins(table) for key, table in _by_slug(top.table("settled"), "scenario")},
    )


def _check_version(top: Table, key: str, ours: int) -> None:
    found = top.whole(key, least=1)
    if found != ours:
        newer = "a newer" if found > ours else "an older"
        raise top.problem(
            f"{key} {found} is of {newer} version of the program; this one knows {ours}", "update it", key
        )


def _base(clause_id: str, table: Table) -> Base:
    table.only("rev", "title", "category", "freedom", "exact", "sense", "text", "rivals", "reasoned-on", "short")
    base = Base(
        table.whole("rev", least=1),
        table.prose("title"),
        table.prose("category"),
        table.one_of("freedom", FREEDOMS),
        table.prose("text"),
        table.prose("exact"),
        table.prose("sense"),
        table.slugs("rivals", "clause id") if "rivals" in table.data else None,
        table.prose("reasoned-on", ""),
        audiences(table) if "short" in table.data else None,
    )
    if (base.exact, base.sense) != (prose.exact_digest(base.text), prose.sense_digest(base.text)):
        raise table.problem(
            f"the stored text of {clause_id} is not the one its digest was taken of",
            "get the file back from git",
            "text",
        )
    return base


def _order(table: Table) -> dict[str, tuple[str, ...]]:
    seen: set[str] = set()
    for section_id in table.data:
        table.slug(section_id, "section")
        ids = table.slugs(section_id, "clause id")
        twice = next((i for i in ids if i in seen), None)
        if twice is not None:
            what = f"{twice} has two places in the model's order"
            raise table.problem(what, "get the file back from git", section_id)
        seen.update(ids)
    return {section_id: table.slugs(section_id, "clause id") for section_id in table.data}


def _section(section_id: str, table: Table) -> SectionHead:
    table.only("title", "intro", "appendix")
    return SectionHead(section_id, table.prose("title"), table.prose("intro"), table.flag("appendix"))


def _fact(table: Table) -> Pinned:
    table.only("value")
    return Pinned(table.prose("value"))


def _value(table: Table) -> Pinned:
    table.only("value", "question", "when", "follows", "forms", "choices")
    by_profile, forms = table.table("when"), table.table("forms")
    if bool(forms.data) != ("follows" in table.data):
        raise table.problem("a value has forms when it follows another one", "get the file back from git")
    return Pinned(
        table.prose("value"),
        table.prose("question"),
        tuple((tested(test, by_profile, test), by_profile.prose(test)) for test in by_profile.data),
        table.text("follows") if "follows" in table.data else "",
        tuple((choice, forms.prose(choice)) for choice in forms.data),
        table.texts("choices"),
    )


def _pins(table: Table) -> dict[str, str]:
    for clause_id in table.data:
        table.slug(clause_id, "clause id", clause_id)
        if not _DIGEST.fullmatch(table.prose(clause_id)):
            raise table.problem(f"this is no digest of {clause_id}", "get the file back from git", clause_id)
    return {clause_id: table.prose(clause_id) for clause_id in table.data}


def _by_slug(table: Table, what: str) -> Iterable[tuple[str, Table]]:
    for key, inner in table.tables():
        yield inner.slug(key, what), inner


def _by_name(table: Table) -> Iterable[tuple[str, Table]]:
    for key, inner in table.tables():
        yield check_name(table, key, "value"), inner


def _base_entry(base: Base) -> Mapping[str, object]:
    rivals = {"rivals": base.rivals} if base.rivals is not None else {}
    reasoned = {"reasoned-on": base.reasoned_on} if base.reasoned_on else {}
    short = {"short": base.short} if base.short is not None else {}
    return {
        "rev": base.rev,
        "title": base.title,
        "category": base.category,
        "freedom": base.freedom,
        "exact": base.exact,
        "sense": base.sense,
        "text": base.text,
        **rivals,
        **reasoned,
        **short,
    }


def _table(path: tuple[str, ...], entry: Mapping[str, object]) -> list[str]:
    return ["\n", header(path), *_lines(entry)]


def _lines(entry: Mapping[str, object]) -> list[str]:
    return [f"{toml_text.key(name)} = {literal(value)}\n" for name, value in entry.items()]
