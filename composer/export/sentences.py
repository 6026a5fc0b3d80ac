"""What differs, as a plain list of sentences that can be read aloud: removed, added, changed, moved, and why.

Every sentence that came or went is told in full. Against the model the school's values are filled in, and another
clause is called by its title, so that neither a value nor a number that shifted counts as a change.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from composer.compare.deviations import counts
from composer.export import prose
from composer.export.redline_notes import NO_REASON, UNDECIDED, wants_reason
from composer.export.report import consequence, sections_moved_in_words
from composer.policy.dictionary import in_words
from composer.policy.placeholders import capital
from composer.text import units, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.compare.deviations import ClauseChange
    from composer.compare.edits import Block
    from composer.export.exported import Exported
    from composer.export.report import Report

HEADING = "What is different, sentence by sentence"
NOTHING = "Nothing is different."
WITHIN = "Moved within the clause"

_MARKER = re.compile(r"\A\s*(?:>\s*|(?:[-*+•]|#{1,6}|[0-9]{1,9}[.)])\s+)+")
_BORDER = re.compile(r"\s*\|\s*")
_DONE = {"dropped": "left out", "removed": "left out"}

_VERBS = {"Removed": "removed", "Added": "added", "Changed": "changed", WITHIN: "moved within their clause"}

Line = tuple[str, str, tuple[str, ...]]
"""A label, what follows it, and sentences of which it is the lead-in."""


def sentences_markdown(view: Exported, *, since: bool = False) -> str:
    """The list as Markdown, with UTF-8 text, LF and one final newline.

    Args:
        view: The policy.
        since: Whether it is compared with the text that was last approved, and not with its model.

    Raises:
        Problem: It was never approved, or the record of its approval is damaged.
    """
    from composer.export.making import report_of

    was = {} if since else {clause_id: base.title for clause_id, base in view.draft.lock.bases.items()}
    return sentences_of(report_of(view, since=since), was)


def sentences_of(report: Report, was: Mapping[str, str] | None = None) -> str:
    """The list of a report's changes.

    Args:
        report: The comparison and how a piece of clause text reads.
        was: The titles of clauses in the model, by id; a report since an approval knows them itself.
    """
    told = [(entry, list(_lines(report, entry, (was or {}).get(entry.id, "")))) for entry in report.entries]
    differ = [(entry, lines) for entry, lines in told if lines]
    return "\n\n".join(_parts(report, differ)) + "\n"


def _parts(report: Report, differ: Sequence[tuple[ClauseChange, list[Line]]]) -> Iterator[str]:
    about = report.about
    yield f"# {HEADING}"
    yield f"**{prose.one_line(about.school)}**"
    yield f"{prose.one_line(about.policy)}, beside {prose.one_line(about.against)}."
    yield prose.one_line(_counted(report, differ))
    if report.sections_moved:
        yield prose.one_line(sections_moved_in_words(report))
    section = None
    for entry, lines in differ:
        if entry.section != section:
            section = entry.section
            yield f"## {prose.one_line(about.sections.get(section, section))}"
        yield f"### {prose.one_line(_name(entry))}"
        yield "\n".join(_markdown(lines))


def _markdown(lines: Sequence[Line]) -> Iterator[str]:
    for label, said, sentences in lines:
        yield f"- {label}: {prose.one_line(said)}"
        yield from (f"  - {prose.one_line(sentence)}" for sentence in sentences)


def _name(entry: ClauseChange) -> str:
    """A clause as one finds it; the number of one that is gone is another's now."""
    done = _DONE.get(entry.kind, "")
    if done:
        was = f"was {_number(entry)}, " if entry.number else ""
        return f"{entry.title} ({was}{done})"
    number = _number(entry)
    return f"{number}: {entry.title}" if number.startswith("Appendix") else f"{number} {entry.title}".strip()


def _number(entry: ClauseChange) -> str:
    return f"Appendix {entry.number}" if entry.number.isalpha() else entry.number


# Counts


def _counted(report: Report, differ: Sequence[tuple[ClauseChange, list[Line]]]) -> str:
    """How many clauses and sentences differ, in words."""
    if not differ and not report.sections_moved:
        return NOTHING
    kinds = [
        f"{number} {kind}"
        for kind, number in counts(report.comparison).items()
        if number and kind not in {"as-is", "unchanged"}
    ]
    done: Counter[str] = Counter()
    for _, lines in differ:
        for label, _, sentences in lines:
            done[label] += max(1, len(sentences))
    verbs = [f"{done[label]} {verb}" for label, verb in _VERBS.items() if done[label]]
    said = f"Clauses: {', '.join(kinds)}." if kinds else ""
    return f"{said} Sentences and list items: {', '.join(verbs)}.".strip() if verbs else said


# One clause


def _lines(report: Report, entry: ClauseChange, was: str) -> Iterator[Line]:
    """What is told of one clause; nothing of one that does not differ."""
    if entry.kind == "undecided":
        label, _, said = UNDECIDED.partition(": ")
        yield label, capital(said), ()
        return
    title = entry.was_title or (was if entry.kind in {"as-is", "adapted"} else "")
    retitled = bool(title) and title != entry.title
    if not entry.deviates and not retitled:
        return
    if retitled:
        yield "Title", f"“{_inner(title)}” became “{_inner(entry.title)}”.", ()
    yield from _words(report, entry)
    if entry.moved_note:
        yield "Moved", f"it stands {entry.moved_note}.", ()
    yield from _why(report, entry)


def _words(report: Report, entry: ClauseChange) -> Iterator[Line]:
    """What came and went in a clause's text."""
    if entry.kind == "added":
        yield _whole(report, "Added", entry.text if entry.text is not None else entry.base or "", "It says:")
    elif entry.kind in _DONE:
        yield _whole(report, "Removed", entry.base or "", "It said:")
    elif entry.diff is not None:
        told = [line for block in entry.diff.blocks for line in _block(report, block)]
        if not told and entry.diff.old != entry.diff.new:
            yield "Layout", "no word is different.", ()
        yield from told
    elif entry.kind == "adapted":
        yield "Changed", "the text it was made from is missing, so the change cannot be told.", ()


def _whole(report: Report, label: str, text: str, lead: str) -> Line:
    sentences = tuple(_sentences(report, text))
    # Counted as everywhere else, where a blank is one word.
    number = word_count(text)
    return label, f"the whole clause ({number} word{'' if number == 1 else 's'}). {lead}", sentences


def _block(report: Report, block: Block) -> Iterator[Line]:
    match block.kind:
        case "changed":
            old, new = " ".join(_reads(report, block.old)), " ".join(_reads(report, block.new))
            if old != new:
                yield "Changed", f"“{old}” became “{new}”", ()
        case "moved-to":
            yield from ((WITHIN, said, ()) for said in _sentences(report, block.new))
        case "inserted" | "deleted" | "replaced":
            yield from (("Removed", said, ()) for said in _sentences(report, block.old))
            yield from (("Added", said, ()) for said in _sentences(report, block.new))
        case _:
            return


def _why(report: Report, entry: ClauseChange) -> Iterator[Line]:
    said = " ".join(entry.reason.split())
    if not said and wants_reason(entry, since=report.about.since is not None):
        said = NO_REASON
    who = ", ".join(part for part in (entry.decided_by, in_words(entry.decided_on) if entry.decided_on else "") if part)
    if said:
        yield "Why", f"{said} ({who})" if who else said, ()
    elif who:
        yield "Decided", f"{who}.", ()
    care = consequence(entry)
    if care and report.about.since is None:
        yield "Take care", f"{care}.", ()


# Sentences as they read


def _sentences(report: Report, text: str) -> Iterator[str]:
    yield from (f"“{said}”" for said in _reads(report, text))


def _reads(report: Report, text: str) -> Iterator[str]:
    """Each sentence, list item, heading and row of a text with its blanks filled and without Markdown's marks."""
    for unit in units(text):
        marker = _MARKER.match(unit.text)
        # Read as a whole, because a blank behind a marker or a label opens a sentence.
        said = prose.unmarked(report.read(unit.text)[marker.end() if marker else 0 :])
        if unit.kind == "row":
            said = _BORDER.sub("; ", said.strip().strip("|"))
        flat = " ".join(said.split())
        if word_count(flat):
            yield _inner(flat)


def _inner(said: str) -> str:
    """Words as they stand in quotation marks: those inside become single ones."""
    return said.replace("“", "‘").replace("”", "’").replace('"', "'")
