"""What changed in a clause and what that asks of us, in a few plain words each, made from the comparison alone.

Long quotations are cut, and of many changes those of weight are told and the others counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.compare.obligations import look_at
from composer.compare.substance import asking, passages, runs
from composer.export.prose import unmarked
from composer.export.report import consequence
from composer.policy.placeholders import capital
from composer.text import units, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.compare.deviations import ClauseChange
    from composer.compare.substance import Passage
    from composer.export.report import Report

NOTHING_NEW = "Nothing new"
NO_DUTY = "No new duty stands out; read the new words"

_MOST = 4
"""Changes told in one row; the rest is counted."""
_ASKED = 3
"""Sentences that ask something told in one row; the rest is counted."""
_QUOTE = 25
"""Words of a quotation."""
_BEFORE = 8
"""Words of a sentence that are quoted before the change in it."""
_SHORT = 15
"""Words of a quotation of which there are two."""
_FEW = 3
"""Words that say nothing without the sentence that they stand in."""
_MARKER = re.compile(r"\A\s*(?:>\s*|(?:[-*+•]|#{1,6}|[0-9]{1,9}[.)])\s+)+")
_NOUNS = {"item": "point", "heading": "heading", "row": "table row"}


# What changed


def what_changed(report: Report, entry: ClauseChange) -> Iterator[str]:
    """What happened to a clause, at most a handful of things."""
    if entry.was_title:
        yield f"Its title was “{_flat(entry.was_title)}”"
    if entry.kind == "added":
        said = entry.text if entry.text is not None else entry.base or ""
        whose = "the school's own clause" if entry.state == "local" else entry.origin or "the whole clause"
        yield f"Added: {whose} ({_words(said)})"
        first = next((unit.text for unit in units(said) if unit.kind not in {"heading", "blank", "break"}), "")
        if first:
            yield f"It begins: {_quoted(report, first)}"
    elif entry.kind in {"dropped", "removed"}:
        yield f"Left out: the whole clause ({_words(entry.base or '')})"
    elif entry.diff is None:
        yield "The text it was made from is missing, so the change cannot be told"
    else:
        yield from _told(report, passages(entry.diff, report.roles))
    if entry.moved_note:
        yield f"Moved: it stands {entry.moved_note}"


def _told(report: Report, found: Sequence[Passage]) -> Iterator[str]:
    """The passages in words, those of weight first chosen, all in the order of the text; the same words once."""
    times: dict[str, int] = {}
    weighty: set[str] = set()
    for passage in found:
        said = passage_in_words(report, passage)
        times[said] = times.get(said, 0) + 1
        if passage.weighty:
            weighty.add(said)
    ranked = sorted(enumerate(times), key=lambda told: (told[1] not in weighty, told[0]))
    for _, said in sorted(ranked[:_MOST]):
        yield _times(said, times[said])
    if len(times) > _MOST:
        yield f"and {len(times) - _MOST} more"


def _times(said: str, number: int) -> str:
    return said if number == 1 else f"{said}, {number} times"


def passage_in_words(report: Report, passage: Passage) -> str:
    """What changed at one place of a text."""
    match passage.kind:
        case "new":
            return f"New{_noun(passage.new)}: {_quoted(report, passage.new)}"
        case "gone":
            return f"Gone: {_quoted(report, passage.old)}"
        case "moved":
            return f"Moved within the clause: {_quoted(report, passage.new)}"
        case "instead":
            return exchanged(report, passage.old, passage.new)
        case _:
            return _reworded(report, passage)


def _reworded(report: Report, passage: Passage) -> str:
    found = list(runs(passage.spans))
    whole = _quoted(report, passage.new, _first_change(passage))
    few = any(word_count(old + new) <= _FEW for old, new in found)
    if not found or len(found) > 2 or (few and len(found) > 1):
        return f"Reworded: {whole}"
    return "; ".join(_spot(report, old, new, whole) for old, new in found)


def _spot(report: Report, old: str, new: str, whole: str) -> str:
    """One spot of a sentence at which words went, came or were exchanged."""
    went, came = word_count(old), word_count(new)
    if went and came:
        return exchanged(report, old, new, within=True)
    words = _run(report, new if came else old)
    if went + came <= _FEW:
        return f"{words} is {'new in' if came else 'gone from'} {whole}"
    return f"{'Added' if came else 'Gone'}: {words}"


def exchanged(report: Report, old: str, new: str, *, within: bool = False) -> str:
    """``“…” is now “…”``; ``within`` says that the words stand inside a sentence."""
    was, now = ((_run if within else _quoted)(report, each, most=_SHORT) for each in (old, new))
    return f"{was} is now {now}"


def _run(report: Report, text: str, *, most: int = _QUOTE) -> str:
    """Words of one sentence, quoted; read behind another word, since they open no sentence."""
    return _quoted(report, f"a {text.strip(' ,;:.')}", most=most, skipped=1)


def _first_change(passage: Passage) -> int:
    """Where in the new sentence the first change stands."""
    at = 0
    for span in passage.spans:
        if span.kind != "same" and not span.blank:
            return at
        at += len(span.text) * (span.kind != "del")
    return 0


def _noun(text: str) -> str:
    found = [unit.kind for unit in units(text) if unit.sense]
    return f" {_NOUNS.get(found[0], 'sentence')}" if len(found) == 1 else ""


def _words(text: str) -> str:
    number = word_count(text)
    return f"{number} word{'' if number == 1 else 's'}"


# What it asks


def what_it_asks(report: Report, entry: ClauseChange) -> Iterator[str]:
    """What the change asks of the school, or no longer does; never empty, and nothing but what the words say."""
    asked: list[str] = []
    unread = entry.kind == "added"
    if entry.kind == "added":
        asked += _new(report, entry.text if entry.text is not None else entry.base or "")
    elif entry.kind in {"dropped", "removed"}:
        asked += _gone(report, entry.base or "")
    elif entry.diff is not None:
        found = passages(entry.diff, report.roles)
        unread = any(passage.kind in {"new", "instead"} for passage in found)
        asked += [said for passage in found for said in _asked_by(report, passage)]
        asked += _roles(report, found)
        asked += [said for passage in found if passage.kind == "gone" for said in _gone(report, passage.old)]
    care = consequence(entry)
    yield from asked[:_ASKED]
    if len(asked) > _ASKED:
        yield f"and {len(asked) - _ASKED} more"
    if care:
        yield capital(care)
    if not asked and not care:
        yield NO_DUTY if unread else NOTHING_NEW


def _asked_by(report: Report, passage: Passage) -> Iterator[str]:
    match passage.kind:
        case "new":
            yield from _new(report, passage.new)
        case "instead":
            yield from _new(report, passage.new)
            if passage.duties and not asking(passage.new, report.roles):
                yield from _gone(report, passage.old)
        case "reworded" if not _is_of_roles(passage):
            told = ", ".join(" ".join(report.read(message).split()) for message in look_at(passage.duties))
            yield f"{told[:1].upper()}{told[1:]}: {_quoted(report, passage.new, _first_change(passage))}"
        case _:
            return


def _is_of_roles(passage: Passage) -> bool:
    """Whether the obligation watch tells of nothing but roles, as it may of many sentences in one clause."""
    return all(duty.kind == "role" for duty in passage.duties)


def _roles(report: Report, found: Sequence[Passage]) -> Iterator[str]:
    """Which roles came and went, each once; the sentence only where there is one."""
    sentences: dict[str, list[Passage]] = {}
    for passage in found:
        if passage.kind == "reworded" and _is_of_roles(passage):
            for message in look_at(passage.duties):
                sentences.setdefault(" ".join(report.read(message).split()), []).append(passage)
    for told, among in sentences.items():
        said = f"{told[:1].upper()}{told[1:]}"
        one = f": {_quoted(report, among[0].new, _first_change(among[0]))}"
        yield f"{said}{one}" if len(among) == 1 else _times(said, len(among))


def _new(report: Report, text: str) -> list[str]:
    return [f"New: {_quoted(report, sentence)}" for sentence in asking(text, report.roles)]


def _gone(report: Report, text: str) -> list[str]:
    return [f"No longer said here: {_quoted(report, sentence)}" for sentence in asking(text, report.roles)]


# Quotations


def _quoted(report: Report, text: str, at: int = 0, *, most: int = _QUOTE, skipped: int = 0) -> str:
    """A quotation as it reads; of a long one ``most`` words, among them what stands at ``at``.

    The first ``skipped`` words are read and not quoted.
    """
    read = report.read(text)
    said = _flat(_MARKER.sub("", read, count=1)).split(" ")[skipped:]
    before = len(_flat(report.read(text[:at])).split(" ")) if text[:at].strip() else 0
    start = max(0, min(before - _BEFORE, len(said) - most))
    kept = " ".join(said[start : start + most]).rstrip(" ,;:")
    return f"“{'… ' if start else ''}{kept}{' …' if start + most < len(said) else ''}”"


def _flat(text: str) -> str:
    """On one line, without the signs of Markdown; quotation marks inside become single ones."""
    plain = " ".join(unmarked(text).split())
    return plain.replace("“", "‘").replace("”", "’").replace('"', "'")
