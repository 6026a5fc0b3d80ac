"""The pieces of an import in words: a line each in the list, and what is shown of the one stood on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from composer.policy.policy import SIGNS
from composer.session.importing.record import WORTH_NAMING
from composer.text import visible, word_count
from composer.tui.widgets.diff_lines import Passage
from composer.tui.widgets.import_list import Item, heading
from composer.tui.widgets.import_text import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.policy.incoming import Candidate, LeftOut, Suggestion
    from composer.session.importing import Importing
    from composer.session.importing.rows import Learnt, Row
    from composer.tui.widgets.diff_lines import Look
    from composer.tui.widgets.import_text import Lines

CLEAR = 90
"""The score from which on a match is clear: a person who trusts it confirms all of these at once."""
MOST_SAID = 240
"""Characters of something that is not carried over which are shown beside others."""
LACKING = "lacking:"
"""What the key of a clause begins with that the model has and the document lacks; the others are a row's place."""
KIND_SIGNS = {**{kind: SIGNS[kind] for kind in ("as-is", "adapted", "local")}, "left out": SIGNS["dropped"]}
KIND_WORDS = {"as-is": "as-is", "adapted": "adapted", "local": "the school's own", "left out": "left out"}
CONFIRMED, IS_CLEAR, LOOK = "■", "C", "?"


def key_of(index: int) -> str:
    """The key of a row."""
    return str(index)


def items_of(
    importing: Importing, rows: Sequence[Row], suggested: Mapping[int, Suggestion], *, lacking: Sequence[str]
) -> Iterator[Item]:
    """The rows under their sections, and what the document lacks."""
    section = -1
    width = max((len(row.label) for row in rows), default=1)
    for row in rows:
        if row.section != section:
            section = row.section
            yield heading(visible(row.section_title or "Before the first heading", keep_newlines=False))
        yield Item(key_of(row.index), _line(row, suggested.get(row.index), width))
    if lacking:
        many = len(importing.lacking)
        yield heading(f"The model has and this document lacks  {many}")
    clauses = importing.matching.library.clauses
    for clause_id in lacking:
        title = visible(clauses[clause_id].title, keep_newlines=False)
        yield Item(LACKING + clause_id, Content(f"  {SIGNS['undecided']} {title}"))


def flag(row: Row) -> str:
    """Whether a row is confirmed, clear or to be looked at."""
    if row.confirmed:
        return CONFIRMED
    return IS_CLEAR if row.matched and row.score >= CLEAR and not row.look_at else LOOK


def _line(row: Row, suggestion: Suggestion | None, width: int) -> Content:
    state = flag(row)
    look = {CONFIRMED: "$quiet", IS_CLEAR: "$success", LOOK: "bold $warning"}[state]
    score = f"{row.score:>3} %" if row.matched else " " * 5
    title = visible(row.title, keep_newlines=False)
    named = f"{KIND_SIGNS[row.kind]} {visible(row.label):>{width}} {score}  {title}"
    more = f"  ⇒ {'join' if suggestion.kind == 'merge' else 'split'}?" if suggestion is not None else ""
    return Content.assemble((f"{state} ", look), (named, "$quiet" if row.confirmed else ""), (more, "bold $accent"))


def head_of(row: Row) -> Content:
    """Two lines: what it is in the document, and what it becomes."""
    where = ", ".join(part for part in (row.piece.number, row.piece.where) if part)
    said = "confirmed" if row.confirmed else "clear: C confirms it too" if flag(row) == IS_CLEAR else "to be confirmed"
    matched = f" · {row.score} % of “{visible(row.clause_title, keep_newlines=False)}”" if row.matched else ""
    return Content.assemble(
        (f"{visible(row.label)}  ", "$quiet"),
        (visible(row.title or row.piece.title, keep_newlines=False), "bold"),
        (f"  {visible(where, keep_newlines=False)}", "$quiet"),
        "\n",
        (f"{KIND_SIGNS[row.kind]} {KIND_WORDS[row.kind]}", "bold $accent"),
        (f" · {said}", "bold $warning" if flag(row) == LOOK else "$quiet"),
        (matched, "bold $accent"),
    )


def shown_of(importing: Importing, row: Row, suggestion: Suggestion | None) -> Shown:
    """What is shown of a row."""
    names = (f"The clause: {row.clause_title}", f"The document: {row.piece.title}")
    after = tuple(_after(importing, row))
    first = tuple(_first(importing, row, suggestion))
    if row.kind == "left out":
        said: Lines = ((f"Left out: {_words(row)} that the policy will not have. x takes them in again.", "warn"),)
        return Shown((*said, *first), None, row.piece.text, "del", after)
    if row.diff is None:
        said = ((f"{_words(row)} of the school's own: a clause of its own, {row.id}.", "note"),)
        return Shown((*first, *said), None, row.text, "same", after)
    if row.diff.old == row.diff.new:
        first += (("Word for word the clause, blanks filled in apart.", "note"),)
        return Shown(first, None, row.text, "same", after)
    return Shown(first, row.diff, after=after, names=names)


def _first(importing: Importing, row: Row, suggestion: Suggestion | None) -> Iterator[tuple[str, Look]]:
    if suggestion is not None:
        yield f"⇒ {suggested_words(importing, suggestion)}", "head"
    was = importing.was_titled(row.index)
    if was:
        yield f"Its heading in the document is “{was}”; it will print as “{row.title}”. t changes that.", "note"
    elif row.matched and row.title != row.clause_title:
        yield f"Keeps its heading “{row.title}”; the clause's is “{row.clause_title}”. t changes that.", "note"
    if row.look_at:
        yield f"‼ Look at what people must or may do: {', '.join(row.look_at)}.", "warn"


def suggested_words(importing: Importing, each: Suggestion) -> str:
    """That two pieces are one clause, or one is two, as a sentence with its key."""
    rows, clauses = importing.rows, importing.matching.library.clauses
    named = [f"{found.score} % of “{clauses[found.clause_id].title}”" for found in each.found]
    label = rows[each.index].label
    if each.kind == "merge":
        return f"Pieces {label} and {rows[each.index + 1].label} together are {named[0]}: j joins them."
    return f"Piece {label} is {named[0]} and then {named[1]}: s splits it."


def _after(importing: Importing, row: Row) -> Iterator[Passage]:
    clauses = importing.matching.library.clauses
    near = [each for each in row.candidates if each.score >= WORTH_NAMING or each.clause_id == row.id]
    if near:
        lines: Lines = tuple(
            (_candidate(each, clauses[each.clause_id].title, here=each.clause_id == row.id), "same") for each in near
        )
        yield Passage((("Clauses it may be (m chooses another):", "head"), *lines))
    values = [each for each in importing.values if row.index in each.rows]
    if values:
        said: Lines = tuple((f"  {_answer(each)}", "same") for each in values)
        yield Passage((("What it says where the clause has blanks:", "head"), *said))


def _candidate(each: Candidate, title: str, *, here: bool) -> str:
    where = "" if each.in_model else "  (in the library only)"
    return f"{'▸' if here else ' '} {each.score:>3} %  {title}{where}"


def shown_of_lacking(importing: Importing, clause_id: str) -> Shown:
    """What is shown of a clause that the document lacks."""
    clause = importing.matching.library.clauses[clause_id]
    first: Lines = (("No piece is this clause: the policy begins with it undecided. It reads:", "note"),)
    return Shown(first, None, clause.body)


def head_of_lacking(importing: Importing, clause_id: str) -> Content:
    """Two lines: the clause, and that it is undecided."""
    title = visible(importing.matching.library.clauses[clause_id].title, keep_newlines=False)
    return Content.assemble(
        (title, "bold"), (f"  {clause_id}", "$quiet"), "\n", (f"{SIGNS['undecided']} undecided", "bold $accent")
    )


def left_passages(left_out: Sequence[LeftOut], notes: Sequence[str]) -> tuple[Passage, ...]:
    """What of a document is not carried over, and what to look at."""
    found: list[Passage] = []
    lines: Lines = tuple((f"· {_left(each)}", "same") for each in left_out)
    head = f"Not carried over: {len(left_out)}" if lines else "Everything of the document is carried over."
    found.append(Passage(((head, "head"), *lines)))
    if notes:
        said: Lines = tuple((note, "same") for note in notes)
        found.append(Passage(((f"To look at: {len(notes)}", "head"), *said)))
    return tuple(found)


def _left(each: LeftOut) -> str:
    """One of them; a long one, such as a list of contents, must not push a comment out of sight."""
    said = each.said
    if len(said) > MOST_SAID:
        said = f"{said[:MOST_SAID].rstrip()}… ({word_count(said)} words, whole in import.md)"
    return f"{each.kind}{f' ({each.where})' if each.where else ''}{f': {said}' if said else ''}"


def value_passage(importing: Importing) -> tuple[Passage, ...]:
    """The values that the document says."""
    found = [each for each in importing.values if each.value is not None]
    if not found:
        return ()
    lines: Lines = tuple((_answer(each), "same") for each in found)
    return (Passage((("Answers found in the document, which fill the clauses' blanks:", "head"), *lines)),)


def _answer(value: Learnt) -> str:
    question = value.question or value.name
    return f"{question}{'' if question.endswith('?') else ':'} {value.said}"


def _words(row: Row) -> str:
    many = word_count(row.piece.text)
    return f"{many} word{'' if many == 1 else 's'}"
