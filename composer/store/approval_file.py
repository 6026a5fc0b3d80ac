"""Approvals on disk: ``schools/<slug>/approvals/<date>.toml``, one file for each, never changed again.

Machine-written TOML: whole, in print order, the same bytes for the same approval. The file holds digests of the
published text and of the whole record, and reading takes them again: a record that was touched is no evidence of
anything, so it is reported and never used. Nothing here needs the library, the policy or its lock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, get_args

from composer import text as prose
from composer.policy.approval import EARLIEST, Approval, ApprovedClause, ApprovedSection
from composer.policy.policy import Mode
from composer.policy.problems import Problem, Refusal
from composer.store import atomic, toml_text
from composer.store.disk import OS_FILES, sync_folder
from composer.store.fields import Source, Table, parse
from composer.store.slugs import inside
from composer.store.toml_text import header, literal
from composer.store.workspace import approvals_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from composer.store.workspace import Workspace

SCHEMA = 1
LARGEST_APPROVAL = 4 * 1024 * 1024
"""Bytes; an approval holds the whole published text, and every clause of it apart."""

FROM_GIT = "get the file back from git, or take it out of this folder and record the approval again"

_HEAD = """\
# Written by policy-composer: what was approved, and the exact text. Do not edit.
# Keep this file with the policy, in git too: verify compares what is published with it.
"""
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d{1,2}))?\.toml")
_MOST_A_DAY = 999
_DETAILS = ("body", "meeting", "minute", "recorded_by")
_FRONT = ("school", "title", "owner", "next_review", "model", "model_version")
_OF_SECTION = ("number", "title", "intro")
_OF_CLAUSE = ("section", "number", "title", "state", "text")
_STATES = tuple(mode for mode in get_args(Mode) if mode != "dropped")


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of approvals: what it holds, or what is wrong with it."""

    path: Path
    approval: Approval | None
    trouble: Problem | None = None


def write_approval(approval: Approval) -> str:
    """The approval as the text of its file."""
    parts = [_HEAD, *_lines({"schema": SCHEMA, "digest-scheme": prose.DIGEST_SCHEME})]
    parts += _lines({"on": approval.on, **_named(approval, (*_DETAILS, *_FRONT))})
    parts += _lines({"exact": approval.exact, "sense": approval.sense, "record": record_digest(approval)})
    parts += _lines({"sections": [section.id for section in approval.sections]})
    parts += _lines({"clauses": [clause.id for clause in approval.clauses]})
    parts += _lines({"text": approval.text})
    for section in approval.sections:
        parts += _table(("section", section.id), _named(section, _OF_SECTION))
    for clause in approval.clauses:
        parts += _table(("clause", clause.id), _named(clause, _OF_CLAUSE))
    return "".join(parts)


def record_digest(approval: Approval) -> str:
    """The digest of everything an approval says, however its file is laid out."""
    import json

    said = {
        "on": approval.on.isoformat(),
        **_named(approval, (*_DETAILS, *_FRONT, "exact", "sense")),
        "sections": [{"id": each.id, **_named(each, _OF_SECTION)} for each in approval.sections],
        "clauses": [{"id": each.id, **_named(each, _OF_CLAUSE)} for each in approval.clauses],
    }
    return prose.digest(json.dumps(said, sort_keys=True))


def parse_approval(text: str, path: Path) -> Approval:
    """The approval in the text of a file; ``path`` is for messages and gives the date it must be of.

    Raises:
        Problem: The file was changed by hand, is damaged or was written by a newer version of the program.
    """
    source = Source(path, prose.unix(text))
    try:
        top = Table(source, parse(source))
        schema, scheme = top.whole("schema", least=1), top.whole("digest-scheme", least=1)
        if schema <= SCHEMA and scheme <= prose.DIGEST_SCHEME:
            return _approval(top, path)
    except Problem as problem:
        raise by_hand(problem.what, path, problem.line) from None
    what = f"this approval is of a newer version of the program (schema {schema}, digest-scheme {scheme})"
    raise Problem(what, f"update the program; this one knows {SCHEMA} and {prose.DIGEST_SCHEME}", path=path)


def by_hand(what: str, path: Path, line: int | None = None) -> Problem:
    """The problem of an approval that is not as the program wrote it."""
    return Problem(f"this approval was changed by hand: {what}", FROM_GIT, path=path, line=line)


def approvals(workspace: Workspace, slug: str) -> tuple[Kept, ...]:
    """Every approval of a school, the oldest first; a damaged one is among them, with what is wrong.

    Raises:
        Problem: The slug is not one, the folder leads out of the workspace, cannot be read, or holds a file
            whose name is not that of an approval.
    """
    return tuple(_kept(path, workspace) for path in _paths(workspace, slug))


def last_approval(workspace: Workspace, slug: str) -> tuple[Approval | None, Problem | None]:
    """A school's last approval and what is wrong with its record; both None when it was never approved.

    Nothing is raised: a record in trouble does not keep anybody from working at the policy.
    """
    try:
        paths = _paths(workspace, slug)
    except Problem as problem:
        return None, problem
    if not paths:
        return None, None
    last = _kept(paths[-1], workspace)
    return last.approval, last.trouble


def save_approval(workspace: Workspace, slug: str, approval: Approval) -> Path:
    """Write a new approval; none that is there is ever touched.

    Returns:
        Its file: ``<date>.toml``, or ``<date>-2.toml`` and so on where that day has one already.

    Raises:
        Refusal: The very same approval is recorded already.
        Problem: One that is there is damaged, or this one could not be written or does not read back as it was meant.
    """
    there = approvals(workspace, slug)
    for kept in there:
        if kept.trouble is not None:
            raise kept.trouble
        if kept.approval == approval:
            mend = "look at the date and the minute reference"
            raise Refusal("this very approval is recorded already", mend, path=kept.path)
    folder = approvals_folder(workspace, slug)
    data = _encoded(write_approval(approval), folder)
    taken = {kept.path.name for kept in there}
    try:
        folder.mkdir(exist_ok=True)
        # Else a power cut could take the new folder away, and the first approval with it.
        sync_folder(folder.parent, OS_FILES)
    except OSError as error:
        raise Problem(f"the folder cannot be made: {error.strerror}", "check the place", path=folder) from error
    for number in range(1, _MOST_A_DAY + 1):
        path = folder / (f"{approval.on}.toml" if number == 1 else f"{approval.on}-{number}.toml")
        if path.name in taken:
            continue
        inside(workspace.schools, path)
        return _save(path, data, approval)
    raise Problem(f"there are {_MOST_A_DAY} approvals of that day", "look at what is in this folder", path=folder)


def _save(path: Path, data: bytes, approval: Approval) -> Path:
    def verify(there: bytes) -> None:
        try:
            same = parse_approval(atomic.decode(there, path), path) == approval
        except Problem:
            same = False
        if not same:
            raise Problem("not saved: what the disk gave back is not what was written", "try again", path=path)

    atomic.save(path, data, expected=None, verify=verify)
    return path


def _encoded(text: str, folder: Path) -> bytes:
    data = text.encode("utf-8")
    if len(data) > LARGEST_APPROVAL:
        what = f"not saved: the approval would have {len(data):,} bytes, and at most {LARGEST_APPROVAL:,} are read back"
        raise Problem(what, "cut some text of the policy", path=folder)
    return data


def _paths(workspace: Workspace, slug: str) -> list[Path]:
    """The files of a school's approvals, the oldest first."""
    folder = approvals_folder(workspace, slug)
    try:
        names = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        if folder.is_symlink():
            raise Problem("this link leads nowhere", "put the folder of approvals back", path=folder) from None
        return []
    except OSError as error:
        raise Problem(f"cannot be read: {error.strerror}", "check the folder", path=folder) from error
    found = [(_day_and_number(folder / name), name) for name in names if name.endswith(".toml")]
    return [folder / name for _, name in sorted(found)]


def _day_and_number(path: Path) -> tuple[date, int]:
    match = _NAME.fullmatch(path.name)
    try:
        if match is not None:
            return date.fromisoformat(match[1]), int(match[2] or 1)
    except ValueError:
        pass
    raise by_hand("its name is not the date of an approval, such as 2027-03-12.toml", path)


def _kept(path: Path, workspace: Workspace) -> Kept:
    try:
        data = atomic.read(path, limit=LARGEST_APPROVAL, root=workspace.schools)
        return Kept(path, parse_approval(atomic.decode(data, path), path))
    except Problem as problem:
        return Kept(path, None, problem)


def _approval(top: Table, path: Path) -> Approval:
    listed = ("sections", "clauses", "section", "clause")
    top.only(
        "schema", "digest-scheme", "on", *map(_key, (*_DETAILS, *_FRONT)), "exact", "sense", "record", "text", *listed
    )
    on = top.due_day("on")
    if on < EARLIEST or on != _day_and_number(path)[0]:
        raise top.problem(f"on is {on}, which is not the date in the file's name", "", "on")
    approval = Approval(
        on=on,
        **{name: top.prose(_key(name)) for name in (*_DETAILS, *_FRONT)},
        sections=tuple(_section(key, table) for key, table in _listed(top, "section", "sections")),
        clauses=tuple(_clause(key, table) for key, table in _listed(top, "clause", "clauses")),
        text=top.prose("text"),
        exact=top.prose("exact"),
        sense=top.prose("sense"),
    )
    if approval.exact != prose.digest(approval.text):
        raise top.problem("the text is not the one its digest was taken of", "", "text")
    # The sense digest is not taken again: the record's covers it, and its scheme may be an older one.
    if top.prose("record") != record_digest(approval):
        raise top.problem("what it says is not what its digest was taken of", "", "record")
    return approval


def _listed(top: Table, what: str, order: str) -> Iterable[tuple[str, Table]]:
    """The tables of sections or clauses, in the order that the file lists them in."""
    tables = top.table(what)
    ids = top.slugs(order, what)
    if set(ids) != set(tables.data):
        raise top.problem(f"{order} does not list the same as the tables [{what}.…]", "", order)
    return [(each, tables.table(each)) for each in ids]


def _section(section_id: str, table: Table) -> ApprovedSection:
    table.only(*_OF_SECTION)
    return ApprovedSection(section_id, table.prose("number"), table.prose("title"), table.prose("intro"))


def _clause(clause_id: str, table: Table) -> ApprovedClause:
    table.only(*_OF_CLAUSE)
    return ApprovedClause(
        clause_id,
        table.prose("section"),
        table.prose("number"),
        table.prose("title"),
        table.one_of("state", _STATES),
        table.prose("text"),
    )


def _named(value: object, names: Iterable[str]) -> Mapping[str, object]:
    return {_key(name): getattr(value, name) for name in names}


def _key(name: str) -> str:
    return name.replace("_", "-")


def _table(path: tuple[str, ...], entry: Mapping[str, object]) -> list[str]:
    return ["\n", header(path), *_lines(entry)]


def _lines(entry: Mapping[str, object]) -> list[str]:
    return [f"{toml_text.key(name)} = {literal(value)}\n" for name, value in entry.items()]
