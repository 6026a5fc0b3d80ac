"""A document made a model: every piece a clause in the model's own words, every section a section of the model.

A later edition of a document that was imported before keeps what it can: a piece that reads as a clause of the earlier
edition keeps that clause's id, text and revision, one that was reworded keeps its id and gets a new revision. What
people edited in a clause's file since then stays where the document says what it said; where it says something else the
document's words stand, and those that were edited are told.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from composer import text as prose
from composer.imports import blank_names
from composer.imports.blanks import propose, with_placeholders
from composer.imports.cutting_heads import plain_text, without_signs
from composer.imports.editions import Text, kind_of_change, match, nearest_home
from composer.imports.naming import id_of
from composer.policy.clause import NATIONS, Clause, Revision
from composer.policy.dictionary import ValueEntry
from composer.policy.incoming import LeftOut
from composer.policy.library import Model, ModelSection
from composer.policy.slugs import check_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from composer.imports.editions import Match
    from composer.imports.source import Source
    from composer.policy.clause import Nation
    from composer.policy.incoming import Blank, CutUp, Piece, PieceSection
    from composer.policy.library import Library

State = Literal["new", "same", "reworded"]

LONGEST_SUMMARY = 110
"""Characters of a clause's summary."""

_NEAR_ENOUGH = 0.14
_WITHOUT_HOME = "governance"


@dataclass(frozen=True, slots=True)
class About:
    """What the model's own front page says."""

    id: str
    title: str
    publisher: str
    version: str
    date: date
    nations: tuple[Nation, ...] = NATIONS


@dataclass(frozen=True, slots=True)
class Carried:
    """A piece of the document and the clause that it became."""

    piece: Piece
    clause_id: str
    section: str
    state: State
    """``new``, or beside the earlier edition ``same`` or ``reworded``."""
    score: int = 0
    """Per cent of words in common with the earlier edition's clause."""


@dataclass(frozen=True, slots=True)
class ImportedModel:
    """A model that was made of a document, not yet written."""

    model: Model
    """With its clauses and its part of the dictionary."""
    carried: tuple[Carried, ...]
    """Every piece in the order of the document."""
    blanks: tuple[Blank, ...]
    source: Source
    gone: tuple[str, ...] = ()
    """Clauses of the earlier edition that this one has no more."""
    notes: tuple[str, ...] = ()
    later: bool = False
    """Whether there was an earlier edition."""
    replaced: tuple[LeftOut, ...] = ()
    """Words that people had edited in the clauses' files, which this edition takes the place of."""

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What of the document, and of what people edited since the edition before, is not in the model."""
        return (*self.source.left_out, *self.replaced)


def model_from(source: Source, cut: CutUp, about: About, library: Library, notes: Iterable[str] = ()) -> ImportedModel:
    """The model that a document makes, its blanks proposed: beside the earlier edition, if the library has one.

    Raises:
        Problem: The id cannot be one.
    """
    earlier = library.models.get(about.id)
    proposal = propose(cut, source, library.values, earlier.values if earlier is not None else None)
    return model_of(source, cut, proposal.blanks, about, library, earlier, (*proposal.notes, *notes))


def model_of(
    source: Source,
    cut: CutUp,
    blanks: Sequence[Blank],
    about: About,
    library: Library,
    earlier: Model | None = None,
    notes: Iterable[str] = (),
) -> ImportedModel:
    """The model that a document makes.

    Args:
        source: The document.
        cut: The same, cut up.
        blanks: Its blanks, as they were proposed.
        about: What the model is called, and of when it is.
        library: The whole library.
        earlier: The model that an earlier edition became.
        notes: What else a person should know.

    Raises:
        Problem: The id cannot be one.
    """
    check_slug(about.id, "model")
    order = dict.fromkeys((*earlier.clause_ids, *earlier.overlay)) if earlier is not None else {}
    before = {name: earlier.overlay[name] for name in order if name in earlier.overlay} if earlier is not None else {}
    edited = _edited(earlier)
    texts = [Text(piece.title, piece.titled_by != "opening", with_placeholders(piece, blanks)) for piece in cut.pieces]
    matches = match(texts, before)
    carrying = _Carrying(about, source.name, texts, matches, _categories(cut, texts, library), before, edited, library)
    sections = [
        ModelSection(section_id, _section_title(section, cut), carrying.section(section, section_id), section.appendix)
        for section, section_id in zip(cut.sections, _section_ids(cut, matches, earlier, library), strict=True)
    ]
    overlay, carried = carrying.overlay, carrying.carried
    told = [*source.notes, *cut.notes, *notes, *carrying.told]
    model = Model(
        about.id,
        about.title,
        about.publisher,
        about.version,
        about.date,
        tuple(sections),
        intro=earlier.intro if earlier is not None else "",
        overlay=overlay,
        nations=about.nations,
        types=earlier.types if earlier is not None else (),
        values=_entries(blanks, about, earlier),
        imported_from=source.name,
        as_imported={each.clause_id: _mark(text.body) for each, text in zip(carried, texts, strict=True)},
    )
    gone = tuple(name for name in before if name not in overlay)
    replaced = tuple(_replaced(before, edited, overlay))
    made = ImportedModel(model, tuple(carried), tuple(blanks), source, gone, tuple(told), earlier is not None, replaced)
    return made if not replaced else replace(made, notes=(*made.notes, _LOOK_AT_EDITS))


class _Carrying:
    """Makes the clauses one after another: each takes an id that no other has."""

    def __init__(
        self,
        about: About,
        file: str,
        texts: Sequence[Text],
        matches: Mapping[int, Match],
        homes: Sequence[str],
        before: Mapping[str, Clause],
        edited: Mapping[str, str],
        library: Library,
    ) -> None:
        self._about, self._file = about, file
        self._texts, self._matches, self._homes = texts, matches, homes
        self._before, self._edited = before, edited
        self._taken = {*library.clauses, *before}
        self.overlay: dict[str, Clause] = {}
        self.carried: list[Carried] = []
        self.told: list[str] = []

    def section(self, section: PieceSection, section_id: str) -> tuple[str, ...]:
        """The clauses of the next section, by id."""
        return tuple(self._carry(piece, section_id) for piece in section.pieces)

    def _carry(self, piece: Piece, section_id: str) -> str:
        at = len(self.carried)
        found, body = self._matches.get(at), self._texts[at].body
        state: State = "new"
        if found is None:
            # Two of one title in this document are told apart by their sections.
            suffix = section_id if id_of(piece.title, (), otherwise="") in self.overlay else self._about.id
            clause = _new_clause(piece, body, self._homes[at], self._about, self._taken, self._file, suffix)
        elif found.clause_id in self._edited and _mark(body) == self._edited[found.clause_id]:
            clause, state = self._before[found.clause_id], "same"
            self.told.append(f"{clause.id} was edited here, and the document has not changed there: the edit stays.")
        else:
            clause, state = _again(self._before[found.clause_id], piece, body, self._about)
        self._taken.add(clause.id)
        self.overlay[clause.id] = clause
        self.carried.append(Carried(piece, clause.id, section_id, state, found.score if found else 0))
        return clause.id


# -- what people edited -------------------------------------------------------------------------------------

_LOOK_AT_EDITS = "Clauses had been edited here, and this edition takes their place: their words are told as left out."


def _mark(body: str) -> str:
    """What tells whether a text was edited; where its lines are broken does not count."""
    return prose.sense_digest(body).removeprefix("sha256:")[:16]


def _edited(earlier: Model | None) -> dict[str, str]:
    """The clauses that people edited or added since they were imported, with the mark that each had then."""
    if earlier is None or not earlier.as_imported:
        return {}
    was = earlier.as_imported
    return {name: was.get(name, "") for name, each in earlier.overlay.items() if _mark(each.body) != was.get(name)}


def _replaced(
    before: Mapping[str, Clause], edited: Mapping[str, str], overlay: Mapping[str, Clause]
) -> Iterator[LeftOut]:
    for name in edited:
        now = overlay.get(name)
        if now is None or _mark(now.body) != _mark(before[name].body):
            yield LeftOut("words edited here", " ".join(before[name].body.split()), name)


# -- clauses ------------------------------------------------------------------------------------------------


def _new_clause(
    piece: Piece, body: str, home: str, about: About, taken: set[str], document: str, suffix: str
) -> Clause:
    title = piece.title or f"Clause {piece.index}"
    clause_id = id_of(title, taken, otherwise=f"clause-{piece.index}", suffix=suffix)
    first = Revision(1, about.date, "substantive", f"Imported from {document}, version {about.version}.")
    return Clause(
        clause_id,
        home,
        title,
        body,
        1,
        summary=summary_of(piece.text) or title,
        nations=about.nations,
        history=(first,),
    )


def _again(old: Clause, piece: Piece, body: str, about: About) -> tuple[Clause, State]:
    """A clause of the earlier edition as it is in this one; what people wrote about it in its file stays."""
    if prose.sense_form(old.body) == prose.sense_form(body):
        return replace(old, title=old.title if piece.titled_by == "opening" else piece.title), "same"
    kind = kind_of_change(old.body, body)
    line = Revision(old.rev + 1, about.date, kind, f"Reworded in version {about.version}.")
    summary = summary_of(piece.text) or old.summary
    return (
        replace(
            old,
            title=piece.title or old.title,
            body=body,
            rev=old.rev + 1,
            summary=summary,
            history=(*old.history, line),
        ),
        "reworded",
    )


def summary_of(text: str) -> str:
    """The first sentence of a text on one line, cut short where it is long; empty where there is none."""
    first = next((unit.text for unit in prose.units(text) if unit.kind in ("sentence", "item", "quote")), "")
    said = plain_text(without_signs(first))
    if len(said) <= LONGEST_SUMMARY:
        return said
    return said[: LONGEST_SUMMARY - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


# -- where they are kept ------------------------------------------------------------------------------------


def _categories(cut: CutUp, texts: Sequence[Text], library: Library) -> list[str]:
    """The folder of each piece: that of the library's clause that is most like it, else its section's."""
    likest = _Likest(library)
    found = [likest.category(f"{text.title}\n{text.body}") for text in texts]
    otherwise = _WITHOUT_HOME if _WITHOUT_HOME in library.categories else next(iter(library.categories), _WITHOUT_HOME)
    at = 0
    for section in cut.sections:
        stop = at + len(section.pieces)
        most = nearest_home(home for home in found[at:stop] if home) or otherwise
        found[at:stop] = [home or most for home in found[at:stop]]
        at = stop
    return found


class _Likest:
    """Finds the library's clause that shares most of its rarer words with a text."""

    def __init__(self, library: Library) -> None:
        self._words = [(clause.category, _set(f"{clause.title}\n{clause.body}")) for clause in library.clauses.values()]
        used = Counter(word for _, words in self._words for word in words)
        total = max(len(self._words), 1)
        self._weight = {word: math.log(total / count) for word, count in used.items()}
        self._norms = [math.sqrt(sum(self._weight[word] for word in words)) or 1.0 for _, words in self._words]

    def category(self, text: str) -> str:
        """The category of the nearest clause; empty when none is near."""
        own = _set(text)
        norm = math.sqrt(sum(self._weight.get(word, 1.0) for word in own)) or 1.0
        best, home = _NEAR_ENOUGH, ""
        for (category, words), other in zip(self._words, self._norms, strict=True):
            score = sum(self._weight[word] for word in own & words) / (norm * other)
            if score > best:
                best, home = score, category
        return home


def _set(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in prose.tokens(text) if word[0].isalnum())


# -- sections -----------------------------------------------------------------------------------------------


def _section_title(section: PieceSection, cut: CutUp) -> str:
    if section.title:
        return section.title
    if section.appendix:
        return "Appendices"
    if len(cut.sections) == 1:
        return cut.title or "The policy"
    taken = any(each.title.casefold() == "introduction" for each in cut.sections)
    return "Front page" if taken else "Introduction"


def _section_ids(cut: CutUp, matches: Mapping[int, Match], earlier: Model | None, library: Library) -> list[str]:
    """The id of each section: the earlier edition's where most of its clauses are, or its title is, the same."""
    before = earlier.sections if earlier is not None else ()
    home = {clause_id: section.id for section in before for clause_id in section.clauses}
    # A category's id would bring that category's introduction along.
    taken = {*library.categories, *home.values()}
    free = dict.fromkeys(home.values())
    found: list[str] = []
    at = 0
    for section in cut.sections:
        clauses = [matches[place].clause_id for place in range(at, at + len(section.pieces)) if place in matches]
        at += len(section.pieces)
        title = _section_title(section, cut)
        most = nearest_home(home[name] for name in clauses if home.get(name) in free)
        alike = [each.id for each in before if each.id in free and each.title.casefold() == title.casefold()]
        kept = most if most in alike or not alike else alike[0]
        if kept:
            del free[kept]
        found.append(kept or id_of(title, taken, otherwise="section", suffix="section"))
        taken.add(found[-1])
    return found


# -- the dictionary -----------------------------------------------------------------------------------------


def _entries(blanks: Sequence[Blank], about: About, earlier: Model | None) -> dict[str, ValueEntry]:
    """An entry for each placeholder that the library's dictionary lacks, and all that an earlier edition brought.

    A school may have answered what this edition does not ask any more, and an answer to nothing would be an error.
    """
    found = dict(earlier.values) if earlier is not None else {}
    for blank in blanks:
        if not blank.known and blank.name not in found:
            found[blank.name] = ValueEntry(
                blank.name,
                blank.question,
                group=f"From {about.publisher}",
                personal=blank_names.personal(blank.question.casefold()),
            )
    return found
