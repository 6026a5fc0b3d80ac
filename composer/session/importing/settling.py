"""What an import looks like between two steps: its rows and values, worked out from what is kept.

Values are learnt from all matched pieces together, and only then is each text made as the policy will hold it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.policy import decisions
from composer.policy.answers import asked, first_answer
from composer.policy.dictionary import in_words
from composer.policy.document import plainly
from composer.session.importing import cuts
from composer.session.importing.cuts import label, title_of
from composer.session.importing.draft import row_ids
from composer.session.importing.printing import Place, Printing, made
from composer.session.importing.rows import Learnt, Row
from composer.session.importing.values import learnt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from composer.policy.dictionary import Value
    from composer.policy.incoming import CutUp
    from composer.policy.policy import Draft
    from composer.session.importing.printing import Made
    from composer.session.importing.rows import Kept, Matching, RowKind, State


def settle(
    state: State, cut: CutUp, matching: Matching, draft: Draft, cache: dict[object, Made]
) -> tuple[tuple[Row, ...], tuple[Learnt, ...]]:
    """The rows and the values.

    Args:
        state: What is kept.
        cut: The document as it was cut.
        matching: What finds clauses.
        draft: A draft with the school's profile and no values.
        cache: Texts that were made before.
    """
    matched = [(row, row.clause_id) for row in state.rows if row.clause_id is not None and not row.left_out]
    said: dict[str, Value] = learnt(
        draft, matching.library, [(row.piece.text, matching.fit(each, row.piece.text)) for row, each in matched]
    )
    said |= {name: value for name, value in state.values.items() if value is not None}
    said = {name: value for name, value in said.items() if state.values.get(name, value) is not None}
    ids = row_ids(state.rows, matching.library)
    printing = Printing(draft, matching.library, said, _places(state.rows, ids, cut, matching))
    texts = {
        at: made(matching, printing, row.clause_id, row.piece.text, cache)
        for at, row in enumerate(state.rows)
        if row.clause_id is not None and not row.left_out
    }
    rows = []
    for at, row in enumerate(state.rows):
        own = "" if row.left_out else decisions.as_kept(printing.with_references(row.piece.text))
        rows.append(_row(at, row, ids[at], cut.sections[row.section].title, matching, texts.get(at), own))
    return tuple(rows), tuple(_values(state, draft, matching, said, texts))


def is_moot(note: str, rows: Mapping[str, Row]) -> bool:
    """Whether a note quotes words of a piece for which placeholders stand by now; ``rows`` by their labels."""
    piece = _OF_PIECE.match(note)
    row = rows.get(piece[1]) if piece is not None else None
    if row is None or row.kind == "left out":
        return False
    before, after = plainly(row.piece.text), plainly(row.text)
    quoted = [each for each in _QUOTED.findall(note) if each in before]
    return bool(quoted) and not any(each in after for each in quoted)


_OF_PIECE = re.compile(r"Piece ([0-9]{1,6}) ")
_QUOTED = re.compile("“([^”]+)”")


def _row(at: int, row: Kept, id_: str, section: str, matching: Matching, text: Made | None, own: str) -> Row:
    title = title_of(row, matching)
    clause = matching.library.clauses[row.clause_id] if row.clause_id is not None else None
    kind: RowKind = "left out" if row.left_out else "local"
    if text is not None and clause is not None:
        kind = "as-is" if text.as_is and title == clause.title else "adapted"
    return Row(
        at,
        label(row),
        row.piece,
        row.section,
        section,
        kind,
        id_,
        clause.title if clause is not None else "",
        title,
        text.text if text is not None else own,
        text.score if text is not None else 0,
        matching.candidates(row.piece.title, row.piece.text),
        row.confirmed,
        text.diff if text is not None else None,
    )


def _places(rows: Sequence[Kept], ids: Sequence[str], cut: CutUp, matching: Matching) -> dict[str, Place]:
    """Where the clauses stand: by the document's own numbers, else as they will be numbered."""
    appendix = cuts.appendices(cut)
    return {
        clause_id: Place(row.piece.number or number, title_of(row, matching), row.section in appendix)
        for row, number, clause_id in zip(rows, cuts.numbers(rows, appendix), ids, strict=True)
        if clause_id
    }


def _values(
    state: State, draft: Draft, matching: Matching, said: Mapping[str, Value], texts: Mapping[int, Made]
) -> list[Learnt]:
    """The values that a text has, and those that a person set or refused."""
    library, own = matching.library, state.values
    used: dict[str, list[int]] = {}
    for at, each in texts.items():
        for name in dict.fromkeys(asked(draft, library, blank) for blank in each.used):
            used.setdefault(name, []).append(at)
    found = []
    for name, entry in library.values.items():
        if name in own or (name in said and name in used):
            value, first = said.get(name), first_answer(draft, library, name).text
            words = in_words(value) if value is not None else first
            needed = name in own or words != first
            found.append(Learnt(name, entry.question, value if needed else None, words, tuple(used.get(name, ()))))
    return found
