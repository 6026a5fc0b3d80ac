"""Whether a published file is an approved policy, and if not, how far from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from composer import text as prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.policy.approval import Approval

_BOM = "\ufeff"

_LEAST_LIKE = 0.2
"""Share of lines in common below which a file under another heading is no version of an approved policy."""

VerdictState = Literal["approved", "earlier", "layout", "changed", "unknown"]


@dataclass(frozen=True, slots=True)
class Record:
    """One approval of one school, to compare a file with."""

    school: str
    """The school's slug."""
    name: str
    """The approval's file name."""
    approval: Approval
    newest: Approval
    """The school's last approval; may be the same."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is, beside all approvals.

    ``approved``: byte for byte the last approval of a school; ``earlier``: one that a later approval replaced;
    ``layout``: it reads as an approved text but is not the same bytes; ``changed``: words differ; ``unknown``: it is
    no version of any approved policy.
    """

    state: VerdictState
    record: Record | None = None
    """The approval that the file is, or is nearest to; None when it is unknown."""
    differs: tuple[str, ...] = ()
    """What differs although it reads the same, in words; only with ``layout``."""
    same_policy: bool = True
    """Whether the file has the approved policy's title and school at its head."""


def verify(data: bytes, records: Sequence[Record]) -> Verdict:
    """Compare a file's bytes, which are UTF-8, with every approval that is known."""
    exact = [record for record in records if record.approval.text.encode("utf-8") == data]
    if exact:
        # Another school's earlier text is no reason to call this one's last text out of date.
        found = next((record for record in exact if record.approval is record.newest), exact[-1])
        return Verdict("approved" if found.approval is found.newest else "earlier", found)
    text = data.decode("utf-8")
    said = prose.unix(text.removeprefix(_BOM))
    nearest = _nearest(said, records)
    if nearest is None:
        return Verdict("unknown")
    same = _head(said) == _head(nearest.approval.text)
    differs = tuple(layout_differences(text, nearest.approval.text))
    return Verdict("layout" if differs else "changed", nearest, differs, same)


def layout_differences(text: str, approved: str) -> Iterator[str]:
    """What differs between two texts that read the same, in words; nothing when a word differs."""
    bare = text.removeprefix(_BOM)
    if prose.sense_form(bare) != prose.sense_form(approved):
        return
    if bare != text:
        yield "a byte order mark at its start"
    plain = prose.unix(bare)
    if plain != bare:
        yield "the line endings"
    if plain == approved:
        return
    if _without_ends(plain) == _without_ends(approved):
        yield "blanks at the ends of lines or of the file"
    elif prose.exact_form(plain) == prose.exact_form(approved):
        yield "how accents are encoded"
    else:
        yield "wrapping, spaces, quotes or dashes"


def _without_ends(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")


def _nearest(text: str, records: Sequence[Record]) -> Record | None:
    """The record most like a text: of the same policy if there is one, then by its lines, then the latest."""
    if not records:
        return None
    head, lines = _head(text), set(_lines(text))
    best = max(
        enumerate(records),
        key=lambda each: (_head(each[1].approval.text) == head, _likeness(lines, each[1]), each[0]),
    )[1]
    like = _head(best.approval.text) == head or _likeness(lines, best) >= _LEAST_LIKE
    return best if like else None


def _likeness(lines: set[str], record: Record) -> float:
    theirs = set(_lines(record.approval.text))
    return len(lines & theirs) / max(len(lines), len(theirs), 1)


def _lines(text: str) -> Iterator[str]:
    return (line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def _head(text: str) -> tuple[str, ...]:
    """The title and the school's name: the first two lines that say something."""
    lines = _lines(text)
    return tuple(line for line, _ in zip(lines, range(2), strict=False))
