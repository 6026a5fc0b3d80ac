r"""A Word document (``.docx``) from elsewhere, read into blocks: ECMA-376 part 1, by the standard library alone.

Carried over, as Markdown in which every character of the document means itself: paragraphs, headings (by outline
level or style), lists with their depth, tables, line breaks, bold and italic type, links to ``https:`` and
``mailto:``, the hints of unfilled controls and coloured words as highlights. Numbers that Word counts are computed as
Word shows them; typed ones are told apart from the text. The words of text boxes follow the paragraph that the box is
fixed to. Underlining, fonts, sizes and lines through words go, and their words stay. The title, if a paragraph at the
very start is styled as one, or says the same as the file's own properties, is :attr:`Source.title` and no block.

Told, and not carried over: deleted and hidden words, lists of contents, page numbers, headers, footers, watermarks,
footnotes, endnotes, comments, pictures, drawings, charts, diagrams, equations that are more than a line of signs,
embedded objects and documents, macros, signs that only a font knows, and links that lead elsewhere, whose words stay.
Tracked changes are read as accepted.

So every word is in the title, in a block or among what was left out, and in each of them in its order.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

from composer.imports.source import Source
from composer.imports.word.body import Body
from composer.imports.word.drawings import Drawings
from composer.imports.word.numbering import Numbering
from composer.imports.word.package import Package
from composer.imports.word.runs import Runs
from composer.imports.word.styles import Styles
from composer.imports.word.text import one_line
from composer.imports.word.told import Told
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.imports.word.package import Relation


def read_word(data: bytes, name: str) -> Source:
    """A Word document as blocks, with what is left out of it.

    Nothing here bounds time: use :func:`composer.imports.word.guarded.read_word_guarded` for a file from others.

    Args:
        data: The file's bytes.
        name: What it is called; folders in front of it are left out of the result.

    Raises:
        Problem: It is no Word document, is protected or damaged, or goes beyond a limit.
    """
    package = Package(data, name)
    try:
        return _read(package, sha256(data).hexdigest(), PurePath(name).name)
    except Problem as problem:
        if problem.path is None:
            raise package.problem(problem.what, problem.mend) from problem
        raise
    except RecursionError as error:
        raise package.problem("nests its parts deeper than any document", "save it again in Word") from error


def _read(package: Package, digest: str, name: str) -> Source:
    relations = package.relations(package.main)
    told = Told()
    styles = Styles(package.xml(_part(relations, "styles")))
    numbering = Numbering(package.xml(_part(relations, "numbering")), styles)
    drawings = Drawings(package, relations, told)
    tree = package.xml(package.main)
    root = tree.first("w:body") if tree is not None else None
    if root is None:
        raise Problem("holds no text: it has no body where Word keeps it", "open it in Word and save it again")
    body = Body(styles, numbering, Runs(styles, relations, told, drawings), told)
    body.read(root)
    title, blocks = body.titled(_own_title(package))
    drawings.rest()
    for kind, sign in (("macros", "vbaproject.bin"), ("embedded object", "/activex/")):
        if any(sign in part for part in package.names()):
            told.add(kind)
    return Source(name, "word", blocks, told.all(), tuple(told.notes()), digest, title)


def _part(relations: dict[str, Relation], kind: str) -> str:
    return next((each.target for each in relations.values() if each.kind == kind and not each.outside), "")


def _own_title(package: Package) -> str:
    tree = package.xml(package.related("", "core-properties"))
    title = tree.first("dc:title") if tree is not None else None
    return one_line(title.text) if title is not None else ""
