"""Documents for the import screens: found by the name a person typed, read, matched, and told in words."""

from __future__ import annotations

import asyncio
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from textual.suggester import Suggester

from composer.policy.problems import Problem
from composer.text import strip_controls, visible, word_count
from composer.tui.widgets.import_edition import Edition, EditionClause, EditionSection
from composer.tui.widgets.import_fields import Found

if TYPE_CHECKING:
    from composer.imports.as_model import Carried, ImportedModel
    from composer.imports.source import Source
    from composer.policy.library import Library
    from composer.session.importing import Importing
    from composer.tui.messages import NewSchoolWanted
    from composer.tui.widgets.import_fields import ModelAnswers

ENDINGS = (".docx", ".docm", ".dotx", ".md", ".markdown", ".txt")
"""What the names of documents end in that are offered."""
MOST_LOOKED_AT = 2000
"""Entries of a folder that are looked at for a name to offer."""


def today() -> date:
    """Decisions are dated as the person's own calendar has it."""
    return date.today()  # noqa: DTZ011


# The file


def path_of(named: str) -> Path:
    """The file that a person typed, pasted or dragged: without quotes, and with ``~`` and ``file://`` read.

    Raises:
        Problem: It names a place that is not on this machine, or a home that there is not.
    """
    said = named.strip()
    if len(said) > 1 and said[0] == said[-1] and said[0] in "'\"":
        said = said[1:-1]
    if said.startswith("file://"):
        parts = urlsplit(said)
        if parts.netloc not in {"", "localhost"}:
            raise Problem("this file is on another machine", "copy it here first")
        said = unquote(parts.path)
        if os.name == "nt":
            said = said.removeprefix("/")
    elif "://" in said:
        raise Problem("this is an address on the web", "save the document here first, then name its file")
    try:
        path = Path(said).expanduser()
    except RuntimeError as error:
        raise Problem(f"there is no home folder for {said.partition('/')[0]}", "write the whole path") from error
    if os.name != "nt" and "\\" in said and not _there(path):
        # A terminal that a file is dragged into puts a backslash before blanks and signs.
        bare = Path(said.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\")).expanduser()
        return bare if _there(bare) else path
    return path


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def read_named(named: str) -> Source:
    """The document of that name.

    Raises:
        Problem: There is none, or it is of a kind that is not read.
    """
    from composer.imports.reading import LARGEST_DOCUMENT, read_document
    from composer.store.disk import read

    path = path_of(named)
    if "\0" in str(path):
        raise Problem("this is no file's name", "type it again")
    if path.is_dir():
        raise Problem("this is a folder", "name a document in it", path=path)
    return read_document(read(path, limit=LARGEST_DOCUMENT), str(path))


def read_and_tell(named: str) -> tuple[Source, Found]:
    """The document of that name, and what it says of itself; raises as ``read_named``."""
    source = read_named(named)
    return source, about(source)


class PathSuggester(Suggester):
    """Offers the first folder or document whose name goes on as what is typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """What is typed with the rest of a name; None where nothing begins so."""
        return await asyncio.to_thread(_suggested, value)


def _suggested(typed: str) -> str | None:
    head, slash, begun = typed.rpartition("/")
    if not begun or typed[:1] in "'\"" or "://" in typed:
        return None
    try:
        folder = Path(f"{head}{slash}" or ".").expanduser()
        with os.scandir(folder) as entries:
            looked_at = [entry for entry, _ in zip(entries, range(MOST_LOOKED_AT), strict=False)]
        found = sorted(
            f"{entry.name}/" if entry.is_dir() else entry.name
            for entry in looked_at
            if entry.name.startswith(begun) and (entry.is_dir() or entry.name.lower().endswith(ENDINGS))
        )
    except (OSError, RuntimeError, ValueError):
        return None
    return f"{head}{slash}{found[0]}" if found and found[0].isprintable() else None


# What is in it


def about(source: Source) -> Found:
    """What a document says of itself.

    Raises:
        Problem: It has no text.
    """
    from composer.imports.as_school import guess_name, guess_phase
    from composer.imports.cutting import cut
    from composer.imports.particulars import date_in, title_in, version_in

    words = sum(word_count(block.text) for block in source.blocks)
    kind = "Word" if source.format == "word" else "Markdown"
    pieces = cut(source)
    many = len(pieces.pieces)
    told = f"{source.name}: {kind}, {words:,} words in {many} piece{'' if many == 1 else 's'}"
    if source.left_out:
        kinds = ", ".join(dict.fromkeys(each.kind for each in source.left_out))
        told += f"; not carried over, and listed next: {kinds}"
    name = guess_name(source)
    title, version, name = (
        strip_controls(each).strip() for each in (title_in(source, pieces), version_in(source), name)
    )
    return Found(told, name, guess_phase(name), title, version, date_in(source) or today())


def matched(source: Source, library: Library, school: NewSchoolWanted, *, by: str) -> Importing:
    """A document matched to the clauses of a model.

    Raises:
        Problem: It has no text.
    """
    from composer.imports.as_school import for_school
    from composer.imports.matching import matcher
    from composer.session.importing import Importing

    model = library.model(school.model_id)
    cut, origin = for_school(source, library.under(model).values)
    importing = Importing(cut, matcher(library, model), school.profile, origin=origin, today=today(), by=by)
    # Both are remembered: worked out here, where nobody waits for a key.
    _rows, _suggestions = importing.rows, importing.suggestions
    return importing


def modelled(source: Source, library: Library, said: ModelAnswers) -> ImportedModel:
    """The model that a document becomes.

    Raises:
        Problem: It has no text.
    """
    from composer.imports.as_model import About, model_from
    from composer.imports.cutting import cut

    about_it = About(said.id, said.title, said.publisher, said.version, said.day, said.nations)
    return model_from(source, cut(source), about_it, library)


def edition_of(imported: ImportedModel, library: Library, *, copies: bool) -> Edition:
    """A model that was made of a document, as the screen shows it."""
    from composer.policy.dictionary import in_words

    model = imported.model
    earlier = library.models.get(model.id)
    before = earlier.overlay if earlier is not None else {}

    def clause(carried: Carried) -> EditionClause:
        made, old = model.overlay[carried.clause_id], before.get(carried.clause_id)
        piece = carried.piece
        text = old.body if old is not None else ""
        return EditionClause(
            made.id, made.title, made.body, piece.number, piece.where, carried.state, carried.score, text
        )

    sections = tuple(
        EditionSection(
            each.id, each.title, each.appendix, tuple(clause(one) for one in imported.carried if one.section == each.id)
        )
        for each in model.sections
    )
    gone = tuple(EditionClause(name, before[name].title, before[name].body, "", "", "same") for name in imported.gone)
    return Edition(
        imported.source.name,
        model.id,
        model.title,
        visible(model.version),
        in_words(model.date),
        sections,
        gone,
        imported.blanks,
        imported.left_out,
        imported.notes,
        imported.later,
        copies,
    )
